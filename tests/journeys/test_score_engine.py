"""Folders and table engines: the same orders give the same scores as the careful reader gives for the one file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from tenure.journeys.order_files.reading import Reading
from tenure.journeys.order_files.score_engine import score_engine
from tenure.journeys.order_files.score_file import ScoreOutcome, score_file
from tenure.kernel.errors import BadInput
from tenure.kernel.problems import sentence
from tests.engine.simulation import Truth, simulate

TODAY = date(2026, 11, 20)
Score = Callable[..., ScoreOutcome]


def quiet(step: str, done: int, total: int | None) -> None:
    """Progress nobody looks at."""


def scored(way: Score, path: Path, **reading: Any) -> ScoreOutcome:
    as_of = reading.pop("as_of", None)
    return way(path, reading=Reading(**reading), as_of=as_of, today=TODAY, out=None, progress=quiet)


def orders(clients: int = 400) -> pa.Table:
    """Orders of clients with names of letters and signs, some of them returns; amounts in units of money."""
    rows = simulate(Truth(clients=clients), np.random.default_rng(11)).orders().to_pyarrow()
    names = pa.array([f"клиент ș {number}" for number in rows["client"].to_pylist()])
    amounts = [
        amount / 100 if number % 23 else -amount / 100 for number, amount in enumerate(rows["amount"].to_pylist())
    ]
    return pa.table({"client_id": names, "order_date": rows["day"], "amount": pa.array(amounts)})


def folder_of(path: Path, table: pa.Table, parts: int = 3) -> Path:
    folder = path / "orders"
    folder.mkdir()
    step = -(-table.num_rows // parts)
    for number in range(parts):
        pq.write_table(table.slice(number * step, step), folder / f"part-{number}.parquet")
    return folder


def comparable(outcome: ScoreOutcome) -> list[dict[str, Any]]:
    rows = outcome.table.sort_by("client").to_pylist()
    return [
        {name: pytest.approx(value, rel=1e-4) if isinstance(value, float) else value for name, value in row.items()}
        for row in rows
    ]


@pytest.fixture
def careful(tmp_path: Path) -> ScoreOutcome:
    path = tmp_path / "whole.csv"
    pa_csv.write_csv(orders(), path)
    return scored(score_file, path)


def test_a_folder_of_parquet_gives_the_scores_of_the_whole_file(careful: ScoreOutcome, tmp_path: Path) -> None:
    found = scored(score_engine, folder_of(tmp_path, orders()))
    assert found.table.sort_by("client").to_pylist() == comparable(careful)
    same = ("rows_read", "clients", "rejected", "returns", "as_of", "currency", "silent", "falling", "model")
    assert {name: found.counts[name] for name in same} == {name: careful.counts[name] for name in same}


def test_a_csv_on_a_table_engine_gives_the_scores_of_the_careful_reader(careful: ScoreOutcome, tmp_path: Path) -> None:
    found = scored(score_engine, tmp_path / "whole.csv", engine="duckdb")
    assert found.table.sort_by("client").to_pylist() == comparable(careful)


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_days_amounts_and_returns_are_read_as_said(tmp_path: Path) -> None:
    path = written(
        tmp_path / "shop.csv", "client_id;date;amount;quantity", "a;31.12.2025;10,50;1", "a;5/1/2026;7,25;1",
        "a;20260110;3;1", "a;11-01-2026;3;-1", "b;01.01.2026;1;2",
    )  # fmt: skip
    found = scored(score_engine, path, engine="duckdb", date_format="dmy", decimal=",", as_of=date(2026, 3, 1))
    first, second = found.table.sort_by("client").to_pylist()
    assert (first["order_days"], first["first_day"], first["last_day"]) == (3, date(2025, 12, 31), date(2026, 1, 10))
    assert (first["revenue"], second["revenue"]) == (10.50 + 7.25 + 3 - 3, 1)
    assert found.counts["returns"] == 1


def test_rows_that_cannot_be_used_are_left_out_and_counted(tmp_path: Path) -> None:
    path = written(
        tmp_path / "shop.csv", "client_id,date,amount,currency", "a,2026-01-05,10,EUR", ",2026-01-05,10,EUR",
        "a,2026-02-30,10,EUR", "a,2026-01-06,ten,EUR", "a,2031-01-06,10,EUR", "a,1900-01-06,10,EUR",
        "a,2026-01-06,inf,EUR", "a,2026-01-06,1e300,EUR", "a,2026-01-07,10,GBP", "a,2026-01-08,10,USD",
    )  # fmt: skip
    found = scored(score_engine, path, engine="duckdb", currency="EUR", rates={"USD": 0.5})
    assert (found.counts["rows_read"], found.counts["rejected"]) == (10, 8)
    assert found.table.to_pylist()[0]["revenue"] == 15


def test_repeated_rows_of_an_order_are_left_out_unless_kept(tmp_path: Path) -> None:
    line = "a,2026-01-05,10,17"
    path = written(tmp_path / "shop.csv", "client_id,date,amount,order_number", line, line)
    once, twice = (scored(score_engine, path, engine="duckdb", keep_duplicates=keep) for keep in (False, True))
    assert [found.table.to_pylist()[0]["revenue"] for found in (once, twice)] == [10, 20]


def refused(path: Path, **reading: Any) -> str:
    with pytest.raises(BadInput) as raised:
        scored(score_engine, path, **reading)
    assert len(sentence(raised.value)) > 20
    return raised.value.problem.code


@pytest.mark.parametrize(
    ("reading", "code"),
    [
        ({"engine": "flink"}, "engines_unknown"),
        ({"engine": "duckdb", "master": "spark://127.0.0.1:7077"}, "engines_master_unused"),
        ({"engine": "spark", "master": "sprak"}, "engines_master_form"),
        ({"engine": "duckdb", "date_format": "%d"}, "engines_date_format"),
        ({"engine": "duckdb", "date_format": "dmy"}, "engines_no_good_rows"),
        ({"engine": "duckdb", "as_of": date(1999, 1, 1)}, "score_no_orders_until"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_setting_that_cannot_be_is_refused(tmp_path: Path, reading: dict[str, Any], code: str) -> None:
    path = written(tmp_path / "shop.csv", "client_id,date,amount", "a,2026-01-05,10")
    assert refused(path, **reading) == code


def test_a_folder_without_files_or_with_two_kinds_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == "engines_empty_folder"
    written(tmp_path / "a.csv", "client_id,date,amount", "a,2026-01-05,10")
    pq.write_table(orders(5), tmp_path / "b.parquet")
    assert refused(tmp_path) == "engines_mixed_folder"


def test_files_of_other_columns_are_refused(tmp_path: Path) -> None:
    pq.write_table(orders(5), tmp_path / "a.parquet")
    pq.write_table(pa.table({"other": [1]}), tmp_path / "b.parquet")
    assert refused(tmp_path) == "engines_failed"


def test_a_file_of_returns_alone_is_refused(tmp_path: Path) -> None:
    assert refused(written(tmp_path / "a.csv", "client_id,date,amount", "a,2026-01-05,-1")) == "trust_no_orders"


def test_a_missing_column_is_refused(tmp_path: Path) -> None:
    assert refused(written(tmp_path / "a.csv", "client_id,amount", "a,1"), engine="duckdb") == "engines_missing_column"


def test_rows_whose_client_is_not_a_number_are_left_out(tmp_path: Path) -> None:
    clients = pa.array([1.0, 1.0, float("nan"), 2.0])
    table = pa.table({"client": clients, "date": ["2026-01-05"] * 4, "amount": [10.0] * 4})
    pq.write_table(table, tmp_path / "shop.parquet")
    found = scored(score_engine, tmp_path, engine="duckdb")
    assert (found.counts["clients"], found.counts["rejected"]) == (2, 1)


@pytest.mark.parametrize("mark", ["x", "\\", "'"])
def test_a_decimal_mark_is_a_point_or_a_comma(mark: str) -> None:
    with pytest.raises(BadInput) as raised:
        Reading(decimal=mark)
    assert raised.value.problem.code == "decimal_wrong"


def test_a_text_of_another_alphabet_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("клиент;дата;сумма\nИванов;2026-01-05;10\n".encode("cp1251"))
    assert refused(path, engine="duckdb") == "engines_layout"


def test_a_report_is_not_drawn_by_a_table_engine(tmp_path: Path) -> None:
    path = written(tmp_path / "shop.csv", "client_id,date,amount", "a,2026-01-05,10")
    with pytest.raises(BadInput) as raised:
        score_engine(
            path, reading=Reading(engine="duckdb"), as_of=None, today=TODAY, out=tmp_path / "a.html", progress=quiet
        )
    assert raised.value.problem.code == "score_output_kind"
    assert not (tmp_path / "a.html").exists()


def test_without_spark_its_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "shop.csv", "client_id,date,amount", "a,2026-01-05,10")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert refused(path, engine="spark") == "engines_no_spark"


def test_a_master_that_does_not_answer_is_named_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "shop.csv", "client_id,date,amount", "a,2026-01-05,10")
    monkeypatch.setenv("JAVA_HOME", "/somewhere")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    assert refused(path, engine="spark", master="spark://127.0.0.1:1") == "engines_no_master"
