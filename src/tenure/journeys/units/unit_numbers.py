"""What the engine makes of a decision unit: shares, chances, whom to work with, and how sure all of it is.

Plain numbers in, plain numbers out; the same entries give the same answer, kept for the next page that asks.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tenure.engine.decision_unit.influence import Influence, Unit, influence, questionable, unit
from tenure.engine.decision_unit.robustness import SURENESS, robustness
from tenure.engine.decision_unit.whom import PUSH, Levers, arguments, levers, path, rank
from tenure.engine.decision_unit.win import SLOPE, Odds, outlook

# An attitude nobody knows may be anything from -1 to 1: a uniform guess is worth two sightings.
UNKNOWN_SURENESS = 2.0
KEPT = 512


@dataclass(frozen=True)
class Entries:
    """A unit of n people as the engine takes it, in their order.

    weights: any scale; attitudes: -1..1, None unknown; access: 0..1; estimates: 0..1, None for none; ties: who listens
    to whom and how strongly, by place; value and costs: in one unit of money; criteria: by person, weights by place of
    the criterion; proofs: by argument, 0..1 by place of the criterion; seed: what the draws follow from.
    """

    weights: tuple[float, ...]
    attitudes: tuple[float | None, ...]
    susceptibility: tuple[float, ...]
    vetoes: tuple[float, ...]
    access: tuple[float, ...]
    estimates: tuple[float | None, ...]
    ties: tuple[tuple[int, int, float], ...]
    base_rate: float
    value: float
    costs: tuple[float, ...]
    criteria: tuple[tuple[float, ...], ...] = ()
    proofs: tuple[tuple[float, ...], ...] = ()
    seed: tuple[int, ...] = (1,)
    slope: float = SLOPE
    push: float = PUSH


@dataclass(frozen=True)
class PersonNumbers:
    """Of one person. weight: formal part, 0..1; share with its 80 % interval; parts: by person, what of the share comes
    through whose vote; after: attitude once all have talked; gain: what a step towards us adds to the chance; net,
    ratio: its money after cost, and money per unit of cost; through: place of who carries our word best, and how well;
    argument: place, -1 for none."""

    weight: float
    share: float
    share_low: float
    share_high: float
    parts: tuple[float, ...]
    after: float
    gain: float
    net: float
    ratio: float
    first_share: float
    through: int | None
    carried: float
    direct: float
    argument: int
    proven: float


@dataclass(frozen=True)
class UnitNumbers:
    """Of the whole unit. first, first_by_hour: places, None when nobody is worth the effort; stays: share of draws in
    which `first` stays; knowing: what learning the unit for certain would bring; gaps: places where the user's own
    estimate differs much; weight_given, rescaled, even: the sum of formal weights, whether it was not a whole, whether
    nobody had any and all were counted alike; hostile: somebody does the opposite of what another says."""

    people: tuple[PersonNumbers, ...]
    score: float
    win: float
    win_low: float
    win_high: float
    first: int | None
    first_by_hour: int | None
    by_net: tuple[int, ...]
    by_hour: tuple[int, ...]
    stays: float
    learn_first: bool
    nobody: float
    knowing: float
    gaps: tuple[int, ...]
    weight_given: float
    rescaled: bool
    even: bool
    hostile: bool


@lru_cache(maxsize=KEPT)
def unit_numbers(entries: Entries) -> UnitNumbers:
    """Everything about a unit of one person or more. Raises EngineError, `unit_unstable` with the places in `rows`."""
    even = not any(entries.weights)
    people = unit(
        _listening(entries), entries.susceptibility, [1.0] * len(entries.weights) if even else entries.weights
    )
    found = influence(people)
    attitude = np.array([0.0 if value is None else value for value in entries.attitudes])
    odds = Odds(entries.base_rate, entries.slope, np.array(entries.vetoes))
    now = outlook(found, people.weight, attitude, odds)
    lever = levers(found, people.weight, attitude, odds, push=entries.push)
    ranking = rank(lever, value=entries.value, cost=np.array(entries.costs))
    doubt = robustness(
        people, attitude, odds, value=entries.value, cost=np.array(entries.costs), first=ranking.first,
        rng=np.random.default_rng(entries.seed), push=entries.push,
        attitude_sureness=[UNKNOWN_SURENESS if value is None else SURENESS for value in entries.attitudes],
    )  # fmt: skip
    estimates = [np.nan if value is None else value for value in entries.estimates]
    return UnitNumbers(
        people=tuple(
            PersonNumbers(
                **part,
                net=float(ranking.net[place]),
                ratio=float(ranking.ratio[place]),
                share_low=float(doubt.share_low[place]),
                share_high=float(doubt.share_high[place]),
                first_share=float(doubt.first_share[place]),
                after=float(now.attitude[place]),
            )
            for place, part in enumerate(_parts(entries, people, found, lever))
        ),
        score=now.score,
        win=now.win,
        win_low=doubt.win_low,
        win_high=doubt.win_high,
        first=ranking.first,
        first_by_hour=_first_by_hour(ranking.net, ranking.by_ratio),
        by_net=ranking.by_net,
        by_hour=ranking.by_ratio,
        stays=doubt.stays,
        learn_first=doubt.learn_first,
        nobody=doubt.nobody,
        knowing=doubt.knowing,
        gaps=questionable(found.share, estimates),
        weight_given=0.0 if even else people.weight_given,
        rescaled=not even and people.weight_rescaled,
        even=even,
        hostile=people.hostile,
    )


def _listening(entries: Entries) -> np.ndarray:
    ties = np.zeros((len(entries.weights), len(entries.weights)))
    for who, whom, strength in entries.ties:
        ties[who, whom] = strength
    return ties


def _parts(entries: Entries, people: Unit, found: Influence, lever: Levers) -> list[dict]:
    """By person, what does not come from the draws: share, its sources, gain, path and argument."""
    speaks = (
        arguments(np.array(entries.criteria), np.array(entries.proofs)) if entries.criteria and entries.proofs else None
    )
    rows = []
    for place in range(len(entries.weights)):
        way = path(found, entries.access, place)
        rows.append(
            {
                "weight": float(people.weight[place]),
                "share": float(found.share[place]),
                "parts": tuple((people.weight * found.total[:, place]).tolist()),
                "gain": float(lever.gain[place]),
                "through": way.through,
                "carried": way.strength,
                "direct": way.direct,
                "argument": speaks.best[place] if speaks else -1,
                "proven": float(speaks.strength[place]) if speaks else 0.0,
            }
        )
    return rows


def _first_by_hour(net: np.ndarray, by_ratio: tuple[int, ...]) -> int | None:
    """The most money per unit of cost among those who bring more than they cost."""
    return next((place for place in by_ratio if net[place] > 0), None)
