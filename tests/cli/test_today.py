"""`tenure today` and `tenure rescore` on the terminal."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from tenure.cli import rescore as rescore_command
from tenure.cli import today as today_command
from tenure.kernel.errors import BadInput
from tests.factories import make_client, make_orders, make_run, make_task, rhythm

pytestmark = pytest.mark.django_db
REASON = {"code": "silence", "as_of": "2026-05-10", "days": 41, "gap": 14.0, "spread": 4.0, "chance": 1 / 59}


@pytest.fixture
def task(workspace, administrator, salesperson):
    make_run(as_of=date(2026, 5, 10), parameters={"verdict": "ok", "margin_share": 0.3})
    client = make_client("[bold]Spicul[/bold] SRL", owner=salesperson)
    return make_task(client, kind="silence", reason=REASON, stake_minor=620_000, worth_per_minute=62_000)


def test_the_list_is_printed_with_its_reasons_and_names_as_they_are(task):
    printed = CliRunner(env={"COLUMNS": "160"}).invoke(today_command.app, []).stdout
    assert "Call about the missing order" in printed
    assert "[bold]Spicul[/bold] SRL" in printed
    assert "the usual gap is 14" in printed


def test_json_is_one_line_with_numbers_in_minor_units(task, salesperson):
    lines = CliRunner().invoke(today_command.app, ["--user", salesperson.email, "--json"]).stdout.strip().splitlines()
    assert len(lines) == 1
    told = json.loads(lines[0])
    assert (told["as_of"], told["measure"], told["left"]) == ("2026-05-10", "margin", 1)
    assert told["tasks"][0]["worth_minor"] == 620_000
    assert told["tasks"][0]["reason"].startswith("No order for 41\u00a0days")


def test_the_list_speaks_the_language_of_its_reader(task, salesperson):
    salesperson.language = "ro"
    salesperson.save()
    printed = CliRunner(env={"COLUMNS": "160"}).invoke(today_command.app, ["--user", salesperson.email]).stdout
    assert "Sună: comanda obișnuită lipsește" in printed


def test_an_unknown_account_is_bad_input(task):
    outcome = CliRunner().invoke(today_command.app, ["--user", "nobody@example.com"])
    assert isinstance(outcome.exception, BadInput)


def test_without_a_company_the_command_says_what_to_run(db):
    outcome = CliRunner().invoke(today_command.app, [])
    assert outcome.exception.problem.code == "today_no_workspace"


@pytest.mark.django_db(transaction=True)
def test_rescore_prints_what_it_did(workspace):
    make_orders(make_client(), rhythm(every=14, count=6, last=date(2026, 5, 8)))
    told = json.loads(CliRunner().invoke(rescore_command.app, ["--json"]).stdout)
    assert (told["as_of"], told["clients"]) == ("2026-05-08", 1)
