"""Bounds of a share: exact, wider where rows belong together, and safe when many thresholds are tried."""

import numpy as np
import pytest
from scipy import stats

from tenure.engine.alarms.bounds import UNSHOWABLE, Share, fewest_rows, loosest_passing, rows_to_show, share_of


@pytest.mark.parametrize(("hits", "rows"), [(0, 11), (3, 40), (40, 200), (7, 7)])
def test_the_bounds_are_those_of_clopper_and_pearson(hits: int, rows: int) -> None:
    exact = stats.binomtest(hits, rows).proportion_ci(0.8, method="exact")
    share = Share(hits / rows, rows)
    assert (share.lower(0.1), share.upper(0.1)) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_nothing_seen_bounds_nothing() -> None:
    share = share_of(np.zeros(0, dtype=bool), np.zeros(0), np.zeros(0, dtype=int))
    assert (share.lower(0.1), share.upper(0.1)) == (0.0, 1.0)


def test_rows_that_agree_within_their_client_count_as_one() -> None:
    rng = np.random.default_rng(1)
    hit = np.repeat(rng.random(400) < 0.3, 5)
    share = share_of(hit, np.ones(2000), np.repeat(np.arange(400), 5))
    assert share.effective == pytest.approx(400, rel=0.02)


def test_independent_rows_count_in_full() -> None:
    rng = np.random.default_rng(2)
    share = share_of(rng.random(2000) < 0.3, np.ones(2000), np.arange(2000), np.arange(2000) % 24)
    assert 1000 < share.effective <= 2000


def test_months_that_differ_widen_the_bound() -> None:
    rng = np.random.default_rng(3)
    month = np.repeat(np.arange(12), 100)
    hit = rng.random(1200) < np.where(month % 2, 0.1, 0.5)
    assert share_of(hit, np.ones(1200), np.arange(1200), month).effective < 100


def test_without_a_hit_repeated_clients_still_count_once() -> None:
    assert share_of(np.zeros(20, dtype=bool), np.ones(20), np.repeat([0, 1], 10)).effective == pytest.approx(2)


def test_half_weights_are_worth_less() -> None:
    weight = np.concatenate((np.ones(50), np.full(50, 0.5)))
    assert share_of(np.arange(100) % 2 == 0, weight).effective == pytest.approx(90)


def test_the_fewest_rows_are_just_enough() -> None:
    fewest = fewest_rows(0.2, 0.1)
    assert Share(0.0, fewest).upper(0.1) <= 0.2 < Share(0.0, fewest - 1).upper(0.1)
    needed = rows_to_show(0.1, 0.2, 0.1)
    assert Share(0.1, needed).upper(0.1) <= 0.2 < Share(0.1, needed - 1).upper(0.1)
    assert rows_to_show(0.2, 0.2, 0.1) == UNSHOWABLE


def test_a_sequence_stops_at_the_first_threshold_that_fails() -> None:
    good, bad = Share(0.05, 500), Share(0.5, 500)
    assert loosest_passing([good, good, bad, good], 0.2, 0.1, [0]) == 1
    assert loosest_passing([good, good, bad, good], 0.2, 0.1, [0, 3]) == 3
    assert loosest_passing([bad, good], 0.2, 0.1, [0]) is None
    assert loosest_passing([], 0.2, 0.1, [0]) is None


def test_a_threshold_with_too_many_false_alarms_passes_in_one_case_of_ten_at_most() -> None:
    rng = np.random.default_rng(4)
    rates = np.linspace(0.05, 0.5, 24)
    first_bad = int(np.argmax(rates > 0.2))
    wrong = 0
    for _ in range(500):
        alarms = [rng.random(30 + 10 * place) < rate for place, rate in enumerate(rates)]
        shares = [share_of(each, np.ones(each.size), np.arange(each.size)) for each in alarms]
        passed = loosest_passing(shares, 0.2, 0.1, [2, 6, 12])
        wrong += passed is not None and passed >= first_bad
    assert wrong / 500 <= 0.1
