"""V4 says no more than the page of economics: typed numbers without ranges, or without retention, converge for nobody."""

from datetime import date

import pytest

from tenure.discovery.economics.edits import Frame, edit_frame, edit_inputs
from tenure.discovery.economics.inputs import InputValue
from tenure.discovery.economics.scenarios import add_scenario, scenario_of
from tenure.discovery.gates.view import GateLine, gate_of
from tenure.discovery.gates.words import found_words, step_words
from tenure.discovery.models import Venture
from tenure.privacy.models import User
from tests.venture_factories import make_venture

pytestmark = pytest.mark.django_db
VALUES = {
    "users": 200.0, "conversion": 0.08, "price": 90.0, "cogs": 25.0, "orders": 6.0, "first_cost": 10.0, "user_cost": 4.0,
}  # fmt: skip


@pytest.fixture
def venture(salesperson: User) -> Venture:
    return make_venture(salesperson)


def typed(value: float, *, spread: float = 0.0, assumed: bool = True) -> InputValue:
    if not spread:
        return InputValue(value, assumed=assumed, basis="" if assumed else "Ledger of May")
    return InputValue(value, value * (1 - spread), value * (1 + spread), assumed=assumed)


def scenario(venture: Venture, given: dict[str, InputValue], retention: float | None = 0.95) -> None:
    owner = venture.owner
    made = add_scenario(actor=owner, venture_id=venture.pk, name="One year", horizon_months=12)
    edit_inputs(actor=owner, scenario_id=made, version=1, given=given, on=date(2026, 5, 12))
    edit_frame(
        actor=owner, scenario_id=made, version=scenario_of(actor=owner, scenario_id=made).version,
        frame=Frame("One year", 12, retention=retention),
    )  # fmt: skip


def v4(venture: Venture) -> GateLine:
    view = gate_of(actor=venture.owner, venture_id=venture.pk, phase="validation")
    return next(one for one in view.lines if one.criterion.code == "V4")


def test_seven_typed_numbers_without_ranges_decide_nothing(venture: Venture) -> None:
    scenario(venture, {metric: typed(value) for metric, value in VALUES.items()})
    found = v4(venture)
    assert (found.state, found.finding.code, found.finding.step) == ("open", "no_ranges", "give_ranges")
    assert "UA, C1, AvP, COGS, APC, 1sCOGS, CPA" in found_words(found.finding.code, found.finding.data, "EUR")
    assert step_words(found.finding.step, found.finding.step_data)


def test_one_guess_without_a_range_among_ranges_is_named(venture: Venture) -> None:
    given = {metric: typed(value, spread=0.1) for metric, value in VALUES.items()}
    scenario(venture, given | {"orders": typed(6.0)})
    found = v4(venture)
    assert (found.state, found.finding.data) == ("open", {"names": ["APC"]})


def test_measured_without_a_range_stands_beside_ranges_but_not_alone(venture: Venture) -> None:
    measured = {metric: typed(value, assumed=False) for metric, value in VALUES.items()}
    scenario(venture, measured)
    assert v4(venture).finding.code == "no_ranges", "the page can tell no chance of it either"


def test_ranges_and_retention_let_it_converge(venture: Venture) -> None:
    measured = {metric: typed(value, assumed=False) for metric, value in VALUES.items()}
    scenario(venture, measured | {"orders": typed(6.0, spread=0.1)})
    assert v4(venture).state == "met"


def test_without_retention_nobody_knows_whether_it_pays_back_in_time(venture: Venture) -> None:
    scenario(venture, {metric: typed(value, spread=0.1) for metric, value in VALUES.items()}, retention=None)
    found = v4(venture)
    assert (found.state, found.finding.code, found.finding.step) == ("open", "converges", "say_retention")
    assert "whether it pays back in time is not known" in found_words("converges", found.finding.data, "EUR")
