"""The form in which a person says what the columns mean and how dates, numbers and money are written."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from tenure.clients.typed_numbers import number_typed
from tenure.kernel.errors import InvalidValue
from tenure.orders.files.headings import ROLES
from tenure.orders.files.options import Options, missing_roles
from tenure.web.orders.words import role_names

DATE_ORDERS = frozenset({"dmy", "mdy", "ymd", "serial"})
RATE = "rate:"
LARGEST_RATE = 1e9


def chosen_options(post: QueryDict, before: Mapping[str, Any], columns: list[dict[str, Any]]) -> Options:
    """The options a filled-in form means. before: the options of the check on the page, as JSON.

    A date order or decimal mark found for one column is not held against another: it is looked for again.
    Raises InvalidValue for two columns with one meaning, a needed meaning without a column, or a rate that is none.
    """
    mapping = _mapping(post, columns)
    _refuse_gaps(mapping)
    date_format = _answer(post, "date_format")
    decimal = _answer(post, "decimal")
    if mapping.get("date") != before["mapping"].get("date") and date_format == before.get("date_format"):
        date_format = ""
    if mapping.get("amount") != before["mapping"].get("amount") and decimal == before.get("decimal"):
        decimal = ""
    return Options(
        mapping=mapping,
        date_format=date_format if date_format in DATE_ORDERS else None,
        decimal=decimal if decimal in {".", ","} else None,
        currency=before["currency"],
        rates={**before.get("rates", {}), **_rates(post, before["currency"])},
        keep_duplicates=post.get("keep_duplicates") == "on",
    )


def _answer(post: QueryDict, name: str) -> str:
    """A button that answers a question counts before the choice in the form."""
    return post.get(f"answer_{name}") or post.get(name, "")


def _mapping(post: QueryDict, columns: list[dict[str, Any]]) -> dict[str, int]:
    mapping: dict[str, int] = {}
    for column in columns:
        role = post.get(f"column-{column['position']}", "")
        if role not in ROLES:
            continue
        if role in mapping:
            first = columns[mapping[role] - 1]
            raise InvalidValue("doubled_meaning", role=role_names()[role], first=_title(first), second=_title(column))
        mapping[role] = column["position"]
    return mapping


def _title(column: dict[str, Any]) -> str:
    return str(column["heading"] or _("column %(n)s") % {"n": column["position"]})


def _refuse_gaps(mapping: Mapping[str, int]) -> None:
    for role in missing_roles(mapping):
        raise InvalidValue(f"meaning_missing_{role.removesuffix('_id')}")


def _rates(post: QueryDict, workspace: str) -> dict[str, float]:
    rates = {}
    for name in post:
        text = str(post[name]).strip()
        if not name.startswith(RATE) or not text:
            continue
        word = name.removeprefix(RATE)[:40]
        rates[word] = _rate(word, text, workspace)
    return rates


def _rate(word: str, text: str, workspace: str) -> float:
    rate = number_typed(text)
    if rate is None or not 0 < rate < LARGEST_RATE:
        raise InvalidValue("rate_is_no_number", word=word, value=text[:40], workspace=workspace)
    return rate
