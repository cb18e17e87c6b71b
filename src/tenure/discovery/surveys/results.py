"""What the answers of a survey say: each question counted, prices analysed, the fit question with its doubt."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from tenure.discovery.models import SurveyAnswer
from tenure.discovery.reading_once import remembered
from tenure.discovery.surveys import kinds
from tenure.discovery.surveys.questions import QuestionView, questions_of
from tenure.discovery.surveys.surveys import SurveyView, survey_of
from tenure.engine.errors import NotEnoughData
from tenure.engine.market_fit import Ellis, Nps, ellis, nps
from tenure.engine.pricing import gabor_granger, van_westendorp
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.privacy.models import User

SEED, REPLICATES = 20240501, 400
LONGEST_LIST = 100


@dataclass(frozen=True)
class EllisCount:
    """The fit question in one group. used: who used it enough to be asked; the rest answered but do not count."""

    name: str
    segment_id: int | None
    very: int
    used: int
    too_little: int
    found: Ellis | None


@dataclass(frozen=True)
class QuestionResult:
    """One question. n: answers that count; shares: how many chose each place (choices, 0..10 of NPS, segments); the rest
    by kind, empty for the others."""

    question: QuestionView
    n: int
    shares: tuple[tuple[str, int], ...] = ()
    nps: Nps | None = None
    ellis: EllisCount | None = None
    by_segment: tuple[EllisCount, ...] = ()
    westendorp: van_westendorp.Found | None = None
    gabor: gabor_granger.Found | None = None
    middle: tuple[float, float, float] | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class SurveyResults:
    """A survey with the result of every question."""

    survey: SurveyView
    questions: tuple[QuestionResult, ...]


@dataclass(frozen=True)
class Given:
    """The answers that count: values by question, and the segment of each respondent."""

    values: tuple[Mapping[str, Any], ...]
    segments: tuple[int | None, ...]
    names: Mapping[int, str] = field(default_factory=dict)

    def of(self, question: QuestionView) -> list[tuple[Any, int | None]]:
        """The values of one question with the respondents' segments."""
        key = str(question.id)
        return [(values[key], one) for values, one in zip(self.values, self.segments, strict=True) if key in values]


def results_of(*, actor: User, survey_id: int, mark: float = 0.4) -> SurveyResults:
    """All results of a survey in sight. Six queries."""
    survey = survey_of(actor=actor, survey_id=survey_id)
    given = given_of(survey.id, survey.venture_id)
    return SurveyResults(survey, tuple(result(one, given, mark) for one in questions_of(survey.id)))


@remembered
def given_of(survey_id: int, venture_id: int) -> Given:
    """The answers that count. One query."""
    found = _answers(survey_id)
    names = {segment: name for _values, segment, name, _aside in found if segment is not None}
    counted = [(values, segment) for values, segment, _name, aside in found if not aside]
    return Given(tuple(values for values, _one in counted), tuple(segment for _values, segment in counted), names)


@compiled_once
def _answers(survey_id: int) -> Query:
    rows = SurveyAnswer.objects.filter(survey=survey_id).order_by("pk")
    return rows.values_list("values", "segment_id", "segment__name", "aside")


def result(question: QuestionView, given: Given, mark: float = 0.4) -> QuestionResult:
    """The result of one question. Pure."""
    answers = given.of(question)
    values = [value for value, _segment in answers]
    if question.kind == kinds.ELLIS:
        whole = ellis_count("", None, values, mark)
        parts = {one for _value, one in answers if one is not None}
        groups = [
            ellis_count(given.names.get(one, ""), one, [value for value, of in answers if of == one], mark)
            for one in sorted(parts)
        ]
        return QuestionResult(question, len(values), ellis=whole, by_segment=tuple(groups))
    if question.kind == kinds.NPS:
        tally = Counter(values)
        shares = tuple((str(place), tally[place]) for place in range(11))
        return QuestionResult(question, len(values), shares, nps=nps_of(values))
    if question.kind in kinds.PRICES:
        return _prices(question, values)
    return _plain(question, values, given)


def ellis_count(name: str, segment_id: int | None, values: Sequence[Mapping[str, Any]], mark: float) -> EllisCount:
    """The share "very disappointed" of those who used it enough. Pure."""
    used = [value for value in values if value["used"] >= kinds.ENOUGH_USED and value["felt"]]
    very = sum(value["felt"] == "very" for value in used)
    found = ellis(very, len(used), mark=mark) if used else None
    return EllisCount(name, segment_id, very, len(used), len(values) - len(used), found)


def nps_of(values: Sequence[int]) -> Nps | None:
    """Net promoter score of answers from 0 to 10; None without one. Pure."""
    if not values:
        return None
    promoters, detractors = sum(value >= 9 for value in values), sum(value <= 6 for value in values)
    return nps(promoters, len(values) - promoters - detractors, detractors)


def _prices(question: QuestionView, values: list[Any]) -> QuestionResult:
    if question.kind == kinds.WESTENDORP:
        answers = tuple(map(tuple, values))
        return QuestionResult(question, len(values), westendorp=four_prices(answers))
    bought = tuple([tuple(value) for value in values if len(value) == len(question.prices)])
    return QuestionResult(question, len(values), gabor=fixed_prices(question.prices, bought, question.unit_cost))


# The same answers give the same intervals, and are resampled once until one of them changes.
@lru_cache(maxsize=64)
def four_prices(answers: tuple[tuple[float, ...], ...]) -> van_westendorp.Found | None:
    """The range of acceptable prices; None while fewer than two answered in order."""
    if not answers:
        return None
    try:
        return van_westendorp.analyse(answers, replicates=REPLICATES, generator=np.random.default_rng(SEED))
    except NotEnoughData:
        return None


@lru_cache(maxsize=64)
def fixed_prices(
    prices: tuple[float, ...], bought: tuple[tuple[bool, ...], ...], unit_cost: float
) -> gabor_granger.Found | None:
    """Demand at fixed prices; None while nobody answered in order."""
    if not bought or len(prices) < gabor_granger.FEWEST_PRICES:
        return None
    rng = np.random.default_rng(SEED)
    try:
        return gabor_granger.analyse(prices, bought, unit_cost=unit_cost, replicates=REPLICATES, generator=rng)
    except NotEnoughData:
        return None


def _plain(question: QuestionView, values: list[Any], given: Given) -> QuestionResult:
    if question.kind == kinds.TEXT:
        return QuestionResult(question, len(values), texts=tuple(map(str, values[-LONGEST_LIST:][::-1])))
    if question.kind == kinds.NUMBER:
        middle = tuple(np.quantile(values, (0.1, 0.5, 0.9)).tolist()) if values else None
        return QuestionResult(question, len(values), middle=middle)
    if question.kind == kinds.SEGMENT:
        tally = Counter(values)
        rows = tuple((given.names.get(place, "?"), count) for place, count in tally.most_common())
        return QuestionResult(question, len(values), rows)
    if question.kind == kinds.PROBLEM:
        return QuestionResult(question, len(values), (("1", sum(values)), ("0", len(values) - sum(values))))
    chosen = Counter(place for value in values for place in (value if isinstance(value, list) else [value]))
    return QuestionResult(question, len(values), tuple((str(p), chosen[p]) for p in range(len(question.choices))))
