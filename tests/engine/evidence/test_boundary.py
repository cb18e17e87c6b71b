"""How far the evidence has to go: the boundary against the whole table of the e-process, and the walk along it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.engine.evidence import boundary, peeking, sequential
from tenure.engine.evidence.proportions import Posterior, predictive


@settings(deadline=None)
@given(st.floats(0.02, 0.95), st.integers(1, 60))
def test_the_boundary_is_where_the_evidence_reaches_the_level(p0: float, most: int) -> None:
    line = boundary.boundary(most, p0)
    for n in range(1, most + 1):
        logs = sequential.log_e_value(np.arange(n + 1), n - np.arange(n + 1), p0)
        enough = np.flatnonzero(logs >= -np.log(0.05))
        assert line[n] == (enough[0] if enough.size else n + 1)


@pytest.mark.parametrize("p", [0.4, 0.5, 0.65, 0.9])
def test_walking_the_line_is_the_lattice_of_the_whole_rule(p: float) -> None:
    found = boundary.reach(boundary.boundary(60, 0.4), p)
    whole = peeking.behaviour(peeking.e_value(0.4, 60), p)
    assert found.chance == pytest.approx(whole.go)
    assert found.mean == pytest.approx(whole.mean_stop)


def test_without_a_line_to_cross_the_predicted_walk_is_the_beta_binomial() -> None:
    never = np.full(21, 99)
    never[20] = 12  # only the last answer counts
    found = boundary.reach_predicted(never, s=3, n=8, a=2, b=2)
    assert found.chance == pytest.approx(float(predictive(12, Posterior(5, 7))[9:].sum()))


def test_whoever_stands_on_the_line_has_crossed() -> None:
    assert boundary.reach(boundary.boundary(30, 0.4), 0.5, s=9, n=10) == boundary.Reach(1.0, 0.0)


@settings(deadline=None)
@given(st.lists(st.booleans(), max_size=30), st.integers(5, 30))
def test_one_walk_backwards_gives_the_chance_at_every_place(wins: list[bool], most: int) -> None:
    line = boundary.boundary(most, 0.4)
    ahead = boundary.chances_ahead(line, wins, a=2, b=3)
    for n in range(min(len(wins), most) + 1):
        won = sum(wins[:n])
        assert ahead[n] == pytest.approx(boundary.reach_predicted(line, s=won, n=n, a=2, b=3).chance)


def test_of_a_fixed_size_it_is_the_chance_to_reach_the_mark() -> None:
    ahead = boundary.chances_ahead(boundary.at_the_end(35, 12), [1, 1, 1, 0, 0, 0, 0, 0, 0, 0])
    assert ahead[10] == pytest.approx(0.4562711112)  # B7
    assert ahead[10] == pytest.approx(sequential.still_passing(3, 10, 35, 12))
