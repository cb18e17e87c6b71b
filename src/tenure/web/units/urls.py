"""Addresses of decision units and their maps."""

from django.urls import path

from tenure.web.units import arguments, deals, members, page, table, ties

urlpatterns = [
    path("clients/<int:client_id>/units/", deals.units, name="units"),
    path("units/<int:unit_id>/", page.unit, name="unit"),
    path("units/<int:unit_id>/map.svg", page.map_file, name="unit_map"),
    path("units/<int:unit_id>/edit/", deals.edit, name="edit_unit"),
    path("units/<int:unit_id>/close/", deals.close, name="close_unit"),
    path("units/<int:unit_id>/open/", deals.reopen, name="reopen_unit"),
    path("units/<int:unit_id>/people/", members.add, name="add_unit_member"),
    path("units/<int:unit_id>/places/", ties.place, name="place_unit_members"),
    path("units/<int:unit_id>/ties/", ties.draw, name="set_tie"),
    path("units/<int:unit_id>/arguments/", arguments.add, name="add_argument"),
    path("units/<int:unit_id>/table/", table.page, name="decision_table"),
    path("units/<int:unit_id>/table/edit/", table.edit, name="edit_decision_table"),
    path("units/<int:unit_id>/table/payoffs/", table.payoffs, name="decision_payoffs"),
    path("units/<int:unit_id>/table/ask/", table.ask, name="ask_from_table"),
    path("units/<int:unit_id>/table/heard/", table.heard, name="hear_table_answer"),
    path("units/<int:unit_id>/table/back/", table.take_back, name="take_back_table_answer"),
    path("units/people/<int:member_id>/", members.edit, name="unit_member"),
    path("units/people/<int:member_id>/remove/", members.remove, name="remove_unit_member"),
    path("units/ties/<int:tie_id>/remove/", ties.remove, name="remove_tie"),
    path("units/arguments/<int:argument_id>/", arguments.edit, name="argument"),
    path("units/arguments/<int:argument_id>/remove/", arguments.remove, name="remove_argument"),
]
