"""Addresses of the report of a venture."""

from django.urls import path

from tenure.web.discovery import report

urlpatterns = [
    path("ventures/<int:venture_id>/report/", report.page, name="venture_report"),
    path("ventures/<int:venture_id>/report.pdf", report.pdf, name="venture_report_pdf"),
    path("ventures/<int:venture_id>/report/printed/", report.printed, name="venture_report_printed"),
]
