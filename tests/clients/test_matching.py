"""Whose line is it: by id, then tax id and e-mail, then name; what contradicts itself is put before a person."""

from pathlib import Path

import pytest

from tenure.clients.models import Alias, Client, DoubtfulPair
from tenure.orders.models import Order
from tenure.privacy.models import Workspace
from tests import factories
from tests.orders.csv_files import WITH_PHONES, import_file, row, write_csv

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def company(workspace: Workspace) -> Workspace:
    return workspace


def bring(tmp_path: Path, *rows: str) -> None:
    import_file(write_csv(tmp_path / "file.csv", rows), tmp_path / "work")


def owner_of_order(number: str) -> Client:
    return Order.objects.select_related("client").get(number=number).client


def pairs() -> list[tuple[str, str, str]]:
    rows = DoubtfulPair.objects.select_related("first", "second").order_by("id")
    return [(p.first.name, p.second.name, p.reason) for p in rows]


def line(number: str, **cells: str) -> str:
    return row("2025-03-01", "10", order_number=number, **cells)


def test_the_id_decides_even_when_the_name_says_otherwise(tmp_path: Path) -> None:
    known = factories.make_client("Alfa SRL", normal_name="alfa", external_id="7")
    bring(tmp_path, line("1", client_id="7", client_name="Renamed SA"))
    assert owner_of_order("1") == known
    assert Client.objects.get().name == "Alfa SRL"


def test_without_an_id_the_tax_id_decides_before_e_mail_and_name(tmp_path: Path) -> None:
    by_tax = factories.make_client("Beta", normal_name="beta", tax_id="MD 100-200")
    factories.make_client("Alfa", normal_name="alfa", email="a@x.md")
    bring(tmp_path, line("1", tax_id="md100200", client_name="Anything"))
    assert owner_of_order("1") == by_tax


def test_e_mail_in_any_case_finds_the_client(tmp_path: Path) -> None:
    known = factories.make_client("Alfa", normal_name="alfa", email="office@alfa.md")
    bring(tmp_path, line("1", email="Office@ALFA.md"))
    assert owner_of_order("1") == known


@pytest.mark.parametrize("written", ["ООО «Ёлка»", "ЕЛКА", "Елка, ООО", "ёлка"])
def test_names_are_compared_without_case_accents_and_legal_form(tmp_path: Path, written: str) -> None:
    known = factories.make_client("Ёлка ООО", normal_name="елка")
    bring(tmp_path, line("1", client_name=f'"{written}"'))
    assert owner_of_order("1") == known


def test_a_known_client_without_an_id_takes_the_one_of_the_file(tmp_path: Path) -> None:
    known = factories.make_client("Alfa", normal_name="alfa")
    bring(tmp_path, line("1", client_id="A1", client_name="ALFA SRL"))
    known.refresh_from_db()
    assert (owner_of_order("1"), known.external_id) == (known, "A1")


def test_the_same_name_under_another_id_is_another_client_and_a_doubtful_pair(tmp_path: Path) -> None:
    factories.make_client("Alfa", normal_name="alfa", external_id="1")
    bring(tmp_path, line("1", client_id="2", client_name="Alfa SRL"))
    assert Client.objects.count() == 2
    assert pairs() == [("Alfa", "Alfa SRL", "same_name")]


def bring_with_phones(tmp_path: Path, *lines: dict[str, str]) -> None:
    rows = [row("2025-03-01", "10", heading=WITH_PHONES, **cells) for cells in lines]
    import_file(write_csv(tmp_path / "file.csv", rows, heading=WITH_PHONES), tmp_path / "work")


def told(number: str, name: str, phone: str, country: str = "") -> dict[str, str]:
    return {"client_id": number, "order_number": number, "client_name": name, "phone": phone, "country": country}


def test_one_phone_number_however_written_makes_a_doubtful_pair_never_one_client(tmp_path: Path) -> None:
    bring_with_phones(tmp_path, told("1", "Alfa SRL", "069 123-456", "Moldova"))
    bring_with_phones(tmp_path, told("2", "Beta SRL", "+373 (0) 69 123456"))
    assert owner_of_order("1") != owner_of_order("2")
    assert pairs() == [("Alfa SRL", "Beta SRL", "same_phone")]
    assert [client.phone for client in Client.objects.order_by("id")] == ["069 123-456", "+373 (0) 69 123456"]


def test_a_phone_alone_identifies_nobody(tmp_path: Path) -> None:
    """One switchboard serves many."""
    factories.make_client("Alfa", normal_name="alfa", phone="069123456")
    bring_with_phones(tmp_path, {"order_number": "1", "client_name": "Omega", "phone": "069123456"})
    assert owner_of_order("1").name == "Omega"


def test_a_number_without_a_country_code_is_read_in_the_country_of_its_own_line(tmp_path: Path) -> None:
    bring_with_phones(
        tmp_path,
        told("1", "Alfa SRL", "0721 234 567", "România"),
        told("2", "Beta SRL", "0721234567", "Belgia"),
        told("3", "Gama SRL", "0040721234567", "Бельгия"),
    )
    assert pairs() == [("Alfa SRL", "Gama SRL", "same_phone")]


def test_the_id_of_one_with_the_e_mail_of_another_is_a_doubtful_pair(tmp_path: Path) -> None:
    one = factories.make_client("Alfa", normal_name="alfa", external_id="1")
    factories.make_client("Beta", normal_name="beta", external_id="2", email="b@x.md")
    bring(tmp_path, line("1", client_id="1", client_name="Alfa", email="b@x.md"))
    assert owner_of_order("1") == one
    assert pairs() == [("Alfa", "Beta", "same_email")]
    one.refresh_from_db()
    assert one.email == ""


def test_a_name_two_clients_share_is_not_decided_by_the_machine(tmp_path: Path) -> None:
    factories.make_client("Alfa", normal_name="alfa", external_id="1")
    factories.make_client("Alfa", normal_name="alfa", external_id="2")
    bring(tmp_path, line("1", client_name="Alfa"))
    assert Client.objects.count() == 3
    assert len(pairs()) == 2


def test_different_tax_ids_keep_equal_names_apart(tmp_path: Path) -> None:
    factories.make_client("Alfa", normal_name="alfa", tax_id="111")
    bring(tmp_path, line("1", tax_id="222", client_name="Alfa"))
    assert Client.objects.count() == 2
    assert [reason for _one, _other, reason in pairs()] == ["same_name"]


def test_lines_of_one_client_with_and_without_the_id_come_together(tmp_path: Path) -> None:
    bring(tmp_path, line("1", client_id="7", client_name="Alfa SRL"), line("2", client_name="alfa"))
    assert Client.objects.count() == 1
    assert owner_of_order("1") == owner_of_order("2")


def test_a_name_one_slip_away_is_proposed_never_merged(tmp_path: Path) -> None:
    factories.make_client("Молдавская бумага", normal_name="молдавская бумага", external_id="1")
    bring(tmp_path, line("1", client_id="2", client_name="Молдавкая бумага ООО"))
    assert Client.objects.count() == 2
    assert [reason for _one, _other, reason in pairs()] == ["near_name"]
    assert DoubtfulPair.objects.get().similarity >= 0.92


@pytest.mark.parametrize("written", ["Print Alfa", "AlfaPrint"])
def test_the_same_words_in_another_order_or_run_together_are_proposed(tmp_path: Path, written: str) -> None:
    factories.make_client("Alfa Print", normal_name="alfa print", external_id="1")
    bring(tmp_path, line("1", client_id="2", client_name=written))
    assert [reason for _one, _other, reason in pairs()] == ["same_words"]


@pytest.mark.parametrize(
    ("one", "other"), [("Magazin 101", "Magazin 102"), ("Alfa", "Alfo"), ("Nord Trade", "Sud Trade")]
)
def test_names_that_differ_in_a_number_or_much_are_not_proposed(tmp_path: Path, one: str, other: str) -> None:
    factories.make_client(one, normal_name=one.lower(), external_id="1")
    bring(tmp_path, line("1", client_id="2", client_name=other))
    assert pairs() == []


def test_a_pair_once_called_different_is_not_asked_again(tmp_path: Path) -> None:
    first = factories.make_client("Alfa", normal_name="alfa", external_id="1")
    bring(tmp_path, line("1", client_id="2", client_name="Alfa"))
    DoubtfulPair.objects.update(state=DoubtfulPair.State.DIFFERENT)
    bring(tmp_path, line("2", client_id="2", client_name="Alfa"), line("3", client_id="1", client_name="Alfa"))
    assert DoubtfulPair.objects.count() == 1
    assert Order.objects.filter(client=first).count() == 1


def test_the_words_of_a_merged_client_lead_to_the_one_that_stayed(tmp_path: Path) -> None:
    kept = factories.make_client("Alfa", normal_name="alfa", external_id="1")
    factories.make_client("Alpha", normal_name="alpha", external_id="2", merged_into=kept)
    Alias.objects.create(client=kept, kind="normal_name", value="alpha")
    Alias.objects.create(client=kept, kind="email", value="alpha@x.md")
    bring(tmp_path, line("1", client_id="2"), line("2", client_name="ALPHA"), line("3", email="Alpha@x.md"))
    assert {owner_of_order(number) for number in "123"} == {kept}


def test_ids_too_long_for_the_column_stay_different(tmp_path: Path) -> None:
    bring(tmp_path, line("1", client_id="x" * 300 + "1"), line("2", client_id="x" * 300 + "2"))
    assert Client.objects.count() == 2
    bring(tmp_path, line("3", client_id="x" * 300 + "1"))
    assert Client.objects.count() == 2


def test_a_name_many_share_says_nothing_about_any_two(tmp_path: Path) -> None:
    bring(tmp_path, *(line(str(n), client_id=f"c{n}", client_name="Maria Popa") for n in range(30)))
    assert (Client.objects.count(), DoubtfulPair.objects.count()) == (30, 0)
