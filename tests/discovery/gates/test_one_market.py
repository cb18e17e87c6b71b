"""What is asked of a market is asked of one and the same: three segments that meet a third each prove nothing."""

from dataclasses import replace

from tenure.discovery.gates.criteria import Criterion
from tenure.discovery.gates.numbers import Cell, GateNumbers, Talks
from tenure.discovery.gates.one_market import OF_ONE_MARKET
from tenure.discovery.gates.standard import CRITERIA
from tenure.discovery.gates.view import GateLine, judged

ASKED = tuple(
    Criterion("discovery", one.code, "", False, one.rule, one.marks, one.need, None, 0)
    for one in CRITERIA["discovery"]
    if one.rule in OF_ONE_MARKET
)
COLD = Cell("", "Late flour", 0, 0, None, None, 0, None, None, None)


def having(segment: str, problem: str = "Late flour") -> Cell:
    """Eighteen of twenty have it: enough for D2 even when picked from a few."""
    return replace(COLD, segment=segment, problem=problem, mentions=18, asked=20)


def pressing(cell: Cell) -> Cell:
    return replace(cell, ranks=(1,) * 12, weights=(1.0,) * 12, paying=5)


def carrying(cell: Cell) -> Cell:
    return replace(cell, carries=0.999, som_low_minor=10**9, som_high_minor=10**10)


def lines(*cells: Cell, talks: tuple[Talks, ...] = ()) -> dict[str, GateLine]:
    numbers = GateNumbers(talks=talks, cells=cells, least_company_minor=1)
    return {line.criterion.code: line for line in judged(ASKED, numbers)}


def states(found: dict[str, GateLine]) -> dict[str, str]:
    return {code: line.state for code, line in found.items()}


def test_three_segments_that_meet_one_criterion_each_meet_one_together() -> None:
    found = lines(having("Cafes"), pressing(replace(COLD, segment="Mills")), talks=(Talks("Bakeries", 20, 9),))
    assert list(states(found).values()).count("met") == 1


def test_one_segment_that_meets_all_of_them_passes() -> None:
    best = carrying(pressing(having("Bakeries")))
    found = lines(having("Cafes"), best, talks=(Talks("Cafes", 90, 90), Talks("Bakeries", 15, 5)))
    assert set(states(found).values()) == {"met"}
    assert {line.finding.data["segment"] for line in found.values()} == {"Bakeries"}


def test_how_many_have_one_problem_and_how_another_presses_are_two_problems() -> None:
    talks = (Talks("Bakeries", 15, 5),)
    other = pressing(replace(COLD, segment="Bakeries", problem="Torn bags"))
    assert sorted(states(lines(having("Bakeries"), other, talks=talks)).values()) == ["met", "met", "open", "open"]


def test_what_is_narrowed_still_bears_having_been_picked_from_all_that_was_heard() -> None:
    """Nine of fourteen are sure of one market, not of the best of twenty."""
    weak = replace(COLD, segment="Bakeries", mentions=9, asked=14)
    others = tuple(replace(weak, problem=f"P{place}", mentions=3) for place in range(19))
    assert states(lines(weak))["D2"] == "met"
    found = lines(weak, *others)["D2"]
    assert (found.state, found.finding.data["problem"], found.finding.data["of"]) == ("open", "Late flour", 20)


def test_without_any_problem_the_segment_nearest_to_its_talks_is_told() -> None:
    found = lines(talks=(Talks("", 30, 30), Talks("Mills", 3, 3), Talks("Bakeries", 12, 1)))
    assert found["D1"].finding.data == {"segment": "Bakeries", "held": 12, "strangers": 1}
    assert set(states(found).values()) == {"open"}


def test_a_problem_decided_against_gives_way_to_one_that_is_open() -> None:
    denied = replace(COLD, segment="Bakeries", mentions=0, asked=18)
    found = lines(denied, replace(denied, problem="Torn bags", mentions=8), talks=(Talks("Bakeries", 18, 9),))
    assert (found["D2"].state, found["D2"].finding.data["problem"]) == ("open", "Torn bags")
    assert lines(denied)["D2"].state == "missing"
