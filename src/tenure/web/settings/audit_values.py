"""Words for what a row of the log tells: names of its numbers, and codes that stand for words."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tenure.clients.fact_catalogue import fact_kinds
from tenure.discovery.canvas.blocks import block_names
from tenure.discovery.economics.words import metric_names
from tenure.discovery.gates.pivot_words import pivot_kinds
from tenure.discovery.gates.words import choices, needs
from tenure.discovery.interviews.kinds import kind_names
from tenure.discovery.offers.words import mvp_verdicts, outcomes, profile_kinds, value_kinds
from tenure.discovery.testing.kind_words import kind_words
from tenure.discovery.testing.words import decisions, endings, verdicts
from tenure.discovery.ventures.checklist_words import standard_items
from tenure.discovery.ventures.phases import phase_names
from tenure.discovery.words import hypothesis_states, venture_kinds
from tenure.kernel.formats import per_language
from tenure.web.clients.people_words import tie_kinds
from tenure.web.settings.choices import roles
from tenure.web.units import words as units

Codes = Mapping[str, str]


@per_language
def venture_numbers() -> dict[str, str]:
    """Names of what a row about a venture tells, other than those of `audit_words`."""
    return _of_search() | _of_amounts()


def _of_search() -> dict[str, str]:
    """About hypotheses, tests, gates and talks."""
    return {
        "after_data": pgettext("log", "data had been seen"),
        "block": pgettext("log", "block"),
        "blocks": pgettext("log", "blocks"),
        "choice": pgettext("log", "decision"),
        "code": pgettext("log", "item"),
        "commitments": pgettext("log", "commitments"),
        "criterion": pgettext("log", "criterion"),
        "decision": pgettext("log", "what follows"),
        "evidence": pgettext("log", "pieces of evidence"),
        "exploratory": pgettext("log", "outside the count"),
        "from_block": pgettext("log", "from block"),
        "hypothesis": pgettext("log", "hypothesis"),
        "kept": pgettext("log", "kept"),
        "level": pgettext("log", "evidence level"),
        "loop": pgettext("log", "loop"),
        "may_work": pgettext("log", "may work in it"),
        "n": pgettext("log", "answers"),
        "need": pgettext("log", "need"),
        "outcome": pgettext("log", "outcome"),
        "override": pgettext("log", "against the criteria"),
        "parent": pgettext("log", "rests on hypothesis"),
        "phase": pgettext("log", "phase"),
        "problems": pgettext("log", "problems"),
        "probability": _("probability"),
        "question": _("question"),
        "segment": pgettext("log", "segment"),
        "softer": pgettext("log", "made easier"),
        "stage": pgettext("log", "stage"),
        "step": pgettext("log", "step"),
        "supports": pgettext("log", "speaks for it"),
        "sure": pgettext("log", "sure from"),
        "target": pgettext("log", "interviews wanted"),
        "test": _("test"),
        "to_block": pgettext("log", "to block"),
        "unmet": pgettext("log", "not met"),
        "verdict": pgettext("log", "verdict"),
        "what": pgettext("log", "what"),
    }


def _of_amounts() -> dict[str, str]:
    """About money and counts, files and settings."""
    return {
        "amount": _("amount"),
        "back": pgettext("log", "given back"),
        "company": _("company"),
        "digest": pgettext("log", "digest"),
        "error": pgettext("log", "error"),
        "facts": pgettext("log", "facts"),
        "finished_at": pgettext("log", "ended"),
        "first": pgettext("log", "first number"),
        "form": pgettext("log", "as"),
        "guide": pgettext("log", "guide"),
        "hash": pgettext("log", "hash"),
        "metrics": pgettext("log", "numbers"),
        "money": pgettext("log", "money"),
        "not_to_be_shown": pgettext("log", "with what is not to be shown"),
        "number": pgettext("log", "number"),
        "on": pgettext("log", "switched on"),
        "only": pgettext("log", "only these"),
        "options": pgettext("log", "how it is read"),
        "pattern": pgettext("log", "pattern"),
        "plan": pgettext("log", "plan"),
        "rank": pgettext("log", "correlation"),
        "rows": _("lines"),
        "second": pgettext("log", "second number"),
        "sellers": pgettext("log", "salespeople"),
        "sort": pgettext("log", "clients of"),
        "source": pgettext("log", "whose orders"),
        "starts_on": pgettext("log", "from day"),
        "talks": pgettext("log", "talks"),
        "tests": pgettext("log", "tests"),
        "ties": pgettext("log", "ties"),
        "units": pgettext("log", "units"),
    }


def kind_name(action: str) -> str:
    """What "kind" is called in a row about that: a fact's is its type."""
    return _("fact type") if "fact" in action else pgettext("log", "kind")


def said_code(key: str, value: str, action: str) -> str:
    """A code in words where it stands for some; anything else as it is."""
    codes = _kinds(action) if key == "kind" else _codes().get(key, dict)()
    return codes.get(value, value)


def _codes() -> dict[str, Callable[[], Codes]]:
    """Under each name the words of its codes."""
    return {
        "block": block_names,
        "blocks": block_names,
        "from_block": block_names,
        "to_block": block_names,
        "choice": choices,
        "code": lambda: {code: words[0] for code, words in standard_items().items()},
        "decision": lambda: dict(decisions()),
        "first": metric_names,
        "second": metric_names,
        "metrics": metric_names,
        "need": lambda: dict(needs()),
        "outcome": lambda: dict(outcomes()),
        "phase": phase_names,
        "role": lambda: dict(roles()),
        "state": lambda: hypothesis_states() | {"won": _("Won"), "lost": _("Lost")},
        "tie": units.kinds,
        "verdict": lambda: verdicts() | {code: word for code, (word, _tone) in mvp_verdicts().items()},
        "what": lambda: profile_kinds() | value_kinds(),
        "why": endings,
    }


def _kinds(action: str) -> Codes:
    if "fact" in action:
        return {code: str(kind.label) for code, kind in fact_kinds().items()}
    if "test" in action:
        return {code: words.name for code, words in kind_words().items()}
    if "interview" in action:
        return kind_names()
    return dict(pivot_kinds()) if "pivot" in action else dict(tie_kinds()) | dict(venture_kinds())
