"""How sure the advice is: the drawing at once against drawing one unit at a time, and its two ends."""

from typing import Any

import numpy as np
import pytest

from tenure.engine.decision_unit.influence import influence, unit
from tenure.engine.decision_unit.robustness import Robustness, draws_for, robustness
from tenure.engine.decision_unit.whom import levers, rank
from tenure.engine.decision_unit.win import Odds
from tenure.engine.errors import BadInput
from tests.engine.decision_unit.units import drawn

VALUE = 60_000.0
COST = np.array([800.0, 300.0, 500.0, 0.0, 900.0])
VETO = np.array([0.0, 0.7, 0.0, 0.3, 0.0])
ONE = drawn(5, 3, hostile=True)
PEOPLE = unit(ONE.ties, ONE.susceptibility, ONE.weight)
ODDS = Odds(0.3, veto=VETO)


def first() -> int | None:
    return rank(levers(influence(PEOPLE), PEOPLE.weight, ONE.attitude, ODDS), value=VALUE, cost=COST).first


def found(seed: int = 1, **changed: Any) -> Robustness:
    rng = np.random.default_rng(seed)
    return robustness(PEOPLE, ONE.attitude, ODDS, value=VALUE, cost=COST, first=first(), rng=rng, **changed)


def one_draw(rng: np.random.Generator, firm: float) -> np.ndarray:
    """Money after cost of each person in a unit drawn row by row through the plain calculation."""
    ties = np.zeros((5, 5))
    for row in range(5):
        heard = np.flatnonzero(PEOPLE.listening[row])
        part = PEOPLE.listening[row, heard]
        ties[row, heard] = np.sign(part) * rng.dirichlet(firm * np.abs(part))
    up = (ONE.attitude + 1) / 2
    guess = unit(ties, PEOPLE.susceptibility, rng.dirichlet(firm * PEOPLE.weight))
    attitude = 2 * rng.beta(firm * up, firm * (1 - up)) - 1
    return rank(levers(influence(guess), guess.weight, attitude, ODDS), value=VALUE, cost=COST).net


def test_drawing_all_at_once_gives_what_drawing_one_by_one_gives() -> None:
    rng = np.random.default_rng(8)
    net = np.array([one_draw(rng, 10.0) for _ in range(1500)])
    bests = np.column_stack((net, np.zeros(1500))).argmax(axis=1)
    expected = np.bincount(bests, minlength=6) / 1500
    many = found(draws=20_000, sureness=10.0)
    assert many.first_share == pytest.approx(expected[:5], abs=4 * 0.5 / np.sqrt(1500))
    assert many.nobody == pytest.approx(expected[5], abs=4 * 0.5 / np.sqrt(1500))
    knowing = np.maximum(net.max(axis=1), 0).mean() - max(net.mean(axis=0).max(), 0)
    assert many.knowing == pytest.approx(knowing, rel=0.15)


def test_firm_entries_leave_no_doubt() -> None:
    sure = found(sureness=1e9)
    assert (sure.stays, sure.learn_first) == (1.0, False)
    assert sure.share_low == pytest.approx(influence(PEOPLE).share, abs=1e-3)
    assert sure.knowing == pytest.approx(0, abs=1e-6)


def test_a_near_tie_of_guesses_says_learn_more_first() -> None:
    twins = unit(np.zeros((2, 2)), [0, 0], [1, 1])
    rng = np.random.default_rng(1)
    unsure = robustness(twins, [0, 0], Odds(0.3), value=VALUE, cost=1.0, first=0, rng=rng, sureness=5)
    assert unsure.stays == pytest.approx(0.5, abs=0.06)
    assert unsure.learn_first
    assert unsure.knowing > 0


def test_the_shares_of_draws_are_a_whole() -> None:
    drawn_once = found()
    assert drawn_once.first_share.sum() + drawn_once.nobody == pytest.approx(1)
    assert drawn_once.win_low <= drawn_once.win <= drawn_once.win_high
    assert (drawn_once.share_low <= drawn_once.share_high).all()


def test_the_same_seed_gives_the_same_answer() -> None:
    assert found(4).first_share.tolist() == found(4).first_share.tolist()
    assert found(4).first_share.tolist() != found(5).first_share.tolist()


def test_where_nobody_is_worth_it_that_is_the_advice_that_stays() -> None:
    rng = np.random.default_rng(1)
    poor = robustness(PEOPLE, ONE.attitude, ODDS, value=1.0, cost=COST + 1, first=None, rng=rng)
    assert (poor.stays, poor.nobody, poor.knowing) == (1.0, 1.0, 0.0)


def test_people_who_only_repeat_each_other_do_not_break_the_drawing() -> None:
    circle = unit([[0, 1], [1, 0]], [1, 1], [1, 1])
    rng = np.random.default_rng(1)
    assert np.isfinite(robustness(circle, [0, 0.5], Odds(0.3), value=9, cost=1, first=None, rng=rng).win)


@pytest.mark.parametrize("changed", [{"draws": 0}, {"sureness": 0}, {"push": -1}])
def test_an_impossible_drawing_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        found(**changed)


def test_a_hundred_times_closer_needs_ten_thousand_times_the_draws() -> None:
    assert draws_for(0.03) == 1068
    assert draws_for(0.003) == pytest.approx(100 * draws_for(0.03), rel=0.01)


def test_attitudes_nobody_knows_widen_the_chance_and_leave_the_rest_as_it_is() -> None:
    known, unknown = found(), found(attitude_sureness=[2.0] * 5)
    assert unknown.win_high - unknown.win_low > known.win_high - known.win_low
    assert unknown.share_low == pytest.approx(known.share_low, abs=0.03)
    with pytest.raises(BadInput):
        found(attitude_sureness=[2.0])
