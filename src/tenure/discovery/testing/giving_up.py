"""A test given up without a verdict: it stays readable, with why and with what its observations had said by then."""

from django.db import transaction

from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.models import Observation, TestCard
from tenure.discovery.testing.cards import LONGEST_REASON, answers_of, plan_of, step, test_for_work
from tenure.discovery.testing.lock import check_lock
from tenure.discovery.testing.observations import seals_hold
from tenure.discovery.testing.tasks import ask_to_learn, end_test_task
from tenure.discovery.testing.verdicts import running_view
from tenure.discovery.writing import line
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue
from tenure.privacy.models import User


def abandon_test(*, actor: User, test_id: int, version: int, reason: str) -> None:
    """Give a test up without a verdict. One that was locked owes a learning card: before it is written, no further test
    of the hypothesis can be locked. Raises InvalidValue once its rule has come to a verdict: that is taken, not avoided.
    """
    why = line(reason, "reason", LONGEST_REASON)
    if not why:
        raise InvalidValue("test_reason_missing", field="reason")
    with transaction.atomic():
        card = test_for_work(actor, test_id)
        if card.version != version:
            raise Conflict
        if card.state not in (TestCard.State.DRAFT, TestCard.State.LOCKED):
            raise InvalidValue("test_ended_already", field="", number=card.number)
        locked = card.state == TestCard.State.LOCKED
        if locked and not card.exploratory and _has_stopped(card):
            raise InvalidValue("test_has_stopped", field="reason", number=card.number)
        card.state, card.abandoned_reason, card.decided_at = TestCard.State.ABANDONED, why, clock.now()
        card.decided_by = actor
        card.version += 1
        card.save()
        refresh_belief(card.hypothesis)
        end_test_task(card.pk, actor)
        if locked:
            ask_to_learn(card, actor)
        step(actor, card, "abandon_test", observed=card.observed)


def _has_stopped(card: TestCard) -> bool:
    """Whether a verdict waits to be taken; none is taken from a card whose lock does not hold."""
    if not running_view(plan_of(card), answers_of(card), today=clock.today()).over:
        return False
    rows = list(Observation.objects.filter(test=card).order_by("pk"))
    return check_lock(card, card.amendments.all(), observations_whole=seals_hold(card, rows)).whole
