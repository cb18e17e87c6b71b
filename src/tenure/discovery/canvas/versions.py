"""Versions of the canvas: saved by hand and before large changes, and what two of them differ in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Func, IntegerField, Max
from django.utils.translation import gettext as _

from tenure.discovery.hypotheses.hypotheses import HypothesisRow, rows_of
from tenure.discovery.loops import loop_number
from tenure.discovery.models import CanvasVersion, Venture
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User

LONGEST_NAME = 120
MOST_LISTED = 200
NOW = 0  # the number that stands for the canvas as it lies now
# Why a version was kept without being asked for; the words are the reader's (see `version_words`).
AUTOMATIC = frozenset({"switch", "pattern", "pivot", "import"})


@dataclass(frozen=True)
class VersionRow:
    """automatic: code of the change it was kept before, or empty; name: what its author called it."""

    number: int
    name: str
    automatic: str
    author: str
    at: datetime
    stickers: int


@dataclass(frozen=True)
class Sticker:
    """A sticker as it lay in one version. probability: 0..1, None while nothing was counted."""

    hypothesis: int
    block: str
    text: str
    state: str
    probability: float | None
    evidence: int


@dataclass(frozen=True)
class Change:
    """One sticker in both versions; before or after is None when it was not there."""

    hypothesis: int
    before: Sticker | None
    after: Sticker | None

    @property
    def moved(self) -> bool:
        return bool(self.before and self.after and self.before.block != self.after.block)

    @property
    def reworded(self) -> bool:
        return bool(self.before and self.after and self.before.text != self.after.text)

    @property
    def changed_state(self) -> bool:
        return bool(self.before and self.after and self.before.state != self.after.state)


@dataclass(frozen=True)
class CanvasDifference:
    """added, removed, moved, reworded, changed: stickers by number, one may stand in several; same: how many did not
    change; blocks: codes of the blocks whose stickers are others or say something else (a pivot changes at least one)."""

    before: int
    after: int
    added: tuple[Change, ...]
    removed: tuple[Change, ...]
    moved: tuple[Change, ...]
    reworded: tuple[Change, ...]
    changed: tuple[Change, ...]
    same: int
    blocks: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        return not (self.added or self.removed or self.moved or self.reworded or self.changed)


class HowMany(Func):
    """How long a stored JSON list is, counted by the database: what lies in it is not read."""

    output_field = IntegerField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, function="JSON_ARRAY_LENGTH", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH", **extra)


def versions_of(*, actor: User, venture_id: int) -> tuple[VersionRow, ...]:
    """The saved versions, newest first. Two queries."""
    return tuple(_row(*row) for row in _versions(seen_venture(actor, venture_id).pk))


@compiled_once
def _versions(venture_id: int) -> Query:
    rows = CanvasVersion.objects.filter(venture=venture_id).order_by("-number")
    return rows.values_list("number", "name", "author__name", "at", HowMany("stickers"))[:MOST_LISTED]


def _row(number: int, name: str, author: str, at: datetime, stickers: int) -> VersionRow:
    automatic = name[1:] if name.startswith("~") else ""
    return VersionRow(number, "" if automatic else name, automatic, author, at, stickers)


def save_version(*, actor: User, venture_id: int, name: str = "") -> int:
    """Keep the canvas as it lies now. Returns the number of the version."""
    title = line(name, "name", LONGEST_NAME).lstrip("~")
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        row = _keep(actor, venture, title)
        record_step(
            actor=actor, venture=venture, loop=loop_number(venture), action="save_canvas_version",
            subject_kind="canvas_version", subject_id=row.pk, number=row.number, name=title,
        )  # fmt: skip
    return row.number


def keep_version(actor: User, venture: Venture, before: str) -> int:
    """Keep the canvas before a large change (a code of AUTOMATIC) unless the newest version is the same. Returns the
    number of the version that holds it. Call inside a transaction."""
    newest = venture.canvas_versions.order_by("-number").first()
    if newest is not None and newest.stickers == stickers_of(rows_of(venture)):
        return newest.number
    return _keep(actor, venture, f"~{before}").number


def _keep(actor: User, venture: Venture, name: str) -> CanvasVersion:
    number = (venture.canvas_versions.aggregate(last=Max("number"))["last"] or 0) + 1
    return CanvasVersion.objects.create(
        venture=venture, number=number, name=name, canvas_kind=venture.canvas_kind, author=actor, at=clock.now(),
        stickers=stickers_of(rows_of(venture)),
    )  # fmt: skip


def stickers_of(rows: Sequence[HypothesisRow]) -> list[dict[str, Any]]:
    """The stickers as a version stores them."""
    return [
        {
            "hypothesis": row.number, "block": row.block, "text": row.title, "state": row.state,
            "probability": None if row.probability is None else round(row.probability, 4), "evidence": row.evidence_count,
        }
        for row in rows
    ]  # fmt: skip


def stickers_at(*, actor: User, venture_id: int, number: int) -> tuple[Sticker, ...]:
    """The stickers of a version, or of now (0), in their order. Raises NotFound."""
    return _stickers(seen_venture(actor, venture_id), number)


def _stickers(venture: Venture, number: int) -> tuple[Sticker, ...]:
    if number == NOW:
        return tuple(Sticker(**one) for one in stickers_of(rows_of(venture)))
    row = venture.canvas_versions.filter(number=number).first()
    if row is None:
        raise NotFound
    return tuple(Sticker(**one) for one in row.stickers)


def difference(*, actor: User, venture_id: int, before: int, after: int) -> CanvasDifference:
    """What changed between two versions by number; 0 is now. Raises NotFound for a number never given."""
    venture = seen_venture(actor, venture_id)
    return compare(before, _stickers(venture, before), after, _stickers(venture, after))


def compare(before: int, old: Sequence[Sticker], after: int, new: Sequence[Sticker]) -> CanvasDifference:
    """What changed from the old stickers to the new ones; the same numbers are the same stickers."""
    was: Mapping[int, Sticker] = {one.hypothesis: one for one in old}
    now: Mapping[int, Sticker] = {one.hypothesis: one for one in new}
    all_changes = [Change(number, was.get(number), now.get(number)) for number in sorted(was.keys() | now.keys())]
    both = [one for one in all_changes if one.before and one.after]
    added = tuple(one for one in all_changes if one.before is None)
    removed = tuple(one for one in all_changes if one.after is None)
    moved = tuple(one for one in both if one.moved)
    reworded = tuple(one for one in both if one.reworded)
    changed = tuple(one for one in both if one.changed_state)
    touched = [side.block for one in (*added, *removed, *moved, *reworded) for side in (one.before, one.after) if side]
    same = sum(not (one.moved or one.reworded or one.changed_state) for one in both)
    blocks = tuple(dict.fromkeys(touched))
    return CanvasDifference(before, after, added, removed, moved, reworded, changed, same, blocks)


def version_words() -> dict[str, str]:
    """Why a version was kept without being asked for."""
    return {
        "switch": _("before the kind of canvas changed"),
        "pattern": _("before a pattern was laid on it"),
        "pivot": _("before a pivot"),
        "pivoted": _("after a pivot"),
        "import": _("as it came from a file"),
    }
