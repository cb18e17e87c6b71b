"""`tenure import` as scripts and people meet it: JSON, sentences, exit codes, nothing written when refused."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.processes import environment, prepared, tenure
from tests.orders.csv_files import row, write_csv

CONTRACT = [
    "rows_read", "orders_written", "clients_created", "clients_matched", "rejected", "duplicates", "returns", "seconds",
]  # fmt: skip


def orders_in(home: Path) -> int:
    with sqlite3.connect(home / "tenure.sqlite3") as connection:
        return int(connection.execute("SELECT count(*) FROM orders_order").fetchone()[0])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return prepared(tmp_path / "home")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_csv(
        tmp_path / "good.csv",
        [
            row("2025-03-01", "10", client_id="A", order_number="1"),
            row("2025-03-02", "-5", client_id="B", order_number="C2"),
        ],
    )


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return write_csv(
        tmp_path / "bad.csv",
        [
            row("2025-03-01", "10", client_id="A", order_number="1"),
            row("2025-02-31", "5", client_id="B", order_number="2"),
        ],
    )


def test_it_ends_with_the_line_of_json_of_the_contract(home: Path, good: Path) -> None:
    answer = tenure(home, "import", "orders", str(good), "--json", "--no-score")
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout.splitlines()[-1])
    assert list(told)[: len(CONTRACT)] == CONTRACT
    assert [told[name] for name in CONTRACT[:-1]] == [2, 2, 2, 0, 0, 0, 1]


def test_a_bad_line_is_named_and_nothing_is_written(home: Path, bad: Path) -> None:
    answer = tenure(home, "import", "orders", str(bad), "--json", "--no-score")
    assert (answer.returncode, answer.stdout, orders_in(home)) == (2, "", 0)
    assert "Line 3" in answer.stderr
    assert "2025-02-31" in answer.stderr
    assert "--skip-bad" in answer.stderr


def test_the_bad_lines_can_be_left_out_corrected_and_imported(home: Path, bad: Path, tmp_path: Path) -> None:
    rejected = tmp_path / "rejected.csv"
    answer = tenure(home, "import", "orders", str(bad), "--skip-bad", "--rejected", str(rejected), "--no-score")
    assert (answer.returncode, orders_in(home)) == (0, 1)
    rejected.write_text(
        rejected.read_text(encoding="utf-8-sig").replace("2025-02-31", "2025-02-28", 1), encoding="utf-8"
    )
    answer = tenure(home, "import", "orders", str(rejected), "--no-score")
    assert (answer.returncode, orders_in(home)) == (0, 2), answer.stderr


def test_a_dry_run_writes_nothing(home: Path, good: Path) -> None:
    answer = tenure(home, "import", "orders", str(good), "--dry-run", "--json")
    assert (answer.returncode, orders_in(home)) == (0, 0)
    assert json.loads(answer.stdout.splitlines()[-1])["orders_written"] == 2


def test_scores_are_computed_afterwards_and_an_undo_takes_everything_back(home: Path, good: Path) -> None:
    assert tenure(home, "import", "orders", str(good)).returncode == 0
    with sqlite3.connect(home / "tenure.sqlite3") as connection:
        assert connection.execute("SELECT state FROM orders_scorerun").fetchall() == [("done",)]
    assert "good.csv" in tenure(home, "import", "list").stdout
    answer = tenure(home, "import", "undo", "1", "--json", "--no-score")
    assert json.loads(answer.stdout) == {"batch": 1, "lines": 2, "orders": 2, "products": 0, "clients": 2}
    assert tenure(home, "import", "undo", "1").returncode == 2
    assert tenure(home, "import", "undo", "99").returncode == 2


@pytest.mark.parametrize(
    "wrong",
    [
        ("nowhere.csv",),
        ("good.csv", "--map", "client=No such column"),
        ("good.csv", "--rate", "USD=nothing"),
        ("good.csv", "--user", "nobody@example.com"),
    ],
)
def test_wrong_use_is_a_sentence_and_exit_code_2(home: Path, good: Path, wrong: tuple[str, ...]) -> None:
    answer = tenure(home, "import", "orders", str(good.parent / wrong[0]), *wrong[1:])
    assert (answer.returncode, orders_in(home)) == (2, 0)
    assert len(answer.stderr.splitlines()) == 1
    assert "Traceback" not in answer.stderr


def test_an_unprepared_database_is_said_to_be_so(tmp_path: Path, good: Path) -> None:
    answer = tenure(tmp_path / "empty", "import", "orders", str(good))
    assert answer.returncode == 2
    assert "tenure init" in answer.stderr


def test_a_database_that_does_not_answer_is_said_to_be_so(tmp_path: Path, good: Path) -> None:
    url = "postgres://nobody@127.0.0.1:9/nothing"
    answer = tenure(tmp_path / "empty", "import", "orders", str(good), DATABASE_URL=url)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr


def test_a_full_disk_is_said_to_be_so_and_nothing_is_written(home: Path, tmp_path: Path) -> None:
    rows = (f"C{n},2025-01-01,N{n},{n}.25" for n in range(60_000))
    large = write_csv(tmp_path / "large.csv", rows, heading="client_id,date,order_number,amount")
    # No file may grow beyond a megabyte: to the program that is a disk that is full.
    script = f"trap '' XFSZ; ulimit -f 1000; exec {sys.executable} -m tenure import orders {large} --no-score"
    answer = subprocess.run(["bash", "-c", script], env=environment(home), capture_output=True, text=True, check=False)
    assert answer.returncode == 2, answer.stderr
    assert "Traceback" not in answer.stderr
    assert orders_in(home) == 0


def test_the_order_of_day_and_month_is_asked_for_by_the_name_of_its_option(home: Path, tmp_path: Path) -> None:
    lines = [row(f"0{day}/04/2025", "10", client_id=f"A{day}", order_number=str(day)) for day in (1, 2, 3)]
    file = write_csv(tmp_path / "open.csv", lines)
    answer = tenure(home, "import", "orders", str(file), "--no-score")
    assert (answer.returncode, orders_in(home)) == (2, 0)
    assert "--date-format dmy" in answer.stderr
    assert "--date-format mdy" in answer.stderr
    assert tenure(home, "import", "orders", str(file), "--date-format", "mdy", "--no-score").returncode == 0


def test_the_decimal_mark_can_be_said_when_the_file_leaves_it_open(home: Path, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "open.csv", [row("2025-03-01", "1.234", client_id="A", order_number="1")])
    answer = tenure(home, "import", "orders", str(file), "--no-score")
    assert (answer.returncode, orders_in(home)) == (2, 0)
    assert "--decimal ." in answer.stderr
    assert "€1,234" in tenure(home, "import", "orders", str(file), "--decimal", ",", "--dry-run").stdout
