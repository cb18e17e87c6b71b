"""The sentence of a hypothesis, built from its parts."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

VERBS = ("will", "does", "has")


@dataclass(frozen=True)
class Parts:
    """<segment> in <activity> will/does/has <behaviour> <how much> because <reason>."""

    who: str = ""
    activity: str = ""
    verb: str = "will"
    behaviour: str = ""
    how_much: str = ""
    reason: str = ""


def built(parts: Parts) -> str:
    """The sentence in the reader's language; empty when who or what they do is missing."""
    who, what = parts.who.strip(), parts.behaviour.strip().rstrip(".")
    if not who or not what:
        return ""
    if parts.activity.strip():
        who = _("%(who)s in %(activity)s") % {"who": who, "activity": parts.activity.strip()}
    amount = parts.how_much.strip().rstrip(".")
    what = f"{what} {amount}" if amount else what
    claim = {
        "will": _("We believe that %(who)s will %(what)s"),
        "does": _("We believe that %(who)s already %(what)s"),
        "has": _("We believe that %(who)s have %(what)s"),
    }[parts.verb if parts.verb in VERBS else "will"] % {"who": who, "what": what}
    reason = parts.reason.strip().rstrip(".")
    return _("%(claim)s because %(reason)s.") % {"claim": claim, "reason": reason} if reason else f"{claim}."
