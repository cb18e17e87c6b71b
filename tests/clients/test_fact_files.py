"""Files as values of facts: only what they say they are, only for saving, only for those who see the fact."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from tenure.clients.facts.fact_files import LARGEST, checked_type, clean_name, file_of, record_file
from tenure.clients.facts.facts import Source, Subject, confirm_fact
from tenure.clients.models import Fact, FactFile
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.models import User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def packed(*names: str, mimetype: str = "") -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for name in names:
            file.writestr(name, "x")
    return box.getvalue()


@pytest.fixture
def subject(salesperson: User, workspace: Workspace) -> Subject:
    return Subject("client", factories.make_client(owner=salesperson).pk)


def keep(actor: User, subject: Subject, name: str = "chart.pdf", content: bytes = PDF, **fields: Any) -> Any:
    return record_file(actor=actor, subject=subject, kind="org_chart_file", name=name, content=content, source=Source(),
                       **fields)  # fmt: skip


def test_a_file_is_kept_and_handed_out_as_it_was(salesperson: User, subject: Subject) -> None:
    fact = keep(salesperson, subject)
    assert (fact.shown, file_of(actor=salesperson, fact_id=fact.id).content) == ("chart.pdf", PDF)
    again = confirm_fact(actor=salesperson, fact_id=fact.id)
    assert file_of(actor=salesperson, fact_id=again.id).content == PDF


def test_a_file_is_seen_by_those_who_see_the_fact(
    salesperson: User, other_salesperson: User, analyst: User, subject: Subject
) -> None:
    fact = keep(salesperson, subject)
    with pytest.raises(NotFound):
        file_of(actor=other_salesperson, fact_id=fact.id)
    assert file_of(actor=analyst, fact_id=fact.id).name == "chart.pdf"


def test_a_claim_that_points_to_a_file_of_somebody_else_finds_none(salesperson: User, subject: Subject) -> None:
    theirs = keep(salesperson, Subject("client", factories.make_client(owner=salesperson).pk))
    own = keep(salesperson, subject)
    Fact.objects.filter(pk=own.id).update(value={"id": theirs.id, "name": "x.pdf"})
    with pytest.raises(NotFound):
        file_of(actor=salesperson, fact_id=own.id)


def test_the_bytes_go_with_the_fact(salesperson: User, subject: Subject) -> None:
    Fact.objects.filter(pk=keep(salesperson, subject).id).delete()
    assert not FactFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("chart.pdf", PDF),
        ("chart.PNG", PNG),
        ("chart.docx", packed("[Content_Types].xml", "word/document.xml")),
        ("chart.xlsx", packed("xl/workbook.xml")),
        ("chart.odt", packed(mimetype="application/vnd.oasis.opendocument.text")),
        ("схема.csv", "имя;отдел\n".encode()),
    ],
)
def test_files_that_are_what_they_say_are_taken(name: str, content: bytes) -> None:
    assert checked_type(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html>"),
        ("drawing.svg", b"<svg xmlns='x'>"),
        ("page.pdf", b"<html><script>alert(1)</script>"),
        ("page.txt", b"  <script>alert(1)</script>"),
        ("page.csv", b"a;b\n<svg onload=alert(1)>"),
        ("picture.png", PDF),
        ("program.exe", b"MZ\x90\x00"),
        ("program.pdf", b"MZ\x90\x00"),
        ("chart.docx", packed("readme.txt")),
        ("chart.docx", packed("word/document.xml", "word/vbaProject.bin")),
        ("chart.docx", b"PK\x03\x04 not a zip at all"),
        ("chart.pdf", b""),
        ("chart.pdf", PDF + b"x" * LARGEST),
        ("chart", PDF),
        ("chart.pdf.html", PDF),
        ("text.txt", b"\xff\xfe\x00"),
    ],
)
def test_files_that_lie_or_could_run_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(InvalidValue):
        checked_type(clean_name(name), content)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/chart.pdf", "chart.pdf"),
        ("C:\\docs\\chart.pdf", "chart.pdf"),
        ("cha\u202efdp.pdf", "cha_fdp.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a_b_Set-Cookie_ x.pdf"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_loses_what_misleads(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_browser_saves_it_and_never_shows_it(
    salesperson: User, subject: Subject, visit: Callable[..., Browser]
) -> None:
    browser = visit(salesperson)
    address = reverse("add_client_fact", kwargs={"client_id": subject.id})
    sent = {"kind": "org_chart_file", "confidence": "80", "how": "document", "file": SimpleUploadedFile("a.pdf", PDF)}
    assert browser.post(address, sent).status_code == 303
    fact = Fact.objects.get()
    answer = browser.get(reverse("fact_file", kwargs={"fact_id": fact.pk}))
    assert answer["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    refused = browser.post(address, sent | {"file": SimpleUploadedFile("a.html", b"<html>")}, HTTP_HX_REQUEST="true")
    assert refused.status_code in {422}
    assert "a.html" in refused.content.decode()
