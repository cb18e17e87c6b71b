"""Pareto/NBD against printed tables, other computations of the same numbers, bases of known truth, and extremes."""

import itertools
import math
from collections.abc import Callable
from functools import cache
from pathlib import Path

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.models import pareto_nbd, prediction
from tenure.engine.models.pareto import search
from tenure.engine.models.pareto.likelihood import log_likelihood, nbd_log_likelihood, pairs_of
from tenure.engine.models.pareto_nbd import ParetoNbdParameters
from tenure.engine.tuples import Histories, distinct
from tests.engine.models import cdnow

# Fader, Hardie (2005), note on implementing the Pareto/NBD in MATLAB; Fader, Hardie, Lee (2005), table 2.
PRINTED = ParetoNbdParameters(0.553, 10.578, 0.606, 11.669)
# x, t_x, T: never again, once, some, many and just now, many and long silent.
CLIENTS = [(0, 0.0, 38.86), (1, 3.0, 30.0), (2, 30.43, 38.86), (26, 30.86, 31.0), (80, 40.0, 78.0)]


@cache
def fitted() -> ParetoNbdParameters:
    return pareto_nbd.fit(cdnow.sample())


def simulated(n: int, truth: ParetoNbdParameters, seed: int) -> Histories:
    generator = np.random.default_rng(seed)
    T = generator.uniform(20, 60, n)
    return distinct(*pareto_nbd.simulate(truth, T, generator), T)


def test_the_printed_parameters_of_cdnow_are_found() -> None:
    found = fitted()
    assert found.verdict == "ok"
    assert found.values == pytest.approx(PRINTED.values, abs=2e-3)
    assert found.fit.log_likelihood == pytest.approx(-9595.0, abs=0.05)
    assert found.fit.clients == 2357


def test_the_printed_standard_errors_of_cdnow_are_found() -> None:
    errors = [fitted().fit.standard_errors[name] for name in pareto_nbd.NAMES]
    assert errors == pytest.approx([0.0476, 0.8427, 0.1873, 6.2105], abs=6e-4)


def test_the_parameters_of_all_clients_of_cdnow_are_found(shared_data: Callable[[str], Path]) -> None:
    # The same cut as in the literature: 23,570 clients, weeks 1 to 39; figures found with other software.
    found = pareto_nbd.fit(cdnow.master(shared_data("cdnow_master.txt")))
    assert found.values == pytest.approx((0.59742, 11.58566, 0.52219, 8.82775), abs=5e-5)
    assert found.fit.log_likelihood == pytest.approx(-95415.12, abs=0.01)


def test_predictions_are_those_printed() -> None:
    # Fader, Hardie (2005): client (26, 30.86, 31), 52 weeks ahead.
    assert pareto_nbd.p_alive(fitted(), 26, 30.86, 31) == pytest.approx(0.9979, abs=5e-5)
    assert pareto_nbd.expected_orders(fitted(), 26, 30.86, 31, horizon=52) == pytest.approx(25.46, abs=5e-3)


@pytest.mark.parametrize("point", [(0.553, 10.578, 0.606, 11.669), (0.3, 0.05, 0.7, 80.0), (2.0, 900.0, 0.1, 0.3)])
def test_the_gradient_is_the_slope_of_the_likelihood(point: tuple[float, float, float, float]) -> None:
    pairs = pairs_of(cdnow.sample())
    _, slope = log_likelihood(pairs, *point)
    for place, value in enumerate(point):
        step = np.eye(4)[place] * value * 1e-5
        up, down = (log_likelihood(pairs, *(np.array(point) + sign * step))[0] for sign in (1, -1))
        assert slope[place] == pytest.approx((up - down) / (2 * step[place]), rel=1e-6, abs=1e-4)


def test_all_over_the_ground_searched_the_likelihood_is_finite_and_its_gradient_right() -> None:
    x = np.array([0, 0, 1, 1, 5, 30, 300, 5_000, 2, 0, 3])
    t_x = np.array([0, 0, 1, 30, 20, 30, 100, 2_000, 0, 0, 1e-3])
    T = np.array([0, 30, 50, 30, 21, 31, 400, 2_001, 0, 1e-9, 5_000])
    pairs, bounds = pairs_of(distinct(x, t_x, T)), np.array(search.BOUNDS)
    corners = np.array(list(itertools.product(*search.BOUNDS)))
    inside = np.random.default_rng(1).uniform(bounds[:, 0], bounds[:, 1], (60, 4))
    for theta in (*corners, *inside):
        value, slope = search.objective(theta, pairs, 300.0)
        assert math.isfinite(value)
        for place, step in enumerate(np.eye(4) * 1e-6):
            up, down = (search.objective(theta + sign * step, pairs, 300.0)[0] for sign in (1, -1))
            assert slope[place] == pytest.approx((up - down) / 2e-6, rel=1e-4, abs=1e-4 + 1e-7 * abs(value))


def published(r: float, alpha: float, s: float, beta: float, x: float, t_x: float, T: float) -> mpmath.mpf:
    """ln L as printed (Fader, Hardie 2005, equations 36 and A2/A3), a difference of two 2F1, in forty digits."""
    r, alpha, s, beta, x, t_x, T = map(mpmath.mpf, (r, alpha, s, beta, x, t_x, T))
    m, big = r + s + x, max(alpha, beta)
    second = s + 1 if alpha >= beta else r + x
    parts = [mpmath.hyp2f1(m, second, m + 1, abs(alpha - beta) / (big + t)) / (big + t) ** m for t in (t_x, T)]
    bracket = 1 / ((alpha + T) ** (r + x) * (beta + T) ** s) + s / m * (parts[0] - parts[1])
    front = mpmath.loggamma(r + x) - mpmath.loggamma(r) + r * mpmath.log(alpha) + s * mpmath.log(beta)
    return front + mpmath.log(bracket)


@pytest.mark.parametrize("point", [(0.553, 10.578, 0.606, 11.669), (0.3, 0.05, 0.7, 80.0), (0.6, 80.0, 0.7, 0.05)])
def test_the_likelihood_is_the_published_one_however_far_alpha_and_beta_lie_apart(
    point: tuple[float, float, float, float],
) -> None:
    # At alpha = .05, beta = 80 a quadrature of 24 nodes is off by 2.3 nats over this base.
    histories = cdnow.sample()
    rows = slice(0, None, 25)
    clients = [column[rows] for column in (histories.x, histories.t_x, histories.T)]
    found = pareto_nbd.log_likelihoods(ParetoNbdParameters(*point), *clients)
    with mpmath.workdps(40):
        truth = [float(published(*point, *client)) for client in zip(*clients, strict=True)]
    assert np.abs(found - truth).max() < 1e-11


def test_the_likelihoods_of_clients_add_up_to_that_of_the_base() -> None:
    base = cdnow.sample()
    each = pareto_nbd.log_likelihoods(PRINTED, base.x, base.t_x, base.T)
    assert base.count @ each == pytest.approx(log_likelihood(pairs_of(base), *PRINTED.values)[0], abs=1e-7)


def test_with_equal_scales_the_likelihood_has_a_closed_form() -> None:
    r, alpha, s = 0.7, 9.0, 1.3
    equal = ParetoNbdParameters(r, alpha, s, alpha)
    for x, t_x, T in CLIENTS:
        m = r + s + x
        bracket = ((r + x) * (alpha + T) ** -m + s * (alpha + t_x) ** -m) / m
        closed = special.gammaln(r + x) - special.gammaln(r) + (r + s) * math.log(alpha) + math.log(bracket)
        assert pareto_nbd.log_likelihoods(equal, x, t_x, T) == pytest.approx(closed, abs=1e-12)


@pytest.mark.parametrize(("x", "t_x", "T"), CLIENTS[:4])
def test_a_client_who_never_leaves_is_a_negative_binomial_one(x: int, t_x: float, T: float) -> None:
    near, nested = ParetoNbdParameters(0.7, 9.0, 0.5, 1e12), ParetoNbdParameters(0.7, 9.0, 0.0, 1.0)
    assert pareto_nbd.log_likelihoods(near, x, t_x, T) == pytest.approx(
        pareto_nbd.log_likelihoods(nested, x, t_x, T), abs=1e-8
    )
    assert pareto_nbd.p_alive(nested, x, t_x, T) == 1
    for function, extra in ((pareto_nbd.expected_orders, 20.0), (pareto_nbd.p_alive, None)):
        horizon = {} if extra is None else {"horizon": extra}
        assert function(near, x, t_x, T, **horizon) == pytest.approx(function(nested, x, t_x, T, **horizon), rel=1e-8)
    assert pareto_nbd.expected_orders(nested, x, t_x, T, horizon=20) == pytest.approx((0.7 + x) / (9 + T) * 20)
    assert pareto_nbd.p_orders_new(nested, 3, horizon=20) == pytest.approx(stats.nbinom.pmf(3, 0.7, 9 / 29))


def test_the_nested_model_is_summed_over_the_same_base() -> None:
    base = cdnow.sample()
    near = log_likelihood(pairs_of(base), 0.4, 8.0, 0.5, 1e15)[0]
    assert nbd_log_likelihood(pairs_of(base), 0.4, 8.0)[0] == pytest.approx(near, abs=1e-4)


def test_the_likelihood_of_one_client_integrates_to_one() -> None:
    """x = 0 has a probability, every x > 0 a density of t_x; the x - 1 earlier times can lie anywhere before it."""
    T, parameters = 10.0, ParetoNbdParameters(1.3, 6.0, 0.8, 7.0)
    total = math.exp(pareto_nbd.log_likelihoods(parameters, 0, 0, T))
    for x in range(1, 60):

        def density(t: float, x: int = x) -> float:
            ways = t ** (x - 1) / math.factorial(x - 1)
            return ways * math.exp(pareto_nbd.log_likelihoods(parameters, x, t, T))

        total += integrate.quad(density, 0, T, epsabs=1e-10)[0]
    assert total == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(("x", "t_x", "T"), CLIENTS)
def test_integration_over_rates_gives_the_same_chance_and_orders(x: int, t_x: float, T: float) -> None:
    """Second computation: Bayes' rule by quadrature over the rates of ordering and leaving, no closed form used."""
    r, alpha, s, beta = PRINTED.values
    rate, rate_weight = nodes(stats.gamma(r + x, scale=1 / (alpha + t_x)))
    leave, leave_weight = nodes(stats.gamma(s, scale=1 / (beta + t_x)))
    rate, leave = rate[:, None], leave[None, :]
    weight = rate_weight[:, None] * leave_weight[None, :]
    stayed = np.exp(-(rate + leave) * (T - t_x))
    left = leave / (rate + leave) * (1 - stayed)
    active = (weight * stayed).sum() / (weight * (stayed + left)).sum()
    ahead = rate * -np.expm1(-leave * 39) / leave
    expected = (weight * stayed * ahead).sum() / (weight * (stayed + left)).sum()
    assert pareto_nbd.p_alive(PRINTED, x, t_x, T) == pytest.approx(active, abs=1e-3)
    assert pareto_nbd.expected_orders(PRINTED, x, t_x, T, horizon=39) == pytest.approx(expected, rel=3e-3)


def nodes(distribution: stats.rv_continuous) -> tuple[np.ndarray, np.ndarray]:
    """Gauss-Legendre nodes over the quantiles of a distribution, and their weights."""
    points, weights = np.polynomial.legendre.leggauss(500)
    return distribution.ppf((points + 1) / 2), weights / 2


@pytest.mark.parametrize(("x", "t_x", "T"), CLIENTS)
def test_chances_of_every_number_of_orders_add_up(x: int, t_x: float, T: float) -> None:
    n = np.arange(600)
    chances = np.array([float(pareto_nbd.p_orders(PRINTED, int(k), x, t_x, T, horizon=52)) for k in n])
    assert chances.sum() == pytest.approx(1.0, abs=1e-9)
    expected = float(pareto_nbd.expected_orders(PRINTED, x, t_x, T, horizon=52))
    assert (n * chances).sum() == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(
    "point", [(0.553, 10.578, 0.606, 11.669), (3.0, 0.5, 1.0, 200.0), (0.1, 300.0, 30.0, 4.0), (80.0, 90.0, 0.02, 0.1)]
)
def test_new_clients_place_every_number_of_orders_with_the_right_chance(
    point: tuple[float, float, float, float],
) -> None:
    parameters, horizon = ParetoNbdParameters(*point), 39.0
    n = np.arange(4000)
    chances = pareto_nbd.p_orders_new(parameters, n, horizon=horizon)
    assert chances.sum() == pytest.approx(1.0, abs=1e-9)
    assert (n * chances).sum() == pytest.approx(
        float(pareto_nbd.expected_orders_new(parameters, horizon=horizon)), rel=1e-8
    )
    # No order at all is also the likelihood of x = 0.
    assert chances[0] == pytest.approx(math.exp(pareto_nbd.log_likelihoods(parameters, 0, 0, horizon)), rel=1e-11)


def test_the_mixture_for_many_clients_has_the_chances_computed_one_by_one() -> None:
    x, t_x, T = np.array(CLIENTS).T
    weight, shape, share = pareto_nbd.mixture(PRINTED, x, t_x, T, horizon=52)
    assert weight.sum(axis=-1) == pytest.approx(pareto_nbd.p_alive(PRINTED, x, t_x, T), rel=1e-12)
    for n in (0, 1, 2, 5, 20):
        mixed = (weight * stats.nbinom.pmf(n, shape, 1 - share)).sum(axis=-1) + (n == 0) * (1 - weight.sum(axis=-1))
        assert mixed == pytest.approx(pareto_nbd.p_orders(PRINTED, n, x, t_x, T, horizon=52), abs=2e-5)


def test_forecasts_of_many_clients_are_those_of_the_exact_chances(monkeypatch: pytest.MonkeyPatch) -> None:
    x, t_x, T = np.array(CLIENTS).T
    quick = prediction.predict(pareto_nbd, [PRINTED, fitted()], x, t_x, T, horizon=52)
    monkeypatch.delattr(pareto_nbd, "mixture")
    exact = prediction.predict(pareto_nbd, [PRINTED, fitted()], x, t_x, T, horizon=52)
    assert quick.expected == pytest.approx(exact.expected, rel=1e-12)
    assert quick.chance_of_none == pytest.approx(exact.chance_of_none, abs=2e-5)
    assert (quick.low == exact.low).all()
    assert (quick.high == exact.high).all()


@pytest.mark.parametrize("rate", [1e-6, 0.0027, 0.2, 5.0])
@pytest.mark.parametrize("s", [0.05, 0.606, 1.0, 2.0, 40.0])
def test_discounted_orders_are_the_closed_form_with_tricomis_function(rate: float, s: float) -> None:
    # Fader, Hardie, Lee (2005), "RFM and CLV", equation 2.
    parameters = ParetoNbdParameters(0.553, 10.578, s, 11.669)
    for x, t_x, T in CLIENTS:
        with mpmath.workdps(120 if s > 10 else 40):
            z = mpmath.mpf(rate) * (parameters.beta + T)
            stays = (parameters.beta + T) * mpmath.exp(z) * mpmath.expint(s, z)
        truth = float(stays) * (parameters.r + x) / (parameters.alpha + T) * pareto_nbd.p_alive(parameters, x, t_x, T)
        assert pareto_nbd.discounted_orders(parameters, x, t_x, T, rate=rate) == pytest.approx(float(truth), rel=1e-10)


def test_discounted_orders_are_the_orders_ahead_each_at_its_own_discount() -> None:
    def worth(t: float) -> float:
        # By parts: the integral of e^(-rate t) dE(t) is that of rate e^(-rate t) E(t).
        return 0.05 * math.exp(-0.05 * t) * float(pareto_nbd.expected_orders(PRINTED, 2, 30.43, 38.86, horizon=t))

    found = pareto_nbd.discounted_orders(PRINTED, 2, 30.43, 38.86, rate=0.05)
    assert found == pytest.approx(integrate.quad(worth, 0, 600)[0], rel=1e-7)


def test_without_leaving_discounted_orders_are_a_perpetuity() -> None:
    nested = ParetoNbdParameters(0.7, 9.0, 0.0, 1.0)
    assert pareto_nbd.discounted_orders(nested, 3, 10, 20, rate=0.01) == pytest.approx(3.7 / 29 / 0.01, rel=1e-9)


def test_draws_ahead_have_the_chances_computed() -> None:
    x, t_x, T = np.array(CLIENTS[:4]).T
    draws = pareto_nbd.simulate_ahead(PRINTED, x, t_x, T, horizon=39, draws=40_000, generator=np.random.default_rng(3))
    assert draws.shape == (40_000, 4)
    for n in (0, 1, 4):
        expected = pareto_nbd.p_orders(PRINTED, n, x, t_x, T, horizon=39)
        assert (draws == n).mean(axis=0) == pytest.approx(expected, abs=4 * 0.5 / 200)


def test_new_clients_drawn_have_the_orders_expected() -> None:
    truth = ParetoNbdParameters(1.2, 6.0, 0.9, 15.0)
    x, t_x = pareto_nbd.simulate(truth, np.full(60_000, 30.0), np.random.default_rng(5))
    assert x.mean() == pytest.approx(float(pareto_nbd.expected_orders_new(truth, horizon=30)), rel=0.02)
    assert (x == 2).mean() == pytest.approx(float(pareto_nbd.p_orders_new(truth, 2, horizon=30)), abs=0.006)
    assert ((t_x > 0) == (x > 0)).all()
    assert (t_x <= 30).all()


def test_known_parameters_lie_within_their_intervals_as_often_as_promised() -> None:
    truth = ParetoNbdParameters(0.9, 6.0, 1.1, 18.0)
    inside = []
    for seed in range(80):
        found = pareto_nbd.fit(simulated(1_500, truth, seed))
        assert found.verdict == "ok"
        assert found.fit.covariance is not None
        off = np.log(np.array(found.values) / truth.values) / np.sqrt(np.diag(found.fit.covariance))
        inside.append(np.abs(off) < 1.96)
    # 95 % of 320 (dependent) checks; by chance a parameter falls below 88 % of 80 once in a hundred.
    assert np.mean(inside, axis=0).min() >= 0.87
    assert np.mean(inside) == pytest.approx(0.95, abs=0.04)


def test_a_base_that_nobody_leaves_gets_the_nested_model() -> None:
    found = pareto_nbd.fit(simulated(3_000, ParetoNbdParameters(2.0, 10.0, 0.0, 1.0), seed=5))
    assert found.verdict == "no_dropout"
    assert found.s == 0
    assert (found.r, found.alpha) == pytest.approx((2.0, 10.0), rel=0.12)
    assert set(found.fit.standard_errors) == {"r", "alpha"}


def test_clients_who_leave_equally_soon_get_a_verdict_and_finite_numbers() -> None:
    found = pareto_nbd.fit(simulated(3_000, ParetoNbdParameters(1.0, 5.0, 2e5, 4e6), seed=8))
    assert found.verdict == "even_dropout"
    assert found.s / found.beta == pytest.approx(0.05, rel=0.1)
    numbers = pareto_nbd.expected_orders(found, [0, 3, 200], [0, 20, 50], [50, 50, 50], horizon=52)
    assert (np.isfinite(numbers) & (numbers > 0)).all()


def test_clients_who_are_all_alike_get_a_verdict_and_finite_numbers() -> None:
    found = pareto_nbd.fit(distinct([3] * 50, [10] * 50, [20] * 50))
    assert found.verdict != "ok"
    assert np.isfinite(found.values).all()
    assert 0 < pareto_nbd.p_alive(found, 3, 10, 20) < 1


def test_the_unit_of_time_changes_the_scales_alone() -> None:
    weeks = cdnow.sample()
    found = pareto_nbd.fit(Histories(weeks.x, weeks.t_x * 7, weeks.T * 7, weeks.count, weeks.place))
    by_week = fitted()
    scaled = (by_week.r, 7 * by_week.alpha, by_week.s, 7 * by_week.beta)
    assert found.values == pytest.approx(scaled, rel=1e-4)


def test_a_search_from_near_finds_the_same_parameters() -> None:
    again = pareto_nbd.refit(cdnow.sample(), ParetoNbdParameters(0.8, 14.0, 0.4, 5.0))
    assert again.values == pytest.approx(fitted().values, rel=2e-3)
    assert again.verdict == "given"
    nested = pareto_nbd.refit(cdnow.sample(), ParetoNbdParameters(0.8, 14.0, 0.0, 1.0))
    assert nested.s == 0


@pytest.mark.parametrize("x", [132, 133, 161, 254, 300, 5_000])
def test_hundreds_of_orders_do_not_overflow(x: int) -> None:
    active = pareto_nbd.p_alive(PRINTED, x, 1990.0, 2000.0)
    expected = pareto_nbd.expected_orders(PRINTED, x, 1990.0, 2000.0, horizon=52)
    assert 0 < active <= 1
    # A client with so many orders keeps close to its own rate: one in 2000/x weeks.
    assert expected == pytest.approx(active * 52 * x / 2000, rel=0.05)
    assert np.isfinite(pareto_nbd.log_likelihoods(PRINTED, x, 1990.0, 2000.0))


@pytest.mark.parametrize("parameters", [(0.5, 9.0, 1.0 - 1e-9), (0.5, 9.0, 1.0), (0.5, 9.0, 1.0 + 1e-9)])
def test_s_at_one_is_no_exception(parameters: tuple[float, float, float]) -> None:
    near = ParetoNbdParameters(*parameters, 12.0)
    found = pareto_nbd.expected_orders_new(near, horizon=[0, 40])
    assert found == pytest.approx([0, 0.5 / 9 * 12 * math.log(52 / 12)], rel=1e-7)


def test_too_few_repeat_orders_are_said_to_be_too_few() -> None:
    with pytest.raises(NotEnoughData, match="9 clients"):
        pareto_nbd.fit(distinct([1] * 9 + [0] * 50, [3] * 9 + [0] * 50, [20] * 59))
    with pytest.raises(NotEnoughData) as refusal:
        pareto_nbd.fit(distinct([1] * 20, [0] * 20, [0] * 20))
    assert refusal.value.code == "no_time_observed"


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: ParetoNbdParameters(0.5, -1.0, 0.5, 10.0), "parameters_impossible"),
        (lambda: ParetoNbdParameters(0.5, 1.0, math.nan, 10.0), "parameters_impossible"),
        (lambda: pareto_nbd.p_alive(PRINTED, 2, 30, 20), "history_after_end"),
        (lambda: pareto_nbd.expected_orders(PRINTED, 2, 10, 20, horizon=-1), "horizon_impossible"),
        (lambda: pareto_nbd.p_orders_new(PRINTED, 2, horizon=math.nan), "horizon_impossible"),
        (lambda: pareto_nbd.discounted_orders(PRINTED, 2, 10, 20, rate=0), "rate_not_positive"),
        (lambda: pareto_nbd.simulate(PRINTED, [-1.0], np.random.default_rng(1)), "history_negative"),
    ],
)
def test_impossible_input_is_refused_by_name(call: Callable[[], object], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        call()
    assert refusal.value.code == code


@given(
    st.floats(0.02, 50), st.floats(1e-2, 1e4), st.floats(0.0, 50), st.floats(1e-2, 1e4),
    st.integers(0, 400), st.floats(0, 1), st.floats(0, 2000), st.floats(0, 1000),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_numbers_stay_within_their_bounds(
    r: float, alpha: float, s: float, beta: float, x: int, share: float, T: float, horizon: float
) -> None:
    parameters = ParetoNbdParameters(r, alpha, s, beta)
    client = x, share * T if x else 0.0, T
    assert 0 <= pareto_nbd.p_alive(parameters, *client) <= 1
    expected = float(pareto_nbd.expected_orders(parameters, *client, horizon=horizon))
    # Never more than without leaving; a horizon below 1e-300 leaves a float too few digits for a ratio.
    assert 0 <= expected <= (r + x) / (alpha + T) * horizon * (1 + 1e-9) + 1e-300
    assert 0 <= pareto_nbd.p_orders(parameters, 1, *client, horizon=horizon) <= 1
    assert np.isfinite(pareto_nbd.discounted_orders(parameters, *client, rate=0.003))


@pytest.mark.parametrize(("s", "beta"), [(0.6, 12.0), (5.0, 12.0), (200.0, 3000.0), (1000.0, 0.05)])
def test_the_mixture_expects_what_the_model_does_however_soon_clients_leave(s: float, beta: float) -> None:
    parameters = ParetoNbdParameters(1.0, 10.0, s, beta)
    history = np.array([0.0, 10.0]), np.array([0.0, 49.0]), np.array([50.0, 50.0])
    weight, shape, share = pareto_nbd.mixture(parameters, *history, horizon=400.0)
    expected = (weight * shape * share / (1 - share)).sum(axis=-1)
    assert np.allclose(expected, pareto_nbd.expected_orders(parameters, *history, horizon=400.0), rtol=1e-5)
