"""Addresses of ventures: the list, the page of one, its canvas and hypotheses. Other slices keep lists of their own."""

from django.urls import path

from tenure.web.discovery import listing, overview

urlpatterns = [
    path("ventures/", listing.ventures, name="ventures"),
    path("ventures/new/", listing.new, name="new_venture"),
    path("ventures/<int:venture_id>/", overview.venture, name="venture"),
]
