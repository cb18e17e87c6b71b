"""Print what Tenure takes beside its limits: `python -m benchmarks.run [--quick] [--write]`.

--quick: a tenth of the sizes. --write: renew docs/benchmarks.md with the table, the engine's part kept. Takes about a
quarter of an hour on two cores; the files it makes are kept in the folder given by --folder for the next time.
"""

import argparse
import os
import platform
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import duckdb_extension_sqlite_scanner

from benchmarks.files import shop_orders, wholesale_lines
from benchmarks.measure import last_json, postgres, prepare, tenure
from benchmarks.serving import measure_serving

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


@dataclass(frozen=True)
class Row:
    """One line of the table. note: processor time, and what the comparison takes."""

    what: str
    measured: str
    limit: str
    note: str


def plain_reading(file: Path) -> float:
    """Seconds DuckDB alone needs to read the file and sum it per client."""
    began = time.perf_counter()
    duckdb.sql(f"SELECT client_id, sum(amount), count(*) FROM read_csv('{file}') GROUP BY 1").fetchall()
    return time.perf_counter() - began


def plain_aggregation(home: Path) -> float:
    """Seconds of the aggregation alone that every scoring needs: order days and money per client, read from SQLite."""
    bench = duckdb.connect()
    extension = next(
        (Path(str(duckdb_extension_sqlite_scanner.__file__)).parent / "extensions").rglob(
            "sqlite_scanner.duckdb_extension"
        )
    )
    bench.execute(f"LOAD '{extension}'")
    bench.execute(f"ATTACH '{home / 'tenure.sqlite3'}' AS app (TYPE sqlite, READ_ONLY)")
    began = time.perf_counter()
    bench.execute(
        "CREATE TABLE t AS SELECT client_id, min(day), max(day), count(DISTINCT day), sum(amount_minor)"
        " FROM app.orders_order GROUP BY client_id"
    )
    return time.perf_counter() - began


def measure_import(home: Path, file: Path, what: str, *, database_url: str = "", limit: str) -> Row:
    """One import by command, without the scores."""
    taken = tenure("import", "orders", str(file), "--no-score", "--json", home=home, database_url=database_url)
    counts = last_json(taken.output)
    lines = counts["rows_read"]
    alone = plain_reading(file)
    return Row(
        what,
        f"{lines / taken.seconds:,.0f} lines/s, {taken.peak_mib:,.0f} MiB",
        limit,
        f"{lines:,} lines in {taken.seconds:.1f} s, {taken.cpu_seconds:.1f} s CPU; DuckDB reading alone {alone:.1f} s",
    )


def measure_rescore(home: Path) -> Row:
    """All scores of the base in `home`."""
    taken = tenure("rescore", "--json", home=home)
    answer = last_json(taken.output)
    alone = plain_aggregation(home)
    return Row(
        f"rescore {answer['clients']:,} clients",
        f"{taken.seconds:.1f} s, {taken.peak_mib:,.0f} MiB",
        "60 s",
        f"{taken.cpu_seconds:.1f} s CPU; plain aggregation {alone:.1f} s, {alone / taken.seconds:.0%} of it",
    )


def measure_all(folder: Path, scale: float) -> list[Row]:
    """All measurements, on fresh homes below the folder."""
    file = shop_orders(folder, int(1_000_000 * scale))
    rows = []
    with tempfile.TemporaryDirectory(dir=folder) as name:
        home = Path(name) / "home"
        prepare(home)
        rows.append(measure_import(home, file, "import, SQLite, new clients", limit="100,000 lines/s"))
        rows.append(measure_rescore(home))
        served = measure_serving(home)
    rows += [
        Row("start of tenure serve", f"{served.first_page_seconds:.1f} s", "3 s", "until the first page"),
        Row(
            "memory of tenure serve",
            f"{served.pss_mib:.0f} MiB PSS",
            "240 MiB",
            "web processes and job worker together",
        ),
        Row(
            "client list, 8 at once",
            f"{served.pages_per_second:.0f} pages/s",
            "90 pages/s",
            f"{served.cpu_ms_per_page:.1f} ms CPU each",
        ),
    ]
    long = wholesale_lines(folder, int(10_000_000 * scale))
    with tempfile.TemporaryDirectory(dir=folder) as name, postgres() as database_url:
        home = Path(name) / "home"
        prepare(home)
        rows.append(measure_import(home, long, "import, SQLite, long file", limit="100,000 lines/s, 1,536 MiB"))
        prepare(Path(name) / "other", database_url)
        what = "import, PostgreSQL, new clients"
        rows.append(
            measure_import(Path(name) / "other", file, what, database_url=database_url, limit="100,000 lines/s")
        )
    return rows


def table(rows: list[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| what | measured | limit | note |", "|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {row.what} | {row.measured} | {row.limit} | {row.note} |" for row in rows)])


def main() -> None:
    """Measure, print, and write the document when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "tenure-benchmarks")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    size = "a tenth of the sizes" if given.quick else "full sizes"
    machine = (
        f"{os.cpu_count()} cores, other programs' load {load:.1f} at the start, Python {platform.python_version()}, "
        f"{datetime.now(UTC):%Y-%m-%d}, {size}"
    )
    text = table(measure_all(given.folder, 0.1 if given.quick else 1.0))
    print(f"{machine}\n\n{text}")
    if given.write:
        head = "# Benchmarks\n\nWritten by `python -m benchmarks.run --write`; pages by `python -m benchmarks.pages`.\n"
        engine = "".join(DOCUMENT.read_text(encoding="utf-8").partition("\n<!-- engine: begin -->")[1:])
        DOCUMENT.write_text(f"{head}\nMachine: {machine}\n\n{text}\n{engine}", encoding="utf-8")


if __name__ == "__main__":
    main()
