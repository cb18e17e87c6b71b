"""What `tenure import` says at its end, and about the lines it could not read."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.journeys.imports.import_orders import ImportResult
from tenure.kernel import formats
from tenure.kernel.errors import BadInput
from tenure.kernel.problems import sentence
from tenure.orders.files.check import CheckedFile
from tenure.orders.files.rejected import example_problems, read_problems, write_rejected
from tenure.orders.import_words import summary_lines

SHOWN_BAD_LINES = 20
ANSWERS = {"date_order": "date_order_cli", "decimal": "decimal_cli"}
# The order of the contract for scripts; what is not in it follows.
CONTRACT = (
    "rows_read", "orders_written", "clients_created", "clients_matched", "rejected", "duplicates", "returns", "seconds",
)  # fmt: skip


def show_result(result: ImportResult, currency: str, *, as_json: bool, dry_run: bool) -> None:
    """Sentences for people, or one line of JSON for scripts."""
    counts = asdict(result)
    if as_json:
        rest = {name: value for name, value in counts.items() if name not in CONTRACT}
        print(json.dumps({name: counts[name] for name in CONTRACT} | rest | {"dry_run": dry_run}))
        return
    for line in summary_lines(counts, currency, dry_run=dry_run):
        print(line)
    if result.batch is not None:
        words = {"batch": result.batch, "time": formats.seconds(result.seconds)}
        print(_("Import %(batch)s, %(time)s. To take it back: tenure import undo %(batch)s") % words)


def show_bad_lines(checked: CheckedFile, rejected: Path | None) -> None:
    """The first bad lines on standard error, the rest by kind; all of them into the file, when one is named."""
    problems = read_problems(checked.database, limit=SHOWN_BAD_LINES, severity="reject")
    for problem in problems:
        print(sentence(problem.problem), file=sys.stderr)
    if checked.rejected > SHOWN_BAD_LINES:
        _show_kinds(checked)
    for question in checked.questions:
        if question.kind in ANSWERS:
            value = question.samples[0] if question.samples else ""
            print(sentence(BadInput(ANSWERS[question.kind], value=value)), file=sys.stderr)
    if rejected is None:
        return
    try:
        write_rejected(checked, rejected, sentence)
    except OSError as error:
        raise BadInput(
            "rejected_not_written", file=str(rejected), reason=error.strerror or type(error).__name__
        ) from error
    text = _("The lines that cannot be read are in %(file)s with remarks; correct them there and import that file.")
    print(text % {"file": rejected}, file=sys.stderr)


def _show_kinds(checked: CheckedFile) -> None:
    counts = {(code, column): count for code, column, count, _first in checked.problem_kinds}
    print(_("All of them by kind, with the first of each:"), file=sys.stderr)
    for example in example_problems(checked.database, each=1):
        if example.severity == "reject":
            count = counts[example.problem.code, example.column]
            lines = ngettext("%(number)s line", "%(number)s lines", count) % {"number": formats.number(count)}
            print(f"  {lines}: {sentence(example.problem)}", file=sys.stderr)
