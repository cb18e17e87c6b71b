"""Served by hand: what a unit costs now, what a program would save, and which step to hand over first."""

from datetime import date

import pytest
from scipy import stats

from tenure.discovery.models import ManualRun, Venture
from tenure.discovery.offers.automation import Measured, service_cost
from tenure.discovery.offers.manual_service import (
    ServiceText,
    StepRun,
    StepText,
    add_service,
    add_step,
    edit_step,
    record_run,
    remove_run,
    runs_of,
    service_of,
    step_of,
)
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed
from tenure.privacy.models import User
from tests import venture_factories as made

DAY = date(2026, 5, 4)


def step(pk: int, automatable: str, minutes: float, build: int | None, **fields: float) -> Measured:
    values = {"runs": 4, "units": 4, "minutes": minutes * 4, "money_minor": 0, "failed": 0} | fields
    return Measured(pk, f"step {pk}", automatable, build_minor=build, **values)  # type: ignore[arg-type]


def test_a_unit_costs_its_minutes_and_its_money() -> None:
    found = service_cost([step(1, "no", 30, None, money_minor=800)], hour_cost_minor=2000, price_minor=4900,
                         units_a_month=20)  # fmt: skip
    assert found.now_minor == pytest.approx(1000 + 200)
    assert found.after_minor == found.now_minor
    assert found.margin_now_minor == pytest.approx(3700)
    assert found.first is None
    assert found.payback_units is None


def test_the_step_that_pays_back_soonest_comes_first_and_the_rest_is_labour() -> None:
    steps = [step(1, "yes", 30, 100_000), step(2, "part", 60, 50_000, minutes_after=15), step(3, "no", 12, None)]
    found = service_cost(steps, hour_cost_minor=2000, price_minor=None, units_a_month=10)
    assert found.first is not None
    assert found.first.step.id == 2
    assert found.first.payback_units == pytest.approx(50_000 / 1500)
    assert found.first.payback_months == pytest.approx(50_000 / 1500 / 10)
    assert found.remaining_minutes == pytest.approx(15 + 12)
    assert found.after_minor == pytest.approx(27 * 2000 / 60)
    assert found.build_minor == 150_000


def test_a_step_that_a_program_does_dearer_is_not_handed_over() -> None:
    found = service_cost([step(1, "yes", 3, 1000, money_after_minor=500)], hour_cost_minor=2000, price_minor=None,
                         units_a_month=None)  # fmt: skip
    assert not found.steps[0].worth
    assert found.after_minor == found.now_minor


def test_a_step_without_a_price_of_building_cannot_be_judged() -> None:
    found = service_cost([step(1, "yes", 30, None)], hour_cost_minor=2000, price_minor=None, units_a_month=10)
    assert found.first is None


pytestmark_tables = pytest.mark.django_db


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


@pytestmark_tables
def test_the_hour_of_the_company_is_taken_unless_the_service_has_its_own(
    workspace: object, head_of_sales: User, venture: Venture
) -> None:
    usual = add_service(actor=head_of_sales, venture_id=venture.pk, wanted=ServiceText("A"), steps=("Drive",))
    own = add_service(
        actor=head_of_sales, venture_id=venture.pk, wanted=ServiceText("B", hour_cost_minor=6000), steps=("Drive",)
    )
    for pk in (usual, own):
        step_id = service_of(actor=head_of_sales, service_id=pk).cost.steps[0].step.id
        record_run(actor=head_of_sales, service_id=pk, on=DAY, steps={step_id: StepRun(minutes=30)}, units=2)
    assert service_of(actor=head_of_sales, service_id=usual).cost.now_minor == pytest.approx(500)
    assert service_of(actor=head_of_sales, service_id=own).cost.now_minor == pytest.approx(1500)


@pytestmark_tables
def test_a_step_added_later_is_measured_from_its_first_time_on(head_of_sales: User, venture: Venture) -> None:
    service = made.make_service(venture, steps=("Pick",))
    made.make_run(service)
    late = add_step(actor=head_of_sales, service_id=service.pk, wanted=StepText("Drive"))
    record_run(actor=head_of_sales, service_id=service.pk, on=DAY, steps={late: StepRun(minutes=40)})
    record_run(
        actor=head_of_sales, service_id=service.pk, on=DAY, steps={service.steps.first().pk: StepRun(minutes=30)}
    )
    steps = {one.step.name: one.minutes for one in service_of(actor=head_of_sales, service_id=service.pk).cost.steps}
    assert steps == {"Pick": pytest.approx(20), "Drive": pytest.approx(20)}


@pytestmark_tables
def test_a_failure_is_counted_with_its_doubt(head_of_sales: User, venture: Venture) -> None:
    service = made.make_service(venture, steps=("Pick",))
    step_id = service.steps.get().pk
    record_run(
        actor=head_of_sales, service_id=service.pk, on=DAY, who="Lina", outcome="unhappy",
        steps={step_id: StepRun(minutes=5, failure="Wrong flour")},
    )  # fmt: skip
    found = service_of(actor=head_of_sales, service_id=service.pk)
    assert found.cost.steps[0].step.failed == 1
    assert found.unhappy == 1
    rows, _more = runs_of(actor=head_of_sales, service_id=service.pk)
    assert rows[0].failures == ("Pick: Wrong flour",)
    remove_run(actor=head_of_sales, manual_run_id=rows[0].id)
    assert not ManualRun.objects.exists()


@pytestmark_tables
def test_what_cannot_be_recorded_is_refused(head_of_sales: User, analyst: User, venture: Venture) -> None:
    service = made.make_service(venture)
    step_id = service.steps.first().pk
    for steps, code in (
        ({}, "run_steps_missing"),
        ({10**9: StepRun()}, "run_steps_missing"),
        ({step_id: StepRun(minutes=-1)}, "run_minutes"),
        ({step_id: StepRun(minutes=1, money_minor=-1)}, "offer_price_negative"),
    ):
        with pytest.raises(InvalidValue, match=code):
            record_run(actor=head_of_sales, service_id=service.pk, on=DAY, steps=steps)
    with pytest.raises(NotAllowed):
        record_run(actor=analyst, service_id=service.pk, on=DAY, steps={step_id: StepRun(minutes=1)})
    assert not ManualRun.objects.exists()


@pytestmark_tables
def test_a_step_changed_by_two_at_once(head_of_sales: User, venture: Venture) -> None:
    step_id = made.make_service(venture).steps.first().pk
    edit_step(actor=head_of_sales, step_id=step_id, version=1, wanted=StepText("Pick", "yes", 10_000))
    with pytest.raises(Conflict):
        edit_step(actor=head_of_sales, step_id=step_id, version=1, wanted=StepText("Pick", "no"))
    assert step_of(actor=head_of_sales, step_id=step_id)[1].text.automatable == "yes"


def test_how_often_a_step_fails_is_told_in_eight_of_ten_cases() -> None:
    """As every range beside it; it once was told in nineteen of twenty, with the same dash between."""
    found = service_cost(
        [step(1, "no", 30, None, failed=1)], hour_cost_minor=2000, price_minor=None, units_a_month=None
    )
    ends = stats.binomtest(1, 4).proportion_ci(0.8, method="wilson")
    assert found.steps[0].fails == pytest.approx((ends.low, ends.high))
