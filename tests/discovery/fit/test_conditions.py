"""The conditions of product-market fit stand in one list as the gates and the board read them, and nothing is proven unread."""

from datetime import date
from typing import Any

import pytest

from tenure.discovery.fit.conditions import Condition, conditions_of
from tenure.discovery.fit.words import part_words
from tenure.discovery.gates.changes import remove_criterion
from tenure.discovery.gates.criteria import decide_criterion
from tenure.discovery.gates.view import gate_of
from tenure.discovery.models import Venture
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 3)


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


def listed(venture: Venture) -> dict[str, Condition]:
    found = conditions_of(actor=venture.owner, venture_id=venture.pk, currency="EUR")
    return {row.code: row for row in found.rows}


def told(venture: Venture, code: str) -> str:
    found = conditions_of(actor=venture.owner, venture_id=venture.pk, currency="EUR")
    parts = next(row.parts for row in found.rows if row.code == code)
    return "; ".join(part_words(part, found.board, "EUR") for part in parts)


def sold(venture: Venture, buyers: int, **fields: Any) -> None:
    for place in range(buyers):
        made.make_presale(venture, f"Buyer {place}", paid_on=MAY, list_minor=4900, **fields)


def test_a_venture_that_only_begins_has_proven_and_disproven_nothing(venture: Venture) -> None:
    rows = listed(venture)
    assert list(rows) == ["segment", "problem", "bought", "kept", "economics", "repeated"]
    assert {row.state for row in rows.values()} == {"open"}


def test_friends_who_paid_do_not_prove_that_it_is_bought(venture: Venture) -> None:
    sold(venture, 5, relation="friend")
    assert listed(venture)["bought"].state == "open"
    assert "friends: 5" in told(venture, "bought")


def test_five_strangers_at_the_list_price_prove_it_as_they_do_at_the_gate(venture: Venture) -> None:
    sold(venture, 5, relation="stranger")
    gate = gate_of(actor=venture.owner, venture_id=venture.pk, phase="validation")
    row = listed(venture)["bought"]
    assert row.state == next(line.state for line in gate.lines if line.criterion.code == "V1") == "met"
    assert "5 of 5 buyers count" in told(venture, "bought")


def test_answers_that_decide_prove_the_fit_and_orders_never_read_are_said_to_be_unread(venture: Venture) -> None:
    survey = made.make_survey(venture)
    for place in range(50):
        made.make_survey_answer(survey, [{"used": 2, "felt": "very" if place < 30 else "not"}])
    row = listed(venture)["kept"]
    assert (row.state, [(part.code, part.state) for part in row.parts]) == ("met", [("ellis", "met"), ("stay", "open")])
    assert told(venture, "kept").startswith("30 of 50 very disappointed: 60")
    assert told(venture, "kept").endswith("the base has not been read yet")


def test_repeat_sales_by_others_await_a_person_who_says_they_go_by_the_same_stages(venture: Venture) -> None:
    for day in (MAY, MAY.replace(day=20)):
        made.make_presale(venture, "Twice", paid_on=day, by_founder=False)
    row = listed(venture)["repeated"]
    assert (row.state, [part.state for part in row.parts]) == ("open", ["met", "open"])
    assert told(venture, "repeated").endswith("sales without the founder: 2")
    decide_criterion(
        actor=venture.owner, venture_id=venture.pk, phase="validation", code="V2", met=True, reason="Same four stages"
    )
    assert listed(venture)["repeated"].state == "met"


def test_a_person_who_denies_the_same_stages_disproves_repeat_sales(venture: Venture) -> None:
    made.make_presale(venture, "Once", paid_on=MAY, by_founder=False)
    decide_criterion(
        actor=venture.owner, venture_id=venture.pk, phase="validation", code="V2", met=False, reason="Each sold its way"
    )
    assert listed(venture)["repeated"].state == "missing"


def test_a_criterion_taken_out_of_the_gate_proves_nothing_here(venture: Venture) -> None:
    sold(venture, 5, relation="stranger")
    remove_criterion(
        actor=venture.owner, venture_id=venture.pk, phase="validation", code="V1", version=0, reason="We sell no more"
    )
    assert listed(venture)["bought"].state == "open"
    assert told(venture, "bought") == "taken out of the gate, so nothing decides it"


def test_the_list_takes_few_queries_however_much_was_sold(venture: Venture, django_assert_max_num_queries: Any) -> None:
    sold(venture, 30, relation="stranger")
    with django_assert_max_num_queries(18):
        conditions_of(actor=venture.owner, venture_id=venture.pk, currency="EUR")


def test_a_venture_out_of_sight_has_no_list(venture: Venture, salesperson: User) -> None:
    with pytest.raises(NotFound):
        conditions_of(actor=salesperson, venture_id=venture.pk, currency="EUR")
