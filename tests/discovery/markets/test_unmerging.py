"""A merge of two problems taken back: each has what it had; what was changed since stays where it is."""

import json
from typing import Any

import pytest

from tenure.discovery.files.export import venture_file
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.interviews.forgetting import forget_interviews
from tenure.discovery.markets.matrix import matrix_of
from tenure.discovery.markets.merging import merge_problem
from tenure.discovery.markets.removing import remove_problem
from tenure.discovery.markets.unmerging import merges_into, undo_merge_problem, without
from tenure.discovery.models import (
    Hypothesis,
    Interview,
    InterviewProblem,
    MarketSize,
    Problem,
    ProblemMerge,
    Quote,
    Segment,
    SurveyQuestion,
    Venture,
    VentureEvent,
)
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, InvalidValue, NotAllowed, NotFound
from tenure.kernel.problems import sentence
from tenure.privacy.models import AuditRow, User
from tests.venture_factories import (
    let_in,
    make_hypothesis,
    make_interview,
    make_problem,
    make_segment,
    make_survey,
    make_venture,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(salesperson: User, workspace: Any) -> Venture:
    return make_venture(salesperson)


@pytest.fixture
def segment(venture: Venture) -> Segment:
    return make_segment(venture)


@pytest.fixture
def late(venture: Venture) -> Problem:
    return make_problem(venture, "Flour comes late", description="Every night.")


@pytest.fixture
def tardy(venture: Venture) -> Problem:
    return make_problem(venture, "Delivery is tardy", description="On Mondays above all.")


def merge(user: User, row: Problem, kept: Problem) -> int:
    """The number of the merge."""
    kept.refresh_from_db()
    merge_problem(actor=user, problem_id=row.pk, version=row.version, kept_id=kept.pk)
    return ProblemMerge.objects.get(gone=row.pk).pk


def named(interview: Interview, problem: Problem, **said: Any) -> InterviewProblem:
    return InterviewProblem.objects.create(interview=interview, problem=problem, **said)


def everything(venture: Venture) -> dict[str, Any]:
    """All that problems hold, without versions and without the numbers of rows written anew."""
    heard = InterviewProblem.objects.order_by("interview", "problem").values()
    sizes = MarketSize.objects.order_by("problem", "segment").values()
    return {
        "problems": [row | {"version": 0} for row in Problem.objects.order_by("pk").values()],
        "heard": [row | {"id": 0} for row in heard],
        "sizes": [row | {"id": 0, "version": 0} for row in sizes],
        "quotes": list(Quote.objects.order_by("pk").values()),
        "hypotheses": [row | {"version": 0} for row in Hypothesis.objects.order_by("pk").values()],
        "questions": list(SurveyQuestion.objects.order_by("pk").values()),
        "cells": matrix_of(actor=venture.owner, venture_id=venture.pk).cells.keys(),
    }


def filled(venture: Venture, segment: Segment, late: Problem, tardy: Problem) -> None:
    """Both named, quoted, sized, asked about and taken for the base of hypotheses; the one that goes is worked on."""
    user, other = venture.owner, make_segment(venture, "Hotels")
    both, only = (make_interview(venture, segment=segment, name=name) for name in ("Ana", "Bogdan"))
    named(both, late, unprompted=False, severity=4, cost_minor=1000, alternative="we wait")
    named(both, tardy, severity=9, hours=2.0, frequency="weekly", alternative="we phone\nthem")
    named(only, tardy, severity=6, alternative="we wait")
    Quote.objects.create(interview=both, text="At seven.", problem=tardy, author=user, created_at=clock.now())
    make_hypothesis(venture, problem=tardy)
    make_hypothesis(venture, "They would pay", problem=late)
    SurveyQuestion.objects.filter(survey=make_survey(venture)).update(problem=tardy)
    for problem, where, whole in ((late, segment, 7000), (tardy, segment, 5000), (tardy, other, 4000)):
        MarketSize.objects.create(
            segment=where, problem=problem, whole_minor=whole, sources="Statistics", author=user, at=clock.now()
        )  # fmt: skip
    Problem.objects.filter(pk=tardy.pk).update(state="chosen", reason="The dearest", decided_on=clock.today())
    tardy.refresh_from_db()


def test_taken_back_at_once_nothing_is_lost_and_nothing_is_left(
    venture: Venture, segment: Segment, late: Problem, tardy: Problem, salesperson: User
) -> None:
    filled(venture, segment, late, tardy)
    before = everything(venture)
    number = merge(salesperson, tardy, late)
    assert everything(venture) != before
    assert undo_merge_problem(actor=salesperson, merge_id=number) == tardy.pk
    assert everything(venture) == before
    assert not ProblemMerge.objects.exists()
    told = VentureEvent.objects.get(kind="undo_merge_problem")
    assert (told.subject_id, told.details["name"], told.details["into"]) == (tardy.pk, tardy.name, late.name)
    assert (told.details["talks"], told.details["sizes"], told.details["quotes"]) == (2, 2, 1)
    assert AuditRow.objects.get(action="undo_merge_problem").subject_id == tardy.pk


def test_forms_opened_before_are_told_so(
    venture: Venture, segment: Segment, late: Problem, tardy: Problem, salesperson: User
) -> None:
    filled(venture, segment, late, tardy)
    number = merge(salesperson, tardy, late)
    versions = dict(Interview.objects.values_list("pk", "version"))
    undo_merge_problem(actor=salesperson, merge_id=number)
    assert all(row.version == versions[row.pk] + 1 for row in Interview.objects.all())
    assert Problem.objects.get(pk=late.pk).version == 3
    assert Problem.objects.get(pk=tardy.pk).version == 2


def test_what_was_corrected_since_stays_with_the_kept_one(
    venture: Venture, segment: Segment, late: Problem, tardy: Problem, salesperson: User
) -> None:
    filled(venture, segment, late, tardy)
    number = merge(salesperson, tardy, late)
    joined = InterviewProblem.objects.get(interview__name="Ana")
    joined.severity, joined.alternative = 2, "we changed the mill"
    joined.save()
    moved = InterviewProblem.objects.get(interview__name="Bogdan")
    moved.delete()
    corrected = named(moved.interview, late, severity=3)
    Problem.objects.filter(pk=late.pk).update(description="Said anew.", state="dropped", reason="No market")
    Quote.objects.update(problem=None)
    undo_merge_problem(actor=salesperson, merge_id=number)
    mine, its = (InterviewProblem.objects.get(interview__name="Ana", problem=one) for one in (late, tardy))
    assert (mine.severity, mine.alternative) == (2, "we changed the mill")
    assert (its.severity, its.hours, its.alternative) == (9, 2.0, "")
    corrected.refresh_from_db()
    assert (corrected.problem_id, corrected.severity) == (tardy.pk, 3)
    late.refresh_from_db()
    assert (late.description, late.state, late.reason) == ("Said anew.", "dropped", "No market")
    assert Quote.objects.get().problem is None
    assert Problem.objects.get(pk=tardy.pk).state == "chosen"


def test_words_forgotten_since_do_not_come_back(
    venture: Venture, segment: Segment, late: Problem, tardy: Problem, salesperson: User
) -> None:
    filled(venture, segment, late, tardy)
    number = merge(salesperson, tardy, late)
    assert "phone" not in str(ProblemMerge.objects.values().get())
    forget_interviews(Interview.objects.values_list("pk", flat=True))
    undo_merge_problem(actor=salesperson, merge_id=number)
    rows = InterviewProblem.objects.order_by("pk").values_list("severity", "alternative")
    assert sorted(rows) == [(4, ""), (6, ""), (9, "")]


def test_one_is_worked_on_at_a_time(venture: Venture, late: Problem, tardy: Problem, salesperson: User) -> None:
    Problem.objects.filter(pk=tardy.pk).update(state="chosen", reason="The dearest", decided_on=clock.today())
    tardy.refresh_from_db()
    number = merge(salesperson, tardy, late)
    Problem.objects.filter(pk=late.pk).update(state="open", reason="")
    third = make_problem(venture, "Torn bags", state="chosen", reason="Loudest", decided_on=clock.today())
    undo_merge_problem(actor=salesperson, merge_id=number)
    states = dict(Problem.objects.values_list("pk", "state"))
    assert states == {late.pk: "open", tardy.pk: "open", third.pk: "chosen"}


def test_merges_are_taken_back_in_their_order_the_latest_first(
    venture: Venture, segment: Segment, late: Problem, tardy: Problem, salesperson: User
) -> None:
    slow, dear = make_problem(venture, "The van is slow"), make_problem(venture, "All is dear")
    heard = make_interview(venture, segment=segment, name="Ana")
    for problem, severity in ((late, 2), (tardy, 7), (slow, 9), (dear, 1)):
        named(heard, problem, severity=severity, alternative=problem.name)
    before = everything(venture)
    first, second = merge(salesperson, tardy, late), merge(salesperson, slow, late)
    assert [(row.id, row.last) for row in merges_into(actor=salesperson, problem_id=late.pk)] == [
        (second, True),
        (first, False),
    ]
    with pytest.raises(InvalidValue) as refusal:
        undo_merge_problem(actor=salesperson, merge_id=first)
    assert "“The van is slow” was made part of the same problem later" in sentence(refusal.value)
    late.refresh_from_db()
    third = merge(salesperson, late, dear)
    with pytest.raises(InvalidValue) as refusal:
        undo_merge_problem(actor=salesperson, merge_id=second)
    assert "“Flour comes late” was made part of another problem since" in sentence(refusal.value)
    for number in (third, second, first):
        undo_merge_problem(actor=salesperson, merge_id=number)
    assert everything(venture) == before


def test_a_name_given_away_and_a_full_backlog_are_told(
    venture: Venture, late: Problem, tardy: Problem, salesperson: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = merge(salesperson, tardy, late)
    again = make_problem(venture, tardy.name)
    with pytest.raises(InvalidValue, match="problem_merge_name_taken"):
        undo_merge_problem(actor=salesperson, merge_id=number)
    Problem.objects.filter(pk=again.pk).update(name="Another")
    monkeypatch.setattr("tenure.discovery.markets.unmerging.MOST_PROBLEMS", 2)
    with pytest.raises(InvalidValue, match="problems_many"):
        undo_merge_problem(actor=salesperson, merge_id=number)
    assert not Problem.objects.filter(name=tardy.name).exists()


def test_who_only_reads_takes_nothing_back_and_a_stranger_finds_nothing(
    venture: Venture, late: Problem, tardy: Problem, salesperson: User, other_salesperson: User
) -> None:
    number = merge(salesperson, tardy, late)
    with pytest.raises(NotFound):
        undo_merge_problem(actor=other_salesperson, merge_id=number)
    assert merges_into(actor=other_salesperson, problem_id=late.pk) == ()
    let_in(venture, other_salesperson, may_work=False)
    with pytest.raises(NotAllowed):
        undo_merge_problem(actor=other_salesperson, merge_id=number)
    undo_merge_problem(actor=salesperson, merge_id=number)
    with pytest.raises(NotFound):
        undo_merge_problem(actor=salesperson, merge_id=number)


def test_with_the_kept_one_removed_its_merges_go(
    venture: Venture, late: Problem, tardy: Problem, salesperson: User
) -> None:
    merge(salesperson, tardy, late)
    remove_problem(actor=salesperson, problem_id=late.pk, version=2)
    assert not ProblemMerge.objects.exists()


@pytest.mark.parametrize(
    ("text", "added", "left"),
    [
        ("one\ntwo", "two", "one"),
        ("two", "two", ""),
        ("one\ntwo\nthree", "two", "one\nthree"),
        ("one\ntwofold", "two", "one\ntwofold"),
        ("changed", "two", "changed"),
        ("one", "", "one"),
    ],
)
def test_the_words_of_the_other_are_cut_out_whole_or_not_at_all(text: str, added: str, left: str) -> None:
    assert without(text, added) == left


def in_words(venture: Venture) -> dict[str, Any]:
    """All that problems of a venture hold, by names and words instead of numbers."""
    heard = InterviewProblem.objects.filter(interview__venture=venture).order_by("interview__name", "problem__name")
    said = (
        "interview__name",
        "problem__name",
        "unprompted",
        "severity",
        "frequency",
        "cost_minor",
        "hours",
        "alternative",
    )
    sizes = MarketSize.objects.filter(problem__venture=venture).order_by("problem__name", "segment__name")
    problems = Problem.objects.filter(venture=venture).order_by("name")
    return {
        "problems": list(problems.values_list("name", "description", "state", "reason", "decided_on")),
        "heard": list(heard.values_list(*said)),
        "sizes": list(sizes.values_list("problem__name", "segment__name", "whole_minor", "sources", "at")),
        "quotes": list(Quote.objects.filter(interview__venture=venture).values_list("text", "problem__name")),
        "hypotheses": sorted(Hypothesis.objects.filter(venture=venture).values_list("title", "problem__name")),
        "questions": sorted(
            SurveyQuestion.objects.filter(survey__venture=venture).values_list("position", "problem__name")
        ),
    }


def taken_in(user: User, venture: Venture, **options: Any) -> Venture:
    raw = venture_file(actor=user, venture_id=venture.pk, people=options.get("people", True))
    return Venture.objects.get(pk=take_in_venture(actor=user, raw=raw))


def test_a_merge_is_taken_back_where_the_file_of_the_venture_is_read(
    venture: Venture, segment: Segment, late: Problem, tardy: Problem, salesperson: User, head_of_sales: User
) -> None:
    filled(venture, segment, late, tardy)
    MarketSize.objects.filter(problem=tardy, segment=segment).update(author=head_of_sales)
    before = in_words(venture)
    merge(salesperson, tardy, late)
    there = taken_in(head_of_sales, venture)
    assert in_words(there) == in_words(venture) != before
    [row] = merges_into(actor=head_of_sales, problem_id=Problem.objects.get(venture=there).pk)
    assert (row.name, row.author) == ("Delivery is tardy", salesperson.name)
    back = undo_merge_problem(actor=head_of_sales, merge_id=row.id)
    assert Problem.objects.get(pk=back).venture_id == there.pk
    assert in_words(there) == before
    assert MarketSize.objects.get(problem=back, segment__name=segment.name).author == head_of_sales
    assert in_words(venture) != before, "the venture it was read from stays merged"
    undo_merge_problem(actor=head_of_sales, merge_id=ProblemMerge.objects.get(venture=venture).pk)
    assert in_words(venture) == before


def test_a_chain_of_merges_comes_back_link_by_link_twice_through_a_file(
    venture: Venture, segment: Segment, late: Problem, tardy: Problem, salesperson: User, head_of_sales: User
) -> None:
    filled(venture, segment, late, tardy)
    third = make_problem(venture, "No flour at all")
    before = in_words(venture)
    merge(salesperson, tardy, late)
    late.refresh_from_db()
    merge(salesperson, late, third)
    there = taken_in(head_of_sales, taken_in(head_of_sales, venture))
    first, second = ProblemMerge.objects.filter(venture=there).order_by("pk")
    with pytest.raises(InvalidValue):
        undo_merge_problem(actor=head_of_sales, merge_id=first.pk)
    undo_merge_problem(actor=head_of_sales, merge_id=second.pk)
    undo_merge_problem(actor=head_of_sales, merge_id=first.pk)
    assert in_words(there) == before
    told = VentureEvent.objects.filter(venture=there, kind="undo_merge_problem").order_by("pk")
    again = taken_in(head_of_sales, there)
    kept = {row.details["kept"] for row in VentureEvent.objects.filter(venture=again, kind="undo_merge_problem")}
    assert told.count() == 2
    assert kept == {Problem.objects.get(venture=again, name=name).pk for name in (late.name, third.name)}


def test_without_people_the_words_stay_away_and_the_numbers_come_back(
    venture: Venture, segment: Segment, late: Problem, tardy: Problem, salesperson: User, head_of_sales: User
) -> None:
    filled(venture, segment, late, tardy)
    merge(salesperson, tardy, late)
    there = taken_in(head_of_sales, venture, people=False)
    undo_merge_problem(actor=head_of_sales, merge_id=ProblemMerge.objects.get(venture=there).pk)
    found = InterviewProblem.objects.filter(interview__venture=there).order_by("pk")
    assert sorted(found.values_list("problem__name", "severity", "alternative")) == [
        ("Delivery is tardy", 6, ""), ("Delivery is tardy", 9, ""), ("Flour comes late", 4, ""),
    ]  # fmt: skip


def test_a_file_from_before_has_no_merges_and_a_forged_one_is_refused(
    venture: Venture, segment: Segment, late: Problem, tardy: Problem, salesperson: User, head_of_sales: User
) -> None:
    filled(venture, segment, late, tardy)
    merge(salesperson, tardy, late)
    content = json.loads(venture_file(actor=salesperson, venture_id=venture.pk, people=True))
    row = content["tables"]["ProblemMerge"][0]
    wrong: tuple[dict[str, Any], ...] = (
        {"gone": late.pk}, {"wording": {}}, {"moved": row["moved"] | {"left": "x"}},
        {"moved": row["moved"] | {"sizes": [segment.pk, segment.pk]}},
    )  # fmt: skip
    for forged in wrong:
        content["tables"]["ProblemMerge"] = [row | forged]
        with pytest.raises(BadInput):
            take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())
    content["tables"]["ProblemMerge"] = [row | {"kept": 10**7}]
    lost = take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())
    del content["tables"]["ProblemMerge"]
    earlier = take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())
    assert not ProblemMerge.objects.filter(venture__in=(lost, earlier)).exists()
    assert Problem.objects.filter(venture=earlier).count() == 1
