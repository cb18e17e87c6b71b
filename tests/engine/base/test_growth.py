"""What a base says of growing, checked against plain counting and draws."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.base.growth import (
    QUANTILES,
    Deal,
    clustered_part,
    difference_below,
    difference_interval,
    largest_share,
    pipeline,
    reaches,
    waves,
)
from tenure.engine.evidence.proportions import Posterior, greater


def test_newcomers_are_halved_by_the_day_they_began_and_watched_equally_long() -> None:
    start = date(2025, 1, 1).toordinal()
    client = [1, 1, 2, 2, 3, 4, 4, 5, 6]
    day = [start, start + 30, start + 10, start + 300, start + 100, start + 120, start + 150, start + 395, start - 50]
    found = waves(client, day, within=100, until=start + 400, known_from=start)
    assert found is not None
    # 5 began too late to be watched, 6 may be older than the data; 2 came back after the 100 days.
    assert (found.early, found.early_back, found.late, found.late_back) == (2, 1, 2, 1)
    assert found.split == start + 100


def test_newcomers_of_one_day_cannot_be_halved() -> None:
    assert waves([1, 2, 3], [5, 5, 5], within=1, until=100, known_from=0) is None
    assert waves([], [], within=1, until=100, known_from=0) is None


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_the_difference_of_shares_agrees_with_the_chance_that_one_is_larger(a: int, b: int, c: int, d: int) -> None:
    one, other = Posterior(1 + a, 1 + b), Posterior(1 + c, 1 + d)
    assert difference_below(one, other, 0.0) == pytest.approx(1 - greater(one, other), abs=1e-8)
    assert difference_below(one, other, 1.0) == pytest.approx(1)
    assert difference_below(one, other, -1.0) == pytest.approx(0, abs=1e-12)


def test_the_difference_has_the_distribution_draws_have() -> None:
    rng = np.random.default_rng(7)
    late, early = Posterior(31, 51), Posterior(61, 41)
    drawn = rng.beta(31, 51, 1_000_000) - rng.beta(61, 41, 1_000_000)
    assert difference_below(late, early, -0.1) == pytest.approx((drawn <= -0.1).mean(), abs=2e-3)
    assert difference_interval(late, early) == pytest.approx(np.quantile(drawn, (0.1, 0.9)), abs=2e-3)


def test_the_largest_client_is_told_with_the_doubt_of_few_months() -> None:
    money = np.array([[30.0] * 12, [10.0] * 12, [60.0, *[0.0] * 11]])
    found = largest_share(money, generator=np.random.default_rng(1))
    assert found is not None
    assert found.share == pytest.approx(360 / 540)
    assert found.place == 0
    # Without the one month of the third it would be 3 of 4; with it three times, less than half.
    assert 0.5 < found.low < found.share < found.high <= 0.75
    assert largest_share(np.ones((3, 2)), generator=np.random.default_rng(1)) is None
    assert largest_share(np.zeros((3, 12)), generator=np.random.default_rng(1)) is None


def test_a_part_of_the_money_is_as_sure_as_its_clients_are_many() -> None:
    few, many = clustered_part([1, 0, 1, 1], [1, 1, 1, 1]), clustered_part([1, 0, 1, 1] * 50, [1] * 200)
    assert few is not None
    assert many is not None
    assert few.share == many.share == 0.75
    # The ratio of clustered sums with equal clients is the plain share: s / sqrt(n).
    assert many.high - many.low == pytest.approx(2 * 1.2815515655446004 * (0.75 * 0.25 / 199) ** 0.5)
    assert few.high - few.low > many.high - many.low
    assert clustered_part([1], [1]) is None


def test_deals_bring_what_their_chances_say() -> None:
    sure = Posterior(9e8, 1e8)
    mean, quantiles = pipeline([Deal(100.0), Deal(50.0, 0.5)], sure, generator=np.random.default_rng(3))
    assert mean == pytest.approx(115)
    assert len(quantiles) == len(QUANTILES)
    assert reaches(quantiles, 150) == pytest.approx(0.45, abs=0.02)
    assert reaches(quantiles, 100) == pytest.approx(0.9, abs=0.02)
    assert reaches(quantiles, 0) == 1
    assert reaches(quantiles, 151) == 0


def test_deals_whose_chance_nobody_knows_fail_together() -> None:
    known, unknown = Posterior(1e8, 1e8), Posterior(1, 1)
    deals = [Deal(1.0) for _ in range(40)]
    surely = pipeline(deals, known, generator=np.random.default_rng(3))[1]
    hardly = pipeline(deals, unknown, generator=np.random.default_rng(3))[1]
    assert reaches(surely, 10) > 0.99
    assert reaches(hardly, 10) == pytest.approx(0.75, abs=0.02)
