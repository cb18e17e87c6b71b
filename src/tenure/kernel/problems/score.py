"""Sentences about scoring a file without a database."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tenure.kernel import formats
from tenure.kernel.problems.orders_file import SENTENCES as LINES


def _no_good_lines(data: dict[str, Any]) -> str:
    words = {"file": data["file"], "lines": formats.number(data["lines"])}
    text = _("%(file)s: none of its %(lines)s lines can be used. Check which column means what (--map).") % words
    first = LINES.get(data["first"])
    return f"{text} {first(data['details'])}" if first else text


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "score_output_kind": lambda data: (
        _("“%(out)s” cannot be written: the name must end in one of %(kinds)s. Nothing was written.") % data
    ),
    "score_output_folder": lambda data: (
        _("“%(out)s” cannot be written: there is no folder “%(folder)s”. Create it or name another.") % data
    ),
    "output_is_a_folder": lambda data: (
        _("“%(out)s” cannot be written: a folder has this name. Name a file in it, or another. Nothing was written.")
        % data
    ),
    "output_refused": lambda data: (
        _("“%(out)s” cannot be written: the folder “%(folder)s” takes no files (%(reason)s). Name another.") % data
    ),
    "score_as_of": lambda data: _("“%(value)s” is not a day. Write it as year-month-day, such as 2026-05-12.") % data,
    "score_rate": lambda data: _("“%(value)s” is not a rate. Write it as currency=number, such as USD=0.92.") % data,
    "score_language": lambda data: _("There is no language “%(value)s”. Choose en, ru or ro.") % data,
    "score_date_order": lambda data: (
        _(
            "%(file)s, column %(column)s: “%(value)s” may be day first or month first, and no line decides. "
            "Say which: --date-format dmy or --date-format mdy."
        )
        % data
    ),
    "score_decimal": lambda data: (
        _(
            "%(file)s, column %(column)s: “%(value)s” may have decimals or thousands, and no line decides. "
            "Say which sign separates decimals: --decimal . or --decimal ,"
        )
        % data
    ),
    "score_no_good_lines": _no_good_lines,
    "score_no_orders_until": lambda data: (
        _("There is no order until %(day)s; the first one is of %(first)s. Choose a later day.") % data
    ),
    "score_sheet_rows": lambda data: (
        _("%(out)s: a sheet holds %(limit)s clients, these are %(rows)s. Write .csv or .parquet instead.") % data
    ),
}
