"""Sentences about tasks."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats


def _spoken(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "day": formats.day(date.fromisoformat(data["day"]))}


def _too_long(data: dict[str, Any]) -> str:
    text = ngettext(
        "This is %(letters)s character long; at most %(most)s fit. Shorten it; nothing has been saved.",
        "This is %(letters)s characters long; at most %(most)s fit. Shorten it; nothing has been saved.",
        data["letters"],
    )
    return text % data


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "task_title_missing": lambda data: _("A task needs a few words on what to do. Write them; nothing has been saved."),
    "task_title_long": _too_long,
    "reason_long": _too_long,
    "task_minutes": lambda data: (
        _("%(minutes)s minutes: a task takes from 1 to %(most)s. Divide a longer one; nothing has been saved.") % data
    ),
    "task_day_past": lambda data: (
        _("%(day)s has passed. Choose today or a later day; nothing has been saved.") % _spoken(data)
    ),
    "postpone_past": lambda data: (
        _("%(day)s is not later than today. Choose a day from tomorrow on; nothing has been saved.") % _spoken(data)
    ),
    "day_unreadable": lambda data: (
        _("“%(value)s” is not a date. Write it as year-month-day, such as 2026-05-12; nothing has been saved.") % data
    ),
    "day_out_of_years": lambda data: (
        _("%(value)s: days from the year %(first)s to %(last)s are kept. Correct the year; nothing has been saved.")
        % data
    ),
    "task_client_unknown": lambda data: (
        _("No client is found by “%(value)s”. Write a part of the name or the client number, or leave it empty.") % data
    ),
    "task_client_several": lambda data: _("Several clients fit “%(value)s”. Choose one below and save again.") % data,
    "form_broken": lambda data: _(
        "The form came without all its fields. Load the page again and repeat; nothing has been saved."
    ),
    "today_no_workspace": lambda data: _("There is no company yet. Run tenure init first; nothing has been done."),
    "rescore_failed": lambda data: _(
        "The scores could not be computed; the old ones still stand. Run tenure doctor and look into the log."
    ),
}
