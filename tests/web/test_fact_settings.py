"""The fact catalogue in Settings: where a type applies, segments, the least worth knowing, companies in the form."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.models import Client, Company, Fact, MinimalProfile
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db
HTMX: Any = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def client(salesperson: User) -> Client:
    return factories.make_client("Moldpak SRL", owner=salesperson)


def test_where_a_type_applies_is_ticked_saved_and_shown_again(
    head_of_sales: User, visit: Callable[..., Browser]
) -> None:
    browser = visit(head_of_sales)
    address = reverse("fact_type", query={"code": "reputation"})
    form = {"minutes": "15", "half_life_days": "730", "lift_class": "background"}
    answer = browser.post(address, form | {"segments": ["key"], "industries": ["food", "retail"]})
    assert answer.status_code == 303
    assert fact_kinds()["reputation"].applies == {"segments": ("key",), "industries": ("food", "retail")}
    page = browser.get(address).content.decode()
    assert re.findall(r'value="(\w+)" checked', page) == ["key", "food", "retail"]
    assert "for some clients" in browser.get(reverse("fact_catalogue")).content.decode()
    wrong = browser.post(address, form | {"industries": ["<b>x</b>"]})
    assert wrong.status_code == 422
    assert "&lt;b&gt;x" in wrong.content.decode()


def test_segments_are_named_in_settings_and_ticked_on_the_card(
    head_of_sales: User, salesperson: User, client: Client, visit: Callable[..., Browser]
) -> None:
    address = reverse("fact_type", query={"code": "segment"})
    form = {"minutes": "2", "half_life_days": "730", "lift_class": "none", "choices": "key clients\r\nПекарни <b>"}
    assert visit(head_of_sales).post(address, form).status_code == 303
    assert [code for code, _label in fact_kinds()["segment"].choices] == ["key", "Пекарни <b>"]
    browser = visit(salesperson)
    add = reverse("add_client_fact", kwargs={"client_id": client.pk})
    assert "Пекарни &lt;b&gt;" in browser.get(f"{add}?kind=segment").content.decode()
    browser.post(add, {"kind": "segment", "value": ["Пекарни <b>", "key"], "confidence": "80", "how": "told"}, **HTMX)
    assert Fact.objects.get().value == ["key", "Пекарни <b>"]


def test_the_least_worth_knowing_is_changed_and_comes_back_as_it_was(
    head_of_sales: User, visit: Callable[..., Browser]
) -> None:
    browser = visit(head_of_sales)
    one = reverse("minimal_profiles", query={"of": "value_class:A"})
    assert 'value="purchase_volume" checked' in browser.get(one).content.decode()
    assert browser.post(one, {"code": ["activity", "employees"], "only": "on"}).status_code == 303
    assert MinimalProfile.objects.get().codes == ["activity", "employees"]
    page = browser.get(reverse("minimal_profiles")).content.decode()
    assert "Field of activity, Number of employees" in page
    assert browser.post(one, {"code": ["activity"], "as_it_comes": "on"}).status_code == 303
    assert not MinimalProfile.objects.exists()
    assert browser.get(reverse("minimal_profiles", query={"of": "value_class:Z"})).status_code == 404


def test_what_is_missing_of_the_least_stands_on_the_card(
    salesperson: User, client: Client, visit: Callable[..., Browser]
) -> None:
    factories.make_fact(client, salesperson, "small_contractor", type_code="client_kind")
    factories.make_fact(client, salesperson, "yes", type_code="wants_to_lead")
    page = visit(salesperson).get(reverse("client", kwargs={"client_id": client.pk})).content.decode()
    assert "Of the least worth knowing of such a client 1 of 2 is known." in page
    assert "Nothing beyond it is worth asking." in page


def test_suppliers_are_typed_each_in_a_field_and_lead_to_their_pages(
    salesperson: User, client: Client, visit: Callable[..., Browser]
) -> None:
    lactis = factories.make_company("Lactis SRL", normal_name="lactis")
    browser = visit(salesperson)
    add = reverse("add_client_fact", kwargs={"client_id": client.pk})
    empty = browser.get(f"{add}?kind=main_suppliers").content.decode()
    assert empty.count('name="value"') == 2
    form = {"kind": "main_suppliers", "value": ["lactis", "", "Smith, Jones & Co"], "confidence": "80", "how": "told"}
    line = browser.post(add, form, **HTMX).content.decode()
    assert f'href="/companies/{lactis.pk}/"' in line
    assert "Smith, Jones &amp; Co" in line  # a comma in a name of its own field parts nothing
    fact = Fact.objects.get()
    again = browser.get(reverse("fact", kwargs={"fact_id": fact.pk}), **HTMX).content.decode()
    assert 'value="Lactis SRL"' in again
    assert again.count('name="value"') == 4
    page = browser.get(reverse("company_page", kwargs={"company_id": lactis.pk})).content.decode()
    assert "Moldpak SRL" in page


def test_of_two_companies_of_one_name_the_one_shown_stays(
    salesperson: User, client: Client, visit: Callable[..., Browser]
) -> None:
    factories.make_company("Lactis")
    second = factories.make_company("Lactis")
    fact = factories.make_fact(client, salesperson, [{"id": second.pk}], type_code="main_suppliers")
    form = {"kind": "main_suppliers", "value": ["Lactis", "Alba"], "seen": fact.pk, "confidence": "80", "how": "told"}
    visit(salesperson).post(reverse("fact", kwargs={"fact_id": fact.pk}), form, **HTMX)
    assert Fact.objects.get(superseded_at=None).value[0] == {"id": second.pk}


def test_typed_names_come_back_when_one_of_them_is_refused(
    salesperson: User, client: Client, visit: Callable[..., Browser]
) -> None:
    add = reverse("add_client_fact", kwargs={"client_id": client.pk})
    form = {"kind": "main_suppliers", "value": ["Lactis", "<i>" + "x" * 300], "confidence": "80", "how": "told"}
    answer = visit(salesperson).post(add, form, **HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Lactis"' in page
    assert "&lt;i&gt;xxx" in page
    assert not Company.objects.exists()


def test_names_are_completed_while_typing(salesperson: User, visit: Callable[..., Browser]) -> None:
    factories.make_company('Lactis "<script>" SRL')
    page = visit(salesperson).get(reverse("company_names"), {"value": "lact"}).content.decode()
    assert "<option" in page
    assert "<script>" not in page
    assert not visit(salesperson).get(reverse("company_names"), {"value": "\x00"}).content.strip()
