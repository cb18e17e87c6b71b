"""A check kept from the page where it was looked at until its import is confirmed, so that no line is read twice.

What a check finds depends on the file, on how it is to be read and on the day; whose the lines are is worked out anew.
"""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from tenure import __version__
from tenure.kernel import clock
from tenure.orders.files.check import DATABASE, CheckedFile
from tenure.orders.files.options import Options
from tenure.orders.files.shape import FileShape

NOTE = "checked.json"
KEPT = (DATABASE, NOTE)
_COUNTS = ("rows_read", "good", "rejected", "duplicates", "returns", "damaged", "amount_minor")


def keep_check(checked: CheckedFile, workdir: Path) -> None:
    """Note beside the checked lines what they were made of."""
    note = {
        **_made_of(checked.shape, checked.options),
        **{name: getattr(checked, name) for name in _COUNTS},
        "days": [day.isoformat() if day else None for day in (checked.first_day, checked.last_day)],
        "problem_kinds": checked.problem_kinds,
        "questions": [asdict(question) for question in checked.questions],
    }
    (workdir / NOTE).write_text(json.dumps(note), encoding="utf-8")


def forget_check(workdir: Path) -> None:
    """Before another check takes its place."""
    (workdir / NOTE).unlink(missing_ok=True)


def kept_check(shape: FileShape, options: Options, workdir: Path) -> CheckedFile | None:
    """The check of this very file, read in this very way today; None when there is none or something was left open."""
    try:
        note: dict[str, Any] = json.loads((workdir / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    made_of = json.loads(json.dumps(_made_of(shape, options)))
    if note["questions"] or any(note[name] != value for name, value in made_of.items()):
        return None
    if not (workdir / DATABASE).is_file():
        return None
    first_day, last_day = (date.fromisoformat(day) if day else None for day in note["days"])
    return CheckedFile(
        database=workdir / DATABASE,
        shape=shape,
        options=options,
        first_day=first_day,
        last_day=last_day,
        problem_kinds=tuple((code, column, count, line) for code, column, count, line in note["problem_kinds"]),
        questions=(),
        **{name: note[name] for name in _COUNTS},
    )


def _made_of(shape: FileShape, options: Options) -> dict[str, Any]:
    return {
        "file": shape.sha256,
        "columns": [column.heading for column in shape.columns],
        "options": options.to_json(),
        "today": clock.today().isoformat(),
        "version": __version__,
    }
