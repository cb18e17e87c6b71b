"""`tenure brief` on the terminal, as JSON and as a file."""

import json

import pypdf
import pytest
from typer.testing import CliRunner

from tenure.cli import brief as brief_command
from tenure.kernel.errors import BadInput
from tenure.privacy.models import AuditRow
from tests.factories import make_client, make_member, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(workspace, administrator, salesperson):
    client = make_client("[bold]Spicul[/bold] SRL", owner=salesperson, external_id="C-77")
    unit = make_unit(client, title="Second line", value_minor=6_000_000)
    make_member(unit, "Ana [red]Munteanu", title="Finance director", weight=3, attitude=-1)
    return client


def run(*arguments, **options):
    return CliRunner(env={"COLUMNS": "160"}).invoke(
        brief_command.app, list(arguments), catch_exceptions=False, **options
    )


def test_the_page_is_printed_as_it_is_written(client):
    printed = run(str(client.pk)).stdout
    for part in ("[bold]Spicul[/bold] SRL", "Ana [red]Munteanu", "Aim of this talk", "Questions worth asking"):
        assert part in printed


def test_a_client_is_found_by_our_own_number_too(client):
    assert json.loads(run("C-77", "--json").stdout)["client_id"] == client.pk


def test_the_pdf_is_written_and_written_down(client, tmp_path):
    target = tmp_path / "brief.pdf"
    run(str(client.pk), "--pdf", str(target), "--without-hidden")
    assert len(pypdf.PdfReader(target).pages) == 1
    row = AuditRow.objects.get(action="hand_out_brief")
    assert (row.subject_id, row.details["form"]) == (client.pk, "pdf")


def test_a_client_out_of_sight_and_a_place_that_cannot_be_written_are_refused(client, other_salesperson, tmp_path):
    with pytest.raises(BadInput):
        run(str(client.pk), "--user", other_salesperson.email)
    with pytest.raises(BadInput):
        run("99999999999999999999")
    with pytest.raises(BadInput):
        run(str(client.pk), "--pdf", str(tmp_path / "nowhere" / "brief.pdf"))
    assert not AuditRow.objects.filter(action__contains="brief").exists()
