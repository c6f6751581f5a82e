"""Break things while matters are in flight, then prove that nothing was lost, doubled or sent twice.

FAULTS_TICKETS says how many (2,000), FAULTS_MINUTES when to give up (40); FAULTS_SHORT=1 breaks
each thing once and leaves out the backup and its restore. Everything stands in a folder of its own and on loopback.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from operator import itemgetter
from pathlib import Path

from config import checkout, clock, servers
from faults.asking import Crowd
from faults.house import House

TICKETS = int(os.environ.get("FAULTS_TICKETS", "2000"))
MINUTES = int(os.environ.get("FAULTS_MINUTES", "40"))
SHORT = os.environ.get("FAULTS_SHORT") == "1"
LATER = timedelta(minutes=40)  # every rung of an urgent matter is due by then
ROUNDS = 10

Blow = tuple[float, Callable[[], object]]


def say(sentence: str) -> None:
    print(sentence, flush=True)


def manage(*arguments: str, **environment: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=checkout.BASE_DIR,
        env={**os.environ, **environment},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def prepare(var: Path, stack: contextlib.ExitStack) -> tuple[House, str]:
    """The house with an empty portal and its small county, and the token of somebody who records."""
    checkout.with_keys(servers.writable(var))
    os.environ |= {
        "VAR_DIR": str(var),
        "DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "faults.settings",
        "SMS_BACKEND": "file",
        "SMS_DAILY_LIMIT_PER_PERSON": "1000000",
    }
    house = House(var, stack)
    os.environ |= {"DATABASE_URL": house.database_url, "REDIS_URL": house.redis_url}
    import django

    django.setup()
    manage("migrate", "--verbosity", "0")
    from faults import county

    return house, county.fill()


def crash_database(house: House) -> None:
    """Our own connection is torn like everybody's."""
    from django.db import connections

    house.crash_database()
    connections.close_all()


# --- first: matters come in while everything breaks


def ask_under_fire(house: House, crowd: Crowd, backup: Path) -> None:
    """The breakages come at shares of what was sent, so that the short form has them all too."""
    blows: list[Blow] = [
        (0.15, house.kill_web_process),
        (0.50, house.empty_broker),
        (0.60, lambda: crash_database(house)),
    ]
    if not SHORT:
        blows += [
            (0.30, house.kill_worker),
            (0.40, lambda: manage("backup", str(backup))),
            (0.75, house.kill_web_process),
            (0.80, house.kill_worker),
        ]
    blows.sort(key=itemgetter(0))
    asking = threading.Thread(target=crowd.ask_all)
    asking.start()
    while asking.is_alive():
        while blows and crowd.sent >= blows[0][0] * len(crowd.requests):
            blows.pop(0)[1]()
        house.revive()
        asking.join(0.05)
    for _share, blow in blows:
        blow()


def ask_again(crowd: Crowd) -> int:
    """Resend what was not answered until everything is; answers how many had to be."""
    resent = 0
    for _round in range(ROUNDS):
        left = crowd.ask_again()
        resent += left
        if not left:
            return resent
    raise RuntimeError("the portal does not take everything in")


# --- then: their rungs fall due while everything breaks


def climb_under_fire(house: House) -> None:
    """The worker is killed in the middle of its sweep, the broker emptied, the database restarted."""
    from notify.models import Alert, AlertState

    rungs = Alert.objects.filter(topic="urgent")
    total = rungs.count()
    blows: list[Blow] = [(0.2, house.kill_worker)]
    if not SHORT:
        blows += [
            (0.4, house.empty_broker),
            (0.5, lambda: crash_database(house)),
            (0.7, house.kill_worker),
        ]
    settled = 0
    while settled < total:
        time.sleep(0.1)
        house.revive()
        settled = rungs.exclude(state=AlertState.PLANNED).count()
        while blows and settled >= blows[0][0] * total:
            blows.pop(0)[1]()
    for _share, blow in blows:
        blow()


def wait_for_the_outbox() -> None:
    from notify.models import Message, MessageState

    open_ = Message.objects.filter(state__in=[MessageState.WAITING, MessageState.SENDING])
    while open_.exclude(next_try_at=None, state=MessageState.WAITING).exists():
        time.sleep(0.5)


def last_sweep() -> None:
    """Once more by hand, later than any second try: nothing may be left over."""
    from notify.actions import sweep

    sweep(at=clock.system_now() + LATER + timedelta(minutes=30))


# --- last: what is true


def restore(backup: Path, house: House) -> None:
    """Into an empty server of its own, with the same keys: it fills, and its books are clean."""
    var = house.var / "restored"
    with servers.running(var) as other:
        environment = {**other.environment(), "VAR_DIR": str(var)}
        manage("restore", str(backup), **environment)
        manage("verify_ledger", **environment)
        manage("recount", "--check", **environment)


def proofs(house: House, crowd: Crowd) -> list[tuple[str, Iterable[str]]]:
    from faults import proof

    return [
        ("every request is one ticket", proof.asked_and_kept(crowd.requests)),
        ("one message a rung and person", proof.one_message_a_rung(crowd.requests)),
        ("at most once to the gateway", proof.handed_over_once(house.var)),
        ("nothing is left over", proof.nothing_left_over()),
        ("the ledger is whole", proof.books_are_clean()),
        ("the figures are right", proof.figures_are_right()),
    ]


def report(house: House, crowd: Crowd, resent: int, began: float) -> bool:
    from notify.models import Message, MessageState
    from services.models import Ticket

    lost = sum(bool(asked.failures) for asked in crowd.requests)
    unknown = Message.objects.filter(state=MessageState.UNKNOWN).count()
    say(f"{Ticket.objects.count()} matters, {lost} requests without an answer, {resent} resent")
    say(f"{Message.objects.count()} messages, {unknown} listed as unknown")
    whole = True
    for name, wrong in proofs(house, crowd):
        found = list(wrong)
        whole = whole and not found
        say(f"  {'ok' if not found else 'WRONG'}  {name}")
        for sentence in found[:5]:
            say(f"         {sentence}")
    say(f"{time.monotonic() - began:.0f} seconds, load of the machine {os.getloadavg()[0]:.1f}")
    return whole


def give_up(*_signal: object) -> None:
    raise TimeoutError(f"not done after {MINUTES} minutes")


def main() -> None:
    began = time.monotonic()
    signal.signal(signal.SIGALRM, give_up)
    signal.signal(signal.SIGTERM, give_up)
    signal.alarm(60 * MINUTES)
    var = Path(tempfile.mkdtemp(prefix="shouwen-faults-", dir="/tmp"))
    var.chmod(0o711)
    backup = var / "backup"
    try:
        with contextlib.ExitStack() as stack:
            house, token = prepare(var / "var", stack)
            crowd = Crowd(TICKETS, house.port, token)
            with house.portal():
                ask_under_fire(house, crowd, backup)
                resent = ask_again(crowd)
            now = clock.system_now()
            os.environ |= {
                "CLOCK": (now + LATER).isoformat(),
                "CLOCK_STARTED_AT": now.isoformat(),
            }
            with house.portal():
                climb_under_fire(house)
                wait_for_the_outbox()
            last_sweep()
            whole = report(house, crowd, resent, began)
            if not SHORT:
                restore(backup, house)
                say("  ok  the backup taken meanwhile fills an empty server, its books are clean")
        sys.exit(0 if whole else 1)
    finally:
        shutil.rmtree(var, ignore_errors=True)


if __name__ == "__main__":
    main()
