"""A venture begins, is listed to those who may see it, and its head tells how far the search has come."""

from datetime import timedelta

import pytest

from tenure.discovery.hypotheses.hypotheses import add_hypothesis
from tenure.discovery.hypotheses.tested import Tally
from tenure.discovery.hypotheses.text import HypothesisText
from tenure.discovery.models import Venture
from tenure.discovery.ventures.frame import frame_of
from tenure.discovery.ventures.ventures import start_venture, ventures_of
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow, User
from tests.venture_factories import let_in, make_hypothesis, make_test_card, make_venture

pytestmark = pytest.mark.django_db


def test_a_venture_begins_in_its_first_loop_with_its_checklists(head_of_sales: User) -> None:
    venture = Venture.objects.get(pk=start_venture(actor=head_of_sales, name="  Night  delivery ", vision="Flour at 4"))
    assert venture.name == "Night delivery"
    assert venture.loops.get().number == 1
    assert venture.checklist.filter(phase="discovery").count() == 5
    assert venture.events.get().kind == "start_venture"
    assert AuditRow.objects.filter(action="start_venture", subject_id=venture.pk).exists()


@pytest.mark.parametrize(("name", "code"), [("", "venture_name_missing"), ("x" * 201, "discovery_text_long")])
def test_a_name_is_needed_and_not_endless(head_of_sales: User, name: str, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        start_venture(actor=head_of_sales, name=name)
    assert refused.value.problem.code == code
    assert not Venture.objects.exists()


def test_a_salesperson_starts_none(salesperson: User) -> None:
    with pytest.raises(NotAllowed):
        start_venture(actor=salesperson, name="Mine")


def test_members_see_it_and_others_do_not(
    head_of_sales: User, salesperson: User, other_salesperson: User, django_assert_num_queries: object
) -> None:
    venture = make_venture(head_of_sales)
    let_in(venture, salesperson, may_work=False)
    assert [row.id for row in ventures_of(actor=salesperson)] == [venture.pk]
    assert ventures_of(actor=other_salesperson) == ()
    with pytest.raises(NotFound):
        frame_of(actor=other_salesperson, venture_id=venture.pk)
    assert not frame_of(actor=salesperson, venture_id=venture.pk).may_work


def stand(venture: Venture, state: str) -> None:
    """A hypothesis in this state, by a locked test where it is decided."""
    one = make_hypothesis(venture, state, state=state)
    if state in ("supported", "refuted"):
        make_test_card(one, state="decided", verdict=state)


def test_the_list_counts_what_was_tested(head_of_sales: User, django_assert_num_queries) -> None:
    make_venture(head_of_sales, "Nothing assumed yet")
    venture = make_venture(head_of_sales)
    for state in ("supported", "supported", "refuted", "untested", "parked"):
        stand(venture, state)
    with django_assert_num_queries(2):
        row, empty = ventures_of(actor=head_of_sales)
    assert row.tally == Tally(every=4, supported=2, refuted=1)
    assert (row.tally.tested, row.tally.open, empty.tally) == (3, 1, Tally())


def test_the_head_tells_loop_money_and_hypotheses(head_of_sales: User, django_assert_num_queries) -> None:
    venture = make_venture(head_of_sales, loop_budget_minor=300_000)
    loop = venture.loops.get()
    loop.started_on = clock.today() - timedelta(days=22)
    loop.save()
    venture.work.create(on=clock.today(), money_minor=190_000, author=head_of_sales, created_at=clock.now())
    venture.work.create(
        on=clock.today() - timedelta(days=40), money_minor=7, author=head_of_sales, created_at=clock.now()
    )
    for state in ("supported", "refuted", "testing"):
        stand(venture, state)
    with django_assert_num_queries(4):
        frame = frame_of(actor=head_of_sales, venture_id=venture.pk)
    assert (frame.loop, frame.loop_day, frame.loop_days) == (1, 23, 28)
    assert (frame.spent_minor, frame.budget_minor) == (190_000, 300_000)
    assert frame.tally == Tally(every=3, supported=1, refuted=1)
    assert frame.tally.open == 1


def test_hypotheses_are_numbered_for_ever(head_of_sales: User) -> None:
    venture = make_venture(head_of_sales)
    for title in ("first", "second"):
        add_hypothesis(actor=head_of_sales, venture_id=venture.pk, text=HypothesisText(block="segments", title=title))
    venture.hypotheses.filter(number=2).update(removed_at=clock.now())
    add_hypothesis(actor=head_of_sales, venture_id=venture.pk, text=HypothesisText(block="segments", title="third"))
    assert list(venture.hypotheses.order_by("number").values_list("number", "position")) == [(1, 0), (2, 1), (3, 2)]
