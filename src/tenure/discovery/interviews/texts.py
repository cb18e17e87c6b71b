"""Typed texts as they are stored: cleaned of what no database keeps, refused when too long. Pure."""

from tenure.kernel.errors import InvalidValue

LONGEST_LINE, LONGEST_TEXT, LONGEST_TRANSCRIPT = 200, 10_000, 400_000


def line(text: str, field: str, most: int = LONGEST_LINE) -> str:
    """One line with single spaces."""
    clean = " ".join(text.replace("\x00", "").split())
    return _measured(clean, field, most)


def several(text: str, field: str, most: int = LONGEST_TEXT) -> str:
    """A text of several lines."""
    return _measured(text.replace("\r\n", "\n").replace("\x00", "").strip(), field, most)


def needed(text: str, field: str, code: str) -> str:
    """A text that must be there."""
    if not text:
        raise InvalidValue(code, field=field)
    return text


def chosen(value: str, known: tuple[str, ...], field: str) -> str:
    """One of the known codes."""
    if value not in known:
        raise InvalidValue("interview_choice_wrong", field=field, value=value[:40])
    return value


def whole(value: int | None, field: str, least: int, most: int) -> int | None:
    """A whole number within its bounds, or none."""
    if value is not None and not least <= value <= most:
        raise InvalidValue("interview_number_wrong", field=field, value=value, least=least, most=most)
    return value


def amount(minor: int | None, field: str, most: int) -> int | None:
    """Money in minor units that can be stored, or none."""
    if minor is not None and not 0 <= minor <= most:
        raise InvalidValue("money_outside", field=field)
    return minor


def _measured(text: str, field: str, most: int) -> str:
    if len(text) > most:
        raise InvalidValue("interview_text_long", field=field, length=len(text), longest=most)
    return text
