"""Surveys by their pages: the public form needs no script, cookie or account; results, spam and CSV are for the venture."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser

from tenure.discovery.models import Survey, SurveyAnswer, Venture
from tenure.privacy.models import User
from tests import venture_factories as made
from tests.whole_database import everything_written

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(workspace: Any, head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


@pytest.fixture
def survey(venture: Venture) -> Survey:
    return made.make_survey(venture, kinds=("nps", "westendorp"), about="Night delivery")


def mark_of(page: str) -> str:
    found = re.search(r'name="mark" value="([^"]+)"', page)
    assert found
    return found[1]


def filled(survey: Survey, page: str, **more: str) -> dict[str, str]:
    first, second = survey.questions.order_by("position")
    prices = {f"q{second.pk}-{place}": str(price) for place, price in enumerate((10, 20, 30, 40))}
    return {"mark": mark_of(page), "language": "ro", f"q{first.pk}": "9", "agreed": "on"} | prices | more


def test_a_stranger_answers_in_their_language_without_a_cookie_or_a_script(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T08:00+00:00")
    browser = Browser(enforce_csrf_checks=True)
    answer = browser.get(f"/q/{survey.token}/?language=ro")
    page = answer.content.decode()
    assert "Cât de probabil" in page
    assert "<script" not in page
    assert not answer.cookies
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T08:01+00:00")
    sent = browser.post(f"/q/{survey.token}/", filled(survey, page), REMOTE_ADDR="203.0.113.9")
    assert sent.status_code == 303
    assert "mulțumim" in browser.get(sent["Location"]).content.decode().lower()
    stored = SurveyAnswer.objects.get()
    assert (stored.language, stored.aside, stored.seconds) == ("ro", "", 60)
    assert "203.0.113.9" not in everything_written()


def test_a_form_with_mistakes_comes_back_with_everything_typed(survey: Survey) -> None:
    browser = Browser()
    page = browser.get(f"/q/{survey.token}/").content.decode()
    first, second = survey.questions.order_by("position")
    sent = filled(survey, page) | {f"q{second.pk}-1": "minus <b>", "agreed": ""}
    answer = browser.post(f"/q/{survey.token}/", sent)
    assert answer.status_code == 422
    back = answer.content.decode()
    assert "minus &lt;b&gt;" in back
    assert re.search(rf'name="q{first.pk}" value="9" checked', back)
    assert mark_of(back) == mark_of(page)
    assert not SurveyAnswer.objects.exists()


def test_sent_twice_it_is_one_answer_and_without_the_form_it_is_set_aside(survey: Survey) -> None:
    browser = Browser()
    page = browser.get(f"/q/{survey.token}/").content.decode()
    for _time in range(2):
        browser.post(f"/q/{survey.token}/", filled(survey, page))
    assert SurveyAnswer.objects.count() == 1
    browser.post(f"/q/{survey.token}/", filled(survey, page) | {"mark": "made up"})
    assert list(SurveyAnswer.objects.order_by("pk").values_list("aside", flat=True)) == ["fast", "no_form"]


def test_behind_our_proxy_the_address_is_the_one_it_wrote_down(survey: Survey, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    browser = Browser()
    for number in range(7):
        page = browser.get(f"/q/{survey.token}/").content.decode()
        told: Any = {"HTTP_X_FORWARDED_FOR": f"10.0.0.1, 203.0.113.{number}", "REMOTE_ADDR": "127.0.0.1"}
        browser.post(f"/q/{survey.token}/", filled(survey, page), **told)
    assert not SurveyAnswer.objects.filter(aside="many").exists()


def test_a_closed_survey_and_a_wrong_address_say_so(survey: Survey) -> None:
    Survey.objects.update(state="closed")
    assert "ended" in Browser().get(f"/q/{survey.token}/?language=en").content.decode()
    assert Browser().get("/q/nothing/").status_code == 404


def test_the_results_the_answers_and_the_csv_open(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    survey = made.make_survey(venture, kinds=("ellis", "nps", "westendorp", "gabor", "number", "text"))
    for place in range(12):
        values = [{"used": 2, "felt": "very"}, place % 11, [5, 10, 20, 30 + place], [True, True, place % 2 == 0], 7.5,
                  "<script>alert(1)</script>"]  # fmt: skip
        made.make_survey_answer(survey, values, aside="trap" if place == 3 else "")
    browser = visit(head_of_sales)
    for page in ("", "answers/", "answers/?show=aside", "answers/new/", "edit/", "questions/new/"):
        answer = browser.get(f"/surveys/{survey.pk}/{page}")
        assert answer.status_code == 200, page
        assert "<script>alert(1)" not in answer.content.decode()
    text = browser.get(f"/surveys/{survey.pk}/answers.csv").content.decode("utf-8-sig")
    assert len(text.splitlines()) == 13


def test_answers_are_pasted_set_aside_and_taken_back(
    head_of_sales: User, survey: Survey, visit: Callable[..., Browser]
) -> None:
    browser, question = visit(head_of_sales), survey.questions.get(kind="westendorp")
    paste = {"do": "paste", "question": str(question.pk), "lines": "10 20 30 40\n10 20 x 40"}
    refused = browser.post(f"/surveys/{survey.pk}/answers/new/", paste)
    assert refused.status_code == 422
    assert "10 20 x 40" in refused.content.decode()
    assert browser.post(f"/surveys/{survey.pk}/answers/new/", paste | {"lines": "10 20 30 40"}).status_code == 303
    pk = SurveyAnswer.objects.get().pk
    assert browser.post(f"/surveys/answers/{pk}/aside/", {"reason": ""}).status_code == 422
    assert browser.post(f"/surveys/answers/{pk}/aside/", {"reason": "a joke"}).status_code == 303
    assert "a joke" in browser.get(f"/surveys/{survey.pk}/answers/?show=aside").content.decode()
    assert browser.post(f"/surveys/answers/{pk}/back/", {"reason": "no joke"}).status_code == 303


def test_the_board_says_not_decided_and_how_many_more(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    survey = made.make_survey(venture, kinds=("ellis",))
    for place in range(40):
        made.make_survey_answer(survey, [{"used": 2, "felt": "very" if place < 18 else "not"}])
    page = visit(head_of_sales).get(f"/ventures/{venture.pk}/fit/").content.decode()
    assert "Not decided." in page
    assert "would decide if the share stays" in page


def test_the_board_lists_what_the_fit_asks_for_and_leads_to_each_proof(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser], django_assert_max_num_queries: Any
) -> None:
    made.make_presale(venture, "A friend", paid_on=date(2026, 5, 3), relation="friend", list_minor=4900)
    browser = visit(head_of_sales)
    with django_assert_max_num_queries(28):
        page = browser.get(f"/ventures/{venture.pk}/fit/").content.decode()
    assert "proven: 0 of 6" in page
    rows = page[page.index("Conditions of the fit") :].partition("</ol>")[0].split("<li")[1:]
    assert len(rows) == 6
    bought = next(row for row in rows if "Others than friends buy the solution" in row)
    assert "0 of 1 buyers count, sources: 0; friends: 1" in bought
    for row, proof in zip(
        rows, ("interviews", "problems", "presales", "surveys", "economics", "presales"), strict=True
    ):
        assert f'href="/ventures/{venture.pk}/{proof}/"' in row


def test_a_survey_of_a_thousand_answers_opens_in_few_queries(
    head_of_sales: User, survey: Survey, visit: Callable[..., Browser], django_assert_max_num_queries: Any
) -> None:
    first, second = survey.questions.order_by("position")
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(survey=survey, at=survey.created_at, source="paste",
                     values={str(first.pk): n % 11, str(second.pk): [n % 9, n % 9 + 3, n % 9 + 5, n % 9 + 9]})
        for n in range(1000)
    )  # fmt: skip
    browser = visit(head_of_sales)
    with django_assert_max_num_queries(32):
        assert browser.get(f"/surveys/{survey.pk}/").status_code == 200


def test_nine_respondents_get_no_interval_and_a_guess_beyond_the_prices_no_number(
    visit: Callable[[User], Browser], head_of_sales: User, venture: Venture
) -> None:
    survey = made.make_survey(venture, kinds=("westendorp", "gabor"))
    for place in range(9):
        made.make_survey_answer(survey, [[10, 20, 30, 40 + place], [True, place > 0, place > 1]])
    page = visit(head_of_sales).get(f"/surveys/{survey.pk}/").content.decode()
    assert "Fewer than ten respondents" in page
    assert "8 of 10 cases" not in page
    assert "Most profit lies outside the prices asked" in page
