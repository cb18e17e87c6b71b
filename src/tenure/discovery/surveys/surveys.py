"""Survey forms of a venture: made, written in three languages, opened, closed."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from tenure.discovery.loops import loop_number
from tenure.discovery.models import Survey, SurveyQuestion
from tenure.discovery.sight import seen_venture, venture_for_work, visible_ventures, works_in
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line, paragraph
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

LANGUAGES = ("en", "ru", "ro")
# What the founder may write; left empty, the usual words of the language stand there.
TEXTS = {"title": 160, "intro": 1500, "consent": 1500, "thanks": 800}
MOST_SURVEYS = 200
State = Survey.State


@dataclass(frozen=True)
class SurveyText:
    """What a person writes of a survey. texts: language -> title, intro, consent, thanks."""

    name: str
    about: str = ""
    segment_id: int | None = None
    texts: dict[str, dict[str, str]] | None = None
    closes_on: date | None = None
    most_answers: int | None = None


@dataclass(frozen=True)
class SurveyRow:
    """A survey in the list. kinds: of its questions, in their order; counted, aside: answers."""

    id: int
    name: str
    state: str
    token: str
    segment: str
    kinds: tuple[str, ...]
    counted: int
    aside: int
    opened_at: datetime | None
    closes_on: date | None


@dataclass(frozen=True)
class SurveyView:
    """A survey as its owner sees it. over: it still stands open but takes nothing more by date or number."""

    id: int
    venture_id: int
    name: str
    about: str
    segment_id: int | None
    segment: str
    best_segment_id: int | None
    best_segment: str
    token: str
    state: str
    texts: dict[str, dict[str, str]]
    opened_at: datetime | None
    closes_on: date | None
    most_answers: int | None
    counted: int
    aside: int
    refused: int
    may_work: bool
    version: int

    @property
    def over(self) -> bool:
        return self.state == State.OPEN and not takes(self.state, self.closes_on, self.most_answers, self.counted)

    @property
    def fixed(self) -> bool:
        """Whether its questions can no longer change: somebody has answered them."""
        return bool(self.counted or self.aside)


def takes(state: str, closes_on: date | None, most_answers: int | None, counted: int) -> bool:
    """Whether a survey takes one more answer today."""
    in_time = closes_on is None or clock.today() <= closes_on
    return state == State.OPEN and in_time and (most_answers is None or counted < most_answers)


def surveys_of(*, actor: User, venture_id: int) -> tuple[SurveyRow, ...]:
    """The surveys of a venture in sight, newest first. Three queries."""
    venture = seen_venture(actor, venture_id)
    rows = list(
        venture.surveys.select_related("segment")
        .annotate(counted=Count("answers", filter=Q(answers__aside="")), every=Count("answers"))
        .order_by("-pk")[:MOST_SURVEYS]
    )
    kinds: dict[int, list[str]] = {}
    for survey_id, kind in (
        SurveyQuestion.objects.filter(survey__in=[row.pk for row in rows])
        .order_by("survey", "position", "pk")
        .values_list("survey_id", "kind")
    ):
        kinds.setdefault(survey_id, []).append(kind)
    return tuple(
        SurveyRow(
            row.pk,
            row.name,
            row.state,
            row.token,
            row.segment.name if row.segment else "",
            tuple(kinds.get(row.pk, ())),
            row.counted,
            row.every - row.counted,
            row.opened_at,
            row.closes_on,
        )
        for row in rows
    )


def survey_of(*, actor: User, survey_id: int) -> SurveyView:
    """A survey of a venture in sight. Three queries. Raises NotFound."""
    row = (
        Survey.objects.filter(pk=survey_id, venture__in=visible_ventures(actor).values("pk"))
        .select_related("venture", "segment", "best_segment")
        .first()
    )
    if row is None:
        raise NotFound
    counts = row.answers.aggregate(counted=Count("pk", filter=Q(aside="")), every=Count("pk"))
    return SurveyView(
        row.pk, row.venture_id, row.name, row.about, row.segment_id, row.segment.name if row.segment else "",
        row.best_segment_id, row.best_segment.name if row.best_segment else "", row.token, row.state, row.texts,
        row.opened_at, row.closes_on, row.most_answers, counts["counted"], counts["every"] - counts["counted"],
        row.refused, works_in(actor, row.venture), row.version,
    )  # fmt: skip


def new_token() -> str:
    """The part of a public address nobody can guess."""
    return secrets.token_urlsafe(16)


def make_survey(*, actor: User, venture_id: int, text: SurveyText, kinds: tuple[str, ...] = ()) -> int:
    """Begin a survey with questions of these kinds in their usual words. Returns its id."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if venture.surveys.count() >= MOST_SURVEYS:
            raise InvalidValue("offers_many", field="name", most=MOST_SURVEYS)
        survey = Survey.objects.create(
            venture=venture, token=new_token(), created_at=clock.now(), **_cleaned(text, venture)
        )
        SurveyQuestion.objects.bulk_create(
            SurveyQuestion(survey=survey, position=place, kind=kind, required=True) for place, kind in enumerate(kinds)
        )
        _told(actor, survey, "make_survey")
    return survey.pk


def edit_survey(*, actor: User, survey_id: int, version: int, text: SurveyText) -> None:
    """Change the words, the segment and the end. The product asked about cannot change once somebody has answered."""
    with transaction.atomic():
        survey = survey_for_work(actor, survey_id, version)
        values = _cleaned(text, survey.venture)
        if survey.answers.exists() and (values["about"], values["segment_id"]) != (survey.about, survey.segment_id):
            raise InvalidValue("survey_has_answers", field="about")
        Survey.objects.filter(pk=survey.pk).update(version=version + 1, **values)
        _told(actor, survey, "edit_survey")


def open_survey(*, actor: User, survey_id: int, version: int) -> None:
    """Let the address answer. The segment declared best now is the one the fit will be decided on."""
    with transaction.atomic():
        survey = survey_for_work(actor, survey_id, version)
        if not survey.questions.exists():
            raise InvalidValue("survey_without_questions", field="")
        if any(q.kind == "gabor" and len(q.options.get("prices", ())) < 2 for q in survey.questions.all()):
            raise InvalidValue("survey_prices_missing", field="")
        if survey.opened_at is None:
            survey.opened_at = clock.now()
            survey.best_segment = survey.venture.segments.filter(declared_best=True).first()
        survey.state, survey.version = State.OPEN, version + 1
        survey.save(update_fields=["state", "opened_at", "best_segment", "version"])
        _told(actor, survey, "open_survey")


def close_survey(*, actor: User, survey_id: int, version: int) -> None:
    """Take no more answers."""
    with transaction.atomic():
        survey = survey_for_work(actor, survey_id, version)
        survey.state, survey.version = State.CLOSED, version + 1
        survey.save(update_fields=["state", "version"])
        _told(actor, survey, "close_survey")


def survey_for_work(actor: User, survey_id: int, version: int | None = None) -> Survey:
    """A survey the actor may change, locked. Call inside a transaction. Raises Conflict when it changed meanwhile."""
    found = Survey.objects.filter(pk=survey_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    venture_for_work(actor, found)
    survey = Survey.objects.select_for_update(of=("self",)).select_related("venture").get(pk=survey_id)
    if version is not None and survey.version != version:
        raise Conflict(f"survey {survey_id} is at version {survey.version}")
    return survey


def _cleaned(text: SurveyText, venture: Any) -> dict[str, Any]:
    wrongs = Wrongs()
    values = wrongs.got(checked_survey, text)
    with wrongs:
        if text.segment_id is not None and not venture.segments.filter(pk=text.segment_id).exists():
            raise InvalidValue("offer_record_unknown", field="segment")
    wrongs.tell()
    return {**values, "segment_id": text.segment_id}


def checked_survey(text: SurveyText) -> dict[str, Any]:
    """Pure: the columns of a survey but its segment. Raises InvalidValue naming every wrong field."""
    wrongs, values = Wrongs(), dict[str, Any]()
    with wrongs:
        values["name"] = line(text.name, "name", 160)
        if not values["name"]:
            raise InvalidValue("survey_name_missing", field="name")
    with wrongs:
        values["about"] = line(text.about, "about", 120)
    with wrongs:
        if text.most_answers is not None and not 1 <= text.most_answers <= 1_000_000:
            raise InvalidValue("survey_most_wrong", field="most_answers", value=text.most_answers)
    texts = {
        code: {
            part: clean
            for part, longest in TEXTS.items()
            if (
                clean := wrongs.got(
                    paragraph, (text.texts or {}).get(code, {}).get(part, ""), f"{part}-{code}", longest
                )
            )
        }
        for code in LANGUAGES
    }
    wrongs.tell()
    return values | {
        "texts": {code: words for code, words in texts.items() if words}, "closes_on": text.closes_on,
        "most_answers": text.most_answers,
    }  # fmt: skip


def _told(actor: User, survey: Survey, action: str) -> None:
    record_step(
        actor=actor, venture=survey.venture, loop=loop_number(survey.venture), action=action, subject_kind="survey",
        subject_id=survey.pk, name=survey.name,
    )  # fmt: skip
