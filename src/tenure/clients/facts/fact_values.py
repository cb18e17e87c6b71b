"""Values of facts: from what somebody typed to what is stored, and from what is stored to what a reader sees."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_skeleton

from tenure.clients.fact_catalogue import FactKind
from tenure.clients.typed_numbers import day_typed, number_typed
from tenure.kernel import formats
from tenure.kernel.errors import InvalidValue
from tenure.kernel.money import minor_per_unit, to_minor

LONGEST = 10_000
LONGEST_NAME = 250
LONGEST_QUOTED = 80
MOST_NAMED = 30
EXAMPLES = {"en": ("1,250.50", "12/05/2026"), "ru": ("1 250,50", "12.05.2026"), "ro": ("1.250,50", "12.05.2026")}


def stored_value(kind: FactKind, value: object, *, currency: str) -> Any:
    """The JSON value to store. value: as typed in the active language, or as stored already.

    text: str; number: float; money: {"minor", "currency"}; date: "2026-05-12" or "--05-12"; choice: its code; several:
    list of codes; person, company: {"id"} of one that is known, or {"name"}; a list of these where the kind is of many,
    typed as lines or between commas; file: {"id", "name"}.
    Raises InvalidValue naming the field, the value and what would be right.
    """
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").replace("\x00", "").strip()
    if value in ("", None, [], {}):
        raise InvalidValue("fact_value_missing", field="value", name=str(kind.label))
    if isinstance(value, str) and len(value) > LONGEST:
        raise InvalidValue("fact_value_long", field="value", longest=LONGEST, length=len(value))
    read = {
        "text": _text, "number": _number, "money": _money, "date": _date, "choice": _choice, "several": _several,
        "person": _who, "company": _who, "file": _file,
    }[kind.value_kind]  # fmt: skip
    return read(kind, value, currency)


def _wrong(code: str, kind: FactKind, value: object, **data: object) -> InvalidValue:
    quoted = str(value)
    if len(quoted) > LONGEST_QUOTED:
        quoted = quoted[: LONGEST_QUOTED - 1] + "…"
    return InvalidValue(code, field="value", name=str(kind.label), value=quoted, **data)


def _text(kind: FactKind, value: object, currency: str) -> str:
    if not isinstance(value, str):
        raise _wrong("fact_value_wrong", kind, value)
    return value


def _number(kind: FactKind, value: object, currency: str) -> float:
    found = number_typed(value.removesuffix("%")) if isinstance(value, str) else value
    if isinstance(found, bool) or not isinstance(found, int | float) or not abs(found) <= 1e15:
        raise _wrong("fact_number_wrong", kind, value, example=EXAMPLES[formats.language()][0])
    if kind.unit == "%" and not 0 <= found <= 100:
        raise _wrong("fact_share_wrong", kind, value)
    return found


def _money(kind: FactKind, value: object, currency: str) -> dict[str, Any]:
    if isinstance(value, dict) and isinstance(value.get("minor"), int):
        return {"minor": value["minor"], "currency": str(value.get("currency", currency))[:3]}
    found: object = value
    if isinstance(value, str):
        bare = value.upper().replace(currency, "").strip()
        found = number_typed(bare.strip("€$£₽ "))
    if isinstance(found, bool) or not isinstance(found, int | float) or not abs(found) <= 1e12:
        raise _wrong("fact_money_wrong", kind, value, currency=currency, example=EXAMPLES[formats.language()][0])
    return {"minor": to_minor(found, currency), "currency": currency}


def _date(kind: FactKind, value: object, currency: str) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value)
    found = day_typed(text, yearless=kind.occasion == "yearly")
    if found is None:
        raise _wrong("fact_date_wrong", kind, value, example=EXAMPLES[formats.language()][1])
    return found


def _choice(kind: FactKind, value: object, currency: str) -> str:
    if value not in {code for code, _label in kind.choices}:
        raise _wrong("fact_choice_wrong", kind, value)
    return str(value)


def _several(kind: FactKind, value: object, currency: str) -> list[str]:
    chosen = [value] if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else []
    known = [code for code, _label in kind.choices]
    unknown = [code for code in chosen if code not in known]
    if unknown or not chosen:
        raise _wrong("fact_choice_wrong", kind, unknown[0] if unknown else value)
    return [code for code in known if code in chosen]


def _who(kind: FactKind, value: object, currency: str) -> dict[str, Any] | list[dict[str, Any]]:
    if not kind.many:
        return _one(kind, value)
    parts = re.split(r"[,;\n]", value) if isinstance(value, str) else value if isinstance(value, list) else [value]
    named = [_one(kind, one) for one in parts if not isinstance(one, str) or one.strip()]
    if not named:
        raise InvalidValue("fact_value_missing", field="value", name=str(kind.label))
    if len(named) > MOST_NAMED:
        raise InvalidValue("fact_companies_many", field="value", name=str(kind.label), most=MOST_NAMED)
    return [one for place, one in enumerate(named) if one not in named[:place]]


def _one(kind: FactKind, value: object) -> dict[str, Any]:
    if isinstance(value, dict) and isinstance(value.get("id"), int):
        return {"id": value["id"]}
    name = value.get("name", "") if isinstance(value, dict) else value
    if not isinstance(name, str):
        raise _wrong("fact_value_wrong", kind, value)
    clean = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    if not clean:
        raise _wrong("fact_value_wrong", kind, value)
    if len(clean) > LONGEST_NAME:
        raise InvalidValue("fact_value_long", field="value", longest=LONGEST_NAME, length=len(clean))
    return {"name": clean}


def _file(kind: FactKind, value: object, currency: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not isinstance(value.get("id"), int):
        raise _wrong("fact_value_wrong", kind, value)
    return {"id": value["id"], "name": str(value.get("name", ""))[:LONGEST_NAME]}


def shown_value(kind: FactKind, value: Any, names: Mapping[tuple[str, int], str]) -> str:
    """A stored value in the reader's language. names: of people and companies, by (kind, id), as far as in sight."""
    if value is None:
        return ""
    shape = kind.value_kind
    if shape in ("choice", "several"):
        labels = dict(kind.choices)
        return ", ".join(str(labels.get(code, code)) for code in (value if isinstance(value, list) else [value]))
    if isinstance(value, list):
        return ", ".join(_shown_pair(shape, one, names) for one in value)
    if isinstance(value, dict):
        return _shown_pair(shape, value, names)
    if shape == "number" and isinstance(value, int | float):
        return formats.number(value, 2) + (f"{formats.NBSP}{kind.unit}" if kind.unit else "")
    return shown_day(value) if shape == "date" and isinstance(value, str) else str(value)


def _shown_pair(shape: str, value: Mapping[str, Any], names: Mapping[tuple[str, int], str]) -> str:
    if "minor" in value:
        return formats.money(int(value["minor"]), str(value["currency"]))
    if shape in ("person", "company") and "id" in value:
        return names.get((shape, value["id"]), str(value.get("name", "…")))
    return str(value.get("name", ""))


def shown_day(text: str) -> str:
    """12 May 2026; 12 May where the year is not known."""
    if text.startswith("--"):
        day = date(2000, int(text[2:4]), int(text[5:7]))
        return str(format_skeleton("MMMMd", day, locale=formats.LOCALES[formats.language()])).replace(
            " ", formats.NBSP, 1
        )
    return formats.table_day(date.fromisoformat(text))


def typed_again(kind: FactKind, value: Any, names: Mapping[tuple[str, int], str]) -> str:
    """A stored value as somebody would type it into the field, in the active language."""
    if kind.value_kind == "money" and isinstance(value, dict):
        return _typed_number(value["minor"] / minor_per_unit(value["currency"]))
    if kind.value_kind == "number" and isinstance(value, int | float):
        return _typed_number(value)
    if kind.value_kind == "date" and isinstance(value, str) and not value.startswith("--"):
        return date.fromisoformat(value).strftime("%d/%m/%Y" if formats.language() == "en" else "%d.%m.%Y")
    return str(value) if kind.value_kind == "choice" and value else shown_value(kind, value, names)


def _typed_number(value: float) -> str:
    text = formats.number(value, 6).replace("\u2212", "-")
    return text.replace(formats.NBSP, " ").replace("\u202f", " ")
