"""The index of everything but clients: written records wait until `index_waiting` folds their text and puts it in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from tenure.clients.fact_catalogue import FactKind, fact_kinds
from tenure.clients.matching.names import search_text
from tenure.clients.models import Company, Fact, Note, Person, SearchEntry, SearchProgress, SearchWaiting
from tenure.clients.search.find_words import learn_words, words_in

BATCH = 500
LEARN_BATCH = 20_000
MOST_LETTERS = 20_000  # of one record
# The kind stands at the beginning of the text as a trigram of its own: the index narrows by it.
MARKS = {"person": "~pe", "company": "~co", "fact": "~fa", "note": "~no", "interaction": "~in"}


@dataclass(frozen=True)
class Findable:
    """A record as its source gives it: the client it is about, its texts, the type of a fact."""

    id: int
    client_id: int | None
    texts: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True)
class FoundRow:
    """A found record as it is shown: what it is called, its text, the client, person or company it is about."""

    id: int
    title: str = ""
    text: str = ""
    client_id: int | None = None
    client: str = ""
    person_id: int | None = None
    company_id: int | None = None
    about: str = ""
    at: datetime | None = None
    author: str = ""
    not_to_be_shown: bool = False
    misspelt: bool = False


Reader = Callable[[Sequence[int]], list[Findable]]


def note_texts(ids: Sequence[int]) -> list[Findable]:
    rows = Note.objects.filter(pk__in=ids).values_list("id", "client_id", "text")
    return [Findable(id, client_id, (text,)) for id, client_id, text in rows]


def person_texts(ids: Sequence[int]) -> list[Findable]:
    """Living records only: a person merged away or erased is not found."""
    rows = Person.objects.filter(pk__in=ids, merged_into=None, erased_at=None).values_list("id", "name")
    return [Findable(id, None, (name,)) for id, name in rows]


def company_texts(ids: Sequence[int]) -> list[Findable]:
    rows = Company.objects.filter(pk__in=ids, merged_into=None).values_list("id", "name")
    return [Findable(id, None, (name,)) for id, name in rows]


def fact_texts(ids: Sequence[int]) -> list[Findable]:
    """Current claims by their words. Special and sealed ones never come into the index."""
    kinds = fact_kinds()
    rows = Fact.objects.filter(pk__in=ids, superseded_at=None, sealed=None).values_list(
        "id", "client_id", "type_code", "value"
    )
    return [
        Findable(id, client_id, written(kinds[code], value), code)
        for id, client_id, code, value in rows
        if code in kinds and kinds[code].sensitivity != "special"
    ]


def written(kind: FactKind, value: Any) -> tuple[str, ...]:
    """The words of a fact's value; nothing of numbers, dates, and choices of the catalogue, which are mere codes."""
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value)):
        each = value if isinstance(value, list) else [value]
        names = [one.get("name") for one in each if isinstance(one, dict)]
        return tuple(name for name in names if isinstance(name, str))
    words = value if isinstance(value, list) else [value]
    spoken = kind.value_kind == "text" or (kind.own and kind.value_kind in ("choice", "several"))
    return tuple(word for word in words if isinstance(word, str)) if spoken else ()


READERS: Mapping[str, Reader] = {
    "person": person_texts, "company": company_texts, "fact": fact_texts, "note": note_texts,
}  # fmt: skip


def index_waiting(readers: Mapping[str, Reader], most: int | None = None) -> list[tuple[str, int]]:
    """Put waiting records into the index, a batch per transaction; returns (kind, id) of those taken from the queue."""
    taken: list[tuple[str, int]] = []
    while (most is None or len(taken) < most) and anything_waits():  # asked without the lock a transaction takes
        with transaction.atomic():
            rows = list(SearchWaiting.objects.order_by("id").values_list("id", "kind", "record_id")[:BATCH])
            keys = [(kind, record) for _id, kind, record in rows]
            _index(readers, keys)
            SearchWaiting.objects.filter(pk__in=[id for id, _kind, _record in rows]).delete()
        taken += keys
    return taken


def anything_waits() -> bool:
    """Whether some written record is not indexed yet. One query."""
    return SearchWaiting.objects.exists()


def _index(readers: Mapping[str, Reader], keys: Iterable[tuple[str, int]]) -> None:
    keys = list(keys)
    entries = read_entries(readers, keys)
    # What is not searched (facts outlived, special ones, people erased) gets an entry without words: it was looked at.
    silent = {*keys} - {(entry.kind, entry.record_id) for entry in entries}
    entries += [SearchEntry(kind=kind, record_id=record, text=MARKS[kind]) for kind, record in sorted(silent)]
    for kind in MARKS:
        stale = [entry.record_id for entry in entries if entry.kind == kind]
        SearchEntry.objects.filter(kind=kind, record_id__in=stale).delete()
    SearchEntry.objects.bulk_create(entries, batch_size=BATCH // 4)
    learn_words(words_in(entry.text for entry in entries))


def read_entries(readers: Mapping[str, Reader], keys: Iterable[tuple[str, int]]) -> list[SearchEntry]:
    """The entries of these records, as they stand now and not stored. One query a kind."""
    ids: dict[str, list[int]] = {}
    for kind, record in keys:
        ids.setdefault(kind, []).append(record)
    return [
        SearchEntry(
            kind=kind,
            record_id=one.id,
            client_id=one.client_id,
            code=one.code,
            text=f"{MARKS[kind]} {search_text(*one.texts)[:MOST_LETTERS]}",
        )
        for kind, records in ids.items()
        if kind in readers
        for one in readers[kind](records)
    ]


def waiting_entries(readers: Mapping[str, Reader], kind: str, most: int) -> list[SearchEntry]:
    """The newest records of a kind that wait, as entries. Two queries when there are any, else one."""
    waiting = SearchWaiting.objects.filter(kind=kind).order_by("-id").values_list("record_id", flat=True)[:most]
    return read_entries(readers, [(kind, record) for record in waiting])


def learn_clients() -> None:
    """Learn the words of the clients that came since the last time."""
    with transaction.atomic():
        progress, _made = SearchProgress.objects.get_or_create(pk=1)
        last = progress.learnt_client
        words: set[str] = set()
        with connection.cursor() as cursor:
            while True:
                cursor.execute(
                    "SELECT id, normal_name FROM clients_client WHERE id > %s ORDER BY id LIMIT %s", [last, LEARN_BATCH]
                )
                rows = cursor.fetchall()
                if not rows:
                    break
                last = rows[-1][0]
                words |= words_in(name for _id, name in rows)
        learn_words(words)
        SearchProgress.objects.filter(pk=1).update(learnt_client=last)
