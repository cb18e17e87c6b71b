"""A single word of somebody's name in a text: in its cases, capitalised, and not an ordinary word that looks like it. Pure."""

import re
from collections.abc import Collection, Iterable

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
SHORTEST = 3
# Spelt with or without its marks it is the same name: Ștefan, Stefan; Пётр, Петр.
FOLDED = str.maketrans("ăâîșşțţёáàäéèêíóöőúüűçñ", "aaissttеaaaeeeiooouuucn")
POSSESSIVE = re.compile(r"['’]s?$")
# What follows the stem, by the last letters of the name as it is written down; the longest that fit are taken.
ENDINGS: dict[str, tuple[str, ...]] = {
    "а": ("а", "ы", "и", "е", "у", "ой", "ою", "ей"),
    "я": ("я", "и", "е", "ю", "ей"),
    "ая": ("ая", "ой", "ую", "ою"),
    "й": ("й", "я", "ю", "ем", "е", "и"),
    "ий": ("ий", "ия", "ию", "ием", "ии", "ого", "ому", "им", "ом", "его", "ему", "ем"),
    "ый": ("ый", "ого", "ому", "ым", "ом"),
    "ой": ("ой", "ого", "ому", "ым", "ом", "оя", "ою", "оем", "ое"),
    "ь": ("ь", "я", "ю", "ем", "е", "и", "ью"),
    "a": ("a", "ei", "ai"),
    "u": ("u", "ului"),
}
CYRILLIC_BARE = ("", "а", "у", "ом", "ем", "ым", "е", "ы", "ых")  # of a name that ends in a consonant
MOVING = {"павел": "павл", "лев": "льв"}  # a vowel that goes: Павел, Павла
LONGEST_ENDING = 4
CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")
# Names that are also ordinary words; at the start of a sentence, where every word is capital, they are left as words.
WORDS_TOO = frozenset(
    "amber april art august autumn baker bell best bill brown cash chase cook dawn day dean eve faith field frank gene grace "
    "grant guy hope iris ivy jack jade joy june king lily long march mark marsh may miller mill pat pearl price rich rob rose "
    "ruby short sky smith star sue summer victor violet will young "
    "вера воля лев любовь марта май майя мир мира надежда победа роза слава хлеб пекарня мельница колос мельник мороз "
    "brutaria cofetaria crin doina floare floarea moara morar panificatia painea luna lumina speranta spicul victoria".split()
)
MONTHS = frozenset(("april", "august", "june", "march", "may"))
# Names our own words speak of.
OURS = frozenset(("ellis", "fisher", "wald", "westendorp"))
START = re.compile(r"(?:^|[.!?…:;«“„\"(\n•]|(?<!\w)[HT]\d+)\s*$")


def plain(word: str) -> str:
    """Without case, marks and the English possessive."""
    return POSSESSIVE.sub("", word.casefold()).translate(FOLDED)


def stems(word: str) -> list[tuple[str, tuple[str, ...]]]:
    """What stays of a word of a name in its cases, and which endings it takes; a plain word in."""
    for size in (2, 1):
        if len(word) - size >= 2 and word[-size:] in ENDINGS:
            return [(word[:-size], ENDINGS[word[-size:]])]
    if word[-1:] not in CONSONANTS:
        return [(word, ("",))]
    moved = [(MOVING[word], CYRILLIC_BARE[1:])] if word in MOVING else []
    return [(word, ("",) if moved else CYRILLIC_BARE), *moved]


class Forms:
    """Words of names, found again in texts."""

    def __init__(self, names: Iterable[str], without: Collection[str] = ()) -> None:
        """names: as written, of one word or several; without: plain words that name others here too."""
        self.known: dict[str, set[str]] = {}
        written = set(WORD.findall("\n".join(names)))
        for one in written | {part for word in written if "-" in word for part in word.split("-")}:
            word = plain(one)
            if len(word) < SHORTEST or one[0].islower() or word in without or word in OURS:
                continue
            for stem, endings in stems(word):
                self.known.setdefault(stem, set()).update(endings)

    def has(self, word: str) -> bool:
        """Whether a word of a text is one of them, capitalised, in one of its cases."""
        if not word[0].isupper():
            return False
        said = plain(word)
        ends = range(len(said), max(0, len(said) - LONGEST_ENDING - 1), -1)
        return any(said[end:] in self.known.get(said[:end], ()) for end in ends)


def without_words(text: str, found: Collection[str], ordinary: Collection[str], hide: str) -> str:
    """The text without the found words, as they stand in it. ordinary: those among them that are words of the language
    too; where a sentence begins they stay."""

    def put(match: re.Match[str]) -> str:
        word = match[0]
        before, after = text[: match.start()], text[match.end() :]
        if word not in found or (word in ordinary and START.search(before)) or _in_date(word, before, after):
            return word
        rest = POSSESSIVE.search(word)
        return hide + (rest[0] if rest else "")

    return WORD.sub(put, text)


def is_ordinary(word: str, words: Collection[str]) -> bool:
    """Whether a capitalised word is a word of the language too. words: all of the texts, as they stand there."""
    return plain(word) in WORDS_TOO or word[0].lower() + word[1:] in words


def _in_date(word: str, before: str, after: str) -> bool:
    return plain(word) in MONTHS and (before.rstrip()[-1:].isdigit() or after.lstrip(" ,")[:1].isdigit())
