"""What to test next: by the money a result is worth, and when to stop testing and decide (D2, D3).

Rule: of all planned tests and kinds of the library the one with the highest net gain per day, as long as it costs no more
than certainty would be worth. When none pays for itself it is told why, and to stop only where certainty is worth too little.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from tenure.discovery.hypotheses.hypotheses import HypothesisRow, rows_of
from tenure.discovery.hypotheses.ladder import Rung, ladder
from tenure.discovery.models import TestCard, Venture
from tenure.discovery.reading_once import this_workspace
from tenure.discovery.sight import seen_venture
from tenure.discovery.testing.kinds import KINDS, SELLING, SUITS, TestKind
from tenure.discovery.testing.none_pays import CERTAIN, NonePays, too_certain, why_none_pays
from tenure.engine.evidence.value_of_information import Experiment, Stake, Value, priority, results_worth, value
from tenure.privacy.models import User

CLOSED = ("supported", "refuted", "parked")
SHOWN = 12
EACH = 5  # kinds of the library named for one hypothesis
USUAL_HOUR_MINOR = 2000
# What the ranking reads of a card.
CARD = (
    "number", "hypothesis", "kind", "name", "state", "level", "sensitivity", "specificity", "cost_minor", "hours", "days",
)  # fmt: skip
_per_day = attrgetter("per_day")


class Candidate(NamedTuple):
    """A test that could be run: a draft (test_id) or a kind of the library. price_minor: money and hours together;
    evsi, engs: what the result is worth, and that less price and delay; per_day, per_money: engs a day, evsi per unit
    of money; too_dear: it costs more than certainty is worth."""

    hypothesis: HypothesisRow
    test_id: int | None
    kind: str
    name: str
    level: int
    price_minor: int
    days: float
    evsi: float
    engs: float
    per_day: float
    per_money: float
    if_positive: float | None
    if_negative: float | None
    too_dear: bool


class OpenHypothesis(NamedTuple):
    """A hypothesis still to decide. evpi: worth of certainty, minor units, None while gain and loss are not said;
    priority: impact times doubt, the quick order (D1); running: number of the test that is on; settled: certainty is worth
    less than the cheapest test."""

    row: HypothesisRow
    evpi: float | None
    priority: float
    running: int | None
    best: Candidate | None
    settled: bool


@dataclass(frozen=True)
class NextTest:
    """best: what to run next, None when `none_pays` or when nothing can be reckoned; none_pays: why no test does;
    candidates: those that pay, by net gain a day; unpriced: hypotheses without gain or loss, by priority."""

    best: Candidate | None
    none_pays: NonePays | None
    candidates: tuple[Candidate, ...]
    hypotheses: tuple[OpenHypothesis, ...]
    unpriced: tuple[OpenHypothesis, ...]
    hour_minor: int
    delay_minor: int

    @property
    def decide(self) -> bool:
        """No test is worth its price because certainty is not, and nothing without which all falls is untested."""
        none = self.none_pays
        return none is not None and none.why == CERTAIN and none.untested is None


class _Option(NamedTuple):
    """A test that pays for itself, before it is told in full. what: draft, kind, name; per_day: net gain."""

    row: HypothesisRow
    stake: Stake
    what: tuple[int | None, str, str]
    level: int
    rates: tuple[float, float]
    price: int
    days: float
    per_day: float


def what_to_test_next(*, actor: User, venture_id: int) -> NextTest:
    """The ranking of a venture in sight. Six queries, however many hypotheses."""
    venture = seen_venture(actor, venture_id)
    workspace = this_workspace()
    return next_for(venture, rows_of(venture), workspace.hour_cost_minor if workspace else USUAL_HOUR_MINOR)


def next_for(
    venture: Venture, rows: Sequence[HypothesisRow], hour_minor: int, cards: Sequence[TestCard] | None = None
) -> NextTest:
    """As `what_to_test_next`, for a venture already found to be in sight and its hypotheses; cards: all its tests, by
    number, where they have been read. Two queries, one with cards."""
    states = (TestCard.State.DRAFT, TestCard.State.LOCKED)
    if cards is None:
        cards = list(TestCard.objects.filter(venture=venture, state__in=states).only(*CARD).order_by("number"))
    planned = [card for card in cards if card.state in states]
    return ranked(venture, [row for row in rows if row.state not in CLOSED], list(planned), ladder(), hour_minor)


def ranked(
    venture: Venture, rows: Sequence[HypothesisRow], cards: Sequence[TestCard], rungs: Sequence[Rung], hour_minor: int
) -> NextTest:
    """Pure but for the records it is handed."""
    drafts: dict[int, list[TestCard]] = {row.id: [] for row in rows}
    running: dict[int, int] = {}
    for card in cards:
        if card.state == TestCard.State.LOCKED:
            running.setdefault(card.hypothesis_id, card.number)
        elif card.hypothesis_id in drafts:
            drafts[card.hypothesis_id].append(card)
    stakes = {row.id: stake for row in rows if (stake := _stake(row)) is not None}
    asked = [row for row in rows if row.id in stakes and row.id not in running]
    options = {row.id: _planned(venture, row, stakes[row.id], drafts[row.id], rungs, hour_minor) for row in asked}
    for option in _library(venture, asked, stakes, drafts, rungs, hour_minor):
        options[option.row.id].append(option)
    urgency = priority([row.impact for row in rows], [row.likely for row in rows]).tolist()
    could = {row.id: _could(venture, row, drafts[row.id], rungs, hour_minor) for row in rows if row.id in stakes}
    open_ones = []
    for row, quick in zip(rows, urgency, strict=True):
        best = max(options.get(row.id, ()), key=_per_day, default=None)
        open_ones.append(
            OpenHypothesis(
                row, stakes[row.id].evpi if row.id in stakes else None, quick, running.get(row.id),
                _candidate(venture, best) if best else None,
                row.id in stakes and too_certain(stakes[row.id], could[row.id]),
            )
        )  # fmt: skip
    every = sorted((option for row in asked for option in options[row.id]), key=_per_day, reverse=True)
    listed = tuple(_candidate(venture, one) for place, one in enumerate(every) if place < SHOWN or one.what[0])
    priced = sorted((one for one in open_ones if one.evpi is not None), key=lambda one: -(one.evpi or 0))
    unpriced = sorted((one for one in open_ones if one.evpi is None), key=lambda one: -one.priority)
    none_pays = None
    if asked and not every and len(asked) == len(priced):
        untried = (row for row in rows if row.critical and not row.evidence_count and row.id not in running)
        none_pays = why_none_pays(asked, stakes, could, next(untried, None))
    return NextTest(
        listed[0] if listed else None, none_pays, listed, tuple(priced), tuple(unpriced), hour_minor,
        venture.delay_cost_minor,
    )  # fmt: skip


def _stake(row: HypothesisRow) -> Stake | None:
    if row.gain_minor is None or row.loss_minor is None:
        return None
    return Stake(row.likely, float(row.gain_minor), float(row.loss_minor))


def _planned(
    venture: Venture, row: HypothesisRow, stake: Stake, drafts: Sequence[TestCard], rungs: Sequence[Rung], hour: int
) -> list[_Option]:
    """Drafts that pay for themselves."""
    found = []
    for card in drafts:
        usual = rungs[card.level].rates
        rates = (card.sensitivity or usual.sensitivity, card.specificity or usual.specificity)
        price = card.cost_minor + round(card.hours * hour)
        option = _Option(row, stake, (card.pk, card.kind, card.name), card.level, rates, price, card.days, 0.0)
        worth = _value(venture, option)
        if worth.engs > 0 and price <= stake.evpi:
            found.append(option._replace(per_day=worth.per_day))
    return found


def _library(
    venture: Venture, rows: Sequence[HypothesisRow], stakes: Mapping[int, Stake],
    drafts: Mapping[int, Sequence[TestCard]], rungs: Sequence[Rung], hour: int,
) -> Iterator[_Option]:  # fmt: skip
    """The kinds of the library that pay for themselves, for each hypothesis the best few by net gain a day; a kind stands
    for itself only where nobody has planned one. All hypotheses of one kind are reckoned at once."""
    for sort, suited in SUITS.items():
        mine = [row for row in rows if row.kind == sort]
        kinds = _kinds(venture, suited)
        if not mine or not kinds:
            continue
        rates = [(rungs[kind.level].rates.sensitivity, rungs[kind.level].rates.specificity) for kind in kinds]
        prices, days = [_price(kind, hour) for kind in kinds], np.array([kind.days for kind in kinds])
        said = np.array([(stakes[row.id].p, stakes[row.id].gain, stakes[row.id].loss) for row in mine])
        hit, right = np.array(rates).T
        worth = results_worth(said[:, [0]], said[:, [1]], said[:, [2]], hit, right)
        net = worth - np.array(prices, dtype=np.float64) - days * venture.delay_cost_minor
        per_day = net / days
        order = np.argsort(-per_day, axis=1, kind="stable").tolist()
        for row, nets, daily, places in zip(mine, net.tolist(), per_day.tolist(), order, strict=True):
            stake, planned = stakes[row.id], {card.kind for card in drafts[row.id]}
            paying = (
                at for at in places
                if nets[at] > 0 and prices[at] <= stake.evpi and kinds[at].code not in planned
            )  # fmt: skip
            for at in islice(paying, EACH):
                kind = kinds[at]
                what = (None, kind.code, "")
                yield _Option(row, stake, what, kind.level, rates[at], prices[at], kind.days, daily[at])


def _kinds(venture: Venture, suited: Set[str]) -> list[TestKind]:
    """Of the library, what can be asked in this phase."""
    early = venture.phase == "discovery"
    return [kind for kind in KINDS.values() if kind.code in suited and not (early and kind.code in SELLING)]


def _could(
    venture: Venture, row: HypothesisRow, drafts: Sequence[TestCard], rungs: Sequence[Rung], hour: int
) -> list[Experiment]:
    """All tests that could be made of a hypothesis, whether they pay or not."""
    planned = {card.kind for card in drafts}
    kinds = [kind for kind in _kinds(venture, SUITS.get(row.kind, frozenset())) if kind.code not in planned]
    told = [(rungs[kind.level].rates, _price(kind, hour), kind.days) for kind in kinds]
    found = [(rates.sensitivity, rates.specificity, price, days) for rates, price, days in told]
    for card in drafts:
        usual, price = rungs[card.level].rates, card.cost_minor + round(card.hours * hour)
        rates = (card.sensitivity or usual.sensitivity, card.specificity or usual.specificity)
        found.append((*rates, price, card.days))
    delay = float(venture.delay_cost_minor)
    return [Experiment("", hit, right, float(price), days, delay) for hit, right, price, days in found]


def _price(kind: TestKind, hour: int) -> int:
    """Money and hours of a kind together, minor units."""
    return kind.cost_minor(hour) + round(kind.hours * hour)


def _value(venture: Venture, one: _Option) -> Value:
    test = Experiment(
        one.what[2] or one.what[1], *one.rates, float(one.price), one.days, float(venture.delay_cost_minor)
    )
    return value(one.stake, test)


def _candidate(venture: Venture, one: _Option) -> Candidate:
    found = _value(venture, one)
    return Candidate(
        one.row, *one.what, one.level, one.price, one.days, found.evsi, found.engs, found.per_day, found.per_cost,
        found.if_positive, found.if_negative, one.price > one.stake.evpi,
    )  # fmt: skip
