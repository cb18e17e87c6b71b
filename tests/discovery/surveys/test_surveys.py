"""A survey as its owner keeps it: questions stand once answered, answers count openly, prices are only stated."""

from typing import Any

import pytest

from tenure.discovery.models import Evidence, Survey, SurveyAnswer, Venture
from tenure.discovery.surveys.answers import (
    add_answer,
    answers_of,
    export_answers,
    paste_answers,
    set_aside,
    take_back,
)
from tenure.discovery.surveys.evidence import attach_result
from tenure.discovery.surveys.questions import (
    QuestionText,
    add_question,
    edit_question,
    move_question,
    questions_of,
    remove_question,
)
from tenure.discovery.surveys.results import results_of
from tenure.discovery.surveys.surveys import SurveyText, edit_survey, make_survey, open_survey, survey_of, surveys_of
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import User
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
F1 = [[5, 10, 20, 30], [8, 12, 25, 40], [10, 15, 22, 35], [4, 9, 18, 25], [12, 20, 30, 45], [6, 14, 24, 32],
      [9, 13, 28, 38], [7, 11, 19, 28], [10, 18, 26, 36], [5, 12, 21, 33]]  # fmt: skip


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


def test_a_survey_is_made_written_and_opened(head_of_sales: User, venture: Venture) -> None:
    best = made.make_segment(venture, declared_best=True)
    text = SurveyText("Fit", about="Night delivery", texts={"ru": {"title": "Ночная доставка"}, "xx": {"title": "no"}})
    pk = make_survey(actor=head_of_sales, venture_id=venture.pk, text=text, kinds=("ellis", "nps"))
    assert [one.kind for one in questions_of(pk)] == ["ellis", "nps"]
    open_survey(actor=head_of_sales, survey_id=pk, version=1)
    view = survey_of(actor=head_of_sales, survey_id=pk)
    assert (view.state, view.best_segment_id, view.texts) == ("open", best.pk, {"ru": {"title": "Ночная доставка"}})
    assert len(view.token) >= 20
    with pytest.raises(Conflict):
        edit_survey(actor=head_of_sales, survey_id=pk, version=1, text=text)


def test_the_best_segment_is_the_one_declared_before_the_answers(head_of_sales: User, venture: Venture) -> None:
    first, later = made.make_segment(venture, "First", declared_best=True), made.make_segment(venture, "Later")
    pk = make_survey(actor=head_of_sales, venture_id=venture.pk, text=SurveyText("Fit"), kinds=("ellis",))
    open_survey(actor=head_of_sales, survey_id=pk, version=1)
    first.declared_best, later.declared_best = False, True
    first.save()
    later.save()
    assert survey_of(actor=head_of_sales, survey_id=pk).best_segment_id == first.pk


def test_a_survey_without_questions_or_prices_does_not_open(head_of_sales: User, venture: Venture) -> None:
    empty = make_survey(actor=head_of_sales, venture_id=venture.pk, text=SurveyText("A"))
    with pytest.raises(InvalidValue, match="survey_without_questions"):
        open_survey(actor=head_of_sales, survey_id=empty, version=1)
    priceless = make_survey(actor=head_of_sales, venture_id=venture.pk, text=SurveyText("B"), kinds=("gabor",))
    with pytest.raises(InvalidValue, match="survey_prices_missing"):
        open_survey(actor=head_of_sales, survey_id=priceless, version=1)


def test_questions_change_until_somebody_answers_and_never_after(head_of_sales: User, venture: Venture) -> None:
    survey = made.make_survey(venture, kinds=("nps", "ellis"))
    first, second = questions_of(survey.pk)
    move_question(actor=head_of_sales, question_id=second.id, up=True)
    assert [one.kind for one in questions_of(survey.pk)] == ["ellis", "nps"]
    made.make_survey_answer(survey, [{"used": 2, "felt": "very"}, 9])
    wanted = QuestionText("nps")
    for change in (
        lambda: add_question(actor=head_of_sales, survey_id=survey.pk, wanted=wanted),
        lambda: edit_question(actor=head_of_sales, question_id=first.id, wanted=wanted),
        lambda: remove_question(actor=head_of_sales, question_id=first.id),
        lambda: move_question(actor=head_of_sales, question_id=first.id, up=False),
    ):
        with pytest.raises(InvalidValue, match="survey_has_answers"):
            change()


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (QuestionText("gabor", prices=(10.0, 10.0)), "question_prices"),
        (QuestionText("gabor", prices=(-1.0, 10.0)), "question_prices"),
        (QuestionText("gabor", prices=(10.0,)), "question_prices"),
        (QuestionText("gabor", prices=(1.0, 2.0), unit_cost=-1), "answer_price_negative"),
        (QuestionText("choice", text={"en": "Which?"}, choices=({"en": "one"},)), "question_choices"),
        (QuestionText("text"), "question_words_missing"),
        (QuestionText("moon"), "choice_unknown"),
    ],
)
def test_a_question_nobody_could_answer_is_refused(
    head_of_sales: User, venture: Venture, wanted: QuestionText, code: str
) -> None:
    survey = made.make_survey(venture, kinds=())
    with pytest.raises(InvalidValue, match=code):
        add_question(actor=head_of_sales, survey_id=survey.pk, wanted=wanted)


def test_pasted_prices_give_the_worked_example(head_of_sales: User, venture: Venture) -> None:
    survey = made.make_survey(venture, kinds=("westendorp",))
    question = questions_of(survey.pk)[0]
    text = "too cheap;cheap;expensive;too expensive\n" + "\n".join(";".join(map(str, row)) for row in F1)
    assert paste_answers(actor=head_of_sales, survey_id=survey.pk, question_id=question.id, text=text) == 10
    made.make_survey_answer(survey, [[30.0, 20.0, 10.0, 5.0]])
    found = results_of(actor=head_of_sales, survey_id=survey.pk).questions[0].westendorp
    assert found is not None
    assert (found.points.pmc, found.points.pme, found.points.opp, found.points.ipp) == (14, 22.5, 18.5, 18.5)
    assert (found.kept, len(found.violators)) == (10, 1)


def test_every_bad_line_is_named_and_nothing_is_stored(head_of_sales: User, venture: Venture) -> None:
    survey = made.make_survey(venture, kinds=("westendorp",))
    question = questions_of(survey.pk)[0]
    text = "1 2 3 4\n5 6 7\n-1 2 3 4\nabc 1 2 3"
    with pytest.raises(InvalidValue) as wrong:
        paste_answers(actor=head_of_sales, survey_id=survey.pk, question_id=question.id, text=text)
    assert wrong.value.problem.data["count"] == 3
    assert wrong.value.problem.data["lines"].startswith("2: “5 6 7”")
    assert not SurveyAnswer.objects.exists()


def test_yes_and_no_of_fixed_prices_are_pasted_in_three_languages(head_of_sales: User, venture: Venture) -> None:
    survey = made.make_survey(venture, kinds=("gabor",))
    question = questions_of(survey.pk)[0]
    text = "да, да, нет\nyes,no,no\nda,nu,nu\n1,1,1"
    assert paste_answers(actor=head_of_sales, survey_id=survey.pk, question_id=question.id, text=text) == 4
    found = results_of(actor=head_of_sales, survey_id=survey.pk).questions[0].gabor
    assert found is not None
    assert found.counted.share.tolist() == [1.0, 0.5, 0.25]


def test_answers_set_aside_stay_visible_and_no_longer_count(head_of_sales: User, venture: Venture) -> None:
    survey = made.make_survey(venture, kinds=("nps",))
    good, odd = made.make_survey_answer(survey, [9]), made.make_survey_answer(survey, [0])
    with pytest.raises(InvalidValue, match="aside_reason_missing"):
        set_aside(actor=head_of_sales, answer_id=odd.pk, reason=" ")
    set_aside(actor=head_of_sales, answer_id=odd.pk, reason="Our own cousin")
    result = results_of(actor=head_of_sales, survey_id=survey.pk)
    assert (result.questions[0].n, result.survey.aside) == (1, 1)
    rows, _more = answers_of(actor=head_of_sales, survey_id=survey.pk, aside=True)
    assert [(one.id, one.aside, one.aside_note) for one in rows] == [(odd.pk, "hand", "Our own cousin")]
    take_back(actor=head_of_sales, answer_id=odd.pk, reason="Not a cousin after all")
    assert results_of(actor=head_of_sales, survey_id=survey.pk).questions[0].n == 2
    assert good.pk


def test_stated_prices_are_level_two_and_replace_their_own_earlier_result(
    head_of_sales: User, venture: Venture
) -> None:
    claim = made.make_hypothesis(venture)
    survey = made.make_survey(venture, kinds=("westendorp",))
    attach: dict[str, Any] = {
        "actor": head_of_sales,
        "survey_id": survey.pk,
        "hypothesis_id": claim.pk,
        "text": "14–22",
    }
    with pytest.raises(InvalidValue, match="survey_answer_empty"):
        attach_result(**attach, supports=True)
    made.make_survey_answer(survey, [[1, 2, 3, 4]])
    attach_result(**attach, supports=True)
    attach_result(**attach, supports=False)
    assert list(Evidence.objects.filter(withdrawn_at=None).values_list("level", "supports")) == [(2, False)]


def test_entered_by_hand_with_the_segment(head_of_sales: User, venture: Venture) -> None:
    survey, segment = made.make_survey(venture, kinds=("ellis",)), made.make_segment(venture)
    question = questions_of(survey.pk)[0]
    sent = {f"q{question.id}-used": ["2"], f"q{question.id}-felt": ["very"]}
    add_answer(actor=head_of_sales, survey_id=survey.pk, sent=sent, who="Lina", segment_id=segment.pk)
    result = results_of(actor=head_of_sales, survey_id=survey.pk).questions[0]
    assert result.ellis is not None
    assert (result.ellis.very, result.ellis.used) == (1, 1)
    assert [one.name for one in result.by_segment] == [segment.name]


def test_who_used_it_once_is_not_asked_whether_they_would_miss_it(head_of_sales: User, venture: Venture) -> None:
    survey = made.make_survey(venture, kinds=("ellis",))
    made.make_survey_answer(survey, [{"used": 1, "felt": "very"}])
    made.make_survey_answer(survey, [{"used": 2, "felt": "not"}])
    found = results_of(actor=head_of_sales, survey_id=survey.pk).questions[0].ellis
    assert found is not None
    assert (found.very, found.used, found.too_little) == (0, 1, 1)


def test_a_formula_in_an_answer_stays_text_in_the_export(head_of_sales: User, venture: Venture) -> None:
    survey = made.make_survey(venture, kinds=("text", "ellis"))
    made.make_survey_answer(survey, ["=cmd|' /C calc'!A0", {"used": 2, "felt": "very"}])
    made.make_survey_answer(survey, ["<script>alert(1)</script>", None], aside="trap")
    text = export_answers(actor=head_of_sales, survey_id=survey.pk, heads={})
    assert "'=cmd" in text
    assert "trap" in text
    assert text.splitlines()[0].endswith("text,ellis [used],ellis [felt]")


def test_strangers_find_nothing_and_readers_change_nothing(salesperson: User, analyst: User, venture: Venture) -> None:
    survey = made.make_survey(venture)
    for read in (survey_of, results_of, answers_of):
        with pytest.raises(NotFound):
            read(actor=salesperson, survey_id=survey.pk)
    assert len(surveys_of(actor=analyst, venture_id=venture.pk)) == 1
    with pytest.raises(NotAllowed):
        open_survey(actor=analyst, survey_id=survey.pk, version=1)


def test_a_thousand_answers_take_as_many_queries_as_one(
    head_of_sales: User, venture: Venture, django_assert_max_num_queries: Any
) -> None:
    survey = made.make_survey(venture, kinds=("nps", "westendorp"))
    key = [str(one.id) for one in questions_of(survey.pk)]
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(survey=survey, at=venture.created_at, source="paste",
                     values={key[0]: n % 11, key[1]: [n % 7, n % 7 + 2, n % 7 + 5, n % 7 + 9]})
        for n in range(1000)
    )  # fmt: skip
    with django_assert_max_num_queries(7):
        results_of(actor=head_of_sales, survey_id=survey.pk)
    assert Survey.objects.count() == 1
