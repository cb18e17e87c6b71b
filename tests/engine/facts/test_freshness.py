"""Facts fade: halved at every half-life, and asked again when they have faded enough."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.errors import BadInput
from tenure.engine.facts.freshness import days_until, still_known

SURE = st.floats(0.01, 1)
DAYS = st.floats(0.1, 10_000)


def test_confidence_is_halved_at_every_half_life() -> None:
    assert still_known(0.8, [0, 30, 60, 90], 30).tolist() == [0.8, 0.4, 0.2, 0.1]


def test_a_fact_without_half_life_never_ages() -> None:
    assert still_known(0.7, 1e6, math.inf) == 0.7
    assert days_until(0.5, 0.7, math.inf) == math.inf


@given(confidence=SURE, half_life=DAYS, share=st.floats(0.01, 0.99))
def test_at_the_day_to_ask_again_just_the_level_is_left(confidence: float, half_life: float, share: float) -> None:
    level = confidence * share
    day = days_until(level, confidence, half_life)
    assert still_known(confidence, day, half_life) == pytest.approx(level, rel=1e-9)


@given(confidence=SURE, half_life=DAYS, first=DAYS, second=DAYS)
def test_fading_in_two_steps_is_fading_in_one(confidence: float, half_life: float, first: float, second: float) -> None:
    halfway = still_known(confidence, first, half_life)
    assert still_known(halfway, second, half_life) == pytest.approx(
        float(still_known(confidence, first + second, half_life)), rel=1e-9, abs=1e-300
    )


def test_what_is_already_below_the_level_is_asked_today() -> None:
    assert days_until(0.5, 0.4, 100) == 0


def test_what_fades_to_nothing_never_gets_there() -> None:
    assert days_until(0, 0.4, 100) == math.inf


@pytest.mark.parametrize(
    ("confidence", "age", "half_life"),
    [(1.1, 1, 1), (-0.1, 1, 1), (0.5, -1, 1), (0.5, 1, 0), (0.5, 1, -3), (math.nan, 1, 1), (0.5, math.inf, 1)],
)
def test_an_impossible_fact_is_refused(confidence: float, age: float, half_life: float) -> None:
    with pytest.raises(BadInput):
        still_known(confidence, age, half_life)


def test_the_wrong_rows_are_named() -> None:
    with pytest.raises(BadInput) as refused:
        still_known([0.5, 2.0, 0.1, 3.0], 1, 1)
    assert refused.value.rows == (1, 3)
    assert np.isfinite(refused.value.data["high"])
