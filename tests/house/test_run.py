"""`make run` with real processes. DEBUG stands in for the demonstration, which takes a minute."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import keys

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(var: Path, port: int, **environment: str) -> subprocess.Popen[str]:
    inherited = {"PATH": os.environ["PATH"], **keys.fresh(), "DEBUG": "1", "DEMONSTRATION": "0"}
    return subprocess.Popen(
        [sys.executable, "-m", "config.run"],
        cwd=ROOT,
        env={**inherited, "VAR_DIR": str(var), "PORT": str(port), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_until_open(run: subprocess.Popen[str]) -> None:
    assert run.stdout is not None
    heard = []
    for line in run.stdout:
        heard.append(line)
        if line.startswith("首问已启动"):
            return
    raise AssertionError("".join(heard))


def family(var: Path) -> dict[int, str]:
    """Every process that was started for this folder, by what it runs."""
    mark = f"VAR_DIR={var}".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
            if mark in (folder / "environ").read_bytes() or bytes(var) in command:
                found[int(folder.name)] = command.decode(errors="replace")
        except OSError:
            continue
    return {pid: command for pid, command in found.items() if command}


def wait_for_end(var: Path) -> dict[int, str]:
    deadline = time.monotonic() + 20
    while family(var) and time.monotonic() < deadline:
        time.sleep(0.2)
    return family(var)


@pytest.fixture
def var(open_folder: Path) -> Iterator[Path]:
    yield open_folder / "var"
    for pid in family(open_folder / "var"):
        os.kill(pid, signal.SIGKILL)


def test_run_starts_serves_shares_its_servers_and_leaves_nothing_behind(var: Path) -> None:
    port = free_port()
    run = start(var, port)
    wait_until_open(run)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        assert json.load(answer)["status"] == "ok"

    told = json.loads((var / "run" / "servers.json").read_text())
    assert told["environment"]["DATABASE_URL"].startswith("postgresql://portal@")

    same_port = start(var, port)
    assert f"端口 {port} 已被别的程序占用" in same_port.communicate()[0]
    assert same_port.returncode == 1
    same_folder = start(var, free_port())
    assert "已经在用" in same_folder.communicate()[0]
    assert same_folder.returncode == 1

    run.send_signal(signal.SIGINT)
    assert "已停止，数据都在" in run.communicate()[0]
    assert run.returncode == 0
    assert wait_for_end(var) == {}
    assert not Path(told["sockets"]).exists()
    assert not (var / "run" / "servers.json").exists()


def test_the_dead_are_started_again_and_all_go_with_their_supervisor(var: Path) -> None:
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}
    run = start(var, free_port(), **given)
    wait_until_open(run)
    assert not [command for command in family(var).values() if "postgres -D" in command]

    beat = next(pid for pid, command in family(var).items() if " beat " in command)
    os.kill(beat, signal.SIGKILL)
    assert run.stdout is not None
    assert run.stdout.readline() == "beat 退出了（-9），正在重新启动。\n"

    run.kill()
    run.communicate()
    assert wait_for_end(var) == {}
