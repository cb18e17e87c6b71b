"""Addresses of consents and of everything about personal data."""

from django.urls import path

from tenure.web.privacy import consents, periods, sensitive, subjects

urlpatterns = [
    path("privacy/", subjects.requests, name="privacy"),
    path("privacy/sensitive/", sensitive.sensitive, name="sensitive"),
    path("privacy/sensitive/switch/", sensitive.switch, name="switch_special"),
    path("privacy/storage/", periods.storage, name="storage"),
    path("privacy/people/<int:person_id>/", subjects.person, name="privacy_person"),
    path("privacy/people/<int:person_id>/copy/", subjects.person_copy, name="privacy_person_copy"),
    path("privacy/people/<int:person_id>/erase/", subjects.person_erase, name="privacy_person_erase"),
    path("privacy/clients/<int:client_id>/", subjects.client, name="privacy_client"),
    path("privacy/clients/<int:client_id>/copy/", subjects.client_copy, name="privacy_client_copy"),
    path("privacy/clients/<int:client_id>/erase/", subjects.client_erase, name="privacy_client_erase"),
    path("privacy/people/<int:person_id>/consents/", consents.consents, name="consents"),
    path("privacy/consents/<int:consent_id>/withdraw/", consents.withdraw, name="withdraw_consent"),
]
