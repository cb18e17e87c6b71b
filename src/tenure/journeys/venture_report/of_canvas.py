"""The canvas of the report: stickers with their state in words, so that a black-and-white print says as much."""

from collections.abc import Sequence

from django.utils.translation import ngettext

from tenure.discovery.canvas.blocks import block_names
from tenure.discovery.canvas.canvas import Canvas as Laid
from tenure.discovery.hypotheses.hypotheses import HypothesisRow
from tenure.discovery.words import hypothesis_states
from tenure.journeys.venture_report.document import Block, Canvas, Sticker
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _

ROOM = 8  # stickers of one block on paper; the heaviest lie there, and all of them stand in the lists
LEGEND = ("supported", "refuted", "testing", "undecided", "untested", "stale", "parked")


def canvas_part(found: Laid) -> Canvas:
    """The canvas as it lies now."""
    names, states = block_names(), hypothesis_states()
    rows = [row for block in found.blocks for row in block.stickers] + list(found.elsewhere)
    shown = {row.shown for row in rows}
    other = sorted({row.block for row in found.elsewhere}, key=list(names).index)
    return Canvas(
        kind=found.kind,
        heading=_("Canvas"),
        blocks=tuple(_block(block.code, names, states, block.stickers) for block in found.blocks),
        elsewhere=tuple(
            _block(code, names, states, [row for row in found.elsewhere if row.block == code]) for code in other
        ),
        legend=tuple((code, states[code]) for code in LEGEND if code in shown),
        empty="" if rows else _("No hypothesis lies on the canvas yet."),
    )


def _block(code: str, names: dict[str, str], states: dict[str, str], rows: Sequence[HypothesisRow]) -> Block:
    heavy = sorted(rows, key=lambda row: (row.state == "parked", not row.critical, -row.impact, row.number))[:ROOM]
    kept = {row.id for row in heavy}
    left = len(rows) - len(kept)
    stickers = tuple(
        Sticker(f"H{row.number} {row.title}", row.shown, states[row.shown], formats.percent(row.likely))
        for row in rows
        if row.id in kept
    )
    more = ngettext("and %(n)s more", "and %(n)s more", left) % {"n": formats.number(left)} if left else ""
    return Block(code, names[code], stickers, more)
