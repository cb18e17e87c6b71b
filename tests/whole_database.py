"""Everything a database holds, as one text: for proving that something stands nowhere in it."""

import json
from contextlib import suppress

from django.db import connection


def everything_written() -> str:
    """Every value of every table, ours or not; JSON that is stored with escapes is written out too."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                parts += [text for value in row for text in _texts(value)]
    return "\n".join(parts)


def _texts(value: object) -> list[str]:
    if value is None or isinstance(value, int | float):
        return []
    if isinstance(value, bytes | memoryview):
        return [bytes(value).decode("utf-8", "replace")]
    text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)
    found = [text]
    with suppress(ValueError):
        found.append(json.dumps(json.loads(text), ensure_ascii=False))
    return found
