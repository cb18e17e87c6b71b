"""How a problem presses each person: its place among all that person named, and whether it costs them something today.

The mean of what many said hides that the loudest was alone: what counts is for how many it is among their worst. Pure.
"""

from collections.abc import Iterable
from typing import NamedTuple

from tenure.discovery.interviews.counting import Heard, weights_of
from tenure.discovery.interviews.counts import HeardProblem


class Pressing(NamedTuple):
    """ranks: of each person who said how bad the problem is, 1 for the worst they named; weights: what
    each of those people is worth, colleagues discounted; paying: how many people named money or hours it costs them."""

    ranks: tuple[int, ...] = ()
    weights: tuple[float, ...] = ()
    paying: int = 0


NOBODY = Pressing()


def pressing(talks: Iterable[Heard], heard: Iterable[HeardProblem]) -> dict[tuple[int, int], Pressing]:
    """By (segment, problem). A person heard twice in a segment is one, as bad as in the worse of both talks."""
    talk_of = {talk.interview: talk for talk in talks if talk.segment is not None}
    severities: dict[tuple[int, str], dict[int, int]] = {}
    paying: dict[tuple[int, int], set[str]] = {}
    voice_of: dict[str, str] = {}
    for one in heard:
        talk = talk_of.get(one.talk)
        if talk is None or talk.segment is None:
            continue
        voice_of[talk.person] = talk.cluster or voice_of.get(talk.person, talk.person)
        if one.cost_minor or one.hours:
            paying.setdefault((talk.segment, one.problem), set()).add(talk.person)
        if one.severity:
            named = severities.setdefault((talk.segment, talk.person), {})
            named[one.problem] = max(one.severity, named.get(one.problem, 0))
    ranks: dict[tuple[int, int], list[tuple[int, str]]] = {}
    for (segment, person), named in severities.items():
        for problem, severity in named.items():
            rank = 1 + sum([other > severity for other in named.values()])
            ranks.setdefault((segment, problem), []).append((rank, voice_of[person]))
    return {
        key: Pressing(
            tuple([rank for rank, _voice in ranks.get(key, ())]),
            # Each person weighs by the colleagues who say so too.
            tuple(weights_of([voice for _rank, voice in ranks.get(key, ())])), len(paying.get(key, ())),
        )
        for key in ranks.keys() | paying.keys()
    }  # fmt: skip
