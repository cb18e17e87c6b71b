"""The sales roadmap read off the presales: how far each got, where it stopped, and whether the last sales went one way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tenure.discovery.models import RoadmapStage, Venture
from tenure.discovery.offers.presale_sums import KEPT, REFUNDED, REFUSED, PresaleSums, Sold
from tenure.discovery.reading_once import remembered
from tenure.discovery.sight import seen_venture
from tenure.engine.stages import Passage, Walk, passages, usual_length
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User

# How a sale went: by every stage in their order, otherwise, or without a word on its stages.
SAME, OTHER, UNMARKED = "same", "other", "unmarked"


@dataclass(frozen=True)
class Stage:
    """A stage. shown_by: what the buyer does; needs: whom of their side it needs."""

    id: int
    name: str
    shown_by: str
    needs: str
    version: int


@dataclass(frozen=True)
class Deal:
    """A buyer's first sale, paid and kept. passed: by stage, whether it was; way: `SAME`, `OTHER` or `UNMARKED`."""

    presale_id: int
    who: str
    paid_on: date
    by_founder: bool
    passed: tuple[bool, ...]
    way: str


@dataclass(frozen=True)
class Roadmap:
    """passages: of each stage, then of the payment; followed, unmarked: presales with their stages marked, and those without
    that are no repeat sales; cycle: median days from the first word to the payment; deals: newest first; stopped: by refused
    presale, how many stages lay behind; given_back: of those followed, who paid and took all of it back."""

    stages: tuple[Stage, ...] = ()
    passages: tuple[Passage, ...] = ()
    followed: int = 0
    unmarked: int = 0
    cycle: float | None = None
    deals: tuple[Deal, ...] = ()
    stopped: Mapping[int, int] | None = None
    given_back: int = 0

    def last(self, number: int) -> tuple[Deal, ...]:
        """The newest of its first sales, so many of them."""
        return self.deals[:number]


NO_ROADMAP = Roadmap()


@remembered
def roadmap_for(venture: Venture, sums: PresaleSums) -> Roadmap:
    """Of a venture already found to be in sight, and of its presales. One query."""
    stages, passed = stage_days_for(venture)
    return roadmap_of(stages, passed, sums.rows) if stages else NO_ROADMAP


def roadmap_of(stages: Sequence[Stage], passed: Mapping[int, Mapping[int, date]], rows: Sequence[Sold]) -> Roadmap:
    """The roadmap of these presales; passed: by presale and stage, the day. Pure."""
    ids, none = [stage.id for stage in stages], dict[int, date]()
    walks = {row.id: _walk(row, list(map(passed.get(row.id, none).get, ids))) for row in rows}
    marked = {number: walk for number, walk in walks.items() if passed.get(number)}
    firsts = [row for row in rows if row.state in KEPT and not row.again]
    firsts.sort(key=lambda row: (row.paid_on or row.agreed_on, row.id), reverse=True)
    deals = tuple(
        Deal(
            row.id, row.who, row.paid_on or row.agreed_on, row.by_founder,
            tuple(day is not None for day in walks[row.id].days),
            UNMARKED if row.id not in marked else SAME if walks[row.id].in_order else OTHER,
        )
        for row in firsts
    )  # fmt: skip
    return Roadmap(
        tuple(stages), passages(list(marked.values()), len(stages)), len(marked),
        sum(not row.again and row.id not in marked for row in rows),
        usual_length(list(marked.values())), deals,
        {row.id: marked[row.id].reached for row in rows if row.id in marked and row.state == REFUSED},
        sum(row.id in marked and row.state == REFUNDED for row in rows),
    )  # fmt: skip


def _walk(row: Sold, days: Sequence[date | None]) -> Walk:
    """A sale given back whole has arrived too: what came after the payment is no stage of selling."""
    numbers = tuple(day.toordinal() if day else None for day in days)
    paid = row.paid_on.toordinal() if row.paid_on else None
    return Walk(row.agreed_on.toordinal(), numbers, paid, row.state == REFUSED)


def stage_days(*, actor: User, venture_id: int) -> tuple[tuple[Stage, ...], Mapping[int, Mapping[int, date]]]:
    """The stages of a venture in sight in their order, and by presale and stage the day it was passed."""
    return stage_days_for(seen_venture(actor, venture_id))


def stage_of(*, actor: User, stage_id: int) -> tuple[int, Stage]:
    """One stage in sight, and its venture."""
    found = RoadmapStage.objects.filter(pk=stage_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    stages, _passed = stage_days(actor=actor, venture_id=found)
    return found, next(one for one in stages if one.id == stage_id)


def stage_days_for(venture: Venture) -> tuple[tuple[Stage, ...], Mapping[int, Mapping[int, date]]]:
    """As `stage_days`, of a venture already found to be in sight. One query."""
    stages: dict[int, tuple[int, Stage]] = {}
    passed: dict[int, dict[int, date]] = {}
    for number, presale, on, position, *told in _rows(venture.pk):
        if number not in stages:
            stages[number] = position, Stage(number, *told)
        if presale is not None:
            passed.setdefault(presale, {})[number] = on
    in_order = sorted(stages.values(), key=lambda one: (one[0], one[1].id))
    return tuple(stage for _position, stage in in_order), passed


@compiled_once
def _rows(venture_id: int) -> Query:
    # Not in order: the database would sort every stage a presale passed for it.
    rows = RoadmapStage.objects.filter(venture=venture_id).order_by()
    return rows.values_list(
        "pk", "passed__presale_id", "passed__on", "position", "name", "shown_by", "needs", "version"
    )
