"""BG/NBD: clients order at random while they are clients, and may leave after each repeat order.

Source: Fader, Hardie, Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2).
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
NAME = "bg-nbd"


def fit(histories: Histories) -> BetaGeometric:
    """The most likely parameters. Raises NotEnoughData below ten clients with a repeat order, DidNotConverge."""
    return family.fit(histories, k=1, leaves_at_start=False)
