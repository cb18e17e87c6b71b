"""From what is known of a client and its people to the questions worth asking. Decisions on plain values: pure."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tenure.clients.fact_catalogue import FactKind
from tenure.clients.facts.facts import KnownFact, Subject
from tenure.engine.facts.completeness import Completeness, completeness
from tenure.engine.facts.questions import questions
from tenure.engine.facts.worth import Reason, Worth, cost_of_finding, worth
from tenure.journeys.learning.question_terms import (
    FROM_MAP,
    AtStake,
    Chance,
    LiftInUse,
    chance_found,
    chance_used,
    lift_in_use,
)

WELL_REACHED = 2 / 3
AGEING = 0.05


@dataclass(frozen=True)
class Whom:
    """A person of the client as questions need them. share: of the decision; access: 0..1, how well we reach them;
    on_map: what the map already says of them, by class of lift; decides_by: their criteria, as written there."""

    id: int
    name: str
    post: str
    share: float
    access: float
    on_map: frozenset[str] = frozenset()


class Question(NamedTuple):
    """One thing worth learning, or not worth it. A tuple: of a client with many people hundreds are made for a page.

    about: the person it is about, None for the client; ask: whom to ask; then_self: the person themselves after that.
    claims: what is known already; state: "unknown", "ageing" or "contradiction"; gain_minor: what it brings when asked in
    this order, or would bring after all that is asked; factors: those of `why`, whose product `worth_minor` is; cost_minor None:
    must not be asked.
    """

    kind: FactKind
    about: Whom | None
    ask: Whom | None
    then_self: bool
    claims: tuple[KnownFact, ...]
    state: str
    minutes: int
    lift: LiftInUse
    factors: tuple[float, ...]
    worth_minor: int
    cost_minor: int | None
    gain_minor: int

    @property
    def why(self) -> Reason:
        """The factors whose product the worth is, by name."""
        return Reason(*self.factors)

    @property
    def label(self) -> str:
        """What the kind is called, in the reader's language."""
        return str(self.kind.label)

    @property
    def text(self) -> str:
        """The question ready to be asked."""
        return str(self.kind.question) or self.label

    @property
    def subject(self) -> tuple[str, int | None]:
        """What the answer is recorded about: ("person", id) or ("client", None)."""
        return ("person", self.about.id) if self.about else ("client", None)

    @property
    def key(self) -> str:
        """The question within its client, for addresses and anchors."""
        return f"{self.kind.code}-{self.about.id if self.about else 0}"

    @property
    def net_minor(self) -> int:
        return self.gain_minor - (self.cost_minor or 0)


class _Asked(NamedTuple):
    """A question before its worth is known: its first fields."""

    kind: FactKind
    about: Whom | None
    ask: Whom | None
    then_self: bool
    claims: tuple[KnownFact, ...]
    state: str


@dataclass(frozen=True)
class Candidates:
    """Everything that could be asked of a client, side by side with its worth; lifts: by class, those of `rows`."""

    rows: tuple[_Asked, ...]
    lifts: Mapping[str, LiftInUse]
    found: Worth


@dataclass(frozen=True)
class Chosen:
    """asked: worth asking, in this order; left: the rest, dearest first; stopped_by: as in `engine.facts.questions`;
    money_left_minor: what all asked together bring after their cost, never more than winning for sure would."""

    asked: tuple[Question, ...]
    left: tuple[Question, ...]
    total_minor: int
    cost_minor: int
    minutes: int
    stopped_by: str
    completeness: Completeness
    money_left_minor: int


def candidates(
    kinds: Mapping[str, FactKind], *, client: Subject, people: Sequence[Whom],
    facts: Mapping[Subject, Sequence[KnownFact]], stake: AtStake, chance: Chance, hour_cost_minor: int,
    learned: Mapping[str, object],
) -> Candidates:  # fmt: skip
    """Everything that could be asked of this client, with its worth; sensitive kinds must not be asked."""
    open_kinds = [kind for kind in kinds.values() if kind.enabled and not kind.hidden and kind.lift > 0]
    of_client, of_person = ([kind for kind in open_kinds if kind.subject == one] for one in ("client", "person"))
    rows = [*_about(None, of_client, client, facts, people)]
    for whom in people:
        rows += _about(whom, of_person, Subject("person", whom.id), facts, people)
    lifts = {name: lift_in_use(name, lift, learned) for name, lift in {(k.lift_class, k.lift) for k in kinds.values()}}
    found = worth(
        value=float(stake.minor),
        win_probability=chance.p,
        influence=[1.0 if row.about is None else min(1.0, abs(row.about.share)) for row in rows] or [0.0],
        lift=[lifts[row.kind.lift_class].lift for row in rows] or [0.0],
        known=[_known(row) for row in rows] or [0.0],
        p_find=[chance_found(row.kind.lift_class, row.ask.access if row.ask else None) for row in rows] or [0.0],
        p_use=[chance_used(row.kind.lift_class, only_prepares=any(c.not_to_be_shown for c in row.claims)) for row in rows]
        or [0.0],
        cost=cost_of_finding(
            [float(row.kind.minutes) for row in rows] or [0.0], hour_cost_minor,
            allowed=[not row.kind.special for row in rows] or [False],
        ),
    )  # fmt: skip
    return Candidates(tuple(rows), lifts, found)


def choose(of: Candidates, chance: Chance, *, by: str = "net") -> Chosen:
    """What to ask, and where asking costs more than it brings."""
    who: list[Hashable] = [row.about.id if row.about else 0 for row in of.rows]
    if not of.rows:
        return Chosen((), (), 0, 0, 0, "all_asked", Completeness(None, None), 0)
    minutes = [row.kind.minutes for row in of.rows]
    picked = questions(of.found, win_probability=chance.p, person=who, minutes=minutes, by=by)
    rows = _with_gain(of, picked.gain)
    taken = set(picked.rows)
    left = sorted((row for place, row in enumerate(rows) if place not in taken), key=lambda row: -row.gain_minor)
    return Chosen(
        asked=tuple(rows[place] for place in picked.rows),
        left=tuple(left),
        total_minor=round(picked.total),
        cost_minor=round(picked.cost),
        minutes=round(picked.minutes),
        stopped_by=picked.stopped_by,
        completeness=how_complete(of),
        money_left_minor=max(0, round(picked.total - picked.cost)),
    )


def _with_gain(of: Candidates, gains: Sequence[float]) -> list[Question]:
    """The questions whole, by place."""
    numbers = zip(
        of.rows,
        zip(*of.found.factors.tolist(), strict=True),
        of.found.worth.tolist(),
        of.found.cost.tolist(),
        gains,
        strict=True,
    )
    return [
        Question(
            *row,
            minutes=row.kind.minutes,
            lift=of.lifts[row.kind.lift_class],
            factors=factors,
            worth_minor=round(brings),
            cost_minor=None if math.isinf(cost) else round(cost),
            gain_minor=round(gain),
        )
        for row, factors, brings, cost, gain in numbers
    ]


def how_complete(of: Candidates) -> Completeness:
    """How much of what matters is known: each fact by its lift, each person by their share of the decision (K4)."""
    at: dict[int, int] = {}
    column: dict[str, int] = {}
    places = [at.setdefault(row.about.id if row.about else 0, len(at)) for row in of.rows]
    columns = [column.setdefault(row.kind.code, len(column)) for row in of.rows]
    share, known, weight = np.ones(len(at)), np.full((len(at), len(column)), np.nan), np.zeros(len(column))
    _value, _openness, influence, lift, unknown, _p_find, _p_use = of.found.factors
    share[places] = influence
    known[places, columns] = 1 - unknown
    weight[columns] = lift
    return completeness(share, weight, known)


def _about(
    whom: Whom | None, kinds: Sequence[FactKind], subject: Subject, facts: Mapping[Subject, Sequence[KnownFact]],
    people: Sequence[Whom],
) -> list[_Asked]:  # fmt: skip
    """What can be asked about one subject, still without its worth. kinds: those that fit it."""
    known: dict[str, list[KnownFact]] = {}
    for fact in facts.get(subject, ()):
        known.setdefault(fact.kind, []).append(fact)
    ask, then_self = whom_to_ask(whom, people)
    rows = []
    for kind in kinds:
        claims = tuple(known.get(kind.code, ()))
        rows.append(_Asked(kind, whom, ask, then_self, claims, _state(claims)))
    return rows


def whom_to_ask(about: Whom | None, people: Sequence[Whom]) -> tuple[Whom | None, bool]:
    """Whoever we reach best; about a person whom we reach well, they themselves. Second: whether they come after."""
    if about is not None and about.access >= WELL_REACHED:
        return about, False
    best = max(people, key=lambda one: (one.access, one.share), default=None)
    if about is None or best is None:
        return best, False
    return (about, False) if best.access <= about.access else (best, True)


def _state(claims: Sequence[KnownFact]) -> str:
    if len(claims) > 1:
        return "contradiction"
    return "ageing" if claims and claims[0].left > AGEING else "unknown"


def _known(row: _Asked) -> float:
    """0..1: the surest claim, divided among claims that contradict each other; or what the map of people says."""
    on_map = FROM_MAP if row.about and row.kind.lift_class in row.about.on_map else 0.0
    if not row.claims:
        return on_map
    return min(1.0, max(on_map, max(claim.left for claim in row.claims) / len(row.claims)))
