"""Scenarios of unit economics, for tests."""

from tenure.discovery.economics.edits import edit_inputs
from tenure.discovery.economics.inputs import InputValue
from tenure.discovery.economics.scenarios import add_scenario
from tenure.discovery.models import EconomicsScenario, Venture
from tenure.kernel import clock

ECONOMICS = {
    "users": InputValue(800, 600, 1100),
    "conversion": InputValue(None, successes=35, trials=1000),
    "price": InputValue(30, 27, 33),
    "cogs": InputValue(18.2, 17, 19.4),
    "orders": InputValue(6.5, 4.9, 8.2),
    "first_cost": InputValue(9, 6, 14, "lognormal"),
    "user_cost": InputValue(0.4, 0.32, 0.5),
}


def make_scenario(venture: Venture, name: str = "As planned") -> EconomicsScenario:
    """A scenario without numbers."""
    return EconomicsScenario.objects.create(
        venture=venture, name=name, horizon_months=12, main=True, author=venture.owner, created_at=clock.now()
    )


def make_economics(venture: Venture, name: str = "As planned", **inputs: InputValue) -> EconomicsScenario:
    """A scenario with all its numbers, drawn; the first of a venture is its main one."""
    made = add_scenario(actor=venture.owner, venture_id=venture.pk, name=name, horizon_months=12)
    edit_inputs(actor=venture.owner, scenario_id=made, version=1, given=ECONOMICS | inputs, on=clock.today())
    return EconomicsScenario.objects.get(pk=made)
