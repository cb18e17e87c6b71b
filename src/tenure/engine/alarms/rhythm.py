"""A client against its own rhythm: the usual interval, the next order's window, and how unusual the silence is.

Gaps between order days are taken as gamma with the client's own rate and evenness k: k = 1 is pure chance (Poisson),
k = 9 a client whose gaps vary by a third. The rate is gamma(r, alpha) among clients, so after x gaps over t_x days
    P(no order for `gap` days | still active) = I_w(r + k x, k),   w = A / (A + gap),   A = alpha / k + t_x,
which for k = 1 is (A / (A + gap))^(r + x). For k < 1 the moment of looking falls into long gaps more often than into
short ones, and the chance is that of being found so silent on a given day. The evenness is not known exactly: the
probability is averaged over a grid of k, weighted by how well each explains the client's own gaps and by how common
it is in the base (empirical Bayes).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine.tuples import Floats

MINIMUM_ORDER_DAYS = 3
SHORTEST_HISTORY_DAYS = 14
# From clients ordering in bursts to clients whose gaps vary by about a fifth; beyond that holidays matter more.
EVENNESS = np.array([0.4, 0.6, 0.8, 1.0, 1.4, 2.0, 3.0, 4.5, 7.0, 11.0, 16.0, 22.0])
LEARNING_CLIENTS = 100_000
NEGLIGIBLE = 1e-3


@dataclass(frozen=True)
class RhythmPrior:
    """What the base teaches about a single client: rate r / alpha (alpha in days) and how common each evenness is."""

    r: float
    alpha: float
    weights: Floats


def mean_rate(orders: float, span: float, *, r: float, alpha: float) -> float:
    """Expected orders a day of a client with that many orders over `span` days: R / A."""
    return (r + orders) / (alpha + span)


def silence_probability(gap: ArrayLike, orders: ArrayLike, span: ArrayLike, *, r: float, alpha: float) -> Floats:
    """(A / (A + gap))^R with R = r + orders, A = alpha + span: chance of such a gap if ordering at random."""
    ahead = alpha + np.asarray(span, dtype=np.float64)
    power = r + np.asarray(orders, dtype=np.float64)
    return np.exp(-power * np.log1p(np.asarray(gap, dtype=np.float64) / ahead))


def even_silence_probability(
    gap: ArrayLike, gaps: ArrayLike, span: ArrayLike, evenness: ArrayLike, *, r: float, alpha: float
) -> Floats:
    """The same for gaps of evenness k; equal to `silence_probability` at k = 1."""
    k, gap = np.asarray(evenness, dtype=np.float64), np.asarray(gap, dtype=np.float64)
    ahead = alpha / k + np.asarray(span, dtype=np.float64)
    size = r + k * np.asarray(gaps, dtype=np.float64)
    share = ahead / (ahead + gap)
    if k.ndim == 0 and k >= 1:
        return special.betainc(size, k, share)
    # Tail of the elapsed time of a renewal process: the integral of the gap's tail beyond `gap`, over the mean gap.
    found = special.betainc(size, k + 1, share) - gap * size / (k * ahead) * special.betainc(size + 1, k, share)
    return np.where(k < 1, found, special.betainc(size, k, share))


def gap_fit(gaps: Floats, span: Floats, logs: Floats) -> Floats:
    """ln likelihood of each client's gaps, up to a constant, at every evenness of the grid; shape (clients, grid).

    Free of scale: only the shares of the span that each gap takes matter. gaps: their number; logs: sum of ln gap.
    """
    counts, place = np.unique(gaps, return_inverse=True)
    fixed = special.gammaln(counts[:, None] * EVENNESS) - counts[:, None] * special.gammaln(EVENNESS)
    shares = logs - gaps * np.log(span)
    return fixed[place] + shares[:, None] * (EVENNESS - 1)


def usual_weights() -> Floats:
    """How common each evenness is taken to be before any client is seen: most between chance and twice as even."""
    weights = np.exp(-0.5 * ((np.log(EVENNESS) - np.log(1.4)) / 0.8) ** 2)
    return weights / weights.sum()


def learn_weights(gaps: Floats, span: Floats, logs: Floats, *, rounds: int = 60) -> Floats:
    """How common each evenness is in this base, by EM, with ten clients' worth of `usual_weights` mixed in."""
    step = max(1, gaps.size // LEARNING_CLIENTS)
    prior = usual_weights()
    if gaps.size == 0:
        return prior
    fits = gap_fit(gaps[::step], span[::step], logs[::step])
    fits = np.exp(fits - fits.max(axis=1, keepdims=True))
    weights = prior
    for _ in range(rounds):
        shares = fits * weights
        shares /= shares.sum(axis=1, keepdims=True)
        weights = (shares.sum(axis=0) + 10 * prior) / (len(fits) + 10)
    return weights


def own_weights(gaps: Floats, span: Floats, logs: Floats, weights: Floats) -> Floats:
    """How probable each evenness is for each client; shape (clients, grid), rows sum to one."""
    fits = gap_fit(gaps, span, logs)
    shares = np.exp(fits - fits.max(axis=1, keepdims=True)) * weights
    return shares / shares.sum(axis=1, keepdims=True)


def silence(gap: Floats, gaps: Floats, span: Floats, shares: Floats, prior: RhythmPrior) -> Floats:
    """P(no order for `gap` days | active), averaged over the evenness; shares from `own_weights`."""
    total = np.zeros(gap.shape)
    for place, k in enumerate(EVENNESS):
        rows = np.flatnonzero(shares[:, place] > NEGLIGIBLE)
        chance = even_silence_probability(gap[rows], gaps[rows], span[rows], k, r=prior.r, alpha=prior.alpha)
        total[rows] += shares[rows, place] * chance
    kept = np.where(shares > NEGLIGIBLE, shares, 0.0).sum(axis=1)
    return np.clip(total / kept, 0.0, 1.0)


def mean_evenness(shares: Floats) -> Floats:
    """One evenness per client: the geometric mean under its own weights."""
    return np.exp(shares @ np.log(EVENNESS))


def next_order_window(
    gaps: Floats, span: Floats, evenness: Floats, prior: RhythmPrior, *, low: float = 0.1, high: float = 0.9
) -> tuple[Floats, Floats]:
    """Days after the last order between which the next was due, with chances `low` and `high` of being earlier."""
    size = prior.r + evenness * gaps
    ahead = prior.alpha / evenness + span
    edges = []
    for chance in (low, high):
        share = special.betaincinv(evenness, size, chance)
        edges.append(ahead * share / np.maximum(1 - share, 1e-12))
    return edges[0], edges[1]


def spread(quartile_low: Floats, quartile_high: Floats) -> Floats:
    """Standard deviation of the gaps as the quartiles tell it, so that one long pause does not blow it up."""
    return (quartile_high - quartile_low) / 1.349
