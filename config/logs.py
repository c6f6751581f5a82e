"""Structured logs without personal data.

No address, browser, user name or query string (it can hold a tracking code) is written;
who did what stands in the audit, where reading it is itself a matter of permission.
"""

from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

PERSONAL = frozenset({"ip", "user_agent", "username", "phone", "name", "text"})


def without_personal_data(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    for key in PERSONAL & event.keys():
        del event[key]
    if isinstance(request := event.get("request"), str):
        event["request"] = request.split("?", 1)[0]
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_personal_data,
    structlog.processors.format_exc_info,
]


def configure(log_format: str) -> dict[str, Any]:
    """Set up structlog and answer Django's LOGGING, so both write the same lines."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    renderer,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"level": "INFO"},
            "django.server": {"handlers": [], "propagate": True},
            "django_structlog": {"level": "INFO"},
            # these name the person who failed to log in
            "axes": {"level": "ERROR"},
            # one line per refused request is written by django_structlog already
            "django.request": {"level": "ERROR"},
            "celery.beat": {"level": "WARNING"},
        },
    }
