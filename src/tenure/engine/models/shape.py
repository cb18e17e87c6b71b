"""The one shape of every model, so that whoever knows one knows them all.

A model is a module. `fit(...)` returns frozen parameters; every other function takes parameters and arrays and has no
state. Times are in any one unit, the same for all arguments; parameters carry that unit. Random draws come from a
generator that is passed in. Impossible input raises BadInput, too little of it NotEnoughData, and no result is NaN.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenure.engine.tuples import Floats, Histories

P = TypeVar("P")


@dataclass(frozen=True)
class Fit:
    """What a fit says of itself.

    log_likelihood: at the best point, constants included, so that models of one kind can be compared. clients: how many
    were fitted; tuples: their distinct histories. verdict: "ok", or the code of a boundary at which a nested model is
    reported. standard_errors: by parameter name, empty at a boundary. covariance: of the logarithms of the parameters,
    in the order of the model's NAMES; None at a boundary.
    """

    log_likelihood: float
    clients: int
    tuples: int
    verdict: str
    standard_errors: Mapping[str, float] = field(default_factory=dict)
    covariance: NDArray[np.float64] | None = None


class OrdersModel(Protocol[P]):
    """A model of when clients order and when they leave. x repeat order days, t_x the last of them, T age."""

    NAME: str
    NAMES: tuple[str, ...]

    def fit(self, histories: Histories) -> P:
        """The most likely parameters. Raises NotEnoughData, DidNotConverge."""

    def log_likelihoods(self, parameters: P, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """ln L of each history."""

    def p_alive(self, parameters: P, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Probability of still being a client at T."""

    def expected_orders(self, parameters: P, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, horizon: float) -> Floats:
        """Orders expected in (T, T + horizon], given the history."""

    def expected_orders_new(self, parameters: P, *, horizon: ArrayLike) -> Floats:
        """Repeat orders a new client is expected to place within `horizon` of the first."""

    def p_orders(self, parameters: P, n: int, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, horizon: float) -> Floats:
        """Probability of exactly n orders in (T, T + horizon], given the history."""

    def p_orders_new(self, parameters: P, n: ArrayLike, *, horizon: float) -> Floats:
        """Probability that a new client places exactly n repeat orders within `horizon`."""

    def discounted_orders(self, parameters: P, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, rate: float) -> Floats:
        """Orders ahead of each client without end, each worth exp(-rate * time until it); rate per unit of time."""

    def simulate(self, parameters: P, T: ArrayLike, generator: np.random.Generator) -> tuple[Floats, Floats]:
        """New clients observed for T: (x, t_x), one draw each."""

    def simulate_ahead(
        self,
        parameters: P,
        x: ArrayLike,
        t_x: ArrayLike,
        T: ArrayLike,
        *,
        horizon: float,
        draws: int,
        generator: np.random.Generator,
    ) -> NDArray[np.int64]:
        """Numbers of orders in (T, T + horizon] given the histories; shape (draws, histories)."""
