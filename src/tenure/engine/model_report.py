"""What was fitted, chosen and promised behind a base's scores."""

from dataclasses import dataclass

from tenure.engine.alarms import rhythm
from tenure.engine.alarms.promise import Promise
from tenure.engine.alarms.record import Record
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tenure.engine.models.choice import Choice
from tenure.engine.models.gamma_gamma import GammaGammaParameters
from tenure.engine.models.pareto_nbd import ParetoNbdParameters


@dataclass(frozen=True)
class ModelReport:
    """The models behind the scores. Times in days, money in minor units.

    version: names of the models, and the edition of the scores. name: the orders model's, "" without one; choice: how it
    was chosen, None where nothing could be held out. orders, values: fitted parameters, None
    where there was too little to fit. verdict: the code of the orders model ("ok", "no_dropout", "even_dropout",
    "even_rate") or of what stood in its way ("too_few_repeaters", ...). value_verdict: the same of the value model.
    draws: parameters the forecast was mixed over. clients with an order; tuples: their distinct histories. promise,
    record: of the silence alarms, None where nobody has ordered.
    """

    version: str
    name: str
    choice: Choice | None
    orders: BetaGeometric | ParetoNbdParameters | None
    values: GammaGammaParameters | None
    verdict: str
    value_verdict: str
    draws: int
    clients: int
    tuples: int
    value_frequency_correlation: float | None
    evenness: tuple[float, ...]
    evenness_weights: tuple[float, ...]
    growth: float
    promise: Promise | None = None
    record: Record | None = None


def nothing_to_fit(version: str) -> ModelReport:
    """The report on a base in which nobody has ordered."""
    weights = tuple(map(float, rhythm.usual_weights()))
    grid = tuple(map(float, rhythm.EVENNESS))
    return ModelReport(version, "", None, None, None, "no_orders", "no_orders", 0, 0, 0, None, grid, weights, 1.0)
