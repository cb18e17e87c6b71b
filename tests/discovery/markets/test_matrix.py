"""Segment x problem: ranked by what is sure (E3), counted with companies, in a known number of queries."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy import stats

from tenure.discovery.interviews.recording import InterviewText, record_interview
from tenure.discovery.interviews.said import ProblemSaid
from tenure.discovery.markets.matrix import matrix_of
from tenure.discovery.markets.problems import (
    add_problem,
    drop_problem,
    edit_problem,
    problem_of,
    reopen_problem,
    take_problem,
)
from tenure.discovery.markets.segments import SegmentText, add_segment, edit_segment, segment_of, segments_of
from tenure.discovery.markets.sizes import SizeText, save_size
from tenure.discovery.models import Interview, InterviewProblem, MarketSize, Problem, Segment, Venture, VentureEvent
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import User
from tests.venture_factories import let_in, make_problem, make_segment, make_venture

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)


@pytest.fixture
def venture(salesperson: User, workspace: Any) -> Venture:
    return make_venture(salesperson)


def heard(venture: Venture, segment: Segment, problem: Problem, said: int, of: int, yearly: int) -> list[Interview]:
    """So many of so many talks, each costing them so much."""
    talks = []
    for number in range(of):
        talk = Interview.objects.create(
            venture=venture, segment=segment, kind="problem", held_on=TODAY, interviewer=venture.owner,
            created_at=clock.now(),
        )  # fmt: skip
        if number < said:
            InterviewProblem.objects.create(interview=talk, problem=problem, severity=8, cost_minor=yearly * 100 // 12)
        talks.append(talk)
    return talks


def test_the_cell_with_little_evidence_does_not_win_by_luck(venture: Venture, salesperson: User) -> None:
    """Of two cells the one with the larger mean has two mentions of eight; the other eight of fifteen."""
    clinic = make_segment(venture, "clinic", accounts_low=2000, accounts_high=2000)
    retail = make_segment(venture, "retail", accounts_low=2500, accounts_high=2500)
    problem = make_problem(venture)
    heard(venture, clinic, problem, 8, 15, 900)
    heard(venture, retail, problem, 2, 8, 1500)
    found = matrix_of(actor=salesperson, venture_id=venture.pk)
    first, second = (found.cells[key] for key in found.order)
    assert (first.segment_id, second.segment_id) == (clinic.pk, retail.pk)
    assert first.value_minor is not None
    assert second.value_minor is not None
    assert second.value_minor > first.value_minor
    assert first.severity == 8


def test_the_best_of_many_cells_is_held_to_a_bound_that_bears_the_choice(venture: Venture, salesperson: User) -> None:
    """Worked out a second way: of three cells the bound of the first is met with 29 chances in 30, not 27."""
    clinic = make_segment(venture, "clinic", accounts_low=2000, accounts_high=2000)
    problems = [make_problem(venture, f"Problem {place}") for place in range(3)]
    heard(venture, clinic, problems[0], 8, 15, 900)
    alone = matrix_of(actor=salesperson, venture_id=venture.pk)
    assert alone.sure_minor == alone.cells[alone.order[0]].value_low_minor, "one cell is nobody's choice"
    for problem in problems[1:]:
        heard(venture, clinic, problem, 2, 2, 300)
    found = matrix_of(actor=salesperson, venture_id=venture.pk)
    best = found.cells[found.order[0]]
    assert best.problem_id == problems[0].pk
    own, low = stats.beta(1 + 8, 1 + 19 - 8), best.value_low_minor
    assert low == pytest.approx(2000 * 90_000 * own.ppf(0.1), rel=1e-6)
    assert found.sure_minor == pytest.approx(2000 * 90_000 * own.ppf(0.1 / 3), rel=1e-6)
    assert found.sure_minor is not None
    assert low is not None
    assert found.sure_minor < low


def test_without_a_cell_of_known_worth_nothing_is_sure(venture: Venture, salesperson: User) -> None:
    make_segment(venture)
    make_problem(venture)
    assert matrix_of(actor=salesperson, venture_id=venture.pk).sure_minor is None


def test_e3_through_the_matrix(venture: Venture, salesperson: User) -> None:
    """By means retail/stock leads with 1,080,000; by what is sure clinic/no-show does."""
    retail = make_segment(venture, "retail", accounts_low=4000, accounts_high=4000)
    clinic = make_segment(venture, "clinic", accounts_low=900, accounts_high=900)
    no_show, stock = make_problem(venture, "no-show"), make_problem(venture, "stock")
    talks = heard(venture, retail, no_show, 12, 18, 300)
    for talk in talks[:5]:
        InterviewProblem.objects.create(interview=talk, problem=stock, severity=5, cost_minor=900 * 100 // 12)
    heard(venture, clinic, no_show, 9, 10, 1200)
    found = matrix_of(actor=salesperson, venture_id=venture.pk)
    assert found.order[:3] == ((clinic.pk, no_show.pk), (retail.pk, stock.pk), (retail.pk, no_show.pk))
    lows = [found.cells[key].value_low_minor for key in found.order[:3]]
    assert lows == pytest.approx([74_493_708, 63_047_068, 61_372_273], rel=1e-6)
    assert found.cells[found.order[1]].value_minor == 108_000_000


def test_unknown_worth_is_unknown_and_last_in_the_backlog(venture: Venture, salesperson: User) -> None:
    make_problem(venture, "Nobody asked yet")
    segment, costly = make_segment(venture, accounts_low=10, accounts_high=20), make_problem(venture, "Costly")
    heard(venture, segment, costly, 3, 5, 1200)
    found = matrix_of(actor=salesperson, venture_id=venture.pk)
    assert [one.problem.name for one in found.backlog] == ["Costly", "Nobody asked yet"]
    assert found.backlog[1].best is None
    assert found.next_problem is not None
    assert found.next_problem.name == "Costly"
    cell = found.cells[(segment.pk, costly.pk)]
    assert (cell.size, cell.carries) == (None, "unknown")
    assert cell.missing == ("reach", "willing", "price", "times")


def test_a_market_that_carries_a_company_at_its_low_end(venture: Venture, salesperson: User) -> None:
    Venture.objects.filter(pk=venture.pk).update(least_company_minor=1_000_000)
    segment, problem = make_segment(venture, accounts_low=1000, accounts_high=2000), make_problem(venture)
    heard(venture, segment, problem, 9, 10, 1200)
    text = SizeText(reach_low=0.5, reach_high=0.8, willing_low=0.3, willing_high=0.6, price_low_minor=4900,
                    price_high_minor=4900, times_low=12, times_high=12, margin=0.6)  # fmt: skip
    save_size(actor=salesperson, segment_id=segment.pk, problem_id=problem.pk, version=0, text=text)
    cell = matrix_of(actor=salesperson, venture_id=venture.pk).cells[(segment.pk, problem.pk)]
    assert cell.size is not None
    assert cell.carries == "yes"
    with pytest.raises(Conflict):
        save_size(actor=salesperson, segment_id=segment.pk, problem_id=problem.pk, version=0, text=text)
    assert MarketSize.objects.get().version == 1


def test_one_problem_is_taken_at_a_time_and_a_dead_end_leads_to_the_next(venture: Venture, salesperson: User) -> None:
    first, second = make_problem(venture, "First"), make_problem(venture, "Second")
    take_problem(actor=salesperson, problem_id=first.pk, version=1, reason="Largest", today=TODAY)
    with pytest.raises(InvalidValue, match="problem_other_taken"):
        take_problem(actor=salesperson, problem_id=second.pk, version=1, reason="Also", today=TODAY)
    with pytest.raises(InvalidValue, match="problem_reason_missing"):
        drop_problem(actor=salesperson, problem_id=first.pk, version=2, reason=" ", today=TODAY)
    drop_problem(actor=salesperson, problem_id=first.pk, version=2, reason="Nobody paid", today=TODAY)
    take_problem(actor=salesperson, problem_id=second.pk, version=1, reason="Next by size", today=TODAY)
    backlog = matrix_of(actor=salesperson, venture_id=venture.pk).backlog
    assert [(one.problem.name, one.problem.state) for one in backlog] == [("Second", "chosen"), ("First", "dropped")]
    reopen_problem(actor=salesperson, problem_id=first.pk, version=3, today=TODAY)
    assert problem_of(actor=salesperson, problem_id=first.pk).state == "open"


def test_an_empty_segment_is_refused_and_an_unknown_one_is_not(venture: Venture, salesperson: User) -> None:
    with pytest.raises(InvalidValue, match="segment_empty"):
        add_segment(actor=salesperson, venture_id=venture.pk, text=SegmentText("Bakeries", accounts_low=0))
    number = add_segment(actor=salesperson, venture_id=venture.pk, text=SegmentText("Bakeries", accounts_high=40))
    assert segment_of(actor=salesperson, segment_id=number).text.accounts_low == 40
    with pytest.raises(InvalidValue, match="range_turned"):
        edit_segment(actor=salesperson, segment_id=number, version=1,
                     text=SegmentText("Bakeries", accounts_low=9, accounts_high=3))  # fmt: skip
    edit_segment(actor=salesperson, segment_id=number, version=1, text=SegmentText("Bakeries"))
    assert segment_of(actor=salesperson, segment_id=number).text.accounts_low is None
    with pytest.raises(Conflict):
        edit_segment(actor=salesperson, segment_id=number, version=1, text=SegmentText("Later"))


def test_one_segment_is_named_as_the_best(venture: Venture, salesperson: User) -> None:
    cafes = add_segment(actor=salesperson, venture_id=venture.pk, text=SegmentText("Cafes", declared_best=True))
    hotels = add_segment(actor=salesperson, venture_id=venture.pk, text=SegmentText("Hotels"))
    best = [one.text.declared_best for one in segments_of(actor=salesperson, venture_id=venture.pk)]
    assert best == [True, False]
    edit_segment(actor=salesperson, segment_id=hotels, version=1, text=SegmentText("Hotels", declared_best=True))
    best = [one.text.declared_best for one in segments_of(actor=salesperson, venture_id=venture.pk)]
    assert best == [False, True]
    with pytest.raises(Conflict):  # a form opened while the cafes were the best does not take that back unseen
        edit_segment(actor=salesperson, segment_id=cafes, version=1, text=SegmentText("Cafes", declared_best=True))
    told = VentureEvent.objects.filter(venture=venture, kind="declare_best_segment")
    assert list(told.order_by("pk").values_list("subject_id", flat=True)) == [cafes, hotels]


def test_names_are_once_in_a_venture_and_needed(venture: Venture, salesperson: User) -> None:
    make_segment(venture, "Bakeries")
    make_problem(venture, "Late")
    with pytest.raises(InvalidValue, match="segment_name_taken"):
        add_segment(actor=salesperson, venture_id=venture.pk, text=SegmentText("Bakeries"))
    with pytest.raises(InvalidValue, match="problem_name_taken"):
        add_problem(actor=salesperson, venture_id=venture.pk, name=" Late ")
    with pytest.raises(InvalidValue, match="problem_name_missing"):
        add_problem(actor=salesperson, venture_id=venture.pk, name="\x00 ")


def test_who_only_reads_changes_nothing_and_a_stranger_sees_nothing(
    venture: Venture, salesperson: User, other_salesperson: User, analyst: User
) -> None:
    problem = make_problem(venture)
    with pytest.raises(NotFound):
        edit_problem(actor=other_salesperson, problem_id=problem.pk, version=1, name="Mine")
    let_in(venture, other_salesperson, may_work=False)
    for actor in (other_salesperson, analyst):
        with pytest.raises(NotAllowed):
            edit_problem(actor=actor, problem_id=problem.pk, version=1, name="Mine")
        assert matrix_of(actor=actor, venture_id=venture.pk).problems[0].name == problem.name


def test_the_matrix_takes_the_same_queries_for_any_number_of_talks(
    venture: Venture, salesperson: User, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        segment = make_segment(venture, f"S{number}", accounts_low=5, accounts_high=9)
        heard(venture, segment, make_problem(venture, f"P{number}"), 2, 6, 1200)
    with django_assert_num_queries(6):
        assert len(matrix_of(actor=salesperson, venture_id=venture.pk).cells) == 9


def test_what_was_heard_since_the_last_look_is_counted_at_the_next(venture: Venture, salesperson: User) -> None:
    segment, problem = make_segment(venture, "Bakeries", accounts_low=5, accounts_high=9), make_problem(venture)

    def cell() -> Any:
        return matrix_of(actor=salesperson, venture_id=venture.pk).cells[segment.pk, problem.pk]

    talks = heard(venture, segment, problem, 2, 6, 1200)
    first = cell()
    assert (first.mentions.unprompted, first.mentions.people, first.spend_minor, first.size) == (2, 6, 120_000, None)
    InterviewProblem.objects.filter(interview=talks[0]).update(cost_minor=30_000)
    assert cell().spend_minor == 240_000
    Interview.objects.filter(pk=talks[0].pk).update(withdrawn_at=clock.now())
    assert (cell().mentions.unprompted, cell().mentions.people, cell().spend_minor) == (1, 5, 120_000)
    full: dict[str, Any] = dict.fromkeys(
        ("reach_low", "reach_high", "willing_low", "willing_high", "times_low", "times_high"), 1.0
    )
    text = SizeText(**full, price_low_minor=100, price_high_minor=100)
    save_size(actor=salesperson, segment_id=segment.pk, problem_id=problem.pk, version=0, text=text)
    assert cell().size is not None


def test_a_problem_heard_for_the_first_time_joins_the_backlog(venture: Venture, salesperson: User) -> None:
    text = InterviewText("problem", TODAY, problems=(ProblemSaid(name="Flour comes late", severity=9),))
    record_interview(actor=salesperson, venture_id=venture.pk, text=text, today=TODAY)
    assert Problem.objects.get().name == "Flour comes late"


def test_the_sure_worth_is_what_nine_draws_of_ten_exceed(venture: Venture, salesperson: User) -> None:
    """Accounts and prevalence are unlikely to be at their low ends together: taking both told half of what is sure."""
    segment, problem = make_segment(venture, accounts_low=200, accounts_high=5000), make_problem(venture)
    heard(venture, segment, problem, 4, 9, 1200)
    cell = next(iter(matrix_of(actor=salesperson, venture_id=venture.pk).cells.values()))
    rng = np.random.default_rng(5)
    accounts = rng.lognormal(np.log(1000), np.log(25) / 2 / 1.2815515655446004, 400_000)
    worth = accounts * rng.beta(5, 6, 400_000) * 120_000
    assert cell.value_low_minor == pytest.approx(np.quantile(worth, 0.1), rel=0.02)
    assert cell.value_minor == pytest.approx(worth.mean(), rel=0.02)
