"""What of the facts may leave our heads: into a script, a message, a brief handed out, a file for the client."""

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Fact(Protocol):
    """What decides: the mark of a confidential source, the seal of a special category, a value kept from this reader."""

    @property
    def not_to_be_shown(self) -> bool: ...

    @property
    def sealed(self) -> bool: ...

    @property
    def withheld(self) -> bool: ...


F = TypeVar("F", bound=Fact)


def is_shareable(fact: Fact) -> bool:
    """Whether nothing speaks against saying it aloud."""
    return not (fact.not_to_be_shown or fact.sealed or fact.withheld)


def shareable(facts: Iterable[F]) -> tuple[F, ...]:
    """Those that may be shown to the client. Every door that hands something out takes its facts through here."""
    return tuple(fact for fact in facts if is_shareable(fact))
