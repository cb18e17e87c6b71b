"""How what people write in a venture is cleaned before it is stored."""

from tenure.kernel.errors import InvalidValue


def line(text: str, field: str, longest: int) -> str:
    """One line, blanks made single. Raises InvalidValue when it is too long."""
    return _short_enough(" ".join(str(text).replace("\x00", "").split()), field, longest)


def paragraph(text: str, field: str, longest: int) -> str:
    """Text of several lines. Raises InvalidValue when it is too long."""
    return _short_enough(str(text).replace("\r\n", "\n").replace("\x00", "").strip(), field, longest)


def _short_enough(text: str, field: str, longest: int) -> str:
    if len(text) > longest:
        raise InvalidValue("discovery_text_long", field=field, length=len(text), longest=longest)
    return text
