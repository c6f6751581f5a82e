"""Make the portal ready to serve: migrate, collect static files, fill an empty demonstration."""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command, get_commands

from config import collect
from config.environment import BadSetting

DEMONSTRATION_COUNTY = "410327"


def say(sentence: str) -> None:
    print(sentence, flush=True)


def collect_static() -> None:
    if settings.DEBUG or collect.is_current(Path(settings.STATIC_ROOT)):
        return
    say("正在收集并压缩静态文件……")
    collect.collect()


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
    except (BadSetting, CommandError) as error:
        sys.exit(str(error))
    if settings.DEMONSTRATION:
        print_log_ins()


if __name__ == "__main__":
    main()
