"""CPU time of the page of amounts in doubt with 100,000 of them, beside the limit: `python -m benchmarks.amounts`.

A company of its own is made in a temporary folder, or in `--home` (then it stays), by import of two made files of 500,000 lines
together; `--postgres` on a throw-away PostgreSQL instead of SQLite. Least and median of nine runs, of this process alone.
"""

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

import duckdb

from benchmarks.measure import last_json, postgres, prepare, run, tenure

LIMIT = 60.0
# Lines of each file, and how every fifth of them is damaged: the price a thousand times, or without its decimal mark.
FILES = {
    "thousandfold": (400_000, "format('{:.2f}', price * 1000)"),
    "lost_decimal": (100_000, "(price * 1000)::BIGINT::VARCHAR"),
}
ORDERS = """SELECT 'C' || (n % 20000) AS client_id, '{name}-' || n AS order_number, 1 AS quantity,
    DATE '2024-01-01' + (n % 700)::INTEGER AS date, 'P' || (n // 5 % 40) AS product,
    10 + n // 5 % 40 + (n % 7) / 10 AS price,
    CASE WHEN n % 5 = 0 THEN {damaged} ELSE format('{{:.2f}}', price) END AS amount FROM range({lines}) made(n)"""


def fill(home: Path, database_url: str) -> None:
    prepare(home, database_url)
    for name, (lines, damaged) in FILES.items():
        file = home / f"{name}.csv"
        made = ORDERS.format(name=name, damaged=damaged, lines=lines)
        duckdb.sql(f"COPY (SELECT * EXCLUDE price FROM ({made})) TO '{file}' (HEADER)")
        taken = tenure("import", "orders", str(file), "--no-score", "--json", home=home, database_url=database_url)
        print(f"{lines:,} lines imported in {taken.seconds:.0f} s")


def show(home: Path, database_url: str) -> None:
    if not (home / "lost_decimal.csv").exists():
        fill(home, database_url)
    count, rows = last_json(run(["-m", "benchmarks.amounts_page"], home=home, database_url=database_url).output)
    print(f"{count:,} left in doubt\n{'page':<34}{'least':>8}{'median':>8}{'limit':>7}{'queries':>9}{'kB':>6}")
    for name, least, median, queries, size in rows:
        over = "  OVER" if queries and median > LIMIT else ""
        print(f"{name:<34}{least:>8.1f}{median:>8.1f}{LIMIT:>7.0f}{queries:>9}{size:>6.0f}{over}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a folder for the company; without it a temporary one")
    parser.add_argument("--postgres", action="store_true", help="on a throw-away PostgreSQL")
    given = parser.parse_args()
    with ExitStack() as stack:
        home = given.home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tenure-bench-")))
        home.mkdir(parents=True, exist_ok=True)
        show(home, stack.enter_context(postgres()) if given.postgres else "")


if __name__ == "__main__":
    main()
