"""Which past days are chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.backtest.origins import plan, usual_horizon
from tenure.engine.errors import BadInput, NotEnoughData


def test_the_last_day_lies_one_horizon_before_the_end() -> None:
    assert plan(0, 544, horizon_days=273, origins=1).days == (271,)


def test_days_lie_a_horizon_apart_where_there_is_room() -> None:
    found = plan(0, 1000, horizon_days=182, origins=3)
    assert found.days == (454, 636, 818)
    assert not found.overlapping


def test_days_move_together_when_the_past_is_short_and_say_so() -> None:
    found = plan(0, 544, horizon_days=273, origins=3)
    assert len(found.days) == 3
    assert found.overlapping


@given(st.integers(60, 4000), st.one_of(st.none(), st.integers(1, 2000)), st.integers(1, 12))
def test_every_day_has_a_past_and_a_whole_horizon_ahead(span: int, horizon: int | None, origins: int) -> None:
    longest = span - 28
    if horizon is not None and horizon > longest:
        with pytest.raises(NotEnoughData):
            plan(100, 100 + span - 1, horizon_days=horizon, origins=origins)
        return
    found = plan(100, 100 + span - 1, horizon_days=horizon, origins=origins)
    assert 1 <= len(found.days) <= origins
    assert list(found.days) == sorted(set(found.days))
    assert found.days[-1] + found.horizon_days == 100 + span - 1
    assert found.days[0] - 100 + 1 >= 28


def test_a_horizon_the_orders_cannot_check_is_refused_with_the_longest_that_can() -> None:
    with pytest.raises(NotEnoughData) as refusal:
        plan(0, 99, horizon_days=90, origins=1)
    longest = refusal.value.data["longest"]
    assert plan(0, 99, horizon_days=longest, origins=1).horizon_days == longest


@pytest.mark.parametrize(("horizon", "origins"), [(0, 1), (-7, 1), (30, 0)])
def test_impossible_settings_are_refused(horizon: int, origins: int) -> None:
    with pytest.raises(BadInput):
        plan(0, 1000, horizon_days=horizon, origins=origins)


def test_the_usual_horizon_is_a_third_of_the_past_and_a_year_at_most() -> None:
    assert usual_horizon(0, 545) == 182
    assert usual_horizon(0, 5000) == 364
    assert usual_horizon(0, 40) == 28
