"""Verdicts of the fit and stages of the sales learning curve in words."""

from django.utils.translation import gettext as _


def verdict_words() -> dict[str, tuple[str, str]]:
    """Word and tone of a verdict."""
    return {
        "fit": (_("yes"), "good"),
        "no_fit": (_("no"), "bad"),
        "not_decided": (_("not decided"), "warn"),
        "no_data": (_("no data"), "dotted"),
    }


def stage_words() -> dict[str, str]:
    """Stages of the sales learning curve."""
    return {"initiation": _("initiation"), "transition": _("transition"), "execution": _("execution"), "": ""}
