"""Events in so much time, against the exact Poisson limits."""

import math

import pytest
from scipy.stats import chi2

from tenure.engine.errors import BadInput
from tenure.engine.evidence.counts import rate


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("events", [1, 2, 5, 29, 30, 500])
def test_the_limits_are_near_the_exact_ones(events: int, level: float) -> None:
    tail = (1 - level) / 2
    low, high = chi2.ppf(tail, 2 * events) / 2, chi2.ppf(1 - tail, 2 * events + 2) / 2
    found = rate(events, 4.0, level=level)
    assert found.rate == events / 4
    assert found.low * 4 == pytest.approx(low, rel=0.001)
    assert found.high * 4 == pytest.approx(high, rel=0.001)


def test_nothing_happened_is_known_too() -> None:
    found = rate(0, 10.0)
    assert (found.rate, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(-math.log(0.1) / 10)


@pytest.mark.parametrize(("events", "exposure"), [(-1, 1.0), (1, 0.0), (1, -2.0), (1, math.inf), (1, math.nan)])
def test_what_cannot_be_is_refused(events: int, exposure: float) -> None:
    with pytest.raises(BadInput):
        rate(events, exposure)
