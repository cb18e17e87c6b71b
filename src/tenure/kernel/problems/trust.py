"""Sentences about fitting models, testing them on the past and reporting: what the engine refuses, and why."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tenure.kernel import formats


def _in_numbers(data: dict[str, Any]) -> dict[str, Any]:
    """The data with whole numbers written as people write them."""
    return {name: formats.number(value) if isinstance(value, int) else value for name, value in data.items()}


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "trust_model": lambda data: _("There is no model “%(value)s”. Choose one of: %(models)s.") % data,
    "trust_unit": lambda data: (
        _("“%(value)s” is no unit of time. Write day, week or a whole number of days, such as 30.") % data
    ),
    "trust_horizon": lambda data: (
        _("“%(value)s” is no length of time. Write days or weeks, such as 90d or 39w.") % data
    ),
    "trust_origins": lambda data: _("Forecasts are tested from 1 to %(most)s past days, not %(value)s.") % data,
    "trust_until_ahead": lambda data: (
        _("%(day)s lies ahead: orders are known until %(today)s at most. Choose an earlier day.") % data
    ),
    "trust_no_orders": lambda data: (
        _("%(name)s: there is no order that is not a return. Nothing can be learnt.") % data
    ),
    "trust_file_or_db": lambda data: (
        _("Name a file of orders, or give --db for the orders of the company; not both, and not neither.") % data
    ),
    "trust_report_kind": lambda data: (
        _("“%(out)s” cannot be written: a report is a page, its name must end in .html. Nothing was written.") % data
    ),
    "engine_too_few_repeaters": lambda data: (
        _(
            "Clients who ordered on two days or more: %(repeaters)s; a model needs at least %(needed)s. "
            "Take a longer period or more clients."
        )
        % _in_numbers(data)
    ),
    "engine_too_few_values": lambda data: (
        _(
            "Too few clients with repeated orders above zero: at least %(needed)s are needed. "
            "Take a longer period or more clients."
        )
        % _in_numbers(data)
    ),
    "engine_horizon_too_long": lambda data: (
        _("The orders cover %(days)s; a forecast cannot be checked on so few. Take a longer file.")
        % {"days": formats.days(data["days"])}
        if data["longest"] < 1
        else _(
            "The orders cover %(days)s days; a forecast of %(horizon)s days cannot be checked on them. "
            "Take a horizon of at most %(longest)s days, or a longer file."
        )
        % _in_numbers(data)
    ),
    "engine_not_settled": lambda data: _(
        "The search for the best parameters did not come to an end on these orders. "
        "Check how orders were grouped by client, or choose another model."
    ),
    "engine_no_start": lambda data: _(
        "No parameters explain these orders. Check that dates and clients are in the right columns (--map)."
    ),
    "engine_other": lambda data: _("The calculation refuses these orders: %(message)s") % data,
}
