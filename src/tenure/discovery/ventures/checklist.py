"""The checklist of each phase: standard items whose words follow the reader, and the venture's own (S000-51..65)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from tenure.discovery.loops import loop_number
from tenure.discovery.models import ChecklistItem, Venture
from tenure.discovery.sight import seen_venture, venture_for_work, visible_ventures
from tenure.discovery.timeline import record_step
from tenure.discovery.ventures.phases import PHASES
from tenure.discovery.writing import line, paragraph
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.models import User

LONGEST_TITLE, LONGEST_RESULT = 250, 4000
MOST_ITEMS = 40  # of one phase


@dataclass(frozen=True)
class Item:
    """code: of the standard list, empty for one's own; title: one's own words, which replace the standard ones."""

    id: int
    phase: str
    code: str
    title: str
    result: str
    done_on: date | None
    done_by: str
    version: int


def checklist_of(*, actor: User, venture_id: int) -> dict[str, tuple[Item, ...]]:
    """The items of all phases in their order. Two queries."""
    venture = seen_venture(actor, venture_id)
    rows = list(venture.checklist.select_related("done_by").order_by("position", "pk"))
    return {phase: tuple(_item(row) for row in rows if row.phase == phase) for phase in PHASES}


def checklist_item(*, actor: User, item_id: int) -> tuple[int, Item]:
    """One item and its venture. Raises NotFound."""
    row = _seen(actor, item_id)
    return row.venture_id, _item(row)


def add_checklist_item(*, actor: User, venture_id: int, phase: str, title: str) -> int:
    """A thing to do of the venture's own, at the end of a phase."""
    if phase not in PHASES:
        raise InvalidValue("choice_unknown", field="phase", value=phase[:40])
    words = line(title, "title", LONGEST_TITLE)
    if not words:
        raise InvalidValue("checklist_title_missing", field="title")
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        items = venture.checklist.filter(phase=phase)
        if items.count() >= MOST_ITEMS:
            raise InvalidValue("checklist_full", field="title", most=MOST_ITEMS)
        last = items.aggregate(place=Max("position"))["place"]
        row = ChecklistItem.objects.create(
            venture=venture, phase=phase, title=words, position=0 if last is None else last + 1
        )
        _step(actor, venture, "add_checklist_item", row)
    return row.pk


def edit_checklist_item(*, actor: User, item_id: int, title: str, result: str, done: bool, version: int) -> int:
    """Write what came of an item, tick it, reword it; no title brings the standard words back. Returns its venture."""
    words, came = line(title, "title", LONGEST_TITLE), paragraph(result, "result", LONGEST_RESULT)
    with transaction.atomic():
        row = _for_work(actor, item_id)
        if row.version != version:
            raise Conflict
        if not words and not row.code:
            raise InvalidValue("checklist_title_missing", field="title")
        finished = done and row.done_on is None
        reopened = not done and row.done_on is not None
        row.title, row.result = words, came
        if finished or reopened:
            row.done_on, row.done_by = (clock.today(), actor) if finished else (None, None)
        row.version += 1
        row.save()
        action = "finish_checklist_item" if finished else "reopen_checklist_item" if reopened else "edit_checklist_item"
        _step(actor, row.venture, action, row)
    return row.venture_id


def remove_checklist_item(*, actor: User, item_id: int) -> int:
    """Take an item off the list; its words stay in the timeline. Returns its venture."""
    with transaction.atomic():
        row = _for_work(actor, item_id)
        _step(actor, row.venture, "remove_checklist_item", row)
        row.delete()
    return row.venture_id


def _seen(actor: User, item_id: int) -> ChecklistItem:
    rows = ChecklistItem.objects.filter(pk=item_id, venture__in=visible_ventures(actor))
    row = rows.select_related("done_by", "venture").first()
    if row is None:
        raise NotFound
    return row


def _for_work(actor: User, item_id: int) -> ChecklistItem:
    venture_for_work(actor, _seen(actor, item_id).venture_id)
    return ChecklistItem.objects.select_related("venture").get(pk=item_id)


def _item(row: ChecklistItem) -> Item:
    done_by = row.done_by.name if row.done_by else ""
    return Item(row.pk, row.phase, row.code, row.title, row.result, row.done_on, done_by, row.version)


def _step(actor: User, venture: Venture, action: str, row: ChecklistItem) -> None:
    record_step(
        actor=actor, venture=venture, loop=loop_number(venture), action=action, subject_kind="checklist_item",
        subject_id=row.pk, phase=row.phase, code=row.code, title=row.title,
    )  # fmt: skip
