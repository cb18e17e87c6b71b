"""Days as people write them, in English, Russian and Romanian.

The order of day and month is settled for the whole column.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

EARLIEST_YEAR = 1950
EXCEL_EPOCH = date(1899, 12, 30)
ORDERS = ("dmy", "mdy", "ymd")

_MONTHS = {
    1: "jan january янв январь января ian ianuarie",
    2: "feb february фев февр февраль февраля februarie",
    3: "mar march мар март марта martie",
    4: "apr april апр апрель апреля aprilie",
    5: "may май мая mai",
    6: "jun june июн июнь июня iun iunie",
    7: "jul july июл июль июля iul iulie",
    8: "aug august авг август августа",
    9: "sep sept september сен сент сентябрь сентября septembrie",
    10: "oct october окт октябрь октября octombrie",
    11: "nov november ноя нояб ноябрь ноября noi noiembrie",
    12: "dec december дек декабрь декабря decembrie",
}
MONTH_NUMBERS = {name: number for number, names in _MONTHS.items() for name in names.split()}
LONGEST = {4: 30, 6: 30, 9: 30, 11: 30, 2: 29}

_TIME = re.compile(
    r"[\s,T]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?$", re.IGNORECASE
)
_TAIL = re.compile(r"\s*(?:г\.?|года|a\.?)$", re.IGNORECASE)
_THREE = re.compile(r"(\d{1,4})\s?[./\-\s]\s?(\d{1,2})\s?[./\-\s]\s?(\d{1,4})")
_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s.\-/]*([^\W\d_]+)[\s.,\-/]*(\d{2,4})|([^\W\d_]+)[\s.\-]*(\d{1,2})(?:st|nd|rd|th)?[\s,\-]+(\d{2,4})"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_WEEKDAY = re.compile(r"^[^\W\d_]+\.?,\s*")


@dataclass(frozen=True)
class NoDay:
    """Why a value is not a day: a problem code and its data."""

    code: str
    data: dict[str, str | int] = field(default_factory=dict)


def parse_day(text: str, order: str | None, today: date) -> date | NoDay:
    """The day a cell holds; `order` is dmy, mdy, ymd, serial, or a strptime format. Years 1950 to tomorrow."""
    value = text.strip()
    if value.startswith("="):
        return NoDay("formula")
    if order and "%" in order:
        return _by_format(value, order, today)
    value = _TAIL.sub("", _TIME.sub("", _WEEKDAY.sub("", value)))
    parts = _parts(value, order)
    if isinstance(parts, date):
        return _sane(parts, today)
    if isinstance(parts, NoDay):
        return parts
    return _from_parts(*parts, today)


def _by_format(value: str, order: str, today: date) -> date | NoDay:
    try:
        return _sane(datetime.strptime(value, order).date(), today)  # noqa: DTZ007 (only the day is kept)
    except ValueError:
        return NoDay("not_this_date_format", {"format": order})


def _parts(value: str, order: str | None) -> tuple[int, int, int] | date | NoDay:
    """Year, month and day as written, or the day itself when it is a spreadsheet's serial number."""
    if match := _THREE.fullmatch(value):
        return _three_numbers(match, order)
    if value.isdigit() and len(value) == 8:
        if 1900 <= int(value[:4]) <= 2100:
            return int(value[:4]), int(value[4:6]), int(value[6:])
        first, second, last = int(value[:2]), int(value[2:4]), int(value[4:])
        return (last, first, second) if order == "mdy" else (last, second, first)
    if match := _NAMED.fullmatch(value):
        day, name, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        month = MONTH_NUMBERS.get(name.casefold().rstrip("."))
        return (_year(year), month, int(day)) if month else NoDay("not_a_date")
    if order == "serial" and _SERIAL.fullmatch(value):
        return EXCEL_EPOCH + timedelta(days=int(float(value)))
    return NoDay("not_a_date")


def _three_numbers(match: re.Match[str], order: str | None) -> tuple[int, int, int] | NoDay:
    first, second, third = match.groups()
    if len(first) > 2:
        return int(first), int(second), int(third)
    if order == "ymd" and len(third) <= 2:
        return _year(first), int(second), int(third)
    if order == "mdy":
        return _year(third), int(first), int(second)
    if order == "dmy" or int(first) == int(second) or int(first) > 12:
        return _year(third), int(second), int(first)
    if int(second) > 12:
        return _year(third), int(first), int(second)
    return NoDay("ambiguous_date")


def _year(text: str) -> int:
    """Two digits mean 1970 to 2069; “0202” stays what it is and is refused later."""
    if len(text) > 2:
        return int(text)
    return int(text) + (2000 if int(text) < 70 else 1900)


def _from_parts(year: int, month: int, day: int, today: date) -> date | NoDay:
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return NoDay("not_a_date")
    if day > LONGEST.get(month, 31):
        return NoDay("no_such_day", {"day": day, "month": month})
    if not 1 <= year <= 9999:
        return NoDay("year_out_of_range", {"year": year})
    try:
        return _sane(date(year, month, day), today)
    except ValueError:
        return NoDay("no_such_day", {"day": day, "month": month, "year": year})


def _sane(day: date, today: date) -> date | NoDay:
    if day.year < EARLIEST_YEAR:
        return NoDay("year_out_of_range", {"year": day.year})
    return NoDay("future_date") if day > today + timedelta(days=1) else day


def day_sql(value: str, order: str | None, today: date) -> str:
    """The common spellings as a DuckDB expression over the text expression `value`; NULL where Python has to look."""
    latest = f"DATE '{today + timedelta(days=1)}'"
    bounds = f"BETWEEN DATE '{EARLIEST_YEAR}-01-01' AND {latest}"
    if order and "%" in order:
        quoted = order.replace("'", "''")
        parsed = f"try_cast(try_strptime(trim({value}), '{quoted}') AS DATE)"
    else:
        parsed = _day_cases(value, order)
    return f"CASE WHEN {parsed} {bounds} THEN {parsed} END"


def _day_cases(value: str, order: str | None) -> str:
    head = f"translate(split_part({value}, ' ', 1), '/-', '..')"
    cases = [
        (r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}.*)?", f"try_cast(left({value}, 10) AS DATE)"),
        (r"(19|20)\d{6}", f"try_cast(try_strptime({value}, '%Y%m%d') AS DATE)"),
    ]
    spelling = {"dmy": "%d.%m.%Y", "mdy": "%m.%d.%Y"}.get(order or "")
    if spelling:
        parsed = f"try_cast(try_strptime({head}, '{spelling}') AS DATE)"
        cases.append((r"\d{1,2}[./-]\d{1,2}[./-]\d{4}( \d{1,2}:\d{2}(:\d{2})?)?", parsed))
    return "CASE " + " ".join(f"WHEN regexp_full_match({value}, '{p}') THEN {then}" for p, then in cases) + " END"


def order_evidence_sql(value: str, lines: str) -> str:
    """Counts over the different values of a column, each standing in `lines` lines.

    Values, day must be first, month must be first, either, written with dots, year first, serial numbers.
    """
    first = f"try_cast(regexp_extract({value}, '^(\\d{{1,2}})[./-]', 1) AS INTEGER)"
    second = f"try_cast(regexp_extract({value}, '^\\d{{1,2}}[./-](\\d{{1,2}})[./-]\\d', 1) AS INTEGER)"
    counted = (
        f"{first} > 12 AND {second} <= 12",
        f"{second} > 12 AND {first} <= 12",
        f"{first} <= 12 AND {second} <= 12 AND {first} <> {second}",
        f"regexp_matches({value}, '^\\d{{1,2}}\\.\\d{{1,2}}\\.')",
        f"regexp_matches({value}, '^\\d{{4}}[./-]?\\d{{2}}')",
        f"regexp_full_match({value}, '[2-7]\\d{{4}}(\\.\\d+)?')",
    )
    sums = ", ".join(f"coalesce(sum({lines}) FILTER ({condition}), 0)::BIGINT" for condition in counted)
    return f"coalesce(sum({lines}), 0)::BIGINT, {sums}"


@dataclass(frozen=True)
class OrderEvidence:
    """What the values of a date column prove about the order of day and month."""

    values: int
    day_first: int
    month_first: int
    either: int
    with_dots: int
    year_first: int
    serial: int


def decide_order(evidence: OrderEvidence) -> str | None:
    """dmy, mdy, ymd or serial; None when values could be read both ways and nothing settles it.

    Where both orders are proven the many outvote the few (at least 20 to 1): the few are then reported line by line.
    """
    if evidence.serial > 0.9 * evidence.values:
        return "serial"
    if evidence.day_first and evidence.day_first >= 20 * evidence.month_first:
        return "dmy"
    if evidence.month_first and evidence.month_first >= 20 * evidence.day_first:
        return "mdy"
    if not evidence.either and not (evidence.day_first or evidence.month_first):
        return "ymd"
    if evidence.with_dots >= 0.9 * evidence.either and not evidence.month_first:
        return "dmy"
    return None
