"""What the importing job itself does to batches: their beginning, their end, and the stamp that guards a plan."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, NotFound
from tenure.orders.files.options import Options
from tenure.orders.import_words import state_name
from tenure.orders.models import ImportBatch, ImportProfile
from tenure.orders.scores import queue_rescore
from tenure.privacy.audit import record_change
from tenure.privacy.models import AuditRow, User

# Changes that cannot alter whose a line is or whether it is new.
_HARMLESS = ("import_check", "task", "note", "saved_view", "user", "workspace", "score_run", "session")


def base_stamp() -> tuple[int, int]:
    """Changes whenever anybody changes clients or orders: every writer leaves an audit row."""
    seen = AuditRow.objects.exclude(subject_kind__in=_HARMLESS).exclude(
        action__in=("upload_orders", "choose_columns", "check_again", "confirm_import", "cancel_import", "request_undo")
    )
    found = seen.aggregate(last=Max("id"), count=Count("id"))
    return found["last"] or 0, found["count"]


def orders_changed_at() -> datetime | None:
    """When a file of orders last came in or was undone; None before the first. One query."""
    done = (ImportBatch.State.DONE, ImportBatch.State.UNDONE)
    found: datetime | None = ImportBatch.objects.filter(state__in=done).aggregate(at=Max("finished_at"))["at"]
    return found


def begin_batch(*, batch_id: int, actor: User | None, file_name: str, file_bytes: int, sha256: str) -> None:
    """The row of an import that did not come through the pages. Part of the import's own transaction."""
    now = clock.now()
    ImportBatch.objects.create(
        pk=batch_id,
        file_name=file_name[:250],
        file_bytes=file_bytes,
        file_sha256=sha256,
        state=ImportBatch.State.IMPORTING,
        actor=actor,
        created_at=now,
        started_at=now,
    )


def finish_batch(
    *, batch_id: int, actor: User | None, options: Options, counts: dict[str, Any], filled: dict[str, Any]
) -> None:
    """Mark a batch as imported. Part of the import's own transaction. Raises Conflict when it is no longer ours."""
    batch = ImportBatch.objects.get(pk=batch_id)
    ours = ImportBatch.objects.filter(pk=batch_id, state=ImportBatch.State.IMPORTING).update(
        state=ImportBatch.State.DONE,
        options={**batch.options, **options.to_json()},
        report={**batch.report, "filled": filled},
        counts=counts,
        error={},
        rows_done=counts["rows_read"],
        rows_total=counts["rows_read"],
        finished_at=clock.now(),
    )
    if not ours:
        raise Conflict(f"import {batch_id} is no longer being imported")
    record_change(
        actor=actor, action="import_orders", subject_kind="import", subject_id=batch_id, file=batch.file_name, **counts
    )
    if counts["lines_written"]:
        queue_rescore(actor=actor)


def signature(kind: str, headings: Iterable[str | None]) -> str:
    """What makes two files alike: their kind and headings."""
    return hashlib.sha256(json.dumps([kind, list(headings)], ensure_ascii=False).encode()).hexdigest()


def remember_profile(*, signature: str, name: str, options: Options) -> None:
    """Keep how this kind of file was read, for the next one like it. Part of the import's own transaction."""
    ImportProfile.objects.update_or_create(
        signature=signature, defaults={"name": name[:250], "options": options.to_json(), "used_at": clock.now()}
    )


def remembered_options(signature: str) -> Options | None:
    """How a file with these headings was read last time; None for the first of its kind."""
    kept = ImportProfile.objects.filter(signature=signature).values_list("options", flat=True).first()
    return Options.from_json(kept) if kept else None


def undo_source(batch_id: int) -> dict[str, Any]:
    """What an import noted for its undoing: the blanks it filled. Raises NotFound."""
    report = ImportBatch.objects.filter(pk=batch_id).values_list("report", flat=True).first()
    if report is None:
        raise NotFound(f"import {batch_id}")
    return dict(report.get("filled", {}))


def end_undo(*, batch_id: int, actor: User | None, taken_back: dict[str, int]) -> None:
    """Mark a batch as undone. Part of the undoing's own transaction. Raises BadInput when it was not a finished one."""
    batch = ImportBatch.objects.get(pk=batch_id)
    undone = ImportBatch.objects.filter(
        pk=batch_id, state__in=[ImportBatch.State.DONE, ImportBatch.State.UNDOING]
    ).update(
        state=ImportBatch.State.UNDONE,
        report={name: value for name, value in batch.report.items() if name != "filled"},
        counts={**batch.counts, "taken_back": taken_back},
        error={},
        finished_at=clock.now(),
    )
    if not undone:
        raise BadInput("import_not_undoable", batch=batch_id, state=state_name(batch.state))
    record_change(
        actor=actor,
        action="undo_import",
        subject_kind="import",
        subject_id=batch_id,
        file=batch.file_name,
        **taken_back,
    )
    queue_rescore(actor=actor)
