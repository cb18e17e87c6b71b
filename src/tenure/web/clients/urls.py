"""Addresses of the base, the client list and the client page."""

from django.urls import path

from tenure.web.clients import base, client, duplicates, edit, export, facts, listing, notes, pick_client, views

urlpatterns = [
    path("base/", base.base, name="base"),
    path("clients/", listing.clients, name="clients"),
    path("clients/names/", pick_client.names, name="client_names"),
    path("clients/export/", export.export, name="export_clients"),
    path("clients/assign/", edit.assign, name="assign_clients"),
    path("clients/similar/", duplicates.duplicates, name="duplicates"),
    path("clients/similar/<int:pair_id>/merge/", duplicates.merge, name="merge_duplicate"),
    path("clients/similar/<int:pair_id>/different/", duplicates.different, name="different_duplicate"),
    path("clients/similar/<int:pair_id>/undo/", duplicates.undo, name="undo_duplicate"),
    path("clients/new/", edit.new_client, name="new_client"),
    path("clients/views/", views.save, name="save_view"),
    path("clients/views/<int:view_id>/delete/", views.delete, name="delete_view"),
    path("clients/<int:client_id>/", client.client, name="client"),
    path("clients/<int:client_id>/edit/", edit.edit, name="edit_client"),
    path("clients/<int:client_id>/owner/", edit.owner, name="client_owner"),
    path("clients/<int:client_id>/orders/", client.orders, name="client_orders"),
    path("clients/<int:client_id>/orders/<int:order_id>/", client.lines, name="order_lines"),
    path("clients/<int:client_id>/notes/", notes.notes, name="client_notes"),
    path("clients/<int:client_id>/facts/", facts.facts, name="client_facts"),
    path("clients/<int:client_id>/facts/add/", facts.add, name="add_client_fact"),
    path("people/<int:person_id>/facts/add/", facts.add, name="add_person_fact"),
    path("facts/<int:fact_id>/", facts.fact, name="fact"),
    path("facts/<int:fact_id>/history/", facts.history, name="fact_history"),
    path("facts/<int:fact_id>/file/", facts.file, name="fact_file"),
    path("facts/<int:fact_id>/claims/", facts.claims, name="fact_claims"),
    path("facts/<int:fact_id>/confirm/", facts.confirm, name="confirm_fact"),
    path("facts/<int:fact_id>/restore/", facts.restore, name="restore_fact"),
    path("facts/<int:fact_id>/resolve/", facts.resolve, name="resolve_fact"),
    path("facts/<int:fact_id>/withdraw/", facts.withdraw, name="withdraw_fact"),
    path("facts/<int:fact_id>/open/", facts.open_sealed, name="open_fact"),
    path("notes/<int:note_id>/", notes.edit, name="edit_note"),
    path("notes/<int:note_id>/delete/", notes.delete, name="delete_note"),
]
