"""The price studies of a venture: every price question that was answered, with its analysis."""

from dataclasses import dataclass

from tenure.discovery.sight import seen_venture
from tenure.discovery.surveys import kinds
from tenure.discovery.surveys.questions import answered_questions, view_of
from tenure.discovery.surveys.results import QuestionResult, given_of, result
from tenure.privacy.models import User

MOST = 6  # studies told, the newest first


@dataclass(frozen=True)
class PriceStudy:
    """One question of one survey."""

    survey: str
    result: QuestionResult


def price_studies(*, actor: User, venture_id: int) -> tuple[PriceStudy, ...]:
    """The newest studies of a venture in sight that have answers. Two queries, and one for each survey asked."""
    venture = seen_venture(actor, venture_id)
    rows = [row for row in answered_questions(venture) if row.kind in kinds.PRICES][:MOST]
    given = {survey: given_of(survey, venture.pk) for survey in sorted({row.survey_id for row in rows})}
    found = [PriceStudy(row.survey.name, result(view_of(row), given[row.survey_id])) for row in rows]
    return tuple(one for one in found if one.result.n)
