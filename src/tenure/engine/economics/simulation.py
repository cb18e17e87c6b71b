"""How likely a business converges when its inputs are uncertain, and which number to measure next (H6).

Each input is drawn once from each of `draws` equal parts of its distribution (Latin hypercube; McKay, Beckman & Conover
1979), so that a hundred thousand draws give the mean to four figures. What an input is worth knowing (EVPPI) follows
Strong & Oakley 2014: the contribution is regressed on it alone.

Where the people acquired and what one of them costs are read off the same money (`shared`), they are one fact: the people N
are drawn once and CPA = spent / N in that draw, so UA * CPA = spent always. C1 needs no tie to them: of people who come as a
Poisson process each buying by itself, those who buy and those who do not are independent counts (colouring theorem,
Kingman 1993, "Poisson Processes", 2.4), so what N says of how many come and what k of N says of C1 are independent too.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tenure.engine.checks import counted
from tenure.engine.economics.chain import FIELDS
from tenure.engine.economics.correlation import Pairs, matrix_of, mirrored, rank_of, ranks
from tenure.engine.economics.distributions import CostEach, Distribution
from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats, Ints

DRAWS = 100_000
SEED = 20260101  # of what is shown: the same inputs give the same picture
BINS = 40
DEGREE = 3
TRIM = 0.002  # of each tail left out of the picture


@dataclass(frozen=True)
class Influence:
    """One uncertain input. spearman: rank correlation with the contribution, -1..1; share: of the variance that knowing
    it would take away, 0..1; evppi: what knowing it exactly would be worth, in the money of the contribution, when one
    may still stop at zero."""

    spearman: float
    share: float
    evppi: float


@dataclass(frozen=True)
class Simulation:
    """The contribution over all draws. exact_mean: analytic, None when inputs are correlated otherwise than by `shared`;
    loss: probability that it is not above zero; evpi: what knowing everything would be worth; influences: of the uncertain
    inputs, the most worth knowing first; edges, counts: of BINS equal bins for a picture, the outermost draws left out."""

    draws: int
    mean: float
    exact_mean: float | None
    sd: float
    p10: float
    p50: float
    p90: float
    loss: float
    evpi: float
    influences: Mapping[str, Influence]
    edges: tuple[float, ...]
    counts: tuple[int, ...]


def simulate(
    inputs: Mapping[str, Distribution],
    random: np.random.Generator,
    *,
    correlations: Pairs | None = None,
    shared: bool = False,
    draws: int = DRAWS,
) -> Simulation:
    """inputs: one distribution for each of FIELDS; correlations: wished rank correlation by pair of names; shared: user_cost
    is a CostEach of the very people in users, so both are one draw, told of as users alone; a correlation wished for the
    pair is then left out.

    Raises BadInput for a missing input, for impossible values and for correlations that contradict each other.
    """
    size = counted("draws", draws, low=100)
    columns, order = drawn(inputs, correlations or {}, size, random, shared=shared)
    found = contribution(columns)
    rank = rank_of(found)
    ranked = np.empty(size)
    ranked[rank] = found
    mean, sd = float(found.mean()), float(found.std())
    doubtful = [name for name in FIELDS if not inputs[name].known and not (shared and name == "user_cost")]
    influences = {name: _influence(columns[name], order[name], found, rank) for name in doubtful}
    first = dict(sorted(influences.items(), key=lambda pair: (-pair[1].evppi, -pair[1].share)))
    edges, counts = _picture(ranked)
    return Simulation(
        draws=size,
        mean=mean,
        exact_mean=None if correlations else contribution_of_means(inputs, shared=shared),
        sd=sd,
        p10=_quantile(ranked, 0.1),
        p50=_quantile(ranked, 0.5),
        p90=_quantile(ranked, 0.9),
        loss=float(np.searchsorted(ranked, 0.0, side="right")) / size,
        evpi=float(np.maximum(found, 0).mean()) - max(0.0, mean),
        influences=first,
        edges=edges,
        counts=counts,
    )


def drawn(
    inputs: Mapping[str, Distribution], correlations: Pairs, size: int, random: np.random.Generator, *,
    shared: bool = False,
) -> tuple[dict[str, Floats], dict[str, Ints]]:  # fmt: skip
    """Draws of every input and their ranks, each in the order of the draws."""
    missing = [name for name in FIELDS if name not in inputs]
    if missing:
        raise BadInput("input_missing", f"No {', '.join(missing)}", remedy="Give every input.", names=tuple(missing))
    for name in FIELDS:
        _possible(name, inputs[name])
    pairs = mirrored(FIELDS, correlations, "users", "user_cost") if shared else correlations
    order = ranks(matrix_of(FIELDS, pairs), size, random)
    columns = {}
    for name, rank in zip(FIELDS, order, strict=True):
        u = (np.arange(size) + random.random(size)) / size
        columns[name] = inputs[name].quantiles(u)[rank]
    by_name = dict(zip(FIELDS, order, strict=True))
    if shared:
        cost = inputs["user_cost"]
        assert isinstance(cost, CostEach)
        columns["user_cost"], by_name["user_cost"] = cost.of(columns["users"]), size - 1 - by_name["users"]
    return columns, by_name


def _possible(name: str, given: Distribution) -> None:
    """Refuse an input that could be drawn below zero, or a conversion above 1."""
    low, high = given.quantiles(np.array([1e-9, 1 - 1e-9]))
    if low < 0 or (name == "conversion" and high > 1):
        remedy = "Give values from 0 to 1." if name == "conversion" else "Give values of zero or more."
        raise BadInput("input_impossible", f"{name} may be {low:g} to {high:g}", remedy=remedy, name=name)


def contribution(columns: Mapping[str, Floats]) -> Floats:
    """users * (conversion * ((price - cogs) * orders - first_cost) - user_cost), draw by draw."""
    margin = (columns["price"] - columns["cogs"]) * columns["orders"] - columns["first_cost"]
    return np.asarray(columns["users"] * (columns["conversion"] * margin - columns["user_cost"]), dtype=np.float64)


def contribution_of_means(inputs: Mapping[str, Distribution], *, shared: bool = False) -> float:
    """The exact mean while inputs are independent: the chain multiplies each input at most once. shared: the people bring
    what they do and cost what was spent, however many they are."""
    means = {name: np.asarray(inputs[name].mean) for name in FIELDS}
    cost = inputs["user_cost"]
    if shared and isinstance(cost, CostEach):
        return float(contribution(means | {"user_cost": np.asarray(0.0)})) - cost.spent
    return float(contribution(means))


def _influence(column: Floats, order: Ints, found: Floats, rank: Ints) -> Influence:
    middle = (order.size - 1) / 2
    spearman = float((order - middle) @ (rank - middle)) * 12 / (order.size * (order.size**2 - 1.0))
    fitted = _regressed(column, found)
    spread = float(found.var())
    worth = float(np.maximum(fitted, 0).mean()) - max(0.0, float(fitted.mean()))
    return Influence(spearman, min(1.0, float(fitted.var()) / spread) if spread else 0.0, max(0.0, worth))


def _regressed(column: Floats, found: Floats) -> Floats:
    """Mean of the contribution given the input: a cubic of it (a straight line while inputs are independent)."""
    scale = float(column.std()) or 1.0
    x = (column - column.mean()) / scale
    powers = np.stack([x**degree for degree in range(DEGREE + 1)])
    weights = np.linalg.lstsq(powers @ powers.T, powers @ found, rcond=None)[0]
    return np.asarray(weights @ powers, dtype=np.float64)


def _quantile(ranked: Floats, q: float) -> float:
    at = q * (ranked.size - 1)
    below = int(at)
    return float(ranked[below] + (at - below) * (ranked[min(below + 1, ranked.size - 1)] - ranked[below]))


def _picture(ranked: Floats) -> tuple[tuple[float, ...], tuple[int, ...]]:
    low, high = _quantile(ranked, TRIM), _quantile(ranked, 1 - TRIM)
    if low == high:
        return (low, high), (ranked.size,)
    edges = np.linspace(low, high, BINS + 1)
    counts = np.diff(np.searchsorted(ranked, edges))
    return tuple(edges.tolist()), tuple(int(count) for count in counts)
