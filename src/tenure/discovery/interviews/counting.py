"""Who brought what up by themselves, of how many, and how many voices that is when several come from a company. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import fsum
from typing import NamedTuple

from tenure.engine.evidence.pooling import clustered
from tenure.engine.evidence.proportions import Posterior

# Likeness of people from one company, assumed until measured (method 2.6, vector C5).
LIKENESS = 0.4
# A talk in which we told them what to say: nothing in it counts as brought up by themselves.
PROMPTING = frozenset(("pitched", "led"))
LEVEL = 0.8


class Heard(NamedTuple):
    """One talk as it is counted. person: who, so that two talks with one person are one voice; cluster: whose company,
    empty when on their own; unprompted, prompted: problems."""

    interview: int
    segment: int | None
    person: str
    cluster: str
    stranger: bool
    friend: bool
    biases: frozenset[str] = frozenset()
    evangelist: int = 0
    unprompted: frozenset[int] = frozenset()
    prompted: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Mentions:
    """unprompted of `people` brought it up by themselves, `prompted` only when asked; share: how many in the segment have
    it, companies counted as one voice."""

    unprompted: int
    prompted: int
    people: int
    share: Posterior

    @property
    def mean(self) -> float:
        return self.share.mean

    @property
    def interval(self) -> tuple[float, float]:
        """The middle 80 % of the share."""
        return _middle(self.share)

    @property
    def low(self) -> float:
        return self.interval[0]

    @property
    def high(self) -> float:
        return self.interval[1]


@lru_cache(maxsize=2048)
def _middle(share: Posterior) -> tuple[float, float]:
    return share.interval(LEVEL)


@dataclass(frozen=True)
class SegmentCounts:
    """held: talks; people: different ones; strangers: talks with those who came cold; companies: different voices;
    effective: people, with those of one company counted for less (C5)."""

    segment: int | None
    held: int
    people: int
    strangers: int
    friends: int
    companies: int
    effective: float
    best_evangelist: int
    evangelists: int
    problems: dict[int, Mentions] = field(default_factory=dict)


def count_segment(segment: int | None, talks: Sequence[Heard], problems: Iterable[int]) -> SegmentCounts:
    """The counts of one segment; a person heard twice is one person, and has what they named in either talk."""
    people: dict[str, list[Heard]] = {}
    for talk in talks:
        people.setdefault(talk.person, []).append(talk)
    voices = {person: next((talk.cluster for talk in of if talk.cluster), person) for person, of in people.items()}
    count, sizes = len(people), Counter(voices.values())
    # Each person weighs by the colleagues they have here: twenty of one firm do not outvote ten of ten others.
    weights = weights_of([voices[person] for person in people])
    named = [_named(of) for of in people.values()]
    own = Counter(problem for one, _after in named for problem in one)
    weight_of: dict[int, float] = {}
    for (one, _after), weight in zip(named, weights, strict=True):
        for problem in one:
            weight_of[problem] = weight_of.get(problem, 0.0) + weight
    effective = fsum(weights)
    after = Counter(problem for _own, one in named for problem in one)
    levels = [max([talk.evangelist for talk in of]) for of in people.values()]
    return SegmentCounts(
        segment=segment, held=len(talks), people=count, strangers=sum([talk.stranger for talk in talks]),
        friends=sum([talk.friend for talk in talks]), companies=len(sizes), effective=effective,
        best_evangelist=max(levels, default=0), evangelists=sum([level >= 4 for level in levels]),
        problems={
            one: Mentions(own[one], after[one], count, _share(weight_of.get(one, 0.0), effective)) for one in problems
        },
    )  # fmt: skip


def weights_of(voices: Sequence[str]) -> list[float]:
    """What each of these is worth beside the others of the same voice."""
    sizes = Counter(voices)
    worth = {size: clustered(1, size, LIKENESS)[1] for size in set(sizes.values())}
    return [worth[sizes[voice]] for voice in voices]


def _named(talks: Iterable[Heard]) -> tuple[frozenset[int], frozenset[int]]:
    """What one person named by themselves, and what only after us."""
    own: frozenset[int] = frozenset()
    after: frozenset[int] = frozenset()
    for talk in talks:
        if talk.biases & PROMPTING:
            after |= talk.unprompted | talk.prompted
        else:
            own, after = own | talk.unprompted, after | talk.prompted
    return own, after - own


def _share(own: float, of: float) -> Posterior:
    """A uniform prior and the answers, each weighing as much as the voices it is worth."""
    return Posterior(1.0 + own, 1.0 + max(0.0, of - own))
