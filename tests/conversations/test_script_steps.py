"""Steps of a script: where they lead, where they are stuck, how they are kept, written and drawn."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.conversations.script_steps import (
    Step,
    StepAnswer,
    checked,
    follow,
    reachable,
    read,
    renumbered,
    shape_faults,
    stored,
)
from tenure.conversations.script_text import parsed, written
from tenure.kernel.errors import BadInput, InvalidValue
from tenure.web.scripts.tree import tree_of

WORDS = st.text(st.characters(categories=("Lu", "Ll", "Nd")), min_size=1, max_size=12)


@st.composite
def scripts(draw: Any) -> tuple[Step, ...]:
    count = draw(st.integers(1, 9))
    answers = st.builds(StepAnswer, WORDS, st.integers(0, count))
    steps = st.builds(Step, st.sampled_from(["say", "ask"]), WORDS, st.lists(answers, max_size=4).map(tuple))
    return tuple(draw(st.lists(steps, min_size=count, max_size=count)))


def script(*leads: tuple[int, ...]) -> tuple[Step, ...]:
    return tuple(
        Step("say", f"Step {n}.", tuple(StepAnswer(f"to {to}", to) for to in to_all))
        for n, to_all in enumerate(leads, 1)
    )


def faults(*leads: tuple[int, ...]) -> list[tuple[str, tuple[int, ...]]]:
    return [(fault.kind, fault.steps) for fault in shape_faults(script(*leads))]


def test_a_script_that_branches_and_ends_has_no_fault() -> None:
    assert faults((2, 3), (0,), (2, 0)) == []


def test_a_dead_end_is_named() -> None:
    assert faults((2,), ()) == [("dead_end", (2,))]


def test_a_step_nothing_leads_to_is_named() -> None:
    assert faults((0,), (0,)) == [("unreachable", (2,))]


def test_a_circle_is_named_with_its_steps() -> None:
    assert faults((2,), (3,), (1, 0)) == [("circle", (1, 2, 3))]


def test_a_circle_without_a_way_out_is_a_trap() -> None:
    assert faults((2, 0), (3,), (2,)) == [("circle", (2, 3)), ("trap", (2, 3))]


def test_a_step_that_leads_to_itself_is_a_circle() -> None:
    assert ("circle", (1,)) in faults((1, 0))


def test_an_answer_to_a_step_that_is_not_there_is_refused_with_its_place() -> None:
    with pytest.raises(InvalidValue) as caught:
        checked(script((7,)))
    assert caught.value.problem.data["step"] == 1
    assert caught.value.problem.data["to"] == 7


@pytest.mark.parametrize(
    "steps",
    [(), (Step("say", "  "),), (Step("say", "x" * 2001),), (Step("say", "x", (StepAnswer("y" * 161, 0),)),),
     (Step("say", "x", tuple(StepAnswer("y", 0) for _n in range(10))),), tuple(Step("say", "x") for _n in range(61))],
)  # fmt: skip
def test_steps_that_cannot_be_followed_are_refused(steps: tuple[Step, ...]) -> None:
    with pytest.raises(InvalidValue):
        checked(steps)


def test_following_takes_the_chosen_answers_and_stops_at_one_that_is_not_offered() -> None:
    steps = script((2, 3), (0,), (1,))
    assert follow(steps, []) == ((), 1)
    passed, at = follow(steps, [2, 1, 9])
    assert [one.number for one in passed] == [1, 3]
    assert at == 1
    assert follow(steps, [1, 1])[1] == 0


@given(scripts(), st.lists(st.integers(-3, 12), max_size=300))
def test_following_never_leaves_the_script(steps: tuple[Step, ...], choices: list[int]) -> None:
    passed, at = follow(steps, choices)
    assert 0 <= at <= len(steps)
    assert all(one.number in reachable(steps, 1) for one in passed)


@given(scripts())
def test_steps_come_back_as_they_were_kept_and_as_they_were_written(steps: tuple[Step, ...]) -> None:
    assert read(stored(steps)) == steps
    assert parsed(written(steps)) == steps


@given(scripts(), st.randoms())
def test_moving_steps_changes_no_way(steps: tuple[Step, ...], random: Any) -> None:
    order = list(range(1, len(steps) + 1))
    random.shuffle(order)
    moved = renumbered(steps, order)
    for new, old in enumerate(order, 1):
        before = [steps[one.to - 1].text if one.to else "" for one in steps[old - 1].answers]
        assert [moved[one.to - 1].text if one.to else "" for one in moved[new - 1].answers] == before


@given(scripts())
def test_the_picture_holds_every_step_once_and_none_over_another(steps: tuple[Step, ...]) -> None:
    tree = tree_of(steps)
    assert [box.number for box in tree.boxes] == list(range(1, len(steps) + 1))
    assert len({(box.x, box.y) for box in tree.boxes}) == len(steps)
    assert all(0 <= box.x < tree.width and 0 <= box.y < tree.height for box in tree.boxes)


@pytest.mark.parametrize("text", ["2. say: Hello.", "Hello.\n1. say: Hi."])
def test_a_text_that_is_no_script_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parsed(text)
    assert caught.value.problem.data["line"] == 1


@given(scripts())
def test_every_answer_is_a_line_or_named_in_its_box(steps: tuple[Step, ...]) -> None:
    tree = tree_of(steps)
    assert len(tree.lines) == len(reachable(steps, 1)) - 1
    for step, box in zip(steps, tree.boxes, strict=True):
        assert box.ends == any(answer.to == 0 for answer in step.answers)
        assert box.lost == (box.number not in reachable(steps, 1))
