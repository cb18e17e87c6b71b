"""A file of orders becomes scores, with no database of the application: check, group by client, score, write.

Heavy: run by the command line only. Lines that cannot be used are left out and counted; nothing is asked.
"""

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from tenure.clients.matching.names import normal_names
from tenure.engine.errors import EngineError
from tenure.engine.months import months_back
from tenure.engine.scores import ScoredBase, score_clients
from tenure.journeys.cards.rhythm_strip import OrderMark
from tenure.journeys.order_files.output_place import require_place
from tenure.journeys.order_files.reading import Reading
from tenure.journeys.order_files.score_report import write_report
from tenure.journeys.order_files.score_tables import OUTPUTS, readable_table, write_table
from tenure.journeys.order_files.score_words import base_sentences, reading_sentence
from tenure.journeys.scoring.sound_amounts import with_sound_amounts
from tenure.kernel.errors import BadInput, Problem
from tenure.kernel.workbench import open_workbench
from tenure.orders.files.check import CheckedFile, check_file
from tenure.orders.files.mapping import mapping_from_args
from tenure.orders.files.options import Options
from tenure.orders.files.shape import FileShape, inspect_file

Progress = Callable[[str, int, int | None], None]
REPORT = ".html"


@dataclass(frozen=True)
class FileScores:
    """Scores of a file's clients. labels: id and name by client number; orders: order numbers, or client-days without
    them, returns not counted; marks: order days of clients since a day, for drawing; damaged: lines of the 12 months
    whose amounts look damaged, and their sum in minor units."""

    file_name: str
    checked: CheckedFile
    scored: ScoredBase
    labels: pa.Table
    orders: int
    currency: str
    marks: Callable[[list[int], date], dict[int, list[OrderMark]]]
    damaged: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class ScoreOutcome:
    """What the command tells: the table of scores as people read it, sentences about the base, and the counts."""

    table: pa.Table
    sentences: tuple[str, ...]
    counts: dict[str, Any]


def score_file(
    path: Path, *, reading: Reading, as_of: date | None, today: date, out: Path | None, progress: Progress
) -> ScoreOutcome:
    """Score the clients of `path` at the end of day `as_of` (the last order day when None), and write `out`.

    out: .csv, .parquet, .xlsx or .html (a report in the active language); None writes nothing. Raises BadInput for
    anything that makes the file, a setting or the target unusable; `out` then does not exist or is as it was.
    """
    started = time.monotonic()
    if out and out.suffix.lower() not in (*OUTPUTS, REPORT):
        raise BadInput("score_output_kind", out=str(out), kinds=", ".join((*OUTPUTS, REPORT)))
    require_place(out)
    with tempfile.TemporaryDirectory(prefix="tenure-score-") as folder:
        checked = check(path, reading, Path(folder), today, progress)
        progress("scoring", 0, None)
        bench = open_workbench(checked.database)
        try:
            found = score_lines(bench, checked, as_of)
            table = readable_table(found.scored, found.labels, found.currency)
            if out:
                progress("writing", 0, None)
                write(out, found, table)
        finally:
            bench.close()
    sentences = (*base_sentences(found.scored.base, found.currency, found.damaged), reading_sentence(checked))
    return ScoreOutcome(table, sentences, counts(found, out, time.monotonic() - started))


def check(path: Path, reading: Reading, workdir: Path, today: date, progress: Progress) -> CheckedFile:
    """The file checked into a DuckDB; BadInput when not a single line can be used."""
    shape = inspect_file(path)
    checked = check_file(shape, options_of(shape, reading), workdir=workdir, today=today, progress=progress)
    if checked.good:
        return checked
    for question in checked.questions:
        if question.kind in ("date_order", "decimal"):
            sample = question.samples[0] if question.samples else ""
            raise BadInput(f"score_{question.kind}", file=path.name, column=question.heading or "", value=sample)
    first = first_problem(checked)
    raise BadInput("score_no_good_lines", file=path.name, lines=checked.rows_read, first=first.code, details=first.data)


def first_problem(checked: CheckedFile) -> Problem:
    """The first of the most frequent kind of problem, with its place and value."""
    with duckdb.connect(str(checked.database), read_only=True) as bench:
        line, column, value, code, data = one_row(
            bench,
            """SELECT line_no, column_name, value, code, data::VARCHAR FROM problems WHERE severity = 'reject'
            ORDER BY count(*) OVER (PARTITION BY code) DESC, line_no LIMIT 1""",
        )
    return Problem(code, {**json.loads(data or "{}"), "line": line, "column": column, "value": value})


def options_of(shape: FileShape, reading: Reading) -> Options:
    """The person's words as options of the reader. `client=COL` with a column of names means the name."""
    options = mapping_from_args(shape, list(reading.maps), reading.currency)
    return replace(
        options,
        date_format=reading.date_format,
        decimal=reading.decimal,
        currency=reading.currency,
        rates=dict(reading.rates),
        keep_duplicates=reading.keep_duplicates,
    )


def score_lines(bench: duckdb.DuckDBPyConnection, checked: CheckedFile, as_of: date | None) -> FileScores:
    """Scores of the checked lines, clients told apart by id, else e-mail, tax id, or the words of their names."""
    labels = number_clients(bench)
    last, orders = one_row(
        bench,
        """SELECT max(day) FILTER (NOT is_return),
        count(DISTINCT (client, coalesce(order_number, day::VARCHAR))) FILTER (NOT is_return) FROM order_rows""",
    )
    day = as_of or last or checked.last_day or date.min
    try:
        scored = score_clients(
            ibis.duckdb.from_connection(bench).table(with_sound_amounts(bench, "order_rows")), as_of=day
        )
    except EngineError as error:
        if error.code != "no_orders":
            raise
        raise BadInput("score_no_orders_until", day=str(day), first=str(checked.first_day)) from error

    def marks(clients: list[int], since: date) -> dict[int, list[OrderMark]]:
        return order_marks(bench, clients, since, day)

    damaged = one_row(
        bench,
        f"""SELECT count(*), coalesce(sum(amount), 0)::BIGINT FROM order_rows
        WHERE looks_damaged AND day > DATE '{months_back(day, 12)}' AND day <= DATE '{day}'""",
    )
    currency = checked.options.currency
    return FileScores(
        checked.shape.path.name, checked, scored, labels, orders, currency, marks, (damaged[0], damaged[1])
    )


def order_marks(
    bench: duckdb.DuckDBPyConnection, clients: list[int], since: date, until: date
) -> dict[int, list[OrderMark]]:
    """Order days and return days of these clients, in one query."""
    found: dict[int, list[OrderMark]] = {client: [] for client in clients}
    sql = """SELECT client, day, sum(amount)::BIGINT, is_return FROM order_rows
        WHERE client IN (SELECT unnest(?)) AND day BETWEEN ? AND ? GROUP BY ALL"""
    for client, day, amount, is_return in bench.execute(sql, [clients, since, until]).fetchall():
        found[client].append(OrderMark(day, amount, is_return))
    return found


def number_clients(bench: duckdb.DuckDBPyConnection) -> pa.Table:
    """Make the table `order_rows`; returns a table (client, id, name), one row per client in order."""
    nameless = "client_id IS NULL AND email IS NULL AND tax_id IS NULL"
    names = [
        name for (name,) in bench.execute(f"SELECT DISTINCT client_name FROM lines WHERE {nameless}").fetchall() if name
    ]
    spelled = pa.table({"name": pa.array(names, pa.string()), "normal": pa.array(normal_names(names), pa.string())})
    bench.register("spelled_rows", spelled)
    bench.execute("CREATE TABLE spelled AS SELECT * FROM spelled_rows")
    bench.unregister("spelled_rows")
    key = """CASE WHEN client_id IS NOT NULL THEN 'i' || client_id WHEN email IS NOT NULL THEN 'e' || lower(email)
        WHEN tax_id IS NOT NULL THEN 't' || tax_id ELSE 'n' || coalesce(nullif(s.normal, ''), client_name) END"""
    bench.execute(
        f"""CREATE VIEW with_key AS SELECT {key} AS key, lines.* FROM lines
        LEFT JOIN spelled s ON {nameless} AND s.name = client_name"""
    )
    bench.execute(
        """CREATE TABLE people AS SELECT row_number() OVER (ORDER BY key) - 1 AS client, * FROM (
        SELECT key, coalesce(min(client_id), min(email), min(tax_id), min(client_name)) AS id,
        CASE WHEN min(client_id) IS NOT NULL OR min(email) IS NOT NULL OR min(tax_id) IS NOT NULL
        THEN min(client_name) END AS name FROM with_key GROUP BY key)"""
    )
    bench.execute(
        """CREATE TABLE order_rows AS
        SELECT people.client, day, amount_minor AS amount, margin_minor AS margin, is_return, order_number,
        coalesce(damage, '') IN ('thousandfold', 'lost_decimal') AS looks_damaged
        FROM with_key JOIN people USING (key)"""
    )
    return bench.execute("SELECT client, id, name FROM people ORDER BY client").to_arrow_table()


def one_row(bench: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    """The only row of a query."""
    return bench.execute(sql).fetchall()[0]


def write(out: Path, found: FileScores, table: pa.Table) -> None:
    """Write beside the target and put in place at once, so that a half-written file is never seen."""
    unfinished = out.with_name(f".{out.stem}.unfinished{out.suffix}")
    try:
        if out.suffix.lower() == REPORT:
            write_report(unfinished, found)
        else:
            write_table(unfinished, table)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


def counts(found: FileScores, out: Path | None, seconds: float) -> dict[str, Any]:
    """The last line of --json."""
    checked, base = found.checked, found.scored.base
    return {
        "rows_read": checked.rows_read,
        "clients": base.clients,
        "orders": found.orders,
        "rejected": checked.rejected,
        "duplicates": checked.duplicates,
        "returns": checked.returns,
        "damaged": checked.damaged,
        "as_of": found.scored.as_of.isoformat(),
        "currency": found.currency,
        "silent": base.silent,
        "falling": base.falling,
        "model": found.scored.model.verdict,
        "out": str(out) if out else None,
        "seconds": round(seconds, 2),
    }
