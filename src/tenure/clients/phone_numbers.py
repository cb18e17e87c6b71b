"""Phone numbers as people write them, and the one form in which two of them are compared: +37369123456.

A number without a country code is read as people of the client's country dial it, or of the company's own. What is no
number anybody could dial has no such form; it is kept as written all the same. Pure.
"""

import re
from functools import lru_cache

import phonenumbers
from babel import Locale

from tenure.clients.matching.names import fold

_LANGUAGES = ("en", "ru", "ro")
# What Babel's names of countries leave out.
_ALSO = {
    "moldova republic of": "MD", "republic of moldova": "MD", "republica moldova": "MD", "молдавия": "MD",
    "республика молдова": "MD", "рф": "RU", "russian federation": "RU", "российская федерация": "RU",
    "federatia rusa": "RU", "uk": "GB", "great britain": "GB", "england": "GB", "usa": "US", "сша": "US", "sua": "US",
    "eire": "IE", "czech republic": "CZ", "чешская республика": "CZ", "республика беларусь": "BY", "белоруссия": "BY",
}  # fmt: skip
_NOT_WORD = re.compile(r"[\W_]+")
_INTERNATIONAL = re.compile(r"\+[\d\s.\-]{8,24}")
_TRUNK = "08"  # dialled before a number inside its country, never after the country code
_LONGEST = 15


def normal_phone(text: str, region: str) -> str:
    """The first number in the text as + and digits, or an empty string. region: two letters of the default country."""
    if _INTERNATIONAL.fullmatch(text):
        digits = "".join(sign for sign in text if sign.isdigit())
        code = next((size for size in (1, 2, 3) if int(digits[:size]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE), 0)
        if code and digits[code] not in _TRUNK and len(digits) <= _LONGEST:
            return f"+{digits}"
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def region_of(country: str | None, default: str) -> str:
    """Two letters of the country written in English, Russian or Romanian or as its code; else `default`."""
    if not country:
        return default
    code = country.strip().upper()
    if len(code) == 2 and code in phonenumbers.SUPPORTED_REGIONS:
        return code
    return _regions().get(_plain(country), default)


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    names = {
        _plain(name): code
        for language in _LANGUAGES
        for code, name in Locale(language).territories.items()
        if code in phonenumbers.SUPPORTED_REGIONS
    }
    return names | _ALSO


def _plain(country: str) -> str:
    return _NOT_WORD.sub(" ", fold(country)).strip()
