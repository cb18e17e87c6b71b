"""Interview plans: goal, questions and audience named before anybody is talked to (S000-18)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tenure.discovery.interviews.guide_lint import LANGUAGES, questions_of
from tenure.discovery.interviews.interview_tasks import renew_task
from tenure.discovery.interviews.kinds import KINDS, SIDES
from tenure.discovery.interviews.progress import Progress, progress_of, progress_of_plans
from tenure.discovery.interviews.texts import chosen, needed, several, whole
from tenure.discovery.loops import loop_number
from tenure.discovery.models import Guide, InterviewPlan, Segment, Venture
from tenure.discovery.sight import seen_venture, venture_for_work, visible_ventures, works_in
from tenure.discovery.timeline import record_step
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

MOST_TALKS = 500
MOST_QUESTIONS = 40


@dataclass(frozen=True)
class PlanText:
    """A plan as it is written. questions: one a line, in `language`."""

    kind: str
    goal: str
    audience: str = ""
    side: str = "consumer"
    segment_id: int | None = None
    target: int | None = 15
    strangers: int | None = 5
    due_on: date | None = None
    language: str = "en"
    questions: str = ""


@dataclass(frozen=True)
class PlanRow:
    """A plan with how far it is. guide: number of the newest version, its language and questions."""

    id: int
    venture_id: int
    kind: str
    goal: str
    audience: str
    side: str
    segment_id: int | None
    segment: str
    owner: str
    due_on: date | None
    closed_at: datetime | None
    version: int
    progress: Progress
    guide_id: int
    guide: int
    language: str
    questions: str
    may_work: bool


def add_plan(*, actor: User, venture_id: int, plan: PlanText) -> int:
    """Plan a round of interviews; its first guide is version 1."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        row = InterviewPlan.objects.create(
            venture=venture, owner=actor, created_at=clock.now(), loop=loop_number(venture), **_clean(venture, plan)
        )
        _keep_guide(actor, row, plan)
        renew_task(row)
        record_step(
            actor=actor, venture=venture, loop=row.loop, action="add_interview_plan", subject_kind="interview_plan",
            subject_id=row.pk, kind=row.kind, target=row.target,
        )  # fmt: skip
    return row.pk


def edit_plan(*, actor: User, plan_id: int, version: int, plan: PlanText) -> int:
    """Change a plan. Conflict unless `version` is the one stored. Returns the new version."""
    with transaction.atomic():
        row = plan_for_work(actor, plan_id)
        if row.version != version:
            raise Conflict(f"interview plan {plan_id} is no longer at version {version}")
        for name, value in _clean(row.venture, plan).items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        guide = _keep_guide(actor, row, plan)
        renew_task(row)
        record_step(
            actor=actor, venture=row.venture, loop=row.loop, action="edit_interview_plan",
            subject_kind="interview_plan", subject_id=row.pk, target=row.target, guide=guide,
        )  # fmt: skip
    return row.version


def close_plan(*, actor: User, plan_id: int, closed: bool = True) -> None:
    """No more talks are wanted, or they are again; what was heard stays."""
    with transaction.atomic():
        row = plan_for_work(actor, plan_id)
        if (row.closed_at is not None) == closed:
            return
        row.closed_at = clock.now() if closed else None
        row.version += 1
        row.save(update_fields=["closed_at", "version"])
        renew_task(row)
        record_step(
            actor=actor, venture=row.venture, loop=row.loop,
            action="close_interview_plan" if closed else "reopen_interview_plan", subject_kind="interview_plan",
            subject_id=row.pk,
        )  # fmt: skip


def plans_of(*, actor: User, venture_id: int) -> tuple[PlanRow, ...]:
    """The plans of a venture in sight, those still open first. Five queries."""
    venture = seen_venture(actor, venture_id)
    rows = list(InterviewPlan.objects.filter(venture=venture).select_related("segment", "owner").order_by("-pk"))
    progress, may_work = progress_of_plans(rows), works_in(actor, venture)
    guides = {guide.plan_id: guide for guide in Guide.objects.filter(plan__in=rows).order_by("number")}
    found = [_row(row, progress[row.pk], guides[row.pk], may_work) for row in rows]
    return tuple(sorted(found, key=lambda plan: plan.closed_at is not None))


def plan_of(*, actor: User, plan_id: int) -> PlanRow:
    """One plan of a venture in sight. At most five queries."""
    row = _seen(actor, plan_id)
    guide = Guide.objects.filter(plan=row).order_by("-number")[:1].get()
    return _row(row, progress_of(row), guide, works_in(actor, row.venture))


def plan_for_work(actor: User, plan_id: int) -> InterviewPlan:
    """A plan whose venture the user may change, that venture locked. Call inside a transaction."""
    row = _seen(actor, plan_id)
    venture_for_work(actor, row.venture_id)
    row.refresh_from_db()
    return row


def segment_in(venture: Venture, segment_id: int | None, field: str = "segment") -> int | None:
    """The segment, when it is one of the venture's."""
    if segment_id is not None and not Segment.objects.filter(pk=segment_id, venture=venture).exists():
        raise InvalidValue("interview_segment_unknown", field=field)
    return segment_id


def _seen(actor: User, plan_id: int) -> InterviewPlan:
    rows = InterviewPlan.objects.filter(venture__in=visible_ventures(actor)).select_related(
        "venture", "segment", "owner"
    )
    row = rows.filter(pk=plan_id).first()
    if row is None:
        raise NotFound
    return row


def checked_plan(plan: PlanText) -> dict[str, object]:
    """The columns of a plan but its segment, which only the venture knows. Raises InvalidValue naming every wrong field."""
    wrongs = Wrongs()
    values = {
        "kind": wrongs.got(chosen, plan.kind, KINDS, "kind"),
        "goal": wrongs.got(_goal, plan.goal),
        "audience": wrongs.got(several, plan.audience, "audience"),
        "side": wrongs.got(chosen, plan.side, SIDES, "side"),
        "target": wrongs.got(whole, plan.target, "target", 1, MOST_TALKS) or 15,
        "strangers": wrongs.got(whole, plan.strangers, "strangers", 0, MOST_TALKS) or 0,
        "due_on": plan.due_on,
    }
    wrongs.got(_strangers_among, values["strangers"], values["target"])
    wrongs.got(chosen, plan.language, LANGUAGES, "language")
    wrongs.got(_questions, plan.questions)
    wrongs.tell()
    return values


def _clean(venture: Venture, plan: PlanText) -> dict[str, object]:
    wrongs = Wrongs()
    values = wrongs.got(checked_plan, plan)
    segment_id = wrongs.got(segment_in, venture, plan.segment_id)
    wrongs.tell()
    return {**values, "segment_id": segment_id}


def _strangers_among(strangers: int, talks: int) -> None:
    if strangers > talks:
        raise InvalidValue("interview_plan_strangers", field="strangers", strangers=strangers, talks=talks)


def _goal(text: str) -> str:
    return needed(several(text, "goal"), "goal", "interview_goal_missing")


def _questions(text: str) -> tuple[str, ...]:
    questions = questions_of(several(text, "questions"))
    if len(questions) > MOST_QUESTIONS:
        raise InvalidValue("interview_questions_many", field="questions", count=len(questions), most=MOST_QUESTIONS)
    return tuple(questions)


def _keep_guide(actor: User, row: InterviewPlan, plan: PlanText) -> int:
    """The guide as written: the newest version is changed while no talk was held by it, else the next one begins."""
    language, text = plan.language, "\n".join(_questions(plan.questions))
    newest = Guide.objects.filter(plan=row).order_by("-number").first()
    if newest is not None and (newest.questions, newest.language) == (text, language):
        return newest.number
    if newest is not None and not newest.interviews.exists():
        Guide.objects.filter(pk=newest.pk).update(questions=text, language=language, author=actor)
        return newest.number
    number = newest.number + 1 if newest else 1
    Guide.objects.create(
        plan=row, number=number, language=language, questions=text, author=actor, created_at=clock.now()
    )
    return number


def _row(row: InterviewPlan, progress: Progress, guide: Guide, may_work: bool) -> PlanRow:
    return PlanRow(
        id=row.pk, venture_id=row.venture_id, kind=row.kind, goal=row.goal, audience=row.audience, side=row.side,
        segment_id=row.segment_id, segment=row.segment.name if row.segment else "", owner=row.owner.name,
        due_on=row.due_on, closed_at=row.closed_at, version=row.version, progress=progress, guide_id=guide.pk,
        guide=guide.number, language=guide.language, questions=guide.questions, may_work=may_work,
    )  # fmt: skip
