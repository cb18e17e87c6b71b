"""The brief as a PDF: our Typst template, the sheet as data, made in a short-lived process of its own."""

import functools
import json
import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext

from tenure.journeys.contacts.brief_fit import Block, Row
from tenure.journeys.contacts.brief_sheet import Sheet
from tenure.kernel import formats

TEMPLATE = Path(__file__).with_name("brief.typ")


@functools.cache
def _compiler() -> typst.Compiler:
    """The compiler with the fonts of the page, and those of the system for scripts the page's font lacks."""
    fonts = typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=True, font_paths=[Path(settings.STATIC_ROOT) / "fonts"]
    )
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts)


def load_compiler() -> None:
    """Find and read the fonts now, for processes forked from this one to share. Nothing is made: that starts threads."""
    _compiler()


def brief_pdf(page: Sheet) -> bytes:
    """The page as a PDF of one A4 page, about 30 ms."""
    data = json.dumps(as_data(page), ensure_ascii=False)
    compiler = _compiler()  # with its fonts, found once and shared with the process that makes the page
    return _apart(lambda: compiler.compile(sys_inputs={"data": data}))


def _apart(make: Callable[[], object]) -> bytes:
    """What `make` gives, made in a forked process: Typst keeps what it laid out, 15 MiB for a page asked for rarely."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _make_and_end(make, writing)
    os.close(writing)
    with open(reading, "rb") as answer:
        made = answer.read()
    _child, status = os.waitpid(child, 0)
    if status != 0 or not made:
        raise RuntimeError("Typst made no PDF")
    return made


def _make_and_end(make: Callable[[], object], writing: int) -> None:
    """In the new process: nothing of what the other one holds is closed or flushed, whatever happens."""
    code = 1
    try:
        made = make()
        if isinstance(made, bytes):
            with open(writing, "wb") as answer:
                answer.write(made)
            code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


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
