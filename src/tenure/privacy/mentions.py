"""Finding a person in texts others wrote: full names anywhere, single words of them in texts about their own clients."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import permutations
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

HIDDEN = "•••"
_ENDINGS = "аеёиоуыэюяйьaeiouăâîy"
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
SHORTEST = 3
STEMMED = 5
_PATRONYMIC = re.compile(r"(?:ович|евич|ич|овна|евна|ична)$", re.IGNORECASE)


@dataclass(frozen=True)
class Mentions:
    """names: as written; contacts: e-mails, phones and addresses; shared: words other people at the same clients have
    in their names too, which alone do not mean this person."""

    names: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    shared: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def anywhere(self) -> re.Pattern[str] | None:
        """Full names in any order of their words and case endings, with or without the patronymic, and contacts."""
        parts = [_contact(one) for one in self.contacts if len(one) >= SHORTEST]
        for name in self.names:
            core, every = _core(name), "|".join(_stem(word) for word in _words(name))
            if len(core) < 2:
                continue
            own = "|".join(map(_stem, core))
            parts.append(rf"(?:{own})\W+(?:(?:{every})\W+)?(?:{own})(?:\W+(?:{every}))*")
            # As often written: the surname with initials, before or after it.
            for given, surname in permutations(core, 2):
                initials = rf"\b{re.escape(given[0])}\.\s?(?:\w\.\s?)?"
                parts += [initials + _stem(surname), _stem(surname) + r"\s+" + initials]
        return _any(parts)

    @cached_property
    def at_home(self) -> re.Pattern[str] | None:
        """Besides those, any word of a name that nobody else there shares."""
        own = {word for name in self.names for word in _words(name) if len(word) >= SHORTEST}
        loose = [_stem(word) for word in sorted(own) if word.casefold() not in self.shared]
        parts = [pattern.pattern for pattern in (self.anywhere,) if pattern is not None]
        return _any([*parts, *loose])

    def clean(self, value: Any, *, at_home: bool = False) -> Any:
        """The text, or every text inside a JSON value, with the mentions hidden."""
        pattern = self.at_home if at_home else self.anywhere
        if pattern is None:
            return value
        return _cleaned(value, lambda text: pattern.sub(HIDDEN, text))

    @property
    def needles(self) -> tuple[str, ...]:
        """Pieces one of which stands in every text that mentions the person: for the database to look for."""
        stems = [
            _bare(word) for name in self.names for word in sorted(_core(name), key=len)[1:] if len(word) >= SHORTEST
        ]
        return tuple(dict.fromkeys([*stems, *(one for one in self.contacts if len(one) >= SHORTEST)]))


def mentioning(rows: QuerySet[Any], columns: Iterable[str], needles: Iterable[str]) -> QuerySet[Any]:
    """Rows with a needle in one of the columns, text or JSON, in any of the usual cases."""
    found = Q(pk__in=())
    for column in columns:
        rows = rows.annotate(**{f"said_{column}": Cast(column, TextField())})
        for needle in needles:
            # SQLite folds the case of ASCII letters only, and stores other letters of JSON as escapes.
            for form in {needle, needle.casefold(), needle.capitalize(), needle.upper()}:
                for stored in {form, json.dumps(form)[1:-1]}:
                    found |= Q(**{f"said_{column}__icontains": stored})
    return rows.filter(found)


def words_of_names(names: Iterable[str]) -> frozenset[str]:
    """All words of these names, without case."""
    return frozenset(word.casefold() for name in names for word in _words(name))


def _words(name: str) -> list[str]:
    return _WORD.findall(name)


def _core(name: str) -> list[str]:
    """Given name and surname: two of these name a person, while a given name with its patronymic names many."""
    words = list(dict.fromkeys(_words(name)))
    named = [word for word in words if not _PATRONYMIC.search(word)]
    return named if len(named) >= 2 else words


def _bare(word: str) -> str:
    """What stays of a word in its cases: Елена, Елены, Елене; Elena, Elenei."""
    return word[:-1] if len(word) >= STEMMED and word[-1].casefold() in _ENDINGS else word


def _stem(word: str) -> str:
    letters = re.escape(_bare(word))
    letters = re.sub("[её]", "[её]", re.sub("[ЕЁ]", "[ЕЁ]", letters))
    return rf"\b{letters}\w{{0,{3 if len(word) >= STEMMED else 2}}}\b"


def _contact(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 7 and not re.search(r"[^\W\d_]", text):
        return r"\+?" + r"[\s().-]*".join(digits)
    return rf"(?<![\w.]){re.escape(text)}(?!\w)"


def _any(parts: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(dict.fromkeys(parts)), re.IGNORECASE) if parts else None


def _cleaned(value: Any, hide: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, list):
        return [_cleaned(one, hide) for one in value]
    return {key: _cleaned(one, hide) for key, one in value.items()} if isinstance(value, dict) else value
