"""The words of what came out of conversations: promises of ours and of theirs, questions owed, the next talk.

Readers put two living values beside the stored reason: `person`, the name it concerns, and `today`.
"""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from tenure.agenda.sentences import Reason, Sentence, counted_days, marked
from tenure.kernel import formats

KINDS = ("promise", "answer", "contact")


def kind_names() -> dict[str, str]:
    """The kinds as one word each."""
    return {"promise": _("Promise"), "answer": _("Answer owed"), "contact": _("Next talk")}


def title(kind: str, reason: Reason, own: str) -> str:
    """What to do; a promise of ours is its own title, as is any task in its owner's words."""
    person = reason.get("person", "")
    if kind == "promise" and reason.get("theirs"):
        return _("Ask for what was promised: %(what)s") % {"what": own}
    if kind == "answer":
        return _("Answer the question: %(question)s") % {"question": own}
    if kind == "contact":
        return _("Talk to %(person)s again") % {"person": person} if person else _("Talk again, as agreed")
    return own


def _promise(reason: Reason, _currency: str) -> Sentence:
    due, said, today = _day(reason, "due"), _day(reason, "said"), _day(reason, "today")
    values = {"due": formats.day(due), "said": formats.day(said), "person": reason.get("person", "")}
    if today > due:
        values["late"] = counted_days((today - due).days)
        return marked(_late(reason), values)
    if today == due:
        return marked(_due_today(reason), values)
    return marked(_due_later(reason), values)


def _late(reason: Reason) -> str:
    if reason.get("theirs"):
        return _("The client’s promise is **%(late)s late**: given on %(said)s for **%(due)s**.")
    if reason.get("person"):
        return _("**%(late)s late**: promised to %(person)s on %(said)s for **%(due)s**.")
    return _("**%(late)s late**: promised on %(said)s for **%(due)s**.")


def _due_today(reason: Reason) -> str:
    if reason.get("theirs"):
        return _("The client promised it on %(said)s for **today**.")
    if reason.get("person"):
        return _("Promised to %(person)s on %(said)s for **today**.")
    return _("Promised on %(said)s for **today**.")


def _due_later(reason: Reason) -> str:
    if reason.get("theirs"):
        return _("The client promised it on %(said)s for **%(due)s**.")
    if reason.get("person"):
        return _("Promised to %(person)s on %(said)s for **%(due)s**.")
    return _("Promised on %(said)s for **%(due)s**.")


def _answer(reason: Reason, _currency: str) -> Sentence:
    due, today = _day(reason, "due"), _day(reason, "today")
    values = {"due": formats.day(due), "said": formats.day(_day(reason, "said")), "person": reason.get("person", "")}
    if today > due:
        values["late"] = counted_days((today - due).days)
        return marked(_("Left open on %(said)s; the answer is **%(late)s late**."), values)
    if reason.get("person"):
        return marked(_("%(person)s asked it on %(said)s; the answer is due **%(due)s**."), values)
    return marked(_("Left open on %(said)s; the answer is due **%(due)s**."), values)


def _contact(reason: Reason, _currency: str) -> Sentence:
    values = {"said": formats.day(_day(reason, "said")), "when": readiness_said().get(reason.get("readiness", ""), "")}
    if values["when"]:
        return marked(_("On %(said)s, asked when they plan to buy: **%(when)s**."), values)
    return marked(_("Agreed on %(said)s."), values)


def _day(reason: Reason, name: str) -> date:
    return date.fromisoformat(reason[name])


SENTENCES: dict[str, Callable[[Reason, str], Sentence]] = {"promise": _promise, "answer": _answer, "contact": _contact}


def share_words(code: str) -> str:
    """The assumed share of the client's value that hangs on the task, as a factor of the reckoning."""
    return {
        "promise": _("%(share)s of it lost with a broken promise, assumed"),
        "answer": _("%(share)s of it lost with an unanswered question, assumed"),
        "contact": _("%(share)s of it won by a talk in time, assumed"),
    }[code]


def readiness_said() -> dict[str, str]:
    """When the client plans to buy, by code, in the client's voice."""
    return {
        "now": _("now"),
        "month": _("within a month"),
        "quarter": _("within three months"),
        "year": _("within a year"),
        "later": _("later than in a year"),
        "never": _("not at all"),
    }


def unkept_reasons() -> dict[str, str]:
    """Why a promise is taken off the list without being carried out, by code."""
    return {"released": _("The client needs it no longer"), "not_kept": _("The word was not kept")}
