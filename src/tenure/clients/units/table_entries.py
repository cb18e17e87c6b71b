"""What a decision table is made of, and what is refused in it. Plain values: pure."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from tenure.clients.fact_catalogue import FactKind
from tenure.clients.units.unit_changes import line
from tenure.kernel.errors import InvalidValue, NotFound

MOST_TACTICS, MOST_UNKNOWNS, MOST_ANSWERS, MOST_CASES = 6, 3, 5, 30
USUAL_RIGHT, USUAL_ANSWERED, USUAL_MINUTES = 0.8, 0.8, 30


@dataclass(frozen=True)
class Tactic:
    """One thing we could do. cost_minor: what doing it costs us, taken from whatever it brings."""

    key: str
    name: str
    cost_minor: int = 0


@dataclass(frozen=True)
class PossibleAnswer:
    """What may turn out to be true. p: how likely, 0..1; right: how likely we are told so when it is true, 0..1."""

    key: str
    name: str
    p: float
    right: float = USUAL_RIGHT


@dataclass(frozen=True)
class Unknown:
    """Something we do not know. text: the question as it would be asked; kind: the fact it is, "attitude" for that of a
    person, empty for neither; member_id: the person of the unit it is about, None for the client; answered: how likely
    we get an answer, 0..1; minutes and money_minor: what asking costs."""

    key: str
    text: str
    answers: tuple[PossibleAnswer, ...]
    kind: str = ""
    member_id: int | None = None
    answered: float = USUAL_ANSWERED
    minutes: int = USUAL_MINUTES
    money_minor: int = 0


@dataclass(frozen=True)
class Payoff:
    """What a tactic brings in a case, before its own cost: money, or a chance (0..1) of the deal's value."""

    minor: int | None = None
    chance: float | None = None

    @property
    def empty(self) -> bool:
        return self.minor is None and self.chance is None


@dataclass(frozen=True)
class Heard:
    """An answer that came. before: the probabilities until then, in the order of the possible answers."""

    unknown: str
    answer: str
    on: date
    by: str
    before: tuple[float, ...]


Case = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table whole. payoffs: by tactic and case, a case being the key of one answer to each unknown, in their order;
    version 0: nobody has begun one."""

    unit_id: int
    tactics: tuple[Tactic, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    payoffs: Mapping[tuple[str, Case], Payoff] = field(default_factory=dict)
    heard: tuple[Heard, ...] = ()
    version: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""

    @property
    def cases(self) -> tuple[Case, ...]:
        """Every combination of answers; none while an unknown has no possible answers."""
        return tuple(itertools.product(*([one.key for one in unknown.answers] for unknown in self.unknowns)))

    @property
    def ready(self) -> bool:
        """Whether there is something to choose between and something that could change the choice."""
        enough = all(len(unknown.answers) > 1 for unknown in self.unknowns)
        return len(self.tactics) > 1 and bool(self.unknowns) and enough

    @property
    def missing(self) -> int:
        """How many payoffs nobody has named yet."""
        if not self.ready:
            return 0
        cells = itertools.product((tactic.key for tactic in self.tactics), self.cases)
        return sum(self.payoffs.get(cell, Payoff()).empty for cell in cells)

    def unknown(self, key: str) -> Unknown:
        """One of the unknowns; NotFound for another key."""
        for one in self.unknowns:
            if one.key == key:
                return one
        raise NotFound(f"unknown {key}")


ATTITUDE = "attitude"
LONGEST_NAME, LONGEST_TEXT, DEAREST_MINOR, MOST_MINUTES = 80, 200, 10**15, 10_000
ROUNDED = 0.005  # what probabilities typed as whole per cent may miss together


def checked(table: Table) -> Table:
    """The table with clean texts and probabilities that sum to 1. Raises InvalidValue naming the field by its place in the
    form: t2-name, u1-text, u1-a3-p."""
    if len(table.tactics) > MOST_TACTICS or len(table.unknowns) > MOST_UNKNOWNS:
        raise InvalidValue("decision_rows", tactics=MOST_TACTICS, unknowns=MOST_UNKNOWNS)
    tactics = tuple(_tactic(one, f"t{place}") for place, one in enumerate(table.tactics, 1))
    unknowns = tuple(_unknown(one, f"u{place}") for place, one in enumerate(table.unknowns, 1))
    checked_table = replace(table, tactics=tactics, unknowns=unknowns)
    if len(checked_table.cases) > MOST_CASES:
        raise InvalidValue("decision_cases", count=len(checked_table.cases), most=MOST_CASES)
    cells = set(itertools.product((one.key for one in tactics), checked_table.cases))
    payoffs = {cell: _payoff(payoff) for cell, payoff in table.payoffs.items() if cell in cells and not payoff.empty}
    return replace(checked_table, payoffs=payoffs)


def linkable(kinds: Mapping[str, FactKind], *, about_person: bool) -> dict[str, FactKind]:
    """The facts an unknown may be linked to; special categories, which are never reckoned with, are not."""
    subject = "person" if about_person else "client"
    return {
        code: kind
        for code, kind in kinds.items()
        if kind.subject == subject and not kind.special and not kind.hidden and kind.enabled
    }


def _tactic(one: Tactic, at: str) -> Tactic:
    return replace(one, name=_named(one.name, f"{at}-name"), cost_minor=_money(one.cost_minor, f"{at}-cost"))


def _unknown(one: Unknown, at: str) -> Unknown:
    if len(one.answers) > MOST_ANSWERS:
        raise InvalidValue("decision_rows", tactics=MOST_TACTICS, unknowns=MOST_UNKNOWNS)
    text = line(one.text, f"{at}-text", LONGEST_TEXT)
    if not text:
        raise InvalidValue("decision_nameless", field=f"{at}-text")
    if len(one.answers) < 2:
        raise InvalidValue("decision_small", field=f"{at}-text")
    answers = tuple(_answer(answer, f"{at}-a{place}") for place, answer in enumerate(one.answers, 1))
    total = sum(answer.p for answer in answers)
    if abs(total - 1) > ROUNDED * len(answers):
        raise InvalidValue("decision_prior", field=f"{at}-a1-p", sum=round(100 * total, 1))
    if not 0 <= one.minutes <= MOST_MINUTES:
        raise _out(one.minutes, f"{at}-minutes", MOST_MINUTES)
    return replace(
        one,
        text=text,
        answers=tuple(replace(answer, p=answer.p / total) for answer in answers),
        answered=_share(one.answered, f"{at}-answered"),
        money_minor=_money(one.money_minor, f"{at}-money"),
    )


def _answer(one: PossibleAnswer, at: str) -> PossibleAnswer:
    name = _named(one.name, f"{at}-name")
    return replace(one, name=name, p=_share(one.p, f"{at}-p"), right=_share(one.right, f"{at}-right"))


def _named(text: str, field: str) -> str:
    clean = line(text, field, LONGEST_NAME)
    if not clean:
        raise InvalidValue("decision_nameless", field=field)
    return clean


def _share(value: float, field: str) -> float:
    if not 0 <= value <= 1:
        raise _out(100 * value, field, 100)
    return value


def _money(minor: int, field: str) -> int:
    if not 0 <= minor <= DEAREST_MINOR:
        raise InvalidValue("decision_money", field=field)
    return minor


def _payoff(one: Payoff) -> Payoff:
    if one.chance is not None and not 0 <= one.chance <= 1:
        raise _out(100 * one.chance, "", 100)
    if one.minor is not None and abs(one.minor) > DEAREST_MINOR:
        raise InvalidValue("decision_money")
    return one


def _out(value: float, field: str, high: float) -> InvalidValue:
    return InvalidValue("decision_number", field=field, value=f"{value:g}", low=0, high=high)


def shared_out(given: Sequence[float | None]) -> tuple[float, ...]:
    """Probabilities where some were left empty: what is left of 1 falls on those alike."""
    empty = sum(one is None for one in given)
    left = max(0.0, 1 - sum(one for one in given if one is not None))
    return tuple(left / empty if one is None else one for one in given)
