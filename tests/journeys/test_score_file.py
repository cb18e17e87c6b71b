"""A stranger's file becomes scores: right by a second computation, open to other programs, refused in plain words."""

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
from django.utils import translation

from tenure.cli.score import score
from tenure.journeys.order_files.score_file import Reading, ScoreOutcome, score_file
from tenure.kernel.errors import BadInput
from tenure.kernel.problems import sentence
from tests.datasets import lifetimes_data

TODAY = date(2026, 5, 15)
LOG = ("client=1", "date=2", "amount=4")


def scored(path: Path, out: Path | None = None, as_of: date | None = None, maps: tuple[str, ...] = ()) -> ScoreOutcome:
    reading = Reading(maps=maps)
    return score_file(path, reading=reading, as_of=as_of, today=TODAY, out=out, progress=lambda *_: None)


@pytest.fixture(scope="module")
def cdnow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """69,659 orders of 23,570 clients in columns apart by spaces, here without its heading."""
    target = tmp_path_factory.mktemp("cdnow") / "log.txt"
    lines = lifetimes_data("CDNOW_master.txt").read_text().splitlines(keepends=True)
    target.write_text("".join(line for line in lines if line.split()[0].isdigit()))
    return target


@pytest.fixture(scope="module")
def report(cdnow: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("report") / "report.html"
    with translation.override("en"):
        scored(cdnow, out, maps=LOG)
    return out.read_text(encoding="utf-8")


def orders_file(path: Path, rows: list[tuple[str, str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("Client", "Order Date", "Amount"), *rows])
    return path


def test_clients_orders_and_money_are_those_of_the_file(cdnow: Path) -> None:
    expected: dict[str, set[str]] = {}
    money: Counter[str] = Counter()
    for line in cdnow.read_text().splitlines():
        client, day, _quantity, amount = line.split()
        expected.setdefault(client, set()).add(day)
        money[client] += round(float(amount) * 100)
    outcome = scored(cdnow, maps=LOG)
    table = {row["client"]: row for row in outcome.table.to_pylist()}
    assert outcome.counts["rows_read"] == sum(1 for _ in cdnow.open())
    assert outcome.counts["orders"] == sum(map(len, expected.values()))
    assert {client: len(days) for client, days in expected.items()} == {
        c: row["order_days"] for c, row in table.items()
    }
    assert {client: minor / 100 for client, minor in money.items()} == pytest.approx(
        {client: row["revenue"] for client, row in table.items()}
    )
    assert outcome.counts["as_of"] == "1998-06-30"


@pytest.mark.parametrize("kind", [".csv", ".parquet", ".xlsx"])
def test_every_kind_of_table_holds_the_same(cdnow: Path, tmp_path: Path, kind: str) -> None:
    small = tmp_path / "some.txt"
    small.write_text("".join(cdnow.read_text().splitlines(keepends=True)[:400]))
    out = tmp_path / f"scores{kind}"
    outcome = scored(small, out, maps=LOG)
    if kind == ".xlsx":
        heading, *rows = openpyxl.load_workbook(out, read_only=True).active.iter_rows(values_only=True)
        found = [dict(zip(heading, row, strict=True)) for row in rows]
    elif kind == ".csv":
        found = list(csv.DictReader(out.open(encoding="utf-8-sig")))
    else:
        found = pq.read_table(out).to_pylist()
    expected = outcome.table.to_pylist()
    assert [row["client"] for row in found] == [row["client"] for row in expected]
    assert [float(row["revenue"]) for row in found] == pytest.approx([row["revenue"] for row in expected])
    assert [str(row["last_day"])[:10] for row in found] == [str(row["last_day"]) for row in expected]


def test_names_that_look_like_formulas_are_made_harmless(tmp_path: Path) -> None:
    hostile = ["=1+1", "+cmd", "-2", "@SUM(A1)", "plain = fine"]
    source = orders_file(tmp_path / "o.csv", [(name, "2026-01-05", "10.00") for name in hostile])
    scored(source, tmp_path / "s.csv", maps=("client=Client",))
    scored(source, tmp_path / "s.xlsx", maps=("client=Client",))
    sheet = openpyxl.load_workbook(tmp_path / "s.xlsx").active
    names = {cell.value for cell in sheet["A"][1:]}
    assert names == {row["client"] for row in csv.DictReader((tmp_path / "s.csv").open(encoding="utf-8-sig"))}
    assert names == {"'=1+1", "'+cmd", "'-2", "'@SUM(A1)", "plain = fine"}
    assert {cell.data_type for cell in sheet["A"]} == {"s"}


def test_names_in_another_spelling_are_one_client(tmp_path: Path) -> None:
    rows = [("ООО «Рассвёт»", "2026-01-05", "10"), ("рассвет", "2026-02-05", "10"), ("Moldpac SRL", "2026-02-06", "5")]
    outcome = scored(orders_file(tmp_path / "o.csv", rows), maps=("client_name=1", "date=2", "amount=3"))
    assert sorted(row["order_days"] for row in outcome.table.to_pylist()) == [1, 2]


def test_lines_that_cannot_be_used_are_counted_and_left_out(tmp_path: Path) -> None:
    rows = [
        ("a", "2026-01-05", "10.00"),
        ("a", "2026-02-31", "10.00"),
        ("", "2026-01-06", "10.00"),
        ("b", "2026-01-07", "x"),
    ]
    outcome = scored(orders_file(tmp_path / "o.csv", rows))
    assert (outcome.counts["rows_read"], outcome.counts["rejected"], outcome.counts["clients"]) == (4, 3, 1)


def test_the_day_asked_for_hides_what_came_later(cdnow: Path) -> None:
    early = scored(cdnow, as_of=date(1997, 12, 31), maps=LOG)
    last = max(row["last_day"] for row in early.table.to_pylist())
    assert last <= date(1997, 12, 31)
    assert early.counts["as_of"] == "1997-12-31"


@pytest.mark.parametrize(
    ("rows", "maps", "as_of", "code"),
    [
        ([("a", "2026-13-45", "1")], (), None, "score_no_good_lines"),
        ([("a", "03/04/2025", "1"), ("b", "05/06/2025", "2")], (), None, "score_date_order"),
        ([("a", "2026-01-05", "1")], (), date(2025, 1, 1), "score_no_orders_until"),
        ([("a", "2026-01-05", "1")], ("client=9",), None, "unknown_column"),
        ([], (), None, "no_lines"),
    ],
)
def test_bad_input_is_refused_with_a_sentence_and_nothing_written(
    tmp_path: Path, rows: list[tuple[str, str, str]], maps: tuple[str, ...], as_of: date | None, code: str
) -> None:
    source, out = orders_file(tmp_path / "orders.csv", rows), tmp_path / "out.csv"
    with pytest.raises(BadInput) as refusal:
        scored(source, out, as_of, maps)
    assert refusal.value.problem.code == code
    assert len(sentence(refusal.value)) > 30
    assert [path.name for path in tmp_path.iterdir()] == ["orders.csv"]


@pytest.mark.parametrize(
    ("name", "code"), [("scores.doc", "score_output_kind"), ("no/such/s.csv", "score_output_folder")]
)
def test_a_target_that_cannot_be_written_is_refused_before_reading(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        scored(tmp_path / "not even there.csv", tmp_path / name)
    assert refusal.value.problem.code == code


def test_a_folder_of_the_targets_name_is_refused_before_reading(tmp_path: Path) -> None:
    (tmp_path / "scores.csv").mkdir()
    with pytest.raises(BadInput) as refusal:
        scored(tmp_path / "not even there.csv", tmp_path / "scores.csv")
    assert refusal.value.problem.code == "output_is_a_folder"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that takes no files, whoever asks")
def test_a_folder_that_takes_no_files_is_refused_before_reading(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refusal:
        scored(tmp_path / "not even there.csv", Path("/proc/scores.csv"))
    assert refusal.value.problem.code == "output_refused"
    assert "/proc" in sentence(refusal.value)


def test_the_report_needs_nothing_beside_itself(report: str) -> None:
    assert not re.findall(r"<(?:script|link|img|iframe)\b|url\((?!#)|@import|https?://", report)
    assert "light-dark(" in report
    assert "@media print" in report


def test_the_report_begins_with_its_finding(report: str) -> None:
    heading = re.search(r"<h1>(.+?)</h1>", report)
    assert heading
    assert re.match(r"[\d,]+ clients are silent for longer than their own rhythm explains", heading[1])
    assert "23,570 clients brought" in report


def test_the_report_draws_strips_matrix_and_concentration(report: str) -> None:
    assert report.count('role="img"') >= 40
    assert len(re.findall(r'class="heat\d"', report)) == 9
    assert 'class="income"' in report
    assert re.search(r"/C?NBD(-k)? \(\w+\): r = ", report)


@pytest.mark.parametrize(("language", "words"), [("ru", "молчат дольше"), ("ro", "tac mai mult")])
def test_the_report_speaks_the_language_asked_for(cdnow: Path, tmp_path: Path, language: str, words: str) -> None:
    with translation.override(language):
        scored(cdnow, tmp_path / "report.html", maps=LOG)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page
    assert words in page
    assert "Silent now" not in page


def test_names_cannot_break_out_of_the_report(tmp_path: Path) -> None:
    rows = [("<script>alert(1)</script>", f"2026-0{month}-05", "10") for month in (1, 2, 3)]
    out = tmp_path / "r.html"
    scored(orders_file(tmp_path / "o.csv", rows), out, maps=("client=1",))
    assert "<script" not in out.read_text(encoding="utf-8")


def run(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, without settings or database."""
    environment = {"PATH": "/usr/bin:/bin", "TENURE_HOME": str(home), "COLUMNS": "160"}
    command = [sys.executable, "-m", "tenure", "score", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=600)


def test_the_command_needs_no_database_and_ends_with_one_line_of_json(cdnow: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = run(
        str(cdnow), *(f"--map={word}" for word in LOG), "--out", str(tmp_path / "s.parquet"), "--json", home=home
    )
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout.splitlines()[-1])
    assert (counts["rows_read"], counts["clients"], counts["model"]) == (69659, 23570, "ok")
    assert not home.exists()


def test_the_command_refuses_bad_input_with_exit_code_two(tmp_path: Path) -> None:
    for words in (
        ["no such file.csv"],
        ["x.csv", "--as-of", "yesterday"],
        ["x.csv", "--as-of", "2999-01-01"],
        ["x.csv", "--language", "de"],
    ):
        done = run(*words, home=tmp_path / "home")
        assert done.returncode == 2
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr


def test_without_a_target_the_clients_are_printed(cdnow: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score(file=cdnow, maps=list(LOG), as_of="", out=None, as_json=False, language="en", date_format="", decimal="",
          currency="", rate=None, keep_duplicates=False)  # fmt: skip
    printed = capsys.readouterr().out
    assert "Silent now" in printed
    assert "23,570 clients brought" in printed


@pytest.mark.parametrize(
    ("name", "maps", "source", "client"),
    [
        ("online_retail_2009_2011_invoices.parquet", (), "'{path}'", "c"),
        (
            "cdnow_master.txt",
            LOG,
            "read_csv('{path}', auto_detect=false, header=false, skip=1, delim='|', columns={{'line': 'VARCHAR'}})",
            "string_split_regex(trim(line), ' +')[1]",
        ),
    ],
)
def test_shared_files_score_as_an_independent_query_counts(
    shared_data: Callable[[str], Path], name: str, maps: tuple[str, ...], source: str, client: str
) -> None:
    path = shared_data(name)
    counts = scored(path, maps=maps).counts
    query = f"SELECT count(DISTINCT {client}), count(*) FROM {source.format(path=path)}"
    assert (counts["clients"], counts["rows_read"]) == duckdb.sql(query).fetchall()[0]


def test_the_sentences_say_what_of_the_money_looks_damaged(tmp_path: Path) -> None:
    days = [(date(2026, 1, 1) + timedelta(days=9 * n)).isoformat() for n in range(14)]
    rows = [(f"Client {client}", day, f"{40 + client}.50") for client in range(20) for day in days]
    rows[-1] = (rows[-1][0], rows[-1][1], "59500.00")
    file = orders_file(tmp_path / "orders.csv", rows)
    with translation.override("en"):
        scored(file, tmp_path / "report.html")
        told = scored(file).sentences
    wanted = "Of this money €59,500 stands on 1 line whose amount looks damaged; forecasts leave it out."
    assert told[2] == wanted
    assert wanted in (tmp_path / "report.html").read_text(encoding="utf-8")
