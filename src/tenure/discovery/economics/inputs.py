"""One input of the chain as it is given: checked, with its range, its distribution and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tenure.discovery.economics.metrics import LARGEST, LETTERS, METRICS, SHARES
from tenure.discovery.models import EconomicsInput
from tenure.engine.economics.distributions import Distribution, Estimate, Known, Lognormal, Share, Triangular
from tenure.engine.evidence.proportions import posterior
from tenure.kernel.errors import InvalidValue, Wrongs

Shape, Source = EconomicsInput.Shape, EconomicsInput.Source
BASIS_LONGEST = 250
EIGHT_OF_TEN = 0.8


@dataclass(frozen=True)
class InputValue:
    """An input to be stored; value None: not known. Shares 0..1, money in units; successes of trials where counted."""

    value: float | None
    low: float | None = None
    high: float | None = None
    shape: str = Shape.TRIANGULAR
    successes: int | None = None
    trials: int | None = None
    assumed: bool = True
    basis: str = ""


@dataclass(frozen=True)
class InputRow:
    """A stored input: value, plausible range (None: none given), its source, and who gave it when."""

    metric: str
    value: float
    low: float | None
    high: float | None
    shape: str
    successes: int | None
    trials: int | None
    source: str
    assumed: bool
    basis: str
    author: str
    on: date

    @property
    def distribution(self) -> Distribution:
        """What the simulation draws from."""
        if self.shape == Shape.COUNTED and self.successes is not None and self.trials is not None:
            share = posterior(self.successes, self.trials)
            return Share(share.alpha, share.beta)
        if self.low is None or self.high is None or self.shape == Shape.KNOWN:
            return Known(self.value)
        if self.shape == Shape.LOGNORMAL:
            return Lognormal(self.low, self.high)
        # What data said is in 8 of 10 cases within its range; what somebody guessed, always.
        linked = self.source == Source.LINKED and self.metric not in SHARES
        return (Estimate if linked else Triangular)(self.low, self.value, self.high)


def checked_inputs(given: Mapping[str, InputValue]) -> dict[str, InputValue | None]:
    """Pure: as `checked`, by metric. Raises InvalidValue naming every wrong field."""
    wrongs = Wrongs()
    found = {metric: wrongs.got(checked, metric, given[metric]) for metric in METRICS if metric in given}
    wrongs.tell()
    return found


def checked(metric: str, given: InputValue) -> InputValue | None:
    """The input as it can be stored, counted shares worked out; None where it is left empty. Raises InvalidValue naming
    every wrong field."""
    wrongs = Wrongs()
    with wrongs:
        if len(given.basis) > BASIS_LONGEST:
            raise InvalidValue("economics_text_long", field=f"{metric}_basis", longest=BASIS_LONGEST)
    counted = given.successes is not None or given.trials is not None
    found: InputValue | None = wrongs.got(_counted if counted else _guessed, metric, given)
    wrongs.tell()
    return found


def _guessed(metric: str, given: InputValue) -> InputValue | None:
    """A likely value with its range, each number possible by itself before they are laid beside each other."""
    wrongs = Wrongs()
    for end in ("value", "low", "high"):
        number = getattr(given, end)
        if number is not None:
            wrongs.got(_possible, metric, end, number)
    wrongs.got(_complete, metric, given)
    wrongs.tell()
    if given.value is None:
        return None
    if given.low is None or given.high is None:
        return _stored(given, None, None, Shape.KNOWN)
    return _ranged(metric, given, given.value, given.low, given.high)


def _complete(metric: str, given: InputValue) -> None:
    wrongs = Wrongs()
    with wrongs:
        if given.value is None and (given.low is not None or given.high is not None):
            raise InvalidValue("economics_value_missing", field=f"{metric}_value", letters=LETTERS[metric])
    with wrongs:
        if (given.low is None) != (given.high is None):
            missing = "low" if given.low is None else "high"
            raise InvalidValue("economics_range_half", field=f"{metric}_{missing}", letters=LETTERS[metric])
    wrongs.tell()


def _ranged(metric: str, given: InputValue, value: float, low: float, high: float) -> InputValue:
    if low > high:
        raise InvalidValue(
            "economics_range_turned", field=f"{metric}_low", letters=LETTERS[metric], low=low, high=high,
            share=metric in SHARES,
        )  # fmt: skip
    if not low <= value <= high:
        raise InvalidValue(
            "economics_value_outside", field=f"{metric}_value", letters=LETTERS[metric], value=value,
            low=low, high=high, share=metric in SHARES,
        )  # fmt: skip
    shape = Shape.LOGNORMAL if given.shape == Shape.LOGNORMAL else Shape.TRIANGULAR
    if shape == Shape.LOGNORMAL and (metric in SHARES or low <= 0):
        code = "economics_skewed_share" if metric in SHARES else "economics_skewed_zero"
        raise InvalidValue(code, field=f"{metric}_low", letters=LETTERS[metric])
    return _stored(given, low, high, shape)


def _possible(metric: str, end: str, number: float) -> None:
    field, letters = f"{metric}_{end}", LETTERS[metric]
    if number < 0:
        raise InvalidValue("economics_negative", field=field, letters=letters, value=number, share=metric in SHARES)
    if metric in SHARES and number > 1:
        raise InvalidValue("economics_share_over", field=field, letters=letters, value=number)
    if not number <= LARGEST:
        raise InvalidValue("economics_too_large", field=field, letters=letters)


def _stored(given: InputValue, low: float | None, high: float | None, shape: str) -> InputValue:
    return InputValue(given.value, low, high, shape, None, None, given.assumed, given.basis.strip())


def _counted(metric: str, given: InputValue) -> InputValue:
    if metric not in SHARES:
        raise InvalidValue("economics_not_counted", field=f"{metric}_value", letters=LETTERS[metric])
    if given.successes is None or not given.trials:
        missing = "successes" if given.successes is None else "trials"
        raise InvalidValue("economics_counts_missing", field=f"{metric}_{missing}", letters=LETTERS[metric])
    if given.successes > given.trials:
        raise InvalidValue(
            "economics_counts_turned", field=f"{metric}_successes", letters=LETTERS[metric],
            successes=given.successes, trials=given.trials,
        )  # fmt: skip
    low, high = posterior(given.successes, given.trials).interval(EIGHT_OF_TEN)
    value = given.successes / given.trials
    return InputValue(
        value, min(low, value), max(high, value), Shape.COUNTED, given.successes, given.trials, False,
        given.basis.strip(),
    )  # fmt: skip
