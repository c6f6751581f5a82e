"""The portal as `make run` serves it, gunicorn over collected and compressed files, on the tests' database."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from config.checkout import BASE_DIR
from config.run import HOST

PATIENCE = 60


def environment(var: Path, prefix: str = "") -> dict[str, str]:
    """The real settings, on the database in which the test has made its rows."""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = str(connection.settings_dict["NAME"])
    return {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        "DATABASE_URL": address._replace(path=f"/{name}").geturl(),
        "VAR_DIR": str(var),
        "SITE_PREFIX": prefix,
    }


def collect(var: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "config.collect"],
        cwd=BASE_DIR,
        env=environment(var),
        check=True,
        timeout=PATIENCE,
    )


@contextlib.contextmanager
def serving(var: Path, prefix: str = "") -> Iterator[str]:
    """host:port of a server below `prefix`; its files were collected into `var`."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--workers", "1"]
    command += ["--threads", "4", "--bind", f"{HOST}:{port}", "--no-control-socket"]
    with (var / f"web{port}.log").open("wb") as log:
        web = subprocess.Popen(
            command, cwd=BASE_DIR, env=environment(var, prefix), stdout=log, stderr=log
        )
        try:
            wait_until_open(web, port, log.name)
            yield f"{HOST}:{port}"
        finally:
            web.terminate()
            web.wait(20)


def wait_until_open(web: subprocess.Popen[bytes], port: int, log: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and web.poll() is None:
        with contextlib.suppress(OSError):
            probe = http.client.HTTPConnection(HOST, port, timeout=5)
            probe.request("GET", "/healthz")
            probe.getresponse()
            return
        time.sleep(0.2)
    raise AssertionError(Path(log).read_text())
