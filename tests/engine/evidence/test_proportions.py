"""Shares and their uncertainty: formulas against drawing, against sums written out, against scipy's own."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats

from tenure.engine.errors import BadInput
from tenure.engine.evidence.proportions import (
    Posterior,
    bayes_factor_above,
    bayes_factor_point,
    greater,
    intervals,
    more_needed,
    none_seen,
    posterior,
    predictive,
    shares,
)

SHAPE = st.floats(0.3, 200)
TRIALS = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(SHAPE, SHAPE, st.floats(0.01, 0.99))
def test_the_posterior_is_the_beta_distribution(a: float, b: float, t: float) -> None:
    found, known = Posterior(a, b), stats.beta(a, b)
    assert (found.mean, found.sd) == pytest.approx((known.mean(), known.std()))
    assert found.above(t) == pytest.approx(known.sf(t), rel=1e-7, abs=1e-12)
    assert found.interval() == pytest.approx(known.interval(0.95), rel=1e-7, abs=1e-12)


@given(TRIALS, TRIALS)
def test_evidence_taken_in_two_parts_is_evidence_taken_at_once(one: tuple[int, int], two: tuple[int, int]) -> None:
    half = posterior(*one)
    assert posterior(*two, a0=half.alpha, b0=half.beta) == posterior(one[0] + two[0], one[1] + two[1])


@settings(deadline=None, max_examples=40)
@given(SHAPE, SHAPE, SHAPE, SHAPE)
def test_the_chance_to_be_larger_is_the_integral(a: float, b: float, c: float, d: float) -> None:
    first, second = Posterior(a, b), Posterior(c, d)
    found = greater(second, first)
    # In the log-odds: no end is steep there.
    expected, _ = integrate.quad(
        lambda t: math.exp(c * special.log_expit(t) + d * special.log_expit(-t) - special.betaln(c, d))
        * special.betainc(a, b, special.expit(t)),
        -80, 80, points=[math.log(c / d), math.log(a / b)], limit=400, epsabs=1e-11,
    )  # fmt: skip
    assert found == pytest.approx(expected, abs=1e-7)
    assert found + greater(first, second) == pytest.approx(1, abs=1e-9)


def test_two_equal_posteriors_are_even() -> None:
    assert greater(Posterior(3, 9), Posterior(3, 9)) == pytest.approx(0.5)


@given(TRIALS, st.floats(0.05, 0.95))
def test_even_prior_odds_make_the_bayes_factor_the_posterior_odds(trials: tuple[int, int], t: float) -> None:
    chance, before = posterior(*trials).above(t), 1 - t
    factor = bayes_factor_above(*trials, t)
    if 1e-9 < chance < 1 - 1e-9:
        assert factor == pytest.approx(chance / (1 - chance) / (before / (1 - before)), rel=1e-5)


@given(TRIALS, st.floats(0.05, 0.95))
def test_the_point_factor_is_the_mean_likelihood_over_that_of_the_point(trials: tuple[int, int], p0: float) -> None:
    s, n = trials
    over, _ = integrate.quad(
        lambda p: math.exp(s * math.log(p / p0) + (n - s) * math.log((1 - p) / (1 - p0))), 0, 1,
        points=[min(max(s / n, 0.001), 0.999)], limit=200,
    )  # fmt: skip
    assert bayes_factor_point(s, n, p0) == pytest.approx(over, rel=1e-6)


@given(st.integers(0, 60), SHAPE, SHAPE)
def test_the_predictive_is_the_beta_binomial(m: int, a: float, b: float) -> None:
    found = predictive(m, Posterior(a, b))
    assert found == pytest.approx(stats.betabinom.pmf(np.arange(m + 1), m, a, b), rel=1e-7, abs=1e-12)
    assert found.sum() == pytest.approx(1)


@given(TRIALS)
def test_the_intervals_are_those_of_scipy(trials: tuple[int, int]) -> None:
    s, n = trials
    found, test = intervals(s, n), stats.binomtest(s, n)
    assert found.wilson == pytest.approx(tuple(test.proportion_ci(method="wilson")), abs=1e-9)
    assert found.clopper_pearson == pytest.approx(tuple(test.proportion_ci(method="exact")), abs=1e-9)
    assert found.jeffreys[0] <= s / n <= found.jeffreys[1]


def test_at_the_ends_an_interval_reaches_the_end() -> None:
    assert intervals(0, 10).jeffreys[0] == intervals(0, 10).clopper_pearson[0] == 0
    assert intervals(10, 10).jeffreys[1] == intervals(10, 10).clopper_pearson[1] == 1


@given(st.integers(1, 1000), st.floats(0.001, 0.5))
def test_a_share_at_the_bound_shows_nothing_with_just_that_chance(n: int, alpha: float) -> None:
    assert (1 - none_seen(n, alpha=alpha)[0]) ** n == pytest.approx(alpha)


@pytest.mark.parametrize(("s", "expected"), [(19, "supported"), (2, "refuted"), (11, "inconclusive")])
def test_a_verdict_falls_only_when_it_is_sure(s: int, expected: str) -> None:
    assert posterior(s, 20).verdict(0.5) == expected


def test_what_is_missing_to_a_verdict_is_the_first_number_that_brings_it() -> None:
    more = more_needed(12, 20, 0.5)
    assert more is not None
    assert posterior(12, 20).verdict(0.5) == "inconclusive"
    assert Posterior(1 + 12 + 0.6 * more, 1 + 8 + 0.4 * more).verdict(0.5) == "supported"
    assert Posterior(1 + 12 + 0.6 * (more - 1), 1 + 8 + 0.4 * (more - 1)).verdict(0.5) == "inconclusive"
    assert more_needed(10, 20, 0.5, most=100) is None
    assert more_needed(0, 0, 0.5) is None


def test_a_share_of_nothing_is_not_a_number() -> None:
    assert np.isnan(shares([1, 0], [2, 0])).tolist() == [False, True]


@pytest.mark.parametrize(("s", "n"), [(3, 2), (-1, 2), (1.5, 2), (1, math.inf), (math.nan, 2)])
def test_impossible_counts_are_refused(s: float, n: float) -> None:
    with pytest.raises(BadInput):
        posterior(s, n)
