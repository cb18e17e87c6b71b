"""Numbers, money and dates as people read them, in the active language. Stored values never pass through here.

Non-breaking spaces keep a number with its unit, the minus is a true minus, and money is shown in whole units.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import lru_cache, wraps
from typing import TypeVar

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal, get_currency_symbol, get_decimal_symbol, get_group_symbol
from django.utils import timezone, translation
from django.utils.translation import ngettext

from tenure.kernel import clock
from tenure.kernel.money import minor_per_unit, to_minor

T = TypeVar("T")
NBSP = "\u00a0"
LOCALES = {code: Locale.parse(name) for code, name in {"en": "en_GB", "ru": "ru", "ro": "ro"}.items()}
# Looked up once: Babel's own formatting takes ten times as long, and a list shows hundreds of numbers.
SIGNS = {
    code: str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale), "-": "\u2212"})
    for code, locale in LOCALES.items()
}
CYRILLIC, ROMANIAN = re.compile("[\u0400-\u04ff]"), re.compile("[ăâîșțĂÂÎȘȚşţŞŢ]")
THOUSANDS = {"en": "k", "ru": f"{NBSP}тыс.", "ro": f"{NBSP}mii"}
MILLIONS = {"en": "M", "ru": f"{NBSP}млн", "ro": f"{NBSP}mil."}


# Asking for the active language is slow, and a page asks a thousand times.
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Texts and numbers in that language inside the block. Only another `speaking` may change it there."""
    token = _spoken.set(_ours(code))
    try:
        with translation.override(code):
            yield
    finally:
        _spoken.reset(token)


def language() -> str:
    """The active language of ours: en, ru or ro."""
    return _spoken.get() or _ours(translation.get_language() or "en")


def _ours(code: str) -> str:
    return code[:2] if code[:2] in LOCALES else "en"


def per_language(words: Callable[[], T]) -> Callable[[], T]:
    """Let words that are asked for hundreds of times a page be looked up once a language. Nobody may change what comes."""
    known: dict[str, T] = {}

    @wraps(words)
    def spoken() -> T:
        code = language()
        if code not in known:
            known[code] = words()
        return known[code]

    return spoken


def gettext(text: str) -> str:
    """A text of ours in the active language: a page asks for hundreds, and Django's own way to each is long."""
    return _text(language(), text)


_ = gettext


@lru_cache(maxsize=20_000)  # the texts of the code, in three languages
def _text(code: str, text: str) -> str:
    with translation.override(code):
        return translation.gettext(text)


def number(value: float, digits: int = 0) -> str:
    """1,234.5 in the language's own signs; `digits` is the most shown after the sign, zeros at the end are dropped."""
    return _number(value, digits, language())


@lru_cache(maxsize=4096)  # a report says two thousand numbers, most of them small
def _number(value: float, digits: int, code: str) -> str:
    text = f"{value:,.{digits}f}"
    if digits and "." in text:
        text = text.rstrip("0").rstrip(".")
    if text.strip("-0.,") == "":
        return "0"
    return text.translate(SIGNS[code])


def significant(value: float, figures: int = 4) -> str:
    """A parameter with that many significant figures in the language's own signs: 0.2671, 2,503."""
    digits = figures - 1 if value == 0 else figures - 1 - int(f"{value:e}".split("e")[1])
    return number(round(value, digits), max(0, min(8, digits)))


def percent(share: float, digits: int = 0) -> str:
    """A share from 0 to 1 as "12 %"; what would round to a false certainty is "under 1 %" or "over 99 %"."""
    if 0 < share < 0.01 and not digits:
        return _("under %(share)s") % {"share": f"1{NBSP}%"}
    if 0.99 < share < 1 and not digits:
        return _("over %(share)s") % {"share": f"99{NBSP}%"}
    return f"{number(share * 100, digits)}{NBSP}%"


def points(difference: float) -> str:
    """A difference of two shares as signed percentage points, without the unit: "+3", "−12"."""
    return ("+" if difference > 0 else "") + number(difference * 100)


def signed(value: float, digits: int = 0) -> str:
    """A number with its sign, zero without: "+1", "−0.4"."""
    return ("+" if round(value, digits) > 0 else "") + number(value, digits)


def odds(probability: float) -> str:
    """A chance for a narrow column: 32 %; from five in a hundred down 1 in 59, at most < 1 in 1,000."""
    if probability > 0.05:
        return percent(probability)
    words = _("1 in %(n)s") % {"n": number(round(1 / max(probability, 0.001)))}
    return (words if probability >= 0.001 else f"< {words}").replace(" ", NBSP)


def money(minor: int, currency: str, compact: bool = False, exact: bool = False) -> str:
    """€48,200; compact: €48.2k for tight rows; exact: with cents, for an order a person compares with paper."""
    units = minor / minor_per_unit(currency)
    if compact and abs(units) >= 1000:
        scale, unit = _scale(abs(units))
        return _with_currency(number(units / scale, _compact_digits(units / scale)), unit, currency)
    if exact:
        places = len(str(minor_per_unit(currency))) - 1
        text = format_decimal(units, format="#,##0." + "0" * places if places else "#,##0", locale=LOCALES[language()])
        return _with_currency(text.replace("-", "\u2212"), "", currency)
    return _with_currency(number(round(units)), "", currency)


def amount(minor: int, currency: str) -> str:
    """What a person typed, or a sum of such, to the cent: €52, €44.50, €1,250.75."""
    return money(minor, currency, exact=minor % minor_per_unit(currency) != 0)


def per_one(minor: float, currency: str) -> str:
    """What one of many costs or brings, worked out: to the cent below a thousand units, then whole: €4.72, €136, €1,250."""
    whole, unit = round(minor), minor_per_unit(currency)
    return amount(whole, currency) if abs(whole) < 1000 * unit else money(whole, currency)


def price(units: float, currency: str) -> str:
    """A price in units, with cents where it has them, and with more where cents would lose it: €52, €44.50, €0.125."""
    minor = to_minor(units, currency)
    kept = minor / minor_per_unit(currency)
    if abs(units) < 1 and abs(units - kept) > 0.01 * abs(units):
        return _with_currency(number(units, 4), "", currency)
    return amount(minor, currency)


def estimate(minor: int, currency: str) -> str:
    """An uncertain amount, with no more figures than it deserves: two, from ten thousand units on three."""
    unit = minor_per_unit(currency)
    units = abs(minor) / unit
    figures = 3 if units >= 10_000 else 2
    step = 10 ** max(0, len(str(int(units))) - figures)
    return money(int(round(minor / unit / step) * step * unit), currency)


def gap(days: float, spread: float | None) -> str:
    """The usual days between orders with their spread: 14 ± 4; tenths only below five days."""
    digits = 1 if days < 5 else 0
    text = number(round(days, digits), digits)
    return f"{text}{NBSP}±{NBSP}{number(round(spread, digits), digits)}" if spread else text


def interval(low: int, high: int, currency: str) -> str:
    """€3.1–9.8k: two amounts in minor units with one sign and one unit; a low end below zero is said in words."""
    per_unit = minor_per_unit(currency)
    scale, unit = _scale(max(abs(low), abs(high)) / per_unit)
    digits = _compact_digits(high / per_unit / scale) if scale > 1 else 0
    ends = [number(value / per_unit / scale, digits) for value in (low, high)]
    if low < 0:
        return _("%(low)s to %(high)s") % {
            "low": _with_currency(ends[0], unit, currency),
            "high": _with_currency(ends[1], unit, currency),
        }
    return _with_currency(ends[0] if ends[0] == ends[1] else "–".join(ends), unit, currency)


def _scale(units: float) -> tuple[int, str]:
    if units >= 999_500:
        return 1_000_000, MILLIONS[language()]
    if units >= 1000:
        return 1000, THOUSANDS[language()]
    return 1, ""


def _compact_digits(value: float) -> int:
    return 1 if abs(value) < 99.95 else 0


def _with_currency(text: str, unit: str, currency: str) -> str:
    """Sign before the amount in English, after it elsewhere; a code of letters keeps a space."""
    code = language()
    symbol = _symbol(currency, code)
    if code != "en":
        return f"{text}{unit}{NBSP}{symbol}"
    minus, digits = ("\u2212", text[1:]) if text.startswith("\u2212") else ("", text)
    space = NBSP if symbol[-1].isalpha() else ""
    return f"{minus}{symbol}{space}{digits}{unit}"


@lru_cache(maxsize=512)  # of every amount of a page
def _symbol(currency: str, code: str) -> str:
    return get_currency_symbol(currency, locale=LOCALES[code])


def day(value: date) -> str:
    """12 May; with the year when it is not this one. Of a moment: its day in the active time zone."""
    value = _plain_day(value)
    return _day("MMMd" if value.year == _this_year() else "yMMMd", value, language())


@lru_cache(maxsize=4096)  # a page names the same few days again and again
def _day(skeleton: str, value: date, code: str) -> str:
    return _bound(format_skeleton(skeleton, value, locale=LOCALES[code]))


def weekday(value: date) -> str:
    """Tuesday, 12 May: the heading of a day."""
    text = _bound(format_date(_plain_day(value), "EEEE, d MMMM", locale=LOCALES[language()]))
    return text[0].upper() + text[1:]


def table_day(value: date) -> str:
    """A date in a column: always with its year and of even width. Of a moment: its day in the active time zone."""
    pattern = "d MMM y" if language() == "en" else "dd.MM.y"
    return format_date(_plain_day(value), pattern, locale=LOCALES[language()])


def _plain_day(value: date) -> date:
    """A moment is a date too, as Python sees it, and would show its day in UTC."""
    return clock.day_of(value) if isinstance(value, datetime) else value


def month(value: date) -> str:
    """May; January carries its year: Jan 26. For axes."""
    pattern = "LLL yy" if value.month == 1 else "LLL"
    return format_date(value, pattern, locale=LOCALES[language()]).replace(".", "")


def month_year(value: date) -> str:
    """May 2026."""
    return format_date(value, "LLLL y", locale=LOCALES[language()])


def quarter(value: date) -> str:
    """Q2 2026."""
    return format_date(value, "QQQ y", locale=LOCALES[language()]).replace(" ", NBSP)


def day_range(first: date, last: date) -> str:
    """11–19 Apr; 28 Apr – 3 May; the year only when it is not this one."""
    if first == last:
        return day(first)
    this_year = first.year == last.year == _this_year()
    text = format_interval(first, last, "MMMd" if this_year else "yMMMd", locale=LOCALES[language()])
    return text.replace("\u2009", NBSP).replace(f" {last.year} г.", f"{NBSP}{last.year}{NBSP}г.")


def moment(value: datetime) -> str:
    """12 May, 14:05, in the active time zone."""
    return f"{day(value)}, {timezone.localtime(value):%H:%M}"


def days(count: int) -> str:
    """41 days."""
    return ngettext("%(n)s day", "%(n)s days", count) % {"n": number(count)}


def span(length: int) -> str:
    """A long stretch of days in the largest two units: 6 years 2 months, 3 months, 12 days."""
    return _span(length, language())


@lru_cache(maxsize=4096)  # the age of every fact of a card
def _span(length: int, code: str) -> str:
    with translation.override(code):  # whatever else is active: the answer is kept
        years, months = divmod(round(length / 30.4375), 12)
        parts = []
        if years:
            parts.append(ngettext("%(n)s year", "%(n)s years", years) % {"n": years})
        if months and years < 10:
            parts.append(ngettext("%(n)s month", "%(n)s months", months) % {"n": months})
        return " ".join(parts) if length >= 45 else days(length)


def duration(minutes: int) -> str:
    """2 h 25 min."""
    hours, rest = divmod(minutes, 60)
    in_hours, in_minutes = _spans()
    if not hours:
        return in_minutes % {"n": rest}
    return (in_hours % {"n": hours}) + (NBSP + in_minutes % {"n": rest} if rest else "")


@per_language
def _spans() -> tuple[str, str]:
    """Hours and minutes, each kept on one line."""
    return _("%(n)s h").replace(" ", NBSP), _("%(n)s min").replace(" ", NBSP)


def seconds(value: float) -> str:
    """45 s; from two minutes on in minutes and hours."""
    if value < 120:
        return (_("%(n)s s") % {"n": number(round(value))}).replace(" ", NBSP)
    return duration(round(value / 60))


def file_size(size: int) -> str:
    """1.9 MB."""
    for unit, scale in ((_("GB"), 1e9), (_("MB"), 1e6), (_("kB"), 1e3)):
        if size >= scale:
            return f"{number(size / scale, 1)}{NBSP}{unit}"
    return ngettext("%(n)s byte", "%(n)s bytes", size) % {"n": size}


def script_language(name: str) -> str:
    """The language a name is written in as far as its letters tell, for the `lang` attribute; empty when they do not."""
    if name.isascii():
        return ""
    if CYRILLIC.search(name):
        return "ru"
    return "ro" if ROMANIAN.search(name) else ""


def _bound(text: str) -> str:
    """Keep the day number with its month."""
    head, _space, tail = text.partition(" ")
    return f"{head}{NBSP}{tail}" if head.isdigit() else text


def _this_year() -> int:
    now = clock.now()
    if (1, 1) < (now.month, now.day) < (12, 31):
        return now.year  # wherever one is, and a page asks for every day it shows
    return clock.today().year


def load() -> None:
    """Read what the languages need now, for processes forked from this one to share."""
    first = date(2024, 1, 31)
    for code in LOCALES:
        with speaking(code):
            day_range(first, first + timedelta(days=1))
            day_range(first, first + timedelta(days=400))
            weekday(first), table_day(first), month(first), month_year(first), quarter(first)
            money(123456, "EUR", exact=True)


def days_between(first: date, last: date) -> int:
    """Whole days from first to last."""
    return (last - first) // timedelta(days=1)
