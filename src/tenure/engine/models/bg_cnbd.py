"""BG/CNBD-k: as BG/NBD for regular buyers, whose gaps between orders are Erlang-k: the larger k, the more even.

Source: Platzer (2008); Reutterer, Platzer, Schroeder (2021), IJRM 38(1). k = 1 is BG/NBD itself.
"""

from tenure.engine.models.beta_geometric import fit as family
from tenure.engine.models.beta_geometric.ahead import (
    expected_orders,
    expected_orders_new,
    p_orders,
    p_orders_new,
)
from tenure.engine.models.beta_geometric.discount import discounted_orders
from tenure.engine.models.beta_geometric.draws import simulate, simulate_ahead
from tenure.engine.models.beta_geometric.fit import NAMES, refit
from tenure.engine.models.beta_geometric.likelihood import log_likelihoods
from tenure.engine.models.beta_geometric.parameters import BetaGeometric, p_alive
from tenure.engine.tuples import Histories

__all__ = [
    "NAME",
    "NAMES",
    "BetaGeometric",
    "discounted_orders",
    "expected_orders",
    "expected_orders_new",
    "fit",
    "log_likelihoods",
    "p_alive",
    "p_orders",
    "p_orders_new",
    "refit",
    "simulate",
    "simulate_ahead",
]
NAME = "bg-cnbd-k"


def fit(histories: Histories, *, k: int | None = None) -> BetaGeometric:
    """The most likely parameters, k in 1..12 among them unless it is given.

    `histories.gap_logs` tells most about k; without it the last order's time alone has to. Raises NotEnoughData below
    ten clients with a repeat order, DidNotConverge.
    """
    return family.fit(histories, k=k, leaves_at_start=False)
