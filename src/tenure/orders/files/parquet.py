"""Parquet files are packed well: what a few kilobytes unpack to is measured before any of it is taken over."""

from pathlib import Path

import duckdb

from tenure.kernel.errors import BadInput
from tenure.orders.files.scan import LONGEST_LINE

MOST_TIMES = 300  # unpacked to packed, for what is over SMALL
SMALL = 50_000_000  # bytes
MOST_TEXT = 2_000_000_000  # bytes of text in all lines together, when it is over MOST_TIMES the size of the file


def refuse_unfit(connection: duckdb.DuckDBPyConnection, path: Path, size: int) -> list[str]:
    """The headings as they stand in the file. Raises BadInput for one that swells and for lines too long.

    Lines count from 1. Only pages of the dictionary and lengths are looked at here, never a text itself.
    """
    _refuse_swelling(connection, path)
    relation = connection.read_parquet(str(path))
    lengths = [
        f'coalesce(strlen("{name.replace(chr(34), chr(34) * 2)}"), 0)'
        for name, kind in zip(relation.columns, relation.types, strict=True)
        if str(kind) == "VARCHAR"
    ]
    if lengths:
        _refuse_long(connection, path, size, " + ".join(lengths))
    return _headings(connection, path, relation.columns)


def _refuse_swelling(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Raise BadInput by what the parts of the file say they unpack to; a part that lies fails when it is read."""
    unpacked, packed = _row(
        connection,
        "SELECT coalesce(max(total_uncompressed_size), 0), "
        "coalesce(arg_max(total_compressed_size, total_uncompressed_size), 0) FROM parquet_metadata(?)",
        path,
    )
    if unpacked > SMALL and unpacked > MOST_TIMES * max(1, packed):
        raise BadInput("parquet_bomb", file=path.name)


def _refuse_long(connection: duckdb.DuckDBPyConnection, path: Path, size: int, length: str) -> None:
    longest, together = _row(connection, f"SELECT max({length}), sum({length}) FROM read_parquet(?)", path)
    if longest and longest > LONGEST_LINE:
        (line,) = _row(
            connection,
            f"SELECT min(file_row_number) + 1 FROM read_parquet(?, file_row_number=true) WHERE {length} > {LONGEST_LINE}",
            path,
        )
        raise BadInput("line_too_long", file=path.name, line=line, limit=LONGEST_LINE)
    if together and together > MOST_TEXT and together > MOST_TIMES * size:
        raise BadInput("parquet_bomb", file=path.name)


def _headings(connection: duckdb.DuckDBPyConnection, path: Path, columns: list[str]) -> list[str]:
    """DuckDB gives a second column of the same name another one; here it keeps its own."""
    fields = connection.execute("SELECT name, coalesce(num_children, 0) FROM parquet_schema(?)", [str(path)]).fetchall()
    outer, inside = [], 0  # the root comes first, and every field before its own parts
    for name, children in fields[1:]:
        if inside:
            inside -= 1
        else:
            outer.append(name)
        inside += children
    return outer if len(outer) == len(columns) else columns


def _row(connection: duckdb.DuckDBPyConnection, sql: str, path: Path) -> tuple[int, ...]:
    row = connection.execute(sql, [str(path)]).fetchone()
    return row if row is not None else ()
