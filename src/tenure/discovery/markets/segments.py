"""Segments: for whom, and how many of them there are; an empty number is unknown, never zero."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F

from tenure.discovery.interviews.texts import line, needed, several
from tenure.discovery.loops import loop_number
from tenure.discovery.models import Segment, Venture
from tenure.discovery.sight import seen_venture, venture_for_work, visible_ventures, works_in
from tenure.discovery.timeline import record_step
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

MOST_SEGMENTS = 60
MOST_ACCOUNTS = 1e10


@dataclass(frozen=True)
class SegmentText:
    """A segment as it is written. accounts: how many companies or people, low to high; both empty: unknown; declared_best:
    the one of the venture on which fit is decided, where a survey opens after this was said."""

    name: str
    description: str = ""
    accounts_low: float | None = None
    accounts_high: float | None = None
    accounts_source: str = ""
    declared_best: bool = False


@dataclass(frozen=True)
class SegmentRow:
    """A segment as shown."""

    id: int
    venture_id: int
    text: SegmentText
    version: int
    may_work: bool


def add_segment(*, actor: User, venture_id: int, text: SegmentText) -> int:
    """One more segment; a name is enough, an empty one is refused."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if Segment.objects.filter(venture=venture).count() >= MOST_SEGMENTS:
            raise InvalidValue("segments_many", field="name", most=MOST_SEGMENTS)
        row = Segment(venture=venture, **checked_segment(text))
        _save(row)
        _step(actor, venture, "add_segment", row)
        if row.declared_best:
            _only_best(actor, row)
    return row.pk


def edit_segment(*, actor: User, segment_id: int, version: int, text: SegmentText) -> int:
    """Change a segment. Conflict unless `version` is the one stored. Returns the new version."""
    with transaction.atomic():
        row = segment_for_work(actor, segment_id, version)
        was_best = row.declared_best
        for name, value in checked_segment(text).items():
            setattr(row, name, value)
        row.version = version + 1
        _save(row)
        _step(actor, row.venture, "edit_segment", row)
        if row.declared_best and not was_best:
            _only_best(actor, row)
    return row.version


def segments_of(*, actor: User, venture_id: int) -> tuple[SegmentRow, ...]:
    """The segments of a venture in sight, as they were added. Three queries."""
    venture = seen_venture(actor, venture_id)
    return segments_for(venture, may_work=works_in(actor, venture))


def segment_names(*, actor: User, venture_id: int) -> tuple[tuple[int, str], ...]:
    """Their numbers and names, as `segments_of`: to choose one of."""
    return tuple((one.id, one.text.name) for one in segments_of(actor=actor, venture_id=venture_id))


def segments_for(venture: Venture, *, may_work: bool) -> tuple[SegmentRow, ...]:
    """As `segments_of`, for a venture already found to be in sight. One query."""
    return tuple(_row(row, may_work) for row in _segments(venture.pk))


@compiled_once
def _segments(venture_id: int) -> Query:
    return Segment.objects.filter(venture=venture_id).order_by("pk")


def segment_of(*, actor: User, segment_id: int) -> SegmentRow:
    """One segment of a venture in sight."""
    row = _seen(actor, segment_id)
    return _row(row, works_in(actor, row.venture))


def _seen(actor: User, segment_id: int) -> Segment:
    rows = Segment.objects.select_related("venture").filter(venture__in=visible_ventures(actor))
    row = rows.filter(pk=segment_id).first()
    if row is None:
        raise NotFound
    return row


def segment_for_work(actor: User, segment_id: int, version: int) -> Segment:
    """A segment of a venture the user may change, that venture locked; inside a transaction. Raises Conflict unless `version`
    is the one stored."""
    venture_for_work(actor, _seen(actor, segment_id).venture_id)
    row = Segment.objects.select_related("venture").get(pk=segment_id)
    if row.version != version:
        raise Conflict(f"segment {segment_id} is no longer at version {version}")
    return row


def checked_segment(text: SegmentText) -> dict[str, object]:
    """Pure: the columns of a segment. Raises InvalidValue naming every wrong field."""
    wrongs = Wrongs()
    low, high = text.accounts_low, text.accounts_high
    low, high = (high if low is None else low), (low if high is None else high)
    for field, value in (("accounts_low", low), ("accounts_high", high)):
        if value is not None and not 0 < value <= MOST_ACCOUNTS:
            with wrongs:
                raise InvalidValue("segment_empty", field=field, value=value)
    if low is not None and high is not None and low > high:
        with wrongs:
            raise InvalidValue("range_turned", field="accounts_high", low=low, high=high)
    values = {
        "name": wrongs.got(_name, text.name),
        "description": wrongs.got(several, text.description, "description"),
        "accounts_low": low,
        "accounts_high": high,
        "accounts_source": wrongs.got(line, text.accounts_source, "accounts_source", 250),
        "declared_best": text.declared_best,
    }
    wrongs.tell()
    return values


def _name(text: str) -> str:
    return needed(line(text, "name"), "name", "segment_name_missing")


def _only_best(actor: User, row: Segment) -> None:
    """One segment of a venture is expected to be the best. Surveys that are open keep the one named before them."""
    others = Segment.objects.filter(venture=row.venture_id, declared_best=True).exclude(pk=row.pk)
    others.update(declared_best=False, version=F("version") + 1)  # a form opened before would name it again
    _step(actor, row.venture, "declare_best_segment", row)


def _save(row: Segment) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise InvalidValue("segment_name_taken", field="name", name=row.name) from None


def _step(actor: User, venture: Venture, action: str, row: Segment) -> None:
    record_step(
        actor=actor,
        venture=venture,
        loop=loop_number(venture),
        action=action,
        subject_kind="segment",
        subject_id=row.pk,
    )


def _row(row: Segment, may_work: bool) -> SegmentRow:
    text = SegmentText(
        row.name, row.description, row.accounts_low, row.accounts_high, row.accounts_source, row.declared_best
    )
    return SegmentRow(row.pk, row.venture_id, text, row.version, may_work)
