"""The best of many is as sure as all of them together."""

import numpy as np
import pytest

from tenure.engine.errors import BadInput
from tenure.engine.evidence.picked import error_of_each, picked


def test_one_is_no_choice() -> None:
    assert picked(0.93, 1) == 0.93
    assert error_of_each(0.1, 1) == 0.1


def test_both_sides_agree() -> None:
    assert picked(1 - error_of_each(0.1, 12), 12) == pytest.approx(0.9)
    assert picked(0.8, 7) == 0.0


def test_of_many_empty_markets_the_picked_one_looks_sure_no_oftener_than_promised() -> None:
    """Twenty true nulls at the worst place: the best is called sure in at most a tenth of cases; unpicked, in most."""
    rng = np.random.default_rng(5)
    best = rng.random((4000, 20)).max(axis=1)
    assert np.mean([picked(chance, 20) >= 0.9 for chance in best]) <= 0.11
    assert np.mean(best >= 0.9) > 0.8


def test_a_choice_of_none_is_refused() -> None:
    with pytest.raises(BadInput):
        picked(0.9, 0)
