"""The words of occasions: what they are called, what to do about one, and why now."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.agenda.sentences import Part, Reason, Sentence, counted_days, marked
from tenure.clients.fact_catalogue import BUILT_IN
from tenure.kernel import formats
from tenure.kernel.formats import NBSP


def names() -> dict[str, str]:
    """Every kind of occasion in a word or two."""
    return {
        "birthday": _("Birthday"),
        "anniversary": _("Anniversary"),
        "first_order": _("Years since the first order"),
        "contract_end": _("Our contract ends"),
        "rival_contract_end": _("The rival’s contract ends"),
        "purchase": _("Planned purchase"),
        "event": _("Event"),
        "holiday": _("Public holiday"),
    }


def name_of(kind: str, code: str) -> str:
    """The occasion by the fact it comes from, where that says more."""
    if kind in ("anniversary", "event") and code in BUILT_IN:
        return str(BUILT_IN[code].label)
    return names()[kind]


def name_with_years(kind: str, code: str, count: int | None) -> str:
    """The occasion with the years complete on its day, where they are known."""
    if not count:
        return name_of(kind, code)
    if kind == "first_order":
        return _("%(years)s since the first order") % {"years": years(count)}
    return f"{name_of(kind, code)}, {years(count)}"


def title(reason: Reason) -> str:
    """What to do about it, as an order to oneself."""
    person = reason.get("person", "")
    kind = reason.get("occasion", "event")
    if person and kind in ("birthday", "anniversary"):
        return _("Congratulate %(person)s") % {"person": person}
    if person and kind == "event":
        return _("Get in touch with %(person)s about the event") % {"person": person}
    return {
        "birthday": _("Congratulate on the birthday"),
        "anniversary": _("Congratulate on the anniversary"),
        "first_order": _("Thank for the years together"),
        "contract_end": _("Talk about renewing the contract"),
        "rival_contract_end": _("Make an offer before the rival’s contract ends"),
        "purchase": _("Make an offer before the planned purchase"),
        "event": _("Get in touch about the event"),
    }[kind]


def sentence(reason: Reason, _currency: str) -> Sentence:
    """Why now. Readers put `due` and `today` beside the stored reason."""
    day, today = date.fromisoformat(reason["due"]), date.fromisoformat(reason["today"])
    kind = reason.get("occasion", "event")
    values = {"when": when(day, today), "day": formats.day(day), "what": name_of(kind, reason.get("fact", ""))}
    if reason.get("years"):
        values["years"] = years(reason["years"])
    said = marked(_text(kind, known_years=bool(reason.get("years"))), values)
    return (*said, Part(" "), Part(_("Known, not to be shown."))) if reason.get("hidden") else said


def _text(kind: str, *, known_years: bool) -> str:
    own = {
        "first_order": _("**%(years)s** since the first order **%(when)s**; an occasion to call and sell nothing."),
        "birthday": _("Birthday **%(when)s**, on %(day)s; an occasion to call and sell nothing."),
        "contract_end": _("Our contract ends **%(when)s**, on **%(day)s**."),
        "rival_contract_end": _(
            "The contract with the rival ends **%(when)s**, on %(day)s; an offer counts before that day."
        ),
        "purchase": _("They plan to buy **%(when)s**, on **%(day)s**."),
    }
    if kind in own:
        return own[kind]
    return (
        _("%(what)s: **%(years)s** **%(when)s**, on **%(day)s**.")
        if known_years
        else _("%(what)s: **%(when)s**, on **%(day)s**.")
    )


def when(day: date, today: date) -> str:
    """How far the day is, in words."""
    ahead = (day - today).days
    if ahead <= 1:
        return {0: _("today"), 1: _("tomorrow")}.get(ahead, formats.day(day))
    return _("in %(days)s") % {"days": counted_days(ahead)}


def years(count: int) -> str:
    """A count of years in words."""
    text = ngettext("%(n)s year", "%(n)s years", count) % {"n": formats.number(count)}
    return text.replace(" ", NBSP)
