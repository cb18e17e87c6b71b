"""Numbers as people write them: “1 234,50 €”, “(1,234.50)”, “1.234,50-”. One meaning in Python, the same one as SQL."""

import re
from dataclasses import dataclass

SPACES = "\u0020\u00a0\u202f\u2009\u2007\t'’`´ʼ"
MINUS = "-−–"
MANY = 12  # marks before three digits, and nothing else, that settle that they part thousands
LARGEST = 9e12  # units; a hundred times this still fits a 64-bit count of minor units
# What may stand before or after the digits without changing them: currency signs, codes and counting words.
_SIGNS = "[$€£¥₽₴₸₺₼₾₪₩₹₫฿₦]"
WORDS = (
    "usd|eur|gbp|rub|rur|ron|mdl|uah|kzt|byn|chf|pln|czk|huf|bgn|sek|nok|dkk|try|cny|jpy|inr|cad|aud|nzd|brl|mxn|"
    "zar|aed|ils|gel|amd|azn|"
    "prb|us|руб|рублей|рубль|рубля|р|лей|леев|лея|грн|тг|тенге|lei|leu|euro|евро|kr|zł|zl|kč|kc|ft|лв|"
    "шт|pcs|pc|buc|ед|units|unit|кг|kg"
)
_AROUND = re.compile(rf"(?:{_SIGNS}|(?<![^\W\d_])(?:{WORDS})(?![^\W\d_])\.?)", re.IGNORECASE)
_GROUPED = re.compile(rf"\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\d)")
_SPACE = re.compile(rf"[{SPACES}]+")
_PLAIN = re.compile(r"(\d*)([.,]?)(\d*)")
_EXPONENT = re.compile(r"\d+(?:[.,]\d+)?[eE][+-]?\d{1,3}")
_COMMA_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?")
_DOT_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d*)?")
_NOT_FINITE = {"nan", "inf", "infinity", "-inf", "+inf", "-infinity", "+infinity", "1.#inf", "1.#qnan", "∞", "-∞"}


@dataclass(frozen=True)
class Unreadable:
    """Why a value is not a number: a problem code and its data."""

    code: str
    data: dict[str, str]


def parse_number(text: str, decimal: str | None) -> float | Unreadable:
    """The number a cell holds.

    `decimal` settles “1,250” and is not needed for anything that can mean one thing only.
    """
    value = text.strip()
    if value.casefold() in _NOT_FINITE:
        return Unreadable("not_finite", {})
    if value.startswith(("=", "+=")):
        return Unreadable("formula", {})
    if value.startswith("#") and value.rstrip("!?").isupper():
        return Unreadable("cell_error", {})
    body, negative = _unsigned(value)
    number = _digits(body, decimal)
    if isinstance(number, Unreadable):
        return number
    if number > LARGEST:
        return Unreadable("too_large", {})
    return -number if negative else number


def _unsigned(value: str) -> tuple[str, bool]:
    """The digits without currency words and sign, and whether they are negative."""
    bare = _AROUND.sub("", value).strip(SPACES)
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        bare, negative = bare[1:-1].strip(SPACES), True
    if bare[:1] in MINUS and bare[:1]:
        return bare[1:].strip(SPACES), True
    if bare[-1:] in MINUS and bare[-1:]:
        return bare[:-1].strip(SPACES), True
    return bare.removeprefix("+").strip(SPACES), negative


def _digits(body: str, decimal: str | None) -> float | Unreadable:
    if _SPACE.search(body):
        grouped = _GROUPED.match(body)
        if not grouped or _SPACE.search(body[grouped.end() :]):
            return Unreadable("not_a_number", {})
        body = _SPACE.sub("", body)
    if _EXPONENT.fullmatch(body):
        return float(body.replace(",", "."))
    plain = _PLAIN.fullmatch(body)
    if plain and (plain[1] or plain[3]):
        return _one_mark(plain[1], plain[2], plain[3], decimal)
    return _many_marks(body)


def _many_marks(body: str) -> float | Unreadable:
    if _COMMA_GROUPS.fullmatch(body):
        return float(body.replace(",", ""))
    if _DOT_GROUPS.fullmatch(body):
        return float(body.replace(".", "").replace(",", "."))
    return Unreadable("two_decimal_marks" if re.fullmatch(r"\d[\d.,]*", body) else "not_a_number", {})


def _one_mark(before: str, mark: str, after: str, decimal: str | None) -> float | Unreadable:
    if not mark:
        return float(before)
    if not is_ambiguous(before, after):
        return float(f"{before or 0}.{after or 0}")
    if decimal is None:
        return Unreadable("ambiguous_number", {"small": f"{before}.{after}", "large": before + after})
    return float(f"{before}.{after}") if mark == decimal else float(before + after)


def is_ambiguous(before: str, after: str) -> bool:
    """Whether one mark between these digits may part thousands as well as decimals."""
    return len(after) == 3 and 1 <= len(before) <= 3 and not before.startswith("0")


def number_sql(value: str, decimal: str | None) -> str:
    """The same reading as a DuckDB expression over the text expression `value`; NULL where Python has to look."""
    plain = r"-?\d{1,12}" if decimal is None else rf"-?\d{{1,12}}(\{decimal}\d+)?"
    digits = f"replace({value}, ',', '.')" if decimal == "," else value
    return (
        f"CASE WHEN regexp_full_match({value}, '{plain}') THEN try_cast({digits} AS DOUBLE) "
        f"ELSE {_slow_sql(_bare_sql(value), decimal)} END"
    )


def _bare_sql(value: str) -> str:
    """Currency signs at the ends and the spaces of well-formed groups taken off."""
    around = r"[$€£¥₽₴\s\x{00a0}\x{202f}]+"
    ends = f"regexp_replace(regexp_replace({value}, '^{around}', ''), '{around}$', '')"
    space = r"[ \x{00a0}\x{202f}\x{2009}''’]"
    return (
        rf"CASE WHEN regexp_full_match({ends}, '-?\d{{1,3}}({space}\d{{3}})+([.,]\d*)?') "
        f"THEN regexp_replace({ends}, '{space}', '', 'g') ELSE {ends} END"
    )


def _slow_sql(bare: str, decimal: str | None) -> str:
    number = f"try_cast(replace({bare}, ',', '.') AS DOUBLE)"
    cases = [(r"-?\d{1,12}", number), (r"-?(\d{0,12}[.,](\d{1,2}|\d{4,})|\d{4,12}[.,]\d+|0\d{0,11}[.,]\d+)", number)]
    if decimal:
        other = "," if decimal == "." else "."
        grouped = f"try_cast(replace(replace({bare}, '{other}', ''), ',', '.') AS DOUBLE)"
        cases.append((rf"-?\d{{1,12}}\{decimal}\d+", number))
        cases.append((rf"-?[1-9]\d{{0,2}}(\{other}\d{{3}}){{1,3}}(\{decimal}\d*)?", grouped))
    return "CASE " + " ".join(f"WHEN regexp_full_match({bare}, '{p}') THEN {then}" for p, then in cases) + " END"


def decimal_evidence_sql(value: str) -> str:
    """Counts: values that prove a decimal comma, a decimal point, and values with a comma or a point that prove
    neither.
    """
    bare = f"regexp_replace({_bare_sql(value)}, '^[-(+]|[-)]$', '', 'g')"
    digits = f"CASE WHEN regexp_full_match({value}, '[0-9.,]+') THEN {value} ELSE {bare} END"
    proof = r"(\d*M(\d{1,2}|\d{4,})|\d{4,}M\d+|0\d*M\d+|\d{1,3}(O\d{3})+M\d*|\d{1,3}(O\d{3}){2,})"
    comma = proof.replace("M", ",").replace("O", r"\.")
    point = proof.replace("M", r"\.").replace("O", ",")
    counted = (comma, point, r"[1-9]\d{0,2},\d{3}", r"[1-9]\d{0,2}\.\d{3}")
    return ", ".join(f"count(*) FILTER (regexp_full_match({digits}, '{pattern}'))" for pattern in counted)


def decide_decimal(commas: int, dots: int, comma_either: int, dot_either: int) -> str | None:
    """The decimal mark of a column from what its values prove; None when they prove nothing and a value needs it.

    Marks that prove nothing but always stand before three digits, many times over, part thousands.
    """
    if commas or dots:
        return "," if commas > dots else "."
    if comma_either and dot_either:
        return None
    if comma_either:
        return "." if comma_either >= MANY else None
    return "." if not dot_either else "," if dot_either >= MANY else None
