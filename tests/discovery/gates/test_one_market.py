"""What is asked of a market is asked of one and the same: three segments that meet a third each prove nothing."""

from dataclasses import replace

from tenure.discovery.gates.criteria import Criterion
from tenure.discovery.gates.numbers import Cell, Claim, GateNumbers, Talks
from tenure.discovery.gates.one_market import CHOOSING, OF_ONE_MARKET
from tenure.discovery.gates.proofs import Proof
from tenure.discovery.gates.standard import CRITERIA, WISH
from tenure.discovery.gates.view import GateLine, GateView, judged
from tenure.discovery.gates.words import found_words, step_words

ASKED = tuple(
    Criterion("discovery", one.code, "", False, one.rule, one.marks, one.need, None, 0)
    for one in CRITERIA["discovery"]
    if one.rule in OF_ONE_MARKET
)
MUSTS = tuple(one for one in ASKED if one.need != WISH)
COLD = Cell("", "Late flour", 0, 0, None, None, 0, None, None, None)


def having(segment: str, problem: str = "Late flour") -> Cell:
    """Eighteen of twenty have it: enough for D2 even when picked from a few."""
    return replace(COLD, segment=segment, problem=problem, mentions=18, asked=20)


def pressing(cell: Cell) -> Cell:
    return replace(cell, ranks=(1,) * 12, weights=(1.0,) * 12, paying=5)


def carrying(cell: Cell) -> Cell:
    return replace(cell, carries=0.999, som_low_minor=10**9, som_high_minor=10**10)


def lines(*cells: Cell, talks: tuple[Talks, ...] = (), channels: tuple[Claim, ...] = ()) -> dict[str, GateLine]:
    numbers = GateNumbers(talks=talks, cells=cells, channels=channels, least_company_minor=1)
    return {line.criterion.code: line for line in judged(ASKED, numbers)}


def reaching(segment: str, number: int = 7) -> Claim:
    return Claim(number, "A fair", 0.9, Proof(level=3, decided=True), number, None, segment)


def said(line: GateLine) -> str:
    return found_words(line.finding.code, line.finding.data, "EUR")


def states(found: dict[str, GateLine]) -> dict[str, str]:
    return {code: line.state for code, line in found.items()}


def test_three_segments_that_meet_one_criterion_each_meet_one_together() -> None:
    found = lines(having("Cafes"), pressing(replace(COLD, segment="Mills")), talks=(Talks("Bakeries", 20, 9),))
    assert list(states(found).values()).count("met") == 1


def test_one_segment_that_meets_all_of_them_passes() -> None:
    best = carrying(pressing(having("Bakeries")))
    talks = (Talks("Cafes", 90, 90), Talks("Bakeries", 15, 5, 5, 2))
    found = lines(having("Cafes"), best, talks=talks, channels=(reaching("Bakeries"),))
    assert set(states(found).values()) == {"met"}
    assert {line.finding.data["segment"] for line in found.values()} == {"Bakeries"}


def test_how_many_have_one_problem_and_how_another_presses_are_two_problems() -> None:
    talks = (Talks("Bakeries", 15, 5),)
    other = pressing(replace(COLD, segment="Bakeries", problem="Torn bags"))
    assert sorted(states(lines(having("Bakeries"), other, talks=talks)).values()) == [
        "met",
        "met",
        "open",
        "open",
        "open",
        "open",
    ]


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


BAKERIES = carrying(pressing(having("Bakeries")))


def test_a_channel_and_an_early_adopter_of_another_segment_open_no_gate() -> None:
    talks = (Talks("Bakeries", 20, 9, 2), Talks("Cafes", 3, 3, 5, 1))
    found = lines(BAKERIES, talks=talks, channels=(reaching("Cafes"),))
    assert {code for code, line in found.items() if line.state == "met"} == {"D1", "D2", "D3", "D5"}
    assert said(found["D6"]) == "H7 A fair reached Cafes, none reached Bakeries"
    assert said(found["D8"]) == "one of level 5 is of Cafes, none of Bakeries"
    own = lines(
        BAKERIES,
        talks=(Talks("Bakeries", 20, 9, 4, 1), *talks[1:]),
        channels=(reaching("Cafes"), reaching("Bakeries", 8)),
    )
    assert set(states(own).values()) == {"met"}
    assert (said(own["D6"]), said(own["D8"])) == ("H8 A fair (Bakeries)", "best level 4 (Bakeries)")


def test_what_names_no_segment_speaks_of_the_only_one_and_of_none_among_several() -> None:
    alone = (Talks("Bakeries", 20, 9), Talks("", 1, 1, 5, 1))
    assert set(states(lines(BAKERIES, talks=alone, channels=(reaching(""),))).values()) == {"met"}
    found = lines(BAKERIES, talks=(*alone, Talks("Cafes", 0, 0)), channels=(reaching(""),))
    assert {code: found[code].state for code in ("D6", "D8")} == {"D6": "open", "D8": "open"}
    assert "not known whether of Bakeries" in said(found["D6"])
    assert "of no segment named" in said(found["D8"])
    steps = {code: step_words(found[code].finding.step, found[code].finding.step_data) for code in ("D6", "D8")}
    assert steps["D6"].startswith("name the segment of H7")
    assert steps["D8"] == "say in the interview of which segment they are"


def test_without_any_segment_a_channel_is_told_and_the_first_criterion_keeps_the_gate_shut() -> None:
    found = lines(talks=(Talks("", 3, 3, 5, 1),), channels=(reaching(""),))
    assert (found["D6"].state, said(found["D6"])) == ("met", "H7 A fair")
    assert (found["D1"].finding.code, found["D8"].state) == ("no_segment", "met")


def test_a_wish_does_not_outweigh_a_must() -> None:
    """Mills meet every must, cafes all but one and the wish: the gate is judged on mills, and opens."""
    talks = (Talks("Cafes", 99, 50, 5, 3), Talks("Mills", 20, 9))
    cells = (pressing(having("Cafes")), carrying(pressing(having("Mills"))))
    found = lines(*cells, talks=talks, channels=(reaching("Cafes"), reaching("Mills", 8)))
    assert {found[one.code].state for one in MUSTS} == {"met"}
    assert found["D8"].finding.data["elsewhere"] == "Cafes"


def test_the_gate_names_the_segment_where_only_a_channel_is_known_of_it() -> None:
    found = lines(channels=(reaching("Mills"),))
    view = GateView(1, "discovery", "active", tuple(found.values()), None, None, None, True, None)  # type: ignore[arg-type]
    assert view.market == ("Mills",)


def test_a_hundred_scattered_ventures_open_no_gate() -> None:
    """Each segment has all but one of five things, another each: before, every one of these gates opened."""
    names = ("A", "B", "C", "D")
    for turn in range(100):
        lacks = dict(zip(names, [(turn + place) % 4 for place in range(4)], strict=True))
        cells = tuple(
            (carrying if lacks[name] != 0 else replace)(pressing(having(name)) if lacks[name] != 1 else having(name))
            for name in names
        )
        talks = tuple(Talks(name, 20, 9 if lacks[name] != 2 else 0, 5, 1) for name in names)
        channels = tuple(reaching(name, place) for place, name in enumerate(names) if lacks[name] != 3)
        found = lines(*cells, talks=talks, channels=channels)
        assert {found[one.code].state for one in MUSTS} != {"met"}


def committing(segment: str, number: int = 9) -> Claim:
    return Claim(number, "They sign", 0.95, Proof(level=5), number, None, segment)


def commitment_of(*offers: Claim, talks: tuple[Talks, ...]) -> GateLine:
    criteria = tuple(
        Criterion("discovery", one.code, "", False, one.rule, one.marks, one.need, None, 0)
        for one in CRITERIA["discovery"]
        if one.rule in CHOOSING
    )
    numbers = GateNumbers(talks=talks, offers=offers, least_company_minor=1)
    return next(line for line in judged(criteria, numbers) if line.criterion.rule == "commitment")


def test_what_another_segment_would_commit_to_opens_nothing_and_is_named() -> None:
    talks = (Talks("Bakeries", 15, 5), Talks("Cafes", 2, 0))
    found = commitment_of(committing("Cafes"), talks=talks)
    assert (found.state, found.finding.step) == ("open", "test_commitment")
    assert said(found) == "H9 They sign speaks of Cafes; nobody of Bakeries has committed anything yet"
    assert commitment_of(committing("Cafes"), committing("Bakeries"), talks=talks).state == "met"


def test_an_offer_to_nobody_in_particular_is_made_to_all() -> None:
    talks = (Talks("Bakeries", 15, 5), Talks("Cafes", 2, 0))
    assert commitment_of(committing(""), talks=talks).state == "met"
    assert commitment_of(committing("Cafes"), talks=()).state == "met", "no segment is chosen yet"


def test_of_two_markets_alike_the_one_that_would_commit_is_chosen() -> None:
    alike = (Talks("Bakeries", 15, 5), Talks("Cafes", 15, 5))
    assert commitment_of(committing("Cafes"), talks=alike).state == "met"
    assert commitment_of(committing("Bakeries"), talks=alike).state == "met"
