"""Words that stand somewhere in the base, and those of them a misspelt word may mean."""

import re
from collections.abc import Iterable, Sequence

from django.db import connection
from rapidfuzz.distance import OSA

from tenure.clients.models import SearchWord
from tenure.clients.search.find_terms import Term, fts_match

SHORTEST_NEAR, LONGEST_WORD = 4, 30
# From so many letters on two slips are borne instead of one.
TWO_SLIPS_FROM = 8
MOST_NEAR = 8
MOST_COMPARED = 20_000
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST_NEAR - 1},{LONGEST_WORD}}}")
_CHUNK = 300
# The two indexes, and what they are of.
PLACES = (
    ("client_search", "clients_client", "search_text"),
    ("entry_search", "clients_searchentry", "text"),
)
_LAST = "\U0010ffff"


def words_in(texts: Iterable[str]) -> set[str]:
    """The distinct words of folded texts: letters only. A mistyped number is another number."""
    found: set[str] = set()
    for text in texts:
        found.update(_WORD.findall(text))
    return found


def learn_words(words: Iterable[str]) -> None:
    """Keep the words; those known already stay as they are. In a fixed order, so that two writers cannot lock up."""
    rows = [SearchWord(word=word, size=len(word), backwards=word[::-1]) for word in sorted(words)]
    SearchWord.objects.bulk_create(rows, batch_size=_CHUNK, ignore_conflicts=True)


def forget_words(texts: Iterable[str]) -> None:
    """Part of an erasure: words of these folded texts that stand nowhere any more are no longer known."""
    for word in sorted(words_in(texts)):
        if not any(_stands(word, *place) for place in PLACES):
            SearchWord.objects.filter(pk=word).delete()


def _stands(word: str, index: str, table: str, column: str) -> bool:
    if connection.vendor == "sqlite":
        sql, value = f"SELECT 1 FROM {index} WHERE {index} MATCH %s LIMIT 1", fts_match([Term(word, (word,))])
    else:
        sql, value = f"SELECT 1 FROM {table} WHERE {column} LIKE %s LIMIT 1", f"%{word}%"
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        return cursor.fetchone() is not None


def near_words(word: str) -> list[str]:
    """Known words a slip or two away from a folded word, the nearest first: letters left out, put in, changed, swapped.

    A word one slip away keeps its first or its last letters, so only words that share them are compared. Two queries
    for one slip, two more when nothing is that near and the word is long.
    """
    size = len(word)
    if not SHORTEST_NEAR <= size < LONGEST_WORD or not word.isalpha():
        return []
    near = _near(word, slips=1, kept=(size - 1) // 2)
    if not near and size >= TWO_SLIPS_FROM:
        near = _near(word, slips=2, kept=size // 3)
    return near


def _near(word: str, *, slips: int, kept: int) -> list[str]:
    candidates = {
        *_sharing("word", word, slips, kept),
        *(w[::-1] for w in _sharing("backwards", word[::-1], slips, kept)),
    }
    scored = ((OSA.distance(word, one, score_cutoff=slips), one) for one in candidates)
    near = sorted((distance, one[0] != word[0], one) for distance, one in scored if distance <= slips)
    return [one for _distance, _first, one in near[:MOST_NEAR]]


def _sharing(column: str, text: str, slips: int, kept: int) -> list[str]:
    begin = text[:kept]
    ordered = column if connection.vendor == "sqlite" else f'{column} COLLATE "C"'
    sizes = ", ".join(str(len(text) + by) for by in range(-slips, slips + 1))
    sql = f"""SELECT {column} FROM clients_searchword
        WHERE size IN ({sizes}) AND {ordered} >= %s AND {ordered} < %s LIMIT {MOST_COMPARED}"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [begin, begin + _LAST])
        return [row[0] for row in cursor.fetchall()]


def near_terms(terms: Sequence[Term]) -> tuple[Term, ...]:
    """The typed words with the known ones near to each besides; empty when no word is near to any.

    A word that stands somewhere as it was typed is taken to be right, unless all of them do.
    """
    known = set(SearchWord.objects.filter(pk__in=[term.word for term in terms]).values_list("pk", flat=True))
    doubtful = [term.word for term in terms if term.word not in known] or [term.word for term in terms]
    wider = tuple(Term(term.word, _spellings(term.word)) if term.word in doubtful else term for term in terms)
    return wider if any(len(term.spellings) > 1 for term in wider) else ()


def _spellings(word: str) -> tuple[str, ...]:
    return (word, *(near for near in near_words(word) if word not in near))
