"""Names compared without what people write differently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.clients.matching.names import fold, normal_name, normal_names, search_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ООО «Ромашка»", "Ромашка, О.О.О."),
        ("S.C. Alfa Print S.R.L.", "Alfa-Print SRL"),
        ("ИП Иванов И. И.", "Иванов И.И., ИП"),
        ("ООО «Ёлка»", "ЕЛКА"),
        ("ÎCS „Țara de Jos” SRL", "Ţara de Jos"),
        ("O'Neil & Sons Ltd.", "ONeil Sons Limited"),
        ("Müller GmbH & Co. KG", "MULLER"),
        ("Общество с ограниченной ответственностью «Луч»", "Луч ООО"),
        ("Société Générale S.A.", "societe generale"),
    ],
)
def test_case_accents_quotes_and_legal_forms_do_not_make_names_differ(one: str, other: str) -> None:
    assert normal_name(one) == normal_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Alfa", "Alfa Print"), ("Йота", "Иота"), ("SRL", "SA"), ("+++", "---"), ("Ion Popa", "Ion Popă 2")],
)
def test_names_of_different_clients_stay_different(one: str, other: str) -> None:
    assert normal_name(one) != normal_name(other)


def test_a_name_made_of_a_legal_form_alone_keeps_it() -> None:
    assert normal_name("ООО") == "ооо"


def test_search_text_holds_every_part_folded() -> None:
    assert search_text("Ștefan Țurcanu", None, "", "A-17", "S@X.md") == "stefan turcanu a-17 s@x.md"


@given(st.text(max_size=400))
def test_any_text_gives_a_stable_normal_name_that_fits_the_column(text: str) -> None:
    name = normal_name(text)
    assert len(name) <= 250
    assert normal_names([text]) == [name]
    assert fold(fold(text)) == fold(text)
