"""Numbers and days as people type them, in the signs of their language."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from tenure.kernel import formats
from tenure.kernel.errors import InvalidValue
from tenure.kernel.money import to_units

LARGEST = 1e15
MOST_DECIMALS = 9
_GAPS = re.compile(r"[\s\u00a0\u202f'’]+")
_THREES = r"[1-9]\d{0,2}(?:%s\d{3})+"  # 0,050 is no fifty
_ONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
THOUSANDS = 3  # digits of a group
_NUMERIC_DAY = re.compile(r"(\d{1,2})[./\- ](\d{1,2})(?:[./\- ](\d{4}))?\.?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_YEARLESS_DAY = re.compile(r"--(\d{2})-(\d{2})")
_WORD_DAY = re.compile(r"(\d{1,2})\.?\s+([^\W\d_]+)\.?(?:\s+(\d{4}))?(?:\s*г\.?)?")
SHORTEST_MONTH = 3


def number_typed(text: str) -> float | None:
    """The number somebody typed; None when it is not one. “1.234,5”, “1 234,5” and “1,234.5” by the active language."""
    bare = unicodedata.normalize("NFKC", _GAPS.sub("", text)).replace("\u2212", "-").replace("–", "-")
    sign = -1 if bare.startswith("-") else 1
    bare = bare.lstrip("+-")
    locale = formats.LOCALES[formats.language()]
    decimal, group = get_decimal_symbol(locale), get_group_symbol(locale).strip()
    if group and re.fullmatch(_THREES % re.escape(group) + rf"(?:{re.escape(decimal)}\d*)?", bare):
        bare = bare.replace(group, "")
    bare = bare.replace(decimal, ".") if bare.count(decimal) == 1 and "." not in bare.replace(decimal, "", 1) else bare
    if bare.count(",") == 1 and "." not in bare:
        bare = bare.replace(",", ".")
    if not re.fullmatch(r"\d{1,18}(?:\.\d{0,9})?|\.\d{1,9}", bare) or not bare.isascii():
        return None
    found = sign * float(bare)
    return found if abs(found) <= LARGEST else None


def told_apart(text: str, field: str, decimals: int = 0) -> None:
    """Pure: nothing for an amount or a count that can only be one. decimals: how many it may have. Raises InvalidValue for
    “60.000” where the point parts decimals: half the world means sixty thousand by it."""
    bare = _GAPS.sub("", text).lstrip("+-\u2212–")
    found = number_typed(bare)
    if decimals < THOUSANDS and found is not None and found < 1000 and _ONE_GROUP.fullmatch(bare):
        many = re.sub(r"\D", "", bare)
        raise InvalidValue("number_either", field=field, value=text.strip()[:40], few=in_field(found), many=many)


def in_field(value: float | None) -> str:
    """A stored number as a field shows it, so that `number_typed` reads the same again; empty for None."""
    if value is None:
        return ""
    text = f"{round(Decimal(f'{value:.15g}'), MOST_DECIMALS):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", get_decimal_symbol(formats.LOCALES[formats.language()]))


def money_in_field(minor: int | None, currency: str) -> str:
    """A stored amount as a field shows it, in units of the currency; empty for None."""
    return in_field(None if minor is None else to_units(minor, currency))


def day_typed(text: str, yearless: bool = False) -> str | None:
    """The day somebody typed as 2026-05-12, or --05-12 where a day without its year is enough; None when it is none."""
    plain = text.strip()
    if match := _YEARLESS_DAY.fullmatch(plain):
        return _day(None, int(match[1]), int(match[2])) if yearless else None
    if match := _ISO_DAY.fullmatch(plain):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC_DAY.fullmatch(plain):
        day, month, year = int(match[1]), int(match[2]), match[3]
    elif match := _WORD_DAY.fullmatch(plain):
        day, month, year = int(match[1]), _month(match[2]), match[3]
    else:
        return None
    if year is None:
        return _day(None, month, day) if yearless else None
    return _day(int(year), month, day)


def _day(year: int | None, month: int, day: int) -> str | None:
    try:
        found = date(2000 if year is None else year, month, day)
    except ValueError:
        return None
    if year is None:
        return f"--{found:%m-%d}"
    return found.isoformat() if 1800 <= year <= 2200 else None


def _month(word: str) -> int:
    """The month whose name begins so in the active language or in English; 0 when none does."""
    wanted = word.casefold()
    if len(wanted) < SHORTEST_MONTH:
        return 0
    for locale in (formats.LOCALES[formats.language()], formats.LOCALES["en"]):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names("wide", context=context, locale=locale).items():
                if name.casefold().startswith(wanted):
                    return int(number)
    return 0
