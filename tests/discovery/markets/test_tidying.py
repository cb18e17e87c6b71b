"""Two wordings of one problem made one; what was entered by mistake taken out, but never what was learnt."""

from typing import Any

import pytest

from tenure.discovery.markets.matrix import matrix_of
from tenure.discovery.markets.merging import merge_problem
from tenure.discovery.markets.removing import remove_problem, remove_segment
from tenure.discovery.models import (
    Hypothesis,
    Interview,
    InterviewProblem,
    MarketSize,
    Problem,
    Quote,
    Segment,
    Venture,
    VentureEvent,
)
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed
from tenure.kernel.problems import sentence
from tenure.privacy.models import AuditRow, User
from tests.venture_factories import let_in, make_hypothesis, make_problem, make_segment, make_survey, make_venture

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(salesperson: User, workspace: Any) -> Venture:
    return make_venture(salesperson)


@pytest.fixture
def segment(venture: Venture) -> Segment:
    return make_segment(venture)


@pytest.fixture
def late(venture: Venture) -> Problem:
    return make_problem(venture, "Flour comes late")


@pytest.fixture
def tardy(venture: Venture) -> Problem:
    return make_problem(venture, "Delivery is tardy", description="On Mondays above all.")


def talk(segment: Segment, name: str) -> Interview:
    venture = segment.venture
    return Interview.objects.create(
        venture=venture, segment=segment, kind="problem", name=name, held_on=clock.today(), interviewer=venture.owner,
        created_at=clock.now(),
    )  # fmt: skip


def named(interview: Interview, problem: Problem, **said: Any) -> InterviewProblem:
    return InterviewProblem.objects.create(interview=interview, problem=problem, **said)


def merge(user: User, problem: Problem, kept: Problem | None) -> Any:
    return merge_problem(
        actor=user, problem_id=problem.pk, version=problem.version, kept_id=kept.pk if kept else None
    )  # fmt: skip


def test_who_named_both_wordings_is_one_voice(
    venture: Venture, segment: Segment, late: Problem, tardy: Problem, salesperson: User
) -> None:
    both, only, silent = (talk(segment, name) for name in ("Ana", "Bogdan", "Carmen"))
    named(both, late, unprompted=False, severity=4, cost_minor=1000)
    named(both, tardy, unprompted=True, severity=9, hours=2.0, alternative="we phone them")
    named(only, tardy, severity=6)
    moved = merge(salesperson, tardy, late)
    assert (moved.mentions, moved.joined) == (1, 1)
    cell = matrix_of(actor=salesperson, venture_id=venture.pk).cells[segment.pk, late.pk]
    assert (cell.mentions.unprompted, cell.mentions.people, cell.asked) == (2, 3, 2)
    one = InterviewProblem.objects.get(interview=both)
    assert (one.unprompted, one.severity, one.cost_minor, one.hours) == (True, 9, 1000, 2.0)
    assert one.alternative == "we phone them"
    assert not silent.problems.exists()


def test_everything_that_named_the_other_names_the_kept_one(
    venture: Venture, segment: Segment, late: Problem, tardy: Problem, salesperson: User
) -> None:
    heard = talk(segment, "Ana")
    Quote.objects.create(
        interview=heard, text="It came at seven.", problem=tardy, author=salesperson, created_at=clock.now()
    )
    make_hypothesis(venture, problem=tardy)
    MarketSize.objects.create(segment=segment, problem=tardy, whole_minor=5000, author=salesperson, at=clock.now())
    moved = merge(salesperson, tardy, late)
    assert (moved.quotes, moved.hypotheses, moved.sizes, moved.left_sizes) == (1, 1, 1, 0)
    assert {Quote.objects.get().problem, Hypothesis.objects.get().problem, MarketSize.objects.get().problem} == {late}
    late.refresh_from_db()
    assert late.description == "Delivery is tardy\nOn Mondays above all."
    assert not Problem.objects.filter(pk=tardy.pk).exists()


def test_numbers_of_a_cell_that_both_had_stay_those_of_the_kept_one_and_the_log_has_the_others(
    segment: Segment, late: Problem, tardy: Problem, salesperson: User
) -> None:
    for problem, whole in ((late, 7000), (tardy, 5000)):
        MarketSize.objects.create(
            segment=segment, problem=problem, whole_minor=whole, author=salesperson, at=clock.now()
        )  # fmt: skip
    assert merge(salesperson, tardy, late).left_sizes == 1
    assert MarketSize.objects.get().whole_minor == 7000
    assert AuditRow.objects.get(action="leave_size").details["whole_minor"] == 5000


def test_the_log_says_what_stood_in_each_talk_before(
    segment: Segment, late: Problem, tardy: Problem, salesperson: User
) -> None:
    both, only = talk(segment, "Ana"), talk(segment, "Bogdan")
    named(both, late, severity=4)
    named(both, tardy, severity=9)
    named(only, tardy)
    merge(salesperson, tardy, late)
    joined = AuditRow.objects.get(action="join_mentions")
    assert joined.subject_id == both.pk
    assert (joined.details["before"]["severity"], joined.details["other_severity"]) == (4, 9)
    assert AuditRow.objects.get(action="move_mention").subject_id == only.pk
    told = VentureEvent.objects.get(kind="merge_problem")
    assert (told.subject_id, told.details["name"], told.details["into"]) == (late.pk, tardy.name, late.name)


def test_work_begun_on_the_other_wording_goes_on_under_the_kept_one(
    late: Problem, venture: Venture, salesperson: User
) -> None:
    taken = make_problem(venture, "Tardy", state="chosen", reason="The dearest", decided_on=clock.today())
    merge(salesperson, taken, late)
    late.refresh_from_db()
    assert (late.state, late.reason) == ("chosen", "The dearest")


def test_a_form_opened_before_the_merge_is_told_so(
    venture: Venture, segment: Segment, late: Problem, tardy: Problem, salesperson: User
) -> None:
    heard = talk(segment, "Ana")
    named(heard, tardy)
    stake = make_hypothesis(venture, problem=tardy)
    merge(salesperson, tardy, late)
    heard.refresh_from_db()
    stake.refresh_from_db()
    assert (heard.version, stake.version) == (2, 2)


def test_a_problem_is_no_part_of_itself_of_nothing_or_of_another_venture(late: Problem, salesperson: User) -> None:
    stranger = make_problem(make_venture(salesperson, "Another"))
    for kept in (late, None, stranger):
        with pytest.raises(InvalidValue, match="problem_kept_unknown"):
            merge(salesperson, late, kept)


def test_a_dropped_problem_takes_nothing_in(venture: Venture, late: Problem, tardy: Problem, salesperson: User) -> None:
    Problem.objects.filter(pk=late.pk).update(state="dropped")
    with pytest.raises(InvalidValue, match="problem_kept_dropped"):
        merge(salesperson, tardy, late)


def test_merging_is_refused_to_readers_and_after_a_change(
    venture: Venture, late: Problem, tardy: Problem, other_salesperson: User, salesperson: User
) -> None:
    let_in(venture, other_salesperson, may_work=False)
    with pytest.raises(NotAllowed):
        merge(other_salesperson, tardy, late)
    tardy.version = 7
    with pytest.raises(Conflict):
        merge(salesperson, tardy, late)


def test_a_problem_entered_by_mistake_goes(late: Problem, salesperson: User) -> None:
    remove_problem(actor=salesperson, problem_id=late.pk, version=1)
    assert not Problem.objects.exists()
    assert VentureEvent.objects.get(kind="remove_problem").details["name"] == "Flour comes late"


def test_a_problem_somebody_named_stays_and_the_sentence_says_what_hangs_on_it(
    venture: Venture, segment: Segment, late: Problem, salesperson: User
) -> None:
    for name in ("Ana", "Bogdan"):
        named(talk(segment, name), late)
    make_hypothesis(venture, problem=late)
    with pytest.raises(InvalidValue) as refusal:
        remove_problem(actor=salesperson, problem_id=late.pk, version=1)
    assert "2 interviews, 1 hypothesis" in sentence(refusal.value)
    assert Problem.objects.exists()


def test_what_was_said_in_a_withdrawn_talk_holds_a_problem_too(
    segment: Segment, late: Problem, salesperson: User
) -> None:
    withdrawn = talk(segment, "Ana")
    named(withdrawn, late)
    Interview.objects.update(withdrawn_at=clock.now())
    with pytest.raises(InvalidValue, match="problem_in_use"):
        remove_problem(actor=salesperson, problem_id=late.pk, version=1)


def test_an_empty_segment_goes_and_one_with_evidence_stays(
    venture: Venture, segment: Segment, salesperson: User
) -> None:
    make_survey(venture, segment=segment)
    talk(segment, "Ana")
    with pytest.raises(InvalidValue) as refusal:
        remove_segment(actor=salesperson, segment_id=segment.pk, version=1)
    assert "1 interview, 1 survey" in sentence(refusal.value)
    empty = make_segment(venture, "Nobody")
    remove_segment(actor=salesperson, segment_id=empty.pk, version=1)
    assert list(Segment.objects.all()) == [segment]


def test_removing_is_refused_to_readers(
    venture: Venture, segment: Segment, late: Problem, other_salesperson: User
) -> None:
    let_in(venture, other_salesperson, may_work=False)
    with pytest.raises(NotAllowed):
        remove_segment(actor=other_salesperson, segment_id=segment.pk, version=1)
    with pytest.raises(NotAllowed):
        remove_problem(actor=other_salesperson, problem_id=late.pk, version=1)
