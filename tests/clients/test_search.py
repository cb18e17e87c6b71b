"""Finding clients: any case, any alphabet, only what the searcher may see."""

from typing import Any

import pytest
from django.db import connection

from tenure.clients.clients import Details, client_facts, create_client, edit_client
from tenure.clients.matching.names import normal_name, search_text
from tenure.clients.search.search import find_clients, index_pending, matching, trigrams
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def client(name: str, **fields: Any) -> Any:
    text = search_text(name, fields.get("external_id"), fields.get("tax_id"))
    return factories.make_client(name, normal_name=normal_name(name), search_text=text, **fields)


def found(actor: User, text: str) -> list[str]:
    return [one.name for one in find_clients(actor=actor, text=text)]


@pytest.mark.parametrize("indexed", [True, False], ids=["indexed", "waiting"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Брутария «Спикул»", "СПИКУЛ"),
        ("Ёлки и Шишки", "елки"),
        ("Ștefan & Fiii SRL", "stefan"),
        ("Brutăria Țărănească", "ŢĂRĂN"),
        ("Müller Bäckerei GmbH", "muller back"),
        ("ООО «Южный Буг»", "жный бу"),
        ("100% Fresh_Fruit", "100% f"),
        ('Say "when"', 'y "wh'),
        ("O'Hara's * Café", "hara's * c"),
    ],
)
def test_a_name_is_found_in_any_case_and_alphabet(head_of_sales: User, name: str, text: str, indexed: bool) -> None:
    client(name)
    client("Something else entirely")
    if indexed:
        index_pending()
    assert found(head_of_sales, text) == [name]


def test_two_letters_find_names_that_begin_with_them(head_of_sales: User) -> None:
    client("Luna SRL")
    client("Absolut")
    assert found(head_of_sales, "lu") == ["Luna SRL"]


def test_numbers_and_tax_ids_are_found(head_of_sales: User) -> None:
    client("Luna", external_id="K-00731", tax_id="1003600012345")
    assert found(head_of_sales, "k-00731") == found(head_of_sales, "600012") == ["Luna"]


def test_a_salesperson_finds_only_their_own(salesperson: User, other_salesperson: User) -> None:
    client("Spicul de Aur", owner=salesperson)
    client("Spicul de Argint", owner=other_salesperson)
    client("Spicul liber")
    for text in ("spicul", "sp"):
        assert found(salesperson, text) == ["Spicul de Aur"]


def test_an_email_finds_a_client_only_for_those_who_may_see_it(head_of_sales: User, analyst: User) -> None:
    client("Luna", email="office@luna.example")
    assert found(head_of_sales, "office@lu") == ["Luna"]
    assert found(analyst, "office@lu") == []


def test_a_client_merged_away_is_not_found(head_of_sales: User) -> None:
    kept = client("Luna Trade")
    client("Luna Trade SRL", merged_into=kept)
    index_pending()
    assert found(head_of_sales, "luna trade") == ["Luna Trade"]


def test_a_renamed_and_a_deleted_client_leave_the_index(head_of_sales: User) -> None:
    one, two = client("Northern Lights"), client("Northern Bakery")
    index_pending()
    facts = client_facts(actor=head_of_sales, client_id=one.pk)
    edit_client(actor=head_of_sales, client_id=one.pk, details=Details("Southern Sun"), stamp=facts.stamp)
    two.delete()
    assert found(head_of_sales, "northern") == []
    assert found(head_of_sales, "southern") == ["Southern Sun"]
    index_pending()
    assert found(head_of_sales, "southern") == ["Southern Sun"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO client_search (client_search, rank) VALUES ('integrity-check', 1)")


def test_more_matches_than_looked_through_are_said(head_of_sales: User) -> None:
    for number in range(5):
        client(f"Same Name {number}")
    cut = matching(actor=head_of_sales, text="same name", limit=3)
    assert len(cut.ids) == 3
    assert not cut.complete
    assert matching(actor=head_of_sales, text="same name", limit=5).complete


def test_names_that_begin_so_come_first(head_of_sales: User) -> None:
    for name in ("The Big Luna", "Balunation", "Luna Trade House", "Luna"):
        client(name)
    assert found(head_of_sales, "luna") == ["Luna", "Luna Trade House", "The Big Luna", "Balunation"]


@pytest.mark.parametrize("text", ["", "   ", "\x00", '"', "*", "%", "_", "a\x00b", "'; DROP TABLE clients_client; --"])
def test_odd_texts_find_nothing_and_harm_nothing(head_of_sales: User, text: str) -> None:
    client("Luna")
    assert found(head_of_sales, text) == []
    assert found(head_of_sales, "luna") == ["Luna"]


def test_a_client_added_by_hand_is_found_at_once(head_of_sales: User) -> None:
    create_client(actor=head_of_sales, details=Details("Ёжик в тумане"))
    assert found(head_of_sales, "ЕЖИК") == ["Ёжик в тумане"]


def test_trigrams_are_distinct_and_in_order() -> None:
    assert trigrams("ababab") == ["aba", "bab"]
