"""The bar a long command shows on a terminal: phase, share, rows a second, time left."""

import time
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from tenure.kernel import formats
from tenure.orders.import_words import phase_name


class ProgressBar:
    """On standard error, and only where somebody watches; otherwise silent."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None
        self._phase = ""
        self._began = 0.0

    def __enter__(self) -> "ProgressBar":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Take the bar away, e.g. before something is printed."""
        self._bar.stop()

    def pause(self, say: Callable[[], None]) -> None:
        """Print something without the bar in between."""
        self._bar.stop()
        say()
        self._bar.start()

    def report(self, phase: str, done: int, total: int | None) -> None:
        """Show how far the work is; a new phase begins a new bar."""
        if phase != self._phase or self._task is None:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task = self._bar.add_task(phase_name(phase), total=total, rate="")
            self._phase, self._began = phase, time.monotonic()
        spent = time.monotonic() - self._began
        rate = f"{formats.number(done / spent)}/s" if done and spent > 0.5 else ""
        self._bar.update(self._task, completed=done, total=total or None, rate=rate)
