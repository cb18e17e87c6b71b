"""Days and moments of SQLite, which keeps them as texts: a page reads thousands, most of them the same few days."""

import sqlite3
from functools import lru_cache

from django.db import connection
from django.utils.dateparse import parse_date, parse_datetime

KEPT = 4096  # different texts, each of at most 32 bytes


def read_days_once() -> None:
    """Let every connection to SQLite opened from now on read the same text once, as Django reads it. Nothing elsewhere."""
    if connection.vendor != "sqlite":
        return
    for kind, read in (("date", parse_date), ("datetime", parse_datetime), ("timestamp", parse_datetime)):
        sqlite3.register_converter(kind, lru_cache(KEPT)(lambda text, read=read: read(text.decode())))
