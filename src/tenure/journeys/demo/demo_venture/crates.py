"""A venture in the middle of its search: crates that come back from the cold stores. A test runs, the gate is open."""

from datetime import timedelta

from tenure.discovery.hypotheses.text import HypothesisText
from tenure.discovery.markets.problems import add_problem
from tenure.discovery.markets.segments import SegmentText, add_segment
from tenure.discovery.markets.sizes import SizeText, save_size
from tenure.discovery.testing.card_text import CardText
from tenure.discovery.testing.costs import record_work
from tenure.discovery.testing.learning import LearningText
from tenure.discovery.ventures.members import let_in
from tenure.discovery.ventures.ventures import start_venture
from tenure.journeys.demo.demo_venture.cast import MINOR, Cast
from tenure.journeys.demo.demo_venture.checklists import tick
from tenure.journeys.demo.demo_venture.stickers import Sticker
from tenure.journeys.demo.demo_venture.talks import Talk
from tenure.journeys.demo.demo_venture.told import hold, lay, learn, plan, run_test

STICKERS = (
    Sticker("growers", HypothesisText(
        "segments", "Apple growers with 5–40 hectares", kind="desirability", critical=True,
        statement="We believe that at least 4 of 10 growers with 5–40 hectares had apples sent back or cheapened for crushed "
        "cartons last season",
        metric="Growers with a claim for cartons", unit="%", threshold=40, prior=0.5, impact=10,
        prior_reason="Three carton clients asked for something that does not give way", falsifier="Fewer than 6 of 15",
        gain_minor=7_000_000, loss_minor=2_400_000,
    ), segment="growers", problem="crushed"),
    Sticker("back", HypothesisText(
        "value_propositions", "A crate that comes back beats a carton that is thrown away", kind="desirability",
        statement="We believe that a grower will take 200 crates for a season at €0.35 a trip, because a carton costs €0.62",
        metric="Takes 200 crates for the season, deposit paid", unit="%", threshold=40, prior=0.4, impact=9,
        prior_reason="Done so in South Tyrol for thirty years", falsifier="Fewer than 3 of 15",
        gain_minor=7_000_000, loss_minor=1_800_000,
    ), segment="growers", problem="crushed", parents=("growers",), ),
    Sticker("return", HypothesisText(
        "activities", "Nine of ten crates come back in 40 days", kind="feasibility", critical=True,
        statement="We believe that cold stores will give back 90 % of the crates within 40 days, because empty crates stand in "
        "their way",
        metric="Crates back in 40 days", unit="%", threshold=90, prior=0.4, impact=9,
        prior_reason="No idea; one store manager laughed", falsifier="Fewer than 80 % of a first hundred",
        gain_minor=5_000_000, loss_minor=1_500_000,
    )),
    Sticker("stores", HypothesisText(
        "partners", "Cold stores wash them for a place in the yard", kind="feasibility",
        statement="We believe that two of the five large cold stores will wash crates for the use of them",
        metric="Cold stores that agree", unit="stores", threshold=2, prior=0.5, impact=6,
        prior_reason="Said over lunch by one of them", falsifier="None of five",
    )),
    Sticker("coops", HypothesisText(
        "channels", "Cooperatives order for their members", kind="desirability",
        statement="We believe that one meeting of a cooperative brings at least 3 growers to a trial",
        metric="Growers to a trial from a meeting", unit="growers", threshold=3, prior=0.5, impact=7,
        prior_reason="Growers buy spray and nets that way", falsifier="Two meetings and nobody",
    ), segment="growers"),
    Sticker("trip", HypothesisText(
        "costs", "A trip costs under €0.22 with washing", kind="viability",
        statement="We believe that a trip of a crate, washed, will cost less than €0.22 at 10,000 crates",
        metric="Cost of a trip", unit="€", threshold=0.22, direction="at_most", prior=0.5, impact=7,
        prior_reason="Washing in South Tyrol, our wages", falsifier="Above €0.30 in a first week",
        gain_minor=2_000_000, loss_minor=900_000,
    )),
)  # fmt: skip
TALKS = (
    Talk(24, "Vasile Cucu", "Livada Cucu", "growers", "warm", 55, first=8, second=5, alternative="Double cartons", cost=190,
         evangelist=3,
         quotes=(("Forty boxes came back from Constanța with the bottoms out; they ate it out of my price", "growers", True,
         "past"),)),
    Talk(23, "Людмила Грек", "Сады Грек", "growers", minutes=45, first=7, cost=120, alternative="Плёнка поверх картона",
         evangelist=3,
         quotes=(("Картон сырой уже в камере: к утру стоит как мокрая газета", "growers", True, "past"),)),
    Talk(21, "Andrei Morari", "Morari Fruct", "growers", minutes=40, second=6),
    Talk(20, "Tudor Bodrug", "Bodrug & Fiul", "growers", minutes=50, first=9, cost=260,
         alternative="Bought 80 crates from Poland", evangelist=4,
         quotes=(("Am cumpărat optzeci de lăzi din Polonia; în martie mai aveam unsprezece", "return", False, "past"),
                 ("A crate I must hunt for is dearer than a carton I burn", "back", False, "opinion"))),
    Talk(18, "Vera Țîmbaliuc", "Livezile Soroca", "growers", "warm", 35, first=6, third=4, cost=90,
         alternative="Waits for drier cartons"),
    Talk(17, "Сергей Балабан", "Балабан Агро", "growers", minutes=30, third=6),
    Talk(15, "Ion Spătaru", "Mărul de Aur", "growers", minutes=48, first=8, cost=210, alternative="Double cartons", evangelist=3,
         quotes=(("I would take two hundred tomorrow if somebody else counts them", "back", True, "opinion"),)),
    Talk(12, "Galina Prisacaru", "Prisacaru Fruits", "growers", minutes=42, first=7, second=4, cost=150,
         alternative="Film over the carton"),
    Talk(9, "Mircea Olaru", "Frigo Nord", "growers", "warm", 40, third=7,
         quotes=(("Empty crates in my yard in October? I will burn them for you", "return", False, "opinion"),)),
)  # fmt: skip


def tell(cast: Cast) -> None:
    """Four weeks in: words are there, deeds are not."""
    _begin(cast)
    lay(cast, STICKERS, ago=26, version="After the first evening")
    plan(
        cast, "growers", "What do crushed cartons cost a season?", "Growers who sell through a cold store", ago=26, target=15,
        due=-6,
    )  # fmt: skip
    for talk in TALKS:
        hold(cast, talk)
    _stores(cast)
    _growers(cast)
    with cast.on(14) as day:
        save_size(
            actor=cast.founder, segment_id=cast.segments["growers"], problem_id=cast.problems["crushed"], version=0,
            text=SizeText(
                reach_low=0.3, reach_high=0.6, willing_low=0.3, willing_high=0.6, price_low_minor=220 * MINOR,
                price_high_minor=420 * MINOR, times_low=1, times_high=2, within_reach=0.6, obtainable=0.4, margin=0.45,
                sources="List of the association; what talks say of claims",
            ),
        )  # fmt: skip
        record_work(
            actor=cast.founder, venture_id=cast.venture, on=day, minutes=12 * 60, money_minor=210 * MINOR,
            note="Journeys to Soroca and Edineț, apples bought",
        )  # fmt: skip
    tick(cast, "discovery", {
        "buy_in": "Two loops at most, €2,000 each; no crate is bought before a cold store has given some back",
        "state_hypotheses": "Six on the canvas, two critical: that cartons hurt, and that crates return",
    }, ago=25)  # fmt: skip


def _begin(cast: Cast) -> None:
    with cast.on(27):
        cast.venture = start_venture(
            actor=cast.founder, name="Crates that come back, for apple growers", kind="idea",
            vision="An apple pays for its carton once and the carton dies in the cold store. A crate could make the way twenty "
            "times, if somebody counts it.",
            loop_days=35, loop_budget_minor=2_000 * MINOR, cash_minor=18_000 * MINOR, cash_on=cast.day(27),
            burn_minor=1_100 * MINOR, build_cost_minor=38_000 * MINOR, delay_cost_minor=30 * MINOR,
            least_company_minor=20_000 * MINOR,
        )  # fmt: skip
        let_in(actor=cast.founder, venture_id=cast.venture, user_id=cast.seller.pk, may_work=True)
        cast.segments["growers"] = add_segment(
            actor=cast.founder, venture_id=cast.venture,
            text=SegmentText("Apple growers with 5–40 hectares", "Sell through a cold store, export in autumn and winter", 480,
                             620, "Association of fruit growers, list of members", declared_best=True),
        )  # fmt: skip
        for key, name, words in (
            ("crushed", "Cartons give way in the cold store", "The buyer sends back or pays less"),
            ("dear", "Cartons are dear in September", "Everybody orders in the same two weeks"),
            ("yard", "Packaging fills the yard", "Flat cartons, pallets, film: nobody takes them back"),
        ):
            cast.problems[key] = add_problem(actor=cast.founder, venture_id=cast.venture, name=name, description=words)


def _stores(cast: Cast) -> None:
    card = CardText(
        kind="partner_offer", name="Will a cold store wash for us?", action="Offer at the desk of five large cold stores",
        metric="Says yes in writing", population="Cold stores over 2,000 t", exclusion="Those owned by a grower we talk to",
        rule="exact", threshold=0.3, hoped=0.65, alpha=0.2, power=0.75, most=5, pass_mark=3, level=4, cost_minor=40 * MINOR,
        hours=6, days=14, prediction=0.55, ends_on=cast.day(6),
    )  # fmt: skip
    run_test(cast, "stores", card, locked=22, results="0010", first=20, last=10)
    learn(cast, "stores", ago=8, text=LearningText(
        "1 of 4 said yes, for a rent; three have no drain for it",
        "Washing is ours, then, or nobody's", "pivot", "Ask a cannery: they wash bottles already", ""))  # fmt: skip


def _growers(cast: Cast) -> None:
    """The test that runs on the demo's day."""
    card = CardText(
        kind="data_sheet", name="Do claims show in their papers?",
        action="Ask for the buyer's claims of last season and count cartons",
        metric="A claim for cartons on paper", population="Growers with 5–40 hectares, from the association's list",
        exclusion="Our carton clients", rule="e_process", threshold=0.4, hoped=0.7, alpha=0.05, most=30, level=3,
        cost_minor=120 * MINOR, hours=12, days=24, prediction=0.65, ends_on=cast.today + timedelta(days=12),
    )  # fmt: skip
    run_test(cast, "growers", card, locked=13, results="1101101", first=11, last=1)
