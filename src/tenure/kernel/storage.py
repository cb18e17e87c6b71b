"""Troubles with the disk and the database, said as what they are: busy, full, gone."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, InterfaceError, OperationalError

from tenure.kernel.database import unreachable
from tenure.kernel.errors import BadInput

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_BUSY_STATES = {"55P03", "40001", "40P01"}  # lock not available, serialization failure, deadlock
_FULL_STATES = {"53100"}


@contextmanager
def storage_troubles(place: Path) -> Iterator[None]:
    """Turn a busy, full or unreachable database and a full disk into BadInput. place: the folder worked in."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise BadInput("disk_full", place=str(place)) from error
    except (OperationalError, InterfaceError) as error:
        raise _said(error, place) from error
    except DatabaseError as error:
        if "disk is full" in str(error).casefold() or _state(error) in _FULL_STATES:
            raise BadInput("disk_full", place=str(place)) from error
        raise


def _said(error: DatabaseError | InterfaceError, place: Path) -> BadInput:
    text, state = str(error).casefold(), _state(error)
    if "is full" in text or "no space left" in text or state in _FULL_STATES:
        return BadInput("disk_full", place=str(place))
    if "locked" in text or state in _BUSY_STATES:
        return BadInput("database_busy")
    return unreachable(error)


def _state(error: Exception) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)
