"""Check a whole file before anything is written: every line with its meaning or its problem, in one DuckDB file."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from tenure.kernel.errors import BadInput
from tenure.orders.files.columns import Reading, find_tidy, settle, text_sql
from tenure.orders.files.damage import flag_damage
from tenure.orders.files.headings import is_unit_cost
from tenure.orders.files.lines import (
    drop_working_columns,
    find_alike,
    leave_out_duplicates,
    number_equal_lines,
    write_lines,
    write_problems,
)
from tenure.orders.files.load import Loaded, Progress, load_lines, open_database, room_for
from tenure.orders.files.mapping import Question, profile, require_roles
from tenure.orders.files.options import Options
from tenure.orders.files.questions import open_questions
from tenure.orders.files.repairs import look_at_odd_values, settle_money
from tenure.orders.files.shape import FileShape

DATABASE = "checked.duckdb"
STEPS = ("reading", "columns", "values", "duplicates", "damage")


@dataclass(frozen=True)
class CheckedFile:
    """The outcome of a check. `database` holds the tables lines, problems and raw; counts are of lines.

    rows_read = good + rejected + duplicates. problem_kinds: (code, column, count, first line), most frequent first.
    options: as they came out, with date order and decimal mark decided. questions: what only a person can settle.
    """

    database: Path
    shape: FileShape
    options: Options
    rows_read: int
    good: int
    rejected: int
    duplicates: int
    returns: int
    damaged: int
    first_day: date | None
    last_day: date | None
    amount_minor: int
    problem_kinds: tuple[tuple[str, str | None, int, int], ...]
    questions: tuple[Question, ...]


def check_file(shape: FileShape, options: Options, *, workdir: Path, today: date, progress: Progress) -> CheckedFile:
    """Read and check every line. Raises BadInput when the file as a whole cannot be used; bad lines are in the result.

    progress(phase, done, total) is called in this thread, phases as in STEPS. The database file lies in workdir.
    """
    require_roles(shape, options.mapping)
    workdir.mkdir(parents=True, exist_ok=True)
    database = workdir / DATABASE
    database.unlink(missing_ok=True)
    with room_for(workdir):
        connection = open_database(database, workdir)
        try:
            checked = _check(connection, shape, options, database, workdir, today, progress)
        finally:
            connection.close()
            shutil.rmtree(workdir / "spill", ignore_errors=True)
    return checked


def _check(
    connection: duckdb.DuckDBPyConnection,
    shape: FileShape,
    options: Options,
    database: Path,
    workdir: Path,
    today: date,
    progress: Progress,
) -> CheckedFile:
    loaded = load_lines(connection, shape, workdir, progress)
    progress("columns", 0, shape.lines)
    date_like = [c.position for c in shape.columns if profile(c).days > 0.8]
    loaded = find_tidy(connection, loaded, {*options.mapping.values(), *date_like})
    reading = settle(connection, loaded, options, today, date_like, serial_days=shape.kind == "xlsx")
    odd = look_at_odd_values(connection, reading)
    money_roles = [role for role in ("amount", "price") if role in options.mapping]
    headings = [shape.columns[options.mapping[role] - 1].heading for role in money_roles]
    money = settle_money(connection, reading, options.currency, options.rates, headings)
    progress("values", 0, shape.lines)
    unit_cost = "cost" in options.mapping and is_unit_cost(shape.columns[options.mapping["cost"] - 1].heading)
    doubted = write_lines(connection, loaded, reading, odd, money, unit_cost)
    rows_read = _scalar(connection, "SELECT count(*) FROM lines")
    write_problems(connection, reading, _titles(shape, options.mapping), loaded.width, doubted)
    progress("duplicates", 0, rows_read)
    find_alike(connection)
    drops = "order_number" in options.mapping and not options.keep_duplicates
    duplicates = leave_out_duplicates(connection, loaded.width) if drops else 0
    number_equal_lines(connection)
    progress("damage", 0, rows_read)
    damaged = flag_damage(connection)
    _warn_of_damage(connection, reading, shape)
    _keep_rejected(connection, loaded)
    drop_working_columns(connection)
    resolved = replace(
        options,
        date_format=reading.date_order,
        decimal=_main_decimal(reading),
        currency=money.workspace,
        mapping=dict(options.mapping),
    )
    return _summary(connection, shape, resolved, database, rows_read, duplicates, damaged)


def _titles(shape: FileShape, mapping: Mapping[str, int]) -> dict[str, str]:
    return {role: shape.columns[place - 1].title for role, place in mapping.items()}


def _main_decimal(reading: Reading) -> str | None:
    for role in ("amount", "price", "quantity"):
        if role in reading.decimals:
            return reading.decimals[role]
    return "."


def _warn_of_damage(connection: duckdb.DuckDBPyConnection, reading: Reading, shape: FileShape) -> None:
    for role in ("amount", "margin"):
        source = role if role in reading.mapping else "price"
        if source not in reading.mapping:
            continue
        connection.execute(
            f"INSERT INTO problems SELECT line_no, ?, {reading.text(source)}, damage, json_object('usual', usual), "
            "'warning' "
            "FROM (SELECT line_no, damage, usual FROM damaged WHERE role = ?) AS found JOIN raw_all USING (line_no)",
            [shape.columns[reading.mapping[source] - 1].title, role],
        )


def _keep_rejected(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> None:
    """Keep the rejected lines as they were written; the copy of the whole file goes."""
    columns = ", ".join(
        f"{text_sql(p, loaded) if loaded.kinds[p - 1] != 'text' else f'c{p}'} AS c{p}"
        for p in range(1, loaded.width + 1)
    )
    connection.execute(
        f"CREATE TABLE raw AS SELECT line_no, {columns} FROM raw_all WHERE line_no IN (SELECT line_no FROM "
        "rejected) ORDER BY line_no"
    )
    connection.execute("DROP VIEW raw_all")
    connection.execute("DROP TABLE work.main.raw_file")


def _summary(
    connection: duckdb.DuckDBPyConnection,
    shape: FileShape,
    options: Options,
    database: Path,
    rows_read: int,
    duplicates: int,
    damaged: int,
) -> CheckedFile:
    if not rows_read:
        raise BadInput("no_lines", file=shape.path.name)
    good, returns, first_day, last_day, amount = connection.execute(
        "SELECT count(*), count(*) FILTER (is_return), min(day), max(day), coalesce(sum(amount_minor), 0)::BIGINT "
        "FROM lines"
    ).fetchall()[0]
    kinds = connection.execute(
        "SELECT code, column_name, count(*), min(line_no) FROM problems GROUP BY ALL ORDER BY count(*) DESC, code, "
        "column_name"
    ).fetchall()
    return CheckedFile(
        database=database, shape=shape, options=options, rows_read=rows_read, good=good,
        rejected=_scalar(connection, "SELECT count(*) FROM raw"), duplicates=duplicates, returns=returns,
        damaged=damaged,
        first_day=first_day, last_day=last_day, amount_minor=amount,
        problem_kinds=tuple(kinds), questions=open_questions(connection, shape, {kind[0] for kind in kinds}),
    )  # fmt: skip


def _scalar(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0])
