"""Share of wallet, contact cadence and the return of money: edges the worked examples do not show."""

import numpy as np
import pytest

from tenure.engine.base.cadence import contact_cadence
from tenure.engine.base.money_return import marginal_return
from tenure.engine.base.wallet import wallet
from tenure.engine.errors import BadInput


def test_an_unknown_potential_is_left_out_of_the_degree() -> None:
    found = wallet([100, 50], [400, float("nan")])
    assert found.degree == 0.25
    assert np.isnan(found.share_of_wallet[1])
    assert np.isnan(found.headroom[1])


def test_a_client_who_buys_more_than_thought_has_no_headroom_left() -> None:
    found = wallet([120], [100])
    assert (found.share_of_wallet[0], found.headroom[0]) == (1.2, -20)


def test_a_potential_of_nothing_has_no_share() -> None:
    found = wallet([0], [0])
    assert np.isnan(found.share_of_wallet[0])
    assert found.degree is None


@pytest.mark.parametrize(("now", "potential"), [([1], [-1]), ([float("nan")], [1]), ([1, 2], [1])])
def test_impossible_amounts_are_refused(now: list[float], potential: list[float]) -> None:
    with pytest.raises(BadInput):
        wallet(now, potential)


def test_one_contact_has_no_cadence() -> None:
    assert contact_cadence([]).average_kept is None


def test_a_gap_of_exactly_the_norm_keeps_it() -> None:
    found = contact_cadence([0, 14])
    assert (found.average_days, found.longest_days, found.average_kept, found.longest_kept) == (7, 14, True, True)


@pytest.mark.parametrize("gaps", [[-1], [float("nan")], [float("inf")]])
def test_an_impossible_gap_is_refused(gaps: list[float]) -> None:
    with pytest.raises(BadInput):
        contact_cadence(gaps)


def test_money_is_compared_for_several_ways_at_once() -> None:
    assert marginal_return([100, 50], [1, 2], [150, 10]).tolist() == [1.5, 0.4]


@pytest.mark.parametrize(("cost", "clients"), [(0, 1), (-5, 1), (1, -1), (1, float("nan"))])
def test_an_impossible_cost_is_refused(cost: float, clients: float) -> None:
    with pytest.raises(BadInput):
        marginal_return([cost], [clients], [1])
