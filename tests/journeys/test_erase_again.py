"""A backup older than an erasure does not bring anybody back; files that wait and nicknames go too."""

import io
import json
import shutil
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tenure.clients.models import Channel, Client, Fact, Note, Person
from tenure.journeys.keeping import restore as journey
from tenure.journeys.keeping.back_up import back_up
from tenure.journeys.keeping.restore import restore
from tenure.journeys.keeping.subject_request import erase_subject, subject_copy, subject_page
from tenure.kernel import clock
from tenure.kernel.errors import BadInput
from tenure.orders.models import ImportBatch
from tenure.orders.waiting_files import names
from tenure.privacy.erasure_ledger import NAME, Entry, ErasedRow, mark_of, read, write
from tenure.privacy.mentions import Mentions
from tenure.privacy.models import AuditRow, Erasure, User
from tests import factories
from tests.whole_database import everything_written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clean_home() -> Any:
    yield
    for left in (*settings.TENURE_HOME.glob("tenure.sqlite3.before-restore*"), settings.TENURE_HOME / NAME):
        left.unlink(missing_ok=True)
    shutil.rmtree(settings.TENURE_HOME / "uploads", ignore_errors=True)


@pytest.fixture
def client(salesperson: User) -> Client:
    factories.make_workspace()
    return factories.make_client("Moldpak SRL", owner=salesperson)


def elena(client: Client, salesperson: User) -> Person:
    person = factories.make_person("Елена Русу", client)
    factories.make_channel(person, "elena.rusu@moldpak.md", "email")
    factories.make_note(client, salesperson, "Елена Русу спрашивала о плёнке")
    return person


def erase(administrator: User, row: Any, kind: str = "person") -> Any:
    page = subject_page(actor=administrator, kind=kind, subject_id=row.pk)
    return erase_subject(actor=administrator, kind=kind, subject_id=row.pk, seen=page.digest)


def test_who_was_erased_since_the_backup_is_erased_again(
    administrator: User, salesperson: User, client: Client, tmp_path: Path
) -> None:
    person = elena(client, salesperson)
    backup = back_up(tmp_path / "monday.zip")
    proof = erase(administrator, person)
    report = restore(backup.path, replace=True)
    assert (report.erased.erasures, report.erased.doubtful) == (1, ())
    assert [word for word in ("Русу", "русу", "elena") if word in everything_written()] == []
    kept = Erasure.objects.get()
    assert (kept.at, kept.digest, kept.actor, kept.counts) == (proof.at, proof.digest, administrator, proof.counts)
    assert AuditRow.objects.filter(action="erase_again", subject_id=person.pk).count() == 1


def test_the_list_beside_the_backup_is_enough_when_the_machine_is_lost(
    administrator: User, salesperson: User, client: Client, tmp_path: Path
) -> None:
    person = elena(client, salesperson)
    old = back_up(tmp_path / "monday.zip")
    erase(administrator, person)
    back_up(tmp_path / "thursday.zip")
    (settings.TENURE_HOME / NAME).unlink()
    Erasure.objects.all().delete()  # as on an empty machine: only what lies beside the backup knows
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
    assert "Русу" not in (tmp_path / NAME).read_text()
    assert restore(old.path, replace=True).erased.erasures == 1
    assert not Channel.objects.exists()


def test_a_namesake_by_number_from_another_life_of_the_database_stays(
    administrator: User, salesperson: User, client: Client, tmp_path: Path
) -> None:
    backup = back_up(tmp_path / "monday.zip")
    lost = elena(client, salesperson)
    erase(administrator, lost)
    restore(backup.path, replace=True)
    other = factories.make_person("Ion Ceban", client, pk=lost.pk, created_at=clock.now() + timedelta(minutes=1))
    again = back_up(tmp_path / "tuesday.zip")
    assert restore(again.path, replace=True).erased.erasures == 0
    assert Person.objects.get(pk=other.pk).name == "Ion Ceban"


def test_restoring_twice_erases_once_more_and_proves_once(
    administrator: User, salesperson: User, client: Client, tmp_path: Path
) -> None:
    person = elena(client, salesperson)
    backup = back_up(tmp_path / "monday.zip")
    erase(administrator, person)
    for _ in range(2):
        assert restore(backup.path, replace=True).erased.erasures == 1
        assert Erasure.objects.count() == 1
    assert len(read(settings.TENURE_HOME)) == 1


def test_one_merged_meanwhile_into_another_is_named_not_guessed(
    administrator: User, salesperson: User, client: Client, tmp_path: Path
) -> None:
    person, other = elena(client, salesperson), factories.make_person("Elena R.", client)
    Person.objects.filter(pk=person.pk).update(merged_into=other)
    backup = back_up(tmp_path / "monday.zip")
    Person.objects.filter(pk=person.pk).update(merged_into=None)
    erase(administrator, person)
    report = restore(backup.path, replace=True)
    assert [(row.kind, row.id) for row in report.erased.doubtful] == [("person", person.pk)]
    assert Person.objects.get(pk=other.pk).erased_at is None


def test_duplicates_that_were_one_when_erased_all_go(
    administrator: User, salesperson: User, client: Client, tmp_path: Path
) -> None:
    person, twin = elena(client, salesperson), factories.make_person("Rusu Elena", client)
    backup = back_up(tmp_path / "monday.zip")
    Person.objects.filter(pk=twin.pk).update(merged_into=person)
    erase(administrator, person)
    restore(backup.path, replace=True)
    assert not Person.objects.filter(erased_at=None).exists()


def test_an_erasure_that_fails_restores_nothing(
    administrator: User, salesperson: User, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = elena(client, salesperson)
    backup = back_up(tmp_path / "monday.zip")
    erase(administrator, person)

    def broken(*_args: Any, **_more: Any) -> None:
        raise BadInput("database_damaged", reason="broken")

    monkeypatch.setattr(journey, "erase_again", broken)
    with pytest.raises(BadInput):
        restore(backup.path, replace=True)
    assert "Русу" not in everything_written()
    assert Erasure.objects.count() == 1


def waiting(content: bytes, state: str = "checked", name: str = "stored.csv") -> ImportBatch:
    folder = settings.TENURE_HOME / "uploads"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return factories.make_batch(state=state, stored_as=name, file_name="clients of May.csv")


def test_a_waiting_file_that_names_them_is_put_away(administrator: User, salesperson: User, client: Client) -> None:
    person = elena(client, salesperson)
    theirs = waiting("дата;клиент\n01.05.2026;Русу Елена\n".encode("cp1251"))
    other = waiting(b"date;client\n2026-05-01;Ion Ceban\n", name="other.csv")
    proof = erase(administrator, person)
    theirs.refresh_from_db()
    other.refresh_from_db()
    assert (theirs.state, other.state, proof.counts["waiting_files"]) == ("cancelled", "checked", 1)
    assert sorted(path.name for path in (settings.TENURE_HOME / "uploads").iterdir()) == ["other.csv"]


def test_while_such_a_file_is_imported_nothing_is_erased(
    administrator: User, salesperson: User, client: Client
) -> None:
    person = elena(client, salesperson)
    waiting(b"elena.rusu@moldpak.md;100\n", state="importing")
    with pytest.raises(BadInput) as refused:
        erase(administrator, person)
    assert refused.value.problem.code == "subject_in_import"
    person.refresh_from_db()
    assert person.name == "Елена Русу"


def test_a_file_that_comes_back_with_the_backup_is_put_away_too(
    administrator: User, salesperson: User, client: Client, tmp_path: Path
) -> None:
    person = elena(client, salesperson)
    waiting("клиент\nЕлена Русу\n".encode())
    backup = back_up(tmp_path / "monday.zip")
    erase(administrator, person)
    restore(backup.path, replace=True)
    assert ImportBatch.objects.get().state == "cancelled"
    assert not list((settings.TENURE_HOME / "uploads").iterdir())


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_a_name_is_found_in_a_file_of_any_encoding_and_across_pieces(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(("x;1\n" * 262_141 + "Русу Елена;5\n").encode(encoding))
    assert names(path, Mentions(("Елена Русу",)))
    assert not names(path, Mentions(("Ион Чебан",)))


def test_a_name_is_found_in_a_workbook_and_a_broken_one_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", "<sst><si><t>Русу</t></si><si><t>Елена Русу</t></si></sst>")
    assert names(path, Mentions(("Елена Русу",)))
    path.write_bytes(path.read_bytes()[:-30] + b"\0" * 30)
    assert names(path, Mentions(("Елена Русу",))) in (True, False)


def test_a_nickname_is_hidden_where_they_worked(administrator: User, salesperson: User, client: Client) -> None:
    person = elena(client, salesperson)
    fact = {"type_code": "nickname", "person": person, "client": None}
    Fact.objects.create(value="Ленчик, «Хозяйка»", recorded_by=salesperson, confidence=1, known_on=clock.today(),
                        recorded_at=clock.now(), **fact)  # fmt: skip
    note = factories.make_note(client, salesperson, "Ленчик подпишет, хозяйка не против")
    elsewhere = factories.make_note(factories.make_client(owner=salesperson), salesperson, "хозяйка магазина")
    erase(administrator, person)
    note.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (note.text, elsewhere.text) == ("••• подпишет, ••• не против", "хозяйка магазина")


def test_what_was_written_on_an_erased_client_since_can_be_erased_too(
    administrator: User, salesperson: User, client: Client
) -> None:
    erase(administrator, client, "client")
    with pytest.raises(BadInput, match="subject_erased"):
        subject_page(actor=administrator, kind="client", subject_id=client.pk)
    factories.make_note(client, salesperson, "Это был Ион Брага")
    factories.make_person("Ион Брага", client)
    erase(administrator, client, "client")
    assert "Брага" not in everything_written()
    assert not Note.objects.exists()
    assert Erasure.objects.filter(subject_kind="client", subject_id=client.pk).count() == 2
    with pytest.raises(BadInput, match="subject_erased"):
        subject_page(actor=administrator, kind="client", subject_id=client.pk)


def test_the_copy_names_the_companies_of_a_fact(administrator: User, salesperson: User, client: Client) -> None:
    lactis = factories.make_company("Lactis SRL")
    factories.make_fact(client, salesperson, [{"id": lactis.pk}], type_code="main_suppliers")
    copy = subject_copy(actor=administrator, kind="client", subject_id=client.pk)
    assert copy["held"]["facts"][0]["value"] == [{"id": lactis.pk, "name": "Lactis SRL"}]


def test_a_torn_or_strange_list_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    entry = Entry(
        "person", 7, "2026-05-12T06:40:00+00:00", "d" * 64, None, {"facts": 2}, (ErasedRow("person", 7, "m"),)
    )
    write(tmp_path, [entry])
    with (tmp_path / NAME).open("ab") as file:
        file.write(b'[]\n{"kind": 1}\nnull\n\xff\xfe\n{"kind": "person", "rows": 5, "at": "x"')
    later = Entry("person", 8, "2026-05-13T06:40:00+00:00", "e" * 64, 1, {}, ())
    write(tmp_path, [entry, later])
    assert read(tmp_path, tmp_path / "nowhere", tmp_path) == (entry, later)
    assert all(json.loads(line) for line in io.BytesIO((tmp_path / NAME).read_bytes()) if line.startswith(b'{"actor'))


def test_a_mark_tells_rows_of_one_number_apart() -> None:
    now = clock.now()
    assert mark_of("person", 1, now) == mark_of("person", 1, now)
    assert (
        len(
            {
                mark_of("person", 1, now),
                mark_of("client", 1, now),
                mark_of("person", 1, now + timedelta(microseconds=1)),
            }
        )
        == 3
    )
