"""One import of the queue, carried out: its check, its writing or its undoing. Runs in a process of its own."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils import translation

from tenure.journeys.imports.check_orders_file import CheckFailed, check_orders_file
from tenure.journeys.imports.import_orders import import_orders
from tenure.journeys.imports.kept_check import KEPT, kept_check
from tenure.journeys.imports.read_orders_file import check_orders
from tenure.journeys.imports.undo_import import undo_import
from tenure.kernel.errors import BadInput, Conflict, Problem
from tenure.kernel.storage import storage_troubles
from tenure.orders.files.load import room_for
from tenure.orders.files.options import Options
from tenure.orders.files.shape import inspect_file
from tenure.orders.import_jobs import claimed_batch, fail_import, finish_check
from tenure.orders.imports import clear_files, job_name, upload_path, work_folder
from tenure.orders.models import ImportBatch
from tenure.orders.progress import ProgressFile

BEAT_SECONDS = 2.0
LONGEST_LINK = 80


def run_import_job(batch_id: int) -> None:
    """Do what the claimed batch asks for. What went wrong stands in its row afterwards; our faults are raised too."""
    batch = claimed_batch(batch_id)
    workdir = work_folder(batch_id)
    workdir.mkdir(parents=True, exist_ok=True, mode=0o700)
    language = batch.actor.language if batch.actor else "en"
    with signs_of_life(job_name(batch_id)) as progress, translation.override(language):
        try:
            with storage_troubles(workdir), room_for(workdir):
                _carry_out(batch, workdir, progress)
        except Conflict:
            clear_files(batch_id, batch.stored_as)  # cancelled while it was being worked on
        except CheckFailed as failed:
            fail_import(batch_id=batch_id, problem=failed.error.problem, report=failed.report)
        except BadInput as error:
            fail_import(batch_id=batch_id, problem=error.problem)
        except Exception as error:
            reason = type(error).__name__
            fail_import(
                batch_id=batch_id, problem=Problem("import_failed", {"file": batch.file_name, "reason": reason})
            )
            raise


@contextmanager
def signs_of_life(name: str) -> Iterator[ProgressFile]:
    """A progress file that is touched all the while, also during one long statement."""
    progress = ProgressFile(name)
    progress.report("", 0, None)
    done = threading.Event()

    def beat() -> None:
        while not done.wait(BEAT_SECONDS):
            progress.beat()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield progress
    finally:
        done.set()
        thread.join()
        progress.remove()


def _carry_out(batch: ImportBatch, workdir: Path, progress: ProgressFile) -> None:
    if batch.state == ImportBatch.State.UNDOING:
        undo_import(actor=batch.actor, batch_id=batch.pk, progress=progress.report)
        return
    path = _named_copy(batch, workdir)
    if batch.state == ImportBatch.State.CHECKING:
        chosen = Options.from_json(batch.options) if batch.options else None
        options, report = check_orders_file(path, chosen, workdir=workdir, progress=progress.report)
        _drop_working_files(workdir, "rejected.csv", *KEPT)
        finish_check(batch_id=batch.pk, actor=batch.actor, options=options, report=report)
        return
    shape, options = inspect_file(path), Options.from_json(batch.options)
    checked = kept_check(shape, options, workdir)
    if checked is None:
        checked = check_orders(shape, options, workdir=workdir, progress=progress.report)
    import_orders(
        actor=batch.actor,
        checked=checked,
        workdir=workdir,
        skip_bad=bool(batch.options.get("skip_bad")),
        progress=progress.report,
        batch_id=batch.pk,
    )
    upload_path(batch.stored_as).unlink(missing_ok=True)
    _drop_working_files(workdir, "rejected.csv")


def _named_copy(batch: ImportBatch, workdir: Path) -> Path:
    """The upload under the name the person knows it by, so that sentences about it can name it."""
    stored = upload_path(batch.stored_as)
    if not batch.stored_as or not stored.is_file():
        raise BadInput("upload_gone", file=batch.file_name)
    name = Path(batch.file_name)
    link = workdir / "file" / (name.stem[:LONGEST_LINK] + name.suffix[:10])
    shutil.rmtree(link.parent, ignore_errors=True)
    link.parent.mkdir()
    link.symlink_to(stored)
    return link


def _drop_working_files(workdir: Path, *kept: str) -> None:
    """Keep only what can be asked for later, as the file of rejected lines."""
    for path in workdir.iterdir():
        if path.name not in kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
