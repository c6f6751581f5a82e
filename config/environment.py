"""Read settings from the environment and refuse bad ones by name, in words."""

import base64
import binascii
import ipaddress
import os
from importlib.util import find_spec
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class BadSetting(ImproperlyConfigured):
    """The portal does not start with this environment; the message names the variable."""


def refuse(name: str, why: str) -> BadSetting:
    return BadSetting(f"环境变量 {name} {why}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def required(name: str, hint: str) -> str:
    value = text(name)
    if not value:
        raise refuse(name, f"没有设置：{hint}")
    return value


def flag(name: str) -> bool:
    value = text(name, "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise refuse(name, f"只能是 1 或 0，现在是“{value}”")


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal():
        raise refuse(name, f"应当是一个整数，现在是“{value}”")
    return int(value)


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    value = text(name, default)
    if value not in choices:
        raise refuse(name, f"只能是 {'、'.join(choices)} 之一，现在是“{value}”")
    return value


def listed(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]


def strong(name: str) -> str:
    """A key nobody guesses: at least 50 characters, at least 10 different ones."""
    value = required(name, "应当是 50 个字符以上的随机串")
    if len(value) < 50 or len(set(value)) < 10:
        raise refuse(name, "太弱：应当是 50 个字符以上的随机串")
    if "insecure" in value.lower() or "change" in value.lower():
        raise refuse(name, "还是样例里的值，请换成随机串")
    return value


def field_keys(name: str) -> list[str]:
    """Keys for personal data at rest: the first writes, the others still read."""
    keys = listed(name)
    if not keys:
        raise refuse(name, "没有设置：应当是逗号分开的 32 字节密钥（urlsafe base64）")
    for key in keys:
        try:
            raw = base64.urlsafe_b64decode(key)
        except (binascii.Error, ValueError):
            raw = b""
        if len(raw) != 32 or len(set(raw)) < 8:
            raise refuse(name, "太弱或写错：每个密钥应当是 32 个随机字节的 urlsafe base64")
    return keys


def hosts(name: str, *, local: bool) -> list[str]:
    """In production every host is named; DEBUG pages are shown on this machine only."""
    names = listed(name)
    if not names and local:
        return [*sorted(LOOPBACK_HOSTS), ".localhost"]
    if not names:
        raise refuse(name, "没有设置：请写出门户的域名，多个用逗号分开")
    if "*" in names and not local:
        raise refuse(name, "不能是 *：请写出门户的域名")
    return [*names, "127.0.0.1"]  # the container's own health check


def networks(name: str) -> list[Network]:
    try:
        return [ipaddress.ip_network(part, strict=False) for part in listed(name)]
    except ValueError as error:
        raise refuse(name, f"应当是逗号分开的地址或网段：{error}") from error


def origins(name: str, default: str, *, local: bool) -> list[str]:
    """Where group robots may live: host names, reached by https. `http://` only where nobody lives yet."""
    found = []
    for part in text(name, default).split(","):
        origin = part.strip() if "://" in part else f"https://{part.strip()}"
        parts = urlsplit(origin)
        bare = parts.hostname and not parts.path and not parts.query and "@" not in origin
        if not bare or parts.scheme not in ({"https", "http"} if local else {"https"}):
            raise refuse(name, f"应当是逗号分开的域名（只走 https），看不懂“{part.strip()}”")
        found.append(f"{parts.scheme}://{parts.netloc.lower()}")
    return found


def address(name: str, default: str, *, local: bool) -> str:
    """A gateway's address: https, or plain http for a rehearsal on this machine."""
    value = text(name, default)
    parts = urlsplit(value)
    allowed = {"https", "http"} if local else {"https"}
    if parts.scheme not in allowed or not parts.hostname or parts.path.strip("/"):
        raise refuse(name, f"应当像 {default}，现在是“{value}”")
    return f"{parts.scheme}://{parts.netloc}"


def installed(name: str, module: str, requirements: str) -> None:
    """What a choice needs beside the portal itself."""
    if find_spec(module) is None:
        raise refuse(name, f"选了 {text(name)}，还要先装：pip install -r {requirements}")


def prefix(name: str) -> str:
    value = text(name).strip("/")
    return f"/{value}" if value else ""


def database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2:
        raise refuse("DATABASE_URL", "应当像 postgresql://用户:口令@主机:5432/库名")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"connect_timeout": 5, **options},
    }


def broker(url: str) -> str:
    """Celery's spelling of a Redis address; a socket is written differently there."""
    parts = urlsplit(url)
    if parts.scheme in {"redis", "rediss"}:
        return url
    if parts.scheme != "unix":
        raise refuse("REDIS_URL", "应当像 redis://主机:6379/0 或 unix:///路径?db=0")
    db = dict(parse_qsl(parts.query)).get("db", "0")
    return f"redis+socket://{parts.path}?virtual_host={db}"
