"""Addresses of gates and pivots."""

from django.urls import path

from tenure.web.discovery.gates import criteria, page, pivots

urlpatterns = [
    path("ventures/<int:venture_id>/gate/", page.gate, name="gate"),
    path("ventures/<int:venture_id>/gate/review/", page.review, name="gate_review"),
    path("ventures/<int:venture_id>/gate/decide/", page.decide, name="decide_gate"),
    path("ventures/<int:venture_id>/gate/return/", page.go_back, name="return_to_phase"),
    path("ventures/<int:venture_id>/gate/criterion/", criteria.criterion, name="gate_criterion"),
    path("ventures/<int:venture_id>/evidence/names/", criteria.evidence_names, name="evidence_names"),
    path("ventures/<int:venture_id>/gate/criteria/", criteria.add, name="add_criterion"),
    path("ventures/<int:venture_id>/gate/overrides/<int:override_id>/end/", page.stop_override, name="end_override"),
    path("ventures/<int:venture_id>/gate/decisions/<int:gate_decision_id>/", page.decision, name="gate_decision"),
    path("ventures/<int:venture_id>/pivots/", pivots.pivots, name="pivots"),
    path("ventures/<int:venture_id>/pivots/new/", pivots.new, name="new_pivot"),
]
