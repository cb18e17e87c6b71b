"""A person in texts that others wrote: found for the copy, hidden by the erasure. One search over every free text.

Which columns are free texts, and how they lead to a client, is declared in `privacy/personal_fields.py`.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Q

from tenure.discovery.gates.snapshot import note_hidden_snapshot
from tenure.discovery.testing.lock import note_hidden_words
from tenure.privacy.mentions import mentioning
from tenure.privacy.personal_fields import free_texts
from tenure.privacy.subjects import Copy, DataSubject, Held

SEALED = "discovery.TestCard"  # its words are under a lock, which is told what an erasure hides
DECIDED = "discovery.GateDecision"  # its numbers are under a hash, which is told the same


def export_mentions(subject: DataSubject, copy: Copy) -> Held:
    """Every text that names the subject, with the table it stands in. A few queries per table of texts."""
    found = []
    for label, row, row_id, name, old, new in _mentions(subject):
        hidden = getattr(row, "not_to_be_shown", False) and not copy.hidden
        if old != new and not hidden:
            found.append({"table": label, "row": row_id, "column": name, "text": old})
    return {"mentions": found}


def erase_mentions(subject: DataSubject) -> dict[str, int]:
    """Hide the names and contacts in them; the rest of the text stays."""
    count = 0
    for label, row, row_id, name, old, new in _mentions(subject):
        if old != new:
            type(row)._default_manager.filter(pk=row_id).update(**{name: new})
            if label == SEALED:
                note_hidden_words(row_id, name, old, new)
            if label == DECIDED and name == "snapshot":
                note_hidden_snapshot(row_id, old)
            count += 1
    return {"mentions": count}


def _mentions(subject: DataSubject) -> Iterator[tuple[str, Any, int, str, Any, Any]]:
    """(table, row, its number, column, value, value without the mentions) of every text that may name the subject."""
    for label, columns, way in free_texts():
        rows = apps.get_model(label)._default_manager.all()
        at_home = Q(**{f"{way}__in": subject.at_clients}) if way and subject.at_clients else None
        if at_home is not None:
            yield from _cleaned(label, rows.filter(at_home), columns, subject, at_home=True)
            # Not NOT IN: a text without a client is nobody's home and must be looked at too.
            rows = rows.exclude(pk__in=rows.filter(at_home).values("pk"))
        yield from _cleaned(label, mentioning(rows, columns, subject.mentions.needles), columns, subject, at_home=False)


def _cleaned(
    label: str, rows: Any, columns: tuple[str, ...], subject: DataSubject, *, at_home: bool
) -> Iterator[tuple[str, Any, int, str, Any, Any]]:
    for row in list(rows.order_by("pk")):
        for name in columns:
            old = getattr(row, name)
            yield label, row, row.pk, name, old, subject.mentions.clean(old, at_home=at_home)
