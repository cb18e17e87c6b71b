"""Who decides, how they lean, and whom to work with first, with what and through whom: a decision unit with its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from tenure.clients.units.decision_units import ArgumentRow, MemberRow, Unit, UnitHead, unit_of, whole_unit, won_share
from tenure.clients.units.unit_templates import Seat, empty_seats
from tenure.engine.errors import EngineError
from tenure.journeys.units.unit_numbers import Entries, PersonNumbers, UnitNumbers, unit_numbers
from tenure.kernel.errors import Problem
from tenure.kernel.problems import SENTENCES
from tenure.orders.scores import ClientScores, client_scores
from tenure.privacy.models import User
from tenure.privacy.workspace import WorkspaceView, current_workspace

HOUR = 60
USUAL_HOUR_MINOR = 2000  # before the company has said what an hour costs


@dataclass(frozen=True)
class ShareSource:
    """Part of a person's share that comes through the vote of another (or their own), 0..1."""

    name: str
    own: bool
    weight: float
    part: float


@dataclass(frozen=True)
class MemberOutlook:
    """A person with the numbers, see PersonNumbers; money in minor units, None while no value is known.

    known_attitude: False when 0 stands for "unknown"; through: who carries our word to them better than we do ourselves;
    argument: with what, None when nothing of theirs is known or proven; gap: computed less own estimate, where it is
    large; sources: where the share comes from, the largest first.
    """

    row: MemberRow
    weight: float
    share: float
    share_low: float
    share_high: float
    attitude: float
    known_attitude: bool
    after: float
    gain: float
    cost_minor: int
    net_minor: int | None
    ratio: float | None
    first_share: float
    through: MemberRow | None
    argument: ArgumentRow | None
    proven: float
    gap: float | None
    sources: tuple[ShareSource, ...]


@dataclass(frozen=True)
class UnitQuestion:
    """What is worth asking about the unit itself. kind: gap (own estimate against the computed share), attitude,
    criteria (unknown of the person to begin with), seat (nobody known there), left (works there no more).
    subject: a name, or the seat; share, estimate: for a gap, 0..1."""

    kind: str
    subject: str
    member_id: int | None = None
    person_id: int | None = None
    share: float = 0.0
    estimate: float = 0.0


@dataclass(frozen=True)
class UnitOutlook:
    """A unit as a page shows it. members: in the order asked for; trouble: why nothing could be computed, members then
    stand without numbers in `unit`; notes: what was normalised or assumed; first: whom to work with, None when nobody
    brings more than they cost; stays: share of plausible inputs in which they stay first; learn_first: below 60 %;
    knowing_minor: what learning the unit for certain is worth; value_from: unit, client or empty; base_from: unit,
    company or assumed."""

    unit: Unit
    members: tuple[MemberOutlook, ...]
    trouble: Problem | None
    notes: tuple[Problem, ...]
    win: float | None
    win_low: float | None
    win_high: float | None
    first: MemberOutlook | None
    first_by_hour: MemberOutlook | None
    stays: float
    learn_first: bool
    nobody: float
    knowing_minor: int | None
    value_minor: int | None
    value_from: str
    base_rate: float
    base_from: str
    hour_cost_minor: int
    questions: tuple[UnitQuestion, ...]
    seats: tuple[Seat, ...]

    def of(self, member_id: int) -> MemberOutlook | None:
        """The numbers of one person, if there are any."""
        return next((one for one in self.members if one.row.id == member_id), None)


def unit_outlook(*, actor: User, unit_id: int, by: str = "money") -> UnitOutlook:
    """The outlook of a unit in sight; NotFound otherwise. by: "money" (net), "hour" or "share". Eleven queries."""
    found = unit_of(actor=actor, unit_id=unit_id)
    return outlook_of(found, _basis(found.head, client_scores(found.head.client_id), current_workspace()), by)


def outlook_at(
    *, actor: User, head: UnitHead, scores: ClientScores | None, workspace: WorkspaceView | None
) -> UnitOutlook:
    """The same for a page that has read the units of the client, its scores and the workspace. Eight queries."""
    return outlook_of(whole_unit(actor, head), _basis(head, scores, workspace))


@dataclass(frozen=True)
class Basis:
    """What the unit itself does not say, see UnitOutlook."""

    value_minor: int | None
    value_from: str
    base_rate: float
    base_from: str
    hour_cost_minor: int


def _basis(head: UnitHead, scores: ClientScores | None, workspace: WorkspaceView | None) -> Basis:
    value, value_from = head.value_minor, "unit"
    if value is None:
        value = scores.value_12m_minor if scores else None
        value_from = "client" if value is not None else ""
    won = won_share()
    base_from = "unit" if head.base_rate else "company" if won.closed else "assumed"
    hour = workspace.hour_cost_minor if workspace else USUAL_HOUR_MINOR
    return Basis(value, value_from, head.base_rate or won.expected, base_from, hour)


def outlook_of(found: Unit, basis: Basis, by: str = "money") -> UnitOutlook:
    """The outlook of a unit that has been read."""
    seats = empty_seats(found.head.template, {member.seat for member in found.members})
    if not found.members:
        return _without_numbers(found, basis, seats, None)
    try:
        numbers = unit_numbers(_entries(found, basis))
    except EngineError as error:
        return _without_numbers(found, basis, seats, _said(error, found.members))
    people = [_member(found, place, numbers, basis) for place in range(len(found.members))]
    order = {"hour": numbers.by_hour, "share": sorted(range(len(people)), key=lambda at: -people[at].share)}
    first = people[numbers.first] if numbers.first is not None else None
    by_hour = people[numbers.first_by_hour] if numbers.first_by_hour is not None else None
    known = basis.value_minor is not None
    return UnitOutlook(
        unit=found,
        members=tuple(people[place] for place in order.get(by, numbers.by_net)),
        trouble=None,
        notes=tuple(_notes(found, numbers, basis)),
        win=numbers.win,
        win_low=min(numbers.win_low, numbers.win),
        win_high=max(numbers.win_high, numbers.win),
        first=first,
        first_by_hour=by_hour,
        stays=numbers.stays,
        learn_first=numbers.learn_first,
        nobody=numbers.nobody,
        knowing_minor=round(numbers.knowing) if known else None,
        questions=tuple(_questions(people, first, seats)),
        seats=seats,
        **vars(basis),
    )


def _entries(found: Unit, basis: Basis) -> Entries:
    place = {member.id: at for at, member in enumerate(found.members)}
    known = basis.value_minor is not None
    return Entries(
        weights=tuple(member.weight for member in found.members),
        attitudes=tuple(None if member.attitude is None else member.attitude / 2 for member in found.members),
        susceptibility=tuple(member.susceptibility for member in found.members),
        vetoes=tuple(member.veto for member in found.members),
        access=tuple(member.access for member in found.members),
        estimates=tuple(member.estimate for member in found.members),
        ties=tuple((place[tie.who_id], place[tie.whom_id], tie.strength) for tie in found.ties if tie.kind == "listens"),
        base_rate=basis.base_rate,
        # Without a value a point of probability is ranked as it is, and no effort costs anything.
        value=float(basis.value_minor or 0) if known else 1.0,
        costs=tuple(float(cost_minor(member, basis)) if known else 0.0 for member in found.members),
        criteria=tuple(tuple(float(dict(member.criteria).get(name, 0)) for name in found.criteria) for member in found.members)
        if found.criteria else (),
        proofs=tuple(tuple(argument.proof.get(name, 0.0) for name in found.criteria) for argument in found.arguments),
        seed=(found.head.id, found.head.version),
    )  # fmt: skip


def cost_minor(member: MemberRow, basis: Basis) -> int:
    """What the effort with a person costs, in minor units."""
    return round(member.effort_minutes * basis.hour_cost_minor / HOUR)


def _member(found: Unit, place: int, numbers: UnitNumbers, basis: Basis) -> MemberOutlook:
    row, of = found.members[place], numbers.people[place]
    known = basis.value_minor is not None
    through = found.members[of.through] if of.through is not None and of.carried > of.direct else None
    return MemberOutlook(
        row=row,
        weight=of.weight,
        share=of.share,
        share_low=min(of.share_low, of.share),
        share_high=max(of.share_high, of.share),
        attitude=(row.attitude or 0) / 2,
        known_attitude=row.attitude is not None,
        after=of.after,
        gain=of.gain,
        cost_minor=cost_minor(row, basis),
        net_minor=round(of.net) if known else None,
        ratio=of.ratio if known else None,
        first_share=of.first_share,
        through=through,
        argument=found.arguments[of.argument] if of.argument >= 0 else None,
        proven=of.proven,
        gap=of.share - row.estimate if place in numbers.gaps and row.estimate is not None else None,
        sources=tuple(_sources(found, place, of, numbers)),
    )


def _sources(found: Unit, place: int, of: PersonNumbers, numbers: UnitNumbers) -> list[ShareSource]:
    rows = [
        ShareSource(member.name, at == place, numbers.people[at].weight, of.parts[at])
        for at, member in enumerate(found.members)
        if abs(of.parts[at]) >= 0.005 or at == place
    ]
    return sorted(rows, key=lambda source: -abs(source.part))


def _notes(found: Unit, numbers: UnitNumbers, basis: Basis) -> list[Problem]:
    """What was assumed or put right on the way, each to be said."""
    notes = []
    if numbers.even:
        notes.append(Problem("unit_note_even"))
    elif numbers.rescaled:
        notes.append(Problem("unit_note_weights", {"sum": numbers.weight_given}))
    unknown = [member.name for member in found.members if member.attitude is None]
    if unknown:
        notes.append(Problem("unit_note_unknown", {"count": len(unknown), "names": ", ".join(unknown[:4])}))
    if len(found.members) > 1 and not any(tie.kind == "listens" for tie in found.ties):
        notes.append(Problem("unit_note_no_ties"))
    if numbers.hostile:
        notes.append(Problem("unit_note_hostile"))
    if basis.value_minor is None:
        notes.append(Problem("unit_note_no_value"))
    elif basis.value_from == "client":
        notes.append(Problem("unit_note_client_value"))
    if basis.base_from != "unit":
        notes.append(Problem(f"unit_note_base_{basis.base_from}", {"rate": basis.base_rate}))
    return notes


def _questions(
    people: Sequence[MemberOutlook], first: MemberOutlook | None, seats: Sequence[Seat]
) -> list[UnitQuestion]:
    found = [
        UnitQuestion("gap", one.row.name, one.row.id, one.row.person_id, one.share, one.row.estimate or 0.0)
        for one in sorted(people, key=lambda one: -abs(one.gap or 0))
        if one.gap is not None
    ]
    found += [UnitQuestion("left", one.row.name, one.row.id, one.row.person_id) for one in people if not one.row.here]
    found += [
        UnitQuestion("attitude", one.row.name, one.row.id, one.row.person_id, one.share)
        for one in sorted(people, key=lambda one: -one.share)
        if not one.known_attitude and one.share >= 0.05
    ]
    if first and not first.row.criteria:
        found.append(UnitQuestion("criteria", first.row.name, first.row.id, first.row.person_id, first.share))
    found += [UnitQuestion("seat", str(seat.title)) for seat in seats if seat.weight or seat.veto]
    return found


def _said(error: EngineError, members: Sequence[MemberRow]) -> Problem:
    """What the engine refuses, with the names of those it means."""
    names = ", ".join(members[place].name for place in error.rows if place < len(members))
    code = f"engine_{error.code}"
    if code not in SENTENCES:
        return Problem("engine_unit_other", {"message": str(error)})
    return Problem(code, {**error.data, "names": names})


def _without_numbers(found: Unit, basis: Basis, seats: tuple[Seat, ...], trouble: Problem | None) -> UnitOutlook:
    return UnitOutlook(
        unit=found, members=(), trouble=trouble, notes=(), win=None, win_low=None, win_high=None, first=None,
        first_by_hour=None, stays=0.0, learn_first=False, nobody=0.0, knowing_minor=None,
        questions=tuple(_questions((), None, seats)), seats=seats, **vars(basis),
    )  # fmt: skip
