"""A decision unit with its numbers: the worked examples L0 to L3 from rows in the tables, and what people really enter."""

import itertools
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tenure.clients.models import DecisionUnit, UnitMember
from tenure.clients.units.unit_arguments import add_argument
from tenure.journeys.units.unit_numbers import Entries, unit_numbers
from tenure.journeys.units.unit_outlook import UnitOutlook, unit_outlook
from tenure.kernel import formats
from tenure.kernel.errors import NotFound
from tenure.kernel.problems import sentence
from tenure.privacy.models import User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db
FILE = Path(os.environ.get("TENURE_VECTORS") or Path(__file__).parents[1] / "engine" / "vectors.json")
VECTORS = {one["id"]: one for one in json.loads(FILE.read_text(encoding="utf-8"))["vectors"]}
NAMES = ("CEO", "CFO", "Buyer", "Engineer")
# A thousand an hour: 120, 48, 12 and 9 minutes cost what L3 says.
MINUTES = dict(zip(NAMES, (120, 48, 12, 9), strict=True))
Look = Callable[..., UnitOutlook]


@pytest.fixture
def deal(salesperson: User, workspace: Workspace) -> DecisionUnit:
    workspace.hour_cost_minor = 100_000
    workspace.save()
    client = factories.make_client("Brutăria Spicul", owner=salesperson)
    return factories.make_unit(client, title="Second line", value_minor=6_000_000, base_rate=0.3)


@pytest.fixture
def look(salesperson: User, deal: DecisionUnit) -> Look:
    return lambda **more: unit_outlook(actor=salesperson, unit_id=deal.pk, **more)


def people(deal: DecisionUnit, given: dict[str, Any]) -> dict[str, UnitMember]:
    """The unit of a worked example, written into the tables."""
    members = {
        name: factories.make_member(
            deal, name, weight=100 * given["decision_weight"][at], susceptibility=given["susceptibility"][at],
            effort_minutes=MINUTES[name],
        )
        for at, name in enumerate(given["names"])
    }  # fmt: skip
    for who, row in zip(given["names"], given["W_row_listens_to"], strict=True):
        for whom, weight in zip(given["names"], row, strict=True):
            if weight:
                factories.make_tie(members[who], members[whom], strength=3 * weight)
    return members


def entries(given: dict[str, Any], value: float = 1.0, costs: tuple[float, ...] = (0.0,) * 4) -> Entries:
    """The same example as the calculation takes it, with attitudes finer than the five steps a person enters."""
    rows, size = given["W_row_listens_to"], len(given["names"])
    return Entries(
        weights=tuple(given["decision_weight"]), attitudes=tuple(given["attitude0"]),
        susceptibility=tuple(given["susceptibility"]), vetoes=(0.0,) * size, access=(1.0,) * size,
        estimates=(None,) * size, base_rate=given["base_rate"], slope=given["b1"], push=given["push"],
        ties=tuple((i, j, rows[i][j]) for i in range(size) for j in range(size) if rows[i][j]),
        value=value, costs=costs,
    )  # fmt: skip


def test_l0_people_who_also_listen_to_themselves_end_where_the_published_example_says() -> None:
    given, expected = VECTORS["L0"]["inputs"], VECTORS["L0"]["expected"]
    ties = tuple((i, j, w) for i, row in enumerate(given["W"]) for j, w in enumerate(row) if w)
    low, high = min(given["x0"]), max(given["x0"])
    scale = [2 * (value - low) / (high - low) - 1 for value in given["x0"]]
    found = unit_numbers(
        Entries(
            (1.0,) * 4,
            tuple(scale),
            tuple(given["lam"]),
            (0.0,) * 4,
            (1.0,) * 4,
            (None,) * 4,
            ties,
            0.5,
            1.0,
            (0.0,) * 4,
        )
    )
    ends = [low + (one.after + 1) / 2 * (high - low) for one in found.people]
    assert ends == pytest.approx(expected["x"], rel=1e-6)


def test_l1_shares_come_from_rows_in_the_tables(look: Look, deal: DecisionUnit) -> None:
    people(deal, VECTORS["L1"]["inputs"])
    shares = {one.row.name: one.share for one in look().members}
    expected = dict(zip(NAMES, VECTORS["L1"]["expected"]["influence_share"], strict=True))
    assert shares == pytest.approx(expected, rel=1e-6)
    assert [round(expected[name], 3) for name in NAMES] == [0.315, 0.411, 0.126, 0.149]
    assert sum(shares.values()) == pytest.approx(1)


def test_l1_chance_and_order() -> None:
    given, expected = VECTORS["L1"]["inputs"], VECTORS["L1"]["expected"]
    found = unit_numbers(entries(given))
    assert (found.score, found.win) == pytest.approx((expected["score"], expected["win"]), rel=1e-6)
    assert [one.after for one in found.people] == pytest.approx(expected["attitude_final"], rel=1e-6)
    gains = {name: one.gain for name, one in zip(NAMES, found.people, strict=True)}
    assert gains == pytest.approx({name: expected["levers"][name]["dp"] for name in NAMES}, rel=1e-6)
    assert [NAMES[place] for place in found.by_net] == expected["order"]
    assert found.win_low < found.win < found.win_high


def test_l2_among_people_who_follow_others_almost_wholly_shares_near_those_of_one_common_opinion() -> None:
    given, expected = VECTORS["L2"]["inputs"], VECTORS["L2"]["expected"]
    ties = tuple((i, j, w) for i, row in enumerate(given["W"]) for j, w in enumerate(row))
    found = unit_numbers(
        Entries(
            (1.0,) * 4,
            tuple(given["x0"]),
            (1 - 1e-7,) * 4,
            (0.0,) * 4,
            (1.0,) * 4,
            (None,) * 4,
            ties,
            0.5,
            1.0,
            (0.0,) * 4,
        )
    )
    assert [one.share for one in found.people] == pytest.approx(expected["pi"], rel=1e-5)
    assert found.score == pytest.approx(expected["consensus"], rel=1e-5)


def test_l3_money_after_cost_by_net_and_by_hour() -> None:
    given, expected = VECTORS["L3"]["inputs"], VECTORS["L3"]["expected"]
    costs = tuple(float(given["cost"][name]) for name in NAMES)
    found = unit_numbers(entries(given["unit"], value=float(given["deal_value"]), costs=costs))
    assert {name: one.net for name, one in zip(NAMES, found.people, strict=True)} == pytest.approx(
        expected["net"], rel=1e-6
    )
    assert {name: one.ratio for name, one in zip(NAMES, found.people, strict=True)} == pytest.approx(
        expected["ratio"], rel=1e-6
    )
    assert (NAMES[found.first or 0], NAMES[found.first_by_hour or 0]) == ("CFO", "Buyer")


def test_costs_come_from_minutes_and_the_price_of_an_hour(look: Look, deal: DecisionUnit) -> None:
    people(deal, VECTORS["L1"]["inputs"])
    assert {one.row.name: one.cost_minor for one in look().members} == {
        "CEO": 200_000, "CFO": 80_000, "Buyer": 20_000, "Engineer": 15_000,
    }  # fmt: skip


def test_weights_that_miss_a_hundred_are_counted_as_parts_and_said_so(look: Look, deal: DecisionUnit) -> None:
    for weight in (65, 65):
        factories.make_member(deal, weight=weight, attitude=0)
    found = look()
    assert [one.weight for one in found.members] == [0.5, 0.5]
    said = [sentence(note) for note in found.notes]
    assert any("130 %" in text.replace(formats.NBSP, " ") for text in said), said


def test_without_any_weight_all_are_counted_alike(look: Look, deal: DecisionUnit) -> None:
    for _ in range(4):
        factories.make_member(deal, attitude=1)
    found = look()
    assert [one.share for one in found.members] == pytest.approx([0.25] * 4)
    assert "unit_note_even" in [note.code for note in found.notes]


def test_an_unknown_attitude_is_neutral_with_more_doubt(look: Look, deal: DecisionUnit) -> None:
    member = factories.make_member(deal, weight=100, attitude=0)
    known = look()
    member.attitude = None
    member.save()
    unknown = look()
    assert unknown.win == known.win
    wide = (unknown.win_high or 0) - (unknown.win_low or 0)
    narrow = (known.win_high or 0) - (known.win_low or 0)
    assert wide > 1.5 * narrow
    assert [one.kind for one in unknown.questions] == ["attitude", "criteria"]


def test_people_who_only_repeat_each_other_are_named(look: Look, deal: DecisionUnit) -> None:
    a, b = (factories.make_member(deal, name, weight=50, susceptibility=1.0) for name in ("Ana", "Борис"))
    factories.make_tie(a, b)
    factories.make_tie(b, a)
    found = look()
    assert found.trouble is not None
    assert "Ana, Борис only repeat each other" in sentence(found.trouble)
    assert (found.win, found.members) == (None, ())


def test_an_estimate_far_from_the_computed_share_raises_a_question(look: Look, deal: DecisionUnit) -> None:
    members = people(deal, VECTORS["L1"]["inputs"])
    UnitMember.objects.filter(pk=members["CFO"].pk).update(estimate=0.2)
    UnitMember.objects.filter(pk=members["CEO"].pk).update(estimate=0.4)
    found = look()
    asked = [one for one in found.questions if one.kind == "gap"]
    assert [(one.subject, round(one.share, 3), one.estimate) for one in asked] == [("CFO", 0.411, 0.2)]
    assert found.of(members["CEO"].pk).gap is None


def test_where_a_share_comes_from_adds_up(look: Look, deal: DecisionUnit) -> None:
    people(deal, VECTORS["L1"]["inputs"])
    for one in look().members:
        assert sum(source.part for source in one.sources) == pytest.approx(one.share, abs=0.02)


def test_whom_with_what_and_through_whom(look: Look, deal: DecisionUnit, salesperson: User) -> None:
    boss = factories.make_member(deal, "Виктор", weight=100, attitude=0, susceptibility=0.8)
    friend = factories.make_member(deal, "Ion", attitude=2, contact=3)
    factories.make_tie(boss, friend, strength=3)
    boss.criteria.create(name="Quality", weight=3)
    for text, proof in (("Cheap", {"Price": 1}), ("Test bake passed", {"Quality": 0.9})):
        add_argument(actor=salesperson, unit_id=deal.pk, text=text, proof=proof)
    first = look().first
    assert first is not None
    assert first.row.id == boss.pk
    assert first.through is not None
    assert first.through.id == friend.pk
    assert first.argument is not None
    assert first.argument.text == "Test bake passed"


def test_money_is_that_of_the_deal_else_of_the_client_else_none(look: Look, deal: DecisionUnit) -> None:
    factories.make_member(deal, weight=1, attitude=0)
    assert (look().value_minor, look().value_from) == (6_000_000, "unit")
    deal.value_minor = None
    deal.save()
    found = look()
    assert (found.value_minor, found.value_from, found.members[0].net_minor) == (None, "", None)
    assert found.first is not None
    factories.make_score(deal.client, value_12m_minor=800_000)
    assert (look().value_minor, look().value_from) == (800_000, "client")


def test_a_deal_too_small_for_the_effort_names_nobody(look: Look, deal: DecisionUnit) -> None:
    deal.value_minor = 100
    deal.save()
    factories.make_member(deal, weight=1, attitude=0)
    found = look()
    assert found.first is None
    assert found.nobody > 0.9


def test_looking_twice_shows_the_same_numbers_and_a_change_draws_anew(look: Look, deal: DecisionUnit) -> None:
    members = people(deal, VECTORS["L1"]["inputs"])
    before = look()
    unit_numbers.cache_clear()
    assert look() == before
    UnitMember.objects.filter(pk=members["CFO"].pk).update(attitude=2)
    assert look().win != before.win


def test_ranked_by_money_by_hour_or_by_share(look: Look, deal: DecisionUnit) -> None:
    people(deal, VECTORS["L1"]["inputs"])
    assert [one.row.name for one in look(by="share").members] == ["CFO", "CEO", "Engineer", "Buyer"]
    ratios = [one.ratio or 0 for one in look(by="hour").members]
    assert ratios == sorted(ratios, reverse=True)


def test_an_empty_unit_names_the_seats_to_look_for(look: Look, deal: DecisionUnit) -> None:
    deal.template = "small_firm"
    deal.save()
    found = look()
    assert (found.members, found.win, found.trouble) == ((), None, None)
    assert [seat.code for seat in found.seats] == ["owner", "assistant", "accountant", "worker"]
    assert [one.kind for one in found.questions] == ["seat"] * 3


def test_a_colleagues_unit_has_no_outlook(deal: DecisionUnit, other_salesperson: User) -> None:
    with pytest.raises(NotFound):
        unit_outlook(actor=other_salesperson, unit_id=deal.pk)


def test_thirty_people_take_as_many_queries_as_three(
    look: Look, deal: DecisionUnit, django_assert_num_queries: Any
) -> None:
    crowd = [factories.make_member(deal, weight=10, attitude=at % 5 - 2) for at in range(30)]
    for who, whom in itertools.pairwise(crowd):
        factories.make_tie(who, whom, strength=2)
    with django_assert_num_queries(11):
        found = look()
    assert len(found.members) == 30
    assert sum(one.share for one in found.members) == pytest.approx(1)
