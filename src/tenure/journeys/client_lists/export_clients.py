"""The client list as a file: the rows of the current filter, streamed, harmless when opened in a spreadsheet."""

import csv
import importlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from tenure.clients.search.search import matching
from tenure.journeys.client_lists.client_filters import ListFilters, read_filters, written
from tenure.journeys.client_lists.client_list import scope_for, seen_filters, summary_for
from tenure.journeys.client_lists.client_list_sql import Cursor, page_keys
from tenure.kernel.errors import BadInput
from tenure.kernel.money import minor_per_unit
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may, require
from tenure.privacy.workspace import current_workspace

FORMATS = ("csv", "xlsx")
CHUNK = 1000
# What one sheet of a workbook holds, less the heading.
MOST_SHEET_ROWS = 1_048_575
Cell = str | int | float | None


@dataclass(frozen=True)
class Column:
    """One column of the file: the heading, where its value comes from, and what it is."""

    heading: str
    source: str
    kind: str = "text"


def export_columns(actor: User) -> list[Column]:
    """The columns this actor may have: personal contacts only with the right to see them."""
    contacts = [Column(_("E-mail"), "c.email"), Column(_("Phone"), "c.phone")]
    return [
        Column(_("Client number"), "c.external_id"),
        Column(_("Client"), "c.name"),
        Column(_("Country"), "c.country"),
        Column(_("Tax id"), "c.tax_id"),
        *(contacts if may(actor, Right.SEE_PERSONAL_CONTACTS) else []),
        Column(_("Responsible"), "u.name"),
        Column(_("Status"), "s.status"),
        Column(_("Value class"), "s.abc_class"),
        Column(_("Value class by margin"), "s.abc_margin_class"),
        Column(_("Frequency class"), "s.xyz_frequency_class"),
        Column(_("Stability class"), "s.xyz_stability_class"),
        Column(_("First order"), "s.first_day", "day"),
        Column(_("Last order"), "s.last_day", "day"),
        Column(_("Days with orders"), "s.order_days", "number"),
        Column(_("Silence, days"), "s.silence_days", "number"),
        Column(_("Usual gap, days"), "s.interval_days", "number"),
        Column(_("Silent"), "s.is_silent", "flag"),
        Column(_("Falling"), "s.is_falling", "flag"),
        Column(_("Revenue, 12 months"), "s.revenue_12m_minor", "money"),
        Column(_("Margin, 12 months"), "s.margin_12m_minor", "money"),
        Column(_("Still active, probability"), "s.p_active", "number"),
        Column(_("Value, next 12 months"), "s.value_12m_minor", "money"),
        Column(_("Value, low end of 80 %%") % (), "s.value_12m_low_minor", "money"),
        Column(_("Value, high end of 80 %%") % (), "s.value_12m_high_minor", "money"),
    ]


def begin_export(*, actor: User, query: Mapping[str, str], form: str) -> tuple[list[Column], Iterator[list[Cell]]]:
    """Check the right and the filters, write the audit row, and give the columns and the rows as they are read."""
    require(actor, Right.EXPORT_CLIENTS)
    if form not in FORMATS:
        raise BadInput("export_format_wrong", value=form[:20])
    filters = seen_filters(actor, read_filters(query))
    columns = export_columns(actor)
    record_change(
        actor=actor, action="export", subject_kind="client", subject_id=None, format=form, filters=written(filters)
    )
    workspace = current_workspace()
    return columns, _rows(actor, filters, columns, minor_per_unit(workspace.currency if workspace else "EUR"))


def csv_lines(columns: Sequence[Column], rows: Iterator[list[Cell]]) -> Iterator[str]:
    """The file as UTF-8 text with a byte-order mark, so that spreadsheets read the letters right."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([column.heading for column in columns])
    for count, row in enumerate(rows, 1):
        writer.writerow(["" if value is None else value for value in row])
        if count % CHUNK == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def write_xlsx(path: Path, columns: Sequence[Column], rows: Iterator[list[Cell]]) -> int:
    """Write a workbook with constant memory; returns the number of clients. A sheet takes MOST_SHEET_ROWS at most."""
    xlsxwriter: Any = importlib.import_module("xlsxwriter")  # 3 MiB that a web process does without until then
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with xlsxwriter.Workbook(path, options) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(columns) - 1, 16)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.heading, bold)
        for count, row in enumerate(rows, 1):
            if count > MOST_SHEET_ROWS:
                raise BadInput("export_too_long", most=MOST_SHEET_ROWS)
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(count, place, value)
                elif value is not None:
                    sheet.write_number(count, place, value)
    return count


def harmless(text: str) -> str:
    """Text a spreadsheet will not take for a formula: a leading = + - @ tab or return gets an apostrophe before it."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _rows(actor: User, filters: ListFilters, columns: Sequence[Column], per_unit: int) -> Iterator[list[Cell]]:
    matches = matching(actor=actor, text=filters.q) if filters.q else None
    scope = scope_for(actor, filters, summary_for(actor), matches)
    cursor: Cursor | None = None
    while scope is not None:
        keys = page_keys(filters, scope, cursor, CHUNK)
        found = _fetch([client_id for client_id, _key in keys], columns)
        for client_id, _key in keys:
            if client_id in found:
                yield [_cell(column, value, per_unit) for column, value in zip(columns, found[client_id], strict=True)]
        if len(keys) < CHUNK:
            return
        key = keys[-1][1]
        cursor = Cursor(key.isoformat() if isinstance(key, date) else key, keys[-1][0])  # type: ignore[arg-type]


def _fetch(client_ids: Sequence[int], columns: Sequence[Column]) -> dict[int, Sequence[object]]:
    if not client_ids:
        return {}
    sqlite = connection.vendor == "sqlite"
    chosen = "IN (SELECT value FROM json_each(%s))" if sqlite else "= ANY(%s)"
    sql = f"""SELECT c.id, {", ".join(column.source for column in columns)} FROM clients_client c
        JOIN orders_clientscore s ON s.client_id = c.id LEFT JOIN privacy_user u ON u.id = c.owner_id
        WHERE c.id {chosen}"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(list(client_ids)) if sqlite else list(client_ids)])
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _cell(column: Column, value: object, per_unit: int) -> Cell:
    if value is None:
        return None
    if column.kind == "money":
        return int(str(value)) / per_unit if per_unit > 1 else int(str(value))
    if column.kind == "number":
        return round(float(str(value)), 4)
    if column.kind == "flag":
        return int(bool(value))
    return str(value) if column.kind == "day" else harmless(str(value))
