"""The four phases of customer development: their standard checklists, and their words (method 2.1)."""

from django.utils.translation import gettext as _

PHASES = ("discovery", "validation", "creation", "building")
# Codes of the standard checklist items; the words follow the reader's language.
CHECKLISTS: dict[str, tuple[str, ...]] = {
    "discovery": ("buy_in", "state_hypotheses", "test_problem", "test_solution", "verify_discovery"),
    "validation": ("ready_to_sell", "sell_to_visionaries", "positioning", "verify_validation"),
    "creation": ("ready_to_launch", "position_company", "launch", "create_demand"),
    "building": ("mainstream", "mission_management", "departments", "fast_response"),
}


def phase_names() -> dict[str, str]:
    """The names in the phase line."""
    return {
        "discovery": _("Customer discovery"),
        "validation": _("Customer validation"),
        "creation": _("Customer creation"),
        "building": _("Company building"),
    }
