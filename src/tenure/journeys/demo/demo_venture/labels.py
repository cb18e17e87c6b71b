"""A venture given up after one loop: labels for small wineries, printed overnight. What it cost, and what was kept."""

from tenure.discovery.gates.decisions import ask_review, decide_gate
from tenure.discovery.hypotheses.text import HypothesisText
from tenure.discovery.interviews.plans import close_plan
from tenure.discovery.markets.problems import add_problem
from tenure.discovery.markets.segments import SegmentText, add_segment
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
    Sticker("wineries", HypothesisText(
        "segments", "Wineries under 50,000 bottles", kind="desirability", critical=True,
        statement="We believe that at least 4 of 10 wineries under 50,000 bottles have stopped bottling for want of labels "
        "in the last year, because printers take no order under 5,000",
        metric="Wineries that stopped for labels", unit="%", threshold=40, prior=0.6, impact=9,
        prior_reason="Two wineries among our clients asked for small runs", falsifier="Fewer than 5 of 12",
        gain_minor=4_000_000, loss_minor=3_500_000,
    ), segment="wineries", problem="runs"),
    Sticker("price", HypothesisText(
        "revenue_streams", "€0.19 a label, from 300 on", kind="viability",
        statement="We believe that a winery will pay €0.19 a label for 300, because it throws away two of five it buys today",
        metric="Price agreed", unit="€", threshold=0.19, prior=0.5, impact=6,
        prior_reason="Price of the only digital printer in Bucharest, and a bit less", falsifier="Nobody above €0.12",
    ), segment="wineries", parents=("wineries",)),
    Sticker("press", HypothesisText(
        "resources", "A used digital press for €31,000", kind="feasibility",
        statement="We believe that a used press prints 4,000 labels a night with one person",
        metric="Labels in a night", unit="labels", threshold=4000, prior=0.7, impact=5,
        prior_reason="Seen at a fair in Iași", falsifier="Fewer than 2,500 in a trial night",
    )),
)  # fmt: skip
TALKS = (
    Talk(70, "Ion Buzu", "Crama Buzu", "wineries", "warm", 50, first=4, alternative="Prints 5,000 and stores half", cost=25),
    Talk(69, "Natalia Codreanu", "Vinăria din Deal", "wineries", minutes=40, second=5,
         quotes=(("My cousin has a printer in Ialoveni; he does two hundred for me on a Sunday", "wineries", False, "past"),)),
    Talk(68, "Alexei Guznac", "Château Guznac", "wineries", minutes=35),
    Talk(67, "Ольга Стойнова", "Винодельня «Стойнов»", "wineries", minutes=45, second=6,
         quotes=(("Этикетки — не беда. Беда — бутылка: стекло из Турции идёт два месяца", "glass", True, "past"),)),
    Talk(66, "Constantin Arhip", "Arhip & Fiii", "wineries", "warm", 30, first=3,
         alternative="Last year's labels, a stamp over the year"),
    Talk(65, "Mariana Tofan", "Crama Tofan", "wineries", minutes=40, second=4),
    Talk(64, "Gheorghe Sârbu", "Via Domnească", "wineries", minutes=55, second=6,
         quotes=(("Eticheta o fac o dată la trei ani. Sticla o caut în fiecare lună", "glass", True, "past"),)),
    Talk(63, "Пётр Каражия", "Каражия и сыновья", "wineries", minutes=30),
    Talk(62, "Diana Lungu", "Crama Lungu", "wineries", minutes=35, first=5, second=5, alternative="Waits for the next run",
         cost=40),
    Talk(61, "Valentin Roșca", "Poiana Viilor", "wineries", minutes=25),
    Talk(60, "Eugenia Bâtcă", "Vinul Bunicului", "wineries", minutes=40, second=7),
    Talk(59, "Dumitru Ganea", "Ganea Winery", "wineries", minutes=45),
)  # fmt: skip


def tell(cast: Cast) -> None:
    """From a fair in Iași to the exit, three weeks."""
    with cast.on(74):
        cast.venture = start_venture(
            actor=cast.founder, name="Labels for small wineries, overnight", kind="direction",
            vision="Small wineries bottle 300 at a time and buy labels by 5,000. A press of our own prints tonight what they "
            "glue tomorrow.",
            loop_days=28, loop_budget_minor=1_500 * MINOR, cash_minor=36_000 * MINOR, cash_on=cast.day(74),
            burn_minor=900 * MINOR, build_cost_minor=31_000 * MINOR, delay_cost_minor=20 * MINOR,
            least_company_minor=18_000 * MINOR,
        )  # fmt: skip
        let_in(actor=cast.founder, venture_id=cast.venture, user_id=cast.seller.pk, may_work=True)
        cast.segments["wineries"] = add_segment(
            actor=cast.founder, venture_id=cast.venture,
            text=SegmentText("Wineries under 50,000 bottles", "Own bottling, labels glued by hand", 90, 130,
                             "Register of the small winemakers' association", declared_best=True),
        )  # fmt: skip
        for key, name, words in (
            ("runs", "Labels come only by 5,000", "Half of them are thrown away with the vintage"),
            ("glass", "Bottles cannot be had in time", "Glass comes from abroad and in whole lorries"),
        ):
            cast.problems[key] = add_problem(actor=cast.founder, venture_id=cast.venture, name=name, description=words)
    lay(cast, STICKERS, ago=73, version="As we came from the fair")
    plan(
        cast,
        "wineries",
        "Does bottling stop for want of labels?",
        "Owners who bottle themselves",
        ago=72,
        target=12,
        due=58,
    )
    _talks(cast)
    _end(cast)


def _talks(cast: Cast) -> None:
    for talk in TALKS:
        hold(cast, talk)
    card = CardText(
        kind="problem_interview", name="Does bottling stop for labels?", action="12 talks about the last bottling",
        metric="Stopped for labels in the last year, told before we ask", population="Wineries under 50,000 bottles",
        exclusion="Our clients", rule="exact", threshold=0.4, hoped=0.7, alpha=0.1, power=0.8, most=12, pass_mark=7, level=1,
        cost_minor=90 * MINOR, hours=14, days=14, prediction=0.75, ends_on=cast.day(57),
    )  # fmt: skip
    run_test(cast, "wineries", card, locked=71, results="100010001000", first=70, last=59)
    learn(cast, "wineries", ago=57, text=LearningText(
        "3 of 12 stopped for labels, and none lost more than a day; six spoke of bottles before we had asked anything",
        "Everybody has a cousin with a printer. A label is drawn once in three years; glass is looked for every month. I had "
        "said 75 %", "kill", "Do not buy the press; look at glass when there is time",
        "Three talks by telephone, in the vintage"))  # fmt: skip
    with cast.on(57, 18) as day:
        record_work(
            actor=cast.founder, venture_id=cast.venture, on=day, minutes=19 * 60, money_minor=265 * MINOR,
            test_id=cast.tests["wineries"], note="Twelve visits between Purcari and Orhei, fuel, four bottles bought",
        )  # fmt: skip
        close_plan(actor=cast.founder, plan_id=cast.plans["wineries"])


def _end(cast: Cast) -> None:
    tick(cast, "discovery", {
        "buy_in": "One loop, €1,500 at most, no press before ten talks; agreed with Elena in writing",
        "state_hypotheses": "Three on the canvas, the first one critical",
        "test_problem": "Refuted: 3 of 12. Glass is named more often and unprompted",
    }, ago=56)  # fmt: skip
    with cast.on(55, 17):
        ask_review(actor=cast.founder, venture_id=cast.venture)
        decide_gate(
            actor=cast.founder, venture_id=cast.venture, phase="discovery", choice="exit",
            reasons="Small runs are a nuisance with a cousin, not a problem with a budget. The search cost €265 and nineteen "
            "hours; the press would have cost €31,000. The rest of the money stays with the night delivery. Kept: twelve "
            "winemakers who answer the telephone, and glass as the thing they speak of by themselves",
        )  # fmt: skip
