"""The public form: what a stranger with the address sees, and taking in their answer. No account, no name, no address."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from tenure.discovery.models import Segment, Survey, SurveyAnswer, SurveySender
from tenure.discovery.surveys import kinds
from tenure.discovery.surveys.questions import QuestionView, questions_of
from tenure.discovery.surveys.senders import COUNTED, FLOOD, TAKEN, sender_of
from tenure.discovery.surveys.surveys import takes
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, NotFound

# Read and filled in faster than this by nobody, for each question.
SECONDS_EACH = 1.0


@dataclass(frozen=True)
class PublicSurvey:
    """What the form shows. segments: id, name, of the question after the segment; open: whether it takes answers."""

    token: str
    about: str
    texts: dict[str, dict[str, str]]
    questions: tuple[QuestionView, ...]
    segments: tuple[tuple[int, str], ...]
    open: bool


@dataclass(frozen=True)
class Sending:
    """How an answer came in. mark: of the form it stood in, empty when it came from no form of ours; seconds: since that
    form was shown; trap: what stood in the field that people do not see."""

    address: str
    mark: str = ""
    seconds: float | None = None
    trap: str = ""
    language: str = ""


@dataclass(frozen=True)
class Refusals:
    """Everything wrong with what was sent, by the field."""

    errors: dict[str, BadInput] = field(default_factory=dict)


class AnswersRefused(BadInput):
    """The form cannot be taken as it is. refusals: each field with its error."""

    def __init__(self, refusals: dict[str, BadInput]) -> None:
        super().__init__("answers_refused", count=len(refusals))
        self.refusals = refusals


class TooManyAnswers(BadInput):
    """This address has sent more today than is taken in at all."""

    def __init__(self) -> None:
        super().__init__("answers_too_many")


def public_survey(token: str) -> PublicSurvey:
    """The form at a secret address. Raises NotFound for drafts too: they are not public yet. Four queries at most."""
    survey = Survey.objects.filter(token=token).exclude(state=Survey.State.DRAFT).first()
    if survey is None:
        raise NotFound
    questions = questions_of(survey.pk)
    counted = survey.answers.filter(aside="").count() if survey.most_answers is not None else 0
    return PublicSurvey(
        token, survey.about, survey.texts, questions, _segments(survey, questions),
        takes(survey.state, survey.closes_on, survey.most_answers, counted),
    )  # fmt: skip


def take_answer(*, token: str, sent: kinds.Sent, agreed: bool, sending: Sending) -> None:
    """Store one answer, or set it aside with the reason; the same form sent twice is stored once.

    Raises NotFound, BadInput `survey_over`, AnswersRefused with every field that is wrong, TooManyAnswers.
    """
    flooded = False
    with transaction.atomic():
        survey = Survey.objects.select_for_update().filter(token=token).exclude(state=Survey.State.DRAFT).first()
        if survey is None:
            raise NotFound
        if sending.mark and survey.answers.filter(form_mark=sending.mark).exists():
            return
        counted = survey.answers.filter(aside="").count()
        if not takes(survey.state, survey.closes_on, survey.most_answers, counted):
            raise BadInput("survey_over")
        questions = questions_of(survey.pk)
        values = _read(questions, sent, agreed, survey)
        sender = sender_of(survey, sending.address, clock.today())
        if sender.answers > TAKEN:
            survey.refused += 1
            survey.save(update_fields=["refused"])
            flooded = True
        else:
            _store(survey, questions, values, sending, sender)
    if flooded:
        raise TooManyAnswers


def _read(questions: tuple[QuestionView, ...], sent: kinds.Sent, agreed: bool, survey: Survey) -> dict[str, Any]:
    segments = frozenset(number for number, _name in _segments(survey, questions))
    values: dict[str, Any] = {}
    wrong: dict[str, BadInput] = {}
    for question in questions:
        try:
            value = kinds.read(question.asked(segments), sent)
        except BadInput as error:
            wrong[f"q{question.id}"] = error
        else:
            if value is not None:
                values[str(question.id)] = value
    if not agreed:
        wrong["agreed"] = BadInput("answer_not_agreed", field="agreed")
    if not wrong and not values:
        wrong[""] = BadInput("survey_answer_empty")
    if wrong:
        raise AnswersRefused(wrong)
    return values


def _store(
    survey: Survey, questions: tuple[QuestionView, ...], values: dict[str, Any], sending: Sending, sender: SurveySender
) -> None:
    segment_id = next((values[str(q.id)] for q in questions if q.kind == kinds.SEGMENT and str(q.id) in values), None)
    aside = reason_to_set_aside(sending, len(questions), sender.answers)
    SurveyAnswer.objects.create(
        survey=survey, at=clock.now(), source=SurveyAnswer.Source.FORM, language=sending.language[:2],
        segment_id=segment_id or survey.segment_id, values=values, aside=aside, sender=sender,
        seconds=None if sending.seconds is None else max(0, int(sending.seconds)), form_mark=sending.mark or None,
    )  # fmt: skip
    if aside == "flood":
        sender.sent.filter(aside__in=("", "many")).update(aside="flood")


def reason_to_set_aside(sending: Sending, questions: int, sent_today: int) -> str:
    """Why an answer does not count; empty when it does. Pure.

    trap: filled in what only a program sees; no_form: not sent from the form; fast: quicker than anybody reads; many,
    flood: one address has answered too often today.
    """
    if sending.trap.strip():
        return "trap"
    if not sending.mark:
        return "no_form"
    if sending.seconds is not None and sending.seconds < SECONDS_EACH * max(1, questions):
        return "fast"
    return "flood" if sent_today > FLOOD else "many" if sent_today > COUNTED else ""


def _segments(survey: Survey, questions: tuple[QuestionView, ...]) -> tuple[tuple[int, str], ...]:
    if not any(question.kind == kinds.SEGMENT for question in questions):
        return ()
    rows = Segment.objects.filter(venture_id=survey.venture_id).order_by("name")
    return tuple(rows.values_list("pk", "name"))
