"""Every model of the shape with parameters for which the contract is tested. A new model is one line more."""

from dataclasses import dataclass
from typing import Any

from tenure.engine.models import bg_cnbd, bg_nbd, mbg_cnbd, mbg_nbd, pareto_nbd
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tenure.engine.models.pareto_nbd import ParetoNbdParameters
from tenure.engine.models.shape import OrdersModel


@dataclass(frozen=True)
class Case:
    """A model and the truth to simulate from, in weeks."""

    model: OrdersModel[Any]
    truth: Any

    def __str__(self) -> str:
        return self.model.NAME


CASES = (
    Case(bg_nbd, BetaGeometric(0.8, 6.0, 0.9, 3.0)),
    Case(mbg_nbd, BetaGeometric(0.8, 6.0, 0.9, 3.0, leaves_at_start=True)),
    Case(bg_cnbd, BetaGeometric(1.2, 4.0, 0.9, 3.0, k=3)),
    Case(mbg_cnbd, BetaGeometric(1.2, 4.0, 0.9, 3.0, k=2, leaves_at_start=True)),
    Case(pareto_nbd, ParetoNbdParameters(0.8, 6.0, 0.7, 12.0)),
)
