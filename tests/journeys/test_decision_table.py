"""A decision table with what follows from it: the worked example, the question on Today, the answer that ends it."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tenure.agenda.models import Task
from tenure.agenda.renewal import renew_tasks
from tenure.clients.facts.facts import Source, Subject, record_fact
from tenure.clients.models import DecisionUnit
from tenure.clients.units.decision_tables import save_table
from tenure.clients.units.table_entries import Payoff, PossibleAnswer, Table, Tactic, Unknown
from tenure.conversations.interactions import Talk
from tenure.journeys.cards.client_page import client_page
from tenure.journeys.contacts.brief import brief
from tenure.journeys.contacts.record_contact import ContactRecord, HeardAnswer, record_contact
from tenure.journeys.contacts.record_page import record_page
from tenure.journeys.units.decision_table import close_deal, decision_page, hear_answer, plan_question
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, NotFound
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)
WIN = ((0.45, 0.15, 0.2), (0.2, 0.4, 0.2), (0.28, 0.26, 0.24))


@pytest.fixture
def deal(salesperson: User) -> DecisionUnit:
    factories.make_workspace(hour_cost_minor=3000)
    client = factories.make_client(owner=salesperson)
    return factories.make_unit(client, title="Second line", value_minor=6_000_000)


def k1(deal: DecisionUnit, **changes: Any) -> Table:
    """The example of the method: three pitches, what the decider cares about, a source right in 8 of 10 cases."""
    said = (("price", 0.4, 0.8), ("reliability", 0.4, 0.8), ("relations", 0.2, 0.7))
    answers = tuple(PossibleAnswer(f"a{n}", name, p, right) for n, (name, p, right) in enumerate(said, 1))
    unknown = Unknown("u1", "What does the decider care about?", answers, answered=1.0, minutes=60)
    tactics = tuple(Tactic(f"t{n}", name) for n, name in enumerate(("Price", "Reliability", "Generic"), 1))
    payoffs: dict[tuple[str, tuple[str, ...]], Payoff] = {
        (tactic.key, (answer.key,)): Payoff(chance=WIN[row][column])
        for row, tactic in enumerate(tactics)
        for column, answer in enumerate(answers)
    }
    return replace(Table(deal.pk, tactics, (unknown,), payoffs), **changes)


def test_the_worked_example_in_money(deal: DecisionUnit, salesperson: User) -> None:
    save_table(actor=salesperson, table=k1(deal))
    page = decision_page(actor=salesperson, unit_id=deal.pk)
    advice = page.advice
    assert advice is not None
    assert [row.expected_minor for row in advice.outcomes] == [1_680_000, 1_680_000, 1_584_000]
    assert (advice.best.name, advice.alike, advice.perfect_minor) == ("Price", ("Reliability",), 648_000)
    assert advice.ask is page.unknowns[0]
    assert (advice.ask.certain_minor, advice.ask.source_minor, advice.ask.cost_minor) == (648_000, 439_200, 3_000)
    assert advice.gain_minor == 436_200
    assert [(row.answer, row.tactic, row.changes) for row in advice.ask.after] == [
        ("price", "Price", False), ("reliability", "Reliability", True), ("relations", "Generic", True),
    ]  # fmt: skip
    assert advice.worth is not None
    assert advice.worth.low < 439_200 <= advice.worth.high


def test_a_dear_question_is_not_asked(deal: DecisionUnit, salesperson: User) -> None:
    table = k1(deal)
    dear = replace(table.unknowns[0], money_minor=500_000)
    save_table(actor=salesperson, table=replace(table, unknowns=(dear,)))
    advice = decision_page(actor=salesperson, unit_id=deal.pk).advice
    assert advice is not None
    assert advice.ask is None
    assert advice.gain_minor == 0


def test_a_tactic_pays_its_own_cost(deal: DecisionUnit, salesperson: User) -> None:
    table = k1(deal)
    first, *rest = table.tactics
    save_table(actor=salesperson, table=replace(table, tactics=(replace(first, cost_minor=300_000), *rest)))
    advice = decision_page(actor=salesperson, unit_id=deal.pk).advice
    assert advice is not None
    assert {row.name: row.expected_minor for row in advice.outcomes}["Price"] == 1_380_000


def test_a_chance_needs_a_deal_with_a_value(deal: DecisionUnit, salesperson: User) -> None:
    DecisionUnit.objects.filter(pk=deal.pk).update(value_minor=None)
    save_table(actor=salesperson, table=k1(deal))
    page = decision_page(actor=salesperson, unit_id=deal.pk)
    assert page.advice is None
    assert page.lacks_value


def test_what_is_recorded_of_the_fact_stands_beside_the_question(deal: DecisionUnit, salesperson: User) -> None:
    member = factories.make_member(deal, "Ana", attitude=1)
    record_fact(
        actor=salesperson,
        subject=Subject("person", member.person_id),
        kind="motivation",
        value="Peace",
        source=Source(),
    )
    unknown = replace(k1(deal).unknowns[0], kind="motivation", member_id=member.pk)
    save_table(actor=salesperson, table=k1(deal, unknowns=(unknown,)))
    (row,) = decision_page(actor=salesperson, unit_id=deal.pk).unknowns
    assert [fact.shown for fact in row.known] == ["Peace"]
    assert row.person is not None
    assert row.person.attitude == 1


def test_the_question_goes_on_the_list_once_and_leaves_it_with_the_answer(
    deal: DecisionUnit, salesperson: User
) -> None:
    save_table(actor=salesperson, table=k1(deal))
    task = plan_question(actor=salesperson, unit_id=deal.pk, unknown="u1")
    assert plan_question(actor=salesperson, unit_id=deal.pk, unknown="u1") == task
    row = Task.objects.get(pk=task)
    assert (row.kind, row.title, row.stake_minor, row.minutes) == (
        "learn",
        "What does the decider care about?",
        439_200,
        60,
    )
    assert decision_page(actor=salesperson, unit_id=deal.pk).unknowns[0].planned
    hear_answer(actor=salesperson, unit_id=deal.pk, version=1, unknown="u1", answer="a2", on=DAY)
    assert Task.objects.get(pk=task).state == "done"
    page = decision_page(actor=salesperson, unit_id=deal.pk)
    assert page.advice is not None
    assert page.advice.best.name == "Reliability"
    again = plan_question(actor=salesperson, unit_id=deal.pk, unknown="u1")
    assert again != task


def test_no_run_of_the_scores_takes_the_question_back_but_the_end_of_the_deal_does(
    deal: DecisionUnit, salesperson: User
) -> None:
    save_table(actor=salesperson, table=k1(deal))
    task = plan_question(actor=salesperson, unit_id=deal.pk, unknown="u1")
    renew_tasks(actor=None, proposals=[])
    assert Task.objects.get(pk=task).state == "open"
    close_deal(actor=salesperson, unit_id=deal.pk, version=deal.version, won=True, on=DAY, today=clock.today())
    assert Task.objects.get(pk=task).state == "expired"


def test_card_and_brief_ask_what_the_table_asks(deal: DecisionUnit, salesperson: User) -> None:
    assert client_page(actor=salesperson, client_id=deal.client_id).table_for is not None
    save_table(actor=salesperson, table=k1(deal))
    page = client_page(actor=salesperson, client_id=deal.client_id)
    assert page.table_for is None
    assert [(one.text, one.worth_minor) for one in page.table_asks] == [("What does the decider care about?", 439_200)]
    assert brief(actor=salesperson, client_id=deal.client_id).table_asks == page.table_asks


def test_the_record_of_a_talk_counts_the_answer_in(deal: DecisionUnit, salesperson: User) -> None:
    save_table(actor=salesperson, table=k1(deal))
    asked = record_page(actor=salesperson, client_id=deal.client_id).table
    assert asked is not None
    assert (asked.unit_id, asked.unknown, asked.version, len(asked.answers)) == (deal.pk, "u1", 1, 3)
    talk = Talk(kind="call", at=clock.now(), outcome="reached")
    heard = HeardAnswer(deal.pk, asked.version, asked.unknown, "a2")
    record_contact(actor=salesperson, client_id=deal.client_id, record=ContactRecord(talk, uuid.uuid4(), heard=heard))
    table = decision_page(actor=salesperson, unit_id=deal.pk).table
    assert [one.answer for one in table.heard] == ["a2"]
    with pytest.raises(Conflict):
        record_contact(
            actor=salesperson,
            client_id=deal.client_id,
            record=ContactRecord(talk, uuid.uuid4(), heard=heard),
        )


def test_a_small_deal_is_not_pressed_into_a_table(deal: DecisionUnit, salesperson: User) -> None:
    DecisionUnit.objects.filter(pk=deal.pk).update(value_minor=2_000_000)
    assert client_page(actor=salesperson, client_id=deal.client_id).table_for is None
    assert not decision_page(actor=salesperson, unit_id=deal.pk).big


def test_the_page_costs_the_same_however_much_is_in_it(
    deal: DecisionUnit, salesperson: User, django_assert_num_queries
) -> None:
    for number in range(5):
        factories.make_member(deal, f"Somebody {number}")
    save_table(actor=salesperson, table=k1(deal))
    with django_assert_num_queries(13):
        decision_page(actor=salesperson, unit_id=deal.pk)


def test_somebody_elses_deal_is_not_there(deal: DecisionUnit, other_salesperson: User) -> None:
    for call in (decision_page, lambda **who: plan_question(unknown="u1", **who)):
        with pytest.raises(NotFound):
            call(actor=other_salesperson, unit_id=deal.pk)
