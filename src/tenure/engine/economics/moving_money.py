"""Whether the money last added to one channel would bring more clients in another: the next unit of money is spent where it
brings most (equal marginal returns)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from tenure.engine.checks import above_zero, counted

HALF = 0.5  # Jeffreys' prior of a Poisson rate is Gamma(1/2, 0)
LEVEL = 0.8
POINTS = (np.arange(200) + 0.5) / 200


@dataclass(frozen=True)
class LastStep:
    """The money added last to a channel, above 0, and the clients that came of it."""

    money: float
    clients: int


@dataclass(frozen=True)
class Move:
    """`money` taken out of the step at place `source` and added at place `target`.

    gain: clients more by it, as both steps were counted; low, high: in 8 of 10 cases; chance: that the target brings more for
    the same money.
    """

    source: int
    target: int
    money: float
    gain: float
    low: float
    high: float
    chance: float


def best_move(steps: Sequence[LastStep], targets: Collection[int] | None = None) -> Move | None:
    """The smaller of two last steps moved from the channel that brought least for its money to the one that brought most; None
    with fewer than two. targets: places money may go to, all unless said, at least one.

    Clients of a step are Poisson around money x rate, so rate ~ Gamma(clients + 1/2, money), and the share of the target in the
    sum of two such is Beta: chance = 1 - I(money_t / (money_t + money_s); clients_t + 1/2, clients_s + 1/2). It supposes that as
    much again brings as much again, which is why no more is moved than was tried.
    """
    if len(steps) < 2:
        return None
    money = [above_zero("money", step.money) for step in steps]
    shapes = [counted("clients", step.clients) + HALF for step in steps]
    rates = [step.clients / spent for step, spent in zip(steps, money, strict=True)]
    likely = [shape / spent for shape, spent in zip(shapes, money, strict=True)]
    target = max(range(len(rates)) if targets is None else targets, key=lambda place: (rates[place], likely[place]))
    # Nobody of little money says little: the half keeps such a step from being the worst.
    source = min((place for place in range(len(rates)) if place != target), key=lambda place: likely[place])
    moved = min(money[source], money[target])
    more = special.gammaincinv(shapes[target], POINTS) / money[target]
    less = special.gammaincinv(shapes[source], POINTS) / money[source]
    low, high = np.quantile(moved * np.subtract.outer(more, less), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    split = money[target] / (money[target] + money[source])
    chance = 1 - float(special.betainc(shapes[target], shapes[source], split))
    return Move(source, target, moved, moved * (rates[target] - rates[source]), float(low), float(high), chance)
