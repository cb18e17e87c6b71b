"""Keeps the people and companies talked to out of a report: in whatever text they were named, they are hidden.

Full names go from every text. A single word of somebody's name, or a company of one word, goes from what people typed,
where it is capitalised and cannot be another word (`name_forms`).
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import attrgetter
from typing import Any, get_type_hints

from tenure.discovery.interviews.heard import Named
from tenure.journeys.venture_report import document
from tenure.journeys.venture_report.document import Report
from tenure.journeys.venture_report.name_forms import (
    FOLDED,
    LONGEST_ENDING,
    SHORTEST,
    WORD,
    Forms,
    is_ordinary,
    plain,
    stems,
    without_words,
)
from tenure.privacy.mentions import HIDDEN, Mentions

# What a company is, not what it is called.
LEGAL_FORM = re.compile(
    r"\b(?:s\.?r\.?l|s\.?a|ооо|оао|зао|ип|l\.?l\.?c|ltd|gmbh|inc|î\.?i|i\.?i|ii|чп|срл)\b\.?", re.IGNORECASE
)
INITIAL = re.compile(r"\b[^\W\d_]\.")
PARTICLE = re.compile(r"(?<!\S)(?:[a-zа-яăâîșț]{1,3})(?!\S)\s*")
FEW_WORDS = 3  # of a name; beyond, small ones among them belong to a description
FEW = 8  # words for which a line is looked through
PLAIN = (bool, float, int)
APART = re.compile("[-–—.,;:!?/&+()\\[\\]«»\"“”„'’`*\t\u00a0]")
# Our own words, and names of the team.
OURS: dict[type, frozenset[str]] = {
    document.Sticker: frozenset(("state", "state_name", "likely")),
    document.Block: frozenset(("code", "name", "left_out")),
    document.Canvas: frozenset(("kind", "heading", "legend", "empty")),
    document.Table: frozenset(("title", "heads")),
    document.TestTold: frozenset(("verdict", "tone", "seal", "seal_note")),
    document.Finding: frozenset(("number", "state", "state_name", "share", "interval", "strength", "untested")),
    document.Span: frozenset(("text",)),
    document.Spans: frozenset(("title", "ticks", "note")),
    document.Drawn: frozenset(("title", "labels", "bottleneck")),
    document.Entry: frozenset(("when", "who", "tone")),
    document.Entries: frozenset(("title",)),
    document.Section: frozenset(("code", "heading")),
    document.Report: frozenset((
        "language", "top", "under", "warnings", "answer", "figures", "method", "footer",
    )),
}  # fmt: skip


def without_names(report: Report, named: Named, team: Iterable[str] = ()) -> Report:
    """The report with everybody who was talked to hidden in all its texts. team: names that may stand in them; a word of
    a name they share with somebody who was talked to stays where it stands alone."""
    texts = texts_in(report)
    said = "\n".join(texts)
    spoken = set(said.split())  # most are said many times
    plainly = set(filter(str.isalpha, spoken))
    pieced = "\n".join(spoken - plainly)
    words = plainly.union(WORD.findall(pieced))
    near, stand = _near(named.people | named.companies, words)
    alone = [bare for bare in map(_without_form, named.companies & near.keys()) if bare and " " not in bare]
    forms = Forms(
        [*map(_called, named.talked & near.keys()), *alone],
        {plain(word) for name in team for word in WORD.findall(name)},
    )
    found = frozenset(word for word in words if forms.has(word)) if forms.known else frozenset()
    ordinary = frozenset(word for word in found if is_ordinary(word, words))
    close = sorted(named.people & near.keys())
    # A surname alone is searched for beside an initial.
    enough = 1 if any(near[name] == 1 for name in close) and INITIAL.search(pieced) else 2
    people = tuple(PARTICLE.sub("", _called(name)) for name in close if near[name] >= enough)
    described = [name for name in close if near[name] >= enough and _called(name) != name]
    spelt = sorted(name for name in named.companies & near.keys() if " " in name)
    folded = _holding(said.casefold(), stand) if spelt else ""
    companies = (*described, *(name for name in spelt if name.casefold() in folded))
    if not (found or people or companies):
        return report
    mentions = Mentions(names=people, contacts=companies)
    whole = {text: str(mentions.clean(text)) for text in texts}
    typed = {text: without_words(clean, found, ordinary, HIDDEN) for text, clean in whole.items()} if found else whole
    return changed(report, typed.__getitem__, whole.__getitem__)


def _called(name: str) -> str:
    """What somebody is called, without the small words of where they were met or what they do: of “Ion at the bike room”,
    Ion; nothing of a description alone."""
    words = name.split()
    if len(words) < FEW_WORDS:
        return name
    called = [word for word in words if word[:1].isupper()]
    return " ".join(called) if called or len(words) > FEW_WORDS else name


def _without_form(company: str) -> str:
    return LEGAL_FORM.sub("", company).strip(" .,\"'«»“”„")


def _holding(said: str, stand: Collection[str]) -> str:
    """The lines with one of a few words, all of them where the words are many: a line without them names nobody."""
    if len(stand) > FEW:
        return said
    return "\n".join([line for line in said.split("\n") if any(word in line for word in stand)])


def _near(every: Collection[str], words: Collection[str]) -> tuple[dict[str, int], set[str]]:
    """The names of which a word may stand in texts of these words, and how many do; and those words of names. Most names
    are in none of them, and the search for a name is long."""
    plainly = set("\0".join(words).casefold().translate(FOLDED).replace("-", "\0").split("\0"))
    begun = {word[:end] for word in plainly for end in range(max(1, len(word) - LONGEST_ENDING), len(word) + 1)}
    names = tuple(every) or ("",)
    # All names in one go: a venture knows thousands.
    apart = APART.sub(" ", "\0".join(names).casefold()).split("\0")
    stand = {
        word
        for word in set(" ".join(apart).split(" "))
        if len(word) >= SHORTEST and word.isalpha() and any(stem in begun for stem, _endings in stems(plain(word)))
    }
    if not stand:
        return {}, stand
    near = {
        name: sum(map(stand.__contains__, own))
        for name, parts in zip(names, apart, strict=True)
        if not stand.isdisjoint(own := parts.split(" "))
    }
    return near, stand


def texts_in(report: Report) -> list[str]:
    """Every text inside it, once."""
    texts: dict[str, None] = {}
    waiting: list[Any] = [report]
    for value in waiting:  # what it holds is put behind it
        for one in value if type(value) is tuple else _parts(value):
            if type(one) is str:
                texts[one] = None
            else:
                waiting.append(one)
    return list(texts)


def changed(value: Any, change: Callable[[str], str], ours: Callable[[str], str]) -> Any:
    """The same value with every text changed; ours: how what nobody typed is changed."""
    if isinstance(value, str):
        return change(value)
    if type(value) is tuple:
        made = tuple([changed(one, change, ours) for one in value])
        return value if all(map(_same, made, value)) else made
    kept, fresh = OURS.get(type(value), frozenset()), {}
    kind: Any = type(value)
    for name in _shape(kind):
        old = getattr(value, name)
        new = changed(old, ours if name in kept else change, ours)
        if not _same(new, old):
            fresh[name] = new
    if not fresh:
        return value
    return value._replace(**fresh) if issubclass(kind, tuple) else replace(value, **fresh)


def _same(one: Any, other: Any) -> bool:
    return one is other or (isinstance(one, str) and one == other)


@cache
def _shape(kind: Any) -> tuple[str, ...]:
    """The fields of a part that may hold a text; none of a plain value."""
    if issubclass(kind, tuple):
        return tuple(name for name, held in get_type_hints(kind).items() if held not in PLAIN)
    if not is_dataclass(kind):
        return ()
    return tuple(one.name for one in fields(kind) if one.init and one.type not in PLAIN)


@cache
def _asked(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """How all those fields of a part are asked for at once."""
    names = _shape(kind)
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)


def _parts(value: Any) -> tuple[Any, ...]:
    kind: Any = type(value)
    return _asked(kind)(value)
