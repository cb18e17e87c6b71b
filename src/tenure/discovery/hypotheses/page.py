"""One hypothesis with all that belongs to it, for its page and its form."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from tenure.discovery.hypotheses.belief import BeliefSums, arithmetic_of
from tenure.discovery.hypotheses.hypotheses import HypothesisRow, row_of
from tenure.discovery.hypotheses.linter import Claim, Flag, lint
from tenure.discovery.hypotheses.settled import locked_by
from tenure.discovery.hypotheses.text import HypothesisText
from tenure.discovery.models import Hypothesis
from tenure.discovery.sight import visible_ventures
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User

COUNTED = Q(observations__exploratory=False, observations__excluded=False, observations__corrected_by=None)
COUNTED_YES = COUNTED & Q(observations__success=True)


@dataclass(frozen=True)
class Relative:
    """A hypothesis this one rests on, or that rests on it."""

    id: int
    number: int
    title: str
    state: str


@dataclass(frozen=True)
class PriorStep:
    """A prior that was changed."""

    at: datetime
    author: str
    before: float
    after: float
    reason: str


@dataclass(frozen=True)
class TestLine:
    """A test of the hypothesis, in a line. observed, yes: observations that count, and the successes among them; shown of
    one that was given up."""

    __test__ = False

    id: int
    number: int
    name: str
    state: str
    verdict: str
    observed: int
    yes: int


@dataclass(frozen=True)
class HypothesisPage:
    """text: what it says; row: how it stands; segment, problem: names; others: hypotheses it could rest on."""

    venture_id: int
    row: HypothesisRow
    text: HypothesisText
    segment: str
    problem: str
    owner: str
    prior_by: str
    removed: bool
    decided_on: date | None
    created_at: datetime
    flags: tuple[Flag, ...]
    belief: BeliefSums
    parents: tuple[Relative, ...]
    children: tuple[Relative, ...]
    others: tuple[tuple[int, str], ...]
    priors: tuple[PriorStep, ...]
    tests: tuple[TestLine, ...]


def hypothesis_text(*, actor: User, hypothesis_id: int) -> tuple[int, HypothesisText, int, int]:
    """Its venture, what it says, its number and version, for the form. One query."""
    one = _seen(actor, hypothesis_id)
    return one.venture_id, text_of(one), one.number, one.version


def settled_by(*, actor: User, hypothesis_id: int) -> int | None:
    """Number of the test that settles what the claim of a hypothesis is; None while it may be said otherwise. Two queries."""
    return locked_by(_seen(actor, hypothesis_id))


def venture_of(*, actor: User, hypothesis_id: int) -> int:
    """The venture of a hypothesis in sight."""
    return _seen(actor, hypothesis_id).venture_id


def hypothesis_page(*, actor: User, hypothesis_id: int) -> HypothesisPage:
    """The whole page. Ten queries, however much evidence there is."""
    one = _seen(actor, hypothesis_id)
    parents = _relatives(link.parent for link in one.parents.select_related("parent").order_by("parent__number"))
    children = _relatives(link.child for link in one.children.select_related("child").order_by("child__number"))
    fallen = next((parent.number for parent in parents if parent.state == Hypothesis.State.REFUTED), None)
    taken = {one.pk, *(parent.id for parent in parents), *(child.id for child in children)}
    others = one.venture.hypotheses.filter(removed_at=None).exclude(pk__in=taken).order_by("number")
    choices = tuple((pk, f"H{number} {title}") for pk, number, title in others.values_list("pk", "number", "title"))
    text = text_of(one)
    return HypothesisPage(
        venture_id=one.venture_id, row=row_of(one, fallen, clock.today()), text=text,
        segment=one.segment.name if one.segment else "", problem=one.problem.name if one.problem else "",
        owner=one.owner.name if one.owner else "", prior_by=one.prior_by.name if one.prior_by else "",
        removed=one.removed_at is not None, decided_on=one.decided_on, created_at=one.created_at,
        flags=lint(claim_of(text)), belief=arithmetic_of(actor=actor, hypothesis_id=hypothesis_id), parents=parents,
        children=children, others=choices,
        priors=tuple(
            PriorStep(step.at, step.author.name, step.before, step.after, step.reason)
            for step in one.prior_changes.select_related("author").order_by("-at", "-pk")
        ),
        tests=tuple(
            TestLine(*row)
            for row in one.tests.order_by("-number")
            .annotate(counted=Count("observations", filter=COUNTED), yes=Count("observations", filter=COUNTED_YES))
            .values_list("pk", "number", "name", "state", "verdict", "counted", "yes")
        ),
    )  # fmt: skip


def text_of(one: Hypothesis) -> HypothesisText:
    """What is stored, as the form takes it."""
    return HypothesisText(**{name: getattr(one, name) for name in HypothesisText.__dataclass_fields__})


def claim_of(text: HypothesisText) -> Claim:
    """What the linter reads of it."""
    return Claim(
        title=text.title, statement=text.statement, has_segment=text.segment_id is not None, metric=text.metric,
        unit=text.unit, threshold=text.threshold, falsifier=text.falsifier, prior=text.prior,
    )  # fmt: skip


def _relatives(found: Iterable[Hypothesis]) -> tuple[Relative, ...]:
    return tuple(Relative(one.pk, one.number, one.title, one.state) for one in found)


def _seen(actor: User, hypothesis_id: int) -> Hypothesis:
    rows = Hypothesis.objects.filter(pk=hypothesis_id, venture__in=visible_ventures(actor))
    one = rows.select_related("venture", "segment", "problem", "owner", "prior_by").first()
    if one is None:
        raise NotFound
    return one
