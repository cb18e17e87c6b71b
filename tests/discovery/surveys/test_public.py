"""A stranger answers: what counts, what is set aside with its reason, and that no address is ever kept."""

from datetime import date
from typing import Any

import pytest

from tenure.discovery.models import Survey, SurveyAnswer, SurveyDay, SurveySender, Venture
from tenure.discovery.surveys.public import AnswersRefused, Sending, TooManyAnswers, public_survey, take_answer
from tenure.discovery.surveys.senders import COUNTED, FLOOD, TAKEN
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, NotFound
from tenure.privacy.models import User
from tests import venture_factories as made
from tests.whole_database import everything_written

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.77"


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


@pytest.fixture
def survey(venture: Venture) -> Survey:
    return made.make_survey(venture, kinds=("nps",))


def send(survey: Survey, value: str = "9", *, agreed: bool = True, **sending: Any) -> None:
    values: dict[str, Any] = {
        "address": ADDRESS,
        "mark": f"mark {SurveyAnswer.objects.count()} {survey.refused}",
        "seconds": 40.0,
    }
    question = survey.questions.get()
    take_answer(
        token=survey.token, sent={f"q{question.pk}": [value]}, agreed=agreed, sending=Sending(**(values | sending))
    )


def asides(survey: Survey) -> list[str]:
    return list(survey.answers.order_by("pk").values_list("aside", flat=True))


def test_an_answer_is_stored_and_counts(survey: Survey) -> None:
    send(survey)
    answer = SurveyAnswer.objects.get()
    assert (list(answer.values.values()), answer.aside, answer.who) == ([9], "", "")


@pytest.mark.parametrize(
    ("sending", "reason"), [({"trap": "http://"}, "trap"), ({"mark": ""}, "no_form"), ({"seconds": 0.4}, "fast")]
)
def test_what_a_program_sends_is_set_aside_with_its_reason(
    survey: Survey, sending: dict[str, Any], reason: str
) -> None:
    send(survey, **sending)
    assert asides(survey) == [reason]


def test_a_thousand_answers_from_one_address_count_for_nothing(survey: Survey) -> None:
    for number in range(TAKEN + 40):
        try:
            send(survey, mark=f"form {number}")
        except TooManyAnswers:
            assert number >= TAKEN
    assert survey.answers.filter(aside="").count() == 0
    assert survey.answers.count() == TAKEN
    survey.refresh_from_db()
    assert survey.refused == 40


def test_a_small_office_behind_one_address_counts_and_more_is_set_aside(survey: Survey) -> None:
    for number in range(COUNTED + 2):
        send(survey, mark=f"form {number}")
    assert asides(survey) == [""] * COUNTED + ["many"] * 2
    send(survey, address="198.51.100.4", mark="another")
    assert asides(survey)[-1] == ""


def test_a_flood_takes_its_own_earlier_answers_with_it_and_nobody_elses(survey: Survey) -> None:
    send(survey, address="198.51.100.4", mark="another")
    for number in range(FLOOD + 1):
        send(survey, mark=f"form {number}")
    assert asides(survey) == ["", *["flood"] * (FLOOD + 1)]


def test_one_network_of_the_newer_kind_is_one_sender(survey: Survey) -> None:
    for number in range(COUNTED + 1):
        send(survey, address=f"2001:db8:0:7::{number + 1:x}", mark=f"form {number}")
    assert asides(survey)[-1] == "many"


def test_the_address_is_nowhere_and_its_hash_is_gone_the_next_day(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T08:00+00:00")
    send(survey)
    assert ADDRESS not in everything_written()
    before = SurveySender.objects.get().digest
    monkeypatch.setenv("TENURE_NOW", "2026-05-13T08:00+00:00")
    send(survey, mark="next day")
    assert SurveySender.objects.get().digest != before
    assert SurveyDay.objects.get().day == date(2026, 5, 13)
    assert SurveyAnswer.objects.filter(sender=None).count() == 1


def test_the_same_form_sent_twice_is_one_answer(survey: Survey) -> None:
    send(survey, mark="once")
    send(survey, mark="once")
    assert survey.answers.count() == 1


def test_everything_wrong_is_told_at_once_and_nothing_is_stored(venture: Venture) -> None:
    survey = made.make_survey(venture, kinds=("nps", "westendorp"))
    first, second = survey.questions.order_by("position")
    sent = {f"q{first.pk}": ["11"], **{f"q{second.pk}-{n}": [str(n - 2)] for n in range(4)}}
    with pytest.raises(AnswersRefused) as refused:
        take_answer(token=survey.token, sent=sent, agreed=False, sending=Sending(ADDRESS, "m", 40.0))
    codes = {field: error.problem.code for field, error in refused.value.refusals.items()}
    assert codes == {
        f"q{first.pk}": "answer_unknown", f"q{second.pk}": "answer_price_negative", "agreed": "answer_not_agreed",
    }  # fmt: skip
    assert not survey.answers.exists()


def test_without_consent_or_any_answer_nothing_is_stored(survey: Survey) -> None:
    with pytest.raises(AnswersRefused):
        send(survey, agreed=False)
    with pytest.raises(AnswersRefused):
        send(survey, "")
    assert not survey.answers.exists()


def test_a_draft_is_not_public_and_a_closed_one_takes_nothing(survey: Survey) -> None:
    Survey.objects.update(state="closed")
    assert not public_survey(survey.token).open
    with pytest.raises(BadInput, match="survey_over"):
        send(survey)
    Survey.objects.update(state="draft")
    for call in (lambda: public_survey(survey.token), lambda: send(survey), lambda: public_survey("x" * 22)):
        with pytest.raises(NotFound):
            call()


def test_it_ends_by_its_date_and_by_its_number(survey: Survey) -> None:
    Survey.objects.update(most_answers=1)
    send(survey)
    with pytest.raises(BadInput, match="survey_over"):
        send(survey, mark="second")
    Survey.objects.update(most_answers=None, closes_on=date(2020, 1, 1))
    assert not public_survey(survey.token).open
    assert clock.today() > date(2020, 1, 1)


def test_the_segment_is_the_one_the_respondent_chose_or_that_of_the_survey(venture: Venture) -> None:
    bakeries, hotels = made.make_segment(venture, "Bakeries"), made.make_segment(venture, "Hotels")
    asked = made.make_survey(venture, kinds=("segment",), segment=bakeries)
    send(asked, str(hotels.pk))
    assert SurveyAnswer.objects.get().segment_id == hotels.pk
    with pytest.raises(AnswersRefused):
        send(asked, "999999")
    plain = made.make_survey(venture, kinds=("nps",), segment=bakeries)
    send(plain)
    assert plain.answers.get().segment_id == bakeries.pk
