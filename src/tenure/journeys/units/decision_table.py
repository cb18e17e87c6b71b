"""The decision table of a deal with what follows: what to do now, what knowing would be worth, what to ask first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from tenure.agenda.proposals import Stake
from tenure.agenda.table_questions import (
    TableQuestion,
    end_table_questions,
    plan_table_question,
    planned_table_questions,
    table_question_heard,
)
from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.facts.facts import KnownFact, Subject, facts_of
from tenure.clients.units.deals import close_unit
from tenure.clients.units.decision_tables import hear, table_of, tables_at
from tenure.clients.units.decision_units import MemberRow, Unit, UnitHead, unit_of
from tenure.clients.units.table_entries import Payoff, Table, Unknown
from tenure.journeys.units.table_numbers import Reckoned, TableEntries, UnknownEntries, table_numbers
from tenure.privacy.models import User
from tenure.privacy.workspace import current_workspace

HOUR, USUAL_HOUR_MINOR = 60, 2000
BIG_HOURS = 1000  # a deal worth a thousand hours of work deserves the half hour a table takes: ASSUMED


@dataclass(frozen=True)
class Outcome:
    """A tactic with its numbers, minor units. expected: after its own cost; best: the one to take now; often_best: share
    of plausible probabilities in which it is the best."""

    key: str
    name: str
    expected_minor: int
    best: bool
    often_best: float


@dataclass(frozen=True)
class After:
    """If this is what we hear: the tactic to take then. changes: another one than now."""

    answer: str
    tactic: str
    changes: bool


@dataclass(frozen=True)
class WhenTurns:
    """Once this answer is held as likely as p, this tactic is the best; now: how likely it is held."""

    answer: str
    now: float
    p: float
    tactic: str


@dataclass(frozen=True)
class WorthOfUnknown:
    """What is not known, and what knowing it is worth, minor units. certain: known for sure; source: what its source
    brings, with the chance of no answer; cost: of asking; person: whom it is about; known: what is recorded of it now;
    attitude: of that person, where it is linked; planned: waits on somebody's list."""

    unknown: Unknown
    certain_minor: int
    source_minor: int
    cost_minor: int
    after: tuple[After, ...]
    turns: tuple[WhenTurns, ...]
    person: MemberRow | None
    known: tuple[KnownFact, ...]
    planned: bool

    @property
    def net_minor(self) -> int:
        return self.source_minor - self.cost_minor


@dataclass(frozen=True)
class Advice:
    """outcomes: the best first; perfect: what knowing everything for sure is worth; gain: what asking in the best order
    brings after all costs; ask: what to ask first, None: decide now; worth: what its answer brings, with the range of 8
    of 10 plausible probabilities; stays, still_asks: share of those in which the advice stays."""

    outcomes: tuple[Outcome, ...]
    perfect_minor: int
    gain_minor: int
    ask: WorthOfUnknown | None
    worth: Stake | None
    stays: float
    still_asks: float | None

    @property
    def best(self) -> Outcome:
        return self.outcomes[0]

    @property
    def alike(self) -> tuple[str, ...]:
        """Other tactics that bring the same."""
        return tuple(one.name for one in self.outcomes[1:] if one.expected_minor == self.best.expected_minor)


@dataclass(frozen=True)
class DecisionPage:
    """Everything the page shows. advice: None while amounts are missing; lacks_value: a payoff is a chance, and the deal
    has no value yet; unknowns: in the order of the table, with their worth once there is advice; big: whether the deal is
    worth such a table."""

    unit: Unit
    table: Table
    advice: Advice | None
    unknowns: tuple[WorthOfUnknown, ...]
    lacks_value: bool
    hour_cost_minor: int
    big: bool

    @property
    def head(self) -> UnitHead:
        return self.unit.head


@dataclass(frozen=True)
class TableAsks:
    """A question of a deal's table that is worth asking, for the card, the brief and the record. answers: pairs (key,
    name); version: of the table."""

    unit_id: int
    deal: str
    unknown: str
    answers: tuple[tuple[str, str], ...]
    version: int
    text: str
    person: str
    worth_minor: int
    cost_minor: int
    minutes: int


def decision_page(*, actor: User, unit_id: int) -> DecisionPage:
    """The table of a unit in sight with its numbers; NotFound otherwise. A known number of queries."""
    unit = unit_of(actor=actor, unit_id=unit_id)
    table = table_of(actor=actor, unit_id=unit_id)
    hour = _hour_cost()
    facts = _facts(actor, unit, table)
    planned = planned_table_questions(unit_id=unit_id)
    numbers, lacks_value = _reckoned(table, unit.head.value_minor, hour)
    unknowns = tuple(
        _worth(table, place, numbers, unit.members, facts, planned, hour) for place in range(len(table.unknowns))
    )
    advice = _advice(table, numbers, unknowns) if numbers else None
    return DecisionPage(unit, table, advice, unknowns, lacks_value, hour, is_big(unit.head, hour))


def is_big(head: UnitHead, hour_cost_minor: int) -> bool:
    """Whether an open deal is worth the time a table takes. Pure."""
    value = head.value_minor or 0
    return bool(head.title) and head.state == "open" and value >= BIG_HOURS * hour_cost_minor > 0


def open_tables(*, client_id: int) -> tuple[Table, ...]:
    """The tables of the open deals of a client whose sight was checked before. One query."""
    return tables_at(client_id=client_id)


def tables_ask(
    tables: Sequence[Table], *, heads: Sequence[UnitHead], members: Mapping[int, str]
) -> tuple[TableAsks, ...]:
    """What these tables ask first, the dearest answer first. heads: the units of the client; members: names by
    membership, where they are known. One query at most."""
    tables = [table for table in tables if table.ready and not table.missing]
    if not tables:
        return ()
    hour, by_id = _hour_cost(), {head.id: head for head in heads}
    found = []
    for table in tables:
        head = by_id.get(table.unit_id)
        numbers, _lacks = _reckoned(table, head.value_minor if head else None, hour)
        if head is None or numbers is None or numbers.first is None:
            continue
        one = table.unknowns[numbers.first]
        worth = round(numbers.source_worth[numbers.first])
        found.append(
            TableAsks(table.unit_id, head.title, one.key, tuple((answer.key, answer.name) for answer in one.answers),
                      table.version, one.text, members.get(one.member_id or 0, ""), worth,
                      round(cost_of(one, hour)), one.minutes)
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: -one.worth_minor))


def plan_question(*, actor: User, unit_id: int, unknown: str) -> int:
    """Put asking this on one's own list of the day, with what it is worth. Returns the task."""
    page = decision_page(actor=actor, unit_id=unit_id)
    page.table.unknown(unknown)
    one = next(row for row in page.unknowns if row.unknown.key == unknown)
    worth = Stake(one.source_minor, 0, one.certain_minor)
    if page.advice and page.advice.worth and page.advice.ask is one:
        worth = page.advice.worth
    return plan_table_question(
        actor=actor, client_id=page.head.client_id,
        question=TableQuestion(unit_id, unknown, one.unknown.text, one.person.person_id if one.person else None,
                               one.unknown.minutes, one.cost_minor, worth),
    )  # fmt: skip


def hear_answer(*, actor: User, unit_id: int, version: int, unknown: str, answer: str, on: date) -> Table:
    """An answer came: the table moves, and the question leaves everybody's list."""
    with transaction.atomic():
        table = hear(actor=actor, unit_id=unit_id, version=version, unknown=unknown, answer=answer, on=on)
        table_question_heard(actor=actor, unit_id=unit_id, unknown=unknown)
    return table


def close_deal(*, actor: User, unit_id: int, version: int, won: bool, on: date, today: date) -> None:
    """The deal is won or lost, and nothing of its table is asked any more."""
    with transaction.atomic():
        close_unit(actor=actor, unit_id=unit_id, version=version, won=won, on=on, today=today)
        end_table_questions(unit_id=unit_id)


def cost_of(one: Unknown, hour_cost_minor: int) -> float:
    """What asking costs: the time of whoever asks, and money."""
    return one.minutes * hour_cost_minor / HOUR + one.money_minor


def payoff_minor(payoff: Payoff, value_minor: int | None) -> float | None:
    """What a payoff is in money; None for an empty one, and for a chance of a deal without a value."""
    if payoff.minor is not None:
        return float(payoff.minor)
    return None if payoff.chance is None or value_minor is None else payoff.chance * value_minor


def _hour_cost() -> int:
    workspace = current_workspace()
    return workspace.hour_cost_minor if workspace else USUAL_HOUR_MINOR


def _reckoned(table: Table, value_minor: int | None, hour_cost_minor: int) -> tuple[Reckoned | None, bool]:
    """The numbers of the table, None while something is missing; and whether what is missing is the value of the deal."""
    if not table.ready or table.missing:
        return None, False
    cells = []
    for tactic in table.tactics:
        amounts = [payoff_minor(table.payoffs[tactic.key, case], value_minor) for case in table.cases]
        brings = [one - tactic.cost_minor for one in amounts if one is not None]
        if len(brings) < len(amounts):
            return None, True
        cells.append(tuple(brings))
    unknowns = tuple(
        UnknownEntries(
            tuple(answer.p for answer in one.answers), tuple(answer.right for answer in one.answers), one.answered,
            cost_of(one, hour_cost_minor),
        )
        for one in table.unknowns
    )  # fmt: skip
    return table_numbers(TableEntries(tuple(cells), unknowns, (table.unit_id, table.version))), False


def _facts(actor: User, unit: Unit, table: Table) -> dict[str, tuple[KnownFact, ...]]:
    """By unknown, what is recorded of the fact it is linked to."""
    kinds, wanted = fact_kinds(), {}
    for one in table.unknowns:
        person = _person(unit.members, one)
        if one.kind in kinds and not kinds[one.kind].special and (one.member_id is None or person):
            subject = Subject("person", person.person_id) if person else Subject("client", unit.head.client_id)
            wanted[one.key] = (subject, one.kind)
    facts = facts_of(actor=actor, subjects=[subject for subject, _kind in wanted.values()]) if wanted else {}
    return {
        key: tuple(fact for fact in facts[subject] if fact.kind == kind and not fact.withheld)
        for key, (subject, kind) in wanted.items()
    }


def _person(members: Sequence[MemberRow], one: Unknown) -> MemberRow | None:
    return next((member for member in members if member.id == one.member_id), None)


def _worth(
    table: Table, place: int, numbers: Reckoned | None, members: Sequence[MemberRow],
    facts: Mapping[str, tuple[KnownFact, ...]], planned: frozenset[str], hour: int,
) -> WorthOfUnknown:  # fmt: skip
    one, names = table.unknowns[place], [tactic.name for tactic in table.tactics]
    after: tuple[After, ...] = ()
    turning: tuple[WhenTurns, ...] = ()
    if numbers:
        after = tuple(
            After(answer.name, names[best], best != numbers.best)
            for answer, best in zip(one.answers, numbers.best_after[place], strict=True)
        )
        turning = tuple(
            WhenTurns(one.answers[state].name, one.answers[state].p, p, names[action])
            for state, p, action in numbers.turns[place]
        )
    return WorthOfUnknown(
        unknown=one,
        certain_minor=round(numbers.certain_worth[place]) if numbers else 0,
        source_minor=round(numbers.source_worth[place]) if numbers else 0,
        cost_minor=round(cost_of(one, hour)),
        after=after,
        turns=turning,
        person=_person(members, one),
        known=facts.get(one.key, ()),
        planned=one.key in planned,
    )


def _advice(table: Table, numbers: Reckoned, unknowns: Sequence[WorthOfUnknown]) -> Advice:
    rows = [
        Outcome(
            tactic.key, tactic.name, round(numbers.expected[place]), place == numbers.best, numbers.often_best[place]
        )
        for place, tactic in enumerate(table.tactics)
    ]
    worth = None
    if numbers.first is not None and numbers.worth_low is not None and numbers.worth_high is not None:
        middle = unknowns[numbers.first].source_minor
        worth = Stake(middle, min(middle, round(numbers.worth_low)), max(middle, round(numbers.worth_high)))
    return Advice(
        outcomes=tuple(sorted(rows, key=lambda row: (not row.best, -row.expected_minor))),
        perfect_minor=round(numbers.perfect),
        gain_minor=round(numbers.gain),
        ask=None if numbers.first is None else unknowns[numbers.first],
        worth=worth,
        stays=numbers.stays,
        still_asks=numbers.still_asks,
    )
