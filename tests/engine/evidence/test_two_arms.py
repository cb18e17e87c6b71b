"""Two variants: Fisher's test against SciPy's, and evidence that bears being looked at after every pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tenure.engine.errors import BadInput
from tenure.engine.evidence import two_arms


@settings(deadline=None)
@given(st.integers(0, 25), st.integers(0, 25), st.integers(0, 25), st.integers(0, 25))
def test_fishers_test_agrees_with_another_program(won_a: int, lost_a: int, won_b: int, lost_b: int) -> None:
    other = stats.fisher_exact([[won_b, lost_b], [won_a, lost_a]], alternative="greater")[1]
    ours = two_arms.fisher_exact(won_a, won_a + lost_a, won_b, won_b + lost_b)
    assert ours == pytest.approx(other, abs=1e-9)


def test_the_power_is_the_sum_over_every_table_that_passes() -> None:
    n, p_a, p_b = 12, 0.2, 0.6
    by_hand = sum(
        stats.binom.pmf(i, n, p_a) * stats.binom.pmf(j, n, p_b)
        for i in range(n + 1)
        for j in range(n + 1)
        if stats.fisher_exact([[j, n - j], [i, n - i]], alternative="greater")[1] <= 0.05
    )
    assert two_arms.fisher_power(p_a, p_b, n) == pytest.approx(by_hand, abs=1e-9)


@settings(deadline=None)
@given(st.floats(0.02, 0.98), st.floats(0.0, 1.0), st.lists(st.tuples(st.booleans(), st.booleans()), max_size=12))
def test_the_next_block_is_worth_one_at_most_wherever_b_is_no_better(
    p_a: float, part: float, past: list[tuple[bool, bool]]
) -> None:
    """The property everything rests on, summed exactly over the four outcomes of a block, after any past."""
    p_b = p_a * part
    a, b = [one[0] for one in past], [one[1] for one in past]
    before = float(two_arms.log_two_arms(a, b)[-1]) if past else 0.0
    mean = sum(
        (p_a if won_a else 1 - p_a) * (p_b if won_b else 1 - p_b)
        * np.exp(float(two_arms.log_two_arms([*a, won_a], [*b, won_b])[-1]) - before)
        for won_a in (True, False)
        for won_b in (True, False)
    )  # fmt: skip
    assert mean <= 1 + 1e-9


def test_a_worse_variant_is_hardly_ever_called_better_and_a_better_one_is_found() -> None:
    rng = np.random.default_rng(20260512)
    runs, pairs = 1500, 250

    def found(p_a: float, p_b: float) -> float:
        hits = [
            two_arms.two_arms(rng.random(pairs) < p_a, rng.random(pairs) < p_b).first_reject is not None
            for _ in range(runs)
        ]
        return float(np.mean(hits))

    assert found(0.3, 0.3) < 0.05
    assert found(0.3, 0.2) < 0.02
    assert found(0.2, 0.45) > 0.95


def test_arms_of_different_length_make_no_pairs() -> None:
    with pytest.raises(BadInput):
        two_arms.two_arms([1, 0], [1])


def test_the_interval_of_the_difference_holds_the_plain_difference() -> None:
    low, high = two_arms.difference_sequence(40, 400, 100, 400, alpha=0.2)
    assert 0 < low < 0.15 < high


def test_no_answers_say_nothing() -> None:
    assert two_arms.two_arms([], []).anytime_p == 1.0
