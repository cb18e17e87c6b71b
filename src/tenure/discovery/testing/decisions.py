"""The verdict of a test: taken once by its locked rule, written to the hypothesis as evidence, never taken back."""

from django.db import transaction

from tenure.discovery.hypotheses.belief import known_anew, refresh_belief
from tenure.discovery.hypotheses.evidence import add_evidence
from tenure.discovery.models import Observation, TestCard
from tenure.discovery.testing.cards import answers_of, plan_of, step, test_for_work
from tenure.discovery.testing.lock import check_lock
from tenure.discovery.testing.observations import seals_hold
from tenure.discovery.testing.plan import SUPPORTED, UNDECIDED
from tenure.discovery.testing.tasks import ask_to_learn, end_test_task
from tenure.discovery.testing.verdict_seal import seal_verdict
from tenure.discovery.testing.verdicts import EDITION, RunningView, running_view
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue
from tenure.privacy.models import User


def decide_test(*, actor: User, test_id: int, version: int) -> str:
    """Take the verdict the rule has reached. Returns it.

    Raises InvalidValue while the rule has not stopped, when the card was changed after looking (exploratory), or when
    the lock does not hold; Conflict when somebody was faster. An undecided test brings no evidence.
    """
    with transaction.atomic():
        card = test_for_work(actor, test_id)
        if card.version != version:
            raise Conflict
        view = running_view(plan_of(card), answers_of(card), today=clock.today())
        _check(card, view)
        card.state, card.verdict = TestCard.State.DECIDED, view.verdict
        card.decided_at, card.decided_by = clock.now(), actor
        seal_verdict(
            card, card.amendments.all(), edition=EDITION, after=card.observed, observed_seal=card.observed_seal
        )
        card.version += 1
        card.save()
        if view.verdict == UNDECIDED:
            refresh_belief(card.hypothesis)
        else:
            _tell_the_hypothesis(actor, card, view)
        end_test_task(card.pk, actor)
        ask_to_learn(card, actor)
        step(actor, card, "decide_test", verdict=view.verdict, why=view.why, n=view.n)
    return view.verdict


def _check(card: TestCard, view: RunningView) -> None:
    if card.state != TestCard.State.LOCKED:
        raise InvalidValue("test_not_running", field="", number=card.number)
    if card.exploratory:
        raise InvalidValue("test_exploratory", field="", number=card.number)
    rows = list(Observation.objects.filter(test=card).order_by("pk"))
    if not check_lock(card, card.amendments.all(), observations_whole=seals_hold(card, rows)).whole:
        raise InvalidValue("test_lock_broken", field="", number=card.number)
    if not view.over:
        raise InvalidValue("test_goes_on", field="", number=card.number, left=view.missing or 0)


def _tell_the_hypothesis(actor: User, card: TestCard, view: RunningView) -> None:
    won = f"{sum(view.wins)} / {view.n}" if view.wins is not None else str(view.n)
    add_evidence(
        actor=actor, hypothesis_id=card.hypothesis_id, supports=view.verdict == SUPPORTED, level=card.level,
        text=f"T{card.number}: {card.name} ({won})", observed_on=clock.today(), source="test", source_id=card.pk,
        sensitivity=card.sensitivity, specificity=card.specificity,
    )  # fmt: skip
    known_anew(card.hypothesis_id, view.verdict)
