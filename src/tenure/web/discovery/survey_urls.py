"""Addresses of surveys, the public form and the fit board."""

from django.urls import path

from tenure.web.discovery import fit, public_survey, survey_answers, survey_questions, surveys

urlpatterns = [
    path("ventures/<int:venture_id>/surveys/", surveys.surveys, name="surveys"),
    path("ventures/<int:venture_id>/surveys/new/", surveys.new_survey, name="new_survey"),
    path("surveys/<int:survey_id>/", surveys.survey, name="survey"),
    path("surveys/<int:survey_id>/edit/", surveys.edit_survey, name="edit_survey"),
    path("surveys/<int:survey_id>/switch/", surveys.switch_survey, name="switch_survey"),
    path("surveys/<int:survey_id>/evidence/", surveys.attach_survey, name="attach_survey"),
    path("surveys/<int:survey_id>/questions/new/", survey_questions.new_question, name="new_survey_question"),
    path("surveys/questions/<int:survey_question_id>/", survey_questions.question, name="survey_question"),
    path(
        "surveys/questions/<int:survey_question_id>/remove/",
        survey_questions.remove_question,
        name="remove_survey_question",
    ),
    path(
        "surveys/questions/<int:survey_question_id>/move/", survey_questions.move_question, name="move_survey_question"
    ),
    path("surveys/<int:survey_id>/answers/", survey_answers.answers, name="survey_answers"),
    path("surveys/<int:survey_id>/answers/new/", survey_answers.new_answer, name="new_survey_answer"),
    path("surveys/<int:survey_id>/answers.csv", survey_answers.export_answers, name="export_survey_answers"),
    path("surveys/answers/<int:survey_answer_id>/aside/", survey_answers.set_aside, name="set_answer_aside"),
    path("surveys/answers/<int:survey_answer_id>/back/", survey_answers.take_back, name="take_answer_back"),
    path("q/<str:token>/", public_survey.form, name="public_survey"),
    path("q/<str:token>/thanks/", public_survey.thanks, name="public_survey_thanks"),
    path("ventures/<int:venture_id>/fit/", fit.board, name="fit_board"),
    path("ventures/<int:venture_id>/fit/choose/", fit.choose, name="choose_fit"),
    path("ventures/<int:venture_id>/fit/read/", fit.read_orders, name="read_fit_orders"),
    path("ventures/<int:venture_id>/fit/sales/", fit.sales_period, name="save_sales_period"),
    path("fit/sales/<int:sales_period_id>/remove/", fit.remove_sales_period, name="remove_sales_period"),
]
