"""A question worth asking, in the reader's language: what to ask, why, and how its worth comes about."""

from django.utils.translation import gettext as _

from tenure.agenda.sentences import Reason, Sentence, marked
from tenure.clients.fact_catalogue import BUILT_IN
from tenure.kernel import formats

AGEING = 0.05  # from so much confidence left a fact is known from before, not unknown


def label(reason: Reason) -> str:
    """What is to be learnt."""
    built_in = BUILT_IN.get(reason["kind"])
    return str(built_in.label) if built_in else str(reason.get("label") or reason["kind"])


def title(reason: Reason, own: str = "") -> str:
    """The question as an order to oneself; own: as somebody wrote it, for one taken from a decision table."""
    if reason.get("code") == "table":
        return _("Ask: %(question)s") % {"question": own}
    built_in = BUILT_IN.get(reason["kind"])
    question = str(built_in.question) if built_in else str(reason.get("question") or "")
    return (
        _("Ask: %(question)s") % {"question": question} if question else _("Learn: %(what)s") % {"what": label(reason)}
    )


def table_sentence(reason: Reason, currency: str) -> Sentence:
    """Why a question of a decision table is worth asking."""
    values = {
        "money": formats.estimate(reason["worth"], currency),
        "minutes": formats.duration(reason["minutes"]),
        "cost": formats.money(reason["cost"], currency),
    }
    return marked(
        _("The answer may change what we do about the deal: worth about **%(money)s**; asking costs **%(cost)s** "
          "(%(minutes)s)."), values
    )  # fmt: skip


def sentence(reason: Reason, currency: str) -> Sentence:
    """Why it is worth asking. Readers put the name of the person it is about beside the stored reason."""
    values = {
        "what": label(reason),
        "person": reason.get("person", ""),
        "money": formats.estimate(reason["worth"], currency),
        "minutes": formats.duration(reason["minutes"]),
        "left": formats.percent(reason.get("known", 0.0)),
    }
    return marked(_text(known=reason.get("known", 0.0) > AGEING, named=bool(values["person"])), values)


def _text(*, known: bool, named: bool) -> str:
    if known and named:
        return _("**%(what)s** (%(person)s): only **%(left)s** sure by now. "
                 "The answer is worth about **%(money)s**, asking takes **%(minutes)s**.")  # fmt: skip
    if known:
        return _("**%(what)s**: only **%(left)s** sure by now. "
                 "The answer is worth about **%(money)s**, asking takes **%(minutes)s**.")  # fmt: skip
    if named:
        return _("Nobody knows yet: **%(what)s** (%(person)s). "
                 "The answer is worth about **%(money)s**, asking takes **%(minutes)s**.")  # fmt: skip
    return _("Nobody knows yet: **%(what)s**. "
             "The answer is worth about **%(money)s**, asking takes **%(minutes)s**.")  # fmt: skip


def factors(reason: Reason, currency: str) -> list[str]:
    """The factors whose product the worth is, each as it would be said."""
    if reason.get("value") is None:
        return []
    lift = _("lift %(share)s, learned") if reason["lift_state"] == "learned" else _("lift %(share)s, assumed")
    return [
        _("%(money)s at stake") % {"money": formats.money(reason["value"], currency)},
        _("openness %(share)s") % {"share": formats.percent(reason["openness"])},
        _("influence %(share)s") % {"share": formats.percent(reason["influence"])},
        lift % {"share": formats.percent(reason["lift"])},
        _("unknown %(share)s") % {"share": formats.percent(reason["unknown"])},
        _("found %(share)s, assumed") % {"share": formats.percent(reason["p_find"])},
        _("used %(share)s, assumed") % {"share": formats.percent(reason["p_use"])},
    ]
