#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

from config import checkout
from config.binaries import ServerTrouble
from config.environment import BadSetting


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        with checkout.ready():
            execute_from_command_line(sys.argv)
    except (ServerTrouble, BadSetting) as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main()
