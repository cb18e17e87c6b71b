"""Answers as the venture sees them: entered by hand, pasted, set aside with a reason and taken back, exported."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tenure.clients.clients import visible_clients
from tenure.discovery.loops import loop_number
from tenure.discovery.models import Survey, SurveyAnswer
from tenure.discovery.sight import visible_ventures
from tenure.discovery.surveys import kinds
from tenure.discovery.surveys.pasted import read_lines
from tenure.discovery.surveys.questions import QuestionView, questions_of
from tenure.discovery.surveys.surveys import survey_for_work, survey_of
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotFound, Wrongs
from tenure.privacy.audit import record_change
from tenure.privacy.models import User

PAGE = 50
MOST_ANSWERS = 100_000
BY_HAND = "hand"


@dataclass(frozen=True)
class AnswerRow:
    """One respondent. values: question -> value as `surveys.kinds` stores it; aside: why it does not count."""

    id: int
    at: datetime
    source: str
    language: str
    who: str
    segment: str
    values: Mapping[str, Any]
    seconds: int | None
    aside: str
    aside_note: str
    aside_by: str


def answers_of(
    *, actor: User, survey_id: int, aside: bool | None = None, before: int | None = None, size: int = PAGE
) -> tuple[tuple[AnswerRow, ...], int | None]:
    """A page of answers, newest first, and where the next begins. aside: only those that count, or do not. Two queries."""
    if not Survey.objects.filter(pk=survey_id, venture__in=visible_ventures(actor).values("pk")).exists():
        raise NotFound
    rows = _rows(actor, survey_id)
    if aside is not None:
        rows = rows.exclude(aside="") if aside else rows.filter(aside="")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: size + 1])
    return tuple(_row(one) for one in found[:size]), found[size - 1].pk if len(found) > size else None


def add_answer(
    *, actor: User, survey_id: int, sent: kinds.Sent, who: str = "", client_id: int | None = None,
    segment_id: int | None = None,
) -> int:  # fmt: skip
    """Enter what somebody said in person. Returns its id."""
    with transaction.atomic():
        survey = survey_for_work(actor, survey_id)
        segments = frozenset(survey.venture.segments.values_list("pk", flat=True))
        values, wrongs = {}, Wrongs()
        for question in questions_of(survey.pk):
            if (value := wrongs.got(kinds.read, question.asked(segments), sent)) is not None:
                values[str(question.id)] = value
                segment_id = value if question.kind == kinds.SEGMENT else segment_id
        name = wrongs.got(line, who, "who", 200)
        wrongs.tell()
        if not values:
            raise InvalidValue("survey_answer_empty", field="")
        if segment_id is not None and segment_id not in segments:
            raise InvalidValue("offer_record_unknown", field="segment")
        if client_id is not None and not visible_clients(actor).filter(pk=client_id).exists():
            raise NotFound
        row = SurveyAnswer.objects.create(
            survey=survey, at=clock.now(), source=SurveyAnswer.Source.HAND, who=name,
            client_id=client_id, segment_id=segment_id or survey.segment_id, values=values, author=actor,
        )  # fmt: skip
        _told(actor, survey, "add_answer", answers=1)
    return row.pk


def paste_answers(*, actor: User, survey_id: int, question_id: int, text: str) -> int:
    """Store a pasted table of answers to one question, or nothing: every bad line is told at once. Returns how many."""
    with transaction.atomic():
        survey = survey_for_work(actor, survey_id)
        question = next((one for one in questions_of(survey.pk) if one.id == question_id), None)
        if question is None:
            raise NotFound
        values = read_lines(question, text)
        if survey.answers.count() + len(values) > MOST_ANSWERS:
            raise InvalidValue("offers_many", field="lines", most=MOST_ANSWERS)
        now = clock.now()
        SurveyAnswer.objects.bulk_create(
            SurveyAnswer(
                survey=survey,
                at=now,
                source=SurveyAnswer.Source.PASTE,
                segment_id=survey.segment_id,
                values={str(question.id): value},
                author=actor,
            )
            for value in values
        )
        _told(actor, survey, "paste_answers", answers=len(values))
    return len(values)


def set_aside(*, actor: User, answer_id: int, reason: str) -> int:
    """Let an answer count no more; it stays visible with the reason. Returns its survey."""
    why = line(reason, "reason", 250)
    if not why:
        raise InvalidValue("aside_reason_missing", field="reason")
    with transaction.atomic():
        row, survey = _for_work(actor, answer_id)
        if not row.aside:
            row.aside, row.aside_note, row.aside_by = BY_HAND, why, actor
            row.save(update_fields=["aside", "aside_note", "aside_by"])
            _told(actor, survey, "set_answer_aside", answer=row.pk)
    return survey.pk


def take_back(*, actor: User, answer_id: int, reason: str) -> int:
    """Let an answer that was set aside count after all; who decided so and why stays with it. Returns its survey."""
    why = line(reason, "reason", 250)
    if not why:
        raise InvalidValue("aside_reason_missing", field="reason")
    with transaction.atomic():
        row, survey = _for_work(actor, answer_id)
        if row.aside:
            row.aside, row.aside_note, row.aside_by = "", why, actor
            row.save(update_fields=["aside", "aside_note", "aside_by"])
            _told(actor, survey, "take_answer_back", answer=row.pk)
    return survey.pk


def export_answers(*, actor: User, survey_id: int, heads: Mapping[int, str]) -> str:
    """All answers as CSV, those set aside too, with the reason; written into the audit log. heads: the words of each
    question."""
    view = survey_of(actor=actor, survey_id=survey_id)
    record_change(
        actor=actor, action="export_answers", subject_kind="survey", subject_id=survey_id, venture=view.venture_id
    )
    questions = questions_of(view.id)
    out = io.StringIO()
    writer = csv.writer(out)
    columns = [name for question in questions for name in _columns(question, heads)]
    writer.writerow(["number", "at", "source", "language", "who", "segment", "seconds", "set aside", "why", *columns])
    for row in _rows(actor, survey_id).order_by("pk").iterator(2000):
        cells = [cell for question in questions for cell in _cells(question, row.values.get(str(question.id)))]
        segment = row.segment.name if row.segment else ""
        at = timezone.localtime(row.at).isoformat(timespec="seconds")
        first = [row.pk, at, row.source, row.language, row.who, segment]
        writer.writerow([_safe(one) for one in [*first, row.seconds, row.aside, row.aside_note, *cells]])
    return out.getvalue()


def _columns(question: QuestionView, heads: Mapping[int, str]) -> list[str]:
    head = _safe(heads.get(question.id, question.kind))
    parts = {
        kinds.ELLIS: ("used", "felt"),
        kinds.WESTENDORP: ("too cheap", "cheap", "expensive", "too expensive"),
        kinds.GABOR: tuple(f"{price:g}" for price in question.prices),
    }.get(question.kind)
    return [f"{head} [{part}]" for part in parts] if parts else [head]


def _cells(question: QuestionView, value: Any) -> list[Any]:
    if question.kind == kinds.ELLIS:
        return [value["used"], value["felt"]] if value else ["", ""]
    if question.kind in kinds.PRICES:
        size = 4 if question.kind == kinds.WESTENDORP else len(question.prices)
        return list(value) if value else [""] * size
    if question.kind == kinds.CHOICE and value is not None:
        return [_word(question, value)]
    if question.kind == kinds.SEVERAL and value is not None:
        return [" | ".join(_word(question, place) for place in value)]
    return ["" if value is None else value]


def _word(question: QuestionView, place: int) -> str:
    return next(iter(question.choices[place].values()), str(place)) if place < len(question.choices) else str(place)


def _safe(cell: Any) -> Any:
    """Text that a spreadsheet would take for a formula is marked as text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _rows(actor: User, survey_id: int) -> Any:
    ventures = visible_ventures(actor).values("pk")
    rows = SurveyAnswer.objects.filter(survey_id=survey_id, survey__venture__in=ventures)
    return rows.select_related("segment", "aside_by")


def _row(one: SurveyAnswer) -> AnswerRow:
    return AnswerRow(
        one.pk, one.at, one.source, one.language, one.who, one.segment.name if one.segment else "", one.values,
        one.seconds, one.aside, one.aside_note, one.aside_by.name if one.aside_by else "",
    )  # fmt: skip


def _for_work(actor: User, answer_id: int) -> tuple[SurveyAnswer, Survey]:
    found = SurveyAnswer.objects.filter(pk=answer_id).values_list("survey_id", flat=True).first()
    if found is None:
        raise NotFound
    survey = survey_for_work(actor, found)
    return SurveyAnswer.objects.select_for_update().get(pk=answer_id), survey


def _told(actor: User, survey: Survey, action: str, **details: Any) -> None:
    record_step(
        actor=actor, venture=survey.venture, loop=loop_number(survey.venture), action=action, subject_kind="survey",
        subject_id=survey.pk, name=survey.name, **details,
    )  # fmt: skip


def survey_of_answer(answer_id: int) -> int:
    """The survey an answer belongs to; whether it is in sight is asked of the survey. Raises NotFound."""
    found = SurveyAnswer.objects.filter(pk=answer_id).values_list("survey_id", flat=True).first()
    if found is None:
        raise NotFound
    return found
