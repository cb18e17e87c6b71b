"""Addresses. Each area keeps its own list; names: today, base, clients, client, imports, settings, sign_in, ..."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tenure.web.agenda.urls")),
    path("", include("tenure.web.clients.urls")),
    path("", include("tenure.web.clients.people_urls")),
    path("", include("tenure.web.conversations.urls")),
    path("", include("tenure.web.clients.learn_urls")),
    path("", include("tenure.web.orders.urls")),
    path("", include("tenure.web.scripts.urls")),
    path("", include("tenure.web.privacy.urls")),
    path("", include("tenure.web.discovery.urls")),
    path("", include("tenure.web.discovery.testing_urls")),
    path("", include("tenure.web.discovery.economics_urls")),
    path("", include("tenure.web.discovery.interviews.urls")),
    path("", include("tenure.web.discovery.markets.urls")),
    path("", include("tenure.web.discovery.offer_urls")),
    path("", include("tenure.web.discovery.survey_urls")),
    path("", include("tenure.web.discovery.gates_urls")),
    path("", include("tenure.web.discovery.report_urls")),
    path("", include("tenure.web.settings.urls")),
    path("", include("tenure.web.units.urls")),
    path("", include("tenure.web.urls")),
]

handler400 = "tenure.web.errors.bad_request"
handler403 = "tenure.web.errors.forbidden"
handler404 = "tenure.web.errors.not_found"
handler500 = "tenure.web.errors.server_error"
