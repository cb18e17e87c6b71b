"""Gamma-Gamma against the printed table, numerical slopes, and bases of known truth."""

import csv
from functools import cache

import numpy as np
import pytest
from scipy import integrate, stats

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.models import gamma_gamma, uncertainty
from tenure.engine.models.gamma_gamma import GammaGammaParameters
from tests.datasets import lifetimes_data


@cache
def cdnow() -> tuple[np.ndarray, np.ndarray]:
    """Number and mean of repeat orders of the 946 clients of the CDNOW sample who have any."""
    with lifetimes_data("cdnow_customers_summary_with_transactions.csv").open() as file:
        rows = [(float(row["x"]), float(row["zbar"])) for row in csv.DictReader(file)]
    count, mean = np.array(rows).T
    return count[count > 0], mean[count > 0]


@cache
def fitted() -> GammaGammaParameters:
    return gamma_gamma.fit(*cdnow())


def simulated(n: int, p: float, q: float, v: float, seed: int) -> tuple[np.ndarray, ...]:
    """Counts, means and sums of logarithms of n clients."""
    rng = np.random.default_rng(seed)
    count = rng.poisson(2.0, n) + 1
    client = np.repeat(np.arange(n), count)
    value = rng.gamma(p, (1 / rng.gamma(q, 1 / v, n))[client])
    total, logs = (np.bincount(client, weights=w) for w in (value, np.log(value)))
    return count.astype(float), total / count, logs


def test_the_printed_parameters_of_cdnow_are_found() -> None:
    # Fader, Hardie (2013): p = 6.25, q = 3.74, v = 15.44, LL = -4055.9.
    found = fitted()
    assert (found.p, found.q, found.v) == pytest.approx((6.25, 3.74, 15.44), abs=0.01)
    assert found.fit.log_likelihood == pytest.approx(-4055.9, abs=0.05)


@pytest.mark.parametrize("single_values", [False, True])
def test_the_gradient_is_the_slope_of_the_likelihood(single_values: bool) -> None:
    count, mean, logs = simulated(300, 4.0, 3.0, 50.0, seed=1)
    values = gamma_gamma.values_of(count, mean, logs if single_values else None)
    point = np.array([3.0, 2.5, 40.0])

    def likelihood(place: np.ndarray) -> tuple[float, np.ndarray]:
        return gamma_gamma.log_likelihood(values, float(place[0]), float(place[1]), float(place[2]))

    _, slope = likelihood(point)
    for place in range(3):
        step = np.eye(3)[place] * 1e-5
        up, down = (likelihood(point + s * step)[0] for s in (1, -1))
        assert slope[place] == pytest.approx((up - down) / 2e-5, rel=1e-4, abs=1e-4)


def test_the_density_of_a_mean_integrates_to_one() -> None:
    one = np.ones(1)

    def density(mean: float) -> float:
        return float(np.exp(gamma_gamma.log_likelihood(gamma_gamma.values_of(3 * one, mean * one), 2.0, 3.0, 40.0)[0]))

    assert integrate.quad(density, 0, np.inf)[0] == pytest.approx(1.0, abs=1e-6)


def test_single_values_of_ninety_clients_tell_how_even_a_client_is() -> None:
    count, mean, logs = simulated(90, 5.0, 4.0, 300.0, seed=2)
    found = gamma_gamma.fit(count, mean, logs=logs)
    assert abs(found.p - 5.0) < 3 * found.fit.standard_errors["p"] < 3


def test_known_parameters_are_recovered_within_three_standard_errors() -> None:
    truth = {"p": 5.0, "q": 4.0, "v": 300.0}
    count, mean, logs = simulated(20_000, **truth, seed=3)
    for known in (None, logs):
        found = gamma_gamma.fit(count, mean, logs=known)
        for name, value in truth.items():
            assert abs(getattr(found, name) - value) < 3 * found.fit.standard_errors[name]


def test_the_unit_of_money_changes_v_alone() -> None:
    count, mean = cdnow()
    cents = gamma_gamma.fit(count, mean * 100)
    assert (cents.p, cents.q, cents.v) == pytest.approx((fitted().p, fitted().q, 100 * fitted().v), rel=1e-3)


def test_the_expected_value_lies_between_the_clients_own_and_the_bases() -> None:
    found = fitted()
    base = found.p * found.v / (found.q - 1)
    own = 120.0
    once, often = gamma_gamma.expected_mean(found, [1, 50], [own, own])
    assert base < once < often < own
    assert often == pytest.approx(own, rel=0.01)


def test_the_expected_value_is_the_mean_of_the_posterior() -> None:
    found = fitted()
    rate = stats.gamma(found.p * 4 + found.q, scale=1 / (found.v + 4 * 30.0))
    expected = rate.expect(lambda nu: found.p / nu)
    assert gamma_gamma.expected_mean(found, 4, 30.0) == pytest.approx(expected, rel=1e-6)


def test_returns_that_outweigh_orders_count_as_nothing() -> None:
    numbers = gamma_gamma.expected_mean(fitted(), [3, 3], [-50.0, 0.0])
    assert numbers[0] == numbers[1] > 0


@pytest.mark.parametrize(
    ("count", "mean", "code"),
    [(["two"] * 12, [5.0] * 12, "history_not_numbers"), ([2.0], [5.0] * 12, "history_uneven")],
)
def test_columns_of_text_or_of_different_lengths_are_refused(count: list, mean: list, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        gamma_gamma.fit(count, mean)
    assert refusal.value.code == code


@pytest.mark.parametrize("value", [0.0, -5.0, np.nan, np.inf])
def test_a_value_that_is_not_positive_is_refused_with_its_row(value: float) -> None:
    with pytest.raises(BadInput) as refusal:
        gamma_gamma.fit([2, 2, 2], [10.0, value, 5.0])
    assert refusal.value.rows == (1,)


def test_one_order_each_is_too_little() -> None:
    with pytest.raises(NotEnoughData):
        gamma_gamma.fit(np.ones(50), np.linspace(1, 50, 50))


def test_clients_with_equal_values_give_finite_numbers() -> None:
    found = gamma_gamma.fit(np.full(30, 3.0), np.full(30, 20.0), logs=np.full(30, 3 * np.log(20.0)))
    assert gamma_gamma.expected_mean(found, 3, 20.0) == pytest.approx(20.0, rel=0.01)


def test_the_correlation_of_value_and_frequency_is_spearmans() -> None:
    count, mean = cdnow()
    expected = stats.spearmanr(count, mean).statistic
    assert gamma_gamma.value_frequency_correlation(count, mean) == pytest.approx(expected, abs=1e-9)
    assert gamma_gamma.value_frequency_correlation(np.ones(9), mean[:9]) is None


def test_a_few_giants_do_not_make_everybody_a_giant() -> None:
    rng = np.random.default_rng(9)
    mean = np.exp(rng.standard_cauchy(400).clip(-3, 12))
    found = gamma_gamma.fit(np.full(400, 2.0), mean, logs=2 * np.log(mean))
    assert found.verdict == "heavy_tail"
    assert gamma_gamma.expected_mean(found, 2, 1.0) < 100


def test_simulated_values_have_the_mean_of_the_model() -> None:
    truth, size = GammaGammaParameters(5.0, 4.0, 300.0), 100_000
    mean, logs = gamma_gamma.simulate(truth, np.full(size, 3), np.random.default_rng(11))
    assert mean.mean() == pytest.approx(5 * 300 / 3, rel=4 * mean.std() / mean.mean() / np.sqrt(size))
    assert (logs <= 3 * np.log(mean) + 1e-9).all()


def test_a_client_without_orders_has_no_simulated_value() -> None:
    mean, logs = gamma_gamma.simulate(fitted(), [0, 2, 0], np.random.default_rng(1))
    assert (mean[0], mean[2], logs[0]) == (0, 0, 0)
    assert mean[1] > 0


@pytest.mark.parametrize("cover", [0.5, 0.8, 0.95])
def test_the_interval_of_a_mean_holds_the_true_mean_as_often_as_it_says(cover: float) -> None:
    truth, generator = GammaGammaParameters(5.0, 4.0, 300.0), np.random.default_rng(12)
    size = 40_000
    true = truth.p / generator.gamma(truth.q, 1 / truth.v, size)
    count = generator.integers(1, 9, size)
    client = np.repeat(np.arange(size), count)
    mean = np.bincount(client, weights=generator.gamma(truth.p, (true / truth.p)[client])) / count
    low, high = gamma_gamma.mean_interval(truth, count, mean, cover=cover)
    inside = ((low <= true) & (true <= high)).mean()
    assert abs(inside - cover) < 4 * np.sqrt(cover * (1 - cover) / size)


def test_intervals_of_parameters_hold_the_truth_as_often_as_promised() -> None:
    truth, inside, bases = GammaGammaParameters(5.0, 4.0, 30.0), 0, 40
    for seed in range(bases):
        generator = np.random.default_rng(seed)
        count = generator.poisson(2.0, 700) + 1
        mean, logs = gamma_gamma.simulate(truth, count, generator)
        found = gamma_gamma.fit(count, mean, logs=logs)
        bounds = uncertainty.intervals(gamma_gamma.NAMES, found, cover=0.9)
        inside += sum(low <= getattr(truth, name) <= high for name, (low, high) in bounds.items())
    # Nine in ten; the parameters of one base err together, so that the bases count, not the answers.
    assert abs(inside / (3 * bases) - 0.9) < 3.5 * np.sqrt(0.09 / bases)


def numbers_of(found: gamma_gamma.Independence) -> tuple[float, float, float]:
    """(low, correlation, high), where there are such numbers."""
    assert found.low is not None
    assert found.correlation is not None
    assert found.high is not None
    return found.low, found.correlation, found.high


def test_value_and_frequency_of_cdnow_are_all_but_independent() -> None:
    found = gamma_gamma.independence(*cdnow())
    expected = stats.spearmanr(*cdnow())
    assert found.correlation == pytest.approx(expected.statistic, abs=1e-9)
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-6)
    low, middle, high = numbers_of(found)
    assert low < middle < high
    assert found.clients == 946
    assert found.verdict in ("independent", "weakly_dependent")


@pytest.mark.parametrize(
    ("slope", "verdict"), [(0.0, "independent"), (0.3, "weakly_dependent"), (1.5, "dependent"), (-1.5, "dependent")]
)
def test_the_verdict_on_independence_follows_the_correlation(slope: float, verdict: str) -> None:
    generator = np.random.default_rng(13)
    count = generator.poisson(4.0, 3_000) + 1
    mean = np.exp(slope * np.log(count) + generator.normal(0, 1, count.size))
    assert gamma_gamma.independence(count, mean).verdict == verdict


def test_the_interval_of_the_correlation_holds_the_truth_as_often_as_it_says() -> None:
    inside, tries, true = 0, 300, 6 / np.pi * np.arcsin(0.5 / 2)
    generator = np.random.default_rng(14)
    for _ in range(tries):
        first = generator.normal(size=120)
        second = 0.5 * first + np.sqrt(0.75) * generator.normal(size=120)
        low, _, high = numbers_of(gamma_gamma.independence(first, second))
        inside += low <= true <= high
    assert abs(inside / tries - 0.95) < 4 * np.sqrt(0.05 * 0.95 / tries)


@pytest.mark.parametrize("count", [np.ones(40), np.arange(1.0, 6.0)])
def test_independence_is_unknown_where_nothing_varies_or_clients_are_few(count: np.ndarray) -> None:
    found = gamma_gamma.independence(count, np.linspace(1, 2, count.size))
    assert (found.verdict, found.correlation, found.p_value) == ("unknown", None, None)


def test_a_perfect_correlation_gives_finite_bounds() -> None:
    found = gamma_gamma.independence(np.arange(1.0, 30.0), np.arange(1.0, 30.0))
    assert found.verdict == "dependent"
    low, _, high = numbers_of(found)
    assert 0.99 < low <= high <= 1


@pytest.mark.parametrize("numbers", [(0, 1, 1), (1, -1, 1), (1, 1, np.nan)])
def test_numbers_that_cannot_be_parameters_are_refused(numbers: tuple[float, float, float]) -> None:
    with pytest.raises(BadInput):
        GammaGammaParameters(*numbers)


def test_parameters_show_themselves_as_a_table() -> None:
    assert fitted().to_pandas().parameter.tolist() == ["p", "q", "v"]
    assert "ok" in fitted()._repr_html_()
