"""The criteria of a venture's gates: the usual ones until somebody changes them, and one's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tenure.discovery.gates.standard import BY_HAND, CRITERIA, MARKS, PHASES, WHOLE
from tenure.discovery.loops import loop_number
from tenure.discovery.models import CriterionDecision, Evidence, GateCriterion, Venture
from tenure.discovery.reading_once import remembered
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line, paragraph
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.models import User

TITLE_LONGEST, REASON_LONGEST = 250, 4000


@dataclass(frozen=True)
class Decided:
    """A person's word on a criterion. gone: it rests on evidence that was withdrawn since, and counts no more; gone_reason:
    why that was withdrawn."""

    met: bool
    reason: str
    evidence_id: int | None
    evidence: str
    hypothesis_id: int | None
    author: str
    at: datetime
    gone: bool = False
    gone_reason: str = ""


@dataclass(frozen=True)
class Criterion:
    """A criterion of one phase. own: written by the venture, with its title; else the words follow the reader."""

    phase: str
    code: str
    title: str
    own: bool
    rule: str
    marks: Mapping[str, float]
    need: str
    decided: Decided | None
    version: int

    @property
    def by_hand(self) -> bool:
        return self.rule in BY_HAND


def criteria_of(venture: Venture, phase: str) -> tuple[Criterion, ...]:
    """The criteria of a phase that stand, the usual ones first. One query while nobody changed or decided one, else two."""
    stored = {row.code: row for row in _stored_criteria(venture.pk) if row.phase == phase}
    decided = {code: one for (of, code), one in _decisions(venture).items() if of == phase} if stored else {}
    found = []
    for usual in CRITERIA[phase]:
        row = stored.pop(usual.code, None)
        if row is not None and row.removed_at is not None:
            continue
        marks = dict(usual.marks) | (
            {name: value for name, value in row.marks.items() if name in usual.marks} if row else {}
        )
        found.append(
            Criterion(
                phase, usual.code, "", False, usual.rule, marks, row.need if row else usual.need,
                decided.get(usual.code) if usual.rule in BY_HAND else None, row.version if row else 0,
            )
        )  # fmt: skip
    found += [
        Criterion(phase, row.code, row.title, True, "", {}, row.need, decided.get(row.code), row.version)
        for row in stored.values()
        if row.removed_at is None
    ]
    return tuple(found)


def marks_of(*, actor: User, venture_id: int, phase: str, code: str) -> Mapping[str, float]:
    """The marks of a usual criterion of a venture in sight, also where it was taken out of the gate."""
    found = (one.marks for one in criteria_of(seen_venture(actor, venture_id), phase) if one.code == code)
    return next(found, next(usual.marks for usual in CRITERIA[phase] if usual.code == code))


@remembered
@compiled_once
def _stored_criteria(venture_id: int) -> Query:
    return GateCriterion.objects.filter(venture=venture_id).order_by("position", "pk")


@remembered
def _decisions(venture: Venture) -> dict[tuple[str, str], Decided]:
    """By phase and code, the last word of each."""
    rows = CriterionDecision.objects.filter(criterion__venture=venture, withdrawn_at=None)
    return {
        (row.criterion.phase, row.criterion.code): Decided(
            row.met, row.reason, row.evidence_id, row.evidence.text if row.evidence else "",
            row.evidence.hypothesis_id if row.evidence else None, row.author.name, row.at,
            row.evidence is not None and row.evidence.withdrawn_at is not None,
            row.evidence.withdrawn_reason if row.evidence else "",
        )
        for row in rows.select_related("criterion", "author", "evidence").order_by("pk")
    }  # fmt: skip


def decide_criterion(
    *, actor: User, venture_id: int, phase: str, code: str, met: bool, reason: str, evidence_id: int | None = None
) -> None:
    """A person says whether a criterion is met, why, and on which evidence. The words before are kept."""
    why = paragraph(reason, "reason", REASON_LONGEST)
    if not why:
        raise InvalidValue("gate_reason_missing", field="reason")
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        row, _usual = stored_criterion(venture, phase, code)
        if row.rule not in BY_HAND:
            raise InvalidValue("gate_computed", field="met", criterion=code)
        evidence = None
        if evidence_id is not None:
            evidence = Evidence.objects.filter(pk=evidence_id, hypothesis__venture=venture, withdrawn_at=None).first()
            if evidence is None:
                raise InvalidValue("gate_evidence_unknown", field="evidence")
        row.save()
        row.decisions.filter(withdrawn_at=None).update(withdrawn_at=clock.now())
        CriterionDecision.objects.create(
            criterion=row, met=met, reason=why, evidence=evidence, author=actor, at=clock.now()
        )
        criterion_step(actor, venture, "decide_criterion", row, met=met)


def withdraw_decision(*, actor: User, venture_id: int, phase: str, code: str) -> None:
    """Take the word on a criterion back: it is open again."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        row, _usual = stored_criterion(venture, phase, code)
        if row.pk and row.decisions.filter(withdrawn_at=None).update(withdrawn_at=clock.now()):
            criterion_step(actor, venture, "withdraw_criterion_decision", row)


def usual_codes(phase: str) -> set[str]:
    return {usual.code for usual in CRITERIA[phase]}


def own_title(text: str) -> str:
    clean = line(text, "title", TITLE_LONGEST)
    if not clean:
        raise InvalidValue("gate_title_missing", field="title")
    return clean


def checked_mark(name: str, value: float) -> float:
    """A threshold within its bounds. Raises InvalidValue."""
    low, high = MARKS[name]
    if not low <= value <= high or (name in WHOLE and value != int(value)):
        raise InvalidValue("gate_mark", field=name, low=low, high=high, share=name not in WHOLE)
    return value


def stored_criterion(venture: Venture, phase: str, code: str) -> tuple[GateCriterion, Mapping[str, float]]:
    """The row of a criterion, made in memory while the usual one stands unchanged; and its usual marks."""
    if phase not in PHASES:
        raise NotFound
    usual = next((one for one in CRITERIA[phase] if one.code == code), None)
    row = venture.criteria.filter(phase=phase, code=code).first()
    if row is None and usual is None:
        raise NotFound
    if row is None and usual is not None:
        place = CRITERIA[phase].index(usual)
        row = GateCriterion(
            venture=venture, phase=phase, code=code, rule=usual.rule, marks=dict(usual.marks), need=usual.need,
            position=place, version=0,
        )  # fmt: skip
    assert row is not None
    return row, usual.marks if usual else {}


def criterion_step(actor: User, venture: Venture, action: str, row: GateCriterion, **details: Any) -> None:
    record_step(
        actor=actor, venture=venture, loop=loop_number(venture), action=action, subject_kind="gate", subject_id=venture.pk,
        phase=row.phase, criterion=row.code, **details,
    )  # fmt: skip
