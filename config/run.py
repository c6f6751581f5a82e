"""`make run`: servers, migrations, demonstration, web, worker and beat until Ctrl-C."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

from config import checkout, clock, environment, servers
from config.binaries import ServerTrouble

HOST = "127.0.0.1"
# a process that dies more often than this in a minute does not come up by trying again
RESTARTS_A_MINUTE = 5


def say(sentence: str) -> None:
    print(sentence, flush=True)


def commands(port: int, var: Path) -> dict[str, list[str]]:
    web = ["gunicorn", "config.wsgi:application", "--bind", f"{HOST}:{port}"]
    web += ["--workers", "2", "--threads", "4", "--preload", "--graceful-timeout", "10"]
    web += ["--no-control-socket", "--log-level", "warning"]
    celery = ["celery", "--app", "config", "--quiet"]
    return {
        "web": web,
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"],
        "beat": [*celery, "beat", "--schedule", str(var / "run" / "beat"), "--pidfile", ""],
    }


def free_port() -> int:
    told = os.environ.get("PORT") or "8000"
    if not told.isdecimal() or not 0 < int(told) < 65536:
        raise ServerTrouble(f"环境变量 PORT 应当是 1 到 65535 的整数，现在是“{told}”。")
    port = int(told)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise ServerTrouble(
                f"没有权限使用端口 {port}，请换一个，例如 PORT=8000 make run。"
            ) from error
        except OSError as error:
            raise ServerTrouble(
                f"端口 {port} 已被别的程序占用：请先停掉它，或者换一个端口，例如 PORT={port + 1} make run。"
            ) from error
    return port


class Child:
    """One of web, worker, beat: logs to a file of its own, is started again when it dies."""

    def __init__(self, name: str, command: list[str], log: Path) -> None:
        self.name = name
        self.command = [sys.executable, "-m", *command]
        self.log = log
        self.deaths: list[float] = []
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        output = servers.open_log(self.log)
        try:
            # a session of its own: Ctrl-C reaches it through us, in the right order
            return subprocess.Popen(
                self.command,
                cwd=checkout.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=servers.die_with_parent(signal.SIGTERM),
            )
        finally:
            os.close(output)

    def revive(self) -> None:
        """Start it again when it has died, unless it does nothing but die."""
        if self.process.poll() is None:
            return
        at = time.monotonic()
        self.deaths = [death for death in self.deaths if at - death < 60] + [at]
        if len(self.deaths) > RESTARTS_A_MINUTE:
            raise ServerTrouble(
                f"{self.name} 一再退出：{servers.tail(self.log)}（日志：{self.log}）"
            )
        say(f"{self.name} 退出了（{self.process.returncode}），正在重新启动。")
        time.sleep(1)
        self.process = self.start()

    def ask_to_stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()

    def wait(self) -> None:
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextlib.contextmanager
def servers_or_given(var: Path) -> Iterator[servers.Servers | None]:
    """The private servers, or None where DATABASE_URL and REDIS_URL name others."""
    if checkout.has_servers(os.environ):
        with checkout.announced(var, None):
            yield None
        return
    with contextlib.ExitStack() as stack:
        yield checkout.start_alone(var, stack)


def prepare() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "config.prepare"],
        cwd=checkout.BASE_DIR,
        preexec_fn=servers.die_with_parent(signal.SIGTERM),
    )
    try:
        if process.wait():
            raise ServerTrouble("准备工作没有完成，门户没有启动。")
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def wait_until_open(web: Child, port: int) -> None:
    deadline = time.monotonic() + 120
    while not answers(port):
        if web.process.poll() is not None or time.monotonic() > deadline:
            raise ServerTrouble(f"网站没有启动成功：{servers.tail(web.log)}（日志：{web.log}）")
        time.sleep(0.1)


def stop(children: list[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait()


def watch(children: list[Child], private: servers.Servers | None, logs: Path) -> NoReturn:
    while True:
        time.sleep(0.5)
        for child in children:
            child.revive()
        if private and (dead := private.dead()):
            raise ServerTrouble(f"{'、'.join(dead)} 意外停止，请看 {logs}，然后重新运行 make run。")


def serve(port: int, var: Path, private: servers.Servers | None) -> None:
    logs = var / "log"
    children: list[Child] = []
    try:
        for name, command in commands(port, var).items():
            children.append(Child(name, command, logs / f"{name}.log"))
            if name == "web":  # the others start beside an open door, not in its way
                wait_until_open(children[0], port)
        address = f"http://{HOST}:{port}{environment.prefix('SITE_PREFIX')}/"
        say(f"首问已启动：{address}  按 Ctrl-C 停止。")
        watch(children, private, logs)
    finally:
        stop(children)


def stop_once(number: int, frame: FrameType | None) -> None:
    """The first signal unwinds everything; the next ones must not disturb that."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    raise KeyboardInterrupt


def run() -> None:
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, stop_once)
    port = free_port()
    var = servers.writable(checkout.var_dir())
    servers.writable(var / "log")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEMONSTRATION", "1")
    os.environ["VAR_DIR"] = str(var)
    if os.environ.get("CLOCK"):
        os.environ["CLOCK_STARTED_AT"] = clock.system_now().isoformat()
    if environment.flag("DEMONSTRATION"):
        checkout.with_keys(var)
    with servers_or_given(var) as private:
        prepare()
        serve(port, var, private)


def main() -> None:
    try:
        run()
    except KeyboardInterrupt:
        say("\n已停止，数据都在。")
    except (ServerTrouble, environment.BadSetting) as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main()
