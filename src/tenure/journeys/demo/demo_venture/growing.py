"""Loop 4, customer creation: which channel brings the next clients. The gate stays shut: nobody was watched for long."""

from tenure.discovery.gates.decisions import ask_review, decide_gate
from tenure.discovery.testing.card_text import CardText
from tenure.discovery.testing.learning import LearningText
from tenure.journeys.demo.demo_venture.cast import MINOR, Cast
from tenure.journeys.demo.demo_venture.stickers import GROWTH
from tenure.journeys.demo.demo_venture.told import lay, learn, run_test, sell, worked

PERIODS = ((69, 1.0, 1_085), (40, 2.0, 1_860), (11, 2.0, 2_170))


def tell(cast: Cast) -> None:
    """From the first town to three."""
    lay(cast, GROWTH, ago=96, version="Three towns")
    _leaflet(cast)
    _bring(cast)
    _towns(cast)
    sell(cast, PERIODS)
    _gate(cast)


def _leaflet(cast: Cast) -> None:
    """The channel that looked cheap."""
    card = CardText(
        kind="ad_campaign", name="Does the mill's leaflet bring calls?",
        action="A leaflet in every invoice of the mill for a month",
        metric="Calls us within two weeks and is a bakery", population="Bakeries the mill supplies, our clients left out",
        exclusion="Those who had been called by us", rule="exact", threshold=0.05, hoped=0.2, alpha=0.1, power=0.8,
        most=24, pass_mark=3, level=3, cost_minor=160 * MINOR, hours=5, days=30, prediction=0.55, ends_on=cast.day(66),
    )  # fmt: skip
    run_test(cast, "leaflet", card, locked=95, results="00000001" + "0" * 15, first=93, last=70)
    learn(cast, "leaflet", ago=68, text=LearningText(
        "1 of 23 called; the mill's bookkeeper folds the leaflet with the invoice, and the owner never sees it",
        "What comes with a bill is read by whoever pays bills. I had bet on it at 55 %", "kill",
        "No more leaflets; ask bakers for bakers", ""))  # fmt: skip
    worked(
        cast,
        "leaflet",
        ago=68,
        by=cast.founder,
        hours=5,
        euros=160,
        note="Printing, a box of pastry for the mill's office",
    )


def _bring(cast: Cast) -> None:
    card = CardText(
        kind="referral", name="Do bakers bring bakers?", action="A free week for whoever names a colleague who signs",
        metric="The named bakery signs within a month", population="Colleagues named by our clients",
        exclusion="Bakeries we had called before", rule="e_process", threshold=0.2, hoped=0.5, alpha=0.05, most=30, level=4,
        cost_minor=150 * MINOR, hours=6, days=30, prediction=0.5, ends_on=cast.day(30),
    )  # fmt: skip
    run_test(cast, "bring", card, locked=66, results="0110101101", first=64, last=41)
    learn(cast, "bring", ago=40, text=LearningText(
        "6 of 10 named bakeries signed; nobody asked for the free week",
        "They do it for the route: two bakeries in one street get the van twenty minutes earlier", "persevere",
        "Say that on the telephone: your neighbour makes your bread earlier", ""))  # fmt: skip
    worked(cast, "bring", ago=40, by=cast.seller, hours=6, euros=0, note="Ten telephone calls and visits")


def _towns(cast: Cast) -> None:
    """The problem again, where nobody knows the company: what was learnt in Chișinău need not hold in Cahul."""
    card = CardText(
        kind="field_day", name="Do Cahul and Ungheni wait as well?", action="The same sheet by the oven, two weeks",
        metric="An hour or more of waiting in each week of the sheet", population="Bakeries with 2–6 shops outside Chișinău",
        exclusion="Clients of ours", rule="e_process", threshold=0.4, hoped=0.75, alpha=0.05, most=20, level=3,
        cost_minor=90 * MINOR, hours=10, days=21, prediction=0.6, ends_on=cast.day(14),
    )  # fmt: skip
    run_test(cast, "bakeries", card, locked=38, results="10111101111", first=36, last=20)
    learn(cast, "bakeries", ago=18, text=LearningText(
        "9 of 11 sheets; in Cahul the mill is in the town and one baker never waits",
        "Distance to the mill decides, not the size of the bakery", "persevere",
        "Towns by the distance to a mill: Ungheni before Cahul", "Two sheets were kept by the owner, not the shift"))  # fmt: skip
    worked(cast, "bakeries", ago=18, by=cast.seller, hours=11, euros=85, note="Two journeys to Cahul and Ungheni")


def _gate(cast: Cast) -> None:
    """Asked for, and not passed: whether newcomers stay takes half a year to see."""
    with cast.on(5, 18):
        ask_review(actor=cast.founder, venture_id=cast.venture)
        decide_gate(
            actor=cast.founder, venture_id=cast.venture, phase="creation", choice="iterate",
            reasons="Two channels pay, and the towns have the same problem. But nobody has been with us for half a year yet, "
            "no plan is written, and we do not know how much of the market is ours. We go on until half a year of invoices can "
            "tell",
        )  # fmt: skip
