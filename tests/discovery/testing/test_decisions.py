"""The verdict: once, by the rule, into the belief of the hypothesis; and the learning card after it."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from tenure.agenda.models import Task
from tenure.discovery.hypotheses.belief import FRESH_DAYS, arithmetic_of
from tenure.discovery.hypotheses.page import hypothesis_page
from tenure.discovery.hypotheses.together import together
from tenure.discovery.models import Evidence, Hypothesis, Observation, TestCard, VentureEvent
from tenure.discovery.testing.cards import repeat_test
from tenure.discovery.testing.decisions import decide_test
from tenure.discovery.testing.giving_up import abandon_test
from tenure.discovery.testing.learning import LearningText, surprise, write_learning
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.testing.test_page import test_page as page_of
from tenure.discovery.testing.words import headline
from tenure.engine.evidence.sequential import log_e_value
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue
from tenure.privacy.models import User
from tests.venture_factories import make_hypothesis, make_observation, make_ready_test

pytestmark = pytest.mark.django_db
Enter = Callable[..., list[int]]
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


def test_a_retest_with_the_same_verdict_makes_what_is_known_fresh_again(
    founder: User, decided: TestCard, hypothesis: Hypothesis, enter: Enter
) -> None:
    write_learning(actor=founder, test_id=decided.pk, text=LEARNT)
    Hypothesis.objects.update(expires_on=clock.today() - timedelta(days=1))
    again = make_ready_test(hypothesis)
    lock_test(actor=founder, test_id=again.pk, version=again.version)
    enter(again, [1] * 5)
    again.refresh_from_db()
    assert decide_test(actor=founder, test_id=again.pk, version=again.version) == "supported"
    hypothesis.refresh_from_db()
    assert hypothesis.expires_on == clock.today() + timedelta(days=FRESH_DAYS)


def test_a_running_test_is_not_repeated(founder: User, locked: TestCard) -> None:
    with pytest.raises(InvalidValue, match="test_still_open"):
        repeat_test(actor=founder, test_id=locked.pk)


def test_a_test_given_up_says_why_and_owes_its_learning_card(founder: User, locked: TestCard, enter: Enter) -> None:
    enter(locked, [0, 1, 0])
    with pytest.raises(InvalidValue, match="test_reason_missing"):
        abandon_test(actor=founder, test_id=locked.pk, version=locked.version, reason="")
    abandon_test(actor=founder, test_id=locked.pk, version=locked.version, reason="The channel was closed")
    locked.refresh_from_db()
    assert (locked.state, locked.abandoned_reason) == ("abandoned", "The channel was closed")
    assert Hypothesis.objects.get(pk=locked.hypothesis_id).state == "untested"
    assert [task.episode for task in Task.objects.filter(state="open")] == [f"test_learn:{locked.pk}"]
    (line,) = hypothesis_page(actor=founder, hypothesis_id=locked.hypothesis_id).tests
    assert (line.state, line.observed, line.yes) == ("abandoned", 3, 1), "what it had shown stays to be seen"
    assert headline(page_of(actor=founder, test_id=locked.pk))[0] == "Given up; counted by then: 3, of them yes: 1."


def test_after_a_bad_look_no_other_test_begins_before_it_is_written_what_was_seen(
    founder: User, locked: TestCard, enter: Enter
) -> None:
    enter(locked, [0, 0, 1])
    abandon_test(actor=founder, test_id=locked.pk, version=locked.version, reason="Looks bad")
    again = TestCard.objects.get(pk=repeat_test(actor=founder, test_id=locked.pk))
    TestCard.objects.filter(pk=again.pk).update(prediction=0.6)
    with pytest.raises(InvalidValue) as refused:
        lock_test(actor=founder, test_id=again.pk, version=again.version)
    assert refused.value.problem.code == "test_learning_owed_given_up"
    assert refused.value.problem.data["observed"] == 3
    write_learning(actor=founder, test_id=locked.pk, text=LEARNT)
    lock_test(actor=founder, test_id=again.pk, version=again.version)


def test_one_test_of_a_claim_runs_at_a_time(founder: User, locked: TestCard) -> None:
    second = make_ready_test(locked.hypothesis, name="The same, elsewhere")
    with pytest.raises(InvalidValue) as refused:
        lock_test(actor=founder, test_id=second.pk, version=second.version)
    assert refused.value.problem.code == "test_runs_already"
    assert refused.value.problem.data["number"] == locked.number
    other = make_ready_test(make_hypothesis(locked.venture, "Another claim"))
    lock_test(actor=founder, test_id=other.pk, version=other.version)


def test_a_verdict_that_waits_is_not_avoided_by_giving_up(founder: User, locked: TestCard, enter: Enter) -> None:
    enter(locked, [0] * 20)
    with pytest.raises(InvalidValue, match="test_has_stopped"):
        abandon_test(actor=founder, test_id=locked.pk, version=locked.version, reason="Bad weather")
    assert decide_test(actor=founder, test_id=locked.pk, version=locked.version) == "refuted"


def test_contradicting_tests_are_decided_by_all_their_evidence_and_not_by_the_newest(
    founder: User, hypothesis: Hypothesis, enter: Enter
) -> None:
    def run(wins: list[int], **fields: object) -> str:
        card = make_ready_test(hypothesis, **({"level": 5} | fields))
        lock_test(actor=founder, test_id=card.pk, version=card.version)
        enter(card, wins)
        card.refresh_from_db()
        verdict = decide_test(actor=founder, test_id=card.pk, version=card.version)
        write_learning(actor=founder, test_id=card.pk, text=LEARNT)
        hypothesis.refresh_from_db()
        return verdict

    assert run([0] * 20) == "refuted"
    assert hypothesis.state == "refuted"
    assert run([1] * 8) == "supported"
    assert hypothesis.state == "undecided"
    tests = arithmetic_of(actor=founder, hypothesis_id=hypothesis.pk).tests
    assert tests.together is not None
    assert max(tests.together.above, tests.together.below) < 20
    won, lost = counted_of(hypothesis, True), counted_of(hypothesis, False)
    assert tests.together.above == pytest.approx(_e_value(won, 0) * _e_value(0, lost))
    assert run([1] * 30, rule="exact", most=30, pass_mark=20) == "supported"
    assert hypothesis.state == "supported", "the third is strong enough for all three"


def _e_value(won: int, lost: int) -> float:
    return float(np.exp(log_e_value([won], [lost], 0.4)[0]))


def counted_of(hypothesis: Hypothesis, success: bool) -> int:
    """How many such answers counted before the rules stopped."""
    return Observation.objects.filter(test__hypothesis=hypothesis, exploratory=False, success=success).count()


def test_tests_with_the_same_people_are_averaged_and_not_multiplied(founder: User, hypothesis: Hypothesis) -> None:
    for number, wins in enumerate(([0] * 9, [1] * 8)):
        card = make_ready_test(
            hypothesis, state="decided", verdict="supported" if number else "refuted", locked_at=clock.now()
        )
        for place, won in enumerate(wins):
            make_observation(card, founder, success=bool(won), cluster=f"Bakery {place}")
    found = together(hypothesis)
    assert found.shared
    assert found.above == pytest.approx((_e_value(8, 0) + _e_value(0, 9)) / 2)


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
