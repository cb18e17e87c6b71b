"""The same expressions on a real Spark, master and two workers in processes of their own, and the same numbers."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenure.engine.models import bg_nbd
from tenure.engine.purchase_pass import purchase_table
from tenure.engine.purchases import histories_of, purchases
from tenure.engine.summary import summarise
from tenure.journeys.order_files.fit_file import fit_file
from tenure.journeys.order_files.reading import Reading
from tenure.journeys.order_files.score_engine import score_engine
from tenure.journeys.order_files.table_engines import table_engine
from tests import spark_cluster
from tests.datasets import lifetimes_data
from tests.ground import DATABASE

MISSING = spark_cluster.missing() or (
    "" if DATABASE == "sqlite" else "Spark knows no database: tested with SQLite once"
)
pytestmark = [pytest.mark.spark, pytest.mark.skipif(bool(MISSING), reason=f"NO SPARK: {MISSING}")]
CALIBRATION, END = date(1997, 9, 30), date(1998, 6, 30)


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The CDNOW sample as a folder of Parquet files, clients named in Cyrillic, every twentieth row a return."""
    folder = tmp_path_factory.mktemp("orders")
    fields = [line.split() for line in lifetimes_data("CDNOW_sample.txt").read_text().splitlines()]
    amounts = [float(own[4]) for own in fields]
    table = pa.table(
        {
            "client_id": [f"клиент {own[1]}" for own in fields],
            "order_date": [datetime.strptime(own[2], "%Y%m%d").date() for own in fields],  # noqa: DTZ007
            "amount": [-amount if row % 20 == 0 and row else amount for row, amount in enumerate(amounts)],
        }
    )
    for number in range(4):
        pq.write_table(table.slice(number * 2000, 2000), folder / f"part-{number}.parquet")
    return folder


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with spark_cluster.cluster(tmp_path_factory.mktemp("spark")) as (address, _processes):
        yield address


def rows_in(backend: Any, folder: Path) -> ir.Table:
    place = str(folder if backend.name == "pyspark" else folder / "*.parquet")
    table = backend.read_parquet(place)
    return table.select(
        client="client_id", day="order_date", amount="amount", margin=ibis.null("int64"), is_return=table.amount < 0
    )


def test_spark_computes_what_duckdb_computes_and_the_model_is_the_same(master: str, orders: Path) -> None:
    here = rows_in(ibis.duckdb.connect(), orders)
    asked: dict[str, Any] = {"until": CALIBRATION, "unit": "week", "holdout_until": END}
    with table_engine("spark", master) as backend:
        there = rows_in(backend, orders)
        histories = purchase_table(there, **asked)
        summary = summarise(there, as_of=END).to_pyarrow()
    assert_same(histories, purchases(here, **asked).to_pyarrow())
    assert_same(summary, summarise(here, as_of=END).to_pyarrow())
    on_spark, on_duckdb = (
        bg_nbd.fit(histories_of(table, "week")) for table in (histories, purchase_table(here, **asked))
    )
    for name in bg_nbd.NAMES:
        assert getattr(on_spark, name) == pytest.approx(getattr(on_duckdb, name), rel=1e-9)


def assert_same(found: pa.Table, expected: pa.Table) -> None:
    """Types, counts, times and quartiles to the last digit; sums of logarithms may be added in another order."""
    assert found.schema == expected.schema
    found, expected = found.sort_by("client"), expected.sort_by("client")
    for name in found.column_names:
        close = pa.types.is_floating(found[name].type) and name not in ("t_x", "T")
        assert_equal(found[name], expected[name], 1e-12 if close else 0.0, name)


def assert_equal(found: pa.ChunkedArray, expected: pa.ChunkedArray, relative: float, name: str) -> None:
    """Equal, numbers within `relative` (absolutely below one) of each other."""
    if not relative:
        assert found.equals(expected), name
        return
    assert found.is_null().equals(expected.is_null()), name
    one, other = (np.asarray(column.fill_null(0.0), dtype=float) for column in (found, expected))
    np.testing.assert_allclose(one, other, rtol=relative, atol=relative, err_msg=name)


def test_scores_of_a_folder_are_those_of_duckdb(master: str, orders: Path) -> None:
    on_spark, on_duckdb = (
        score_engine(
            orders, reading=Reading(engine=engine, master=address), as_of=END, today=date(2026, 1, 1), out=None,
            progress=lambda step, done, total: None,
        )
        for engine, address in (("spark", master), ("duckdb", ""))
    )  # fmt: skip
    counts = {name: value for name, value in on_spark.counts.items() if name != "seconds"}
    assert counts == {name: on_duckdb.counts[name] for name in counts}
    here, there = (outcome.table.sort_by("client") for outcome in (on_duckdb, on_spark))
    for name in here.column_names:
        money = pa.types.is_floating(here[name].type)  # an interval may end a cent apart
        assert_equal(there[name], here[name], 1e-3 if money else 0.0, name)


def test_tenure_fit_finds_the_same_parameters_on_spark(master: str, orders: Path) -> None:
    on_spark, on_duckdb = (
        fit_file(
            orders, reading=Reading(engine=engine, master=address), model="bg-nbd", unit="week", until=CALIBRATION,
            today=date(2026, 1, 1), progress=lambda step, done, total: None,
        )
        for engine, address in (("spark", master), ("duckdb", ""))
    )  # fmt: skip
    assert on_spark.parameters == pytest.approx(on_duckdb.parameters, rel=1e-9)
    assert on_spark.log_likelihood == pytest.approx(on_duckdb.log_likelihood, rel=1e-12)
    assert (on_spark.clients, on_spark.tuples) == (on_duckdb.clients, on_duckdb.tuples)
