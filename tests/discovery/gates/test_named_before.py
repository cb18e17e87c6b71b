"""A market named before anybody was heard on it was picked by no result; one named afterwards was."""

from datetime import timedelta
from typing import Any

import pytest

from tenure.discovery.gates.named_before import named_before
from tenure.discovery.markets.merging import merge_problem
from tenure.discovery.markets.segments import SegmentText, edit_segment
from tenure.discovery.markets.unmerging import undo_merge_problem
from tenure.discovery.models import Hypothesis, Problem, ProblemMerge, Segment, TestCard, Venture
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.timeline import record_step
from tenure.kernel import clock
from tenure.privacy.models import User
from tests.venture_factories import (
    make_hypothesis,
    make_interview,
    make_problem,
    make_ready_test,
    make_segment,
    make_venture,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(salesperson: User, workspace: Any) -> Venture:
    return make_venture(salesperson)


@pytest.fixture
def cell(venture: Venture) -> tuple[Segment, Problem]:
    return make_segment(venture), make_problem(venture)


def how_named(venture: Venture, segment: int, problem: int) -> str:
    best = venture.segments.filter(declared_best=True).first()
    return named_before(venture, best.pk if best else None).how(segment, problem)


def lock(venture: Venture, segment: Segment, problem: Problem) -> TestCard:
    card = make_ready_test(make_hypothesis(venture, segment=segment, problem=problem))
    lock_test(actor=venture.owner, test_id=card.pk, version=card.version)
    return card


def declare(segment: Segment) -> None:
    text = SegmentText(segment.name, declared_best=True)
    edit_segment(actor=segment.venture.owner, segment_id=segment.pk, version=segment.version, text=text)


def test_a_test_locked_before_the_first_talk_names_its_cell(venture: Venture, cell: tuple[Segment, Problem]) -> None:
    lock(venture, *cell)
    make_interview(venture, segment=cell[0], held_on=clock.today(), created_at=clock.now())
    assert how_named(venture, cell[0].pk, cell[1].pk) == "cell"


@pytest.mark.parametrize("days", [0, 3])
def test_a_test_locked_after_a_talk_names_nothing(venture: Venture, cell: tuple[Segment, Problem], days: int) -> None:
    """Neither one that was held before, nor one of today that was written down before."""
    make_interview(venture, segment=cell[0], held_on=clock.today() - timedelta(days=days), created_at=clock.now())
    lock(venture, *cell)
    assert how_named(venture, cell[0].pk, cell[1].pk) == ""


def test_a_hypothesis_turned_to_another_problem_after_the_talks_names_nothing(
    venture: Venture, cell: tuple[Segment, Problem]
) -> None:
    segment, problem = cell
    card = lock(venture, segment, make_problem(venture, "Torn bags"))
    make_interview(venture, segment=segment, held_on=clock.today(), created_at=clock.now())
    # As it could be turned before claims stood still once locked.
    Hypothesis.objects.update(problem=problem)
    record_step(
        actor=venture.owner, venture=venture, loop=1, action="edit_hypothesis", subject_kind="hypothesis",
        subject_id=card.hypothesis_id, fields=["problem_id"],
    )  # fmt: skip
    assert how_named(venture, segment.pk, problem.pk) == ""


def test_a_problem_that_took_another_in_after_the_talks_was_not_named_before_them(
    venture: Venture, cell: tuple[Segment, Problem]
) -> None:
    segment, problem = cell
    lock(venture, segment, problem)
    make_interview(venture, segment=segment, held_on=clock.today(), created_at=clock.now())
    assert how_named(venture, segment.pk, problem.pk) == "cell"
    other = make_problem(venture, "Torn bags")
    merge_problem(actor=venture.owner, problem_id=other.pk, version=1, kept_id=problem.pk)
    assert how_named(venture, segment.pk, problem.pk) == ""
    more = make_problem(venture, "Wet flour")
    merge_problem(actor=venture.owner, problem_id=more.pk, version=1, kept_id=problem.pk)
    for _merge in range(2):
        assert how_named(venture, segment.pk, problem.pk) == ""
        last = ProblemMerge.objects.order_by("-pk")[0]
        undo_merge_problem(actor=venture.owner, merge_id=last.pk)
    assert how_named(venture, segment.pk, problem.pk) == "cell"


def test_the_segment_named_the_best_counts_when_it_was_named_first(
    venture: Venture, cell: tuple[Segment, Problem]
) -> None:
    segment, problem = cell
    declare(segment)
    make_interview(venture, segment=segment, held_on=clock.today(), created_at=clock.now())
    assert how_named(venture, segment.pk, problem.pk) == "segment"


def test_the_segment_named_the_best_after_its_talks_was_picked(venture: Venture, cell: tuple[Segment, Problem]) -> None:
    segment, problem = cell
    make_interview(venture, segment=segment, held_on=clock.today(), created_at=clock.now())
    declare(segment)
    assert how_named(venture, segment.pk, problem.pk) == ""
