"""Effects of actions: estimators against regression and drawing, sign flips against every assignment."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tenure.engine.effects.holdout import by_itself, detectable, holdout, pair_wins, paired, sign_flip
from tenure.engine.effects.shrinkage import adjusted, likeliest, shrink, table
from tenure.engine.errors import BadInput, NotEnoughData


def clients(rng: np.random.Generator, effect: float, pairs: int = 40) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    before = np.sort(rng.normal(100, 40, 2 * pairs))[::-1]
    coin = rng.integers(0, 2, pairs)
    treated = np.column_stack((coin, 1 - coin)).ravel()
    return before, before * 0.8 + 20 + effect * treated + rng.normal(0, 15, 2 * pairs), treated


@given(st.lists(st.integers(-6, 6), min_size=1, max_size=9))
def test_flipping_signs_is_trying_every_assignment(d: list[int]) -> None:
    sums = [abs(sum(s * v for s, v in zip(way, d, strict=True))) for way in itertools.product([1, -1], repeat=len(d))]
    expected = np.mean([total >= abs(sum(d)) for total in sums])
    assert sign_flip(d) == pytest.approx(expected)
    assert sign_flip([v / 10 for v in d]) == pytest.approx(expected)


def test_every_estimate_finds_the_effect_and_states_its_error() -> None:
    rng = np.random.default_rng(1)
    runs = [(holdout(*made), paired(*made)) for made in (clients(rng, 12.0) for _ in range(250))]
    for name in ("naive", "cuped", "did", "ancova"):
        found = np.array([(getattr(one, name).estimate, getattr(one, name).se) for one, _ in runs])
        assert found[:, 0].mean() == pytest.approx(12, abs=4 * found[:, 0].std() / math.sqrt(250))
        if name in ("cuped", "ancova", "did"):
            assert found[:, 1].mean() == pytest.approx(found[:, 0].std(), rel=0.15)
    pairs = np.array([(one.effect.estimate, one.effect.se) for _, one in runs])
    assert pairs[:, 1].mean() == pytest.approx(pairs[:, 0].std(), rel=0.15)


def test_without_an_effect_the_paired_test_cries_in_one_case_of_twenty() -> None:
    rng = np.random.default_rng(2)
    p = np.array([paired(*clients(rng, 0.0, pairs=12)).exact_p for _ in range(300)])
    assert (p <= 0.05).mean() == pytest.approx(0.05, abs=0.03)


def test_the_plain_difference_is_the_test_of_welch() -> None:
    before, after, treated = clients(np.random.default_rng(3), 5.0)
    known = stats.ttest_ind(after[treated == 1], after[treated == 0], equal_var=False).pvalue
    assert holdout(before, after, treated).welch_p == pytest.approx(known)


def test_the_smallest_effect_is_found_as_often_as_promised() -> None:
    size, rng = float(detectable(100, 80, 120)), np.random.default_rng(4)
    found = rng.normal(size, 100, (20_000, 80)).mean(axis=1) - rng.normal(0, 100, (20_000, 120)).mean(axis=1)
    assert (found / (100 * math.sqrt(1 / 80 + 1 / 120)) > 1.959964).mean() == pytest.approx(0.8, abs=0.01)


def test_the_worst_rise_by_themselves_by_as_much_as_their_noise() -> None:
    assert by_itself(20, 1e-6, 0.2) == pytest.approx(0, abs=1e-6)
    assert by_itself(1e-6, 20, 0.5) == pytest.approx(20 * math.sqrt(2 / math.pi), rel=1e-6)


def test_winning_half_of_the_pairs_is_no_evidence() -> None:
    e, p = pair_wins(10, 20)
    assert e < 1 < 2 * p
    with pytest.raises(BadInput):
        pair_wins(3, 2)


def test_people_who_are_no_pairs_and_too_few_are_refused() -> None:
    with pytest.raises(BadInput):
        paired([4, 3, 2, 1], [1, 2, 3, 4], [1, 1, 0, 0])
    with pytest.raises(NotEnoughData):
        holdout([1, 2, 3], [1, 2, 3], [1, 0, 0])
    with pytest.raises(BadInput):
        holdout([1, 2], [1, 2], [0.5, 1])


@given(st.floats(-50, 50), st.floats(0.5, 20), st.floats(0.5, 20))
def test_shrinking_is_the_product_of_two_normal_curves(estimate: float, se: float, tau: float) -> None:
    found, grid = shrink(estimate, se, tau=tau), np.linspace(-400, 400, 200_001)
    logs = -(((grid - estimate) / se) ** 2) / 2 - (grid / tau) ** 2 / 2
    curve = np.exp(logs - logs.max())
    curve /= curve.sum()
    assert found.mean == pytest.approx(float(curve @ grid), abs=1e-3)
    assert found.p_positive == pytest.approx(curve[grid > 0].sum() + curve[grid == 0].sum() / 2, abs=5e-3)


@pytest.mark.parametrize(("estimate", "verdict"), [(30, "works"), (-20, "does_not"), (6, "unknown")])
def test_unknown_is_an_answer(estimate: float, verdict: str) -> None:
    assert shrink(estimate, 5, tau=6, cost=4).verdict == verdict


def test_the_table_is_what_drawing_from_its_story_and_keeping_what_was_seen_gives() -> None:
    rng, n = np.random.default_rng(5), 2_000_000
    tau, common = np.abs(rng.normal(0, 8, n)), rng.normal(0, 50, n)
    true = common[:, None] + tau[:, None] * rng.normal(size=(n, 2))
    weight = np.exp(-(((np.array([12, -4]) - true) / np.array([5, 6])) ** 2).sum(axis=1) / 2)
    found = table([12, -4], [5, 6], scale=8)
    assert found.mean == pytest.approx(weight @ true / weight.sum(), abs=0.1)
    assert found.tau == pytest.approx(float(weight @ tau / weight.sum()), abs=0.1)
    assert found.p_positive == pytest.approx(weight @ (true > 0) / weight.sum(), abs=0.01)


def test_the_likeliest_variance_is_found_when_there_are_many() -> None:
    rng, se = np.random.default_rng(6), np.full(3000, 2.0)
    tau2, mean, _ = likeliest(rng.normal(5, 3, 3000) + rng.normal(0, se), se)
    assert tau2 == pytest.approx(9, rel=0.15)
    assert mean == pytest.approx(5, abs=0.3)
    assert likeliest([3.0, 3.0], [1, 1])[0] == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_p_values_are_adjusted_as_scipy_does(p: list[float]) -> None:
    assert adjusted(p) == pytest.approx(stats.false_discovery_control(p))


@pytest.mark.parametrize(("y", "se"), [([1], [0]), ([1, 2], [1]), ([], []), ([math.nan], [1])])
def test_impossible_effects_are_refused(y: list[float], se: list[float]) -> None:
    with pytest.raises(BadInput):
        table(y, se, scale=1)
