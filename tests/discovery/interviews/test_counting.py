"""Counts with denominators: who brought it up by themselves, companies as one voice (C5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.discovery.interviews.counting import LIKENESS, Heard, count_segment

LATE = 7


def heard(number: int, *, cluster: str = "", person: str = "", **fields: object) -> Heard:
    values = {"unprompted": frozenset(), "prompted": frozenset(), "stranger": True, "friend": False} | fields
    return Heard(number, 1, person or f"interview:{number}", cluster, **values)  # type: ignore[arg-type]


def test_thirty_people_three_from_each_firm_are_worth_16_7_voices() -> None:
    found = count_segment(1, [heard(n, cluster=f"company:{n // 3}") for n in range(30)], [LATE])
    assert LIKENESS == 0.4
    assert (found.people, found.companies) == (30, 10)
    assert found.effective == pytest.approx(16.6667, abs=1e-3)


def test_only_what_they_said_themselves_counts_of_all_who_were_heard() -> None:
    talks = [heard(1, unprompted=frozenset({LATE})), heard(2, prompted=frozenset({LATE})), heard(3)]
    mentions = count_segment(1, talks, [LATE]).problems[LATE]
    assert (mentions.unprompted, mentions.prompted, mentions.people) == (1, 1, 3)
    assert mentions.mean == pytest.approx(2 / 5)
    assert mentions.low < mentions.mean < mentions.high


@pytest.mark.parametrize("bias", ["pitched", "led"])
def test_a_talk_in_which_we_told_them_what_to_say_counts_as_prompted(bias: str) -> None:
    mentions = count_segment(1, [heard(1, unprompted=frozenset({LATE}), biases=frozenset({bias}))], [LATE]).problems[
        LATE
    ]
    assert (mentions.unprompted, mentions.prompted) == (0, 1)


def test_one_person_talked_to_twice_is_one_person() -> None:
    talks = [
        heard(1, person="person:5", prompted=frozenset({LATE})),
        heard(2, person="person:5", unprompted=frozenset({LATE})),
    ]
    found = count_segment(1, talks, [LATE])
    assert (found.held, found.people) == (2, 1)
    assert (found.problems[LATE].unprompted, found.problems[LATE].prompted) == (1, 0)


def test_nobody_heard_means_nothing_known() -> None:
    found = count_segment(1, [], [LATE])
    assert (found.people, found.effective) == (0, 0.0)
    assert found.problems[LATE].mean == 0.5


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), max_size=40))
def test_voices_never_exceed_people_and_the_interval_holds_the_mean(said: list[tuple[bool, int]]) -> None:
    talks = [
        heard(n, cluster=f"company:{firm}" if firm else "", unprompted=frozenset({LATE} if named else ()))
        for n, (named, firm) in enumerate(said)
    ]
    found = count_segment(1, talks, [LATE])
    mentions = found.problems[LATE]
    assert found.companies <= found.people
    assert found.effective <= found.people + 1e-9
    assert 0 <= mentions.low < mentions.high <= 1
    assert mentions.unprompted + mentions.prompted <= mentions.people


def test_twenty_colleagues_do_not_outvote_ten_strangers() -> None:
    """Of thirty people twenty are of one firm and name it; the ten others, each on their own, do not."""
    talks = [heard(n, cluster="company:1", unprompted=frozenset({LATE})) for n in range(20)]
    found = count_segment(1, talks + [heard(20 + n) for n in range(10)], [LATE])
    voices = 20 / (1 + 19 * LIKENESS)
    assert found.effective == pytest.approx(10 + voices)
    assert found.problems[LATE].mean == pytest.approx((1 + voices) / (2 + 10 + voices))
    assert found.problems[LATE].unprompted == 20
