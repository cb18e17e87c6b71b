"""Drawings shown many times a page, written here and not in a template: fifty of them made a page slow."""

import re
from functools import cache

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from tenure.journeys.cards.rhythm_strip import RhythmStrip
from tenure.kernel import formats
from tenure.web.addresses import static

FLOOR_GAP, TOP = 3, 2
SPECIAL = re.compile("[&<>\"']")
# Where the dots behind a class letter stand: evenly, in pairs, few.
DOTS = {"X": (2, 6, 10, 14), "Y": (2, 5, 11, 14), "Z": (2, 4.5, 14)}
CAP = '<path class="g-todaycap" d="M-4 -1h8L0 4z"/>'


def safe(text: str) -> str:
    """A text as HTML; most need no change, and to look is quicker than to make markup of each."""
    return escape(text) if SPECIAL.search(text) else text


@cache  # as many as there are icons
def icon(name: str, size: str = "") -> Markup:
    """A picture of the sprite, by its name; size: "s" for a small one."""
    return Markup('<svg class="i {}" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        size, static("icons.svg"), name
    )


def strip(r: RhythmStrip, height: int) -> Markup:
    """The rhythm of orders without names, as `rhythm` of `_m.html` draws it with them."""
    floor = height - FLOOR_GAP
    parts = [f'<svg class="rhythm" width="100%" height="{height}" role="img" aria-label="{escape(r.label)}">']
    ahead = r.window_from is not None and r.window_to is not None
    if r.last is not None and (r.late or (ahead and r.today > (r.window_from or 0))):
        kind = "g-silence" if r.late else "g-calm"
        parts.append(
            f'<rect class="{kind}" x="{r.last}%" y="0" width="{max(r.today - r.last, 0):.2f}%" height="{floor}"/>'
        )
    if r.window_from is not None and r.window_to is not None:
        width = max(r.window_to - r.window_from, 0.6)
        parts.append(
            f'<rect class="g-window" x="{r.window_from}%" y="{TOP}" width="{width:.2f}%" height="{floor - TOP}"/>'
        )
    parts.append(
        f'<line class="g-line" x1="0" x2="100%" y1="{floor}" y2="{floor}"/>'
        f'<svg y="12" width="100%" height="{floor - 12}" viewBox="0 0 100 40" preserveAspectRatio="none">'
        f'<path class="g-stroke" d="{r.strokes("order")}"/>'
    )
    back = r.strokes("return")
    if back:
        parts.append(f'<path class="g-stroke back" d="{back}"/>')
    parts.append(
        f'</svg><line class="g-today" x1="{r.today}%" x2="{r.today}%" y1="0" y2="{floor}"/>'
        f'<svg x="{r.today}%" y="0">{CAP}</svg></svg>'
    )
    return Markup("".join(parts))  # noqa: S704 numbers of ours, and the label is escaped


def badge(value_class: str, mark: str = "", by: str = "") -> Markup:
    """The class of a client, letter by value and dots by regularity; nothing without a class."""
    return _badge(formats.language(), value_class, mark, by) if value_class else Markup("")


@cache  # a few classes in three languages
def _badge(_language: str, value_class: str, mark: str, by: str) -> Markup:
    said = {"abc": value_class, "xyz": mark}
    if not mark:
        words = _("Class %(abc)s by income") % said
    elif by == "frequency":
        words = _("Class %(abc)s by income, %(xyz)s by number of orders") % said
    else:
        words = _("Class %(abc)s by income, %(xyz)s by regularity") % said
    dots = "".join(f'<circle cx="{x}" cy="2" r="1.4"/>' for x in DOTS.get(mark, ()))
    regularity = Markup('<span aria-hidden="true">{}<svg viewBox="0 0 16 4">{}</svg></span>').format(mark, Markup(dots))  # noqa: S704
    return Markup(
        '<span class="cls {}" title="{}"><span class="visually-hidden">{}</span><b aria-hidden="true">{}</b>{}</span>'
    ).format(value_class.lower(), words, words, value_class, regularity if mark else "")
