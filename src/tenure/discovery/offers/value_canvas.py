"""The value proposition canvas of a segment: what they want done, what hurts, what pleases; what answers it; how well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tenure.discovery.loops import loop_number
from tenure.discovery.models import ProfileItem, Segment, ValueItem, ValueLink, Venture
from tenure.discovery.sight import seen_venture, venture_for_work, works_in
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line
from tenure.engine.market_fit import CanvasFit, canvas_fit
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

LONGEST, MOST_ITEMS = 200, 60
TOP = 3
JOB, PAIN, GAIN = "job", "pain", "gain"
PRODUCT, RELIEVER, CREATOR = "product", "reliever", "creator"
# What answers what: a reliever cannot create a gain.
ANSWERS = {PRODUCT: JOB, RELIEVER: PAIN, CREATOR: GAIN}
SORTS = {
    JOB: ("functional", "social", "emotional", "supporting"),
    PAIN: ("outcome", "obstacle", "risk"),
    GAIN: ("required", "expected", "desired", "unexpected"),
}
PARTLY, WHOLLY = 0.5, 1.0


@dataclass(frozen=True)
class ProfileView:
    """A job, pain or gain. proven: somebody was heard saying it, or its hypothesis has evidence and is not refuted;
    coverage: 0..1, by the best item that answers it."""

    id: int
    kind: str
    sort: str
    text: str
    importance: int
    heard: int
    hypothesis_id: int | None
    hypothesis: str
    proven: bool
    coverage: float
    version: int


@dataclass(frozen=True)
class ValueView:
    """Something offered. answers: the profile items it answers, and how far."""

    id: int
    kind: str
    text: str
    answers: Mapping[int, float]
    version: int


@dataclass(frozen=True)
class ValueCanvas:
    """The canvas of one segment. fit: None while nothing is proven; counted: proven pains and gains, of `wanted` in all;
    idle: items that answer nothing proven; open: the heaviest proven pains and gains nothing answers, heaviest first."""

    venture_id: int
    segment_id: int | None
    segment: str
    segments: tuple[tuple[int, str], ...]
    profile: tuple[ProfileView, ...]
    items: tuple[ValueView, ...]
    fit: CanvasFit | None
    counted: int
    wanted: int
    idle: tuple[ValueView, ...]
    open: tuple[ProfileView, ...]
    may_work: bool


@dataclass(frozen=True)
class ProfileText:
    """What a person writes of a job, pain or gain."""

    kind: str
    text: str
    sort: str = ""
    importance: int = 3
    heard: int = 0
    hypothesis_id: int | None = None


def fit_of(profile: Sequence[ProfileView]) -> CanvasFit | None:
    """How much of what proven pains and gains weigh is answered (G5); None while none is proven. Pure."""
    counted = [one for one in profile if one.kind != JOB and one.proven]
    if not counted:
        return None
    return canvas_fit([one.importance for one in counted], [one.coverage for one in counted], top=TOP)


def value_canvas(*, actor: User, venture_id: int, segment_id: int | None = None) -> ValueCanvas:
    """The canvas of a segment, else of the one declared best, else of the first. Six queries."""
    venture = seen_venture(actor, venture_id)
    segments = list(venture.segments.order_by("-declared_best", "name"))
    chosen = next((one for one in segments if segment_id in (None, one.pk)), None)
    if segment_id is not None and chosen is None:
        raise NotFound
    names = tuple((one.pk, one.name) for one in segments)
    may_work = works_in(actor, venture)
    if chosen is None:
        return ValueCanvas(venture.pk, None, "", names, (), (), None, 0, 0, (), (), may_work)
    items = _items(chosen)
    profile = _profile(chosen, items)
    counted = [one for one in profile if one.kind != JOB and one.proven]
    proven = {one.id for one in profile if one.proven}
    opened = sorted((one for one in counted if not one.coverage), key=lambda one: -one.importance)
    return ValueCanvas(
        venture.pk, chosen.pk, chosen.name, names, profile, items, fit_of(profile), len(counted),
        sum(one.kind != JOB for one in profile), tuple(one for one in items if not proven & set(one.answers)),
        tuple(opened), may_work,
    )  # fmt: skip


def add_profile_item(*, actor: User, venture_id: int, segment_id: int, wanted: ProfileText) -> int:
    """Write down a job, a pain or a gain of a segment. Returns its id."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        segment = _segment(venture, segment_id)
        if segment.profile_items.count() >= MOST_ITEMS:
            raise InvalidValue("offers_many", field="text", most=MOST_ITEMS)
        item = ProfileItem.objects.create(venture=venture, segment=segment, **_cleaned(wanted, venture))
        _told(actor, venture, "add_profile_item", segment, item.text, wanted.kind)
    return item.pk


def edit_profile_item(*, actor: User, item_id: int, version: int, wanted: ProfileText) -> tuple[int, int]:
    """Change it. Returns venture and segment."""
    with transaction.atomic():
        item, venture = _profile_for_work(actor, item_id, version)
        values = _cleaned(wanted, venture)
        if values["kind"] != item.kind:
            item.links.all().delete()
        ProfileItem.objects.filter(pk=item.pk).update(version=version + 1, **values)
        _told(actor, venture, "edit_profile_item", item.segment, values["text"], wanted.kind)
    return venture.pk, item.segment_id


def remove_profile_item(*, actor: User, item_id: int, version: int) -> tuple[int, int]:
    """Take it off the canvas with its links. Returns venture and segment."""
    with transaction.atomic():
        item, venture = _profile_for_work(actor, item_id, version)
        _told(actor, venture, "remove_profile_item", item.segment, item.text, item.kind)
        item.delete()
    return venture.pk, item.segment_id


def add_value_item(
    *, actor: User, venture_id: int, segment_id: int, kind: str, text: str, answers: Mapping[int, float]
) -> int:
    """Offer something: a product, a reliever, a creator, and what of the profile it answers. Returns its id."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        segment = _segment(venture, segment_id)
        if segment.value_items.count() >= MOST_ITEMS:
            raise InvalidValue("offers_many", field="text", most=MOST_ITEMS)
        item = ValueItem.objects.create(venture=venture, segment=segment, **_offered(kind, text))
        _link(item, answers)
        _told(actor, venture, "add_value_item", segment, item.text, kind)
    return item.pk


def edit_value_item(
    *, actor: User, value_item_id: int, version: int, kind: str, text: str, answers: Mapping[int, float]
) -> tuple[int, int]:
    """Change what is offered and what it answers. Returns venture and segment."""
    with transaction.atomic():
        item, venture = _value_for_work(actor, value_item_id, version)
        for name, value in _offered(kind, text).items():
            setattr(item, name, value)
        item.version = version + 1
        item.save(update_fields=["kind", "text", "version"])
        item.links.all().delete()
        _link(item, answers)
        _told(actor, venture, "edit_value_item", item.segment, item.text, kind)
    return venture.pk, item.segment_id


def remove_value_item(*, actor: User, value_item_id: int, version: int) -> tuple[int, int]:
    """Offer it no more. Returns venture and segment."""
    with transaction.atomic():
        item, venture = _value_for_work(actor, value_item_id, version)
        _told(actor, venture, "remove_value_item", item.segment, item.text, item.kind)
        item.delete()
    return venture.pk, item.segment_id


def profile_item_of(*, actor: User, item_id: int) -> tuple[int, int, ProfileView]:
    """One job, pain or gain in sight, with its venture and segment."""
    item = ProfileItem.objects.filter(pk=item_id).select_related("hypothesis").first()
    if item is None:
        raise NotFound
    seen_venture(actor, item.venture_id)
    return item.venture_id, item.segment_id, _profile_view(item, 0.0)


def value_item_of(*, actor: User, value_item_id: int) -> tuple[int, int, ValueView]:
    """One offered thing in sight, with its venture and segment."""
    item = ValueItem.objects.filter(pk=value_item_id).first()
    if item is None:
        raise NotFound
    seen_venture(actor, item.venture_id)
    answers = dict(item.links.values_list("profile_id", "coverage"))
    return item.venture_id, item.segment_id, ValueView(item.pk, item.kind, item.text, answers, item.version)


def _items(segment: Segment) -> tuple[ValueView, ...]:
    links: dict[int, dict[int, float]] = {}
    rows = ValueLink.objects.filter(item__segment=segment).values_list("item_id", "profile_id", "coverage")
    for item_id, profile_id, coverage in rows:
        links.setdefault(item_id, {})[profile_id] = coverage
    return tuple(
        ValueView(one.pk, one.kind, one.text, links.get(one.pk, {}), one.version)
        for one in segment.value_items.order_by("pk")
    )


def _profile(segment: Segment, items: Sequence[ValueView]) -> tuple[ProfileView, ...]:
    best: dict[int, float] = {}
    for item in items:
        for profile_id, coverage in item.answers.items():
            best[profile_id] = max(best.get(profile_id, 0.0), coverage)
    rows = segment.profile_items.select_related("hypothesis").order_by("-importance", "pk")
    return tuple(_profile_view(one, best.get(one.pk, 0.0)) for one in rows)


def _profile_view(one: ProfileItem, coverage: float) -> ProfileView:
    claim = one.hypothesis
    proven = one.heard > 0 or bool(claim and claim.evidence_count and claim.state != "refuted")
    title = f"H{claim.number} {claim.title}" if claim else ""
    return ProfileView(
        one.pk, one.kind, one.sort, one.text, one.importance, one.heard, one.hypothesis_id, title, proven, coverage,
        one.version,
    )  # fmt: skip


def _cleaned(wanted: ProfileText, venture: Venture) -> dict[str, Any]:
    wrongs = Wrongs()
    values = wrongs.got(checked_profile, wanted)
    with wrongs:
        if wanted.hypothesis_id is not None and not venture.hypotheses.filter(pk=wanted.hypothesis_id).exists():
            raise InvalidValue("offer_record_unknown", field="hypothesis")
    wrongs.tell()
    return {**values, "hypothesis_id": wanted.hypothesis_id}


def checked_profile(wanted: ProfileText) -> dict[str, Any]:
    """Pure: the columns of a job, pain or gain but its hypothesis. Raises InvalidValue naming every wrong field."""
    wrongs = Wrongs()
    kind, text = wrongs.got(_kind, wanted.kind, tuple(SORTS)), wrongs.got(_text, wanted.text)
    with wrongs:
        if wanted.sort and wanted.sort not in SORTS.get(wanted.kind, (wanted.sort,)):
            raise InvalidValue("choice_unknown", field="sort", value=wanted.sort[:40])
    with wrongs:
        if not 1 <= wanted.importance <= 5:
            raise InvalidValue("value_importance", field="importance", value=wanted.importance)
    with wrongs:
        if not 0 <= wanted.heard <= 100_000:
            raise InvalidValue("value_heard", field="heard", value=wanted.heard)
    wrongs.tell()
    return {
        "kind": kind, "sort": wanted.sort, "text": text, "importance": wanted.importance, "heard": wanted.heard,
    }  # fmt: skip


def _offered(kind: str, text: str) -> dict[str, str]:
    """Kind and words of what is offered. Raises InvalidValue naming both where both are wrong."""
    wrongs = Wrongs()
    values = {"kind": wrongs.got(_kind, kind, tuple(ANSWERS)), "text": wrongs.got(_text, text)}
    wrongs.tell()
    return values


def _text(text: str) -> str:
    clean = line(text, "text", LONGEST)
    if not clean:
        raise InvalidValue("value_text_missing", field="text")
    return clean


def _kind(kind: str, known: Sequence[str]) -> str:
    if kind not in known:
        raise InvalidValue("choice_unknown", field="kind", value=kind[:40])
    return kind


def _link(item: ValueItem, answers: Mapping[int, float]) -> None:
    fitting = {one.pk: one for one in ProfileItem.objects.filter(segment_id=item.segment_id, pk__in=list(answers))}
    links = []
    for profile_id, coverage in answers.items():
        profile = fitting.get(profile_id)
        if profile is None or profile.kind != ANSWERS[item.kind]:
            raise InvalidValue("value_answers_wrong", field="answers")
        if coverage not in (PARTLY, WHOLLY):
            raise InvalidValue("value_coverage", field="answers", value=coverage)
        links.append(ValueLink(item=item, profile=profile, coverage=coverage))
    ValueLink.objects.bulk_create(links)


def _segment(venture: Venture, segment_id: int) -> Segment:
    segment = venture.segments.filter(pk=segment_id).first()
    if segment is None:
        raise InvalidValue("offer_record_unknown", field="segment")
    return segment


def _profile_for_work(actor: User, item_id: int, version: int) -> tuple[ProfileItem, Venture]:
    found = ProfileItem.objects.filter(pk=item_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    venture = venture_for_work(actor, found)
    item = ProfileItem.objects.select_for_update(of=("self",)).select_related("segment").get(pk=item_id)
    if item.version != version:
        raise Conflict(f"profile item {item_id} is at version {item.version}")
    return item, venture


def _value_for_work(actor: User, value_item_id: int, version: int) -> tuple[ValueItem, Venture]:
    found = ValueItem.objects.filter(pk=value_item_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    venture = venture_for_work(actor, found)
    item = ValueItem.objects.select_for_update(of=("self",)).select_related("segment").get(pk=value_item_id)
    if item.version != version:
        raise Conflict(f"value item {value_item_id} is at version {item.version}")
    return item, venture


def _told(actor: User, venture: Venture, action: str, segment: Segment, text: str, kind: str) -> None:
    record_step(
        actor=actor, venture=venture, loop=loop_number(venture), action=action, subject_kind="value_canvas",
        subject_id=segment.pk, text=text[:80], what=kind, segment=segment.name,
    )  # fmt: skip
