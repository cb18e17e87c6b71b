"""Retention of money and clients: by hand, by identities, by groups."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.base.kept import Kept, kept, kept_by_group
from tenure.engine.errors import BadInput

MONEY = st.integers(-(10**9), 10**12)
PAIRS = st.lists(st.tuples(MONEY, MONEY), max_size=40)


def test_growth_shrinking_loss_and_a_new_client_are_told_apart() -> None:
    found = kept([100, 200, 300, 0, 400], [150, 120, 0, 900, 400])
    assert found == Kept(1000, 50, 80, 300, 4, 1)
    assert (found.nrr, found.grr, found.logo_churn) == pytest.approx((0.67, 0.62, 0.25))


@given(PAIRS)
def test_net_retention_is_the_money_now_over_the_money_before(pairs: list[tuple[int, int]]) -> None:
    found = kept([before for before, _now in pairs], [now for _before, now in pairs])
    start = sum(before for before, _now in pairs if before > 0)
    assert found.clients_lost <= found.clients_start
    if found.nrr is None or found.grr is None:
        assert found.nrr is found.grr is None
        assert not start
        return
    assert start
    assert found.nrr == pytest.approx(sum(max(now, 0) for before, now in pairs if before > 0) / start, abs=1e-9)
    assert found.grr == pytest.approx(sum(min(before, max(now, 0)) for before, now in pairs if before > 0) / start)
    assert found.grr <= min(1.0, found.nrr) + 1e-12


@given(PAIRS, st.randoms())
def test_groups_are_computed_as_if_alone(pairs: list[tuple[int, int]], chance: random.Random) -> None:
    table = np.array(pairs, dtype=float).reshape(-1, 2)
    group = np.array([chance.randrange(3) for _ in pairs], dtype=int)
    together = kept_by_group(table[:, 0], table[:, 1], group, 3)
    for number in range(3):
        alone = kept(table[group == number, 0], table[group == number, 1])
        assert together[number] == alone


@pytest.mark.parametrize(
    ("before", "now", "group"),
    [([1, float("nan")], [1, 1], [0, 0]), ([1], [1, 2], [0]), ([1], [1], [1]), ([1], [1], [-1])],
)
def test_impossible_values_are_refused(before: list[float], now: list[float], group: list[int]) -> None:
    with pytest.raises(BadInput):
        kept_by_group(before, now, group, 1)
