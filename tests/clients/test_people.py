"""People at clients, their posts over time and the ways to reach them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tenure.clients.models import Channel, Person, Post
from tenure.clients.people.channels import add_channel, channel_of, clean_value, edit_channel, link_to, remove_channel
from tenure.clients.people.people import add_person, edit_person, people_of, person_merged_into, visible_people
from tenure.clients.people.posts import (
    PostDetails,
    add_post,
    edit_post,
    end_post,
    post_of,
    posts_of,
    remove_post,
    reporting_circle,
)
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow, User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db


def test_only_a_name_is_asked(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    person = add_person(actor=salesperson, client_id=client.pk, name="  Ион \x00 Чебан ")
    (here,) = people_of(actor=salesperson, client_id=client.pk)
    assert (here.id, here.name, here.title, here.is_here) == (person, "Ион Чебан", "", True)
    row = AuditRow.objects.get()
    assert (row.action, row.subject_kind, row.subject_id) == ("add_person", "person", person)
    assert "Чебан" not in str(row.details)


@pytest.mark.parametrize(("name", "code"), [(" \n", "person_name_missing"), ("x" * 251, "person_name_long")])
def test_a_name_that_is_none_is_refused(salesperson: User, name: str, code: str) -> None:
    client = factories.make_client(owner=salesperson)
    with pytest.raises(InvalidValue) as refused:
        add_person(actor=salesperson, client_id=client.pk, name=name)
    assert refused.value.problem.code == code
    assert not Person.objects.exists()


def test_nothing_of_a_person_is_kept_when_a_contact_is_wrong(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    with pytest.raises(InvalidValue) as refused:
        add_person(actor=salesperson, client_id=client.pk, name="Ana", email="no address")
    assert refused.value.problem.data["field"] == "email"
    assert not Person.objects.exists()


def test_a_person_is_seen_by_whoever_sees_a_client_of_theirs(
    salesperson: User, other_salesperson: User, head_of_sales: User
) -> None:
    mine, theirs = factories.make_client(owner=salesperson), factories.make_client(owner=other_salesperson)
    person = factories.make_person("Ana", theirs)
    assert not visible_people(salesperson).exists()
    with pytest.raises(NotFound):
        people_of(actor=salesperson, client_id=theirs.pk)
    with pytest.raises(NotFound):
        add_person(actor=salesperson, client_id=theirs.pk, name="Mine now")
    factories.make_post(person, mine, until=date(2024, 1, 1))
    assert list(visible_people(salesperson)) == [person]
    assert [post.client_id for post in posts_of(actor=salesperson, person_id=person.pk)] == [mine.pk]
    assert len(posts_of(actor=head_of_sales, person_id=person.pk)) == 2


def test_people_merged_or_erased_are_gone(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    kept, gone, erased = (factories.make_person(name, client) for name in ("Kept", "Gone", "Erased"))
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)
    Person.objects.filter(pk=erased.pk).update(erased_at=clock.now())
    assert [one.name for one in people_of(actor=salesperson, client_id=client.pk)] == ["Kept"]
    assert list(visible_people(salesperson)) == [kept]
    assert person_merged_into(actor=salesperson, person_id=gone.pk) == kept.pk
    with pytest.raises(NotFound):
        edit_person(actor=salesperson, person_id=gone.pk, name="Back", version=1)


def test_contact_persons_come_first_and_those_who_left_last(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    factories.make_person("Ana", client, until=date(2025, 1, 1))
    factories.make_person("Boris", client)
    factories.make_person("Cezar", client, is_contact=True)
    assert [one.name for one in people_of(actor=salesperson, client_id=client.pk)] == ["Cezar", "Boris", "Ana"]


def test_one_who_left_and_came_back_is_one_person(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    person = factories.make_person("Ana", client, title="Buyer", until=date(2024, 1, 1))
    factories.make_post(person, client, title="Director", since=date(2025, 1, 1))
    assert [one.title for one in people_of(actor=salesperson, client_id=client.pk)] == ["Director"]


def test_two_people_editing_one_name_do_not_overwrite_each_other(salesperson: User, head_of_sales: User) -> None:
    person = factories.make_person("Ana", factories.make_client(owner=salesperson))
    assert edit_person(actor=salesperson, person_id=person.pk, name="Ana Rusu", language="RO", version=1) == 2
    with pytest.raises(Conflict):
        edit_person(actor=head_of_sales, person_id=person.pk, name="Anna", version=1)
    stored = Person.objects.get()
    assert (stored.name, stored.normal_name, stored.language) == ("Ana Rusu", "ana rusu", "ro")
    with pytest.raises(InvalidValue):
        edit_person(actor=salesperson, person_id=person.pk, name="Ana", language="xx", version=2)


def test_an_analyst_sees_people_without_their_contacts_and_changes_nothing(analyst: User) -> None:
    client = factories.make_client()
    person = factories.make_person("Ana", client)
    channel = factories.make_channel(person)
    assert [one.channels for one in people_of(actor=analyst, client_id=client.pk)] == [()]
    for attempt in (
        lambda: add_person(actor=analyst, client_id=client.pk, name="X"),
        lambda: edit_person(actor=analyst, person_id=person.pk, name="X", version=1),
        lambda: add_channel(actor=analyst, person_id=person.pk, kind="phone", value="+37369123456"),
        lambda: channel_of(actor=analyst, channel_id=channel.pk),
        lambda: remove_channel(actor=analyst, channel_id=channel.pk),
        lambda: add_post(actor=analyst, person_id=person.pk, client_id=client.pk, details=PostDetails()),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_people_of_a_client_take_three_queries_however_many(
    salesperson: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = factories.make_client(owner=salesperson)
    boss = factories.make_person("Boss", client)
    for number in range(12):
        factories.make_channel(factories.make_person(f"Person {number}", client, reports_to=boss))
    with django_assert_num_queries(3):
        people = people_of(actor=salesperson, client_id=client.pk)
    assert len(people) == 13


def test_a_person_works_at_two_clients_and_leaves_one(salesperson: User) -> None:
    one, two = factories.make_client("One", owner=salesperson), factories.make_client("Two", owner=salesperson)
    person = add_person(actor=salesperson, client_id=one.pk, name="Ana", title="Buyer", since=date(2024, 1, 1))
    second = add_post(actor=salesperson, person_id=person, client_id=two.pk, details=PostDetails(title="Director"))
    with pytest.raises(InvalidValue) as refused:
        add_post(actor=salesperson, person_id=person, client_id=two.pk, details=PostDetails(title="Again"))
    assert refused.value.problem.code == "post_open_already"
    first = Post.objects.exclude(pk=second).get()
    assert end_post(actor=salesperson, post_id=first.pk, until=date(2025, 6, 1)) == person
    with pytest.raises(Conflict):
        end_post(actor=salesperson, post_id=first.pk, until=date(2025, 7, 1))
    posts = posts_of(actor=salesperson, person_id=person)
    assert [(post.client_name, post.details.until) for post in posts] == [("Two", None), ("One", date(2025, 6, 1))]


def test_a_post_cannot_end_before_it_begins(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    post = factories.make_post(factories.make_person(), client, since=date(2025, 5, 1))
    with pytest.raises(InvalidValue):
        end_post(actor=salesperson, post_id=post.pk, until=date(2025, 4, 1))


def test_a_post_somebody_else_changed_is_not_overwritten(salesperson: User, head_of_sales: User) -> None:
    person = factories.make_person(client=factories.make_client(owner=salesperson), title="Buyer")
    _, seen = post_of(actor=salesperson, post_id=Post.objects.get().pk)
    edit_post(actor=head_of_sales, post_id=seen.id, details=PostDetails(title="Head of buying"), stamp=seen.stamp)
    with pytest.raises(Conflict):
        edit_post(actor=salesperson, post_id=seen.id, details=PostDetails(title="Director"), stamp=seen.stamp)
    assert [post.details.title for post in posts_of(actor=salesperson, person_id=person.pk)] == ["Head of buying"]


def test_the_last_post_stays_so_that_the_person_can_be_found(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    person = factories.make_person(client=client)
    only = Post.objects.get()
    with pytest.raises(InvalidValue):
        remove_post(actor=salesperson, post_id=only.pk)
    factories.make_post(person, client, until=date(2024, 1, 1))
    assert remove_post(actor=salesperson, post_id=only.pk) == person.pk


def test_a_circle_of_bosses_is_refused_with_its_names(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    ana = factories.make_person("Ana", client)
    boris = factories.make_person("Boris", client, reports_to=ana)
    cezar = factories.make_person("Cezar", client, reports_to=boris)
    post = post_of(actor=salesperson, post_id=Post.objects.get(person=ana).pk)[1]
    with pytest.raises(InvalidValue) as refused:
        edit_post(actor=salesperson, post_id=post.id, details=PostDetails(reports_to=cezar.pk), stamp=post.stamp)
    assert refused.value.problem.data["line"] == "Ana → Cezar → Boris → Ana"
    with pytest.raises(InvalidValue):
        edit_post(actor=salesperson, post_id=post.id, details=PostDetails(reports_to=ana.pk), stamp=post.stamp)


def test_one_reports_to_somebody_at_the_same_client(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    elsewhere = factories.make_person("Elsewhere", factories.make_client(owner=salesperson))
    with pytest.raises(InvalidValue) as refused:
        add_person(actor=salesperson, client_id=client.pk, name="Ana", reports_to=elsewhere.pk)
    assert refused.value.problem.code == "reports_to_elsewhere"


@given(
    st.dictionaries(st.integers(0, 6), st.one_of(st.none(), st.integers(0, 6))), st.integers(0, 6), st.integers(0, 6)
)
def test_a_line_is_refused_exactly_when_it_closes_a_circle(bosses: dict[int, int | None], who: int, boss: int) -> None:
    """Also over lines that hold a circle already: looking for one ends."""
    reached: set[int] = set()
    step: int | None = boss
    while step is not None and step not in reached:
        reached.add(step)
        step = bosses.get(step)
    assert bool(reporting_circle(bosses, who, boss)) == (who in reached)


@pytest.mark.parametrize(
    ("kind", "value", "normal", "href"),
    [
        ("phone", "069 123 456", "+37369123456", "tel:+37369123456"),
        ("phone", "+373 (69) 123-456", "+37369123456", "tel:+37369123456"),
        ("phone", "ext. 214", "214", "tel:214"),
        ("whatsapp", "069123456", "+37369123456", "https://wa.me/37369123456"),
        ("viber", "+37369123456", "+37369123456", "viber://chat?number=%2B37369123456"),
        ("email", " Ana@Example.COM ", "ana@example.com", "mailto:ana@example.com"),
        ("telegram", "@Ana_Rusu", "ana_rusu", "https://t.me/ana_rusu"),
        ("telegram", "https://t.me/Ana_Rusu", "ana_rusu", "https://t.me/ana_rusu"),
        ("telegram", "+373 69 123 456", "+37369123456", "https://t.me/+37369123456"),
        ("linkedin", "ana-rusu-7", "www.linkedin.com/in/ana-rusu-7", "https://www.linkedin.com/in/ana-rusu-7"),
        ("site", "Example.com/", "example.com", "https://example.com"),
        ("social", "https://ok.ru/ana?x=1", "ok.ru/ana?x=1", "https://ok.ru/ana?x=1"),
        ("address", "Str. Ștefan cel Mare 1", "str. stefan cel mare 1", ""),
        ("other", "<b>through Ion</b>", "<b>through ion</b>", ""),
    ],
)
def test_a_contact_has_one_form_to_compare_and_one_to_open(
    workspace: Workspace, kind: str, value: str, normal: str, href: str
) -> None:
    shown, compared = clean_value(kind, value)
    assert shown == " ".join(value.split())
    assert (compared, link_to(kind, compared)) == (normal, href)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", "12"), ("phone", "call me"), ("whatsapp", "214"), ("email", "ana"), ("email", "a b@c.d"),
        ("telegram", "@an"), ("telegram", "x y z"), ("site", "javascript:alert(1)"), ("site", "data:text/html,x"),
        ("site", "https://a b.com"), ("site", "no-dot"), ("social", "https://"), ("site", "//[x"),
        ("site", "https://user:pass@example.com"), ("address", "  "), ("other", "x" * 251), ("fax", "1234567"),
    ],
)  # fmt: skip
def test_a_contact_that_cannot_work_is_refused(salesperson: User, kind: str, value: str) -> None:
    person = factories.make_person(client=factories.make_client(owner=salesperson))
    with pytest.raises(InvalidValue):
        add_channel(actor=salesperson, person_id=person.pk, kind=kind, value=value)
    assert not Channel.objects.exists()


@given(st.sampled_from(Channel.Kind.values), st.text(max_size=300))
def test_no_text_makes_a_contact_fall_over_or_a_link_that_runs(kind: str, value: str) -> None:
    try:
        shown, normal = clean_value(kind, value, "Moldova")
    except InvalidValue:
        return
    assert len(shown) <= 250
    assert len(normal) <= 250
    assert link_to(kind, normal).partition(":")[0] in {"", "tel", "mailto", "https", "viber"}


def test_one_contact_is_preferred_and_none_is_written_twice(workspace: Workspace, salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    person = add_person(actor=salesperson, client_id=client.pk, name="Ana", phone="069 123 456")
    add_channel(actor=salesperson, person_id=person, kind="email", value="ana@example.com", preferred=True)
    second = add_channel(actor=salesperson, person_id=person, kind="telegram", value="@ana_rusu", preferred=True)
    with pytest.raises(InvalidValue) as refused:
        add_channel(actor=salesperson, person_id=person, kind="phone", value="+37369123456")
    assert refused.value.problem.code == "channel_known"
    (here,) = people_of(actor=salesperson, client_id=client.pk)
    assert [(one.kind, one.preferred) for one in here.channels] == [
        ("telegram", True), ("phone", False), ("email", False),
    ]  # fmt: skip
    edit_channel(actor=salesperson, channel_id=second, kind="telegram", value="@ana_new")
    assert channel_of(actor=salesperson, channel_id=second)[1].href == "https://t.me/ana_new"
    assert remove_channel(actor=salesperson, channel_id=second) == person
    said = str([row.details for row in AuditRow.objects.all()])
    assert "69" not in said
    assert "ana" not in said


def test_a_colleagues_contacts_do_not_exist(salesperson: User, other_salesperson: User) -> None:
    person = factories.make_person(client=factories.make_client(owner=other_salesperson))
    channel = factories.make_channel(person)
    post = Post.objects.get()
    mine = factories.make_client(owner=salesperson)
    for attempt in (
        lambda: channel_of(actor=salesperson, channel_id=channel.pk),
        lambda: edit_channel(actor=salesperson, channel_id=channel.pk, kind="phone", value="+37369123456"),
        lambda: remove_channel(actor=salesperson, channel_id=channel.pk),
        lambda: add_channel(actor=salesperson, person_id=person.pk, kind="phone", value="+37369123456"),
        lambda: post_of(actor=salesperson, post_id=post.pk),
        lambda: end_post(actor=salesperson, post_id=post.pk, until=date(2026, 1, 1)),
        lambda: add_post(actor=salesperson, person_id=person.pk, client_id=mine.pk, details=PostDetails()),
    ):
        with pytest.raises(NotFound):
            attempt()
