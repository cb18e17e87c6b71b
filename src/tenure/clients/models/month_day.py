"""The end of a stored day, as the database compares and keeps it: `05-12"` of "2026-05-12" and of "--05-12"."""

from typing import Any

from django.db.models import Func, TextField


class MonthDay(Func):
    """The last six signs of a JSON text, its closing quotation mark included. Written out, so that the index is found."""

    output_field = TextField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, template="SUBSTR(CAST(%(expressions)s AS text), -6)", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, template="RIGHT((%(expressions)s)::text, 6)", **extra)
