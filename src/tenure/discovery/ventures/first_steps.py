"""The first real steps of a search, until they are taken: told from what is stored, never ticked by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from tenure.discovery.gates.view import GateView
from tenure.discovery.hypotheses.hypotheses import HypothesisRow
from tenure.discovery.models import GateState, Hypothesis, Interview, TestCard, Venture

# So many talks are the first ones; assumed.
FIRST_TALKS = 3
# What a hypothesis has before anybody thought about it.
USUAL_IMPACT = Hypothesis._meta.get_field("impact").default
USUAL_PRIOR = Hypothesis._meta.get_field("prior").default
DECIDED = frozenset({Hypothesis.State.SUPPORTED, Hypothesis.State.REFUTED})
# A review has begun, but nothing is decided yet: the gate stays the next step.
AHEAD = frozenset({GateState.State.NOT_STARTED, GateState.State.ACTIVE, GateState.State.GATE_REVIEW})


@dataclass(frozen=True)
class FirstSteps:
    """Which steps are taken, in their order: canvas, riskiest, doubt, test, talks, gate. hypothesis_id: the riskiest one so
    far, on which the next steps are taken; draft_id: a test written and not locked; talks: interviews held."""

    done: dict[str, bool]
    hypothesis_id: int | None = None
    draft_id: int | None = None
    talks: int = 0

    @property
    def taken(self) -> int:
        return sum(self.done.values())

    @property
    def next(self) -> str:
        """The first step not taken yet; the list is not shown without one."""
        return next(code for code, done in self.done.items() if not done)


def first_steps_for(venture: Venture, rows: Sequence[HypothesisRow], gate: GateView, *, loop: int) -> FirstSteps | None:
    """The list for a venture in sight, of which the rest has been read already; None once all before the gate is done.

    A search that has tested something, or is in its second loop, is past its first steps. No query then; else one.
    """
    if venture.phase != "discovery" or loop > 1 or venture.state == Venture.State.EXITED:
        return None
    if any(row.state in DECIDED for row in rows):
        return None
    critical = [row for row in rows if row.critical]
    told = _told(venture)
    thought = told.doubted or any(_thought(row) for row in critical)
    talked = told.talks >= FIRST_TALKS
    if critical and thought and told.locked and talked:
        return None
    riskiest = max(critical or rows, key=lambda row: row.impact, default=None)
    return FirstSteps(
        done={
            "canvas": bool(rows), "riskiest": bool(critical), "doubt": bool(critical) and thought, "test": told.locked,
            "talks": talked, "gate": gate.state not in AHEAD,
        },
        hypothesis_id=riskiest.id if riskiest else None, draft_id=told.draft_id, talks=told.talks,
    )  # fmt: skip


def _thought(row: HypothesisRow) -> bool:
    """Whether somebody said what hangs on it and how likely it is."""
    return (row.impact != USUAL_IMPACT or row.gain_minor is not None) and row.prior != USUAL_PRIOR


@dataclass(frozen=True)
class _Told:
    doubted: bool
    locked: bool
    draft_id: int | None
    talks: int


def _told(venture: Venture) -> _Told:
    """What the page of a venture does not read otherwise. One query."""
    cards = TestCard.objects.filter(venture=OuterRef("pk"))
    reasoned = Hypothesis.objects.filter(venture=OuterRef("pk"), critical=True, removed_at=None).exclude(
        prior_reason=""
    )
    talks = Interview.objects.filter(venture=OuterRef("pk"), withdrawn_at=None).order_by()
    row = (
        Venture.objects.filter(pk=venture.pk)
        .annotate(
            doubted=Exists(reasoned.filter(~Q(impact=USUAL_IMPACT) | Q(gain_minor__isnull=False))),
            locked=Exists(cards.filter(locked_at__isnull=False)),
            draft=Subquery(cards.filter(state=TestCard.State.DRAFT).order_by("pk").values("pk")[:1]),
            talks=Subquery(talks.values("venture").annotate(held=Count("pk")).values("held")),
        )
        .values_list("doubted", "locked", "draft", "talks")
        .get()
    )
    return _Told(row[0], row[1], row[2], row[3] or 0)
