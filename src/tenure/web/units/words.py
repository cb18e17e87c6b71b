"""Roles, attitudes and ties of a decision unit in the reader's language."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tenure.clients.units.unit_templates import TEMPLATES
from tenure.journeys.units.unit_outlook import UnitQuestion
from tenure.kernel import formats

Choices = list[tuple[str, str]]


def roles() -> dict[str, str]:
    """What a person is in the decision."""
    return {
        "decider": _("decider"),
        "approver": _("approver"),
        "economic_buyer": _("economic buyer"),
        "purchaser": _("purchaser"),
        "expert": _("expert"),
        "user": _("user of what is bought"),
        "influencer": _("influencer"),
        "initiator": _("initiator"),
        "gatekeeper": _("gatekeeper"),
    }


def attitudes() -> Choices:
    """From unknown over against to for us."""
    return [
        ("", _("unknown")),
        ("2", _("+2 for us")),
        ("1", _("+1 leans to us")),
        ("0", _("0 neutral")),
        ("-1", _("−1 leans away")),
        ("-2", _("−2 against")),
    ]


def contacts() -> Choices:
    """How well we reach a person."""
    return [
        ("0", _("no contact")),
        ("1", _("met once or twice")),
        ("2", _("talk now and then")),
        ("3", _("well, any time")),
    ]


def kinds() -> dict[str, str]:
    """What one person is to another."""
    return {"listens": _("listens to"), "reports": pgettext("tie", "reports to"), "conflict": _("is in conflict with")}


def strengths() -> Choices:
    """How strongly a person listens; below zero does the opposite."""
    return [
        ("1", _("1 a little")),
        ("2", _("2 much")),
        ("3", _("3 most of all")),
        ("-1", _("−1 a little the opposite")),
        ("-2", _("−2 the opposite")),
        ("-3", _("−3 always the opposite")),
    ]


def weights() -> Choices:
    """How much a criterion counts for a person."""
    return [("1", _("counts a little")), ("2", _("counts much")), ("3", _("decides"))]


def proofs() -> Choices:
    """How strongly an argument proves that a criterion is met."""
    return [("0", _("says nothing")), ("0.3", _("hints at it")), ("0.6", _("makes it likely")), ("0.9", _("proves it"))]


def templates() -> Choices:
    """The industries."""
    return [("", _("none")), *((code, str(one.name)) for code, one in TEMPLATES.items())]


def question(one: UnitQuestion) -> str:
    """A question of the unit as it can be asked or looked into."""
    numbers = {"share": formats.percent(one.share), "estimate": formats.percent(one.estimate)}
    said: dict[str, Callable[[], str]] = {
        "gap": lambda: _(
            "%(name)s: estimated at %(estimate)s, computed %(share)s. Who really listens to them, and who overrules them?"
        ),
        "left": lambda: _("%(name)s works there no more. Who decides instead?"),
        "attitude": lambda: _("%(name)s carries %(share)s of the decision. What do they think of us?"),
        "criteria": lambda: _("By what will %(name)s judge the offers?"),
        "seat": lambda: _("Nobody is known as “%(name)s”. Who is it here?"),
    }
    return said[one.kind]() % {"name": one.subject, **numbers}
