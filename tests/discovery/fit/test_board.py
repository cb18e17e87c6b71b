"""The board says "not decided" when it is not, and what would decide it."""

from datetime import date, timedelta
from typing import Any

import pytest

from tenure.discovery.fit.board import clients_needed, ellis_board, fit_board, sales_verdict, verdict_of
from tenure.discovery.fit.readings import (
    Reading,
    ask_reading,
    claim_reading,
    newest_reading,
    return_abandoned_readings,
    return_reading,
)
from tenure.discovery.fit.sales import remove_period, sales_curve, save_period
from tenure.discovery.fit.settings import FitChoices, choices_of, choose
from tenure.discovery.models import FitReading, Segment, SurveyAnswer, Venture
from tenure.discovery.surveys.results import Given
from tenure.journeys.ventures.venture_retention import read_retention
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import User
from tests import factories
from tests import venture_factories as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


def asked(venture: Venture, very: int, n: int, segment: Segment | None = None, **survey: Any) -> None:
    form = made.make_survey(venture, kinds=("ellis",), **survey)
    for place in range(n):
        felt = "very" if place < very else "somewhat"
        made.make_survey_answer(form, [{"used": 2, "felt": felt}], segment=segment)


def test_eighteen_of_forty_looks_passed_and_is_not_decided(head_of_sales: User, venture: Venture) -> None:
    asked(venture, 18, 40)
    board = fit_board(actor=head_of_sales, venture_id=venture.pk)
    assert board.ellis is not None
    found = board.ellis.decides.found
    assert found is not None
    assert (round(found.share, 2), round(found.low, 4), round(found.high, 4)) == (0.45, 0.3071, 0.6017)
    assert round(found.chance, 4) == 0.7501
    assert (board.ellis.verdict, board.verdict) == ("not_decided", "not_decided")
    assert board.ellis.needed is not None
    assert 0 < board.ellis.needed < 60


def test_thirty_of_thirty_five_is_too_few_to_decide(head_of_sales: User, venture: Venture) -> None:
    asked(venture, 30, 35)
    board = fit_board(actor=head_of_sales, venture_id=venture.pk)
    assert board.ellis is not None
    assert (board.ellis.verdict, board.ellis.short) == ("not_decided", 5)


def test_a_clear_share_decides(head_of_sales: User, venture: Venture) -> None:
    asked(venture, 30, 50)
    assert fit_board(actor=head_of_sales, venture_id=venture.pk).verdict == "fit"


def test_only_the_segment_named_before_the_answers_decides(head_of_sales: User, venture: Venture) -> None:
    best, lucky = made.make_segment(venture, "Named"), made.make_segment(venture, "Lucky")
    form = made.make_survey(venture, kinds=("ellis",), best_segment=best)
    for segment, very in ((best, 5), (lucky, 45)):
        for place in range(50):
            felt = "very" if place < very else "not"
            made.make_survey_answer(form, [{"used": 2, "felt": felt}], segment=segment)
    found = fit_board(actor=head_of_sales, venture_id=venture.pk).ellis
    assert found is not None
    assert (found.decides.name, found.verdict, found.declared) == ("Named", "no_fit", True)
    assert {one.name for one in found.others} == {"", "Lucky"}


def test_a_mark_moved_after_a_survey_opened_does_not_judge_its_answers(head_of_sales: User, venture: Venture) -> None:
    asked(venture, 18, 60)
    before = fit_board(actor=head_of_sales, venture_id=venture.pk)
    choose(actor=head_of_sales, venture_id=venture.pk, wanted=FitChoices(ellis_mark=0.1))
    after = fit_board(actor=head_of_sales, venture_id=venture.pk)
    assert before.ellis is not None
    assert after.ellis is not None
    assert (before.ellis.mark, after.ellis.mark, after.choices.ellis_mark) == (0.4, 0.4, 0.1)
    assert after.ellis.verdict == before.ellis.verdict == "no_fit"
    asked(venture, 18, 60)
    later = fit_board(actor=head_of_sales, venture_id=venture.pk)
    assert later.ellis is not None
    assert (later.ellis.mark, later.verdict) == (0.1, "fit")


def test_answers_set_aside_decide_nothing(head_of_sales: User, venture: Venture) -> None:
    asked(venture, 50, 50)
    SurveyAnswer.objects.update(aside="flood")
    board = fit_board(actor=head_of_sales, venture_id=venture.pk)
    assert board.ellis is None
    assert board.verdict == "not_decided"


@pytest.mark.parametrize(
    ("ellis", "orders", "verdict"),
    [
        ("fit", "no_data", "fit"), ("no_data", "fit", "fit"), ("fit", "no_fit", "not_decided"),
        ("no_fit", "no_data", "no_fit"), ("no_data", "no_data", "not_decided"), ("fit", "not_decided", "fit"),
        ("no_fit", "not_decided", "not_decided"),
    ],
)  # fmt: skip
def test_answers_and_orders_together(ellis: str, orders: str, verdict: str) -> None:
    assert verdict_of(ellis, orders) == verdict


def test_a_noisy_promoter_score_says_so(head_of_sales: User, venture: Venture) -> None:
    form = made.make_survey(venture, kinds=("nps",))
    for value in [10] * 50 + [8] * 30 + [3] * 20:
        made.make_survey_answer(form, [value])
    board = fit_board(actor=head_of_sales, venture_id=venture.pk)
    assert board.nps is not None
    assert (round(board.nps.score), round(board.nps.se, 2), board.nps_quiet) == (30, 7.81, False)


def test_sales_are_repeatable_once_others_sell_again(head_of_sales: User, venture: Venture) -> None:
    day = date(2026, 5, 1)
    made.make_presale(venture, "A", paid_on=day)
    board = fit_board(actor=head_of_sales, venture_id=venture.pk)
    assert board.sales_verdict == "not_decided"
    made.make_presale(venture, "A", paid_on=day + timedelta(days=30), by_founder=False)
    assert fit_board(actor=head_of_sales, venture_id=venture.pk).sales_verdict == "fit"
    assert sales_verdict(board.sales) == "not_decided"


def test_hiring_is_blocked_before_the_break_even(head_of_sales: User, venture: Venture) -> None:
    earned = [20, 35, 60, 90, 130, 160, 180, 190]
    for place, each in enumerate(earned):
        day = date(2024 + place // 4, 1 + 3 * (place % 4), 1)
        save_period(actor=head_of_sales, venture_id=venture.pk, starts_on=day, sellers=2, yield_minor=2 * each)
    curve = sales_curve(venture, 100)
    assert (curve.break_even, curve.crossing, curve.traction, curve.invested_minor) == (5, 4.25, 7, 195)
    assert curve.hiring == "volume"
    for row in list(venture.sales_periods.order_by("starts_on"))[4:]:
        remove_period(actor=head_of_sales, period_id=row.pk)
    assert sales_curve(venture, 100).hiring == "blocked"
    assert sales_curve(venture, None).hiring == "unknown"


def test_orders_of_the_base_become_a_plateau(head_of_sales: User, venture: Venture, workspace: Any) -> None:
    for number in range(40):
        client = factories.make_client(f"Client {number}", owner=head_of_sales)
        begin = 3 + number // 2 % 6
        last = 21 if number % 2 else begin + 1 + number % 3
        days = [date(2024 + month // 12, 1 + month % 12, 5) for month in range(begin, last)]
        factories.make_orders(client, [*days])
    old = factories.make_client("Old", owner=head_of_sales)
    factories.make_orders(old, [date(2024, 1, 5), date(2025, 9, 5)])
    wanted = FitChoices(source="base", months=1, plateau_mark=0.2)
    choose(actor=head_of_sales, venture_id=venture.pk, wanted=wanted)
    asked_for = ask_reading(actor=head_of_sales, venture_id=venture.pk)
    assert ask_reading(actor=head_of_sales, venture_id=venture.pk) == asked_for
    assert newest_reading(venture).waiting
    assert claim_reading() == asked_for
    assert claim_reading() is None
    read_retention(asked_for)
    reading = newest_reading(venture)
    assert (reading.waiting, reading.clients) == (False, 40)
    assert reading.level is not None
    assert reading.low is not None
    assert 0.3 < reading.low < reading.level < 0.7
    assert reading.verdict == "fit"
    assert fit_board(actor=head_of_sales, venture_id=venture.pk).verdict == "fit"


def test_too_few_orders_are_told_and_the_job_is_not_lost(head_of_sales: User, venture: Venture) -> None:
    client = factories.make_client(owner=head_of_sales)
    wanted = FitChoices(source="clients", clients=((client.pk, ""),))
    choose(actor=head_of_sales, venture_id=venture.pk, wanted=wanted)
    read_retention(ask_reading(actor=head_of_sales, venture_id=venture.pk))
    assert newest_reading(venture).error == "returning_none"


def test_a_reading_whose_worker_died_is_told_or_begun_anew(head_of_sales: User, venture: Venture) -> None:
    choose(actor=head_of_sales, venture_id=venture.pk, wanted=FitChoices(source="base"))
    first = ask_reading(actor=head_of_sales, venture_id=venture.pk)
    claim_reading()
    assert return_reading(first, died=False) == 1
    claim_reading()
    FitReading.objects.update(claimed_at=clock.now() - timedelta(hours=2))
    assert return_abandoned_readings() == 1
    claim_reading()
    return_reading(first, died=True)
    assert newest_reading(venture).error == "fit_reading_died"


def test_clients_out_of_sight_stay_chosen_and_unnamed(head_of_sales: User, salesperson: User, venture: Venture) -> None:
    theirs = factories.make_client("Theirs", owner=head_of_sales)
    own = factories.make_client("Own", owner=salesperson)
    choose(actor=head_of_sales, venture_id=venture.pk, wanted=FitChoices(source="clients", clients=((theirs.pk, ""),)))
    made.let_in(venture, salesperson)
    seen = choices_of(actor=salesperson, venture_id=venture.pk)
    assert (seen.clients, seen.hidden) == ((), 1)
    wanted = FitChoices(source="clients", clients=((own.pk, ""), (theirs.pk, "")), version=1)
    choose(actor=salesperson, venture_id=venture.pk, wanted=wanted)
    assert {name for _pk, name in choices_of(actor=head_of_sales, venture_id=venture.pk).clients} == {"Own", "Theirs"}
    with pytest.raises(Conflict):
        choose(actor=head_of_sales, venture_id=venture.pk, wanted=wanted)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (FitChoices(source="moon"), "choice_unknown"), (FitChoices(months=5), "choice_unknown"),
        (FitChoices(plateau_mark=1.0), "fit_mark"), (FitChoices(source="product"), "fit_product_missing"),
        (FitChoices(source="clients"), "fit_clients_missing"), (FitChoices(rep_cost_minor=0), "fit_rep_cost"),
    ],
)  # fmt: skip
def test_choices_that_cannot_be_are_refused(
    head_of_sales: User, venture: Venture, wanted: FitChoices, code: str
) -> None:
    with pytest.raises(InvalidValue, match=code):
        choose(actor=head_of_sales, venture_id=venture.pk, wanted=wanted)


def test_the_board_belongs_to_the_venture(salesperson: User, analyst: User, venture: Venture) -> None:
    with pytest.raises(NotFound):
        fit_board(actor=salesperson, venture_id=venture.pk)
    assert not fit_board(actor=analyst, venture_id=venture.pk).may_work
    with pytest.raises(NotAllowed):
        ask_reading(actor=analyst, venture_id=venture.pk)


def test_more_clients_are_asked_for_only_when_they_would_decide() -> None:
    near = Reading(verdict="not_decided", level=0.3, low=0.15, high=0.45, mark=0.2, clients=100)
    assert clients_needed(near) == 125
    assert clients_needed(Reading(verdict="fit", level=0.5, low=0.4, high=0.6, mark=0.2)) is None


def test_a_full_board_takes_few_queries(
    head_of_sales: User, venture: Venture, django_assert_max_num_queries: Any
) -> None:
    asked(venture, 10, 60)
    for place in range(30):
        made.make_presale(venture, f"buyer {place}", paid_on=date(2026, 5, 3))
    with django_assert_max_num_queries(18):
        fit_board(actor=head_of_sales, venture_id=venture.pk)


def test_one_promoter_is_not_a_quiet_score(head_of_sales: User, venture: Venture) -> None:
    made.make_survey_answer(made.make_survey(venture, kinds=("nps",)), [10])
    board = fit_board(actor=head_of_sales, venture_id=venture.pk)
    assert board.nps is not None
    assert (board.nps.score, board.nps_quiet) == (100, False)
    assert board.nps.low < 0


def test_clients_that_all_stopped_a_year_ago_have_not_stayed(
    head_of_sales: User, venture: Venture, workspace: Any
) -> None:
    """Their own last order once was the end of the curve: it showed everybody still there, and said fit."""
    chosen = [factories.make_client(f"Client {number}", owner=head_of_sales) for number in range(24)]
    for number, client in enumerate(chosen):
        begin = 3 + number % 4
        factories.make_orders(client, [date(2024 + m // 12, 1 + m % 12, 5) for m in range(begin, begin + 6)])
    others = factories.make_client("Others", owner=head_of_sales)
    factories.make_orders(others, [date(2024 + m // 12, 1 + m % 12, 5) for m in range(24)])
    wanted = FitChoices(source="clients", clients=tuple((one.pk, "") for one in chosen), plateau_mark=0.2)
    choose(actor=head_of_sales, venture_id=venture.pk, wanted=wanted)
    read_retention(ask_reading(actor=head_of_sales, venture_id=venture.pk))
    reading = newest_reading(venture)
    assert reading.clients == 24
    assert reading.share[5:8] == (1.0, 0.0, 0.0)
    assert reading.verdict == "no_fit"


@pytest.mark.parametrize(("elsewhere", "shown"), [(0, []), (5, ["", "Pastry"])])
def test_everybody_is_a_row_of_its_own_only_where_others_answered_too(elsewhere: int, shown: list[str]) -> None:
    very: dict[str, object] = {"used": 2, "felt": "very"}
    given = Given((), (), {1: "Bakeries", 2: "Pastry"})
    found = ellis_board(1, "Survey", [(very, 1)] * 40 + [(very, 2)] * elsewhere, 1, given, 0.4)
    assert found.decides.name == "Bakeries"
    assert [one.name for one in found.others] == shown
