"""Every line of the file as text in one DuckDB table, with the physical line it stands on."""

import codecs
import contextlib
import errno
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow

from tenure.kernel.errors import BadInput
from tenure.orders.files.headings import is_remark
from tenure.orders.files.records import Row, odd_width, read_records, unmarked
from tenure.orders.files.scan import CHUNK, fingerprint
from tenure.orders.files.shape import FileShape
from tenure.orders.files.sheets import read_rows

Progress = Callable[[str, int, int | None], None]
BATCH = 20_000
MEMORY = "600MB"
THREADS = 2
_NO_NULL = "\x01"
_NUMBERS = {
    "DOUBLE",
    "FLOAT",
    "BIGINT",
    "INTEGER",
    "SMALLINT",
    "TINYINT",
    "HUGEINT",
    "UBIGINT",
    "UINTEGER",
    "USMALLINT",
    "UTINYINT",
}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = (
    "no space left",
    "out of memory",
    "could not write",
    "failed to offload",
    "file too large",
    "disk quota",
    "max_temp_directory_size",
)


@dataclass(frozen=True)
class Loaded:
    """The table `raw_all(line_no, c1 … cN, fields)`.

    Kinds: text, number or date by column; fields is set on lines of another width. tidy: places of columns in which
    no cell has a space around it, as far as was looked.
    """

    width: int
    kinds: tuple[str, ...]
    tidy: frozenset[int] = frozenset()


@contextlib.contextmanager
def room_for(path: Path) -> Iterator[None]:
    """Turn a full disk or spent memory under DuckDB into a sentence about space."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise BadInput("no_room_to_check", folder=str(path)) from error
        raise
    except duckdb.Error as error:
        if any(words in str(error).casefold() for words in _FULL_WORDS):
            raise BadInput("no_room_to_check", folder=str(path)) from error
        raise


def open_database(path: Path, workdir: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB file that spills into the working folder instead of growing in memory."""
    connection = duckdb.connect(str(path), config={"memory_limit": MEMORY, "threads": THREADS})
    connection.execute("SET temp_directory = ?", [str(workdir / "spill")])
    connection.execute("ATTACH ':memory:' AS work")  # for what lives only during the check: it is not packed
    connection.execute("PRAGMA force_compression = 'uncompressed'")  # read twice and thrown away: packing costs more
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")
    return connection


def run(connection: duckdb.DuckDBPyConnection, sql: str, report: Callable[[float], None] | None = None) -> None:
    """Execute a long statement; `report` hears its share done twice a second, in the caller's thread."""
    if report is None:
        connection.execute(sql)
        return
    with ThreadPoolExecutor(1) as executor:
        work = executor.submit(connection.execute, sql)
        while True:
            try:
                work.result(timeout=0.5)
                return
            except TimeoutError:
                if work.done():
                    raise
                report(max(0.0, connection.query_progress()) / 100)


def load_lines(connection: duckdb.DuckDBPyConnection, shape: FileShape, workdir: Path, progress: Progress) -> Loaded:
    """Fill `raw_all`. Raises BadInput when the file is not the one inspected any more."""
    width = len(shape.columns)
    kinds = ("text",) * width
    if shape.kind == "parquet":
        kinds = _load_parquet(connection, shape, progress)
    elif shape.kind == "xlsx":
        _load_rows(connection, read_rows(shape.path, shape.sheet or "", shape.first_line), shape, progress)
    else:
        _load_text(connection, shape, workdir, progress)
    if fingerprint(shape.path) != shape.sha256:
        raise BadInput("file_changed", file=shape.path.name)
    return Loaded(width, kinds)


def _load_parquet(connection: duckdb.DuckDBPyConnection, shape: FileShape, progress: Progress) -> tuple[str, ...]:
    relation = connection.read_parquet(str(shape.path))
    kinds = tuple(_kind(str(kind)) for kind in relation.types)
    columns = ", ".join(
        f'"{name.replace(chr(34), chr(34) * 2)}"{"" if kind != "text" else "::VARCHAR"} AS c{place}'
        for place, (name, kind) in enumerate(zip(relation.columns, kinds, strict=True), 1)
    )
    path = str(shape.path).replace("'", "''")
    run(
        connection,
        f"CREATE TABLE work.main.raw_file AS SELECT {columns} FROM read_parquet('{path}')",
        lambda share: progress("reading", int(share * (shape.lines or 0)), shape.lines),
    )
    connection.execute(
        "CREATE VIEW raw_all AS SELECT rowid + 1 AS line_no, *, NULL::INTEGER AS fields FROM work.main.raw_file"
    )
    return kinds


def _kind(name: str) -> str:
    if name in _NUMBERS or name.startswith("DECIMAL"):
        return "number"
    return "date" if name.startswith(("DATE", "TIMESTAMP")) else "text"


def _load_text(connection: duckdb.DuckDBPyConnection, shape: FileShape, workdir: Path, progress: Progress) -> None:
    source = shape.path
    if shape.encoding != "utf-8" or shape.lost_letters:
        source = _as_utf8(shape, workdir / "decoded.txt")
    if _is_corrected(shape) or not (shape.direct and _load_directly(connection, source, shape, progress)):
        _load_rows(connection, _careful_rows(source, shape), shape, progress)
    if source != shape.path:
        source.unlink()


def _as_utf8(shape: FileShape, target: Path) -> Path:
    """A copy of the text in UTF-8; runs of lost letters become one replacement sign."""
    decoder = codecs.getincrementaldecoder(shape.encoding or "utf-8")("replace")
    with shape.path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as out:
        source.seek(shape.bom)
        while chunk := source.read(CHUNK):
            text = decoder.decode(chunk)
            out.write(re.sub("\ufffd+", "\ufffd", text) if shape.lost_letters else text)
        out.write(decoder.decode(b"", True))
    return target


def _load_directly(connection: duckdb.DuckDBPyConnection, source: Path, shape: FileShape, progress: Progress) -> bool:
    """Let DuckDB read the text.

    False when its lines are not exactly the physical ones (quoted line ends, stray quotes).
    """
    path, width = str(source).replace("'", "''"), len(shape.columns)
    common = f"header=false, auto_detect=false, strict_mode=false, skip={shape.first_line - 1}"
    if shape.separator == " ":
        select = (
            "SELECT string_split_regex(trim(line), '\\s+') AS cells FROM "
            f"read_csv('{path}', delim='\x01', quote='', escape='', columns={{'line': 'VARCHAR'}}, nullstr='\x02', "
            f"{common})"
        )
    else:
        names = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(1, width + 2))
        select = (
            f"SELECT * FROM read_csv('{path}', delim='{shape.separator}', quote='\"', escape='\"', null_padding=true, "
            f"columns={{{names}}}, nullstr='{_NO_NULL}', {common})"
        )
    try:
        run(
            connection,
            f"CREATE TABLE work.main.raw_file AS {select}",
            lambda share: progress("reading", int(share * (shape.lines or 0)), shape.lines),
        )
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        connection.execute("DROP TABLE IF EXISTS work.main.raw_file")
        return False
    if connection.execute("SELECT count(*) FROM work.main.raw_file").fetchall()[0][0] != shape.lines:
        connection.execute("DROP TABLE work.main.raw_file")
        return False
    _number_lines(connection, shape, width)
    return True


def _number_lines(connection: duckdb.DuckDBPyConnection, shape: FileShape, width: int) -> None:
    """Rows stand in file order, so the row's own number gives its line."""
    if shape.separator == " ":
        cells = ", ".join(f"cells[{place}] AS c{place}" for place in range(1, width + 1))
        fields = f"CASE WHEN len(cells) <> {width} THEN len(cells)::INTEGER END"
    else:
        cells = ", ".join(f"c{place}" for place in range(1, width + 1))
        present = " + ".join(f"(c{place} IS NOT NULL)::INTEGER" for place in range(1, width + 2))
        fields = (
            f"CASE WHEN c{width} IS NULL OR (c{width + 1} IS NOT NULL AND trim(c{width + 1}) <> '') THEN {present} END"
        )
    connection.execute(
        f"CREATE VIEW raw_all AS SELECT rowid + {shape.first_line} AS line_no, {cells}, {fields} AS fields FROM "
        "work.main.raw_file"
    )


def _is_corrected(shape: FileShape) -> bool:
    """Whether this is a file of rejected lines that comes back."""
    return any(is_remark(column.heading) for column in shape.columns)


def _load_rows(
    connection: duckdb.DuckDBPyConnection, rows: Iterator[Row], shape: FileShape, progress: Progress
) -> None:
    """Insert rows read in Python, a batch at a time."""
    width = len(shape.columns)
    names = [f"c{place}" for place in range(1, width + 1)]
    connection.execute(
        "CREATE TABLE work.main.raw_file "
        f"(line_no BIGINT, {', '.join(f'{name} VARCHAR' for name in names)}, fields INTEGER)"
    )
    batch: list[Row] = []
    done = 0
    for row in map(unmarked, rows) if _is_corrected(shape) else rows:
        batch.append(row)
        if len(batch) == BATCH:
            done += _insert(connection, batch, names)
            progress("reading", done, shape.lines)
            batch = []
    _insert(connection, batch, names)
    connection.execute("CREATE VIEW raw_all AS SELECT * FROM work.main.raw_file")


def _insert(connection: duckdb.DuckDBPyConnection, batch: list[Row], names: list[str]) -> int:
    width = len(names)
    cells = [_fitted(row.cells, width) for row in batch]
    table = pyarrow.table(
        {
            "line_no": pyarrow.array([row.line for row in batch], pyarrow.int64()),
            **{
                name: pyarrow.array([row[place] for row in cells], pyarrow.string()) for place, name in enumerate(names)
            },
            "fields": pyarrow.array([odd_width(row.cells, width) for row in batch], pyarrow.int32()),
        }
    )
    connection.register("batch", table)
    connection.execute("INSERT INTO work.main.raw_file SELECT * FROM batch")
    connection.unregister("batch")
    return len(batch)


def _fitted(cells: tuple[str, ...], width: int) -> tuple[str | None, ...]:
    return cells[:width] if len(cells) >= width else cells + (None,) * (width - len(cells))


def _careful_rows(source: Path, shape: FileShape) -> Iterator[Row]:
    with source.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        yield from read_records(text, shape.separator or ",", len(shape.columns), first_line=shape.first_line)
