"""Scores: which runs there were, what the newest says of one client, and how a new run is asked for."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tenure.engine.edition import of_earlier_edition
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.orders.models import ClientScore, ScoreRun
from tenure.orders.owner_figures import owner_figures
from tenure.orders.summary import SCOPE_ALL, BaseSummary, Totals
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require


@dataclass(frozen=True)
class RunInfo:
    """One computation of all scores. `as_of`: the last day whose orders it knew; `error`: a problem's code and data."""

    id: int
    state: str
    as_of: date | None
    model_version: str
    client_count: int
    requested_at: datetime
    finished_at: datetime | None
    parameters: dict[str, Any]
    error: dict[str, Any]

    @property
    def earlier_rules(self) -> bool:
        """Whether an update of the program has changed since how scores are computed."""
        return of_earlier_edition(self.model_version)


@dataclass(frozen=True)
class ClientScores:
    """The newest scores of one client: fields, units and missing values as in `orders.models.ClientScore`."""

    client_id: int
    run_id: int | None
    status: str
    first_day: date | None
    last_day: date | None
    order_days: int
    tenure_days: int | None
    silence_days: int | None
    revenue_minor: int
    revenue_12m_minor: int
    margin_12m_minor: int | None
    average_order_minor: int | None
    interval_days: float | None
    interval_spread_days: float | None
    abc_class: str
    abc_margin_class: str
    abc_class_before: str
    xyz_frequency_class: str
    xyz_stability_class: str
    demand_variation: float | None
    rfm_recency: int | None
    rfm_frequency: int | None
    rfm_money: int | None
    p_active: float | None
    p_active_before: float | None
    orders_12m: float | None
    orders_12m_low: float | None
    orders_12m_high: float | None
    value_12m_minor: int | None
    value_12m_low_minor: int | None
    value_12m_high_minor: int | None
    window_from: date | None
    window_to: date | None
    silence_probability: float | None
    is_silent: bool
    volume_now_minor: int | None
    volume_usual_minor: int | None
    volume_drop_probability: float | None
    is_falling: bool


SCORE_FIELDS = tuple(field.name for field in fields(ClientScores))
RUN_FIELDS = tuple(field.name for field in fields(RunInfo))


def latest_run() -> RunInfo | None:
    """The newest finished run; None before the first."""
    return _run(ScoreRun.objects.filter(state=ScoreRun.State.DONE).order_by("-id"))


def run_waits() -> bool:
    """Whether a run is asked for or under way."""
    return ScoreRun.objects.filter(state__in=[ScoreRun.State.TO_RUN, ScoreRun.State.RUNNING]).exists()


def run_info(run_id: int) -> RunInfo | None:
    """One run by its number."""
    return _run(ScoreRun.objects.filter(pk=run_id))


def client_scores(client_id: int) -> ClientScores | None:
    """The newest scores of a client the caller has already found in sight; None before the first run."""
    row = ClientScore.objects.filter(pk=client_id).values_list(*SCORE_FIELDS).first()
    return ClientScores(*row) if row else None


def base_summary(*, owner_id: int | None = None, everyone: bool = True) -> BaseSummary:
    """The ready figures of the whole base, or of the clients of one owner (None: of nobody)."""
    if not everyone:
        return BaseSummary.from_json(owner_figures(owner_id))
    return BaseSummary.from_json(_newest(f"summary__{SCOPE_ALL}") or {})


def base_totals(*, owner_id: int | None = None, everyone: bool = True) -> Totals:
    """Only the counts and sums of the newest run, for the frame of every page."""
    found = _totals() if everyone else owner_figures(owner_id).get("totals")
    return Totals(**found) if found else Totals()


def _totals() -> Any:
    return next((totals for (totals,) in _newest_totals()), None)


@compiled_once
def _newest_totals() -> Query:
    done = ScoreRun.objects.filter(state=ScoreRun.State.DONE).order_by("-id")
    return done.values_list(f"summary__{SCOPE_ALL}__totals")[:1]


def newest_parameter(name: str) -> Any:
    """One of the parameters of the newest finished run, such as the lifts learned from deals; None without it."""
    return _newest(f"parameters__{name}")


def _newest(path: str) -> Any:
    """One part of the newest finished run's row."""
    done = ScoreRun.objects.filter(state=ScoreRun.State.DONE).order_by("-id")
    return done.values_list(path, flat=True).first()


def request_rescore(*, actor: User) -> int:
    """Ask for all scores to be computed again; a request that still waits serves this one too. Returns the run."""
    require(actor, Right.RECOMPUTE_SCORES)
    with transaction.atomic():
        return queue_rescore(actor=actor)


def queue_rescore(*, actor: User | None) -> int:
    """Part of a writer that changed orders: put one run in the queue, unless one waits already."""
    waiting = ScoreRun.objects.filter(state=ScoreRun.State.TO_RUN).values_list("id", flat=True).first()
    if waiting is not None:
        return int(waiting)
    run = ScoreRun.objects.create(state=ScoreRun.State.TO_RUN, actor=actor, requested_at=clock.now())
    record_change(actor=actor, action="request_rescore", subject_kind="score_run", subject_id=run.pk)
    return int(run.pk)


def queue_new_edition() -> int | None:
    """Put a run in the queue when the newest scores are of an earlier edition, as after an update; the run, None when they
    are not or something was asked for since. A run that failed is not tried again by itself. One query when none is due."""
    newest = ScoreRun.objects.order_by("-id").values_list("state", "model_version").first()
    if newest is None or newest[0] != ScoreRun.State.DONE or not of_earlier_edition(newest[1]):
        return None
    with transaction.atomic():
        return queue_rescore(actor=None)


def _run(rows: Any) -> RunInfo | None:
    row = rows.values_list(*RUN_FIELDS).first()
    return RunInfo(*row) if row else None
