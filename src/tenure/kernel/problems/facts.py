"""Sentences about facts and their catalogue."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats


def _too_long(data: dict[str, Any]) -> str:
    text = ngettext(
        "This field holds at most %(longest)s character; there are %(length)s. Shorten it and save again.",
        "This field holds at most %(longest)s characters; there are %(length)s. Shorten it and save again.",
        data["longest"],
    )
    return text % data


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "fact_value_missing": lambda data: (
        _("“%(name)s” has no value yet. Write what is known, or leave the fact out; nothing has been saved.") % data
    ),
    "fact_value_long": _too_long,
    "fact_source_long": _too_long,
    "fact_value_wrong": lambda data: (
        _("“%(value)s” cannot be kept as “%(name)s”. Write it again in the field; nothing has been saved.") % data
    ),
    "fact_number_wrong": lambda data: (
        _("“%(value)s” in “%(name)s” is not a number. Write it in digits, such as %(example)s.") % data
    ),
    "fact_share_wrong": lambda data: (
        _("“%(value)s” in “%(name)s” is not a share. Write a number from 0 to 100, without the sign.") % data
    ),
    "fact_money_wrong": lambda data: (
        _("“%(value)s” in “%(name)s” is not an amount. Write it in digits in %(currency)s, such as %(example)s.") % data
    ),
    "fact_date_wrong": lambda data: (
        _("“%(value)s” in “%(name)s” is not a day. Write it with its year, such as %(example)s.") % data
    ),
    "fact_choice_wrong": lambda data: (
        _("“%(value)s” is not among the answers to “%(name)s”. Choose one from the list.") % data
    ),
    "fact_kind_unknown": lambda data: (
        _("There is no kind of fact “%(value)s”. Choose one from the catalogue; nothing has been saved.") % data
    ),
    "fact_kind_misplaced": lambda data: (
        _("“%(name)s” is not known of this subject. Choose another kind of fact; nothing has been saved.") % data
    ),
    "fact_special_off": lambda data: (
        _("“%(name)s” is a sensitive fact and is switched off in the catalogue. Leave it out; nothing has been saved.")
        % data
    ),
    "fact_value_destroyed": lambda data: _(
        "The value of this fact was destroyed when its consent ended; it cannot come back. Record it anew if allowed."
    ),
    "fact_confidence_wrong": lambda data: _(
        "How sure we are is a share from 0 to 100. Correct the number; nothing has been saved."
    ),
    "fact_how_unknown": lambda data: (
        _("A fact cannot be found out by “%(value)s”. Choose from the list; nothing has been saved.") % data
    ),
    "fact_source_person_unknown": lambda data: _(
        "The person named as the source is not among this client’s people. Choose another; nothing has been saved."
    ),
    "fact_minutes_wrong": lambda data: (
        ngettext(
            "Finding a fact out takes from 1 to %(most)s minute. Write a whole number in between.",
            "Finding a fact out takes from 1 to %(most)s minutes. Write a whole number in between.",
            data["most"],
        )
        % data
    ),
    "fact_half_life_wrong": lambda data: (
        ngettext(
            "A half-life lasts from 1 to %(most)s day. Write a whole number in between.",
            "A half-life lasts from 1 to %(most)s days. Write a whole number in between.",
            data["most"],
        )
        % data
    ),
    "fact_type_known": lambda data: (
        _("There is a fact type “%(name)s” already. Use that one, or give this one another name.") % data
    ),
    "fact_type_name_missing": lambda data: _("A fact type needs a name. Write one and save again."),
    "fact_type_sealed_file": lambda data: _(
        "A file cannot be a sensitive fact: it would not be sealed. Choose another kind of value."
    ),
    "fact_types_many": lambda data: (
        ngettext(
            "%(most)s type of your own is the most there can be. Hide what is not used and change it to what is needed.",
            "%(most)s types of your own are the most there can be. Hide what is not used and change it to what is needed.",
            data["most"],
        )
        % data
    ),
    "fact_choices_few": lambda data: _("There must be at least two answers to choose from, one a line. Add them."),
    "fact_choices_long": lambda data: (
        _("At most %(most)s answers of %(longest)s characters each fit. Shorten the list or the answers.") % data
    ),
    "fact_companies_many": lambda data: (
        _("At most %(most)s companies fit into “%(name)s”. Keep those that matter most; nothing has been saved.") % data
    ),
    "fact_company_unknown": lambda data: (
        _("A company in “%(name)s” is not in the register any more. Write its name again; nothing has been saved.")
        % data
    ),
    "fact_file_missing": lambda data: _("No file is chosen. Choose one and save again."),
    "fact_file_empty": lambda data: _("“%(name)s” is empty. Choose another file; nothing has been saved.") % data,
    "fact_file_large": lambda data: (
        _("“%(name)s” is larger than %(size)s. Make it smaller or keep it elsewhere; nothing has been saved.")
        % {"name": data["name"], "size": formats.file_size(data["limit"])}
    ),
    "fact_file_kind": lambda data: (
        _("A file such as “%(name)s” is not taken. Taken are: %(kinds)s; nothing has been saved.") % data
    ),
    "fact_file_lies": lambda data: (
        _("“%(name)s” is not what its name says, or holds a page or macros. Choose another; nothing has been saved.")
        % data
    ),
    "fact_day_wrong": lambda data: (
        _("A fact cannot have been known on %(day)s yet, or so long ago. Choose today or an earlier day.")
        % {"day": formats.table_day(date.fromisoformat(data["day"]))}
    ),
}
