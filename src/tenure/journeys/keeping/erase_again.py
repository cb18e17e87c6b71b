"""After a backup is back: whatever was erased since it was made is erased from it again, before anybody sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tenure.clients.subject_data.subjects import state_of_row, subject_of_row
from tenure.discovery.hypotheses.one_voice import lock_ventures_about
from tenure.journeys.keeping.subject_request import erase_held
from tenure.orders.waiting_files import put_away_files
from tenure.privacy.audit import record_change
from tenure.privacy.erasure_ledger import Entry, ErasedRow
from tenure.privacy.models import Erasure, User


@dataclass(frozen=True)
class ErasedAgain:
    """How many erasures were applied again, and the numbers of rows that could not be told for sure: look at them."""

    erasures: int = 0
    doubtful: tuple[ErasedRow, ...] = ()


def erase_again(entries: Iterable[Entry], *, uploads: Path) -> ErasedAgain:
    """Apply these erasures where they are not; part of the transaction of whoever restores. uploads: the waiting files
    that come back with the backup."""
    done, doubtful = 0, list[ErasedRow]()
    for entry in entries:
        states = [(row, state_of_row(row)) for row in entry.rows]
        stands = [row for row, state in states if state == "held"]
        rest = [row for row, state in states if state == "merged"]
        for row in stands:
            if state_of_row(row) == "held":  # not erased meanwhile together with another row
                subject = subject_of_row(row)
                put_away_files(subject, uploads)
                ventures = lock_ventures_about(subject.person_ids, subject.client_ids)
                erase_held(subject, actor=None, ventures=ventures)
        doubtful += [row for row in rest if state_of_row(row) == "merged"]
        if stands:
            done += 1
            _prove(entry)
    return ErasedAgain(done, tuple(doubtful))


def _prove(entry: Entry) -> None:
    """The proof as it was, and a line in the audit log of the restored database."""
    at = datetime.fromisoformat(entry.at)
    same = Erasure.objects.filter(subject_kind=entry.kind, subject_id=entry.id, at=at)
    if not same.exists():
        actor = User.objects.filter(pk=entry.actor).first() if entry.actor else None
        rows = [[row.kind, row.id, row.mark] for row in entry.rows]
        Erasure.objects.create(
            at=at, actor=actor, subject_kind=entry.kind, subject_id=entry.id, digest=entry.digest, counts=entry.counts,
            rows=rows,
        )  # fmt: skip
    record_change(actor=None, action="erase_again", subject_kind=entry.kind, subject_id=entry.id, digest=entry.digest)
