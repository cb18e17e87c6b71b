"""Sentences about ventures, their hypotheses, evidence and canvas."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "venture_name_missing": lambda data: _(
        "A venture needs a name; everything else can wait. Write one and save again; nothing has been saved."
    ),
    "discovery_text_long": lambda data: (
        ngettext(
            "This field holds at most %(longest)s character; there are %(length)s. Shorten it and save again.",
            "This field holds at most %(longest)s characters; there are %(length)s. Shorten it and save again.",
            data["longest"],
        )
        % data
    ),
    "choice_unknown": lambda data: _("“%(value)s” is none of the choices. Choose one from the list.") % data,
    "block_unknown": lambda data: _("There is no block “%(value)s” on the canvas. Choose one of the nine.") % data,
    "hypothesis_title_missing": lambda data: _(
        "The sticker has no words yet. Say in a line what is assumed, and save again."
    ),
    "too_many_hypotheses": lambda data: (
        ngettext(
            "%(most)s hypothesis is the most one venture can carry. Take off what is no longer needed.",
            "%(most)s hypotheses are the most one venture can carry. Take off what is no longer needed.",
            data["most"],
        )
        % data
    ),
    "hypothesis_goes_on": lambda data: (
        _(
            "H%(number)s lies on the canvas already, as H%(other)s: a pivot carried its evidence over, and it would count "
            "twice. Take H%(other)s off first, or work on with it."
        )
        % data
    ),
    "impact_outside": lambda data: _("Harm %(value)s is outside 1 to 10. Give a whole number from 1 to 10.") % data,
    "prior_outside": lambda data: _(
        "What is certain needs no test: the first guess lies above 0 and below 100 per cent. Give one from 1 to 99."
    ),
    "prior_size_outside": lambda data: _(
        "The weight of the first guess goes from 0.1 to 1,000 observations. Give a number between them."
    ),
    "prior_reason_missing": lambda data: _(
        "There is evidence already, so a changed first guess needs a new reason. Say why, and save again."
    ),
    "claim_was_tested": lambda data: (
        _(
            "Test %(test)s was locked on hypothesis H%(number)s as it stands: its claim is changed no more. Leave this as it "
            "was, and write what you think now as a new hypothesis."
        )
        % data
    ),
    "block_was_tested": lambda data: (
        _(
            "Test %(test)s was locked on hypothesis H%(number)s in its block, and the gates read it there. Leave it in this "
            "block, or put it into the other one as a new hypothesis."
        )
        % data
    ),
    "number_unreadable": lambda data: _("“%(value)s” is not a number. Write digits, such as 12.5.") % data,
    "number_either": lambda data: _("“%(value)s” may be %(few)s or %(many)s. Write the one you mean.") % data,
    "money_outside": lambda data: _("This amount is below zero or beyond counting. Correct it or leave it empty."),
    "segment_unknown": lambda data: _("This segment is not one of the venture. Choose one from the list."),
    "problem_unknown": lambda data: _("This problem is not one of the venture. Choose one from the list."),
    "evidence_text_missing": lambda data: _(
        "The evidence has no text yet. Say what was seen or heard, and save again."
    ),
    "evidence_reason_missing": lambda data: _(
        "Evidence is withdrawn only with a reason, which stays visible. Write it and try again."
    ),
    "evidence_level_wrong": lambda data: (
        _("Level %(value)s is not on the ladder. Choose one from 0 to %(highest)s.") % data
    ),
    "evidence_in_future": lambda data: _(
        "Nothing has been seen yet on a day to come. Give the day on which it was observed."
    ),
    "evidence_rates_half": lambda data: _(
        "Rates of one’s own need both sensitivity and specificity. Give both, or neither."
    ),
    "share_outside": lambda data: _("%(value)s is outside 0 to 1. Give a share from 0 to 1.") % data,
    "rate_outside": lambda data: _("%(value)s must lie above 0 and below 1: no test is always right.") % data,
    "member_unknown": lambda data: _("This person cannot be chosen: no such active account. Choose one from the list."),
    "loop_days_outside": lambda data: (
        _("A loop of %(value)s days is no loop. Give a whole number from 1 to %(most)s.") % data
    ),
    "exit_reason_missing": lambda data: _(
        "Giving a venture up needs a reason: it is what the next one learns from. Write it and try again."
    ),
    "checklist_title_missing": lambda data: _("This item has no words yet. Say what is to be done, and save again."),
    "checklist_full": lambda data: (
        ngettext(
            "%(most)s item is the most a phase can hold. Remove one that is no longer needed.",
            "%(most)s items are the most a phase can hold. Remove one that is no longer needed.",
            data["most"],
        )
        % data
    ),
    "parent_unknown": lambda data: _("This hypothesis is not on the canvas. Choose one from the list."),
    "hypotheses_in_circle": lambda data: (
        _(
            "That would close a circle: %(circle)s. A hypothesis cannot rest on itself; take one of these links away first."
        )
        % data
    ),
    "calibration_too_few": lambda data: (
        ngettext(
            "%(closed)s hypothesis is closed by a locked test; measured levels need %(enough)s. The assumed ones stay.",
            "%(closed)s hypotheses are closed by locked tests; measured levels need %(enough)s. The assumed ones stay.",
            data["closed"],
        )
        % data
    ),
    "pattern_unknown": lambda data: (
        _("There is no pattern “%(value)s” in the library. Choose one from the list.") % data
    ),
}
