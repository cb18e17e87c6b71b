"""A pasted table of answers to one question: one respondent a line. All bad lines are told at once. Pure."""

import re
from typing import Any

from tenure.discovery.surveys import kinds
from tenure.discovery.surveys.questions import QuestionView
from tenure.kernel.errors import BadInput, InvalidValue

MOST_LINES, MOST_TOLD = 5000, 8
LONGEST = 400_000
PASTED = (kinds.ELLIS, kinds.NPS, kinds.WESTENDORP, kinds.GABOR, kinds.NUMBER, kinds.PROBLEM)
YES = {"1", "yes", "y", "true", "да", "д", "da"}
NO = {"0", "no", "n", "false", "нет", "н", "nu"}


def read_lines(question: QuestionView, text: str) -> list[Any]:
    """The values of all lines; a first line of words is a heading. Raises InvalidValue naming every bad line."""
    if question.kind not in PASTED:
        raise InvalidValue("paste_kind", field="lines")
    if len(text) > LONGEST:
        raise InvalidValue("paste_long", field="lines", most=MOST_LINES)
    rows = [
        (place, line.strip()) for place, line in enumerate(text.replace("\x00", "").splitlines(), 1) if line.strip()
    ]
    if rows and _is_heading(rows[0][1]):
        rows = rows[1:]
    if not rows:
        raise InvalidValue("paste_empty", field="lines")
    if len(rows) > MOST_LINES:
        raise InvalidValue("paste_long", field="lines", most=MOST_LINES)
    values, bad = [], []
    for place, line in rows:
        try:
            values.append(_value(question, cells_of(line)))
        except BadInput:
            bad.append((place, line[:40]))
    if bad:
        told = "; ".join(f"{place}: “{line}”" for place, line in bad[:MOST_TOLD])
        raise InvalidValue(f"paste_lines_{question.kind}", field="lines", lines=told, count=len(bad),
                           prices=len(question.prices))  # fmt: skip
    return values


def cells_of(line: str) -> list[str]:
    """The cells of a line: by tabs, else semicolons, else commas, else blanks."""
    for sign in ("\t", ";", ","):
        if sign in line:
            return [cell.strip() for cell in line.split(sign)]
    return line.split()


def _value(question: QuestionView, cells: list[str]) -> Any:
    if question.kind == kinds.WESTENDORP and len(cells) == 4:
        return [kinds.price(cell, "lines") for cell in cells]
    if question.kind == kinds.GABOR and len(cells) == len(question.prices):
        return [_yes(cell) for cell in cells]
    if len(cells) == 1:
        if question.kind == kinds.NPS:
            return kinds.read(question.asked(), {f"q{question.id}": cells})
        if question.kind == kinds.PROBLEM:
            return _yes(cells[0])
        if question.kind == kinds.NUMBER:
            return kinds.number(cells[0], "lines")
        if question.kind == kinds.ELLIS and cells[0].casefold() in kinds.FELT:
            return {"used": kinds.ENOUGH_USED, "felt": cells[0].casefold()}
    raise BadInput("paste_cells")


def _yes(cell: str) -> bool:
    word = cell.casefold()
    if word not in YES | NO:
        raise BadInput("paste_cells")
    return word in YES


def _is_heading(line: str) -> bool:
    """A line of words alone; yes and no are answers."""
    words = [cell.casefold() for cell in cells_of(line)]
    return not re.search(r"\d", line) and not all(word in YES | NO | set(kinds.FELT) for word in words)
