"""Long work that runs in a worker: who does which kind, how far it has come, what it leaves behind.

An app registers its kinds in AppConfig.ready. The work is called outside any transaction and
opens its own, one for all or one per piece, so that a worker that dies leaves nothing half-done.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache

if TYPE_CHECKING:
    from notify.models import Job

SHOW_EVERY = 0.4  # seconds between two writes of the progress
PROGRESS_KEPT = 3600  # seconds


@dataclass(frozen=True)
class Outcome:
    """What a work answers: a sentence, where to go on, and the file it made in `folder()`."""

    text: str
    url: str = ""
    output_file: str = ""
    output_name: str = ""


@dataclass
class Progress:
    """How far a job has come, kept in the cache: a page may watch it while a transaction is open.

    Without a cache the bar stands still and the work goes on.
    """

    job: int
    total: int = 0
    done: int = 0
    _shown_at: float = field(default=0.0, repr=False)

    def of(self, total: int) -> None:
        self.total = total
        self._show()

    def step(self, count: int = 1) -> None:
        self.done += count
        if self.done >= self.total or time.monotonic() - self._shown_at >= SHOW_EVERY:
            self._show()

    def _show(self) -> None:
        self._shown_at = time.monotonic()
        cache.set(_key(self.job), (self.done, self.total), PROGRESS_KEPT)


Work = Callable[["Job", Progress, datetime], Outcome]
"""(job, progress, at) -> outcome; raises Refusal, or Faulty with one line per fault."""


class Faulty(Exception):
    """The file or the wishes have faults: every one is named, nothing was written."""

    def __init__(self, message: str, problems: list[str]) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems


_works: dict[str, Work] = {}
_guards: dict[str, Callable[[Job], bool]] = {}


def register(kind: str, work: Work, *, may_take: Callable[[Job], bool] | None = None) -> None:
    """`may_take`: whether the owner may still have the file, asked at every download."""
    _works[kind] = work
    if may_take is not None:
        _guards[kind] = may_take


def may_take(job: Job) -> bool:
    guard = _guards.get(job.kind)
    return guard is None or guard(job)


def work_for(kind: str) -> Work:
    return _works[kind]


def how_far(job: Job) -> tuple[int, int]:
    """(done, total) as last shown; total 0: not known yet."""
    if not job.is_unfinished:
        return job.done, job.total
    shown: tuple[int, int] | None = cache.get(_key(job.pk))
    return shown or (0, 0)


def folder() -> Path:
    """Private files of jobs, outside the web root."""
    place = Path(settings.VAR_DIR) / "jobs"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def new_file() -> Path:
    """A place for a file that nobody can guess; its name goes into the row."""
    return folder() / secrets.token_hex(16)


def _key(job: int) -> str:
    return f"job:{job}"
