"""The value proposition canvas of a segment: what they want done, what hurts, what pleases; what answers it; how well.

What they want is of the segment; what is offered is of one of its propositions, which stand side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from tenure.discovery.hypotheses.belief import is_stale
from tenure.discovery.loops import loop_number
from tenure.discovery.models import Hypothesis, ProfileItem, Proposition, Segment, ValueItem, ValueLink, Venture
from tenure.discovery.offers.propositions import segment_in
from tenure.discovery.sight import seen_venture, venture_for_work, works_in
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line
from tenure.engine.market_fit import CanvasFit, canvas_fit
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once
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
class PropositionView:
    """A proposition beside the others of its segment. name: empty for the first while nobody named it; hypothesis: what it
    rests on, and state how that stands; aside_on: None while it is current; offers: how many things; fit, open: as of the
    canvas."""

    id: int
    name: str
    hypothesis_id: int | None
    hypothesis: str
    state: str
    aside_on: date | None
    aside_by: str
    aside_reason: str
    offers: int
    fit: CanvasFit | None
    open: tuple[ProfileView, ...]
    version: int

    @property
    def refuted(self) -> bool:
        """What it rests on does not hold."""
        return self.state == Hypothesis.State.REFUTED


@dataclass(frozen=True)
class ValueCanvas:
    """The canvas of one segment with one of its propositions, None where it has none. fit: None while nothing is proven;
    counted: proven pains and gains, of `wanted` in all; idle: items that answer nothing proven; open: the heaviest proven
    pains and gains nothing answers, heaviest first."""

    venture_id: int
    segment_id: int | None
    segment: str
    segments: tuple[tuple[int, str], ...]
    propositions: tuple[PropositionView, ...]
    shown: PropositionView | None
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
    counted = _counted(profile)
    if not counted:
        return None
    return canvas_fit([one.importance for one in counted], [one.coverage for one in counted], top=TOP)


def value_canvas(
    *, actor: User, venture_id: int, segment_id: int | None = None, proposition_id: int | None = None
) -> ValueCanvas:
    """The canvas of a proposition, else of the current one of the segment; of the segment declared best, else of the first.

    Where several are current it is the newest, where none is, the newest set aside. Seven queries, however many there are.
    """
    venture = seen_venture(actor, venture_id)
    segments = list(venture.segments.order_by("-declared_best", "name"))
    rows: list[Proposition] = _propositions(venture.pk)
    asked = next((one for one in rows if one.pk == proposition_id), None)
    wanted = asked.segment_id if asked else segment_id
    chosen = next((one for one in segments if wanted in (None, one.pk)), None)
    if (proposition_id is not None and asked is None) or (wanted is not None and chosen is None):
        raise NotFound
    names = tuple((one.pk, one.name) for one in segments)
    may_work = works_in(actor, venture)
    if chosen is None:
        return ValueCanvas(venture.pk, None, "", names, (), None, (), (), None, 0, 0, (), (), may_work)
    wants, offered = _wants(chosen), _items(chosen)
    views = {
        one.pk: _proposition_view(one, offered.get(one.pk, ()), wants) for one in rows if one.segment_id == chosen.pk
    }
    shown = views.get(asked.pk) if asked else current_of(tuple(views.values()))
    items = offered.get(shown.id, ()) if shown else ()
    profile = _answered(wants, items)
    proven = {one.id for one in profile if one.proven}
    return ValueCanvas(
        venture.pk, chosen.pk, chosen.name, names, tuple(views.values()), shown, profile, items, fit_of(profile),
        len(_counted(profile)), sum(one.kind != JOB for one in profile),
        tuple(one for one in items if not proven & set(one.answers)), _open(profile), may_work,
    )  # fmt: skip


def current_of(propositions: Sequence[PropositionView]) -> PropositionView | None:
    """The newest that is current, else the newest set aside. Pure."""
    return max(propositions, key=lambda one: (one.aside_on is None, one.id), default=None)


def add_profile_item(*, actor: User, venture_id: int, segment_id: int, wanted: ProfileText) -> int:
    """Write down a job, a pain or a gain of a segment. Returns its id."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        segment = segment_in(venture, segment_id)
        if segment.profile_items.count() >= MOST_ITEMS:
            raise InvalidValue("offers_many", field="text", most=MOST_ITEMS)
        item = ProfileItem.objects.create(venture=venture, segment=segment, **_cleaned(wanted, venture))
        tell_item(actor, venture, "add_profile_item", segment, item.text, wanted.kind)
    return item.pk


def edit_profile_item(*, actor: User, item_id: int, version: int, wanted: ProfileText) -> tuple[int, int]:
    """Change it. Returns venture and segment."""
    with transaction.atomic():
        item, venture = _profile_for_work(actor, item_id, version)
        values = _cleaned(wanted, venture)
        if values["kind"] != item.kind:
            item.links.all().delete()
        ProfileItem.objects.filter(pk=item.pk).update(version=version + 1, **values)
        tell_item(actor, venture, "edit_profile_item", item.segment, values["text"], wanted.kind)
    return venture.pk, item.segment_id


def remove_profile_item(*, actor: User, item_id: int, version: int) -> tuple[int, int]:
    """Take it off the canvas with its links. Returns venture and segment."""
    with transaction.atomic():
        item, venture = _profile_for_work(actor, item_id, version)
        tell_item(actor, venture, "remove_profile_item", item.segment, item.text, item.kind)
        item.delete()
    return venture.pk, item.segment_id


def profile_item_of(*, actor: User, item_id: int) -> tuple[int, int, ProfileView]:
    """One job, pain or gain in sight, with its venture and segment."""
    item = ProfileItem.objects.filter(pk=item_id).select_related("hypothesis").first()
    if item is None:
        raise NotFound
    seen_venture(actor, item.venture_id)
    return item.venture_id, item.segment_id, _profile_view(item, 0.0)


@compiled_once
def _propositions(venture_id: int) -> Query:
    return Proposition.objects.filter(venture=venture_id).select_related("hypothesis", "aside_by").order_by("pk")


def _items(segment: Segment) -> dict[int, tuple[ValueView, ...]]:
    """By proposition, what it offers."""
    links: dict[int, dict[int, float]] = {}
    rows = ValueLink.objects.filter(item__proposition__segment=segment)
    for item_id, profile_id, coverage in rows.values_list("item_id", "profile_id", "coverage"):
        links.setdefault(item_id, {})[profile_id] = coverage
    found: dict[int, tuple[ValueView, ...]] = {}
    for one in ValueItem.objects.filter(proposition__segment=segment).order_by("pk"):
        view = ValueView(one.pk, one.kind, one.text, links.get(one.pk, {}), one.version)
        found[one.proposition_id] = (*found.get(one.proposition_id, ()), view)
    return found


def _wants(segment: Segment) -> tuple[ProfileView, ...]:
    """What the segment wants, while nothing answers it."""
    rows = segment.profile_items.select_related("hypothesis").order_by("-importance", "pk")
    return tuple(_profile_view(one, 0.0) for one in rows)


def _answered(wants: Sequence[ProfileView], items: Sequence[ValueView]) -> tuple[ProfileView, ...]:
    """The same wants, each as far as the best of these items answers it. Pure."""
    best: dict[int, float] = {}
    for item in items:
        for profile_id, coverage in item.answers.items():
            best[profile_id] = max(best.get(profile_id, 0.0), coverage)
    return tuple(replace(one, coverage=best[one.id]) if one.id in best else one for one in wants)


def _counted(profile: Sequence[ProfileView]) -> list[ProfileView]:
    return [one for one in profile if one.kind != JOB and one.proven]


def _open(profile: Sequence[ProfileView]) -> tuple[ProfileView, ...]:
    return tuple(sorted((one for one in _counted(profile) if not one.coverage), key=lambda one: -one.importance))


def _proposition_view(one: Proposition, items: Sequence[ValueView], wants: Sequence[ProfileView]) -> PropositionView:
    claim, profile = one.hypothesis, _answered(wants, items)
    state = "" if claim is None else "stale" if is_stale(claim.expires_on, clock.today()) else claim.state
    return PropositionView(
        one.pk, one.name, one.hypothesis_id, _titled(claim), state, one.aside_on,
        one.aside_by.name if one.aside_by else "", one.aside_reason, len(items), fit_of(profile), _open(profile),
        one.version,
    )  # fmt: skip


def _titled(claim: Hypothesis | None) -> str:
    return f"H{claim.number} {claim.title}" if claim else ""


def _profile_view(one: ProfileItem, coverage: float) -> ProfileView:
    claim = one.hypothesis
    proven = one.heard > 0 or bool(claim and claim.evidence_count and claim.state != "refuted")
    return ProfileView(
        one.pk, one.kind, one.sort, one.text, one.importance, one.heard, one.hypothesis_id, _titled(claim), proven,
        coverage, one.version,
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
    kind, text = wrongs.got(known_kind, wanted.kind, tuple(SORTS)), wrongs.got(needed_text, wanted.text)
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


def needed_text(text: str) -> str:
    """Words, cleaned. Raises InvalidValue when there are none. Pure."""
    clean = line(text, "text", LONGEST)
    if not clean:
        raise InvalidValue("value_text_missing", field="text")
    return clean


def known_kind(kind: str, known: Sequence[str]) -> str:
    """One of the kinds known. Raises InvalidValue. Pure."""
    if kind not in known:
        raise InvalidValue("choice_unknown", field="kind", value=kind[:40])
    return kind


def _profile_for_work(actor: User, item_id: int, version: int) -> tuple[ProfileItem, Venture]:
    found = ProfileItem.objects.filter(pk=item_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    venture = venture_for_work(actor, found)
    item = ProfileItem.objects.select_for_update(of=("self",)).select_related("segment").get(pk=item_id)
    if item.version != version:
        raise Conflict(f"profile item {item_id} is at version {item.version}")
    return item, venture


def tell_item(actor: User, venture: Venture, action: str, segment: Segment, text: str, kind: str) -> None:
    """One step about what stands on the canvas of a segment."""
    record_step(
        actor=actor, venture=venture, loop=loop_number(venture), action=action, subject_kind="value_canvas",
        subject_id=segment.pk, text=text[:80], what=kind, segment=segment.name,
    )  # fmt: skip
