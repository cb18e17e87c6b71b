"""Files as the world has them, counted a second time by plain DuckDB."""

from datetime import date

import duckdb
import pytest

from tests.datasets import lifetimes_data

from .reading import check, rows

TODAY = date(2026, 5, 12)


def test_the_cdnow_log_of_the_lifetimes_package_is_read_whole(tmp_path):
    copy = tmp_path / "CDNOW_master.txt"
    copy.write_bytes(lifetimes_data("CDNOW_master.txt").read_bytes())
    checked = check(copy, "client=1", "date=2", "amount=4", today=TODAY)
    text = copy.read_text().split("\n")
    expected = [line.split() for line in text[1:] if line.strip()]
    assert (checked.rows_read, checked.good, checked.rejected, checked.duplicates) == (
        len(expected),
        len(expected),
        0,
        0,
    )
    assert checked.amount_minor == sum(round(float(line[3]) * 100) for line in expected)
    assert rows(checked, "line_no, client_id, amount_minor")[0] == (
        2,
        expected[0][0],
        round(float(expected[0][3]) * 100),
    )


def test_cdnow_master_is_counted_as_duckdb_counts_it(tmp_path, shared_data):
    path = shared_data("cdnow_master.txt")
    counted = duckdb.sql(
        "SELECT count(*), count(DISTINCT cells[1]), count(*) FILTER (cells[4]::DOUBLE <= 0), "
        "sum(round(cells[4]::DOUBLE * 100))::BIGINT "
        f"FROM (SELECT string_split_regex(trim(line), '\\s+') AS cells FROM read_csv('{path}', "
        "columns={'line': 'VARCHAR'}, header=true, delim='|', auto_detect=false))"
    ).fetchall()[0]
    checked = _check_elsewhere(path, tmp_path)
    assert counted == (69659, 23570, 80, checked.amount_minor)
    assert (checked.good, checked.rejected, checked.duplicates) == (69659, 0, 0)
    assert len(set(rows(checked, "client_id"))) == 23570
    assert len(rows(checked, "1", "amount_minor <= 0")) == 80


def test_superstore_is_counted_as_duckdb_counts_it(tmp_path, shared_data):
    path = shared_data("superstore.csv")
    total, without, orders, clients = duckdb.sql(
        'SELECT count(*), count(*) FILTER ("Sales" IS NULL), count(DISTINCT "Order ID") FILTER ("Sales" IS NOT NULL), '
        'count(DISTINCT "Customer ID") FILTER ("Sales" IS NOT NULL) '
        f"FROM read_csv('{path}', delim=';', header=true, quote='\"', all_varchar=true, encoding='latin-1')"
    ).fetchall()[0]
    checked = _check_elsewhere(path, tmp_path)
    assert (checked.rows_read, checked.rejected, checked.good) == (total, without, total - without)
    assert (checked.options.date_format, checked.duplicates) == ("mdy", 0)
    assert len(set(rows(checked, "order_number"))) == orders
    assert len(set(rows(checked, "client_id"))) == clients
    assert checked.damaged > 0.95 * 4118 - 100
    assert rows(checked, "amount_minor, damage", "line_no = 5") == [(957577500, "lost_decimal")]


def test_the_retail_lines_are_counted_as_duckdb_counts_them(tmp_path, shared_data):
    path = shared_data("online_retail_2009_2010_lines.parquet")
    counts = duckdb.sql(
        """
        WITH good AS (SELECT * FROM read_parquet($path) WHERE "Customer ID" IS NOT NULL),
             once AS (SELECT DISTINCT * FROM good)
        SELECT (SELECT count(*) FROM read_parquet($path)), (SELECT count(*) FROM good),
               count(*), count(*) FILTER ("Quantity" < 0), count(DISTINCT "Customer ID"),
               sum(floor(abs("Quantity" * "Price") * 100 + 0.5 + 1e-9) * sign("Quantity"))::BIGINT,
               count(*) FILTER (starts_with("Invoice", 'C') AND "Quantity" < 0) FROM once
        """,
        params={"path": str(path)},
    ).fetchall()[0]
    total, good, once, negative, clients, amount, cancelled = counts
    checked = _check_elsewhere(path, tmp_path)
    assert (
        (checked.rows_read, checked.rejected, checked.duplicates)
        == (total, total - good, good - once)
        == (525461, 107927, 6771)
    )
    assert (checked.good, checked.returns, checked.amount_minor) == (once, negative, amount)
    assert len(rows(checked, "1", "is_return AND starts_with(order_number, 'C')")) == cancelled
    assert len(set(rows(checked, "client_id"))) == clients


def test_the_retail_invoices_are_counted_as_duckdb_counts_them(tmp_path, shared_data):
    path = shared_data("online_retail_2009_2011_invoices.parquet")
    total, clients, first, last, amount = duckdb.sql(
        "SELECT count(*), count(DISTINCT c), min(d), max(d), sum(floor(abs(amt) * 100 + 0.5 + 1e-9) * "
        "sign(amt))::BIGINT FROM read_parquet($path)",
        params={"path": str(path)},
    ).fetchall()[0]
    checked = _check_elsewhere(path, tmp_path)
    assert (checked.good, checked.rejected, checked.duplicates) == (total, 0, 0)
    assert (checked.first_day, checked.last_day, checked.amount_minor) == (first, last, amount)
    assert len(set(rows(checked, "client_id"))) == clients


@pytest.mark.parametrize("name", ["cdnow_sample.txt"])
def test_a_log_without_heading_needs_its_columns_named(tmp_path, shared_data, name):
    checked = _check_elsewhere(shared_data(name), tmp_path, "client=2", "date=3", "amount=5", "quantity=4")
    assert (checked.good, checked.rejected) == (6919, 0)
    assert len(set(rows(checked, "client_id"))) == 2357


def _check_elsewhere(path, tmp_path, *maps):
    """Check a read-only file: the link lies in a folder of the test's own, where the work is done."""
    link = tmp_path / path.name
    link.symlink_to(path)
    return check(link, *maps, today=TODAY)
