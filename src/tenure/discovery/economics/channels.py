"""What winning a client costs by channel: loaded, of the media alone, and of the next ones (H7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from tenure.engine.economics.payback import cac


@dataclass(frozen=True)
class ChannelRow:
    """A channel; costs in minor units, the last step up in next_cost and next_clients (None: not tried)."""

    id: int
    name: str
    media_minor: int
    people_minor: int
    tools_minor: int
    commissions_minor: int
    leads: int
    clients: int
    next_cost_minor: int | None
    next_clients: int | None
    version: int

    @property
    def cost_minor(self) -> int:
        return self.media_minor + self.people_minor + self.tools_minor + self.commissions_minor


@dataclass(frozen=True)
class ChannelCost:
    """Costs of one client in minor units, None without a client; pays: whether the next ones bring more than they cost,
    None where one of both is unknown."""

    row: ChannelRow
    loaded_minor: float | None
    media_minor: float | None
    marginal_minor: float | None
    conversion: float | None
    pays: bool | None


@dataclass(frozen=True)
class Channels:
    """rows: in the order of their names; blended: all costs over all clients, None without a client."""

    rows: tuple[ChannelCost, ...]
    cost_minor: int
    leads: int
    clients: int
    blended_minor: float | None


def channel_costs(rows: Sequence[ChannelRow], client_worth_minor: float | None) -> Channels:
    """client_worth: margin of one client (ARPC), in minor units."""
    cost, clients = sum(row.cost_minor for row in rows), sum(row.clients for row in rows)
    return Channels(
        tuple(_cost(row, client_worth_minor) for row in rows), cost, sum(row.leads for row in rows), clients,
        cac(cost, clients),
    )  # fmt: skip


def _cost(row: ChannelRow, worth: float | None) -> ChannelCost:
    tried = row.next_cost_minor is not None and row.next_clients is not None
    marginal = cac(row.next_cost_minor or 0, row.next_clients or 0) if tried else None
    pays = None if marginal is None or worth is None else worth > marginal
    if tried and not row.next_clients and row.next_cost_minor:
        pays = False
    return ChannelCost(
        row, cac(row.cost_minor, row.clients), cac(row.media_minor, row.clients), marginal,
        row.clients / row.leads if row.leads else None, pays,
    )  # fmt: skip
