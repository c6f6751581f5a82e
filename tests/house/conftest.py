import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory(prefix="shouwen-test-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder
