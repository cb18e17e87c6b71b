"""Sentences about companies around our clients and what they are to them."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "company_name_missing": lambda data: _(
        "A company needs a name; everything else can wait. Write one and save again; nothing has been saved."
    ),
    "company_text_long": lambda data: (
        ngettext(
            "This field holds at most %(longest)s character; there are %(length)s. Shorten it and save again.",
            "This field holds at most %(longest)s characters; there are %(length)s. Shorten it and save again.",
            data["longest"],
        )
        % data
    ),
    "company_known": lambda data: (
        _("“%(name)s” is in the register already. Give another name, or merge the two under Similar companies.") % data
    ),
    "company_client_taken": lambda data: (
        _("“%(name)s” is linked with this client already. Merge the two companies, or unlink that one first.") % data
    ),
    "tie_kind_unknown": lambda data: (
        _("“%(value)s” is nothing a company can be to a client. Choose from the list.") % data
    ),
    "tie_known": lambda data: (
        _("“%(name)s” stands there as the same already. Change that line, or say until when it lasted.") % data
    ),
    "tie_to_itself": lambda data: _(
        "A company cannot be this to itself: it is linked with this very client. Choose another company."
    ),
    "companies_two_clients": lambda data: (
        _("“%(one)s” and “%(other)s” are two clients of ours. Merge those under Similar clients first.") % data
    ),
    "holding_circle": lambda data: (
        _("This would make a company its own owner: %(line)s. Correct one of these ties first.") % data
    ),
}
