"""The findings of the speech linter in words: what is wrong, and the remedy."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.conversations.speech import LEADS, LONG, MONOLOGUE, Finding
from tenure.engine.speech.sentences import SECONDS, WORDS
from tenure.kernel import formats


@dataclass(frozen=True)
class Advice:
    """piece: the words it is about; what: the fault in a sentence; remedy: what to do."""

    kind: str
    step: int
    start: int
    piece: str
    what: str
    remedy: str


def advice(finding: Finding) -> Advice:
    """A finding as a person reads it, in the active language."""
    what, remedy = _words(finding)
    return Advice(finding.kind, finding.step, finding.start, _short(finding.text), what, remedy)


def _words(finding: Finding) -> tuple[str, str]:
    if finding.kind == LONG:
        return (
            ngettext(
                "%(n)s word, %(time)s: over %(most)s words or %(limit)s is not grasped by ear.",
                "%(n)s words, %(time)s: over %(most)s words or %(limit)s is not grasped by ear.",
                finding.words,
            )
            % {
                "n": formats.number(finding.words), "time": formats.seconds(finding.seconds),
                "most": WORDS, "limit": formats.seconds(SECONDS),
            },
            _("Split it in two, or drop what can be said later."),
        )  # fmt: skip
    if finding.kind == LEADS:
        return _("The question carries its own answer."), _("Ask what they think, and leave the answer to them.")
    if finding.kind == MONOLOGUE:
        return (
            _("%(time)s of talk without a question.") % {"time": formats.seconds(finding.seconds)},
            _("Stop halfway and ask: what matters to them in this, or how they see it."),
        )
    return (
        _("It can be answered with yes or no."),
        _("Begin with who, what, how, where or how much, if a longer answer is wanted."),
    )


def _short(text: str, most: int = 90) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"
