"""The propositions of a segment (S000-89): begun, renamed, set aside with the reason, taken up again; none is ever lost."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tenure.discovery.loops import loop_number
from tenure.discovery.models import Proposition, Segment, ValueItem, ValueLink, Venture
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line, paragraph
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

LONGEST_NAME, LONGEST_REASON, MOST_PROPOSITIONS = 160, 1000, 12


@dataclass(frozen=True)
class PropositionText:
    """What a person writes of a proposition."""

    name: str
    hypothesis_id: int | None = None


def start_proposition(
    *, actor: User, venture_id: int, segment_id: int, wanted: PropositionText, copy_id: int | None = None
) -> int:
    """Another proposition of the segment, empty or with what `copy_id` offers. Returns its id."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        segment = segment_in(venture, segment_id)
        if segment.propositions.count() >= MOST_PROPOSITIONS:
            raise InvalidValue("propositions_many", field="name", most=MOST_PROPOSITIONS)
        row = Proposition(venture=venture, segment=segment, **_cleaned(segment, wanted, None))
        model = segment.propositions.filter(pk=copy_id).first() if copy_id is not None else None
        if copy_id is not None and model is None:
            raise InvalidValue("offer_record_unknown", field="copy")
        row.save()
        if model is not None:
            _copy_items(model, row)
        _told(actor, row, "start_proposition")
    return row.pk


def edit_proposition(*, actor: User, proposition_id: int, version: int, wanted: PropositionText) -> int:
    """Another name, or another hypothesis it rests on. Returns the venture."""
    with transaction.atomic():
        row = _for_work(actor, proposition_id, version)
        for name, value in _cleaned(row.segment, wanted, row).items():
            setattr(row, name, value)
        _save(row)
        _told(actor, row, "edit_proposition")
    return row.venture_id


def set_aside(*, actor: User, proposition_id: int, version: int, reason: str) -> int:
    """Offer it no more, and say why; it stays as it was on that day. Returns the venture."""
    with transaction.atomic():
        row = _for_work(actor, proposition_id, version)
        require_current(row)
        row.aside_reason = checked_reason(reason)
        row.aside_on, row.aside_by = clock.today(), actor
        _save(row)
        _told(actor, row, "set_aside_proposition", reason=row.aside_reason[:250])
    return row.venture_id


def take_up(*, actor: User, proposition_id: int, version: int) -> int:
    """Offer it again; why it was set aside stays in the timeline. Returns the venture."""
    with transaction.atomic():
        row = _for_work(actor, proposition_id, version)
        if row.aside_on is not None:
            row.aside_on, row.aside_by, row.aside_reason = None, None, ""
            _save(row)
            _told(actor, row, "take_up_proposition")
    return row.venture_id


def proposition_of(*, actor: User, proposition_id: int) -> Proposition:
    """One proposition of a venture in sight, with its segment."""
    row = Proposition.objects.filter(pk=proposition_id).select_related("segment").first()
    if row is None:
        raise NotFound
    seen_venture(actor, row.venture_id)
    return row


def proposition_offered(venture: Venture, segment_id: int, proposition_id: int | None) -> Proposition:
    """The one to add to: that named, else the newest current one, else the segment's first, begun here. Inside a transaction."""
    rows = list(segment_in(venture, segment_id).propositions.select_related("segment").order_by("-pk"))
    if proposition_id is not None:
        rows = [one for one in rows if one.pk == proposition_id]
        if not rows:
            raise InvalidValue("offer_record_unknown", field="proposition")
    if not rows:
        return Proposition.objects.create(venture=venture, segment_id=segment_id)
    chosen = next((one for one in rows if one.aside_on is None), rows[0])
    require_current(chosen)
    return chosen


def require_current(row: Proposition) -> None:
    """What was set aside stays as it was. Raises InvalidValue."""
    if row.aside_on is not None:
        raise InvalidValue("proposition_aside", field="", day=row.aside_on.isoformat())


def segment_in(venture: Venture, segment_id: int) -> Segment:
    """A segment of this venture. Raises InvalidValue."""
    segment = venture.segments.filter(pk=segment_id).first()
    if segment is None:
        raise InvalidValue("offer_record_unknown", field="segment")
    return segment


def checked_reason(reason: str) -> str:
    """Why it is set aside, cleaned. Raises InvalidValue when nothing is written. Pure."""
    clean = paragraph(reason, "reason", LONGEST_REASON)
    if not clean:
        raise InvalidValue("proposition_reason_missing", field="reason")
    return clean


def _cleaned(segment: Segment, wanted: PropositionText, row: Proposition | None) -> dict[str, Any]:
    wrongs = Wrongs()
    name = wrongs.got(line, wanted.name, "name", LONGEST_NAME)
    others = segment.propositions.exclude(pk=row.pk if row else 0)
    with wrongs:
        if name == "" and (row is None or row.name):
            raise InvalidValue("proposition_name_missing", field="name")
        if name and others.filter(name=name).exists():
            raise InvalidValue("service_name_taken", field="name", name=name)
    with wrongs:
        claims = segment.venture.hypotheses
        if wanted.hypothesis_id is not None and not claims.filter(pk=wanted.hypothesis_id).exists():
            raise InvalidValue("offer_record_unknown", field="hypothesis")
    wrongs.tell()
    return {"name": name, "hypothesis_id": wanted.hypothesis_id}


def _copy_items(model: Proposition, row: Proposition) -> None:
    """What one offers and what it answers, once more for another."""
    items = list(model.items.order_by("pk"))
    made = ValueItem.objects.bulk_create(
        ValueItem(venture_id=row.venture_id, proposition=row, kind=one.kind, text=one.text) for one in items
    )
    twins = {one.pk: twin for one, twin in zip(items, made, strict=True)}
    ValueLink.objects.bulk_create(
        ValueLink(item=twins[one.item_id], profile_id=one.profile_id, coverage=one.coverage)
        for one in ValueLink.objects.filter(item__proposition=model)
    )


def _save(row: Proposition) -> None:
    row.version += 1
    row.save()


def _for_work(actor: User, proposition_id: int, version: int) -> Proposition:
    venture_for_work(actor, proposition_of(actor=actor, proposition_id=proposition_id).venture_id)
    row = Proposition.objects.select_related("segment__venture").get(pk=proposition_id)
    if row.version != version:
        raise Conflict(f"proposition {proposition_id} is at version {row.version}")
    return row


def _told(actor: User, row: Proposition, action: str, **details: Any) -> None:
    venture = row.segment.venture
    record_step(
        actor=actor, venture=venture, loop=loop_number(venture), action=action, subject_kind="proposition",
        subject_id=row.pk, name=row.name or row.segment.name, segment=row.segment.name, **details,
    )  # fmt: skip
