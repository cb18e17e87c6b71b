"""Looking at every answer: the promise kept under simulation, the formulas against their integrals."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special

from tenure.engine.errors import BadInput
from tenure.engine.evidence import peeking
from tenure.engine.evidence.sequential import (
    combine,
    confidence_sequence,
    e_process,
    e_processes,
    log_e_value,
    sprt,
    sprt_expected,
    still_passing,
)

COUNTS = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None)
@given(COUNTS, st.floats(0.1, 0.9))
def test_the_evidence_is_the_mean_likelihood_ratio_over_what_lies_above(counts: tuple[int, int], p0: float) -> None:
    s, n = counts
    peak = min(max(s / n, p0), 1)
    mean, _ = integrate.quad(
        lambda p: math.exp(special.xlogy(s, p / p0) + special.xlogy(n - s, (1 - p) / (1 - p0))), p0, 1,
        points=[peak], limit=200,
    )  # fmt: skip
    assert float(np.exp(log_e_value(s, n - s, p0))) == pytest.approx(mean / (1 - p0), rel=1e-6)


@pytest.mark.parametrize("p", [0.4, 0.3])
def test_the_mean_evidence_is_one_at_the_border_and_less_below(p: float) -> None:
    n = np.arange(31)
    chance = special.binom(30, n) * p**n * (1 - p) ** (30 - n)
    mean = float(chance @ np.exp(log_e_value(n, 30 - n, 0.4)))
    assert mean == pytest.approx(1) if p == 0.4 else mean < 1


def test_looking_always_rejects_a_true_hypothesis_no_more_often_than_promised() -> None:
    rng = np.random.default_rng(5)
    runs = [e_process(rng.random(150) < 0.4, 0.4).first_reject for _ in range(1500)]
    assert np.mean([run is not None for run in runs]) < 0.05 + 3 * math.sqrt(0.05 * 0.95 / 1500)


def test_the_mirror_is_the_same_with_failures_counted() -> None:
    x = np.array([0, 0, 1, 0, 0, 0, 0, 0, 0])
    assert e_process(x, 0.4, below=True).path == pytest.approx(e_process(1 - x, 0.6).path)


def test_no_answers_are_no_evidence() -> None:
    found = e_process([], 0.4)
    assert (found.path.size, found.first_reject, found.anytime_p) == (0, None, 1.0)


def test_the_test_of_wald_keeps_its_errors_and_its_length() -> None:
    rng = np.random.default_rng(6)
    ended = {p: [sprt(rng.random(400) < p, 0.4, 0.7) for _ in range(1200)] for p in (0.4, 0.7)}
    wrong = np.mean([one.decision == "accept_H1" for one in ended[0.4]])
    missed = np.mean([one.decision == "accept_H0" for one in ended[0.7]])
    assert wrong < 0.05 + 0.02
    assert missed < 0.1 + 0.03
    for p, expected in zip((0.4, 0.7), sprt_expected(0.4, 0.7), strict=True):
        assert np.mean([one.stopped_at for one in ended[p]]) == pytest.approx(expected, rel=0.2)


def test_the_test_goes_on_between_its_lines() -> None:
    found = sprt([1, 0], 0.4, 0.7)
    assert (found.decision, found.stopped_at) == ("continue", None)


@given(COUNTS, st.sampled_from([0.01, 0.05, 0.2]))
def test_the_ends_of_the_sequence_are_where_the_mixture_meets_its_level(counts: tuple[int, int], alpha: float) -> None:
    s, n = counts
    low, high = confidence_sequence(s, n, alpha=alpha)
    for end in (low[0], high[0]):
        if 0 < end < 1:
            ratio = special.betaln(0.5 + s, 0.5 + n - s) - special.betaln(0.5, 0.5)
            ratio -= special.xlogy(s, end) + special.xlog1py(n - s, -end)
            assert ratio == pytest.approx(-math.log(alpha), abs=1e-6)
    assert low[0] <= s / n <= high[0]
    assert (low[0] == 0) == (s == 0)
    assert (high[0] == 1) == (s == n)


def test_the_sequence_holds_at_every_answer_at_once() -> None:
    rng = np.random.default_rng(7)
    n, missed = np.arange(1, 201), 0
    for _ in range(600):
        low, high = confidence_sequence(np.cumsum(rng.random(200) < 0.3), n)
        missed += bool(((low > 0.3) | (high < 0.3)).any())
    assert missed / 600 < 0.05 + 3 * math.sqrt(0.05 * 0.95 / 600)


def test_ten_thousand_answers_take_no_time() -> None:
    x = np.random.default_rng(8).random(10_000) < 0.45
    s, n = np.cumsum(x), np.arange(1, 10_001)
    e_process(x, 0.4), confidence_sequence(s, n)
    start = time.process_time()
    found = e_process(x, 0.4)
    low, high = confidence_sequence(s, n)
    assert time.process_time() - start < 0.2
    assert found.first_reject is not None
    assert low[-1] < 0.45 < high[-1]


def test_dependent_evidence_is_averaged_and_independent_multiplied() -> None:
    found = combine([4.0, 0.0])
    assert (found.product, found.mean, found.p_product) == (0, 2, math.inf)
    with pytest.raises(BadInput):
        combine([])


def test_the_chance_still_to_pass_is_that_of_drawing() -> None:
    rng = np.random.default_rng(9)
    ends = 3 + rng.binomial(25, rng.beta(4, 8, 200_000))
    assert still_passing(3, 10, 35, 12) == pytest.approx((ends >= 12).mean(), abs=0.005)
    assert still_passing(12, 20, 35, 12) == pytest.approx(1)
    assert still_passing(0, 34, 35, 12) == 0
    with pytest.raises(BadInput):
        still_passing(3, 40, 35, 12)


RULES = {
    "exact": peeking.exact_test(0.4, 40),
    "exact at the end": peeking.exact_test(0.4, 40, only_at_end=True),
    "bayes": peeking.bayes(0.4, 40, least=10),
    "e-value": peeking.e_value(0.4, 40),
}


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("p", [0.4, 0.6])
def test_walking_the_lattice_gives_what_drawing_gives(name: str, p: float) -> None:
    exact = peeking.behaviour(RULES[name], p)
    drawn = peeking.simulated(RULES[name], p, runs=20_000, rng=np.random.default_rng(10))
    assert exact.go == pytest.approx(drawn.go, abs=0.015)
    assert exact.mean_stop == pytest.approx(drawn.mean_stop, abs=0.4)


def test_the_table_of_evidence_is_the_process_itself() -> None:
    rng = np.random.default_rng(11)
    rule = peeking.e_value(0.4, 60)
    for _ in range(200):
        x = rng.random(60) < 0.6
        stops = np.flatnonzero(rule[np.arange(1, 61), np.cumsum(x)])
        assert e_process(x, 0.4).first_reject == (stops[0] + 1 if stops.size else None)


@pytest.mark.parametrize("x", [[0, 2], [0.5], [float("nan")], [[0, 1]]])
def test_an_answer_that_is_neither_yes_nor_no_is_refused(x: list[float]) -> None:
    with pytest.raises(BadInput):
        e_process(x, 0.4)


@settings(deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=200), st.floats(0.01, 0.99))
def test_both_directions_at_once_are_the_two_directions(wins: list[bool], p0: float) -> None:
    above, below = e_processes(wins, p0)
    assert above.path == pytest.approx(e_process(wins, p0).path, rel=1e-9)
    assert below.path == pytest.approx(e_process(wins, p0, below=True).path, rel=1e-9)
