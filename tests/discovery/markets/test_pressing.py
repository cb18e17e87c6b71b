"""For how many people a problem is among their worst, and how many of them it costs something today. Pure."""

from hypothesis import given
from hypothesis import strategies as st

from tenure.discovery.interviews.counting import Heard
from tenure.discovery.interviews.counts import HeardProblem
from tenure.discovery.markets.pressing import pressing

FLOUR, BOXES, NIGHT = 1, 2, 3


def talk(number: int, person: str = "", cluster: str = "", segment: int | None = 7) -> Heard:
    return Heard(number, segment, person or f"interview:{number}", cluster, stranger=True, friend=False)


def said(number: int, problem: int, severity: int | None, cost: int | None = None) -> HeardProblem:
    return HeardProblem(number, problem, True, severity, cost, None, False)


def test_the_place_of_a_problem_is_told_among_what_each_person_named() -> None:
    found = pressing(
        [talk(1), talk(2)],
        [said(1, FLOUR, 9, 100), said(1, BOXES, 4), said(2, BOXES, 8, 0), said(2, FLOUR, 8), said(2, NIGHT, 1)],
    )
    assert sorted(found[7, FLOUR].ranks) == [1, 1], "two as bad as each other are both the worst"
    assert sorted(found[7, BOXES].ranks) == [1, 2]
    assert found[7, NIGHT].ranks == (3,)
    assert (found[7, FLOUR].paying, found[7, BOXES].paying) == (1, 0), "nothing a month is no cost"


def test_a_person_heard_twice_is_one_and_colleagues_are_fewer_than_they_are() -> None:
    talks = [talk(1, "person:5", "client:1"), talk(2, "person:5"), talk(3, "person:6", "client:1")]
    found = pressing(talks, [said(1, FLOUR, 3, 50), said(2, FLOUR, 9, 60), said(2, BOXES, 5), said(3, FLOUR, 7)])
    assert (found[7, FLOUR].ranks, found[7, FLOUR].paying) == ((1, 1), 1)
    assert 1 < sum(found[7, FLOUR].weights) < 2


def test_a_talk_of_no_segment_presses_nobody() -> None:
    assert pressing([talk(1, segment=None)], [said(1, FLOUR, 9, 100)]) == {}


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 4), st.integers(1, 10)), max_size=30))
def test_everybody_has_a_worst_problem_and_nobody_counts_twice(rows: list[tuple[int, int, int]]) -> None:
    heard = {(who, problem): said(who, problem, severity) for who, problem, severity in rows}
    found = pressing([talk(number) for number in range(1, 7)], heard.values())
    people = {who for who, _problem in heard}
    assert sum(one.ranks.count(1) for one in found.values()) >= len(people)
    for one in found.values():
        assert len(one.ranks) <= len(people)
        assert one.weights == (1.0,) * len(one.ranks)
