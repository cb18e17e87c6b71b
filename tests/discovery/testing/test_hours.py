"""The hours of a test: the larger of what was noted and of its interviews, each paid for once."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from tenure.discovery.interviews.withdrawing import withdraw_talk
from tenure.discovery.models import Interview, TestCard, Venture
from tenure.discovery.testing.costs import LearningCost, learning_cost, record_work
from tenure.discovery.testing.hours import TalkInTest, Took, time_taken
from tenure.discovery.testing.observations import correct
from tenure.discovery.testing.test_page import test_page as page_of
from tenure.kernel import clock
from tenure.privacy.models import User
from tests.venture_factories import make_hypothesis, make_interview, make_observation, make_test_card

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)


@pytest.fixture
def card(venture: Venture) -> TestCard:
    return running(venture)


def running(venture: Venture) -> TestCard:
    """A locked test of a claim of its own."""
    at = datetime(2026, 5, 1, tzinfo=clock.now().tzinfo)
    return make_test_card(make_hypothesis(venture), kind="problem_interview", state="locked", locked_at=at)


def talked(venture: Venture, minutes: int | None, *cards: TestCard, **fields: Any) -> Interview:
    """An interview that answers in these tests."""
    talk = make_interview(venture, minutes=minutes)
    for card in cards:
        make_observation(card, venture.owner, interview=talk, **fields)
    return talk


def cost(venture: Venture) -> LearningCost:
    return learning_cost(actor=venture.owner, venture_id=venture.pk)


def test_a_test_nobody_noted_hours_of_takes_those_of_its_interviews(venture: Venture, card: TestCard) -> None:
    talked(venture, 45, card)
    talked(venture, 30, card)
    found = cost(venture)
    assert found.tests[0].took == Took(noted=0, talked=75, talks=2)
    assert (found.minutes, found.total_minor) == (75, round(75 * found.hour_minor / 60))
    assert page_of(actor=venture.owner, test_id=card.pk).took == found.tests[0].took


def test_interviews_and_hours_noted_are_never_added(founder: User, venture: Venture, card: TestCard) -> None:
    talked(venture, 45, card)
    record_work(actor=founder, venture_id=venture.pk, test_id=card.pk, on=DAY, minutes=120, money_minor=0)
    assert (cost(venture).minutes, cost(venture).tests[0].took.from_talks) == (120, False)
    talked(venture, 90, card)
    assert (cost(venture).minutes, cost(venture).tests[0].took.from_talks) == (135, True)


def test_an_interview_of_two_tests_is_paid_for_once(venture: Venture, card: TestCard) -> None:
    other = running(venture)
    talked(venture, 45, card, other)
    found = cost(venture)
    assert [row.took.talked for row in found.tests] == [23, 22]
    assert (found.minutes, found.general) == (45, Took())


def test_interviews_of_no_test_are_the_ventures(founder: User, venture: Venture, card: TestCard) -> None:
    talked(venture, 40)
    talked(venture, 20, card, exploratory=True)
    found = cost(venture)
    assert (found.general, found.tests[0].took) == (Took(noted=0, talked=60, talks=2), Took())
    record_work(actor=founder, venture_id=venture.pk, on=DAY, minutes=90, money_minor=0)
    assert cost(venture).minutes == 90


def test_what_is_taken_out_of_a_test_costs_it_nothing(founder: User, venture: Venture, card: TestCard) -> None:
    talk = talked(venture, 40, card)
    answer = talk.observations.get()
    correct(actor=founder, observation_id=answer.pk, reason="Not a bakery", excluded=True)
    assert (cost(venture).tests[0].took, cost(venture).general.talked) == (Took(), 40)


def test_a_correction_is_one_answer_and_one_interview(founder: User, venture: Venture, card: TestCard) -> None:
    answer = talked(venture, 40, card).observations.get()
    correct(actor=founder, observation_id=answer.pk, reason="Misheard", success=False)
    assert cost(venture).tests[0].took == Took(noted=0, talked=40, talks=1)


def test_a_correction_after_the_verdict_changes_no_hours(founder: User, venture: Venture, card: TestCard) -> None:
    answer = talked(venture, 40, card).observations.get()
    TestCard.objects.filter(pk=card.pk).update(state="decided", verdict="refuted")
    correct(actor=founder, observation_id=answer.pk, reason="Not a bakery", excluded=True)
    assert cost(venture).tests[0].took.talked == 40


def test_a_withdrawn_interview_counts_nowhere(founder: User, venture: Venture, card: TestCard) -> None:
    talk = talked(venture, 40, card)
    withdraw_talk(actor=founder, interview_id=talk.pk, reason="Entered twice")
    assert cost(venture).minutes == 0


def test_interviews_without_a_length_are_told(venture: Venture, card: TestCard) -> None:
    talked(venture, None, card)
    talked(venture, None)
    talked(venture, 10)
    found = cost(venture)
    assert (found.untimed, found.tests[0].took, found.general.talked) == (2, Took(talks=1), 10)


@pytest.mark.parametrize(("minutes", "shares"), [(1, [1, 0, 0]), (59, [20, 20, 19]), (60, [20, 20, 20])])
def test_no_minute_is_lost_in_dividing(minutes: int, shares: list[int]) -> None:
    found = time_taken({7: 5}, [TalkInTest(test, 1, minutes) for test in (3, 1, 2, 3)])
    assert [found[test].talked for test in (1, 2, 3)] == shares
    assert found[7] == Took(noted=5)


def test_many_interviews_ask_the_database_as_often_as_none(
    venture: Venture, card: TestCard, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(8):
        assert cost(venture).minutes == 0
    for _number in range(30):
        talked(venture, 30, card, running(venture))
    with django_assert_num_queries(8):
        assert cost(venture).minutes == 900
