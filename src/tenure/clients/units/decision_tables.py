"""The decision table of a deal (K1): what we could do, what we do not know, what each tactic would bring then."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from tenure.clients.clients import visible_clients
from tenure.clients.models import DecisionTable, DecisionUnit, UnitMember
from tenure.clients.units.table_entries import (
    Case,
    Heard,
    Payoff,
    PossibleAnswer,
    Table,
    Tactic,
    Unknown,
    checked,
)
from tenure.clients.units.unit_changes import told, unit_to_change
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, NotFound
from tenure.privacy.models import User


def table_of(*, actor: User, unit_id: int) -> Table:
    """The table of a unit in sight, an empty one where nobody has begun; NotFound otherwise. Two queries."""
    if not DecisionUnit.objects.filter(pk=unit_id, client__in=visible_clients(actor)).exists():
        raise NotFound(f"decision unit {unit_id}")
    row = DecisionTable.objects.filter(pk=unit_id).select_related("changed_by").first()
    return _read(row) if row else Table(unit_id)


def tables_at(*, client_id: int) -> tuple[Table, ...]:
    """The tables of the open deals of a client whose sight was checked before. One query."""
    rows = DecisionTable.objects.filter(unit__client_id=client_id, unit__state=DecisionUnit.State.OPEN)
    return tuple(_read(row) for row in rows.select_related("changed_by").order_by("unit_id"))


def save_table(*, actor: User, table: Table) -> Table:
    """Keep a table as it now stands. Conflict when somebody changed it since `table.version`.

    What was heard stays; what was heard of an unknown that is no longer there goes with it.
    """
    table = checked(table)
    with transaction.atomic():
        unit, row = _to_change(actor, table.unit_id, table.version)
        members = set(UnitMember.objects.filter(unit=unit).values_list("pk", flat=True))
        if {one.member_id for one in table.unknowns if one.member_id is not None} - members:
            raise NotFound(f"somebody else's member in the table of {unit.pk}")
        known = {unknown.key for unknown in table.unknowns}
        heard = tuple(one for one in _read(row).heard if one.unknown in known) if row else ()
        kept = replace(table, heard=heard)
        _store(actor, unit, row, kept)
        told(actor, unit, "edit_table", tactics=len(kept.tactics), unknowns=len(kept.unknowns))
    return table_of(actor=actor, unit_id=table.unit_id)


def hear(*, actor: User, unit_id: int, version: int, unknown: str, answer: str, on: date) -> Table:
    """An answer came: the probabilities move by how often its source is right (Bayes). What stood before is kept."""
    with transaction.atomic():
        unit, row = _to_change(actor, unit_id, version)
        if row is None:
            raise NotFound(f"decision table {unit_id}")
        table = _read(row)
        about = table.unknown(unknown)
        after = believed(about, answer)
        heard = Heard(unknown, answer, on, actor.name, tuple(one.p for one in about.answers))
        _store(actor, unit, row, _with_unknown(replace(table, heard=(*table.heard, heard)), after))
        told(actor, unit, "hear_table_answer", unknown=unknown, answer=answer)
    return table_of(actor=actor, unit_id=unit_id)


def unhear(*, actor: User, unit_id: int, version: int) -> Table:
    """Take the newest answer back: its probabilities stand again as before it came."""
    with transaction.atomic():
        unit, row = _to_change(actor, unit_id, version)
        table = _read(row) if row else Table(unit_id)
        if not table.heard:
            raise NotFound(f"nothing heard in {unit_id}")
        last = table.heard[-1]
        about = table.unknown(last.unknown)
        answers = about.answers
        if len(answers) == len(last.before):
            answers = tuple(replace(one, p=p) for one, p in zip(answers, last.before, strict=True))
        table = _with_unknown(replace(table, heard=table.heard[:-1]), replace(about, answers=answers))
        _store(actor, unit, row, table)
        told(actor, unit, "take_back_table_answer", unknown=last.unknown)
    return table_of(actor=actor, unit_id=unit_id)


def believed(unknown: Unknown, answer: str) -> Unknown:
    """The unknown after its source said this answer. NotFound for an answer that is none of the possible ones. Pure."""
    if answer not in {one.key for one in unknown.answers}:
        raise NotFound(f"answer {answer}")
    others = max(1, len(unknown.answers) - 1)
    weights = [one.p * (one.right if one.key == answer else (1 - one.right) / others) for one in unknown.answers]
    total = sum(weights)
    if total <= 0:  # what was held impossible is said by a source held never to err: believe what is said
        weights, total = [float(one.key == answer) for one in unknown.answers], 1.0
    answers = tuple(replace(one, p=weight / total) for one, weight in zip(unknown.answers, weights, strict=True))
    return replace(unknown, answers=answers)


def carried_over(old: Table, new: Table) -> dict[tuple[str, Case], Payoff]:
    """The payoffs of a table whose tactics or unknowns changed. Pure.

    Where a new unknown came, all its answers begin alike; where one went, what is expected over its answers stays.
    """
    before = {tactic.key for tactic in old.tactics}
    names = [unknown.key for unknown in new.unknowns]
    found: dict[tuple[str, Case], Payoff] = {}
    for tactic in new.tactics:
        for case in new.cases if tactic.key in before else ():
            given = dict(zip(names, case, strict=True))
            kept = [(p, old.payoffs.get((tactic.key, one), Payoff())) for p, one in _alike(old, given)]
            if kept:
                found[tactic.key, case] = _mixed(kept)
    return {cell: payoff for cell, payoff in found.items() if not payoff.empty}


def _alike(old: Table, given: Mapping[str, str]) -> Iterator[tuple[float, Case]]:
    """Cases of the old table that agree with these answers where both know the unknown, by how likely the rest is."""
    for answers in itertools.product(*(unknown.answers for unknown in old.unknowns)):
        pairs = list(zip(old.unknowns, answers, strict=True))
        if all(given.get(unknown.key, answer.key) == answer.key for unknown, answer in pairs):
            rest = [answer.p for unknown, answer in pairs if unknown.key not in given]
            yield math.prod(rest), tuple(answer.key for answer in answers)


def _mixed(kept: Sequence[tuple[float, Payoff]]) -> Payoff:
    """What is expected of several payoffs; empty when one is, or when money stands beside a chance."""
    if len(kept) == 1:
        return kept[0][1]
    whole = sum(p for p, _payoff in kept)
    money = [payoff.minor for _p, payoff in kept if payoff.minor is not None]
    chances = [payoff.chance for _p, payoff in kept if payoff.chance is not None]
    if whole <= 0 or len(kept) not in (len(money), len(chances)):
        return Payoff()
    if len(money) == len(kept):
        return Payoff(minor=round(sum(p * one for (p, _payoff), one in zip(kept, money, strict=True)) / whole))
    return Payoff(chance=sum(p * one for (p, _payoff), one in zip(kept, chances, strict=True)) / whole)


def _with_unknown(table: Table, changed: Unknown) -> Table:
    return replace(table, unknowns=tuple(changed if one.key == changed.key else one for one in table.unknowns))


def _to_change(actor: User, unit_id: int, version: int) -> tuple[DecisionUnit, DecisionTable | None]:
    unit = unit_to_change(actor, unit_id)
    row = DecisionTable.objects.filter(pk=unit_id).select_related("changed_by").first()
    if (row.version if row else 0) != version:
        raise Conflict(f"decision table {unit_id} is no longer at version {version}")
    return unit, row


def _store(actor: User, unit: DecisionUnit, row: DecisionTable | None, table: Table) -> None:
    row = row or DecisionTable(unit=unit, version=0)
    row.content, row.changed_at, row.changed_by = _content(table), clock.now(), actor
    row.version += 1
    row.save()


def _content(table: Table) -> dict[str, Any]:
    return {
        "tactics": [vars(one) for one in table.tactics],
        "unknowns": [vars(one) | {"answers": [vars(answer) for answer in one.answers]} for one in table.unknowns],
        "payoffs": [
            [tactic, list(case), payoff.minor, payoff.chance]
            for (tactic, case), payoff in table.payoffs.items() if not payoff.empty
        ],
        "heard": [vars(one) | {"on": one.on.isoformat(), "before": list(one.before)} for one in table.heard],
    }  # fmt: skip


def _read(row: DecisionTable) -> Table:
    content = row.content
    return Table(
        unit_id=row.pk,
        tactics=tuple(Tactic(**one) for one in content.get("tactics", ())),
        unknowns=tuple(
            Unknown(**one | {"answers": tuple(PossibleAnswer(**answer) for answer in one["answers"])})
            for one in content.get("unknowns", ())
        ),
        payoffs={
            (tactic, tuple(case)): Payoff(minor, chance)
            for tactic, case, minor, chance in content.get("payoffs", ())
        },
        heard=tuple(
            Heard(**one | {"on": date.fromisoformat(one["on"]), "before": tuple(one["before"])})
            for one in content.get("heard", ())
        ),
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by.name,
    )  # fmt: skip
