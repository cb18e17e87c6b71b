"""Addresses of scripts, objections and techniques."""

from django.urls import path

from tenure.web.scripts import editor, lint, objection_answers, objections, run, scripts, techniques, ways

urlpatterns = [
    path("scripts/", scripts.listing, name="scripts"),
    path("scripts/new/", editor.new, name="new_script"),
    path("scripts/lint/", lint.lint_text, name="lint_text"),
    path("scripts/starter/", scripts.load, name="load_starter"),
    path("scripts/<int:script_id>/", scripts.script, name="script"),
    path("scripts/<int:script_id>/edit/", editor.edit, name="edit_script"),
    path("scripts/<int:script_id>/copy/", scripts.copy, name="copy_script"),
    path("scripts/<int:script_id>/retire/", scripts.retire, name="retire_script"),
    path("scripts/<int:script_id>/share/", scripts.share, name="share_script"),
    path("scripts/<int:script_id>/run/", run.run, name="run_script"),
    path("objections/", objections.listing, name="objections"),
    path("objections/new/", objections.new, name="new_objection"),
    path("objections/<int:objection_id>/", objections.objection, name="objection"),
    path("objections/<int:objection_id>/edit/", objections.edit, name="edit_objection"),
    path("objections/<int:objection_id>/retire/", objections.retire, name="retire_objection"),
    path("objections/<int:objection_id>/answers/", objection_answers.add, name="add_objection_answer"),
    path("objections/answers/<int:answer_id>/", objection_answers.edit, name="edit_objection_answer"),
    path("objections/answers/<int:answer_id>/retire/", objection_answers.retire, name="retire_objection_answer"),
    path("objections/answers/<int:answer_id>/use/", objection_answers.use, name="use_objection_answer"),
    path("talks/ways/", ways.ways, name="ways"),
    path("techniques/", techniques.listing, name="techniques"),
    path("techniques/<int:technique_id>/", techniques.edit, name="edit_technique"),
]
