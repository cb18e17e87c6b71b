"""Many observations at once, pasted or from a file: read line by line, every bad line named before anything is stored."""

import csv
from dataclasses import dataclass
from datetime import date

from tenure.discovery.pasted import beyond_columns, day_written, sign_between
from tenure.kernel.errors import Problem

MOST_LINES = 5_000
MOST_LETTERS = 2_000_000
YES = frozenset({"yes", "y", "1", "+", "true", "да", "д", "da", "успех", "success", "succes", "✓"})
NO = frozenset({"no", "n", "0", "-", "−", "false", "нет", "н", "nu", "неуспех", "failure", "eșec", "esec", "✗"})
HEADS = {
    "date": "day", "day": "day", "дата": "day", "data": "day", "ziua": "day",
    "result": "success", "success": "success", "результат": "success", "итог": "success", "rezultat": "success",
    "who": "who", "person": "who", "кто": "who", "cine": "who",
    "company": "cluster", "компания": "cluster", "companie": "cluster", "compania": "cluster",
    "arm": "arm", "variant": "arm", "вариант": "arm", "varianta": "arm", "variantă": "arm",
    "note": "note", "заметка": "note", "notă": "note", "nota": "note",
}  # fmt: skip
PLACES = ("day", "success", "who", "cluster", "arm", "note")


@dataclass(frozen=True)
class ObservationText:
    """One observation as written. arm: 0 for A, 1 for B; cluster: the company they answer for; look: the rule
    looks after it; interview_id: the talk it was heard in, which then says who and for which company."""

    success: bool
    happened_on: date
    arm: int = 0
    who: str = ""
    cluster: str = ""
    note: str = ""
    client_id: int | None = None
    look: bool = True
    interview_id: int | None = None


@dataclass(frozen=True)
class Lines:
    """rows: what was read; problems: (line, what is wrong); a file with any problem is not stored at all."""

    rows: tuple[ObservationText, ...]
    problems: tuple[tuple[int, Problem], ...]


def read_lines(text: str, *, arms: int = 1) -> Lines:
    """Lines of day, result, who, company, variant, note; a first line of these words may put them in another order."""
    clean = text.replace("\ufeff", "").replace("\x00", "")[:MOST_LETTERS]
    places: tuple[str, ...] = PLACES
    rows: list[ObservationText] = []
    problems: list[tuple[int, Problem]] = []
    for number, cells in enumerate(csv.reader(clean.splitlines(), delimiter=sign_between(clean)), 1):
        values = [cell.strip() for cell in cells]
        if not any(values):
            continue
        if not rows and not problems and (named := _heads(values)):
            places = named
            continue
        if len(rows) >= MOST_LINES:
            problems.append((number, Problem("observation_too_many", {"most": MOST_LINES})))
            break
        found = beyond_columns(values, places) or _row(dict(zip(places, values, strict=False)), arms)
        if isinstance(found, Problem):
            problems.append((number, found))
        else:
            rows.append(found)
    if not rows and not problems:
        problems.append((1, Problem("observation_no_lines", {})))
    return Lines(tuple(rows), tuple(problems))


def _heads(values: list[str]) -> tuple[str, ...]:
    names = [HEADS.get(value.casefold(), "") for value in values]
    return tuple(names) if "day" in names and "success" in names else ()


def _row(cells: dict[str, str], arms: int) -> ObservationText | Problem:
    day = day_written(cells.get("day", ""))
    if day is None:
        return Problem("observation_day", {"value": cells.get("day", "")[:40]})
    said = cells.get("success", "").casefold()
    if said not in YES and said not in NO:
        return Problem("observation_result", {"value": cells.get("success", "")[:40]})
    arm = {"": 0, "a": 0, "а": 0, "0": 0, "b": 1, "в": 1, "б": 1, "1": 1}.get(cells.get("arm", "").casefold())
    if arm is None or (arm and arms == 1):
        return Problem("observation_arm", {"value": cells.get("arm", "")[:40]})
    return ObservationText(
        said in YES, day, arm, cells.get("who", "")[:200], cells.get("cluster", "")[:80], cells.get("note", "")
    )
