"""Collect and compress static files. `python -m config.collect` does it while an image is built,
where there are neither keys nor servers yet."""

import hashlib
import os
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from config import keys


def fingerprint() -> str:
    """Changes when any static file or the address below which they stand does."""
    mark = hashlib.sha256(settings.STATIC_URL.encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            mark.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return mark.hexdigest()


def is_current(root: Path) -> bool:
    mark = root.with_name(f"{root.name}.fingerprint")
    return (
        (root / "staticfiles.json").exists() and mark.exists() and mark.read_text() == fingerprint()
    )


def collect() -> None:
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    root.with_name(f"{root.name}.fingerprint").write_text(fingerprint())


def main() -> None:
    for name, value in keys.fresh().items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEMONSTRATION", "1")
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@none/none")
    os.environ.setdefault("REDIS_URL", "redis://none/0")
    django.setup()
    collect()


if __name__ == "__main__":
    main()
