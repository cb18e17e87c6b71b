"""BG/NBD against printed tables, a second computation, bases of known truth, and extreme histories."""

import csv
import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.models import bg_nbd, prediction
from tenure.engine.models.beta_geometric.likelihood import base_of, log_likelihood
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tenure.engine.tuples import Histories, distinct
from tests.datasets import lifetimes_data

# Fader, Hardie, Lee (2005), table 2: CDNOW, 2,357 clients, 39 weeks.
PRINTED = BetaGeometric(0.2426, 4.4136, 0.7929, 2.4259)


@cache
def cdnow() -> Histories:
    with lifetimes_data("cdnow_customers_summary.csv").open() as file:
        rows = [(row["frequency"], row["recency"], row["T"]) for row in csv.DictReader(file)]
    return distinct(*np.array(rows, dtype=float).T)


@cache
def fitted() -> BetaGeometric:
    return bg_nbd.fit(cdnow())


def simulated(n: int, r: float, alpha: float, a: float, b: float, seed: int) -> Histories:
    """Histories of n clients seen for 20 to 60 weeks; b = 0 means that nobody leaves."""
    rng = np.random.default_rng(seed)
    rate, T = rng.gamma(r, 1 / alpha, n), rng.uniform(20, 60, n)
    leaves = rng.beta(a, b, n) if b else np.zeros(n)
    x, t_x, now, active = np.zeros(n), np.zeros(n), np.zeros(n), np.ones(n, dtype=bool)
    while active.any():
        now = now + rng.exponential(1 / rate)
        active &= now < T
        x, t_x = x + active, np.where(active, now, t_x)
        active &= rng.random(n) >= leaves
    return distinct(x, t_x, T)


def test_the_printed_parameters_of_cdnow_are_found() -> None:
    found = fitted()
    assert found.verdict == "ok"
    for name in bg_nbd.NAMES:
        assert getattr(found, name) == pytest.approx(getattr(PRINTED, name), abs=2e-4)
    assert found.fit.log_likelihood == pytest.approx(-9582.4, abs=0.05)


def test_clients_with_equal_histories_are_counted_once() -> None:
    assert cdnow().x.size < 1100
    assert cdnow().count.sum() == 2357


def test_the_gradient_is_the_slope_of_the_likelihood() -> None:
    point = np.array([0.3, 4.0, 0.7, 2.0])
    base = base_of(cdnow())
    _, slope = log_likelihood(base, BetaGeometric(*point))
    for place in range(4):
        step = np.eye(4)[place] * 1e-6
        up, down = (log_likelihood(base, BetaGeometric(*(point + sign * step)))[0] for sign in (1, -1))
        assert slope[place] == pytest.approx((up - down) / 2e-6, rel=1e-4, abs=1e-3)


def test_the_unit_of_time_changes_alpha_alone() -> None:
    weeks = cdnow()
    days = Histories(weeks.x, weeks.t_x * 7, weeks.T * 7, weeks.count, weeks.place)
    found = bg_nbd.fit(days)
    assert found.alpha == pytest.approx(7 * fitted().alpha, rel=1e-3)
    assert (found.r, found.a, found.b) == pytest.approx((fitted().r, fitted().a, fitted().b), rel=2e-3)


def test_expected_orders_are_those_published() -> None:
    # Fader, Hardie, Lee (2005), section 4, client (2, 30.43, 38.86); and (26, 30.86, 31) over 52 weeks.
    assert bg_nbd.expected_orders(fitted(), 2, 30.43, 38.86, horizon=39) == pytest.approx(1.226, abs=5e-4)
    assert bg_nbd.expected_orders(fitted(), 26, 30.86, 31, horizon=52) == pytest.approx(25.76, abs=5e-3)
    assert bg_nbd.p_alive(PRINTED, 2, 30.43, 38.86) == pytest.approx(0.7266, abs=5e-4)


@pytest.mark.parametrize(
    ("x", "t_x", "T"), [(0, 0, 38.86), (1, 3, 30), (2, 30.43, 38.86), (26, 30.86, 31), (80, 70, 78)]
)
def test_integration_over_rates_and_leaving_gives_the_same_numbers(x: int, t_x: float, T: float) -> None:
    """Second computation: Bayes' rule by quadrature over lambda and p, no closed form used."""
    r, alpha, a, b = (getattr(PRINTED, name) for name in bg_nbd.NAMES)
    horizon = 39.0
    rates, rate_weights = nodes(stats.gamma(r + x, scale=1 / (alpha + t_x)), 400)
    leaves, leave_weights = nodes(stats.beta(a, b + max(x - 1, 0)), 400)
    survived = np.exp(-rates * (T - t_x))[:, None] * ((1 - leaves) if x else np.ones_like(leaves))[None, :]
    left = (leaves if x else np.zeros_like(leaves))[None, :]
    weight = rate_weights[:, None] * leave_weights[None, :]
    active = (weight * survived).sum() / (weight * (survived + left)).sum()
    ahead = (1 - np.exp(-np.outer(rates, leaves) * horizon)) / leaves[None, :]
    expected = (weight * survived * ahead).sum() / (weight * (survived + left)).sum()
    assert bg_nbd.p_alive(PRINTED, x, t_x, T) == pytest.approx(active, abs=2e-3)
    assert bg_nbd.expected_orders(PRINTED, x, t_x, T, horizon=horizon) == pytest.approx(expected, rel=5e-3)


def nodes(distribution: stats.rv_continuous, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Gauss-Legendre nodes over the quantiles of a distribution, and their weights."""
    points, weights = np.polynomial.legendre.leggauss(size)
    return distribution.ppf((points + 1) / 2), weights / 2


def test_the_likelihood_of_one_client_integrates_to_one() -> None:
    """x = 0 has a probability, every x > 0 a density of t_x with the other gaps integrated out."""
    T, r, alpha, a, b = 10.0, 1.3, 6.0, 0.8, 2.5

    def density(x: int, t_x: float) -> float:
        return float(np.exp(bg_nbd.log_likelihoods(BetaGeometric(r, alpha, a, b), x, t_x, T)))

    parts = [density(0, 0.0)]
    parts += [
        integrate.quad(lambda t, x=x: density(x, t) * t ** (x - 1) / math.factorial(x - 1), 0, T)[0]
        for x in range(1, 60)
    ]
    # The likelihood is that of the exact times, any order of the x - 1 earlier ones: t^(x-1) / (x-1)! ways.
    assert sum(parts) == pytest.approx(1.0, abs=1e-4)


def test_known_parameters_are_recovered_within_three_standard_errors() -> None:
    truth = {"r": 0.8, "alpha": 6.0, "a": 0.9, "b": 3.0}
    found = bg_nbd.fit(simulated(20_000, **truth, seed=4))
    assert found.verdict == "ok"
    for name, value in truth.items():
        assert abs(getattr(found, name) - value) < 3 * found.fit.standard_errors[name]


def test_a_base_that_nobody_leaves_gets_the_nested_model() -> None:
    found = bg_nbd.fit(simulated(3_000, 2.0, 10.0, 0.0, 0.0, seed=5))
    assert found.verdict == "no_dropout"
    assert (found.a, found.r, found.alpha) == pytest.approx((0.0, 2.0, 10.0), rel=0.12)
    assert bg_nbd.p_alive(found, 5, 10, 40) == 1
    assert bg_nbd.expected_orders(found, 5, 10, 40, horizon=20) == pytest.approx(
        (found.r + 5) / (found.alpha + 40) * 20
    )


def test_clients_who_leave_with_one_and_the_same_chance_give_finite_numbers() -> None:
    found = bg_nbd.fit(simulated(8_000, 1.0, 5.0, 2e5, 18e5, seed=6))
    assert found.a / (found.a + found.b) == pytest.approx(0.1, abs=0.02)
    numbers = bg_nbd.expected_orders(found, [0, 3, 200], [0, 20, 50], [50, 50, 50], horizon=52)
    assert np.isfinite(numbers).all()
    assert (numbers > 0).all()


@pytest.mark.parametrize("x", [132, 133, 161, 254, 300, 5_000])
def test_hundreds_of_orders_do_not_overflow(x: int) -> None:
    history = (x, 1990.0, 2000.0)
    numbers = [bg_nbd.p_alive(PRINTED, *history), bg_nbd.expected_orders(PRINTED, *history, horizon=52)]
    assert np.isfinite(numbers).all()
    # A client with so many orders keeps close to its own rate: one in 2000/x weeks.
    assert numbers[1] == pytest.approx(numbers[0] * 52 * x / 2000, rel=0.05)


def test_a_near_one_is_continuous() -> None:
    around = [BetaGeometric(0.5, 6.0, a, 2.5) for a in (0.9999, 1.0, 1.0001)]
    low, middle, high = (bg_nbd.expected_orders(p, 4, 20, 30, horizon=40) for p in around)
    assert middle == pytest.approx((low + high) / 2, rel=1e-6)


@pytest.mark.parametrize("a", [5.0, 29.0, 31.0, 2_000.0])
def test_both_forms_of_the_expectation_agree_however_large_a_is(a: float) -> None:
    parameters = BetaGeometric(0.3, 5.0, a, 3 * a)
    x, t_x, T = np.array([0, 1, 4, 20]), np.array([0, 5, 30, 36]), np.array([10, 38, 38, 38])
    found = bg_nbd.expected_orders(parameters, x, t_x, T, horizon=52)
    assert found == pytest.approx(prediction.predict(bg_nbd, [parameters], x, t_x, T, horizon=52).expected, rel=1e-5)


def test_fewer_than_ten_repeating_clients_are_too_few() -> None:
    with pytest.raises(NotEnoughData, match="9 clients"):
        bg_nbd.fit(distinct([1] * 9 + [0] * 50, [3] * 9 + [0] * 50, [20] * 59))


@pytest.mark.parametrize(
    ("history", "code"),
    [
        ((1, 30, 20), "history_after_end"),
        ((-1, 0, 20), "history_negative"),
        ((0, 3, 20), "history_no_repeat"),
        ((1.5, 3, 20), "history_fraction"),
        ((1, np.nan, 20), "history_not_finite"),
    ],
)
def test_impossible_histories_are_refused_with_their_rows(history: tuple[float, ...], code: str) -> None:
    columns = np.array([(2, 10, 20), history, history], dtype=float).T
    with pytest.raises(BadInput) as refusal:
        distinct(*columns)
    assert refusal.value.code == code
    assert refusal.value.rows == (1, 2)


@given(
    st.floats(0.05, 5), st.floats(1, 300), st.floats(0.05, 5), st.floats(0.3, 50),
    st.integers(0, 400), st.floats(0, 1), st.floats(1, 2000), st.floats(1, 1000),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_numbers_stay_within_their_bounds(
    r: float, alpha: float, a: float, b: float, x: int, share: float, T: float, horizon: float
) -> None:
    parameters = BetaGeometric(r, alpha, a, b)
    t_x = share * T if x else 0.0
    active = float(bg_nbd.p_alive(parameters, x, t_x, T))
    expected = float(bg_nbd.expected_orders(parameters, x, t_x, T, horizon=horizon))
    assert 0 <= active <= 1
    # Never more than without leaving; a horizon below 1e-300 leaves a float too few digits for a ratio.
    assert 0 <= expected <= (r + x) / (alpha + T) * horizon * (1 + 1e-9) + 1e-300
