"""The line of saturation: from two talks on, never more points than can be told apart."""

import itertools

import pytest

from tenure.discovery.interviews.coding import Step
from tenure.web.discovery.interviews.saturation_picture import FLOOR, MOST_POINTS, TOP, picture_of


@pytest.mark.parametrize("talks", [0, 1])
def test_one_talk_draws_nothing(talks: int) -> None:
    assert picture_of([Step(number + 1, 1) for number in range(talks)]) is None


@pytest.mark.parametrize("talks", [2, 7, 40, 41, 300])
def test_the_line_runs_from_the_first_talk_to_the_last(talks: int) -> None:
    picture = picture_of([Step(number + 1, min(number + 1, 5)) for number in range(talks)])
    assert picture is not None
    assert len(picture.points) <= MOST_POINTS + 1
    assert (picture.points[0][0], picture.points[-1][0], picture.points[-1][2]) == (0.0, 100.0, talks)
    assert all(TOP <= y <= FLOOR for _x, y, _talks, _themes in picture.points)
    assert len(picture.segments) == len(picture.points) - 1
    places = [x for x, _talks in picture.ticks]
    assert all(later - earlier >= 8 for earlier, later in itertools.pairwise(places)) or len(places) <= 2
