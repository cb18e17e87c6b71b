"""Within one long reading, the same question is asked of the database once.

A report asks every feature, and features ask each other: without this the board of the fit is reckoned twice and a venture
looked up thirty times. Only readers may be remembered, and nothing may be written inside the block.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

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


def remembered(reader: Callable[P, T]) -> Callable[P, T]:
    """Let a reader of the database be remembered inside `reading_once`; its arguments must be hashable."""

    @wraps(reader)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        known = _known.get()
        if known is None:
            return reader(*args, **kwargs)
        question = (reader, args, tuple(sorted(kwargs.items())))
        if question not in known:
            known[question] = reader(*args, **kwargs)
        found: T = known[question]
        return found

    return asked
