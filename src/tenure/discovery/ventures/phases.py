"""The four phases of customer development: their standard checklists, and their words (method 2.1)."""

from django.utils.translation import gettext as _

from tenure.kernel.formats import per_language

PHASES = ("discovery", "validation", "creation", "building")
# Codes of the standard checklist items; the words follow the reader's language.
CHECKLISTS: dict[str, tuple[str, ...]] = {
    "discovery": ("buy_in", "state_hypotheses", "test_problem", "test_solution", "verify_discovery"),
    "validation": ("ready_to_sell", "sell_to_visionaries", "positioning", "verify_validation"),
    "creation": ("ready_to_launch", "position_company", "launch", "create_demand"),
    "building": ("mainstream", "mission_management", "departments", "fast_response"),
}


@per_language
def phase_names() -> dict[str, str]:
    """The names in the phase line."""
    return {
        "discovery": _("Customer discovery"),
        "validation": _("Customer validation"),
        "creation": _("Customer creation"),
        "building": _("Company building"),
    }


def phase_questions() -> dict[str, str]:
    """The question each phase must answer (S000-6, 10, 13, 16)."""
    return {
        "discovery": _("For whom is the product?"),
        "validation": _("Does it fit what people need? Why should they buy it?"),
        "creation": _("How do we get more people to buy?"),
        "building": _("How not to lose what is reached, and make it better?"),
    }


def phase_results() -> dict[str, str]:
    """What stands at the end of each phase."""
    return {
        "discovery": _(
            "A segment with an important problem, an offer it answers to, and a model on paper that could carry a company."
        ),
        "validation": _("A way of selling that was repeated and proven by purchases: stages, channels, price."),
        "creation": _("Demand that grows in a channel without its cost growing faster."),
        "building": _("Departments with a mission each, instead of a team that searches."),
    }
