"""Criteria of growing read from the base: orders, deals, tasks and talks. Pure; too little data decides nothing.

The numbers are those of the newest reading (`journeys.ventures.gate_base`); what is decided on them is decided here, by the
marks of the venture.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tenure.discovery.gates.finding import MET, MISSING, OPEN, Finding, Marks
from tenure.discovery.gates.numbers import GateNumbers
from tenure.engine.base.growth import difference_below, reaches
from tenure.engine.evidence.proportions import posterior
from tenure.kernel import clock

# Fewer than these say nothing: clients of a part, newcomers of a half, clients worked, months of orders.
FEW_CLIENTS, FEW_NEWCOMERS, FEW_WORKED, FEW_MONTHS = 5, 20, 10, 3
YEAR = 12
# Served by hand: fewer do not show that they are satisfied.
FEW_SERVED = 5
# Of the money, so much must belong to clients somebody answers for.
KNOWN = 0.5


def _read(numbers: GateNumbers) -> Finding | None:
    """What stands in the way of reading the base; None: nothing does."""
    base = numbers.base
    if base.source == "none":
        return Finding(OPEN, "base_no_source", {}, "choose_orders")
    if base.at is None or not base.numbers:
        return Finding(OPEN, "base_waiting" if base.waiting else "base_not_read", {}, "read_base")
    if numbers.base_old:
        return Finding(OPEN, "base_old", {"read": clock.day_of(base.at).isoformat()}, "read_base")
    return None


def _part(numbers: GateNumbers, name: str) -> Mapping[str, Any] | None:
    return numbers.base.numbers.get(name)


def _by_interval(low: float, high: float, mark: float, *, below: bool = False) -> str:
    """met when the whole interval lies on the right side of the mark, missing when on the wrong one."""
    if below:
        return MET if high <= mark else MISSING if low > mark else OPEN
    return MET if low >= mark else MISSING if high < mark else OPEN


def market_share(marks: Marks, numbers: GateNumbers) -> Finding:
    """Of what is obtainable a year, so much is sold (C2); the range of the market is that of the share."""
    if (waits := _read(numbers)) is not None:
        return waits
    sized = [cell for cell in numbers.cells if cell.som_low_minor and cell.som_high_minor]
    if not sized:
        return Finding(OPEN, "no_size", {}, "size_market")
    turnover, months = numbers.base.numbers.get("turnover", 0), numbers.base.numbers.get("months", 0)
    if turnover <= 0 or months < FEW_MONTHS:
        return Finding(OPEN, "base_few_months", {"months": months}, "wait_orders")
    cell = max(sized, key=lambda one: one.som_low_minor or 0)
    low, high = turnover / (cell.som_high_minor or 1), turnover / (cell.som_low_minor or 1)
    found = {"segment": cell.segment, "problem": cell.problem, "money": turnover, "high": cell.som_high_minor}
    if low > 1:
        # Nobody sells more than there is: the size is wrong, or these are not the orders of this market.
        return Finding(OPEN, "market_outgrown", found, "market_or_orders")
    found |= {"part_low": low, "part_high": min(high, 1.0)}
    state = _by_interval(low, high, marks["goal"])
    if state == MISSING and numbers.base.numbers.get("watched", YEAR) < YEAR:
        return Finding(OPEN, "market_part", found, "wait_orders")  # the market is a year's, the orders are not yet
    return Finding(state, "market_part", found, {OPEN: "narrow_market", MISSING: "sell_more"}.get(state, ""))


def pipeline(marks: Marks, numbers: GateNumbers) -> Finding:
    """Open deals, each with its chance, bring the plan surely enough (C3)."""
    if not marks["plan"]:
        return Finding(OPEN, "no_plan", {}, "set_plan")
    if (waits := _read(numbers)) is not None:
        return waits
    deals = _part(numbers, "pipeline")
    if deals is None or not deals["open"]:
        return Finding(OPEN, "no_deals", {"unvalued": deals["unvalued"] if deals else 0}, "write_deals")
    chance = reaches(deals["quantiles"], marks["plan"] * numbers.minor_per_unit)
    found = {
        "chance": chance, "deals": deals["open"], "mean_minor": round(deals["mean"]), "low": deals["quantiles"][10],
        "high": deals["quantiles"][90], "won": deals["won"], "closed": deals["won"] + deals["lost"],
    }  # fmt: skip
    if chance >= marks["sure"]:
        return Finding(MET, "pipeline", found)
    # Without closed deals the chances are a guess: too little to decide against.
    against = chance <= 1 - marks["sure"] and found["closed"] > 0
    return Finding(MISSING if against else OPEN, "pipeline", found, "more_deals")


def newcomers_stay(marks: Marks, numbers: GateNumbers) -> Finding:
    """The late half of newcomers comes back no worse than the early one, by less than the margin (C4)."""
    if (waits := _read(numbers)) is not None:
        return waits
    found = _part(numbers, "newcomers")
    if found is None or min(found["early"], found["late"]) < FEW_NEWCOMERS:
        told = {"late": found["late"] if found else 0, "early": found["early"] if found else 0, "least": FEW_NEWCOMERS}
        return Finding(OPEN, "few_newcomers", told, "wait_orders")
    early, late = posterior(found["early_back"], found["early"]), posterior(found["late_back"], found["late"])
    chance = 1 - difference_below(late, early, -marks["margin"])
    told = {name: found[name] for name in ("early", "early_back", "late", "late_back", "split", "days")} | {
        "chance": chance, "margin": marks["margin"], "gap_low": found["low"], "gap_high": found["high"],
    }  # fmt: skip
    if chance >= marks["sure"]:
        return Finding(MET, "newcomers", told)
    against = chance <= 1 - marks["sure"]
    return Finding(MISSING if against else OPEN, "newcomers", told, "look_at_newcomers" if against else "wait_orders")


def sold_by_others(marks: Marks, numbers: GateNumbers) -> Finding:
    """So much of the money comes from clients others than the founder answer for; presales where orders do not tell (B2)."""
    waits = _read(numbers)
    found = None if waits else _part(numbers, "others")
    if found is not None and found["clients"] >= FEW_CLIENTS and found["known"] >= KNOWN:
        told = {
            "part_low": found["low"],
            "part_high": found["high"],
            "share": found["share"],
            "clients": found["clients"],
        }
        state = _by_interval(found["low"], found["high"], marks["others"])
        return Finding(state, "others_orders", told, "" if state == MET else "hand_over_sales")
    if numbers.sales:
        share = posterior(numbers.without_founder, numbers.sales)
        low, high = share.interval(0.8)
        told = {"sales": numbers.sales, "without": numbers.without_founder, "part_low": low, "part_high": high}
        state = _by_interval(low, high, marks["others"])
        return Finding(state, "others_presales", told, "" if state == MET else "hand_over_sales")
    return waits or Finding(OPEN, "others_unknown", {}, "give_owners")


def forecast_held(marks: Marks, numbers: GateNumbers) -> Finding:
    """The forecast missed by no more than the mark in each of the last quarters (B3)."""
    if (waits := _read(numbers)) is not None:
        return waits
    rows = [row for row in numbers.base.numbers.get("forecasts", []) if row["expected"] > 0]
    wanted = int(marks["quarters"])
    errors = [(row["came"] - row["expected"]) / row["expected"] for row in rows][-wanted:]
    if len(errors) < wanted:
        return Finding(OPEN, "few_quarters", {"quarters": len(errors)}, "wait_forecast")
    worst = max(errors, key=abs)
    found = {"gap": worst, "quarters": len(errors)}
    met = abs(worst) <= marks["error"]
    return Finding(MET if met else MISSING, "forecast", found, "" if met else "look_at_forecast")


def base_worked(marks: Marks, numbers: GateNumbers) -> Finding:
    """Of the clients of the year so many have an owner, a class, and a next step or a late talk: counted whole (B4)."""
    if (waits := _read(numbers)) is not None:
        return waits
    found = _part(numbers, "worked")
    if found is None or found["clients"] < FEW_WORKED:
        return Finding(OPEN, "few_clients", {"clients": found["clients"] if found else 0}, "wait_orders")
    told = {"share": found["all"] / found["clients"], **found}
    met = told["share"] >= marks["worked"]
    return Finding(MET if met else MISSING, "worked", told, "" if met else "work_base")


def single_client(marks: Marks, numbers: GateNumbers) -> Finding:
    """No client brings more than the mark of the margin, of the turnover where margins are unknown (B5)."""
    if (waits := _read(numbers)) is not None:
        return waits
    found = _part(numbers, "largest")
    if found is None or found["clients"] < FEW_CLIENTS:
        return Finding(OPEN, "few_clients", {"clients": found["clients"] if found else 0}, "wait_orders")
    told = {"share": found["share"], "part_low": found["low"], "part_high": found["high"], "of_margin": found["margin"]}
    state = _by_interval(found["low"], found["high"], marks["largest"], below=True)
    return Finding(state, "largest", told, "" if state == MET else "widen_base")


BASE_RULES: dict[str, Callable[[Marks, GateNumbers], Finding]] = {
    "market_share": market_share, "pipeline": pipeline, "newcomers_stay": newcomers_stay,
    "sold_by_others": sold_by_others, "forecast_held": forecast_held, "base_worked": base_worked,
    "single_client": single_client,
}  # fmt: skip
