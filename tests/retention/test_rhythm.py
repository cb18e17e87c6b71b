"""Which task a client's rhythm asks for, and what hangs on it."""

from dataclasses import replace
from datetime import date

import pytest

from tenure.retention.rhythm import Base, ScoredClient, SecondOrder, due, falling, first_order, proposal_for, silence
from tenure.retention.stakes import Assumptions, Share, returning_share, with_interval, yearly_revenue

AS_OF = date(2026, 5, 12)
BASE = Base(AS_OF)
SILENT = ScoredClient(
    7, 3, "ok", order_days=60, first_day=date(2024, 4, 1), last_day=date(2026, 4, 1), silence_days=41,
    revenue_minor=9_600_000, average_order_minor=160_000, interval_days=14.0, interval_spread_days=4.0,
    demand_variation=0.2, p_active=0.62, silence_probability=1 / 59, is_silent=True,
    window_from=date(2026, 4, 11), window_to=date(2026, 4, 19),
)  # fmt: skip
DUE = replace(
    SILENT, last_day=date(2026, 4, 30), silence_days=12, is_silent=False, silence_probability=0.6, p_active=0.97,
    window_from=date(2026, 5, 10), window_to=date(2026, 5, 18),
)  # fmt: skip
FALLING = replace(
    DUE, is_falling=True, volume_now_minor=500_000, volume_usual_minor=1_000_000, volume_drop_probability=0.98
)
NEW = ScoredClient(
    8, None, "one_order", order_days=1, first_day=date(2026, 4, 20), last_day=date(2026, 4, 20), silence_days=22,
    revenue_minor=50_000, value_12m_minor=200_000, value_12m_low_minor=0, value_12m_high_minor=500_000,
)  # fmt: skip
RETURNING = SecondOrder(low_days=12, median_days=24, high_days=50, share=0.64)


def test_silence_is_worth_a_years_revenue_times_the_chance_of_having_left_times_the_share_that_comes_back():
    proposal = silence(SILENT, BASE)
    yearly = 9_600_000  # two years of history brought 9.6 million: 365 of 730 days
    share = 0.20 * 0.5 ** ((41 - 14) / 90)
    assert proposal.stake.estimate == pytest.approx(yearly / 2 * 0.38 * share, abs=1)
    assert proposal.worth_per_minute == pytest.approx(proposal.stake.estimate / 10)


def test_the_interval_of_a_stake_holds_its_estimate():
    stake = silence(SILENT, BASE).stake
    assert 0 < stake.low < stake.estimate < stake.high


def test_where_cost_is_known_the_stake_is_the_clients_own_margin():
    with_cost = replace(SILENT, revenue_12m_minor=1_000_000, margin_12m_minor=250_000)
    full, margin = silence(with_cost, BASE), silence(with_cost, Base(AS_OF, margin_share=0.4))
    assert margin.stake.estimate == pytest.approx(full.stake.estimate * 0.25, abs=1)
    assert margin.reason["measure"] == "margin"


def test_a_client_whose_own_margin_is_unknown_has_the_bases():
    assert silence(SILENT, Base(AS_OF, margin_share=0.4)).reason["margin_share"] == 0.4


def test_a_client_that_costs_more_than_it_brings_is_worth_nothing():
    losing = replace(SILENT, revenue_12m_minor=1_000_000, margin_12m_minor=-5)
    assert silence(losing, Base(AS_OF, margin_share=0.4)).stake.estimate == 0


def test_an_unknown_probability_leaves_the_worth_unknown_and_not_zero():
    proposal = silence(replace(SILENT, p_active=None), BASE)
    assert proposal.stake is None
    assert proposal.worth_per_minute == 0


def test_the_episode_of_a_silence_is_its_last_order_day():
    assert silence(SILENT, BASE).episode == "2026-04-01"
    later = replace(SILENT, silence_days=60)
    assert silence(later, Base(date(2026, 5, 31))).episode == "2026-04-01"


def test_a_long_silence_asks_whether_the_client_has_left():
    assert silence(SILENT, BASE).reason["action"] == "call"
    assert silence(replace(SILENT, p_active=0.05), BASE).reason["action"] == "find_out"


def test_a_client_of_three_weeks_is_worth_what_it_bought_and_not_a_multiple():
    assert yearly_revenue(100_000, 20) == 100_000
    assert yearly_revenue(100_000, 730) == 50_000
    assert yearly_revenue(-100, 730) == 0


def test_the_share_that_comes_back_halves_with_every_half_life():
    assumed = Assumptions(returns=Share(0.4, 0.2, 0.6), returns_half_life_days=30)
    assert returning_share(0, assumed) == pytest.approx(0.4)
    assert returning_share(60, assumed) == pytest.approx(0.1)
    assert returning_share(-5, assumed) == pytest.approx(0.4)


def test_an_interval_never_begins_below_nothing():
    assert with_interval(100, Share(0.2, 0.0, 0.4), 0.9).low == 0


def test_a_silent_client_is_not_offered_its_next_order():
    assert due(SILENT, BASE) is None
    assert proposal_for(SILENT, BASE).kind == "silence"


def test_a_client_inside_its_window_is_due():
    proposal = due(DUE, BASE)
    assert proposal.kind == "due"
    assert proposal.stake.estimate == pytest.approx(160_000 * 0.4 * 0.15, abs=1)


@pytest.mark.parametrize(
    ("day", "expected"), [("2026-05-09", False), ("2026-05-10", True), ("2026-06-01", True), ("2026-06-02", False)]
)
def test_due_lasts_from_the_window_to_one_usual_interval_behind_it(day: str, expected: bool):
    assert (due(DUE, Base(date.fromisoformat(day))) is not None) is expected


def test_falling_volume_comes_before_a_due_order():
    assert proposal_for(FALLING, BASE).kind == "falling"


def test_falling_counts_a_year_of_what_thirteen_weeks_lack():
    proposal = falling(FALLING, BASE)
    assert proposal.stake.estimate == pytest.approx(500_000 * 365 / 91 * 0.98 * 0.25, abs=1)
    assert proposal.reason["drop"] == 0.5
    assert proposal.episode == "2026-Q2"


def test_what_somebody_has_dealt_with_gives_way_to_the_next_reason():
    closed = {(7, "falling", "2026-Q2")}
    assert proposal_for(FALLING, BASE, closed).kind == "due"
    assert proposal_for(FALLING, BASE, closed | {(7, "due", "2026-04-30")}) is None


def test_a_first_order_is_followed_up_when_those_who_return_usually_do():
    base = Base(AS_OF, second_order=RETURNING)
    assert first_order(NEW, base).stake.estimate == 20_000
    assert first_order(replace(NEW, silence_days=11), base) is None
    assert first_order(replace(NEW, silence_days=51), base) is None
    assert first_order(replace(NEW, order_days=2), base) is None


def test_without_enough_returns_nobody_says_when_to_follow_up():
    assert first_order(NEW, BASE) is None


def test_a_reason_holds_plain_values_only():
    for proposal in (
        silence(SILENT, BASE),
        due(DUE, BASE),
        falling(FALLING, BASE),
        first_order(NEW, Base(AS_OF, None, RETURNING)),
    ):
        assert all(value is None or isinstance(value, str | int | float) for value in proposal.reason.values())


def test_damaged_amounts_are_named_in_the_reason():
    assert silence(replace(SILENT, damaged=2), BASE).reason["damaged"] == 2
    assert "damaged" not in silence(SILENT, BASE).reason


def test_nobody_is_asked_for_minutes_when_less_than_one_unit_hangs_on_them():
    forgotten = replace(SILENT, silence_days=4000)
    worth = silence(forgotten, BASE).stake.estimate
    assert proposal_for(forgotten, Base(AS_OF, least_stake=worth)) is not None
    assert proposal_for(forgotten, Base(AS_OF, least_stake=worth + 1)) is None
