"""The short form of `make faults`: real servers, each thing broken once, everything proven."""

import os
import subprocess
import sys

import pytest

from config.checkout import BASE_DIR

# the tests' own servers and keys must not be found by it
OURS = ("DATABASE_URL", "REDIS_URL", "VAR_DIR", "DJANGO_SETTINGS_MODULE", "CLOCK")


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_when_everything_breaks_once():
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    done = subprocess.run(
        [sys.executable, "-m", "faults.run"],
        cwd=BASE_DIR,
        env=environment | {"FAULTS_SHORT": "1", "FAULTS_TICKETS": "60", "FAULTS_MINUTES": "9"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("  ok  ") == 6
