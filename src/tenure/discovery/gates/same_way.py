"""Whether sales repeat: the last ones went by the same stages of the roadmap, and not all were the founder's (V2). Pure."""

from typing import Any

from tenure.discovery.gates.finding import MET, OPEN, Finding, Marks
from tenure.discovery.gates.numbers import GateNumbers
from tenure.discovery.offers.roadmap import SAME, UNMARKED
from tenure.engine.evidence.proportions import posterior

LEVEL = 0.8  # of an interval shown beside a share
ROUNDING = 1e-9


def roadmap(marks: Marks, numbers: GateNumbers) -> Finding:
    """Of the last first sales enough went by every stage in their order, and enough of all were made without the founder.
    Whether so many of those asked are enough at this price, a person judges; without a roadmap all of it."""
    if not numbers.roadmap.stages:
        return _without_roadmap(numbers)
    asked, least = int(marks["deals"]), numbers.without_founder >= marks["without_founder"]
    last = numbers.roadmap.last(asked)
    same, unmarked = sum(one.way == SAME for one in last), sum(one.way == UNMARKED for one in last)
    found: dict[str, Any] = {
        "same": same, "deals": len(last), "wanted": asked, "unmarked": unmarked, "sales": numbers.without_founder,
        "stages": len(numbers.roadmap.stages),
    }  # fmt: skip
    if numbers.asked is not None and numbers.asked.n:
        found |= {
            "won": numbers.asked.k, "of": numbers.asked.n, "part_low": numbers.asked.low,
            "part_high": numbers.asked.high,
        }  # fmt: skip
    if len(last) < asked:
        return Finding(OPEN, "same_way", found, "more_first_sales", {"more": asked - len(last)})
    if same < marks["same"] * asked - ROUNDING:
        return Finding(OPEN, "same_way", found, "mark_stages" if unmarked else "sell_one_way")
    return Finding(MET, "same_way", found) if least else Finding(OPEN, "same_way", found, "sell_without_founder")


def _without_roadmap(numbers: GateNumbers) -> Finding:
    """Sales without the founder and deals of the base, as both were counted before there was a roadmap."""
    deals = numbers.base.numbers.get("pipeline") or {"won": 0, "lost": 0}
    closed = deals["won"] + deals["lost"]
    found: dict[str, Any] = {"sales": numbers.without_founder, "won": deals["won"], "closed": closed}
    if closed:
        found["part_low"], found["part_high"] = posterior(deals["won"], closed).interval(LEVEL)
    return Finding(OPEN, "without_founder", found, "draw_roadmap")
