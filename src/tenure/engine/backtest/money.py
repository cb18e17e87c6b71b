"""The same in money: forecast orders times what an order of each client is expected to bring."""

from dataclasses import dataclass

import numpy as np

from tenure.engine.backtest.ledger import Known, Ledger
from tenure.engine.errors import EngineError
from tenure.engine.models import gamma_gamma
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
    ahead = (base.day > known.day) & (base.day <= known.day + horizon_days)
    came = np.bincount(base.client[ahead], weights=base.value[ahead], minlength=base.clients)[known.who]
    return Money(float(orders @ mean), float(came.sum()))


def expected_value(known: Known) -> Floats | None:
    """Expected value of each client's next order day under Gamma-Gamma; None when it cannot be learnt."""
    sold = known.values > 0
    mean = np.divide(known.value_sum, known.values, out=np.zeros_like(known.value_sum), where=sold)
    try:
        fitted = gamma_gamma.fit(known.values[sold], mean[sold], logs=known.value_logs[sold])
    except EngineError:
        return None
    return gamma_gamma.expected_mean(fitted, known.values, mean)
