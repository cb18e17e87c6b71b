"""Names of public holidays for readers whose language the list of holidays of a country does not speak."""

from django.utils import translation
from django.utils.translation import gettext as _

OBSERVED = " (observed)"


def holiday_name(english: str, language: str) -> str:
    """The name in that language; of several on one day each; one that is not known here stays English."""
    with translation.override(language):
        known = _names()
        return "; ".join(_said(name, known) for name in english.split("; "))


def _said(english: str, known: dict[str, str]) -> str:
    plain = english.removesuffix(OBSERVED)
    said = known.get(plain, plain)
    return said if plain == english else _("%(holiday)s (observed)") % {"holiday": said}


def _names() -> dict[str, str]:
    """Holidays of Moldova, Romania and Bulgaria by their English names."""
    return {
        "New Year's Day": _("New Year's Day"),
        "Christmas Day (by old style)": _("Christmas Day (by old style)"),
        "Christmas Day (by new style)": _("Christmas Day (by new style)"),
        "Christmas Day": _("Christmas Day"),
        "Christmas Eve": _("Christmas Eve"),
        "International Women's Day": _("International Women's Day"),
        "Good Friday": _("Good Friday"),
        "Holy Saturday": _("Holy Saturday"),
        "Easter": _("Easter"),
        "Day of Rejoicing": _("Day of Rejoicing"),
        "Labor Day": _("Labor Day"),
        "International Workers' Solidarity Day": _("International Workers' Solidarity Day"),
        "Labor Day and International Workers' Solidarity Day": _("Labor Day and International Workers' Solidarity Day"),
        "Europe Day": _("Europe Day"),
        "Victory Day and Commemoration of the heroes fallen for Independence of Fatherland": _(
            "Victory Day and Commemoration of the heroes fallen for Independence of Fatherland"
        ),
        "International Children's Day": _("International Children's Day"),
        "Children's Day": _("Children's Day"),
        "Republic of Moldova Independence Day": _("Republic of Moldova Independence Day"),
        "National Language Day": _("National Language Day"),
        "Unification of the Romanian Principalities Day": _("Unification of the Romanian Principalities Day"),
        "Epiphany": _("Epiphany"),
        "Saint John the Baptist": _("Saint John the Baptist"),
        "Pentecost": _("Pentecost"),
        "Dormition of the Mother of God": _("Dormition of the Mother of God"),
        "Saint Andrew's Day": _("Saint Andrew's Day"),
        "National Day": _("National Day"),
        "Liberation Day": _("Liberation Day"),
        "Saint George's Day, Day of the Bulgarian Army": _("Saint George's Day, Day of the Bulgarian Army"),
        "Day of Slavonic Alphabet, Bulgarian Enlightenment and Culture": _(
            "Day of Slavonic Alphabet, Bulgarian Enlightenment and Culture"
        ),
        "Unification Day": _("Unification Day"),
        "Independence Day": _("Independence Day"),
        "Non-working day": _("Non-working day"),
    }
