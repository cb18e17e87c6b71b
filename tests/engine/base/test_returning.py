"""The retention curve of orders: counted by hand, its plateau found again, and what is left out."""

import numpy as np
import pytest

from tenure.engine.base.returning import renewals, returning, settled
from tenure.engine.errors import NotEnoughData


def orders_of(clients: int, stay: float, periods: int = 18, seed: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Clients that begin over half the time; a share of them orders every period for ever, the others fall away."""
    rng = np.random.default_rng(seed)
    rows = []
    for client in range(clients):
        begin, faithful = int(rng.integers(0, periods // 2)), rng.random() < stay
        until = periods + 1 if faithful else begin + int(rng.geometric(0.5))
        rows += [(client, period) for period in range(begin, min(until, periods + 1))]
    who, when = zip(*rows, strict=True)
    return np.array(who), np.array(when)


def test_the_curve_is_what_counting_by_hand_gives() -> None:
    client = [*range(10), *range(5), *range(3), 99]
    period = [*[0] * 10, *[1] * 5, *[2] * 3, 3]
    found = returning(client, period)
    assert found.at_risk.tolist() == [10, 10, 10]
    assert found.active.tolist() == [10, 5, 3]


def test_the_period_that_is_not_over_and_those_begun_in_it_are_left_out() -> None:
    client, period = [*range(12), *range(12), 50], [*[0] * 12, *[1] * 12, 2]
    assert returning(client, period).at_risk.tolist() == [12, 12]


def test_a_plateau_that_was_put_in_is_found_again_within_its_interval() -> None:
    found = returning(*orders_of(600, 0.3))
    result = settled(found, 0.2, generator=np.random.default_rng(1), replicates=80)
    assert result.low < 0.3 < result.high or abs(result.fitted.level - 0.3) < 0.05
    assert result.verdict == "fit"
    assert settled(found, 0.5, generator=np.random.default_rng(1), replicates=80).verdict == "no_fit"


def test_few_clients_decide_nothing_near_the_mark() -> None:
    found = returning(*orders_of(40, 0.3))
    assert settled(found, 0.28, generator=np.random.default_rng(1), replicates=80).verdict == "not_decided"


def test_how_long_clients_stay_is_read_from_their_last_orders() -> None:
    found = returning(*orders_of(600, 0.3))
    stay = renewals(found, grace=2)
    assert stay is not None
    assert stay.alpha > 0


def test_those_who_may_have_begun_before_the_data_are_left_out() -> None:
    who, when = orders_of(300, 0.3)
    assert len(returning(who, when, drop_first=2).seen) < len(returning(who, when).seen)


def test_too_few_clients_say_so() -> None:
    with pytest.raises(NotEnoughData):
        returning([1, 2], [0, 3])
    with pytest.raises(NotEnoughData):
        returning([], [])


def test_the_silence_of_all_of_them_at_the_end_is_seen_where_others_still_order() -> None:
    """A product everybody dropped after half a year: its own last order is not the end of what is known."""
    client = [c for c in range(20) for _ in range(6)]
    period = [c % 3 + p for c in range(20) for p in range(6)]
    blind, seen = returning(client, period), returning(client, period, begins=0, ends=16)
    assert blind.share[-1] == 1
    assert seen.share[:6].tolist() == [1] * 6
    assert seen.share[6:].max() == 0
    assert seen.at_risk[12] == 20


def test_those_begun_at_the_edge_are_those_of_everybodys_first_periods() -> None:
    client, period = [*range(24), *range(24)], [*[5] * 24, *[6] * 24]
    assert len(returning(client, period, drop_first=2, begins=0, ends=9).seen) == 24
    with pytest.raises(NotEnoughData):
        returning(client, period, drop_first=2)


def test_the_interval_of_the_plateau_holds_as_often_as_it_promises() -> None:
    """Small bases, 18 periods, clients begun all the while: 80 % intervals hold about 80 % of the time."""
    held = []
    for seed in range(40):
        found = returning(*orders_of(80, 0.3, seed=seed))
        result = settled(found, 0.2, generator=np.random.default_rng(seed), replicates=60)
        held.append(result.low <= 0.3 <= result.high)
    assert 0.65 <= float(np.mean(held)) <= 0.95
