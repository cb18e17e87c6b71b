"""What to test next: by the money a result is worth, and when to stop testing and decide (D2, D3).

Rule: of all planned tests and kinds of the library the one with the highest net gain per day, as long as it costs no more
than certainty would be worth. When none pays for itself it is told why, and to stop only where certainty is worth too little.
"""

from collections.abc import Iterator, Mapping, Sequence
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
from tenure.discovery.testing.kinds import KINDS, SELLING, SUITS
from tenure.discovery.testing.none_pays import CERTAIN, NonePays, too_certain, why_none_pays
from tenure.engine.evidence.value_of_information import Experiment, Stake, priority, results_worth, value
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
class NextStep:
    """best: what to run next, None when `none_pays` or when nothing can be reckoned; none_pays: why no test does;
    unpriced: hypotheses without gain or loss, by priority."""

    best: Candidate | None
    none_pays: NonePays | None
    unpriced: tuple[OpenHypothesis, ...]

    @property
    def decide(self) -> bool:
        """No test is worth its price because certainty is not, and nothing without which all falls is untested."""
        none = self.none_pays
        return none is not None and none.why == CERTAIN and none.untested is None


@dataclass(frozen=True)
class NextTest(NextStep):
    """The whole ranking. candidates: tests that pay, by net gain a day; hypotheses: the others, by what certainty is worth."""

    candidates: tuple[Candidate, ...]
    hypotheses: tuple[OpenHypothesis, ...]
    hour_minor: int
    delay_minor: int


class _Option(NamedTuple):
    """A test that pays for itself, before it is told in full. what: draft, kind, name; per_day: net gain."""

    row: HypothesisRow
    stake: Stake
    what: tuple[int | None, str, str]
    level: int
    test: Experiment
    per_day: float


class _Weighed(NamedTuple):
    """rows: hypotheses still to decide; stakes: of those whose gain and loss are said; asked: of these, those no test is on
    for; options: tests of them that pay; running: number of the test that is on; drafts: as tests; all by hypothesis.
    library: tests by the kind of a hypothesis and by their own."""

    rows: Sequence[HypothesisRow]
    stakes: Mapping[int, Stake]
    asked: Sequence[HypothesisRow]
    options: Mapping[int, list[_Option]]
    running: Mapping[int, int]
    drafts: Mapping[int, Mapping[TestCard, Experiment]]
    library: Mapping[str, Mapping[str, Experiment]]

    def could(self, row: HypothesisRow) -> list[Experiment]:
        """All tests that could be made of a hypothesis, whether they pay or not."""
        drafts = self.drafts[row.id]
        planned = {card.kind for card in drafts}
        usual = [test for kind, test in self.library.get(row.kind, {}).items() if kind not in planned]
        return [*usual, *drafts.values()]


def what_to_test_next(*, actor: User, venture_id: int) -> NextTest:
    """The ranking of a venture in sight. Six queries, however many hypotheses."""
    venture = seen_venture(actor, venture_id)
    workspace = this_workspace()
    hour = workspace.hour_cost_minor if workspace else USUAL_HOUR_MINOR
    return _ranked(venture, _weighed(venture, rows_of(venture), hour), hour)


def next_for(
    venture: Venture, rows: Sequence[HypothesisRow], hour_minor: int, cards: Sequence[TestCard] | None = None
) -> NextStep:
    """What `what_to_test_next` puts first, for a venture already found to be in sight and its hypotheses; cards: all its
    tests, by number, where they have been read. Two queries, one with cards."""
    return _step(_weighed(venture, rows, hour_minor, cards, each=1))


def _weighed(
    venture: Venture, rows: Sequence[HypothesisRow], hour: int, cards: Sequence[TestCard] | None = None, *,
    each: int = EACH,
) -> _Weighed:  # fmt: skip
    """each: how many tests of the library are wanted for one hypothesis."""
    states = (TestCard.State.DRAFT, TestCard.State.LOCKED)
    if cards is None:
        cards = list(TestCard.objects.filter(venture=venture, state__in=states).only(*CARD).order_by("number"))
    rungs, delay = ladder(), float(venture.delay_cost_minor)
    rows = [row for row in rows if row.state not in CLOSED]
    drafts: dict[int, dict[TestCard, Experiment]] = {row.id: {} for row in rows}
    running: dict[int, int] = {}
    for card in cards:
        if card.state == TestCard.State.LOCKED:
            running.setdefault(card.hypothesis_id, card.number)
        elif card.state == TestCard.State.DRAFT and card.hypothesis_id in drafts:
            drafts[card.hypothesis_id][card] = _drafted(card, rungs, hour, delay)
    stakes = {row.id: stake for row in rows if (stake := _stake(row)) is not None}
    asked = [row for row in rows if row.id in stakes and row.id not in running]
    library = _library(rungs, hour, delay, early=venture.phase == "discovery")
    options = {row.id: list(_planned(row, stakes[row.id], drafts[row.id])) for row in asked}
    for sort, tests in library.items():
        mine = [row for row in asked if row.kind == sort]
        for option in _usual(mine, stakes, drafts, tests, each) if mine else ():
            options[option.row.id].append(option)
    return _Weighed(rows, stakes, asked, options, running, drafts, library)


def _stake(row: HypothesisRow) -> Stake | None:
    if row.gain_minor is None or row.loss_minor is None:
        return None
    return Stake(row.likely, float(row.gain_minor), float(row.loss_minor))


def _drafted(card: TestCard, rungs: Sequence[Rung], hour: int, delay: float) -> Experiment:
    usual, price = rungs[card.level].rates, card.cost_minor + round(card.hours * hour)
    return Experiment(
        card.name or card.kind, card.sensitivity or usual.sensitivity, card.specificity or usual.specificity,
        float(price), card.days, delay,
    )  # fmt: skip


def _library(
    rungs: Sequence[Rung], hour: int, delay: float, *, early: bool
) -> Mapping[str, Mapping[str, Experiment]]:  # fmt: skip
    """What the library offers for each kind of hypothesis, by kind of test. early: nobody has bought yet."""
    every = {}
    for kind in KINDS.values():
        rates, price = rungs[kind.level].rates, kind.cost_minor(hour) + round(kind.hours * hour)
        every[kind.code] = Experiment(
            kind.code, rates.sensitivity, rates.specificity, float(price), kind.days, delay
        )  # fmt: skip
    return {
        sort: {code: test for code, test in every.items() if code in suited and not (early and code in SELLING)}
        for sort, suited in SUITS.items()
    }


def _planned(row: HypothesisRow, stake: Stake, drafts: Mapping[TestCard, Experiment]) -> Iterator[_Option]:
    """Drafts that pay for themselves."""
    for card, test in drafts.items():
        worth = value(stake, test)
        if worth.engs > 0 and test.cost <= stake.evpi:
            yield _Option(row, stake, (card.pk, card.kind, card.name), card.level, test, worth.per_day)


def _usual(
    rows: Sequence[HypothesisRow], stakes: Mapping[int, Stake], drafts: Mapping[int, Mapping[TestCard, Experiment]],
    tests: Mapping[str, Experiment], each: int,
) -> Iterator[_Option]:  # fmt: skip
    """Tests of the library that pay for themselves, for each hypothesis of one kind the best by net gain a day; a test
    stands for itself only where nobody has planned one. All hypotheses are reckoned at once."""
    every = list(tests.items())
    said = np.array([(stakes[row.id].p, stakes[row.id].gain, stakes[row.id].loss) for row in rows])
    told = [(test.sensitivity, test.specificity, test.cost, test.days, test.delay_cost) for _code, test in every]
    hit, right, costs, days, delays = np.array(told).T
    worth = results_worth(said[:, [0]], said[:, [1]], said[:, [2]], hit, right)
    net = worth - costs - days * delays
    per_day = net / days
    order = np.argsort(-per_day, axis=1, kind="stable").tolist()
    for row, nets, daily, places in zip(rows, net.tolist(), per_day.tolist(), order, strict=True):
        stake, planned = stakes[row.id], {card.kind for card in drafts[row.id]}
        most = stake.evpi
        paying = (
            at for at in places if nets[at] > 0 and every[at][1].cost <= most and every[at][0] not in planned
        )  # fmt: skip
        for at in islice(paying, each):
            code, test = every[at]
            yield _Option(row, stake, (None, code, ""), KINDS[code].level, test, daily[at])


def _step(found: _Weighed) -> NextStep:
    every = [option for row in found.asked for option in found.options[row.id]]
    best = _candidate(max(every, key=_per_day)) if every else None
    unpriced = _open(found, [row for row in found.rows if row.id not in found.stakes])
    return NextStep(
        best, None if best else _none_pays(found), tuple(sorted(unpriced, key=lambda one: -one.priority))
    )  # fmt: skip


def _none_pays(found: _Weighed) -> NonePays | None:
    """Of hypotheses none of whose tests pays; None while a test is on for one of them."""
    if not found.asked or len(found.asked) != len(found.stakes):
        return None
    untried = (row for row in found.rows if row.critical and not row.evidence_count and row.id not in found.running)
    tests = {row.id: found.could(row) for row in found.asked}
    return why_none_pays(found.asked, found.stakes, tests, next(untried, None))


def _ranked(venture: Venture, found: _Weighed, hour: int) -> NextTest:
    every = sorted((option for row in found.asked for option in found.options[row.id]), key=_per_day, reverse=True)
    listed = tuple(_candidate(one) for place, one in enumerate(every) if place < SHOWN or one.what[0])
    priced = _open(found, [row for row in found.rows if row.id in found.stakes])
    step = _step(found)
    return NextTest(
        step.best, step.none_pays, step.unpriced, listed, tuple(sorted(priced, key=lambda one: -(one.evpi or 0))), hour,
        venture.delay_cost_minor,
    )  # fmt: skip


def _open(found: _Weighed, rows: Sequence[HypothesisRow]) -> Iterator[OpenHypothesis]:
    """Hypotheses still to decide, each with the best of its own tests."""
    urgency = priority([row.impact for row in rows], [row.likely for row in rows]).tolist()
    for row, quick in zip(rows, urgency, strict=True):
        best = max(found.options.get(row.id, ()), key=_per_day, default=None)
        stake = found.stakes.get(row.id)
        yield OpenHypothesis(
            row, stake.evpi if stake else None, quick, found.running.get(row.id), _candidate(best) if best else None,
            stake is not None and too_certain(stake, found.could(row)),
        )  # fmt: skip


def _candidate(one: _Option) -> Candidate:
    found = value(one.stake, one.test)
    return Candidate(
        one.row, *one.what, one.level, round(one.test.cost), one.test.days, found.evsi, found.engs, found.per_day,
        found.per_cost, found.if_positive, found.if_negative, one.test.cost > one.stake.evpi,
    )  # fmt: skip
