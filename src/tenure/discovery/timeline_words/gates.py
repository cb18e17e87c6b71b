"""Steps of gates and pivots."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Actions in words."""
    return {
        "edit_criterion": _("Criterion of a gate changed"),
        "add_criterion": _("Criterion of a gate added"),
        "remove_criterion": _("Criterion of a gate removed"),
        "restore_criterion": _("Criterion of a gate brought back"),
        "decide_criterion": _("Criterion of a gate decided by hand"),
        "withdraw_criterion_decision": _("Decision on a criterion taken back"),
        "ask_gate_review": _("Gate put to review"),
        "take_back_gate_review": _("Gate taken back from review"),
        "decide_gate": _("Decided at a gate"),
        "end_gate_override": _("Override of a gate ended"),
        "return_to_phase": _("Returned to an earlier phase"),
        "record_pivot": _("Pivot recorded"),
    }


def subjects() -> dict[str, str]:
    """Kinds of records in words."""
    return {"gate": _("Gate"), "pivot": _("Pivot")}
