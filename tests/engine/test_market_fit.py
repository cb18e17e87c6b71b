"""Market size, product-market fit and qualification, each a second way."""

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from tenure.engine.base.qualification import missing_answer, qualification
from tenure.engine.errors import BadInput
from tenure.engine.evidence.proportions import Posterior
from tenure.engine.market import cells, market, product, reaches, with_share
from tenure.engine.market_fit import answers_needed, canvas_fit, ellis, nps


def test_a_product_of_uncertain_factors_is_what_drawing_gives() -> None:
    found, rng = product([100, 0.3, 20], [0.2, 0.5, 0.1]), np.random.default_rng(1)
    sd = np.sqrt(np.log1p(np.array([0.2, 0.5, 0.1]) ** 2))
    drawn = np.prod(rng.lognormal(np.log([100, 0.3, 20]) - sd**2 / 2, sd, (400_000, 3)), axis=1)
    assert found.mean == pytest.approx(drawn.mean(), rel=0.01)
    for q in (0.1, 0.5, 0.9):
        assert found.quantile(q) == pytest.approx(np.quantile(drawn, q), rel=0.01)


def test_a_product_of_certain_factors_is_certain() -> None:
    assert product([2, 3], [0, 0]).quantile(0.1) == pytest.approx(6)


@pytest.mark.parametrize("share", [None, Posterior(4.0, 9.0), Posterior(1.0, 9.0)])
@pytest.mark.parametrize("variation", [(0.0, 0.0), (0.3, 0.6)])
def test_a_market_reaches_its_own_quantile_with_the_chance_that_is_left(
    share: Posterior | None, variation: tuple[float, float]
) -> None:
    rest = product([2000.0, 49.0], variation)
    for q in (0.02, 0.1, 0.5, 0.9):
        at = rest.quantile(q) if share is None else with_share(rest, share, q)
        certain = share is None and not rest.log_sd
        assert reaches(rest, share, at * (1 - 1e-12)) == pytest.approx(1.0 if certain else 1 - q, abs=1e-6)
    drawn = np.random.default_rng(5).lognormal(rest.log_median, rest.log_sd, 200_000)
    if share is not None:
        drawn = drawn * np.random.default_rng(6).beta(share.alpha, share.beta, 200_000)
    if rest.log_sd or share is not None:
        assert reaches(rest, share, 20_000.0) == pytest.approx((drawn >= 20_000.0).mean(), abs=0.005)


def test_two_ways_that_differ_too_much_raise_a_question() -> None:
    assert not market(whole=100, sam_share=0.5, som_share=0.2, factors=[20]).flagged
    assert market(whole=100, sam_share=0.5, som_share=0.2, factors=[40]).flagged
    assert market(whole=100, sam_share=0.5, som_share=0.0, factors=[40]).discrepancy == math.inf
    assert market(whole=0, sam_share=0.5, som_share=0.0, factors=[0]).discrepancy == 1


def test_little_evidence_does_not_win_by_luck() -> None:
    found, rng = cells([2, 40], [2, 60], [100, 100], [10, 10]), np.random.default_rng(2)
    assert found.prevalence[0] > found.prevalence[1]
    assert found.order == (1, 0)
    assert found.prevalence_low == pytest.approx(
        np.quantile(rng.beta([3, 41], [1, 21], (200_000, 2)), 0.1, axis=0), abs=0.01
    )


@pytest.mark.parametrize(
    ("very", "n", "verdict"), [(18, 40, "not_decided"), (24, 40, "fit"), (8, 40, "no_fit"), (20, 20, "not_decided")]
)
def test_a_share_near_the_mark_or_few_answers_decide_nothing(very: int, n: int, verdict: str) -> None:
    assert ellis(very, n).verdict == verdict


def test_the_error_of_the_score_is_that_of_drawing() -> None:
    rng = np.random.default_rng(3)
    drawn = rng.multinomial(100, [0.5, 0.3, 0.2], 50_000)
    assert nps(50, 30, 20).se == pytest.approx((drawn[:, 0] - drawn[:, 2]).std(), rel=0.02)
    assert nps(5, 0, 0).se == 0
    with pytest.raises(BadInput):
        nps(0, 0, 0)


def test_the_fit_counts_what_is_heavy_more() -> None:
    assert canvas_fit([1, 9], [1, 0]).fit == pytest.approx(0.1)
    assert canvas_fit([1, 9], [0, 0.5], top=1).top_covered == 1
    with pytest.raises(BadInput):
        canvas_fit([0, 0], [1, 1])


@pytest.mark.parametrize("case", list(itertools.product([True, False, None], repeat=3)))
def test_a_class_is_given_exactly_when_no_answer_could_change_it(case: tuple[bool | None, ...]) -> None:
    ways = itertools.product(*([answer] if answer is not None else [True, False] for answer in case))
    possible = {qualification(*way) for way in ways}
    assert qualification(*case) == (possible.pop() if len(possible) == 1 else None)
    asked = missing_answer(*case)
    assert (asked is None) == (qualification(*case) is not None)
    assert asked is None or case[("pain", "money", "urgent").index(asked)] is None


@pytest.mark.parametrize("factors", [[-1.0], [float("nan")]])
def test_an_impossible_market_is_refused(factors: list[float]) -> None:
    with pytest.raises(BadInput):
        market(whole=1, sam_share=1, som_share=1, factors=factors)
    with pytest.raises(BadInput):
        product(factors, [0.1])


def test_five_promoters_do_not_make_a_score_certain() -> None:
    """The plain interval has no width where all answered alike, and passes 100 where nearly all did."""
    for up, between, down in ((1, 0, 0), (5, 0, 0), (0, 0, 3), (0, 4, 0), (19, 1, 0)):
        found = nps(up, between, down)
        assert -100 <= found.low <= found.score <= found.high <= 100
        assert found.high - found.low > 15
    plain = nps(50, 30, 20)
    assert plain.high - plain.score == pytest.approx(1.959964 * plain.se)


@pytest.mark.parametrize("shares", [(0.5, 0.3, 0.2), (0.8, 0.15, 0.05), (0.95, 0.05, 0.0), (0.1, 0.2, 0.7)])
@pytest.mark.parametrize("n", [6, 12, 40])
def test_the_interval_of_the_score_holds_as_often_as_it_says(shares: tuple[float, float, float], n: int) -> None:
    """Every outcome of n answers with its exact probability; the plain interval held 22 to 92 times of 100."""
    up, between = np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij")
    possible = up + between <= n
    groups = np.stack([up[possible], between[possible], n - up[possible] - between[possible]], axis=1)
    chance = stats.multinomial.pmf(groups, n, shares)
    held = [
        found.low - 1e-9 <= 100 * (shares[0] - shares[2]) <= found.high + 1e-9
        for found in (nps(*row) for row in groups.tolist())
    ]
    assert chance @ np.array(held) > 0.88


def test_the_answers_still_needed_do_not_come_from_a_share_rounded_up() -> None:
    """18 of 40 is 45 %; 8 more would decide only if 4 of them were very disappointed, which is 46 %."""
    more = answers_needed(18, 40)
    assert more == 25
    assert stats.beta(1 + 0.45 * 65, 1 + 0.55 * 65).sf(0.4) >= 0.8 > stats.beta(1 + 0.45 * 64, 1 + 0.55 * 64).sf(0.4)
