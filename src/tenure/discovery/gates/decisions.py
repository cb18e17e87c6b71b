"""What is decided at a gate: proceed, iterate, pivot or exit, on a snapshot; overrides; going back a phase."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tenure.discovery.gates.snapshot import hash_of, snapshot_of
from tenure.discovery.gates.standard import PHASES, next_phase
from tenure.discovery.gates.standing import State, may_move, standings_of
from tenure.discovery.gates.view import GateView, gate_for
from tenure.discovery.loops import loop_of
from tenure.discovery.models import GateDecision, GateOverride, GateState, Loop, Venture
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import paragraph
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound, Wrongs
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

REASON_LONGEST, LONGEST_DAYS = 4000, 183
Choice = GateDecision.Choice


@dataclass(frozen=True)
class DecisionView:
    """A decision with the numbers it was taken on. whole: they still agree with their hash; hidden: the day an erasure
    hid somebody in them, None when none did."""

    id: int
    phase: str
    loop: int
    choice: str
    reasons: str
    override: bool
    snapshot: dict[str, Any]
    author: str
    at: datetime
    hash: str
    whole: bool
    hidden: date | None


@dataclass(frozen=True)
class WantedOverride:
    """Passing a gate unmet, until a day."""

    reason: str
    until: date | None


def decisions_of(*, actor: User, venture_id: int) -> tuple[DecisionView, ...]:
    """Everything decided at the gates of a venture in sight, the newest first. Two queries."""
    venture = seen_venture(actor, venture_id)
    return tuple(map(_view, _decisions(venture.pk)))


@compiled_once
def _decisions(venture_id: int) -> Query:
    return GateDecision.objects.filter(venture=venture_id).select_related("author").order_by("-at", "-pk")


def decision_of(*, actor: User, venture_id: int, decision_id: int) -> DecisionView:
    """One of them. Raises NotFound."""
    venture = seen_venture(actor, venture_id)
    row = venture.gate_decisions.select_related("author").filter(pk=decision_id).first()
    if row is None:
        raise NotFound
    return _view(row)


def _view(row: GateDecision) -> DecisionView:
    return DecisionView(
        row.pk, row.phase, row.loop, row.choice, row.reasons, row.override_id is not None, row.snapshot,
        row.author.name, row.at, row.snapshot_hash, hash_of(row.snapshot) == row.snapshot_hash,
        date.fromisoformat(row.snapshot["hidden"]) if "hidden" in row.snapshot else None,
    )  # fmt: skip


def ask_review(*, actor: User, venture_id: int, phase: str = "") -> None:
    """Put the gate of the phase to review: from now on it waits for a decision. A fallen gate too.

    phase: the one whose gate was looked at; Conflict when another gate stands there by now.
    """
    with transaction.atomic():
        venture, view = _locked(actor, venture_id, phase or None)
        if view.state == State.GATE_REVIEW:
            return
        if view.state not in (State.ACTIVE, State.PASSED) or (view.state == State.PASSED and not view.fallen_on):
            raise InvalidValue("gate_not_active", field="choice")
        set_state(venture, view.phase, State.GATE_REVIEW)
        _step(actor, venture, "ask_gate_review", phase=view.phase)


def take_back_review(*, actor: User, venture_id: int, phase: str = "") -> None:
    """Work on: the gate waits for no decision. phase: as of `ask_review`."""
    with transaction.atomic():
        venture, view = _locked(actor, venture_id, phase or None)
        if view.state == State.GATE_REVIEW:
            set_state(venture, view.phase, State.ACTIVE)
            _step(actor, venture, "take_back_gate_review", phase=view.phase)


def decide_gate(
    *, actor: User, venture_id: int, phase: str, choice: str, reasons: str, override: WantedOverride | None = None
) -> int:
    """Decide at the gate of `phase`, under review. The number of the decision.

    Raises Conflict when it is no longer the gate to be decided: whoever read its criteria decides on no other.
    proceed: only with every must met, or with an override; the next phase begins with a loop of its own. iterate: the
    phase goes on. exit: the venture is given up, with all it has learnt. A pivot is recorded by `gates.pivots`.
    Raises InvalidValue naming what is unmet.
    """
    with transaction.atomic():
        venture, view = _locked(actor, venture_id, phase)
        wrongs, granted = Wrongs(), None
        why = wrongs.got(_reasons, reasons)
        with wrongs:
            if view.state != State.GATE_REVIEW:
                raise InvalidValue("gate_not_in_review", field="choice")
        with wrongs:
            if choice not in (Choice.PROCEED, Choice.ITERATE, Choice.EXIT):
                raise InvalidValue("gate_choice", field="choice")
        if choice == Choice.PROCEED and not view.open:
            granted = wrongs.got(_grant, actor, venture, view, override)
        wrongs.tell()
        row = write_decision(actor, venture, view, choice, why, granted)
        _follow(actor, venture, view, choice)
        _step(
            actor, venture, "decide_gate", phase=view.phase, choice=choice, override=granted is not None,
            unmet=[line.criterion.code for line in view.unmet],
        )  # fmt: skip
    return row.pk


def _reasons(text: str) -> str:
    why = paragraph(text, "reasons", REASON_LONGEST)
    if not why:
        raise InvalidValue("gate_reasons_missing", field="reasons")
    return why


def _override_reason(text: str) -> str:
    reason = paragraph(text, "override_reason", REASON_LONGEST)
    if not reason:
        raise InvalidValue("gate_override_reason", field="override_reason")
    return reason


def _until(day: date | None, today: date) -> date:
    if day is None or not 0 < (day - today).days <= LONGEST_DAYS:
        raise InvalidValue("gate_override_until", field="override_until", most=LONGEST_DAYS)
    return day


def _grant(actor: User, venture: Venture, view: GateView, wanted: WantedOverride | None) -> GateOverride:
    unmet = [line.criterion.code for line in view.unmet]
    if wanted is None:
        raise InvalidValue("gate_unmet", field="choice", names=unmet, count=len(unmet), musts=len(view.musts))
    if venture.owner_id != actor.pk and not may(actor, Right.WORK_WITH_ALL_VENTURES):
        raise NotAllowed(f"{actor.pk} may not pass a gate unmet")
    wrongs = Wrongs()
    reason, until = wrongs.got(_override_reason, wanted.reason), wrongs.got(_until, wanted.until, view.today)
    wrongs.tell()
    return GateOverride.objects.create(
        venture=venture, phase=view.phase, unmet=unmet, reason=reason, author=actor, at=clock.now(), until=until
    )


def end_override(*, actor: User, venture_id: int, override_id: int) -> None:
    """End an override before its day; the gate falls back while its musts are unmet."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        row = venture.overrides.filter(pk=override_id).first()
        if row is None:
            raise NotFound
        if row.ended_at is None:
            row.ended_at, row.ended_by = clock.now(), actor
            row.save(update_fields=["ended_at", "ended_by"])
            _step(actor, venture, "end_gate_override", phase=row.phase, unmet=row.unmet)


def write_decision(
    actor: User, venture: Venture, view: GateView, choice: str, why: str, override: GateOverride | None
) -> GateDecision:
    """The decision with its snapshot."""
    snapshot = snapshot_of(venture, view)
    return GateDecision.objects.create(
        venture=venture, phase=view.phase, loop=loop_of(venture).number, choice=choice, reasons=why, override=override,
        snapshot=snapshot, snapshot_hash=hash_of(snapshot), author=actor, at=clock.now(),
    )  # fmt: skip


def _follow(actor: User, venture: Venture, view: GateView, choice: str) -> None:
    """What the decision does to the phase and its loop."""
    if choice == Choice.ITERATE and view.phase != venture.phase:
        # A gate that fell back is not passed after all: the venture is in that phase again.
        go_back(venture, view.phase)
        begin_loop(venture, view.phase, Loop.End.RETURNED)
    elif choice == Choice.ITERATE:
        set_state(venture, view.phase, State.ACTIVE)
    elif choice == Choice.EXIT:
        set_state(venture, view.phase, State.EXITED)
        end_loop(venture, Loop.End.EXITED)
        venture.state = Venture.State.EXITED
        venture.save(update_fields=["state"])
    else:
        set_state(venture, view.phase, State.PASSED)
        after = next_phase(view.phase)
        # A fallen gate passed again leaves the venture where it already is.
        if after is not None and PHASES.index(venture.phase) < PHASES.index(after):
            begin_loop(venture, after, Loop.End.PASSED)


def return_to_phase(*, actor: User, venture_id: int, phase: str, reason: str) -> None:
    """Go back to an earlier phase (S000-71). Everything learnt stays as it is; a new loop begins."""
    why = paragraph(reason, "reason", REASON_LONGEST)
    if not why:
        raise InvalidValue("gate_reason_missing", field="reason")
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if phase not in PHASES or PHASES.index(phase) >= PHASES.index(venture.phase):
            raise InvalidValue("gate_not_earlier", field="phase")
        before = venture.phase
        go_back(venture, phase)
        begin_loop(venture, phase, Loop.End.RETURNED)
        _step(actor, venture, "return_to_phase", phase=phase, before=before, reason=why[:250])


def go_back(venture: Venture, phase: str) -> None:
    """The phases after `phase` up to the present one are returned from; `begin_loop` makes it the active one."""
    for later in PHASES[PHASES.index(phase) + 1 : PHASES.index(venture.phase) + 1]:
        set_state(venture, later, State.RETURNED)


def begin_loop(venture: Venture, phase: str, end: str) -> Loop:
    """End the round that goes on and begin the next in a phase."""
    last = end_loop(venture, end)
    set_state(venture, phase, State.ACTIVE)
    venture.phase = phase
    venture.save(update_fields=["phase"])
    return Loop.objects.create(venture=venture, number=last.number + 1, phase=phase, started_on=clock.today())


def end_loop(venture: Venture, end: str) -> Loop:
    last = loop_of(venture)
    last.ended_on, last.end = clock.today(), end
    last.save(update_fields=["ended_on", "end"])
    return last


def set_state(venture: Venture, phase: str, state: str) -> None:
    """Write where a phase stands; a move that cannot be is refused."""
    standing = standings_of(venture, clock.today()).by_phase[phase]
    if standing == state:
        return
    if not may_move(standing, state):
        raise InvalidValue("gate_move", field="choice", before=standing, after=state)
    GateState.objects.update_or_create(venture=venture, phase=phase, defaults={"state": state, "since": clock.now()})


def _locked(actor: User, venture_id: int, phase: str | None) -> tuple[Venture, GateView]:
    venture = venture_for_work(actor, venture_id)
    if venture.state == Venture.State.EXITED:
        raise InvalidValue("gate_exited", field="choice")
    view = gate_for(actor, venture)
    if phase is not None and phase != view.phase:
        raise Conflict(f"the gate of venture {venture_id} is {view.phase} by now, not {phase}")
    return venture, view


def _step(actor: User, venture: Venture, action: str, **details: Any) -> None:
    record_step(
        actor=actor, venture=venture, loop=loop_of(venture).number, action=action, subject_kind="gate",
        subject_id=venture.pk, **details,
    )  # fmt: skip
