"""Loop 4, customer creation: which channel brings the next clients, and whether those who began stay."""

from dataclasses import replace

from tenure.discovery.economics.edits import ChannelValue, Frame, add_channel, add_fixed_cost, edit_frame, edit_inputs
from tenure.discovery.economics.inputs import InputValue
from tenure.discovery.economics.scenarios import add_scenario, choose_main, scenario_of
from tenure.discovery.fit.readings import ask_reading, claim_reading
from tenure.discovery.fit.sales import save_period
from tenure.discovery.fit.settings import choices_of, choose
from tenure.discovery.testing.card_text import CardText
from tenure.discovery.testing.costs import record_work
from tenure.discovery.testing.learning import LearningText
from tenure.journeys.demo.demo_nights import PRODUCT
from tenure.journeys.demo.demo_venture.cast import MINOR, Cast
from tenure.journeys.demo.demo_venture.stickers import GROWTH
from tenure.journeys.demo.demo_venture.told import lay, learn, run_test
from tenure.journeys.ventures.venture_retention import read_retention

PERIODS = ((69, 1.0, 1_085), (40, 2.0, 1_860), (11, 2.0, 2_170))


def tell(cast: Cast) -> None:
    """From the first town to three."""
    lay(cast, GROWTH, ago=96, version="Three towns")
    _leaflet(cast)
    _bring(cast)
    _towns(cast)
    _sellers(cast)
    _economics(cast)
    _orders(cast)


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
    with cast.on(68) as day:
        record_work(
            actor=cast.founder, venture_id=cast.venture, on=day, minutes=5 * 60, money_minor=160 * MINOR,
            test_id=cast.tests["leaflet"], note="Printing, a box of pastry for the mill's office",
        )  # fmt: skip


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
    with cast.on(40) as day:
        record_work(
            actor=cast.seller, venture_id=cast.venture, on=day, minutes=6 * 60, money_minor=0,
            test_id=cast.tests["bring"], note="Ten telephone calls and visits",
        )  # fmt: skip


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
    with cast.on(18) as day:
        record_work(
            actor=cast.seller, venture_id=cast.venture, on=day, minutes=11 * 60, money_minor=85 * MINOR,
            test_id=cast.tests["bakeries"], note="Two journeys to Cahul and Ungheni",
        )  # fmt: skip


def _sellers(cast: Cast) -> None:
    for ago, sellers, brought in PERIODS:
        with cast.on(ago):
            save_period(
                actor=cast.founder, venture_id=cast.venture, starts_on=cast.day(ago).replace(day=1), sellers=sellers,
                yield_minor=brought * MINOR,
            )  # fmt: skip


def _economics(cast: Cast) -> None:
    """The second year, with the channels that pay alone."""
    with cast.on(8) as day:
        scenario = add_scenario(
            actor=cast.founder, venture_id=cast.venture, name="Three towns, second year", horizon_months=12
        )
        edit_inputs(
            actor=cast.founder, scenario_id=scenario, on=day,
            version=scenario_of(actor=cast.founder, scenario_id=scenario).version,
            given={
                "users": InputValue(260, 200, 340, basis="Bakeries of three towns not called yet, from the register"),
                "conversion": InputValue(None, shape="counted", successes=47, trials=176, assumed=False,
                                         basis="All called since the first loop, and pay"),
                "price": InputValue(49, 47, 52, assumed=False, basis="Invoices of five months"),
                "cogs": InputValue(30, 28, 33, assumed=False,
                basis="Nights of five months: €3.55 a stop, eight and a half stops"),
                "orders": InputValue(9.4, 8, 10.5, assumed=False, basis="Orders read this month: who stays from month to month"),
                "first_cost": InputValue(16, 12, 22, assumed=False, basis="Tasting box and the first visit"),
                "user_cost": InputValue(17, 14, 21, assumed=False, basis="Two sellers' hours, boxes, journeys"),
            },
        )  # fmt: skip
        edit_frame(
            actor=cast.founder, scenario_id=scenario,
            version=scenario_of(actor=cast.founder, scenario_id=scenario).version,
            frame=Frame("Three towns, second year", 12, retention=0.95,
                        note="Without the leaflet: it brought one client for €160."),
        )  # fmt: skip
        for value in (
            ChannelValue("Manager and tasting box", 0, 2_480 * MINOR, 520 * MINOR, 0, 148, 35, 640 * MINOR, 8),
            ChannelValue("Bakers bring bakers", 0, 160 * MINOR, 0, 0, 10, 6, 160 * MINOR, 6),
        ):
            add_channel(actor=cast.founder, scenario_id=scenario, value=value)
        add_fixed_cost(actor=cast.founder, scenario_id=scenario, name="Second van, leasing", amount_minor=3_600 * MINOR)
        choose_main(actor=cast.founder, scenario_id=scenario)


def _orders(cast: Cast) -> None:
    """Whether those who began stay: read from the invoices of the night."""
    with cast.on(5):
        now = choices_of(actor=cast.founder, venture_id=cast.venture)
        choose(actor=cast.founder, venture_id=cast.venture, wanted=replace(now, source="product", product=PRODUCT))
        ask_reading(actor=cast.founder, venture_id=cast.venture)
        reading = claim_reading()
        if reading is not None:
            read_retention(reading)
