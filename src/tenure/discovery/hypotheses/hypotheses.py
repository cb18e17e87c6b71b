"""The hypotheses of a venture: read as stickers and rows, written, reworded, taken off and put back."""

from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from tenure.discovery.hypotheses.belief import is_stale, refresh_belief
from tenure.discovery.hypotheses.carried import relative_on_canvas
from tenure.discovery.hypotheses.evidence import hypothesis_for_work
from tenure.discovery.hypotheses.settled import check_settled
from tenure.discovery.hypotheses.text import HypothesisText, cleaned
from tenure.discovery.loops import loop_number
from tenure.discovery.models import Hypothesis, HypothesisLink, PriorChange, Venture
from tenure.discovery.reading_once import remembered
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.discovery.timeline import record_step
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import Conflict, InvalidValue
from tenure.privacy.models import User

MOST = 400  # hypotheses of one venture, those taken off not counted


class HypothesisRow(NamedTuple):
    """A hypothesis as a sticker or a row. probability: after the evidence, None while nothing is counted; likely: that,
    or the prior; shown: the state as drawn, "stale" when what is known is too old; refuted_parent: number of a
    hypothesis it rests on that was refuted."""

    id: int
    stale: bool
    refuted_parent: int | None
    number: int
    block: str
    position: int
    kind: str
    title: str
    statement: str
    segment_id: int | None
    problem_id: int | None
    impact: int
    critical: bool
    prior: float
    probability: float | None
    low: float | None
    high: float | None
    evidence_count: int
    state: str
    threshold: float | None
    falsifier: str
    loop: int
    version: int
    gain_minor: int | None
    loss_minor: int | None

    @property
    def likely(self) -> float:
        return self.prior if self.probability is None else self.probability

    @property
    def shown(self) -> str:
        return "stale" if self.stale else self.state


# The columns shown as they are stored, in their order above; the three before them are worked out.
STORED = HypothesisRow._fields[3:]


def hypotheses_of(*, actor: User, venture_id: int, removed: bool = False) -> tuple[HypothesisRow, ...]:
    """All hypotheses of a venture by block and place; removed: those taken off instead. Three queries."""
    venture = seen_venture(actor, venture_id)
    return rows_of(venture, removed=removed)


@remembered
def rows_of(venture: Venture, *, removed: bool = False) -> tuple[HypothesisRow, ...]:
    """As `hypotheses_of`, for a venture already found to be in sight. Two queries."""
    broken = broken_by(venture)
    today = clock.today()
    return tuple(
        HypothesisRow(pk, is_stale(expires_on, today), broken.get(pk), *stored)
        for pk, expires_on, *stored in (_removed if removed else _lying)(venture.pk)
    )


@compiled_once
def _lying(venture_id: int) -> Query:
    return _stored(Hypothesis.objects.filter(venture=venture_id, removed_at=None))


@compiled_once
def _removed(venture_id: int) -> Query:
    return _stored(Hypothesis.objects.filter(venture=venture_id, removed_at__isnull=False))


def _stored(rows: Query) -> Query:
    return rows.order_by("block", "position", "number").values_list("pk", "expires_on", *STORED)


@remembered
def broken_by(venture: Venture) -> dict[int, int]:
    """By hypothesis, the number of a refuted one it rests on. One query."""
    return dict(_broken_links(venture.pk))


@compiled_once
def _broken_links(venture_id: int) -> Query:
    links = HypothesisLink.objects.filter(
        child__venture=venture_id, parent__state=Hypothesis.State.REFUTED, parent__removed_at=None
    )
    return links.order_by("-parent__number").values_list("child_id", "parent__number")


def row_of(one: Hypothesis, refuted_parent: int | None, today: date) -> HypothesisRow:
    """A stored hypothesis as shown."""
    return HypothesisRow(
        one.pk, is_stale(one.expires_on, today), refuted_parent, *(getattr(one, name) for name in STORED)
    )


def add_hypothesis(*, actor: User, venture_id: int, text: HypothesisText) -> int:
    """Put a new hypothesis at the end of its block. Returns its id."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        values = cleaned(text, venture)
        if venture.hypotheses.filter(removed_at=None).count() >= MOST:
            raise InvalidValue("too_many_hypotheses", field="title", most=MOST)
        numbers = venture.hypotheses.aggregate(number=Max("number"))
        last = venture.hypotheses.filter(block=values["block"]).aggregate(place=Max("position"))["place"]
        loop = loop_number(venture)
        one = Hypothesis.objects.create(
            venture=venture, number=(numbers["number"] or 0) + 1, position=0 if last is None else last + 1, loop=loop,
            owner=actor, prior_by=actor, created_at=clock.now(), **values,
        )  # fmt: skip
        _step(actor, one, loop, "add_hypothesis", block=one.block)
    return one.pk


def edit_hypothesis(*, actor: User, hypothesis_id: int, text: HypothesisText, version: int) -> None:
    """Change what a hypothesis says; a changed prior is kept as it was, with who and why.

    Raises Conflict; InvalidValue naming every field that is wrong, or that would make it another claim than was tested.
    """
    with transaction.atomic():
        one = hypothesis_for_work(actor, hypothesis_id)
        if one.version != version:
            raise Conflict
        values = cleaned(text, one.venture)
        changed = [name for name, value in values.items() if getattr(one, name) != value]
        check_settled(one, changed)
        _change_prior(actor, one, values["prior"], values["prior_reason"])
        for name, value in values.items():
            setattr(one, name, value)
        one.version += 1
        one.save()
        if {"prior", "prior_size"} & set(changed):
            refresh_belief(one)
        _step(actor, one, loop_number(one.venture), "edit_hypothesis", fields=sorted(changed))


def _change_prior(actor: User, one: Hypothesis, prior: float, reason: str) -> None:
    if prior == one.prior:
        return
    if one.evidence_count and (not reason or reason == one.prior_reason):
        raise InvalidValue("prior_reason_missing", field="prior_reason", before=one.prior, after=prior)
    PriorChange.objects.create(
        hypothesis=one, at=clock.now(), author=actor, before=one.prior, after=prior, reason=reason
    )
    one.prior_by = actor


def remove_hypothesis(*, actor: User, hypothesis_id: int, version: int) -> int:
    """Take a hypothesis off the canvas; it is kept with all its evidence. Returns its venture."""
    return _put(actor, hypothesis_id, version, "remove_hypothesis", removed=True)


def restore_hypothesis(*, actor: User, hypothesis_id: int, version: int) -> int:
    """Put a hypothesis back. Returns its venture. Raises InvalidValue while what it was carried over into, or came from,
    lies on the canvas: the same evidence would speak twice."""
    return _put(actor, hypothesis_id, version, "restore_hypothesis", removed=False)


def _put(actor: User, hypothesis_id: int, version: int, action: str, *, removed: bool) -> int:
    with transaction.atomic():
        one = hypothesis_for_work(actor, hypothesis_id)
        if one.version != version:
            raise Conflict
        other = None if removed or one.removed_at is None else relative_on_canvas(one)
        if other is not None:
            raise InvalidValue("hypothesis_goes_on", field="", number=one.number, other=other)
        if (one.removed_at is not None) != removed:
            one.removed_at = clock.now() if removed else None
            one.version += 1
            one.save(update_fields=["removed_at", "version"])
            _step(actor, one, loop_number(one.venture), action, block=one.block)
    return one.venture_id


def park_hypothesis(*, actor: User, hypothesis_id: int, version: int, parked: bool) -> None:
    """Set a hypothesis aside, or take it up again with the state its evidence gives it."""
    with transaction.atomic():
        one = hypothesis_for_work(actor, hypothesis_id)
        if one.version != version:
            raise Conflict
        one.state = Hypothesis.State.PARKED if parked else Hypothesis.State.UNTESTED
        one.version += 1
        one.save(update_fields=["state", "version"])
        if not parked:
            refresh_belief(one)
        action = "park_hypothesis" if parked else "unpark_hypothesis"
        _step(actor, one, loop_number(one.venture), action, state=one.state)


def _step(actor: User, one: Hypothesis, loop: int, action: str, **details: object) -> None:
    record_step(
        actor=actor, venture=one.venture, loop=loop, action=action, subject_kind="hypothesis", subject_id=one.pk,
        hypothesis=one.number, title=one.title, **details,
    )  # fmt: skip
