"""How the inside of a value is declared, and held against it: one small language for every column of a file.

A validation library would say the same (pydantic does), at 21 MB in each web process and in English only; a file is read
here a few times a year. What is wanted is told by a code with its numbers, which `kernel.problems.discovery_files` puts
into words.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from tenure.kernel import clock

LONGEST = 4000


class Misfit(Exception):
    """A value that is not what was declared. place: the way to it inside the cell; wanted, data: what should stand there."""

    def __init__(self, place: str, value: Any, wanted: str, **data: Any) -> None:
        super().__init__(f"{place}: {wanted}")
        self.place, self.value, self.wanted, self.data = place, value, wanted, data


class Shape(Protocol):
    """A declared shape."""

    def check(self, value: Any, place: str = "") -> None:
        """Raises Misfit at the first place that does not fit."""


@dataclass(frozen=True)
class Number:
    """A number within bounds; whole: without a fraction; open: the bounds themselves are left out."""

    low: float = -1e15
    high: float = 1e15
    whole: bool = False
    open: bool = False

    def check(self, value: Any, place: str = "") -> None:
        kind = int if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kind) or not math.isfinite(value):
            raise Misfit(place, value, "whole" if self.whole else "number", low=self.low, high=self.high)
        if not self.low <= value <= self.high or (self.open and value in (self.low, self.high)):
            raise Misfit(place, value, "between" if self.open else "range", low=self.low, high=self.high)


@dataclass(frozen=True)
class Text:
    """Words; pattern: what they must be made of, told as `like`."""

    longest: int = LONGEST
    pattern: str = ""
    like: str = ""

    def check(self, value: Any, place: str = "") -> None:
        if not isinstance(value, str) or "\x00" in value:
            raise Misfit(place, value, "text", longest=self.longest)
        if len(value) > self.longest:
            raise Misfit(place, value, "short_text", longest=self.longest, length=len(value))
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise Misfit(place, value, "like", like=self.like)


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    def check(self, value: Any, place: str = "") -> None:
        if not isinstance(value, bool):
            raise Misfit(place, value, "flag")


@dataclass(frozen=True)
class Code:
    """One of the codes known."""

    known: frozenset[Any]

    def check(self, value: Any, place: str = "") -> None:
        if not isinstance(value, str | int | bool) or value not in self.known:
            raise Misfit(place, value, "code", known=", ".join(sorted(str(one) for one in self.known))[:300])


@dataclass(frozen=True)
class Day:
    """A day as 2026-05-04; moment: with the time and its zone."""

    moment: bool = False

    def check(self, value: Any, place: str = "") -> None:
        try:
            read = datetime.fromisoformat(value) if self.moment else date.fromisoformat(value)
        except (TypeError, ValueError):
            raise Misfit(place, value, "moment" if self.moment else "day") from None
        if not clock.in_years(read) or (isinstance(read, datetime) and read.tzinfo is None):
            raise Misfit(place, value, "moment" if self.moment else "day")


@dataclass(frozen=True)
class Maybe:
    """The shape, or nothing."""

    inner: Shape

    def check(self, value: Any, place: str = "") -> None:
        if value is not None:
            self.inner.check(value, place)


@dataclass(frozen=True)
class Many:
    """A list of one shape; alike: no member twice."""

    inner: Shape
    most: int = 1000
    least: int = 0
    alike: bool = True

    def check(self, value: Any, place: str = "") -> None:
        if not isinstance(value, list):
            raise Misfit(place, value, "list", most=self.most)
        if not self.least <= len(value) <= self.most:
            raise Misfit(place, len(value), "length", least=self.least, most=self.most)
        for number, one in enumerate(value, 1):
            self.inner.check(one, f"{place}[{number}]")
        if not self.alike and len({repr(one) for one in value}) < len(value):
            raise Misfit(place, value, "each_once")


@dataclass(frozen=True)
class Row:
    """A list of fixed places, each with its own shape."""

    places: tuple[Shape, ...]

    def check(self, value: Any, place: str = "") -> None:
        if not isinstance(value, list) or len(value) != len(self.places):
            raise Misfit(place, value, "row", count=len(self.places))
        for number, (shape, one) in enumerate(zip(self.places, value, strict=True), 1):
            shape.check(one, f"{place}[{number}]")


@dataclass(frozen=True)
class Fields:
    """Names with a shape each: `needed` must be there, `optional` may; another name has the shape `rest`, or is refused."""

    needed: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)
    rest: Shape | None = None

    def check(self, value: Any, place: str = "") -> None:
        if not isinstance(value, dict):
            raise Misfit(place, value, "names", names=_listed(self.needed))
        for name in self.needed:
            if name not in value:
                raise Misfit(place, _listed(value), "missing", name=name)
        for name, one in value.items():
            shape = self.needed.get(name) or self.optional.get(name) or self.rest
            if shape is None:
                raise Misfit(place, name, "strange", names=_listed({**self.needed, **self.optional}))
            shape.check(one, f"{place}.{name}" if place else name)


@dataclass(frozen=True)
class Each:
    """Names of one shape with values of one shape."""

    name: Shape
    inner: Shape
    most: int = 200

    def check(self, value: Any, place: str = "") -> None:
        if not isinstance(value, dict):
            raise Misfit(place, value, "mapping", most=self.most)
        if len(value) > self.most:
            raise Misfit(place, len(value), "length", least=0, most=self.most)
        for name, one in value.items():
            here = f"{place}.{name[:40]}" if place else name[:40]
            self.name.check(name, here)
            self.inner.check(one, here)


@dataclass(frozen=True)
class By:
    """The shape of one name depends on the code under another: code -> shape of `name`; other: of a code not among them,
    None: there is no other."""

    inner: Shape
    code: str
    name: str
    shapes: Mapping[str, Shape]
    other: Shape | None = None

    def check(self, value: Any, place: str = "") -> None:
        self.inner.check(value, place)
        here = f"{place}." if place else ""
        if self.other is None:
            Code(frozenset(self.shapes)).check(value[self.code], here + self.code)
        (self.shapes.get(value[self.code]) or self.other or ANYTHING).check(value[self.name], here + self.name)


def fits(shape: Shape, value: Any) -> bool:
    """Whether the value has the shape."""
    try:
        shape.check(value)
    except Misfit:
        return False
    return True


@dataclass(frozen=True)
class OneOf:
    """The first shape, or one that was kept before it was so."""

    shapes: tuple[Shape, ...]

    def check(self, value: Any, place: str = "") -> None:
        first, *others = self.shapes
        if not any(fits(shape, value) for shape in others):
            first.check(value, place)


@dataclass(frozen=True)
class Anything:
    """Whatever JSON holds, so many values and so deep: nobody computes with it."""

    most: int = 500
    deepest: int = 6

    def check(self, value: Any, place: str = "") -> None:
        _count(value, place, self.deepest, [self.most])


ANYTHING = Anything()


def _count(value: Any, place: str, left: int, budget: list[int]) -> None:
    budget[0] -= 1
    if budget[0] < 0 or left < 0:
        raise Misfit(place, value, "less")
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            _count(one, place, left - 1, budget)


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(str(name)[:40] for name in list(names)[:20])
