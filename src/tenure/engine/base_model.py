"""What the whole base teaches: both models fitted, and said in words when there is too little to fit."""

from dataclasses import dataclass

import numpy as np

from tenure.engine.alarms import rhythm
from tenure.engine.errors import EngineError
from tenure.engine.models import bg_nbd, gamma_gamma
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tenure.engine.models.gamma_gamma import GammaGammaParameters
from tenure.engine.tuples import Floats, Histories

VERSION = "bg-nbd+gamma-gamma/1"


@dataclass(frozen=True)
class ModelReport:
    """The models behind the scores. Times in days, money in minor units.

    orders, values: fitted parameters, None where there was too little to fit. verdict: the code of the orders model
    ("ok", "no_dropout", "even_dropout", "even_rate") or of what stood in its way ("too_few_repeaters", ...).
    value_verdict: the same of the value model. clients with an order; tuples: their distinct histories.
    """

    version: str
    orders: BetaGeometric | None
    values: GammaGammaParameters | None
    verdict: str
    value_verdict: str
    clients: int
    tuples: int
    value_frequency_correlation: float | None
    evenness: tuple[float, ...]
    evenness_weights: tuple[float, ...]
    growth: float


def fit_orders(histories: Histories) -> tuple[BetaGeometric | None, str]:
    """The orders model, or None and the code of the reason."""
    try:
        fitted = bg_nbd.fit(histories)
    except EngineError as error:
        return None, error.code
    return fitted, fitted.verdict


def fit_values(count: Floats, total: Floats, logs: Floats) -> tuple[GammaGammaParameters | None, str]:
    """The value model from order days with an amount above zero, or None and the code of the reason."""
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


def nothing_to_fit() -> ModelReport:
    """The report on a base in which nobody has ordered."""
    weights = tuple(map(float, rhythm.usual_weights()))
    grid = tuple(map(float, rhythm.EVENNESS))
    return ModelReport(VERSION, None, None, "no_orders", "no_orders", 0, 0, None, grid, weights, 1.0)
