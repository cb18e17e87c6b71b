"""How far a long job has come, in a small file beside the database: the job's own transaction keeps its row shut."""

import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

STALE_SECONDS = 20.0
EVERY_SECONDS = 0.5


@dataclass(frozen=True)
class Progress:
    """phase: reading, columns, values, …; done of total lines (None: not known); rate: lines a second in this phase."""

    phase: str
    done: int
    total: int | None
    rate: float | None

    @property
    def seconds_left(self) -> float | None:
        """Time the phase still needs at this rate."""
        if self.total is None or not self.rate:
            return None
        return max(0.0, (self.total - self.done) / self.rate)


class ProgressFile:
    """Written by the job that runs; `report` may be called as often as one likes."""

    def __init__(self, name: str) -> None:
        self.path = progress_path(name)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._phase = ""
        self._phase_began = self._written = 0.0

    def report(self, phase: str, done: int, total: int | None) -> None:
        """Note the state of the work; reaches the disk at most twice a second, and at every change of phase."""
        now = time.monotonic()
        if phase != self._phase:
            self._phase, self._phase_began = phase, now
        elif now - self._written < EVERY_SECONDS:
            return
        self._written = now
        spent = now - self._phase_began
        rate = done / spent if spent > 1 and done else None
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(Progress(phase, done, total, rate))))
        os.replace(fresh, self.path)

    def beat(self) -> None:
        """Say that the job lives, without new figures."""
        self.path.touch()

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


def progress_path(name: str) -> Path:
    """The file of a job such as `import-12`."""
    return Path(settings.TENURE_HOME) / "run" / f"{name}.json"


def read_progress(name: str) -> Progress | None:
    """The last figures of a job; None when it has written none."""
    try:
        return Progress(**json.loads(progress_path(name).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def is_alive(name: str) -> bool:
    """Whether the job has given a sign of life lately."""
    try:
        return time.time() - progress_path(name).stat().st_mtime < STALE_SECONDS
    except OSError:
        return False
