"""Scenarios: begun, filled, copied, compared, deleted; by whom, and two at once."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tenure.discovery.economics import edits
from tenure.discovery.economics.analysis import economics_of
from tenure.discovery.economics.inputs import InputValue
from tenure.discovery.economics.scenarios import (
    add_scenario,
    choose_main,
    copy_scenario,
    delete_scenario,
    scenario_of,
    scenarios_of,
)
from tenure.discovery.models import EconomicsScenario, VentureEvent
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import User
from tests.economics_factories import ECONOMICS, make_economics
from tests.venture_factories import let_in, make_venture

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)


def test_a_filled_scenario_is_drawn_at_once_and_read_without_drawing(salesperson: User) -> None:
    scenario = make_economics(make_venture(salesperson))
    found = scenario_of(actor=salesperson, scenario_id=scenario.pk)
    assert found.simulated is not None
    assert found.simulated.draws == 100_000
    assert found.simulated.exact_mean == pytest.approx(found.simulated.mean, rel=0.01)
    assert found.main
    assert VentureEvent.objects.filter(kind="edit_economics").exists()


def test_only_what_was_changed_gets_a_new_author_and_day(salesperson: User, other_salesperson: User) -> None:
    venture = make_venture(salesperson)
    let_in(venture, other_salesperson)
    scenario = make_economics(venture)
    given = ECONOMICS | {"price": InputValue(31.0, 27.0, 33.0)}
    edits.edit_inputs(
        actor=other_salesperson, scenario_id=scenario.pk, version=scenario.version, given=given, on=date(2026, 6, 1)
    )
    inputs = scenario_of(actor=salesperson, scenario_id=scenario.pk).inputs
    assert (inputs["price"].author, inputs["price"].on) == (other_salesperson.name, date(2026, 6, 1))
    assert inputs["cogs"].author == salesperson.name


def test_two_at_once_the_second_is_told(salesperson: User) -> None:
    scenario = make_economics(make_venture(salesperson))
    edits.edit_inputs(
        actor=salesperson, scenario_id=scenario.pk, version=scenario.version, on=DAY, given={"orders": InputValue(7.0)}
    )
    with pytest.raises(Conflict):
        edits.edit_inputs(
            actor=salesperson,
            scenario_id=scenario.pk,
            version=scenario.version,
            on=DAY,
            given={"orders": InputValue(8.0)},
        )


def test_an_impossible_correlation_leaves_everything_as_it_was(salesperson: User) -> None:
    scenario = make_economics(make_venture(salesperson))
    for first, second, rank in (("conversion", "price", -0.6), ("price", "orders", 0.6)):
        edits.set_correlation(actor=salesperson, scenario_id=scenario.pk, first=first, second=second, rank=rank)
    before = EconomicsScenario.objects.get(pk=scenario.pk).result
    with pytest.raises(InvalidValue) as caught:
        edits.set_correlation(actor=salesperson, scenario_id=scenario.pk, first="conversion", second="orders", rank=0.9)
    assert caught.value.problem.code == "economics_correlations_three"
    row = EconomicsScenario.objects.get(pk=scenario.pk)
    assert row.result == before
    assert row.correlations.count() == 2


def test_a_copy_has_every_number_and_changes_alone(salesperson: User) -> None:
    scenario = make_economics(make_venture(salesperson))
    edits.add_fixed_cost(actor=salesperson, scenario_id=scenario.pk, name="Rent", amount_minor=50_000)
    edits.add_channel(
        actor=salesperson, scenario_id=scenario.pk, value=edits.ChannelValue("Ads", 1000, clients=2, leads=9)
    )
    made = copy_scenario(actor=salesperson, scenario_id=scenario.pk, name="With vans")
    copy, old = (scenario_of(actor=salesperson, scenario_id=one) for one in (made, scenario.pk))
    assert copy.inputs == old.inputs
    assert copy.simulated == old.simulated
    assert (copy.fixed_minor, len(copy.channels), copy.main) == (50_000, 1, False)
    edits.edit_inputs(
        actor=salesperson, scenario_id=made, version=copy.version, on=DAY, given={"price": InputValue(20.0)}
    )
    assert scenario_of(actor=salesperson, scenario_id=scenario.pk).inputs["price"].value == 30


def test_when_the_main_one_is_deleted_another_takes_its_place(salesperson: User) -> None:
    venture = make_venture(salesperson)
    first = make_economics(venture)
    second = copy_scenario(actor=salesperson, scenario_id=first.pk, name="Second")
    choose_main(actor=salesperson, scenario_id=second)
    delete_scenario(actor=salesperson, scenario_id=second)
    assert [(head.id, head.main) for head in scenarios_of(actor=salesperson, venture_id=venture.pk)] == [
        (first.pk, True)
    ]


def test_a_scenario_needs_its_horizon(salesperson: User) -> None:
    venture = make_venture(salesperson)
    for months in (None, 0, 121):
        with pytest.raises(InvalidValue):
            add_scenario(actor=salesperson, venture_id=venture.pk, name="A", horizon_months=months)


def test_names_are_not_given_twice(salesperson: User) -> None:
    venture = make_venture(salesperson)
    add_scenario(actor=salesperson, venture_id=venture.pk, name="  As   planned ", horizon_months=12)
    with pytest.raises(InvalidValue):
        add_scenario(actor=salesperson, venture_id=venture.pk, name="As planned", horizon_months=12)


def test_a_strangers_scenario_does_not_exist_and_a_reader_changes_nothing(
    salesperson: User, other_salesperson: User
) -> None:
    venture = make_venture(salesperson)
    scenario = make_economics(venture)
    with pytest.raises(NotFound):
        scenario_of(actor=other_salesperson, scenario_id=scenario.pk)
    let_in(venture, other_salesperson, may_work=False)
    assert not scenario_of(actor=other_salesperson, scenario_id=scenario.pk).may_work
    with pytest.raises(NotAllowed):
        edits.edit_inputs(
            actor=other_salesperson,
            scenario_id=scenario.pk,
            version=scenario.version,
            on=DAY,
            given={"price": InputValue(1.0)},
        )


def test_more_clients_than_leads_are_refused(salesperson: User) -> None:
    scenario = make_economics(make_venture(salesperson))
    with pytest.raises(InvalidValue) as caught:
        edits.add_channel(
            actor=salesperson, scenario_id=scenario.pk, value=edits.ChannelValue("Ads", leads=5, clients=6)
        )
    assert caught.value.problem.code == "economics_clients_over"


def test_the_main_scenario_is_read_in_six_queries(
    salesperson: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    venture = make_venture(salesperson)
    make_economics(venture)
    with django_assert_num_queries(6):
        found = economics_of(actor=salesperson, venture_id=venture.pk, currency="EUR")
    assert found is not None
    assert found.verdict.code == "converges"
    assert economics_of(actor=salesperson, venture_id=make_venture(salesperson, "Bare").pk, currency="EUR") is None
