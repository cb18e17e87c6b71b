"""Where the marks of the pictures stand: the tornado and the distribution of the margin. Per cent of the width."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenure.discovery.economics.analysis import Economics, together
from tenure.discovery.economics.simulated import Simulated
from tenure.discovery.economics.words import about, metric_title, sum_of, value_of

LABEL_ROOM = 14.0  # per cent left at each side for the values beside the bars


@dataclass(frozen=True)
class TornadoBar:
    """left, low_width: of the part with the low guess, right part likewise; low_first: the low guess is the worse end."""

    metric: str
    name: str
    x: float
    middle: float
    width: float
    low_left: bool
    low_text: str
    high_text: str
    best_gain: str
    bottleneck: bool


@dataclass(frozen=True)
class TornadoPicture:
    """bars: widest first; zero: place of a margin of zero, None outside; base: of the likely values."""

    bars: tuple[TornadoBar, ...]
    zero: float | None
    base: float
    ticks: tuple[tuple[float, str], ...]
    base_text: str
    label: str


def tornado_picture(found: Economics, currency: str) -> TornadoPicture | None:
    """None while no metric has a range."""
    if found.chain is None or found.tornado is None or not found.tornado.bars:
        return None
    base, bars = found.chain.contribution, found.tornado.bars
    ends = [end for bar in bars.values() for end in (bar.low, bar.high)] + [base]
    low, high = min(ends), max(ends)
    if 0 < low < 0.6 * high:
        low = 0.0
    if 0 > high > 0.6 * low:
        high = 0.0
    span = (high - low) or 1.0

    def place(value: float) -> float:
        return round(LABEL_ROOM + (100 - 2 * LABEL_ROOM) * (value - low) / span, 2)

    rows = []
    for metric in sorted(bars, key=lambda name: -bars[name].swing):
        bar = bars[metric]
        row = found.scenario.inputs[metric]
        left, right = min(bar.low, bar.high), max(bar.low, bar.high)
        rows.append(
            TornadoBar(
                metric, _title(metric, found), place(left), place(base), round(place(right) - place(left), 2),
                bar.low <= bar.high, value_of(metric, row.low or 0, currency), value_of(metric, row.high or 0, currency),
                sum_of(bar.best_gain, currency), metric == found.tornado.bottleneck,
            )
        )  # fmt: skip
    zero = place(0) if low <= 0 <= high else None
    ticks = tuple((place(value), about(value, currency)) for value in round_steps(low, high))
    return TornadoPicture(tuple(rows), zero, place(base), ticks, sum_of(base, currency), "")


def _title(metric: str, found: Economics) -> str:
    if metric == "users" and together(found.scenario):
        return _("%(users)s, and with it CPA") % {"users": metric_title(metric)}
    return metric_title(metric)


def round_steps(low: float, high: float) -> list[float]:
    """Three to five round numbers from low to high."""
    span = high - low
    if span <= 0:
        return [low]
    size = 10.0 ** (len(f"{int(span)}") - 1) if span >= 1 else 10.0 ** -len(f"{int(1 / span)}")
    step = next(size * part for part in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10) if span / (size * part) <= 4.5)
    first = -(-low // step)
    return [round((first + place) * step, 9) for place in range(6) if (first + place) * step <= high + 1e-9]


@dataclass(frozen=True)
class MarginBin:
    x: float
    width: float
    height: float
    loss: bool


@dataclass(frozen=True)
class MarginPicture:
    """bins: heights 0..100; zero, p10, p50, p90: places; ticks: places with their money."""

    bins: tuple[MarginBin, ...]
    zero: float | None
    p10: float
    p50: float
    p90: float
    ticks: tuple[tuple[float, str], ...]


def margin_picture(found: Simulated, currency: str) -> MarginPicture | None:
    """None where nothing varies."""
    if len(found.counts) < 2:
        return None
    low, high, most = found.edges[0], found.edges[-1], max(found.counts)

    def place(value: float) -> float:
        return round(100 * (value - low) / (high - low), 2)

    width = 100 / len(found.counts)
    bins = tuple(
        MarginBin(
            round(number * width, 2), round(width - 0.3, 2), round(100 * count / most, 1), found.edges[number + 1] <= 0
        )
        for number, count in enumerate(found.counts)
    )
    ticks = tuple((place(value), about(value, currency)) for value in round_steps(low, high))
    zero = place(0) if low < 0 < high else None
    return MarginPicture(bins, zero, place(found.p10), place(found.p50), place(found.p90), ticks)
