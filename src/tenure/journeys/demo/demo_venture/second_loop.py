"""Loop 2: bakeries. Eighteen talks, a channel that replaces the refuted one, a promise kept by hand."""

from tenure.discovery.gates.pivots import WantedPivot, record_pivot
from tenure.discovery.hypotheses.belief import arithmetic_of
from tenure.discovery.interviews.plans import close_plan
from tenure.discovery.markets.problems import take_problem
from tenure.discovery.markets.segments import SegmentText, add_segment
from tenure.discovery.markets.sizes import SizeText, save_size
from tenure.discovery.testing.card_text import CardText
from tenure.discovery.testing.learning import LearningText
from tenure.journeys.demo.demo_venture.cast import MINOR, Cast
from tenure.journeys.demo.demo_venture.stickers import BAKERIES
from tenure.journeys.demo.demo_venture.talks import BAKERIES as TALKS
from tenure.journeys.demo.demo_venture.talks import MILL
from tenure.journeys.demo.demo_venture.told import code, hold, lay, learn, plan, run_test, worked


def tell(cast: Cast) -> None:
    """From the new segment to a promise that somebody pays for."""
    with cast.on(76):
        cast.segments["bakeries"] = add_segment(
            actor=cast.founder, venture_id=cast.venture,
            text=SegmentText("Bakeries with 2–6 shops", "Own night shift, flour from a mill, boxes from us", 210, 300,
                             "Register of food producers and our delivery addresses", declared_best=True),
        )  # fmt: skip
    lay(cast, BAKERIES, ago=75, version="Bakeries instead of hotels")
    _turn(cast)
    plan(
        cast, "bakeries", "How often does the shift wait, and what does it cost?", "Owners or bakers of 2–6 shops",
        ago=74, target=18, due=50,
    )  # fmt: skip
    hold(cast, MILL, kind="partner", side="partner")
    for talk in TALKS:
        hold(cast, talk)
    code(
        cast,
        {
            "A taxi at night": ("taxi", "такси", "cousin"),
            "The shift waits": ("смена", "простоев", "flour"),
            "Ready to pay": ("Аванс", "money"),
            "By voice": ("голосом",),
        },
        ago=52,
    )
    _bakeries(cast)
    _managers(cast)
    _by_hand(cast)
    _market(cast)
    _diaries(cast)
    _letters(cast)


def _turn(cast: Cast) -> None:
    """Another segment, channel and price on the canvas: a pivot, with the test that caused it."""
    refuted = cast.hypotheses["hotels"]
    with cast.on(75, 12):
        record_pivot(
            actor=cast.founder, venture_id=cast.venture,
            wanted=WantedPivot(
                kind="segment", before=1, phase="discovery", fates={},
                evidence=[one.id for one in arithmetic_of(actor=cast.founder, hypothesis_id=refuted).lines],
                reason="3 of 14 hotels have the problem; most of the others sent us to the bakery that supplies them",
                kept="Vans, picking at night, and everything heard about the hours before five",
            ),
        )  # fmt: skip
        close_plan(actor=cast.founder, plan_id=cast.plans["hotels"])


def _bakeries(cast: Cast) -> None:
    card = CardText(
        kind="problem_interview", name="Do bakeries lose an hour a week?", action="18 talks about the last bad night",
        metric="Names the late delivery before we do", population="Bakeries with 2–6 shops in Chișinău, Bălți and Orhei",
        exclusion="Friends of the house are asked, not counted", rule="e_process", threshold=0.4, hoped=0.75, alpha=0.05,
        most=24, level=1, cost_minor=120 * MINOR, hours=20, days=16, prediction=0.65, ends_on=cast.day(50),
    )  # fmt: skip
    run_test(cast, "bakeries", card, locked=70, results="11110111", first=68, last=61)
    learn(cast, "bakeries", ago=60, text=LearningText(
        "7 of 8 named it before we did; the rule stopped the count there", "The problem is theirs, and a taxi is what it costs",
        "persevere", "Ten more talks for severity and prices", ""))  # fmt: skip
    worked(
        cast,
        "bakeries",
        ago=60,
        by=cast.founder,
        hours=11,
        euros=55,
        note="Eight visits before the ovens, coffee, fuel",
    )


def _managers(cast: Cast) -> None:
    card = CardText(
        kind="referral", name="Does a call bring a trial night?", action="A manager calls, a tasting box comes at night",
        metric="Asks for a trial night within a week", population="Bakeries with 2–6 shops, not talked to before",
        exclusion="Our clients", rule="e_process", threshold=0.2, hoped=0.5, alpha=0.05, most=30, level=3,
        cost_minor=90 * MINOR, hours=8, days=14, prediction=0.55, ends_on=cast.day(40),
    )  # fmt: skip
    run_test(cast, "managers", card, locked=58, results="110110110", first=57, last=49)
    learn(cast, "managers", ago=48, text=LearningText(
        "6 of 9 asked for a trial night", "The box opens the door, not the call", "persevere",
        "Boxes for the next twenty", ""))  # fmt: skip


def _by_hand(cast: Cast) -> None:
    card = CardText(
        kind="concierge", name="Do two hours by hand save the baker one?", action="Twelve nights by hand, two vans, paid",
        metric="Baker's own clock: an hour or more saved", population="Bakeries that asked for a trial night",
        exclusion="Nights with a breakdown of the oven", rule="e_process", threshold=0.6, hoped=0.9, alpha=0.05, most=20,
        level=5, cost_minor=600 * MINOR, hours=40, days=14, prediction=0.7, ends_on=cast.day(34),
    )  # fmt: skip
    run_test(cast, "by_half_past_four", card, locked=52, results="1111111111", first=50, last=41)
    learn(cast, "by_half_past_four", ago=41, text=LearningText(
        "10 of 10 nights saved an hour or more", "04:00 would be worth more than 04:30", "persevere",
        "Start the tour with the earliest ovens", "Two nights with one van only"))  # fmt: skip
    worked(
        cast, "by_half_past_four", ago=40, by=cast.founder, hours=34, euros=610, note="Fuel, two drivers, ten nights"
    )
    worked(cast, "managers", ago=40, by=cast.seller, hours=9, euros=75, note="Tasting boxes")


def _diaries(cast: Cast) -> None:
    """Words became a record: the bakers themselves wrote down how long the shift stood."""
    card = CardText(
        kind="field_day", name="Do their own diaries show the hour?",
        action="A sheet by the oven for two weeks, filled by the baker",
        metric="An hour or more of waiting in each week of the sheet", population="Bakeries with 2–6 shops, asked by telephone",
        exclusion="Sheets with more than three empty nights", rule="e_process", threshold=0.4, hoped=0.75, alpha=0.05,
        most=20, level=3, cost_minor=60 * MINOR, hours=9, days=16, prediction=0.75, ends_on=cast.day(28),
    )  # fmt: skip
    run_test(cast, "bakeries", card, locked=47, results="11101110111", first=45, last=31)
    learn(cast, "bakeries", ago=31, text=LearningText(
        "9 of 11 sheets show an hour or more a week; the longest night 95 minutes",
        "Saturdays are twice as bad: markets. Two bakers found the fault in their own warehouse and thanked us", "persevere",
        "Saturday first in the plan of tours", "One sheet came back wet and was copied"))  # fmt: skip
    worked(cast, "bakeries", ago=31, by=cast.seller, hours=8, euros=45, note="Sheets, two rounds of visits")


def _letters(cast: Cast) -> None:
    """Those who had trial nights sign what they would pay, before anybody asks them for money."""
    card = CardText(
        kind="loi", name="Do they sign for €49 a month?", action="A letter with price and hour, at the last trial night",
        metric="Owner signs the letter within a week", population="Bakeries that had trial nights",
        exclusion="Friends of the house", rule="e_process", threshold=0.4, hoped=0.75, alpha=0.05, most=20, level=4,
        cost_minor=30 * MINOR, hours=8, days=12, prediction=0.6, ends_on=cast.day(24),
    )  # fmt: skip
    run_test(cast, "pay_monthly", card, locked=37, results="11101110111", first=36, last=27)
    learn(cast, "pay_monthly", ago=26, text=LearningText(
        "9 of 11 signed; two wanted half the price for half the nights",
        "The owner's wife signs in three of eleven: she has to be at the table", "persevere",
        "Ask for money, of strangers, in the next phase", ""))  # fmt: skip
    worked(cast, "pay_monthly", ago=26, by=cast.founder, hours=7, euros=25, note="Eleven visits with the letter")


def _market(cast: Cast) -> None:
    """How many, how often, at what price: from below and from above."""
    with cast.on(47) as day:
        save_size(
            actor=cast.founder, segment_id=cast.segments["bakeries"], problem_id=cast.problems["late"], version=0,
            text=SizeText(
                reach_low=0.6, reach_high=0.9, willing_low=0.35, willing_high=0.7, price_low_minor=45 * MINOR,
                price_high_minor=59 * MINOR, times_low=12, times_high=36, whole_minor=420_000 * MINOR, within_reach=0.7,
                obtainable=0.4, margin=0.55,
                sources="Register of food producers; prices of taxis; our own delivery addresses",
            ),
        )  # fmt: skip
        save_size(
            actor=cast.founder, segment_id=cast.segments["hotels"], problem_id=cast.problems["late"], version=0,
            text=SizeText(
                reach_low=0.3, reach_high=0.6, willing_low=0.05, willing_high=0.2, price_low_minor=30 * MINOR,
                price_high_minor=49 * MINOR, times_low=12, times_high=12, margin=0.4, sources="Register of hotels",
            ),
        )  # fmt: skip
        take_problem(
            actor=cast.founder, problem_id=cast.problems["late"], version=1, today=day,
            reason="The largest market by its low end, and eleven pay a taxi for it today",
        )  # fmt: skip
