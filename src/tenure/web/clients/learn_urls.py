"""Addresses of what to learn next and of the brief."""

from django.urls import path

from tenure.web.clients import brief, questions

urlpatterns = [
    path("clients/<int:client_id>/questions/", questions.questions, name="client_questions"),
    path("clients/<int:client_id>/brief/", brief.page, name="client_brief"),
    path("clients/<int:client_id>/brief.pdf", brief.pdf, name="client_brief_pdf"),
    path("clients/<int:client_id>/brief/printed/", brief.printed, name="client_brief_printed"),
]
