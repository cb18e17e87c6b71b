"""Which single-byte alphabet a text was written in, by the letters it would have; and letters that were lost before."""

import re

# U+FFFD written out, whole or cut off: a program before us could not read these letters; they are gone.
LOST = re.compile(rb"(?:\xef\xbf\xbd)+(?:\xef\xbf?(?![\x80-\xbf]))?|\xef\xbf(?![\x80-\xbf])")

_CYRILLIC = dict.fromkeys("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", 1.0) | {
    "о": 3.0,
    "е": 2.6,
    "а": 2.5,
    "и": 2.3,
    "н": 2.1,
    "т": 2.0,
    "с": 1.8,
    "р": 1.6,
}
_CENTRAL = dict.fromkeys("ăâîşţ", 3.0) | dict.fromkeys("ąćęłńśźżčďěňřšťůžőűđ", 1.5) | dict.fromkeys("áéíóöúüýäôçë", 0.7)
_WESTERN = dict.fromkeys("éèàçêñäöüß", 3.0) | dict.fromkeys("áíóúâîôùëïœæøåãõìòû", 1.5) | dict.fromkeys("ÿþðý", -1.0)
_SIGNS = dict.fromkeys("€№«»„“”’‘–—…°\u00a0®™£§±·", 0.3)
_VOWELS = set("aeiouyăâî")
_ALPHABETS = {
    "cp1251": _CYRILLIC, "cp866": _CYRILLIC, "koi8-r": _CYRILLIC,
    "cp1250": _CENTRAL, "cp1252": _WESTERN,
}  # fmt: skip
# Short texts leave ties: the commoner alphabet of each pair then wins.
_RARITY = {"cp866": 0.8, "koi8-r": 0.8, "cp1250": 0.1}


def guess_single_byte(sample: bytes) -> str:
    """The likeliest of CP1251, CP1250, CP1252, CP866 and KOI8-R for text that is not UTF-8."""
    return max(_ALPHABETS, key=lambda name: _likeness(sample, name))


def _likeness(sample: bytes, name: str) -> float:
    text = sample.decode(name, "replace")
    table = _ALPHABETS[name]
    score, seen = 0.0, 0
    for place, letter in enumerate(text):
        if letter < "\x80":
            continue
        seen += 1
        score += _weight(text, place, letter, table)
    return score / seen - _RARITY.get(name, 0.0) if seen else 0.0


def _weight(text: str, place: int, letter: str, table: dict[str, float]) -> float:
    """How usual a letter is, alone among its neighbours.

    Capitals inside small words and lone Cyrillic letters are not.
    """
    if letter in _SIGNS:
        return _SIGNS[letter]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    weight = table.get(letter.lower(), -2.0)
    if letter.isupper() and before.islower():
        return -2.0
    if table is _CYRILLIC:
        lone = _is_latin(before) or _is_latin(after)
        return -3.0 if lone else weight + (1.0 if "а" <= before.lower() <= "я" or "а" <= after.lower() <= "я" else 0.0)
    if not before.isascii() and not after.isascii() and before and after:
        return -2.0  # three accented letters in a row are no Latin word
    return weight + _neighbours(letter.lower(), before.lower(), after.lower())


def _neighbours(letter: str, before: str, after: str) -> float:
    """ã stands before o and e (Portuguese), ă never beside a vowel but u and i (Romanian)."""
    if letter == "ã":
        return 2.0 if after in {"o", "e"} else -4.0
    if letter == "ă":
        return -4.0 if after == "o" or (after in _VOWELS - {"u", "i"} and after) else 0.5
    if letter in {"º", "þ"}:
        return -2.0 if before.isalpha() else 0.0
    return 0.0


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()
