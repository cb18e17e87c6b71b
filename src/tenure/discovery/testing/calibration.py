"""How good people's predictions are: Brier score and the picture of reliability, per person (method 2.15)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tenure.discovery.models import TestCard
from tenure.discovery.sight import visible_ventures
from tenure.engine.evidence import value_of_information
from tenure.engine.evidence.wilson import wilson
from tenure.privacy.models import User

BINS = 5
INTERVAL = 0.8


@dataclass(frozen=True)
class ReliabilityBin:
    """Predictions from `start` to `end`: how many, their mean, how often it came true, with 8 of 10 interval."""

    start: float
    end: float
    n: int
    predicted: float
    happened: float
    low: float
    high: float


@dataclass(frozen=True)
class Calibration:
    """One person. brier: 0 is perfect, 0.25 a coin; bins: those with predictions; lean: mean prediction less what
    happened, above 0 is hope."""

    user_id: int
    name: str
    n: int
    brier: float
    lean: float
    bins: tuple[ReliabilityBin, ...]


def calibration_of(*, actor: User, venture_id: int | None = None) -> tuple[Calibration, ...]:
    """Everybody who predicted tests that ended in a yes or no, of one venture in sight or of all, best first. One query."""
    rows = TestCard.objects.filter(
        venture__in=visible_ventures(actor), state=TestCard.State.DECIDED, verdict__in=("supported", "refuted"),
        prediction__isnull=False, predicted_by__isnull=False,
    )  # fmt: skip
    if venture_id is not None:
        rows = rows.filter(venture_id=venture_id)
    said: dict[tuple[int, str], list[tuple[float, int]]] = defaultdict(list)
    for user_id, name, predicted, verdict in rows.order_by("pk").values_list(
        "predicted_by_id", "predicted_by__name", "prediction", "verdict"
    ):
        said[user_id, name].append((float(predicted or 0), int(verdict == "supported")))
    found = [calibrated(user_id, name, pairs) for (user_id, name), pairs in said.items()]
    return tuple(sorted(found, key=lambda one: one.brier))


def calibrated(user_id: int, name: str, pairs: Iterable[tuple[float, int]]) -> Calibration:
    """Pure: predictions 0..1 against what came, 0 or 1; at least one."""
    listed = list(pairs)
    predicted, happened = [pair[0] for pair in listed], [pair[1] for pair in listed]
    score = value_of_information.brier(predicted, happened)
    bins: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for pair in listed:
        bins[min(BINS - 1, int(pair[0] * BINS))].append(pair)
    drawn = tuple(_bin(place, bins[place]) for place in sorted(bins))
    lean = sum(predicted) / len(listed) - sum(happened) / len(listed)
    return Calibration(user_id, name, len(listed), score or 0.0, lean, drawn)


def _bin(place: int, pairs: list[tuple[float, int]]) -> ReliabilityBin:
    n, won = len(pairs), sum(pair[1] for pair in pairs)
    low, high = wilson(won, n, level=INTERVAL)
    mean = sum(pair[0] for pair in pairs) / n
    return ReliabilityBin(place / BINS, (place + 1) / BINS, n, mean, won / n, low, high)
