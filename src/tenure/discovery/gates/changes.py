"""What a gate asks for, changed: with a reason, never under review, softened by who owns the venture alone, and told for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tenure.discovery.gates.criteria import (
    checked_mark,
    criterion_step,
    own_title,
    stored_criterion,
    usual_codes,
)
from tenure.discovery.gates.numbers import GateNumbers, gate_numbers
from tenure.discovery.gates.rules import find
from tenure.discovery.gates.standard import MUST, PHASES, WISH
from tenure.discovery.gates.standing import State, standings_of
from tenure.discovery.models import GateCriterion, Venture, VentureEvent
from tenure.discovery.reading_once import this_workspace
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.discovery.writing import paragraph
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

WHY_LONGEST, MOST_OWN = 250, 20
KINDS = ("edit_criterion", "remove_criterion", "restore_criterion", "add_criterion")
# Marks that ask for less when they grow; the others ask for less when they fall.
EASIER_WHEN_MORE = frozenset({"top", "refunds", "discount", "margin", "error", "largest"})


@dataclass(frozen=True)
class CriterionChange:
    """A change of what a gate asks for. kind: one of `KINDS`; before, after: need and marks as they were and became;
    softer: it asked for less; after_data: what it judges had been seen by then; phase: whose gate."""

    phase: str
    code: str
    kind: str
    title: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str
    softer: bool
    after_data: bool
    author: str
    at: datetime


def changes_of(*, actor: User, venture_id: int, phase: str) -> tuple[CriterionChange, ...]:
    """Every change of the criteria of a phase of a venture in sight, the newest first. Two queries."""
    return changes_in(seen_venture(actor, venture_id), phase)


def changes_in(venture: Venture, phase: str) -> tuple[CriterionChange, ...]:
    """As `changes_of`, for a venture already found to be in sight."""
    return tuple(one for one in every_change(venture) if one.phase == phase)


def every_change(venture: Venture) -> tuple[CriterionChange, ...]:
    """Of all gates of a venture already found to be in sight, the newest first. One query."""
    return tuple(map(_told, sorted(_steps(venture.pk), key=lambda row: (row.at, row.pk), reverse=True)))


@compiled_once
def _steps(venture_id: int) -> Query:
    # Not in order: SQLite would go through the whole timeline for it instead of taking these few by their kind.
    return VentureEvent.objects.filter(venture=venture_id, kind__in=KINDS).select_related("actor").order_by()


def _told(row: Any) -> CriterionChange:
    told = row.details
    return CriterionChange(
        str(told.get("phase", "")), str(told.get("criterion", "")), row.kind, str(told.get("title", "")),
        _marks(told.get("before")), _marks(told.get("after")), str(told.get("reason", "")), bool(told.get("softer")),
        bool(told.get("after_data")), row.actor.name if row.actor else "", row.at,
    )  # fmt: skip


def _marks(told: Any) -> dict[str, Any]:
    """Need and marks of a step; a file of a venture may hold anything there."""
    kept = told if isinstance(told, dict) else {}
    return {str(name): value for name, value in kept.items() if isinstance(value, int | float | str)}


def removed_of(*, actor: User, venture_id: int, phase: str) -> tuple[tuple[str, str, Mapping[str, float]], ...]:
    """Code, own words and marks of each criterion of a phase that counts no more. Two queries."""
    rows = seen_venture(actor, venture_id).criteria.filter(phase=phase).exclude(removed_at=None)
    return tuple((row.code, row.title, row.marks) for row in rows.order_by("position", "pk"))


def removed_criterion(*, actor: User, venture_id: int, phase: str, code: str) -> tuple[str, Mapping[str, float], int]:
    """Own words, marks and version of a criterion that counts no more. Raises NotFound."""
    row = seen_venture(actor, venture_id).criteria.filter(phase=phase, code=code).exclude(removed_at=None).first()
    if row is None:
        raise NotFound
    return row.title, row.marks, row.version


def edit_criterion(
    *, actor: User, venture_id: int, phase: str, code: str, version: int, need: str, marks: Mapping[str, float],
    reason: str, title: str = "",
) -> None:  # fmt: skip
    """Change what a criterion asks for. Raises InvalidValue, Conflict when it was changed meanwhile."""
    with transaction.atomic():
        venture, row, usual = _changed(actor, venture_id, phase, code, version)
        if row.removed_at is not None:
            raise NotFound
        wrongs = Wrongs()
        with wrongs:
            if need not in (MUST, WISH):
                raise InvalidValue("gate_need", field="need")
        wanted = {name: wrongs.got(checked_mark, name, marks[name]) for name in usual if name in marks}
        own = not usual_codes(phase) & {code}
        words = wrongs.got(own_title, title) if own else ""
        if wrongs.found:
            wrongs.got(_why, reason)
        wrongs.tell()
        before: dict[str, Any] = {"need": row.need, **usual, **row.marks} | ({"title": row.title} if own else {})
        after: dict[str, Any] = {"need": need, **wanted} | ({"title": words} if own else {})
        if before == after:
            return
        soft = is_softer(before, after)
        why = _allowed(actor, venture, reason, soft)
        seen = _data_seen(actor, venture, row)
        if own and words != row.title and row.pk:
            # A person's word was given on other words than these.
            row.decisions.filter(withdrawn_at=None).update(withdrawn_at=clock.now())
        row.need, row.marks, row.title, row.version = need, wanted, words, row.version + 1
        row.save()
        criterion_step(
            actor, venture, "edit_criterion", row, before=before, after=after, reason=why, softer=soft, after_data=seen
        )


def is_softer(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether less is asked for: a must made a wish, any mark made easier, or other words, whose weight nobody can
    compute. Pure."""
    if before["need"] == MUST and after["need"] == WISH:
        return True
    if before.get("title", "") != after.get("title", ""):
        return True
    names = (name for name in after if name not in ("need", "title") and name in before)
    return any(after[name] > before[name] if name in EASIER_WHEN_MORE else after[name] < before[name] for name in names)


def add_criterion(*, actor: User, venture_id: int, phase: str, title: str, need: str) -> str:
    """A criterion of one's own, decided by hand; its code."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if phase not in PHASES:
            raise NotFound
        _not_under_review(venture, phase)
        wrongs = Wrongs()
        with wrongs:
            if need not in (MUST, WISH):
                raise InvalidValue("gate_need", field="need")
        words = wrongs.got(own_title, title)
        wrongs.tell()
        taken = set(venture.criteria.filter(phase=phase, code__startswith="E").values_list("code", flat=True))
        if len(taken) >= MOST_OWN:
            raise InvalidValue("gate_criteria_many", field="title", most=MOST_OWN)
        row = GateCriterion.objects.create(
            venture=venture, phase=phase, code=f"E{len(taken) + 1}", title=words, need=need,
            position=100 + len(taken),
        )  # fmt: skip
        criterion_step(actor, venture, "add_criterion", row, title=row.title)
    return row.code


def remove_criterion(*, actor: User, venture_id: int, phase: str, code: str, version: int, reason: str) -> None:
    """Let a criterion count no more; it can be brought back."""
    with transaction.atomic():
        venture, row, _usual = _changed(actor, venture_id, phase, code, version)
        if row.removed_at is not None:
            raise NotFound
        why = _allowed(actor, venture, reason, True)
        seen = _data_seen(actor, venture, row)
        row.removed_at, row.version = clock.now(), row.version + 1
        row.save()
        criterion_step(
            actor, venture, "remove_criterion", row, title=row.title, before={"need": row.need, **row.marks}, reason=why,
            softer=True, after_data=seen,
        )  # fmt: skip


def restore_criterion(*, actor: User, venture_id: int, phase: str, code: str, version: int, reason: str) -> None:
    """Let a removed criterion count again, with the marks it had."""
    with transaction.atomic():
        venture, row, _usual = _changed(actor, venture_id, phase, code, version)
        if row.removed_at is None:
            raise NotFound
        why = _allowed(actor, venture, reason, False)
        row.removed_at, row.version = None, row.version + 1
        row.save()
        criterion_step(
            actor, venture, "restore_criterion", row, title=row.title, after={"need": row.need, **row.marks}, reason=why
        )


def _changed(
    actor: User, venture_id: int, phase: str, code: str, version: int
) -> tuple[Venture, GateCriterion, Mapping[str, float]]:
    venture = venture_for_work(actor, venture_id)
    row, usual = stored_criterion(venture, phase, code)
    if row.version != version:
        raise Conflict
    _not_under_review(venture, phase)
    return venture, row, usual


def _not_under_review(venture: Venture, phase: str) -> None:
    if standings_of(venture, clock.today()).by_phase[phase] == State.GATE_REVIEW:
        raise InvalidValue("gate_under_review", field="")


def _allowed(actor: User, venture: Venture, reason: str, soft: bool) -> str:
    """The reason of a change this person may make."""
    if soft and venture.owner_id != actor.pk and not may(actor, Right.WORK_WITH_ALL_VENTURES):
        raise InvalidValue("gate_softened", field="", owner=venture.owner.name)
    return _why(reason)


def _why(reason: str) -> str:
    why = paragraph(reason, "why", WHY_LONGEST)
    if not why:
        raise InvalidValue("gate_change_reason", field="why")
    return why


def _data_seen(actor: User, venture: Venture, row: GateCriterion) -> bool:
    """Whether what the criterion judges had been seen: the rule finds more than it finds of a venture that knows nothing,
    or a person has spoken."""
    if row.pk and row.decisions.exists():
        return True
    workspace = this_workspace()
    currency = workspace.currency if workspace else "EUR"
    numbers = gate_numbers(actor=actor, venture=venture, currency=currency, rules=[row.rule], today=clock.today())
    found = find(row.rule, row.marks, numbers)
    if row.rule == "interviews":
        return bool(found.data.get("held"))
    if found.code in ("untried", "unproven"):
        return any(one.proof.tried for one in numbers.critical)
    empty = find(row.rule, row.marks, GateNumbers(least_company_minor=numbers.least_company_minor))
    return (found.code, found.data) != (empty.code, empty.data)
