"""Discounting by month against the sum written out, for several models, and what is refused."""

from typing import Any

import numpy as np
import pytest

from tenure.engine.errors import BadInput
from tenure.engine.models import bg_nbd, instalments, mbg_nbd, pareto_nbd

MODELS = {
    "bg": (bg_nbd, bg_nbd.BetaGeometric(0.243, 4.414, 0.793, 2.426)),
    "mbg": (mbg_nbd, mbg_nbd.BetaGeometric(0.525, 6.183, 0.891, 1.614, leaves_at_start=True)),
    "pareto": (pareto_nbd, pareto_nbd.ParetoNbdParameters(0.553, 10.578, 0.606, 11.669)),
    "quick": (bg_nbd, bg_nbd.BetaGeometric(2.0, 0.5, 0.5, 20.0)),
}
X, LAST, AGE = (
    np.array([0.0, 0, 1, 5, 26, 80]),
    np.array([0.0, 0, 3, 30, 30.86, 50]),
    np.array([3.0, 38, 38, 39, 31, 52]),
)


def written_out(name: str, months: int, rate: float, month: float) -> np.ndarray:
    model, parameters = MODELS[name]
    until = [model.expected_orders(parameters, X, LAST, AGE, horizon=n * month) for n in range(months + 1)]
    return sum((until[n] - until[n - 1]) / (1 + rate) ** n for n in range(1, months + 1))


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(("months", "rate"), [(12, 0.01), (12, 0.03), (36, 0.01), (12, 0.0), (1, 0.01), (3, 0.02)])
def test_few_points_of_time_give_the_sum_over_months(name: str, months: int, rate: float) -> None:
    model, parameters = MODELS[name]
    tolerance = 1e-5 if months <= 12 and rate <= 0.01 else 1e-4
    found = instalments.discounted_by_month(model, parameters, X, LAST, AGE, month=4.345, months=months, rate=rate)
    np.testing.assert_allclose(found, written_out(name, months, rate, 4.345), rtol=tolerance)


def test_without_discount_it_is_the_expected_orders() -> None:
    model, parameters = MODELS["bg"]
    found = instalments.discounted_by_month(model, parameters, X, LAST, AGE, month=4.0, months=12, rate=0.0)
    np.testing.assert_allclose(found, model.expected_orders(parameters, X, LAST, AGE, horizon=48.0), rtol=1e-14)


def test_the_rule_is_exact_for_polynomials() -> None:
    times, weights = instalments.rule(24, 0.02)
    for power in range(2 * instalments.LONG_NODES):
        exact = sum((n**power - (n - 1) ** power) * 1.02**-n for n in range(1, 25)) + (power == 0) * 1.02**-1
        assert weights @ times**power == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize("wrong", [{"month": 0.0}, {"month": np.nan}, {"months": 0}, {"rate": -1.0}, {"rate": np.inf}])
def test_months_that_cannot_be_are_refused(wrong: dict[str, Any]) -> None:
    model, parameters = MODELS["bg"]
    asked: dict[str, Any] = {"month": 4.0} | wrong
    with pytest.raises(BadInput):
        instalments.discounted_by_month(model, parameters, 1, 1, 2, **asked)
