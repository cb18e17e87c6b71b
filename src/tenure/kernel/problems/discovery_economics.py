"""Sentences about unit economics."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats


def _amount(value: float, share: bool) -> str:
    return formats.percent(value, 2) if share else formats.number(value, 4)


def _told(data: dict[str, Any], *names: str) -> dict[str, Any]:
    """The data with its numbers as people read them."""
    share = bool(data.get("share"))
    return data | {name: _amount(data[name], share) for name in names}


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "economics_number": lambda data: (
        _("“%(value)s” is not a number. Write digits only, such as 1250.5; nothing has been saved.") % data
    ),
    "economics_value_missing": lambda data: (
        _("%(letters)s has a range but no likely value. Write the value you would bet on, or clear the range.") % data
    ),
    "economics_negative": lambda data: (
        _("%(letters)s is %(value)s: it cannot be below zero. Write zero or more; nothing has been saved.")
        % _told(data, "value")
    ),
    "economics_share_over": lambda data: (
        _("%(letters)s is %(value)s: more than everybody cannot buy. Write at most 100 %%; nothing has been saved.")
        % (data | {"value": formats.percent(data["value"], 2)})
    ),
    "economics_too_large": lambda data: (
        _("%(letters)s is larger than this calculation can hold. Count in larger units, or correct the number.") % data
    ),
    "economics_range_half": lambda data: (
        _("%(letters)s has only one end of its range. Write both the low and the high guess, or neither.") % data
    ),
    "economics_range_turned": lambda data: (
        _("%(letters)s: the low guess %(low)s is above the high guess %(high)s. Swap them; nothing has been saved.")
        % _told(data, "low", "high")
    ),
    "economics_value_outside": lambda data: (
        _(
            "%(letters)s: %(value)s lies outside its own range %(low)s to %(high)s. Widen the range or correct the value."
        )
        % _told(data, "value", "low", "high")
    ),
    "economics_skewed_share": lambda data: (
        _("%(letters)s is a share: a skewed distribution could pass 100 %%. Count it, or choose the triangle.") % data
    ),
    "economics_skewed_zero": lambda data: (
        _("%(letters)s: a skewed distribution needs a low guess above zero. Raise it, or choose the triangle.") % data
    ),
    "economics_not_counted": lambda data: (
        _("%(letters)s is no share of anybody: only C1 can be counted. Write its value and range instead.") % data
    ),
    "economics_counts_missing": lambda data: (
        _("%(letters)s: a count needs both how many came and how many of them bought. Write the other number too.")
        % data
    ),
    "economics_counts_turned": lambda data: (
        _(
            "%(letters)s: %(successes)s bought of %(trials)s who came. More cannot buy than come; correct one of the two."
        )
        % (data | {"successes": formats.number(data["successes"]), "trials": formats.number(data["trials"])})
    ),
    "economics_text_long": lambda data: (
        ngettext(
            "This text holds at most %(longest)s character. Shorten it; nothing has been saved.",
            "This text holds at most %(longest)s characters. Shorten it; nothing has been saved.",
            data["longest"],
        )
        % data
    ),
    "economics_name_missing": lambda data: _("A name is missing. Write one and save again; nothing has been saved."),
    "economics_name_long": lambda data: (
        ngettext(
            "The name holds at most %(longest)s character; there are %(length)s. Shorten it and save again.",
            "The name holds at most %(longest)s characters; there are %(length)s. Shorten it and save again.",
            data["longest"],
        )
        % data
    ),
    "economics_name_taken": lambda data: (
        _("“%(value)s” is already there. Choose another name; nothing has been saved.") % data
    ),
    "economics_scenarios_many": lambda data: (
        ngettext(
            "%(most)s scenario is the most a venture holds. Delete one you no longer compare.",
            "%(most)s scenarios are the most a venture holds. Delete one you no longer compare.",
            data["most"],
        )
        % data
    ),
    "economics_lines_many": lambda data: (
        ngettext(
            "%(most)s line is the most this list holds. Join small ones into one.",
            "%(most)s lines are the most this list holds. Join small ones into one.",
            data["most"],
        )
        % data
    ),
    "economics_horizon_missing": lambda data: _(
        "The horizon is missing: APC counts the orders of one client within it. Write the number of months."
    ),
    "economics_horizon_wrong": lambda data: (
        _("The horizon is %(value)s months. Write 1 to %(most)s; nothing has been saved.") % data
    ),
    "economics_share": lambda data: _("This share is outside 0 to 100 %. Correct it; nothing has been saved."),
    "economics_sure": lambda data: _(
        "The chance from which the answer is given lies above 50 % and below 100 %. Correct it."
    ),
    "economics_limit": lambda data: _("The limit of the payback is 1 to %(most)s months. Correct it.") % data,
    "economics_mark": lambda data: (
        _("The mark for LTV to CAC lies above 0 and is at most %(most)s. Correct it.") % data
    ),
    "economics_correlation_pair": lambda data: _("Choose two metrics of the chain from the lists."),
    "economics_correlation_same": lambda data: _("A metric always goes with itself. Choose another one beside it."),
    "economics_pair_one_people": lambda data: _(
        "UA and CPA are counted from the same people, so CPA falls exactly as UA rises. Link one of the two to something else "
        "to say how they go together."
    ),
    "economics_correlation_rank": lambda data: _(
        "How two metrics go together is a number from −1 to 1: 0 not at all, 1 always up together, −1 one up, the other down."
    ),
    "economics_correlations": lambda data: _(
        "These correlations contradict each other. Bring one of them nearer to zero; nothing has been saved."
    ),
    "economics_correlations_three": lambda data: (
        _(
            "%(first)s, %(second)s and %(third)s contradict each other: as the first goes with the other two, "
            "%(second)s with %(third)s must lie between %(low)s and %(high)s. Change one of the three; nothing has been saved."
        )
        % {
            "first": data["names"][0],
            "second": data["names"][1],
            "third": data["names"][-1],
            "low": formats.number(data["low"], 2),
            "high": formats.number(data["high"], 2),
        }
    ),
    "economics_impossible": lambda data: _(
        "These numbers cannot be drawn from. Check values and ranges; nothing has been saved."
    ),
    "economics_clients_over": lambda data: (
        _("%(clients)s clients of %(leads)s leads: more cannot be won than come. Correct one of the two.") % data
    ),
    "economics_next_half": lambda data: _(
        "The last step up needs both the money added and the clients it brought, or neither."
    ),
    "economics_amount_missing": lambda data: _("An amount is missing. Write what it costs over the horizon."),
    "economics_money_negative": lambda data: _(
        "An amount of money below zero is no cost. Write zero or more; nothing has been saved."
    ),
    "economics_money_large": lambda data: _(
        "This amount is too large to be stored. Correct it; nothing has been saved."
    ),
    "economics_count": lambda data: _("A number of people is whole, zero or more. Correct it; nothing has been saved."),
    "economics_months": lambda data: _("A number of months is whole, such as 12. Correct it; nothing has been saved."),
    "economics_period_turned": lambda data: (
        _("The period begins on %(first)s, after its end on %(last)s. Swap the two days or clear one.")
        % {name: formats.day(date.fromisoformat(data[name])) for name in ("first", "last")}
    ),
    "economics_channel_leads": lambda data: (
        _(
            "The channel “%(name)s” has clients but no leads, so nobody can tell of how many they are. "
            "Enter its leads in the channel, then link again."
        )
        % data
    ),
    "economics_view_search": lambda data: (
        _(
            "The search “%(value)s” of this view finds more clients than can be looked through. "
            "Narrow it in the client list, save the view and link again."
        )
        % data
    ),
    "economics_view_large": lambda data: (
        _(
            "This view means more than %(most)s clients, too many to be counted one by one. "
            "Choose all clients, or narrow the view in the client list."
        )
        % {"most": formats.number(data["most"])}
    ),
    "economics_changed": lambda data: _(
        "Somebody changed this meanwhile. What you typed is kept: compare and save again."
    ),
}
