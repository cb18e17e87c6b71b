"""Sentences about decision units: what cannot be stored, and what the calculation of influence refuses."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats


def _shown(data: dict[str, Any]) -> dict[str, Any]:
    """The data with numbers written as people write them."""
    return {name: formats.number(value, 2) if isinstance(value, int | float) else value for name, value in data.items()}


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "unit_text_long": lambda data: (
        ngettext(
            "This field holds at most %(longest)s character; there are %(length)s. Shorten it and save again.",
            "This field holds at most %(longest)s characters; there are %(length)s. Shorten it and save again.",
            data["longest"],
        )
        % data
    ),
    "unit_number": lambda data: (
        _("A number from %(low)s to %(high)s is needed here, not %(value)s. Correct it and save again.") % _shown(data)
    ),
    "unit_not_number": lambda data: (
        _("“%(value)s” is not a number. Write digits only, or leave the field empty.") % data
    ),
    "unit_value": lambda data: _("The value of a deal cannot be below zero or beyond all measure. Correct it."),
    "unit_template": lambda data: _("There is no template “%(value)s”. Choose one from the list.") % data,
    "unit_seat": lambda data: _("The template has no seat “%(value)s”. Choose one from the list, or none.") % data,
    "unit_role": lambda data: _("There is no role “%(value)s”. Choose one from the list.") % data,
    "unit_twice": lambda data: (
        _("This client has a deal “%(value)s” already. Open that one or give another name.") % data
    ),
    "unit_at_large_twice": lambda data: _(
        "The people who decide at this client in general are written down already. Name the deal to add another table."
    ),
    "unit_day_ahead": lambda data: (
        _("%(day)s lies ahead: a deal is won or lost on a day that has come. Correct the day.")
        % {"day": formats.day(date.fromisoformat(data["day"]))}
    ),
    "unit_day": lambda data: _("“%(value)s” is not a day. Write it as 2026-05-12.") % data,
    "unit_person_missing": lambda data: _("Choose a person, or write the name of a new one."),
    "unit_step_missing": lambda data: _(
        "The next step has a day but no words. Write what is to be done, or clear the day."
    ),
    "unit_member_twice": lambda data: _("This person belongs to the table already. Change their row instead."),
    "unit_too_many": lambda data: (
        ngettext(
            "A decision unit holds at most %(most)s person. Leave out those who change nothing.",
            "A decision unit holds at most %(most)s people. Leave out those who change nothing.",
            data["most"],
        )
        % data
    ),
    "unit_criteria": lambda data: (
        ngettext(
            "A person decides by at most %(most)s criterion here; there are %(count)s. Keep the weightiest.",
            "A person decides by at most %(most)s criteria here; there are %(count)s. Keep the weightiest.",
            data["most"],
        )
        % data
    ),
    "unit_rival": lambda data: _("One of the competitors is no longer in the register. Load the page again."),
    "unit_ours": lambda data: _("One of our people no longer has an account. Load the page again."),
    "unit_place": lambda data: _("A place on the map is two ordinary numbers. Load the page again."),
    "unit_tie_kind": lambda data: _("There is no tie “%(value)s”. Choose one from the list.") % data,
    "unit_tie_self": lambda data: _("A tie needs two people. Choose another person at one of its ends."),
    "unit_tie_strength": lambda data: (
        _("The strength of a tie is 1 to 3, or −1 to −3 for doing the opposite; not %(value)s.") % _shown(data)
    ),
    "unit_circle": lambda data: (
        _(
            "%(who)s cannot report to %(whom)s: the line would come back to where it began (%(line)s). "
            "Turn one of these lines round or take it away first."
        )
        % data
    ),
    "unit_argument_empty": lambda data: _("The argument has no text yet. Write what is to be said."),
    "unit_arguments": lambda data: (
        ngettext(
            "%(most)s argument is the most one table holds. Take away one that convinces nobody.",
            "%(most)s arguments are the most one table holds. Take away one that convinces nobody.",
            data["most"],
        )
        % data
    ),
    "engine_unit_unstable": lambda data: (
        _(
            "Influence cannot be computed: %(names)s only repeat each other, and nobody among them has an opinion "
            "of their own. Let at least one of them follow others less than wholly."
        )
        % data
    ),
    "engine_unit_no_weight": lambda data: _("Nobody decides yet. Give at least one person a formal weight."),
    "engine_unit_other": lambda data: _("Influence cannot be computed from this table: %(message)s") % data,
    "unit_note_weights": lambda data: (
        _("Formal weights add up to %(sum)s %%, not to 100; they are counted as parts of that.")
        % {"sum": formats.number(data["sum"], 1)}
    ),
    "unit_note_even": lambda data: _("Nobody has a formal weight yet: all are counted alike."),
    "unit_note_unknown": lambda data: (
        ngettext(
            "The attitude of %(count)s person is unknown (%(names)s): counted as neutral, with all the doubt it deserves.",
            "The attitude of %(count)s people is unknown (%(names)s): counted as neutral, with all the doubt it deserves.",
            data["count"],
        )
        % data
    ),
    "unit_note_no_ties": lambda data: _(
        "Nobody listens to anybody on this map yet, so influence equals the formal weight. Draw who listens to whom."
    ),
    "unit_note_hostile": lambda data: _(
        "Somebody here does the opposite of what another says; winning over the latter can turn the decision away."
    ),
    "unit_note_no_value": lambda data: _(
        "Neither the deal nor the client has a value yet, so steps are told in points of chance, not in money."
    ),
    "unit_note_client_value": lambda data: _(
        "The deal has no value of its own: the expected revenue from this client over 12 months stands in for it."
    ),
    "unit_note_base_company": lambda data: (
        _("Before anything is known such deals are won in %(rate)s of cases: from closed deals of the company.")
        % {"rate": formats.percent(data["rate"])}
    ),
    "unit_note_base_assumed": lambda data: (
        _("Before anything is known such deals are won in %(rate)s of cases: assumed until deals are closed.")
        % {"rate": formats.percent(data["rate"])}
    ),
}
