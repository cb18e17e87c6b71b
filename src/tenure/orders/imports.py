"""Imports as the pages see them: a file comes in, its check is read, it is confirmed, cancelled or undone.

The heavy work is done by the job worker; what is asked of it here is a state of the batch's row. Light: no DuckDB.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q

from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, NotFound
from tenure.orders.files.options import Options
from tenure.orders.models import ImportBatch
from tenure.orders.progress import Progress, progress_path, read_progress
from tenure.privacy.audit import newest_change, record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may, require

State = ImportBatch.State
LARGEST_UPLOAD = 2 * 1024**3
SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".tab", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".parquet"})
AT_WORK = (State.TO_CHECK, State.CHECKING, State.TO_IMPORT, State.IMPORTING, State.TO_UNDO, State.UNDOING)
CLIENT_CHANGES = ("create", "edit", "merge", "undo_merge")
WRITTEN = (State.DONE, State.TO_UNDO, State.UNDOING, State.UNDONE)
CHANGEABLE = (State.CHECKED, State.FAILED)
CANCELLABLE = (State.TO_CHECK, State.CHECKING, State.CHECKED, State.FAILED, State.TO_IMPORT)


@dataclass(frozen=True)
class BatchLine:
    """One import in the list of imports. counts: as in `ImportResult`, empty until it is done."""

    id: int
    file_name: str
    file_bytes: int
    state: str
    actor_name: str
    counts: dict[str, Any]
    error: dict[str, Any]
    created_at: datetime
    finished_at: datetime | None

    @property
    def at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def can_be_undone(self) -> bool:
        return self.state == State.DONE and bool(self.counts.get("lines_written"))


@dataclass(frozen=True)
class BatchView(BatchLine):
    """One import with everything its page shows. report: see `journeys.check_orders_file`; options: Options as JSON."""

    options: dict[str, Any] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    progress: Progress | None = None
    started_at: datetime | None = None


def start_upload(*, actor: User, file_name: str, chunks: Iterable[bytes]) -> int:
    """Keep a file that came in and ask for its check. Returns the batch. Raises BadInput when it is too large."""
    require(actor, Right.IMPORT_ORDERS)
    name = Path(file_name.replace("\\", "/")).name.strip()[:250] or "file"
    suffix = Path(name).suffix.lower()
    stored = secrets.token_hex(16) + (suffix if suffix in SUFFIXES else "")
    size, digest = _store(upload_path(stored), name, chunks)
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            file_name=name,
            stored_as=stored,
            file_sha256=digest,
            file_bytes=size,
            state=State.TO_CHECK,
            actor=actor,
            created_at=clock.now(),
        )
        record_change(
            actor=actor, action="upload_orders", subject_kind="import", subject_id=batch.pk, file=name, bytes=size
        )
    return int(batch.pk)


def choose_columns(*, actor: User, batch_id: int, options: Options) -> None:
    """Have the file checked again with these options. Raises Conflict when it is being worked on or done."""
    _move(actor, batch_id, CHANGEABLE, State.TO_CHECK, action="choose_columns", options=options.to_json(), error={})


def confirm_import(*, actor: User, batch_id: int, skip_bad: bool = False) -> None:
    """Have a checked file imported. Raises BadInput when it has bad lines and they are not to be left out."""
    batch = batch_for(actor, batch_id)
    rejected = batch.report.get("rejected", 0)
    if rejected and not skip_bad:
        raise BadInput("bad_lines", file=batch.file_name, count=rejected)
    options = {**batch.options, "skip_bad": skip_bad}
    _move(actor, batch_id, (State.CHECKED,), State.TO_IMPORT, action="confirm_import", options=options)


def cancel_import(*, actor: User, batch_id: int) -> None:
    """Put a file away that has not been imported; its copy is deleted."""
    batch = _move(actor, batch_id, CANCELLABLE, State.CANCELLED, action="cancel_import", finished_at=clock.now())
    clear_files(batch.pk, batch.stored_as)


def request_undo(*, actor: User, batch_id: int) -> None:
    """Have everything a finished import wrote taken away again."""
    _move(actor, batch_id, (State.DONE,), State.TO_UNDO, action="request_undo", finished_at=None)


def batch_for(actor: User, batch_id: int) -> BatchView:
    """One import. Raises NotFound when there is none or the actor may not import."""
    row = ImportBatch.objects.select_related("actor").filter(pk=batch_id).first() if _may_see(actor) else None
    if row is None:
        raise NotFound
    busy = row.state in AT_WORK
    return BatchView(
        **_line(row),
        options=row.options,
        report=row.report,
        progress=read_progress(job_name(row.pk)) if busy else None,
        started_at=row.started_at,
    )


def list_batches(actor: User | None, *, before: int | None = None, limit: int = 20) -> tuple[BatchLine, ...]:
    """The newest imports, from batch `before` downwards (exclusive). actor None: the command line of the machine."""
    if not _may_see(actor):
        raise NotFound
    rows = ImportBatch.objects.select_related("actor").defer("report", "options").order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(BatchLine(**_line(row)) for row in rows[:limit])


def same_file_before(batch: BatchView) -> BatchLine | None:
    """The last finished import of the very same content, if any."""
    digest = ImportBatch.objects.filter(pk=batch.id).values_list("file_sha256", flat=True).first()
    rows = ImportBatch.objects.select_related("actor").filter(file_sha256=digest, state=State.DONE, pk__lt=batch.id)
    row = rows.order_by("-id").first() if digest else None
    return BatchLine(**_line(row)) if row else None


def check_again(*, actor: User, batch_id: int) -> None:
    """Have a checked file checked anew as it was read, after other imports have come or gone. Raises Conflict."""
    _move(actor, batch_id, (State.CHECKED,), State.TO_CHECK, action="check_again", error={})


def base_so_far() -> list[int]:
    """What a file is counted against: imports ever written and those taken back, and the last change by hand to whose a
    line may be (a client added, edited or merged). Other than before, once any of it has changed."""
    undone = Count("id", filter=Q(state=State.UNDONE))
    found = ImportBatch.objects.filter(state__in=WRITTEN).aggregate(written=Count("id"), undone=undone)
    return [found["written"], found["undone"], newest_change("client", CLIENT_CHANGES)]


def is_outdated(batch: BatchView) -> bool:
    """Whether imports or clients have changed since the file was counted against what is stored."""
    return batch.state == State.CHECKED and batch.report.get("against") not in (None, base_so_far())


def rejected_file(actor: User, batch_id: int) -> Path:
    """The file of rejected lines with remarks. Raises NotFound when the check found none."""
    batch_for(actor, batch_id)
    path = work_folder(batch_id) / "rejected.csv"
    if not path.is_file():
        raise NotFound
    return path


def job_name(batch_id: int) -> str:
    """The name under which an import's progress is kept."""
    return f"import-{batch_id}"


def upload_path(stored_as: str) -> Path:
    """Where an uploaded file lies."""
    return Path(settings.TENURE_HOME) / "uploads" / stored_as


def work_folder(batch_id: int) -> Path:
    """Where the check of a batch keeps its working files."""
    return Path(settings.TENURE_HOME) / "work" / job_name(batch_id)


def clear_files(batch_id: int, stored_as: str) -> None:
    """Delete the copy of the file and all working files of a batch."""
    if stored_as:
        upload_path(stored_as).unlink(missing_ok=True)
    shutil.rmtree(work_folder(batch_id), ignore_errors=True)
    progress_path(job_name(batch_id)).unlink(missing_ok=True)


def _store(path: Path, name: str, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Write the chunks, readable by us alone; nothing stays when they cannot all be kept. Returns bytes and SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    size, digest = 0, hashlib.sha256()
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > LARGEST_UPLOAD:
                    raise BadInput("upload_too_large", file=name, limit_gib=LARGEST_UPLOAD // 1024**3)
                digest.update(chunk)
                file.write(chunk)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise BadInput("disk_full", place=str(path.parent)) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return size, digest.hexdigest()


def _move(actor: User, batch_id: int, sources: Iterable[str], state: str, *, action: str, **fields: Any) -> ImportBatch:
    """Change the state if it is one of `sources`, with permission and audit. Raises NotFound or Conflict."""
    if not _may_see(actor):
        raise NotFound
    require(actor, Right.IMPORT_ORDERS)
    with transaction.atomic():
        batch = ImportBatch.objects.filter(pk=batch_id).first()
        if batch is None:
            raise NotFound
        changed = ImportBatch.objects.filter(pk=batch_id, state__in=list(sources)).update(state=state, **fields)
        if not changed:
            raise Conflict(f"import {batch_id} is {batch.state}")
        record_change(actor=actor, action=action, subject_kind="import", subject_id=batch_id)
    return batch


def _may_see(actor: User | None) -> bool:
    return actor is None or may(actor, Right.IMPORT_ORDERS)


def _line(row: ImportBatch) -> dict[str, Any]:
    return {
        "id": row.pk,
        "file_name": row.file_name,
        "file_bytes": row.file_bytes,
        "state": row.state,
        "actor_name": row.actor.name if row.actor else "",
        "counts": row.counts,
        "error": row.error if row.error.get("code") else {},
        "created_at": row.created_at,
        "finished_at": row.finished_at,
    }
