"""How long the search took: of each test, and of the venture in general, the larger of what was noted and of what its
interviews lasted.

Hardly anybody notes the time of an interview once more, and who does is not charged for it twice. An interview that counts
in several tests is divided evenly among them, so that the whole is what was spent.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from tenure.discovery.loops import work_of
from tenure.discovery.models import Interview, Venture
from tenure.discovery.reading_once import remembered
from tenure.kernel.compiled_query import Query, compiled_once


@dataclass(frozen=True)
class Took:
    """Minutes. noted: written down; talked: of `talks` interviews."""

    noted: int = 0
    talked: int = 0
    talks: int = 0

    @property
    def minutes(self) -> int:
        return max(self.noted, self.talked)

    @property
    def from_talks(self) -> bool:
        return self.talked > self.noted


class TalkInTest(NamedTuple):
    """An interview that counts as an answer of a test; minutes: None when nobody said."""

    test: int
    talk: int
    minutes: int | None


TEST = attrgetter("test")


def time_taken(noted: Mapping[int, int], counted: Iterable[TalkInTest]) -> dict[int, Took]:
    """Pure: what each test took; noted: minutes by test. A talk of several tests is divided among them to the minute."""
    tests_of: dict[int, list[TalkInTest]] = defaultdict(list)
    for one in sorted(set(counted), key=TEST):
        tests_of[one.talk].append(one)
    talked, talks = defaultdict[int, int](int), defaultdict[int, int](int)
    for among in tests_of.values():
        each, left = divmod(among[0].minutes or 0, len(among))
        for place, one in enumerate(among):
            talked[one.test] += each + (place < left)
            talks[one.test] += 1
    return {test: Took(noted.get(test, 0), talked[test], talks[test]) for test in noted.keys() | talks.keys()}


def took_by_tests(venture: Venture) -> dict[int, Took]:
    """By test, where anything is known of its time. Two queries."""
    noted: dict[int, int] = defaultdict(int)
    for one in work_of(venture):
        if one.test_id is not None:
            noted[one.test_id] += one.minutes
    return time_taken(noted, talks_in_tests(venture))


def took_in_general(venture: Venture) -> Took:
    """What was noted on no test, and the interviews that count in none. Two queries."""
    noted = sum(one.minutes for one in work_of(venture) if one.test_id is None)
    of_tests = {one.talk for one in talks_in_tests(venture)}
    others = {one.talk: one.minutes or 0 for one in _talks_of(venture) if one.talk not in of_tests}
    return Took(noted, sum(others.values()), len(others))


def untimed(venture: Venture) -> int:
    """How many interviews do not say how long they were. One query."""
    return len({one.talk for one in _talks_of(venture) if one.minutes is None})


def talks_in_tests(venture: Venture) -> list[TalkInTest]:
    """Of all tests of a venture. One query."""
    rows = _talks_of(venture)
    return [TalkInTest(one.test, one.talk, one.minutes) for one in rows if one.test is not None and one.counts]


class _TalkRow(NamedTuple):
    """An interview with one of its answers, or without any."""

    talk: int
    minutes: int | None
    test: int | None
    exploratory: bool | None
    excluded: bool | None
    late: bool | None

    @property
    def counts(self) -> bool:
        """A correction made before the verdict stands in for what it corrects; a later one, late, changes nothing."""
        return not self.exploratory and not self.excluded and self.late is not False


@remembered
def _talks_of(venture: Venture) -> tuple[_TalkRow, ...]:
    return tuple(map(_TalkRow._make, _talks(venture.pk)))


@compiled_once
def _talks(venture_id: int) -> Query:
    answers = ("test_id", "exploratory", "excluded", "corrected_by__exploratory")
    rows = Interview.objects.filter(venture=venture_id, withdrawn_at=None).order_by()
    return rows.values_list("pk", "minutes", *(f"observations__{name}" for name in answers))
