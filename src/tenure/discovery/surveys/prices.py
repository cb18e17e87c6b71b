"""The price studies of a venture: every price question that was answered, with its analysis."""

from dataclasses import dataclass

from tenure.discovery.models import SurveyQuestion
from tenure.discovery.sight import seen_venture
from tenure.discovery.surveys import kinds
from tenure.discovery.surveys.questions import view_of
from tenure.discovery.surveys.results import QuestionResult, given_of, result
from tenure.privacy.models import User

MOST = 6  # studies told, the newest first


@dataclass(frozen=True)
class PriceStudy:
    """One question of one survey."""

    survey: str
    result: QuestionResult


def price_studies(*, actor: User, venture_id: int) -> tuple[PriceStudy, ...]:
    """The newest studies of a venture in sight that have answers. Two queries, and two for each survey asked."""
    venture = seen_venture(actor, venture_id)
    rows = list(
        SurveyQuestion.objects.filter(survey__venture=venture, kind__in=kinds.PRICES, survey__answers__aside="")
        .select_related("survey")
        .order_by("-survey_id", "position")
        .distinct()[:MOST]
    )
    given = {survey: given_of(survey, venture.pk) for survey in sorted({row.survey_id for row in rows})}
    found = [PriceStudy(row.survey.name, result(view_of(row), given[row.survey_id])) for row in rows]
    return tuple(one for one in found if one.result.n)
