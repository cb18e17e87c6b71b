"""What the base decides of the criteria of growing, and where it is too thin to decide. Pure."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tenure.discovery.fit.readings import BaseNumbers
from tenure.discovery.gates.numbers import Cell, GateNumbers
from tenure.discovery.gates.rules import find
from tenure.discovery.gates.standard import CRITERIA, FROM_BASE
from tenure.discovery.gates.words import found_words

USUAL = {one.rule: dict(one.marks) for criteria in CRITERIA.values() for one in criteria if one.rule}
AT = datetime(2026, 5, 11, tzinfo=UTC)


def read(**numbers: Any) -> GateNumbers:
    found = {"until": "2026-05-10", "since": "2025-06-01", "turnover": 0, "months": 12}
    return GateNumbers(base=BaseNumbers(AT, found | numbers, source="base"))


def state(rule: str, numbers: GateNumbers, **marks: float) -> str:
    return find(rule, USUAL[rule] | marks, numbers).state


@pytest.mark.parametrize("rule", sorted(FROM_BASE - {"pipeline"}))
def test_a_base_not_chosen_not_read_or_read_long_ago_decides_nothing(rule: str) -> None:
    unread = GateNumbers(base=BaseNumbers(source="base"))
    old = GateNumbers(base=BaseNumbers(AT, {"turnover": 1, "months": 12}, source="base"), base_old=True)
    for numbers, code, step in (
        (GateNumbers(), "base_no_source", "choose_orders"),
        (unread, "base_not_read", "read_base"),
        (old, "base_old", "read_base"),
    ):
        found = find(rule, USUAL[rule], numbers)
        assert (found.state, found.code, found.step) == ("open", code, step)


@pytest.mark.parametrize(
    ("low", "high", "clients", "expected"),
    [(0.12, 0.18, 40, "met"), (0.15, 0.26, 40, "open"), (0.25, 0.4, 40, "missing"), (0.25, 0.4, 4, "open")],
)
def test_the_largest_client_is_judged_by_the_whole_interval(
    low: float, high: float, clients: int, expected: str
) -> None:
    largest = {"share": (low + high) / 2, "low": low, "high": high, "clients": clients, "margin": True}
    assert state("single_client", read(largest=largest)) == expected


def newcomers(early: int, early_back: int, late: int, late_back: int) -> GateNumbers:
    told = {"early": early, "early_back": early_back, "late": late, "late_back": late_back}
    return read(newcomers=told | {"split": "2025-11-01", "days": 182, "low": -0.1, "high": 0.1})


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((60, 36, 60, 37), "met"), ((60, 36, 60, 31), "open"), ((60, 50, 60, 20), "missing"), ((60, 50, 12, 2), "open")],
)
def test_newcomers_may_be_worse_by_the_margin_and_few_of_them_decide_nothing(
    counts: tuple[int, int, int, int], expected: str
) -> None:
    assert state("newcomers_stay", newcomers(*counts)) == expected


def deals(**told: Any) -> GateNumbers:
    usual = {"open": 12, "unvalued": 0, "won": 8, "lost": 12, "mean": 5e6, "value": 9_000_000}
    return read(pipeline=usual | {"quantiles": [1_000_000 + 80_000 * step for step in range(101)]} | told)


def test_open_deals_cover_a_plan_once_there_is_one() -> None:
    found = find("pipeline", USUAL["pipeline"], deals())
    assert (found.state, found.step) == ("open", "set_plan")
    assert state("pipeline", deals(), plan=25_000) == "met"
    assert state("pipeline", deals(), plan=50_000) == "open"
    assert state("pipeline", deals(), plan=85_000) == "missing"
    # Nobody has closed a deal: one in three is a guess, and a guess decides nothing against.
    assert state("pipeline", deals(won=0, lost=0), plan=85_000) == "open"
    assert state("pipeline", deals(open=0), plan=25_000) == "open"


def test_orders_say_who_sells_and_presales_where_orders_do_not() -> None:
    def orders(low: float, high: float, known: float = 1.0) -> GateNumbers:
        return read(others={"share": (low + high) / 2, "low": low, "high": high, "clients": 30, "known": known})

    assert state("sold_by_others", orders(0.85, 0.95)) == "met"
    assert state("sold_by_others", orders(0.7, 0.9)) == "open"
    assert state("sold_by_others", orders(0.3, 0.5)) == "missing"
    assert find("sold_by_others", USUAL["sold_by_others"], orders(0.85, 0.95, known=0.2)).code == "others_unknown"
    presales = GateNumbers(sales=30, without_founder=29)
    assert state("sold_by_others", presales) == "met"
    assert state("sold_by_others", GateNumbers(sales=3, without_founder=3)) == "open"
    assert state("sold_by_others", GateNumbers(sales=9, without_founder=1)) == "missing"


def quarter(expected: int, came: int) -> dict[str, Any]:
    return {"start": "2026-01-01", "expected": expected, "came": came}


def test_the_forecast_must_hold_two_quarters_running() -> None:
    assert state("forecast_held", read(forecasts=[quarter(100, 90), quarter(100, 114)])) == "met"
    assert state("forecast_held", read(forecasts=[quarter(100, 60), quarter(100, 101)])) == "missing"
    assert state("forecast_held", read(forecasts=[quarter(100, 101)])) == "open"
    assert state("forecast_held", read(forecasts=[quarter(100, 60), quarter(100, 101)]), quarters=1) == "met"


def test_a_base_is_worked_when_its_clients_have_owner_class_and_next_step() -> None:
    def worked(clients: int, all_: int) -> GateNumbers:
        return read(worked={"clients": clients, "owned": clients, "classed": clients, "touched": all_, "all": all_})

    assert state("base_worked", worked(40, 32)) == "met"
    assert state("base_worked", worked(40, 31)) == "missing"
    assert state("base_worked", worked(9, 9)) == "open"


def test_the_share_of_the_market_is_as_wide_as_the_market() -> None:
    cell = Cell("Bakeries", "Late flour", 9, 12, 7.0, None, 2, 1.0, 40_000_00, 80_000_00)
    base = read(turnover=10_000_00).base
    assert state("market_share", GateNumbers(base=base, cells=(cell,))) == "met"
    assert state("market_share", GateNumbers(base=base, cells=(cell,)), goal=0.2) == "open"
    assert state("market_share", GateNumbers(base=base, cells=(cell,)), goal=0.3) == "missing"
    assert find("market_share", USUAL["market_share"], GateNumbers(base=base)).code == "no_size"
    outgrown = GateNumbers(base=read(turnover=90_000_00).base, cells=(cell,))
    assert find("market_share", USUAL["market_share"], outgrown).code == "market_outgrown"
    assert state("market_share", outgrown) == "open"
    young = BaseNumbers(AT, {"turnover": 10_000_00, "months": 2}, source="base")
    assert state("market_share", GateNumbers(base=young, cells=(cell,))) == "open"


def test_few_served_by_hand_prove_nothing_and_the_share_has_its_interval() -> None:
    numbers = GateNumbers(delivered=1, refunded=0, automation_known=True)
    found = find("by_hand", USUAL["by_hand"], numbers)
    assert (found.state, found.step) == ("open", "serve_more")
    assert (round(found.data["part_low"], 3), round(found.data["part_high"], 3)) == (0.051, 0.684)


@pytest.mark.parametrize(
    ("verdict", "expected"), [("fit", "met"), ("no_fit", "missing"), ("no_data", "open"), ("", "open")]
)
def test_the_sales_curve_says_what_the_board_says(verdict: str, expected: str) -> None:
    assert state("learning_curve", GateNumbers(curve=verdict)) == expected


def test_deals_won_stand_beside_the_sales_without_the_founder() -> None:
    found = find("roadmap", USUAL["roadmap"], deals())
    assert (found.state, found.data["won"], found.data["closed"]) == ("open", 8, 20)
    assert found.data["part_low"] < 0.4 < found.data["part_high"]


def test_four_months_of_orders_do_not_miss_a_years_share() -> None:
    cell = Cell("Bakeries", "Late flour", 9, 12, 7.0, None, 2, 1.0, 40_000_00, 80_000_00)
    young = GateNumbers(base=read(turnover=1_000_00, watched=4).base, cells=(cell,))
    found = find("market_share", USUAL["market_share"] | {"goal": 0.1}, young)
    assert (found.state, found.step) == ("open", "wait_orders")
    whole = GateNumbers(base=read(turnover=1_000_00, watched=12).base, cells=(cell,))
    assert find("market_share", USUAL["market_share"] | {"goal": 0.1}, whole).state == "missing"


@pytest.mark.parametrize(
    ("low", "said"), [(1.0, "all of a year's money is"), (0.97, "100 % of a year's money (97 % to 100 %) is")]
)
def test_a_share_that_is_all_of_it_is_not_told_as_a_range(low: float, said: str) -> None:
    told = {"share": 1.0, "part_low": low, "part_high": 1.0, "clients": 40}
    words = found_words("others_orders", told, "EUR").replace("\xa0", " ")
    assert words == f"{said} of clients others answer for"
