"""Inputs linked to the base, the channels or a service done by hand: counted on demand, kept with what was counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from tenure.discovery.economics.inputs import InputValue, Source, checked
from tenure.discovery.economics.link_values import SOURCES, Found, Wanted
from tenure.discovery.economics.metrics import METRICS
from tenure.discovery.economics.scenarios import for_work, recompute, step, store_input
from tenure.discovery.models import InputLink
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, Wrongs
from tenure.privacy.models import User

PRODUCT_LONGEST = 120


@dataclass(frozen=True)
class Counted:
    """A count: what for, what was found, and the input it makes, None where nothing was found: then it is unknown."""

    wanted: Wanted
    found: Found
    value: InputValue | None


def checked_wanted(metric: str, wanted: Wanted) -> Wanted:
    """Pure. Raises InvalidValue naming every wrong field: what the metric cannot be counted from, too long a product, a
    period that ends before it begins."""
    wrongs = Wrongs()
    with wrongs:
        if wanted.source not in SOURCES.get(metric, ()):
            raise InvalidValue("choice_unknown", field=f"{metric}_from", value=wanted.source[:40])
    with wrongs:
        if len(wanted.product) > PRODUCT_LONGEST:
            raise InvalidValue("economics_text_long", field="product", longest=PRODUCT_LONGEST)
    with wrongs:
        if wanted.since and wanted.until and wanted.since > wanted.until:
            raise InvalidValue(
                "economics_period_turned", field="since", first=wanted.since.isoformat(), last=wanted.until.isoformat()
            )
    wrongs.tell()
    return wanted


def link_inputs(
    *, actor: User, scenario_id: int, counted: Mapping[str, Counted], version: int | None = None,
    typed: Iterable[str] = (),
) -> tuple[str, ...]:  # fmt: skip
    """Keep what was counted by metric and draw again; `typed`: these are linked no more and keep the value they have. The
    metrics kept. Raises InvalidValue, Conflict."""
    for metric, one in counted.items():
        checked_wanted(metric, one.wanted)
    with transaction.atomic():
        row = for_work(actor, scenario_id, version)
        for metric, one in counted.items():
            told = {**vars(one.wanted), **vars(one.found), "filters": dict(one.wanted.filters)}
            told |= {"author": actor, "at": clock.now()}
            InputLink.objects.update_or_create(scenario=row, metric=metric, defaults=told)
            value = None if one.value is None else checked(metric, one.value)
            store_input(row, actor, clock.today(), metric, value, Source.LINKED)
        freed = [metric for metric in typed if metric in METRICS]
        row.links.filter(metric__in=freed).delete()
        row.inputs.filter(metric__in=freed, source=Source.LINKED).update(source=Source.TYPED)
        recompute(row)
        step(actor, row, "link_economics", name=row.name, metrics=list(counted))
    return tuple(counted)
