"""The usual words of the questions everybody asks the same way, and codes of surveys in words."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from tenure.discovery.surveys.questions import QuestionView
from tenure.kernel import formats


def said(texts: Mapping[str, str]) -> str:
    """A text in the reader's language, else in any it was written in."""
    return texts.get(formats.language()) or next((text for text in texts.values() if text), "")


def question_words(question: QuestionView, about: str) -> str:
    """The question as it is asked in the active language."""
    own = said(question.text)
    if own:
        return own
    what = about or _("our product")
    return {
        "ellis": _("How would you feel if you could no longer use %(what)s?"),
        "nps": _("How likely are you to recommend %(what)s to a colleague or friend?"),
        "westendorp": _("Think of %(what)s. At which price would it be …"),
        "gabor": _("Would you buy %(what)s at this price?"),
        "segment": _("Which of these describes you best?"),
        "problem": _("Do you have this problem: %(problem)s?"),
    }.get(question.kind, question.kind) % {"what": what, "problem": question.problem}


def numbered(questions: Sequence[QuestionView], about: str) -> list[tuple[QuestionView, str]]:
    """Each question with its words; of several each has its number, so that two worded alike are told apart."""
    words = [question_words(one, about) for one in questions]
    if len(words) > 1:
        words = [f"{place}. {text}" for place, text in enumerate(words, 1)]
    return list(zip(questions, words, strict=True))


@formats.per_language
def kind_words() -> dict[str, str]:
    """Kinds of questions."""
    return {
        "ellis": _("would they miss it (Ellis)"),
        "nps": _("would they recommend it (NPS)"),
        "westendorp": _("four prices (Van Westendorp)"),
        "gabor": _("fixed prices (Gabor-Granger)"),
        "problem": _("do they have the problem"),
        "segment": _("which segment"),
        "choice": _("one of several"),
        "several": _("several of many"),
        "number": _("a number"),
        "text": _("words"),
    }


def felt_words() -> dict[str, str]:
    """Answers to the question of Ellis."""
    return {
        "very": _("very disappointed"),
        "somewhat": _("somewhat disappointed"),
        "not": _("not disappointed"),
    }


def used_words() -> list[tuple[str, str]]:
    """How often it was used lately."""
    return [("0", _("not once")), ("1", _("once")), ("2", _("twice or more"))]


def four_prices() -> list[str]:
    """The four questions of Van Westendorp, each the end of one sentence."""
    return [
        _("so cheap that you would doubt its quality"),
        _("a bargain, a great buy"),
        _("getting expensive, but still worth thinking about"),
        _("so expensive that you would not consider it"),
    ]


def aside_words() -> dict[str, str]:
    """Why an answer does not count."""
    return {
        "trap": _("filled in a field people do not see"),
        "no_form": _("not sent from the form"),
        "fast": _("faster than anybody reads"),
        "many": _("one address too often in a day"),
        "flood": _("a flood from one address"),
        "hand": _("set aside by hand"),
    }


def states() -> dict[str, tuple[str, str]]:
    """Word and tone of a survey's state."""
    return {"draft": (_("draft"), "dotted"), "open": (_("taking answers"), "good"), "closed": (_("closed"), "hollow")}


def sources() -> dict[str, str]:
    """How an answer came."""
    return {"form": _("the form"), "hand": _("by hand"), "paste": _("pasted")}


def answer_text(question: QuestionView, value: object, segments: Mapping[int, str]) -> str:
    """One stored answer in words."""
    if isinstance(value, dict):
        used = dict(used_words()).get(str(value.get("used")), "")
        return f"{felt_words().get(str(value.get('felt')), '—')} ({used})"
    if question.kind == "westendorp" and isinstance(value, list):
        return " / ".join(formats.number(float(one), 2) for one in value)
    if question.kind == "gabor" and isinstance(value, list):
        bought = [price for price, yes in zip(question.prices, value, strict=False) if yes]
        return _("up to %(price)s") % {"price": formats.number(max(bought), 2)} if bought else _("at no price")
    if question.kind in ("choice", "several"):
        places = value if isinstance(value, list) else [value]
        known = [one for one in places if isinstance(one, int) and one < len(question.choices)]
        return ", ".join(said(question.choices[one]) for one in known)
    if question.kind == "segment" and isinstance(value, int):
        return segments.get(value, "")
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return formats.number(float(value), 2) if isinstance(value, int | float) else str(value)
