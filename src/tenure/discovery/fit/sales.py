"""The sales learning curve: what a seller brings a period against what one costs; nobody is hired before it is earned."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from tenure.discovery.loops import loop_number
from tenure.discovery.models import SalesPeriod, Venture
from tenure.discovery.sight import venture_for_work
from tenure.discovery.timeline import record_step
from tenure.engine.economics.payback import LearningCurve, learning_curve
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.models import User

MOST_PERIODS, MOST_MONEY = 120, 10**13
BLOCKED, SLOWLY, VOLUME, UNKNOWN = "blocked", "slowly", "volume", "unknown"


@dataclass(frozen=True)
class PeriodView:
    """One period. each_minor: what one seller brought; stage: initiation, transition or execution, empty without a cost."""

    id: int
    starts_on: date
    sellers: float
    yield_minor: int
    each_minor: float
    stage: str


@dataclass(frozen=True)
class SalesCurve:
    """The curve of the periods entered. hiring: blocked before the break-even, slowly, volume, or unknown without data;
    crossing: the break-even between periods, from 1; invested_minor: by seller until then."""

    periods: tuple[PeriodView, ...]
    cost_minor: int | None
    hiring: str
    break_even: int | None
    traction: int | None
    crossing: float | None
    invested_minor: float


def hiring_of(curve: LearningCurve) -> str:
    """Whether sellers may be hired: by the last period, and never before the break-even (S000-41). Pure."""
    if curve.break_even is None:
        return BLOCKED
    return {"initiation": BLOCKED, "transition": SLOWLY, "execution": VOLUME}[curve.stages[-1]]


def sales_curve(venture: Venture, cost_minor: int | None) -> SalesCurve:
    """The curve of a venture already found to be in sight. One query."""
    rows = _periods(venture.pk)
    each = [row.yield_minor / row.sellers for row in rows]
    if not rows or not cost_minor:
        views = tuple(
            PeriodView(row.pk, row.starts_on, row.sellers, row.yield_minor, one, "")
            for row, one in zip(rows, each, strict=True)
        )
        return SalesCurve(views, cost_minor, UNKNOWN, None, None, None, 0.0)
    curve = learning_curve(range(1, len(rows) + 1), each, float(cost_minor))
    views = tuple(
        PeriodView(row.pk, row.starts_on, row.sellers, row.yield_minor, one, stage)
        for row, one, stage in zip(rows, each, curve.stages, strict=True)
    )
    return SalesCurve(
        views, cost_minor, hiring_of(curve), _from_one(curve.break_even), _from_one(curve.traction), curve.crossing,
        curve.invested,
    )  # fmt: skip


@compiled_once
def _periods(venture_id: int) -> Query:
    return SalesPeriod.objects.filter(venture=venture_id).order_by("starts_on")


def save_period(*, actor: User, venture_id: int, starts_on: date, sellers: float, yield_minor: int) -> None:
    """Enter a period, or correct the one that starts on that day."""
    if not 0 < sellers <= 10_000:
        raise InvalidValue("sales_sellers", field="sellers")
    if not 0 <= yield_minor <= MOST_MONEY:
        raise InvalidValue("offer_price_negative", field="yield")
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if venture.sales_periods.count() >= MOST_PERIODS:
            raise InvalidValue("offers_many", field="starts_on", most=MOST_PERIODS)
        SalesPeriod.objects.update_or_create(
            venture=venture, starts_on=starts_on,
            defaults={"sellers": sellers, "yield_minor": yield_minor, "author": actor},
        )  # fmt: skip
        record_step(
            actor=actor, venture=venture, loop=loop_number(venture), action="save_sales_period", subject_kind="fit",
            subject_id=venture.pk, starts_on=starts_on.isoformat(), sellers=sellers, amount=yield_minor,
        )  # fmt: skip


def remove_period(*, actor: User, period_id: int) -> int:
    """Take a period out. Returns the venture."""
    found = SalesPeriod.objects.filter(pk=period_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    with transaction.atomic():
        venture = venture_for_work(actor, found)
        row = SalesPeriod.objects.filter(pk=period_id).first()
        if row is None:
            raise NotFound
        record_step(
            actor=actor, venture=venture, loop=loop_number(venture), action="remove_sales_period", subject_kind="fit",
            subject_id=venture.pk, starts_on=row.starts_on.isoformat(),
        )  # fmt: skip
        row.delete()
    return venture.pk


def _from_one(place: int | None) -> int | None:
    return None if place is None else place + 1
