"""The rejected lines as a file: their own columns and a remark, to be corrected and loaded again."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tenure.kernel.errors import Problem
from tenure.orders.files.check import CheckedFile
from tenure.orders.files.load import room_for
from tenure.orders.files.records import is_formula_like

REMARK = "tenure_remark"
_BATCH = 5_000
_NUMBER = re.compile(r"[+-][\d.,\s\u00a0\u202f]+")


@dataclass(frozen=True)
class LineProblem:
    """One problem of one line. severity: reject or warning."""

    line: int
    column: str | None
    value: str
    problem: Problem
    severity: str


def read_problems(database: Path, *, limit: int, severity: str | None = None, after: int = 0) -> list[LineProblem]:
    """The first problems by line, from line `after` on (exclusive)."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT line_no, column_name, value, code, data::VARCHAR, severity FROM problems "
            "WHERE line_no > $after AND ($severity IS NULL OR severity = $severity) ORDER BY line_no, column_name "
            "LIMIT $limit",
            {"after": after, "severity": severity, "limit": limit},
        ).fetchall()
    return [_line_problem(*row) for row in rows]


def example_problems(database: Path, *, each: int) -> list[LineProblem]:
    """The first few of every kind (code and column), so that one frequent problem does not hide the others."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT line_no, column_name, value, code, data::VARCHAR, severity FROM problems "
            "QUALIFY row_number() OVER (PARTITION BY code, column_name ORDER BY line_no) <= $each ORDER BY "
            "severity, line_no",
            {"each": each},
        ).fetchall()
    return [_line_problem(*row) for row in rows]


def _line_problem(line: int, column: str | None, value: str | None, code: str, data: str, severity: str) -> LineProblem:
    details: dict[str, Any] = {**json.loads(data), "line": line, "column": column, "value": value or ""}
    return LineProblem(line, column, value or "", Problem(code, details), severity)


def write_rejected(checked: CheckedFile, out: Path, say: Callable[[Problem], str]) -> int:
    """Write the rejected lines with their problems in words; returns how many. `say` makes the sentence.

    The file is meant to come back: what a spreadsheet would take for a formula gets an apostrophe that `load_lines`
    takes away again. Numbers stay as they were.
    """
    separator = checked.shape.separator if checked.shape.separator in {";", ",", "\t", "|"} else ";"
    headings = [column.heading or "" for column in checked.shape.columns]
    with room_for(out.parent), out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=separator, lineterminator="\r\n")
        if checked.shape.has_heading:
            writer.writerow([*headings, REMARK])
        return _write_lines(checked.database, writer.writerow, say)


def _write_lines(database: Path, write: Callable[[list[str]], Any], say: Callable[[Problem], str]) -> int:
    written = 0
    with duckdb.connect(str(database), read_only=True) as connection:
        lines = connection.execute("SELECT * FROM raw ORDER BY line_no")
        while rows := lines.fetchmany(_BATCH):
            remarks = _remarks(database, rows[0][0], rows[-1][0], say)
            for line, *cells in rows:
                write([*(safe_cell(cell or "") for cell in cells), remarks[line]])
            written += len(rows)
    return written


def _remarks(database: Path, first: int, last: int, say: Callable[[Problem], str]) -> Mapping[int, str]:
    found: dict[int, list[str]] = defaultdict(list)
    for problem in _problems_between(database, first, last):
        found[problem.line].append(say(problem.problem))
    return {line: safe_remark(" ".join(sentences)) for line, sentences in found.items()}


def _problems_between(database: Path, first: int, last: int) -> Iterator[LineProblem]:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT line_no, column_name, value, code, data::VARCHAR, severity FROM problems "
            "WHERE severity = 'reject' AND line_no BETWEEN ? AND ? ORDER BY line_no",
            [first, last],
        ).fetchall()
    return (_line_problem(*row) for row in rows)


def safe_cell(text: str) -> str:
    """A cell no spreadsheet program takes for a formula; one that begins so already is marked once more."""
    if is_formula_like(text.lstrip("'")) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def safe_remark(text: str) -> str:
    """One line of text that no spreadsheet program takes for a formula."""
    flat = " ".join(text.split())
    return f"'{flat}" if is_formula_like(flat) else flat
