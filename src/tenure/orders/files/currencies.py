"""Currencies as files write them.

Codes, signs and words. A word that may mean two currencies is the workspace's own, if it is one of them.
"""

import re

_RUBLES, _LEI = ("RUB", "PRB", "BYN"), ("RON", "MDL")
_WRITTEN: dict[str, tuple[str, ...]] = {
    "€": ("EUR",), "euro": ("EUR",), "евро": ("EUR",), "£": ("GBP",), "₽": ("RUB",), "rur": ("RUB",),
    "₴": ("UAH",), "грн": ("UAH",),
    "₸": ("KZT",), "тг": ("KZT",), "тенге": ("KZT",), "₺": ("TRY",), "₾": ("GEL",), "₪": ("ILS",), "₹": ("INR",),
    "₩": ("KRW",),
    "zł": ("PLN",), "zl": ("PLN",), "kč": ("CZK",), "ft": ("HUF",), "лв": ("BGN",), "us$": ("USD",), "usd$": ("USD",),
    "доллар": ("USD",), "долл": ("USD",), "$": ("USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD"), "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK"), "руб": _RUBLES, "р": _RUBLES, "рублей": _RUBLES, "рубль": _RUBLES,
    "lei": _LEI, "leu": _LEI, "лей": _LEI, "леев": _LEI, "лея": _LEI,
}  # fmt: skip
_DIGITS = re.compile(r"[\d\s.,()'’+\-−\u00a0\u202f]+")
CODES = frozenset(
    "EUR USD GBP RUB RON MDL UAH KZT BYN CHF PLN CZK HUF BGN SEK NOK DKK TRY CNY JPY INR CAD AUD NZD BRL MXN ZAR "
    "AED ILS GEL AMD AZN PRB "
    "KRW SGD HKD THB IDR MYR PHP VND SAR EGP ARS CLP COP PEN ISK RSD ALL MKD BAM KGS UZS TJS TMT MNT KWD QAR BHD "
    "OMR JOD NGN KES MAD TND".split()
)


def written_currency(text: str) -> str:
    """The part of “1 234,50 €” that speaks of currency, in small letters; empty when nothing does."""
    return _DIGITS.sub("", text).strip().rstrip(".").casefold()


def possible_currencies(text: str) -> tuple[str, ...]:
    """Codes a text may mean; empty when it means none."""
    written = written_currency(text)
    if written.upper() in CODES:
        return (written.upper(),)
    return _WRITTEN.get(written, ())


def currency_of(text: str, workspace: str = "") -> str | None:
    """The one code meant; where several could be, the workspace's own, else the first of a sign used world-wide."""
    possible = possible_currencies(text)
    if not possible:
        return None
    if workspace in possible:
        return workspace
    return possible[0] if len(possible) == 1 or written_currency(text) == "$" else None
