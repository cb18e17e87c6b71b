"""`tenure report`: one page, complete in itself, with every picture, two sentences and a table each."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from tenure.cli.report import app
from tests.cli.in_process import refused, told
from tests.cli.orders_log import CDNOW_MAPS, cdnow_sample, orders_file
from tests.cli.processes import prepared, tenure

HEADINGS = (
    "Orders so far, and ahead",
    "Can its chances be believed",
    "How often clients order again",
    "What an order brings",
    "Who is still a client",
    "Can its alarms be believed",
    "Who brings the income",
    "Old clients and new ones",
    "Which model",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


@cache
def written(folder: Path, language: str) -> str:
    out = folder / f"{language}.html"
    printed = told(
        app, cdnow_sample(), *CDNOW_MAPS, "--horizon", "39w", "--origins", "2", "--out", out, "--language", language
    )
    assert str(out) in printed
    return out.read_text(encoding="utf-8")


def test_it_needs_nothing_beside_itself(folder: Path) -> None:
    page = written(folder, "en")
    assert not re.findall(r"<(?:script|link|img|iframe)\b|url\((?!#)|@import|https?://", page)
    assert "light-dark(" in page
    assert "@media print" in page
    assert not re.search(r"\sstyle=|\son\w+=", page)


def test_every_part_has_its_heading_two_sentences_and_figures(folder: Path) -> None:
    page = written(folder, "en")
    assert tuple(re.findall(r"<h2>(.+?)</h2>", page)) == HEADINGS
    for part in re.split(r"<section", page)[1:]:
        assert re.search(r"<h2>.+?</h2>\s*<p>.{30,}</p>", part), part[:80]
        assert "<table" in part or "Can its alarms be believed" in part
    assert page.count('<p class="check">') >= len(HEADINGS) - 1


def test_every_chart_says_its_finding_to_those_who_do_not_see_it(folder: Path) -> None:
    page = written(folder, "en")
    labels = re.findall(r'<svg class="chart"[^>]* role="img" aria-label="([^"]+)"', page)
    assert len(labels) >= 5
    assert all(re.search(r"\d", label) for label in labels)
    assert page.count("<details>") == len(labels)


def test_it_begins_with_what_may_be_done_and_says_how_far_the_totals_were_off(folder: Path) -> None:
    page = written(folder, "en")
    heading = re.search(r"<h1>(.+?)</h1>", page)
    assert heading
    assert "NBD" in heading[1]
    assert re.search(
        r'<p class="lead">In 2 forecasts of 39 weeks the total of orders was off by', page.replace("\xa0", " ")
    )


def test_places_on_the_charts_are_numbers(folder: Path) -> None:
    page = written(folder, "en")
    assert not re.search(r"\bnan\b|\binf\b|None", re.sub(r"<style>.*?</style>", "", page, flags=re.S))
    heights = [float(height) for height in re.findall(r'class="bar [a-z]+"[^>]* height="([-\d.]+)"', page)]
    assert heights
    assert all(0 <= height <= 190 for height in heights)


@pytest.mark.parametrize(("language", "words"), [("ru", "Какая модель"), ("ro", "Care model")])
def test_it_speaks_the_language_asked_for(folder: Path, language: str, words: str) -> None:
    page = written(folder, language)
    assert f'<html lang="{language}">' in page
    assert f"<h2>{words}</h2>" in page
    assert not [heading for heading in HEADINGS if heading in page]


def test_names_cannot_break_out_of_the_page(tmp_path: Path) -> None:
    rows = [(f"c{n}", f"2025-{1 + m:02d}-{1 + n % 28:02d}", "10") for n in range(40) for m in range(0, 12, 1 + n % 4)]
    file = orders_file(tmp_path / "<script>alert(1)<.csv", rows)
    told(app, file, "--out", tmp_path / "page.html")
    assert "<script" not in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_without_amounts_to_learn_from_the_rest_is_still_shown(tmp_path: Path) -> None:
    rows = [(f"c{n}", f"2025-{1 + m:02d}-{1 + n % 28:02d}", "0") for n in range(40) for m in range(0, 12, 1 + n % 4)]
    told(app, orders_file(tmp_path / "o.csv", rows), "--out", tmp_path / "page.html")
    headings = re.findall(r"<h2>(.+?)</h2>", (tmp_path / "page.html").read_text(encoding="utf-8"))
    assert "What an order brings" not in headings
    assert "Which model" in headings


ONCE = [(f"c{n}", "2025-01-05", "10.00") for n in range(50)]


@pytest.mark.parametrize(
    ("out", "words"), [("page.doc", ".html"), ("no/such/page.html", "no folder"), ("page.html", "cannot be checked")]
)
def test_a_refused_report_leaves_what_was_there(tmp_path: Path, out: str, words: str) -> None:
    file = orders_file(tmp_path / "o.csv", ONCE)
    (tmp_path / "page.html").write_text("as it was")
    assert words in refused(app, file, "--out", tmp_path / out)
    assert (tmp_path / "page.html").read_text() == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["o.csv", "page.html"]


def test_the_company_gets_its_report_in_its_language(tmp_path: Path) -> None:
    home = prepared(tmp_path / "home")
    rows = [(f"c{n}", f"2025-{1 + m:02d}-{1 + n % 28:02d}", "10") for n in range(40) for m in range(0, 12, 1 + n % 4)]
    file = orders_file(tmp_path / "orders.csv", rows)
    answer = tenure(home, "import", "orders", str(file), "--map", "client=client", "--no-score")
    assert answer.returncode == 0, answer.stderr
    out = tmp_path / "page.html"
    answer = tenure(home, "report", "--db", "--out", str(out), "--json")
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["out"] == str(out)
    assert '<html lang="en">' in out.read_text(encoding="utf-8")
