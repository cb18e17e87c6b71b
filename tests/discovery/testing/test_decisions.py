"""The verdict: once, by the rule, into the belief of the hypothesis; and the learning card after it."""

from collections.abc import Callable
from datetime import date

import pytest

from tenure.agenda.models import Task
from tenure.discovery.models import Evidence, Hypothesis, TestCard, VentureEvent
from tenure.discovery.testing.cards import abandon_test, repeat_test
from tenure.discovery.testing.decisions import decide_test
from tenure.discovery.testing.learning import LearningText, surprise, write_learning
from tenure.discovery.testing.lock import lock_test
from tenure.kernel.errors import Conflict, InvalidValue
from tenure.privacy.models import User
from tests.venture_factories import make_ready_test

pytestmark = pytest.mark.django_db
LEARNT = LearningText("8 of 8 signed and paid", "They pay before it exists", "persevere", "Start the concierge round")


@pytest.fixture
def decided(founder: User, locked: TestCard, enter: Callable[..., list[int]]) -> TestCard:
    enter(locked, [1] * 5)
    locked.refresh_from_db()
    decide_test(actor=founder, test_id=locked.pk, version=locked.version)
    locked.refresh_from_db()
    return locked


def test_a_verdict_becomes_evidence_once(founder: User, decided: TestCard) -> None:
    row = Evidence.objects.get()
    assert (row.source, row.source_id, row.supports, row.level) == ("test", decided.pk, True, decided.level)
    assert Hypothesis.objects.get(pk=decided.hypothesis_id).state == "supported"
    assert VentureEvent.objects.filter(kind="decide_test").count() == 1
    with pytest.raises(InvalidValue, match="test_not_running"):
        decide_test(actor=founder, test_id=decided.pk, version=decided.version)
    assert Evidence.objects.count() == 1


def test_of_two_who_decide_at_once_one_is_told(
    founder: User, locked: TestCard, enter: Callable[..., list[int]]
) -> None:
    enter(locked, [1] * 5)
    locked.refresh_from_db()
    decide_test(actor=founder, test_id=locked.pk, version=locked.version)
    with pytest.raises(Conflict):
        decide_test(actor=founder, test_id=locked.pk, version=locked.version)


def test_while_the_rule_goes_on_there_is_no_verdict(
    founder: User, locked: TestCard, enter: Callable[..., list[int]]
) -> None:
    enter(locked, [1, 1, 0])
    locked.refresh_from_db()
    with pytest.raises(InvalidValue) as refused:
        decide_test(actor=founder, test_id=locked.pk, version=locked.version)
    assert refused.value.problem.data["left"] == 37
    assert Evidence.objects.count() == 0


def test_an_undecided_test_ends_without_evidence(
    founder: User, hypothesis: Hypothesis, enter: Callable[..., list[int]]
) -> None:
    card = make_ready_test(hypothesis, most=4)
    lock_test(actor=founder, test_id=card.pk, version=1)
    enter(card, [1, 0, 1, 0])
    card.refresh_from_db()
    assert decide_test(actor=founder, test_id=card.pk, version=card.version) == "undecided"
    assert Evidence.objects.count() == 0
    assert Hypothesis.objects.get(pk=hypothesis.pk).state == "undecided"


def test_after_a_verdict_only_a_retest_goes_on(founder: User, decided: TestCard) -> None:
    again = TestCard.objects.get(pk=repeat_test(actor=founder, test_id=decided.pk))
    assert (again.state, again.retest_of_id, again.most, again.number) == ("draft", decided.pk, 40, 2)
    assert (again.lock_hash, again.prediction, again.observed) == ("", None, 0)


def test_a_running_test_is_not_repeated(founder: User, locked: TestCard) -> None:
    with pytest.raises(InvalidValue, match="test_still_open"):
        repeat_test(actor=founder, test_id=locked.pk)


def test_a_test_given_up_says_why_and_frees_its_hypothesis(founder: User, locked: TestCard) -> None:
    with pytest.raises(InvalidValue, match="test_reason_missing"):
        abandon_test(actor=founder, test_id=locked.pk, version=locked.version, reason="")
    abandon_test(actor=founder, test_id=locked.pk, version=locked.version, reason="The channel was closed")
    locked.refresh_from_db()
    assert (locked.state, locked.abandoned_reason) == ("abandoned", "The channel was closed")
    assert Hypothesis.objects.get(pk=locked.hypothesis_id).state == "untested"
    assert not Task.objects.filter(state="open").exists()


def test_the_learning_card_ends_what_the_verdict_asked_for(founder: User, decided: TestCard) -> None:
    assert Task.objects.filter(state="open", kind="test").count() == 1
    write_learning(actor=founder, test_id=decided.pk, text=LEARNT)
    assert not Task.objects.filter(state="open", kind="test").exists()


def test_a_learning_card_comes_after_the_verdict_and_is_whole(founder: User, locked: TestCard) -> None:
    with pytest.raises(InvalidValue, match="learning_too_early"):
        write_learning(actor=founder, test_id=locked.pk, text=LEARNT)
    with pytest.raises(InvalidValue, match="learning_observed_missing"):
        write_learning(actor=founder, test_id=locked.pk, text=LearningText("", "x", "kill"))
    with pytest.raises(InvalidValue, match="learning_decision_missing"):
        write_learning(actor=founder, test_id=locked.pk, text=LearningText("x", "x", "dance"))


def test_two_who_change_a_learning_card_at_once_lose_nothing(founder: User, decided: TestCard) -> None:
    write_learning(actor=founder, test_id=decided.pk, text=LEARNT)
    write_learning(actor=founder, test_id=decided.pk, text=LEARNT, version=1)
    with pytest.raises(Conflict):
        write_learning(actor=founder, test_id=decided.pk, text=LEARNT, version=1)


def test_surprise_is_what_was_said_against_what_came() -> None:
    found = surprise(0.9, "refuted")
    assert found is not None
    assert (found.happened, round(found.apart, 2), round(found.bits, 2)) == (0, 0.9, 3.32)
    assert surprise(None, "refuted") is None
    assert surprise(0.5, "undecided") is None


def test_a_test_of_the_past_cannot_be_locked(founder: User, hypothesis: Hypothesis) -> None:
    card = make_ready_test(hypothesis, ends_on=date(2026, 5, 1))
    with pytest.raises(InvalidValue, match="test_ends_past"):
        lock_test(actor=founder, test_id=card.pk, version=1)
