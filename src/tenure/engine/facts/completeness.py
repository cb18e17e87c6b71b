"""How much of what matters is known of a client (K4), and the money left on the table."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.checks import numbers
from tenure.engine.errors import BadInput
from tenure.engine.facts.worth import Worth


@dataclass(frozen=True)
class Completeness:
    """weighted: 0..1, each fact by its weight and the influence of its person; plain: share of the pairs (person, fact)
    of which anything is known. None when there is nothing to know."""

    weighted: float | None
    plain: float | None


def completeness(influence: ArrayLike, weight: ArrayLike, known: ArrayLike) -> Completeness:
    """sum_j v_j sum_f w_f k_jf / sum_j v_j sum_f w_f.

    influence: by person, v_j (its size counts, not its sign); weight: by fact, or person x fact; known: person x fact,
    0..1, nan where the fact does not apply to the person. Raises BadInput for tables that do not fit and impossible
    values.
    """
    share = np.abs(numbers("influence", influence))
    table = np.asarray(known, dtype=np.float64)
    applies = ~np.isnan(table)
    held = numbers("known", np.where(applies, table, 0.0), low=0, high=1)
    each = numbers("weight", weight, low=0)
    if table.ndim != 2 or share.shape != table.shape[:1] or each.shape not in (table.shape, table.shape[1:]):
        raise BadInput("completeness_shapes", "Influence, weights and what is known do not fit together")
    mass = share[:, None] * np.broadcast_to(each, table.shape) * applies
    whole, pairs = float(mass.sum()), int(applies.sum())
    return Completeness(
        weighted=float((mass * held).sum()) / whole if whole > 0 else None,
        plain=float((held > 0).sum()) / pairs if pairs else None,
    )


def money_left(facts: Worth) -> float:
    """Sum of what the facts worth asking would bring after their cost: what the gaps of a card cost."""
    return float(facts.net[facts.collect].sum())
