"""What every page of a venture shows above its own: name, loop, money, hypotheses, phase."""

from dataclasses import dataclass
from datetime import date

from tenure.discovery.hypotheses.tested import Tally, tally_of
from tenure.discovery.loops import loop_of, spent_since
from tenure.discovery.models import Venture
from tenure.discovery.sight import seen_venture, works_in
from tenure.kernel import clock
from tenure.privacy.models import User


@dataclass(frozen=True)
class VentureFrame:
    """spent_minor: this loop's money; loop_day: 1 on its first day, may exceed loop_days; tally: how many hypotheses were
    tested (S000-33)."""

    id: int
    name: str
    kind: str
    state: str
    phase: str
    canvas_kind: str
    owner: str
    loop: int
    loop_started_on: date
    loop_day: int
    loop_days: int
    spent_minor: int
    budget_minor: int | None
    tally: Tally
    may_work: bool
    today: date
    version: int


def frame_of(*, actor: User, venture_id: int) -> VentureFrame:
    """The head of a venture in sight. Four queries, five for a member without a wider right. Raises NotFound."""
    return frame_for(actor, seen_venture(actor, venture_id))


def frame_for(actor: User, venture: Venture) -> VentureFrame:
    """As `frame_of`, for a venture already found to be in sight."""
    loop = loop_of(venture)
    today = clock.today()
    last = loop.ended_on or today
    return VentureFrame(
        id=venture.pk, name=venture.name, kind=venture.kind, state=venture.state, phase=venture.phase,
        canvas_kind=venture.canvas_kind, owner=venture.owner.name, loop=loop.number, loop_started_on=loop.started_on,
        loop_day=max(1, (last - loop.started_on).days + 1), loop_days=venture.loop_days,
        spent_minor=spent_since(venture, loop.started_on),
        budget_minor=venture.loop_budget_minor, tally=tally_of(venture.pk),
        may_work=works_in(actor, venture), today=today, version=venture.version,
    )  # fmt: skip
