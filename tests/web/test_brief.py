"""The page of the brief: for whom, without what is hidden, and written down when it leaves the screen."""

import pytest
from django.urls import reverse

from tenure.privacy.models import AuditRow
from tests.factories import make_client, make_fact, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(workspace, salesperson):
    client = make_client("Brutăria <b>Spicul</b>", owner=salesperson)
    make_fact(client, salesperson, "A loan <script>alert(1)</script>", type_code="debts", not_to_be_shown=True)
    return client


def test_the_sheet_shows_what_is_hidden_apart_and_escapes_everything(client, salesperson):
    page = signed_in(salesperson).get(reverse("client_brief", args=[client.pk])).content.decode()
    assert "Known, not to be shown" in page
    assert "<script>alert" not in page
    assert "&lt;b&gt;Spicul" in page


def test_the_sheet_to_hand_out_knows_nothing_of_it(client, salesperson):
    page = signed_in(salesperson).get(reverse("client_brief", args=[client.pk]) + "?handed_out=1").content.decode()
    assert "A loan" not in page
    assert "To hand out" in page


def test_the_pdf_is_a_pdf_and_is_written_down(client, salesperson):
    answer = signed_in(salesperson).get(reverse("client_brief_pdf", args=[client.pk]) + "?handed_out=1")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert AuditRow.objects.get(action="hand_out_brief").actor == salesperson


def test_printing_in_the_browser_is_written_down_once_it_happens(client, salesperson):
    browser = signed_in(salesperson)
    browser.get(reverse("client_brief", args=[client.pk]))
    assert not AuditRow.objects.filter(action="print_brief").exists()
    answer = browser.post(reverse("client_brief_printed", args=[client.pk]), {"pdf": "1"}, HTTP_HX_REQUEST="true")
    assert answer.status_code == 204
    assert AuditRow.objects.get(action="print_brief").details == {"form": "print"}


def test_without_the_script_the_button_leads_to_the_pdf(client, salesperson):
    answer = signed_in(salesperson).post(
        reverse("client_brief_printed", args=[client.pk]), {"pdf": "1", "handed_out": "1"}
    )
    assert (answer.status_code, answer["Location"]) == (
        303, reverse("client_brief_pdf", args=[client.pk]) + "?handed_out=1",
    )  # fmt: skip


def test_somebody_elses_brief_is_not_there_in_any_form(client):
    browser = signed_in(make_user())
    for name in ("client_brief", "client_brief_pdf"):
        assert browser.get(reverse(name, args=[client.pk])).status_code == 404
    assert browser.post(reverse("client_brief_printed", args=[client.pk])).status_code == 404
