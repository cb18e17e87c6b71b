"""Ranking all questions of a big base: `python -m benchmarks.questions [--clients 100000]`.

A base of its own kind in the workbench's tables: every client with orders and two people, every fifth with a deal and a
map of four people who listen to each other, five facts about each client and two about each person.
"""

import argparse
import resource
import time
from datetime import date

import django
import duckdb

django.setup()

from tenure.clients.fact_catalogue import fact_kinds  # noqa: E402
from tenure.journeys.learning.learned_lifts import learned_lifts  # noqa: E402
from tenure.journeys.learning.question_tables import MAIN_UNITS  # noqa: E402
from tenure.journeys.learning.question_terms import askable  # noqa: E402
from tenure.journeys.learning.rank_questions import rank_questions  # noqa: E402

LIMIT_SECONDS = 60.0
TODAY = date(2026, 5, 12)

BASE = """
    SELECT setseed(0.4);
    CREATE TABLE people AS SELECT i AS client, i % 40 AS owner, '' AS country FROM range(1, {n} + 1) t(i);
    CREATE TABLE fresh AS SELECT client AS client_id, random() AS p_active,
        CAST(exp(12 + 2 * random()) AS BIGINT) AS value_12m_minor, CAST(300000 AS BIGINT) AS margin_12m_minor,
        CAST(1000000 AS BIGINT) AS revenue_12m_minor, 'B' AS abc_class FROM people;
    CREATE TABLE open_units AS SELECT client AS unit, client, 'Deal' AS title,
        CAST(exp(13 + 3 * random()) AS BIGINT) AS value_minor, NULL::DOUBLE AS base_rate FROM people WHERE client % 5 = 0;
    CREATE TABLE unit_people AS SELECT unit * 10 + k AS member, unit, unit * 10 + k AS person, 1.0 + k AS weight,
        CAST(k - 1 AS SMALLINT) AS attitude, 0.5 AS susceptibility, 0.0 AS veto, k / 3 AS access, false AS has_criteria
        FROM open_units, range(0, 4) t(k);
    CREATE TABLE unit_ties AS SELECT unit, unit * 10 + k AS who, unit * 10 + (k + 1) % 4 AS whom, 2.0 AS strength
        FROM open_units, range(0, 4) t(k);
    CREATE TABLE posts AS SELECT client, client * 10 + k AS person FROM people, range(0, 2) t(k);
    CREATE TABLE claims AS SELECT row_number() OVER () AS id, * FROM (
        SELECT client, NULL::BIGINT AS person, code, 0.8 AS confidence, DATE '2025-09-01' AS known_on, false AS hidden,
            '"firm"' AS value FROM people,
            (VALUES ('client_kind'), ('employees'), ('main_suppliers'), ('payment_form'), ('decision_way')) v(code)
        UNION ALL SELECT NULL, person, code, 0.7, DATE '2025-11-01', false, '"x"' FROM posts,
            (VALUES ('attitude_to_us'), ('motivation')) v(code));
    CREATE TABLE closed_units (unit BIGINT, client BIGINT, value_minor BIGINT, won BOOLEAN, day DATE);
    CREATE TABLE talks_before (unit BIGINT, talks BIGINT);
"""


def measure_questions(clients: int) -> tuple[float, int, int]:
    """CPU seconds, clients with something worth asking, and peak memory in MiB."""
    bench = duckdb.connect()
    bench.execute("SET threads = 2")
    bench.execute(BASE.format(n=clients))
    bench.execute(MAIN_UNITS)
    kinds = askable(fact_kinds())
    begun = time.process_time()
    lifts = learned_lifts(bench, kinds)
    found = rank_questions(
        bench, kinds, today=TODAY, hour_cost_minor=1800, learned=lifts["classes"], closed=frozenset()
    )
    spent = time.process_time() - begun
    return spent, found.clients, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=100_000)
    clients = parser.parse_args().clients
    spent, worth_asking, memory = measure_questions(clients)
    over = "  OVER" if spent > LIMIT_SECONDS * clients / 100_000 else ""
    print(
        f"all questions of {clients:,} clients ranked: {spent:.1f} s CPU, {memory:,} MiB, limit {LIMIT_SECONDS:.0f} s{over}"
    )
    print(f"{worth_asking:,} clients have something worth asking")


if __name__ == "__main__":
    main()
