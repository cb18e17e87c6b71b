"""Steps of interviews, segments, problems and market sizes."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Actions in words."""
    return {
        "add_interview_plan": _("Interviews planned"),
        "edit_interview_plan": _("Interview plan changed"),
        "close_interview_plan": _("Interview plan closed"),
        "reopen_interview_plan": _("Interview plan open again"),
        "add_candidate": _("Person to talk to added"),
        "candidate_listed": _("Person to talk to is to be asked"),
        "candidate_agreed": _("Person agreed to a talk"),
        "candidate_declined": _("Person said no to a talk"),
        "candidate_withdrawn": _("Person took consent back and was forgotten"),
        "record_interview": _("Interview recorded"),
        "edit_interview": _("Interview corrected"),
        "withdraw_talk": _("Interview withdrawn: recorded by mistake"),
        "restore_talk": _("Withdrawn interview counts again"),
        "forget_interview": _("Words of an interview forgotten"),
        "add_quote": _("Quote written down"),
        "remove_quote": _("Quote taken back"),
        "add_theme": _("Theme added"),
        "code_quote": _("Theme put on a quote"),
        "settle_quote": _("Dispute over a theme settled"),
        "add_segment": _("Segment added"),
        "edit_segment": _("Segment changed"),
        "remove_segment": _("Segment removed"),
        "declare_best_segment": _("Named as the best segment"),
        "add_problem": _("Problem added"),
        "edit_problem": _("Problem reworded"),
        "take_problem": _("Problem taken up"),
        "drop_problem": _("Problem dropped"),
        "reopen_problem": _("Problem back in the backlog"),
        "merge_problem": _("Made one with another problem"),
        "undo_merge_problem": _("Merge of two problems taken back"),
        "move_mention": _("What a talk said of a problem went to another wording of it"),
        "join_mentions": _("Two wordings of one problem in a talk made one"),
        "leave_size": _("Market numbers of a merged problem left out: the kept one has its own"),
        "remove_problem": _("Problem removed"),
        "size_market": _("Market size estimated"),
    }


def subjects() -> dict[str, str]:
    """Kinds of records in words."""
    return {
        "interview_plan": _("Interview plan"),
        "interview": _("Interview"),
        "theme": _("Theme"),
        "segment": _("Segment"),
        "problem": _("Problem"),
    }
