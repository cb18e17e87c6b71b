"""Sentences about people at clients, their posts and the ways to reach them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats


def _long(data: dict[str, Any]) -> str:
    return (
        ngettext(
            "This field holds at most %(longest)s character; there are %(length)s. Shorten it and save again.",
            "This field holds at most %(longest)s characters; there are %(length)s. Shorten it and save again.",
            data["longest"],
        )
        % data
    )


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "person_name_missing": lambda data: _(
        "A person needs a name; everything else can wait. Write one and save again; nothing has been saved."
    ),
    "person_name_long": _long,
    "person_language_unknown": lambda data: (
        _("“%(value)s” is no language. Choose one from the list or leave it empty.") % data
    ),
    "post_text_long": _long,
    "post_days_wrong": lambda data: (
        _("A post cannot end before it begins: %(first)s is later than %(last)s. Correct one of the two days.")
        % {name: formats.day(date.fromisoformat(data[name])) for name in ("first", "last")}
    ),
    "post_open_already": lambda data: _(
        "This person has an open post at this client already. Change that one, or write until when it lasted."
    ),
    "post_last": lambda data: _(
        "This is the person’s only post; without it nobody would find them. Write until when it lasted instead."
    ),
    "reports_to_elsewhere": lambda data: _(
        "One reports to somebody at the same client. Choose a person from the list, or add them first."
    ),
    "reports_circle": lambda data: (
        _("This would close a circle: %(line)s. Somebody in it reports to somebody else; correct that first.") % data
    ),
    "channel_kind_unknown": lambda data: _("“%(value)s” is no kind of contact. Choose one from the list.") % data,
    "channel_empty": lambda data: _("Write the number or the address, then save again."),
    "channel_long": _long,
    "channel_phone_wrong": lambda data: (
        _("“%(value)s” is no number that can be dialled. Write it with its country code, as +373 69 123 456.") % data
    ),
    "channel_email_wrong": lambda data: (
        _("E-mail “%(value)s” has no @ with a name before it and a domain after it. Correct it or leave it empty.")
        % data
    ),
    "channel_telegram_wrong": lambda data: (
        _("“%(value)s” is neither a Telegram name nor a phone number. Write it as @name or +373 69 123 456.") % data
    ),
    "channel_page_wrong": lambda data: (
        _("“%(value)s” is no address of a page. Write it as example.com or https://example.com/page.") % data
    ),
    "channel_known": lambda data: _("“%(value)s” is written down for this person already.") % data,
    "channels_too_many": lambda data: (
        ngettext(
            "A person has at most %(most)s contact. Remove one that is out of date.",
            "A person has at most %(most)s contacts. Remove one that is out of date.",
            data["most"],
        )
        % data
    ),
}
