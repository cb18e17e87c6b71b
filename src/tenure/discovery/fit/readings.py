"""Readings of the orders: asked for on a page, computed by the job worker, kept as they were found."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tenure.discovery.fit.settings import NONE, stored_settings
from tenure.discovery.loops import loop_number
from tenure.discovery.models import FitReading, FitSettings, Venture
from tenure.discovery.reading_once import remembered
from tenure.discovery.sight import venture_for_work
from tenure.discovery.timeline import record_step
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User

State = FitReading.State
KEPT = 12
# Under this name a result keeps what the base says of the criteria of the gates.
BASE = "gate"
# A worker that has not ended a reading by then is dead; a reading takes seconds.
BELIEVED = timedelta(minutes=30)


@dataclass(frozen=True)
class Reading:
    """A reading of retention. waiting: one is asked for and not done; error: code of what went wrong with the last one.

    at_risk, active: clients that could be seen, and that ordered, at each age in periods of `months`; level, low, high:
    the plateau and its 80 % interval; verdict: "fit", "no_fit", "not_decided" or "" without a plateau.
    """

    waiting: bool = False
    error: str = ""
    at: datetime | None = None
    source: str = ""
    months: int = 1
    mark: float = 0.2
    clients: int = 0
    at_risk: tuple[int, ...] = ()
    active: tuple[int, ...] = ()
    level: float | None = None
    speed: float | None = None
    low: float | None = None
    high: float | None = None
    flat: bool = False
    verdict: str = ""
    stay: dict[str, float] = field(default_factory=dict)
    earlier: tuple[tuple[datetime, float | None, str], ...] = ()

    @property
    def share(self) -> tuple[float, ...]:
        return tuple(a / n if n else 0.0 for a, n in zip(self.active, self.at_risk, strict=True))


def newest_reading(venture: Venture) -> Reading:
    """What was read last of a venture already found to be in sight. One query."""
    rows = _newest(venture.pk)
    waiting = any(row.state in (State.TO_RUN, State.RUNNING) for row in rows)
    ended = [row for row in rows if row.finished_at]
    if not ended:
        return Reading(waiting=waiting)
    newest, done = ended[0], [row for row in ended if row.state == State.DONE]
    error = str(newest.error.get("code", "")) if newest.state == State.FAILED else ""
    if not done:
        return Reading(waiting=waiting, error=error)
    result = done[0].result
    earlier = tuple((row.finished_at, row.result.get("level"), row.result.get("verdict", "")) for row in done[1:])
    return Reading(
        waiting, error, done[0].finished_at, done[0].wanted["source"], done[0].wanted["months"],
        done[0].wanted["mark"], result["clients"], tuple(result["at_risk"]), tuple(result["active"]), result["level"],
        result["speed"], result["low"], result["high"], result["flat"], result["verdict"], result.get("stay", {}),
        tuple((at, level, verdict) for at, level, verdict in earlier if at is not None),
    )  # fmt: skip


@remembered
@compiled_once
def _newest(venture_id: int) -> Query:
    return FitReading.objects.filter(venture=venture_id).order_by("-pk")[:KEPT]


def ask_reading(*, actor: User, venture_id: int) -> int:
    """Ask the job worker for a reading with the choices as they stand; one that waits already is enough."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        row = FitSettings.objects.filter(venture=venture).first()
        if row is None or row.source == NONE:
            raise InvalidValue("fit_source_missing", field="source")
        waiting = venture.fit_readings.filter(state=State.TO_RUN).first()
        if waiting is not None:
            return waiting.pk
        wanted = {
            "source": row.source, "months": row.months, "mark": row.plateau_mark, "product": row.product,
            "clients": sorted(row.clients.values_list("pk", flat=True)) if row.source == "clients" else [],
        }  # fmt: skip
        reading = FitReading.objects.create(
            venture=venture, state=State.TO_RUN, wanted=wanted, actor=actor, requested_at=clock.now()
        )
        record_step(
            actor=actor, venture=venture, loop=loop_number(venture), action="ask_fit_reading", subject_kind="fit",
            subject_id=venture.pk, source=row.source,
        )  # fmt: skip
    return reading.pk


def claim_reading() -> int | None:
    """Take the next waiting reading for this worker alone; None when nothing waits."""
    for reading_id in FitReading.objects.filter(state=State.TO_RUN).order_by("pk").values_list("pk", flat=True)[:5]:
        waiting = FitReading.objects.filter(pk=reading_id, state=State.TO_RUN)
        if waiting.update(state=State.RUNNING, claimed_at=clock.now()):
            return int(reading_id)
    return None


def return_reading(reading_id: int, *, died: bool = True) -> int:
    """Put a claimed reading back into the queue; one whose process ended without a result has failed."""
    running = FitReading.objects.filter(pk=reading_id, state=State.RUNNING)
    if died:
        return running.update(state=State.FAILED, error={"code": "fit_reading_died"}, finished_at=clock.now())
    return running.update(state=State.TO_RUN)


def return_abandoned_readings() -> int:
    """Put readings whose worker has died back into the queue. Returns how many."""
    old = FitReading.objects.filter(state=State.RUNNING, claimed_at__lt=clock.now() - BELIEVED)
    return old.update(state=State.TO_RUN)


def wanted_of(reading_id: int) -> dict[str, Any]:
    """What a claimed reading was asked for."""
    return dict(FitReading.objects.get(pk=reading_id).wanted)


def founder_of(reading_id: int) -> int:
    """Who answers for the venture of a reading."""
    return int(FitReading.objects.values_list("venture__owner_id", flat=True).get(pk=reading_id))


@dataclass(frozen=True)
class BaseNumbers:
    """What the base said last of the criteria of the gates, and when; numbers by name, see `journeys.ventures.gate_base`.
    waiting: a reading is asked for and not done; source: whose orders are chosen now."""

    at: datetime | None = None
    numbers: dict[str, Any] = field(default_factory=dict)
    waiting: bool = False
    source: str = NONE


def base_numbers_of(venture: Venture) -> BaseNumbers:
    """Of a venture already found to be in sight. Two queries."""
    source = next((row.source for row in stored_settings(venture.pk)), NONE)
    rows = _newest(venture.pk)
    waiting = any(row.state in (State.TO_RUN, State.RUNNING) for row in rows)
    # Numbers of other orders than those chosen now are not of this venture.
    newest = next((row for row in rows if BASE in row.result and row.wanted.get("source") == source), None)
    if newest is None:
        return BaseNumbers(waiting=waiting, source=source)
    return BaseNumbers(newest.finished_at, newest.result[BASE], waiting, source)


def finish_reading(reading_id: int, *, result: dict[str, Any] | None = None, error: str = "") -> None:
    """Keep the result, or the code of what went wrong."""
    state = State.FAILED if error else State.DONE
    FitReading.objects.filter(pk=reading_id).update(
        state=state, result=result or {}, error={"code": error} if error else {}, finished_at=clock.now()
    )
