"""Keeps the people and companies talked to out of a report: in whatever text they were named, they are hidden."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from tenure.discovery.interviews.heard import Named
from tenure.journeys.venture_report.document import Report
from tenure.privacy.mentions import Mentions

LETTERS = re.compile(r"[^\W\d_]+")


def without_names(report: Report, named: Named) -> Report:
    """The report with every full name of a person, and of a company of two words or more, hidden in all its texts."""
    texts: list[str] = []
    walked(report, texts.append)
    words = sorted(set(LETTERS.findall("\n".join(texts).casefold())))
    found = {name: _standing(Mentions(names=(name,)).needles, words) for name in sorted(named.people)}
    found |= {name: _standing((name,), words) for name in sorted(named.companies) if " " in name}
    people = tuple(name for name in named.people if found[name])
    companies = tuple(name for name in named.companies if found.get(name))
    mentions, begun = Mentions(names=people, contacts=companies), {word for one in found.values() for word in one}
    # Most texts hold no word of any name, and the search for many names at once is long.
    return changed(
        report, lambda text: text if begun.isdisjoint(LETTERS.findall(text.casefold())) else str(mentions.clean(text))
    )


def _standing(needles: Iterable[str], words: Sequence[str]) -> list[str]:
    """The words of the texts, sorted, that begin as one of the needles does; of most names none does."""
    found = []
    for needle in needles:
        begun = LETTERS.search(needle.casefold())
        place = bisect_left(words, begun[0]) if begun else len(words)
        while begun and place < len(words) and words[place].startswith(begun[0]):
            found.append(words[place])
            place += 1
    return found


def walked(value: Any, tell: Callable[[str], Any]) -> None:
    """Tell every text inside a value."""
    if isinstance(value, str):
        tell(value)
    elif isinstance(value, tuple):
        for one in value:
            walked(one, tell)
    elif is_dataclass(value):
        for one in fields(value):
            walked(getattr(value, one.name), tell)


def changed(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(changed(one, change) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        values = {one.name: changed(getattr(value, one.name), change) for one in fields(value) if one.init}
        return replace(value, **values)
    return value
