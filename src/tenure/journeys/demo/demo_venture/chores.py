"""What a venture that goes on keeps in order: its settings, its lists, and what it knows of what it believed."""

from dataclasses import replace
from datetime import timedelta

from tenure.discovery.hypotheses.evidence import add_evidence
from tenure.discovery.hypotheses.hypotheses import edit_hypothesis, hypotheses_of, park_hypothesis
from tenure.discovery.ventures.settings import change_venture, settings_of
from tenure.journeys.demo.demo_venture.cast import MINOR, Cast
from tenure.journeys.demo.demo_venture.checklists import tick
from tenure.journeys.demo.demo_venture.stickers import BAKERIES

DISCOVERED = {
    "buy_in": "Two loops of four weeks, €3,000 each; founders go out at night themselves; agreed with the accountant",
    "state_hypotheses": "Six for hotels, eight for bakeries; the canvas of both is kept as versions",
    "test_problem": "Hotels: 3 of 14, refuted. Bakeries: 16 of 18 name it, eleven pay a taxi for it today",
    "test_solution": "Ten nights by hand: an hour or more saved in each. 04:00 would be worth more than 04:30",
    "verify_discovery": "Refused after hotels, passed with bakeries",
}
VALIDATED = {
    "ready_to_sell": "One sentence: flour and boxes inside by half past four, €49 a month. Five stages of the sale",
    "sell_to_visionaries": "18 paid of 21 asked, one took the money back; eleven were sold without the founder",
    "positioning": "Against the taxi, not against other wholesalers: bakers compare with what they paid last month",
    "verify_validation": "Passed by the rules; 48 answers, a seller past her cost, sums that close",
}
CREATED = {
    "ready_to_launch": "An existing market with one van more: Chișinău, then Ungheni, then Cahul by the distance to a mill",
    "position_company": "“Your neighbour makes your bread earlier”: said by clients first, then by us",
    "launch": "Three towns; nobody was told by an advertisement",
}
BUILT = {
    "fast_response": "A dispatcher answers from 22:00 to 06:00, and a baker hears of a late van before 03:00",
}
# What the nights showed of the hypotheses nobody had to test: key, for or against, what was seen.
SEEN = (
    ("stop_cost", True, "Books of nine months: €3.30 a stop on average, €4.40 in the first month"),
    ("warehouse", True, "Most orders picked in a night so far: 41 between 22:00 and 01:20, by two people"),
    ("mill", False, "The mill took its drivers back for the harvest"),
    ("voice", True, "Of 212 orders in a week 171 came by voice"),
    ("forgiven", True, "Three missed nights in one month, told before 03:00: all three bakeries stayed"),
    ("year_ahead", False, "Two of 41 asked paid a year ahead"),
)
HELD = ("bakeries", "by_half_past_four", "pay_monthly", "managers")


def fund(cast: Cast) -> None:
    """After the second gate: longer loops, and the money the company gives for the growth."""
    with cast.on(0, 19) as day:
        now, version = settings_of(actor=cast.founder, venture_id=cast.venture)
        wanted = replace(now, loop_days=210, cash_minor=31_000 * MINOR, cash_on=day, burn_minor=1_900 * MINOR)
        change_venture(actor=cast.founder, venture_id=cast.venture, wanted=wanted, version=version)


def learn_from_work(cast: Cast) -> None:
    """What the nights showed by themselves, and what holds on after it was looked at again."""
    with cast.on(12, 16) as day:
        for key, supports, text in SEEN:
            add_evidence(
                actor=cast.founder,
                hypothesis_id=cast.hypotheses[key],
                supports=supports,
                level=3,
                observed_on=day,
                text=text,
            )
    with cast.on(11, 16) as day:
        versions = {row.id: row.version for row in hypotheses_of(actor=cast.founder, venture_id=cast.venture)}
        for one in BAKERIES:
            if one.key in HELD:
                number = cast.hypotheses[one.key]
                edit_hypothesis(
                    actor=cast.founder, hypothesis_id=number, version=versions[number],
                    text=replace(
                        one.text, segment_id=cast.segments.get(one.segment), problem_id=cast.problems.get(one.problem),
                        expires_on=day + timedelta(days=180),
                    ),
                )  # fmt: skip
        number = cast.hypotheses["supermarkets"]
        park_hypothesis(actor=cast.founder, hypothesis_id=number, version=versions[number], parked=True)


def tick_building(cast: Cast) -> None:
    tick(cast, "building", BUILT, ago=0)


def tick_discovery(cast: Cast) -> None:
    tick(cast, "discovery", DISCOVERED, ago=23)


def tick_validation(cast: Cast) -> None:
    tick(cast, "validation", VALIDATED, ago=0)


def tick_creation(cast: Cast) -> None:
    tick(cast, "creation", CREATED, ago=6)
