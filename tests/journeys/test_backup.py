"""A backup is one file of one moment; a restore proves itself or changes nothing."""

import hashlib
import json
import os
import sqlite3
import stat
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tenure.clients.models import Client
from tenure.journeys.keeping import back_up as journey
from tenure.journeys.keeping.back_up import BackupReport, back_up
from tenure.journeys.keeping.backup_file import MANIFEST
from tenure.journeys.keeping.restore import restore
from tenure.kernel.errors import BadInput
from tenure.orders.models import Order
from tenure.privacy.models import AuditRow, User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
UPLOAD = "waiting.csv"


@pytest.fixture
def company(workspace: Workspace, administrator: User) -> Iterator[Client]:
    """A company with a client, an order and a file waiting to be imported."""
    client = factories.make_client("Ștefan și «Ёлка»\tSRL \\N")
    factories.make_order(client, date(2026, 3, 2), amount_minor=-12_345)
    uploads = settings.TENURE_HOME / "uploads"
    uploads.mkdir(exist_ok=True)
    (uploads / UPLOAD).write_bytes(b"date;amount\n")
    yield client
    for leftover in settings.TENURE_HOME.glob("tenure.sqlite3.before-restore*"):
        leftover.unlink()


@pytest.fixture
def backup(company: Client, tmp_path: Path) -> BackupReport:
    return back_up(tmp_path / "backup.zip")


def everything() -> tuple[list, ...]:
    return tuple(list(model.objects.order_by("pk").values()) for model in (Client, Order, User, Workspace))


def test_everything_comes_back_as_it_was(backup: BackupReport) -> None:
    before = everything()
    Order.objects.all().delete()
    Client.objects.update(name="spoilt")
    (settings.TENURE_HOME / "uploads" / UPLOAD).write_bytes(b"spoilt")
    restore(backup.path, replace=True)
    assert everything() == before
    assert (settings.TENURE_HOME / "uploads" / UPLOAD).read_bytes() == b"date;amount\n"


def test_new_rows_are_numbered_after_the_restored_ones(backup: BackupReport, company: Client) -> None:
    restore(backup.path, replace=True)
    assert factories.make_client("Later SRL").pk > company.pk


def test_backup_and_restore_leave_a_line_in_the_audit(backup: BackupReport) -> None:
    assert AuditRow.objects.filter(action="back_up").exists()
    restore(backup.path, replace=True)
    assert AuditRow.objects.filter(action="restore").exists()


def test_a_backup_holds_the_moment_and_not_what_came_after(backup: BackupReport) -> None:
    factories.make_client("After SRL")
    restore(backup.path, replace=True)
    assert not Client.objects.filter(name="After SRL").exists()


def test_the_secret_key_is_not_in_the_backup(backup: BackupReport) -> None:
    key = (settings.TENURE_HOME / "secret.key").read_bytes()
    with zipfile.ZipFile(backup.path) as archive:
        assert not [name for name in archive.namelist() if "secret" in name]
        assert not [name for name in archive.namelist() if key in archive.read(name)]


def test_only_the_owner_may_read_the_backup(backup: BackupReport) -> None:
    assert backup.path.stat().st_mode & 0o077 == 0


def test_a_backup_never_overwrites_a_file(backup: BackupReport) -> None:
    content = backup.path.read_bytes()
    with pytest.raises(BadInput, match="backup_exists"):
        back_up(backup.path)
    assert backup.path.read_bytes() == content


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(company: Client, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(BadInput, match="backup_not_written"):
        back_up(tmp_path / "file" / "backup.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_company_in_use_is_not_replaced_unasked(backup: BackupReport) -> None:
    before = everything()
    with pytest.raises(BadInput, match="restore_not_empty"):
        restore(backup.path)
    assert everything() == before


def flip_a_byte(path: Path) -> None:
    """In the middle of the largest member: elsewhere it might hit a date that nobody reads."""
    with zipfile.ZipFile(path) as archive:
        largest = max(archive.infolist(), key=lambda one: one.compress_size)
    content = bytearray(path.read_bytes())
    content[largest.header_offset + 30 + len(largest.filename) + largest.compress_size // 2] ^= 0xFF
    path.write_bytes(content)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def lie_about_rows(path: Path) -> None:
    rewrite(path, lambda manifest: manifest["tables"].update(clients_client=99))


def lie_about_content(path: Path) -> None:
    rewrite(path, lambda manifest: next(iter(manifest["members"].values())).update(sha256="0" * 64))


def name_a_table_badly(path: Path) -> None:
    rewrite(path, lambda manifest: manifest["tables"].update({'x"; DROP TABLE clients_client; --': 0}))


def climb_out(path: Path) -> None:
    """A member whose name leads out of the folder, declared with its true size and digest."""
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    rewrite(path, lambda manifest: manifest["members"].update({"../climbed": {"bytes": 0, "sha256": digest}}))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../climbed", b"")


def rewrite(path: Path, change: object) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts[MANIFEST])
    change(manifest)  # type: ignore[operator]
    parts[MANIFEST] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    "spoil", [flip_a_byte, cut_short, lie_about_rows, lie_about_content, name_a_table_badly, climb_out]
)
def test_a_damaged_backup_changes_nothing(backup: BackupReport, spoil: object) -> None:
    before = everything()
    spoil(backup.path)  # type: ignore[operator]
    factories.make_client("Made since SRL")
    with pytest.raises(BadInput):
        restore(backup.path, replace=True)
    assert everything()[1:] == before[1:]
    assert Client.objects.filter(name="Made since SRL").exists()
    assert not (settings.TENURE_HOME.parent / "climbed").exists()


def test_a_file_that_is_no_backup_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "orders.zip").write_text("date;amount")
    with pytest.raises(BadInput, match="backup_no_backup"):
        restore(tmp_path / "orders.zip", replace=True)


@pytest.mark.parametrize(
    "told",
    [
        "[]",
        '"words"',
        '{"members": []}',
        '{"members": {}, "layout": [], "version": "1", "made_at": "", "database": "sqlite", "tables": []}',
        '{"members": {}, "layout": [], "version": "1", "made_at": "", "database": "sqlite", "tables": {"x": "1"}}',
        " " * (17 << 20) + "{}",
    ],
)
def test_a_manifest_that_is_none_is_refused(workspace: Workspace, tmp_path: Path, told: str) -> None:
    path = tmp_path / "backup.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, told)
    with pytest.raises(BadInput, match="backup_no_backup"):
        restore(path)


@pytest.mark.parametrize(
    "name", ["../out", "/tmp/out", "uploads/../../out", "uploads/.hidden", "tables/a/b", "uploads\\x"]
)
def test_a_backup_that_reaches_out_of_its_folder_changes_nothing(backup: BackupReport, name: str) -> None:
    before = everything()
    with zipfile.ZipFile(backup.path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    told = json.loads(parts.pop(MANIFEST))
    told["members"][name] = {"bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    with zipfile.ZipFile(backup.path, "w") as archive:
        for one, content in {**parts, name: b"x", MANIFEST: json.dumps(told).encode()}.items():
            archive.writestr(one, content)
    with pytest.raises(BadInput, match="backup_damaged"):
        restore(backup.path, replace=True)
    assert everything() == before
    assert not (settings.TENURE_HOME / "out").exists()


def declare(path: Path, name: str, size: int, digest: str) -> None:
    """Let the manifest speak of one more member."""
    rewrite(path, lambda manifest: manifest["members"].update({name: {"bytes": size, "sha256": digest}}))


def test_a_link_in_a_backup_comes_back_as_a_plain_file(backup: BackupReport, tmp_path: Path) -> None:
    """No entry of the archive can make the restored uploads point at a file of the machine."""
    target = str(tmp_path / "secret")
    declare(backup.path, "uploads/link.csv", len(target), hashlib.sha256(target.encode()).hexdigest())
    entry = zipfile.ZipInfo("uploads/link.csv")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(backup.path, "a") as archive:
        archive.writestr(entry, target)
    restore(backup.path, replace=True)
    placed = settings.TENURE_HOME / "uploads" / "link.csv"
    assert not placed.is_symlink()
    assert placed.read_text() == target


def test_a_member_that_swells_is_not_unpacked(backup: BackupReport) -> None:
    before = everything()
    zeros = bytes(60_000_000)
    declare(backup.path, "uploads/zeros.csv", len(zeros), hashlib.sha256(zeros).hexdigest())
    with zipfile.ZipFile(backup.path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("uploads/zeros.csv", zeros)
    with pytest.raises(BadInput, match="backup_damaged"):
        restore(backup.path, replace=True)
    assert everything() == before


def test_a_backup_larger_than_the_disk_is_refused_before_it_is_read(backup: BackupReport) -> None:
    before = everything()
    declare(backup.path, "uploads/huge.csv", 1 << 60, "0" * 64)
    with pytest.raises(BadInput, match="disk_full"):
        restore(backup.path, replace=True)
    assert everything() == before


def test_what_killed_backups_left_is_swept_out_by_the_next_but_not_by_one_at_its_side(
    company: Client, tmp_path: Path
) -> None:
    old, new = tmp_path / ".backup-killed", tmp_path / ".backup-working"
    parts = [tmp_path / "tenure-2026-01-01-000000.zip.part", tmp_path / "tenure-2026-01-02-000000.zip.part"]
    for folder in (old, new):
        folder.mkdir()
        (folder / "database.sqlite3").write_bytes(b"all of it")
    for part in parts:
        part.write_bytes(b"half of it")
    for left in (old, parts[0]):
        os.utime(left, (0, 0))
    back_up(tmp_path / "now.zip")
    assert [old.exists(), new.exists(), *(part.exists() for part in parts)] == [False, True, False, True]


def test_what_a_killed_restore_unpacked_is_swept_out_by_the_next(backup: BackupReport) -> None:
    left = settings.TENURE_HOME / ".restore-killed"
    left.mkdir()
    (left / "database.sqlite3").write_bytes(b"all of it")
    os.utime(left, (0, 0))
    restore(backup.path, replace=True)
    assert not left.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the file of SQLite")
def test_a_restore_never_leaves_the_place_of_the_database_empty(
    backup: BackupReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, swap, seen = Path(connection.settings_dict["NAME"]), os.replace, []

    def watched(source: Path, target: Path) -> None:
        seen.append(place.exists())
        swap(source, target)

    monkeypatch.setattr(os, "replace", watched)
    restore(backup.path, replace=True)
    assert seen
    assert all(seen)


def test_a_backup_of_a_newer_version_is_refused(backup: BackupReport) -> None:
    rewrite(backup.path, lambda manifest: manifest["layout"].append(["clients", "9999_future"]))
    with pytest.raises(BadInput, match="backup_newer"):
        restore(backup.path, replace=True)


def test_a_backup_of_the_other_database_is_refused(backup: BackupReport) -> None:
    rewrite(backup.path, lambda manifest: manifest.update(database="other"))
    with pytest.raises(BadInput, match="backup_other_database"):
        restore(backup.path, replace=True)


def test_a_database_open_elsewhere_is_not_replaced(backup: BackupReport) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL waits for its locks instead of looking who has a file open")
    before = everything()
    other = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    other.execute("SELECT count(*) FROM clients_client").fetchone()
    with pytest.raises(BadInput, match="restore_in_use"):
        restore(backup.path, replace=True)
    other.close()
    assert everything() == before


def test_a_writer_at_work_does_not_stop_the_backup(company: Client, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a second connection is the normal case on PostgreSQL")
    other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE clients_client SET name = 'half done'")
    try:
        journey._write(tmp_path / "busy.zip")  # all but the audit row, which waits for the writer like everybody
    finally:
        other.execute("ROLLBACK")
        other.close()
    with zipfile.ZipFile(tmp_path / "busy.zip") as archive:
        archive.extract("database.sqlite3", tmp_path)
    copy = sqlite3.connect(tmp_path / "database.sqlite3")
    assert copy.execute("SELECT name FROM clients_client").fetchall() == [(company.name,)]
    copy.close()
