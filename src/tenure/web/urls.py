"""Addresses of the house itself."""

from django.urls import path

from tenure.web import errors, find, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("find/", find.find, name="find"),
    path("health/", errors.health, name="health"),
]
