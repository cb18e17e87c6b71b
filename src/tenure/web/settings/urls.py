"""Addresses of the settings."""

from django.urls import path

from tenure.web.settings import audit, calendar, company, fact_catalogue, first_start, minimal_profiles, own, users

urlpatterns = [
    path("first-start/", first_start.first_start, name="first_start"),
    path("settings/", own.own_settings, name="settings"),
    path("settings/own/", own.save_own_settings, name="save_own_settings"),
    path("settings/password/", own.save_own_password, name="save_own_password"),
    path("settings/calendar/", calendar.make, name="make_calendar"),
    path("settings/calendar/revoke/", calendar.revoke, name="revoke_calendar"),
    path("settings/company/", company.company, name="company"),
    path("settings/users/", users.users, name="users"),
    path("settings/users/new/", users.new_user, name="new_user"),
    path("settings/users/<int:user_id>/", users.user, name="user"),
    path("settings/users/<int:user_id>/password/", users.user_password, name="user_password"),
    path("settings/facts/", fact_catalogue.catalogue, name="fact_catalogue"),
    path("settings/facts/type/", fact_catalogue.fact_type, name="fact_type"),
    path("settings/facts/least/", minimal_profiles.profiles, name="minimal_profiles"),
    path("settings/audit/", audit.audit_log, name="audit"),
]
