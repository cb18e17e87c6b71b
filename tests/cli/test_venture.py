"""`tenure venture`: out as a file, and in again."""

import json

import pypdf
import pytest
from typer.testing import CliRunner

from tenure.cli import venture as venture_command
from tenure.discovery.models import Venture
from tenure.kernel.errors import BadInput, NotFound
from tenure.privacy.models import AuditRow
from tests.venture_factories import make_hypothesis, make_venture

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(workspace, administrator):
    venture = make_venture(administrator)
    make_hypothesis(venture)
    return venture


def run(*arguments):
    return CliRunner(env={"COLUMNS": "160"}).invoke(venture_command.app, list(arguments), catch_exceptions=False)


def test_a_venture_goes_out_and_comes_in(venture, tmp_path):
    target = tmp_path / "venture.json"
    assert "bytes" in run("export", str(venture.pk), str(target), "--without-people").stdout
    assert json.loads(target.read_bytes())["people"] is False
    assert "Taken in as venture" in run("import", str(target)).stdout
    assert Venture.objects.count() == 2
    run("import", str(target), "--name", "Spring trial")
    assert Venture.objects.order_by("-pk")[0].name == "Spring trial"
    with pytest.raises(BadInput, match="discovery_text_long"):
        run("import", str(target), "--name", "x" * 201)
    assert Venture.objects.count() == 3


def test_what_cannot_be_read_or_written_is_refused(venture, salesperson, tmp_path):
    with pytest.raises(BadInput):
        run("import", str(tmp_path / "nowhere.json"))
    with pytest.raises(BadInput):
        run("export", str(venture.pk), str(tmp_path / "nowhere" / "venture.json"))
    with pytest.raises(NotFound):
        run("export", str(venture.pk), str(tmp_path / "venture.json"), "--user", salesperson.email)
    assert not (tmp_path / "venture.json").exists()


def test_the_report_is_written_in_the_language_asked_for(venture, tmp_path):
    target = tmp_path / "report.pdf"
    run("report", str(venture.pk), "--out", str(target), "--language", "ru")
    said = "\n".join(page.extract_text() for page in pypdf.PdfReader(target).pages)
    assert "Что ещё не доказано" in said
    assert AuditRow.objects.get(action="print_venture_report").details["language"] == "ru"


def test_a_report_in_no_language_of_ours_or_to_no_place_is_refused(venture, salesperson, tmp_path):
    with pytest.raises(BadInput):
        run("report", str(venture.pk), "--out", str(tmp_path / "r.pdf"), "--language", "xx")
    with pytest.raises(BadInput):
        run("report", str(venture.pk), "--out", str(tmp_path / "nowhere" / "r.pdf"))
    with pytest.raises(NotFound):
        run("report", str(venture.pk), "--out", str(tmp_path / "r.pdf"), "--user", salesperson.email)
    assert not (tmp_path / "r.pdf").exists()
