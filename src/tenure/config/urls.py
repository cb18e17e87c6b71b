"""Addresses. Rooms' pages are added by name; the first one is Today."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
