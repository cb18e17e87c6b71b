"""Sentences about segments, problems and market sizes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats


def _numbers(data: dict[str, Any]) -> dict[str, Any]:
    shown = {
        name: formats.number(data[name], 4)
        for name in ("low", "high", "value", "most")
        if isinstance(data.get(name), int | float)
    }
    return data | shown


def _hanging(data: dict[str, Any]) -> str:
    """What still hangs on a problem or a segment, counted."""
    words: dict[str, Callable[[int], str]] = {
        "interviews": lambda n: ngettext("%(n)s interview", "%(n)s interviews", n),
        "quotes": lambda n: ngettext("%(n)s quote", "%(n)s quotes", n),
        "hypotheses": lambda n: ngettext("%(n)s hypothesis", "%(n)s hypotheses", n),
        "sizes": lambda n: ngettext("%(n)s market size", "%(n)s market sizes", n),
        "plans": lambda n: ngettext("%(n)s interview plan", "%(n)s interview plans", n),
        "wants": lambda n: ngettext("%(n)s job, pain or gain", "%(n)s jobs, pains and gains", n),
        "offers": lambda n: ngettext("%(n)s offer of the value canvas", "%(n)s offers of the value canvas", n),
        "propositions": lambda n: ngettext("%(n)s value proposition", "%(n)s value propositions", n),
        "solutions": lambda n: ngettext("%(n)s product fitted to it", "%(n)s products fitted to it", n),
        "presales": lambda n: ngettext("%(n)s presale", "%(n)s presales", n),
        "surveys": lambda n: ngettext("%(n)s survey", "%(n)s surveys", n),
        "questions": lambda n: ngettext("%(n)s survey question", "%(n)s survey questions", n),
        "answers": lambda n: ngettext("%(n)s survey answer", "%(n)s survey answers", n),
    }
    return ", ".join(words[kind](count) % {"n": formats.number(count)} for kind, count in data["hanging"].items())


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
    "price_range_turned": lambda data: _("The lowest price is above the highest. Put the lower one first."),
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
    "problem_in_use": lambda data: (
        _("“%(name)s” stays: on it hangs what was learnt (%(hanging)s). Make it part of another problem, or drop it.")
        % (data | {"hanging": _hanging(data)})
    ),
    "problem_kept_unknown": lambda data: _("Choose the problem it is the same as: another one of this venture."),
    "problem_gone_meanwhile": lambda data: (
        _(
            "“%(name)s” is no more: somebody made it part of another problem, or removed it, at this very moment. "
            "Look at the list of problems and choose again; nothing has been saved."
        )
        % data
    ),
    "problem_merge_went_on": lambda data: (
        _("“%(name)s” was made part of another problem since. Take that merge back first; nothing has been changed.")
        % data
    ),
    "problem_merge_later": lambda data: (
        _("“%(name)s” was made part of the same problem later. Take that merge back first; nothing has been changed.")
        % data
    ),
    "problem_merge_name_taken": lambda data: (
        _("Another problem is called “%(name)s” now. Give it another name first; then the merge can be taken back.")
        % data
    ),
    "problem_kept_dropped": lambda data: (
        _("“%(name)s” was dropped. Put it back into the backlog first; then it can take this one in.") % data
    ),
    "segment_in_use": lambda data: (
        _("“%(name)s” stays: on it hangs what was learnt (%(hanging)s). Give these another segment first.")
        % (data | {"hanging": _hanging(data)})
    ),
    "size_not_above_zero": lambda data: (
        _("%(value)s cannot be: give a number above zero, at most %(most)s, or leave it empty: then it is unknown.")
        % _numbers(data)
    ),
    "size_money_wrong": lambda data: _(
        "This amount is zero or less, or beyond counting. Give one above zero, or leave it empty: then it is unknown."
    ),
    "size_share_wrong": lambda data: (
        _("A share of %(value)s cannot be: give more than 0 and at most 100 per cent, or leave it empty.")
        % {"value": formats.number(data["value"] * 100, 2) + formats.NBSP + "%"}
    ),
}
