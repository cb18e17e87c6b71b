"""Real files: what stands in the database afterwards is what an independent query of the file says."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from django.db.models import Sum

from tenure.clients.models import Client
from tenure.orders.models import Order, OrderLine
from tenure.privacy.models import Workspace
from tests.datasets import lifetimes_data
from tests.orders.csv_files import import_file

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def company(workspace: Workspace) -> Workspace:
    return workspace


def stored() -> tuple[int, int, int, int]:
    """Clients, orders, lines and cents."""
    cents = OrderLine.objects.aggregate(sum=Sum("amount_minor"))["sum"]
    assert cents == Order.objects.aggregate(sum=Sum("amount_minor"))["sum"]
    return Client.objects.count(), Order.objects.count(), OrderLine.objects.count(), cents


def asked(sql: str, path: Path) -> tuple[int, ...]:
    row = duckdb.execute(sql.replace("FILE", f"'{path}'")).fetchone()
    assert row is not None
    return row


CDNOW = """
WITH cells AS (SELECT string_split_regex(trim(line), '\\s+') AS c
               FROM read_csv(FILE, columns = {'line': 'VARCHAR'}, delim = '\x1f', header = false, quote = '')),
lines AS (SELECT c[CLIENT] AS client, c[DAY] AS day, (c[MONEY]::DECIMAL(18, 2) * 100)::BIGINT AS cents FROM cells
          WHERE regexp_full_match(c[DAY], '[0-9]{8}'))
SELECT count(DISTINCT client), count(DISTINCT (client, day)), count(*), sum(cents)::BIGINT FROM lines
"""


def cdnow(client: int, day: int, money: int) -> str:
    return CDNOW.replace("CLIENT", str(client)).replace("DAY", str(day)).replace("MONEY", str(money))


def test_cdnow_sample_of_lifetimes(tmp_path: Path) -> None:
    path = lifetimes_data("CDNOW_sample.txt")
    result = import_file(path, tmp_path / "work", maps=("client=2", "date=3", "amount=5"))
    assert stored() == asked(cdnow(2, 3, 5), path)
    assert (result.rejected, result.duplicates) == (0, 0)


def test_cdnow_master(shared_data: Callable[[str], Path], tmp_path: Path) -> None:
    path = shared_data("cdnow_master.txt")
    import_file(path, tmp_path / "work", maps=("client=1", "date=2", "amount=4"))
    assert stored() == asked(cdnow(1, 2, 4), path)


RETAIL = """
WITH distinct_lines AS (SELECT DISTINCT * FROM read_parquet(FILE) WHERE "Customer ID" IS NOT NULL)
SELECT count(DISTINCT "Customer ID"), count(DISTINCT ("Customer ID", Invoice)), count(*),
       sum(round(Quantity * Price * 100))::BIGINT,
       count(*) FILTER (Invoice LIKE 'C%')
FROM distinct_lines
"""


def test_online_retail_lines_with_returns_and_exact_duplicates(
    shared_data: Callable[[str], Path], tmp_path: Path
) -> None:
    path = shared_data("online_retail_2009_2010_lines.parquet")
    result = import_file(path, tmp_path / "work", skip_bad=True)
    clients, orders, lines, cents, returns = asked(RETAIL, path)
    assert stored()[:3] == (clients, orders, lines)
    assert abs(stored()[3] - cents) <= lines // 1000  # halves of a cent may be rounded either way
    assert OrderLine.objects.filter(is_return=True).count() == result.returns == returns
    assert result.rows_read == lines + result.rejected + result.duplicates == 525_461
    assert (
        Order.objects.filter(is_return=True, number__startswith="C").count()
        == Order.objects.filter(number__startswith="C").count()
    )


INVOICES = """
SELECT count(DISTINCT c), count(DISTINCT (c, inv)), count(*), sum(round(amt * 100))::BIGINT
FROM (SELECT DISTINCT * FROM read_parquet(FILE) WHERE c IS NOT NULL AND d IS NOT NULL AND amt IS NOT NULL)
"""


def test_online_retail_invoices(shared_data: Callable[[str], Path], tmp_path: Path) -> None:
    path = shared_data("online_retail_2009_2011_invoices.parquet")
    result = import_file(path, tmp_path / "work", skip_bad=True)
    assert result.rows_read == asked("SELECT count(*) FROM read_parquet(FILE)", path)[0]
    clients, orders, lines, cents = asked(INVOICES, path)
    assert stored()[:3] == (clients, orders, lines)
    assert abs(stored()[3] - cents) <= lines // 1000  # halves of a cent may be rounded either way


SUPERSTORE = """
SELECT count(DISTINCT "Customer ID"), count(DISTINCT ("Customer ID", "Order ID")), count(*)
FROM read_csv(FILE, delim = ';', header = true, all_varchar = true, encoding = 'latin-1', quote = '"',
              null_padding = true)
WHERE "Sales" IS NOT NULL AND trim("Sales") <> ''
"""


def test_superstore_with_its_damaged_amounts(shared_data: Callable[[str], Path], tmp_path: Path) -> None:
    path = shared_data("superstore.csv")
    result = import_file(path, tmp_path / "work", skip_bad=True)
    assert stored()[:3] == asked(SUPERSTORE, path)
    assert result.damaged == OrderLine.objects.filter(damage__in=["lost_decimal", "thousandfold"]).count() > 0
    assert Order.objects.filter(looks_damaged=True).exists()
