"""The canvas of a venture: its stickers by block, moved about, and its kind switched without losing any."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tenure.discovery.canvas.blocks import BLOCKS, blocks_of
from tenure.discovery.canvas.versions import keep_version
from tenure.discovery.hypotheses.evidence import hypothesis_for_work
from tenure.discovery.hypotheses.hypotheses import HypothesisRow, rows_of
from tenure.discovery.hypotheses.settled import BLOCK, check_settled
from tenure.discovery.loops import loop_number
from tenure.discovery.models import Hypothesis, Venture
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.discovery.timeline import record_step
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User


@dataclass(frozen=True)
class Block:
    """One block with its stickers from top to bottom."""

    code: str
    stickers: tuple[HypothesisRow, ...]


@dataclass(frozen=True)
class Canvas:
    """blocks: the nine of this kind; elsewhere: stickers in blocks the other kind has; version, saved_at: the newest
    saved one, 0 and None when there is none."""

    kind: str
    blocks: tuple[Block, ...]
    elsewhere: tuple[HypothesisRow, ...]
    version: int
    saved_at: datetime | None


def canvas_of(*, actor: User, venture_id: int) -> Canvas:
    """The canvas as it lies now. Four queries."""
    venture = seen_venture(actor, venture_id)
    return canvas_for(venture, rows_of(venture))


def canvas_for(venture: Venture, rows: Sequence[HypothesisRow]) -> Canvas:
    """As `canvas_of`, for a venture already found to be in sight and its hypotheses. One query."""
    newest = venture.canvas_versions.order_by("-number").values_list("number", "at").first()
    return laid(rows, venture.canvas_kind, *(newest or (0, None)))


def laid(rows: Sequence[HypothesisRow], kind: str, version: int = 0, saved_at: datetime | None = None) -> Canvas:
    """The stickers in the blocks of a canvas of this kind. Pure."""
    codes = blocks_of(kind)
    blocks = tuple(Block(code, tuple(row for row in rows if row.block == code)) for code in codes)
    return Canvas(kind, blocks, tuple(row for row in rows if row.block not in codes), version, saved_at)


def move_hypothesis(*, actor: User, hypothesis_id: int, block: str, place: int) -> int:
    """Put a sticker into a block at a place from 0; beyond the end means the end. Returns its venture.

    The version of the hypothesis grows only when the block changes: a sticker pushed up spoils nobody's rewording. Raises
    InvalidValue for another block than that in which a test was locked on it; within its block it moves freely.
    """
    if block not in BLOCKS:
        raise InvalidValue("block_unknown", field="block", value=block[:40])
    with transaction.atomic():
        one = hypothesis_for_work(actor, hypothesis_id)
        before = one.block
        if before != block:
            check_settled(one, (BLOCK,))
        others = list(one.venture.hypotheses.filter(block=block, removed_at=None).exclude(pk=one.pk))
        others.sort(key=lambda row: (row.position, row.number))
        others.insert(max(0, min(place, len(others))), one)
        one.block = block
        _number(others)
        if before != block:
            one.version += 1
            one.save(update_fields=["block", "version"])
            record_step(
                actor=actor, venture=one.venture, loop=loop_number(one.venture), action="move_hypothesis",
                subject_kind="hypothesis", subject_id=one.pk, hypothesis=one.number, title=one.title,
                from_block=before, to_block=block,
            )  # fmt: skip
    return one.venture_id


def _number(rows: Sequence[Hypothesis]) -> None:
    changed = [row for place, row in enumerate(rows) if row.position != place]
    for place, row in enumerate(rows):
        row.position = place
    Hypothesis.objects.bulk_update(changed, ["position"])


def switch_canvas(*, actor: User, venture_id: int, kind: str) -> None:
    """Show the business or the lean canvas; stickers of blocks the new kind lacks wait beside it."""
    if kind not in Venture.CanvasKind.values:
        raise InvalidValue("choice_unknown", field="canvas_kind", value=kind[:40])
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if venture.canvas_kind == kind:
            return
        keep_version(actor, venture, "switch")
        venture.canvas_kind = kind
        venture.save(update_fields=["canvas_kind"])
        record_step(
            actor=actor, venture=venture, loop=loop_number(venture), action="switch_canvas", subject_kind="venture",
            subject_id=venture.pk, kind=kind,
        )  # fmt: skip
