"""In which order a writer takes its rows on PostgreSQL: what it holds already while it waits for one that somebody else has."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, models, transaction

ROWS_HAVE_LOCKS = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole file, not rows")
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def holds_while_waiting(act: Callable[[], Any], *, for_row: models.Model, row: models.Model) -> bool:
    """Whether `act`, stopped by somebody who has `for_row`, has taken `row` already: were that what the other wants next, each
    would wait for the other. It is let go on then, and must come to its end."""
    failures: list[Exception] = []

    def run() -> None:
        try:
            act()
        except Exception as error:  # told below
            failures.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    try:
        with transaction.atomic():
            type(for_row)._default_manager.select_for_update().get(pk=for_row.pk)
            thread.start()
            _until_it_waits(thread)
            held = not _free(row)
    finally:
        thread.join()
    assert not failures, failures
    return held


def _free(row: models.Model) -> bool:
    try:
        with transaction.atomic():
            type(row)._default_manager.select_for_update(nowait=True).get(pk=row.pk)
    except DatabaseError:
        return False
    return True


def _until_it_waits(thread: threading.Thread) -> None:
    with connection.cursor() as cursor:
        while thread.is_alive():
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("it did not wait for the row")
