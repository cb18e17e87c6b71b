"""Whether a business converges: from users to contribution, the chain of D. Krasinsky (H1 to H5)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tenure.engine.checks import number
from tenure.engine.errors import BadInput

FIELDS = ("users", "conversion", "price", "cogs", "orders", "first_cost", "user_cost")
COSTS = frozenset({"cogs", "first_cost", "user_cost"})  # less is better


@dataclass(frozen=True)
class Chain:
    """One cohort over a stated horizon, money in one unit.

    users: acquired (UA); conversion: of them to clients, 0..1 (C1); price: average check (AvP); cogs: variable cost of
    an order; orders: by client within the horizon (APC); first_cost: extra cost of the first sale (1sCOGS); user_cost:
    of acquiring one user, not one client (CPA); fixed: costs of the period. Raises BadInput for values that cannot be.
    """

    users: float
    conversion: float
    price: float
    cogs: float
    orders: float
    first_cost: float
    user_cost: float
    fixed: float = 0.0

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            number(name, value, low=0, high=1 if name == "conversion" else math.inf)

    @property
    def buyers(self) -> float:
        """users * conversion."""
        return self.users * self.conversion

    @property
    def revenue_per_client(self) -> float:
        """price * orders: ARPPU as revenue."""
        return self.price * self.orders

    @property
    def revenue(self) -> float:
        return self.buyers * self.revenue_per_client

    @property
    def margin_per_client(self) -> float:
        """(price - cogs) * orders - first_cost: ARPC, the lifetime value."""
        return (self.price - self.cogs) * self.orders - self.first_cost

    @property
    def margin_per_user(self) -> float:
        """conversion * margin per client: ARPU."""
        return self.conversion * self.margin_per_client

    @property
    def cac(self) -> float | None:
        """user_cost / conversion: cost of a client; None when nobody converts."""
        return self.user_cost / self.conversion if self.conversion else None

    @property
    def acquisition(self) -> float:
        return self.users * self.user_cost

    @property
    def contribution(self) -> float:
        """users * (margin per user - user_cost): CM."""
        return self.users * (self.margin_per_user - self.user_cost)

    @property
    def ltv_cac(self) -> float | None:
        return self.margin_per_client / self.cac if self.cac else None

    @property
    def profit(self) -> float:
        return self.contribution - self.fixed

    @property
    def converges(self) -> bool:
        return self.contribution > 0

    @property
    def users_to_cover_fixed(self) -> float | None:
        """Users at which the contribution equals the fixed costs; None when each brings a loss."""
        each = self.margin_per_user - self.user_cost
        return self.fixed / each if each > 0 else None


def with_people(chain: Chain, users: float) -> Chain:
    """The chain with so many users for the same money: what one of them costs falls as more of them come."""
    return replace(chain, users=users, user_cost=chain.acquisition / users if users else 0.0)


def break_even(chain: Chain, *, one_people: bool = False) -> dict[str, float | None]:
    """Value of each metric, the others as they are, at which the contribution is zero; None where none exists. one_people:
    users and user_cost are one fact (`with_people`), so that the users too have such a value: spent / margin per user.

    A value found may still be impossible (a cost below zero, a conversion above 1): see `feasible`.
    """
    c, margin = chain, chain.price - chain.cogs
    per_client = c.cac + c.first_cost if c.cac is not None else None
    per_order = per_client / c.orders if per_client is not None and c.orders else None
    people = {"users": c.acquisition / c.margin_per_user if c.margin_per_user > 0 else None} if one_people else {}
    return people | {
        "conversion": c.user_cost / c.margin_per_client if c.margin_per_client > 0 else None,
        "price": None if per_order is None else c.cogs + per_order,
        "cogs": None if per_order is None else c.price - per_order,
        "orders": per_client / margin if per_client is not None and margin > 0 else None,
        "first_cost": None if c.cac is None else margin * c.orders - c.cac,
        "user_cost": c.margin_per_user,
    }


def feasible(name: str, value: float | None) -> bool:
    """Whether a metric can take a value at all."""
    return value is not None and 0 <= value <= (1 if name == "conversion" else math.inf)


def elasticity(chain: Chain) -> dict[str, float] | None:
    """Per cent the contribution changes by per cent of each metric; None at a contribution of zero.

    Of little use near zero, and of turned sign below it: prefer `improved` or `tornado` there.
    """
    c, cm = chain, chain.contribution
    if cm == 0:
        return None
    slopes = {
        "users": cm,
        "conversion": c.users * c.conversion * c.margin_per_client,
        "price": c.buyers * c.price * c.orders,
        "cogs": -c.buyers * c.cogs * c.orders,
        "orders": c.buyers * (c.price - c.cogs) * c.orders,
        "first_cost": -c.buyers * c.first_cost,
        "user_cost": -c.users * c.user_cost,
    }
    return {name: slope / cm for name, slope in slopes.items()}


def improved(chain: Chain, share: float = 0.1) -> dict[str, float]:
    """Change of the contribution when each metric alone is better by `share`: more of it, or less of a cost (H5).

    A conversion does not pass 1.
    """
    better = {name: getattr(chain, name) * (1 - share if name in COSTS else 1 + share) for name in FIELDS} | {
        "conversion": min(1.0, chain.conversion * (1 + share))
    }
    return {name: replace(chain, **{name: value}).contribution - chain.contribution for name, value in better.items()}


@dataclass(frozen=True)
class Swing:
    """Contribution at the low and at the high end of a metric; swing: their distance; best_gain: the most it can add to
    the present, 0 when neither end is better."""

    low: float
    high: float
    swing: float
    best_gain: float


@dataclass(frozen=True)
class Tornado:
    """bars: by metric; order: by best gain, largest first; bottleneck: the first of them, None when nothing helps."""

    bars: Mapping[str, Swing]
    order: tuple[str, ...]
    bottleneck: str | None


def tornado(chain: Chain, ranges: Mapping[str, tuple[float, float]], *, one_people: bool = False) -> Tornado:
    """One metric at a time over its plausible range (H4). The bottleneck is what can gain most, not what is most
    elastic. one_people: users and user_cost are one fact and move together (`with_people`), told of as users alone, as in the
    simulation. Raises BadInput for an unknown metric and for a range whose ends are turned."""
    bars = {}
    for name, (low, high) in ranges.items():
        if name not in FIELDS or low > high:
            raise BadInput("tornado_range", f"{name}: {low} to {high}", remedy="Give low, then high, of a metric.")
        if one_people and name == "user_cost":
            continue
        together = one_people and name == "users"
        moved = [with_people(chain, end) if together else replace(chain, **{name: end}) for end in (low, high)]
        ends = moved[0].contribution, moved[1].contribution
        gain = max(0.0, max(ends) - chain.contribution)
        bars[name] = Swing(ends[0], ends[1], abs(ends[1] - ends[0]), gain)
    order = tuple(sorted(bars, key=lambda name: -bars[name].best_gain))
    return Tornado(bars, order, order[0] if order and bars[order[0]].best_gain > 0 else None)
