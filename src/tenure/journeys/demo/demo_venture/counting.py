"""Loop 3, what it comes to: a survey, what a seller brings, whether the sums converge, and the gate."""

from tenure.discovery.canvas.versions import save_version
from tenure.discovery.economics.edits import (
    ChannelValue,
    Frame,
    add_channel,
    add_fixed_cost,
    edit_frame,
    edit_inputs,
    set_correlation,
)
from tenure.discovery.economics.inputs import InputValue
from tenure.discovery.economics.link_values import From, Wanted
from tenure.discovery.economics.scenarios import add_scenario, scenario_of
from tenure.discovery.fit.settings import FitChoices, choose
from tenure.discovery.gates.decisions import ask_review, decide_gate
from tenure.discovery.surveys.answers import add_answer
from tenure.discovery.surveys.questions import questions_of
from tenure.discovery.surveys.surveys import SurveyText, make_survey, open_survey, survey_of
from tenure.journeys.demo.demo_venture.cast import MINOR, Cast
from tenure.journeys.demo.demo_venture.told import sell
from tenure.journeys.ventures.link_economics import link_economics

# First day, sellers, margin of the first year that they brought, in euros.
PERIODS = ((92, 0.5, 155), (61, 0.5, 310), (31, 1.0, 930), (1, 1.0, 1_240))


def tell(cast: Cast) -> None:
    """What is asked, what is counted, and the gate."""
    _survey(cast)
    _sellers(cast)
    _economics(cast)
    _gate(cast)


def _survey(cast: Cast) -> None:
    """Forty-eight answers from twenty-six bakeries: the owner and whoever leads the shift."""
    with cast.on(26):
        survey = make_survey(
            actor=cast.founder, venture_id=cast.venture, kinds=("ellis", "nps", "westendorp"),
            text=SurveyText("After a month of nights", "Night delivery", cast.segments["bakeries"]),
        )  # fmt: skip
        open_survey(
            actor=cast.founder, survey_id=survey, version=survey_of(actor=cast.founder, survey_id=survey).version
        )
        asked = questions_of(survey)
    felt = ("very", "very", "somewhat", "very", "not", "somewhat", "very", "somewhat", "very", "very", "very")
    for place in range(48):
        cheap = 36 + (place * 7) % 16
        sent: dict[str, list[str]] = {}
        for question in asked:
            name = f"q{question.id}"
            if question.kind == "ellis":
                sent |= {f"{name}-used": ["2" if place % 9 else "1"], f"{name}-felt": [felt[place % len(felt)]]}
            elif question.kind == "nps":
                sent[name] = [str((10, 9, 8, 7, 10, 6, 9, 8)[place % 8])]
            else:
                dear = cheap + 12 + (place * 5) % 13
                prices = (cheap - 8 - (place * 3) % 11, cheap, dear, dear + 6 + (place * 11) % 17)
                sent |= {f"{name}-{part}": [str(price)] for part, price in enumerate(prices)}
        with cast.on(25 - place // 4, 10):
            add_answer(actor=cast.seller, survey_id=survey, sent=sent, segment_id=cast.segments["bakeries"])


def _sellers(cast: Cast) -> None:
    """Half a seller at first; a whole one costs €850 a month with telephone and fuel."""
    with cast.on(92):
        choose(
            actor=cast.founder, venture_id=cast.venture, wanted=FitChoices(rep_cost_minor=850 * MINOR),
        )  # fmt: skip
    sell(cast, PERIODS)


def _economics(cast: Cast) -> None:
    with cast.on(6) as day:
        scenario = add_scenario(
            actor=cast.founder, venture_id=cast.venture, name="First city, one year", horizon_months=12
        )
        edit_inputs(
            actor=cast.founder, scenario_id=scenario, on=day,
            version=scenario_of(actor=cast.founder, scenario_id=scenario).version,
            given={
                "users": InputValue(420, 320, 560, basis="Bakeries and cafés a manager can call in a year"),
                "price": InputValue(49, 46, 52, assumed=False, basis="The price in the contract; survey 44 to 52"),
                "cogs": InputValue(31, 28, 35, assumed=False, basis="Twelve nights by hand; eight stops a month each"),
                "orders": InputValue(9.2, 7, 11, basis="Four of 26 stopped after a month, nobody later; a year not seen yet"),
                "first_cost": InputValue(18, 12, 25, assumed=False, basis="Tasting box and the first visit"),
            },
        )  # fmt: skip
        set_correlation(actor=cast.founder, scenario_id=scenario, first="price", second="conversion", rank=-0.4)
        edit_frame(
            actor=cast.founder, scenario_id=scenario,
            version=scenario_of(actor=cast.founder, scenario_id=scenario).version,
            frame=Frame("First city, one year", 12, retention=0.95),
        )  # fmt: skip
        for value in (
            ChannelValue("Manager and tasting box", 0, 1_640 * MINOR, 320 * MINOR, 0, 96, 22, 420 * MINOR, 5),
            ChannelValue("Leaflet with the mill", 190 * MINOR, 90 * MINOR, 0, 0, 22, 5, 160 * MINOR, 1),
        ):
            add_channel(actor=cast.founder, scenario_id=scenario, value=value)
        link_economics(
            actor=cast.founder, scenario_id=scenario, today=day, currency="EUR",
            wanted={metric: Wanted(From.CHANNELS) for metric in ("conversion", "user_cost")},
        )  # fmt: skip
        add_fixed_cost(actor=cast.founder, scenario_id=scenario, name="Second van, leasing", amount_minor=3_600 * MINOR)


def _gate(cast: Cast) -> None:
    with cast.on(0, 18):
        save_version(actor=cast.founder, venture_id=cast.venture, name="What strangers pay for")
        ask_review(actor=cast.founder, venture_id=cast.venture)
        decide_gate(
            actor=cast.founder, venture_id=cast.venture, phase="validation", choice="proceed",
            reasons="Strangers pay the list price, a seller earns more than she costs, and the sums close with one van. The "
            "leaflet does not pay; it is not taken along",
        )  # fmt: skip
