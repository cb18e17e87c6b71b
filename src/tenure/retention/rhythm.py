"""Which clients deserve somebody's minutes because of their order rhythm, why, and what hangs on it. Pure decisions."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tenure.agenda.proposals import Proposal, Stake
from tenure.retention.stakes import (
    ASSUMED,
    YEAR_DAYS,
    Assumptions,
    Share,
    due_worth,
    falling_worth,
    first_order_worth,
    returning_share,
    silence_worth,
    with_interval,
    yearly_deviation,
    yearly_revenue,
)

VOLUME_WINDOW_DAYS = 91  # the engine compares the last 91 days with the usual
LEFT_BELOW = 0.5  # a silent client less likely active than this counts as one who left
MINUTES = {"silence": 10, "falling": 20, "due": 5, "first_order": 10}
CALL, FIND_OUT = "call", "find_out"


@dataclass(frozen=True)
class ScoredClient:
    """What the decisions need of one client's newest scores; fields as in `orders.models.ClientScore`."""

    client_id: int
    owner_id: int | None
    status: str
    order_days: int
    first_day: date | None = None
    last_day: date | None = None
    silence_days: int | None = None
    revenue_minor: int = 0
    revenue_12m_minor: int = 0
    margin_12m_minor: int | None = None
    average_order_minor: int | None = None
    interval_days: float | None = None
    interval_spread_days: float | None = None
    demand_variation: float | None = None
    p_active: float | None = None
    value_12m_minor: int | None = None
    value_12m_low_minor: int | None = None
    value_12m_high_minor: int | None = None
    window_from: date | None = None
    window_to: date | None = None
    silence_probability: float | None = None
    is_silent: bool = False
    volume_now_minor: int | None = None
    volume_usual_minor: int | None = None
    volume_drop_probability: float | None = None
    is_falling: bool = False
    damaged: int = 0  # amounts that look damaged; the money above leaves them out


@dataclass(frozen=True)
class SecondOrder:
    """When clients of this base come back for the first time: quartiles in days, and the share who ever did."""

    low_days: float
    median_days: float
    high_days: float
    share: float


@dataclass(frozen=True)
class Base:
    """What the decisions need of the whole base.

    margin_share: margin in revenue where cost is known, else None and all stakes are revenue; second_order: None
    when too few clients came back to say; least_stake: minor units below which nobody's minute is asked for.
    """

    as_of: date
    margin_share: float | None = None
    second_order: SecondOrder | None = None
    assumed: Assumptions = ASSUMED
    least_stake: int = 0

    def income_share(self, client: ScoredClient) -> float:
        """What a unit of this client's revenue counts for: its margin where cost is known, else itself.

        The client's own share of the last 12 months stands before the base's; a client that costs more than it brings
        counts for nothing.
        """
        if self.margin_share is None:
            return 1.0
        if client.margin_12m_minor is None or client.revenue_12m_minor <= 0:
            return self.margin_share
        return min(1.0, max(0.0, client.margin_12m_minor / client.revenue_12m_minor))


def proposal_for(
    client: ScoredClient, base: Base, closed: Container[tuple[int, str, str]] = frozenset()
) -> Proposal | None:
    """The one task this client's rhythm asks for now: silence before falling volume before a due order.

    closed: (client, kind, episode) that somebody has already dealt with.
    """
    for decide in (silence, falling, due, first_order):
        proposal = decide(client, base)
        if proposal is None or (proposal.client_id, proposal.kind, proposal.episode) in closed:
            continue
        if proposal.stake is None or proposal.stake.estimate >= base.least_stake:
            return proposal
    return None


def has_left(is_silent: Any, p_active: Any) -> Any:
    """The rule behind "left": silent against the own rhythm and less likely active than not."""
    return is_silent & (p_active < LEFT_BELOW)


def silence(client: ScoredClient, base: Base) -> Proposal | None:
    """The client is silent longer than its own rhythm allows."""
    if not client.is_silent or client.last_day is None or client.silence_days is None or client.interval_days is None:
        return None
    history = (client.last_day - client.first_day).days if client.first_day else 0
    share = returning_share(client.silence_days - client.interval_days, base.assumed)
    yearly = yearly_revenue(client.revenue_minor, history)
    stake = None
    if client.p_active is not None:
        worth = silence_worth(yearly, client.p_active, share) * base.income_share(client)
        stake = with_interval(worth, base.assumed.returns, yearly_deviation(client.demand_variation))
    reason = {
        "code": "silence",
        "days": client.silence_days,
        "gap": _tenth(client.interval_days),
        "spread": _tenth(client.interval_spread_days),
        "chance": client.silence_probability,
        "orders": client.order_days,
        "action": FIND_OUT if client.p_active is not None and client.p_active < 0.2 else CALL,
        "yearly": round(yearly),
        "years": round(max(history, YEAR_DAYS) / YEAR_DAYS, 1),
        "left": _share(1 - client.p_active) if client.p_active is not None else None,
        "overdue": round(max(0.0, client.silence_days - client.interval_days)),
        **_assumption(share, base.assumed.returns),
    }
    return _proposal(client, base, "silence", client.last_day.isoformat(), stake, reason)


def falling(client: ScoredClient, base: Base) -> Proposal | None:
    """The client still orders, but clearly less than its own usual."""
    if not client.is_falling or client.is_silent or client.volume_now_minor is None or not client.volume_usual_minor:
        return None
    missing = client.volume_usual_minor - client.volume_now_minor
    yearly = missing * YEAR_DAYS / VOLUME_WINDOW_DAYS
    share = base.assumed.restores
    stake = None
    if client.volume_drop_probability is not None:
        worth = falling_worth(yearly, client.volume_drop_probability, share.estimate) * base.income_share(client)
        stake = with_interval(worth, share, yearly_deviation(client.demand_variation))
    reason = {
        "code": "falling",
        "drop": _share(missing / client.volume_usual_minor),
        "now": client.volume_now_minor,
        "usual": client.volume_usual_minor,
        "window": VOLUME_WINDOW_DAYS,
        "real": client.volume_drop_probability,
        "yearly": round(yearly),
        **_assumption(share.estimate, share),
    }
    quarter = f"{base.as_of.year}-Q{(base.as_of.month + 2) // 3}"
    return _proposal(client, base, "falling", quarter, stake, reason)


def due(client: ScoredClient, base: Base) -> Proposal | None:
    """Today lies in the window of the next order, or at most one usual interval behind it."""
    if client.is_silent or client.last_day is None or client.silence_days is None or not client.interval_days:
        return None
    if client.window_from is None or client.window_to is None or client.silence_probability is None:
        return None
    latest = client.window_to + timedelta(days=round(client.interval_days))
    if not client.window_from <= base.as_of <= latest:
        return None
    late = 1 - client.silence_probability
    share = base.assumed.keeps
    stake = None
    if client.average_order_minor is not None:
        worth = due_worth(client.average_order_minor, late, share.estimate) * base.income_share(client)
        stake = with_interval(worth, share, 0.0)
    reason = {
        "code": "due",
        "days": client.silence_days,
        "gap": _tenth(client.interval_days),
        "spread": _tenth(client.interval_spread_days),
        "from": client.window_from.isoformat(),
        "to": client.window_to.isoformat(),
        "order": client.average_order_minor,
        "late": _share(late),
        **_assumption(share.estimate, share),
    }
    return _proposal(client, base, "due", client.last_day.isoformat(), stake, reason)


def first_order(client: ScoredClient, base: Base) -> Proposal | None:
    """One order so far, and the days in which those who come back usually do are now."""
    second = base.second_order
    if client.order_days != 1 or second is None or client.silence_days is None or client.last_day is None:
        return None
    if not second.low_days <= client.silence_days <= second.high_days:
        return None
    share = base.assumed.lifts
    stake = None
    if client.value_12m_minor is not None:
        worth = first_order_worth(client.value_12m_minor, share.estimate) * base.income_share(client)
        stake = with_interval(worth, share, _deviation_of(client))
    reason = {
        "code": "first_order",
        "days": client.silence_days,
        "day": client.last_day.isoformat(),
        "median": round(second.median_days),
        "came_back": _share(second.share),
        "value": client.value_12m_minor,
        **_assumption(share.estimate, share),
    }
    return _proposal(client, base, "first_order", client.last_day.isoformat(), stake, reason)


def _proposal(
    client: ScoredClient, base: Base, kind: str, episode: str, stake: Stake | None, reason: dict[str, Any]
) -> Proposal:
    """The task itself; every reason carries its date and whether its money is margin or revenue."""
    common: dict[str, Any] = {
        "as_of": base.as_of.isoformat(),
        "measure": "revenue" if base.margin_share is None else "margin",
        "margin_share": None if base.margin_share is None else _share(base.income_share(client)),
    }
    if client.damaged:
        common["damaged"] = client.damaged
    return Proposal(client.client_id, client.owner_id, kind, episode, MINUTES[kind], stake, {**common, **reason})


def _deviation_of(client: ScoredClient) -> float:
    """Half of the relative width of the 80 % interval of the next 12 months."""
    value, low, high = client.value_12m_minor, client.value_12m_low_minor, client.value_12m_high_minor
    if not value or low is None or high is None:
        return 0.5
    return min(0.9, (high - low) / 2 / value)


def _assumption(share: float, range_: Share) -> dict[str, Any]:
    scale = share / range_.estimate
    return {"share": share, "share_low": range_.low * scale, "share_high": range_.high * scale}


def _tenth(days: float | None) -> float | None:
    return None if days is None else round(days, 1)


def _share(value: float) -> float:
    """A share to four figures; what is not certain never rounds to certainty."""
    return round(value, 4) if value in (0, 1) else min(0.9999, max(0.0001, round(value, 4)))
