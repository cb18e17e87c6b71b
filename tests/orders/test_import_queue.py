"""Files wait, are checked, imported and undone by the worker; whoever dies on the way leaves nothing or everything."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tenure.clients.models import Client
from tenure.journeys.imports import import_job
from tenure.journeys.imports.read_orders_file import check_orders
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, NotFound
from tenure.orders import imports
from tenure.orders.files.check import CheckedFile
from tenure.orders.files.options import Options
from tenure.orders.files.shape import FileShape
from tenure.orders.import_jobs import TRIES, claim_import, return_abandoned, return_import
from tenure.orders.imports import (
    BatchView,
    batch_for,
    cancel_import,
    choose_columns,
    confirm_import,
    list_batches,
    rejected_file,
    request_undo,
    start_upload,
    work_folder,
)
from tenure.orders.models import ImportBatch, Order, OrderLine
from tenure.orders.progress import ProgressFile, progress_path, read_progress
from tenure.privacy.models import AuditRow, User, Workspace
from tests import factories
from tests.orders.csv_files import row, write_csv

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 40_000


@pytest.fixture(autouse=True)
def company(workspace: Workspace) -> Workspace:
    return workspace


def upload(actor: User, path: Path) -> int:
    return start_upload(actor=actor, file_name=path.name, chunks=[path.read_bytes()])


def small(tmp_path: Path, *more: str) -> Path:
    rows = [
        row("2025-03-01", "10", client_id="A", order_number="1"),
        row("2025-03-02", "5", client_id="B", order_number="2"),
    ]
    return write_csv(tmp_path / "small.csv", [*rows, *more])


def large(tmp_path: Path) -> Path:
    rows = (f"C{n % 5000},2025-01-{n % 28 + 1:02d},N{n // 3},P{n % 50},{n % 977}.25" for n in range(MANY))
    return write_csv(tmp_path / "large.csv", rows, heading="client_id,date,order_number,product,amount")


def command(*arguments: str) -> subprocess.Popen[bytes]:
    connection.close()
    return subprocess.Popen(
        [sys.executable, "-m", "tenure", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def let_work() -> None:
    """Every waiting import carried out, as the worker does it; score runs are not the matter here."""
    while (batch_id := claim_import()) is not None:
        job = command("job", f"import:{batch_id}")
        _output, said = job.communicate(timeout=600)
        assert job.returncode == 0, said


def checked(actor: User, path: Path) -> BatchView:
    batch_id = upload(actor, path)
    let_work()
    return batch_for(actor, batch_id)


def test_an_uploaded_file_is_checked_then_imported_then_undone(tmp_path: Path, head_of_sales: User) -> None:
    batch_id = upload(head_of_sales, small(tmp_path))
    assert command("work", "--once").wait(600) == 0
    batch = batch_for(head_of_sales, batch_id)
    assert (batch.state, batch.report["good"], batch.report["plan"]["orders_written"]) == ("checked", 2, 2)
    assert [line["client"] for line in batch.report["preview"]] == ["new", "new"]
    assert Order.objects.count() == 0
    confirm_import(actor=head_of_sales, batch_id=batch.id)
    let_work()
    done = batch_for(head_of_sales, batch.id)
    assert (done.state, done.counts["lines_written"], Order.objects.count()) == ("done", 2, 2)
    assert not imports.upload_path(ImportBatch.objects.get().stored_as).exists()
    request_undo(actor=head_of_sales, batch_id=batch.id)
    let_work()
    assert batch_for(head_of_sales, batch.id).state == "undone"
    assert (Order.objects.count(), Client.objects.count()) == (0, 0)


def work_here() -> None:
    """The next waiting import, carried out in this process."""
    batch_id = claim_import()
    assert batch_id is not None
    import_job.run_import_job(batch_id)


@pytest.fixture
def read_again(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every file whose lines an import checks once more."""
    seen: list[Path] = []

    def check(shape: FileShape, options: Options, **rest: Any) -> CheckedFile:
        seen.append(shape.path)
        return check_orders(shape, options, **rest)

    monkeypatch.setattr(import_job, "check_orders", check)
    return seen


def test_a_confirmed_import_writes_what_was_checked_without_reading_the_lines_again(
    tmp_path: Path, head_of_sales: User, read_again: list[Path]
) -> None:
    batch_id = upload(head_of_sales, small(tmp_path, row("2025-03-03", "much", client_id="C", order_number="3")))
    work_here()
    confirm_import(actor=head_of_sales, batch_id=batch_id, skip_bad=True)
    work_here()
    counts = batch_for(actor=head_of_sales, batch_id=batch_id).counts
    assert (counts["rows_read"], counts["lines_written"], counts["rejected"]) == (3, 2, 1)
    assert sorted(Order.objects.values_list("number", "amount_minor")) == [("1", 1000), ("2", 500)]
    assert read_again == []
    assert {path.name for path in work_folder(batch_id).iterdir()} == {"rejected.csv"}


def test_a_check_of_another_day_is_made_anew(tmp_path: Path, head_of_sales: User, read_again: list[Path]) -> None:
    """A date that lay ahead then may not lie ahead now."""
    batch_id = upload(head_of_sales, small(tmp_path))
    work_here()
    note = work_folder(batch_id) / "checked.json"
    note.write_text(json.dumps({**json.loads(note.read_text()), "today": "2025-01-01"}))
    confirm_import(actor=head_of_sales, batch_id=batch_id, skip_bad=False)
    work_here()
    assert len(read_again) == 1
    assert Order.objects.count() == 2


def test_a_file_that_is_no_table_fails_with_its_sentence(tmp_path: Path, head_of_sales: User) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n" + bytes(range(256)) * 20)
    batch = checked(head_of_sales, path)
    assert (batch.state, batch.error["data"]["file"]) == ("failed", "picture.csv")


def test_columns_that_cannot_be_guessed_are_asked_for_and_then_used(tmp_path: Path, head_of_sales: User) -> None:
    path = write_csv(tmp_path / "strange.csv", ["x1,2025-03-01,4", "x2,2025-03-02,5"], heading="aa,bb,cc")
    batch = checked(head_of_sales, path)
    choose_columns(
        actor=head_of_sales, batch_id=batch.id, options=Options(mapping={"client_id": 1, "date": 2, "amount": 3})
    )
    let_work()
    again = batch_for(head_of_sales, batch.id)
    assert (again.state, again.report["checked"], again.report["good"]) == ("checked", True, 2)


def test_a_wrong_choice_of_columns_fails_but_can_be_chosen_again(tmp_path: Path, head_of_sales: User) -> None:
    batch = checked(head_of_sales, small(tmp_path))
    choose_columns(actor=head_of_sales, batch_id=batch.id, options=Options(mapping={"client_id": 1}))
    let_work()
    failed = batch_for(head_of_sales, batch.id)
    assert (failed.state, failed.error["code"]) == ("failed", "no_date_column")
    assert failed.report["shape"]["columns"]
    choose_columns(actor=head_of_sales, batch_id=batch.id, options=Options.from_json(batch.options))
    assert batch_for(head_of_sales, batch.id).state == "to_check"


def test_bad_lines_must_be_left_out_knowingly(tmp_path: Path, head_of_sales: User) -> None:
    batch = checked(head_of_sales, small(tmp_path, row("2025-02-31", "1", client_id="A")))
    assert batch.report["problems"][0]["line"] == 4
    with pytest.raises(BadInput):
        confirm_import(actor=head_of_sales, batch_id=batch.id)
    assert batch_for(head_of_sales, batch.id).state == "checked"
    assert "2025-02-31" in rejected_file(head_of_sales, batch.id).read_text(encoding="utf-8-sig")
    confirm_import(actor=head_of_sales, batch_id=batch.id, skip_bad=True)
    let_work()
    assert OrderLine.objects.count() == 2


def test_a_cancelled_file_is_deleted_and_cannot_be_imported(tmp_path: Path, head_of_sales: User) -> None:
    batch_id = upload(head_of_sales, small(tmp_path))
    stored = imports.upload_path(ImportBatch.objects.get().stored_as)
    assert stored.stat().st_mode & 0o077 == 0
    cancel_import(actor=head_of_sales, batch_id=batch_id)
    assert not stored.exists()
    with pytest.raises(Conflict):
        cancel_import(actor=head_of_sales, batch_id=batch_id)
    let_work()
    assert batch_for(head_of_sales, batch_id).state == "cancelled"


def test_too_large_an_upload_leaves_nothing(
    tmp_path: Path, head_of_sales: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "LARGEST_UPLOAD", 10)
    before = set(imports.upload_path("x").parent.glob("*"))
    with pytest.raises(BadInput) as refused:
        upload(head_of_sales, small(tmp_path))
    assert refused.value.problem.code == "upload_too_large"
    assert (ImportBatch.objects.count(), set(imports.upload_path("x").parent.glob("*"))) == (0, before)


def test_imports_do_not_exist_for_those_who_may_not_import(
    tmp_path: Path, head_of_sales: User, salesperson: User, analyst: User
) -> None:
    batch_id = upload(head_of_sales, small(tmp_path))
    audits = AuditRow.objects.count()
    for stranger in (salesperson, analyst):
        for attempt in (
            lambda who: batch_for(who, batch_id),
            list_batches,
            lambda who: cancel_import(actor=who, batch_id=batch_id),
            lambda who: confirm_import(actor=who, batch_id=batch_id),
            lambda who: request_undo(actor=who, batch_id=batch_id),
            lambda who: rejected_file(who, batch_id),
        ):
            with pytest.raises(NotFound):
                attempt(stranger)
    assert (ImportBatch.objects.get().state, AuditRow.objects.count()) == ("to_check", audits)


def test_only_one_worker_gets_a_waiting_file(head_of_sales: User, tmp_path: Path) -> None:
    batch_id = upload(head_of_sales, small(tmp_path))

    def claim(_: int) -> int | None:
        try:
            return claim_import()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        claims = list(pool.map(claim, range(8)))
    assert [found for found in claims if found is not None] == [batch_id]


def test_the_list_of_imports_goes_on_from_where_it_ended(head_of_sales: User) -> None:
    batches = [factories.make_batch().pk for _ in range(5)]
    first = list_batches(head_of_sales, limit=3)
    rest = list_batches(head_of_sales, before=first[-1].id, limit=3)
    assert [line.id for line in (*first, *rest)] == batches[::-1]


def abandoned(batch_id: int) -> None:
    """Make the row and its sign of life look old."""
    ImportBatch.objects.filter(pk=batch_id).update(heartbeat_at=clock.now() - timedelta(minutes=5))
    path = progress_path(imports.job_name(batch_id))
    if path.exists():
        os.utime(path, (0, 0))


def test_a_job_without_signs_of_life_goes_back_and_fails_after_three_times(tmp_path: Path, head_of_sales: User) -> None:
    batch_id = upload(head_of_sales, small(tmp_path))
    for attempt in range(TRIES):
        assert claim_import() == batch_id
        assert return_abandoned() == 0
        abandoned(batch_id)
        assert return_abandoned() == 1
        assert batch_for(head_of_sales, batch_id).state == ("failed" if attempt == TRIES - 1 else "to_check")
    assert batch_for(head_of_sales, batch_id).error["code"] == "import_gave_up"


def test_a_job_that_gives_signs_of_life_is_left_alone(tmp_path: Path, head_of_sales: User) -> None:
    batch_id = upload(head_of_sales, small(tmp_path))
    claim_import()
    abandoned(batch_id)
    ProgressFile(imports.job_name(batch_id)).report("reading", 5, 10)
    assert return_abandoned() == 0
    assert batch_for(head_of_sales, batch_id).progress == read_progress(imports.job_name(batch_id))


def wait_for(batch_id: int, phase: str, child: subprocess.Popen[bytes]) -> None:
    while child.poll() is None:
        progress = read_progress(imports.job_name(batch_id))
        if progress and progress.phase == phase:
            return
        time.sleep(0.002)


@pytest.fixture
def waiting(tmp_path: Path, head_of_sales: User) -> int:
    """A large file that is checked, confirmed and claimed."""
    batch = checked(head_of_sales, large(tmp_path))
    confirm_import(actor=head_of_sales, batch_id=batch.id)
    return batch.id


@pytest.mark.parametrize(
    ("phase", "seconds"), [("matching", 0.02), ("planning", 0.02), ("writing", 0.02), ("writing", 0.15)]
)
def test_killed_while_importing_nothing_is_left_and_the_next_run_completes_it(
    waiting: int, phase: str, seconds: float
) -> None:
    assert claim_import() == waiting
    child = command("job", f"import:{waiting}")
    wait_for(waiting, phase, child)
    time.sleep(seconds)
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    assert child.returncode == -signal.SIGKILL
    assert OrderLine.objects.count() in (0, MANY)
    assert return_import(waiting) == 1 or ImportBatch.objects.get(pk=waiting).state == "done"
    let_work()
    assert ImportBatch.objects.get(pk=waiting).state == "done"
    assert OrderLine.objects.count() == MANY
    assert sum(Order.objects.values_list("line_count", flat=True)) == MANY


def test_killed_while_checking_the_next_run_checks_it(tmp_path: Path, head_of_sales: User) -> None:
    batch_id = upload(head_of_sales, large(tmp_path))
    assert claim_import() == batch_id
    child = command("job", f"import:{batch_id}")
    wait_for(batch_id, "values", child)
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    abandoned(batch_id)
    assert return_abandoned() == 1
    let_work()
    assert batch_for(head_of_sales, batch_id).report["good"] == MANY


def test_a_worker_asked_to_stop_puts_its_job_back(waiting: int) -> None:
    worker = command("work")
    wait_for(waiting, "matching", worker)
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=600)
    assert worker.returncode == 0
    state = ImportBatch.objects.get(pk=waiting).state
    assert (state, OrderLine.objects.count()) in {("to_import", 0), ("done", MANY)}


def test_two_imports_of_the_same_file_at_once_write_it_once(tmp_path: Path) -> None:
    path = large(tmp_path)
    both = [command("import", "orders", str(path), "--no-score", "--json") for _ in range(2)]
    for one in both:
        _output, said = one.communicate(timeout=600)
        assert one.returncode == 0, (one.returncode, said)
    assert OrderLine.objects.count() == MANY
    assert ImportBatch.objects.filter(state="done").count() == 1
