"""Addresses of unit economics."""

from django.urls import path

from tenure.web.discovery.economics import edits, links, page

urlpatterns = [
    path("ventures/<int:venture_id>/economics/", page.venture_economics, name="economics"),
    path("ventures/<int:venture_id>/economics/compare/", page.compare, name="compare_scenarios"),
    path("scenarios/<int:scenario_id>/", page.scenario, name="scenario"),
    path("scenarios/<int:scenario_id>/numbers/", edits.numbers, name="scenario_numbers"),
    path("scenarios/<int:scenario_id>/frame/", edits.frame, name="scenario_frame"),
    path("scenarios/<int:scenario_id>/copy/", edits.copy, name="copy_scenario"),
    path("scenarios/<int:scenario_id>/delete/", edits.delete, name="delete_scenario"),
    path("scenarios/<int:scenario_id>/main/", edits.main, name="main_scenario"),
    path("scenarios/<int:scenario_id>/base/", links.link, name="link_scenario"),
    path("scenarios/<int:scenario_id>/count/", links.count, name="count_scenario"),
    path("scenarios/<int:scenario_id>/pairs/", edits.pair, name="set_correlation"),
    path("scenarios/<int:scenario_id>/channels/", edits.add_channel, name="add_acquisition_channel"),
    path("scenarios/<int:scenario_id>/costs/", edits.add_cost, name="add_fixed_cost"),
    path("scenarios/pairs/<int:correlation_id>/remove/", edits.remove_pair, name="remove_correlation"),
    path("scenarios/channels/<int:acquisition_channel_id>/", edits.channel, name="acquisition_channel"),
    path(
        "scenarios/channels/<int:acquisition_channel_id>/remove/",
        edits.remove_channel,
        name="remove_acquisition_channel",
    ),
    path("scenarios/costs/<int:fixed_cost_id>/remove/", edits.remove_cost, name="remove_fixed_cost"),
]
