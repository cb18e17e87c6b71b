"""What to do and why, in the reader's language: titles, reasons, the reckoning behind a rank; made from stored numbers.

A sentence is a tuple of parts; the door decides how a strong part looks. Values are put in after the sentence is cut at
its `**` marks, so nothing stored can pass for a mark.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tenure.agenda import interview_tasks, learn_words, occasion_words, talk_reasons, venture_words
from tenure.agenda.sentences import Input, Part, Reason, Sentence, counted_days, marked, plain
from tenure.kernel import formats

__all__ = ["Input", "Part", "Reason", "Sentence", "plain"]

RAREST_SHOWN = 1000


def kind_names() -> dict[str, str]:
    """The kinds of tasks as one word each."""
    return {
        "silence": _("Silence"),
        "falling": _("Falling volume"),
        "due": _("Due to order"),
        "first_order": _("First order"),
        "plain": _("Own task"),
        "learn": _("Question"),
        **talk_reasons.kind_names(),
        "occasion": _("Occasion"),
        "interview": _("Interview"),
        "test": _("Test"),
    }


def title(kind: str, reason: Reason, own: str) -> str:
    """What to do, as an order to oneself."""
    if kind in ("occasion", "interview"):
        return (occasion_words if kind == "occasion" else interview_tasks).title(reason)
    if kind == "silence":
        missing = reason.get("action") != "find_out"
        return _("Call about the missing order") if missing else _("Find out whether the client has left")
    if kind == "falling":
        return _("Talk about the smaller orders")
    if kind == "due":
        return _("Offer the next order")
    if kind == "first_order":
        return _("Ask how the first order went")
    by_kind = {"learn": learn_words.title, "test": venture_words.title}
    return by_kind[kind](reason, own) if kind in by_kind else talk_reasons.title(kind, reason, own)


def sentence(reason: Reason, currency: str) -> Sentence:
    """Why the task exists; empty for a plain task."""
    code = reason.get("code", "")
    return SENTENCES[code](reason, currency) if code in SENTENCES else ()


def _silence(reason: Reason, _currency: str) -> Sentence:
    values = {"days": counted_days(reason["days"]), "gap": _gap(reason)}
    first = marked(_("No order for **%(days)s**; the usual gap is **%(gap)s**."), values)
    chance = reason.get("chance")
    if chance is None:
        return first
    return (*first, Part(" "), *_odds(chance, _silent_so_long))


def _falling(reason: Reason, currency: str) -> Sentence:
    values = {
        "now": formats.money(reason["now"], currency),
        "usual": formats.money(reason["usual"], currency),
        "drop": formats.percent(reason["drop"]),
    }
    text = _("In the last 13 weeks orders of **%(now)s** instead of the usual **%(usual)s**: **%(drop)s** less.")
    real = reason.get("real")
    first = marked(text, values)
    return first if real is None else (*first, Part(" "), *_odds(1 - real, _so_low))


def _due(reason: Reason, _currency: str) -> Sentence:
    first, last = date.fromisoformat(reason["from"]), date.fromisoformat(reason["to"])
    values = {"gap": _gap(reason), "days": counted_days(reason["days"]), "range": formats.day_range(first, last)}
    if date.fromisoformat(reason["as_of"]) > last:
        text = _("The usual gap is **%(gap)s**, the last order came **%(days)s** ago; the next was due **%(range)s**.")
    else:
        text = _("The usual gap is **%(gap)s**, the last order came **%(days)s** ago; the next is due **%(range)s**.")
    return marked(text, values)


def _first_order(reason: Reason, _currency: str) -> Sentence:
    values = {
        "days": counted_days(reason["days"]),
        "median": counted_days(reason["median"]),
        "share": formats.percent(reason["came_back"]),
    }
    text = _(
        "First order **%(days)s** ago, no second one yet. **%(share)s** of clients came back, "
        "half of them within **%(median)s**."
    )
    return marked(text, values)


SENTENCES = {"silence": _silence, "falling": _falling, "due": _due, "first_order": _first_order}
SENTENCES |= talk_reasons.SENTENCES | {
    "learn": learn_words.sentence,
    "table": learn_words.table_sentence,
    "occasion": occasion_words.sentence,
    "interview": interview_tasks.sentence,
}
SENTENCES |= venture_words.SENTENCES


def reckoning(reason: Reason, minutes: int, stake_minor: int | None, currency: str) -> Sentence:
    """How the money at stake comes about, as one line of factors; empty when nothing is known."""
    factors = _factors(reason, currency)
    if stake_minor is None or not factors:
        return ()
    result = Part(formats.money(stake_minor, currency), strong=True)
    return (Part(f"{' × '.join(factors)} = "), result, Part(f"; {formats.duration(minutes)}"))


def _factors(reason: Reason, currency: str) -> list[str]:
    """The factors of the product, each as it would be said."""
    code = reason.get("code")
    if code == "learn":
        return learn_words.factors(reason, currency)
    share = formats.percent(reason.get("share", 0.0))
    if code == "silence" and reason.get("left") is not None:
        first = _("%(money)s a year while ordering") % {"money": formats.money(reason["yearly"], currency)}
        rest = [
            _("%(share)s probability of having left") % {"share": formats.percent(reason["left"])},
            _("%(share)s of such calls that bring the client back, assumed") % {"share": share},
        ]
    elif code == "falling" and reason.get("real") is not None:
        first = _("%(money)s a year missing") % {"money": formats.money(reason["yearly"], currency)}
        rest = [
            _("%(share)s probability that the drop is real") % {"share": formats.percent(reason["real"])},
            _("%(share)s of a lost volume restored by a talk, assumed") % {"share": share},
        ]
    elif code == "due" and reason.get("order") is not None:
        first = _("average order %(money)s") % {"money": formats.money(reason["order"], currency)}
        rest = [
            _("%(share)s probability that it is late") % {"share": formats.percent(reason["late"])},
            _("%(share)s of late orders kept by a reminder, assumed") % {"share": share},
        ]
    elif code == "first_order" and reason.get("value") is not None:
        first = _("%(money)s expected in 12 months") % {"money": formats.money(reason["value"], currency)}
        rest = [_("%(share)s more after a good follow-up, assumed") % {"share": share}]
    elif code in talk_reasons.SENTENCES and reason.get("value") is not None:
        first = _("%(money)s expected in 12 months") % {"money": formats.money(reason["value"], currency)}
        rest = [talk_reasons.share_words(str(code)) % {"share": share}]
    else:
        return []
    margin = reason.get("margin_share")
    return [first, *([_("margin %(share)s") % {"share": formats.percent(margin)}] if margin is not None else []), *rest]


def inputs(reason: Reason, currency: str) -> tuple[Input, ...]:
    """Every number behind the rank with its source, for whoever wants to check it."""
    found = [*_measured(reason, currency)]
    if reason.get("margin_share") is not None:
        found.append(Input(_("Margin in revenue"), formats.percent(reason["margin_share"]), _("last 12 months")))
    if reason.get("damaged"):
        note = _("counted as usual orders; look at the client’s orders")
        found.append(Input(_("Amounts that look damaged"), formats.number(reason["damaged"]), note))
    if reason.get("share") is not None:
        low, high = formats.percent(reason["share_low"]), formats.percent(reason["share_high"])
        note = _("assumed, between %(low)s and %(high)s; nothing measured yet") % {"low": low, "high": high}
        found.append(Input(_("Effect of the contact"), formats.percent(reason["share"]), note))
    return tuple(found)


def as_of(reason: Reason) -> date:
    """The day whose orders the reason was computed from."""
    return date.fromisoformat(reason["as_of"])


def _measured(reason: Reason, currency: str) -> list[Input]:
    code = reason.get("code")
    if code == "silence":
        years = formats.number(reason["years"], 1)
        left = reason.get("left")
        return [
            Input(
                _("Revenue a year while ordering"),
                formats.money(reason["yearly"], currency),
                _("all revenue over %(years)s years, never less than one") % {"years": years},
            ),
            Input(
                _("Probability of having left"),
                _("unknown") if left is None else formats.percent(left),
                _("from the model of the whole base"),
            ),
            Input(
                _("Days since the order was due"),
                formats.number(reason["overdue"]),
                _("the effect of a call is assumed to halve every 90 days"),
            ),
        ]
    if code == "falling":
        yearly = formats.money(reason["yearly"], currency)
        return [
            Input(_("Missing a year"), yearly, _("what 13 weeks lack, times four")),
            Input(_("Probability that the drop is real"), formats.percent(reason["real"]), _("against chance alone")),
        ]
    if code == "due":
        order = reason.get("order")
        return [
            Input(_("Average order"), _("unknown") if order is None else formats.money(order, currency)),
            Input(
                _("Probability that it is late"), formats.percent(reason["late"]), _("against the client’s own rhythm")
            ),
        ]
    if reason.get("value") is not None and (code == "first_order" or code in talk_reasons.SENTENCES):
        return [Input(_("Expected in 12 months"), formats.money(reason["value"], currency), _("from similar clients"))]
    return []


def _silent_so_long(odds: str | None) -> str:
    if odds is None:
        return _("An active client this regular is silent so long **less than 1 time in %(most)s**.")
    return _("An active client this regular is silent so long **1 time in %(odds)s**.")


def _so_low(odds: str | None) -> str:
    if odds is None:
        return _("Chance alone brings so little **less than 1 time in %(most)s**.")
    return _("Chance alone brings so little **1 time in %(odds)s**.")


def _odds(chance: float, text: Any) -> Sentence:
    if chance < 1 / RAREST_SHOWN:
        return marked(text(None), {"most": formats.number(RAREST_SHOWN)})
    odds = formats.number(round(1 / chance))
    return marked(text(odds), {"odds": odds})


def _gap(reason: Reason) -> str:
    """The usual interval with its spread, 14 ± 4; one that never varied is said in days."""
    spread = reason.get("spread")
    return formats.gap(reason["gap"], spread) if spread else counted_days(round(reason["gap"]))


def postpone_reasons() -> dict[str, str]:
    """Usual reasons for putting a task off, by code; any other text stands for itself."""
    return {
        "no_time": _("No time today"),
        "asked_later": _("The client asked for later"),
        "away": _("The person is away"),
        "waiting": _("Waiting for an answer"),
    }


def useless_reasons(kind: str = "") -> dict[str, str]:
    """Usual reasons why a task of that kind was of no use, by code."""
    if kind == "promise":
        return talk_reasons.unkept_reasons()
    return {
        "seasonal": _("Seasonal client, not due yet"),
        "already_known": _("The cause was known"),
        "ordered_elsewhere": _("Ordered, not in the data"),
        "wrong_data": _("The data is wrong"),
    }


def said(text: str) -> str:
    """A stored reason as people read it."""
    return {**postpone_reasons(), **useless_reasons(), **useless_reasons("promise")}.get(text, text)
