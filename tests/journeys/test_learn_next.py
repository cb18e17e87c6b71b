"""What to learn next of one client: the worked examples of the method, through rows in the tables."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tenure.clients.fact_catalogue import BUILT_IN
from tenure.clients.facts.facts import Subject
from tenure.clients.models import DecisionUnit, Fact, FactType, Person, Post, UnitMember
from tenure.journeys.learning.learn_next import learn_next
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tests.factories import make_client, make_run, make_score, make_user, make_workspace

pytestmark = pytest.mark.django_db
VECTORS = {
    one["id"]: one for one in json.loads((Path(__file__).parents[1] / "engine" / "vectors.json").read_text())["vectors"]
}


def make_deal(client, value_minor, people, *, base_rate=0.35):
    """An open deal; people: name -> formal weight. Nobody listens to anybody, all are neutral and well reached."""
    unit = DecisionUnit.objects.create(
        client=client, title="Second line", value_minor=value_minor, base_rate=base_rate, created_at=clock.now()
    )
    found = {}
    for name, weight in people.items():
        found[name] = Person.objects.create(name=name, normal_name=name.casefold(), created_at=clock.now())
        Post.objects.create(person=found[name], client=client, title=name.upper(), created_at=clock.now())
        UnitMember.objects.create(unit=unit, person=found[name], weight=weight, contact=3, susceptibility=0)
    return found


def only(*kinds):
    """Of the catalogue nothing but these: (code, block, lift class, minutes)."""
    now = clock.now()
    FactType.objects.bulk_create(FactType(code=code, hidden=True, changed_at=now) for code in BUILT_IN)
    for code, block, lift_class, minutes in kinds:
        FactType.objects.create(
            code=code, own=True, label=code, question=f"{code}?", block=block, lift_class=lift_class, minutes=minutes,
            half_life_days=365, changed_at=now,
        )  # fmt: skip


def know(subject, kind, confidence, actor, *, days_ago=0, value="2027-01-31", **fields):
    return Fact.objects.create(
        **{f"{subject.kind}_id": subject.id}, type_code=kind, value=value, confidence=confidence, recorded_by=actor,
        known_on=clock.today() - timedelta(days=days_ago), recorded_at=clock.now(), **fields,
    )  # fmt: skip


K2_KINDS = (
    ("our_criteria", "person", "selection_criteria", 60),
    ("our_contract_end", "person", "purchase_trigger", 30),
    ("our_pastime", "person", "hobby", 90),
    ("our_org_chart", "company", "org_chart", 120),
)
K2_NAMES = {
    "supplier criteria / CFO": ("our_criteria", "cfo"),
    "current supplier contract end / buyer": ("our_contract_end", "buyer"),
    "hobby / CFO": ("our_pastime", "cfo"),
    "hobby / engineer": ("our_pastime", "engineer"),
    "org chart / all": ("our_org_chart", None),
}


def k2(actor, value_minor):
    """The deal of the worked example: 30 an hour, four people of given weight, two facts partly known."""
    make_workspace(hour_cost_minor=3000)
    client = make_client(owner=actor)
    people = make_deal(client, value_minor, {"ceo": 0.2, "cfo": 0.45, "buyer": 0.3, "engineer": 0.05})
    only(*K2_KINDS)
    know(Subject("person", people["cfo"].pk), "our_criteria", 0.2, actor)
    know(Subject("client", client.pk), "our_org_chart", 0.5, actor)
    found = learn_next(actor=actor, client_id=client.pk)
    rows = {(row.kind.code, row.about.name if row.about else None): row for row in (*found.asked, *found.below)}
    return found, {name: rows[key] for name, key in K2_NAMES.items()}


def test_k2_each_fact_is_worth_and_costs_what_the_method_says(salesperson):
    _, rows = k2(salesperson, 2_000_000)
    for name, expected in VECTORS["K2"]["expected"].items():
        assert rows[name].worth_minor == pytest.approx(100 * expected["worth"], abs=1), name
        assert rows[name].cost_minor == pytest.approx(100 * expected["cost"], abs=1), name
        assert (rows[name].worth_minor > rows[name].cost_minor) == expected["collect"], name


def test_k2_asks_what_is_worth_it_and_stops_before_the_hobbies(salesperson):
    found, _ = k2(salesperson, 2_000_000)
    assert {row.kind.code for row in found.asked} == {"our_criteria", "our_contract_end", "our_org_chart"}
    assert found.asked[0].about is not None
    assert found.asked[0].about.name == "cfo"
    assert {row.kind.code for row in found.below} >= {"our_pastime"}
    assert found.chosen.stopped_by == "nothing_worth"


def test_k3_a_small_deal_is_worth_no_question(salesperson):
    found, rows = k2(salesperson, 60_000)
    for name, expected in VECTORS["K3"]["expected"].items():
        assert rows[name].worth_minor == pytest.approx(100 * expected["worth"], abs=1), name
    assert found.nothing
    assert found.chosen.money_left_minor == 0
    assert all(row.gain_minor < row.cost_minor for row in found.below)


def test_k4_the_card_is_as_complete_as_those_who_decide_are_known(salesperson):
    """The weights of the example are lifts that closed deals have taught."""
    make_workspace()
    example = VECTORS["K4"]["inputs"]
    client = make_client(owner=salesperson)
    people = make_deal(client, 2_000_000, example["v"])
    classes = {"criteria": "selection_criteria", "contacts": "preferred_channel", "attitude": "attitude"}
    only(*((code, "person", classes[code], 10) for code in classes))
    lifts = {
        classes[code]: {"lift": weight / 50, "low": 0.0, "high": 0.3, "state": "learned"}
        for code, weight in example["w"].items()
    }
    make_run(parameters={"lifts": {"classes": lifts, "deals": 60, "fewest": 30}})
    for name, facts in example["known"].items():
        for code, confidence in facts.items():
            if confidence:
                know(Subject("person", people[name].pk), code, confidence, salesperson)
    found = learn_next(actor=salesperson, client_id=client.pk).chosen.completeness
    assert found.weighted == pytest.approx(VECTORS["K4"]["expected"]["weighted"], rel=1e-6)
    assert found.plain == pytest.approx(VECTORS["K4"]["expected"]["plain"], rel=1e-6)


def test_k5_what_is_known_fades_with_its_half_life(salesperson):
    make_workspace()
    client = make_client(owner=salesperson)
    make_deal(client, 2_000_000, {"cfo": 1})
    only(("our_org_chart", "company", "org_chart", 10))
    know(Subject("client", client.pk), "our_org_chart", 0.9, salesperson, days_ago=180)
    found = learn_next(actor=salesperson, client_id=client.pk)
    assert 1 - found.asked[0].why.unknown == pytest.approx(VECTORS["K5"]["expected"]["k"], rel=1e-6)
    assert found.asked[0].state == "ageing"


@pytest.fixture
def deal(salesperson):
    make_workspace(hour_cost_minor=3000)
    client = make_client(owner=salesperson)
    make_deal(client, 6_000_000, {"Ana": 3, "Ion": 1})
    return client


def test_a_question_comes_with_whom_to_ask_and_every_factor_of_its_worth(deal, salesperson):
    first = learn_next(actor=salesperson, client_id=deal.pk).asked[0]
    assert first.text.endswith("?")
    assert first.ask is not None
    product = 1.0
    for factor in vars(first.why).values():
        product *= factor
    assert first.worth_minor == round(product)
    assert (first.lift.state, first.lift.low <= first.lift.lift <= first.lift.high) == ("assumed", True)


def test_learned_lifts_take_the_place_of_assumed_ones(deal, salesperson):
    learned = {"purchase_trigger": {"lift": 0.2, "low": 0.1, "high": 0.28, "state": "learned"}}
    make_run(parameters={"lifts": {"classes": learned, "deals": 80, "fewest": 30}})
    found = learn_next(actor=salesperson, client_id=deal.pk)
    trigger = next(row for row in found.asked if row.kind.lift_class == "purchase_trigger")
    assert (trigger.lift.learned, trigger.why.lift, found.deals) == (True, 0.2, 80)


def test_without_a_deal_the_expected_value_is_at_stake_and_whether_the_client_stays(salesperson):
    make_workspace()
    client = make_client(owner=salesperson)
    make_score(
        client, value_12m_minor=4_000_000, margin_12m_minor=300_000, revenue_12m_minor=1_000_000, p_active=0.6,
        revenue_minor=1_000_000, order_days=20,
    )  # fmt: skip
    found = learn_next(actor=salesperson, client_id=client.pk)
    assert (found.stake.minor, found.stake.source) == (1_200_000, "margin")
    assert (found.chance.p, found.chance.source) == (0.6, "active")
    assert not found.mapped


def test_a_client_nobody_can_value_is_worth_no_question(salesperson):
    make_workspace()
    found = learn_next(actor=salesperson, client_id=make_client(owner=salesperson).pk)
    assert (found.stake.source, found.nothing, found.chosen.total_minor) == ("nothing", True, 0)


def test_two_claims_that_contradict_each_other_are_half_known(deal, salesperson):
    for month in (1, 2):
        know(
            Subject("client", deal.pk),
            "supplier_contract_end",
            0.9 + month / 100,
            salesperson,
            value=f"2027-0{month}-01",
        )
    rows = learn_next(actor=salesperson, client_id=deal.pk).asked
    end = next(row for row in rows if row.kind.code == "supplier_contract_end")
    assert (end.state, len(end.claims)) == ("contradiction", 2)
    assert 1 - end.why.unknown == pytest.approx(0.92 / 2)


def test_what_may_not_be_shown_only_prepares(deal, salesperson):
    def use():
        found = learn_next(actor=salesperson, client_id=deal.pk)
        rows = (*found.asked, *found.below)
        return next(row for row in rows if row.kind.code == "supplier_contract_end").why.p_use

    before = use()
    know(Subject("client", deal.pk), "supplier_contract_end", 0.3, salesperson, not_to_be_shown=True)
    assert use() == pytest.approx(0.3 * before)


def test_a_small_contractor_is_asked_for_two_facts_at_most(deal, salesperson):
    Fact.objects.create(
        client=deal, type_code="client_kind", value="small_contractor", confidence=1, recorded_by=salesperson,
        known_on=clock.today(), recorded_at=clock.now(),
    )  # fmt: skip
    found = learn_next(actor=salesperson, client_id=deal.pk)
    asked = {row.kind.code for row in (*found.asked, *found.below) if row.about is None}
    assert asked == {"wants_more_income", "wants_to_lead"}


def test_sensitive_kinds_are_never_asked(deal, salesperson):
    FactType.objects.create(
        code="faith", own=True, label="Faith", block="person", sensitivity="special", enabled=True,
        lift_class="purchase_trigger", minutes=1, changed_at=clock.now(),
    )  # fmt: skip
    found = learn_next(actor=salesperson, client_id=deal.pk)
    assert all(row.kind.code != "faith" for row in (*found.asked, *found.chosen.left))


def test_somebody_elses_client_is_not_there(deal):
    with pytest.raises(NotFound):
        learn_next(actor=make_user(), client_id=deal.pk)


def test_the_number_of_queries_does_not_grow(deal, salesperson, django_assert_num_queries):
    for code in [code for code, kind in BUILT_IN.items() if kind.value_kind == "text" and kind.subject == "client"][:9]:
        know(Subject("client", deal.pk), code, 0.8, salesperson, value="So we heard")
    with django_assert_num_queries(QUERIES):
        learn_next(actor=salesperson, client_id=deal.pk)


QUERIES = 18  # one of them the least worth knowing, by sort of client


def test_nobody_is_asked_what_the_rhythm_of_their_orders_tells() -> None:
    make_workspace()
    actor = make_user()
    regular, new = make_client(owner=actor), make_client(owner=actor)
    today = clock.today()
    make_score(regular, make_run(), value_12m_minor=5_000_000, window_from=today, window_to=today)
    make_score(new, make_run(), value_12m_minor=5_000_000)
    for client, asked in ((regular, False), (new, True)):
        found = learn_next(actor=actor, client_id=client.pk).chosen
        assert ("next_purchase" in {one.kind.code for one in (*found.asked, *found.left)}) is asked
