"""Addresses of interviews. `check_guide` takes the form as it stands and stores nothing."""

from django.urls import path

from tenure.web.discovery.interviews import (
    many,
    overview,
    people,
    plan_form,
    plans,
    quotes,
    recording,
    themes,
    withdrawing,
)

urlpatterns = [
    path("ventures/<int:venture_id>/interviews/", overview.interviews, name="interviews"),
    path("ventures/<int:venture_id>/interviews/plan/", plans.new, name="new_interview_plan"),
    path("ventures/<int:venture_id>/interviews/record/", recording.record, name="record_interview"),
    path("ventures/<int:venture_id>/interviews/many/", many.many, name="record_interviews"),
    path("ventures/<int:venture_id>/themes/", themes.themes, name="themes"),
    path("interviews/check-guide/", plan_form.check, name="check_guide"),
    path("interview-plans/<int:plan_id>/", plans.plan, name="interview_plan"),
    path("interview-plans/<int:plan_id>/edit/", plans.edit, name="edit_interview_plan"),
    path("interview-plans/<int:plan_id>/close/", plans.close, name="close_interview_plan"),
    path("interview-plans/<int:plan_id>/people/", people.base, name="interview_people"),
    path("interview-plans/<int:plan_id>/people/new/", people.add, name="add_interview_person"),
    path("interview-candidates/<int:candidate_id>/answer/", people.answer, name="answer_candidate"),
    path("interviews/<int:interview_id>/", recording.interview, name="interview"),
    path("interviews/<int:interview_id>/edit/", recording.edit, name="edit_interview"),
    path("interviews/<int:interview_id>/withdraw/", withdrawing.withdraw, name="withdraw_interview"),
    path("interviews/<int:interview_id>/restore/", withdrawing.restore, name="restore_interview"),
    path("interviews/<int:interview_id>/forget/", recording.forget, name="forget_interview"),
    path("interviews/<int:interview_id>/quotes/", quotes.add, name="add_quote"),
    path("quotes/<int:quote_id>/evidence/", quotes.evidence, name="quote_evidence"),
    path("quotes/<int:quote_id>/fact/", quotes.fact, name="quote_fact"),
    path("quotes/<int:quote_id>/remove/", quotes.remove, name="remove_quote"),
    path("quotes/<int:quote_id>/theme/", themes.code, name="code_quote"),
    path("quotes/<int:quote_id>/settle/", themes.settle, name="settle_quote"),
]
