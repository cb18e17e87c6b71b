"""What rows mean beyond their columns, put right once a venture has been taken in."""

from typing import Any, cast

from django.db.models import Model

from tenure.discovery.models import Observation, Survey, SurveyAnswer, SurveyQuestion, TestCard
from tenure.discovery.surveys.questions import view_of
from tenure.discovery.surveys.stored import is_answer
from tenure.discovery.testing.lock import check_lock
from tenure.discovery.testing.observations import seals_hold
from tenure.kernel.errors import BadInput

# Table -> number in the file -> row.
New = dict[str, dict[int, Model]]


def settle_surveys(made: New) -> None:
    """Answers speak of the questions and segments taken in; a form that was open waits to be opened here."""
    questions = cast("dict[int, SurveyQuestion]", made["SurveyQuestion"])
    answers = cast("dict[int, SurveyAnswer]", made["SurveyAnswer"])
    for answer in answers.values():
        if not isinstance(answer.values, dict):
            raise BadInput("venture_file_answer", question=str(answer.values)[:20])
        answer.values = dict(_own(key, value, questions, made["Segment"]) for key, value in answer.values.items())
    SurveyAnswer.objects.bulk_update(answers.values(), ["values"], batch_size=500)
    surveys = [row.pk for row in made["Survey"].values()]
    Survey.objects.filter(pk__in=surveys, state=Survey.State.OPEN).update(state=Survey.State.CLOSED)


def _own(key: str, value: Any, questions: dict[int, SurveyQuestion], segments: dict[int, Model]) -> tuple[str, Any]:
    question = questions.get(int(key)) if key.isascii() and key.isdigit() else None
    if question is None:
        raise BadInput("venture_file_answer", question=str(key)[:20])
    if question.kind == SurveyQuestion.Kind.SEGMENT:
        segment = segments.get(value) if isinstance(value, int) else None
        if segment is None:
            raise BadInput("venture_file_answer", question=str(key)[:20])
        value = segment.pk
    elif not _readable(question, value):
        raise BadInput("venture_file_answer_value", question=str(key)[:20])
    return str(question.pk), value


def _readable(question: SurveyQuestion, value: Any) -> bool:
    try:
        return is_answer(view_of(question).asked(), value)
    except (TypeError, ValueError, AttributeError):
        return False  # the options of the question are not what its kind has


def check_tests(made: New) -> None:
    """A test that was locked must still say what was locked, and hold every observation as it was entered."""
    cards = [cast("TestCard", card) for card in made["TestCard"].values()]
    seen: dict[int, list[Observation]] = {}
    for row in Observation.objects.filter(test__in=[card.pk for card in cards]).order_by("pk"):
        seen.setdefault(row.test_id, []).append(row)
    for card in cards:
        if not card.locked_text:
            continue
        try:
            whole = seals_hold(card, seen.get(card.pk, []))
            found = check_lock(card, card.amendments.all(), observations_whole=whole)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise BadInput("venture_file_lock", number=card.number) from error
        if found.broken:
            raise BadInput("venture_file_lock", number=card.number)
