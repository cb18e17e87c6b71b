"""Tests of one claim that contradict each other, taken together: their evidence multiplied, never the newest alone (B4).

Each test that was locked and has ended is a bet against "the claim is false" and one against "the claim is true", at its
own threshold, whatever rule it was to be decided by; those given up are among them, so that none is chosen by its result.
Where people answered in more than one, the tests are not independent: then the bets are averaged, which is valid always.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenure.discovery.models import Hypothesis, Observation, TestCard
from tenure.discovery.testing.counting import counting
from tenure.discovery.testing.plan import TWO_ARMS, Answer
from tenure.discovery.voices import cluster_of, same_company, voice_heard
from tenure.engine.evidence.sequential import combine, log_e_values
from tenure.engine.evidence.two_arms import log_two_arms

PROVES = 20.0  # evidence of one chance in twenty to be wrong, as a test has by default
ANSWER = ("id", "success", "happened_on", "arm", "voice", "exploratory", "corrects_id", "excluded", "look")
WHO = ("cluster", "client_id", "interview_id", "interview__cluster", "interview__person_id")


@dataclass(frozen=True)
class Together:
    """above, below: evidence for and against the claim of all its ended tests, 1 is none; tests: how many; shared:
    people answered in several of them, so that it is their mean."""

    above: float
    below: float
    tests: int
    shared: bool

    @property
    def verdict(self) -> str:
        """Supported or refuted where one side is proven and the other is not, else undecided."""
        if (self.above >= PROVES) == (self.below >= PROVES):
            return TestCard.Verdict.UNDECIDED
        return TestCard.Verdict.SUPPORTED if self.above >= PROVES else TestCard.Verdict.REFUTED


def together(hypothesis: Hypothesis) -> Together:
    """The evidence of its locked tests that have ended, those changed after looking left out. Two queries, three with clients."""
    ended = (TestCard.State.DECIDED, TestCard.State.ABANDONED)
    cards = list(hypothesis.tests.filter(state__in=ended, locked_at__isnull=False, exploratory=False))
    answers: dict[int, list[Answer]] = defaultdict(list)
    voices: dict[str, set[int]] = defaultdict(set)
    rows = Observation.objects.filter(test__in=[card.pk for card in cards]).order_by("pk")
    for test, *row in rows.values_list("test_id", *ANSWER, *WHO):
        answer, (cluster, client, talk, of_talk, person) = Answer._make(row[: len(ANSWER)]), row[len(ANSWER) :]
        answers[test].append(answer)
        voice = cluster_of(client, cluster) if talk is None else voice_heard(talk, of_talk, person)
        if voice and not (answer.exploratory or answer.excluded):
            voices[voice].add(test)
    bets = [_bets(card, counting(answers[card.pk]).counted) for card in cards]
    shared = _shared(voices)
    above, below = (_joined([bet[side] for bet in bets], shared) for side in (0, 1))
    return Together(above, below, len(cards), shared)


def _shared(voices: Mapping[str, set[int]]) -> bool:
    """Whether one company or person answered in several tests, under whatever names; voices: in which tests."""
    client_of = same_company(voices)
    tests_of: dict[str, set[int]] = defaultdict(set)
    for voice, tests in voices.items():
        tests_of[client_of.get(voice, voice)] |= tests
    return any(len(tests) > 1 for tests in tests_of.values())


def _bets(card: TestCard, counted: Sequence[Answer]) -> tuple[float, float]:
    """Evidence for and against the claim of one test."""
    if card.rule in TWO_ARMS:
        a, b = ([row.success for row in counted if row.arm == arm] for arm in (0, 1))
        pairs = min(len(a), len(b))
        if not pairs:
            return 1.0, 1.0
        return _e(float(log_two_arms(a[:pairs], b[:pairs])[-1])), _e(float(log_two_arms(b[:pairs], a[:pairs])[-1]))
    won = sum(row.success for row in counted)
    if not counted or card.threshold is None:
        return 1.0, 1.0
    above, below = log_e_values([won], [len(counted) - won], card.threshold)
    return _e(float(above[0])), _e(float(below[0]))


def _e(log: float) -> float:
    return math.exp(min(log, 700.0))


def _joined(bets: Sequence[float], shared: bool) -> float:
    if not bets:
        return 1.0
    found = combine(bets)
    return found.mean if shared else found.product
