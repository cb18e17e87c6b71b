"""The exported list: the rows of the filter, harmless cells, contacts only for those who may see them."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from tenure.cli.export import app
from tenure.journeys.client_lists import export_clients
from tenure.journeys.client_lists.export_clients import begin_export, csv_lines, harmless, write_xlsx
from tenure.kernel.errors import BadInput
from tenure.privacy.models import AuditRow, User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def clients(workspace: Workspace, salesperson: User) -> None:
    run = factories.make_run()
    facts: list[dict[str, Any]] = [
        {"name": "=HYPERLINK(1)", "email": "a@x.example", "phone": "+373 1", "owner": salesperson},
        {"name": 'Ёлки; "и" шишки', "external_id": "-7", "country": "@here"},
        {"name": "Luna", "owner": salesperson},
    ]
    for number, fields in enumerate(facts):
        client = factories.make_client(**fields)
        factories.make_score(
            client, run, value_12m_minor=10050 * number, revenue_12m_minor=99, is_silent=number == 2, p_active=0.5
        )


def exported(actor: User, **query: str) -> list[dict[str, str]]:
    columns, rows = begin_export(actor=actor, query=query, form="csv")
    text = "".join(csv_lines(columns, rows))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_the_file_holds_the_rows_of_the_filter_in_its_order(clients: None, head_of_sales: User) -> None:
    assert [row["Client"] for row in exported(head_of_sales)] == ["Luna", 'Ёлки; "и" шишки', "'=HYPERLINK(1)"]
    rows = exported(head_of_sales, state="silent")
    assert [(row["Client"], row["Silent"], row["Value, next 12 months"]) for row in rows] == [("Luna", "1", "201.0")]


def test_all_rows_come_however_the_pages_fall(
    clients: None, head_of_sales: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_clients, "CHUNK", 1)
    assert len(exported(head_of_sales)) == 3


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\ta", "\ra"])
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_ordinary_text_stays_as_it_is() -> None:
    assert harmless("Luna = Sol") == "Luna = Sol"


def test_an_analyst_gets_no_contacts_and_a_salesperson_only_their_own(
    clients: None, analyst: User, salesperson: User, head_of_sales: User
) -> None:
    assert "a@x.example" in str(exported(head_of_sales))
    rows = exported(analyst)
    assert len(rows) == 3
    assert not {"E-mail", "Phone"} & rows[0].keys()
    assert "a@x.example" not in str(rows)
    assert {row["Client"] for row in exported(salesperson, owner="none")} == {"Luna", "'=HYPERLINK(1)"}


def test_an_export_is_in_the_audit_log(clients: None, analyst: User) -> None:
    exported(analyst, state="silent")
    row = AuditRow.objects.get(action="export")
    assert (row.actor, row.details) == (analyst, {"format": "csv", "filters": {"state": "silent"}})


def test_a_workbook_holds_text_as_text(clients: None, head_of_sales: User, tmp_path: Path) -> None:
    columns, rows = begin_export(actor=head_of_sales, query={}, form="xlsx")
    assert write_xlsx(tmp_path / "clients.xlsx", columns, rows) == 3
    sheet = openpyxl.load_workbook(tmp_path / "clients.xlsx").active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[3][1] == "'=HYPERLINK(1)"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_an_unknown_format_or_filter_writes_nothing(clients: None, head_of_sales: User) -> None:
    for query, form in (({}, "pdf"), ({"sort": "1; DROP"}, "csv")):
        with pytest.raises(BadInput):
            begin_export(actor=head_of_sales, query=query, form=form)
    assert not AuditRow.objects.exists()


def test_the_command_writes_what_the_account_may_see(clients: None, salesperson: User, tmp_path: Path) -> None:
    out = tmp_path / "own.csv"
    result = CliRunner().invoke(app, [str(out), "--user", salesperson.email, "--filter", "state=silent"])
    assert result.exit_code == 0, result.output
    assert "Luna" in out.read_text(encoding="utf-8-sig")
    assert [path.name for path in tmp_path.iterdir()] == ["own.csv"]
