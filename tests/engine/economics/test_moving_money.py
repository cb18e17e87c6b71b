"""Money moved to where it brings more: the chance and the gain against draws, and what must hold for any steps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.economics.moving_money import LastStep, best_move
from tenure.engine.errors import BadInput

steps = st.lists(st.builds(LastStep, st.floats(1, 1e6, allow_nan=False), st.integers(0, 500)), min_size=2, max_size=5)


@pytest.mark.parametrize(
    ("few", "many"), [((100.0, 3), (100.0, 9)), ((400.0, 20), (100.0, 12)), ((50.0, 0), (80.0, 2))]
)
def test_the_chance_and_the_gain_are_those_of_a_million_draws(few: tuple[float, int], many: tuple[float, int]) -> None:
    move = best_move([LastStep(*few), LastStep(*many)])
    assert move is not None
    draws = np.random.default_rng(7)
    more = draws.gamma(many[1] + 0.5, 1 / many[0], 1_000_000)
    less = draws.gamma(few[1] + 0.5, 1 / few[0], 1_000_000)
    gain = move.money * (more - less)
    assert (move.source, move.target) == (0, 1)
    assert move.money == min(few[0], many[0])
    assert move.chance == pytest.approx((more > less).mean(), abs=0.002)
    assert move.gain == pytest.approx(move.money * (many[1] / many[0] - few[1] / few[0]))
    assert move.low < move.gain < move.high
    assert (move.low, move.high) == pytest.approx(tuple(np.quantile(gain, [0.1, 0.9])), rel=0.02, abs=0.03)


def test_where_a_channel_truly_brings_more_nine_of_ten_sure_moves_are_right() -> None:
    """Clients of two channels with rates drawn anew each time: of the moves held at least 90 % sure, as many are right."""
    draws = np.random.default_rng(11)
    right = []
    for _ in range(4000):
        rates = draws.gamma(2, 0.05, 2)
        found = best_move([LastStep(100.0, int(draws.poisson(100 * rate))) for rate in rates])
        assert found is not None
        if found.chance >= 0.9:
            right.append(rates[found.target] > rates[found.source])
    assert len(right) > 1000
    assert np.mean(right) > 0.9


@given(steps)
def test_money_goes_to_the_better_place_and_never_more_than_was_tried(given_steps: list[LastStep]) -> None:
    move = best_move(given_steps)
    assert move is not None
    assert move.source != move.target
    assert move.gain >= 0
    assert move.low <= move.high
    assert 0 <= move.chance <= 1
    assert move.money <= min(given_steps[move.source].money, given_steps[move.target].money)


def test_twins_are_an_even_chance_and_no_gain() -> None:
    move = best_move([LastStep(100.0, 5), LastStep(100.0, 5)])
    assert move is not None
    assert move.chance == pytest.approx(0.5)
    assert move.gain == 0


def test_the_gain_is_that_of_the_costs_shown_beside_it() -> None:
    """EUR 600 that brought 3, and EUR 1,000 that brought 12: 200 and 83.33 for a client, so 600 more bring 7.2 and cost 3."""
    move = best_move([LastStep(600.0, 3), LastStep(1000.0, 12)])
    assert move is not None
    assert move.gain == pytest.approx(600 / (1000 / 12) - 600 / 200)


def test_who_brought_nothing_is_no_better_for_having_been_tried_with_little() -> None:
    move = best_move([LastStep(1.0, 0), LastStep(1000.0, 1)])
    assert move is not None
    assert move.target == 1
    assert move.gain == pytest.approx(0.001)


def test_one_channel_has_nothing_to_take_from() -> None:
    assert best_move([LastStep(100.0, 5)]) is None


@pytest.mark.parametrize("wrong", [LastStep(0.0, 5), LastStep(100.0, -1), LastStep(float("nan"), 1)])
def test_a_step_without_money_or_with_clients_below_zero_is_refused(wrong: LastStep) -> None:
    with pytest.raises(BadInput):
        best_move([wrong, LastStep(100.0, 5)])
