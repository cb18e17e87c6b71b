"""A venture as full as the limit speaks of, into a company that is there: for `benchmarks.venture_pages`.

200 hypotheses with 600 pieces of evidence, one running test of 1,000 observations among 41, 300 interviews with 600
problems heard and 600 quotes, 5,000 lines of timeline; beside them everything else a venture keeps, each part larger
than a diligent founder fills it. And 200 ventures more, for the list of ventures.
"""

import random
from datetime import date, timedelta

from tenure.discovery.canvas.versions import stickers_of
from tenure.discovery.hypotheses.hypotheses import rows_of
from tenure.discovery.models import (
    AcquisitionChannel,
    Candidate,
    CanvasVersion,
    ChecklistItem,
    Coding,
    Commitment,
    Evidence,
    Hypothesis,
    HypothesisLink,
    Interview,
    InterviewPlan,
    InterviewProblem,
    LearningCard,
    Loop,
    MarketSize,
    Presale,
    Problem,
    Quote,
    Refund,
    RoadmapStage,
    Segment,
    StagePassed,
    TestCard,
    Theme,
    ValueLink,
    Venture,
    VentureEvent,
    WorkEntry,
)
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.testing.observation_lines import ObservationText
from tenure.discovery.testing.observations import observe_many
from tenure.discovery.ventures.phases import CHECKLISTS
from tenure.kernel import clock
from tenure.privacy.models import User
from tests.economics_factories import make_economics
from tests.venture_factories import (
    make_hypothesis,
    make_plan,
    make_product,
    make_profile_item,
    make_ready_test,
    make_run,
    make_sales_period,
    make_service,
    make_survey,
    make_survey_answer,
    make_value_item,
    make_venture,
)

NAME = "A venture of the largest size"
HYPOTHESES, OBSERVATIONS, INTERVIEWS, EVENTS, VENTURES = 200, 1000, 300, 5000, 200
BLOCKS = (
    "segments", "value_propositions", "channels", "relationships", "revenue_streams", "resources", "activities",
    "partners", "costs",
)  # fmt: skip
STATES = ("untested", "testing", "supported", "refuted", "undecided")
LIKELY = {"untested": None, "testing": 0.6, "supported": 0.93, "refuted": 0.07, "undecided": 0.5}
KINDS = ("desirability", "feasibility", "viability", "adaptability")


def full_venture(owner: User, helper: User) -> Venture:
    """The venture, made once; found again afterwards."""
    known = Venture.objects.filter(name=NAME).first()
    if known:
        return known
    chance = random.Random(1)
    venture = make_venture(
        owner, NAME, least_company_minor=20_000_000, delay_cost_minor=2000, loop_budget_minor=300_000,
        cash_minor=9_000_000, cash_on=clock.today(), burn_minor=800_000, build_cost_minor=6_000_000,
    )  # fmt: skip
    segments = [Segment.objects.create(venture=venture, name=f"Bakeries of kind {n}", declared_best=n == 0,
                                       accounts_low=300, accounts_high=900) for n in range(6)]  # fmt: skip
    problems = [Problem.objects.create(venture=venture, name=f"What hurts, number {n}") for n in range(12)]
    _sizes(owner, segments, problems)
    hypotheses = _hypotheses(chance, venture, owner, segments, problems)
    _talks(chance, venture, (owner, helper), segments, problems, hypotheses)
    _tests(chance, venture, owner, hypotheses)
    _offers(chance, venture, owner, segments, hypotheses)
    _survey(chance, venture, segments)
    for name in ("As planned", "Dearer flour", "A second van"):
        scenario = make_economics(venture, name)
        AcquisitionChannel.objects.bulk_create(
            AcquisitionChannel(scenario=scenario, name=f"Channel {n}", media_minor=100_000 + n, leads=60, clients=20,
                               next_cost_minor=20_000, next_clients=3) for n in range(5)
        )  # fmt: skip
    _record(chance, venture, owner, hypotheses)
    _other_ventures(owner)
    return venture


def _sizes(owner: User, segments: list[Segment], problems: list[Problem]) -> None:
    MarketSize.objects.bulk_create(
        MarketSize(segment=segment, problem=problem, reach_low=0.2, reach_high=0.5, willing_low=0.2, willing_high=0.6,
                   price_low_minor=40_000, price_high_minor=60_000, times_low=8, times_high=12, margin=0.4,
                   whole_minor=900_000_000, within_reach=0.3, obtainable=0.1, author=owner, at=clock.now())
        for segment in segments for problem in problems
    )  # fmt: skip


def _hypotheses(
    chance: random.Random, venture: Venture, owner: User, segments: list[Segment], problems: list[Problem]
) -> list[Hypothesis]:
    for n in range(HYPOTHESES):
        state = STATES[n % len(STATES)]
        likely = LIKELY[state]
        make_hypothesis(
            venture, f"Something we believe of bakeries, number {n}", block=BLOCKS[n % len(BLOCKS)], position=n,
            kind=KINDS[n % len(KINDS)], state=state, statement="At least 40 % of them will do what we expect of them",
            segment=chance.choice(segments), problem=chance.choice(problems), prior=0.5, probability=likely,
            low=likely and max(0.01, likely - 0.1), high=likely and min(0.99, likely + 0.06), evidence_count=3,
            impact=n % 10 + 1, gain_minor=5_000_000 + n, loss_minor=2_000_000 + n, critical=n % 12 == 0, owner=owner,
        )  # fmt: skip
    rows = list(venture.hypotheses.order_by("number"))
    Evidence.objects.bulk_create(
        Evidence(hypothesis=row, supports=row.state != "refuted", level=n + 2, text="They said it and did it",
                 cluster=f"company {n}", observed_on=clock.today(), author=owner, created_at=clock.now())
        for row in rows for n in range(3)
    )  # fmt: skip
    HypothesisLink.objects.bulk_create(
        HypothesisLink(child=rows[n], parent=rows[n // 3]) for n in range(1, len(rows)) if n % 3 == 0
    )
    return rows


def _talks(
    chance: random.Random, venture: Venture, coders: tuple[User, User], segments: list[Segment],
    problems: list[Problem], hypotheses: list[Hypothesis],
) -> None:  # fmt: skip
    owner, now = coders[0], clock.now()
    plans = [make_plan(venture, f"What to learn, number {n}", segment=segments[n]) for n in range(6)]
    Candidate.objects.bulk_create(
        Candidate(plan=chance.choice(plans), name=f"Ion {n}", company=f"Brutăria {n // 2}", state="held",
                  basis="consent", added_by=owner, created_at=now, changed_at=now) for n in range(INTERVIEWS)
    )  # fmt: skip
    Interview.objects.bulk_create(
        Interview(
            venture=venture, plan=person.plan, candidate=person, kind="problem", segment=person.plan.segment,
            name=person.name, company=person.company, cluster=person.company, held_on=clock.today() - timedelta(n % 90),
            interviewer=owner, minutes=40, acquaintance=("cold", "warm", "cold", "friend")[n % 4], evangelist=n % 5 + 1,
            notes="They get up at three and wait for flour. " * 20, created_at=now,
        )
        for n, person in enumerate(Candidate.objects.filter(plan__in=plans).select_related("plan__segment"))
    )  # fmt: skip
    talks = list(Interview.objects.filter(venture=venture).order_by("pk"))
    InterviewProblem.objects.bulk_create(
        InterviewProblem(interview=talk, problem=problem, unprompted=chance.random() < 0.7, cost_minor=31_000,
                         severity=chance.randint(3, 10), frequency="weekly", alternative="A taxi at night")
        for talk in talks for problem in chance.sample(problems, 2)
    )  # fmt: skip
    themes = [Theme.objects.create(venture=venture, name=f"Theme {n}") for n in range(10)]
    Quote.objects.bulk_create(
        Quote(interview=talk, text=f"It costs me two nights a month, the {n}th time", problem=chance.choice(problems),
              hypothesis=chance.choice(hypotheses), theme=chance.choice(themes), author=owner, created_at=now)
        for talk in talks for n in range(2)
    )  # fmt: skip
    quotes = list(Quote.objects.filter(interview__venture=venture))
    Coding.objects.bulk_create(
        Coding(quote=quote, coder=coder, theme=quote.theme if chance.random() < 0.8 else chance.choice(themes), at=now)
        for quote in quotes for coder in coders
    )  # fmt: skip
    Commitment.objects.bulk_create(
        Commitment(interview=talk, kind="money", text="A deposit", amount_minor=4900) for talk in talks[::3]
    )


def _tests(chance: random.Random, venture: Venture, owner: User, hypotheses: list[Hypothesis]) -> None:
    running = make_ready_test(hypotheses[1], most=2000)
    lock_test(actor=owner, test_id=running.pk, version=running.version)
    seen = [ObservationText(chance.random() < 0.42, clock.today(), who=f"Nr {n}", cluster=f"company {n // 2}")
            for n in range(OBSERVATIONS)]  # fmt: skip
    observe_many(actor=owner, test_id=running.pk, rows=seen)
    for n in range(40):
        fields = {"state": "decided", "verdict": ("supported", "refuted", "undecided")[n % 3], "observed": 20,
                  "decided_at": clock.now(), "decided_by": owner, "predicted_by": owner} if n < 30 else {}  # fmt: skip
        card = make_ready_test(
            hypotheses[n * 4 + 2], name=f"Test of something, {n}", cost_minor=5000, hours=4, **fields
        )
        if fields:
            LearningCard.objects.create(test=card, observed="As hoped", decision="persevere", author=owner,
                                        at=clock.now())  # fmt: skip


def _offers(
    chance: random.Random, venture: Venture, owner: User, segments: list[Segment], hypotheses: list[Hypothesis]
) -> None:
    for segment in segments:
        wants = [make_profile_item(segment, f"Hurts {n}", kind=("job", "pain", "gain")[n % 3]) for n in range(12)]
        for n in range(8):
            item = make_value_item(segment, f"Helps {n}")
            ValueLink.objects.bulk_create(ValueLink(item=item, profile=want) for want in chance.sample(wants, 3))
    for n in range(5):
        make_product(venture, f"Product {n}", price_minor=4900)
    Presale.objects.bulk_create(
        Presale(venture=venture, who=f"Buyer {n}", amount_minor=4900, agreed_on=clock.today(), paid_on=clock.today(),
                delivered_on=clock.today(), source=("cold", "referred", "friend")[n % 3], by_founder=n % 4 > 0,
                hypothesis=chance.choice(hypotheses), segment=segments[0], author=owner, created_at=clock.now())
        for n in range(120)
    )  # fmt: skip
    for sale in Presale.objects.filter(venture=venture)[:8]:
        Refund.objects.create(presale=sale, on=clock.today(), amount_minor=4900, reason="Came late", author=owner,
                              created_at=clock.now())  # fmt: skip
    _roadmap(venture, owner)
    for name in ("Delivery", "Baking", "Reports"):
        service = make_service(venture, name, tuple(f"Step {n}" for n in range(6)))
        for _ in range(40):
            make_run(service, chance.uniform(5, 40))
    for month in range(1, 13):
        make_sales_period(venture, date(2025, month, 1), yield_minor=60_000 + 9000 * month)


def _roadmap(venture: Venture, owner: User) -> None:
    """Six stages; three quarters of the presales passed all of them, the rest half."""
    stages = [
        RoadmapStage.objects.create(venture=venture, position=n, name=f"Stage {n}", shown_by=f"They do {n}")
        for n in range(1, 7)
    ]
    StagePassed.objects.bulk_create(
        StagePassed(presale=sale, stage=stage, on=clock.today())
        for n, sale in enumerate(Presale.objects.filter(venture=venture).order_by("pk"))
        for stage in stages[: 6 if n % 4 else 3]
    )


def _survey(chance: random.Random, venture: Venture, segments: list[Segment]) -> None:
    for name in ("What would you pay?", "How would you feel without it?"):
        survey = make_survey(venture, name, ("ellis", "nps", "westendorp", "gabor"), best_segment=segments[0])
        for _ in range(300):
            low = chance.randint(5, 15)
            said = {"used": chance.randint(0, 2), "felt": chance.choice(("very", "somewhat", "not"))}
            prices = [low, low + 5, low + 12, low + 20]
            buys = [low > 3, low > 8, low > 12]
            make_survey_answer(survey, [said, chance.randint(0, 10), prices, buys], segment=segments[0])


def _record(chance: random.Random, venture: Venture, owner: User, hypotheses: list[Hypothesis]) -> None:
    """Loops before this one, versions of the canvas, hours, checklists, and everything that happened."""
    now, today = clock.now(), clock.today()
    Loop.objects.filter(venture=venture).update(number=8)
    for n in range(1, 8):
        begun = today - timedelta(days=30 * (9 - n))
        Loop.objects.create(venture=venture, number=n, phase="discovery", started_on=begun, end="pivot",
                            ended_on=begun + timedelta(days=28))  # fmt: skip
    stickers = stickers_of(rows_of(venture))
    CanvasVersion.objects.bulk_create(
        CanvasVersion(venture=venture, number=n + 1, canvas_kind="business", stickers=stickers[: 150 + n], author=owner,
                      at=now) for n in range(30)
    )  # fmt: skip
    tests = list(TestCard.objects.filter(venture=venture))
    WorkEntry.objects.bulk_create(
        WorkEntry(venture=venture, test=chance.choice(tests), on=today, minutes=60, money_minor=900, author=owner,
                  created_at=now) for _ in range(300)
    )  # fmt: skip
    ChecklistItem.objects.bulk_create(
        ChecklistItem(venture=venture, phase=phase, code=code, position=place)
        for phase, codes in CHECKLISTS.items() for place, code in enumerate(codes)
    )  # fmt: skip
    plan = InterviewPlan.objects.filter(venture=venture)[0]
    happened = [
        ("add_hypothesis", "hypothesis", row.pk, {"number": row.number, "title": row.title}) for row in hypotheses
    ]
    happened += [
        ("add_interview_plan", "interview_plan", plan.pk, {}),
        ("start_venture", "venture", venture.pk, {"name": NAME}),
    ]
    VentureEvent.objects.bulk_create(
        VentureEvent(venture=venture, at=now, actor=owner, kind=kind, subject_kind=record, subject_id=pk,
                     details=details, loop=n % 8 + 1)
        for n, (kind, record, pk, details) in enumerate(chance.choices(happened, k=EVENTS))
    )  # fmt: skip


def _other_ventures(owner: User) -> None:
    for n in range(VENTURES):
        other = make_venture(owner, f"Another venture, {n}")
        Hypothesis.objects.bulk_create(
            Hypothesis(venture=other, number=k + 1, block="segments", title=f"Guess {k}", created_at=clock.now(),
                       state=STATES[k % len(STATES)]) for k in range(20)
        )  # fmt: skip
