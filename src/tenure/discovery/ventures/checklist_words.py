"""The standard checklists in words: what to do, and what lies on the table when it is done (method 2.1)."""

from django.utils.translation import gettext as _


def standard_items() -> dict[str, tuple[str, str]]:
    """Code -> what to do, what comes of it."""
    return _discovery() | _validation() | _creation() | _building()


def _discovery() -> dict[str, tuple[str, str]]:
    return {
        "buy_in": (
            _("Agree on the search: principles, people, values"),
            _(
                "Search, not execution; failing is allowed; founders go out themselves; who does what; money and time of a loop"
            ),
        ),
        "state_hypotheses": (
            _("Form the hypotheses"),
            _("Canvas version 1 with market size, market type and competition; which assumptions come first"),
        ),
        "test_problem": (
            _("Test the problem and refine the hypotheses"),
            _("Ranking of problems, what people do today and what it costs them, who is ready to change"),
        ),
        "test_solution": (
            _("Test the product concept and refine it"),
            _("Value proposition, what it must have, guesses of price and channel, a list of early adopters"),
        ),
        "verify_discovery": (
            _("Verify: problem, product, business model"),
            _("A decision at the gate: proceed, another loop, or exit"),
        ),
    }


def _validation() -> dict[str, tuple[str, str]]:
    return {
        "ready_to_sell": (
            _("Prepare the first sales"),
            _("Value proposition in a sentence, materials, a version to show, channel plan, map of the sale, metrics"),
        ),
        "sell_to_visionaries": (
            _("Sell to those who see it first"),
            _("Paid orders of an unfinished product, conversion by stage, length of a sale, base of objections"),
        ),
        "positioning": (
            _("Develop the positioning"),
            _("A positioning sentence tested with people whose opinion counts"),
        ),
        "verify_validation": (
            _("Verify: solution, map of the sale, channels, finances"),
            _("A decision at the gate: proceed, return to discovery, or exit"),
        ),
    }


def _creation() -> dict[str, tuple[str, str]]:
    return {
        "ready_to_launch": (
            _("Prepare the launch"),
            _("Type of market chosen; goals and money of the first year for this type"),
        ),
        "position_company": (
            _("Position the company and the product"),
            _("Messages by type of market, checked inside and outside"),
        ),
        "launch": (
            _("Launch the company and the product"),
            _("Type of launch, audiences, messengers, media, and how success is told"),
        ),
        "create_demand": (
            _("Create demand"),
            _("How to get, keep and grow by channel, with metrics; another loop, return or exit"),
        ),
    }


def _building() -> dict[str, tuple[str, str]]:
    return {
        "mainstream": (
            _("Reach mainstream clients"),
            _("How to cross from the first to the many, and the expected curve of sales"),
        ),
        "mission_management": (
            _("Review management; an organisation round its mission"),
            _("Mission, principles of management, who decides what"),
        ),
        "departments": (
            _("Turn the searching team into departments"),
            _("Each department has a mission and an owner"),
        ),
        "fast_response": (
            _("Build departments that answer fast"),
            _("Decisions where the client is, and news from clients within a day"),
        ),
    }
