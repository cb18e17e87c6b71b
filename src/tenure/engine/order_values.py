"""What a base teaches about the values of its orders."""

import numpy as np

from tenure.engine.errors import EngineError
from tenure.engine.models import gamma_gamma
from tenure.engine.models.gamma_gamma import GammaGammaParameters
from tenure.engine.tuples import Floats


def fit_values(count: Floats, total: Floats, logs: Floats) -> tuple[GammaGammaParameters | None, str]:
    """Gamma-Gamma of the values of single order days, or None and the code of the reason.

    count, total, logs: number, sum and sum of ln of the order days of each client that brought money.
    """
    sold = count > 0
    try:
        fitted = gamma_gamma.fit(count[sold], total[sold] / count[sold], logs=logs[sold])
    except EngineError as error:
        return None, error.code
    return fitted, fitted.verdict


def value_variation(count: Floats, total: Floats, squares: Floats, base: float) -> Floats:
    """Squared coefficient of variation of each client's order values, held towards `base` as by four orders."""
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / count
        around = np.maximum(squares - count * mean * mean, 0.0) / (mean * mean)
    around = np.where((count > 1) & (mean > 0), around, 0.0)
    freedom = np.where(mean > 0, np.maximum(count - 1, 0.0), 0.0)
    return np.clip((4 * base + around) / (4 + freedom), 0.005, 20.0)
