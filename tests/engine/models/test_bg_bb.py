"""BG/BB against the printed donations, a sum over every course of events, and bases of known truth."""

import csv
import itertools
import math
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.models import bg_bb
from tenure.engine.models.bg_bb import BgBbParameters
from tenure.engine.models.bg_bb_fit import each, objective, opportunities
from tenure.engine.tuples import Histories, distinct
from tests.datasets import lifetimes_data

# Fader, Hardie, Shang (2010), table 3.
PRINTED = BgBbParameters(1.204, 0.750, 0.657, 2.783)
CLIENTS = [(0, 0, 6), (1, 2, 6), (2, 6, 6), (5, 5, 6), (6, 6, 6)]


@cache
def donations() -> Histories:
    """11,104 people who first gave in 1995, and the years 1996 to 2001 in which they gave again."""
    names = ("frequency", "recency", "periods", "weights")
    with lifetimes_data("donations.csv").open() as file:
        x, t_x, T, count = np.array([[row[name] for name in names] for row in csv.DictReader(file)], dtype=float).T
    return Histories(x, t_x, T, count, np.arange(x.size))


@cache
def fitted() -> BgBbParameters:
    return bg_bb.fit(donations())


def simulated(n: int, truth: BgBbParameters, seed: int) -> Histories:
    generator = np.random.default_rng(seed)
    T = generator.integers(4, 13, n).astype(float)
    return distinct(*bg_bb.simulate(truth, T, generator), T)


def test_the_printed_parameters_of_the_donations_are_found() -> None:
    assert fitted().verdict == "ok"
    assert fitted().values == pytest.approx(PRINTED.values, abs=6e-4)
    assert fitted().fit.log_likelihood == pytest.approx(-33225.6, abs=0.05)
    assert fitted().fit.clients == 11_104


def test_donations_ahead_are_those_printed() -> None:
    # Fader, Hardie, Shang (2010), table 6: expected gifts in 2002 to 2006.
    found = bg_bb.expected_orders(fitted(), [0, 6], [0, 6], 6, horizon=5)
    assert found == pytest.approx([0.07, 3.75], abs=5e-3)


@pytest.mark.parametrize(("x", "t_x", "T"), CLIENTS)
def test_integration_over_chances_gives_the_same_numbers(x: int, t_x: int, T: int) -> None:
    """Second computation: every time of leaving, averaged over p and theta by quadrature."""
    alpha, beta, gamma, delta = PRINTED.values

    def mean(order: float, miss: float, a: float, b: float) -> float:
        return integrate.quad(lambda p: p**order * (1 - p) ** miss * stats.beta.pdf(p, a, b), 0, 1, limit=200)[0]

    stayed = mean(x, T - x, alpha, beta) * mean(0, T, gamma, delta)
    left = sum(mean(x, m - x, alpha, beta) * mean(1, m, gamma, delta) for m in range(t_x, T))
    assert bg_bb.log_likelihoods(PRINTED, x, t_x, T) == pytest.approx(math.log(stayed + left), rel=1e-7)
    assert bg_bb.p_alive(PRINTED, x, t_x, T) == pytest.approx(stayed / (stayed + left), rel=1e-6)
    ahead = sum(mean(x + 1, T - x, alpha, beta) * mean(0, T + k, gamma, delta) for k in range(1, 6))
    expected = bg_bb.expected_orders(PRINTED, x, t_x, T, horizon=5)
    assert expected == pytest.approx(ahead / (stayed + left), rel=1e-6)


def test_the_likelihood_sums_to_one_over_every_sequence() -> None:
    total = 0.0
    for sequence in itertools.product((0, 1), repeat=7):
        x, t_x = sum(sequence), max((k + 1 for k, bought in enumerate(sequence) if bought), default=0)
        total += math.exp(bg_bb.log_likelihoods(PRINTED, x, t_x, 7))
    assert total == pytest.approx(1.0, abs=1e-12)


def test_the_gradient_is_the_slope_of_the_likelihood() -> None:
    h = donations()
    clients, point = opportunities(h.x, h.t_x, h.T), np.array([0.8, 1.4, 0.3, 5.0])
    slope = each(*clients, *point)[1:] @ h.count
    for place in range(4):
        step = np.eye(4)[place] * 1e-5
        up, down = (each(*clients, *(point + sign * step))[0] @ h.count for sign in (1, -1))
        assert slope[place] == pytest.approx((up - down) / 2e-5, rel=1e-6, abs=1e-3)
    theta = np.array([-0.3, 0.7, -1.2, 1.1])
    _, slope = objective(theta, clients, h.count)
    for place in range(4):
        step = np.eye(4)[place] * 1e-5
        up, down = (objective(theta + sign * step, clients, h.count)[0] for sign in (1, -1))
        assert slope[place] == pytest.approx((up - down) / 2e-5, rel=1e-6)


@pytest.mark.parametrize(("x", "t_x", "T"), CLIENTS)
def test_chances_of_every_number_of_orders_add_up(x: int, t_x: int, T: int) -> None:
    chances = [float(bg_bb.p_orders(PRINTED, n, x, t_x, T, horizon=9)) for n in range(11)]
    assert chances[10] == 0
    assert sum(chances) == pytest.approx(1.0, abs=1e-12)
    expected = float(bg_bb.expected_orders(PRINTED, x, t_x, T, horizon=9))
    assert sum(n * chance for n, chance in enumerate(chances)) == pytest.approx(expected, rel=1e-10)


def test_new_clients_place_every_number_of_orders_with_the_right_chance() -> None:
    n = np.arange(13)
    chances = bg_bb.p_orders_new(PRINTED, n, horizon=12)
    assert chances.sum() == pytest.approx(1.0, abs=1e-12)
    assert (n * chances).sum() == pytest.approx(float(bg_bb.expected_orders_new(PRINTED, horizon=12)), rel=1e-10)
    assert chances[0] == pytest.approx(math.exp(bg_bb.log_likelihoods(PRINTED, 0, 0, 12)), rel=1e-11)
    x, _ = bg_bb.simulate(PRINTED, np.full(40_000, 12), np.random.default_rng(2))
    assert np.bincount(x.astype(int), minlength=13) / 40_000 == pytest.approx(chances, abs=0.01)


@pytest.mark.parametrize("rate", [0.3, 0.02, 1e-4])
def test_discounted_orders_are_the_orders_ahead_each_at_its_own_discount(rate: float) -> None:
    k = np.arange(1, int(40 / rate) + 1)
    for x, t_x, T in CLIENTS:
        alpha, beta, gamma, delta = PRINTED.values
        stays = np.exp(special.betaln(gamma, delta + T + k) - special.betaln(gamma, delta + T))
        each_ahead = bg_bb.p_alive(PRINTED, x, t_x, T) * (alpha + x) / (alpha + beta + T)
        found = bg_bb.discounted_orders(PRINTED, x, t_x, T, rate=rate)
        assert found == pytest.approx(each_ahead * (stays * np.exp(-rate * k)).sum(), rel=1e-9)


def test_draws_ahead_have_the_chances_computed() -> None:
    x, t_x, T = np.array(CLIENTS, dtype=float).T
    draws = bg_bb.simulate_ahead(PRINTED, x, t_x, T, horizon=5, draws=40_000, generator=np.random.default_rng(3))
    assert draws.shape == (40_000, 5)
    for n in (0, 1, 5):
        expected = bg_bb.p_orders(PRINTED, n, x, t_x, T, horizon=5)
        assert (draws == n).mean(axis=0) == pytest.approx(expected, abs=0.01)


def test_known_parameters_lie_within_their_intervals_as_often_as_promised() -> None:
    truth = BgBbParameters(1.2, 2.0, 0.8, 4.0)
    inside = []
    for seed in range(80):
        found = bg_bb.fit(simulated(2_000, truth, seed))
        assert found.fit.covariance is not None
        off = np.log(np.array(found.values) / truth.values) / np.sqrt(np.diag(found.fit.covariance))
        inside.append(np.abs(off) < 1.96)
    assert np.mean(inside, axis=0).min() >= 0.87
    assert np.mean(inside) == pytest.approx(0.95, abs=0.04)


def test_a_base_that_nobody_leaves_gets_the_nested_model() -> None:
    found = bg_bb.fit(simulated(3_000, BgBbParameters(2.0, 3.0, 0.0, 1.0), seed=6))
    assert found.verdict == "no_dropout"
    assert found.gamma == 0
    assert (found.alpha, found.beta) == pytest.approx((2.0, 3.0), rel=0.15)
    assert bg_bb.p_alive(found, 1, 1, 9) == 1
    assert bg_bb.expected_orders(found, 1, 1, 9, horizon=4) == pytest.approx(
        4 * (found.alpha + 1) / (found.alpha + found.beta + 9)
    )
    assert bg_bb.discounted_orders(found, 1, 1, 9, rate=0.1) == pytest.approx(
        (found.alpha + 1) / (found.alpha + found.beta + 9) / math.expm1(0.1)
    )


def test_nearly_no_leaving_is_the_nested_model() -> None:
    near, nested = BgBbParameters(2.0, 3.0, 1e-10, 50.0), BgBbParameters(2.0, 3.0, 0.0, 1.0)
    for x, t_x, T in CLIENTS:
        for function in (bg_bb.log_likelihoods, bg_bb.p_alive):
            assert function(near, x, t_x, T) == pytest.approx(function(nested, x, t_x, T), abs=1e-8)
        closed = special.betaln(2 + x, 3 + T - x) - special.betaln(2, 3)
        assert bg_bb.log_likelihoods(nested, x, t_x, T) == pytest.approx(closed, abs=1e-12)


def test_hundreds_of_opportunities_do_not_overflow() -> None:
    found = bg_bb.log_likelihoods(PRINTED, [0, 300, 900], [0, 320, 1000], [1000, 1000, 1000])
    assert np.isfinite(found).all()
    active = bg_bb.p_alive(PRINTED, [0, 300, 900], [0, 320, 1000], 1000)
    assert active[2] == pytest.approx(1, abs=1e-9)
    assert 0 <= active[1] < 1e-30


def test_clients_who_are_all_alike_get_finite_numbers() -> None:
    found = bg_bb.fit(distinct([3] * 50, [5] * 50, [9] * 50))
    assert found.verdict != "ok"
    assert np.isfinite(found.values).all()
    assert 0 <= bg_bb.p_alive(found, 3, 5, 9) <= 1


def test_a_search_from_near_finds_the_same_parameters() -> None:
    assert bg_bb.refit(donations(), PRINTED).values == pytest.approx(fitted().values, rel=1e-3)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: BgBbParameters(0.0, 1.0, 1.0, 1.0), "parameters_impossible"),
        (lambda: bg_bb.p_alive(PRINTED, 2, 1, 6), "opportunities_exceeded"),
        (lambda: bg_bb.p_alive(PRINTED, 2, 2.5, 6), "opportunities_not_whole"),
        (lambda: bg_bb.p_alive(PRINTED, 2, 7, 6), "history_after_end"),
        (lambda: bg_bb.expected_orders(PRINTED, 2, 3, 6, horizon=2.5), "horizon_impossible"),
        (lambda: bg_bb.discounted_orders(PRINTED, 2, 3, 6, rate=-0.1), "rate_not_positive"),
        (lambda: bg_bb.fit(distinct([2] * 20, [1.5] * 20, [6] * 20)), "opportunities_not_whole"),
    ],
)
def test_impossible_input_is_refused_by_name(call: Callable[[], object], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        call()
    assert refusal.value.code == code


def test_fewer_than_ten_repeating_clients_are_too_few() -> None:
    with pytest.raises(NotEnoughData, match="9 clients"):
        bg_bb.fit(distinct([1] * 9 + [0] * 50, [3] * 9 + [0] * 50, [6] * 59))


@given(
    st.floats(0.02, 500), st.floats(0.02, 500), st.floats(0, 500), st.floats(0.02, 500),
    st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 100),
)  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_numbers_stay_within_their_bounds(
    alpha: float, beta: float, gamma: float, delta: float, x: int, idle: int, silent: int, horizon: int
) -> None:
    parameters = BgBbParameters(alpha, beta, gamma, delta)
    client = x, x + (idle if x else 0), x + idle + silent
    assert 0 <= bg_bb.p_alive(parameters, *client) <= 1
    expected = float(bg_bb.expected_orders(parameters, *client, horizon=horizon))
    assert 0 <= expected <= horizon * (1 + 1e-9)
    assert 0 <= bg_bb.p_orders(parameters, 1, *client, horizon=horizon) <= 1
    assert np.isfinite(bg_bb.discounted_orders(parameters, *client, rate=0.01))
