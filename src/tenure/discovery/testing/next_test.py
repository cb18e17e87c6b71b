"""What to test next: by the money a result is worth, and when to stop testing and decide (D2, D3).

Rule: of all planned tests and kinds of the library the one with the highest net gain per day, as long as it costs no more
than certainty would be worth; when none pays for itself, nothing is left to test and it is time to decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tenure.discovery.hypotheses.hypotheses import HypothesisRow, rows_of
from tenure.discovery.hypotheses.ladder import Rung, ladder
from tenure.discovery.models import Hypothesis, TestCard, Venture
from tenure.discovery.sight import seen_venture
from tenure.discovery.testing.kinds import KINDS, SELLING, SUITS, TestKind
from tenure.engine.evidence.value_of_information import Experiment, Stake, priority, results_worth, value
from tenure.privacy.models import User
from tenure.privacy.workspace import current_workspace

CLOSED = ("supported", "refuted", "parked")
SHOWN = 12
EACH = 5  # kinds of the library named for one hypothesis
USUAL_HOUR_MINOR = 2000


@dataclass(frozen=True)
class Candidate:
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


@dataclass(frozen=True)
class OpenHypothesis:
    """A hypothesis still to decide. evpi: worth of certainty, minor units, None while gain and loss are not said;
    priority: impact times doubt, the quick order (D1); running: number of the test that is on."""

    row: HypothesisRow
    evpi: float | None
    priority: float
    running: int | None
    best: Candidate | None


@dataclass(frozen=True)
class NextTest:
    """best: what to run next, None when `decide` or when nothing can be reckoned; decide: no test is worth its price;
    candidates: those that pay, by net gain a day; unpriced: hypotheses without gain or loss, by priority."""

    best: Candidate | None
    decide: bool
    candidates: tuple[Candidate, ...]
    hypotheses: tuple[OpenHypothesis, ...]
    unpriced: tuple[OpenHypothesis, ...]
    hour_minor: int
    delay_minor: int


def what_to_test_next(*, actor: User, venture_id: int) -> NextTest:
    """The ranking of a venture in sight. Seven queries, however many hypotheses."""
    venture = seen_venture(actor, venture_id)
    workspace = current_workspace()
    hour = workspace.hour_cost_minor if workspace else USUAL_HOUR_MINOR
    rows = [row for row in rows_of(venture) if row.state not in CLOSED]
    stakes = {
        pk: (gain, loss)
        for pk, gain, loss in Hypothesis.objects.filter(venture=venture).values_list("pk", "gain_minor", "loss_minor")
    }
    cards = list(
        TestCard.objects.filter(venture=venture, state__in=(TestCard.State.DRAFT, TestCard.State.LOCKED)).order_by(
            "number"
        )
    )
    return ranked(venture, rows, stakes, cards, ladder(), hour)


def ranked(
    venture: Venture, rows: Sequence[HypothesisRow], stakes: dict[int, tuple[int | None, int | None]],
    cards: Sequence[TestCard], rungs: Sequence[Rung], hour_minor: int,
) -> NextTest:  # fmt: skip
    """Pure but for the records it is handed."""
    open_ones: list[OpenHypothesis] = []
    candidates: list[Candidate] = []
    for row in rows:
        mine = [card for card in cards if card.hypothesis_id == row.id]
        running = next((card.number for card in mine if card.state == TestCard.State.LOCKED), None)
        gain, loss = stakes[row.id]
        quick = float(priority([row.impact], [row.likely])[0])
        if gain is None or loss is None:
            open_ones.append(OpenHypothesis(row, None, quick, running, None))
            continue
        stake = Stake(row.likely, float(gain), float(loss))
        possible = [] if running is not None else _candidates(venture, row, stake, mine, rungs, hour_minor)
        paying = [one for one in possible if one.engs > 0 and not one.too_dear]
        best = max(paying, key=lambda one: one.per_day, default=None)
        open_ones.append(OpenHypothesis(row, stake.evpi, quick, running, best))
        candidates += paying
    candidates.sort(key=lambda one: -one.per_day)
    priced = sorted((one for one in open_ones if one.evpi is not None), key=lambda one: -(one.evpi or 0))
    unpriced = sorted((one for one in open_ones if one.evpi is None), key=lambda one: -one.priority)
    idle = [one for one in priced if one.running is None]
    return NextTest(
        candidates[0] if candidates else None, bool(idle) and not candidates and len(idle) == len(priced),
        _listed(candidates), tuple(priced), tuple(unpriced), hour_minor, venture.delay_cost_minor,
    )  # fmt: skip


def _listed(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The best, and whatever somebody has planned."""
    return tuple(one for place, one in enumerate(candidates) if place < SHOWN or one.test_id is not None)


def _candidates(
    venture: Venture, row: HypothesisRow, stake: Stake, cards: Sequence[TestCard], rungs: Sequence[Rung], hour: int
) -> list[Candidate]:
    """Drafts first; a kind stands for itself only where nobody has planned one."""
    found = []
    drafts = [card for card in cards if card.state == TestCard.State.DRAFT]
    for card in drafts:
        usual = rungs[card.level].rates
        rates = (card.sensitivity or usual.sensitivity, card.specificity or usual.specificity)
        price = card.cost_minor + round(card.hours * hour)
        found.append(
            _candidate(venture, row, stake, (card.pk, card.kind, card.name), card.level, rates, price, card.days)
        )
    planned, suited = {card.kind for card in drafts}, SUITS[row.kind]
    kinds = [
        kind
        for kind in KINDS.values()
        if kind.code in suited
        and kind.code not in planned
        and not (venture.phase == "discovery" and kind.code in SELLING)
    ]
    for kind in _worthwhile(venture, stake, kinds, rungs, hour):
        usual = rungs[kind.level].rates
        rates = (usual.sensitivity, usual.specificity)
        price = _price(kind, hour)
        found.append(_candidate(venture, row, stake, (None, kind.code, ""), kind.level, rates, price, kind.days))
    return found


def _worthwhile(
    venture: Venture, stake: Stake, kinds: Sequence[TestKind], rungs: Sequence[Rung], hour: int
) -> list[TestKind]:
    """The kinds of the library that pay for themselves, the best few by net gain a day; all reckoned at once."""
    if not kinds:
        return []
    rates = [rungs[kind.level].rates for kind in kinds]
    worth = results_worth(
        stake.p, stake.gain, stake.loss, [rate.sensitivity for rate in rates], [rate.specificity for rate in rates]
    )
    price = np.array([_price(kind, hour) for kind in kinds], dtype=np.float64)
    days = np.array([kind.days for kind in kinds])
    net = worth - price - days * venture.delay_cost_minor
    order = np.argsort(-net / days, kind="stable")
    most = stake.evpi
    return [kinds[place] for place in order if net[place] > 0 and price[place] <= most][:EACH]


def _price(kind: TestKind, hour: int) -> int:
    """Money and hours of a kind together, minor units."""
    return kind.cost_minor(hour) + round(kind.hours * hour)


def _candidate(
    venture: Venture, row: HypothesisRow, stake: Stake, what: tuple[int | None, str, str], level: int,
    rates: tuple[float, float], price: int, days: float,
) -> Candidate:  # fmt: skip
    test = Experiment(what[2] or what[1], *rates, float(price), days, float(venture.delay_cost_minor))
    found = value(stake, test)
    return Candidate(
        row, *what, level, price, days, found.evsi, found.engs, found.per_day, found.per_cost, found.if_positive,
        found.if_negative, price > stake.evpi,
    )  # fmt: skip
