"""The list of erasures beside the database: so that a restored backup, older than an erasure, is erased again.

It stands as `erasures.jsonl` in TENURE_HOME and beside every backup. It holds numbers, days and digests, nothing of what
was erased. A mark tells whether the row of that number is still the same human being's.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tenure.privacy.models import Erasure

NAME = "erasures.jsonl"
LONGEST_LINE = 1 << 20


@dataclass(frozen=True)
class ErasedRow:
    """A row that was the subject: "person" or "client", its number, and the mark of its making."""

    kind: str
    id: int
    mark: str


@dataclass(frozen=True)
class Entry:
    """One erasure. rows: every row that was the subject, the one asked for first; actor: number of whoever did it."""

    kind: str
    id: int
    at: str
    digest: str
    actor: int | None
    counts: dict[str, int]
    rows: tuple[ErasedRow, ...]


def mark_of(kind: str, number: int, created_at: datetime) -> str:
    """Tells one row from another that has got its number since: by the moment it was made."""
    return hashlib.sha256(f"{kind}:{number}:{created_at.timestamp():.6f}".encode()).hexdigest()[:16]


def recorded() -> tuple[Entry, ...]:
    """All erasures the database knows, the oldest first. One query."""
    return tuple(
        Entry(
            row.subject_kind, row.subject_id, row.at.isoformat(), row.digest, row.actor_id, dict(row.counts),
            tuple(ErasedRow(*each) for each in row.rows),
        )
        for row in Erasure.objects.order_by("at", "id")
    )  # fmt: skip


def write(folder: Path, entries: Sequence[Entry]) -> None:
    """Append those the list in the folder lacks; on the disk before this returns. Raises OSError."""
    if not entries:
        return
    path = folder / NAME
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        held = file.read()
        known = {_key(entry) for entry in _entries(held.splitlines())}
        lines = [json.dumps(asdict(one), sort_keys=True).encode() for one in entries if _key(one) not in known]
        if lines:
            torn = b"" if not held or held.endswith(b"\n") else b"\n"  # the machine went down in mid-line
            file.write(torn + b"\n".join(lines) + b"\n")
            file.flush()
            os.fsync(file.fileno())


def read(*folders: Path) -> tuple[Entry, ...]:
    """All entries of the lists in these folders, each once; a line that is none is passed over."""
    found: dict[tuple[str, int, str], Entry] = {}
    for folder in folders:
        try:
            content = (folder / NAME).read_bytes()
        except OSError:
            continue
        found |= {_key(entry): entry for entry in _entries(content.splitlines())}
    return tuple(sorted(found.values(), key=lambda entry: entry.at))


def joined(*lists: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries of several lists, each once, the oldest first."""
    found = {_key(entry): entry for entries in lists for entry in entries}
    return tuple(sorted(found.values(), key=lambda entry: entry.at))


def _key(entry: Entry) -> tuple[str, int, str]:
    return entry.kind, entry.id, entry.at


def _entries(lines: Iterable[bytes]) -> list[Entry]:
    found = []
    for line in lines:
        entry = _entry(line) if len(line) <= LONGEST_LINE else None
        if entry is not None:
            found.append(entry)
    return found


def _entry(line: bytes) -> Entry | None:
    try:
        told: Any = json.loads(line)
        rows = tuple(ErasedRow(str(one["kind"]), int(one["id"]), str(one["mark"])) for one in told["rows"])
        datetime.fromisoformat(told["at"])
        actor = told["actor"] if isinstance(told["actor"], int) else None
        counts = {str(name): int(count) for name, count in told["counts"].items()}
        return Entry(str(told["kind"]), int(told["id"]), told["at"], str(told["digest"])[:64], actor, counts, rows)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
