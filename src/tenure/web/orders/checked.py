"""What the page of a checked file shows: the outcome, the columns over a preview, the lines that need somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tenure.kernel import formats
from tenure.kernel.errors import Problem
from tenure.kernel.problems.orders_file import line_remark
from tenure.web.orders.words import guess

NUMERIC = frozenset({"quantity", "price", "amount", "margin", "cost"})
CLIENT = ("client_name", "client_id", "email", "tax_id")
LISTED = 50
ASKED = {"ambiguous_date": "date_order", "ambiguous_number": "decimal"}
MONEY = frozenset({"needs_rate", "currency_ambiguous", "unknown_currency"})


@dataclass(frozen=True)
class ColumnHead:
    """One column with the choice of its meaning. tone, icon, guess: how sure the proposal is."""

    position: int
    heading: str
    role: str
    tone: str
    icon: str
    guess: str


@dataclass(frozen=True)
class Cell:
    """One value of the preview; note: how it was understood; kind: num, wrong, unused or empty."""

    text: str
    note: str
    kinds: str
    wrong: bool


@dataclass(frozen=True)
class ProblemRow:
    """A kind of problem: its first line, how many lines more have it, what is wrong and what to do."""

    line: int
    more: int
    column: str
    value: str
    what: str
    remedy: str
    severity: str


@dataclass(frozen=True)
class Outcome:
    """The strip above the page: shares in percent of the lines read, and the figures under it."""

    ready: int
    deciding: int
    unreadable: int
    kinds: int
    good_width: float
    deciding_width: float
    unreadable_width: float


def outcome(report: Mapping[str, Any]) -> Outcome:
    """Good lines, lines that wait for one answer, lines that cannot be read. Thin bars get a little width."""
    deciding = min(sum(question.get("lines", 0) for question in report["questions"]), report["rejected"])
    unreadable = report["rejected"] - deciding
    kinds = {p["code"] for p in report["problem_kinds"] if p["severity"] == "reject"} - {*ASKED, *MONEY}
    total = max(1, report["rows_read"])
    thin = [max(0.7, 100 * count / total) if count else 0.0 for count in (deciding, unreadable)]
    return Outcome(
        ready=report["good"],
        deciding=deciding,
        unreadable=unreadable,
        kinds=len(kinds) if unreadable else 0,
        good_width=round(max(0.0, 100 - sum(thin)), 2) if report["good"] else 0.0,
        deciding_width=round(thin[0], 2),
        unreadable_width=round(thin[1], 2),
    )


def column_heads(report: Mapping[str, Any], typed: Mapping[str, str] | None = None) -> list[ColumnHead]:
    """The columns of the file with the meaning proposed, or with the one just chosen in a refused form."""
    mapping = {place: role for role, place in report["options"]["mapping"].items()}
    heads = []
    for column in report["shape"]["columns"]:
        place = column["position"]
        role = typed.get(f"column-{place}", "") if typed else mapping.get(place, "")
        tone, icon, text = guess(role, report["confidence"], report["remembered"])
        heading = column["heading"] or _("column %(n)s") % {"n": place}
        heads.append(ColumnHead(place, heading, role, tone, icon, text))
    return heads


def preview_rows(report: Mapping[str, Any]) -> list[tuple[int, list[Cell]]]:
    """The first lines as written, each cell with what was understood of it."""
    mapping = {place: role for role, place in report["options"]["mapping"].items()}
    columns = report["shape"]["columns"]
    wrong = {(p["line"], p["column"]) for p in report.get("problems", []) if p["severity"] == "reject"}
    rows = report.get("preview") or _unchecked_rows(report["shape"])
    shown = []
    for row in rows:
        cells = []
        for column, value in zip(columns, row["values"], strict=False):
            role = mapping.get(column["position"], "")
            is_wrong = (row["line"], column["heading"] or str(column["position"])) in wrong
            kinds = ("num " if role in NUMERIC else "") + ("" if role else "unused ") + ("wrong" if is_wrong else "")
            cells.append(Cell(value, _understood(role, row, report, mapping), kinds.strip(), is_wrong))
        shown.append((row["line"], cells))
    return shown


def _unchecked_rows(shape: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The samples alone, for a file whose lines have not been checked."""
    return [
        {
            "line": line,
            "values": [column["samples"][n] if n < len(column["samples"]) else "" for column in shape["columns"]],
            "client": None,
            "day": None,
            "amount_minor": None,
        }
        for n, line in enumerate(shape["sample_lines"][:8])
    ]


def _understood(role: str, row: Mapping[str, Any], report: Mapping[str, Any], mapping: Mapping[int, str]) -> str:
    if role == "date" and row["day"]:
        return formats.table_day(date.fromisoformat(row["day"]))
    if role == "amount" and row["amount_minor"] is not None:
        return formats.money(row["amount_minor"], report["currency"], exact=True)
    first_client = next((name for name in CLIENT if name in mapping.values()), "")
    if role == first_client and row["client"]:
        return {"found": _("known"), "new": _("new client"), "similar": _("new, similar to a known one")}[row["client"]]
    return ""


def problem_rows(report: Mapping[str, Any], *, severity: str) -> list[ProblemRow]:
    """Kinds of problems, each by its first line; what a question settles stands with the question instead."""
    asked = {*ASKED, *MONEY}
    return [
        _row(found, found["count"] - 1)
        for found in report["problem_kinds"]
        if found["severity"] == severity and found["code"] not in asked
    ]


def problem_lines(report: Mapping[str, Any]) -> list[ProblemRow]:
    """The first lines with problems, one by one; those that cannot be read before the doubtful ones."""
    ordered = sorted(report["problems"], key=lambda found: (found["severity"] != "reject", found["line"]))
    return [_row(found, 0) for found in ordered[:LISTED]]


def _row(found: Mapping[str, Any], more: int) -> ProblemRow:
    what, remedy = line_remark(Problem(found["code"], found["data"]))
    return ProblemRow(found["line"], more, found["column"] or "", found["value"], what, remedy, found["severity"])


def questions(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The open questions that an answer on the page settles."""
    return [question for question in report["questions"] if question["kind"] in {"date_order", "decimal", "currency"}]


def days_of(report: Mapping[str, Any]) -> str:
    """First to last day of the good lines; empty when there are none."""
    if not report["first_day"]:
        return ""
    return formats.day_range(date.fromisoformat(report["first_day"]), date.fromisoformat(report["last_day"]))
