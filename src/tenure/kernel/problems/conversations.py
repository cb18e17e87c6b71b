"""Sentences about conversations, promises and field visits."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats


def _spoken(data: dict[str, Any]) -> dict[str, Any]:
    named = [name for name in ("day", "said") if name in data]
    return {**data, **{str(name): formats.day(date.fromisoformat(data[name])) for name in named}}


def _counted(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "longest": formats.number(data["longest"]), "length": formats.number(data["length"])}


def _too_long(data: dict[str, Any]) -> str:
    text = ngettext(
        "This is %(letters)s character long; at most %(most)s fit. Shorten it; nothing has been saved.",
        "This is %(letters)s characters long; at most %(most)s fit. Shorten it; nothing has been saved.",
        data["letters"],
    )
    return text % data


def _talk_long(data: dict[str, Any]) -> str:
    text = ngettext(
        "The text holds at most %(longest)s character; there are %(length)s. It is all still here: shorten it, "
        "or keep the long version in a file of your own. Nothing has been saved.",
        "The text holds at most %(longest)s characters; there are %(length)s. It is all still here: shorten it, "
        "or keep the long version in a file of your own. Nothing has been saved.",
        data["longest"],
    )
    return text % _counted(data)


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "promise_empty": lambda data: _("Write in a few words what was promised; nothing has been saved."),
    "answer_empty": lambda data: _("Write the question that was left open; nothing has been saved."),
    "promise_long": _too_long,
    "answer_long": _too_long,
    "promise_day_past": lambda data: (
        _("The promise is due on %(day)s, before it was given on %(said)s. Choose a later day; nothing has been saved.")
        % _spoken(data)
    ),
    "answer_day_past": lambda data: (
        _("The answer is due on %(day)s, before the question of %(said)s. Choose a later day; nothing has been saved.")
        % _spoken(data)
    ),
    "promise_day_missing": lambda data: _(
        "By which day? A promise without a day is forgotten. Choose one; nothing has been saved."
    ),
    "contact_day_past": lambda data: (
        _("%(day)s has passed. Choose today or a later day; nothing has been saved.") % _spoken(data)
    ),
    "owed_day_far": lambda data: (
        _("%(day)s is more than %(years)s years away. Choose a nearer day; nothing has been saved.") % _spoken(data)
    ),
    "talk_choice_wrong": lambda data: (
        _("“%(value)s” is not among the choices. Choose one of those shown; nothing has been saved.") % data
    ),
    "talk_long": _talk_long,
    "answer_too_long": _talk_long,
    "talk_minutes": lambda data: (
        _("%(minutes)s minutes: a conversation takes from 1 to %(most)s. Correct it or leave it empty.") % data
    ),
    "talk_long_ago": lambda data: _("This lies before 1950. Choose when the conversation took place."),
    "talk_ahead": lambda data: _("This lies in the future. Choose when the conversation took place."),
    "talk_moment_unreadable": lambda data: (
        _("“%(value)s” is not a day and time. Write it as 2026-05-12 14:30; nothing has been saved.") % data
    ),
    "talk_key_wrong": lambda data: _(
        "The form came without its own number. Load the page again and repeat; nothing has been saved."
    ),
    "visit_to_whom": lambda data: _("Choose the client or the company that was visited; nothing has been saved."),
    "cursor_wrong": lambda data: (
        _("The timeline has no place “%(value)s”. Open it again from the client’s page.") % data
    ),
}
