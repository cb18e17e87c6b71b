"""The search for a lowest point: known ones, bounds, handed-on curvature, and functions that break off."""

import numpy as np
import pytest
from scipy import optimize

from tenure.engine.errors import DidNotConverge
from tenure.engine.models.descent import Lowest, lowest, lowest_of, require_settled, spread

WIDE = ((-10.0, 10.0), (-10.0, 10.0))


def valley(point: np.ndarray) -> tuple[float, np.ndarray]:
    """Rosenbrock's bent valley, lowest at (1, 1)."""
    return float(optimize.rosen(point)), optimize.rosen_der(point)


def bowl(point: np.ndarray) -> tuple[float, np.ndarray]:
    """Lowest at (3, -2); curvature 2 and 200."""
    off = point - (3.0, -2.0)
    return float(off @ (off * (1, 100))), 2 * off * (1, 100)


@pytest.mark.parametrize("start", [(-1.2, 1.0), (3.0, -4.0), (0.0, 0.0), (-9.0, 9.0)])
def test_the_bottom_of_a_bent_valley_is_found(start: tuple[float, float]) -> None:
    found = lowest(valley, start, WIDE)
    assert found.point == pytest.approx([1, 1], abs=1e-5)
    assert np.abs(found.slope).max() < 1e-4


def test_a_bound_in_the_way_is_where_the_search_ends() -> None:
    found = lowest(bowl, (0.0, 0.0), ((-1.0, 2.0), (-1.0, 1.0)))
    assert found.point.tolist() == [2.0, -1.0]
    assert found.slope.tolist() == [0.0, 0.0]
    half = lowest(bowl, (0.0, 0.0), ((-1.0, 2.0), (-10.0, 10.0)))
    assert half.point == pytest.approx([2.0, -2.0], abs=1e-6)


def test_a_start_outside_the_bounds_is_moved_inside() -> None:
    assert lowest(bowl, (50.0, -50.0), WIDE).point == pytest.approx([3.0, -2.0], abs=1e-6)


def test_curvature_handed_on_saves_steps() -> None:
    first = lowest(valley, (-1.2, 1.0), WIDE)
    again = lowest(valley, first.point + 0.02, WIDE, inverse=first.inverse)
    fresh = lowest(valley, first.point + 0.02, WIDE)
    assert again.point == pytest.approx([1, 1], abs=1e-5)
    assert again.evaluations < fresh.evaluations


def test_curvature_that_misleads_is_given_up() -> None:
    found = lowest(bowl, (0.0, 0.0), WIDE, inverse=np.array([[1e6, 0.0], [0.0, 1e-9]]))
    assert found.point == pytest.approx([3.0, -2.0], abs=1e-4)


def test_points_where_the_function_is_no_number_are_stepped_around() -> None:
    def cliff(point: np.ndarray) -> tuple[float, np.ndarray]:
        if point[0] > 1.0:
            return np.nan, np.array([np.nan])
        return float((point[0] - 0.99) ** 2), 2 * (point - 0.99)

    assert lowest(cliff, (-5.0,), ((-10.0, 10.0),)).point == pytest.approx([0.99], abs=1e-6)


def test_a_start_that_is_no_number_is_returned_as_it_is() -> None:
    found = lowest(lambda point: (np.nan, np.array([np.nan])), (0.5,), ((-1.0, 1.0),))
    assert np.isnan(found.value)
    assert found.evaluations == 1


def test_the_spread_is_the_inverse_of_the_curvature() -> None:
    found = spread(bowl, np.array([3.0, -2.0]), WIDE, clients=50.0)
    assert found is not None
    assert found == pytest.approx(np.diag([1 / (50 * 2), 1 / (50 * 200)]), rel=1e-6)


def test_what_stands_at_a_bound_has_no_spread() -> None:
    found = spread(bowl, np.array([3.0, -1.0]), ((-10.0, 10.0), (-1.0, 1.0)), clients=50.0)
    assert found is not None
    assert found[1].tolist() == [0.0, 0.0]
    assert found[0, 0] == pytest.approx(0.01)


def test_where_there_is_no_peak_there_is_no_spread() -> None:
    assert spread(lambda point: (-bowl(point)[0], -bowl(point)[1]), np.array([3.0, -2.0]), WIDE, clients=50.0) is None


def ended(value: float, slope: float = 0.0) -> Lowest:
    return Lowest(np.zeros(1), value, np.array([slope]), np.eye(1), 1)


def test_of_several_searches_the_lowest_finite_end_is_taken() -> None:
    assert lowest_of([ended(np.nan), ended(3.0), ended(2.0), ended(-np.inf)]).value == 2.0


def test_searches_that_all_broke_off_are_an_error_with_a_remedy() -> None:
    with pytest.raises(DidNotConverge, match="Check the unit") as caught:
        lowest_of([ended(np.nan), ended(np.inf)])
    assert caught.value.code == "no_start"


def test_an_end_at_which_the_likelihood_still_rises_is_refused() -> None:
    require_settled(ended(1.0, slope=1e-6))
    for end in (ended(1.0, slope=0.01), ended(np.nan)):
        with pytest.raises(DidNotConverge) as caught:
            require_settled(end)
        assert caught.value.code == "not_settled"
