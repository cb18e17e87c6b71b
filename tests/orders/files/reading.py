"""Writes a small file, checks it, and gives what came out: the shape of most tests of this folder."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from tenure.kernel.errors import BadInput
from tenure.orders.files.check import CheckedFile, check_file
from tenure.orders.files.mapping import mapping_from_args
from tenure.orders.files.rejected import read_problems
from tenure.orders.files.shape import inspect_file

TODAY = date(2026, 5, 12)


def write(folder: Path, content: str | bytes, name: str = "orders.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def check(path: Path, *maps: str, today: date = TODAY, **options) -> CheckedFile:
    shape = inspect_file(path)
    chosen = replace(mapping_from_args(shape, list(maps), options.pop("currency", "EUR")), **options)
    return check_file(shape, chosen, workdir=path.parent / "work", today=today, progress=lambda *_: None)


def check_text(folder: Path, content: str | bytes, *maps: str, **options) -> CheckedFile:
    return check(write(folder, content), *maps, **options)


def rows(checked: CheckedFile, columns: str, where: str = "true") -> list[tuple]:
    with duckdb.connect(str(checked.database), read_only=True) as connection:
        return connection.execute(f"SELECT {columns} FROM lines WHERE {where} ORDER BY line_no").fetchall()


def problems(checked: CheckedFile) -> list[tuple]:
    return [(p.line, p.column, p.value, p.problem.code) for p in read_problems(checked.database, limit=1000)]


def refusal(path: Path, *maps: str, **options) -> str:
    """The code a file is refused with."""
    try:
        check(path, *maps, **options)
    except BadInput as error:
        return error.problem.code
    raise AssertionError(f"{path.name} was accepted")
