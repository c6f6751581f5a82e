import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_the_last_line_says_how_many_browser_tests_were_left_out(ci: str, status: int) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "tests/browser/test_harness.py"]
    without_chromium = {**os.environ, "CHROMIUM": "/nowhere/chromium", "CI": ci}
    done = subprocess.run(
        command, cwd=ROOT, env=without_chromium, capture_output=True, text=True, check=False
    )
    assert done.returncode == status
    last = done.stdout.splitlines()[-1]
    assert last.startswith("没有跑的浏览器测试：3 个。原因：没有找到 Chromium")
