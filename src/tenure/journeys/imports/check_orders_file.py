"""An uploaded file is looked over, its columns are proposed, every line is checked, and the import is tried dry.

The outcome is the batch's `report` (JSON), which the page of the import shows:
  shape: FileShape.to_json(); options: Options.to_json(); confidence: role -> 0..1; remembered: options of a profile;
  questions: [{kind, column, heading, choices, samples}]; checked: whether lines were checked. Then, when checked:
  rows_read, good, rejected, returns, damaged, repeated (exact repetitions), first_day, last_day, amount_minor,
  currency;
  problem_kinds: [{code, data, column, count, severity}], each with the data of its first line;
  problems: the first lines with problems, [{line, column, value, code, data, severity}];
  preview: [{line, values, client ("found", "new", "similar", None: line rejected), day, amount_minor}];
  plan: ImportResult of the dry run; against: `base_so_far` when it was counted.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from tenure.journeys.imports.import_orders import Plan, planned, result_of
from tenure.journeys.imports.kept_check import forget_check, keep_check
from tenure.journeys.imports.read_orders_file import Progress, check_orders, first_options
from tenure.kernel.errors import BadInput
from tenure.kernel.problems import sentence
from tenure.orders.files.check import CheckedFile
from tenure.orders.files.mapping import Proposal, Question
from tenure.orders.files.options import Options
from tenure.orders.files.rejected import LineProblem, example_problems, read_problems, write_rejected
from tenure.orders.files.shape import FileShape, inspect_file
from tenure.orders.imports import base_so_far

PREVIEW_LINES = 8
PROBLEMS_SHOWN = 200


class CheckFailed(Exception):
    """The file cannot be used as it is read now; `report` holds what is known of it, `error` what to tell."""

    def __init__(self, error: BadInput, report: dict[str, Any]) -> None:
        self.error = error
        self.report = report
        super().__init__(str(error))


def check_orders_file(
    path: Path, chosen: Options | None, *, workdir: Path, progress: Progress
) -> tuple[Options, dict[str, Any]]:
    """The options as they came out, and the report. chosen: what the person set, None at first.

    Raises BadInput when nothing can be made of the file, CheckFailed when another choice of columns may help.
    """
    progress("reading", 0, None)
    forget_check(workdir)
    shape = inspect_file(path)
    guessed, proposal, remembered = first_options(shape)
    options = chosen or guessed
    report = _looked_over(shape, options, proposal, remembered)
    questions = [] if chosen else list(proposal.questions if not remembered else ())
    if questions:
        return options, report | {"questions": [asdict(question) for question in questions]}
    try:
        checked = check_orders(shape, options, workdir=workdir, progress=progress)
    except BadInput as error:
        raise CheckFailed(error, report) from error
    against = base_so_far()  # before anything is read: what ends meanwhile makes the count old, never the other way
    with planned(checked, workdir, progress) as plan:
        progress("similar", 0, checked.good)
        plan.similar.result()
        report |= _checked(checked) | {"preview": preview_lines(checked, plan)}
        report |= {"plan": asdict(result_of(checked, plan, None, 0.0)), "against": against}
    keep_check(checked, workdir)
    if checked.rejected:
        write_rejected(checked, workdir / "rejected.csv", sentence)
    return checked.options, report


def _looked_over(shape: FileShape, options: Options, proposal: Proposal, remembered: bool) -> dict[str, Any]:
    return {
        "shape": shape.to_json(),
        "options": options.to_json(),
        "confidence": dict(proposal.confidence),
        "remembered": remembered,
        "questions": [],
        "checked": False,
    }


def _checked(checked: CheckedFile) -> dict[str, Any]:
    counts = {(code, column): count for code, column, count, _first in checked.problem_kinds}
    return {
        "checked": True,
        "options": checked.options.to_json(),
        "questions": [_question(question) for question in checked.questions],
        "rows_read": checked.rows_read,
        "good": checked.good,
        "rejected": checked.rejected,
        "repeated": checked.duplicates,
        "returns": checked.returns,
        "damaged": checked.damaged,
        "first_day": checked.first_day.isoformat() if checked.first_day else None,
        "last_day": checked.last_day.isoformat() if checked.last_day else None,
        "amount_minor": checked.amount_minor,
        "currency": checked.options.currency,
        "problem_kinds": [
            {**_problem(example), "count": counts.get((example.problem.code, example.column), 1)}
            for example in example_problems(checked.database, each=1)
        ],
        "problems": [
            _problem(found)
            for severity in ("reject", "warning")
            for found in read_problems(checked.database, limit=PROBLEMS_SHOWN // 2, severity=severity)
        ],
    }


def _question(question: Question) -> dict[str, Any]:
    return asdict(question)


def _problem(found: LineProblem) -> dict[str, Any]:
    return {
        "line": found.line,
        "column": found.column,
        "value": found.value[:200],
        "code": found.problem.code,
        "data": found.problem.data,
        "severity": found.severity,
    }


def preview_lines(checked: CheckedFile, plan: Plan) -> list[dict[str, Any]]:
    """The first lines of the file as written, with what was understood of each."""
    shape = checked.shape
    lines = list(shape.sample_lines[:PREVIEW_LINES])
    understood = _understood(plan.bench, lines)
    shown = []
    for place, line in enumerate(lines):
        client, day, amount = understood.get(line, (None, None, None))
        values = [column.samples[place] if place < len(column.samples) else "" for column in shape.columns]
        shown.append({"line": line, "values": values, "client": client, "day": day, "amount_minor": amount})
    return shown


def _understood(bench: duckdb.DuckDBPyConnection, lines: list[int]) -> dict[int, tuple[str, str, int]]:
    rows = bench.execute(
        """SELECT l.line_no, t.client > 0, t.client IN (SELECT second FROM planned_pairs), l.day::VARCHAR,
               l.amount_minor
        FROM keyed l JOIN client_keys USING (raw_key) JOIN targets t USING (k) WHERE list_contains(?, l.line_no)""",
        [lines],
    ).fetchall()
    return {
        line: ("found" if found else "similar" if similar else "new", day, amount)
        for line, found, similar, day, amount in rows
    }
