"""Converges, does not, or unknown, and what would change it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tenure.discovery.economics.analysis import economics
from tenure.discovery.economics.channels import ChannelRow, Channels, cac_gap, channel_costs
from tenure.discovery.economics.inputs import InputRow, InputValue, checked
from tenure.discovery.economics.link_values import Found, LinkRow, Wanted
from tenure.discovery.economics.scenarios import FixedRow, Scenario
from tenure.discovery.economics.simulated import read_simulated, simulated
from tenure.kernel import clock

BASE = {
    "users": InputValue(10_000, 8_000, 13_000), "conversion": InputValue(0.035, 0.028, 0.05),
    "price": InputValue(3000, 2700, 3200), "cogs": InputValue(1800, 1650, 1950), "orders": InputValue(1.8, 1.5, 2.4),
    "first_cost": InputValue(200, 100, 300), "user_cost": InputValue(40, 30, 55),
}  # fmt: skip
LOSING = BASE | {"conversion": InputValue(0.02, 0.018, 0.022), "orders": InputValue(1.6, 1.5, 1.7)}


def row(metric: str, given: InputValue) -> InputRow:
    v = checked(metric, given)
    assert v is not None
    assert v.value is not None
    return InputRow(
        metric,
        v.value,
        v.low,
        v.high,
        v.shape,
        v.successes,
        v.trials,
        "typed",
        v.assumed,
        "",
        "Elena",
        date(2026, 5, 12),
    )


def scenario(given: dict[str, InputValue], **changes: Any) -> Scenario:
    inputs = {metric: row(metric, value) for metric, value in given.items()}
    whole = Scenario(
        id=1, venture_id=1, venture="", name="Base", main=True, horizon_months=12, retention=None, discount=0.0,
        payback_limit=12, ltv_cac_mark=3.0, sure=0.8, develop_cost_minor=None, develop_clients=None,
        develop_uplift_minor=None, note="", version=1, inputs=inputs, correlations=(), channels=(), fixed=(), links={},
        simulated=read_simulated(simulated(inputs, {})), simulated_at=None, may_work=True,
    )  # fmt: skip
    return replace(whole, **changes)


def test_a_sound_business_converges_and_names_its_bottleneck_not_the_most_elastic() -> None:
    found = economics(scenario(BASE), "EUR")
    assert found.verdict.code == "converges"
    assert found.verdict.bottleneck == "conversion"
    assert found.elasticity is not None
    assert max(found.elasticity, key=lambda name: found.elasticity[name]) == "price"


def test_a_losing_business_does_not_and_tells_the_least_joint_change() -> None:
    found = economics(scenario(LOSING), "EUR")
    assert found.verdict.code == "does_not"
    assert found.elasticity is None
    assert found.better is not None
    assert found.better["users"] < 0
    assert found.verdict.together is not None
    assert found.verdict.reachable
    assert "price" in found.verdict.alone


def test_in_between_it_is_unknown_and_says_what_to_measure() -> None:
    found = economics(scenario(BASE | {"conversion": InputValue(0.021, 0.012, 0.03)}), "EUR")
    assert found.verdict.code == "unknown"
    assert found.verdict.measure == "conversion"
    assert found.verdict.chance is not None
    assert 0.2 < found.verdict.chance < 0.8


def test_a_missing_number_makes_it_unknown_and_is_named() -> None:
    given = {metric: value for metric, value in BASE.items() if metric != "orders"}
    found = economics(scenario(given), "EUR")
    assert (found.verdict.code, found.verdict.missing, found.chain) == ("unknown", ("orders",), None)


def test_without_any_range_the_answer_tells_no_chance() -> None:
    found = economics(scenario({metric: InputValue(value.value) for metric, value in BASE.items()}), "EUR")
    assert found.verdict.code == "converges"
    assert not found.verdict.ranges
    assert found.verdict.chance is None


def test_break_even_values_say_whether_they_can_be_and_lie_within_reach() -> None:
    rows = {one.metric: one for one in economics(scenario(LOSING), "EUR").evens}
    assert rows["price"].value == pytest.approx(3175)
    assert rows["price"].inside
    assert rows["price"].distance == pytest.approx(175 / 3000)
    assert not rows["first_cost"].feasible
    assert rows["conversion"].inside is False


def test_payback_that_never_comes_is_never_and_not_a_large_number() -> None:
    # A client is worth 1,960 over a year's orders; of those who pay 1,343 back, too few stay.
    slow = economics(scenario(BASE | {"user_cost": InputValue(66.0)}, retention=0.5, horizon_months=12), "EUR")
    assert slow.timing is not None
    assert slow.timing.payback is not None
    assert slow.timing.payback.ever
    lost = economics(scenario(LOSING, retention=0.5), "EUR")
    assert lost.timing.payback.whole is None
    assert lost.timing.in_time is False


def test_the_months_of_the_horizon_add_up_to_the_margin_of_a_client() -> None:
    found = economics(scenario(BASE, retention=0.9), "EUR")
    assert found.timing.lifetime.horizon == pytest.approx((3000 - 1800) * 1.8)


def test_covering_fixed_costs_is_the_same_in_orders_and_in_users() -> None:
    found = economics(scenario(BASE, fixed=(FixedRow(1, "Rent", 10_000_000),)), "EUR")
    needed = found.chain.users_to_cover_fixed
    assert needed is not None
    assert found.volume.units == pytest.approx(needed * 0.035 * 1.8)
    assert found.volume.leverage == pytest.approx(found.chain.contribution / found.chain.profit)


def test_a_channel_is_told_loaded_of_the_media_alone_and_of_the_next_clients() -> None:
    ads = ChannelRow(1, "ads", 4_000_000, 1_000_000, 0, 0, 2000, 100, 2_000_000, 25, 1)
    calls = ChannelRow(2, "outbound", 500_000, 3_000_000, 0, 0, 500, 50, None, None, 1)
    found = economics(scenario(BASE, channels=(ads, calls)), "EUR").channels
    assert [one.loaded_minor for one in found.rows] == [50_000, 70_000]
    assert [one.media_minor for one in found.rows] == [40_000, 10_000]
    assert found.rows[0].marginal_minor == 80_000
    assert found.rows[0].pays
    assert found.rows[1].pays is None
    assert found.blended_minor == pytest.approx(8_500_000 / 150)


def tried(name: str, money: int, clients: int) -> ChannelRow:
    return ChannelRow(1, name, 0, 0, 0, 0, 0, 0, money, clients, 1)


def test_money_moves_to_the_channel_whose_last_step_surely_brought_more() -> None:
    rows = (
        tried("ads", 2_000_000, 10),
        tried("calls", 1_000_000, 40),
        ChannelRow(3, "fairs", 1, 0, 0, 0, 0, 0, None, None, 1),
    )
    moved = economics(scenario(BASE, channels=rows), "EUR").channels.moved
    assert moved is not None
    assert (moved.source, moved.target, moved.advice) == ("ads", "calls", "move")
    assert moved.move.money == 1_000_000


def test_a_few_clients_do_not_tell_which_channel_deserves_the_money() -> None:
    rows = (tried("ads", 1_000_000, 6), tried("calls", 1_000_000, 8))
    moved = economics(scenario(BASE, channels=rows), "EUR").channels.moved
    assert moved is not None
    assert (moved.target, moved.advice) == ("calls", "unsure")


def test_money_is_moved_to_no_channel_whose_next_clients_do_not_pay() -> None:
    rows = (tried("ads", 100_000_000, 10), tried("calls", 100_000_000, 40))
    moved = economics(scenario(BASE, channels=rows), "EUR").channels.moved
    assert moved is not None
    assert moved.advice == "nowhere"


def test_money_goes_to_a_channel_that_pays_even_beside_one_hardly_tried() -> None:
    """Nobody came of the last €100 of calls, which says little; that the next clients of ads pay stays true."""
    rows = (tried("ads", 2_500_000, 100), tried("calls", 10_000, 0), tried("fairs", 2_500_000, 10))
    moved = economics(scenario(BASE, channels=rows), "EUR").channels.moved
    assert moved is not None
    assert (moved.source, moved.target, moved.advice) == ("fairs", "ads", "move")


def test_one_channel_tried_says_nothing_of_moving() -> None:
    assert economics(scenario(BASE, channels=(tried("ads", 100, 1),)), "EUR").channels.moved is None


def spent(money: int, clients: int) -> Channels:
    return channel_costs([ChannelRow(1, "ads", money, 0, 0, 0, 10_000, clients, None, None, 1)], None)


@pytest.mark.parametrize(
    ("chain", "channels", "told"),
    [
        (4_000, spent(340_000, 25), True),
        (16_000, spent(340_000, 25), False),
        (18_000, spent(340_000, 25), True),
        (4_000, spent(10_000, 1), False),
        (4_000, spent(40_800_000, 10_000), False),
        (4_000, spent(44_000_000, 10_000), True),
        (4_000, spent(340_000, 0), False),
        (4_000, spent(0, 25), False),
        (None, spent(340_000, 25), False),
    ],
)
def test_a_cost_of_a_buyer_that_the_channels_contradict_is_told(
    chain: float | None, channels: Channels, told: bool
) -> None:
    """Outside the interval of the channels, which is wide where few came, and not by a trifle, however many did."""
    assert (cac_gap(chain, channels) is not None) == told


def test_what_is_counted_from_the_channels_does_not_contradict_them() -> None:
    ads = ChannelRow(1, "ads", 340_000, 0, 0, 0, 1000, 25, None, None, 1)
    typed = scenario(BASE, channels=(ads,))
    gap = economics(typed, "EUR").cac_gap
    assert gap is not None
    assert (gap.channels_minor, gap.chain_minor) == pytest.approx((13_600, 100 * 40 / 0.035))
    link = LinkRow("user_cost", Wanted("channels"), Found(), "", "Ana", clock.now())
    half = economics(scenario(BASE, channels=(ads,), links={"user_cost": link}), "EUR")
    assert half.cac_gap is not None, "C1 is still typed"
    both = {metric: replace(link, metric=metric) for metric in ("user_cost", "conversion")}
    assert economics(scenario(BASE, channels=(ads,), links=both), "EUR").cac_gap is None


def test_money_for_clients_there_are_is_weighed_against_winning_new_ones() -> None:
    ads = ChannelRow(1, "ads", 4_000_000, 0, 0, 0, 0, 20, None, None, 1)
    found = economics(
        scenario(BASE, channels=(ads,), develop_cost_minor=1_000_000, develop_clients=80, develop_uplift_minor=30_000),
        "EUR",
    )
    assert found.returns.acquire == pytest.approx(20 * 1960 / 40_000)
    assert found.returns.develop == pytest.approx(2.4)
