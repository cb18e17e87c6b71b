"""The blocks of the two canvases, in reading order, with their words."""

from django.utils.translation import gettext as _

from tenure.kernel.formats import per_language

BUSINESS = (
    "partners", "activities", "resources", "value_propositions", "relationships", "channels", "segments", "costs",
    "revenue_streams",
)  # fmt: skip
LEAN = (
    "problem", "solution", "key_metrics", "value_propositions", "unfair_advantage", "channels", "segments", "costs",
    "revenue_streams",
)  # fmt: skip
BLOCKS = frozenset(BUSINESS + LEAN)


def blocks_of(canvas_kind: str) -> tuple[str, ...]:
    """The nine blocks of a canvas of this kind."""
    return LEAN if canvas_kind == "lean" else BUSINESS


@per_language
def block_names() -> dict[str, str]:
    """What stands over each block."""
    return {
        "segments": _("Customer segments"),
        "value_propositions": _("Value propositions"),
        "channels": _("Channels"),
        "relationships": _("Customer relationships"),
        "revenue_streams": _("Revenue streams"),
        "resources": _("Key resources"),
        "activities": _("Key activities"),
        "partners": _("Key partners"),
        "costs": _("Cost structure"),
        "problem": _("Problem"),
        "solution": _("Solution"),
        "key_metrics": _("Key metrics"),
        "unfair_advantage": _("Unfair advantage"),
    }
