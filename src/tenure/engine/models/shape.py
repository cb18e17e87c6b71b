"""The one shape of every model, so that whoever knows one knows them all.

A model is a module. `fit(...)` returns frozen parameters; every other function takes parameters and arrays and has no
state. Times are in any one unit, the same for all arguments; parameters carry that unit. Random draws come from a
generator that is passed in. Impossible input raises BadInput, too little of it NotEnoughData, and no result is NaN.
Arguments that are arrays are broadcast against each other, and results have their common shape.
"""

import html
import importlib
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.tuples import Floats, Histories, check, numbers_of

P = TypeVar("P")
MINIMUM_REPEATERS = 10


@dataclass(frozen=True)
class Fit:
    """What a fit says of itself.

    log_likelihood: at the best point, constants included, so that models of one kind can be compared. clients: how many
    were fitted; tuples: their distinct histories. verdict: "ok", or the code of a boundary at which a nested model is
    reported. standard_errors: by parameter name, without those held at a boundary. covariance: of the logarithms of the
    parameters, in the order of the model's NAMES, with zeros for what is held at a boundary; None where the likelihood
    has no peak to measure.
    """

    log_likelihood: float
    clients: int
    tuples: int
    verdict: str
    standard_errors: Mapping[str, float] = field(default_factory=dict, hash=False)
    covariance: NDArray[np.float64] | None = field(default=None, compare=False)


def standard_errors(
    names: Sequence[str],
    values: Sequence[float],
    covariance: NDArray[np.float64] | None,
    *,
    without: Collection[str] = (),
) -> dict[str, float]:
    """By name, from the covariance of the logarithms; none for what stands at a boundary, nor for names in `without`."""
    if covariance is None:
        return {}
    wide = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    rows = zip(names, values, wide, strict=True)
    return {name: float(w * value) for name, value, w in rows if w > 0 and name not in without}


class Table:
    """Mixin for dataclasses (with repr=False): a result that shows itself as a table in a notebook, and turns into a
    pandas or polars one. A class with a table of its own says so in `columns`, and what stands above it in `title`.
    """

    def title(self) -> str:
        """The line above the table."""
        return type(self).__name__

    def columns(self) -> Mapping[str, Sequence[Any]]:
        """The table: name of the column to its values. Here the fields of the dataclass, one row each."""
        named = {one.name: getattr(self, one.name) for one in fields(self)}  # type: ignore[arg-type]
        return {"name": list(named), "value": list(named.values())}

    def __repr__(self) -> str:
        rows = [", ".join(_shown(value) for value in row) for row in zip(*self.columns().values(), strict=True)]
        return f"{self.title()}\n  " + "\n  ".join((", ".join(self.columns()), *rows))

    def _repr_html_(self) -> str:
        columns = self.columns()
        head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
        cells = (
            "".join(f"<td>{html.escape(_shown(value))}</td>" for value in row)
            for row in zip(*columns.values(), strict=True)
        )
        body = "".join(f"<tr>{row}</tr>" for row in cells)
        caption = html.escape(self.title())
        return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def to_pandas(self) -> Any:
        """The table as a pandas.DataFrame; raises BadInput where pandas is not installed."""
        return library("pandas").DataFrame(dict(self.columns()))

    def to_polars(self) -> Any:
        """The table as a polars.DataFrame; raises BadInput where polars is not installed."""
        return library("polars").DataFrame(dict(self.columns()))


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def library(name: str, install: str = "") -> Any:
    """A library that is loaded only when it is asked for; raises BadInput, saying what to install, without it."""
    try:
        return importlib.import_module(name)
    except ImportError:
        remedy = f"pip install {install or name}"
        raise BadInput("not_installed", f"{name} is not installed", remedy=remedy, name=name) from None


class Parameters(Table):
    """Mixin for the frozen parameters of a model: named numbers with what their fit says of them.

    The class has a field for each number that counts and `fit`, None for parameters given by hand.
    """

    fit: Fit | None

    @property
    def verdict(self) -> str:
        """That of the fit; "given" for parameters given by hand."""
        return self.fit.verdict if self.fit else "given"

    def named(self) -> Mapping[str, float]:
        """The parameters by name, in the order of the literature: here every field that is a number."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}  # type: ignore[arg-type]
        return {name: value for name, value in values.items() if type(value) in (int, float)}

    def title(self) -> str:
        if self.fit is None:
            return f"{type(self).__name__}: given"
        fit = self.fit
        return f"{type(self).__name__}: {fit.verdict}, ln L {fit.log_likelihood:.2f}, {fit.clients} clients"

    def columns(self) -> Mapping[str, Sequence[Any]]:
        errors = self.fit.standard_errors if self.fit else {}
        named = self.named()
        return {
            "parameter": list(named),
            "value": [float(value) for value in named.values()],
            "standard_error": [errors.get(name) for name in named],
        }


def histories_of(x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """The three as float arrays of their common shape; raises BadInput on what no client can have done."""
    try:
        columns = np.broadcast_arrays(*(numbers_of(column) for column in (x, t_x, T)))
    except ValueError:
        remedy = "Give one of each for every client."
        raise BadInput("history_uneven", "The columns have no common shape", remedy=remedy) from None
    check(*(column.reshape(-1) for column in columns))
    return columns[0], columns[1], columns[2]


def horizon_of(horizon: ArrayLike) -> Floats:
    """A horizon, or several, as floats; raises BadInput unless finite and not below zero."""
    ahead = np.asarray(horizon, dtype=np.float64)
    if not np.isfinite(ahead).all() or (ahead < 0).any():
        raise BadInput("horizon_impossible", "A horizon is a finite time, not below zero")
    return ahead


def orders_of(n: ArrayLike) -> Floats:
    """Numbers of orders as floats; raises BadInput unless whole and not below zero."""
    orders = np.asarray(n, dtype=np.float64)
    if not ((orders >= 0) & (orders == np.floor(orders))).all():
        raise BadInput("orders_impossible", "A number of orders is whole and not below zero")
    return orders


def discount_rate_of(rate: float) -> float:
    """A rate of discount in continuous time; raises BadInput unless above zero: the sum may have no end."""
    if not (math.isfinite(rate) and rate > 0):
        raise BadInput("rate_not_positive", f"The discount rate is {rate}", remedy="Give a rate above zero.", rate=rate)
    return rate


def require_repeaters(histories: Histories) -> None:
    """Raise NotEnoughData below ten clients with a repeat order: no model learns from fewer."""
    repeaters = int(histories.count[histories.x > 0].sum())
    if repeaters < MINIMUM_REPEATERS:
        raise NotEnoughData(
            "too_few_repeaters",
            f"{repeaters} clients have ordered on two days or more; at least {MINIMUM_REPEATERS} are needed",
            remedy="Take a longer period or more clients.",
            repeaters=repeaters,
            needed=MINIMUM_REPEATERS,
        )


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
