"""Money over time: payback with churn, lifetime value, and the volume that covers the fixed costs (H8 to H10)."""

from dataclasses import dataclass

from tenure.engine.economics.chain import Chain
from tenure.engine.economics.payback import BreakEven, Lifetime, Payback, break_even_volume, lifetime, payback


@dataclass(frozen=True)
class Timing:
    """month_margin: what one client who is still there brings in a month, so that the months of the horizon, each with
    those who stayed, add up to (AvP - COGS) * APC; to_return: CAC + 1sCOGS; payback None where retention is unknown or
    a client brings nothing."""

    month_margin: float
    to_return: float | None
    payback: Payback | None
    lifetime: Lifetime | None
    in_time: bool | None


def timing(
    chain: Chain, *, horizon_months: int, retention: float | None, discount: float, payback_limit: int
) -> Timing:
    """retention: of a month, None for not known (then every client is taken to stay through the horizon, and no
    payback is told)."""
    stays = 1.0 if retention is None else retention
    months = float(horizon_months) if stays == 1 else (1 - stays**horizon_months) / (1 - stays)
    each = (chain.price - chain.cogs) * chain.orders / months
    to_return = None if chain.cac is None else chain.cac + chain.first_cost
    if retention is None or each <= 0 or to_return is None:
        return Timing(each, to_return, None, None, None)
    found = payback(to_return, each, retention)
    in_time = found.whole is not None and found.whole <= payback_limit
    return Timing(each, to_return, found, lifetime(each, retention, discount, periods=horizon_months), in_time)


def volume(chain: Chain) -> BreakEven | None:
    """How many orders of the horizon cover the fixed costs, each bearing its part of winning the client: price against
    COGS + (1sCOGS + CAC) / APC. None while nobody buys."""
    if chain.cac is None or not chain.orders or chain.price <= 0:
        return None
    variable = chain.cogs + (chain.first_cost + chain.cac) / chain.orders
    return break_even_volume(chain.fixed, chain.price, variable, chain.buyers * chain.orders)
