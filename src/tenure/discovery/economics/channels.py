"""What winning a client costs by channel: loaded, of the media alone, and of the next ones (H7); and where the money last
added would bring more."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tenure.engine.economics.moving_money import LastStep, Move, best_move
from tenure.engine.economics.payback import cac, cac_interval

SURE = 0.9  # chance from which moving money is advised
NEAR = 0.05  # of the cost of a client: less apart is the same, however many were counted


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
class MovedMoney:
    """Money last added to `source` that `target` may use better (S000-103); move.money in minor units.

    advice: move it; unsure, which of both brings more is not told yet; nowhere, the next clients of none pay.
    """

    source: str
    target: str
    move: Move
    advice: str


@dataclass(frozen=True)
class Channels:
    """rows: in the order of their names; blended: all costs over all clients, None without a client."""

    rows: tuple[ChannelCost, ...]
    cost_minor: int
    leads: int
    clients: int
    blended_minor: float | None

    @cached_property
    def moved(self) -> MovedMoney | None:
        """None where the last step of fewer than two channels is known. Reckoned for who asks."""
        return _moved(self.rows)


@dataclass(frozen=True)
class CacGap:
    """What a buyer costs by the chain and by all channels together, minor units; low, high: by the channels in 8 of 10
    cases."""

    chain_minor: float
    channels_minor: float
    low_minor: float
    high_minor: float


def cac_gap(chain_minor: float | None, channels: Channels) -> CacGap | None:
    """Where the chain says something else than the channels beside it: outside their interval, and not by a trifle; None where
    they agree, or one of both is not known."""
    ends = cac_interval(channels.cost_minor, channels.clients)
    if chain_minor is None or channels.blended_minor is None or ends is None:
        return None
    apart = abs(chain_minor - channels.blended_minor) > NEAR * channels.blended_minor
    if not apart or ends[0] <= chain_minor <= ends[1]:
        return None
    return CacGap(chain_minor, channels.blended_minor, *ends)


def channel_costs(rows: Sequence[ChannelRow], client_worth_minor: float | None) -> Channels:
    """client_worth: margin of one client (ARPC), in minor units."""
    cost, clients = sum(row.cost_minor for row in rows), sum(row.clients for row in rows)
    costs = tuple(_cost(row, client_worth_minor) for row in rows)
    return Channels(costs, cost, sum(row.leads for row in rows), clients, cac(cost, clients))


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


def _moved(costs: Sequence[ChannelCost]) -> MovedMoney | None:
    tried = [one for one in costs if one.row.next_cost_minor and one.row.next_clients is not None]
    steps = [LastStep(one.row.next_cost_minor or 0, one.row.next_clients or 0) for one in tried]
    paying = [place for place, one in enumerate(tried) if one.pays is not False]
    move = best_move(steps, paying or None)
    if move is None:
        return None
    source, target = tried[move.source], tried[move.target]
    advice = "nowhere" if not paying else "move" if move.chance >= SURE else "unsure"
    return MovedMoney(source.row.name, target.row.name, move, advice)
