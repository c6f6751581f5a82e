"""Files and functions stay small enough to be read; past a stop the file gives its reason."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 500
LONGEST_FUNCTION = 60
LONGEST_VIEW = 40
LONGEST_TEMPLATE = 250


def files(pattern: str) -> list[Path]:
    """What is or is about to be committed, migrations left out: they are not read again."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = [ROOT / name for name in names.splitlines() if "/migrations/" not in name]
    return [path for path in paths if path.exists()]


def is_view(path: Path) -> bool:
    return path.name == "views.py" or path.parent.name == "views"


def too_long_functions(path: Path) -> list[str]:
    stop = LONGEST_VIEW if is_view(path) else LONGEST_FUNCTION
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    return [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {length} lines"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, functions)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > stop
    ]


@pytest.mark.parametrize(
    ("pattern", "stop"), [("*.py", LONGEST_FILE), ("templates/*.html", LONGEST_TEMPLATE)]
)
def test_no_file_is_too_long(pattern: str, stop: int) -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in files(pattern)}
    assert {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > stop} == {}


def test_no_function_is_too_long() -> None:
    assert [row for path in files("*.py") for row in too_long_functions(path)] == []
