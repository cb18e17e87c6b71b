"""The decision table of a deal: kept whole, changed by one at a time, moved by what is heard, taken back."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tenure.clients.models import DecisionUnit
from tenure.clients.units.decision_tables import believed, carried_over, hear, save_table, table_of, tables_at, unhear
from tenure.clients.units.table_entries import Payoff, PossibleAnswer, Table, Tactic, Unknown, checked, shared_out
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow, User
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)


@pytest.fixture
def deal(salesperson: User) -> DecisionUnit:
    return factories.make_unit(factories.make_client(owner=salesperson), title="Second line", value_minor=6_000_000)


def of(unit_id: int = 1, **changes: Any) -> Table:
    """Two tactics against one unknown with two answers, all four amounts named."""
    answers = (PossibleAnswer("a1", "price", 0.6), PossibleAnswer("a2", "terms", 0.4))
    table = Table(
        unit_id,
        (Tactic("t1", "Cut the price"), Tactic("t2", "Offer net 45", 50_000)),
        (Unknown("u1", "What do they decide by?", answers),),
        {
            ("t1", ("a1",)): Payoff(chance=0.5), ("t1", ("a2",)): Payoff(chance=0.1),
            ("t2", ("a1",)): Payoff(chance=0.1), ("t2", ("a2",)): Payoff(minor=2_000_000),
        },
    )  # fmt: skip
    return replace(table, **changes)


def test_a_table_comes_back_as_it_was_kept(deal: DecisionUnit, salesperson: User) -> None:
    kept = save_table(actor=salesperson, table=of(deal.pk))
    assert (kept.version, kept.changed_by, kept.ready, kept.missing) == (1, salesperson.name, True, 0)
    assert replace(table_of(actor=salesperson, unit_id=deal.pk), changed_at=None) == replace(kept, changed_at=None)
    assert AuditRow.objects.filter(action="edit_table", subject_id=deal.pk).count() == 1


def test_a_table_is_kept_at_any_completeness(deal: DecisionUnit, salesperson: User) -> None:
    kept = save_table(actor=salesperson, table=Table(deal.pk, (Tactic("t1", "Wait"),)))
    assert not kept.ready
    assert save_table(actor=salesperson, table=replace(of(deal.pk), payoffs={}, version=1)).missing == 4


def test_two_people_do_not_overwrite_each_other(deal: DecisionUnit, salesperson: User) -> None:
    save_table(actor=salesperson, table=of(deal.pk))
    with pytest.raises(Conflict):
        save_table(actor=salesperson, table=of(deal.pk))


def test_an_answer_heard_moves_the_probabilities_by_how_often_its_source_is_right(
    deal: DecisionUnit, salesperson: User
) -> None:
    save_table(actor=salesperson, table=of(deal.pk))
    table = hear(actor=salesperson, unit_id=deal.pk, version=1, unknown="u1", answer="a2", on=DAY)
    assert [one.p for one in table.unknowns[0].answers] == pytest.approx([0.12 / 0.44, 0.32 / 0.44])
    assert (table.heard[0].answer, table.heard[0].before, table.heard[0].on) == ("a2", (0.6, 0.4), DAY)
    back = unhear(actor=salesperson, unit_id=deal.pk, version=2)
    assert [one.p for one in back.unknowns[0].answers] == [0.6, 0.4]
    assert back.heard == ()


def test_what_was_heard_stays_when_the_table_is_edited(deal: DecisionUnit, salesperson: User) -> None:
    save_table(actor=salesperson, table=of(deal.pk))
    table = hear(actor=salesperson, unit_id=deal.pk, version=1, unknown="u1", answer="a1", on=DAY)
    assert len(save_table(actor=salesperson, table=replace(table, heard=())).heard) == 1
    assert save_table(actor=salesperson, table=replace(table, version=3, unknowns=(), payoffs={})).heard == ()


def test_an_answer_that_cannot_be_is_not_there(deal: DecisionUnit, salesperson: User) -> None:
    save_table(actor=salesperson, table=of(deal.pk))
    for unknown, answer in (("u9", "a1"), ("u1", "a9")):
        with pytest.raises(NotFound):
            hear(actor=salesperson, unit_id=deal.pk, version=1, unknown=unknown, answer=answer, on=DAY)


def test_what_was_held_impossible_is_believed_when_a_sure_source_says_it() -> None:
    sure = Unknown("u1", "?", (PossibleAnswer("a1", "yes", 1.0, 1.0), PossibleAnswer("a2", "no", 0.0, 1.0)))
    assert [one.p for one in believed(sure, "a2").answers] == [0.0, 1.0]


def test_another_unknown_begins_with_the_amounts_that_are_known() -> None:
    more = Unknown("u2", "Will the rival cut?", (PossibleAnswer("a1", "yes", 0.3), PossibleAnswer("a2", "no", 0.7)))
    old = of()
    wider = replace(old, unknowns=(*old.unknowns, more))
    grown = replace(wider, payoffs=carried_over(old, wider))
    assert grown.missing == 0
    assert grown.payoffs["t1", ("a2", "a1")] == Payoff(chance=0.1)
    shrunk = carried_over(grown, replace(old, payoffs={}))
    assert {cell: (one.minor, one.chance) for cell, one in shrunk.items()} == {
        cell: (one.minor, one.chance if one.chance is None else pytest.approx(one.chance))
        for cell, one in old.payoffs.items()
    }


def test_a_new_tactic_has_no_amounts_yet() -> None:
    old = of()
    wider = replace(old, tactics=(*old.tactics, Tactic("t3", "Wait")))
    assert replace(wider, payoffs=carried_over(old, wider)).missing == 2


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"tactics": (Tactic("t1", " "),)}, "decision_nameless", "t1-name"),
        ({"tactics": (Tactic("t1", "x", -1),)}, "decision_money", "t1-cost"),
        ({"tactics": tuple(Tactic(f"t{n}", "x") for n in range(7))}, "decision_rows", None),
        ({"unknowns": (Unknown("u1", "", ()),)}, "decision_nameless", "u1-text"),
        ({"unknowns": (Unknown("u1", "?", (PossibleAnswer("a1", "x", 1.0),)),)}, "decision_small", "u1-text"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(changes: dict[str, Any], code: str, field: str | None) -> None:
    with pytest.raises(InvalidValue) as refused:
        checked(of(**changes))
    assert (refused.value.problem.code, refused.value.problem.data.get("field")) == (code, field)


@pytest.mark.parametrize(("given", "total"), [((0.5, 0.2), 70.0), ((0.9, 0.9), 180.0)])
def test_probabilities_that_do_not_sum_to_one_are_refused_with_their_sum(
    given: tuple[float, float], total: float
) -> None:
    answers = tuple(PossibleAnswer(f"a{n}", "x", p) for n, p in enumerate(given))
    with pytest.raises(InvalidValue) as refused:
        checked(of(unknowns=(Unknown("u1", "?", answers),)))
    assert refused.value.problem.data == {"field": "u1-a1-p", "sum": total}


def test_probabilities_rounded_by_hand_are_taken_and_made_whole() -> None:
    thirds = tuple(PossibleAnswer(f"a{n}", "x", 0.33) for n in range(3))
    assert sum(
        one.p for one in checked(of(unknowns=(Unknown("u1", "?", thirds),))).unknowns[0].answers
    ) == pytest.approx(1)


def test_empty_probabilities_share_what_is_left() -> None:
    assert shared_out([None, None]) == (0.5, 0.5)
    assert shared_out([0.4, None, None]) == pytest.approx((0.4, 0.3, 0.3))


def test_too_many_cases_are_refused() -> None:
    five = tuple(PossibleAnswer(f"a{n}", "x", 0.2) for n in range(5))
    many = tuple(Unknown(f"u{n}", "?", five) for n in range(3))
    with pytest.raises(InvalidValue) as refused:
        checked(of(unknowns=many, payoffs={}))
    assert refused.value.problem.data == {"count": 125, "most": 30}


def test_a_question_is_about_nobody_of_another_unit(deal: DecisionUnit, salesperson: User) -> None:
    stranger = factories.make_member(factories.make_unit(title="Another"))
    unknown = replace(of().unknowns[0], member_id=stranger.pk)
    with pytest.raises(NotFound):
        save_table(actor=salesperson, table=of(deal.pk, unknowns=(unknown,)))


def test_somebody_elses_table_is_not_there_and_an_analyst_only_reads(
    deal: DecisionUnit, salesperson: User, other_salesperson: User, analyst: User
) -> None:
    save_table(actor=salesperson, table=of(deal.pk))
    with pytest.raises(NotFound):
        table_of(actor=other_salesperson, unit_id=deal.pk)
    with pytest.raises(NotFound):
        hear(actor=other_salesperson, unit_id=deal.pk, version=1, unknown="u1", answer="a1", on=DAY)
    assert table_of(actor=analyst, unit_id=deal.pk).version == 1
    with pytest.raises(NotAllowed):
        save_table(actor=analyst, table=of(deal.pk, version=1))


def test_only_open_deals_are_thought_about(deal: DecisionUnit, salesperson: User) -> None:
    save_table(actor=salesperson, table=of(deal.pk))
    assert [table.unit_id for table in tables_at(client_id=deal.client_id)] == [deal.pk]
    DecisionUnit.objects.filter(pk=deal.pk).update(state="won", closed_on=DAY)
    assert tables_at(client_id=deal.client_id) == ()
