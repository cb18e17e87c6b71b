"""A venture written by one company around midnight is taken in by another, whose day is not the same."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tenure.discovery.files.export import venture_file
from tenure.discovery.files.proving import may_count
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.models import Observation, TestCard
from tenure.discovery.testing.card_text import CardText
from tenure.discovery.testing.cards import draft_test
from tenure.discovery.testing.decisions import decide_test
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.testing.observations import observe
from tenure.kernel import clock
from tenure.privacy.models import User, Workspace
from tests import venture_factories

LAST = date(2026, 5, 12)
EVENING = datetime(2026, 5, 12, 22, 30, tzinfo=UTC)  # the 13th in Chișinău, the 12th in New York
AFTER = datetime(2026, 5, 13, 4, 10, tzinfo=UTC)  # the 13th in New York for ten minutes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "taken", "locked_at", "decided_at"),
    [
        ("America/New_York", "Europe/Chisinau", EVENING, AFTER),
        ("Europe/Chisinau", "America/New_York", EVENING - timedelta(days=1), EVENING),
    ],
)
def test_what_counted_there_and_was_decided_there_is_taken_in_here(
    workspace: Workspace, head_of_sales: User, written: str, taken: str, locked_at: datetime, decided_at: datetime
) -> None:
    with timezone.override(written):
        with clock.as_if(locked_at):
            hypothesis = venture_factories.make_hypothesis(venture_factories.make_venture(head_of_sales))
            text = CardText(kind="presale", name="Will they pay?", metric="Pays", population="Strangers", threshold=0.4,
                            hoped=0.65, most=40, prediction=0.7, ends_on=LAST)  # fmt: skip
            test = draft_test(actor=head_of_sales, hypothesis_id=hypothesis.pk, text=text)
            lock_test(actor=head_of_sales, test_id=test, version=1)
            observe(actor=head_of_sales, test_id=test, success=True, happened_on=clock.today())
        with clock.as_if(decided_at):
            decide_test(actor=head_of_sales, test_id=test, version=2)
            file = venture_file(actor=head_of_sales, venture_id=hypothesis.venture_id, people=True)
    with timezone.override(taken), clock.as_if(decided_at):
        take_in_venture(actor=head_of_sales, raw=file)
    first, second = TestCard.objects.order_by("pk")
    assert (first.verdict, second.verdict) == ("undecided", "undecided")
    assert not any(Observation.objects.values_list("exploratory", flat=True))


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2026, 5, 11), False),  # over everywhere when the test was locked
        (date(2026, 5, 12), True),
        (date(2026, 5, 13), True),  # begun in the east when it was entered
        (date(2026, 5, 14), False),  # begun nowhere
    ],
)
def test_a_day_counts_when_it_could_be_that_day_somewhere(day: date, counts: bool) -> None:
    card = TestCard(locked_at=EVENING)
    row = Observation(entered_at=EVENING + timedelta(hours=1), happened_on=day)
    assert may_count(card, row, date(2026, 5, 13)) == counts
