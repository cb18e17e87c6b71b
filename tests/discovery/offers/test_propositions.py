"""Several propositions of one segment: what people want stays, what is offered changes, and what failed is kept."""

from typing import Any

import pytest

from tenure.discovery.markets.removing import remove_segment
from tenure.discovery.models import Proposition, Segment, ValueItem, Venture
from tenure.discovery.offers import propositions as core
from tenure.discovery.offers.propositions import PropositionText
from tenure.discovery.offers.value_canvas import value_canvas
from tenure.discovery.offers.value_items import add_value_item, edit_value_item, remove_value_item
from tenure.kernel import clock
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


def started(actor: User, segment: Segment, name: str, **more: Any) -> int:
    wanted = PropositionText(name, more.pop("hypothesis_id", None))
    return core.start_proposition(
        actor=actor, venture_id=segment.venture_id, segment_id=segment.pk, wanted=wanted, **more
    )


def offered(actor: User, segment: Segment, text: str, answers: dict[int, float], proposition: int | None = None) -> int:
    return add_value_item(
        actor=actor, venture_id=segment.venture_id, segment_id=segment.pk, kind="reliever", text=text, answers=answers,
        proposition_id=proposition,
    )  # fmt: skip


def test_the_first_begins_by_itself_with_what_is_offered_first(head_of_sales: User, bakeries: Segment) -> None:
    offered(head_of_sales, bakeries, "At the door by 04:30", {})
    offered(head_of_sales, bakeries, "A night line", {})
    first = Proposition.objects.get()
    assert (first.name, first.segment_id, first.items.count()) == ("", bakeries.pk, 2)


def test_each_answers_the_same_wants_and_fits_as_well_as_its_own_offers(head_of_sales: User, bakeries: Segment) -> None:
    heavy, light = (made.make_profile_item(bakeries, f"pain {n}", importance=n) for n in (3, 1))
    offered(head_of_sales, bakeries, "Stock", {light.pk: 1.0})
    night = started(head_of_sales, bakeries, "At night")
    offered(head_of_sales, bakeries, "At the door", {heavy.pk: 1.0}, night)
    found = value_canvas(actor=head_of_sales, venture_id=bakeries.venture_id)
    assert {one.name: one.fit.fit for one in found.propositions if one.fit} == {"": 0.25, "At night": 0.75}
    assert {one.name: [want.text for want in one.open] for one in found.propositions} == {
        "": ["pain 3"], "At night": ["pain 1"],
    }  # fmt: skip
    assert found.shown is not None
    assert (found.shown.id, [one.text for one in found.items]) == (night, ["At the door"])
    assert found.fit is not None
    assert found.fit.fit == 0.75
    first = Proposition.objects.get(name="")
    other = value_canvas(actor=head_of_sales, venture_id=bakeries.venture_id, proposition_id=first.pk)
    assert [one.text for one in other.items] == ["Stock"]
    assert [one.text for one in other.open] == ["pain 3"]


def test_a_copy_offers_the_same_and_goes_its_own_way(head_of_sales: User, bakeries: Segment) -> None:
    pain = made.make_profile_item(bakeries)
    item = offered(head_of_sales, bakeries, "At the door", {pain.pk: 0.5})
    first = Proposition.objects.get()
    copy = started(head_of_sales, bakeries, "Closer to the oven", copy_id=first.pk)
    twin = ValueItem.objects.get(proposition=copy)
    assert (twin.text, dict(twin.links.values_list("profile_id", "coverage"))) == ("At the door", {pain.pk: 0.5})
    edit_value_item(
        actor=head_of_sales,
        value_item_id=twin.pk,
        version=1,
        kind="reliever",
        text="By the oven",
        answers={pain.pk: 1.0},
    )
    assert ValueItem.objects.get(pk=item).text == "At the door"
    found = value_canvas(actor=head_of_sales, venture_id=bakeries.venture_id)
    assert [one.fit.fit for one in found.propositions if one.fit] == [0.5, 1.0]


def test_what_is_set_aside_keeps_why_and_when_and_stays_as_it_was(head_of_sales: User, bakeries: Segment) -> None:
    item = offered(head_of_sales, bakeries, "Stock", {})
    first, second = Proposition.objects.get(), started(head_of_sales, bakeries, "At night")
    core.set_aside(actor=head_of_sales, proposition_id=first.pk, version=1, reason="  No dry room ")
    first.refresh_from_db()
    assert (first.aside_reason, first.aside_on, first.aside_by) == ("No dry room", clock.today(), head_of_sales)
    for change in (
        lambda: offered(head_of_sales, bakeries, "More", {}, first.pk),
        lambda: edit_value_item(
            actor=head_of_sales, value_item_id=item, version=1, kind="product", text="Other", answers={}
        ),
        lambda: remove_value_item(actor=head_of_sales, value_item_id=item, version=1),
        lambda: core.set_aside(actor=head_of_sales, proposition_id=first.pk, version=2, reason="Again"),
    ):
        with pytest.raises(InvalidValue, match="proposition_aside"):
            change()
    offered(head_of_sales, bakeries, "At the door", {})
    assert ValueItem.objects.get(text="At the door").proposition_id == second
    told = bakeries.venture.events.get(kind="set_aside_proposition")
    assert (told.details["reason"], told.details["segment"]) == ("No dry room", bakeries.name)


def test_the_current_one_is_shown_and_taken_up_again_another_can_be(head_of_sales: User, bakeries: Segment) -> None:
    first, second = (started(head_of_sales, bakeries, name) for name in ("Stock", "At night"))

    def shown() -> str:
        found = value_canvas(actor=head_of_sales, venture_id=bakeries.venture_id)
        assert found.shown is not None
        return found.shown.name

    assert shown() == "At night"
    core.set_aside(actor=head_of_sales, proposition_id=second, version=1, reason="Nobody pays")
    assert shown() == "Stock"
    core.set_aside(actor=head_of_sales, proposition_id=first, version=1, reason="No room")
    assert shown() == "At night"
    with pytest.raises(InvalidValue, match="proposition_aside"):
        offered(head_of_sales, bakeries, "More", {})
    core.take_up(actor=head_of_sales, proposition_id=first, version=2)
    assert shown() == "Stock"
    assert Proposition.objects.get(pk=first).aside_reason == ""
    kinds = bakeries.venture.events.filter(subject_kind="proposition").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [
        "start_proposition", "start_proposition", "set_aside_proposition", "set_aside_proposition", "take_up_proposition",
    ]  # fmt: skip


def test_the_verdict_of_its_hypothesis_stands_beside_it(
    head_of_sales: User, venture: Venture, bakeries: Segment
) -> None:
    refuted = made.make_hypothesis(venture, "Stock saves an hour", state="refuted", evidence_count=3)
    started(head_of_sales, bakeries, "Stock", hypothesis_id=refuted.pk)
    started(head_of_sales, bakeries, "At night", hypothesis_id=made.make_hypothesis(venture, state="supported").pk)
    found = value_canvas(actor=head_of_sales, venture_id=venture.pk)
    assert [(one.name, one.hypothesis, one.state, one.refuted) for one in found.propositions] == [
        ("Stock", "H1 Stock saves an hour", "refuted", True),
        ("At night", "H2 They will pay for it monthly", "supported", False),
    ]


@pytest.mark.parametrize(
    ("name", "hypothesis", "copy", "wrong"),
    [
        ("", None, None, "proposition_name_missing"),
        ("x" * 161, None, None, "discovery_text_long"),
        ("Stock", None, None, "service_name_taken"),
        ("New", 10**9, None, "offer_record_unknown"),
        ("New", None, 10**9, "offer_record_unknown"),
    ],
)
def test_what_cannot_be_begun_is_refused_and_begins_nothing(
    head_of_sales: User, bakeries: Segment, name: str, hypothesis: int | None, copy: int | None, wrong: str
) -> None:
    started(head_of_sales, bakeries, "Stock")
    with pytest.raises(InvalidValue, match=wrong):
        started(head_of_sales, bakeries, name, hypothesis_id=hypothesis, copy_id=copy)
    assert Proposition.objects.count() == 1


def test_a_foreign_hypothesis_or_model_is_refused(head_of_sales: User, venture: Venture, bakeries: Segment) -> None:
    other = made.make_venture(head_of_sales, "Another")
    foreign = made.make_proposition(made.make_segment(venture, "Hotels"), "Theirs")
    for more in ({"hypothesis_id": made.make_hypothesis(other).pk}, {"copy_id": foreign.pk}):
        with pytest.raises(InvalidValue, match="offer_record_unknown"):
            started(head_of_sales, bakeries, "Mine", **more)
    with pytest.raises(InvalidValue, match="offer_record_unknown"):
        offered(head_of_sales, bakeries, "Mine", {}, foreign.pk)


def test_a_segment_keeps_twelve(head_of_sales: User, bakeries: Segment) -> None:
    for place in range(core.MOST_PROPOSITIONS):
        made.make_proposition(bakeries, f"No {place}")
    with pytest.raises(InvalidValue, match="propositions_many"):
        started(head_of_sales, bakeries, "One more")


def test_two_who_change_one_at_once_do_not_overwrite_each_other(head_of_sales: User, bakeries: Segment) -> None:
    one = started(head_of_sales, bakeries, "Stock")
    core.edit_proposition(actor=head_of_sales, proposition_id=one, version=1, wanted=PropositionText("Reserve"))
    assert Proposition.objects.get().name == "Reserve"
    with pytest.raises(Conflict):
        core.edit_proposition(actor=head_of_sales, proposition_id=one, version=1, wanted=PropositionText("Other"))
    with pytest.raises(Conflict):
        core.set_aside(actor=head_of_sales, proposition_id=one, version=1, reason="No room")
    with pytest.raises(InvalidValue, match="proposition_reason_missing"):
        core.set_aside(actor=head_of_sales, proposition_id=one, version=2, reason="  ")


def test_strangers_see_none_and_readers_change_none(
    salesperson: User, analyst: User, venture: Venture, bakeries: Segment
) -> None:
    one = made.make_proposition(bakeries, "Stock").pk
    with pytest.raises(NotFound):
        core.proposition_of(actor=salesperson, proposition_id=one)
    with pytest.raises(NotFound):
        value_canvas(actor=salesperson, venture_id=venture.pk, proposition_id=one)
    assert len(value_canvas(actor=analyst, venture_id=venture.pk, proposition_id=one).propositions) == 1
    with pytest.raises(NotAllowed):
        core.set_aside(actor=analyst, proposition_id=one, version=1, reason="x")
    with pytest.raises(NotAllowed):
        started(analyst, bakeries, "Mine")


def test_a_proposition_of_another_venture_is_not_shown_in_this_one(head_of_sales: User, bakeries: Segment) -> None:
    foreign = made.make_proposition(made.make_segment(made.make_venture(head_of_sales, "Another")), "Theirs")
    with pytest.raises(NotFound):
        value_canvas(actor=head_of_sales, venture_id=bakeries.venture_id, proposition_id=foreign.pk)


def test_a_segment_with_a_proposition_somebody_named_stays(head_of_sales: User, venture: Venture) -> None:
    kept, empty = made.make_segment(venture, "Hotels"), made.make_segment(venture, "Cafés")
    made.make_proposition(kept, "Breakfast at six")
    made.make_proposition(empty)
    with pytest.raises(InvalidValue, match="segment_in_use") as refusal:
        remove_segment(actor=head_of_sales, segment_id=kept.pk, version=1)
    assert refusal.value.problem.data["hanging"] == {"propositions": 1}
    remove_segment(actor=head_of_sales, segment_id=empty.pk, version=1)
    assert list(venture.segments.all()) == [kept]


def test_the_canvas_takes_as_many_queries_with_twelve_propositions(
    head_of_sales: User, bakeries: Segment, django_assert_max_num_queries: Any
) -> None:
    pains = [made.make_profile_item(bakeries, f"pain {place}") for place in range(20)]
    for place in range(12):
        claim = made.make_hypothesis(bakeries.venture, f"claim {place}")
        row = made.make_proposition(
            bakeries, f"No {place}", hypothesis=claim, aside_on=clock.today(), aside_by=head_of_sales, aside_reason="x"
        )
        for pain in pains[:5]:
            made.make_value_item(bakeries, proposition=row).links.create(profile=pain)
    with django_assert_max_num_queries(7):
        found = value_canvas(actor=head_of_sales, venture_id=bakeries.venture_id)
    assert len(found.propositions) == 12
