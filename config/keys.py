"""Keys of a demonstration: made once, kept in `var/keys`, readable by their owner only."""

import base64
import os
import secrets
from pathlib import Path


def fresh() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "LEDGER_KEY": secrets.token_urlsafe(50),
        "FIELD_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }


def kept(folder: Path) -> dict[str, str]:
    """The keys in this folder; those that are missing are made first."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {name: keep(folder / name.lower(), value) for name, value in fresh().items()}


def keep(file: Path, value: str) -> str:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as output:
        output.write(f"{value}\n")
    return value
