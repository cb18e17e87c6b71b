"""The text of a venture's file as JSON: nothing in it is read twice, cut, or taken for what it is not. Pure."""

import json
import math
import re
from typing import Any

from tenure.kernel.errors import BadInput

LARGEST = 20_000_000
# Opening brackets: a file of nothing else would fill the memory long before its bytes are many.
MOST_BRACKETS = 2_000_000
MOST_DIGITS = 18
# Values of one cell inside each other; ours have five at most.
DEEPEST_CELL = 12
HALF_LETTER = re.compile(r"\\u[dD][89a-fA-F]")


def parsed(raw: bytes) -> Any:
    """What the bytes say. Raises BadInput: too large or too deep, torn, a name given twice, a number that is none."""
    if len(raw) > LARGEST:
        raise BadInput("venture_file_large", size=len(raw), largest=LARGEST)
    if raw.count(b"[") + raw.count(b"{") > MOST_BRACKETS:
        raise BadInput("venture_file_deep")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _torn(raw[: error.start].decode(errors="replace")) from error
    try:
        content = json.loads(
            text, parse_constant=_no_number, parse_float=_float, parse_int=_int, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        raise BadInput("venture_file_torn", line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise BadInput("venture_file_deep") from error
    _check_letters(text, content)
    return content


def sound_cell(value: Any, depth: int = 0) -> bool:
    """Whether a cell of lists and names can be stored by every database and read by every page."""
    if isinstance(value, str):
        return "\x00" not in value
    if isinstance(value, dict | list) and depth >= DEEPEST_CELL:
        return False
    if isinstance(value, dict):
        return all(sound_cell(name) and sound_cell(inner, depth + 1) for name, inner in value.items())
    return not isinstance(value, list) or all(sound_cell(inner, depth + 1) for inner in value)


def _check_letters(text: str, content: Any) -> None:
    """Half a letter, written as an escape without its other half, is in no text of any language."""
    found = HALF_LETTER.search(text)
    if found is None:
        return
    try:
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise _torn(text[: found.start()]) from error


def _torn(before: str) -> BadInput:
    lines = before.split("\n")
    return BadInput("venture_file_torn", line=len(lines), column=len(lines[-1]) + 1)


def _no_number(name: str) -> float:
    raise BadInput("venture_file_number", value=name)


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise BadInput("venture_file_number", value=text[:40])
    return value


def _int(text: str) -> int:
    if len(text.lstrip("-")) > MOST_DIGITS:
        raise BadInput("venture_file_number", value=text[:40])
    return int(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadInput("venture_file_name_twice", name=_printable(twice)[:60], row=_row_number(found))
    return found


def _row_number(row: dict[str, Any]) -> str:
    number = row.get("id")
    return str(number) if isinstance(number, int) else "?"


def _printable(text: str) -> str:
    return text.encode(errors="replace").decode()
