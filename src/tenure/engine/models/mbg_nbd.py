"""MBG/NBD: as BG/NBD, and a client may leave right after the first order too, so that x = 0 no longer means active.

Sources: Batislam, Denizel, Filiztekin (2007), IJRM 24(3); Hoppe, Wagner (2007), Marketing JRM 3(2).
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
NAME = "mbg-nbd"


def fit(histories: Histories) -> BetaGeometric:
    """The most likely parameters. Raises NotEnoughData below ten clients with a repeat order, DidNotConverge."""
    return family.fit(histories, k=1, leaves_at_start=True)
