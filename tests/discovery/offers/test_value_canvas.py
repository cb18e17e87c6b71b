"""What is offered against what hurts: the fit counts only what somebody was heard saying."""

import pytest

from tenure.discovery.models import Segment, Venture
from tenure.discovery.offers import value_canvas as canvas
from tenure.discovery.offers.value_items import add_value_item
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import User
from tests import venture_factories as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


@pytest.fixture
def bakeries(venture: Venture) -> Segment:
    return made.make_segment(venture)


def test_the_fit_is_that_of_the_worked_example(head_of_sales: User, bakeries: Segment) -> None:
    weights, coverage = [5, 4, 3, 2, 1], [1.0, 0.5, 1.0, 0.0, 0.0]
    for weight, covered in zip(weights, coverage, strict=True):
        pain = made.make_profile_item(bakeries, f"pain {weight}", importance=weight)
        if covered:
            add_value_item(
                actor=head_of_sales, venture_id=bakeries.venture_id, segment_id=bakeries.pk, kind="reliever",
                text=f"answer {weight}", answers={pain.pk: covered},
            )  # fmt: skip
    found = canvas.value_canvas(actor=head_of_sales, venture_id=bakeries.venture_id)
    assert found.fit is not None
    assert found.fit.fit == pytest.approx(2 / 3)
    assert found.fit.top_covered == 1
    assert [one.text for one in found.open] == ["pain 2", "pain 1"]


def test_what_nobody_was_heard_saying_is_hollow_and_does_not_count(head_of_sales: User, bakeries: Segment) -> None:
    made.make_profile_item(bakeries, "heard", heard=3)
    made.make_profile_item(bakeries, "guessed", heard=0, importance=5)
    found = canvas.value_canvas(actor=head_of_sales, venture_id=bakeries.venture_id)
    assert {one.text: one.proven for one in found.profile} == {"heard": True, "guessed": False}
    assert (found.counted, found.wanted) == (1, 2)


def test_a_refuted_hypothesis_proves_no_pain_and_a_supported_one_does(
    head_of_sales: User, venture: Venture, bakeries: Segment
) -> None:
    for state in ("refuted", "supported"):
        claim = made.make_hypothesis(venture, state, state=state, evidence_count=2)
        made.make_profile_item(bakeries, state, heard=0, hypothesis=claim)
    found = canvas.value_canvas(actor=head_of_sales, venture_id=venture.pk)
    assert {one.text: one.proven for one in found.profile} == {"refuted": False, "supported": True}


def test_a_reliever_does_not_answer_a_gain_nor_another_segment(
    head_of_sales: User, venture: Venture, bakeries: Segment
) -> None:
    gain = made.make_profile_item(bakeries, kind="gain")
    foreign = made.make_profile_item(made.make_segment(venture, "Hotels"))
    for wrong in (gain, foreign):
        with pytest.raises(InvalidValue, match="value_answers_wrong"):
            add_value_item(
                actor=head_of_sales, venture_id=venture.pk, segment_id=bakeries.pk, kind="reliever", text="x",
                answers={wrong.pk: 1.0},
            )  # fmt: skip


def test_two_who_change_one_item_at_once_do_not_overwrite_each_other(head_of_sales: User, bakeries: Segment) -> None:
    item = made.make_profile_item(bakeries)
    wanted = canvas.ProfileText(kind="pain", text="Later still")
    canvas.edit_profile_item(actor=head_of_sales, item_id=item.pk, version=1, wanted=wanted)
    with pytest.raises(Conflict):
        canvas.edit_profile_item(actor=head_of_sales, item_id=item.pk, version=1, wanted=wanted)


def test_strangers_see_nothing_and_readers_change_nothing(
    salesperson: User, analyst: User, venture: Venture, bakeries: Segment
) -> None:
    with pytest.raises(NotFound):
        canvas.value_canvas(actor=salesperson, venture_id=venture.pk)
    assert canvas.value_canvas(actor=analyst, venture_id=venture.pk).segment_id == bakeries.pk
    with pytest.raises(NotAllowed):
        canvas.add_profile_item(
            actor=analyst, venture_id=venture.pk, segment_id=bakeries.pk, wanted=canvas.ProfileText("pain", "x")
        )


def test_the_canvas_takes_as_many_queries_with_fifty_items(
    head_of_sales: User, bakeries: Segment, django_assert_max_num_queries: object
) -> None:
    for place in range(50):
        made.make_profile_item(bakeries, f"pain {place}")
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        canvas.value_canvas(actor=head_of_sales, venture_id=bakeries.venture_id)
