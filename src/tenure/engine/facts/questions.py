"""What to ask a client next, and where to stop: several facts about one person add less and less (K3).

One list of questions is for one deal. `worth` ranks the facts of all clients at once; this chooses among those of one.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from operator import mul

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.checks import number, numbers
from tenure.engine.errors import BadInput
from tenure.engine.facts.worth import CAP, Worth


@dataclass(frozen=True)
class Questions:
    """What to ask, in this order, and why no more.

    rows: places of the facts; worth: of each when asked in this order; total, cost, minutes: of all of them, the total
    never above value * (1 - p), what winning for sure would bring; stopped_by: "nothing_worth" (whatever is left costs
    at least what it brings), "time" or "all_asked"; best_left: place of the dearest fact left out, None without one;
    gain: of every fact by place, what it adds when asked in this order, or would add after all these.
    """

    rows: tuple[int, ...]
    worth: tuple[float, ...]
    total: float
    cost: float
    minutes: float
    stopped_by: str
    best_left: int | None
    gain: tuple[float, ...]


def questions(
    facts: Worth,
    *,
    win_probability: float,
    person: Sequence[Hashable],
    minutes: ArrayLike,
    budget_minutes: float = math.inf,
    cap: float = CAP,
    by: str = "ratio",
) -> Questions:
    """Which facts of one deal to ask, until the next brings no more than it costs. by: "ratio", best worth per cost
    first, when time is short; "net", what brings most after its cost first, when only a few can be asked.

    person: whom each fact is about, any labels; minutes: what finding each takes; budget_minutes: the time there is,
    a fact that does not fit is passed over for one that does; cap: see `worth.joint_lift`. What is known already counts
    among what the person can add. Raises BadInput when the lists differ in length or the facts belong to several deals.
    """
    p, size = number("the probability of winning", win_probability, low=0, high=1), facts.worth.size
    takes = np.broadcast_to(numbers("minutes", minutes, low=0), facts.worth.shape).tolist()
    if len(person) != size:
        raise BadInput("fact_lists", f"{len(person)} persons for {size} facts", remedy="Give one for each fact.")
    if size and np.ptp(facts.factors[:2], axis=1).any():
        raise BadInput("several_deals", "The facts belong to deals of different value", remedy="Ask deal by deal.")
    if by not in {"ratio", "net"}:
        raise BadInput("question_order", f"no order of questions is called {by}", remedy='Give "ratio" or "net".')
    order, gain, out_of_time = _chosen(facts, person, takes, budget_minutes, cap, by)
    taken = set(order)
    left = [row for row in range(size) if row not in taken]
    bound = float(facts.factors[0, 0]) * (1 - p) if size else 0.0
    return Questions(
        rows=tuple(order),
        worth=tuple(gain[row] for row in order),
        total=min(math.fsum(gain[row] for row in order), bound),
        cost=math.fsum(facts.cost[row] for row in order),
        minutes=math.fsum(takes[row] for row in order),
        stopped_by="time" if out_of_time else "nothing_worth" if left else "all_asked",
        best_left=max(left, key=lambda row: float(facts.worth[row])) if left else None,
        gain=tuple(gain[row] for row in range(size)),
    )


def _chosen(
    facts: Worth, person: Sequence[Hashable], takes: list[float], budget: float, cap: float, by: str
) -> tuple[list[int], dict[int, float], bool]:
    """Places asked, what each fact adds when asked in this order or after all these, and whether something worth
    asking no longer fitted into the time."""
    _, _, _, lifts, unknown, p_find, p_use = facts.factors
    lift = np.minimum(lifts, cap) / cap
    open_part = (1 - lift * (1 - unknown)).tolist()  # 1 minus the share of the cap each fact uses up
    when_asked = (1 - lift * (1 - unknown * (1 - p_find * p_use))).tolist()
    plain, cost = facts.worth.tolist(), facts.cost.tolist()
    about: defaultdict[Hashable, list[int]] = defaultdict(list)
    for row, whom in enumerate(person):
        about[whom].append(row)
    candidates = [row for row in range(len(plain)) if plain[row] > cost[row]]
    gain: dict[int, float] = {}
    for rows in about.values():
        gain |= _gains(rows, plain, open_part)
    order: list[int] = []
    added: dict[int, float] = {}
    out_of_time = False
    while candidates:
        worth_it = [row for row in candidates if gain[row] > cost[row]]
        fitting = [row for row in worth_it if takes[row] <= budget]
        out_of_time |= len(fitting) < len(worth_it)
        if not fitting:
            break
        if by == "net":
            best = max(fitting, key=lambda row: (gain[row] - cost[row], -row))
        else:
            best = max(fitting, key=lambda row: (_ratio(gain[row], cost[row]), gain[row], -row))
        order.append(best)
        added[best] = gain[best]
        budget -= takes[best]
        open_part[best] = when_asked[best]
        gain |= _gains(about[person[best]], plain, open_part)
        candidates = [row for row in fitting if row != best]
    return order, gain | added, out_of_time


def _gains(rows: list[int], plain: list[float], open_part: list[float]) -> dict[int, float]:
    """What each fact about one person adds, given what the others use up: its worth times the product of theirs."""
    before = list(itertools.accumulate((open_part[row] for row in rows), mul, initial=1.0))
    after = list(itertools.accumulate((open_part[row] for row in reversed(rows)), mul, initial=1.0))[::-1]
    return {row: plain[row] * before[place] * after[place + 1] for place, row in enumerate(rows)}


def _ratio(gain: float, cost: float) -> float:
    return gain / cost if cost > 0 else math.inf
