"""Pivots: what changed on the canvas, why, what is carried into the next loop and at what weight (S000-29, 42, 43)."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, prefetch_related_objects

from tenure.discovery.canvas.versions import NOW, CanvasDifference, VersionRow, difference, keep_version, versions_of
from tenure.discovery.gates.decisions import begin_loop, go_back, write_decision
from tenure.discovery.gates.runway import Runway, runway_of
from tenure.discovery.gates.standard import PHASES
from tenure.discovery.gates.view import gate_for
from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.hypotheses.hypotheses import HypothesisRow, rows_of
from tenure.discovery.models import (
    CanvasVersion,
    CarriedHypothesis,
    Evidence,
    GateDecision,
    Hypothesis,
    HypothesisLink,
    Loop,
    Pivot,
    Venture,
)
from tenure.discovery.reading_once import reading_once
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import paragraph
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import InvalidValue, Wrongs
from tenure.privacy.models import User

REASON_LONGEST, SHOWN_EVIDENCE, HALF = 4000, 40, 0.5
Fate = CarriedHypothesis.Fate


@dataclass(frozen=True)
class Piece:
    """A piece of evidence a pivot may follow from."""

    id: int
    hypothesis: int
    title: str
    supports: bool
    level: int
    text: str


@dataclass(frozen=True)
class Fated:
    """A hypothesis with what is proposed for it: kept where its block stays, carried at half weight where it changed."""

    row: HypothesisRow
    fate: str
    weight: float


@dataclass(frozen=True)
class PivotDraft:
    """Everything a pivot is decided on; changed None while no version was saved."""

    versions: tuple[VersionRow, ...]
    before: int | None
    changed: CanvasDifference | None
    hypotheses: tuple[Fated, ...]
    evidence: tuple[Piece, ...]
    runway: Runway
    phases: tuple[str, ...]


@dataclass(frozen=True)
class CarriedView:
    number: int
    title: str
    fate: str
    weight: float
    after: int | None


@dataclass(frozen=True)
class PivotView:
    """A pivot as it was recorded."""

    id: int
    kind: str
    loop_before: int
    loop_after: int
    phase_before: str
    phase_after: str
    blocks: Mapping[str, Any]
    before: int
    after: int
    reason: str
    kept: str
    evidence: tuple[Piece, ...]
    carried: tuple[CarriedView, ...]
    runway: Mapping[str, Any]
    author: str
    at: datetime


def pivots_of(*, actor: User, venture_id: int) -> tuple[PivotView, ...]:
    """The pivots of a venture in sight, the newest first. Five queries."""
    venture = seen_venture(actor, venture_id)
    rows = _pivots(venture.pk)
    prefetch_related_objects(rows, "carried__before", "carried__after", "evidence__hypothesis")
    return tuple(map(_view, rows))


@compiled_once
def _pivots(venture_id: int) -> Query:
    rows = Pivot.objects.filter(venture=venture_id).select_related("author", "version_before", "version_after")
    return rows.order_by("-at", "-pk")


def _view(row: Pivot) -> PivotView:
    carried = tuple(
        CarriedView(one.before.number, one.before.title, one.fate, one.weight, one.after.number if one.after else None)
        for one in sorted(row.carried.all(), key=lambda one: one.before.number)
    )
    return PivotView(
        row.pk, row.kind, row.loop_before, row.loop_after, row.phase_before, row.phase_after, row.changed_blocks,
        row.version_before.number, row.version_after.number, row.reason, row.kept,
        tuple(piece(one) for one in row.evidence.all()), carried, row.runway, row.author.name, row.at,
    )  # fmt: skip


def pivot_draft(*, actor: User, venture_id: int, before: int | None = None) -> PivotDraft:
    """What would be recorded now, against a saved version: the newest one unless another is asked for."""
    with reading_once():
        return _drafted(actor, seen_venture(actor, venture_id), before)


def _drafted(actor: User, venture: Venture, before: int | None) -> PivotDraft:
    oldest = oldest_base(venture)
    versions = tuple(row for row in versions_of(actor=actor, venture_id=venture.pk) if row.number >= oldest)
    numbers = [version.number for version in versions]
    chosen = before if before in numbers else (numbers[0] if numbers else None)
    changed = None
    if chosen is not None:
        changed = difference(actor=actor, venture_id=venture.pk, before=chosen, after=NOW)
    blocks = changed.blocks if changed else ()
    new = {one.hypothesis for one in changed.added} if changed else set()
    rows = [row for row in rows_of(venture) if row.state != Hypothesis.State.PARKED]
    evidence = Evidence.objects.filter(hypothesis__venture=venture, withdrawn_at=None).select_related("hypothesis")
    return PivotDraft(
        versions, chosen, changed, tuple(proposed(row, blocks, new) for row in rows),
        tuple(piece(one) for one in evidence.order_by("supports", "-level", "-observed_on", "-pk")[:SHOWN_EVIDENCE]),
        runway_of(venture, clock.today()), PHASES[: PHASES.index(venture.phase) + 1],
    )  # fmt: skip


def proposed(row: HypothesisRow, blocks: Collection[str], new: Collection[int]) -> Fated:
    """Pure: what to do with a hypothesis at a pivot. What is refuted, new, or lies in a block that stays is kept."""
    if row.block not in blocks or row.number in new or row.state == Hypothesis.State.REFUTED:
        return Fated(row, Fate.KEPT, 1.0)
    return Fated(row, Fate.CARRIED, HALF)


def piece(one: Evidence) -> Piece:
    return Piece(one.pk, one.hypothesis.number, one.hypothesis.title, one.supports, one.level, one.text)


@dataclass(frozen=True)
class WantedPivot:
    """fates: of each hypothesis by id, with its weight 0..1; those left out are kept."""

    kind: str
    before: int
    reason: str
    evidence: Collection[int]
    fates: Mapping[int, tuple[str, float]]
    phase: str
    kept: str = ""


def record_pivot(*, actor: User, venture_id: int, wanted: WantedPivot) -> int:
    """Record a pivot and begin the next loop: the changed blocks come from the canvas, evidence goes over by its weight.

    Nothing is lost: what is carried stays readable where it was, what is parked keeps its evidence. Raises InvalidValue
    without a changed block, a kind, a reason, or a piece of evidence that triggered it, naming every wrong field.
    """
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        wrongs = Wrongs()
        checked, trigger = wrongs.got(checked_pivot, wanted), wrongs.got(_trigger, venture, wanted.evidence)
        with wrongs:
            if wanted.phase not in PHASES or PHASES.index(wanted.phase) > PHASES.index(venture.phase):
                raise InvalidValue("gate_not_earlier", field="phase")
        found = wrongs.got(_changed_since, actor, venture, wanted.before)
        wrongs.tell()
        (reason, kept), (before, changed) = checked, found
        decision = write_decision(actor, venture, gate_for(actor, venture), GateDecision.Choice.PIVOT, reason, None)
        after = venture.canvas_versions.get(number=keep_version(actor, venture, "pivot"))
        left = runway_of(venture, clock.today())
        phase_before, last = venture.phase, venture.loops.order_by("-number")[0]
        if wanted.phase != phase_before:
            go_back(venture, wanted.phase)
        loop = begin_loop(venture, wanted.phase, Loop.End.PIVOT)
        row = Pivot.objects.create(
            venture=venture, kind=wanted.kind, loop_before=last.number, loop_after=loop.number, phase_before=phase_before,
            phase_after=wanted.phase, version_before=before, version_after=after, changed_blocks=told(changed),
            reason=reason, kept=kept, decision=decision, runway=asdict(left),
            author=actor, at=clock.now(),
        )  # fmt: skip
        row.evidence.set(trigger)
        _fates(venture, row, wanted.fates)
        keep_version(actor, venture, "pivoted")
        record_step(
            actor=actor, venture=venture, loop=loop.number, action="record_pivot", subject_kind="pivot", subject_id=row.pk,
            kind=row.kind, blocks=list(changed.blocks), phase=wanted.phase,
        )  # fmt: skip
    return row.pk


def checked_pivot(wanted: WantedPivot) -> tuple[str, str]:
    """Pure: the reason and what is kept, as they are stored. Raises InvalidValue naming every wrong field, of the fates
    too."""
    wrongs, reason = Wrongs(), ""
    with wrongs:
        if wanted.kind not in Pivot.Kind.values:
            raise InvalidValue("pivot_kind", field="kind")
    with wrongs:
        reason = paragraph(wanted.reason, "reason", REASON_LONGEST)
        if not reason:
            raise InvalidValue("gate_reason_missing", field="reason")
    kept = wrongs.got(paragraph, wanted.kept, "kept", REASON_LONGEST)
    for pk, (fate, weight) in wanted.fates.items():
        with wrongs:
            if fate not in Fate.values:
                raise InvalidValue("pivot_fate", field=f"fate_{pk}")
            if fate == Fate.CARRIED and not 0 <= weight <= 1:
                raise InvalidValue("pivot_weight", field=f"weight_{pk}")
    wrongs.tell()
    return reason, kept


def _trigger(venture: Venture, ids: Collection[int]) -> list[Evidence]:
    found = list(Evidence.objects.filter(pk__in=list(ids), hypothesis__venture=venture, withdrawn_at=None))
    if not found:
        raise InvalidValue("pivot_evidence_missing", field="evidence")
    return found


def _changed_since(actor: User, venture: Venture, number: int) -> tuple[CanvasVersion, CanvasDifference]:
    """The version the pivot is held against, and what has changed since."""
    before = venture.canvas_versions.filter(number=number).first()
    if before is None:
        raise InvalidValue("pivot_version", field="before")
    if before.number < oldest_base(venture):
        raise InvalidValue("pivot_version_old", field="before", number=before.number)
    changed = difference(actor=actor, venture_id=venture.pk, before=before.number, after=NOW)
    if not changed.blocks:
        raise InvalidValue("pivot_no_change", field="before")
    return before, changed


def oldest_base(venture: Venture) -> int:
    """The oldest version a pivot may be held against: what changed before the last pivot was counted by it."""
    last = venture.pivots.order_by("-pk").values_list("version_after__number", flat=True).first() or 0
    left = venture.canvas_versions.filter(name="~pivoted").aggregate(number=Max("number"))["number"] or 0
    return max(last, left)


def told(changed: CanvasDifference) -> dict[str, Any]:
    """The difference as it is stored: by block, the words that came, went and changed."""
    blocks: dict[str, Any] = {code: {"added": [], "removed": [], "reworded": []} for code in changed.blocks}
    for one in changed.added:
        if one.after:
            blocks[one.after.block]["added"].append(one.after.text)
    for one in changed.removed:
        if one.before:
            blocks[one.before.block]["removed"].append(one.before.text)
    for one in changed.moved:
        if one.before and one.after:
            blocks[one.before.block]["removed"].append(one.before.text)
            blocks[one.after.block]["added"].append(one.after.text)
    for one in changed.reworded:
        if one.before and one.after and not one.moved:
            blocks[one.after.block]["reworded"].append([one.before.text, one.after.text])
    return blocks


def _fates(venture: Venture, pivot: Pivot, fates: Mapping[int, tuple[str, float]]) -> None:
    rows = venture.hypotheses.filter(removed_at=None).exclude(state=Hypothesis.State.PARKED).order_by("number")
    carried: dict[int, int] = {}
    for one in rows:
        fate, weight = fates.get(one.pk, (Fate.KEPT, 1.0))
        after = None
        if fate == Fate.CARRIED:
            after = carry(one, weight, pivot.loop_after)
            carried[one.pk] = after.pk
        elif fate == Fate.PARKED:
            one.state, one.version = Hypothesis.State.PARKED, one.version + 1
            one.save(update_fields=["state", "version"])
        CarriedHypothesis.objects.create(
            pivot=pivot, before=one, after=after, fate=fate, weight=weight if fate == Fate.CARRIED else 1.0
        )
    links = HypothesisLink.objects.filter(child__venture=venture)
    for child, parent in links.filter(Q(child__in=carried) | Q(parent__in=carried)).values_list(
        "child_id", "parent_id"
    ):
        HypothesisLink.objects.get_or_create(child_id=carried.get(child, child), parent_id=carried.get(parent, parent))


COPIED = (
    "venture", "block", "position", "kind", "title", "statement", "segment", "problem", "metric", "unit", "threshold",
    "direction", "least_effect", "falsifier", "prior", "prior_size", "prior_reason", "prior_by", "impact", "gain_minor",
    "loss_minor", "reversible", "critical", "owner",
)  # fmt: skip


def carry(old: Hypothesis, weight: float, loop: int) -> Hypothesis:
    """The hypothesis in the next loop: the same prior, every piece of evidence at `weight` of what it was (power prior,
    C2). The old one leaves the canvas with all it has."""
    number = (old.venture.hypotheses.aggregate(last=Max("number"))["last"] or 0) + 1
    new = Hypothesis.objects.create(
        **{field: getattr(old, field) for field in COPIED}, number=number, loop=loop, carried_from=old,
        carried_weight=weight, created_at=clock.now(),
    )  # fmt: skip
    for one in old.evidence.filter(withdrawn_at=None).order_by("pk"):
        Evidence.objects.create(
            hypothesis=new, supports=one.supports, level=one.level, sensitivity=one.sensitivity,
            specificity=one.specificity, relevance=one.relevance * weight, reliability=one.reliability,
            cluster=one.cluster, source=Evidence.Source.CARRIED, source_id=one.pk, text=one.text,
            observed_on=one.observed_on, author=one.author, created_at=clock.now(),
        )  # fmt: skip
    refresh_belief(new)
    old.removed_at, old.version = clock.now(), old.version + 1
    old.save(update_fields=["removed_at", "version"])
    return new
