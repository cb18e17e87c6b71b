"""Names as people write them, and what of them counts when two are compared or searched for. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from cleanco import termdata

# Letters that have no decomposition, or whose decomposition would make another letter of them (й is not и).
_OWN_FOLDS = {
    "й": "й",
    "ł": "l",
    "đ": "d",
    "ø": "o",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "þ": "th",
    "ð": "d",
    "ħ": "h",
    "ъ": "ъ",
}

# Written before the name or after it, in Russia, Moldova, Romania and neighbours.
_FORMS_ANYWHERE = """
    ооо, оао, зао, пао, нао, ао, ип, чп, тоо, одо, сп, гк, гуп, муп, фгуп, нпо, пк, кх, кфх, срл, са, тов, фоп,
    пп, ooo, oao, zao, pao, srl, srl d, sa, sc, sca, snc, scs, pfa, ii, if, im, is, ics, gt, cooperativa,
    общество с ограниченной ответственностью, товарищество с ограниченной ответственностью,
    акционерное общество, публичное акционерное общество, открытое акционерное общество,
    закрытое акционерное общество, индивидуальный предприниматель, частное предприятие,
    крестьянское фермерское хозяйство, societate cu raspundere limitata, societatea cu raspundere limitata,
    societate pe actiuni, societatea pe actiuni, intreprinderea individuala, intreprindere individuala,
    intreprinderea mixta, intreprinderea cu capital strain, societatea comerciala, gospodaria taraneasca,
    persoana fizica autorizata, limited liability company
""".split(",")
_FORMS_AT_END = ("ltd", "llc", "gmbh", "inc", "corp", "co", "plc", "limited", "incorporated", "corporation", "company")

# S.R.L., О. О. О., I.C.S: letters with dots between them are one word.
_DOTTED = re.compile(r"\b(?:\w\.\s?)+\w\b\.?")
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_WORD = re.compile(r"[^\W_]+")
_SPACES = re.compile(r"\s+")


def _fold_letter(letter: str) -> str:
    if letter in _OWN_FOLDS:
        return _OWN_FOLDS[letter]
    parts = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(part for part in parts if not unicodedata.combining(part))


class _Folds(dict[int, str]):
    """Character table that works a character out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = "".join(_fold_letter(letter) for letter in chr(code).casefold())
        self[code] = folded
        return folded


_FOLDS = _Folds()


def fold(text: str) -> str:
    """`text` without case and accents, ё as е, ș and ş as s: what searching and matching compare."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text).translate(_FOLDS)


def search_text(*parts: str | None) -> str:
    """Everything a client is searched by, folded, in one string."""
    return _SPACES.sub(" ", fold(" ".join(part for part in parts if part))).strip()


def _words(folded: str) -> list[str]:
    plain = _APOSTROPHES.sub("", folded)
    if "." in plain:
        plain = _DOTTED.sub(lambda dotted: re.sub(r"[.\s]", "", dotted[0]) + " ", plain)
    return _WORD.findall(plain)


def _forms(word: int, *groups: Iterable[str]) -> dict[str, list[list[str]]]:
    """Legal forms as lists of words, longest first, under their first (0) or last (-1) word."""
    forms: dict[str, list[list[str]]] = {}
    for words in sorted({tuple(_words(fold(form))) for group in groups for form in group}, key=len, reverse=True):
        if words:
            forms.setdefault(words[word], []).append(list(words))
    return forms


_BEFORE = _forms(0, _FORMS_ANYWHERE)
_AFTER = _forms(-1, _FORMS_ANYWHERE, _FORMS_AT_END, *termdata.terms_by_type.values())


def normal_name(name: str) -> str:
    """The name's own words: no case, accents, quotes, punctuation or legal form; never longer than 250.

    A name made of nothing else keeps what it has, so that two different ones never become equal by emptiness.
    """
    return normal_of_folded(fold(name))


def normal_of_folded(folded: str) -> str:
    """`normal_name` of a text that is folded already."""
    words = _words(folded)
    if not words:
        return folded.strip()[:250]
    while form := _form_after(words):
        words = words[: -len(form)]
    while form := _form_before(words):
        words = words[len(form) :]
    return " ".join(words)[:250].rstrip()


def _form_after(words: list[str]) -> list[str] | None:
    forms = _AFTER.get(words[-1])
    return (
        next((form for form in forms if len(words) > len(form) and words[-len(form) :] == form), None)
        if forms
        else None
    )


def _form_before(words: list[str]) -> list[str] | None:
    forms = _BEFORE.get(words[0])
    return (
        next((form for form in forms if len(words) > len(form) and words[: len(form)] == form), None) if forms else None
    )


def plain_words(text: str) -> str:
    """The words of a text without case, accents and punctuation; never longer than 250. For names of people."""
    return " ".join(_words(fold(text)))[:250].rstrip() or fold(text).strip()[:250]


def normal_names(names: Iterable[str]) -> list[str]:
    """`normal_name` of many distinct names, in their order."""
    return [normal_name(name) for name in names]
