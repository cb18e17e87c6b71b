"""Busy, full or gone: the database's troubles in words a person can act on."""

import errno
import sqlite3
from pathlib import Path

import psycopg.errors
import pytest
from django.db import DatabaseError, IntegrityError, OperationalError

from tenure.kernel.errors import BadInput
from tenure.kernel.problems import sentence
from tenure.kernel.storage import storage_troubles


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OperationalError("database is locked"), "database_busy"),
        (OperationalError("database table is locked: orders_order"), "database_busy"),
        (OperationalError("database or disk is full"), "disk_full"),
        (OperationalError("connection to server at “db” failed: Connection refused"), "database_unreachable"),
        (caused(OperationalError("canceling statement"), psycopg.errors.LockNotAvailable()), "database_busy"),
        (caused(OperationalError("deadlock detected"), psycopg.errors.DeadlockDetected()), "database_busy"),
        (caused(OperationalError("could not extend file"), psycopg.errors.DiskFull()), "disk_full"),
        (DatabaseError("database or disk is full"), "disk_full"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk_full"),
    ],
)
def test_troubles_become_sentences(error: Exception, code: str) -> None:
    with pytest.raises(BadInput) as said, storage_troubles(Path("work")):
        raise error
    assert said.value.problem.code == code
    assert sentence(said.value)


@pytest.mark.parametrize(
    "error",
    [IntegrityError("UNIQUE constraint failed"), OSError(errno.EACCES, "no"), sqlite3.Error("x"), ValueError("x")],
)
def test_faults_of_ours_are_not_dressed_up(error: Exception) -> None:
    with pytest.raises(type(error)), storage_troubles(Path("work")):
        raise error
