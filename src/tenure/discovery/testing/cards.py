"""Test cards: found, drafted, changed while they are drafts, repeated, given up."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from tenure.discovery.hypotheses.evidence import hypothesis_for_work
from tenure.discovery.loops import loop_number
from tenure.discovery.models import Hypothesis, Observation, TestCard, Venture
from tenure.discovery.reading_once import remembered
from tenure.discovery.sight import seen_venture, venture_for_work, visible_ventures
from tenure.discovery.testing.card_text import CardText, cleaned_card
from tenure.discovery.testing.claimed import usual_share
from tenure.discovery.testing.plan import Answer, Plan
from tenure.discovery.timeline import record_step
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.models import User

LONGEST_REASON = 250
MOST = 1000  # tests of one venture
KEPT = (
    "kind", "name", "action", "metric", "population", "exclusion", "recruiting", "call_to_action", "rule", "threshold",
    "hoped", "alpha", "power", "sure", "prior_a", "prior_b", "least", "most", "pass_mark", "futility", "level",
    "sensitivity", "specificity", "cost_minor", "hours", "days",
)  # fmt: skip


def plan_of(card: TestCard) -> Plan:
    """The rule of a card that is ready. With two arms the threshold may be missing: A is measured, not assumed."""
    return Plan(
        rule=card.rule, most=card.most or 1, threshold=card.threshold if card.threshold is not None else 0.5,
        hoped=card.hoped, alpha=card.alpha, power=card.power, sure=card.sure, prior_a=card.prior_a,
        prior_b=card.prior_b, least=card.least or 1, pass_mark=card.pass_mark, futility=card.futility,
        ends_on=card.ends_on,
    )  # fmt: skip


@remembered
def every_card(venture: Venture) -> tuple[TestCard, ...]:
    """All tests of a venture by number. One query."""
    return tuple(_cards(venture.pk))


@compiled_once
def _cards(venture_id: int) -> Query:
    return TestCard.objects.filter(venture=venture_id).order_by("number")


def answers_of(card: TestCard) -> list[Answer]:
    """The observations of a card as its rule takes them. One query."""
    return list(map(Answer._make, _answers(card.pk)))


@compiled_once
def _answers(test_id: int) -> Query:
    columns = ("id", "success", "happened_on", "arm", "voice", "exploratory", "corrects_id", "excluded", "look")
    return Observation.objects.filter(test=test_id).order_by("id").values_list(*columns)


def seen_test(actor: User, test_id: int) -> TestCard:
    """A test of a venture in sight. One query. Raises NotFound."""
    card = (
        TestCard.objects.filter(pk=test_id, venture__in=visible_ventures(actor))
        .select_related("hypothesis", "venture", "assigned_to", "predicted_by", "locked_by", "decided_by", "retest_of")
        .first()
    )
    if card is None:
        raise NotFound
    return card


def claimed_by(*, actor: User, venture_id: int, hypothesis_id: int) -> float | None:
    """The share at which a test of this hypothesis decides, so that its yes proves the claim; None where it names none or
    is out of sight. Two queries."""
    venture = seen_venture(actor, venture_id)
    found = Hypothesis.objects.filter(pk=hypothesis_id, venture=venture).values_list("threshold", "unit", "direction")
    claim = found.first()
    return usual_share(*claim) if claim else None


def test_for_work(actor: User, test_id: int) -> TestCard:
    """A test the actor may change, its venture locked. Call inside a transaction."""
    venture_id = TestCard.objects.filter(pk=test_id).values_list("venture_id", flat=True).first()
    if venture_id is None:
        raise NotFound
    venture_for_work(actor, venture_id)
    return TestCard.objects.select_for_update(of=("self",)).select_related("venture", "hypothesis").get(pk=test_id)


def draft_test(*, actor: User, hypothesis_id: int, text: CardText) -> int:
    """Write a card. Returns its id; nothing is promised yet, everything can be changed."""
    with transaction.atomic():
        hypothesis = hypothesis_for_work(actor, hypothesis_id)
        return _make(actor, hypothesis, cleaned_card(text), None)


def edit_draft(*, actor: User, test_id: int, version: int, text: CardText) -> None:
    """Change a card that is not locked. Raises Conflict, and InvalidValue once it is locked."""
    with transaction.atomic():
        card = test_for_work(actor, test_id)
        if card.version != version:
            raise Conflict
        if card.state != TestCard.State.DRAFT:
            raise InvalidValue("test_locked_already", field="")
        values = cleaned_card(text)
        _check_assigned(card.venture, values["assigned_to_id"])
        changed = [name for name, value in values.items() if getattr(card, name) != value]
        if "prediction" in changed:
            values["predicted_by_id"] = actor.pk if values["prediction"] is not None else None
        for name, value in values.items():
            setattr(card, name, value)
        card.version += 1
        card.save()
        step(actor, card, "edit_test", fields=changed)


def repeat_test(*, actor: User, test_id: int) -> int:
    """A fresh draft of the same card: the only way on after a verdict. Returns its id."""
    with transaction.atomic():
        card = test_for_work(actor, test_id)
        if card.state in (TestCard.State.DRAFT, TestCard.State.LOCKED):
            raise InvalidValue("test_still_open", field="", number=card.number)
        return _make(actor, card.hypothesis, {name: getattr(card, name) for name in KEPT}, card)


def step(actor: User, card: TestCard, action: str, **details: Any) -> None:
    """One line of the timeline about a test. One query for the loop."""
    record_step(
        actor=actor, venture=card.venture, loop=loop_number(card.venture), action=action, subject_kind="test",
        subject_id=card.pk, test=card.number, hypothesis=card.hypothesis.number, **details,
    )  # fmt: skip


def _make(actor: User, hypothesis: Hypothesis, values: dict[str, Any], retest_of: TestCard | None) -> int:
    venture = hypothesis.venture
    if hypothesis.removed_at is not None:
        raise InvalidValue("test_hypothesis_removed", field="hypothesis", number=hypothesis.number)
    if venture.tests.count() >= MOST:
        raise InvalidValue("too_many_tests", field="", most=MOST)
    _check_assigned(venture, values.get("assigned_to_id"))
    number = (venture.tests.aggregate(number=Max("number"))["number"] or 0) + 1
    predicted = {"predicted_by": actor} if values.get("prediction") is not None else {}
    card = TestCard.objects.create(
        venture=venture, hypothesis=hypothesis, number=number, loop=loop_number(venture), created_at=clock.now(),
        retest_of=retest_of, **values, **predicted,
    )  # fmt: skip
    again = {"retest_of": retest_of.number} if retest_of else {}
    step(actor, card, "draft_test", kind=card.kind, **again)
    return card.pk


def _check_assigned(venture: Venture, user_id: int | None) -> None:
    """Only somebody who works in the venture can be asked to run a test."""
    if user_id is None or user_id == venture.owner_id:
        return
    if not venture.members.filter(user_id=user_id, may_work=True, user__is_active=True).exists():
        raise InvalidValue("test_nobody", field="assigned")
