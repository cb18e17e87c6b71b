"""Conditions and verdicts of the fit and stages of the sales learning curve in words."""

from tenure.discovery.fit.board import EllisBoard, FitBoard
from tenure.discovery.fit.conditions import Part
from tenure.discovery.fit.readings import Reading
from tenure.discovery.gates.finding import MET, MISSING, OPEN
from tenure.discovery.gates.words import found_words
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _


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


def condition_titles() -> dict[str, str]:
    """What must hold for a product to fit its market, by the code of the condition."""
    return {
        "segment": _("A segment that can be reached is named"),
        "problem": _("Many of them have the problem, and it presses"),
        "bought": _("Others than friends buy the solution"),
        "kept": _("They stay, or would miss it, and nothing denies it"),
        "economics": _("Unit economics converges"),
        "repeated": _("It sells again and again without the founder"),
    }


@formats.per_language
def condition_words() -> dict[str, tuple[str, str]]:
    """Word and tone of where a condition stands."""
    return {MET: (_("proven"), "good"), OPEN: (_("not decided"), "warn"), MISSING: (_("disproven"), "bad")}


@formats.per_language
def part_names() -> dict[str, str]:
    """What each reading behind a condition is about, by its code."""
    return {
        "D1": _("Interviews"), "D6": _("Channel"), "D2": _("How many have it"), "D3": _("How it presses"),
        "V1": _("Presales"), "V3": _("Surveys"), "ellis": _("Surveys"), "stay": _("Orders"), "V4": _("Economics"),
        "again": _("Repeat sales"), "V2": _("By the same stages"),
    }  # fmt: skip


def part_words(part: Part, board: FitBoard, currency: str) -> str:
    """What was found, with its numbers, in a sentence without a full stop."""
    if part.code == "ellis":
        return _missed(board.ellis)
    if part.code == "stay":
        return _stayed(board.reading)
    if part.code == "again":
        told = {"n": formats.number(board.sales.repeat_without_founder)}
        return _("sold by others than the founder to buyers who had paid before: %(n)s") % told
    if part.line is None:
        return _("taken out of the gate, so nothing decides it")
    found = found_words(part.line.finding.code, part.line.finding.data, currency)
    if part.line.by_word:
        return found + "; " + _("by a person's word")
    # Where the numbers are all there and a word is due, it is said that one is.
    return found + "; " + _("decided by a person") if part.line.finding.step == "decide" else found


def _missed(ellis: EllisBoard | None) -> str:
    if ellis is None:
        return _("nobody has been asked yet")
    found = ellis.decides.found
    if found is None:
        return _("nobody used it twice yet")
    told = {
        "very": formats.number(ellis.decides.very), "n": formats.number(ellis.decides.used),
        "share": formats.percent(found.share), "low": formats.percent(found.low), "high": formats.percent(found.high),
    }  # fmt: skip
    return _("%(very)s of %(n)s very disappointed: %(share)s (%(low)s–%(high)s)") % told


def _stayed(reading: Reading) -> str:
    if reading.level is None or reading.low is None or reading.high is None:
        return _("the base is being read") if reading.waiting else _("the base has not been read yet")
    told = {
        "share": formats.percent(reading.level), "low": formats.percent(reading.low), "high": formats.percent(reading.high),
    }  # fmt: skip
    return _("%(share)s stay in the end (%(low)s–%(high)s)") % told
