"""A group robot that counts what reaches it, and processes that sweep."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from notify import actions
from notify.models import Webhook
from tests.notify import rehearsal

CHECKOUT = Path(__file__).resolve().parents[2]


class Robot:
    """A real HTTP server in place of a chat's group robot."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.answer: tuple[int, bytes] = (200, b'{"errcode": 0}')
        self.before_answering: Callable[[int], None] = lambda count: None
        self._lock = threading.Lock()
        robot = self

        class Ear(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with robot._lock:
                    robot.heard.append(body["text"]["content"])
                    count = len(robot.heard)
                robot.before_answering(count)
                status, answer = robot.answer
                with suppress(OSError):  # the caller may have been killed
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/robot"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def robot(settings) -> Iterator[Robot]:
    robot = Robot()
    settings.WEBHOOK_HOSTS = [robot.url.removesuffix("/robot")]
    yield robot
    robot.close()


@pytest.fixture
def webhook(units, robot) -> Webhook:
    return Webhook.objects.create(unit=units.village, url=robot.url)


def plan(subject: int, *rungs: tuple[str, datetime], revision: int = 0) -> None:
    actions.plan(topic=rehearsal.TOPIC, subject=subject, revision=revision, rungs=rungs)


def environment() -> dict[str, str]:
    """What makes a process use the tests' own database and keys."""
    database = (
        urlsplit(os.environ["DATABASE_URL"])
        ._replace(path=f"/{connection.settings_dict['NAME']}")
        .geturl()
    )
    return {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "WEBHOOK_HOSTS": ",".join(settings.WEBHOOK_HOSTS),
        "PYTHONPATH": str(CHECKOUT),
    }


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a process of the checkout's Python; what still runs at the end of the test is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=CHECKOUT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def start_sweeper(start) -> Callable[[], subprocess.Popen[str]]:
    """A process that is ready to sweep; write the instant to its standard input."""

    def start_sweeper() -> subprocess.Popen[str]:
        process = start(
            "-c",
            "import django; django.setup(); from tests.notify import rehearsal; rehearsal.main()",
        )
        assert process.stdout.readline() == "ready\n"
        return process

    return start_sweeper


def go(process: subprocess.Popen[str], at: datetime) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{at.isoformat()}\n")
    process.stdin.flush()
