"""The forms of a decision table: lines as typed, and the table they make. Empty lines fall away; nothing typed is lost."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.typed_numbers import in_field, money_in_field
from tenure.clients.units.decision_tables import carried_over
from tenure.clients.units.decision_units import Unit
from tenure.clients.units.table_entries import (
    ATTITUDE,
    MOST_ANSWERS,
    MOST_TACTICS,
    MOST_UNKNOWNS,
    USUAL_ANSWERED,
    USUAL_MINUTES,
    USUAL_RIGHT,
    Case,
    Payoff,
    PossibleAnswer,
    Table,
    Tactic,
    Unknown,
    linkable,
    shared_out,
)
from tenure.kernel.errors import InvalidValue
from tenure.web.units.reading import amount, number, record, share, whole

Line = dict[str, str]
ANSWER = ("key", "name", "p", "right")
UNKNOWN = ("key", "text", "about", "link", "answered", "minutes", "money")
TACTIC = ("key", "name", "cost")
AT_LEAST = {"tactics": 3, "answers": 3}


@dataclass(frozen=True)
class UnknownLines:
    """One question as typed, with the lines of its possible answers."""

    values: Line
    answers: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Typed:
    """The first form as typed: tactics and unknowns by lines, in whatever state they are."""

    tactics: tuple[Line, ...] = ()
    unknowns: tuple[UnknownLines, ...] = field(default=())


def typed_lines(post: QueryDict) -> Typed:
    """What was sent; lines without a word in them are left out."""
    tactics = [_line(post, f"t{n}", TACTIC) for n in range(1, MOST_TACTICS + 1)]
    unknowns = []
    for n in range(1, MOST_UNKNOWNS + 1):
        answers = [_line(post, f"u{n}-a{k}", ANSWER) for k in range(1, MOST_ANSWERS + 1)]
        values = _line(post, f"u{n}", UNKNOWN)
        kept = tuple(one for one in answers if one["name"] or one["p"])
        if values["text"] or kept:
            unknowns.append(UnknownLines(values, kept))
    return Typed(tuple(one for one in tactics if one["name"] or one["cost"]), tuple(unknowns))


def lines_of(table: Table, currency: str) -> Typed:
    """A table as it stands in the form."""
    return Typed(
        tactics=tuple(
            {"key": one.key, "name": one.name, "cost": money_in_field(one.cost_minor or None, currency)}
            for one in table.tactics
        ),
        unknowns=tuple(UnknownLines(_unknown_line(one, currency), _answer_lines(one)) for one in table.unknowns),
    )


def suggested(unit: Unit) -> Typed:
    """How a table may begin: our arguments as tactics, and what the weightiest person decides by as the unknown."""
    tactics = tuple({"key": "", "name": one.text[:80], "cost": ""} for one in unit.arguments[:MOST_TACTICS])
    criteria = unit.criteria[:MOST_ANSWERS]
    whom = next((one for one in unit.members if not one.criteria), None)
    if whom is None or len(criteria) < 2:
        return Typed(tactics)
    values = dict.fromkeys(UNKNOWN, "") | {
        "text": _("What does %(name)s decide by?") % {"name": whom.name}, "about": str(whom.id),
        "link": "personal_criteria" if "personal_criteria" in fact_kinds() else "",
    }  # fmt: skip
    answers = tuple(dict.fromkeys(ANSWER, "") | {"name": name[:80]} for name in criteria)
    return Typed(tactics, (UnknownLines(values, answers),))


def with_room(typed: Typed) -> Typed:
    """The lines with empty ones to write on: two more tactics, one more question, all the answers a question may have."""
    room = max(AT_LEAST["tactics"], min(MOST_TACTICS, len(typed.tactics) + 2))
    tactics = _filled(typed.tactics, TACTIC, room)
    unknowns = [*typed.unknowns]
    if len(unknowns) < MOST_UNKNOWNS:
        unknowns.append(UnknownLines(dict.fromkeys(UNKNOWN, "")))
    return Typed(
        tactics,
        tuple(
            replace(one, answers=_filled(one.answers, ANSWER, max(AT_LEAST["answers"], min(MOST_ANSWERS, len(one.answers) + 1))))
            for one in unknowns
        ),
    )  # fmt: skip


def table_from(typed: Typed, before: Table, unit: Unit, currency: str) -> Table:
    """The table these lines make; amounts known before stay where they still fit. Raises InvalidValue naming the field."""
    keys = _keys(typed.tactics, "t", [one.key for one in before.tactics])
    tactics = tuple(
        Tactic(key, one["name"], amount(one["cost"], f"t{n}-cost", currency) or 0)
        for n, (key, one) in enumerate(zip(keys, typed.tactics, strict=True), 1)
    )
    old = {one.key: one for one in before.unknowns}
    keys = _keys([one.values for one in typed.unknowns], "u", old)
    unknowns = tuple(
        _unknown(one, key, f"u{n}", old.get(key), unit, currency)
        for n, (key, one) in enumerate(zip(keys, typed.unknowns, strict=True), 1)
    )
    table = replace(before, tactics=tactics, unknowns=unknowns)
    return replace(table, payoffs=carried_over(before, table))


def payoff_name(tactic: str, case: Case) -> str:
    """The name of the field of one payoff."""
    return "-".join(("pay", tactic, *case))


def payoff_text(payoff: Payoff, currency: str) -> str:
    """A payoff as it is typed: 12000, or 35 %."""
    if payoff.chance is not None:
        return f"{in_field(100 * payoff.chance)} %"
    return money_in_field(payoff.minor, currency)


def payoffs_from(values: Line, table: Table, currency: str) -> Table:
    """The table with the payoffs as typed; a number with a per cent sign is a chance of the deal's value."""
    found = {}
    for tactic in table.tactics:
        for case in table.cases:
            name = payoff_name(tactic.key, case)
            payoff = _payoff(values.get(name, ""), name, currency)
            if not payoff.empty:
                found[tactic.key, case] = payoff
    return replace(table, payoffs=found)


def _payoff(text: str, name: str, currency: str) -> Payoff:
    if not text.strip():
        return Payoff()
    if "%" not in text:
        return Payoff(minor=amount(text, name, currency))
    chance = number(text, name) / 100
    if not 0 <= chance <= 1:
        raise InvalidValue("decision_number", field=name, value=text[:40], low=0, high=100)
    return Payoff(chance=chance)


def _unknown(one: UnknownLines, key: str, at: str, known: Unknown | None, unit: Unit, currency: str) -> Unknown:
    values = one.values
    given = [share(answer["p"], f"{at}-a{k}-p") for k, answer in enumerate(one.answers, 1)]
    right = [share(answer["right"], f"{at}-a{k}-right") for k, answer in enumerate(one.answers, 1)]
    keys = _keys(one.answers, "a", [answer.key for answer in known.answers] if known else [])
    answers = tuple(
        PossibleAnswer(answer_key, answer["name"], chance, USUAL_RIGHT if told is None else told)
        for answer_key, answer, chance, told in zip(keys, one.answers, shared_out(given), right, strict=True)
    )
    member = record(values["about"]) or None
    answered = share(values["answered"], f"{at}-answered")
    return Unknown(
        key=key,
        text=values["text"],
        answers=answers,
        kind=_link(values["link"], member, unit, f"{at}-link"),
        member_id=member,
        answered=USUAL_ANSWERED if answered is None else answered,
        minutes=whole(values["minutes"], f"{at}-minutes") if values["minutes"].strip() else USUAL_MINUTES,
        money_minor=amount(values["money"], f"{at}-money", currency) or 0,
    )


def _link(code: str, member: int | None, unit: Unit, at: str) -> str:
    """The fact a question is linked to; it must be one of whoever the question is about."""
    if member is not None and member not in {one.id for one in unit.members}:
        raise InvalidValue("decision_link", field=at)
    fits = linkable(fact_kinds(), about_person=member is not None)
    if code and code not in fits and (code != ATTITUDE or member is None):
        raise InvalidValue("decision_link", field=at)
    return code


def _keys(lines: Sequence[Line], letter: str, known: Collection[str]) -> list[str]:
    """Of each line its key; new ones get a key that nothing has or had just now, so that no amount of another is theirs."""
    found: list[str] = []
    for line in lines:
        key, at = line["key"], 1
        if key not in known or key in found:
            while (key := f"{letter}{at}") in found or key in known:
                at += 1
        found.append(key)
    return found


def _line(post: QueryDict, at: str, names: tuple[str, ...]) -> Line:
    return {name: post.get(f"{at}-{name}", "").replace("\x00", "").strip() for name in names}


def _filled(lines: Sequence[Line], names: tuple[str, ...], room: int) -> tuple[Line, ...]:
    return (*lines, *(dict.fromkeys(names, "") for _more in range(room - len(lines))))


def _answer_lines(one: Unknown) -> tuple[Line, ...]:
    return tuple(
        {"key": answer.key, "name": answer.name, "p": _per_cent(answer.p), "right": _per_cent(answer.right)}
        for answer in one.answers
    )


def _per_cent(share: float) -> str:
    return in_field(round(100 * share, 1))


def _unknown_line(one: Unknown, currency: str) -> Line:
    return {
        "key": one.key, "text": one.text, "about": str(one.member_id or ""), "link": one.kind,
        "answered": _per_cent(one.answered), "minutes": str(one.minutes),
        "money": money_in_field(one.money_minor or None, currency),
    }  # fmt: skip
