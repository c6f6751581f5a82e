"""Measure the pages over HTTP on loopback against a server of our own with many matters.

BENCH_TICKETS says how many (100,000), BENCH_VAR names a folder whose filled database is used
again, BENCH_ROUNDS how often each page is asked for (40).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from bench.visitor import Answer, Visitor
from config import checkout, servers

TICKETS = int(os.environ.get("BENCH_TICKETS", "100000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "40"))
WARM_UP = 5
DAYS_FOR = 36 / 10_000  # the arrival rate of a county: 10,000 in 36 days
VILLAGE = "410327102200"
PASSWORD = "shouwen-demo"  # noqa: S105 - printed by make run, everybody is invented


@dataclass
class Measured:
    name: str
    seconds: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    size: int = 0

    def take(self, answer: Answer, expected: int) -> None:
        if answer.status != expected:
            raise RuntimeError(f"{self.name}: {answer.status} instead of {expected}")
        self.seconds.append(answer.seconds)
        self.queries.append(answer.queries)
        self.size = answer.size

    @property
    def median(self) -> float:
        return 1000 * median(self.seconds)

    @property
    def p95(self) -> float:
        return 1000 * quantiles(self.seconds, n=20)[-1]


@contextlib.contextmanager
def filled_server() -> Iterator[None]:
    """Private servers with the demonstration of so many matters; filled once for a folder that is kept."""
    kept = os.environ.get("BENCH_VAR")
    var = Path(kept or tempfile.mkdtemp(prefix="shouwen-bench-", dir="/tmp")).absolute()
    os.environ |= {
        "VAR_DIR": str(var),
        "DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    try:
        with contextlib.ExitStack() as stack:
            servers.writable(var)
            checkout.with_keys(var)
            checkout.start_alone(var, stack)
            fill()
            yield
    finally:
        if not kept:
            shutil.rmtree(var, ignore_errors=True)


def manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=checkout.BASE_DIR, check=True)


def fill() -> None:
    import django

    django.setup()
    from accounts.models import User

    manage("migrate", "--verbosity", "0")
    if not User.objects.exists():
        manage("demo", "--tickets", str(TICKETS), "--days", str(max(1, round(TICKETS * DAYS_FOR))))
    subprocess.run([sys.executable, "-m", "config.collect"], cwd=checkout.BASE_DIR, check=True)


@contextlib.contextmanager
def web() -> Iterator[int]:
    """The portal as make run serves it, with one worker so that nothing else is measured."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi:application",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    command += [
        "--workers",
        "1",
        "--threads",
        "2",
        "--keep-alive",
        "60",
        "--log-level",
        "warning",
        "--no-control-socket",
    ]
    with (checkout.var_dir() / "log" / "web.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=checkout.BASE_DIR, stdout=log, stderr=log)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port: int) -> None:
    for _attempt in range(600):
        with contextlib.suppress(OSError):
            Visitor(port).get("/bare/")
            return
        time.sleep(0.1)
    raise RuntimeError("the web process does not answer")


def repeated(name: str, ask: Callable[[], Answer], expected: int = 200) -> Measured:
    measured = Measured(name)
    for _number in range(WARM_UP):
        ask()
    for _number in range(ROUNDS):
        measured.take(ask(), expected)
    return measured


def submitted(port: int) -> Measured:
    """Each post by another villager in another village, so that no limit is reached."""
    from regions.models import Region

    measured, visitor = Measured("submit (POST)"), Visitor(port)
    villages = Region.objects.villages().values_list("code", flat=True)[: WARM_UP + ROUNDS]
    for number, code in enumerate(villages):
        said = {
            "text": "桥头的路灯不亮了",
            "place": "桥头",
            "requester_name": "牛大有",
            "requester_phone": str(16_000_800_001 + number),
        }
        answer = visitor.send(f"/c/{code}/ask/", said)
        if number >= WARM_UP:
            measured.take(answer, 302)
    return measured


def measure(port: int) -> list[Measured]:
    from services.models import Ticket
    from services.numbers import code_for

    anybody = Visitor(port)
    bare = repeated("bare view", lambda: anybody.get("/bare/"))
    rows = [
        bare,
        repeated("village page", lambda: anybody.get(f"/c/{VILLAGE}/")),
        repeated("ask form", lambda: anybody.get(f"/c/{VILLAGE}/ask/")),
        submitted(port),
    ]
    ticket = Ticket.objects.filter(region__code=VILLAGE, confidential=False, status="in_progress")[
        0
    ]
    reader = Visitor(port)
    reader.send(
        "/t/", {"number": ticket.number, "code": code_for(ticket.number, ticket.generation)}
    )
    rows.append(repeated("tracking page", lambda: reader.get(f"/t/{ticket.number}/")))
    for username in ("cadre", "township", "liaison", "county"):
        staff = Visitor(port).log_in(username, PASSWORD)
        rows.append(repeated(f"work list, {username}", lambda staff=staff: staff.get("/desk/")))  # type: ignore[misc]
    county = Visitor(port).log_in("county", PASSWORD)
    rows.append(repeated("a matter", lambda: county.get(f"/desk/tickets/{ticket.number}/")))
    rows.append(repeated("search by number", lambda: county.get(f"/desk/?q={ticket.number}")))
    rows.append(repeated("search by phone's end", lambda: county.get("/desk/?q=0101")))
    rows.append(repeated("county view", lambda: county.get("/supervision/")))
    again = Visitor(port)
    rows.append(repeated("bare view again", lambda: again.get("/bare/")))
    return rows


def table(rows: list[Measured]) -> str:
    bare = min(rows[0].median, rows[-1].median)
    lines = [
        "| page | median ms | p95 ms | times bare | queries | kB |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.name} | {row.median:.1f} | {row.p95:.1f} | {row.median / bare:.1f} | {max(row.queries)} | {row.size / 1000:.1f} |"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> None:
    with filled_server():
        from services.models import Ticket

        with web() as port:
            rows = measure(port)
        print(f"{Ticket.objects.count()} matters, {ROUNDS} rounds")
        print(table(rows))


if __name__ == "__main__":
    main()
