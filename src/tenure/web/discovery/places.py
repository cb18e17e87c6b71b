"""The sub-navigation of a venture: each slice of Discovery adds its line here, in the order of the work."""

from django.utils.translation import gettext as _

from tenure.discovery.ventures.frame import VentureFrame


def places_of(frame: VentureFrame) -> list[tuple[str, str]]:
    """Name of the address (it takes venture_id) and what stands on the link."""
    return [
        ("venture", _("Overview")),
        ("venture_canvas", _("Canvas")),
        ("venture_hypotheses", _("Hypotheses")),
        ("interviews", _("Interviews")),
        ("problems", _("Segments and problems")),
        ("venture_tests", _("Tests")),
        ("next_test", _("What to test next")),
        ("venture_value", _("Offer")),
        ("surveys", _("Surveys")),
        ("fit_board", _("Fit")),
        ("economics", _("Economics")),
        ("gate", _("Gate")),
        ("learning_cost", _("Cost of learning")),
        ("venture_checklist", _("Checklists")),
        ("venture_timeline", _("Timeline")),
        ("venture_settings", _("Settings")),
    ]
