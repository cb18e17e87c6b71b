"""Sentences for files of orders: what cannot be read, where, and what to do about it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats
from tenure.kernel.errors import Problem

Data = dict[str, Any]


def _at(data: Data) -> str:
    """“Line 1,204, Date “31.02.2026”: ” or as much of it as is known."""
    words = {
        "line": formats.number(data["line"]),
        "column": data.get("column") or "",
        "value": str(data.get("value") or "")[:80],
    }
    if data.get("column") and data.get("value"):
        return _("Line %(line)s, %(column)s “%(value)s”:") % words
    if data.get("column"):
        return _("Line %(line)s, %(column)s:") % words
    return _("Line %(line)s:") % words


def _line(text: Callable[[Data], str]) -> Callable[[Data], str]:
    """A sentence with its place in front, when the place is known."""
    return lambda data: f"{_at(data)} {text(data)}" if "line" in data else text(data)


def _no_such_day(data: Data) -> str:
    sentences = {
        2: _("there is no %(day)d February in %(year)d.") if data.get("year") else _("there is no %(day)d February."),
        4: _("there is no %(day)d April."),
        6: _("there is no %(day)d June."),
        9: _("there is no %(day)d September."),
        11: _("there is no %(day)d November."),
    }
    return f"{sentences[data['month']] % data} {_('Correct the file or skip the line.')}"


def _fields(data: Data) -> str:
    found = ngettext("there is %(found)d field", "there are %(found)d fields", data["found"]) % {"found": data["found"]}
    remedy = _("Put text that holds the separator in quotation marks, or skip the line.")
    return (
        _("%(found)s where the table has %(expected)d.") % {"found": found, "expected": data["expected"]} + " " + remedy
    )


LINE_SENTENCES: dict[str, Callable[[Data], str]] = {
    "too_few_fields": _fields,
    "too_many_fields": _fields,
    "no_client": lambda data: _(
        "no client. A number, name, e-mail or tax id is needed to find one; add it or skip the line."
    ),
    "no_date": lambda data: _("no date. Add it or skip the line."),
    "no_amount": lambda data: _("no amount. Add it, or both quantity and price, or skip the line."),
    "not_a_date": lambda data: _("this is not a date. Write it like 2026-05-12, or skip the line."),
    "not_this_date_format": lambda data: (
        _("this is not a date of the form %(format)s. Correct it or give another date format.") % data
    ),
    "no_such_day": _no_such_day,
    "year_out_of_range": lambda data: (
        _("the year %(year)d cannot be right; years from 1950 on are read. Correct the year or skip the line.") % data
    ),
    "future_date": lambda data: _("this day has not come yet. Correct the date or skip the line."),
    "ambiguous_date": lambda data: _(
        "is the day or the month first? Nothing in the file decides; choose the order of day and month once for "
        "all lines."
    ),
    "not_a_number": lambda data: _("this is not a number. Write it like 1234.50, or skip the line."),
    "not_finite": lambda data: _("this is not an amount anybody can pay. Put the real number here or skip the line."),
    "two_decimal_marks": lambda data: _(
        "two decimal marks, so the number could mean several things. Write it with one decimal mark."
    ),
    "ambiguous_number": lambda data: (
        _("this may be %(small)s or %(large)s. Say which sign separates decimals, once for all lines.") % data
    ),
    "too_large": lambda data: _("the number is larger than any order. Correct it or skip the line."),
    "formula": lambda data: _(
        "a formula without a stored result. Open the file in the spreadsheet program, save it, and load it again."
    ),
    "cell_error": lambda data: _(
        "the spreadsheet program could not compute this cell. Mend the formula there and load the file again."
    ),
    "needs_rate": lambda data: (
        _(
            "the money is in %(code)s and the company counts in %(workspace)s. Give a rate, for example --rate "
            "%(code)s=0.92, or skip the line."
        )
        % data
    ),
    "currency_ambiguous": lambda data: (
        _("this currency may be %(choices)s. Choose once for all lines and give its rate to %(workspace)s.")
        % {**data, "choices": ", ".join(data["choices"])}
    ),
    "unknown_currency": lambda data: _(
        "this currency is not known. Write a code such as EUR or USD, or skip the line."
    ),
    "thousandfold": lambda data: _(
        "about a thousand times the usual. It is kept and marked as doubtful; compare it with the paper."
    ),
    "lost_decimal": lambda data: _(
        "the decimal mark seems lost: others in this column are far smaller. It is kept and marked as doubtful."
    ),
}


def line_remark(problem: Problem) -> tuple[str, str]:
    """What is wrong with a line and what to do, as two pieces without the place: for tables that show the place."""
    what, _stop, remedy = LINE_SENTENCES[problem.code](problem.data).partition(". ")
    return what[:1].upper() + what[1:].rstrip(".") + ("" if what.endswith("?") else "."), remedy


SENTENCES: dict[str, Callable[[Data], str]] = {
    **{code: _line(text) for code, text in LINE_SENTENCES.items()},
    "no_such_file": lambda data: _("There is no file %(file)s. Check the name and the folder.") % data,
    "is_a_folder": lambda data: _("%(file)s is a folder. Name a file in it.") % data,
    "file_not_readable": lambda data: (
        _("%(file)s may not be read by this account. Change its permissions or copy it elsewhere.") % data
    ),
    "file_not_read": lambda data: (
        _("%(file)s could not be read: %(reason)s. Copy it to this computer's disk and name the copy.") % data
    ),
    "empty_file": lambda data: _("%(file)s is empty. Export it again from the program it comes from.") % data,
    "no_lines": lambda data: _("%(file)s has a heading but no lines below it. Export it again with its orders.") % data,
    "binary_file": lambda data: (
        _("%(file)s is not text, a workbook or Parquet. Export the orders as CSV or XLSX.") % data
    ),
    "wrong_kind": lambda data: (
        _("%(file)s is a %(kind)s file. Unpack it or export the orders as CSV, XLSX or Parquet.") % data
    ),
    "line_too_long": lambda data: (
        _(
            "%(file)s, line %(line)s does not end within a million characters, so this is no table. Export the orders "
            "as CSV with one order line per line."
        )
        % {**data, "line": formats.number(data["line"])}
    ),
    "mixed_encodings": lambda data: (
        _(
            "%(file)s, line %(line)s is written in another encoding than the lines before (%(encoding)s). Save the "
            "whole file in UTF-8 and load it again; nothing has been saved."
        )
        % {**data, "line": formats.number(data["line"])}
    ),
    "no_separator": lambda data: (
        _(
            "%(file)s does not fall into columns: no semicolon, comma, tab, | or run of spaces parts its lines. "
            "Export it as CSV."
        )
        % data
    ),
    "damaged_workbook": lambda data: (
        _("The workbook %(file)s is damaged and cannot be opened. Save it again in the spreadsheet program.") % data
    ),
    "workbook_locked": lambda data: (
        _("The workbook %(file)s is locked with a password. Save a copy without one.") % data
    ),
    "zip_bomb": lambda data: (
        _("%(file)s unpacks to far more than a workbook holds and was not opened. Export the orders as CSV.") % data
    ),
    "parquet_bomb": lambda data: (
        _("%(file)s unpacks to far more than a table of orders holds and was not read. Export the orders as CSV.")
        % data
    ),
    "too_many_columns": lambda data: (
        _(
            "%(file)s has %(count)s columns; tables of up to %(most)s are read. Keep the columns that tell the orders, "
            "clear stray cells far to the right, and save it again."
        )
        % {**data, "count": formats.number(data["count"]), "most": formats.number(data["most"])}
    ),
    "damaged_parquet": lambda data: _("The Parquet file %(file)s is damaged: %(reason)s. Write it again.") % data,
    "file_changed": lambda data: (
        _(
            "%(file)s changed while it was being read. Wait until it is written completely and load it again; "
            "nothing has been saved."
        )
        % data
    ),
    "no_room_to_check": lambda data: (
        _(
            "There is not enough room in %(folder)s to check the file. Free some space and load it again; nothing "
            "has been saved."
        )
        % data
    ),
    "map_without_column": lambda data: (
        _("“%(word)s” names no column. Write it as role=column, for example client=1 or date=Order Date.") % data
    ),
    "unknown_role": lambda data: _("“%(role)s” is not something a column can mean. It can be: %(roles)s.") % data,
    "unknown_column": lambda data: (
        _(
            "There is no column “%(column)s”. The columns are: %(columns)s; they can also be given by number, 1 to "
            "%(count)d."
        )
        % data
    ),
    "doubled_heading": lambda data: (
        _("Several columns are headed “%(column)s” (numbers %(places)s). Name the column by its number.") % data
    ),
    "doubled_heading_needed": lambda data: (
        _(
            "%(file)s: several columns are headed “%(column)s” (numbers %(places)s). Say by number which one is meant: "
            "--map %(role)s=NUMBER."
        )
        % data
    ),
    "date_order_cli": lambda data: (
        _(
            "Nothing in the file tells whether “%(value)s” begins with the day or the month. Say it once for all lines: "
            "--date-format dmy (day first) or --date-format mdy (month first)."
        )
        % data
    ),
    "decimal_cli": lambda data: (
        _(
            "Nothing in the file tells which sign separates decimals in “%(value)s”. Say it once for all lines: "
            "--decimal . or --decimal ,"
        )
        % data
    ),
    "date_format_wrong": lambda data: (
        _(
            "“%(value)s” is not a form of dates. Write dmy, mdy, ymd, or a pattern such as %(example)s: "
            "--date-format dmy"
        )
        % data
    ),
    "decimal_wrong": lambda data: (
        _("“%(value)s” is not a decimal mark. It can be a point or a comma: --decimal . or --decimal ,") % data
    ),
    "no_client_column": lambda data: (
        _("%(file)s: no column tells the client. Say which one does: --map client=COLUMN. Columns: %(columns)s.") % data
    ),
    "no_date_column": lambda data: (
        _("%(file)s: no column tells the date. Say which one does: --map date=COLUMN. Columns: %(columns)s.") % data
    ),
    "no_amount_column": lambda data: (
        _(
            "%(file)s: no column tells the amount, nor quantity and price. Say which one does: --map amount=COLUMN. "
            "Columns: %(columns)s."
        )
        % data
    ),
}
