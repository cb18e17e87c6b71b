"""Ventures and what lies in them, for tests: straight into the tables, with nothing asked."""

import secrets
from datetime import date
from typing import Any

from tenure.discovery.markets.merging import merge_problem
from tenure.discovery.models import (
    Candidate,
    Evidence,
    Guide,
    Hypothesis,
    Interview,
    InterviewPlan,
    Loop,
    ManualRun,
    ManualRunStep,
    ManualService,
    ManualStep,
    MvpChange,
    MvpShowing,
    MvpVersion,
    Observation,
    OfferedProduct,
    Presale,
    Problem,
    ProblemMerge,
    ProfileItem,
    Proposition,
    Quote,
    RoadmapStage,
    SalesPeriod,
    Segment,
    StagePassed,
    Survey,
    SurveyAnswer,
    SurveyQuestion,
    TestCard,
    ValueItem,
    Venture,
    VentureMember,
)
from tenure.kernel import clock
from tenure.privacy.models import User


def make_venture(owner: User, name: str = "Night delivery for bakeries", **fields: Any) -> Venture:
    """A venture in its first loop of discovery."""
    venture = Venture.objects.create(name=name, owner=owner, created_at=clock.now(), **fields)
    Loop.objects.create(venture=venture, number=1, phase=venture.phase, started_on=clock.today())
    return venture


def let_in(venture: Venture, user: User, *, may_work: bool = True) -> VentureMember:
    return VentureMember.objects.create(venture=venture, user=user, may_work=may_work)


def make_segment(venture: Venture, name: str = "Bakeries with 2–6 shops", **fields: Any) -> Segment:
    return Segment.objects.create(venture=venture, name=name, **fields)


def make_problem(venture: Venture, name: str = "Flour comes too late for the night shift", **fields: Any) -> Problem:
    return Problem.objects.create(venture=venture, name=name, **fields)


def make_problem_merge(venture: Venture, name: str = "Delivery is tardy") -> ProblemMerge:
    """A wording made part of another problem by the owner."""
    gone, kept = make_problem(venture, name), make_problem(venture, f"{name}, said better")
    merge_problem(actor=venture.owner, problem_id=gone.pk, version=1, kept_id=kept.pk)
    return ProblemMerge.objects.get(gone=gone.pk)


def make_hypothesis(venture: Venture, title: str = "They will pay for it monthly", **fields: Any) -> Hypothesis:
    number = Hypothesis.objects.filter(venture=venture).count() + 1
    values = {"block": "revenue_streams", "number": number, "created_at": clock.now()} | fields
    return Hypothesis.objects.create(venture=venture, title=title, **values)


def make_test_card(hypothesis: Hypothesis, name: str = "Will they pay monthly?", **fields: Any) -> TestCard:
    venture = hypothesis.venture
    number = TestCard.objects.filter(venture=venture).count() + 1
    values = {"kind": "presale", "number": number, "created_at": clock.now(), "threshold": 0.4} | fields
    return TestCard.objects.create(venture=venture, hypothesis=hypothesis, name=name, **values)


def make_profile_item(segment: Segment, text: str = "Flour comes too late", **fields: Any) -> ProfileItem:
    values = {"kind": "pain", "importance": 4, "heard": 1} | fields
    return ProfileItem.objects.create(venture=segment.venture, segment=segment, text=text, **values)


def make_proposition(segment: Segment, name: str = "", **fields: Any) -> Proposition:
    return Proposition.objects.create(venture=segment.venture, segment=segment, name=name, **fields)


def make_value_item(segment: Segment, text: str = "At the door by 04:30", **fields: Any) -> ValueItem:
    """In the proposition given, else in the first of the segment."""
    values = {"kind": "reliever"} | fields
    values["proposition"] = values.get("proposition") or segment.propositions.first() or make_proposition(segment)
    return ValueItem.objects.create(venture=segment.venture, text=text, **values)


def make_product(venture: Venture, name: str = "Night delivery", **fields: Any) -> OfferedProduct:
    return OfferedProduct.objects.create(venture=venture, name=name, **fields)


def make_mvp(product: OfferedProduct, ready_on: date = date(2026, 4, 1), **fields: Any) -> MvpVersion:
    values = {"number": product.mvp_versions.count() + 1, "author": product.venture.owner, "created_at": clock.now()}
    return MvpVersion.objects.create(product=product, ready_on=ready_on, **({"does": "Bring it"} | values | fields))


def make_showing(
    mvp: MvpVersion, who: str = "Brutăria Lina", verdict: str = "as_is", *changes: MvpChange, **fields: Any
) -> MvpShowing:
    values = {"on": mvp.ready_on, "author": mvp.product.venture.owner, "created_at": clock.now()} | fields
    showing = MvpShowing.objects.create(mvp=mvp, who=who, verdict=verdict, **values)
    showing.asked.set(changes)
    return showing


def make_presale(venture: Venture, who: str = "Brutăria Lina", **fields: Any) -> Presale:
    values = {"amount_minor": 4900, "agreed_on": date(2026, 5, 2), "author": venture.owner, "created_at": clock.now()}
    return Presale.objects.create(venture=venture, who=who, **(values | fields))


def make_stage(venture: Venture, name: str = "Shown at work", **fields: Any) -> RoadmapStage:
    values = {"position": RoadmapStage.objects.filter(venture=venture).count()} | fields
    return RoadmapStage.objects.create(venture=venture, name=name, **values)


def passed(presale: Presale, *days: date | None) -> None:
    """The stages of its venture in their order, each passed on its day; None: it was not."""
    for stage, day in zip(
        RoadmapStage.objects.filter(venture=presale.venture_id).order_by("position"), days, strict=False
    ):
        if day is not None:
            StagePassed.objects.create(presale=presale, stage=stage, on=day)


def make_service(
    venture: Venture, name: str = "Delivery by hand", steps: tuple[str, ...] = ("Pick", "Drive")
) -> ManualService:
    service = ManualService.objects.create(venture=venture, name=name)
    for place, step in enumerate(steps):
        ManualStep.objects.create(service=service, position=place, name=step)
    return service


def make_run(service: ManualService, minutes: float = 30.0, **fields: Any) -> ManualRun:
    values = {"on": date(2026, 5, 4), "author": service.venture.owner, "created_at": clock.now()} | fields
    run = ManualRun.objects.create(service=service, **values)
    for step in service.steps.all():
        ManualRunStep.objects.create(run=run, step=step, minutes=minutes)
    return run


def make_survey(
    venture: Venture, name: str = "What would you pay?", kinds: tuple[str, ...] = ("ellis",), **fields: Any
) -> Survey:
    values = {"token": secrets.token_urlsafe(16), "state": "open", "created_at": clock.now(), "opened_at": clock.now()}
    survey = Survey.objects.create(venture=venture, name=name, **(values | fields))
    for place, kind in enumerate(kinds):
        options = {"prices": [10, 15, 20], "unit_cost": 6} if kind == "gabor" else {}
        SurveyQuestion.objects.create(survey=survey, position=place, kind=kind, options=options)
    return survey


def make_survey_answer(survey: Survey, values: list[Any], **fields: Any) -> SurveyAnswer:
    """values: one for each question, None for one left out."""
    ids = survey.questions.order_by("position").values_list("pk", flat=True)
    given = {str(pk): value for pk, value in zip(ids, values, strict=True) if value is not None}
    return SurveyAnswer.objects.create(survey=survey, values=given, **({"at": clock.now(), "source": "form"} | fields))


def make_sales_period(venture: Venture, starts_on: date = date(2026, 1, 1), **fields: Any) -> SalesPeriod:
    values = {"sellers": 1.0, "yield_minor": 100_000, "author": venture.owner} | fields
    return SalesPeriod.objects.create(venture=venture, starts_on=starts_on, **values)


def make_plan(
    venture: Venture, goal: str = "Who is hurt by late flour, and what does it cost?", **fields: Any
) -> InterviewPlan:
    """A plan of problem interviews with a guide of one question."""
    values = {"kind": "problem", "owner": venture.owner, "created_at": clock.now()} | fields
    plan = InterviewPlan.objects.create(venture=venture, goal=goal, **values)
    Guide.objects.create(
        plan=plan, number=1, language="en", questions="Tell me about the last time.", author=plan.owner,
        created_at=clock.now(),
    )  # fmt: skip
    return plan


def make_candidate(
    venture: Venture, name: str = "Ion Ciobanu", *, plan: InterviewPlan | None = None, **fields: Any
) -> Candidate:
    """Somebody to be asked, on a plan of their own when none is given."""
    values = {"basis": "consent", "added_by": venture.owner, "created_at": clock.now(), "changed_at": clock.now()}
    return Candidate.objects.create(plan=plan or make_plan(venture), name=name, **(values | fields))


def make_quote(venture: Venture, text: str = "It costs me two nights a month", **fields: Any) -> Quote:
    """Words from a talk of their own."""
    talk = fields.pop("interview", None) or make_interview(venture)
    values = {"author": venture.owner, "created_at": clock.now()} | fields
    return Quote.objects.create(interview=talk, text=text, **values)


def make_interview(venture: Venture, **fields: Any) -> Interview:
    """A talk held today with a stranger."""
    values = {
        "kind": "problem", "held_on": clock.today(), "interviewer": venture.owner, "created_at": clock.now(),
    } | fields  # fmt: skip
    return Interview.objects.create(venture=venture, **values)


READY: dict[str, Any] = {
    "metric": "Signs a pre-order and pays the deposit", "population": "Bakeries with 2–6 shops, strangers",
    "prediction": 0.6, "most": 40, "hoped": 0.65, "rule": "e_process",
}  # fmt: skip


def make_ready_test(hypothesis: Hypothesis, **fields: Any) -> TestCard:
    """A draft with everything its lock asks for."""
    return make_test_card(hypothesis, **(READY | fields))


def make_observation(test: TestCard, author: User, *, success: bool = True, **fields: Any) -> Observation:
    """One observation of a test, straight into the table: its seal is missing."""
    now = clock.now()
    values = {"entered_at": now, "happened_on": clock.day_of(now), "who": "Theirs"} | fields
    return Observation.objects.create(test=test, success=success, author=author, **values)


def make_evidence(hypothesis: Hypothesis, author: User, text: str = "Paid in advance", **fields: Any) -> Evidence:
    """A row for the hypothesis, a presale with money, not yet counted."""
    values = {
        "supports": True,
        "level": 5,
        "source": "presale",
        "observed_on": clock.today(),
        "created_at": clock.now(),
    } | fields
    return Evidence.objects.create(hypothesis=hypothesis, author=author, text=text, **values)
