"""Decision units: who may see and change them, what is refused, what happens when two people write at once."""

import itertools
from dataclasses import replace
from datetime import date

import pytest

from tenure.clients.models import Company, DecisionUnit, Tie, UnitMember
from tenure.clients.units.deals import DealDetails, add_unit, close_unit, edit_unit, reopen_unit
from tenure.clients.units.decision_units import main_unit, unit_of, units_of, won_share
from tenure.clients.units.unit_arguments import add_argument, edit_argument, remove_argument
from tenure.clients.units.unit_members import (
    MemberDetails,
    add_member,
    details_of,
    edit_member,
    place_members,
    remove_member,
)
from tenure.clients.units.unit_templates import TEMPLATES, empty_seats
from tenure.clients.units.unit_ties import circle, remove_tie, set_tie
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.kernel.problems import sentence
from tenure.privacy.models import AuditRow, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(salesperson: User) -> DecisionUnit:
    return factories.make_unit(factories.make_client("Brutăria Spicul", owner=salesperson))


def test_a_unit_is_read_whole_in_eight_queries_however_many_people(
    unit: DecisionUnit, salesperson: User, django_assert_num_queries: object
) -> None:
    people = [factories.make_member(unit, weight=10) for _ in range(30)]
    for one, other in itertools.pairwise(people):
        factories.make_tie(one, other)
    with django_assert_num_queries(8):  # type: ignore[operator]
        found = unit_of(actor=salesperson, unit_id=unit.pk)
    assert len(found.members) == 30
    assert len(found.ties) == 29


def test_everything_entered_of_a_person_is_found_again(unit: DecisionUnit, salesperson: User) -> None:
    rival = Company.objects.create(name="Moara Nord", normal_name="moara nord", created_at=clock.now())
    person = factories.make_person("Ирина Власова", unit.client, title="Buyer")
    details = MemberDetails(
        role="purchaser", weight=30, attitude=-1, susceptibility=0.7, veto=0.2, contact=2, estimate=0.4,
        interest="Fewer evenings at work", objection="Dear", next_step="Show the trial", effort_minutes=40,
        criteria=(("Full deliveries", 3), ("Price", 1), ("", 2)), rivals={rival.pk: 2}, ours={salesperson.pk: 3},
    )  # fmt: skip
    add_member(actor=salesperson, unit_id=unit.pk, person_id=person.pk, details=details)
    row = unit_of(actor=salesperson, unit_id=unit.pk).members[0]
    assert details_of(row) == replace(details, criteria=(("Full deliveries", 3), ("Price", 1)))
    assert (row.post, row.here, row.access, row.rivals[0].company) == ("Buyer", True, 1.0, "Moara Nord")


def test_a_colleagues_unit_does_not_exist(unit: DecisionUnit, other_salesperson: User) -> None:
    member = factories.make_member(unit)
    for attempt in (
        lambda: unit_of(actor=other_salesperson, unit_id=unit.pk),
        lambda: units_of(actor=other_salesperson, client_id=unit.client_id),
        lambda: remove_member(actor=other_salesperson, member_id=member.pk),
        lambda: place_members(actor=other_salesperson, unit_id=unit.pk, places={member.pk: (1, 2)}),
        lambda: add_argument(actor=other_salesperson, unit_id=unit.pk, text="Mine", proof={}),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert UnitMember.objects.count() == 1


def test_a_person_of_a_client_out_of_sight_cannot_be_taken_in(
    unit: DecisionUnit, salesperson: User, other_salesperson: User
) -> None:
    hidden = factories.make_person("Hidden", factories.make_client(owner=other_salesperson))
    with pytest.raises(NotFound):
        add_member(actor=salesperson, unit_id=unit.pk, person_id=hidden.pk, details=MemberDetails())


def test_an_analyst_reads_and_changes_nothing(unit: DecisionUnit, analyst: User) -> None:
    assert not unit_of(actor=analyst, unit_id=unit.pk).may_edit
    with pytest.raises(NotAllowed):
        add_unit(actor=analyst, client_id=unit.client_id, details=DealDetails("A deal"))


def test_a_person_may_decide_at_two_companies(salesperson: User) -> None:
    first, second = (factories.make_client(owner=salesperson) for _ in range(2))
    person = factories.make_person("Ana Munteanu", first)
    for client in (first, second):
        unit = factories.make_unit(client)
        add_member(actor=salesperson, unit_id=unit.pk, person_id=person.pk, details=MemberDetails())
    assert UnitMember.objects.filter(person=person).count() == 2


def test_of_two_people_editing_one_row_the_second_is_told(unit: DecisionUnit, salesperson: User) -> None:
    member = factories.make_member(unit)
    row = unit_of(actor=salesperson, unit_id=unit.pk).members[0]
    first = replace(details_of(row), attitude=2)
    edit_member(actor=salesperson, member_id=member.pk, version=row.version, details=first)
    with pytest.raises(Conflict):
        edit_member(actor=salesperson, member_id=member.pk, version=row.version, details=replace(first, attitude=-2))
    member.refresh_from_db()
    assert (member.attitude, member.version) == (2, 2)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": "boss"}, "role"),
        ({"weight": -1}, "weight"),
        ({"attitude": 3}, "attitude"),
        ({"susceptibility": 1.2}, "susceptibility"),
        ({"veto": -0.1}, "veto"),
        ({"contact": 4}, "contact"),
        ({"estimate": 1.5}, "estimate"),
        ({"effort_minutes": 0}, "effort_minutes"),
        ({"interest": "x" * 2001}, "interest"),
        ({"criteria": tuple((f"C{n}", 1) for n in range(13))}, "criteria"),
        ({"seat": "director"}, "seat"),
        ({"rivals": {999_999: 1}}, "rivals"),
        ({"ours": {999_999: 1}}, "ours"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_its_field(
    unit: DecisionUnit, salesperson: User, change: dict, field: str
) -> None:
    member = factories.make_member(unit)
    with pytest.raises(InvalidValue) as refused:
        edit_member(actor=salesperson, member_id=member.pk, version=1, details=MemberDetails(**change))
    assert refused.value.problem.data["field"] == field
    assert sentence(refused.value)
    member.refresh_from_db()
    assert member.version == 1


def test_reporting_lines_in_a_circle_are_refused_by_name(unit: DecisionUnit, salesperson: User) -> None:
    a, b, c = (factories.make_member(unit, name) for name in ("Ana", "Борис", "Corneliu"))
    for who, whom in ((a, b), (b, c)):
        set_tie(actor=salesperson, unit_id=unit.pk, kind="reports", who_id=who.pk, whom_id=whom.pk)
    with pytest.raises(InvalidValue) as refused:
        set_tie(actor=salesperson, unit_id=unit.pk, kind="reports", who_id=c.pk, whom_id=a.pk)
    assert "Corneliu → Ana → Борис → Corneliu" in sentence(refused.value)
    assert Tie.objects.count() == 2


def test_a_line_without_a_circle_has_none() -> None:
    assert circle([(1, 2), (2, 3)], 4, 1) == ()
    assert circle([(1, 2), (2, 3)], 3, 1) == (1, 2, 3)


def test_people_may_listen_to_each_other_and_a_second_tie_changes_the_first(
    unit: DecisionUnit, salesperson: User
) -> None:
    a, b = factories.make_member(unit), factories.make_member(unit)
    for strength in (1, 3, -2):
        set_tie(actor=salesperson, unit_id=unit.pk, kind="listens", who_id=a.pk, whom_id=b.pk, strength=strength)
    set_tie(actor=salesperson, unit_id=unit.pk, kind="listens", who_id=b.pk, whom_id=a.pk)
    assert [tie.strength for tie in unit_of(actor=salesperson, unit_id=unit.pk).ties] == [-2, 1]


def test_a_conflict_is_mutual_and_kept_once(unit: DecisionUnit, salesperson: User) -> None:
    a, b = factories.make_member(unit), factories.make_member(unit)
    for who, whom in ((a, b), (b, a)):
        tie = set_tie(actor=salesperson, unit_id=unit.pk, kind="conflict", who_id=who.pk, whom_id=whom.pk)
    assert Tie.objects.count() == 1
    remove_tie(actor=salesperson, tie_id=tie)
    assert not Tie.objects.exists()


def test_people_of_another_unit_cannot_be_tied(unit: DecisionUnit, salesperson: User) -> None:
    here, there = factories.make_member(unit), factories.make_member(factories.make_unit(unit.client, title="Other"))
    with pytest.raises(NotFound):
        set_tie(actor=salesperson, unit_id=unit.pk, kind="listens", who_id=here.pk, whom_id=there.pk)


def test_places_on_the_map_are_kept_and_do_not_make_it_another_unit(unit: DecisionUnit, salesperson: User) -> None:
    member = factories.make_member(unit)
    place_members(actor=salesperson, unit_id=unit.pk, places={member.pk: (120.5, -3.0)})
    found = unit_of(actor=salesperson, unit_id=unit.pk)
    assert (found.members[0].x, found.members[0].y, found.head.version) == (120.5, -3.0, 1)
    with pytest.raises(InvalidValue):
        place_members(actor=salesperson, unit_id=unit.pk, places={member.pk: (float("nan"), 0)})


def test_a_seat_of_the_template_brings_its_usual_ties(unit: DecisionUnit, salesperson: User) -> None:
    unit.template = "manufacturing"
    unit.save()
    for seat in ("director", "finance", "buyer"):
        person = factories.make_person(client=unit.client)
        add_member(actor=salesperson, unit_id=unit.pk, person_id=person.pk, details=MemberDetails(seat=seat))
    found = unit_of(actor=salesperson, unit_id=unit.pk)
    seats = {member.id: member.seat for member in found.members}
    drawn = {(tie.kind, seats[tie.who_id], seats[tie.whom_id], tie.strength) for tie in found.ties}
    assert drawn == {
        ("listens", "director", "finance", 3), ("listens", "finance", "buyer", 2), ("listens", "buyer", "finance", 2),
        ("reports", "finance", "director", 1), ("reports", "buyer", "finance", 1),
    }  # fmt: skip


def test_a_new_deal_can_begin_with_the_people_of_another(unit: DecisionUnit, salesperson: User) -> None:
    a, b = factories.make_member(unit, weight=60), factories.make_member(unit, weight=40)
    factories.make_tie(a, b, strength=2)
    a.criteria.create(name="Price", weight=2)
    add_argument(actor=salesperson, unit_id=unit.pk, text="Cheaper by a tenth", proof={"Price": 0.7, "Speed": 0})
    deal = add_unit(actor=salesperson, client_id=unit.client_id, details=DealDetails("Second line"), like=unit.pk)
    found = unit_of(actor=salesperson, unit_id=deal)
    assert [member.weight for member in found.members] == [60, 40]
    assert found.criteria == ("Price",)
    assert found.arguments[0].proof == {"Price": 0.7}
    assert {member.id for member in found.members} == {found.ties[0].who_id, found.ties[0].whom_id}
    assert UnitMember.objects.count() == 4


def test_a_client_has_one_unit_at_large_and_deals_of_different_names(unit: DecisionUnit, salesperson: User) -> None:
    add_unit(actor=salesperson, client_id=unit.client_id, details=DealDetails("Second line", value_minor=100))
    for title in ("", "Second line"):
        with pytest.raises(InvalidValue):
            add_unit(actor=salesperson, client_id=unit.client_id, details=DealDetails(title))
    assert [head.title for head in units_of(actor=salesperson, client_id=unit.client_id)] == ["", "Second line"]


def test_the_card_shows_the_dearest_open_deal_with_people(unit: DecisionUnit, salesperson: User) -> None:
    for title, value, state in (("Small", 100, "open"), ("Large", 900, "open"), ("Past", 5000, "won")):
        factories.make_member(factories.make_unit(unit.client, title=title, value_minor=value, state=state))
    shown = main_unit(units_of(actor=salesperson, client_id=unit.client_id))
    assert shown is not None
    assert shown.title == "Large"


def test_a_deal_is_won_on_a_day_that_has_come_and_can_be_opened_again(unit: DecisionUnit, salesperson: User) -> None:
    today = date(2026, 5, 12)
    with pytest.raises(InvalidValue):
        close_unit(actor=salesperson, unit_id=unit.pk, version=1, won=True, on=date(2026, 5, 13), today=today)
    close_unit(actor=salesperson, unit_id=unit.pk, version=1, won=True, on=today, today=today)
    assert (won_share().won, won_share().closed) == (1, 1)
    assert won_share().expected == pytest.approx(3 / 7)
    with pytest.raises(Conflict):
        reopen_unit(actor=salesperson, unit_id=unit.pk, version=1)
    reopen_unit(actor=salesperson, unit_id=unit.pk, version=2)
    assert unit_of(actor=salesperson, unit_id=unit.pk).head.state == "open"


def test_a_deal_changed_meanwhile_is_not_overwritten(unit: DecisionUnit, salesperson: User) -> None:
    edit_unit(actor=salesperson, unit_id=unit.pk, version=1, details=DealDetails("Line", 5_000_000, 0.3, "clinic"))
    with pytest.raises(Conflict):
        edit_unit(actor=salesperson, unit_id=unit.pk, version=1, details=DealDetails("Other"))


@pytest.mark.parametrize("details", [DealDetails("x" * 201), DealDetails(value_minor=-1), DealDetails(base_rate=0.0),
                                     DealDetails(base_rate=1.0), DealDetails(template="bank")])  # fmt: skip
def test_a_deal_that_cannot_be_is_refused(unit: DecisionUnit, salesperson: User, details: DealDetails) -> None:
    with pytest.raises(InvalidValue):
        edit_unit(actor=salesperson, unit_id=unit.pk, version=1, details=details)


def test_arguments_are_changed_and_taken_away(unit: DecisionUnit, salesperson: User) -> None:
    argument = add_argument(actor=salesperson, unit_id=unit.pk, text="Test bake", proof={"Quality": 1})
    edit_argument(actor=salesperson, argument_id=argument, text="Test bake passed", proof={"Quality": 0.5})
    assert unit_of(actor=salesperson, unit_id=unit.pk).arguments[0].proof == {"Quality": 0.5}
    remove_argument(actor=salesperson, argument_id=argument)
    with pytest.raises(InvalidValue):
        add_argument(actor=salesperson, unit_id=unit.pk, text="  ", proof={})


def test_the_log_tells_what_was_changed_but_not_what_is_thought_of_people(
    unit: DecisionUnit, salesperson: User
) -> None:
    member = factories.make_member(unit)
    details = MemberDetails(attitude=-2, objection="Says we are thieves")
    edit_member(actor=salesperson, member_id=member.pk, version=1, details=details)
    row = AuditRow.objects.get(action="edit_unit_member")
    assert row.details["fields"] == ["attitude", "objection"]
    assert "thieves" not in str(row.details)


def test_someone_who_left_is_still_in_the_table_and_marked(unit: DecisionUnit, salesperson: User) -> None:
    member = factories.make_member(unit)
    member.person.posts.update(until=date(2026, 1, 31))
    assert not unit_of(actor=salesperson, unit_id=unit.pk).members[0].here


def test_templates_are_whole() -> None:
    assert len(TEMPLATES) >= 8
    for template in TEMPLATES.values():
        codes = [seat.code for seat in template.seats]
        assert len(set(codes)) == len(codes)
        assert {code for tie in template.listens for code in tie[:2]} <= set(codes)
        assert all(1 <= strength <= 3 for _who, _whom, strength in template.listens)
        assert sum(seat.weight for seat in template.seats) == 100
        bosses = dict(template.reports)
        assert all(one not in _above(one, bosses) for one in bosses)
        assert all(seat.role in UnitMember.Role.values for seat in template.seats)
    assert [seat.code for seat in empty_seats("small_firm", {"owner"})] == ["assistant", "accountant", "worker"]


def _above(one: str, bosses: dict[str, str]) -> list[str]:
    found: list[str] = []
    while (one := bosses.get(one, "")) and one not in found:
        found.append(one)
    return found
