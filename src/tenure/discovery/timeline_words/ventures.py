"""Steps of ventures, hypotheses, evidence and the canvas."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Actions in words."""
    return {
        "start_venture": _("Venture started"),
        "change_venture": _("Settings of the venture changed"),
        "let_in": _("Person let into the venture"),
        "change_member": _("Rights of a member changed"),
        "shut_out": _("Person no longer in the venture"),
        "hand_over_venture": _("Venture handed over"),
        "pause_venture": _("Venture paused"),
        "resume_venture": _("Search taken up again"),
        "exit_venture": _("Venture given up"),
        "add_checklist_item": _("Checklist item added"),
        "edit_checklist_item": _("Checklist item changed"),
        "remove_checklist_item": _("Checklist item removed"),
        "finish_checklist_item": _("Checklist item done"),
        "reopen_checklist_item": _("Checklist item open again"),
        "add_hypothesis": _("Hypothesis added"),
        "edit_hypothesis": _("Hypothesis reworded"),
        "move_hypothesis": _("Hypothesis moved on the canvas"),
        "remove_hypothesis": _("Hypothesis taken off the canvas"),
        "restore_hypothesis": _("Hypothesis put back on the canvas"),
        "park_hypothesis": _("Hypothesis set aside"),
        "unpark_hypothesis": _("Hypothesis taken up again"),
        "link_hypotheses": _("Dependency between hypotheses added"),
        "unlink_hypotheses": _("Dependency between hypotheses removed"),
        "add_evidence": _("Evidence added"),
        "withdraw_evidence": _("Evidence withdrawn"),
        "restore_evidence": _("Withdrawn evidence counts again"),
        "recount_hypothesis": _("Hypothesis counted anew by the rules of an update"),
        "recount_voices": _("Hypothesis counted anew: a client was renamed or merged, so that its voices changed"),
        "recount_failed": _("Hypothesis could not be counted anew; its number stands"),
        "adopt_ladder": _("Measured evidence levels taken over"),
        "save_canvas_version": _("Version of the canvas saved"),
        "apply_pattern": _("Business-model pattern laid on the canvas"),
        "switch_canvas": _("Kind of canvas changed"),
    }


def subjects() -> dict[str, str]:
    """Kinds of records in words."""
    return {
        "venture": _("Venture"),
        "hypothesis": _("Hypothesis"),
        "checklist_item": _("Checklist item"),
        "canvas_version": _("Canvas version"),
    }
