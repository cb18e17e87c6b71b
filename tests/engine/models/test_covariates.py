"""Covariates in Pareto/NBD: bases of known truth, the same likelihood by other means, and what cannot be."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tenure.engine.errors import BadInput, EngineError, NotEnoughData
from tenure.engine.models import covariates, pareto_nbd
from tenure.engine.models.covariates import CovariateParameters
from tenure.engine.models.pareto_nbd import OwnParameters, ParetoNbdParameters
from tenure.engine.tuples import distinct

TRUTH = CovariateParameters(1.1, 6.0, 0.9, 15.0, ("city", "size"), (0.5, 0.2), (-0.4, 0.3), 0.0)


def clients(n: int, seed: int, truth: CovariateParameters = TRUTH) -> tuple[np.ndarray, ...]:
    """x, t_x, T and covariates: a city or not, and a size in four steps."""
    generator = np.random.default_rng(seed)
    z = np.stack((generator.integers(0, 2, n), generator.integers(0, 4, n)), axis=1).astype(float)
    T = generator.uniform(20, 60, n)
    x, t_x = pareto_nbd.simulate(covariates.of_clients(truth, z), T, generator)
    return x, t_x, T, z


def test_known_coefficients_lie_within_their_intervals_as_often_as_promised() -> None:
    inside = []
    for seed in range(40):
        x, t_x, T, z = clients(1_500, seed)
        found = covariates.fit(x, t_x, T, z, names=TRUTH.names)
        assert found.fit.covariance is not None
        truth = np.array([*np.log(list(TRUTH.named().values())[:4]), *TRUTH.ordering, *TRUTH.leaving])
        value = np.array([*np.log(list(found.named().values())[:4]), *found.ordering, *found.leaving])
        inside.append(np.abs(value - truth) < 1.96 * np.sqrt(np.diag(found.fit.covariance)))
    assert np.mean(inside, axis=0).min() >= 0.82  # of 40: below 33 by chance once in a thousand
    assert np.mean(inside) == pytest.approx(0.95, abs=0.04)


def test_the_likelihood_is_the_sum_over_clients_with_their_own_parameters() -> None:
    x, t_x, T, z = clients(1_000, 1)
    found = covariates.fit(x, t_x, T, z)
    own = covariates.of_clients(found, z)
    assert found.fit.log_likelihood == pytest.approx(pareto_nbd.log_likelihoods(own, x, t_x, T).sum(), rel=1e-10)
    assert found.fit.log_likelihood > found.without


def test_the_gradient_is_the_slope_of_the_likelihood() -> None:
    x, t_x, T, z = clients(500, 2)
    base = covariates._base(distinct(x, t_x, T), (z - z.mean(axis=0)) / z.std(axis=0))
    theta = np.array([0.1, 0.5, -0.2, -0.5, 0.2, -0.3, 0.1, 0.4])
    _, slope = covariates._objective(theta, base)
    for place in range(theta.size):
        step = np.eye(theta.size)[place] * 1e-5
        up, down = (covariates._objective(theta + sign * step, base)[0] for sign in (1, -1))
        assert slope[place] == pytest.approx((up - down) / 2e-5, rel=1e-5, abs=1e-9)


def test_every_prediction_is_that_of_the_clients_own_parameters() -> None:
    x, t_x, T, z = (column[:6] for column in clients(6, 3))
    own = covariates.of_clients(TRUTH, z)
    calls: list[Callable[..., Any]] = [
        pareto_nbd.log_likelihoods,
        pareto_nbd.p_alive,
        lambda p, *history: pareto_nbd.expected_orders(p, *history, horizon=30),
        lambda p, *history: pareto_nbd.p_orders(p, 2, *history, horizon=30),
        lambda p, *history: pareto_nbd.discounted_orders(p, *history, rate=0.01),
        lambda p, *history: pareto_nbd.expected_orders_new(p, horizon=30),
        lambda p, *history: pareto_nbd.p_orders_new(p, 3, horizon=30),
    ]
    for call in calls:
        together = call(own, x, t_x, T)
        for i in range(6):
            single = ParetoNbdParameters(own.r, own.alpha[i], own.s, own.beta[i])
            assert together[i] == pytest.approx(float(call(single, x[i], t_x[i], T[i])), rel=1e-12)


def test_draws_ahead_follow_the_clients_own_parameters() -> None:
    x, t_x, T, z = (column[:5] for column in clients(5, 4))
    own = covariates.of_clients(TRUTH, z)
    draws = pareto_nbd.simulate_ahead(own, x, t_x, T, horizon=30, draws=40_000, generator=np.random.default_rng(1))
    expected = pareto_nbd.expected_orders(own, x, t_x, T, horizon=30)
    assert (np.abs(draws.mean(axis=0) - expected) < 5 * draws.std(axis=0) / 200).all()


def test_the_unit_and_origin_of_a_covariate_change_its_own_coefficient_alone() -> None:
    x, t_x, T, z = clients(1_000, 5)
    found, scaled = covariates.fit(x, t_x, T, z), covariates.fit(x, t_x, T, z * [1, 1000] + [0, 5000])
    assert scaled.fit.log_likelihood == pytest.approx(found.fit.log_likelihood, rel=1e-10)
    assert np.array(scaled.ordering) * [1, 1000] == pytest.approx(np.array(found.ordering), rel=1e-3)
    assert np.array(scaled.leaving) * [1, 1000] == pytest.approx(np.array(found.leaving), rel=1e-3)
    near, far = covariates.of_clients(found, z), covariates.of_clients(scaled, z * [1, 1000] + [0, 5000])
    assert near.alpha == pytest.approx(far.alpha, rel=1e-4)


def test_a_covariate_that_means_nothing_gains_nothing() -> None:
    x, t_x, T, z = clients(1_500, 6, CovariateParameters(1.1, 6.0, 0.9, 15.0, ("a", "b"), (0, 0), (0, 0), 0.0))
    found = covariates.fit(x, t_x, T, z)
    # Twice the gain is chi-squared with four degrees of freedom: above 18.5 once in a thousand.
    assert 0 <= 2 * (found.fit.log_likelihood - found.without) < 18.5


def test_coefficients_are_named_and_shown() -> None:
    x, t_x, T, z = clients(600, 7)
    found = covariates.fit(x, t_x, T, z[:, 0], names=["city"])
    assert list(found.named()) == ["r", "alpha", "s", "beta", "ordering city", "leaving city"]
    assert set(found.fit.standard_errors) == set(found.named())
    assert "ordering city" in found._repr_html_()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda z: z[:-1], "covariates_shape"),
        (lambda z: np.where(z == 3, np.nan, z), "covariate_not_finite"),
        (lambda z: np.stack((z[:, 0], np.ones(len(z))), axis=1), "covariate_constant"),
        (lambda z: np.stack((z[:, 0], 3 - 2 * z[:, 0]), axis=1), "covariates_collinear"),
    ],
)
def test_impossible_covariates_are_refused_by_name(change: Callable[[np.ndarray], np.ndarray], code: str) -> None:
    x, t_x, T, z = clients(300, 8)
    with pytest.raises(BadInput) as refusal:
        covariates.fit(x, t_x, T, change(z))
    assert refusal.value.code == code


def test_predictions_need_the_covariates_that_were_fitted() -> None:
    with pytest.raises(BadInput, match="city, size"):
        covariates.of_clients(TRUTH, [[1.0, 2.0, 3.0]])
    with pytest.raises(BadInput) as refusal:
        covariates.of_clients(TRUTH, [[1.0, 2.0], [np.inf, 1.0]])
    assert refusal.value.rows == (1,)


def test_where_nobody_leaves_nothing_can_be_said_of_why() -> None:
    generator = np.random.default_rng(5)
    T = generator.uniform(20, 60, 1_000)
    x, t_x = pareto_nbd.simulate(ParetoNbdParameters(2.0, 10.0, 0.0, 1.0), T, generator)
    with pytest.raises(NotEnoughData) as refusal:
        covariates.fit(x, t_x, T, T > 40)
    assert refusal.value.code == "no_dropout"


def test_a_covariate_that_knows_who_orders_gives_finite_numbers_or_a_named_error() -> None:
    x, t_x, T, _ = clients(600, 9)
    try:
        found = covariates.fit(x, t_x, T, x > 0)
    except EngineError:
        return
    assert np.isfinite(list(found.named().values())).all()
    assert found.ordering[0] > 0
    assert np.isfinite(pareto_nbd.expected_orders(covariates.of_clients(found, x > 0), x, t_x, T, horizon=30)).all()


def test_own_parameters_show_their_values() -> None:
    own = OwnParameters(0.5, np.array([1.0, 2.0]), 0.7, np.array([3.0, 4.0]))
    assert own.values[1].tolist() == [1.0, 2.0]
