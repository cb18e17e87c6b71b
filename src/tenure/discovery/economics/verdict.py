"""Does it converge: yes, no or unknown, and what would change the answer. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from tenure.discovery.economics.inputs import InputRow
from tenure.discovery.economics.metrics import METRICS
from tenure.discovery.economics.simulated import Simulated
from tenure.engine.economics.chain import Chain, Tornado, break_even
from tenure.engine.economics.least_change import LeastChange, least_change

CONVERGES, DOES_NOT, UNKNOWN = "converges", "does_not", "unknown"
EQUAL_WEIGHT = 0.1


@dataclass(frozen=True)
class Verdict:
    """code: converges, does_not or unknown, by the chance of a contribution above zero.

    missing: metrics without a value; ranges: False when nothing has a range, so that no chance can be told; measure: the
    uncertain metric most worth knowing; bottleneck: with the largest gain in its range; alone: metrics whose range
    reaches the break-even by itself; together: the least joint change, reachable when inside all ranges.
    """

    code: str
    missing: tuple[str, ...] = ()
    ranges: bool = True
    chance: float | None = None
    measure: str | None = None
    bottleneck: str | None = None
    alone: tuple[str, ...] = ()
    together: LeastChange | None = None
    reachable: bool = False


def verdict(
    inputs: Mapping[str, InputRow],
    chain: Chain | None,
    found: Simulated | None,
    bars: Tornado | None,
    *,
    sure: float,
) -> Verdict:
    """The answer and what would change it. sure: the chance from which one speaks, above 0.5."""
    missing = tuple(metric for metric in METRICS if metric not in inputs)
    if missing or chain is None or found is None or bars is None:
        return Verdict(UNKNOWN, missing)
    chance = 1 - found.loss
    ranges = bool(found.influences)
    code = CONVERGES if chance >= sure else DOES_NOT if chance <= 1 - sure else UNKNOWN
    if not ranges:
        code = CONVERGES if chain.converges else DOES_NOT
    together = None if chain.converges else least_change(chain, weights(inputs))
    reachable = together is not None and all(
        _inside(inputs[metric], value) for metric, value in together.values.items()
    )
    evens = break_even(chain, one_people=found.one_people)
    alone = tuple(
        metric for metric in bars.order if (even := evens.get(metric)) is not None and _inside(inputs[metric], even)
    )
    measure = found.influences[0].metric if ranges else None
    return Verdict(
        code, (), ranges, chance if ranges else None, measure, bars.bottleneck, alone, together, reachable
    )  # fmt: skip


def weights(inputs: Mapping[str, InputRow]) -> dict[str, float]:
    """How far each metric may plausibly go, as a share of what it is; all alike while no range is known."""
    found = {
        metric: (row.high - row.low) / (2 * row.value)
        for metric, row in inputs.items()
        if row.low is not None and row.high is not None and row.value > 0
    }
    wide = {metric: width for metric, width in found.items() if metric != "users" and width > 0}
    return wide or {metric: EQUAL_WEIGHT for metric in METRICS if metric != "users"}


def _inside(row: InputRow, value: float) -> bool:
    return row.low is not None and row.high is not None and row.low <= value <= row.high
