"""Files that wait to be imported and name somebody who is to be forgotten: they are put away with the rest."""

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.db import transaction

from tenure.kernel import clock
from tenure.kernel.errors import BadInput
from tenure.orders.imports import CANCELLABLE, clear_files, upload_path
from tenure.orders.models import ImportBatch
from tenure.privacy.audit import record_change
from tenure.privacy.mentions import Mentions
from tenure.privacy.subjects import DataSubject

CHUNK, OVERLAP = 1 << 20, 1 << 10
# A larger one is not looked through for minutes: it is put away as if it named them, and can be uploaded again.
LARGEST_READ = 500_000_000
ENCODINGS = ("utf-8", "cp1251", "cp1250", "utf-16-le")
State = ImportBatch.State


def put_away_files(subject: DataSubject, folder: Path | None = None) -> int:
    """Cancel the imports whose waiting file names the subject, and delete the file once the transaction holds.

    folder: where the files lie; where uploads usually do. Raises BadInput while such a file is being imported.
    """
    count = 0
    for batch in ImportBatch.objects.exclude(stored_as="").filter(state__in=[*CANCELLABLE, State.IMPORTING]):
        path = folder / Path(batch.stored_as).name if folder else upload_path(batch.stored_as)
        if not path.is_file() or not names(path, subject.mentions):
            continue
        waits = ImportBatch.objects.filter(pk=batch.pk, state__in=[*CANCELLABLE])
        if not waits.update(state=State.CANCELLED, finished_at=clock.now(), report={}):
            raise BadInput("subject_in_import", file=batch.file_name)
        record_change(actor=None, action="cancel_import", subject_kind="import", subject_id=batch.pk)
        transaction.on_commit(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]
        if folder is None:
            transaction.on_commit(lambda one=batch: clear_files(one.pk, one.stored_as))  # type: ignore[misc]
        count += 1
    return count


def names(path: Path, mentions: Mentions) -> bool:
    """Whether the file, a table of any kind, holds a full name of theirs, an e-mail or a phone."""
    if mentions.anywhere is None:
        return False
    if path.stat().st_size > LARGEST_READ:
        return True
    return any(mentions.anywhere.search(text) for text in _texts(path))


def _texts(path: Path) -> Iterator[str]:
    """The file as text, a piece at a time, in every encoding it may be in; of a packed one what is inside."""
    if zipfile.is_zipfile(path):
        yield from _unpacked(path)
        return
    with path.open("rb") as file:
        tail = b""
        while chunk := file.read(CHUNK):
            piece = tail + chunk
            for encoding in ENCODINGS:
                yield piece.decode(encoding, errors="replace")
            tail = piece[-OVERLAP:]


def _unpacked(path: Path) -> Iterator[str]:
    """Sheets of a workbook, of a damaged one as far as it can be read."""
    with (
        suppress(zipfile.BadZipFile, OSError, ValueError, RuntimeError),
        zipfile.ZipFile(path) as packed,
    ):
        for member in packed.infolist():
            if member.filename.endswith((".xml", ".csv")) and member.file_size <= LARGEST_READ:
                yield from _member(packed, member)


def _member(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[str]:
    with packed.open(member) as file:
        tail = ""
        while chunk := file.read(CHUNK):
            piece = tail + chunk.decode("utf-8", errors="replace")
            yield piece
            tail = piece[-OVERLAP:]
