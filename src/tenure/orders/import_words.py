"""The words for an import's phases and outcome, for every door."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats


def phase_name(phase: str) -> str:
    """What the job is doing, as a short phrase."""
    names = {
        "": _("Waiting"),
        "reading": _("Reading the file"),
        "columns": _("Understanding the columns"),
        "values": _("Checking every value"),
        "duplicates": _("Looking for repeated lines"),
        "damage": _("Looking for damaged amounts"),
        "matching": _("Finding the clients"),
        "planning": _("Putting lines into orders"),
        "similar": _("Looking for similar clients"),
        "laying_out": _("Preparing the rows"),
        "writing": _("Writing"),
        "indexing": _("Making the new clients searchable"),
        "scoring": _("Computing the scores"),
        "undoing": _("Taking the lines back"),
        "undoing_orders": _("Taking its orders back"),
        "undoing_clients": _("Taking its clients back"),
    }
    return names.get(phase, phase)


def state_name(state: str) -> str:
    """The state of an import, as a word."""
    names = {
        "to_check": _("waits for its check"),
        "checking": _("being checked"),
        "checked": _("checked, not imported yet"),
        "to_import": _("waits to be imported"),
        "importing": _("being imported"),
        "done": _("imported"),
        "failed": _("not possible"),
        "to_undo": _("waits to be undone"),
        "undoing": _("being undone"),
        "undone": _("undone"),
        "cancelled": _("cancelled"),
    }
    return names[state]


def summary_lines(counts: dict[str, Any], currency: str, *, dry_run: bool = False) -> list[str]:
    """The outcome of an import in sentences, the important first. counts: as in `ImportResult`."""
    lines = [_read(counts)]
    if counts["lines_written"]:
        lines.append(_written(counts, currency, dry_run))
        lines.append(_clients(counts))
    else:
        lines.append(_("Nothing in it is new; nothing has changed."))
    if counts["clients_similar"]:
        lines.append(_similar(counts["clients_similar"]))
    if counts["damaged"]:
        lines.append(_damaged(counts["damaged"]))
    return lines


def _read(counts: dict[str, Any]) -> str:
    read = ngettext("%(number)s line read", "%(number)s lines read", counts["rows_read"]) % _number(counts["rows_read"])
    repeated = counts["duplicates"] - counts["already_imported"]
    parts = [read]
    if counts["rejected"]:
        parts.append(
            ngettext("%(number)s cannot be read", "%(number)s cannot be read", counts["rejected"])
            % _number(counts["rejected"])
        )
    if repeated:
        parts.append(
            ngettext("%(number)s repeats another exactly", "%(number)s repeat others exactly", repeated)
            % _number(repeated)
        )
    if counts["already_imported"]:
        parts.append(
            ngettext("%(number)s imported before", "%(number)s imported before", counts["already_imported"])
            % _number(counts["already_imported"])
        )
    if counts["returns"]:
        parts.append(
            ngettext("%(number)s is a return", "%(number)s are returns", counts["returns"]) % _number(counts["returns"])
        )
    return "; ".join(parts) + "."


def _written(counts: dict[str, Any], currency: str, dry_run: bool) -> str:
    words = {
        "lines": formats.number(counts["lines_written"]),
        "orders": formats.number(counts["orders_written"]),
        "extended": formats.number(counts["orders_extended"]),
        "money": formats.money(counts["amount_minor"], currency),
    }
    if dry_run:
        text = _("Would be written: %(lines)s lines, %(orders)s orders, %(money)s.") % words
    else:
        text = _("Written: %(lines)s lines, %(orders)s orders, %(money)s.") % words
    if counts["orders_extended"]:
        text += " " + _("Known orders that got new lines: %(extended)s.") % words
    return text


def _clients(counts: dict[str, Any]) -> str:
    return _("Clients: %(created)s new, %(matched)s found.") % {
        "created": formats.number(counts["clients_created"]),
        "matched": formats.number(counts["clients_matched"]),
    }


def _similar(count: int) -> str:
    return ngettext(
        "%(number)s new client resembles another; see Similar clients to say whether they are one.",
        "%(number)s new clients resemble others; see Similar clients to say which are one.",
        count,
    ) % _number(count)


def _damaged(count: int) -> str:
    return ngettext(
        "%(number)s amount looks damaged (a thousand times the usual or a lost decimal mark); it is kept and marked.",
        "%(number)s amounts look damaged (a thousand times the usual or a lost decimal mark); "
        "they are kept and marked.",
        count,
    ) % _number(count)


def _number(count: int) -> dict[str, str]:
    return {"number": formats.number(count)}
