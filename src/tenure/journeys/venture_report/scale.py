"""A scale for ranges of money: where a value stands, in per cent of the width, and a few round marks."""

from collections.abc import Sequence
from dataclasses import dataclass

from tenure.discovery.economics.pictures import round_steps
from tenure.discovery.economics.words import about


@dataclass(frozen=True)
class Scale:
    """From low to high, in units of money."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def place(self, value: float) -> float:
        return round(100 * (value - self.low) / ((self.high - self.low) or 1.0), 2)

    @property
    def zero(self) -> float | None:
        """Place of nothing; None outside."""
        return self.place(0) if self.low <= 0 <= self.high else None


def scale(values: Sequence[float], currency: str, *, from_zero: bool = False) -> Scale:
    """A scale on which all these values stand."""
    low, high = min(values), max(values)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    bare = Scale(low, high, ())
    return Scale(low, high, tuple((bare.place(mark), about(mark, currency)) for mark in round_steps(low, high)))
