"""What the scores promise, kept on bases whose truth is known: intervals, alarms, each at its stated rate."""

import numpy as np
import pytest

from tenure.engine.scores import ScoredBase, score_clients
from tests.engine.simulation import AS_OF, Base, Truth, simulate

TRUTHS = {
    "by chance": Truth(),
    "seldom": Truth(r=0.5, alpha=100.0),
    "uneven values": Truth(p=0.8, v=190_000.0),
}


@pytest.fixture(scope="module", params=TRUTHS, ids=list(TRUTHS))
def known(request: pytest.FixtureRequest) -> tuple[Base, ScoredBase]:
    base = simulate(TRUTHS[request.param], np.random.default_rng(3))
    return base, score_clients(base.orders(), as_of=AS_OF)


def column(scored: ScoredBase, name: str) -> np.ndarray:
    return scored.clients[name].to_numpy(zero_copy_only=False)


def test_four_values_of_five_fall_into_their_interval(known: tuple[Base, ScoredBase]) -> None:
    base, scored = known
    low, high = column(scored, "value_12m_low_minor"), column(scored, "value_12m_high_minor")
    inside = (base.value_ahead >= low - 0.5) & (base.value_ahead <= high + 0.5)
    # Those likely to bring nothing at all get exactly that, and are right more often.
    undecided = column(scored, "orders_12m_high") > 0
    assert 0.75 < inside[undecided].mean() < 0.85
    assert inside[~undecided].mean() > 0.75


def test_the_interval_misses_as_often_above_as_below(known: tuple[Base, ScoredBase]) -> None:
    base, scored = known
    low, high = column(scored, "value_12m_low_minor"), column(scored, "value_12m_high_minor")
    two_sided = low > 0
    assert (base.value_ahead < low)[two_sided].mean() == pytest.approx(0.1, abs=0.04)
    assert (base.value_ahead > high)[two_sided].mean() == pytest.approx(0.1, abs=0.04)


def test_the_whole_base_brings_what_was_expected(known: tuple[Base, ScoredBase]) -> None:
    base, scored = known
    assert column(scored, "value_12m_minor").sum() == pytest.approx(base.value_ahead.sum(), rel=0.1)
    assert column(scored, "orders_12m").sum() == pytest.approx(base.orders_ahead.sum(), rel=0.1)


def test_the_probability_of_being_a_client_is_met(known: tuple[Base, ScoredBase]) -> None:
    base, scored = known
    chance = column(scored, "p_active")
    said = ~np.isnan(chance)
    for low, high in ((0.0, 0.2), (0.2, 0.8), (0.8, 1.01)):
        part = said & (chance >= low) & (chance < high)
        assert base.active[part].mean() == pytest.approx(chance[part].mean(), abs=0.05)


@pytest.mark.parametrize("evenness", [0.6, 1.0, 4.0, 9.0])
def test_of_five_silence_alarms_at_most_one_is_false(evenness: float) -> None:
    base = simulate(Truth(evenness=evenness), np.random.default_rng(4))
    scored = score_clients(base.orders(), as_of=AS_OF)
    silent = column(scored, "is_silent")
    promise = scored.model.promise
    assert promise is not None
    assert promise.is_calibrated
    # False: the client is one still, and orders again within three of its usual intervals.
    wait = np.clip(3 * column(scored, "interval_days"), 28, 182)
    assert (base.next_day[silent] <= wait[silent]).mean() < 0.2 + 0.04
    judged = column(scored, "status") == "ok"
    assert silent[judged & ~base.active].mean() > 0.65


def test_regular_buyers_get_narrow_intervals_that_hold() -> None:
    base = simulate(Truth(evenness=9.0, r=3.0, alpha=90.0, a=0.3, b=6.0), np.random.default_rng(6))
    scored = score_clients(base.orders(), as_of=AS_OF)
    assert scored.model.name.endswith("cnbd-k")
    low, high = column(scored, "orders_12m_low"), column(scored, "orders_12m_high")
    active = column(scored, "p_active") > 0.95
    inside = (base.orders_ahead >= low) & (base.orders_ahead <= high)
    assert inside[active].mean() > 0.77
    # At random in time, as many orders as these would spread by their square root alone.
    by_chance = 2 * 1.2816 * np.sqrt(column(scored, "orders_12m"))
    assert np.median(high[active] - low[active]) < np.median(by_chance[active])


def test_a_base_of_one_order_clients_is_not_foretold_too_much() -> None:
    """Nine clients of ten leave after the first order, which BG/NBD does not know."""
    base = simulate(Truth(clients=4000, leaves_first=0.9), np.random.default_rng(8))
    scored = score_clients(base.orders(), as_of=AS_OF)
    assert scored.model.name != "bg-nbd"
    assert column(scored, "orders_12m").sum() == pytest.approx(base.orders_ahead.sum(), rel=0.15)


def test_nobody_leaving_few_are_called_falling() -> None:
    base = simulate(Truth(evenness=4.0, a=0.0, r=3.0, alpha=60.0), np.random.default_rng(5))
    scored = score_clients(base.orders(), as_of=AS_OF)
    judged = scored.clients["volume_usual_minor"].is_valid().to_numpy(zero_copy_only=False)
    assert judged.sum() > 2000
    assert column(scored, "is_falling")[judged].mean() < 0.07
