"""The portal's settings as the tests use them; the servers come from tests/servers.py."""

import os

from config import keys

for _name, _value in keys.fresh().items():
    os.environ[_name] = _value
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/none")
os.environ.setdefault("REDIS_URL", "redis://localhost:1/0")
for _name in ("DEBUG", "CLOCK", "CLOCK_STARTED_AT", "SITE_PREFIX", "ALLOWED_HOSTS"):
    os.environ.pop(_name, None)
os.environ["DEMONSTRATION"] = "1"

from config.settings import *  # noqa: E402, F403 - the environment has to stand first

# live_server serves through the finders, which know no hashed names
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
# pytest-django's live_server serves static files only when it finds the app by this name
INSTALLED_APPS[INSTALLED_APPS.index("config.apps.StaticFiles")] = "django.contrib.staticfiles"  # noqa: F405
INSTALLED_APPS.append("tests")  # noqa: F405 - its `flush` empties the database sooner than Django's
