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
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from bench.visitor import Answer, Visitor
from config import checkout, servers

TICKETS = int(os.environ.get("BENCH_TICKETS", "100000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "40"))
WARM_UP = 5
SEARCHES = 50
# Two characters each, in 0.001 to 12 of a hundred matters.
WORDS = [
    "路灯",
    "医保",
    "养老",
    "水管",
    "坏了",
    "咋办",
    "小学",
    "桥头",
    "药吃",
    "老槐",
    "残疾",
    "低保",
    "冰雹",
    "猪场",
    "停水",
    "证明",
    "法院",
    "石桌",
    "周铁",
    "缴费",
    "电线",
    "宅基",
]
DAYS_FOR = 36 / 10_000  # the arrival rate of a county: 10,000 in 36 days
VILLAGE = "410327102200"
PASSWORD = "shouwen-demo"  # noqa: S105 - printed by make run, everybody is invented


@dataclass
class Measured:
    name: str
    seconds: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    size: int = 0

    def take(self, answer: Answer, expected: int) -> None:
        if answer.status != expected:
            raise RuntimeError(f"{self.name}: {answer.status} instead of {expected}")
        self.seconds.append(answer.seconds)
        self.queries.append(answer.queries)
        self.work.append(answer.work)
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


class Round:
    """Pages asked for again and again, each time with the bare view beside it: both meet the same machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.bare = Measured("bare view")
        self.rows = [self.bare]

    def ask_bare(self) -> None:
        self.bare.take(self.plain.get("/bare/"), 200)

    def page(self, name: str, visitor: Visitor, path: str) -> None:
        self.plain = Visitor(self.port)
        measured = Measured(name)
        for _number in range(WARM_UP):
            visitor.get(path)
        for _number in range(ROUNDS):
            self.ask_bare()
            measured.take(visitor.get(path), 200)
        self.rows.append(measured)

    def search(self, username: str) -> None:
        """Each time another word, from the rarest to the most common; 50 a person are 200 over the four."""
        self.plain, visitor = Visitor(self.port), Visitor(self.port).log_in(username, PASSWORD)
        measured = Measured(f"search by words, {username}")
        for word in WORDS[:WARM_UP]:
            visitor.get(f"/desk/?{urlencode({'q': word})}")
        for number in range(SEARCHES):
            self.ask_bare()
            query = urlencode({"q": WORDS[number % len(WORDS)]})
            measured.take(visitor.get(f"/desk/?{query}"), 200)
        self.rows.append(measured)

    def submit(self) -> None:
        """Each post by another villager in another village, so that no limit is reached."""
        from regions.models import Region

        self.plain, visitor = Visitor(self.port), Visitor(self.port)
        measured = Measured("submit (POST)")
        villages = Region.objects.villages().values_list("code", flat=True)[: WARM_UP + ROUNDS]
        for number, code in enumerate(villages):
            said = {
                "text": "桥头的路灯不亮了",
                "place": "桥头",
                "requester_name": "牛大有",
                "requester_phone": str(16_000_800_001 + number),
            }
            self.ask_bare()
            answer = visitor.send(f"/c/{code}/ask/", said)
            if number >= WARM_UP:
                measured.take(answer, 302)
        self.rows.append(measured)


def measure(port: int) -> list[Measured]:
    from services.models import Ticket
    from services.numbers import code_for

    round_ = Round(port)
    round_.page("village page", Visitor(port), f"/c/{VILLAGE}/")
    round_.page("ask form", Visitor(port), f"/c/{VILLAGE}/ask/")
    round_.submit()
    ticket = Ticket.objects.filter(region__code=VILLAGE, confidential=False, status="in_progress")[
        0
    ]
    reader = Visitor(port)
    reader.send(
        "/t/", {"number": ticket.number, "code": code_for(ticket.number, ticket.generation)}
    )
    round_.page("tracking page", reader, f"/t/{ticket.number}/")
    for username in ("cadre", "township", "liaison", "county"):
        round_.page(f"work list, {username}", Visitor(port).log_in(username, PASSWORD), "/desk/")
    county = Visitor(port).log_in("county", PASSWORD)
    round_.page("a matter", county, f"/desk/tickets/{ticket.number}/")
    round_.page("search by number", county, f"/desk/?q={ticket.number}")
    round_.page("search by phone's end", county, "/desk/?q=0101")
    for username in ("cadre", "township", "county", "liaison"):
        round_.search(username)
    round_.page("all matters, county", county, "/desk/list/")
    round_.page("county view", county, "/supervision/")
    return round_.rows


def table(rows: list[Measured]) -> str:
    bare = rows[0].median
    lines = [
        "| page | median ms | p95 ms | times bare | work ms | queries | kB |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.name} | {row.median:.1f} | {row.p95:.1f} | {row.median / bare:.1f} | {1000 * median(row.work):.1f} | {max(row.queries)} | {row.size / 1000:.1f} |"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> None:
    with filled_server():
        from services.models import Ticket

        with web() as port:
            rows = measure(port)
        print(
            f"{Ticket.objects.count()} matters, {ROUNDS} rounds, load of the machine {os.getloadavg()[0]:.1f}"
        )
        print(table(rows))


if __name__ == "__main__":
    main()
