"""Fill an empty database with a big base: clients with scores and orders, for measuring the pages.

    TENURE_HOME=/some/folder python -m benchmarks.big_base --clients 1000000

The rows are made here, not computed: what counts for the pages is how many there are and how they are spread.
"""

import argparse
import random
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from tenure.clients.matching.names import normal_name, search_text  # noqa: E402
from tenure.clients.search.search import index_pending  # noqa: E402
from tenure.orders.summary import BaseSummary, Cell, Concentration, Step, Totals  # noqa: E402

AS_OF = date(2026, 11, 20)
FIRST = "Бру Сал Мол Чер Luna Soare Dunăr Spic Codr Nistr North River Green Silver Восто Запад Светл Ясн".split()
SECOND = "ов ский ина еску escu eanu ova land field bridge ton ная ский ия ea ești ți star point".split()
TRADE = "Пекарня Кафе Hotel Brutăria Farmacia Magazin Trade Foods Logistics Строй Сервис Market Ателье Vinăria".split()
FORM = "ООО SRL Ltd SA ИП ÎI GmbH".split()
COUNTRIES = [("Moldova", 70), ("Romania", 20), ("Россия", 9), ("Germany", 0.95), ("Iceland", 0.05)]


def people(owners: int) -> list[tuple[Any, ...]]:
    roles = [("administrator", "Ana Rusu"), ("head_of_sales", "Victor Munteanu"), ("analyst", "Maria Ștefan")]
    roles += [("salesperson", f"Salesperson {n}") for n in range(1, owners + 1)]
    made = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        (n, "!", f"{role}{n}@example.com", name, role, True, "en", "", True, 240, made)
        for n, (role, name) in enumerate(roles, 1)
    ]


def clients(count: int, owners: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    names, weights = [c for c, _ in COUNTRIES], [w for _, w in COUNTRIES]
    countries = chance.choices(names, weights, k=count)
    made = datetime(2026, 1, 1, tzinfo=UTC)
    for n in range(1, count + 1):
        word = chance.choice(FIRST) + chance.choice(SECOND)
        name = f"{chance.choice(TRADE)} {word} {chance.choice(FIRST).lower()}{n % 9973} {chance.choice(FORM)}"
        key = f"K{n:07d}"
        owner = None if n % 50 == 0 else 4 + n * owners // (count + 1)
        yield (
            n, name, normal_name(name), search_text(name, key), key, f"office{n}@example.com",
            f"10{n:09d}", f"+373 {n:08d}", countries[n - 1], owner, None, None, made,
        )  # fmt: skip


def scores(count: int, owners: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    for n in range(1, count + 1):
        owner = None if n % 50 == 0 else 4 + n * owners // (count + 1)
        yield (n, owner, *_score(chance))


def _score(chance: random.Random) -> tuple[Any, ...]:
    days = min(400, int(chance.expovariate(0.16)) + 1)
    silence = min(1500, int(chance.expovariate(1 / 220)))
    last = AS_OF - timedelta(days=silence)
    interval = max(3.0, chance.lognormvariate(4, 0.8))
    revenue = int(chance.lognormvariate(11, 1.4)) * days
    yearly = revenue if silence < 365 else 0
    active = max(0.01, min(0.99, 1 - silence / (6 * interval)))
    abc = "" if not yearly else ("A" if yearly > 2_500_000 else "B" if yearly > 700_000 else "C")
    status = "ok" if days >= 3 else ("two_orders" if days == 2 else "one_order")
    silent = status == "ok" and silence > 3 * interval
    value = int(yearly * active)
    x = "X" if days > 8 else "Y" if days > 3 else "Z"
    steady = chance.choice("XYZ") if days >= 3 else ""
    grades = (max(1, 5 - silence // 120), min(5, 1 + days // 3), min(5, 1 + revenue // 800_000))
    return (
        status, last - timedelta(days=int(interval * days)), last, days, silence, revenue, yearly, interval,
        interval / 3, abc, abc, x, steady, *grades, active, value, value // 2, value * 2,
        last + timedelta(days=int(interval * 0.6)), last + timedelta(days=int(interval * 1.4)), silent,
        status == "ok" and chance.random() < 0.05,
    )  # fmt: skip


SCORE_COLUMNS = """client_id owner_id status first_day last_day order_days silence_days revenue_minor
    revenue_12m_minor interval_days interval_spread_days abc_class abc_class_before xyz_frequency_class
    xyz_stability_class rfm_recency rfm_frequency rfm_money p_active value_12m_minor value_12m_low_minor
    value_12m_high_minor window_from window_to is_silent is_falling""".split()


def orders(count: int, per_client: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    for n in range(1, count + 1):
        last = AS_OF - timedelta(days=min(1500, int(chance.expovariate(1 / 220))))
        gap = int(chance.lognormvariate(3.3, 0.7)) + 1
        for step in range(per_client):
            amount = int(chance.lognormvariate(10, 0.8))
            yield (
                n,
                f"{n}-{step}",
                (last - timedelta(days=gap * step)).isoformat(),
                amount,
                "EUR",
                1.0,
                1,
                False,
                False,
            )


def fill(count: int, per_client: int, owners: int) -> None:
    chance = random.Random(7)
    indexes = _drop_indexes()
    with transaction.atomic():
        _insert("privacy_user", "id password email name role is_active language theme single_keys day_minutes "
                "created_at".split(), people(owners))  # fmt: skip
        _insert("privacy_workspace", "id name currency language time_zone hour_cost_minor silence_level".split(),
                [(1, "Codru Trade SRL", "EUR", "en", "Europe/Chisinau", 2000, 0.05)])  # fmt: skip
        _insert("clients_client", "id name normal_name search_text external_id email tax_id phone country owner_id "
                "merged_into_id import_batch_id created_at".split(), clients(count, owners, chance))  # fmt: skip
        rows = [(column, value) for column, value in _run(count).items()]
        _insert("orders_scorerun", [column for column, _ in rows], [tuple(value for _, value in rows)])
        constants = "margin_12m_minor abc_margin_class volume_now_minor".split()
        zeros = (None, "", None)
        _insert("orders_clientscore", [*SCORE_COLUMNS, "run_id", *constants],
                ((*row, 1, *zeros) for row in scores(count, owners, chance)))  # fmt: skip
        _insert("orders_order", "client_id number day amount_minor currency rate line_count is_return "
                "looks_damaged".split(), orders(count, per_client, chance))  # fmt: skip
    with connection.cursor() as cursor:
        for statement in [*indexes, *_sequences()]:
            cursor.execute(statement)
        cursor.execute("ANALYZE")
    index_pending()


def _run(count: int) -> dict[str, Any]:
    import json

    cells = tuple(Cell(abc, xyz, count // 9, count * 40, None, count // 40) for abc in "ABC" for xyz in "XYZ")
    totals = Totals(clients=count, buyers_12m=count // 2, silent=count // 4, falling=count // 20, due=count // 30,
                    revenue_12m_minor=count * 360, value_12m_minor=count * 300, statuses={"ok": count // 2},
                    countries={name: int(count * share / 100) for name, share in COUNTRIES})  # fmt: skip
    curve = tuple((n / 100, 1 - (1 - n / 100) ** 5) for n in range(101))
    base = BaseSummary(
        totals, {"revenue.stability": cells, "revenue.frequency": cells},
        {"revenue": Concentration(count // 2, count * 360, count // 10, 0.67, 0.6, curve)},
        tuple(Step(a, b, 1 + count // 20) for a in ("A", "B", "C", "new") for b in ("A", "B", "C", "left")), AS_OF,
    )  # fmt: skip
    return {
        "id": 1, "state": "done", "as_of": AS_OF.isoformat(), "model_version": "made for measuring",
        "parameters": "{}", "summary": json.dumps({"version": 1, "all": base.to_json(), "owners": {}}),
        "client_count": count, "error": "{}", "requested_at": datetime(2026, 11, 21, tzinfo=UTC),
        "finished_at": datetime(2026, 11, 21, tzinfo=UTC),
    }  # fmt: skip


def _insert(table: str, columns: list[str], rows: Any) -> None:
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        batch: list[Any] = []
        for row in rows:
            batch.append(row)
            if len(batch) == 20000:
                cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", batch)
                batch = []
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", batch)


def _drop_indexes() -> list[str]:
    """Plain indexes are made again after the rows are in: one sort instead of a million insertions."""
    tables = "('clients_client', 'orders_clientscore', 'orders_order')"
    wanted = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        f"AND sql NOT LIKE '%%UNIQUE%%' AND tbl_name IN {tables}",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes "
        f"WHERE indexdef NOT LIKE '%%UNIQUE%%' AND tablename IN {tables}",
    }
    with connection.cursor() as cursor:
        cursor.execute(wanted[connection.vendor], [])
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in found]


def _sequences() -> list[str]:
    """PostgreSQL numbers new rows on from those made here."""
    models = [apps.get_model(name) for name in ("privacy.User", "clients.Client", "orders.ScoreRun")]
    return connection.ops.sequence_reset_sql(no_style(), models)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=1_000_000)
    parser.add_argument("--orders", type=int, default=5, help="orders per client")
    parser.add_argument("--owners", type=int, default=200)
    given = parser.parse_args()
    started = time.perf_counter()
    call_command("migrate", verbosity=0, skip_checks=True)
    fill(given.clients, given.orders, given.owners)
    print(
        f"{given.clients:,} clients, {given.clients * given.orders:,} orders in {time.perf_counter() - started:.0f} s"
    )


if __name__ == "__main__":
    main()
