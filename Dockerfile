# The production image: web, worker and beat are the same image with another command.
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/shouwen
COPY requirements ./requirements
# optional extras, such as "-r requirements/aliyun.txt" for SMS
ARG EXTRA=""
RUN python -m venv /srv/venv \
    && /srv/venv/bin/pip install --no-cache-dir --require-hashes -r requirements/base.txt $EXTRA
COPY . .
RUN /srv/venv/bin/python -m config.assets \
    && rm -rf node_modules \
    && VAR_DIR=/srv/static-build /srv/venv/bin/python -m config.collect

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /srv/shouwen shouwen \
    && install -d -o shouwen -g shouwen /srv/var /srv/var/uploads
COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv/shouwen /srv/shouwen
COPY --from=build /srv/static-build/static /srv/var/static
WORKDIR /srv/shouwen
ENV PATH=/srv/venv/bin:$PATH \
    DJANGO_SETTINGS_MODULE=config.settings \
    PYTHONUNBUFFERED=1 \
    VAR_DIR=/srv/var
USER shouwen
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "4", "--threads", "4", "--preload", "--no-control-socket"]
