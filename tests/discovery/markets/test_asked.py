"""Who has a problem when a survey asks: counted apart, narrowing what the talks leave open and never raising it."""

from typing import Any

import pytest
from scipy import stats

from tenure.discovery.gates.numbers import gate_numbers
from tenure.discovery.interviews.counting import Mentions
from tenure.discovery.markets.asked import FEW, MORE_THAN_HEARD, NOBODY, SURVEY, TALKS, Stated, counted, prevalence
from tenure.discovery.markets.matrix import Cell, matrix_of
from tenure.discovery.markets.merging import merge_problem
from tenure.discovery.markets.removing import remove_problem
from tenure.discovery.models import InterviewProblem, Problem, Segment, Survey, SurveyQuestion, Venture
from tenure.discovery.surveys.answers import add_answer, paste_answers
from tenure.discovery.surveys.questions import QuestionText, add_question
from tenure.engine.evidence.proportions import posterior
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User
from tests.venture_factories import (
    make_interview,
    make_problem,
    make_segment,
    make_survey,
    make_survey_answer,
    make_venture,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(salesperson: User, workspace: Any) -> Venture:
    return make_venture(salesperson)


@pytest.fixture
def segment(venture: Venture) -> Segment:
    return make_segment(venture, accounts_low=1000, accounts_high=1000)


@pytest.fixture
def problem(venture: Venture) -> Problem:
    return make_problem(venture)


def heard(s: int, n: int) -> Mentions:
    return Mentions(s, 0, n, posterior(s, n))


def stated(yes: int, n: int) -> Stated:
    return Stated(1, "How many have it?", yes, n)


def ask(segment: Segment, problem: Problem, yes: int, of: int) -> Survey:
    """A survey of one segment with so many answers."""
    survey = make_survey(segment.venture, "How many have it?", kinds=("problem",), segment=segment)
    SurveyQuestion.objects.filter(survey=survey).update(problem=problem)
    for place in range(of):
        make_survey_answer(survey, [place < yes], segment=segment)
    return survey


def talk(segment: Segment, problem: Problem, named: int, of: int) -> None:
    for place in range(of):
        one = make_interview(segment.venture, segment=segment, name=f"Person {place}")
        if place < named:
            InterviewProblem.objects.create(interview=one, problem=problem, cost_minor=10_000)


def cell_of(user: User, segment: Segment, problem: Problem) -> Cell:
    return matrix_of(actor=user, venture_id=segment.venture_id).cells[segment.pk, problem.pk]


def test_a_survey_of_forty_within_what_the_talks_leave_room_for_decides() -> None:
    found = prevalence(heard(8, 15), stated(20, 40))
    assert (found.by, found.share) == (SURVEY, posterior(20, 40))


def test_below_forty_answers_the_talks_decide() -> None:
    found = prevalence(heard(8, 15), stated(20, 39))
    assert (found.by, found.why, found.share) == (TALKS, FEW, posterior(8, 15))


def test_more_yes_than_the_talks_leave_room_for_does_not_raise_the_market() -> None:
    """Three of fifteen named it; the upper end of the middle 80 % is 0.36, and half of a hundred say yes when asked."""
    assert stats.beta(4, 13).ppf(0.9) < 0.5
    found = prevalence(heard(3, 15), stated(50, 100))
    assert (found.by, found.why) == (TALKS, MORE_THAN_HEARD)


def test_fewer_yes_than_were_heard_lower_it() -> None:
    assert prevalence(heard(12, 15), stated(10, 100)).by == SURVEY


def test_where_nobody_was_heard_the_survey_is_all_there_is() -> None:
    assert prevalence(heard(0, 0), stated(20, 40)).by == SURVEY
    few = prevalence(heard(0, 0), stated(5, 10))
    assert (few.by, few.share) == (NOBODY, None)


def test_who_says_yes_to_one_of_two_wordings_has_it_and_is_counted_once() -> None:
    asked = {7: {"1": 5, "2": 5}}
    found = counted(asked, {7: "S"}, [(7, 3, {"1": False, "2": True}), (7, 3, {"1": False}), (7, 3, {})])
    assert found == {(3, 5): Stated(7, "S", 1, 2)}


def test_of_two_surveys_in_a_segment_the_larger_counts_so_that_nobody_counts_twice() -> None:
    asked = {7: {"1": 5}, 8: {"2": 5}}
    answers: list[Any] = [(7, 3, {"1": True})] * 3 + [(8, 3, {"2": False})] * 2
    assert counted(asked, {7: "A", 8: "B"}, answers) == {(3, 5): Stated(7, "A", 3, 3)}


def test_the_market_is_reckoned_on_the_survey_that_decides(
    segment: Segment, problem: Problem, salesperson: User
) -> None:
    talk(segment, problem, 8, 15)
    ask(segment, problem, 24, 60)
    cell = cell_of(salesperson, segment, problem)
    assert (cell.mentions.unprompted, cell.mentions.people, cell.stated) == (
        8, 15, Stated(Survey.objects.get().pk, "How many have it?", 24, 60),
    )  # fmt: skip
    assert cell.value_low_minor == pytest.approx(1000 * 120_000 * stats.beta(25, 37).ppf(0.1), rel=1e-6)


def test_gates_go_on_counting_those_who_named_it_by_themselves(
    venture: Venture, segment: Segment, problem: Problem, salesperson: User
) -> None:
    talk(segment, problem, 8, 15)
    ask(segment, problem, 30, 60)
    found = gate_numbers(
        actor=salesperson, venture=venture, currency="USD", rules=["prevalence"], today=clock.today()
    )  # fmt: skip
    (cell,) = found.cells
    assert (cell.mentions, cell.asked, cell.share) == (8, 15, posterior(8, 15))


def test_answers_set_aside_and_those_of_nobodys_segment_count_nowhere(
    segment: Segment, problem: Problem, salesperson: User
) -> None:
    survey = ask(segment, problem, 2, 3)
    make_survey_answer(survey, [True], segment=segment, aside="fast")
    make_survey_answer(survey, [True])
    found = cell_of(salesperson, segment, problem).stated
    assert found is not None
    assert (found.yes, found.people) == (2, 3)


def test_a_question_asks_about_a_problem_of_its_venture(venture: Venture, problem: Problem, salesperson: User) -> None:
    survey = make_survey(venture, kinds=())
    stranger = make_problem(make_venture(salesperson, "Another"))
    for number in (None, stranger.pk):
        with pytest.raises(InvalidValue, match="question_problem_missing"):
            add_question(
                actor=salesperson, survey_id=survey.pk, wanted=QuestionText("problem", problem_id=number)
            )  # fmt: skip
    add_question(actor=salesperson, survey_id=survey.pk, wanted=QuestionText("problem", problem_id=problem.pk))
    assert SurveyQuestion.objects.get().problem == problem


def test_answers_are_entered_and_pasted_as_yes_and_no(segment: Segment, problem: Problem, salesperson: User) -> None:
    survey = ask(segment, problem, 0, 0)
    question = survey.questions.get()
    add_answer(actor=salesperson, survey_id=survey.pk, sent={f"q{question.pk}": ["1"]})
    assert paste_answers(actor=salesperson, survey_id=survey.pk, question_id=question.pk, text="yes\nнет\n0") == 3
    found = cell_of(salesperson, segment, problem).stated
    assert found is not None
    assert (found.yes, found.people) == (2, 4)
    with pytest.raises(InvalidValue, match="paste_lines_problem"):
        paste_answers(actor=salesperson, survey_id=survey.pk, question_id=question.pk, text="yes\nmaybe")


def test_a_merged_problem_keeps_what_surveys_asked_of_it_and_one_asked_about_stays(
    venture: Venture, segment: Segment, problem: Problem, salesperson: User
) -> None:
    other = make_problem(venture, "Said in other words")
    ask(segment, other, 1, 2)
    with pytest.raises(InvalidValue, match="problem_in_use"):
        remove_problem(actor=salesperson, problem_id=other.pk, version=1)
    merge_problem(actor=salesperson, problem_id=other.pk, version=1, kept_id=problem.pk)
    assert cell_of(salesperson, segment, problem).stated is not None
