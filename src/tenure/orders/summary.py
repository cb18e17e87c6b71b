"""The ready figures of a base as one scoring run left them: pages read them, never sum over clients.

A run yields `{"version": 1, "all": BaseSummary, "owners": {"u<user id>" or "none": BaseSummary}}` (`SCOPE_ALL`,
`scope_of`); `ScoreRun.summary` keeps it without the owners, each of whom has a row of `OwnerFigures`. Money in minor
units, shares between 0 and 1, days as ISO dates.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from tenure.orders.staying import Staying

SUMMARY_VERSION = 1
SCOPE_ALL = "all"
NO_OWNER = "none"

MEASURES = ("revenue", "margin")
REGULARITIES = ("stability", "frequency")
# Classes before: where a client stood a month earlier; `new` had no order then, `left` had already gone.
BEFORE = ("A", "B", "C", "new", "left")
NOW = ("A", "B", "C", "left")


@dataclass(frozen=True)
class Cell:
    """One cell of the ABC x XYZ matrix. An empty class letter collects the clients that have none yet."""

    value_class: str
    regularity: str
    clients: int
    revenue_12m_minor: int
    margin_12m_minor: int | None
    silent: int


@dataclass(frozen=True)
class Concentration:
    """How much of the income of 12 months comes from few clients, best first.

    clients: those with an order in the 12 months; curve: (share of clients, share of income), at most 200 points,
    from (0, 0) to (1, 1). For margin the curve is the whale curve: it may rise above 1 and come back, because
    `losing` clients cost more than they bring.
    """

    clients: int
    total_minor: int
    top_clients: int
    top_share: float | None
    gini: float | None
    curve: tuple[tuple[float, float], ...] = ()
    losing: int = 0
    losing_minor: int = 0


@dataclass(frozen=True)
class Step:
    """So many clients stood in class `before` a month ago and stand in `now`."""

    before: str
    now: str
    clients: int


@dataclass(frozen=True)
class Totals:
    """Counts and sums over the clients of the scope. `statuses`: how many clients have which score status.

    damaged_12m: orders of the 12 months whose amounts look damaged; damaged_12m_minor: their part of the revenue, which
    counts them as written while forecasts leave them out.
    """

    clients: int = 0
    buyers_12m: int = 0
    silent: int = 0
    falling: int = 0
    due: int = 0
    revenue_12m_minor: int = 0
    margin_12m_minor: int | None = None
    value_12m_minor: int = 0
    silent_revenue_12m_minor: int = 0
    expected_active: float | None = None
    damaged_12m: int = 0
    damaged_12m_minor: int = 0
    statuses: Mapping[str, int] = field(default_factory=dict)
    countries: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class AlarmCounts:
    """What became of the silence alarms.

    Those nobody acted on: judged, their end being known, of which in `wrong` the client ordered again by itself; young,
    too early to judge, the oldest of them made on oldest_young. acted: followed by a call, `returned` ordered later.
    """

    judged: int = 0
    wrong: int = 0
    young: int = 0
    acted: int = 0
    returned: int = 0
    oldest_young: date | None = None


@dataclass(frozen=True)
class BaseSummary:
    """The figures of the whole base or of one owner's part of it.

    matrices: by "measure.regularity", e.g. "revenue.stability"; concentration: by measure, margin only where cost is
    known; before_day: the day the `before` classes of `movement` stand for.
    """

    totals: Totals = Totals()
    matrices: Mapping[str, tuple[Cell, ...]] = field(default_factory=dict)
    concentration: Mapping[str, Concentration] = field(default_factory=dict)
    movement: tuple[Step, ...] = ()
    before_day: date | None = None
    alarms: AlarmCounts = AlarmCounts()
    staying: Staying = field(default_factory=Staying)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` reads them back to an equal object."""
        return plain_json(self)

    @staticmethod
    def from_json(plain: Mapping[str, Any]) -> "BaseSummary":
        """The summary written by `to_json`; an empty mapping is an empty base."""
        if not plain:
            return BaseSummary()
        return BaseSummary(
            totals=Totals(**plain["totals"]),
            matrices={key: tuple(Cell(**cell) for cell in cells) for key, cells in plain["matrices"].items()},
            concentration={key: _concentration(value) for key, value in plain["concentration"].items()},
            movement=tuple(Step(**step) for step in plain["movement"]),
            before_day=date.fromisoformat(plain["before_day"]) if plain.get("before_day") else None,
            alarms=_alarms(plain.get("alarms", {})),
            staying=Staying.from_json(plain.get("staying", {})),
        )


def scopes_of(summary: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Key and figures of every scope of a run's summary as JSON, the whole base first."""
    yield SCOPE_ALL, summary[SCOPE_ALL]
    yield from summary["owners"].items()


def plain_json(figures: Any) -> dict[str, Any]:
    """A dataclass of figures as JSON values: days as ISO text, tuples as lists."""
    return {name: _plain(value) for name, value in asdict(figures).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _alarms(plain: Mapping[str, Any]) -> AlarmCounts:
    oldest = plain.get("oldest_young")
    return AlarmCounts(**{**plain, "oldest_young": date.fromisoformat(oldest) if oldest else None})


def scope_of(owner_id: int | None) -> str:
    """The key under `owners` for one user's clients, or for the clients nobody answers for."""
    return NO_OWNER if owner_id is None else f"u{owner_id}"  # a bare number would read as a place in a list


def matrix_key(measure: str, regularity: str) -> str:
    """The key of one of the four matrices."""
    return f"{measure}.{regularity}"


def _concentration(plain: Mapping[str, Any]) -> Concentration:
    points = tuple((float(x), float(y)) for x, y in plain["curve"])
    return Concentration(**{**plain, "curve": points})
