"""Errors a person can act on. Each carries a code and its numbers; the sentence is made where the language is known."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any


class TenureError(Exception):
    """Root of every error Tenure raises on purpose."""


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, with which value: enough to write the sentence in any language.

    code: a key of the catalogue in `tenure.kernel.problems`; data: its numbers and names.
    """

    code: str
    data: dict[str, Any] = field(default_factory=dict)


class BadInput(TenureError):
    """The user gave something that cannot be used; nothing was written. Exit code 2, HTTP 400."""

    def __init__(self, code: str, **data: Any) -> None:
        self.problem = Problem(code, data)
        super().__init__(f"{code} {data}" if data else code)


class InvalidValue(BadInput):
    """One field holds a value that cannot be stored. `data["field"]` names it. more: what is wrong with other fields."""

    more: tuple["InvalidValue", ...] = ()


class Wrongs:
    """Wrong values gathered, so that a form is told all of them at once: `with wrongs: ...` for each part, then `tell`."""

    def __init__(self) -> None:
        self.found: list[InvalidValue] = []

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, InvalidValue):
            return False
        self.found += [error, *error.more]
        return True

    def got(self, reader: Callable[..., Any], *given: Any) -> Any:
        """What `reader` makes of what was given; None where that is wrong, which is gathered."""
        with self:
            return reader(*given)
        return None

    def tell(self) -> None:
        """Raise the first, with the others; nothing when all is well."""
        if self.found:
            first, *others = self.found
            first.more = tuple(others)
            raise first


class NotAllowed(TenureError):
    """The actor may not do this to a record they may see. HTTP 403."""


class NotFound(TenureError):
    """No such record, or not one this actor may know of. HTTP 404."""


class Conflict(TenureError):
    """Somebody else changed the record first; nothing was written. HTTP 409."""
