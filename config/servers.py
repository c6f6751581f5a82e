"""Private PostgreSQL and Valkey on Unix sockets, for a laptop, a demonstration and the tests.

With DATABASE_URL and REDIS_URL nothing here is started. Data stands in `var/`, or, for root
below a folder that the server user cannot enter, in /var/lib; sockets stand in a short folder
of their own because the path of a socket may have about 100 bytes only.
"""

import contextlib
import ctypes
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from config import binaries
from config.binaries import Postgres, ServerTrouble
from config.server_user import ServerUser

DATABASE = "portal"
OUTSIDE = Path("/var/lib/shouwen")
SOCKETS = "shouwen-sockets-"
LOG_LIMIT = 10_000_000
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    # the text of a failing statement can hold a person's words
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}
FORGETFUL = {
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "10min",
}


@dataclass(frozen=True)
class Servers:
    """Addresses of running private servers, and the folder their sockets stand in."""

    database_url: str
    redis_url: str
    sockets: Path
    processes: tuple[subprocess.Popen[bytes], ...]

    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}

    def dead(self) -> list[str]:
        names = ("PostgreSQL", "Valkey")
        running = zip(names, self.processes, strict=True)
        return [name for name, process in running if process.poll() is not None]


def die_with_parent(sign: signal.Signals) -> Callable[[], None]:
    """For preexec_fn: the kernel sends `sign` when the supervisor is gone, however it went."""
    libc = ctypes.CDLL(None)
    set_parent_death_signal = 1
    return lambda: libc.prctl(set_parent_death_signal, sign)


def writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise ServerTrouble(
            f"不能往文件夹 {folder} 里写（{error.strerror}）：请换一个 VAR_DIR，或者改它的权限。"
        ) from error


def home(var: Path, user: ServerUser) -> Path:
    """Where the server user keeps its data: in `var`, unless it cannot get there."""
    writable(var)
    if not user.dropped:
        return var
    mark = hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:10]
    outside = OUTSIDE / mark
    var.chmod(var.stat().st_mode | 0o001)
    if user.can_enter(var) and not outside.exists():
        return var
    writable(outside)
    (outside / "made-for").write_text(f"{var.resolve()}\n")
    return outside


def data_major(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text().split(".")[0])
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise ServerTrouble(f"数据文件夹 {data} 属于另一个用户，请用那个用户来启动。") from error


def open_log(log: Path) -> int:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".old.log"))
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()
    return lines[-1] if lines else "没有留下日志"


def wait_for(
    name: str, process: subprocess.Popen[bytes], log: Path, ready: Callable[[], bool]
) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if ready():
            return
        time.sleep(0.02)
    raise ServerTrouble(f"{name} 没有启动成功：{tail(log)}（日志：{log}）")


@contextlib.contextmanager
def program(
    command: list[str | Path], log: Path, user: ServerUser, stop: signal.Signals
) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a session of its own, so that Ctrl-C reaches it last, through us."""
    output = open_log(log)
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
            preexec_fn=die_with_parent(stop),
            **user.arguments(),
        )
    finally:
        os.close(output)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(stop)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def initialise(
    postgres: Postgres, data: Path, user: ServerUser, log: Path, *, durable: bool
) -> None:
    """Make an empty cluster beside `data` and move it there: never a half-made one."""
    if data_major(data) is not None:
        return
    fresh = data.with_name(f"{data.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    user.own(fresh)
    # pg_trgm drops every Chinese character under the locale C
    command: list[str | Path] = [
        postgres.bin / "initdb",
        "-D",
        fresh,
        "-U",
        DATABASE,
        "-A",
        "trust",
        "-E",
        "UTF8",
    ]
    command += ["--locale=C.UTF-8", "--no-instructions", *([] if durable else ["--no-sync"])]
    output = open_log(log)
    try:
        done = subprocess.run(
            command,
            check=False,
            stdout=output,
            stderr=output,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            **user.arguments(),
        )
    finally:
        os.close(output)
    if done.returncode:
        raise ServerTrouble(f"PostgreSQL 没有建成数据文件夹：{tail(log)}（日志：{log}）")
    try:
        fresh.rename(data)
    except OSError as error:
        raise ServerTrouble(f"文件夹 {data} 里有别的东西，不是 PostgreSQL 的数据。") from error


def connects(sockets: Path) -> bool:
    try:
        psycopg2.connect(host=str(sockets), user=DATABASE, dbname="postgres").close()
    except psycopg2.OperationalError:
        return False
    return True


def create_database(sockets: Path) -> None:
    connection = psycopg2.connect(host=str(sockets), user=DATABASE, dbname="postgres")
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def postgres_command(
    postgres: Postgres, data: Path, sockets: Path, *, durable: bool
) -> list[str | Path]:
    settings = SETTINGS if durable else {**SETTINGS, **FORGETFUL}
    command: list[str | Path] = [postgres.bin / "postgres", "-D", data, "-k", sockets]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return command


def valkey_command(valkey: Path, sockets: Path) -> list[str | Path]:
    command: list[str | Path] = [valkey, "--port", "0", "--unixsocket", sockets / "valkey.sock"]
    command += ["--unixsocketperm", "700", "--dir", sockets, "--save", "", "--appendonly", "no"]
    # evict cached values only, never what waits for a worker
    return [*command, "--maxmemory", "128mb", "--maxmemory-policy", "volatile-lru"]


@contextlib.contextmanager
def socket_folder(user: ServerUser) -> Iterator[Path]:
    short = "/tmp" if os.access("/tmp", os.W_OK) else None  # noqa: S108 - made with mkdtemp
    folder = Path(tempfile.mkdtemp(prefix=SOCKETS, dir=short))
    try:
        yield user.own(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(var: Path, *, durable: bool = True) -> Iterator[Servers]:
    """Start both servers, answer when they do, stop them at the end.

    `durable=False` is for tests: what a crash loses does not matter there.
    """
    user = ServerUser.current()
    folder = home(var, user)
    logs = writable(var / "log")
    copies = folder / "programs"
    data = folder / "postgres"
    try:
        postgres = binaries.find_postgres(copies, user, data_major(data))
    except ServerTrouble as trouble:
        raise ServerTrouble(f"{trouble}（数据文件夹：{data}）") from trouble
    valkey = binaries.find_valkey(copies, user)
    with contextlib.ExitStack() as stack:
        sockets = stack.enter_context(socket_folder(user))
        log = logs / "postgres.log"
        initialise(postgres, data, user, log, durable=durable)
        command = postgres_command(postgres, data, sockets, durable=durable)
        first = stack.enter_context(program(command, log, user, signal.SIGINT))
        log = logs / "valkey.log"
        command = valkey_command(valkey, sockets)
        second = stack.enter_context(program(command, log, user, signal.SIGTERM))
        wait_for("PostgreSQL", first, logs / "postgres.log", lambda: connects(sockets))
        wait_for("Valkey", second, log, (sockets / "valkey.sock").exists)
        create_database(sockets)
        yield Servers(
            f"postgresql://{DATABASE}@{quote(str(sockets), safe='')}/{DATABASE}",
            f"unix://{sockets / 'valkey.sock'}?db=0",
            sockets,
            (first, second),
        )
