"""The report as a PDF: our Typst template, the report as data."""

import functools
import json
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from tenure.journeys.venture_report.document import Report

TEMPLATE = Path(__file__).with_name("report.typ")
# Where each block lies on a grid of ten columns: x, y, columns, rows. Places are those of the canvas on the page.
LEFT_TO_RIGHT = ((0, 0, 2, 2), (2, 0, 2, 1), (2, 1, 2, 1), (4, 0, 2, 2), (6, 0, 2, 1), (6, 1, 2, 1), (8, 0, 2, 2),
                 (0, 2, 5, 1), (5, 2, 5, 1))  # fmt: skip
_turn = threading.Lock()


@functools.cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=True, font_paths=[Path(settings.STATIC_ROOT) / "fonts"]
    )
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts)


def report_pdf(report: Report) -> bytes:
    """The report as a PDF of a few A4 pages."""
    data = json.dumps(as_data(report), ensure_ascii=False)
    with _turn:
        made = _compiler().compile(sys_inputs={"data": data})
    if not isinstance(made, bytes):
        raise TypeError("Typst made no PDF")
    return made


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain values; blocks with their places on the grid."""
    data = asdict(report)
    data["canvas"] = {
        block["code"]: block | dict(zip("xywh", place, strict=True))
        for block, place in zip(data["canvas"], LEFT_TO_RIGHT, strict=True)
    }
    return data
