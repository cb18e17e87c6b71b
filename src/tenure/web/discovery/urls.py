"""Addresses of ventures: list, overview, canvas, hypotheses, timeline. Other slices keep lists of their own."""

from django.urls import path

from tenure.web.discovery import (
    canvas,
    checklist,
    evidence,
    hypotheses,
    hypothesis_form,
    ladder,
    listing,
    overview,
    patterns,
    settings,
    timeline,
    versions,
)

urlpatterns = [
    path("ventures/", listing.ventures, name="ventures"),
    path("ventures/new/", listing.new, name="new_venture"),
    path("ventures/ladder/", ladder.show, name="ladder"),
    path("ventures/ladder/adopt/", ladder.adopt, name="adopt_ladder"),
    path("ventures/<int:venture_id>/", overview.venture, name="venture"),
    path("ventures/<int:venture_id>/canvas/", canvas.canvas, name="venture_canvas"),
    path("ventures/<int:venture_id>/canvas/kind/", canvas.switch, name="switch_canvas"),
    path("ventures/<int:venture_id>/canvas/wall/", canvas.wall, name="canvas_wall"),
    path("ventures/<int:venture_id>/canvas/versions/", versions.versions, name="canvas_versions"),
    path("ventures/<int:venture_id>/canvas/difference/", versions.between, name="canvas_difference"),
    path("ventures/<int:venture_id>/canvas/patterns/", patterns.patterns, name="canvas_patterns"),
    path("ventures/<int:venture_id>/hypotheses/", hypotheses.register, name="venture_hypotheses"),
    path("ventures/<int:venture_id>/hypotheses/new/", hypothesis_form.new, name="new_hypothesis"),
    path("ventures/<int:venture_id>/timeline/", timeline.timeline, name="venture_timeline"),
    path("ventures/<int:venture_id>/checklist/", checklist.checklist, name="venture_checklist"),
    path("ventures/checklist/<int:checklist_item_id>/", checklist.item, name="checklist_item"),
    path("ventures/checklist/<int:checklist_item_id>/remove/", checklist.remove, name="remove_checklist_item"),
    path("ventures/<int:venture_id>/settings/", settings.settings, name="venture_settings"),
    path("ventures/<int:venture_id>/members/", settings.members, name="venture_members"),
    path("ventures/<int:venture_id>/state/", settings.state, name="venture_state"),
    path("hypotheses/<int:hypothesis_id>/", hypotheses.hypothesis, name="hypothesis"),
    path("hypotheses/<int:hypothesis_id>/edit/", hypothesis_form.edit, name="edit_hypothesis"),
    path("hypotheses/<int:hypothesis_id>/move/", canvas.move, name="move_hypothesis"),
    path("hypotheses/<int:hypothesis_id>/put/", hypothesis_form.put, name="put_hypothesis"),
    path("hypotheses/<int:hypothesis_id>/links/", hypothesis_form.links, name="hypothesis_links"),
    path("hypotheses/<int:hypothesis_id>/evidence/", evidence.add, name="add_evidence"),
    path("evidence/<int:evidence_id>/withdraw/", evidence.withdraw, name="withdraw_evidence"),
]
