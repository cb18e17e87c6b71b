"""Sentences about segments, problems and market sizes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tenure.kernel import formats


def _numbers(data: dict[str, Any]) -> dict[str, Any]:
    shown = {
        name: formats.number(data[name], 4)
        for name in ("low", "high", "value")
        if isinstance(data.get(name), int | float)
    }
    return data | shown


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "segment_name_missing": lambda data: _("A segment needs a name that says who they are. Write one and save again."),
    "segment_name_taken": lambda data: (
        _("There is a segment “%(name)s” already. Open it, or choose another name.") % data
    ),
    "segment_empty": lambda data: (
        _(
            "A segment of %(value)s is empty. Give how many there are, above zero, or leave it empty: then it is unknown."
        )
        % _numbers(data)
    ),
    "segments_many": lambda data: (
        _("%(most)s segments are the most a venture takes. Join those with the same problem.") % data
    ),
    "range_turned": lambda data: (
        _("The range runs from %(low)s down to %(high)s. Put the lower number first.") % _numbers(data)
    ),
    "problem_name_missing": lambda data: _("A problem needs a name, in their words and without a solution. Write one."),
    "problem_name_taken": lambda data: (
        _("There is a problem “%(name)s” already. Use it, or choose another name.") % data
    ),
    "problem_reason_missing": lambda data: _("Say why: in a month nobody will remember. One sentence is enough."),
    "problem_other_taken": lambda data: (
        _("“%(name)s” is being worked on. Drop it first, with what was learnt; one problem at a time.") % data
    ),
    "problems_many": lambda data: (
        _("%(most)s problems are the most a venture takes. Join those that are the same.") % data
    ),
    "size_not_above_zero": lambda data: (
        _("%(value)s cannot be: give a number above zero, or leave it empty: then it is unknown.") % _numbers(data)
    ),
    "size_share_wrong": lambda data: (
        _("A share of %(value)s cannot be: give more than 0 and at most 100 per cent, or leave it empty.")
        % {"value": formats.number(data["value"] * 100, 2) + formats.NBSP + "%"}
    ),
}
