"""Servers that can be torn down one by one, and web, worker and beat as `make run` starts them."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import redis

from config import binaries, run, servers
from config.binaries import ServerTrouble
from config.server_user import ServerUser


class House:
    """Everything is started from the main thread: a child dies with the thread that started it."""

    def __init__(self, var: Path, stack: contextlib.ExitStack) -> None:
        self.var, self.stack = var, stack
        self.logs = servers.writable(var / "log")
        servers.writable(var / "run")  # beat's own notes
        self.user = ServerUser.current()
        home = servers.home(var, self.user)
        self.data = home / "postgres"
        self.programs = binaries.find_postgres(
            home / "programs", self.user, servers.data_major(self.data)
        )
        self.sockets = stack.enter_context(servers.socket_folder(self.user))
        servers.initialise(
            self.programs, self.data, self.user, self.logs / "postgres.log", durable=True
        )
        self.postgres = self.start_database()
        servers.create_database(self.sockets)
        self.start_broker(binaries.find_valkey(home / "programs", self.user))
        with socket.socket() as probe:
            probe.bind((run.HOST, 0))
            self.port: int = probe.getsockname()[1]
        self.children: dict[str, run.Child] = {}

    @property
    def database_url(self) -> str:
        return f"postgresql://{servers.DATABASE}@{quote(str(self.sockets), safe='')}/{servers.DATABASE}"

    @property
    def redis_url(self) -> str:
        return f"unix://{self.sockets / 'valkey.sock'}?db=0"

    # --- servers

    def start_database(self) -> subprocess.Popen[bytes]:
        """Also after a crash: until the old memory is free it refuses, so try again."""
        command = servers.postgres_command(self.programs, self.data, self.sockets, durable=True)
        log = self.logs / "postgres.log"
        for _attempt in range(20):
            process = self.stack.enter_context(
                servers.program(command, log, self.user, signal.SIGINT)
            )
            with contextlib.suppress(ServerTrouble):
                servers.wait_for("PostgreSQL", process, log, lambda: servers.connects(self.sockets))
                return process
            time.sleep(0.5)
        raise ServerTrouble(servers.tail(log))

    def start_broker(self, valkey: Path) -> None:
        log = self.logs / "valkey.log"
        process = self.stack.enter_context(
            servers.program(
                servers.valkey_command(valkey, self.sockets), log, self.user, signal.SIGTERM
            )
        )
        servers.wait_for("Valkey", process, log, (self.sockets / "valkey.sock").exists)

    def crash_database(self) -> None:
        """No checkpoint, no farewell: everybody's connection is torn, the log is read again at the start."""
        self.postgres.send_signal(signal.SIGQUIT)
        self.postgres.wait(60)
        self.postgres = self.start_database()

    def empty_broker(self) -> None:
        redis.Redis.from_url(self.redis_url).flushall()

    # --- the portal's processes

    @contextlib.contextmanager
    def portal(self) -> Iterator[None]:
        try:
            for name, command in run.commands(self.port, self.var).items():
                self.children[name] = run.Child(name, command, self.logs / f"{name}.log")
                if name == "web":
                    run.wait_until_open(self.children[name], self.port)
            yield
        finally:
            run.stop(list(self.children.values()))

    def revive(self) -> None:
        for child in self.children.values():
            child.revive()

    def kill_worker(self) -> None:
        """The worker and its hands at once."""
        os.killpg(self.children["worker"].process.pid, signal.SIGKILL)
        self.children["worker"].process.wait()
        self.children["worker"].deaths.clear()  # ours, not its own
        self.revive()

    def kill_web_process(self) -> None:
        """One of those that answer; the master starts another."""
        hands = children_of(self.children["web"].process.pid)
        if hands:
            os.kill(hands[0], signal.SIGKILL)


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in listed.read_text().split()] if listed.exists() else []
