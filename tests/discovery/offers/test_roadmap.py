"""The sales roadmap: its stages, the days on which presales passed them, and what that comes to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import RestrictedError
from django.test.utils import CaptureQueriesContext

from tenure.discovery.files.export import venture_file
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.models import Presale, RoadmapStage, StagePassed, Venture, VentureEvent
from tenure.discovery.offers.presale_sums import presale_sums
from tenure.discovery.offers.presales import PresaleText, add_presale, edit_presale
from tenure.discovery.offers.roadmap import Roadmap, roadmap_for, stage_days, stage_of
from tenure.discovery.offers.roadmap_stages import (
    MOST_STAGES,
    StageText,
    add_stage,
    add_usual_stages,
    edit_stage,
    move_stage,
    remove_stage,
)
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.kernel.problems import sentence
from tenure.privacy.models import User
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 2)


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


@pytest.fixture
def stages(venture: Venture) -> list[RoadmapStage]:
    return [made.make_stage(venture, name) for name in ("Talk", "Shown", "Offer")]


def day(number: int) -> date:
    return date(2026, 4, 1) + timedelta(days=number)


def sold(venture: Venture, who: str, *days: int | None, paid: int | None = 20, **fields: object) -> Presale:
    values = {"agreed_on": day(0), "paid_on": None if paid is None else day(paid)} | fields
    row = made.make_presale(venture, who, **values)
    made.passed(row, *(None if one is None else day(one) for one in days))
    return row


def read(venture: Venture) -> Roadmap:
    return roadmap_for(venture, presale_sums(venture))


def names(venture: Venture) -> list[str]:
    return list(venture.roadmap.order_by("position", "pk").values_list("name", flat=True))


def test_a_stage_is_added_moved_renamed_and_taken_off(head_of_sales: User, venture: Venture) -> None:
    first, second = (
        add_stage(actor=head_of_sales, venture_id=venture.pk, wanted=StageText(name)) for name in ("Talk", "Offer")
    )
    move_stage(actor=head_of_sales, stage_id=second, up=True)
    assert names(venture) == ["Offer", "Talk"]
    edit_stage(actor=head_of_sales, stage_id=first, version=1, wanted=StageText("First talk", "They tell", "The baker"))
    assert stage_of(actor=head_of_sales, stage_id=first)[1].shown_by == "They tell"
    with pytest.raises(Conflict):
        edit_stage(actor=head_of_sales, stage_id=first, version=1, wanted=StageText("Late"))
    remove_stage(actor=head_of_sales, stage_id=second, version=1)
    assert names(venture) == ["First talk"]
    steps = VentureEvent.objects.filter(venture=venture, kind="edit_roadmap")
    assert steps.count() == 5


def test_the_usual_stages_are_laid_once(head_of_sales: User, venture: Venture) -> None:
    for _time in range(2):
        add_usual_stages(actor=head_of_sales, venture_id=venture.pk)
    assert names(venture) == ["First talk", "Shown at work", "Who decides met", "Offer"]


def test_a_stage_without_a_name_or_of_a_known_name_is_refused(
    head_of_sales: User, venture: Venture, stages: list[RoadmapStage]
) -> None:
    for name, code in (("  ", "stage_name_missing"), ("Talk", "service_name_taken")):
        with pytest.raises(InvalidValue) as told:
            add_stage(actor=head_of_sales, venture_id=venture.pk, wanted=StageText(name))
        assert (told.value.problem.code, told.value.problem.data["field"]) == (code, "name")
    edit_stage(
        actor=head_of_sales, stage_id=stages[0].pk, version=1, wanted=StageText("Talk", "The same name is its own")
    )


def test_no_more_stages_than_fit(head_of_sales: User, venture: Venture) -> None:
    for place in range(MOST_STAGES):
        made.make_stage(venture, f"Stage {place}")
    with pytest.raises(InvalidValue, match="12"):
        add_stage(actor=head_of_sales, venture_id=venture.pk, wanted=StageText("One more"))


def test_a_stage_somebody_passed_stays_and_the_sentence_says_what_to_do(
    head_of_sales: User, venture: Venture, stages: list[RoadmapStage]
) -> None:
    sold(venture, "Lina", 3)
    with pytest.raises(InvalidValue, match="stage_passed") as told:
        remove_stage(actor=head_of_sales, stage_id=stages[0].pk, version=1)
    assert told.value.problem.data["count"] == 1
    with pytest.raises((RestrictedError, IntegrityError)), transaction.atomic():
        stages[0].delete()
    assert names(venture) == ["Talk", "Shown", "Offer"]


def test_a_presale_passes_a_stage_once(venture: Venture, stages: list[RoadmapStage]) -> None:
    row = sold(venture, "Lina", 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        StagePassed.objects.create(presale=row, stage=stages[0], on=DAY)


def test_the_days_of_a_presale_are_written_changed_and_left_alone(
    head_of_sales: User, venture: Venture, stages: list[RoadmapStage]
) -> None:
    text = PresaleText("Lina", 4900, DAY, passed={stages[0].pk: day(1), stages[2].pk: day(9)})
    number = add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=text)
    assert stage_days(actor=head_of_sales, venture_id=venture.pk)[1][number] == {
        stages[0].pk: day(1), stages[2].pk: day(9),
    }  # fmt: skip
    plain = PresaleText("Lina", 4900, DAY)
    edit_presale(actor=head_of_sales, presale_id=number, version=1, wanted=plain)
    assert StagePassed.objects.count() == 2, "who says nothing of stages changes none"
    edit_presale(actor=head_of_sales, presale_id=number, version=2, wanted=PresaleText("Lina", 4900, DAY, passed={}))
    assert not StagePassed.objects.exists()


def test_a_day_ahead_or_after_the_refusal_is_refused_and_one_out_of_order_is_not(
    head_of_sales: User, venture: Venture, stages: list[RoadmapStage]
) -> None:
    ahead = {stages[0].pk: clock.today() + timedelta(days=1), stages[1].pk: DAY}
    said = PresaleText("Lina", 4900, day(0), refused_on=day(2), refusal="Too dear", passed=ahead)
    with pytest.raises(InvalidValue) as told:
        add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=said)
    assert [(one.problem.code, one.problem.data["field"]) for one in (told.value, *told.value.more)] == [
        ("presale_day_ahead", f"stage-{stages[0].pk}"), ("stage_after_refusal", f"stage-{stages[1].pk}"),
    ]  # fmt: skip
    text = PresaleText("Lina", 4900, day(0), passed={stages[0].pk: day(9), stages[1].pk: day(2)})
    add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=text)


def test_a_stage_is_passed_before_the_payment_or_on_its_day(
    head_of_sales: User, venture: Venture, stages: list[RoadmapStage]
) -> None:
    def written(last: date) -> PresaleText:
        return PresaleText("Lina", 4900, day(0), paid_on=day(9), passed={stages[0].pk: day(9), stages[1].pk: last})

    with pytest.raises(InvalidValue) as told:
        add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=written(day(10)))
    assert (told.value.problem.code, told.value.problem.data["field"]) == (
        "stage_after_payment",
        f"stage-{stages[1].pk}",
    )
    assert "a stage is passed before the payment or on its day" in sentence(told.value)
    number = add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=written(day(8)))
    with pytest.raises(InvalidValue, match="stage_after_payment"):
        edit_presale(actor=head_of_sales, presale_id=number, version=1, wanted=replace(written(day(8)), paid_on=day(7)))
    assert Presale.objects.get().paid_on == day(9)


def test_a_stage_of_another_venture_is_none(head_of_sales: User, venture: Venture) -> None:
    other = made.make_stage(made.make_venture(head_of_sales, "Other"))
    text = PresaleText("Lina", 4900, DAY, passed={other.pk: DAY})
    with pytest.raises(InvalidValue):
        add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=text)
    assert not Presale.objects.exists()


def test_readers_and_strangers_change_nothing(
    salesperson: User, analyst: User, venture: Venture, stages: list[RoadmapStage]
) -> None:
    with pytest.raises(NotFound):
        add_stage(actor=salesperson, venture_id=venture.pk, wanted=StageText("Mine"))
    with pytest.raises(NotFound):
        stage_of(actor=salesperson, stage_id=stages[0].pk)
    writers: list[Callable[[User], object]] = [
        lambda who: add_stage(actor=who, venture_id=venture.pk, wanted=StageText("Mine")),
        lambda who: add_usual_stages(actor=who, venture_id=venture.pk),
        lambda who: edit_stage(actor=who, stage_id=stages[0].pk, version=1, wanted=StageText("Mine")),
        lambda who: move_stage(actor=who, stage_id=stages[2].pk, up=True),
        lambda who: remove_stage(actor=who, stage_id=stages[0].pk, version=1),
    ]
    for write in writers:
        with pytest.raises(NotFound):
            write(salesperson)
    made.let_in(venture, salesperson, may_work=False)
    for who in (salesperson, analyst):
        assert stage_of(actor=who, stage_id=stages[0].pk)[1].name == "Talk"
        for write in writers:
            with pytest.raises(NotAllowed):
                write(who)
    assert names(venture) == ["Talk", "Shown", "Offer"]
    assert not VentureEvent.objects.filter(venture=venture, kind="edit_roadmap").exists()


def test_a_stage_of_another_venture_is_moved_and_renamed_in_that_one_alone(
    head_of_sales: User, venture: Venture, stages: list[RoadmapStage]
) -> None:
    other = made.make_venture(head_of_sales, "Other")
    theirs = [made.make_stage(other, name) for name in ("Talk", "Offer")]
    assert move_stage(actor=head_of_sales, stage_id=theirs[1].pk, up=True) == other.pk
    assert edit_stage(actor=head_of_sales, stage_id=theirs[0].pk, version=1, wanted=StageText("Shown")) == other.pk
    assert (names(venture), names(other)) == (["Talk", "Shown", "Offer"], ["Offer", "Shown"])


def test_the_last_sales_stand_newest_first_each_with_its_way(venture: Venture, stages: list[RoadmapStage]) -> None:
    sold(venture, "First", 1, 5, 9, paid=12, by_founder=False)
    sold(venture, "Skipped", 1, None, 9, paid=14)
    sold(venture, "Backwards", 5, 1, 9, paid=16)
    sold(venture, "Silent", paid=18)
    sold(venture, "First", 1, 2, 3, paid=22)
    sold(venture, "Agreed", 1, paid=None)
    found = read(venture)
    assert [(one.who, one.way) for one in found.deals] == [
        ("Silent", "unmarked"), ("Backwards", "other"), ("Skipped", "other"), ("First", "same"),
    ]  # fmt: skip
    assert [one.by_founder for one in found.last(4)] == [True, True, True, False]
    assert (found.followed, found.unmarked) == (5, 1), "a repeat sale needs no stages"


def test_a_refusal_is_counted_where_it_stopped(venture: Venture, stages: list[RoadmapStage]) -> None:
    sold(venture, "Paid", 1, 5, 9)
    no = sold(venture, "No", 1, 4, paid=None, refused_on=day(8), refusal="Too dear")
    sold(venture, "Thinking", 2, paid=None)
    found = read(venture)
    assert [one.reached for one in found.passages] == [3, 2, 1, 1]
    assert [(one.stopped, one.waiting) for one in found.passages] == [(0, 1), (1, 0), (0, 0), (0, 0)]
    assert found.stopped == {no.pk: 2}
    assert found.cycle == 20.0


def test_a_sale_given_back_had_gone_all_the_way_and_is_no_sale_that_repeats(
    venture: Venture, stages: list[RoadmapStage]
) -> None:
    row = sold(venture, "Back", 1, 5, 9)
    row.refunds.create(on=day(30), amount_minor=4900, reason="Late", author=venture.owner, created_at=clock.now())
    found = read(venture)
    assert found.passages[-1].reached == 1
    assert found.deals == ()
    assert found.given_back == 1


def test_a_hundred_presales_are_read_in_one_query(venture: Venture, stages: list[RoadmapStage]) -> None:
    for place in range(100):
        sold(venture, f"Buyer {place}", 1, 2, 3)
    sums = presale_sums(venture)
    with CaptureQueriesContext(connection) as asked:
        found = roadmap_for(venture, sums)
    assert (len(asked), found.followed) == (1, 100)


def test_the_file_of_a_venture_carries_its_roadmap(
    workspace: object, head_of_sales: User, venture: Venture, stages: list[RoadmapStage]
) -> None:
    sold(venture, "Lina", 1, 5, 9)
    for people in (True, False):
        raw = venture_file(actor=head_of_sales, venture_id=venture.pk, people=people)
        there = Venture.objects.get(pk=take_in_venture(actor=head_of_sales, raw=raw))
        found = read(there)
        assert [one.name for one in found.stages] == ["Talk", "Shown", "Offer"]
        assert [one.way for one in found.deals] == ["same"]
        assert not {one.id for one in found.stages} & {one.pk for one in stages}
