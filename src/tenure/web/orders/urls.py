"""Addresses of this area's pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
