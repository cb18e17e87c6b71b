"""The brief as a PDF: our Typst template, the sheet as data, made by a short-lived program of its own."""

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import ngettext

from tenure.journeys.contacts.brief_fit import Block, Row
from tenure.journeys.contacts.brief_sheet import Sheet
from tenure.journeys.papers import typeset
from tenure.kernel import formats

TEMPLATE = Path(__file__).with_name("brief.typ")


def brief_pdf(page: Sheet) -> bytes:
    """The page as a PDF of one A4 page, about 40 ms."""
    return typeset.pdf(TEMPLATE, as_data(page))


def as_data(page: Sheet) -> dict[str, Any]:
    """The sheet as plain values, for the template and for `--json`."""
    strip = page.strip
    return {
        "language": translation.get_language() or "en",
        "client_id": page.client_id,
        "top": page.top,
        "name": page.name,
        "badge": " · ".join(part for part in (page.value_class, page.stability_class) if part),
        "under": page.under,
        "aim": page.aim,
        "tactic": page.tactic,
        "lead": [{"text": part.text, "strong": part.strong} for part in page.lead],
        "left": [_block(block, page) for block in page.left],
        "right": [_block(block, page) for block in page.right],
        "footer": page.footer,
        "handed_out": page.handed_out,
        "labels": page.labels,
        "strip": {
            "marks": [{"x": x, "tall": tall, "back": kind == "return"} for x, tall, kind in strip.marks],
            "today": strip.today,
            "last": strip.last,
            "late": strip.late and strip.last is not None,
            "window_from": strip.window_from,
            "window_to": strip.window_to,
            "ticks": [{"x": x, "text": text} for x, text in strip.ticks],
        },
    }


def _block(block: Block, page: Sheet) -> dict[str, Any]:
    return {
        "code": block.code,
        "heading": block.heading,
        "rows": [_row(row) for row in block.rows],
        "note": page.people_note if block.code == "people" and any(row.mark for row in block.rows) else "",
        "left_out": left_out(block),
    }


def left_out(block: Block) -> str:
    """What a block that was cut says at its end."""
    count = block.left_out
    return ngettext("and %(n)s more", "and %(n)s more", count) % {"n": formats.number(count)} if count else ""


def _row(row: Row) -> dict[str, Any]:
    return {
        "strong": row.strong,
        "plain": row.plain,
        "small": row.small,
        "mark": row.mark,
        "late": row.late,
        "attitude": row.attitude,
        "leans": bool(row.mark) and row.person,
        "signed": signed(row.attitude),
    }


def signed(attitude: float | None) -> str:
    """+1, 0, −2; empty when unknown."""
    if attitude is None:
        return ""
    sign = "+" if attitude > 0 else "−" if attitude < 0 else ""
    return f"{sign}{abs(attitude):g}"
