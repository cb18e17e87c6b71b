"""Addresses of conversations: recording one, reading and correcting it, the history of a client, field visits."""

from django.urls import path

from tenure.web.conversations import interaction, record, timeline, visit

urlpatterns = [
    path("clients/<int:client_id>/record/", record.record, name="record"),
    path("clients/<int:client_id>/timeline/", timeline.timeline, name="timeline"),
    path("interactions/<int:interaction_id>/", interaction.interaction, name="interaction"),
    path("visit/", visit.visit, name="visit"),
    path("visit-worker.js", visit.worker, name="visit_worker"),
    path("manifest.webmanifest", visit.manifest, name="manifest"),
]
