"""Sample sizes, saturation and agreement: each against trying everything."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.evidence.agreement import agreement, tagged_alike
from tenure.engine.evidence.designs import exact_design, interviews_needed, pass_mark, per_arm
from tenure.engine.evidence.proportions import Posterior
from tenure.engine.evidence.saturation import saturation


@settings(deadline=None, max_examples=40)
@given(st.floats(0.05, 0.7), st.floats(0.1, 0.25), st.sampled_from([0.05, 0.1]), st.sampled_from([0.8, 0.9]))
def test_the_design_is_the_first_of_all_that_keeps_both_promises(
    p0: float, gap: float, alpha: float, power: float
) -> None:
    p1 = p0 + gap
    found = exact_design(p0, p1, alpha=alpha, power=power)
    for n in range(1, found.n + 1):
        marks = np.arange(n + 2)
        keeps = (stats.binom.sf(marks - 1, n, p0) <= alpha) & (stats.binom.sf(marks - 1, n, p1) >= power)
        assert keeps.any() == (n == found.n)
        if n == found.n:
            assert marks[keeps][0] == found.min_successes


def test_a_difference_too_small_to_see_is_refused() -> None:
    with pytest.raises(NotEnoughData, match="further apart"):
        exact_design(0.5, 0.5001)


@pytest.mark.parametrize(("p0", "p1"), [(0.4, 0.4), (0.5, 0.3), (0, 0.3), (0.3, 1)])
def test_shares_in_another_order_are_refused(p0: float, p1: float) -> None:
    with pytest.raises(BadInput):
        exact_design(p0, p1)


def test_the_mark_is_the_lowest_that_convinces_and_its_chances_are_those_of_drawing() -> None:
    prior, design = Posterior(1, 1), Posterior(4, 4)
    found = pass_mark(20, 0.4, prior=prior, design=design)
    mark = found.min_successes
    assert mark is not None
    assert Posterior(1 + mark - 1, 1 + 20 - mark + 1).above(0.4) < 0.9 <= Posterior(1 + mark, 21 - mark).above(0.4)
    rng = np.random.default_rng(1)
    passed = rng.binomial(20, rng.beta(4, 4, 200_000)) >= mark
    assert found.assurance == pytest.approx(passed.mean(), abs=0.005)
    assert found.false_go == pytest.approx((rng.binomial(20, 0.4, 200_000) >= mark).mean(), abs=0.005)


def test_where_nothing_convinces_there_is_no_mark() -> None:
    assert pass_mark(2, 0.9, prior=Posterior(1, 1), design=Posterior(1, 1)).min_successes is None


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_one_interview_less_would_not_be_enough(prevalence: float, certainty: float) -> None:
    n = interviews_needed(prevalence, certainty)
    assert 1 - (1 - prevalence) ** n >= certainty - 1e-9
    assert n == 1 or 1 - (1 - prevalence) ** (n - 1) < certainty + 1e-9


def test_two_arms_of_that_size_find_the_difference_as_often_as_promised() -> None:
    n, rng = per_arm(0.1, 0.2), np.random.default_rng(2)
    a, b = rng.binomial(n, 0.1, 40_000) / n, rng.binomial(n, 0.2, 40_000) / n
    z = (b - a) / np.sqrt((a * (1 - a) + b * (1 - b)) / n)
    assert (z > 1.959964).mean() == pytest.approx(0.8, abs=0.02)
    assert per_arm(0.2, 0.1) == n
    with pytest.raises(BadInput):
        per_arm(0.2, 0.2)


def test_themes_heard_often_leave_none_unheard() -> None:
    found = saturation([5, 7, 9, 0])
    assert (found.observed, found.coverage, found.missing) == (3, 1.0, 0.0)
    assert saturation([]).coverage is None


def test_coverage_is_the_chance_that_the_next_mention_is_of_a_known_theme() -> None:
    rng = np.random.default_rng(3)
    themes = rng.dirichlet(np.full(30, 0.5))
    said, truth = [], []
    for _ in range(2000):
        mentions = rng.multinomial(40, themes)
        said.append(saturation(mentions).coverage or 0.0)
        truth.append(themes[mentions > 0].sum())
    assert np.mean(said) == pytest.approx(np.mean(truth), abs=0.02)


@pytest.mark.parametrize("mentions", [[-1], [1.5], [float("nan")]])
def test_impossible_mentions_are_refused(mentions: list[float]) -> None:
    with pytest.raises(BadInput):
        saturation(mentions)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40))
def test_kappa_is_agreement_beyond_that_of_every_pairing_by_chance(pairs: list[tuple[str, str]]) -> None:
    first, second = [one for one, _ in pairs], [two for _, two in pairs]
    found = tagged_alike(first, second)
    by_chance = np.mean([one == two for one, two in itertools.product(first, second)])
    alike = np.mean([one == two for one, two in pairs])
    assert (found.observed, found.by_chance) == pytest.approx((alike, by_chance))
    assert (
        found.kappa is None if by_chance == 1 else found.kappa == pytest.approx((alike - by_chance) / (1 - by_chance))
    )


@pytest.mark.parametrize("table", [[[1, 2]], [[0, 0], [0, 0]], [[-1, 2], [1, 1]]])
def test_an_impossible_table_of_tags_is_refused(table: list[list[float]]) -> None:
    with pytest.raises(BadInput):
        agreement(table)


def test_tags_of_different_quotes_are_refused() -> None:
    with pytest.raises(BadInput):
        tagged_alike(["a"], ["a", "b"])


@pytest.mark.parametrize(
    "table", [[[0.4, 0.1], [0.1, 0.4]], [[0.7, 0.05], [0.05, 0.2]], [[0.2, 0.05, 0.05], [0.05, 0.3, 0.05], [0.05, 0.05, 0.2]]]
)  # fmt: skip
@pytest.mark.parametrize("quotes", [8, 20, 50])
def test_the_interval_of_kappa_holds_as_often_as_it_says(table: list[list[float]], quotes: int) -> None:
    shares, rng = np.array(table), np.random.default_rng(quotes)
    by_chance = shares.sum(axis=0) @ shares.sum(axis=1)
    truth = (np.trace(shares) - by_chance) / (1 - by_chance)
    drawn = rng.multinomial(quotes, shares.ravel(), 800).reshape(-1, *shares.shape)
    found = [one for one in map(agreement, drawn) if one.low is not None and one.high is not None]
    assert np.mean([one.low <= truth <= one.high for one in found]) == pytest.approx(0.8, abs=0.08)


def test_two_quotes_tagged_alike_do_not_prove_agreement() -> None:
    found = tagged_alike(["a", "b"], ["a", "b"])
    assert found.kappa == 1
    assert found.low is not None
    assert found.low < 0.6
    assert tagged_alike(["a", "a"], ["a", "a"]).low is None
