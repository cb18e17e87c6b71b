"""What a task is worth: money a year that hangs on it, in minor units.

Nothing here has been measured yet on the company's own calls: the shares are ASSUMED, shown as such beside every
result, and kept in one place (`Assumptions`) so that measured ones can take their place.
"""

import math
from dataclasses import dataclass

from tenure.agenda.proposals import Stake

YEAR_DAYS = 365
Z80 = 1.2816  # 80 % of a normal distribution lie within so many standard deviations


@dataclass(frozen=True)
class Share:
    """A share that is assumed, not measured: the estimate and the range it may well lie in."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Assumptions:
    """What a contact is assumed to change.

    returns: share of clients who left in silence and come back after a call made at once; it halves with every
    `returns_half_life_days` of delay. restores: share of a lost volume that a talk restores. keeps: share of late
    orders that a reminder keeps from going elsewhere. lifts: what a follow-up after the first order adds to the
    value of the next 12 months. word, answer, talk: share of the value of the next 12 months that is lost with a broken
    promise, lost with a question never answered, and won by the next talk held in time.
    """

    returns: Share = Share(0.20, 0.10, 0.35)
    returns_half_life_days: float = 90.0
    restores: Share = Share(0.25, 0.10, 0.40)
    keeps: Share = Share(0.15, 0.05, 0.30)
    lifts: Share = Share(0.10, 0.03, 0.20)
    word: Share = Share(0.04, 0.01, 0.12)
    answer: Share = Share(0.02, 0.005, 0.06)
    talk: Share = Share(0.03, 0.01, 0.08)


ASSUMED = Assumptions()


def yearly_revenue(revenue: int, history_days: int) -> float:
    """Revenue a year while ordering: all of it over the days from first to last order, at least one year.

    A client of three weeks is therefore worth what it bought, not seventeen times as much.
    """
    return max(0.0, revenue * YEAR_DAYS / max(history_days, YEAR_DAYS))


def returning_share(overdue_days: float, assumed: Assumptions = ASSUMED) -> float:
    """Share of such calls that bring the client back, when made `overdue_days` after the order was due."""
    return assumed.returns.estimate * 0.5 ** (max(0.0, overdue_days) / assumed.returns_half_life_days)


def silence_worth(yearly: float, p_active: float, share: float) -> float:
    """A call changes something only if the client has left, and only if the call brings it back."""
    return yearly * (1 - p_active) * share


def falling_worth(missing_yearly: float, p_real: float, share: float) -> float:
    """The volume that is missing over a year, if the drop is real and a talk restores it."""
    return max(0.0, missing_yearly) * p_real * share


def due_worth(average_order: float, p_late: float, share: float) -> float:
    """One order, if it is late and a reminder keeps it."""
    return max(0.0, average_order) * p_late * share


def first_order_worth(value_12m: float, share: float) -> float:
    """What the follow-up adds to the expected value of the next 12 months."""
    return max(0.0, value_12m) * share


def talk_worth(value_12m: float, share: float) -> float:
    """What hangs on a word given or a talk agreed: a share of the expected value of the next 12 months."""
    return max(0.0, value_12m) * share


def with_interval(estimate: float, share: Share, value_deviation: float) -> Stake:
    """The stake with its 80 % interval: the range of the assumed share and the client's own unevenness together."""
    below = math.hypot(1 - share.low / share.estimate, value_deviation)
    above = math.hypot(share.high / share.estimate - 1, value_deviation)
    return Stake(round(estimate), round(estimate * max(0.0, 1 - below)), round(estimate * (1 + above)))


def yearly_deviation(monthly_variation: float | None) -> float:
    """Half-width of the 80 % interval of a year's purchases, as a share, from the variation of single months."""
    if monthly_variation is None:
        return 0.5
    return min(0.9, Z80 * monthly_variation / math.sqrt(12))
