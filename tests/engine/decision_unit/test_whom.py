"""Winning and whom to influence: each formula against the same thing done one person at a time."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.decision_unit.influence import Influence, Unit, influence, unit
from tenure.engine.decision_unit.whom import arguments, levers, path, rank
from tenure.engine.decision_unit.win import Odds, chance, outlook
from tenure.engine.errors import BadInput
from tests.engine.decision_unit.units import SEEDS, SIZES, drawn


def sample(size: int, seed: int, *, hostile: bool = False) -> tuple[Unit, Influence, np.ndarray]:
    one = drawn(size, seed, hostile=hostile)
    people = unit(one.ties, one.susceptibility, one.weight)
    return people, influence(people), one.attitude


def test_a_neutral_unit_wins_as_often_as_the_segment() -> None:
    people, found, _ = sample(4, 1)
    assert outlook(found, people.weight, np.zeros(4), Odds(0.3)).win == pytest.approx(0.3)


@given(st.floats(0.01, 0.99), st.floats(-1, 1))
def test_the_chance_is_the_logistic_of_the_score(base: float, score: float) -> None:
    log_odds = math.log(base / (1 - base)) + 3 * score
    assert chance(score, Odds(base)) == pytest.approx(1 / (1 + math.exp(-log_odds)))


def test_a_certain_veto_of_a_wholly_hostile_person_ends_the_deal() -> None:
    found = influence(unit(np.eye(2), [0, 0], [1, 0]))
    assert outlook(found, [1, 0], [0.5, -1], Odds(0.3, veto=[0, 1])).win == 0
    assert outlook(found, [1, 0], [0.5, -0.5], Odds(0.3, veto=[0, 0.4])).win == pytest.approx(
        0.8 * outlook(found, [1, 0], [0.5, -0.5], Odds(0.3)).win
    )


def test_a_veto_of_a_friend_stops_nothing() -> None:
    found = influence(unit(np.eye(2), [0, 0], [1, 1]))
    with_veto = outlook(found, [0.5, 0.5], [0.5, 0.2], Odds(0.3, veto=[1, 1]))
    assert with_veto.win == with_veto.open_win


@given(SIZES, SEEDS, st.booleans(), st.floats(0, 2))
def test_each_lever_is_the_deal_with_that_person_moved(size: int, seed: int, hostile: bool, push: float) -> None:
    people, found, before = sample(size, seed, hostile=hostile)
    odds = Odds(0.3, veto=np.random.default_rng(seed).random(size))
    moved = levers(found, people.weight, before, odds, push=push)
    now = outlook(found, people.weight, before, odds)
    for row in range(size):
        after = before.copy()
        after[row] = min(1.0, before[row] + push)
        then = outlook(found, people.weight, after, odds)
        assert moved.gain[row] == pytest.approx(then.win - now.win, abs=1e-12)
        assert moved.score_gain[row] == pytest.approx(then.score - now.score, abs=1e-12)


@given(SIZES, SEEDS)
def test_a_small_push_gains_in_proportion_to_the_share_of_the_decision(size: int, seed: int) -> None:
    people, found, before = sample(size, seed)
    moved = levers(found, people.weight, before, Odds(0.3), push=1e-5)
    p = outlook(found, people.weight, before, Odds(0.3)).win
    assert moved.gain == pytest.approx(p * (1 - p) * 3 * found.share * moved.delta, rel=1e-3, abs=1e-10)


def test_who_is_already_wholly_for_us_cannot_be_moved() -> None:
    people, found, _ = sample(3, 2)
    assert levers(found, people.weight, [1, 1, 1], Odds(0.3)).gain == pytest.approx([0, 0, 0])


def test_money_and_time_name_different_people() -> None:
    people, found, _ = sample(3, 5)
    moved = levers(found, people.weight, [0, 0, 0], Odds(0.3))
    ranked = rank(moved, value=10_000, cost=[0, 100, 1e9])
    brings = 10_000 * moved.gain
    assert ranked.net == pytest.approx(brings - [0, 100, 1e9])
    assert ranked.by_ratio[0] == 0
    assert ranked.ratio[0] == math.inf
    assert ranked.first == max(range(3), key=lambda row: ranked.net[row])


def test_when_nobody_brings_more_than_it_costs_nobody_is_first() -> None:
    people, found, before = sample(3, 5)
    assert rank(levers(found, people.weight, before, Odds(0.3)), value=1, cost=10).first is None


@given(st.integers(2, 7), SEEDS)
def test_the_path_is_the_best_of_all_who_could_carry_our_word(size: int, seed: int) -> None:
    _, found, _ = sample(size, seed)
    access = np.random.default_rng(seed).random(size)
    for target in range(size):
        way = path(found, access, target)
        strengths = {i: access[i] * found.total[target, i] for i in range(size) if i != target}
        best = max(strengths.values())
        assert way.strength == pytest.approx(max(best, 0))
        assert way.through is None or strengths[way.through] == best
        assert way.direct == pytest.approx(access[target] * found.total[target, target])


def test_there_is_no_path_to_whom_nobody_is_listened_to() -> None:
    found = influence(unit(np.eye(2), [0.5, 0.5], [1, 1]))
    assert path(found, [1, 1], 0).through is None


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), SEEDS)
def test_the_argument_proves_most_of_what_the_person_weighs(people: int, proofs: int, kinds: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights, proven = rng.random((people, kinds)), rng.random((proofs, kinds))
    found = arguments(weights, proven)
    for person in range(people):
        spoken = [
            sum(weights[person, c] * proven[a, c] for c in range(kinds)) / weights[person].sum() for a in range(proofs)
        ]
        assert found.strength[person] == pytest.approx(max(spoken))
        assert spoken[found.best[person]] == pytest.approx(max(spoken))


def test_who_has_no_known_criterion_is_asked_first() -> None:
    assert arguments([[0, 0], [1, 0]], [[0, 1], [1, 0]]).best == (-1, 1)
    assert arguments([[1, 0]], [[0, 1]]).best == (-1,)
    assert arguments([[1, 0]], np.zeros((0, 2))).best == (-1,)


@pytest.mark.parametrize(
    ("attitude", "odds"),
    [
        ([0, 2, 0], Odds(0.3)),
        ([0, 0], Odds(0.3)),
        ([0, 0, 0], Odds(0.0)),
        ([0, 0, 0], Odds(1.0)),
        ([0, 0, 0], Odds(0.3, math.nan)),
        ([0, 0, 0], Odds(0.3, veto=[0, 0, 2])),
        ([0, 0, 0], Odds(0.3, veto=[0, 0])),
    ],
)
def test_an_impossible_deal_is_refused(attitude: list[float], odds: Odds) -> None:
    people, found, _ = sample(3, 1)
    with pytest.raises(BadInput):
        outlook(found, people.weight, attitude, odds)


def test_order_names_the_largest_gain_first() -> None:
    people, found, before = sample(6, 9)
    moved = levers(found, people.weight, before, Odds(0.3))
    assert all(moved.gain[a] >= moved.gain[b] for a, b in itertools.pairwise(moved.order))
