"""Sentences about clients, notes and saved views."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "client_name_missing": lambda data: _(
        "A client needs a name; everything else can wait. Write one and save again; nothing has been saved."
    ),
    "client_value_long": lambda data: (
        ngettext(
            "This field holds at most %(longest)s character; there are %(length)s. Shorten it and save again.",
            "This field holds at most %(longest)s characters; there are %(length)s. Shorten it and save again.",
            data["longest"],
        )
        % data
    ),
    "client_email_wrong": lambda data: (
        _("E-mail “%(value)s” has no @ with a name before it and a domain after it. Correct it or leave it empty.")
        % data
    ),
    "client_id_taken": lambda data: (
        _("Client number “%(value)s” already belongs to another client. Use that client or give another number.") % data
    ),
    "client_owner_unknown": lambda data: _(
        "This person cannot answer for clients: no such active account. Choose one from the list."
    ),
    "client_similar": lambda data: (
        ngettext(
            "%(count)s client looks the same. Open it, or add this one as another client.",
            "%(count)s clients look the same. Open one of them, or add this one as another client.",
            data["count"],
        )
        % data
    ),
    "too_many_clients": lambda data: (
        ngettext(
            "%(count)s client at once is too many: the limit is %(most)s. Narrow the selection; nothing has been changed.",
            "%(count)s clients at once are too many: the limit is %(most)s. "
            "Narrow the selection; nothing has been changed.",
            data["count"],
        )
        % data
    ),
    "no_clients_chosen": lambda data: _("No client is chosen. Tick at least one row; nothing has been changed."),
    "note_empty": lambda data: _("The note has no text yet. Write something and save again."),
    "note_long": lambda data: (
        ngettext(
            "A note holds at most %(longest)s character; there are %(length)s. Split it into two notes; nothing is lost.",
            "A note holds at most %(longest)s characters; there are %(length)s. Split it into two notes; nothing is lost.",
            data["longest"],
        )
        % data
    ),
    "view_name_missing": lambda data: _("A saved view needs a name. Write one and save again."),
    "view_name_long": lambda data: (
        ngettext(
            "The name of a view holds at most %(longest)s character. Shorten it and save again.",
            "The name of a view holds at most %(longest)s characters. Shorten it and save again.",
            data["longest"],
        )
        % data
    ),
    "too_many_views": lambda data: (
        ngettext(
            "%(most)s saved view is the most one person can have. Delete one that is no longer needed.",
            "%(most)s saved views are the most one person can have. Delete one that is no longer needed.",
            data["most"],
        )
        % data
    ),
    "list_filter_wrong": lambda data: (
        _("The list cannot be filtered by %(name)s = “%(value)s”. Choose the filter again above the list.") % data
    ),
    "export_too_long": lambda data: (
        ngettext(
            "%(most)s client is the most one sheet takes. Narrow the filters, or choose csv.",
            "%(most)s clients are the most one sheet takes. Narrow the filters, or choose csv.",
            data["most"],
        )
        % data
    ),
    "export_format_wrong": lambda data: _("“%(value)s” cannot be written. Choose csv or xlsx.") % data,
}
