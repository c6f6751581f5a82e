"""Early pytest plugin (`-p tests.servers`): private servers, before Django reads its settings.

The workers of xdist inherit the addresses and start none of their own; each has a Valkey
database to itself, so that a Celery worker under test meets its own tasks only.
"""

import atexit
import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from config import servers
from config.binaries import ServerTrouble

_stack = contextlib.ExitStack()


def _start() -> None:
    folder = Path(tempfile.mkdtemp(prefix="shouwen-test-", dir="/tmp"))
    folder.chmod(0o711)
    _stack.callback(shutil.rmtree, folder, ignore_errors=True)
    private = _stack.enter_context(servers.running(folder / "var", durable=False))
    os.environ.update(private.environment(), VAR_DIR=str(folder / "var"))


def pytest_unconfigure(config: pytest.Config) -> None:
    _stack.close()


# playwright runs an event loop in the thread of the test
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
if "PYTEST_XDIST_WORKER" in os.environ:
    number = os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw")
    os.environ["REDIS_URL"] = os.environ["REDIS_URL"].replace("?db=0", f"?db={number}")
else:
    atexit.register(_stack.close)
    try:
        _start()
    except ServerTrouble as trouble:
        sys.exit(str(trouble))
