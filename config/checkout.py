"""What a command in a checkout needs before Django starts: keys, and servers that run.

`make run` writes what it started into `var/run/servers.json`. A command finds it there and
uses the same servers and the same clock; without it, it starts servers for its own duration,
and waits at the end until no other command is using them.
"""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from config import keys, servers
from config.binaries import ServerTrouble

BASE_DIR = Path(__file__).resolve().parent.parent
SHARED = ("DATABASE_URL", "REDIS_URL", "DEMONSTRATION", "CLOCK", "CLOCK_STARTED_AT")


def var_dir() -> Path:
    return Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").absolute()


def has_servers(environment: Mapping[str, str]) -> bool:
    return bool(environment.get("DATABASE_URL") and environment.get("REDIS_URL"))


def notice(var: Path) -> Path:
    return var / "run" / "servers.json"


def sweep_up(var: Path) -> None:
    """What a killed process could not remove: its notice and its folder of sockets."""
    try:
        sockets = Path(json.loads(notice(var).read_text())["sockets"])
    except (OSError, ValueError, KeyError):
        return
    if sockets.name.startswith(servers.SOCKETS):
        shutil.rmtree(sockets, ignore_errors=True)
    notice(var).unlink()


def found(var: Path) -> dict[str, str] | None:
    """The environment of the servers that run on this folder now, if any do."""
    try:
        told = json.loads(notice(var).read_text())
        sockets, environment = told["sockets"], told["environment"]
    except (OSError, ValueError, KeyError):
        return None
    return environment if not sockets or servers.connects(Path(sockets)) else None


@contextlib.contextmanager
def announced(var: Path, sockets: Path | None) -> Iterator[None]:
    """Tell other commands what runs, as long as it does."""
    shared = {name: os.environ[name] for name in SHARED if os.environ.get(name)}
    told = {"pid": os.getpid(), "sockets": str(sockets or ""), "environment": shared}
    file = notice(var)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps(told, indent=2))
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


@contextlib.contextmanager
def lock(var: Path, name: str, kind: int) -> Iterator[None]:
    (var / "run").mkdir(parents=True, exist_ok=True)
    with (var / "run" / name).open("w") as file:
        fcntl.flock(file, kind)
        yield


def start(var: Path, stack: contextlib.ExitStack) -> servers.Servers:
    """Start servers on this folder and tell others; they end with `stack`."""
    sweep_up(var)
    private = stack.enter_context(servers.running(var))
    os.environ.update(private.environment())
    stack.enter_context(announced(var, private.sockets))
    return private


def start_alone(var: Path, stack: contextlib.ExitStack) -> servers.Servers:
    """For `make run`, which shares its servers but never leans on those of a command."""
    with lock(var, "start.lock", fcntl.LOCK_EX):
        if found(var) is not None:
            raise ServerTrouble(
                f"{var} 已经在用：另一个 make run 或 manage.py 正在运行，请先停掉它。"
            )
        return start(var, stack)


@contextlib.contextmanager
def joined(var: Path) -> Iterator[None]:
    """The servers that run, or new ones that stop when the last command has done with them."""
    with contextlib.ExitStack() as stack:
        with lock(var, "start.lock", fcntl.LOCK_EX):
            environment = found(var)
            if environment is None:
                start(var, stack)
                stack.callback(wait_for_others, var)
            else:
                os.environ.update(environment)
            stack.enter_context(lock(var, "use.lock", fcntl.LOCK_SH))
        yield


def wait_for_others(var: Path) -> None:
    """First nobody new finds the servers, then those who did have to finish."""
    notice(var).unlink(missing_ok=True)
    with lock(var, "use.lock", fcntl.LOCK_EX):
        pass


@contextlib.contextmanager
def ready() -> Iterator[None]:
    """Set the environment for one command in this checkout."""
    if has_servers(os.environ):
        adopt_demonstration()
        yield
        return
    var = servers.writable(var_dir())
    os.environ.setdefault("DEMONSTRATION", "1")
    with_keys(var)
    with joined(var):
        yield


def with_keys(var: Path) -> None:
    for name, value in keys.kept(var / "keys").items():
        os.environ.setdefault(name, value)


def adopt_demonstration() -> None:
    """On the servers of a running demonstration a command is part of that demonstration."""
    var = var_dir()
    told = found(var) or {}
    if told.get("DATABASE_URL") == os.environ["DATABASE_URL"] and told.get("DEMONSTRATION"):
        for name, value in told.items():
            os.environ.setdefault(name, value)
        with_keys(var)
