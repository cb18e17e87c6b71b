"""The plateau of retention against SciPy's least squares and curves of known shape."""

import numpy as np
import pytest
from scipy import optimize

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.models import plateau

T = np.arange(9)
SHARE = np.array([1.0, 0.62, 0.48, 0.41, 0.37, 0.352, 0.345, 0.341, 0.339])


def test_the_curve_is_that_of_least_squares() -> None:
    found = plateau.fit(T, SHARE)
    (level, speed), _ = optimize.curve_fit(lambda t, c, k: c + (1 - c) * np.exp(-k * t), T, SHARE, p0=(0.3, 0.5))
    assert (found.level, found.speed) == pytest.approx((level, speed), rel=1e-6)
    assert found.last_slope == pytest.approx(-0.003)
    off = level + (1 - level) * np.exp(-speed * T) - SHARE
    assert found.off == pytest.approx(np.sqrt((off**2).mean()), rel=1e-6)


@pytest.mark.parametrize(("level", "speed"), [(0.0, 0.2), (0.5, 3.0), (0.9, 0.05)])
def test_an_exact_curve_is_found_again_in_any_unit(level: float, speed: float) -> None:
    for unit in (1.0, 30.0):
        found = plateau.fit(T * unit, level + (1 - level) * np.exp(-speed * T))
        assert found.level == pytest.approx(level, abs=1e-4)
        assert found.speed == pytest.approx(speed / unit, rel=1e-3)


def test_a_cohort_that_loses_nobody_stays_whole() -> None:
    assert plateau.fit(T, np.ones(9)).last_slope == pytest.approx(0, abs=1e-12)
    assert plateau.fit(T, np.ones(9)).off == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("t", "share"), [([0, 1, 1, 2], [1, 0.5, 0.4, 0.3]), ([0, 1, 2, 3], [1, 0.5, 1.2, np.nan])])
def test_impossible_points_are_refused_with_their_rows(t: list[float], share: list[float]) -> None:
    with pytest.raises(BadInput) as refusal:
        plateau.fit(t, share)
    assert refusal.value.rows[0] == 2


def test_three_points_are_too_few() -> None:
    with pytest.raises(NotEnoughData):
        plateau.fit([0, 1, 2], [1, 0.5, 0.4])


def test_weights_count_as_often_as_a_point_was_seen() -> None:
    of = np.array([120, 100, 90, 60, 44, 30, 18, 9, 2])
    noisy = SHARE + np.array([0, 0.02, -0.03, 0.01, 0.04, -0.05, 0.08, -0.1, 0.3])
    found = plateau.fit(T, noisy, of)
    (level, speed), _ = optimize.curve_fit(
        lambda t, c, k: c + (1 - c) * np.exp(-k * t), T, noisy, p0=(0.3, 0.5), sigma=1 / np.sqrt(of)
    )
    assert (found.level, found.speed) == pytest.approx((level, speed), rel=1e-5)


def test_a_share_of_nobody_changes_nothing() -> None:
    odd = np.append(SHARE, 1.0)
    found, without = plateau.fit(np.arange(10), odd, [*[1] * 9, 0]), plateau.fit(T, SHARE)
    assert found.level == pytest.approx(without.level, rel=1e-6)


def test_weights_below_zero_and_of_nobody_at_all_are_refused() -> None:
    with pytest.raises(BadInput) as refusal:
        plateau.fit(T, SHARE, [1, 1, -1, 1, 1, 1, 1, 1, 1])
    assert refusal.value.rows[0] == 2
    with pytest.raises(BadInput, match="weight"):
        plateau.fit(T, SHARE, np.zeros(9))
