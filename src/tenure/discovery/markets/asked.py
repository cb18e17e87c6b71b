"""Who has a problem when a survey asks them: counted beside those who named it by themselves, never among them (method 2.6).

A question puts the problem into their mouth, so a yes is something stated, level 2 of the ladder, and a survey may narrow what
the talks leave open but not raise it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from tenure.discovery.interviews.counting import LEVEL, Mentions
from tenure.discovery.models import SurveyAnswer, SurveyQuestion
from tenure.engine.evidence.proportions import Posterior, posterior
from tenure.engine.market_fit import FEWEST
from tenure.kernel.compiled_query import Query, compiled_once

TALKS, SURVEY, NOBODY = "talks", "survey", "nobody"
# Why a survey does not decide: too few answers; more say yes than the talks leave room for.
FEW, MORE_THAN_HEARD = "few", "more_than_heard"


@dataclass(frozen=True)
class Stated:
    """Of the people of a segment a survey asked, so many say they have the problem."""

    survey_id: int
    survey: str
    yes: int
    people: int

    @cached_property
    def share(self) -> Posterior:
        return posterior(self.yes, self.people)

    @cached_property
    def interval(self) -> tuple[float, float]:
        """The middle 80 % of the share."""
        return self.share.interval(LEVEL)


class Prevalence(NamedTuple):
    """How many of the segment have the problem, as its market is reckoned. by: TALKS, SURVEY or NOBODY; why: why a survey
    that was held does not decide, FEW or MORE_THAN_HEARD; share: None while nobody was heard or asked."""

    by: str
    share: Posterior | None
    why: str = ""


def prevalence(heard: Mentions, stated: Stated | None) -> Prevalence:
    """Which of the two decides. Pure.

    The survey, from 40 answers of the segment on, unless its share lies above what the talks leave room for (the upper end
    of their middle 80 %): asked, people agree more easily than they complain by themselves.
    """
    talks = Prevalence(TALKS, heard.share) if heard.people else Prevalence(NOBODY, None)
    if stated is None:
        return talks
    if stated.people < FEWEST:
        return Prevalence(talks.by, talks.share, FEW)
    if heard.people and stated.share.mean > heard.high:
        return Prevalence(talks.by, talks.share, MORE_THAN_HEARD)
    return Prevalence(SURVEY, stated.share)


def stated_of(venture_id: int) -> dict[tuple[int, int], Stated]:
    """What surveys say, by (segment, problem), of a venture already found to be in sight; where several asked, the one with
    the most answers there, so that nobody counts twice. Two queries."""
    asked: dict[int, dict[str, int]] = {}
    names: dict[int, str] = {}
    for question, survey, name, problem in _questions(venture_id):
        asked.setdefault(survey, {})[str(question)] = problem
        names[survey] = name
    return counted(asked, names, _answers(tuple(asked)))


def counted(
    asked: Mapping[int, Mapping[str, int]], names: Mapping[int, str], answers: Iterable[tuple[int, int, Mapping[str, Any]]]
) -> dict[tuple[int, int], Stated]:  # fmt: skip
    """Pure. asked: survey -> question -> problem; answers: survey, segment and values of each respondent. Whoever says yes
    to one of two questions about a problem has it."""
    tally: dict[tuple[int, int, int], list[int]] = {}
    for survey, segment, values in answers:
        said: dict[int, bool] = {}
        for question, problem in asked[survey].items():
            if question in values:
                said[problem] = said.get(problem, False) or bool(values[question])
        for problem, yes in said.items():
            count = tally.setdefault((segment, problem, survey), [0, 0])
            count[0] += yes
            count[1] += 1
    found: dict[tuple[int, int], Stated] = {}
    for (segment, problem, survey), (won, people) in sorted(tally.items()):
        known = found.get((segment, problem))
        if known is None or people >= known.people:
            found[segment, problem] = Stated(survey, names[survey], won, people)
    return found


@compiled_once
def _questions(venture_id: int) -> Query:
    rows = SurveyQuestion.objects.filter(survey__venture=venture_id, problem__isnull=False).order_by("pk")
    return rows.values_list("pk", "survey_id", "survey__name", "problem_id")


def _answers(surveys: tuple[int, ...]) -> Iterable[tuple[int, int, Mapping[str, Any]]]:
    rows = SurveyAnswer.objects.filter(survey__in=surveys, aside="", segment__isnull=False)
    return rows.values_list("survey_id", "segment_id", "values").iterator(5000)
