"""New scores take the place of the old ones in an instant: nobody sees half of them, nobody is locked out for long."""

import signal
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection, connections

from tenure.agenda.models import Task
from tenure.clients.clients import Details
from tenure.journeys.cards.edit_clients import add_client, assign_clients
from tenure.journeys.scoring import rescore as journey
from tenure.journeys.scoring.rescore import rescore
from tenure.orders import score_rows
from tenure.orders.models import ClientScore, ScoreRun
from tenure.orders.scores import latest_run
from tests.factories import make_client, make_orders, make_workspace, rhythm

pytestmark = pytest.mark.django_db(transaction=True)
LAST = date(2026, 5, 8)
ON_SQLITE = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL replaces rows in place")


@pytest.fixture
def base(salesperson):
    """Thirty regular clients, and one of them silent."""
    make_workspace()
    clients = [make_client(f"Regular {number}", owner=salesperson) for number in range(30)]
    for number, client in enumerate(clients):
        make_orders(client, rhythm(every=14, count=20, last=LAST - timedelta(days=number % 10)), 50_000)
    clients.append(make_client("Silent SRL", owner=salesperson))
    make_orders(clients[-1], rhythm(every=14, count=20, last=LAST - timedelta(days=90)), 80_000)
    return clients


def before_the_switch(monkeypatch, act) -> None:
    """Let `act` happen when all is computed and laid beside, just before the last transaction."""
    keep = score_rows.keep_past_month

    def kept(as_of):
        keep(as_of)
        act()

    monkeypatch.setattr(journey, "keep_past_month", kept)


def layout() -> list[tuple]:
    """What the database says of the table of scores: columns, indexes, constraints."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name LIKE '%score%' ORDER BY 2"
            )
        else:
            cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE '%score%' ORDER BY 1")
        return cursor.fetchall()


def test_the_table_is_laid_out_afterwards_exactly_as_before(base):
    before = [row for row in layout() if "_next" not in str(row)]  # what a failed run of another test may have left
    rescore(actor=None)
    rescore(actor=None)
    assert layout() == before
    assert {index.name for index in ClientScore._meta.indexes} <= {row[1 if len(row) == 4 else 0] for row in before}


@ON_SQLITE
def test_the_database_is_sound_afterwards_and_its_indexes_serve(base):
    rescore(actor=None)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchall() == [("ok",)]
        cursor.execute("PRAGMA foreign_key_check")
        assert cursor.fetchall() == []
        for index in ClientScore._meta.indexes:
            only = " WHERE abc_class IN ('A', 'B')" if index.condition else ""  # that of anniversaries holds no others
            sql = f"SELECT client_id FROM orders_clientscore INDEXED BY {index.name}{only}"
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            assert index.name in str(cursor.fetchall())


def test_pages_show_the_old_scores_until_the_switch_and_then_all_the_new_ones(base, monkeypatch):
    first = rescore(actor=None).run_id
    seen = []
    before_the_switch(monkeypatch, lambda: seen.append(set(ClientScore.objects.values_list("run_id", flat=True))))
    second = rescore(actor=None).run_id
    assert seen == [{first}]
    assert set(ClientScore.objects.values_list("run_id", flat=True)) == {second}


@ON_SQLITE
def test_a_page_being_read_during_the_switch_keeps_the_scores_it_began_with(base, monkeypatch):
    first = rescore(actor=None).run_id
    reader = connections.create_connection("default")
    rows = reader.cursor()

    def begin_reading():
        rows.execute("BEGIN DEFERRED")
        rows.execute("SELECT count(*), min(run_id), max(run_id) FROM orders_clientscore")
        assert rows.fetchone() == (31, first, first)

    before_the_switch(monkeypatch, begin_reading)
    second = rescore(actor=None).run_id
    rows.execute("SELECT count(*), min(run_id), max(run_id) FROM orders_clientscore INDEXED BY score_value")
    assert rows.fetchone() == (31, first, first)
    rows.execute("COMMIT")
    rows.execute("SELECT count(*), min(run_id), max(run_id) FROM orders_clientscore INDEXED BY score_value")
    assert rows.fetchone() == (31, second, second)
    reader.close()


def test_what_people_did_to_clients_meanwhile_holds(base, monkeypatch, head_of_sales, other_salesperson):
    added = []

    def meanwhile():
        added.append(add_client(actor=head_of_sales, details=Details("Came meanwhile SRL")))
        assign_clients(actor=head_of_sales, client_ids=[base[-1].pk], owner_id=other_salesperson.pk)
        base[0].merged_into = base[1]
        base[0].save()

    before_the_switch(monkeypatch, meanwhile)
    rescore(actor=None)
    assert ClientScore.objects.get(pk=added[0]).status == "no_orders"
    assert ClientScore.objects.get(pk=base[-1].pk).owner == other_salesperson
    assert Task.objects.get(kind="silence").owner == other_salesperson
    assert not ClientScore.objects.filter(pk=base[0].pk).exists()
    assert not Task.objects.filter(client=base[0], state="open").exists()


KILLED = """
import os, signal, django
django.setup()
from tenure.journeys.scoring import rescore as journey
journey.{step} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
journey.rescore(actor=None)
"""


@pytest.mark.parametrize("step", ["stage", "keep_past_month", "renew_tasks", "clear_away"])
def test_a_killed_run_leaves_whole_scores_and_the_next_one_cleans_up_after_it(base, step):
    first = rescore(actor=None).run_id
    before = layout()
    connection.close()
    child = subprocess.run([sys.executable, "-c", KILLED.format(step=step)], check=False)
    assert child.returncode == -signal.SIGKILL
    whole = first + 1 if step == "clear_away" else first
    assert set(ClientScore.objects.values_list("run_id", flat=True)) == {whole}
    assert ClientScore.objects.count() == 31
    assert latest_run().id == whole
    last = rescore(actor=None).run_id
    assert set(ClientScore.objects.values_list("run_id", flat=True)) == {last}
    assert layout() == before
    assert not list((settings.TENURE_HOME / "work").glob("rescore-*"))
    assert ScoreRun.objects.get(pk=last).state == "done"
