"""Whose orders the retention of a venture is read from, and the marks it is judged by, chosen before the reading."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tenure.clients.clients import visible_clients
from tenure.discovery.loops import loop_number
from tenure.discovery.models import FitSettings, Venture, VentureEvent
from tenure.discovery.reading_once import remembered
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import Conflict, InvalidValue
from tenure.privacy.models import User

NONE, BASE, CLIENTS, PRODUCT = "none", "base", "clients", "product"
CHOSEN = "choose_fit"  # in the timeline
MONTHS = (1, 2, 3, 6, 12)
MOST_CLIENTS, MOST_MONEY = 5000, 10**13


@dataclass(frozen=True)
class FitChoices:
    """source: none, base, clients or product; months: in a period; plateau_mark, ellis_mark: shares that decide, the second
    in surveys that open from now on (see `ellis_mark_at`);
    clients: names of those chosen that the viewer may see, with their numbers; hidden: chosen ones out of sight."""

    source: str = NONE
    months: int = 1
    product: str = ""
    clients: tuple[tuple[int, str], ...] = ()
    hidden: int = 0
    plateau_mark: float = 0.2
    ellis_mark: float = 0.4
    rep_cost_minor: int | None = None
    version: int = 0


def choices_of(*, actor: User, venture_id: int) -> FitChoices:
    """The choices of a venture in sight. Three queries at most."""
    return choices_for(actor, seen_venture(actor, venture_id))


def choices_for(actor: User, venture: Venture) -> FitChoices:
    """As `choices_of`, for a venture already found to be in sight."""
    row = next(iter(stored_settings(venture.pk)), None)
    if row is None:
        return FitChoices()
    chosen: tuple[tuple[int, str], ...] = ()
    hidden = 0
    if row.source == CLIENTS:
        chosen = tuple(visible_clients(actor).filter(pk__in=row.clients.values("pk")).values_list("pk", "name"))
        hidden = row.clients.count() - len(chosen)
    return FitChoices(
        row.source, row.months, row.product, chosen, hidden, row.plateau_mark, row.ellis_mark, row.rep_cost_minor,
        row.version,
    )  # fmt: skip


def ellis_mark_at(venture_id: int, opened_at: datetime | None) -> float:
    """The mark that stood when a survey opened (None: now): one moved later does not judge its answers. One query."""
    for at, _step, details in sorted(_choices(venture_id), key=lambda one: one[:2], reverse=True):
        if "ellis_mark" in details and (opened_at is None or at <= opened_at):
            return float(details["ellis_mark"])
    return FitChoices.ellis_mark


@compiled_once
def _choices(venture_id: int) -> Query:
    # Not in order: SQLite would go through the whole timeline for it instead of taking these few by their kind.
    rows = VentureEvent.objects.filter(venture=venture_id, kind=CHOSEN)
    return rows.order_by().values_list("at", "pk", "details")


@remembered
@compiled_once
def stored_settings(venture_id: int) -> Query:
    return FitSettings.objects.filter(venture=venture_id)


def choose(*, actor: User, venture_id: int, wanted: FitChoices) -> None:
    """Set the choices. `wanted.clients` are added by their numbers; those out of the actor's sight stay as they were."""
    _check(wanted)
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        row = FitSettings.objects.filter(venture=venture).first() or FitSettings(venture=venture, version=0)
        if row.version != wanted.version:
            raise Conflict(f"fit settings of {venture_id} are at version {row.version}")
        before = (row.plateau_mark, row.ellis_mark)
        row.source, row.months, row.product = wanted.source, wanted.months, line(wanted.product, "product", 120)
        row.plateau_mark, row.ellis_mark = wanted.plateau_mark, wanted.ellis_mark
        row.rep_cost_minor, row.version = wanted.rep_cost_minor, wanted.version + 1
        row.save()
        if wanted.source == CLIENTS:
            seen = visible_clients(actor)
            asked = {pk for pk, _name in wanted.clients}
            chosen = set(seen.filter(pk__in=asked).values_list("pk", flat=True))
            out_of_sight = set(row.clients.exclude(pk__in=seen.values("pk")).values_list("pk", flat=True))
            row.clients.set(chosen | out_of_sight)
        marks = (row.plateau_mark, row.ellis_mark)
        moved = {} if before == marks else {"plateau_mark": marks[0], "ellis_mark": marks[1]}
        record_step(
            actor=actor, venture=venture, loop=loop_number(venture), action=CHOSEN, subject_kind="fit",
            subject_id=venture.pk, source=row.source, **moved,
        )  # fmt: skip


def _check(wanted: FitChoices) -> None:
    if wanted.source not in (NONE, BASE, CLIENTS, PRODUCT):
        raise InvalidValue("choice_unknown", field="source", value=wanted.source[:40])
    if wanted.months not in MONTHS:
        raise InvalidValue("choice_unknown", field="months", value=wanted.months)
    for name in ("plateau_mark", "ellis_mark"):
        if not 0 < getattr(wanted, name) < 1:
            raise InvalidValue("fit_mark", field=name)
    if wanted.source == PRODUCT and not wanted.product.strip():
        raise InvalidValue("fit_product_missing", field="product")
    if wanted.source == CLIENTS and not wanted.clients and not wanted.hidden:
        raise InvalidValue("fit_clients_missing", field="clients")
    if len(wanted.clients) > MOST_CLIENTS:
        raise InvalidValue("offers_many", field="clients", most=MOST_CLIENTS)
    if wanted.rep_cost_minor is not None and not 0 < wanted.rep_cost_minor <= MOST_MONEY:
        raise InvalidValue("fit_rep_cost", field="rep_cost")
