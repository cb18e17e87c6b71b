"""The same in money: forecast orders times what an order of each client is expected to bring."""

from dataclasses import dataclass

import numpy as np

from tenure.engine import order_values
from tenure.engine.backtest.ledger import Known, Ledger
from tenure.engine.models import gamma_gamma
from tenure.engine.models.gamma_gamma import GammaGammaParameters
from tenure.engine.tuples import Floats


@dataclass(frozen=True)
class Money:
    """Forecast and actual total of the horizon, in minor units."""

    expected: float
    actual: float

    @property
    def bias(self) -> float | None:
        """Forecast over actual, less one; None when nothing was brought."""
        return self.expected / self.actual - 1 if self.actual > 0 else None


def money_ahead(base: Ledger, known: Known, orders: Floats, *, horizon_days: int) -> Money | None:
    """What `orders` (expected, by client known) were expected to bring, and what came; None without enough values."""
    mean = expected_value(known)
    if mean is None:
        return None
    days = base.days
    ahead = (days.day > known.day) & (days.day <= known.day + horizon_days)
    came = np.bincount(days.client[ahead], weights=days.amount[ahead], minlength=base.clients)[known.who]
    return Money(float(orders @ mean), float(came.sum()))


def expected_value(known: Known) -> Floats | None:
    """Expected value of each client's next order day under Gamma-Gamma; None when it cannot be learnt."""
    fitted = fit_values(known)
    if fitted is None:
        return None
    sold = known.values > 0
    mean = np.divide(known.value_sum, known.values, out=np.zeros_like(known.value_sum), where=sold)
    return gamma_gamma.expected_mean(fitted, known.values, mean)


def fit_values(known: Known) -> GammaGammaParameters | None:
    """Gamma-Gamma of the values of single order days; None when it cannot be learnt."""
    return order_values.fit_values(known.values, known.value_sum, known.value_logs)[0]
