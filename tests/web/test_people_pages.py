"""People and companies in the browser: plain forms, dialogs, what is refused, what is never shown."""

from collections.abc import Callable
from datetime import date

import django.test
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tenure.clients.models import Channel, Company, CompanyTie, Person, Post
from tenure.conversations.models import Interaction, Participant
from tenure.kernel import clock
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db
Visit = Callable[..., django.test.Client]
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">'


def test_a_person_is_added_by_a_plain_form_and_stands_on_the_card(salesperson: User, visit: Visit) -> None:
    client = factories.make_client(owner=salesperson)
    browser = visit(salesperson)
    form = {
        "name": "Ирина Власова",
        "title": "buyer",
        "phone": "069 123 456",
        "is_contact": "on",
        "since": "2024-03-01",
    }
    answer = browser.post(reverse("new_person", args=[client.pk]), form)
    assert (answer.status_code, answer["Location"]) == (303, reverse("client", args=[client.pk]))
    page = browser.get(reverse("client", args=[client.pk])).content.decode()
    assert "Ирина Власова" in page
    assert 'lang="ru"' in page
    assert 'href="tel:+37369123456"' in page
    assert Post.objects.get().since == date(2024, 3, 1)


def test_what_was_typed_stays_when_a_person_is_refused(salesperson: User, visit: Visit) -> None:
    client = factories.make_client(owner=salesperson)
    form = {"name": "", "title": "Head of buying", "duties": "Signs alone", "email": "nothing"}
    answer = visit(salesperson).post(reverse("new_person", args=[client.pk]), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Head of buying" in page
    assert "Signs alone" in page
    assert not Person.objects.exists()
    for wrong in ({"since": "soon"}, {"reports_to": "999999"}, {"language": "xx"}, {"email": "nothing"}):
        answer = visit(salesperson).post(reverse("new_person", args=[client.pk]), {"name": "Ana"} | wrong)
        assert answer.status_code == 422, wrong


def test_somebody_who_may_be_known_is_offered_before_a_second_record_is_made(salesperson: User, visit: Visit) -> None:
    one, two = factories.make_client("One", owner=salesperson), factories.make_client("Two", owner=salesperson)
    person = factories.make_person("Ana Rusu", one)
    factories.make_channel(person, "+37369123456")
    browser, address = visit(salesperson), reverse("new_person", args=[two.pk])
    answer = browser.post(address, {"name": "A. Rusu", "phone": "069123456"})
    assert answer.status_code == 422
    assert "the same phone" in answer.content.decode()
    assert browser.post(address, {"name": "A. Rusu", "title": "Owner", "same": str(person.pk)}).status_code == 303
    assert Person.objects.count() == 1
    assert Post.objects.get(client=two).title == "Owner"
    assert browser.post(address, {"name": "Ana Rusu", "although_similar": "yes"}).status_code == 303
    assert Person.objects.count() == 2


def test_a_colleagues_person_is_not_offered(salesperson: User, other_salesperson: User, visit: Visit) -> None:
    hidden = factories.make_person("Ana Rusu", factories.make_client("Secret SRL", owner=other_salesperson))
    factories.make_channel(hidden, "+37369123456")
    client = factories.make_client(owner=salesperson)
    answer = visit(salesperson).post(
        reverse("new_person", args=[client.pk]), {"name": "Ana Rusu", "phone": "069123456"}
    )
    assert answer.status_code == 303
    page = visit(salesperson).post(
        reverse("new_person", args=[client.pk]), {"name": "B", "same": str(hidden.pk)}
    )  # fmt: skip
    assert page.status_code == 404


def test_two_people_editing_one_name_both_keep_their_words(
    salesperson: User, head_of_sales: User, visit: Visit
) -> None:
    person = factories.make_person("Ana", factories.make_client(owner=salesperson))
    address = reverse("edit_person", args=[person.pk])
    assert visit(head_of_sales).post(address, {"name": "Ana Rusu", "version": "1"}).status_code == 303
    answer = visit(salesperson).post(address, {"name": "Anna", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Anna" in page
    assert "Ana Rusu" in page
    assert visit(salesperson).post(address, {"name": "Anna", "version": "2"}).status_code == 303


def test_a_circle_of_bosses_is_refused_in_words(salesperson: User, visit: Visit) -> None:
    client = factories.make_client(owner=salesperson)
    boss = factories.make_person("Виктор", client)
    below = factories.make_person("Ana", client, reports_to=boss)
    browser, post = visit(salesperson), Post.objects.get(person=boss)
    stamp = browser.get(reverse("edit_post", args=[post.pk])).content.decode().partition('name="stamp" value="')[2][:16]
    answer = browser.post(reverse("edit_post", args=[post.pk]), {"reports_to": str(below.pk), "stamp": stamp})
    assert answer.status_code == 422
    assert "Виктор → Ana → Виктор" in answer.content.decode()
    stale = browser.post(reverse("edit_post", args=[post.pk]), {"title": "Mine", "stamp": "old"})
    assert stale.status_code == 422
    assert "Mine" in stale.content.decode()


def test_posts_and_contacts_are_kept_on_the_persons_page(salesperson: User, visit: Visit) -> None:
    one, two = factories.make_client("One", owner=salesperson), factories.make_client("Two Mills", owner=salesperson)
    person = factories.make_person("Ana", one)
    browser, page = visit(salesperson), reverse("person", args=[person.pk])
    browser.post(reverse("new_post", args=[person.pk]), {"client": "two mills", "title": "Owner"})
    browser.post(
        reverse("new_channel", args=[person.pk]), {"kind": "telegram", "value": "@ana_rusu", "preferred": "on"}
    )
    content = browser.get(page).content.decode()
    assert "Two Mills" in content
    assert "https://t.me/ana_rusu" in content
    browser.post(reverse("left_post", args=[Post.objects.get(client=one).pk]))
    assert Post.objects.get(client=one).until == clock.today()
    channel = Channel.objects.get()
    refused = browser.post(reverse("edit_channel", args=[channel.pk]), {"kind": "site", "value": "javascript:alert(1)"})
    assert refused.status_code == 422
    assert "javascript:alert(1)" in refused.content.decode()
    browser.post(reverse("remove_channel", args=[channel.pk]))
    browser.post(reverse("remove_post", args=[Post.objects.get(client=one).pk]))
    assert not Channel.objects.exists()
    assert Post.objects.get().client == two
    unknown = browser.post(reverse("new_post", args=[person.pk]), {"client": "nowhere"})
    assert unknown.status_code == 422


def test_the_address_of_a_merged_person_leads_to_the_one_who_stayed(salesperson: User, visit: Visit) -> None:
    kept = factories.make_person("Kept", factories.make_client(owner=salesperson))
    gone = factories.make_person("Gone", merged_into=kept)
    answer = visit(salesperson).get(reverse("person", args=[gone.pk]))
    assert answer["Location"] == reverse("person", args=[kept.pk])
    company = factories.make_company()
    merged = factories.make_company(merged_into=company)
    answer = visit(salesperson).get(reverse("company_page", args=[merged.pk]))
    assert answer["Location"] == reverse("company_page", args=[company.pk])


def test_hostile_text_is_shown_and_never_run(salesperson: User, visit: Visit) -> None:
    client = factories.make_client(owner=salesperson)
    browser = visit(salesperson)
    form = {"name": HOSTILE, "title": HOSTILE, "department": HOSTILE, "duties": HOSTILE, "although_similar": "yes"}
    assert browser.post(reverse("new_person", args=[client.pk]), form).status_code == 303
    tie = {"name": HOSTILE, "kind": "supplier", "what": HOSTILE}
    assert browser.post(reverse("new_company_tie", args=[client.pk]), tie).status_code == 303
    person, company = Person.objects.get(), Company.objects.get()
    factories.make_channel(person, HOSTILE, "other")
    talk = Interaction.objects.create(
        client=client, author=salesperson, kind="call", at=clock.now(), text=HOSTILE, created_at=clock.now()
    )
    Participant.objects.create(interaction=talk, person=person)
    for name, number in (
        ("client", client.pk), ("client_people", client.pk), ("client_companies", client.pk), ("person", person.pk),
        ("company_page", company.pk), ("edit_person", person.pk), ("edit_company", company.pk),
    ):  # fmt: skip
        page = browser.get(reverse(name, args=[number])).content.decode()
        assert "<script>alert" not in page, name
        assert "<img src=x" not in page, name
        assert "&lt;script&gt;" in page, name
    assert "&lt;script&gt;" in browser.get(reverse("companies")).content.decode()


def test_a_role_without_personal_contacts_sees_none_anywhere(analyst: User, visit: Visit) -> None:
    client = factories.make_client()
    person = factories.make_person("Ana", client)
    factories.make_channel(person, "+37369123456")
    browser = visit(analyst)
    for name, number in (("client", client.pk), ("client_people", client.pk), ("person", person.pk)):
        page = browser.get(reverse(name, args=[number])).content.decode()
        assert "Ana" in page
        assert "69123456" not in page
    assert "not shown to your role" in browser.get(reverse("person", args=[person.pk])).content.decode()


def test_a_company_is_tied_changed_linked_and_untied_by_plain_forms(salesperson: User, visit: Visit) -> None:
    client, mill = factories.make_client(owner=salesperson), factories.make_client("Moara Nord", owner=salesperson)
    browser = visit(salesperson)
    browser.post(
        reverse("new_company_tie", args=[client.pk]), {"name": "Moara Nord", "kind": "supplier", "what": "flour"}
    )
    company, tie = Company.objects.get(), CompanyTie.objects.get()
    page = browser.get(reverse("company_page", args=[company.pk])).content.decode()
    assert "Who buys from them" in page
    assert client.name in page
    stamp = browser.get(reverse("edit_company", args=[company.pk])).content.decode()
    stamp = stamp.partition('name="stamp" value="')[2][:16]
    form = {"name": "Moara Nord SA", "note": "Two lines, one idle", "client": "moara nord", "stamp": stamp}
    assert browser.post(reverse("edit_company", args=[company.pk]), form).status_code == 303
    company.refresh_from_db()
    assert (company.name, company.client_id) == ("Moara Nord SA", mill.pk)
    stale = browser.post(reverse("edit_company", args=[company.pk]), form)
    assert stale.status_code == 422
    assert "Two lines, one idle" in stale.content.decode()
    old = browser.post(reverse("change_company_tie", args=[tie.pk]), {"kind": "partner", "what": "mine", "stamp": "x"})
    assert old.status_code == 422
    assert "mine" in old.content.decode()
    again = browser.post(reverse("new_company_tie", args=[client.pk]), {"name": "moara nord", "kind": "supplier"})
    assert again.status_code == 422
    browser.post(reverse("remove_company_tie", args=[tie.pk]))
    assert not CompanyTie.objects.exists()
    known = browser.post(reverse("new_company"), {"name": "MOARA NORD"})
    assert known["Location"] == reverse("company_page", args=[company.pk])


def test_forms_come_as_parts_for_the_dialog(salesperson: User, visit: Visit) -> None:
    client = factories.make_client(owner=salesperson)
    browser, htmx = visit(salesperson), {"HX-Request": "true"}
    part = browser.get(reverse("new_person", args=[client.pk]), headers=htmx).content.decode()
    assert "<html" not in part
    done = browser.post(reverse("new_person", args=[client.pk]), {"name": "Ana"}, headers=htmx)
    assert (done.status_code, done["HX-Redirect"]) == (204, reverse("client", args=[client.pk]))
    block = browser.get(reverse("client_people", args=[client.pk]), headers=htmx).content.decode()
    assert block.lstrip().startswith('<div id="people-block"')


def test_two_merged_in_the_list_are_taken_apart_again(head_of_sales: User, visit: Visit) -> None:
    client = factories.make_client()
    one, two = factories.make_person("Ana Rusu", client), factories.make_person("Rusu Ana", client)
    browser = visit(head_of_sales)
    assert "the same name" in browser.get(reverse("people_twins")).content.decode()
    done = browser.post(reverse("merge_people_twins"), {"keep": str(one.pk), "gone": str(two.pk)})
    page = browser.get(done["Location"]).content.decode()
    assert "Rusu Ana" in page
    browser.post(reverse("undo_people_twins"), {"what": "merged", "one": str(one.pk), "other": str(two.pk)})
    assert not Person.objects.exclude(merged_into=None).exists()
    told = browser.post(reverse("different_people"), {"one": str(one.pk), "other": str(two.pk)})
    assert "No similar people" in browser.get(told["Location"]).content.decode()
    browser.post(reverse("undo_people_twins"), {"what": "different", "one": str(one.pk), "other": str(two.pk)})
    assert "the same name" in browser.get(reverse("people_twins")).content.decode()
    assert browser.post(reverse("merge_people_twins"), {"keep": "x"}).status_code == 400
    assert browser.post(reverse("undo_company_twins"), {"what": "merged"}).status_code == 404


def test_the_pages_take_the_same_queries_however_much_there_is(salesperson: User, visit: Visit) -> None:
    browser, counts = visit(salesperson), []
    for many in (2, 20):
        person, company = factories.make_person(), factories.make_company()
        for _ in range(many):
            client = factories.make_client(owner=salesperson)
            factories.make_post(person, client)
            factories.make_person(client=client, reports_to=person)
            factories.make_channel(person, f"+3736900{client.pk:04}")
            factories.make_member(factories.make_unit(client), person)
            factories.make_company_tie(client, company)
            for about in ({"client": client}, {"company": company}):
                talk = Interaction.objects.create(
                    author=salesperson, kind="call", at=clock.now(), created_at=clock.now(), **about
                )
                if "client" in about:
                    Participant.objects.create(interaction=talk, person=person)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("person", args=[person.pk])).status_code == 200
            assert browser.get(reverse("company_page", args=[company.pk])).status_code == 200
            assert browser.get(reverse("companies")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 45
