"""Loop 1: hotels. Fourteen asked, three named it: refuted by the rule, and the customer segment changes."""

from tenure.discovery.hypotheses.evidence import add_evidence
from tenure.discovery.markets.problems import add_problem
from tenure.discovery.markets.segments import SegmentText, add_segment
from tenure.discovery.testing.card_text import CardText
from tenure.discovery.testing.costs import record_work
from tenure.discovery.testing.learning import LearningText
from tenure.discovery.ventures.members import let_in
from tenure.discovery.ventures.ventures import start_venture
from tenure.journeys.demo.demo_venture.cast import MINOR, Cast
from tenure.journeys.demo.demo_venture.stickers import HOTELS
from tenure.journeys.demo.demo_venture.talks import HOTELS as TALKS
from tenure.journeys.demo.demo_venture.told import hold, lay, learn, plan, run_test

VISION = (
    "Bakers work at night and their suppliers by day. We already drive to them; we could stand at the door with flour and "
    "boxes before the shift begins, and be paid for the hour we save."
)


def tell(cast: Cast) -> None:
    """From the idea to the refutation."""
    _begin(cast)
    plan(
        cast, "hotels", "Do hotels with a bakery lose part of the night waiting?", "Bakers of hotels, not the managers",
        ago=96, target=14, due=78,
    )  # fmt: skip
    lay(cast, HOTELS, ago=97)
    for talk in TALKS:
        hold(cast, talk)
    _drivers(cast)
    _hotels(cast)


def _begin(cast: Cast) -> None:
    with cast.on(98):
        cast.venture = start_venture(
            actor=cast.founder, name="Night delivery for bakeries", kind="direction", vision=VISION, loop_days=28,
            loop_budget_minor=3_000 * MINOR, cash_minor=24_000 * MINOR, cash_on=cast.day(98), burn_minor=2_400 * MINOR,
            build_cost_minor=45_000 * MINOR, delay_cost_minor=60 * MINOR, least_company_minor=16_000 * MINOR,
        )  # fmt: skip
        let_in(actor=cast.founder, venture_id=cast.venture, user_id=cast.seller.pk, may_work=True)
        cast.segments["hotels"] = add_segment(
            actor=cast.founder, venture_id=cast.venture,
            text=SegmentText("Hotels with their own bakery", "20 rooms and more, bread baked in the house", 60, 110,
                             "Register of hotels, counted by hand"),
        )  # fmt: skip
        for key, name, words in (
            ("late", "Flour and boxes come after the night shift has begun", "The shift stands or starts without"),
            ("alone", "Nobody answers at night", "The supplier's phone is silent from six to eight"),
            ("boxes", "Boxes run out unseen", "Nobody counts them until they are gone"),
        ):
            cast.problems[key] = add_problem(actor=cast.founder, venture_id=cast.venture, name=name, description=words)


def _drivers(cast: Cast) -> None:
    """A driver asks at night; one of ten agrees."""
    card = CardText(
        kind="partner_offer", name="Do drivers bring kitchens to a trial?", action="Four drivers ask at ten kitchens each",
        metric="The cook agrees to a trial night", population="Kitchens our drivers visit, hotels first",
        exclusion="Kitchens that are family of the driver", rule="exact", threshold=0.1, hoped=0.3, alpha=0.1, power=0.8,
        most=20, pass_mark=5, level=3, cost_minor=120 * MINOR, hours=6, days=14, prediction=0.6,
        ends_on=cast.day(74),
    )  # fmt: skip
    run_test(cast, "drivers", card, locked=91, results="00100000000000000000", first=90, last=77)
    learn(cast, "drivers", ago=77, text=LearningText(
        "1 of 20 kitchens agreed to a trial", "Cooks like the drivers; they do not buy from them",
        "kill", "A manager calls instead", "One driver asked only by day"))  # fmt: skip


def _hotels(cast: Cast) -> None:
    card = CardText(
        kind="problem_interview", name="Do hotels lose an hour a week?", action="Talk to 14 bakers of hotels about last week",
        metric="Names the late delivery before we do", population="Hotels with their own bakery, cold calls first",
        exclusion="Our clients of the last year", rule="exact", threshold=0.3, hoped=0.6, alpha=0.1, power=0.8,
        most=14, pass_mark=7, level=1, cost_minor=80 * MINOR, hours=14, days=14, prediction=0.7, ends_on=cast.day(78),
    )  # fmt: skip
    run_test(cast, "hotels", card, locked=95, results="10001000100000", first=93, last=80)
    learn(cast, "hotels", ago=79, text=LearningText(
        "3 of 14 hotels named it by themselves", "Hotels buy their bread from bakeries: the night is theirs, not the hotel's",
        "pivot", "Talk to the bakeries that hotels named", ""))  # fmt: skip
    with cast.on(79, 15) as day:
        add_evidence(
            actor=cast.founder, hypothesis_id=cast.hypotheses["vans"], supports=True, level=3, observed_on=day,
            text="A trial night with one van: 27 stops in 2 h 20 min",
        )  # fmt: skip
        record_work(
            actor=cast.founder, venture_id=cast.venture, on=day, minutes=22 * 60, money_minor=340 * MINOR,
            test_id=cast.tests["hotels"], note="Talks, fuel and small presents",
        )  # fmt: skip
        record_work(
            actor=cast.founder, venture_id=cast.venture, on=day, minutes=7 * 60, money_minor=150 * MINOR,
            test_id=cast.tests["drivers"], note="Bonus for four drivers",
        )  # fmt: skip
