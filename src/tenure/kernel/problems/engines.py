"""Sentences about table engines, and files too large to be read line by line."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "engines_unknown": lambda data: _("There is no table engine “%(value)s”. Choose one of: %(engines)s.") % data,
    "engines_master_unused": lambda data: (
        _("DuckDB has no master. Leave out --master %(master)s, or add --engine spark.") % data
    ),
    "engines_master_form": lambda data: (
        _("“%(value)s” is no Spark master. Write local[2], spark://computer:7077, yarn or k8s://address.") % data
    ),
    "engines_no_spark": lambda data: _("Spark is not installed here. Install it: pip install 'tenure[spark]'."),
    "engines_no_java": lambda data: _("Spark needs Java 17 or newer; none was found. Install it, or set JAVA_HOME."),
    "engines_no_master": lambda data: _("No Spark master answers at %(master)s. Start it, or correct --master.") % data,
    "engines_failed": lambda data: (
        _("%(engine)s could not do its work: %(message)s. Check that every file has the same columns.") % data
    ),
    "engines_missing_column": lambda data: (
        _("%(file)s: no column is known to hold %(roles)s. Name it, e.g. --map %(first)s=3.")
        % {**data, "first": str(data["roles"]).split(", ")[0]}
    ),
    "engines_date_format": lambda data: (
        _("Table engines read dates in one of these orders: %(formats)s; “%(value)s” is none of them.") % data
    ),
    "engines_empty_folder": lambda data: (
        _("%(folder)s: there is no file of orders in this folder. Names end in %(endings)s.") % data
    ),
    "engines_mixed_folder": lambda data: (
        _("%(folder)s: files of several kinds (%(endings)s) in one folder. Keep those of one kind.") % data
    ),
    "engines_layout": lambda data: (
        _("%(file)s: table engines read Parquet and plain CSV in UTF-8. Leave out --engine, or save the file so.")
        % data
    ),
    "engines_no_good_rows": lambda data: (
        _("%(file)s: none of its %(rows)s rows can be used. Check which column means what (--map, --date-format).")
        % data
    ),
}
