"""Where each phase of a venture stands (S000-19), overrides in force, and gates that fell back. Reads, and pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tenure.discovery.gates.standard import PHASES
from tenure.discovery.models import GateDecision, GateOverride, GateState, Venture
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once

State = GateState.State
# From each state, by what is done.
MOVES: dict[str, frozenset[str]] = {
    State.NOT_STARTED: frozenset({State.ACTIVE}),
    State.ACTIVE: frozenset({State.GATE_REVIEW, State.RETURNED, State.EXITED}),
    State.GATE_REVIEW: frozenset({State.ACTIVE, State.PASSED, State.RETURNED, State.EXITED}),
    State.PASSED: frozenset({State.ACTIVE, State.GATE_REVIEW, State.RETURNED}),
    State.RETURNED: frozenset({State.ACTIVE}),
    State.EXITED: frozenset({State.ACTIVE}),
}


def may_move(before: str, after: str) -> bool:
    """Whether a phase can go from one state to the other."""
    return after in MOVES[State(before)]


@dataclass(frozen=True)
class OverrideView:
    """A gate passed unmet. running: still in force on the day asked; outgrown_on: the day the gate was passed anew, by its
    criteria or by another override, None where it was not."""

    id: int
    phase: str
    unmet: tuple[str, ...]
    reason: str
    author: str
    at: datetime
    until: date
    ended_on: date | None
    running: bool
    outgrown_on: date | None = None


@dataclass(frozen=True)
class Standings:
    """by_phase: the state of each; fallen: phases passed only by an override that has ended, and when it did."""

    by_phase: Mapping[str, str]
    fallen: Mapping[str, date]
    overrides: tuple[OverrideView, ...]

    @property
    def running(self) -> tuple[OverrideView, ...]:
        return tuple(one for one in self.overrides if one.running)


def standings_of(venture: Venture, today: date) -> Standings:
    """Of a venture in sight. Two queries, three once there is an override."""
    stored = dict(_states(venture.pk))
    by_phase = {phase: stored.get(phase, implied(venture.phase, phase)) for phase in PHASES}
    if by_phase[venture.phase] == State.EXITED and venture.state != Venture.State.EXITED:
        by_phase[venture.phase] = State.ACTIVE  # the search was taken up again
    behind = PHASES[: PHASES.index(venture.phase)]
    granted = list(_overrides(venture.pk))
    # The newest decision of each phase counts.
    passed = {phase: (override, at) for phase, override, at in _proceeds(venture.pk)} if granted else {}
    overrides = tuple(override_view(row, today, _outgrown(row, passed)) for row in granted)
    ended = {one.id: one for one in overrides if not one.running}
    fallen = {
        phase: ended[override].ended_on or ended[override].until
        for phase, (override, _at) in passed.items()
        if override in ended and phase in behind and by_phase[phase] in (State.PASSED, State.GATE_REVIEW)
    }
    return Standings(by_phase, fallen, overrides)


@compiled_once
def _states(venture_id: int) -> Query:
    return GateState.objects.filter(venture=venture_id).values_list("phase", "state")


@compiled_once
def _overrides(venture_id: int) -> Query:
    return GateOverride.objects.filter(venture=venture_id).select_related("author").order_by("-at", "-pk")


@compiled_once
def _proceeds(venture_id: int) -> Query:
    proceeds = GateDecision.objects.filter(venture=venture_id, choice=GateDecision.Choice.PROCEED)
    return proceeds.order_by("at", "pk").values_list("phase", "override_id", "at")


def _outgrown(row: GateOverride, passed: Mapping[str, tuple[int | None, datetime]]) -> date | None:
    newest = passed.get(row.phase)
    return clock.day_of(newest[1]) if newest and newest[0] != row.pk and newest[1] >= row.at else None


def implied(current: str, phase: str) -> str:
    """The state of a phase nobody has decided on: the venture is in one, was in those before it, not yet in the rest."""
    places = PHASES.index(phase) - PHASES.index(current)
    return State.ACTIVE if places == 0 else State.PASSED if places < 0 else State.NOT_STARTED


def override_view(row: GateOverride, today: date, outgrown: date | None) -> OverrideView:
    ended = clock.day_of(row.ended_at) if row.ended_at else None
    return OverrideView(
        row.pk, row.phase, tuple(row.unmet), row.reason, row.author.name, row.at, row.until, ended,
        ended is None and outgrown is None and today <= row.until, outgrown,
    )  # fmt: skip


@compiled_once
def _any_override(venture_id: int) -> Query:
    return GateOverride.objects.filter(venture=venture_id).values_list("pk")[:1]


@dataclass(frozen=True)
class OverrideNotes:
    """What every page of a venture says of its gates: overrides in force, and gates fallen back with the day they did."""

    running: tuple[OverrideView, ...] = ()
    fallen: tuple[tuple[str, date], ...] = ()


def override_notes(*, venture_id: int, today: date) -> OverrideNotes:
    """Of a venture already found to be in sight. One query while no gate was passed against its criteria."""
    if not _any_override(venture_id):
        return OverrideNotes()
    found = standings_of(Venture.objects.get(pk=venture_id), today)
    return OverrideNotes(found.running, tuple(found.fallen.items()))
