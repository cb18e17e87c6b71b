"""`tenure demo`: a company that went through the real import and scoring, and people who have worked a morning."""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.processes import tenure


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("demo") / "home"
    answer = tenure(place, "demo", TENURE_DEMO="1")
    assert answer.returncode == 0, answer.stderr
    assert "ana@demo.example" in answer.stdout
    assert "look around freely" in answer.stdout
    return place


@pytest.fixture
def database(home: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(home / "tenure.sqlite3")) as connection:
        yield connection


def ask(database: sqlite3.Connection, sql: str) -> list[tuple]:
    return database.execute(sql).fetchall()


def test_every_role_has_somebody(database: sqlite3.Connection) -> None:
    roles = dict(ask(database, "SELECT role, count(*) FROM privacy_user GROUP BY role"))
    assert roles == {"administrator": 1, "head_of_sales": 1, "salesperson": 3, "analyst": 1}


def test_its_orders_came_through_the_import(database: sqlite3.Connection) -> None:
    [(state, lines)] = ask(database, "SELECT state, counts ->> 'lines_written' FROM orders_importbatch")
    assert state == "done"
    assert [(lines,)] == ask(database, "SELECT count(*) FROM orders_orderline")
    [(clients,)] = ask(database, "SELECT count(*) FROM clients_client")
    assert 454 <= clients <= 474


def test_every_client_is_scored_and_nothing_waits(database: sqlite3.Connection) -> None:
    assert ask(database, "SELECT count(*) FROM orders_clientscore") == ask(
        database, "SELECT count(*) FROM clients_client"
    )
    assert ask(database, "SELECT DISTINCT state FROM orders_scorerun") == [("done",)]


def test_every_salesperson_has_work_of_every_kind_or_nearly(database: sqlite3.Connection) -> None:
    kinds = ask(
        database,
        "SELECT owner_id, count(DISTINCT kind) FROM agenda_task JOIN privacy_user u ON u.id = owner_id"
        " WHERE state = 'open' AND role = 'salesperson' GROUP BY owner_id",
    )
    assert len(kinds) == 3
    assert all(count >= 4 for _, count in kinds)


def test_people_have_worked_a_morning(database: sqlite3.Connection) -> None:
    # Promises and the tasks of the venture end by themselves.
    by_hand = (
        "SELECT state, count(*) FROM agenda_task WHERE kind NOT IN ('promise', 'test', 'interview') GROUP BY state"
    )
    done = dict(ask(database, by_hand))
    assert done["done"] == 9
    assert done["not_useful"] == 3
    assert ask(database, "SELECT count(*) FROM agenda_task WHERE postponed_times > 0") == [(3,)]
    assert ask(database, "SELECT count(*) FROM clients_note") == [(9,)]


def test_some_clients_are_known_well_and_others_a_little(database: sqlite3.Connection) -> None:
    assert ask(database, "SELECT count(*) FROM clients_decisionunit WHERE value_minor > 150000") == [(6,)]
    assert ask(database, "SELECT count(*) FROM clients_person")[0][0] > 100
    assert ask(database, "SELECT count(DISTINCT state) FROM agenda_task WHERE kind = 'promise'") == [(2,)]


def test_some_pairs_of_clients_may_be_one(database: sqlite3.Connection) -> None:
    assert ask(database, "SELECT count(*) FROM clients_doubtfulpair WHERE state = 'open'")[0][0] >= 3


def test_a_file_of_the_last_days_is_there_to_try_an_import(home: Path) -> None:
    with (home / "demo" / "orders-of-the-last-days.csv").open(encoding="utf-8", newline="") as file:
        assert {"Client ID", "Date", "Amount"} <= set(next(csv.reader(file)))


def test_the_second_time_nothing_changes(home: Path, database: sqlite3.Connection) -> None:
    before = ask(database, "SELECT * FROM privacy_auditrow ORDER BY id")
    answer = tenure(home, "demo", TENURE_DEMO="1")
    assert answer.returncode == 0
    assert "already" in answer.stdout
    assert ask(database, "SELECT * FROM privacy_auditrow ORDER BY id") == before


def test_an_interrupted_demo_says_how_to_begin_again(home: Path) -> None:
    (home / "demo" / "ready").rename(home / "demo" / "not-ready")
    try:
        answer = tenure(home, "demo", TENURE_DEMO="1")
    finally:
        (home / "demo" / "not-ready").rename(home / "demo" / "ready")
    assert answer.returncode == 2
    assert str(home) in answer.stderr


def test_one_venture_became_a_company_one_given_up_and_one_in_the_middle(database: sqlite3.Connection) -> None:
    ventures = ask(database, "SELECT phase, state FROM discovery_venture ORDER BY id")
    assert ventures == [("building", "active"), ("discovery", "exited"), ("discovery", "active")]
    running = ask(database, "SELECT name FROM discovery_testcard WHERE state = 'locked'")
    assert running == [("Do claims show in their papers?",)]


def test_the_first_venture_passed_its_gates_by_their_rules(database: sqlite3.Connection) -> None:
    decided = ask(
        database, "SELECT phase, choice, override_id FROM discovery_gatedecision WHERE venture_id = 1 ORDER BY at, id"
    )
    assert decided == [
        ("discovery", "iterate", None), ("discovery", "pivot", None), ("discovery", "proceed", None),
        ("validation", "proceed", None), ("creation", "iterate", None), ("creation", "proceed", None),
    ]  # fmt: skip


def test_its_economics_are_counted_from_its_invoices_and_channels(database: sqlite3.Connection) -> None:
    linked = ask(
        database,
        "SELECT metric, source FROM discovery_inputlink l JOIN discovery_economicsscenario s ON s.id = l.scenario_id"
        " WHERE s.name = 'Three towns, second year' AND s.main ORDER BY metric",
    )
    assert linked == [
        ("cogs", "orders"), ("conversion", "channels"), ("orders", "orders"), ("price", "orders"), ("user_cost", "channels"),
    ]  # fmt: skip


def test_its_buyers_in_advance_are_clients_of_the_base_and_deals_lie_on_their_cards(
    database: sqlite3.Connection,
) -> None:
    known, again = ask(
        database,
        "SELECT count(client_id), sum(relation = 'client' AND NOT by_founder AND client_id IS NOT NULL) FROM discovery_presale",
    )[0]
    assert known == 21
    assert again >= 3
    deals = dict(
        ask(
            database,
            "SELECT u.state, count(*) FROM clients_decisionunit u JOIN discovery_presale p ON p.client_id = u.client_id"
            " WHERE u.title <> '' GROUP BY u.state",
        )
    )
    assert deals["open"] >= 5
    assert deals["won"] >= 3


def test_its_retention_is_read_from_its_own_orders(database: sqlite3.Connection) -> None:
    [(state, verdict)] = ask(database, "SELECT state, result ->> 'verdict' FROM discovery_fitreading")
    assert (state, verdict) == ("done", "fit")
