"""The smallest change of several metrics together that brings the contribution to zero."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tenure.engine.checks import number
from tenure.engine.economics.chain import FIELDS, Chain
from tenure.engine.errors import BadInput

STEPS, NEAR = 200, 1e-12


@dataclass(frozen=True)
class LeastChange:
    """values: each moved metric at the break-even; shares: its change over what it was; size: the weighted distance."""

    values: Mapping[str, float]
    shares: Mapping[str, float]
    size: float


def least_change(chain: Chain, weights: Mapping[str, float]) -> LeastChange | None:
    """Minimise sum((share_i / weight_i) ** 2) so that the contribution is zero; None where nothing possible does it.

    weights: how far each metric may go as a share of what it is, 0 for one that stays; users cannot bring a loss to
    zero and are not asked. Conversions stay within 0..1, costs and prices at zero or more. Solved by linear steps
    (sequential quadratic programming); what reaches an end stays there. Raises BadInput for an unknown metric.
    """
    unknown = sorted(set(weights) - set(FIELDS))
    if unknown:
        raise BadInput("metric_unknown", f"No metric {', '.join(unknown)}", names=tuple(unknown))
    free = {
        name: number(name, weight, low=0)
        for name, weight in weights.items()
        if name != "users" and weight > 0 and getattr(chain, name) > 0
    }
    held: dict[str, float] = {}
    while free:
        found = _solved(chain, free, held)
        if found is None:
            return None
        wrong = {name: end for name, share in found.items() if (end := _end(chain, name, share)) is not None}
        if not wrong:
            shares = found | held
            size = math.sqrt(sum((share / weights[name]) ** 2 for name, share in shares.items()))
            return LeastChange({name: _at(chain, name, share) for name, share in shares.items()}, shares, size)
        held |= wrong
        free = {name: weight for name, weight in free.items() if name not in wrong}
    return None


def _solved(chain: Chain, free: Mapping[str, float], held: Mapping[str, float]) -> dict[str, float] | None:
    """Shares of the free metrics at the nearest zero, the held ones where they are; ends not yet looked at."""
    shares = dict.fromkeys(free, 0.0)
    scale = chain.acquisition + chain.revenue + 1e-300
    for _ in range(STEPS):
        values = {name: _at(chain, name, share) for name, share in (shares | dict(held)).items()}
        now, slopes = _contribution(chain, values), _slopes(chain, values)
        length = sum((slopes[name] * free[name]) ** 2 for name in free)
        if length == 0:
            return None
        along = sum(slopes[name] * shares[name] for name in free) - now
        moved = {name: slopes[name] * free[name] ** 2 * along / length for name in free}
        step = max(abs(moved[name] - shares[name]) for name in free)
        shares = {
            name: shares[name] + (moved[name] - shares[name]) * min(1.0, 1.0 / max(step, 1e-300)) for name in free
        }
        if step < 1e-10 and abs(now) < NEAR * scale * 1e3:
            return shares
    return None


def _contribution(chain: Chain, values: Mapping[str, float]) -> float:
    v = {name: values.get(name, getattr(chain, name)) for name in FIELDS}
    margin = (v["price"] - v["cogs"]) * v["orders"] - v["first_cost"]
    return float(v["users"] * (v["conversion"] * margin - v["user_cost"]))


def _slopes(chain: Chain, values: Mapping[str, float]) -> dict[str, float]:
    """Change of the contribution by a whole share of each metric."""
    v = {name: values.get(name, getattr(chain, name)) for name in FIELDS}
    buyers, margin = v["users"] * v["conversion"], v["price"] - v["cogs"]
    by_unit = {
        "conversion": v["users"] * (margin * v["orders"] - v["first_cost"]),
        "price": buyers * v["orders"],
        "cogs": -buyers * v["orders"],
        "orders": buyers * margin,
        "first_cost": -buyers,
        "user_cost": -v["users"],
    }
    return {name: slope * getattr(chain, name) for name, slope in by_unit.items()}


def _at(chain: Chain, name: str, share: float) -> float:
    return float(getattr(chain, name) * (1 + share))


def _end(chain: Chain, name: str, share: float) -> float | None:
    """The end a metric has passed, as a share of what it is; None inside."""
    value = _at(chain, name, share)
    if value < 0:
        return -1.0
    if name == "conversion" and value > 1:
        return 1 / chain.conversion - 1
    return None


def changed(chain: Chain, found: LeastChange) -> Chain:
    """The chain with the metrics moved."""
    return replace(chain, **dict(found.values))
