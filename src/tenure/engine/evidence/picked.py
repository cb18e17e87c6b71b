"""What is sure of the best of several although it was picked as the best: Bonferroni's bound, right for any dependence."""

from tenure.engine.checks import above_zero, number


def error_of_each(error: float, of: int) -> float:
    """How unsure each of `of` statements may be for all of them to hold together but with `error`, and with them whichever is
    picked."""
    return number("error", error, low=0, high=1) / above_zero("how many", of)


def picked(chance: float, of: int) -> float:
    """A lower bound of the chance that all of `of` statements hold, none surer than this one: what the chance of the best
    is worth once it was picked from so many. 0..1; of one, the chance itself."""
    return max(0.0, 1 - above_zero("how many", of) * (1 - number("chance", chance, low=0, high=1)))
