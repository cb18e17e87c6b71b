"""Lifts learned from closed deals: near the truth with many, near the assumption with few, and honest about both."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tenure.engine.errors import BadInput
from tenure.engine.facts.learned_lift import FEWEST_DEALS, LearnedLifts, learn_lifts, lift_of, log_odds_of

ASSUMED = [0.12, 0.08, 0.03]


def deals(
    rng: np.random.Generator, size: int, lifts: list[float], *, effort: float = 0.0
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Closed deals whose truth is known: (won, known, effort). `effort`: how strongly effort brings knowledge."""
    spent = rng.normal(size=size)
    leaning = 1 / (1 + np.exp(-effort * spent))
    known = (rng.random((size, len(lifts))) < leaning[:, None]).astype(float)
    odds = -0.6 + known @ log_odds_of(lifts) + effort * 0.8 * spent
    won = (rng.random(size) < 1 / (1 + np.exp(-odds))).astype(float)
    return won, known, spent


def test_a_lift_and_its_log_odds_are_two_ways_to_say_one_thing() -> None:
    assert lift_of(log_odds_of([0, 0.12, 0.4])).tolist() == pytest.approx([0, 0.12, 0.4])


def test_many_deals_find_the_true_lifts() -> None:
    won, known, _ = deals(np.random.default_rng(4), 20_000, [0.2, 0.02, 0.1])
    found = learn_lifts(won, known, ASSUMED)
    assert found.state == ("learned",) * 3
    assert found.lift == pytest.approx([0.2, 0.02, 0.1], abs=0.02)


def test_the_interval_holds_the_truth_about_8_times_in_10() -> None:
    """Truths are drawn from the prior, as the promise of the interval says; 150 bases of 200 deals, 3 facts each."""
    rng, inside, all_ = np.random.default_rng(11), 0, 0
    for _ in range(150):
        true = np.clip(lift_of(log_odds_of(ASSUMED) + 0.5 * rng.normal(size=3)), 0, 0.45)
        found = learn_lifts(*deals(rng, 200, true.tolist())[:2], ASSUMED)
        inside += int(((np.maximum(found.low, 0) <= true) & (true <= found.high)).sum())
        all_ += 3
    assert 0.74 <= inside / all_ <= 0.87


def test_few_deals_keep_what_was_assumed_and_say_so() -> None:
    won, known, _ = deals(np.random.default_rng(5), FEWEST_DEALS - 1, [0.4, 0.4, 0.4])
    found = learn_lifts(won, known, ASSUMED)
    assert found.state == ("few_deals",) * 3
    assert found.lift == pytest.approx(ASSUMED)
    assert found.deals == FEWEST_DEALS - 1


def test_no_deal_at_all_is_no_error() -> None:
    found = learn_lifts([], np.zeros((0, 3)), ASSUMED)
    assert found.lift == pytest.approx(ASSUMED)
    assert (found.deals, found.won) == (0, 0)


def test_deals_that_were_all_won_teach_nothing() -> None:
    found = learn_lifts(np.ones(100), np.eye(100, 3), ASSUMED)
    assert found.state == ("few_deals",) * 3


def test_a_fact_known_everywhere_stays_assumed_while_its_neighbour_is_learned() -> None:
    won, known, _ = deals(np.random.default_rng(6), 400, [0.3, 0.1, 0.1])
    known[:, 1] = 1.0
    found = learn_lifts(won, known, ASSUMED)
    assert found.state == ("learned", "one_sided", "learned")
    assert found.lift[1] == pytest.approx(ASSUMED[1])


def test_effort_that_wins_deals_inflates_the_lift_and_the_warning_shows_it() -> None:
    won, known, spent = deals(np.random.default_rng(7), 20_000, [0.0, 0.0, 0.0], effort=1.5)
    blind, fair = learn_lifts(won, known, ASSUMED), learn_lifts(won, known, ASSUMED, effort=spent)
    assert (blind.lift > 0.05).all()
    assert (fair.lift < 0.04).all()
    assert all(each is not None and each > 0.4 for each in fair.effort_correlation)
    assert blind.effort_correlation == (None, None, None)


def test_effort_that_never_varied_gives_no_correlation() -> None:
    won, known, _ = deals(np.random.default_rng(8), 60, [0.1, 0.1, 0.1])
    assert learn_lifts(won, known, ASSUMED, effort=np.ones(60)).effort_correlation == (None, None, None)


def test_controls_of_any_scale_change_nothing_they_do_not_explain() -> None:
    rng = np.random.default_rng(9)
    won, known, _ = deals(rng, 2000, [0.2, 0.1, 0.05])
    noise = rng.normal(size=(2000, 2)) * [1e9, 1e-6]
    assert learn_lifts(won, known, ASSUMED, controls=noise).lift == pytest.approx(
        learn_lifts(won, known, ASSUMED).lift, abs=0.01
    )


def spans(found: LearnedLifts) -> NDArray[np.float64]:
    return np.asarray(found.high - found.low)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(0, 300))
def test_a_lift_is_possible_and_inside_its_interval(seed: int, size: int) -> None:
    won, known, spent = deals(np.random.default_rng(seed), size, [0.1, 0.0, 0.3], effort=0.5)
    found = learn_lifts(won, known, ASSUMED, effort=spent)
    assert ((found.lift >= 0) & (found.lift < 0.5)).all()
    assert (np.maximum(found.low, 0) <= found.lift).all()
    assert (found.lift <= np.maximum(found.high, 0)).all()


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_the_deals_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    won, known, _ = deals(rng, 120, [0.1, 0.2, 0.0])
    mixed = rng.permutation(120)
    found = learn_lifts(won, known, ASSUMED)
    assert learn_lifts(won[mixed], known[mixed], ASSUMED).lift == pytest.approx(found.lift, abs=1e-7)


def test_more_deals_make_the_interval_narrower() -> None:
    rng = np.random.default_rng(10)
    some = learn_lifts(*deals(rng, 100, ASSUMED)[:2], ASSUMED)
    many = learn_lifts(*deals(rng, 5000, ASSUMED)[:2], ASSUMED)
    assert (spans(many) < spans(some) / 2).all()


def test_wholly_separated_deals_give_a_finite_lift() -> None:
    won = np.repeat([0.0, 1.0], 50)
    found = learn_lifts(won, won[:, None], [0.1])
    assert np.isfinite(found.high).all()
    assert found.lift[0] > 0.3


@pytest.mark.parametrize(
    ("won", "known"),
    [([1, 0], [[1, 0, 0]]), ([1, 0], [[1, 0], [0, 1]]), ([0.5, 1], np.zeros((2, 3))), ([2, 1], np.zeros((2, 3)))],
)
def test_tables_that_do_not_fit_are_refused(won: list[float], known: NDArray[np.float64]) -> None:
    with pytest.raises(BadInput):
        learn_lifts(won, known, ASSUMED)


def test_a_lift_of_more_than_a_half_is_refused() -> None:
    with pytest.raises(BadInput):
        learn_lifts([1, 0], np.zeros((2, 1)), [0.6])
