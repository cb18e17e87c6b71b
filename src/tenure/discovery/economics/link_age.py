"""Whether what an input was counted from has changed since: asked of days and counts that are kept, never by counting."""

from datetime import datetime, timedelta

from django.db.models import Max

from tenure.discovery.economics.channels import ChannelRow
from tenure.discovery.economics.link_values import OF_BASE, OF_CHANNELS, OF_SERVICE, From, LinkRow
from tenure.discovery.economics.scenarios import Scenario
from tenure.discovery.models import VentureEvent
from tenure.kernel import clock
from tenure.orders.batches import orders_changed_at

OLD = timedelta(days=90)
IMPORTED, CHANNELS, SERVICE, AGE = "imported", "channels", "service", "age"


def changed_since(scenario: Scenario) -> dict[str, str]:
    """By metric why it is to be counted again: orders came in or went, channels or the service changed, or it is old; those
    still right are left out. Two queries at most, none without a link."""
    links = scenario.links
    files = orders_changed_at() if any(row.wanted.source in OF_BASE for row in links.values()) else None
    services = {row.wanted.service_id for row in links.values() if row.wanted.source in OF_SERVICE}
    touched = _touched(scenario.venture_id, services) if services else {}
    found = {}
    for metric, row in links.items():
        source = row.wanted.source
        if source in OF_BASE and files is not None and files > row.at:
            found[metric] = IMPORTED
        elif source in OF_CHANNELS and _channels_differ(row, scenario.channels):
            found[metric] = CHANNELS
        elif source in OF_SERVICE and (at := touched.get(row.wanted.service_id)) is not None and at > row.at:
            found[metric] = SERVICE
        elif source in OF_BASE and row.wanted.until is None and clock.now() - row.at > OLD:
            found[metric] = AGE
    return found


def _touched(venture_id: int, services: set[int | None]) -> dict[int | None, datetime]:
    rows = VentureEvent.objects.filter(venture=venture_id, subject_kind="service", subject_id__in=services).order_by()
    return dict(rows.values_list("subject_id").annotate(Max("at")))


def _channels_differ(row: LinkRow, channels: tuple[ChannelRow, ...]) -> bool:
    leads, clients = sum(one.leads for one in channels), sum(one.clients for one in channels)
    media = row.wanted.source == From.MEDIA
    cost = sum(one.media_minor if media else one.cost_minor for one in channels)
    now = {"users": (leads,), "conversion": (leads, clients), "user_cost": (leads, cost)}
    found = row.found
    kept = {"users": (found.counted,), "conversion": (found.counted, found.clients),
            "user_cost": (found.counted, found.amount_minor)}  # fmt: skip
    return now[row.metric] != kept[row.metric]
