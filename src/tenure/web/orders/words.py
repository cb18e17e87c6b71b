"""Words of the import pages: what columns can mean, how a file is written, how sure a guess is."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats
from tenure.orders.files.headings import ROLES

SURE = 0.85
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1251": "Windows-1251",
    "cp1250": "Windows-1250",
    "cp1252": "Windows-1252",
    "cp866": "CP866",
    "koi8-r": "KOI8-R",
}


def role_names() -> dict[str, str]:
    """What a column can mean, in the order people look for it."""
    names = {
        "client_id": _("Client number"),
        "client_name": _("Client name"),
        "email": _("E-mail"),
        "tax_id": _("Tax id"),
        "phone": _("Phone"),
        "country": _("Country"),
        "date": _("Order date"),
        "order_number": _("Order number"),
        "product": _("Product"),
        "product_code": _("Product code"),
        "category": _("Category"),
        "quantity": _("Quantity"),
        "price": _("Price of one"),
        "amount": _("Amount"),
        "margin": _("Margin"),
        "cost": _("Cost of goods"),
        "currency": _("Currency"),
    }
    return {role: names[role] for role in ROLES}


def separator_name(separator: str) -> str:
    """How the columns are parted, as the end of a sentence."""
    return {
        ";": _("separated by semicolons"),
        ",": _("separated by commas"),
        "\t": _("separated by tabs"),
        "|": _("separated by the sign |"),
        " ": _("separated by spaces"),
    }[separator]


def decimal_name(decimal: str | None) -> str:
    """The decimal mark found."""
    return {",": _("decimal comma"), ".": _("decimal point")}.get(decimal or "", "")


def date_order_name(order: str | None) -> str:
    """The order of day and month found."""
    return {
        "dmy": _("day before month"),
        "mdy": _("month before day"),
        "ymd": _("year first"),
        "serial": _("day numbers of a spreadsheet"),
    }.get(order or "", order or "")


def date_orders() -> dict[str, str]:
    """The orders of day and month to choose from."""
    names = {order: date_order_name(order) for order in ("dmy", "mdy", "ymd", "serial")}
    return {order: name[:1].upper() + name[1:] for order, name in names.items()}


def described(report: dict[str, Any], size: int) -> list[str]:
    """How the file was read, in two sentences without their full stops: what it is; how it is written."""
    shape, options = report["shape"], report["options"]
    lines = shape.get("lines")
    what = [ngettext("%(n)s line", "%(n)s lines", lines) % {"n": formats.number(lines)}] if lines else []
    what.append(formats.file_size(size))
    if shape.get("sheet"):
        what.append(_("sheet “%(name)s”") % {"name": shape["sheet"]})
    how = []
    if shape.get("encoding"):
        how.append(_("Read as %(encoding)s") % {"encoding": ENCODINGS.get(shape["encoding"], shape["encoding"])})
    if shape.get("separator"):
        how.append(separator_name(shape["separator"]))
    if report.get("checked"):
        how += [word for word in (decimal_name(options["decimal"]), date_order_name(options["date_format"])) if word]
    if how:
        how[0] = how[0][:1].upper() + how[0][1:]
    return [", ".join(part) for part in (what, how) if part]


def guess(role: str, confidence: dict[str, float], remembered: bool) -> tuple[str, str, str]:
    """(tone, icon, text) under the choice of a column's meaning."""
    if not role:
        return "low", "circle-dashed", _("not used")
    if remembered:
        return "ok", "circle-check", _("as last time")
    sure = confidence.get(role)
    if sure is None:
        return "ok", "circle-check", _("chosen by you")
    if sure > SURE:
        return "ok", "circle-check", _("sure, %(share)s") % {"share": formats.percent(sure)}
    return "mid", "help-circle", _("look: %(share)s") % {"share": formats.percent(sure)}


# icons: circle-dashed circle-check help-circle
