"""Observations: what is counted and what is only shown, corrections, totals, files."""

from collections.abc import Callable
from datetime import date

import pytest

from tenure.agenda.models import Task
from tenure.discovery.models import Hypothesis, Observation, TestCard, Venture
from tenure.discovery.testing.cards import answers_of, plan_of
from tenure.discovery.testing.decisions import decide_test
from tenure.discovery.testing.observation_lines import MOST_LINES, read_lines
from tenure.discovery.testing.observations import correct, observe, observe_counts, observe_lines, observe_many
from tenure.discovery.testing.test_page import test_page as page_of
from tenure.discovery.testing.test_page import tests_of_venture as listed
from tenure.discovery.testing.verdicts import running_view
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.kernel.problems import sentence
from tenure.privacy.models import User
from tests import factories
from tests.venture_factories import make_ready_test, make_test_card

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)


def standings(founder: User, card: TestCard) -> list[str]:
    return [row.standing for row in reversed(page_of(actor=founder, test_id=card.pk).observations)]


def test_before_the_lock_everything_is_exploratory(
    founder: User, draft: TestCard, enter: Callable[..., list[int]]
) -> None:
    enter(draft, [1, 1])
    assert standings(founder, draft) == ["exploratory", "exploratory"]


def test_what_happened_before_the_day_of_the_lock_is_exploratory_too(founder: User, locked: TestCard) -> None:
    observe(actor=founder, test_id=locked.pk, success=True, happened_on=date(2026, 5, 11))
    assert standings(founder, locked) == ["exploratory"]


def test_after_the_rule_has_stopped_nothing_more_counts(
    founder: User, locked: TestCard, enter: Callable[..., list[int]]
) -> None:
    enter(locked, [1] * 7)
    page = page_of(actor=founder, test_id=locked.pk)
    assert page.view.why == "proven"
    assert (page.view.stopped_at, standings(founder, locked).count("exploratory")) == (5, 2)


def test_a_day_in_the_future_is_refused(founder: User, locked: TestCard) -> None:
    with pytest.raises(InvalidValue, match="observation_in_future"):
        observe(actor=founder, test_id=locked.pk, success=True, happened_on=date(2026, 5, 14))
    assert Observation.objects.count() == 0


def test_a_correction_is_a_later_row_and_the_first_stays(
    founder: User, locked: TestCard, enter: Callable[..., list[int]]
) -> None:
    first, _second = enter(locked, [1, 0])
    correct(actor=founder, observation_id=first, success=False, reason="Signed, but did not pay")
    assert standings(founder, locked) == ["replaced", "counted", "counted"]
    assert page_of(actor=founder, test_id=locked.pk).view.wins == (0,)
    assert Observation.objects.get(pk=first).success is True


def test_a_correction_needs_a_reason_and_a_difference(
    founder: User, locked: TestCard, enter: Callable[..., list[int]]
) -> None:
    (only,) = enter(locked, [1])
    with pytest.raises(InvalidValue, match="observation_reason_missing"):
        correct(actor=founder, observation_id=only, success=False, reason=" ")
    with pytest.raises(InvalidValue, match="observation_same"):
        correct(actor=founder, observation_id=only, success=True, reason="Looked again")


def test_a_row_is_corrected_once_and_then_its_correction(
    founder: User, locked: TestCard, enter: Callable[..., list[int]]
) -> None:
    (only,) = enter(locked, [1])
    later = correct(actor=founder, observation_id=only, success=False, reason="Did not pay")
    with pytest.raises(InvalidValue, match="observation_corrected_already"):
        correct(actor=founder, observation_id=only, excluded=True, reason="Twice")
    correct(actor=founder, observation_id=later, success=True, reason="Paid after all")
    assert page_of(actor=founder, test_id=locked.pk).view.wins == (1,)


def test_taken_out_is_shown_with_its_reason(founder: User, locked: TestCard, enter: Callable[..., list[int]]) -> None:
    first, _second = enter(locked, [1, 1])
    correct(actor=founder, observation_id=first, excluded=True, reason="A friend of ours")
    page = page_of(actor=founder, test_id=locked.pk)
    assert (page.view.n, page.view.left_out.excluded) == (1, 1)
    assert page.observations[0].reason == "A friend of ours"


def test_after_the_verdict_a_correction_changes_nothing(
    founder: User, locked: TestCard, enter: Callable[..., list[int]]
) -> None:
    first, *_rest = enter(locked, [1] * 5)
    locked.refresh_from_db()
    decide_test(actor=founder, test_id=locked.pk, version=locked.version)
    correct(actor=founder, observation_id=first, success=False, reason="Wanted the money back")
    page = page_of(actor=founder, test_id=locked.pk)
    assert (page.card.verdict, page.view.verdict, page.view.wins) == ("supported", "supported", (5,))


def test_colleagues_are_one_voice_however_the_company_is_written(founder: User, locked: TestCard) -> None:
    for company in ("Băcănia SRL", "băcănia  srl", "Lactis"):
        observe(actor=founder, test_id=locked.pk, success=True, happened_on=DAY, cluster=company)
    assert standings(founder, locked) == ["counted", "same_voice", "counted"]


def test_a_client_of_the_base_is_a_voice_as_well(founder: User, locked: TestCard) -> None:
    client = factories.make_client("Lactis", owner=founder)
    for _again in range(2):
        observe(actor=founder, test_id=locked.pk, success=True, happened_on=DAY, client_id=client.pk)
    assert page_of(actor=founder, test_id=locked.pk).view.n == 1


def test_somebody_elses_client_cannot_be_named(locked: TestCard, salesperson: User, founder: User) -> None:
    locked.venture.members.create(user=salesperson)
    theirs = factories.make_client("Theirs", owner=founder)
    with pytest.raises(NotFound):
        observe(actor=salesperson, test_id=locked.pk, success=True, happened_on=DAY, client_id=theirs.pk)


def test_a_total_counts_as_so_many_and_its_order_is_drawn_by_lot(founder: User, locked: TestCard) -> None:
    observe_counts(actor=founder, test_id=locked.pk, trials=30, successes=12, happened_on=DAY)
    wins = [row.success for row in answers_of(locked)]
    assert (len(wins), sum(wins)) == (30, 12)
    assert wins != sorted(wins, reverse=True)


@pytest.fixture
def seven_of_ten(founder: User, hypothesis: Hypothesis) -> TestCard:
    card = make_ready_test(
        hypothesis, rule="exact", threshold=0.5, hoped=0.8, most=10, least=None, pass_mark=7, futility=None
    )
    TestCard.objects.filter(pk=card.pk).update(state="locked", locked_at=clock.now())
    card.refresh_from_db()
    return card


def test_a_total_is_never_cut_by_its_rule(founder: User, seven_of_ten: TestCard) -> None:
    observe(actor=founder, test_id=seven_of_ten.pk, success=True, happened_on=DAY)
    observe_counts(actor=founder, test_id=seven_of_ten.pk, trials=9, successes=7, happened_on=DAY)
    view = page_of(actor=founder, test_id=seven_of_ten.pk).view
    assert (view.verdict, view.n, view.wins, view.share) == ("supported", 10, (8,), (0.8,))
    assert standings(founder, seven_of_ten) == ["counted"] * 10


def test_a_total_past_the_size_is_refused_and_says_how_many_are_missing(founder: User, seven_of_ten: TestCard) -> None:
    observe(actor=founder, test_id=seven_of_ten.pk, success=True, happened_on=DAY)
    with pytest.raises(InvalidValue, match="observation_total_large") as refusal:
        observe_counts(actor=founder, test_id=seven_of_ten.pk, trials=11, successes=7, happened_on=DAY)
    assert sentence(refusal.value).startswith("Only 9 answers are still missing and 11 came in")
    assert Observation.objects.count() == 1


def test_the_list_counts_what_the_rule_counts(
    founder: User, venture: Venture, seven_of_ten: TestCard, enter: Callable[..., list[int]],
    django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    first = enter(seven_of_ten, [1, 0], cluster="Lactis") + enter(seven_of_ten, [1] * 3)
    correct(actor=founder, observation_id=first[0], success=False, reason="Signed, but did not pay")
    correct(actor=founder, observation_id=first[3], excluded=True, reason="Counted twice")
    enter(seven_of_ten, [1] * 9)
    other = make_test_card(seven_of_ten.hypothesis, rule="two_arm_exact", most=10)
    counted = page_of(actor=founder, test_id=seven_of_ten.pk).view.left_out.counted
    with django_assert_num_queries(1):
        rows = {row.id: row for row in listed(venture)}
    assert Observation.objects.count() == 16
    assert (rows[seven_of_ten.pk].counted, rows[seven_of_ten.pk].most) == (len(counted), 10)
    assert (rows[other.pk].counted, rows[other.pk].most) == (0, 20)


def test_more_successes_than_trials_is_refused(founder: User, locked: TestCard) -> None:
    with pytest.raises(InvalidValue, match="more_successes_than_trials"):
        observe_counts(actor=founder, test_id=locked.pk, trials=5, successes=6, happened_on=DAY)


def test_a_second_arm_belongs_to_a_test_of_two(founder: User, locked: TestCard) -> None:
    with pytest.raises(InvalidValue, match="observation_arm"):
        observe(actor=founder, test_id=locked.pk, success=True, happened_on=DAY, arm=1)


def test_a_file_is_read_in_three_languages_and_any_order() -> None:
    read = read_lines("дата;кто;результат\n12.05.2026;Пекарня «Тёплый хлеб»;да\n2026-05-11;Băcănia;нет\n")
    assert [(row.who, row.success) for row in read.rows] == [("Пекарня «Тёплый хлеб»", True), ("Băcănia", False)]
    plain = read_lines("2026-05-12\tyes\tAna\tLactis\n2026-05-12\tnu")
    assert [(row.cluster, row.success) for row in plain.rows] == [("Lactis", True), ("", False)]


def test_every_bad_line_is_named_and_nothing_is_stored(founder: User, locked: TestCard) -> None:
    read = read_lines("2026-05-12;yes\n31.02.2026;yes\n2026-05-12;perhaps\n2026-05-12;yes;;;B")
    assert [(line, problem.code) for line, problem in read.problems] == [
        (2, "observation_day"), (3, "observation_result"), (4, "observation_arm"),
    ]  # fmt: skip
    with pytest.raises(InvalidValue, match="observation_lines"):
        observe_lines(actor=founder, test_id=locked.pk, lines=read)
    assert Observation.objects.count() == 0


def test_hostile_files_are_told_in_a_sentence() -> None:
    assert read_lines("").problems[0][1].code == "observation_no_lines"
    assert read_lines("\x00\x00").problems[0][1].code == "observation_no_lines"
    assert read_lines("<script>alert(1)</script>").problems[0][1].code == "observation_day"
    assert read_lines("2026-05-12;yes\n" * (MOST_LINES + 1)).problems[-1][1].code == "observation_too_many"


def test_a_file_counts_until_the_rule_stops(founder: User, locked: TestCard) -> None:
    rows = read_lines("2026-05-12;yes\n" * 10).rows
    observe_many(actor=founder, test_id=locked.pk, rows=rows)
    assert standings(founder, locked) == ["counted"] * 5 + ["exploratory"] * 5


def test_entering_one_by_one_or_as_a_file_is_the_same(founder: User, hypothesis, draft: TestCard) -> None:
    other = make_ready_test(hypothesis)
    TestCard.objects.update(state="locked")
    wins = [True, False, True, True, False, True, True, True, True, True, True, False]
    for won in wins:
        observe(actor=founder, test_id=draft.pk, success=won, happened_on=DAY)
    rows = read_lines("\n".join(f"2026-05-12;{'yes' if won else 'no'}" for won in wins)).rows
    observe_many(actor=founder, test_id=other.pk, rows=rows)
    assert [row.exploratory for row in answers_of(draft)] == [row.exploratory for row in answers_of(other)]


def test_a_thousand_observations_are_read_in_a_known_number_of_queries(
    founder: User, locked: TestCard, django_assert_num_queries: Callable[..., object]
) -> None:
    TestCard.objects.filter(pk=locked.pk).update(most=2000)
    rows = read_lines("\n".join(f"2026-05-12;{'yes' if place % 5 < 2 else 'no'}" for place in range(1000))).rows
    observe_many(actor=founder, test_id=locked.pk, rows=rows)
    with django_assert_num_queries(6):
        page = page_of(actor=founder, test_id=locked.pk)
    assert page.view.n == 1000


def test_who_runs_it_finds_it_on_today_until_it_is_decided(
    founder: User, locked: TestCard, enter: Callable[..., list[int]]
) -> None:
    task = Task.objects.get(kind="test")
    assert (task.owner, task.state, task.reason["missing"]) == (founder, "open", 40)
    enter(locked, [1] * 5)
    locked.refresh_from_db()
    assert running_view(plan_of(locked), answers_of(locked), today=DAY).over
    decide_test(actor=founder, test_id=locked.pk, version=locked.version)
    task.refresh_from_db()
    assert task.state == "done"
    assert Task.objects.get(state="open").reason["code"] == "test_learn"
