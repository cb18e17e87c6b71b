"""The pages of decision units: seen on the card, changed in place or plainly, nothing typed lost, nothing executed."""

import json
from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tenure.agenda.models import Task
from tenure.clients.models import Client, DecisionUnit, Tie, UnitMember
from tenure.privacy.models import User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(salesperson: User, workspace: Workspace) -> Client:
    return factories.make_client("Brutăria Spicul", owner=salesperson)


@pytest.fixture
def deal(client: Client) -> DecisionUnit:
    return factories.make_unit(client, title="Second line", value_minor=6_000_000, base_rate=0.3)


@pytest.fixture
def browser(salesperson: User, visit: Callable[..., Browser]) -> Browser:
    return visit(salesperson)


def four(deal: DecisionUnit) -> dict[str, UnitMember]:
    """The people of the worked example, with the attitudes nearest to it."""
    rows = {"Виктор": (50, 0, 0.5), "Ana": (30, -1, 0.3), "Ирина": (20, 1, 0.6), "Ion": (0, 2, 0.2)}
    people = {
        name: factories.make_member(deal, name, weight=weight, attitude=attitude, susceptibility=follows, title="Post")
        for name, (weight, attitude, follows) in rows.items()
    }
    factories.make_tie(people["Виктор"], people["Ana"], strength=3)
    factories.make_tie(people["Ana"], people["Ion"], kind="conflict")
    return people


def page(browser: Browser, deal: DecisionUnit, **query: str) -> str:
    answer = browser.get(reverse("unit", kwargs={"unit_id": deal.pk}), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_card_shows_the_map_the_table_and_whom_to_begin_with(
    browser: Browser, client: Client, deal: DecisionUnit
) -> None:
    four(deal)
    content = browser.get(reverse("client", kwargs={"client_id": client.pk})).content.decode()
    assert 'class="map"' in content
    assert "Begin with" in content
    assert "plausible readings" in content


def test_a_card_without_people_asks_who_decides(browser: Browser, client: Client) -> None:
    content = browser.get(reverse("client", kwargs={"client_id": client.pk})).content.decode()
    assert "Write down who decides" in content


def test_a_first_table_is_made_from_a_template(browser: Browser, client: Client) -> None:
    answer = browser.post(
        reverse("units", kwargs={"client_id": client.pk}), {"template": "small_firm", "value": "1 250,50"}
    )
    unit = DecisionUnit.objects.get()
    assert answer["Location"] == reverse("unit", kwargs={"unit_id": unit.pk})
    assert (unit.value_minor, unit.template) == (125_050, "small_firm")
    assert "Right hand of the owner" in page(browser, unit)


def test_what_cannot_be_a_value_stays_in_the_field(browser: Browser, client: Client) -> None:
    answer = browser.post(reverse("units", kwargs={"client_id": client.pk}), {"title": "Deal", "value": "a lot"})
    assert answer.status_code == 422
    assert "“a lot” is not a number" in answer.content.decode()
    assert 'value="a lot"' in answer.content.decode()


def test_a_new_person_on_a_seat_is_added_with_what_such_people_usually_are(
    browser: Browser, deal: DecisionUnit
) -> None:
    deal.template = "manufacturing"
    deal.save()
    address = reverse("add_unit_member", kwargs={"unit_id": deal.pk})
    assert "Finance director" in browser.get(address, {"seat": "finance"}).content.decode()
    sent = {"person": "new", "name": "Ana Munteanu", "title": "CFO", "seat": "finance", "role": "economic_buyer",
            "weight": "25", "attitude": "-1", "criterion": ["Price", ""], "criterion_weight": ["3", "2"],
            "x": "10", "y": "20.5"}  # fmt: skip
    assert browser.post(address, sent).status_code == 303
    member = UnitMember.objects.get()
    assert (member.person.name, member.seat, member.weight, member.attitude) == ("Ana Munteanu", "finance", 25, -1)
    assert (member.x, member.y, member.criteria.get().name) == (10, 20.5, "Price")
    assert member.person.posts.get().client_id == deal.client_id


def test_nobody_is_added_without_a_name(browser: Browser, deal: DecisionUnit) -> None:
    answer = browser.post(
        reverse("add_unit_member", kwargs={"unit_id": deal.pk}), {"person": "new", "interest": "Peace"}
    )
    assert answer.status_code == 422
    assert "Peace" in answer.content.decode()


def test_one_cell_of_the_table_is_changed_and_the_numbers_follow(browser: Browser, deal: DecisionUnit) -> None:
    people = four(deal)
    people["Ana"].interest = "Calm"
    people["Ana"].save()
    address = reverse("unit_member", kwargs={"member_id": people["Ana"].pk})
    answer = browser.post(address, {"version": "1", "attitude": "2"}, headers=HTMX)
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#unit-body")
    assert 'hx-swap-oob="true"' in answer.content.decode()
    people["Ana"].refresh_from_db()
    assert (people["Ana"].attitude, people["Ana"].weight, people["Ana"].interest) == (2, 30, "Calm")


def test_of_two_people_editing_one_row_the_second_keeps_the_words_and_sees_the_others(
    browser: Browser, deal: DecisionUnit
) -> None:
    member = four(deal)["Ana"]
    address = reverse("unit_member", kwargs={"member_id": member.pk})
    browser.post(address, {"version": "1", "interest": "Said by the first"})
    answer = browser.post(address, {"version": "1", "interest": "Said by the second"})
    content = answer.content.decode()
    assert answer.status_code == 422
    assert "Said by the first" in content
    assert "Said by the second" in content
    assert 'name="version" value="2"' in content


def test_a_next_step_with_a_day_becomes_a_task(browser: Browser, deal: DecisionUnit, salesperson: User) -> None:
    member = four(deal)["Ana"]
    sent = {"version": "1", "next_step": "Show the trial", "step_on": "2999-01-01", "effort_minutes": "40"}
    browser.post(reverse("unit_member", kwargs={"member_id": member.pk}), sent)
    task = Task.objects.get()
    assert (task.title, task.minutes, task.owner, task.client) == ("Ana: Show the trial", 40, salesperson, deal.client)


def test_a_day_in_the_past_saves_neither_the_step_nor_the_task(browser: Browser, deal: DecisionUnit) -> None:
    member = four(deal)["Ana"]
    sent = {"version": "1", "next_step": "Show the trial", "step_on": "2001-01-01"}
    answer = browser.post(reverse("unit_member", kwargs={"member_id": member.pk}), sent)
    member.refresh_from_db()
    assert (answer.status_code, member.next_step, Task.objects.count()) == (422, "", 0)
    assert "Show the trial" in answer.content.decode()


def test_a_tie_is_drawn_changed_and_removed(browser: Browser, deal: DecisionUnit) -> None:
    people = four(deal)
    address = reverse("set_tie", kwargs={"unit_id": deal.pk})
    sent = {"kind": "listens", "who": str(people["Ana"].pk), "whom": str(people["Ирина"].pk), "strength": "2"}
    browser.post(address, sent)
    browser.post(address, sent | {"strength": "-3"}, headers=HTMX)
    tie = Tie.objects.get(who=people["Ana"], kind="listens")
    assert tie.strength == -3
    assert "does the opposite" in page(browser, deal)
    browser.post(reverse("remove_tie", kwargs={"tie_id": tie.pk}))
    assert not Tie.objects.filter(pk=tie.pk).exists()


def test_a_circle_of_bosses_is_refused_with_the_line(browser: Browser, deal: DecisionUnit) -> None:
    people = four(deal)
    factories.make_tie(people["Ana"], people["Виктор"], kind="reports")
    sent = {"kind": "reports", "who": str(people["Виктор"].pk), "whom": str(people["Ana"].pk)}
    answer = browser.post(reverse("set_tie", kwargs={"unit_id": deal.pk}), sent)
    assert answer.status_code == 400
    assert "Виктор → Ana → Виктор" in answer.content.decode()


def test_people_are_dragged_and_the_layout_kept_or_forgotten(browser: Browser, deal: DecisionUnit) -> None:
    people = four(deal)
    address = reverse("place_unit_members", kwargs={"unit_id": deal.pk})
    browser.post(address, {"places": json.dumps({people["Ana"].pk: [300.5, 40]})}, headers=HTMX)
    people["Ana"].refresh_from_db()
    assert (people["Ana"].x, people["Ana"].y) == (300.5, 40)
    browser.post(address, {"layout": "free"})
    assert UnitMember.objects.filter(x__isnull=False).count() == 4
    browser.post(address, {"layout": "rows"})
    assert not UnitMember.objects.filter(x__isnull=False).exists()


@pytest.mark.parametrize("places", ["no", "[1]", '{"a": [1, 2]}', '{"1": [NaN, 1]}', '{"1": "x"}', "[" * 5000])
def test_places_that_are_none_are_refused(browser: Browser, deal: DecisionUnit, places: str) -> None:
    answer = browser.post(reverse("place_unit_members", kwargs={"unit_id": deal.pk}), {"places": places})
    assert answer.status_code in {400, 404}


def test_arguments_say_what_they_prove(browser: Browser, deal: DecisionUnit) -> None:
    four(deal)["Виктор"].criteria.create(name="Even quality", weight=3)
    address = reverse("add_argument", kwargs={"unit_id": deal.pk})
    assert "Even quality" in browser.get(address).content.decode()
    browser.post(address, {"text": "Test bake", "proof-0": "0.9"})
    assert "Test bake" in page(browser, deal)
    argument = deal.arguments.get()
    assert argument.proof == {"Even quality": 0.9}
    browser.post(reverse("argument", kwargs={"argument_id": argument.pk}), {"text": "Test bake passed", "proof-0": "0"})
    argument.refresh_from_db()
    assert (argument.text, argument.proof) == ("Test bake passed", {})
    browser.post(reverse("remove_argument", kwargs={"argument_id": argument.pk}))
    assert not deal.arguments.exists()


def test_a_deal_is_renamed_won_and_opened_again(browser: Browser, deal: DecisionUnit) -> None:
    keys = {"unit_id": deal.pk}
    browser.post(reverse("edit_unit", kwargs=keys), {"version": "1", "title": "Third line", "base_rate": "40 %"})
    browser.post(reverse("close_unit", kwargs=keys), {"version": "2", "closed_on": "2020-02-03", "state": "won"})
    deal.refresh_from_db()
    assert (deal.title, deal.base_rate, deal.state) == ("Third line", 0.4, "won")
    assert "won on" in page(browser, deal)
    browser.post(reverse("reopen_unit", kwargs=keys), {"version": "3"})
    deal.refresh_from_db()
    assert (deal.state, deal.closed_on) == ("open", None)


def test_names_and_words_are_shown_and_never_executed(browser: Browser, deal: DecisionUnit) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    member = factories.make_member(deal, evil, weight=1, objection=evil, next_step=evil, attitude=0, title=evil)
    member.criteria.create(name=evil, weight=1)
    deal.arguments.create(text=evil, proof={evil: 1})
    for address in (
        reverse("unit", kwargs={"unit_id": deal.pk}),
        reverse("unit_map", kwargs={"unit_id": deal.pk}),
        reverse("client", kwargs={"client_id": deal.client_id}),
        reverse("unit_member", kwargs={"member_id": member.pk}),
    ):
        content = browser.get(address).content.decode()
        assert "<script>alert" not in content
        assert "<img src=x" not in content


def test_the_map_can_be_taken_away_as_a_file_that_stands_alone(browser: Browser, deal: DecisionUnit) -> None:
    four(deal)
    answer = browser.get(reverse("unit_map", kwargs={"unit_id": deal.pk}))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.decode().startswith('<svg class="map"')
    assert "xmlns" in answer.content.decode()


def test_people_who_only_repeat_each_other_are_told_on_page_and_card(browser: Browser, deal: DecisionUnit) -> None:
    people = [factories.make_member(deal, name, weight=50, susceptibility=1) for name in ("Ana", "Ion")]
    factories.make_tie(people[0], people[1])
    factories.make_tie(people[1], people[0])
    for address in (
        reverse("unit", kwargs={"unit_id": deal.pk}),
        reverse("client", kwargs={"client_id": deal.client_id}),
    ):
        content = browser.get(address).content.decode()
        assert "Ana, Ion only repeat each other" in content


def test_a_page_of_thirty_people_takes_as_many_queries_as_one_of_four(
    browser: Browser, deal: DecisionUnit, django_assert_num_queries: Callable
) -> None:
    boss = four(deal)["Виктор"]
    page(browser, deal)
    with django_assert_num_queries(17) as few:
        page(browser, deal)
    for at in range(26):
        factories.make_tie(factories.make_member(deal, weight=at), boss)
    with django_assert_num_queries(len(few)):
        page(browser, deal, by="hour", layout="free")


@pytest.mark.parametrize("layout", ["kept", "rows", "free"])
def test_no_two_of_thirty_people_stand_on_each_other(browser: Browser, deal: DecisionUnit, layout: str) -> None:
    crowd = [factories.make_member(deal, f"Person {at}", weight=at % 5) for at in range(30)]
    for at, one in enumerate(crowd[1:], 1):
        factories.make_tie(one, crowd[(at - 1) // 3], kind="reports")
    content = page(browser, deal, layout=layout)
    data = json.loads(content.split('data-map="')[1].split('"')[0].replace("&#34;", '"').replace("&#39;", "'"))
    people = data["people"]
    for at, one in enumerate(people):
        for other in people[at + 1 :]:
            apart = ((one["x"] - other["x"]) ** 2 + (one["y"] - other["y"]) ** 2) ** 0.5
            assert apart > one["r"] + other["r"] + 8, (one["words"], other["words"])
    assert all(0 <= one["x"] <= data["width"] and 0 <= one["y"] <= data["height"] for one in people)
