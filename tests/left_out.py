"""Early pytest plugin: without Chromium, the last line says how many browser tests were left out.

With CI=true that is a failure: there the browser has to be.
"""

import os

import pytest

_why: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and "browser" in report.keywords and isinstance(report.longrepr, tuple):
        _why.append(report.longrepr[2].removeprefix("Skipped: "))


def pytest_sessionfinish(session: pytest.Session) -> None:
    is_controller = not hasattr(session.config, "workerinput")
    if is_controller and _why and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if _why and not hasattr(config, "workerinput"):
        reasons = "；".join(dict.fromkeys(_why))
        print(f"没有跑的浏览器测试：{len(_why)} 个。原因：{reasons}", flush=True)  # noqa: T201
