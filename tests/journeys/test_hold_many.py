"""A pasted list of talks: how many queries one more of them costs."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.discovery.interviews.recording import InterviewText
from tenure.discovery.interviews.said import ProblemSaid
from tenure.discovery.interviews.talk_lines import Talk
from tenure.discovery.models import Venture
from tenure.journeys.ventures.hold_interview import hold_many
from tenure.privacy.models import User
from tests.venture_factories import make_venture

pytestmark = pytest.mark.django_db
# A talk with one problem and one quote: its savepoints, its rights, its rows, and what the card is told.
EACH, AGAIN = 34, 7
DAY = date(2026, 5, 12)
ABOUT = InterviewText(kind="problem", held_on=DAY, consent="notes", consent_text="yes, write it down")


@pytest.fixture
def venture(salesperson: User, workspace: Any) -> Venture:
    return make_venture(salesperson)


def talks(first: int, count: int) -> list[Talk]:
    return [
        Talk(
            DAY, who=f"Person {number}", company=f"Farm {number}",
            problems=(ProblemSaid(name="Vans break down", severity=7),), quotes=("We lost a day",),
        )
        for number in range(first, first + count)
    ]  # fmt: skip


def hold(actor: User, venture: Venture, said: list[Talk], key: uuid.UUID | None = None) -> int:
    return hold_many(
        actor=actor, venture_id=venture.pk, talks=said, about=ABOUT, today=DAY,
        key=key or uuid.uuid4(),
    )  # fmt: skip


def queries(actor: User, venture: Venture, said: list[Talk]) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert hold(actor, venture, said) == len(said)
    return len(asked)


def test_each_further_talk_of_a_list_takes_the_same_queries(venture: Venture, salesperson: User) -> None:
    queries(salesperson, venture, talks(0, 1))  # the problem is known from here on
    one, three, nine = (queries(salesperson, venture, talks(n, count)) for n, count in ((10, 1), (20, 3), (30, 9)))
    assert (one, three, nine) == (3 + EACH, 3 + 3 * EACH, 3 + 9 * EACH)


def test_the_same_list_again_asks_for_no_more_than_whether_each_is_there(venture: Venture, salesperson: User) -> None:
    key, said = uuid.uuid4(), talks(0, 4)
    assert hold(salesperson, venture, said, key) == 4
    with CaptureQueriesContext(connection) as asked:
        assert hold(salesperson, venture, said, key) == 0
    assert len(asked) == 3 + 4 * AGAIN
