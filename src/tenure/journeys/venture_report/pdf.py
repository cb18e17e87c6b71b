"""The report as a PDF: our Typst template, the report as data, made in a process of its own."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from tenure.journeys.papers import typeset
from tenure.journeys.venture_report.document import Report
from tenure.kernel.formats import gettext as _

TEMPLATE = Path(__file__).with_name("report.typ")
# Where the blocks lie, in reading order, on a grid of ten columns: x, y, columns, rows; as on the page.
PLACES = (
    (0, 0, 2, 2), (2, 0, 2, 1), (2, 1, 2, 1), (4, 0, 2, 2), (6, 0, 2, 1), (6, 1, 2, 1), (8, 0, 2, 2), (0, 2, 5, 1), (5, 2, 5, 1),
)  # fmt: skip


def report_pdf(report: Report) -> bytes:
    """The report as a PDF on A4; the canvas lies across."""
    return typeset.pdf(TEMPLATE, as_data(report))


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain values; each block of the canvas with its place."""
    data = asdict(report)
    for part in (part for section in data["sections"] for part in section["parts"] if part["kind"] == "table"):
        part["rows"] = [[cell._asdict() for cell in row] for row in part["rows"]]
    blocks = zip(data["canvas"]["blocks"], PLACES, strict=True)
    data["canvas"]["blocks"] = [block | dict(zip("xywh", place, strict=True)) for block, place in blocks]
    data["sections"] = [*data["sections"], data.pop("method")]
    data["labels"] = {"seal": _("Seal"), "amendments": _("Amendments")}
    return data
