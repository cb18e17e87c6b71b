"""Steps of unit economics."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Actions in words."""
    return {
        "add_scenario": _("Economics scenario begun"),
        "copy_scenario": _("Economics scenario copied"),
        "delete_scenario": _("Economics scenario deleted"),
        "choose_scenario": _("Main economics scenario chosen"),
        "edit_scenario": _("Frame of an economics scenario changed"),
        "edit_economics": _("Numbers of unit economics changed"),
        "link_economics": _("Numbers of unit economics counted from what they are linked to"),
        "set_correlation": _("Correlation of two numbers set"),
        "remove_correlation": _("Correlation of two numbers removed"),
        "add_acquisition_channel": _("Channel of acquisition added"),
        "edit_acquisition_channel": _("Channel of acquisition changed"),
        "remove_acquisition_channel": _("Channel of acquisition removed"),
        "add_fixed_cost": _("Fixed cost added"),
        "remove_fixed_cost": _("Fixed cost removed"),
    }


def subjects() -> dict[str, str]:
    """Kinds of records in words."""
    return {"scenario": _("Economics scenario")}
