"""Every observation of a venture in one reading: what the rules take of it, what its seal covers, and who it came from."""

from datetime import date, datetime
from operator import attrgetter
from typing import NamedTuple

from tenure.discovery.models import Observation, Venture
from tenure.discovery.reading_once import remembered
from tenure.kernel.compiled_query import Query, compiled_once, named

PUBLIC = 9  # so many columns are those of an answer
SEALED = 11  # and so many say nothing of who it came from


class Observed(NamedTuple):
    """One observation: what the rule takes of it, in the order of an `Answer`, what its seal covers besides, and who it came
    from in words; client: name of the client of the base, None without one."""

    id: int
    success: bool
    happened_on: date
    arm: int
    voice: int
    exploratory: bool
    corrects_id: int | None
    excluded: bool
    look: bool
    entered_at: datetime
    seal: str
    test_id: int = 0
    who: str = ""
    client: str | None = None


@remembered
def observed_in(venture: Venture) -> tuple[Observed, ...]:
    """Of all tests of a venture already found to be in sight, each test's in their order. One query."""
    # SQLite gives them in that order as it is, and would put them in it once more.
    return tuple(sorted(named(Observed, _observed(venture.pk)), key=attrgetter("test_id", "id")))


@compiled_once
def _observed(venture_id: int) -> Query:
    rows = Observation.objects.filter(test__venture=venture_id).order_by()
    return rows.values_list(*Observed._fields[:-1], "client__name")
