"""Within one long reading, the same question is asked of the database once.

A report asks every feature, and features ask each other: without this the board of the fit is reckoned twice and a venture
looked up thirty times. Only readers may be remembered, and nothing may be written inside the block.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from tenure.privacy.workspace import WorkspaceView, current_workspace

P = ParamSpec("P")
T = TypeVar("T")
_known: ContextVar[dict[Any, Any] | None] = ContextVar("known", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Inside the block, remembered readers answer a question asked before from memory; outside they always read."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def is_reading() -> bool:
    """Whether a long reading goes on, so that it pays to read more than this question asks for."""
    return _known.get() is not None


def answered(reader: Callable[..., Any], *args: Any, answer: Any, **kwargs: Any) -> None:
    """Within `reading_once`, what a remembered reader will answer: it was read on the way to something else."""
    known = _known.get()
    if known is not None:
        known[_question(reader.__wrapped__, args, kwargs)] = answer  # type: ignore[attr-defined]


def _question(reader: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return reader, args, tuple(sorted(kwargs.items()))


def remembered(reader: Callable[P, T]) -> Callable[P, T]:
    """Let a reader of the database be remembered inside `reading_once`; its arguments must be hashable."""

    @wraps(reader)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        known = _known.get()
        if known is None:
            return reader(*args, **kwargs)
        question = _question(reader, args, kwargs)
        if question not in known:
            known[question] = reader(*args, **kwargs)
        found: T = known[question]
        return found

    return asked


@remembered
def this_workspace() -> WorkspaceView | None:
    """The workspace, as `current_workspace` reads it. One query."""
    return current_workspace()
