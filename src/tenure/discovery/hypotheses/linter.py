"""What makes a hypothesis hard to test, told from its words in English, Russian and Romanian and from its numbers.

Pure: flags by code with the words that raised them; the sentences are in `linter_words`.
"""

import re
from dataclasses import dataclass, replace

from tenure.discovery.hypotheses.linter_terms import (
    BY_SO_MUCH,
    BY_WHEN,
    FEATURE,
    GROWS,
    JOINED,
    NUMBER,
    OPINION,
    PERCENT,
    SO_MUCH_MORE,
    VAGUE,
)

LONGEST_READ = 5000  # letters: more than a stored hypothesis can have


@dataclass(frozen=True)
class Flag:
    """code: what is missing or in the way; words: those of the text that raised it, empty when something is missing."""

    code: str
    words: str = ""


@dataclass(frozen=True)
class Claim:
    """What the linter reads. threshold in units of `unit`; a per cent sign there means hundredths of one."""

    title: str
    statement: str = ""
    has_segment: bool = False
    metric: str = ""
    unit: str = ""
    threshold: float | None = None
    falsifier: str = ""
    prior: float = 0.5


def lint(claim: Claim) -> tuple[Flag, ...]:
    """The flags of a claim, the gravest first; none: it can be tested."""
    text = f"{claim.title}. {claim.statement}"[:LONGEST_READ]
    claim = replace(claim, metric=claim.metric[:LONGEST_READ])
    found = [
        *_missing(claim, text),
        *_over_all(claim, text),
        *_words("feature_wish", FEATURE, text),
        *_words("future_opinion", OPINION, text),
        *_words("two_claims", JOINED, text),
        *_words("vague", VAGUE, text),
    ]
    if is_prior(claim):
        found.append(Flag("threshold_is_prior"))
    return tuple(found)


def _missing(claim: Claim, text: str) -> list[Flag]:
    measured = bool(claim.metric.strip()) or claim.threshold is not None
    checks = {
        "not_testable": measured or bool(NUMBER.search(text)),
        "no_who": claim.has_segment or bool(claim.statement.strip()),
        "no_how_many": claim.threshold is not None or bool(NUMBER.search(text)),
        "no_by_when": bool(BY_WHEN.search(text)) or bool(BY_WHEN.search(claim.metric)),
        "no_falsifier": bool(claim.falsifier.strip()),
    }
    if not checks["not_testable"]:
        checks.pop("no_how_many")  # the same hole, told once
    return [Flag(code) for code, fine in checks.items() if not fine]


def _over_all(claim: Claim, text: str) -> list[Flag]:
    """A share above everybody; what grows, or comes back, may well pass 100 %."""
    for sentence in re.split(r"[.!?;](?:\s|$)|\n", f"{text}. {claim.metric}"[:LONGEST_READ]):
        for found in PERCENT.finditer(sentence):
            if _percent(found) > 100 and not _grows(sentence[: found.start()], sentence[found.end() :]):
                return [Flag("over_all", found.group().strip())]
    if (
        "%" in claim.unit
        and (claim.threshold or 0) > 100
        and not GROWS.search(f"{text}. {claim.metric}"[:LONGEST_READ])
    ):
        return [Flag("over_all", f"{claim.threshold:.10g} %")]
    return []


def _percent(found: re.Match[str]) -> float:
    return float(re.sub(r"\D", "", found["whole"]) + (found["part"] or "").replace(",", "."))


def _grows(before: str, after: str) -> bool:
    return bool(GROWS.search(before) or BY_SO_MUCH.search(before) or SO_MUCH_MORE.match(after))


def _words(code: str, pattern: re.Pattern[str], text: str) -> list[Flag]:
    found = pattern.search(text)
    return [Flag(code, found.group().strip())] if found else []


def is_prior(claim: Claim) -> bool:
    """Whether the threshold says no more than the first guess: then nothing could change one's mind."""
    if claim.threshold is None:
        return False
    share = claim.threshold / 100 if "%" in claim.unit or claim.threshold > 1 else claim.threshold
    shares = "%" in claim.unit or 0 < claim.threshold < 1
    return shares and abs(share - claim.prior) < 1e-9
