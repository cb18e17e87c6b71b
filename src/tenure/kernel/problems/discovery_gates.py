"""Sentences about gates and pivots."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats


def _bound(data: dict[str, Any], name: str) -> str:
    return formats.percent(data[name], 1) if data.get("share") else formats.number(data[name])


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "gate_unmet": lambda data: (
        ngettext(
            "The gate stays shut: %(count)s must-criterion is not met (%(codes)s). "
            "Meet it, or pass the gate against the criteria with a reason and an end date.",
            "The gate stays shut: %(count)s must-criteria are not met (%(codes)s). "
            "Meet them, or pass the gate against the criteria with a reason and an end date.",
            data["count"],
        )
        % {"count": data["count"], "codes": ", ".join(data["names"]) or "–"}
    ),
    "gate_reasons_missing": lambda data: _(
        "A decision needs its reasons: whoever reads it in a year will ask. Write them."
    ),
    "gate_reason_missing": lambda data: _("A reason is missing. Write why; nothing has been saved."),
    "gate_change_reason": lambda data: _(
        "A change of what the gate asks for needs a reason: it stands beside the change for ever. Write why."
    ),
    "gate_under_review": lambda data: _(
        "The gate is under review: what it asks for stands as it was when the review began. Take the gate back from review, "
        "change the criterion, then begin the review anew. Nothing was changed."
    ),
    "gate_softened": lambda data: (
        _(
            "Asking for less at a gate is for who owns the venture: %(owner)s. Ask them to change it, or ask for more. "
            "Nothing was changed."
        )
        % data
    ),
    "gate_choice": lambda data: _("Choose what is decided: proceed, iterate or exit."),
    "gate_not_in_review": lambda data: _("This gate is not under review. Begin the review first, then decide."),
    "gate_not_active": lambda data: _("Only the gate of the present phase, or one that fell back, can be reviewed."),
    "gate_exited": lambda data: _(
        "This venture has been given up. Take the search up again before deciding at a gate."
    ),
    "gate_move": lambda data: _(
        "This phase cannot go there from where it stands. Open the gate page anew and look again."
    ),
    "gate_not_earlier": lambda data: _("Choose a phase before the present one to go back to."),
    "gate_override_reason": lambda data: _("Passing a gate against its criteria needs a reason of its own. Write it."),
    "gate_override_until": lambda data: (
        ngettext(
            "Say until which day the gate may stay passed: after today and within %(most)s day.",
            "Say until which day the gate may stay passed: after today and within %(most)s days.",
            data["most"],
        )
        % data
    ),
    "gate_need": lambda data: _("A criterion is either a must or a wish. Choose one."),
    "gate_mark": lambda data: (
        _("This mark lies outside %(low)s to %(high)s. Correct it; nothing has been saved.")
        % {"low": _bound(data, "low"), "high": _bound(data, "high")}
    ),
    "gate_mark_missing": lambda data: _("A mark is missing or is not a number. Write one; nothing has been saved."),
    "gate_title_missing": lambda data: _("The criterion has no words yet. Write what must hold, with its number."),
    "gate_criteria_many": lambda data: (
        ngettext(
            "%(most)s criterion of your own is the most a gate holds.",
            "%(most)s criteria of your own are the most a gate holds.",
            data["most"],
        )
        % data
    ),
    "gate_computed": lambda data: (
        _("%(criterion)s is decided by its numbers, not by hand. Change the numbers, its mark, or make it a wish.")
        % data
    ),
    "gate_evidence_several": lambda data: (
        _("Several pieces of evidence fit “%(value)s”. Choose one below and save again.") % data
    ),
    "gate_evidence_unknown": lambda data: _(
        "This piece of evidence is not of this venture, or was withdrawn. Choose another."
    ),
    "pivot_kind": lambda data: _("Choose what kind of pivot it is."),
    "pivot_no_change": lambda data: _(
        "No block of the canvas has changed since the chosen version, so this is no pivot. Change the canvas first, "
        "or go on with the loop."
    ),
    "pivot_version": lambda data: _("Choose a saved version of the canvas to compare with."),
    "pivot_version_old": lambda data: (
        _(
            "What changed since version %(number)s was counted by the last pivot. Choose a version saved after it; nothing "
            "was recorded."
        )
        % data
    ),
    "pivot_evidence_missing": lambda data: _(
        "A pivot follows from evidence. Choose at least one piece that triggered it."
    ),
    "pivot_fate": lambda data: _("Say for each hypothesis whether it is kept, carried over or set aside."),
    "pivot_weight": lambda data: _("The weight of what is carried over lies between 0 and 100 %. Correct it."),
}
