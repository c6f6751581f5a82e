"""Make the portal ready to serve: migrate, collect static files, fill an empty demonstration."""

import hashlib
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, get_commands

DEMONSTRATION_COUNTY = "410327"


def say(sentence: str) -> None:
    print(sentence, flush=True)


def static_fingerprint() -> str:
    """Changes when any static file or the address below which they stand does."""
    mark = hashlib.sha256(settings.STATIC_URL.encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            mark.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return mark.hexdigest()


def collect_static() -> None:
    root = Path(settings.STATIC_ROOT)
    mark = root.with_name(f"{root.name}.fingerprint")
    fingerprint = static_fingerprint()
    manifest = root / "staticfiles.json"
    if manifest.exists() and mark.exists() and mark.read_text() == fingerprint:
        return
    say("正在收集并压缩静态文件……")
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(fingerprint)


def fill_demonstration() -> None:
    """An empty database of a demonstration gets the demonstration county."""
    if not settings.DEMONSTRATION or "demo" not in get_commands():
        return
    if get_user_model().objects.exists():
        return
    say("正在装入演示县……")
    call_command("demo", county=DEMONSTRATION_COUNTY, verbosity=0)


def print_log_ins() -> None:
    if not find_spec("portal.demonstration"):
        return
    say("演示账号（密码都是 shouwen-demo）：")
    for username, who in import_module("portal.demonstration").log_ins():
        say(f"  {username:<14}{who}")


def main() -> None:
    try:
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        collect_static()
        fill_demonstration()
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(str(error))
    if settings.DEMONSTRATION:
        print_log_ins()


if __name__ == "__main__":
    main()
