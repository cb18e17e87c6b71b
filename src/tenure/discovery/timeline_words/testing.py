"""Steps of tests: drafted, locked, observed, decided, learnt from."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Actions in words."""
    return {
        "draft_test": _("Test card written"),
        "edit_test": _("Test card changed"),
        "lock_test": _("Test locked"),
        "amend_test": _("Locked test amended"),
        "abandon_test": _("Test given up"),
        "observe": _("Observations entered"),
        "correct_observation": _("Observation corrected"),
        "decide_test": _("Verdict taken"),
        "write_learning": _("Learning card written"),
        "record_work": _("Hours and money noted"),
    }


def subjects() -> dict[str, str]:
    """Kinds of records in words."""
    return {"test": _("Test")}
