"""The questions of a survey: changed freely until the first answer, never after it."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from tenure.discovery.loops import loop_number
from tenure.discovery.models import Survey, SurveyAnswer, SurveyQuestion, Venture
from tenure.discovery.reading_once import remembered
from tenure.discovery.surveys import kinds
from tenure.discovery.surveys.surveys import LANGUAGES, survey_for_work
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

MOST_QUESTIONS, MOST_CHOICES, MOST_PRICES = 30, 20, 10
LONGEST_QUESTION, LONGEST_CHOICE = 300, 120


@dataclass(frozen=True)
class QuestionView:
    """A question. text: language -> words, empty for the usual ones; choices: language -> words, in order; prices,
    unit_cost: of fixed prices, in units of the currency; problem_id, problem: the one it asks about."""

    id: int
    kind: str
    position: int
    required: bool
    text: dict[str, str] = field(default_factory=dict)
    choices: tuple[dict[str, str], ...] = ()
    prices: tuple[float, ...] = ()
    unit_cost: float = 0.0
    problem_id: int | None = None
    problem: str = ""

    def asked(self, segments: frozenset[int] = frozenset()) -> kinds.Asked:
        """As the reading of answers needs it."""
        return kinds.Asked(self.id, self.kind, self.required, len(self.choices), self.prices, segments)


@dataclass(frozen=True)
class QuestionText:
    """What a person writes of a question: words and choices by language, prices rising."""

    kind: str
    text: dict[str, str] = field(default_factory=dict)
    required: bool = False
    choices: tuple[dict[str, str], ...] = ()
    prices: tuple[float, ...] = ()
    unit_cost: float = 0.0
    problem_id: int | None = None


def questions_of(survey_id: int) -> tuple[QuestionView, ...]:
    """The questions of a survey already found to be in sight, in their order. One query."""
    rows = SurveyQuestion.objects.filter(survey_id=survey_id).select_related("problem").order_by("position", "pk")
    return tuple(view_of(row) for row in rows)


@remembered
def answered_questions(venture: Venture) -> tuple[SurveyQuestion, ...]:
    """The questions of the surveys of a venture that have answers that count, the newest survey first. One query."""
    return tuple(_answered(venture.pk))


@compiled_once
def _answered(venture_id: int) -> Query:
    answers = SurveyAnswer.objects.filter(survey=OuterRef("survey"), aside="")
    rows = SurveyQuestion.objects.filter(Exists(answers), survey__venture=venture_id).select_related(
        "survey", "problem"
    )
    return rows.order_by("-survey_id", "position")


def view_of(row: SurveyQuestion) -> QuestionView:
    """One row as read."""
    options = row.options
    return QuestionView(
        row.pk, row.kind, row.position, row.required, row.text, tuple(options.get("choices", ())),
        tuple(options.get("prices", ())), float(options.get("unit_cost", 0.0)), row.problem_id,
        row.problem.name if row.problem else "",
    )  # fmt: skip


def add_question(*, actor: User, survey_id: int, wanted: QuestionText) -> int:
    """One more question at the end. Returns its id."""
    with transaction.atomic():
        survey = _changeable(actor, survey_id)
        last = survey.questions.order_by("-position").first()
        if survey.questions.count() >= MOST_QUESTIONS:
            raise InvalidValue("offers_many", field="kind", most=MOST_QUESTIONS)
        row = SurveyQuestion.objects.create(
            survey=survey, position=last.position + 1 if last else 0, **_columns(wanted, survey)
        )
        _told(actor, survey, "add_question", row)
    return row.pk


def edit_question(*, actor: User, question_id: int, wanted: QuestionText) -> int:
    """Change a question. Returns its survey."""
    with transaction.atomic():
        row = _row(question_id)
        survey = _changeable(actor, row.survey_id)
        SurveyQuestion.objects.filter(pk=row.pk).update(**_columns(wanted, survey))
        _told(actor, survey, "edit_question", row)
    return survey.pk


def remove_question(*, actor: User, question_id: int) -> int:
    """Take a question out. Returns its survey."""
    with transaction.atomic():
        row = _row(question_id)
        survey = _changeable(actor, row.survey_id)
        _told(actor, survey, "remove_question", row)
        row.delete()
    return survey.pk


def move_question(*, actor: User, question_id: int, up: bool) -> int:
    """One place up or down. Returns its survey."""
    with transaction.atomic():
        row = _row(question_id)
        survey = _changeable(actor, row.survey_id)
        rows = list(survey.questions.order_by("position", "pk"))
        here = next(place for place, other in enumerate(rows) if other.pk == row.pk)
        there = here - 1 if up else here + 1
        if 0 <= there < len(rows):
            rows[here], rows[there] = rows[there], rows[here]
            for place, other in enumerate(rows):
                SurveyQuestion.objects.filter(pk=other.pk).update(position=place)
            _told(actor, survey, "edit_question", row)
    return survey.pk


def _row(question_id: int) -> SurveyQuestion:
    row = SurveyQuestion.objects.filter(pk=question_id).first()
    if row is None:
        raise NotFound
    return row


def _changeable(actor: User, survey_id: int) -> Survey:
    survey = survey_for_work(actor, survey_id)
    if survey.answers.exists():
        raise InvalidValue("survey_has_answers", field="")
    return survey


def checked_question(wanted: QuestionText) -> dict[str, Any]:
    """Pure: the columns of a question. Raises InvalidValue naming every wrong field."""
    if wanted.kind not in kinds.KINDS:
        raise InvalidValue("choice_unknown", field="kind", value=wanted.kind[:40])
    wrongs = Wrongs()
    text = {
        code: clean
        for code in LANGUAGES
        if (clean := wrongs.got(line, wanted.text.get(code, ""), f"text-{code}", LONGEST_QUESTION))
    }
    own_words = wanted.kind in (kinds.CHOICE, kinds.SEVERAL, kinds.NUMBER, kinds.TEXT)
    if own_words and not any(wanted.text.get(code, "").strip() for code in LANGUAGES):
        with wrongs:
            raise InvalidValue("question_words_missing", field="text-en")
    asks = wanted.kind == kinds.PROBLEM
    if asks and wanted.problem_id is None:
        with wrongs:
            raise InvalidValue("question_problem_missing", field="problem")
    options = wrongs.got(_options, wanted)
    wrongs.tell()
    return {
        "kind": wanted.kind, "text": text, "required": wanted.required, "options": options,
        "problem_id": wanted.problem_id if asks else None,
    }  # fmt: skip


def _columns(wanted: QuestionText, survey: Survey) -> dict[str, Any]:
    """As `checked_question`, the problem being one of the venture's."""
    found = checked_question(wanted)
    if found["problem_id"] and not survey.venture.problems.filter(pk=found["problem_id"]).exists():
        raise InvalidValue("question_problem_missing", field="problem")
    return found


def _options(wanted: QuestionText) -> dict[str, Any]:
    if wanted.kind in (kinds.CHOICE, kinds.SEVERAL):
        choices = [
            {code: clean for code in LANGUAGES if (clean := line(one.get(code, ""), "choices", LONGEST_CHOICE))}
            for one in wanted.choices
        ]
        kept = [one for one in choices if one]
        if not 2 <= len(kept) <= MOST_CHOICES:
            raise InvalidValue("question_choices", field="choices", most=MOST_CHOICES)
        return {"choices": kept}
    if wanted.kind == kinds.GABOR:
        wrongs, prices = Wrongs(), list(wanted.prices)
        rising = all(low < high for low, high in itertools.pairwise(prices))
        if not 2 <= len(prices) <= MOST_PRICES or not rising or prices[0] < 0 or prices[-1] > kinds.MOST_PRICE:
            with wrongs:
                raise InvalidValue("question_prices", field="prices", most=MOST_PRICES)
        if wanted.unit_cost < 0:
            with wrongs:
                raise InvalidValue("answer_price_negative", field="unit_cost", value=f"{wanted.unit_cost:g}")
        wrongs.tell()
        return {"prices": prices, "unit_cost": wanted.unit_cost}
    return {}


def _told(actor: User, survey: Survey, action: str, row: SurveyQuestion) -> None:
    record_step(
        actor=actor, venture=survey.venture, loop=loop_number(survey.venture), action=action, subject_kind="survey",
        subject_id=survey.pk, question=row.kind, name=survey.name,
    )  # fmt: skip


def survey_of_question(question_id: int) -> int:
    """The survey a question stands in; whether it is in sight is asked of the survey. Raises NotFound."""
    return _row(question_id).survey_id
