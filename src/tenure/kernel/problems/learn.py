"""Sentences about what to learn next and the brief."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "brief_no_client": lambda data: (
        _(
            "There is no client “%(number)s” in sight. Give the number in the address of the client’s page, or your own "
            "client number; nothing has been printed."
        )
        % data
    ),
    "brief_file": lambda data: (
        _("“%(path)s” cannot be written: %(why)s. Choose another place; nothing was printed.") % data
    ),
    "decision_number": lambda data: (
        _("“%(value)s” is not a number from %(low)s to %(high)s. Correct it; everything typed is kept.") % data
    ),
    "decision_prior": lambda data: (
        _("The probabilities sum to %(sum)s %%; they must sum to 100 %%. Correct them; everything typed is kept.")
        % data
    ),
    "decision_small": lambda _data: _(
        "A question needs two possible answers at least. Name them; everything typed is kept."
    ),
    "decision_nameless": lambda _data: _("This line has numbers but no name. Name it, or empty the whole line."),
    "decision_money": lambda _data: _(
        "This amount is below zero or beyond all measure. Correct it; everything typed is kept."
    ),
    "decision_rows": lambda data: (
        _("A table holds at most %(tactics)s tactics and %(unknowns)s questions. Take some away.") % data
    ),
    "decision_cases": lambda data: (
        _(
            "The possible answers make %(count)s cases; a table holds at most %(most)s. Join answers that lead to the same, "
            "or leave out a question."
        )
        % data
    ),
    "decision_link": lambda _data: _("That fact is not one of whoever the question is about. Choose another, or none."),
}
