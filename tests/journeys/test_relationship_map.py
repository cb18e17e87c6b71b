"""The map on paper: nobody on top of another, bosses above, hands respected, the same picture every time."""

import itertools
from collections.abc import Callable

import pytest

from tenure.clients.models import DecisionUnit, UnitMember
from tenure.journeys.units.relationship_map import CAPTION, RelationshipMap, relationship_map
from tenure.journeys.units.unit_outlook import unit_outlook
from tenure.privacy.models import User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db
Draw = Callable[..., RelationshipMap]


@pytest.fixture
def deal(salesperson: User, workspace: Workspace) -> DecisionUnit:
    return factories.make_unit(factories.make_client(owner=salesperson), value_minor=1_000_000)


@pytest.fixture
def draw(salesperson: User, deal: DecisionUnit) -> Draw:
    def drawn(width: float = 1000, **more: object) -> RelationshipMap:
        return relationship_map(unit_outlook(actor=salesperson, unit_id=deal.pk), width=width, **more)  # type: ignore[arg-type]

    return drawn


def crowd(deal: DecisionUnit, size: int) -> list[UnitMember]:
    people = [factories.make_member(deal, f"Person {at}", weight=1 + at % 5, attitude=0) for at in range(size)]
    for at in range(1, size):
        factories.make_tie(people[at], people[(at - 1) // 3], kind="reports")
        factories.make_tie(people[at], people[(at * 7) % size or at - 1]) if (at * 7) % size != at else None
    return people


@pytest.mark.parametrize("width", [388, 1000])
@pytest.mark.parametrize("layout", ["kept", "rows", "free"])
@pytest.mark.parametrize("size", [1, 2, 7, 30])
def test_nobody_stands_on_another_or_off_the_paper(
    draw: Draw, deal: DecisionUnit, size: int, layout: str, width: float
) -> None:
    crowd(deal, size)
    found = draw(width, layout=layout)
    for one, other in itertools.combinations(found.nodes, 2):
        far = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
        assert far > one.r + other.r + 6, (one.row.name, other.row.name)
    assert all(one.r <= one.x <= found.width - one.r for one in found.nodes)
    assert all(one.r <= one.y <= found.height - one.r for one in found.nodes)


def test_bosses_stand_above_those_who_report_to_them(draw: Draw, deal: DecisionUnit) -> None:
    crowd(deal, 13)
    for edge in draw(layout="rows").edges:
        if edge.kind == "reports":
            assert edge.whom.y < edge.who.y


def test_without_lines_of_reporting_the_role_decides(draw: Draw, deal: DecisionUnit) -> None:
    for role in ("user", "decider", "economic_buyer", "expert"):
        factories.make_member(deal, role, role=role)
    heights = {node.row.name: node.y for node in draw().nodes}
    assert sorted(heights, key=lambda name: heights[name]) == ["decider", "economic_buyer", "expert", "user"]


def test_who_was_put_somewhere_stands_there_and_fits_a_narrow_card_too(draw: Draw, deal: DecisionUnit) -> None:
    people = crowd(deal, 5)
    UnitMember.objects.filter(pk=people[0].pk).update(x=700, y=400)
    UnitMember.objects.filter(pk=people[1].pk).update(x=200, y=60)
    wide = {node.row.id: node for node in draw().nodes}
    assert wide[people[0].pk].x == 700
    assert wide[people[0].pk].y > wide[people[1].pk].y
    narrow = draw(388)
    assert all(0 < node.x < 388 for node in narrow.nodes)
    places = [(node.x, node.y) for node in narrow.nodes]
    assert len(set(places)) == 5


def test_the_picture_is_the_same_on_every_visit(draw: Draw, deal: DecisionUnit) -> None:
    crowd(deal, 12)
    assert draw(layout="free") == draw(layout="free")


def test_area_follows_the_share_and_a_card_keeps_the_weightiest(draw: Draw, deal: DecisionUnit) -> None:
    for at, weight in enumerate((70, 20, 10)):
        factories.make_member(deal, f"Person {at}", weight=weight)
    sizes = [node.r for node in draw().nodes]
    assert sizes == sorted(sizes, reverse=True)
    card = draw(388, most=2)
    assert ([node.row.name for node in card.nodes], card.left_out) == (["Person 0", "Person 1"], 1)


def test_our_people_stand_below_those_they_know(draw: Draw, deal: DecisionUnit, salesperson: User) -> None:
    member = factories.make_member(deal, weight=1)
    member.our_contacts.create(user=salesperson, strength=2)
    found = draw()
    assert found.ours[0].knows == ((member.pk, 2),)
    assert found.ours[0].y > found.nodes[0].y + found.nodes[0].r + CAPTION / 2


def test_a_crowd_is_drawn_pale_and_without_posts(draw: Draw, deal: DecisionUnit) -> None:
    crowd(deal, 14)
    assert not draw().dense
    factories.make_member(deal)
    assert draw().dense
