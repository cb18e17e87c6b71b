"""Tests of a venture as a founder meets them: the card, the lock, observations, the verdict, what comes next."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from markupsafe import escape

from tenure.discovery.models import Hypothesis, LearningCard, Observation, TestCard, Venture, WorkEntry
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.testing.observation_lines import read_lines
from tenure.discovery.testing.observations import observe_many
from tenure.privacy.models import User, Workspace
from tests import factories
from tests.venture_factories import (
    let_in,
    make_hypothesis,
    make_interview,
    make_observation,
    make_ready_test,
    make_venture,
)

pytestmark = pytest.mark.django_db
Visit = Callable[..., Browser]
HOSTILE = '<script>alert("x")</script>'
CARD = {
    "kind": "presale", "name": "Will they pay monthly?", "rule": "e_process", "threshold": "40", "hoped": "65",
    "most": "40", "metric": "Pays the deposit", "population": "Bakeries, strangers", "prediction": "60", "alpha": "5",
    "power": "80", "sure": "90", "prior_a": "1", "prior_b": "1", "level": "5", "cost": "160", "hours": "16",
    "days": "21",
}  # fmt: skip


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")


@pytest.fixture
def venture(workspace: Workspace, head_of_sales: User) -> Venture:
    return make_venture(head_of_sales)


@pytest.fixture
def hypothesis(venture: Venture) -> Hypothesis:
    return make_hypothesis(venture, statement="At least 40 % will pay monthly")


@pytest.fixture
def browser(visit: Visit, head_of_sales: User, venture: Venture) -> Browser:
    return visit(head_of_sales)


@pytest.fixture
def locked(head_of_sales: User, hypothesis: Hypothesis) -> TestCard:
    card = make_ready_test(hypothesis)
    lock_test(actor=head_of_sales, test_id=card.pk, version=1)
    card.refresh_from_db()
    return card


def page(browser: Browser, card: TestCard) -> str:
    return browser.get(reverse("test", kwargs={"test_id": card.pk})).content.decode()


def post(browser: Browser, address: str, card: TestCard, /, **fields: object):
    card.refresh_from_db()
    return browser.post(reverse(address, kwargs={"test_id": card.pk}), {"version": card.version} | fields)


def test_from_the_kind_to_the_locked_card(browser: Browser, venture: Venture, hypothesis: Hypothesis) -> None:
    new = reverse("new_test", kwargs={"venture_id": venture.pk})
    assert "Presale" in browser.get(new).content.decode()
    assert "Money is taken before" in browser.get(new, {"kind": "presale"}).content.decode()
    saved = browser.post(new, CARD | {"hypothesis": hypothesis.pk})
    card = TestCard.objects.get()
    assert saved["Location"] == reverse("test", kwargs={"test_id": card.pk})
    assert (card.threshold, card.hoped, card.prediction, card.cost_minor) == (0.4, 0.65, 0.6, 16000)
    assert post(browser, "lock_test", card).status_code == 303
    card.refresh_from_db()
    assert card.lock_hash[:16] in page(browser, card)


def test_a_draft_whose_last_day_has_passed_says_so_before_its_lock_is_refused(
    browser: Browser, venture: Venture, hypothesis: Hypothesis
) -> None:
    new = reverse("new_test", kwargs={"venture_id": venture.pk})
    browser.post(new, CARD | {"hypothesis": hypothesis.pk, "ends_on": "2026-05-11"})
    card = TestCard.objects.get()
    warning = "That day has passed: give a later one, else the card cannot be locked."
    assert warning in page(browser, card)
    refused = post(browser, "lock_test", card)
    assert (refused.status_code, "has passed already. Give today or a later one." in refused.content.decode()) == (
        422,
        True,
    )
    post(browser, "edit_test", card, **(CARD | {"ends_on": "2026-05-12"}))
    assert warning not in page(browser, card)
    assert post(browser, "lock_test", card).status_code == 303


@pytest.mark.parametrize(("threshold", "unit"), [(30, "%"), (0.3, "share")])
def test_a_card_begins_with_the_share_its_claim_names(
    browser: Browser, venture: Venture, threshold: float, unit: str
) -> None:
    claim = make_hypothesis(venture, threshold=threshold, unit=unit)
    new = reverse("new_test", kwargs={"venture_id": venture.pk})
    shown = browser.get(f"{new}?kind=presale&hypothesis={claim.pk}").content.decode()
    assert 'name="threshold" type="text" value="30"' in shown


def test_a_claim_without_a_share_leaves_the_card_to_its_kind(browser: Browser, venture: Venture) -> None:
    claim = make_hypothesis(venture, threshold=15, unit="€")
    new = reverse("new_test", kwargs={"venture_id": venture.pk})
    shown = browser.get(f"{new}?kind=presale&hypothesis={claim.pk}").content.decode()
    assert 'name="threshold" type="text" value="40"' in shown


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ({"threshold": 50}, "its yes would not prove the claim"),
        ({"threshold": 30}, "its no would not refute the claim"),
        ({"threshold": 3, "direction": "at_most"}, "count as success that it does not happen, and decide at 97"),
    ],
)
def test_a_card_that_decides_at_another_share_than_its_claim_says_so(
    browser: Browser, venture: Venture, of: dict[str, Any], said: str
) -> None:
    card = make_ready_test(make_hypothesis(venture, unit="%", **of))
    assert said in page(browser, card)


def test_a_card_at_the_share_of_its_claim_says_nothing_of_it(browser: Browser, venture: Venture) -> None:
    card = make_ready_test(make_hypothesis(venture, unit="%", threshold=40))
    assert "claim-gap" not in page(browser, card)


def test_what_cannot_be_stored_stays_in_the_form(browser: Browser, venture: Venture, hypothesis: Hypothesis) -> None:
    new = reverse("new_test", kwargs={"venture_id": venture.pk})
    answer = browser.post(new, CARD | {"hypothesis": hypothesis.pk, "threshold": "140", "name": HOSTILE})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "is outside what a share can be" in text
    assert str(escape(HOSTILE)) in text
    assert HOSTILE not in text
    assert TestCard.objects.count() == 0


def test_the_help_works_out_size_and_mark_without_storing(browser: Browser, venture: Venture) -> None:
    help_at = reverse("test_design", kwargs={"venture_id": venture.pk})
    exact = browser.post(help_at, CARD | {"rule": "exact", "threshold": "20", "hoped": "40"}).content.decode()
    assert "ask 35, passed with 12 or more" in exact  # A5
    anytime = browser.post(help_at, CARD).content.decode()
    assert "after" in anytime
    assert "however often one looks" in anytime
    assert "is not a number" not in browser.post(help_at, CARD | {"threshold": "abc"}).content.decode()
    assert TestCard.objects.count() == 0


def test_without_scripts_the_same_help_comes_with_the_form(
    browser: Browser, venture: Venture, hypothesis: Hypothesis
) -> None:
    new = reverse("new_test", kwargs={"venture_id": venture.pk})
    values = CARD | {"rule": "exact", "threshold": "20", "hoped": "40", "work_out": "1", "hypothesis": hypothesis.pk}
    answer = browser.post(new, values)
    assert answer.status_code == 200
    assert "passed with 12 or more" in answer.content.decode()
    assert TestCard.objects.count() == 0


def test_a_fixed_size_shows_no_result_while_it_runs(
    browser: Browser, hypothesis: Hypothesis, head_of_sales: User
) -> None:
    card = make_ready_test(hypothesis, rule="exact", most=35, pass_mark=12, threshold=0.2, hoped=0.4)
    lock_test(actor=head_of_sales, test_id=card.pk, version=1)
    for answer in ("yes", "no", "yes"):
        post(browser, "observe", card, success=answer, happened_on="2026-05-12")
    text = page(browser, card)
    assert "32 answers are still missing" in text
    assert "hidden until the end" in text
    shown = text.split('class="running"')[1].split('id="observe"')[0]
    assert not any(tempting in shown for tempting in ("2 of 3", "67", "polyline", "8 of 10"))
    rows = text.split('id="observations"')[1].split("</section>")[0]
    assert rows.count("hidden until the end") == 3
    assert "success" not in rows


def test_an_always_valid_test_draws_its_path_and_what_comes_next(browser: Browser, locked: TestCard) -> None:
    for answer in ("yes", "yes", "no"):
        post(browser, "observe", locked, success=answer, happened_on="2026-05-12")
    text = page(browser, locked)
    assert "Not proven yet: e = 1.2 of 20." in text
    assert "2 of 3." in text
    assert 'class="g-up"' in text
    assert "at most 1 time in 20" in text


def test_the_verdict_leads_to_the_learning_card(browser: Browser, locked: TestCard) -> None:
    post(browser, "observe", locked, trials="5", successes="5", happened_on="2026-05-12")
    assert "Take the verdict: supported" in page(browser, locked)
    decided = post(browser, "decide_test", locked)
    assert decided["Location"] == reverse("test_learning", kwargs={"test_id": locked.pk})
    assert "no further test of this hypothesis" in page(browser, locked)
    card = {"observed": "5 of 5 paid", "learned": "They pay", "decision": "persevere", "action": "", "deviations": ""}
    post(browser, "test_learning", locked, **card)
    assert LearningCard.objects.get().decision == "persevere"
    assert "Predicted 60\u00a0%, and it came true." in page(browser, locked)


def test_a_verdict_too_early_is_refused_in_a_sentence(browser: Browser, locked: TestCard) -> None:
    answer = post(browser, "decide_test", locked)
    assert answer.status_code == 422
    assert "has not stopped" in answer.content.decode()


def test_bad_observations_are_told_where_they_stand(browser: Browser, locked: TestCard) -> None:
    for fields, said in (
        ({"success": "yes", "happened_on": "2026-06-30"}, "is still to come"),
        ({"success": "perhaps", "happened_on": "2026-05-12"}, "neither yes nor no"),
        ({"trials": "5", "successes": "6", "happened_on": "2026-05-12"}, "more successes than trials"),
        ({"trials": "5", "happened_on": "2026-05-12"}, "needs both numbers"),
        ({"trials": "x", "successes": "1", "happened_on": "2026-05-12"}, "is not a number"),
    ):
        answer = post(browser, "observe", locked, **fields)
        assert answer.status_code == 422, fields
        assert said in answer.content.decode(), fields
    assert Observation.objects.count() == 0


def test_a_result_left_out_is_asked_for(browser: Browser, locked: TestCard) -> None:
    said = post(browser, "observe", locked, success="", happened_on="2026-05-12").content.decode()
    assert "Say whether it was a success or a failure" in said


def test_the_whole_ranking_does_not_lead_to_itself(browser: Browser, venture: Venture) -> None:
    make_hypothesis(venture, prior=0.5, gain_minor=10_000_00, loss_minor=10_000_00)
    address = reverse("next_test", kwargs={"venture_id": venture.pk})
    said = browser.get(address).content.decode()
    assert "It brings" in said
    assert "The whole ranking" not in said
    assert "The whole ranking" in browser.get(reverse("venture", kwargs={"venture_id": venture.pk})).content.decode()


def test_a_pasted_sheet_is_entered_or_every_bad_line_is_named(browser: Browser, locked: TestCard) -> None:
    bad = post(browser, "test_observations", locked, lines="2026-05-12;yes\n2026-05-12;maybe\nx;no")
    text = bad.content.decode()
    assert bad.status_code == 422
    assert "Line 2: “maybe” is neither yes nor no" in text
    assert "2026-05-12;yes" in text
    assert Observation.objects.count() == 0
    assert post(browser, "test_observations", locked, lines="2026-05-12;yes;Ana\n2026-05-12;no").status_code == 303
    assert Observation.objects.count() == 2


def test_a_correction_stays_beside_what_it_corrects(browser: Browser, locked: TestCard) -> None:
    post(browser, "observe", locked, success="yes", happened_on="2026-05-12", who="Ana")
    where = reverse("correct_observation", kwargs={"observation_id": Observation.objects.get().pk})
    assert browser.post(where, {"what": "no", "reason": ""}).status_code == 422
    assert browser.post(where, {"what": "no", "reason": HOSTILE}).status_code == 303
    text = page(browser, locked)
    assert "corrected later" in text
    assert HOSTILE not in text
    assert str(escape(HOSTILE)) in text


def test_a_correction_made_when_the_result_could_be_known_is_told_beside_it(
    browser: Browser, hypothesis: Hypothesis
) -> None:
    card = make_ready_test(hypothesis, rule="exact", most=4, pass_mark=3, threshold=0.4)
    post(browser, "lock_test", card)
    for result in ("yes", "yes", "no", "no"):
        post(browser, "observe", card, success=result, happened_on="2026-05-12")
    told = "A correction was entered after the result could be known."
    assert told not in page(browser, card)
    third = card.observations.order_by("pk")[2]
    browser.post(
        reverse("correct_observation", kwargs={"observation_id": third.pk}), {"what": "yes", "reason": "Misheard"}
    )
    assert told in page(browser, card)


def test_an_amendment_after_looking_is_told_before_and_after(browser: Browser, locked: TestCard) -> None:
    post(browser, "observe", locked, success="yes", happened_on="2026-05-12")
    edit = reverse("edit_test", kwargs={"test_id": locked.pk})
    assert "from this change on the test is exploratory" in browser.get(edit).content.decode()
    post(browser, "edit_test", locked, **(CARD | {"name": locked.name, "threshold": "20", "reason": "Too strict"}))
    text = page(browser, locked)
    assert "Exploratory: it can no longer decide." in text
    assert "Too strict" in text


def test_a_broken_lock_is_shouted(browser: Browser, locked: TestCard) -> None:
    TestCard.objects.filter(pk=locked.pk).update(threshold=0.1)
    text = page(browser, locked)
    assert "The lock does not hold" in text
    assert "Threshold" in text


def test_what_was_typed_survives_somebody_elses_change(
    browser: Browser, hypothesis: Hypothesis, head_of_sales: User
) -> None:
    card = make_ready_test(hypothesis)
    TestCard.objects.filter(pk=card.pk).update(version=5)
    values = CARD | {"name": "My own words", "version": "1", "reason": ""}
    answer = browser.post(reverse("edit_test", kwargs={"test_id": card.pk}), values)
    assert answer.status_code == 409
    assert "My own words" in answer.content.decode()


def test_hours_and_money_are_noted_and_summed(browser: Browser, locked: TestCard, venture: Venture) -> None:
    post(browser, "test_work", locked, on="2026-05-12", hours="2,5", money="40", note="Printing")
    general = reverse("learning_cost", kwargs={"venture_id": venture.pk})
    assert browser.post(general, {"on": "2026-05-12", "hours": "", "money": "", "note": ""}).status_code == 422
    browser.post(general, {"on": "2026-05-12", "hours": "1", "money": "", "note": ""})
    assert sum(WorkEntry.objects.values_list("minutes", flat=True)) == 210
    assert "€110" in browser.get(general).content.decode()


def test_pages_say_where_the_hours_come_from(browser: Browser, locked: TestCard, venture: Venture) -> None:
    talk = make_interview(venture, minutes=90)
    make_observation(locked, venture.owner, interview=talk)
    make_interview(venture)
    post(browser, "test_work", locked, on="2026-05-12", hours="1", money="", note="")
    text = browser.get(reverse("learning_cost", kwargs={"venture_id": venture.pk})).content.decode()
    assert '1.5<br><span class="muted small">1 interview</span>' in text
    assert "divided evenly among them" in text
    assert "Of 1 interview nobody wrote down how long it was" in text
    assert "more than the 1\u00a0h noted" in page(browser, locked)


def test_a_reader_sees_everything_and_changes_nothing(visit: Visit, analyst: User, locked: TestCard) -> None:
    reader = visit(analyst)
    text = page(reader, locked)
    assert "Lock the test" not in text
    assert 'id="observe"' not in text
    for name in ("lock_test", "observe", "decide_test", "abandon_test", "repeat_test", "test_work"):
        answer = post(
            reader, name, locked, success="yes", happened_on="2026-05-12", reason="x", on="2026-05-12", hours="1"
        )
        assert answer.status_code == 403, name


def test_a_member_works_and_a_stranger_finds_nothing(visit: Visit, salesperson: User, locked: TestCard) -> None:
    where = reverse("test", kwargs={"test_id": locked.pk})
    assert visit(salesperson).get(where).status_code == 404
    let_in(locked.venture, salesperson)
    assert visit(salesperson).get(where).status_code == 200


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_every_page_opens_in_every_language(
    visit: Visit, venture: Venture, hypothesis: Hypothesis, locked: TestCard, language: str
) -> None:
    user = factories.make_user(role="head_of_sales", language=language)
    browser = visit(user)
    Hypothesis.objects.update(gain_minor=10_000_000, loss_minor=4_000_000)
    make_hypothesis(venture, "Another one")
    for name in ("venture_tests", "new_test", "next_test", "learning_cost"):
        assert browser.get(reverse(name, kwargs={"venture_id": venture.pk})).status_code == 200, name
    for name in ("test", "edit_test", "test_observations", "test_learning"):
        assert browser.get(reverse(name, kwargs={"test_id": locked.pk})).status_code == 200, name


def test_what_to_test_next_is_ranked_by_money(browser: Browser, venture: Venture) -> None:
    make_hypothesis(venture, "Worth a lot", prior=0.3, gain_minor=10_000_000, loss_minor=4_000_000)
    make_hypothesis(venture, "Nobody said what hangs on it")
    text = browser.get(reverse("next_test", kwargs={"venture_id": venture.pk})).content.decode()
    assert "Worth a lot" in text
    assert "€28,000" in text  # EVPI of D2
    assert "Without money at stake" in text


def test_when_nothing_is_worth_its_price_it_is_time_to_decide(browser: Browser, venture: Venture) -> None:
    make_hypothesis(venture, "Hardly any doubt", prior=0.97, gain_minor=100_000, loss_minor=10_000)
    text = browser.get(reverse("venture_tests", kwargs={"venture_id": venture.pk})).content.decode()
    assert "Stop testing and decide." in text


@pytest.mark.parametrize("name", ["next_test", "venture_tests", "venture"])
def test_where_certainty_is_worth_much_nobody_is_told_to_stop(browser: Browser, venture: Venture, name: str) -> None:
    make_ready_test(
        make_hypothesis(venture, prior=0.02, gain_minor=40_000_000, loss_minor=80_000_000, critical=True),
        state="abandoned",
    )
    text = browser.get(reverse(name, kwargs={"venture_id": venture.pk})).content.decode()
    assert "No single test would change the decision." in text
    assert "the gate asks for a test all the same" in text
    assert "Stop testing and decide." not in text
    assert "decide without a test" not in text


def test_a_page_of_a_thousand_observations_asks_a_known_number_of_queries(
    browser: Browser, locked: TestCard, head_of_sales: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    TestCard.objects.filter(pk=locked.pk).update(most=2000)
    lines = "\n".join(f"2026-05-12;{'yes' if place % 5 < 2 else 'no'}" for place in range(1000))
    observe_many(actor=head_of_sales, test_id=locked.pk, rows=read_lines(lines).rows)
    with django_assert_max_num_queries(24):
        assert browser.get(reverse("test", kwargs={"test_id": locked.pk})).status_code == 200
