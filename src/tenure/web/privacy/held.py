"""What is held on a person, as tables a person can read: sections and columns in words, values as people write them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from tenure.clients.fact_catalogue import FactKind
from tenure.clients.facts.fact_values import shown_value
from tenure.clients.people.consent_words import basis_name, purpose_name
from tenure.clients.subject_data.export import SEALED
from tenure.discovery.offers.words import mvp_verdicts
from tenure.kernel import formats
from tenure.privacy.subjects import Held
from tenure.web.clients.fact_words import how_words
from tenure.web.clients.people_words import channel_kinds, tie_kinds
from tenure.web.conversations.words import kinds as kinds_of_talks
from tenure.web.conversations.words import outcomes, readiness
from tenure.web.privacy.field_words import column_words, section_words
from tenure.web.settings.audit_words import actions
from tenure.web.units.words import kinds as kinds_of_ties
from tenure.web.units.words import roles

# Told by the copy to a machine; nobody reads bytes.
NOT_READ = {"content"}
MONEY = {"amount_minor", "value_minor", "value_12m_minor"}


@dataclass(frozen=True)
class HeldSection:
    """One table: its title, the words over its columns, its rows of texts."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sections_of_held(held: Held, kinds: Mapping[str, FactKind], currency: str) -> tuple[HeldSection, ...]:
    """The sections that hold something, columns that are empty in every row left out."""
    words, titles = column_words(), section_words()
    found = []
    order = {name: place for place, name in enumerate(titles)}
    for name, rows in sorted(held.items(), key=lambda one: order.get(one[0], len(order))):
        given = [key for key in (rows[0] if rows else {}) if key not in NOT_READ]
        keys = [key for key in given if any(_is_told(row.get(key)) for row in rows)]
        if not keys:
            continue
        texts = tuple(tuple(_said(name, key, row, kinds, currency) for key in keys) for row in rows)
        headings = tuple(words.get(key, key.replace("_", " ")) for key in keys)
        found.append(HeldSection(name, titles.get(name, name), headings, texts))
    return tuple(found)


def count_words() -> dict[str, str]:
    """Names of what an erasure counted."""
    return section_words() | {
        "participations": _("conversations taken part in"),
        "clients": _("client"),
        "orders_kept": _("orders kept for accounting"),
        "waiting_files": _("waiting files"),
    }


def _is_told(value: Any) -> bool:
    return value not in (None, "", [], {})


def _said(section: str, key: str, row: Mapping[str, Any], kinds: Mapping[str, FactKind], currency: str) -> str:
    value = row.get(key)
    if not _is_told(value):
        return ""
    if section == "facts" and key == "value":
        kind = kinds.get(str(row["type"]))
        if value == SEALED:
            return _("sealed")
        return shown_value(kind, value, {}) if kind and not isinstance(value, str) else _plain(value)
    if key in MONEY:
        return formats.money(int(str(value)), str(row.get("currency") or currency), exact=True)
    named = _named(section, key, str(value), kinds)
    return _plain(value) if named is None else named


def _named(section: str, key: str, code: str, kinds: Mapping[str, FactKind]) -> str | None:
    """A code in words; None for what is no code."""
    words: str | None = None
    if key == "type_code" or (section == "facts" and key == "type"):
        words = str(kinds[code].label) if code in kinds else code
    elif key == "purpose":
        words = purpose_name(code, kinds)
    elif key == "basis":
        words = basis_name(code)
    elif key == "action":
        words = dict(actions()).get(code, code)
    else:
        words = _codes(section, key).get(code)
    return words


def _codes(section: str, key: str) -> dict[str, str]:
    """The words of a column that holds codes; none for one that holds words already."""
    tables: dict[tuple[str, str], Callable[[], dict[str, str]]] = {
        ("channels", "kind"): lambda: dict(channel_kinds()),
        ("conversations", "kind"): kinds_of_talks,
        ("conversations", "outcome"): outcomes,
        ("conversations", "readiness"): readiness,
        ("decisions", "role"): roles,
        ("ties", "kind"): kinds_of_ties,
        ("facts", "how"): how_words,
        ("companies", "kind"): lambda: dict(tie_kinds()),
        ("mvp_showings", "verdict"): _verdicts,
        ("interview_showings", "verdict"): _verdicts,
    }
    table = tables.get((section, key))
    return table() if table else {}


def _verdicts() -> dict[str, str]:
    return {code: word for code, (word, _tone) in mvp_verdicts().items()}


def _plain(value: Any) -> str:
    """A JSON value or a day as people write it. The order of the kinds counts: a bool is an int too."""
    ways: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
        (bool, lambda one: _("yes") if one else _("no")),
        ((int, float), lambda one: formats.number(one, 2)),
        (datetime, formats.moment),
        (date, formats.table_day),
        (str, _day),
        (list, lambda many: "; ".join(map(_plain, many))),
        (dict, lambda named: "; ".join(f"{key}: {_plain(one)}" for key, one in named.items() if _is_told(one))),
    )
    return next((way(value) for kind, way in ways if isinstance(value, kind)), str(value))


def _day(text: str) -> str:
    """A day or a moment that came through JSON, else the text as it is."""
    if len(text) < 10 or not text[:4].isdigit() or text[4] != "-":
        return text
    try:
        return (
            formats.table_day(date.fromisoformat(text))
            if len(text) == 10
            else formats.moment(datetime.fromisoformat(text))
        )
    except ValueError:
        return text
