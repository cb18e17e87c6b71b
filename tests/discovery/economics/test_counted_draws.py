"""UA and CPA counted from the same channels are one fact of the margin; counted apart, or typed, they are two."""

from functools import partial
from math import sqrt

import pytest

from tenure.discovery.economics import earlier_draws, edits
from tenure.discovery.economics.analysis import economics
from tenure.discovery.economics.checks import ChannelValue
from tenure.discovery.economics.earlier_draws import redraw_earlier
from tenure.discovery.economics.inputs import InputValue
from tenure.discovery.economics.link_values import Wanted
from tenure.discovery.economics.pictures import tornado_picture
from tenure.discovery.economics.scenarios import Scenario, copy_scenario, scenario_of
from tenure.discovery.files.export import venture_file
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.models import EconomicsInput, EconomicsScenario
from tenure.engine.economics.distributions import Estimate, Triangular
from tenure.journeys.ventures.link_economics import link_economics
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue
from tenure.kernel.problems import sentence
from tenure.privacy.models import User
from tests.economics_factories import make_economics
from tests.venture_factories import make_venture

pytestmark = pytest.mark.django_db
LEADS, CLIENTS, SPENT = 40, 12, 9000.0
SURE = {name: InputValue(value) for name, value in
        {"price": 500.0, "cogs": 150.0, "orders": 1.0, "first_cost": 0.0}.items()}  # fmt: skip


@pytest.fixture
def scenario(salesperson: User) -> EconomicsScenario:
    """Two channels that brought 40 leads and 12 clients for 9,000."""
    made = make_economics(make_venture(salesperson), "As planned", **SURE)
    for name, money, leads, clients in (("Fairs", 700_000, 10, 4), ("Ads", 200_000, 30, 8)):
        value = ChannelValue(name, money, leads=leads, clients=clients)
        edits.add_channel(actor=salesperson, scenario_id=made.pk, value=value)
    return made


def linked(user: User, scenario: EconomicsScenario, **sources: str) -> Scenario:
    wanted = {metric: Wanted(source) for metric, source in sources.items()}
    link_economics(actor=user, scenario_id=scenario.pk, today=clock.today(), currency="EUR", wanted=wanted)
    return read(user, scenario)


def read(user: User, scenario: EconomicsScenario) -> Scenario:
    return scenario_of(actor=user, scenario_id=scenario.pk)


def spread(found: Scenario) -> float:
    assert found.simulated is not None
    return found.simulated.p90 - found.simulated.p10


def test_what_was_spent_is_no_doubt_of_the_margin(salesperson: User, scenario: EconomicsScenario) -> None:
    """The margin is people * C1 * 350 - 9,000: its doubt is that of the buyers alone, a count of its own."""
    found = linked(salesperson, scenario, users="channels", conversion="channels", user_cost="channels")
    assert found.one_people
    assert found.simulated is not None
    share = (CLIENTS + 0.5) / (LEADS + 1)
    assert found.simulated.exact_mean == pytest.approx((LEADS + 0.5) * share * 350 - SPENT, rel=0.02)
    assert {one.metric for one in found.simulated.influences} == {"users", "conversion"}
    # Buyers are a Poisson count of 12: 8 of 10 within 1.28 of its root either way.
    assert spread(found) == pytest.approx(2 * 1.2816 * sqrt(CLIENTS) * 350, rel=0.1)


def test_typed_over_they_are_two_numbers_again(salesperson: User, scenario: EconomicsScenario) -> None:
    found = linked(salesperson, scenario, users="channels", conversion="channels", user_cost="channels")
    edits.edit_inputs(
        actor=salesperson, scenario_id=scenario.pk, version=found.version, on=clock.today(),
        given={"users": InputValue(41.0, 32.0, 50.0)},
    )  # fmt: skip
    apart = read(salesperson, scenario)
    assert not apart.one_people
    assert spread(apart) > 1.2 * spread(found)
    assert apart.simulated is not None
    assert "user_cost" in {one.metric for one in apart.simulated.influences}


def test_of_media_alone_they_are_one_and_of_other_people_two(salesperson: User, scenario: EconomicsScenario) -> None:
    assert linked(salesperson, scenario, users="channels", user_cost="media").one_people
    edits.add_channel(actor=salesperson, scenario_id=scenario.pk, value=ChannelValue("Mail", 5000, leads=7))
    assert not linked(salesperson, scenario, user_cost="media").one_people
    assert linked(salesperson, scenario, users="channels").one_people
    EconomicsInput.objects.filter(metric="users").update(value=5.0)
    assert not read(salesperson, scenario).one_people


def test_a_copy_draws_as_the_first_did(salesperson: User, scenario: EconomicsScenario) -> None:
    found = linked(salesperson, scenario, users="channels", user_cost="channels")
    made = copy_scenario(actor=salesperson, scenario_id=scenario.pk, name="Again")
    edits.set_correlation(actor=salesperson, scenario_id=made, first="price", second="cogs", rank=0.5)
    copied = scenario_of(actor=salesperson, scenario_id=made)
    assert copied.one_people
    assert spread(copied) == pytest.approx(spread(found), rel=0.05)


def test_how_the_two_go_together_is_no_question(salesperson: User, scenario: EconomicsScenario) -> None:
    tie = partial(
        edits.set_correlation, actor=salesperson, scenario_id=scenario.pk, first="user_cost", second="users", rank=0.5
    )
    tie()
    found = linked(salesperson, scenario, users="channels", user_cost="channels")
    assert found.simulated is not None
    assert found.simulated.draws == 100_000
    with pytest.raises(InvalidValue) as refusal:
        tie()
    assert "CPA falls exactly as UA rises" in sentence(refusal.value)
    linked(salesperson, scenario, users="leads")
    tie()


def test_in_the_tornado_and_at_the_break_even_they_move_as_one(salesperson: User, scenario: EconomicsScenario) -> None:
    found = economics(
        linked(salesperson, scenario, users="channels", conversion="channels", user_cost="channels"), "EUR"
    )
    assert found.chain is not None
    assert found.tornado is not None
    assert "user_cost" not in found.tornado.bars
    row = found.scenario.inputs["users"]
    each = CLIENTS / LEADS * 350
    assert found.tornado.bars["users"].low == pytest.approx((row.low or 0) * each - SPENT)
    even = {one.metric: one for one in found.evens}["users"]
    assert even.value == pytest.approx(SPENT / each)
    picture = tornado_picture(found, "EUR")
    assert picture is not None
    assert "Acquired (UA), and with it CPA" in {bar.name for bar in picture.bars}


def test_what_is_linked_to_data_is_drawn_by_its_interval_and_what_is_guessed_by_its_ends(
    salesperson: User, scenario: EconomicsScenario
) -> None:
    linked(salesperson, scenario, users="channels", conversion="channels", user_cost="channels")
    guess = InputValue(500.0, 400.0, 600.0)
    edits.edit_inputs(
        actor=salesperson, scenario_id=scenario.pk, version=read(salesperson, scenario).version, on=clock.today(),
        given={"price": guess},
    )  # fmt: skip
    guessed = read(salesperson, scenario).inputs["price"].distribution
    assert guessed == Triangular(400.0, 500.0, 600.0)
    EconomicsInput.objects.filter(metric="price").update(source="linked")
    counted = read(salesperson, scenario).inputs["price"].distribution
    assert counted == Estimate(400.0, 500.0, 600.0)


def test_draws_of_an_earlier_formula_are_drawn_anew_once(salesperson: User, scenario: EconomicsScenario) -> None:
    found = linked(salesperson, scenario, users="channels", conversion="channels", user_cost="channels")
    assert redraw_earlier() == 0
    stored = EconomicsScenario.objects.get(pk=scenario.pk)
    old = {key: value for key, value in stored.result.items() if key != "one_people"} | {
        "formula": "economics-2",
        "p10": 0.0,
    }
    EconomicsScenario.objects.filter(pk=scenario.pk).update(result=old)
    assert not economics(read(salesperson, scenario), "EUR").scenario.simulated.one_people
    assert redraw_earlier() == 1
    assert redraw_earlier() == 0
    anew = read(salesperson, scenario)
    assert anew.simulated == found.simulated
    assert anew.version == found.version


def test_what_cannot_be_drawn_any_more_is_tried_once_and_keeps_what_it_had(
    salesperson: User, head_of_sales: User, scenario: EconomicsScenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = linked(salesperson, scenario, users="channels", conversion="channels", user_cost="channels")
    rows = EconomicsScenario.objects.filter(pk=scenario.pk)
    rows.update(result={**(rows.get().result or {}), "formula": "economics-2"})
    tried = []

    def refuse(*_: object) -> None:
        tried.append(1)
        raise InvalidValue("economics_correlations", field="rank")

    monkeypatch.setattr(earlier_draws, "simulated", refuse)
    for _day in range(2):
        assert redraw_earlier() == 0
    assert len(tried) == 1
    kept = read(salesperson, scenario).simulated
    assert (kept.mean, kept.formula) == (found.simulated.mean, "economics-2")
    copy = venture_file(actor=salesperson, venture_id=scenario.venture_id, people=True)
    taken = take_in_venture(actor=head_of_sales, raw=copy)
    assert EconomicsScenario.objects.get(venture=taken).result["formula"] == earlier_draws.FORMULA
