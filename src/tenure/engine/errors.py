"""What can go wrong in a calculation: the error tree of the engine, each error with its rows and a remedy."""

from typing import Any


class EngineError(Exception):
    """Root of the engine's errors.

    code: a stable name for the sentence in other languages; data: its numbers; rows: the first offending positions;
    remedy: what to do, in English.
    """

    def __init__(self, code: str, message: str, *, rows: tuple[int, ...] = (), remedy: str = "", **data: Any) -> None:
        self.code = code
        self.data = data
        self.rows = rows
        self.remedy = remedy
        where = f" (rows {', '.join(map(str, rows))})" if rows else ""
        super().__init__(f"{message}{where}. {remedy}".strip())


class BadInput(EngineError):
    """The values cannot be what they are said to be."""


class NotEnoughData(EngineError):
    """The values are sound, but too few to say anything."""


class DidNotConverge(EngineError):
    """The best parameters were not found; nothing computed from them would be worth trusting."""
