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
_FORMS_ANYWHERE = (
    "ооо", "оао", "зао", "пао", "нао", "ао", "ип", "чп", "тоо", "одо", "сп", "гк", "гуп", "муп", "фгуп", "нпо", "пк", "кх", "кфх",
    "срл", "са", "тов", "фоп", "пп", "ooo", "oao", "zao", "pao", "srl", "srl d", "sa", "sc", "sca", "snc", "scs", "pfa", "ii", "if", "im", "is",
    "ics", "gt", "cooperativa", "общество с ограниченной ответственностью", "товарищество с ограниченной ответственностью",
    "акционерное общество", "публичное акционерное общество", "открытое акционерное общество",
    "закрытое акционерное общество", "индивидуальный предприниматель", "частное предприятие",
    "крестьянское фермерское хозяйство", "societate cu raspundere limitata", "societatea cu raspundere limitata",
    "societate pe actiuni", "societatea pe actiuni", "intreprinderea individuala", "intreprindere individuala",
    "intreprinderea mixta", "intreprinderea cu capital strain", "societatea comerciala", "gospodaria taraneasca",
    "persoana fizica autorizata", "limited liability company",
)  # fmt: skip
_FORMS_AT_END = ("ltd", "llc", "gmbh", "inc", "corp", "co", "plc", "limited", "incorporated", "corporation", "company")

# S.R.L., О. О. О., I.C.S: letters with dots between them are one word.
_DOTTED = re.compile(r"\b(?:\w\.\s?)+\w\b\.?")
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_NOT_WORD = re.compile(r"[\W_]+")
_SPACES = re.compile(r"\s+")


class _Folds(dict[int, str]):
    """Character table that works a character out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = ""
        for letter in chr(code).casefold():
            folded += _OWN_FOLDS.get(letter) or "".join(
                part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)
            )
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


def _words(text: str) -> list[str]:
    folded = _APOSTROPHES.sub("", fold(text))
    joined = _DOTTED.sub(lambda dotted: re.sub(r"[.\s]", "", dotted[0]) + " ", folded) if "." in folded else folded
    return _NOT_WORD.sub(" ", joined).split()


def _forms(*groups: Iterable[str]) -> dict[int, frozenset[tuple[str, ...]]]:
    """Legal forms as word tuples, by their length, longest first."""
    tuples = {tuple(_words(form)) for group in groups for form in group}
    lengths = sorted({len(words) for words in tuples if words}, reverse=True)
    return {length: frozenset(words for words in tuples if len(words) == length) for length in lengths}


_ANYWHERE = _forms(_FORMS_ANYWHERE)
_AT_END = _forms(_FORMS_ANYWHERE, _FORMS_AT_END, *termdata.terms_by_type.values())


def normal_name(name: str) -> str:
    """The name's own words: no case, accents, quotes, punctuation or legal form; never longer than 250.

    A name made of nothing else keeps what it has, so that two different ones never become equal by emptiness.
    """
    words = _words(name)
    while (shorter := _without_form(words)) != words:
        words = shorter
    if not words:
        return fold(name).strip()[:250]
    return " ".join(words)[:250].rstrip()


def _without_form(words: list[str]) -> list[str]:
    for length, forms in _AT_END.items():
        if len(words) > length and tuple(words[-length:]) in forms:
            return words[:-length]
    for length, forms in _ANYWHERE.items():
        if len(words) > length and tuple(words[:length]) in forms:
            return words[length:]
    return words


def normal_names(names: Iterable[str]) -> list[str]:
    """`normal_name` of many distinct names, in their order."""
    return [normal_name(name) for name in names]
