"""Decisions: the gate as it stands, everything decided with author and reasons, overrides until their day, pivots."""

from collections.abc import Mapping, Sequence
from typing import Any

from tenure.discovery.canvas.blocks import block_names
from tenure.discovery.gates import pivot_words, words
from tenure.discovery.gates.changes import CriterionChange
from tenure.discovery.gates.decisions import DecisionView
from tenure.discovery.gates.pivots import CarriedView, PivotView
from tenure.discovery.gates.standing import OverrideView
from tenure.discovery.gates.view import GateLine, GateView
from tenure.discovery.ventures.phases import phase_names
from tenure.journeys.venture_report.document import Cell, Entries, Entry, Part, Section, Table, Words
from tenure.kernel import clock, formats
from tenure.kernel.formats import gettext as _

TONES = {"met": "good", "missing": "bad", "open": "warn"}


def decisions(
    gate: GateView, changes: Sequence[CriterionChange], taken: Sequence[DecisionView], pivots: Sequence[PivotView],
    currency: str,
) -> Section:  # fmt: skip
    """The section; what was never decided is said."""
    parts: list[Part] = _gate(gate, currency)
    if changes:
        parts.append(Entries(_("What the gates ask for, changed"), tuple(_criterion_changed(one) for one in changes)))
    if taken:
        parts.append(Entries(_("Decided at the gates"), tuple(_decision(one) for one in taken)))
    else:
        parts.append(Words((_("Nothing has been decided at a gate yet."),), "missing"))
    overrides = gate.standings.overrides
    if overrides:
        parts.append(Entries(_("Passed against the criteria"), tuple(_override(one) for one in overrides)))
    if pivots:
        parts.append(Entries(_("Pivots"), tuple(_pivot(one) for one in pivots)))
    else:
        parts.append(Words((_("No pivot has been made yet."),), "missing"))
    return Section("decisions", _("Decisions and gates"), tuple(parts))


def _gate(gate: GateView, currency: str) -> list[Part]:
    rows = tuple(
        (
            Cell(line.criterion.code, tone="muted"),
            Cell(words.criterion_title(line.criterion), _found(line, currency)),
            Cell(words.state_word(line.state), _("wish") if line.criterion.need == "wish" else "", TONES[line.state]),
        )
        for line in gate.lines
    )
    heads = ("", _("Criterion and what was found"), _("State"))
    market = words.market_words(gate.market)
    said = [Words((gate_line(gate),), "lead"), *([Words((market,), "note")] if market else [])]
    return [*said, Table("", heads, (8, 74, 18), rows)]


def _found(line: GateLine, currency: str) -> str:
    """What the numbers say, and whose word fills what they leave open."""
    text = words.found_words(line.finding.code, line.finding.data, currency)
    text = text[:1].upper() + text[1:]
    decided = line.criterion.decided
    if not line.by_word or decided is None:
        return text
    told = {"who": decided.author, "day": formats.day(clock.day_of(decided.at)), "reason": decided.reason}
    said = _("%(who)s, %(day)s: %(reason)s") % told
    return f"{text}; {said}" if text else said


def gate_line(gate: GateView) -> str:
    """The gate in a sentence."""
    names = phase_names()
    name = (
        _("The gate to %(phase)s") % {"phase": names[gate.leads_to]} if gate.leads_to else _("The fourth and last gate")
    )
    musts, unmet = len(gate.musts), len(gate.unmet)
    told = {"name": name, "met": formats.number(musts - unmet), "musts": formats.number(musts)}
    if gate.open:
        return _("%(name)s is open: %(met)s of %(musts)s must-criteria are met.") % told
    return _("%(name)s is closed: %(met)s of %(musts)s must-criteria are met.") % told


def _criterion_changed(one: CriterionChange) -> Entry:
    """What is asked for otherwise than before; what asks for less is marked."""
    words_of = words.change_words(one.kind, one.before, one.after)
    names = phase_names()
    what = f"{names.get(one.phase, one.phase)}, {one.code}: {f'{one.title}: ' if one.title else ''}{words_of}"
    marks = [
        text
        for text, holds in ((_("asks for less"), one.softer), (_("after the data were seen"), one.after_data))
        if holds
    ]
    return Entry(formats.moment(one.at), one.author, what, "warn" if one.softer else "", one.reason, tuple(marks))


def _decision(one: DecisionView) -> Entry:
    choice = words.choices()[one.choice]
    what = f"{phase_names()[one.phase]}: {choice}"
    if one.override:
        against = _("against the criteria")
        what = f"{what}, {against}"
    return Entry(formats.moment(one.at), one.author, what, "warn" if one.override else "", one.reasons)


def _override(one: OverrideView) -> Entry:
    told = {"phase": phase_names()[one.phase], "codes": ", ".join(one.unmet)}
    what = _("%(phase)s, unmet: %(codes)s") % told
    fate = _("Ended on %(day)s")
    if one.running:
        fate = _("In force until %(day)s; then the gate falls back if they are still unmet.")
    elif one.ended_on is None and one.outgrown_on is not None:
        fate = _("No longer needed: the gate was passed anew on %(day)s.")
    lines = (fate % {"day": formats.day(one.ended_on or one.outgrown_on or one.until)},)
    return Entry(formats.moment(one.at), one.author, what, "warn" if one.running else "muted", one.reason, lines)


def _pivot(one: PivotView) -> Entry:
    names = phase_names()
    told = {
        "kind": dict(pivot_words.pivot_kinds())[one.kind], "before": formats.number(one.loop_before),
        "after": formats.number(one.loop_after),
    }  # fmt: skip
    what = _("%(kind)s; loop %(before)s to %(after)s") % told
    what = what[:1].upper() + what[1:]
    if one.phase_before != one.phase_after:
        what = f"{what}; {names[one.phase_before]} → {names[one.phase_after]}"
    lines = [*_changed(one.blocks), *_carried(one.carried)]
    if one.kept:
        lines.append(_("What stays: %(words)s") % {"words": one.kept})
    return Entry(formats.moment(one.at), one.author, what, "", one.reason, tuple(lines))


def _changed(blocks: Mapping[str, Any]) -> list[str]:
    names = block_names()
    lines = []
    for code, change in blocks.items():
        told = [f"− {text}" for text in change["removed"]] + [f"+ {text}" for text in change["added"]]
        told += [f"{before} → {after}" for before, after in change["reworded"]]
        lines.append(f"{names.get(code, code)}: {'; '.join(told)}")
    return lines


def _carried(rows: Sequence[CarriedView]) -> list[str]:
    carried = [
        _("H%(n)s at %(weight)s") % {"n": row.number, "weight": formats.percent(row.weight)}
        + (f" → H{row.after}" if row.after else "")
        for row in rows
        if row.fate == "carried"
    ]
    kept = [f"H{row.number}" for row in rows if row.fate == "kept"]
    parked = [f"H{row.number}" for row in rows if row.fate == "parked"]
    return [
        text % {"list": ", ".join(found)}
        for text, found in (
            (_("Carried over with part of their evidence: %(list)s."), carried),
            (_("Kept as they were: %(list)s."), kept),
            (_("Set aside: %(list)s."), parked),
        )
        if found
    ]
