"""Sentences about the form in which a person says how a file is to be read."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "no_file_chosen": lambda data: _("No file was chosen. Choose a file of orders and load it."),
    "doubled_meaning": lambda data: (
        _("Two columns are said to be “%(role)s”: %(first)s and %(second)s. Set one of them to another meaning.") % data
    ),
    "meaning_missing_client": lambda data: _(
        "No column tells the client. Choose the one with the client’s number, name, e-mail or tax id."
    ),
    "meaning_missing_date": lambda data: _("No column tells the date. Choose the one with the day of the order."),
    "meaning_missing_amount": lambda data: _(
        "No column tells the amount. Choose the one with the money of the line, or quantity and price."
    ),
    "rate_is_no_number": lambda data: (
        _("“%(value)s” is not a rate. Write how many %(workspace)s one %(word)s is worth, for example 0.92.") % data
    ),
}
