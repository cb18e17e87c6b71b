"""The results of a search as pages show them, and the page of occasions."""

from datetime import date
from typing import Any

import pytest

from tenure.clients.models import Fact
from tenure.clients.search.find_terms import Term, terms_of
from tenure.journeys.find_everything import index_everything
from tenure.kernel import clock
from tenure.privacy.models import User, Workspace
from tenure.web.find_marks import marked
from tests import factories


def shown(text: str, wanted: str) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in marked(text, terms_of(wanted)))


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("Ёлки и Шишки", "шиш елки", "[Ёлки] и [Шиш]ки"),
        ("Țărăncuța", "taranc", "[Țăránc]uța".replace("á", "ă")),
        ("Æther Œuvre", "aether", "[Æther] Œuvre"),
        ("nothing here", "wine", "nothing here"),
        ("a.b", "a.b", "[a.b]"),
    ],
)
def test_words_are_marked_as_they_were_written(text: str, wanted: str, expected: str) -> None:
    assert shown(text, wanted) == expected


def test_a_long_text_is_shown_around_the_word() -> None:
    text = shown("x " * 500 + "needle " + "y " * 500, "needle")
    assert text.startswith("…")
    assert text.endswith("…")
    assert "[needle]" in text
    assert len(text) < 200


def test_near_spellings_are_marked_too() -> None:
    pieces = marked("Вектор Снаб", (Term("вектро", ("вектро", "вектор")),))
    assert [piece.text for piece in pieces if piece.marked] == ["Вектор"]


@pytest.mark.django_db
@pytest.mark.parametrize("script", [False, True], ids=["page", "palette"])
def test_hostile_text_in_results_is_only_text(workspace: Workspace, salesperson: User, script: bool) -> None:
    client = factories.make_client("Luna", owner=salesperson)
    factories.make_note(client, salesperson, "<script>alert(1)</script> needle <img src=x onerror=alert(2)>")
    index_everything()
    headers: Any = {"HTTP_HX_REQUEST": "true"} if script else {}
    content = factories.signed_in(salesperson).get("/find/", {"q": "needle"}, **headers).content.decode()
    assert "<mark>needle</mark>" in content
    assert "<script>alert" not in content
    assert "<img src=x" not in content


@pytest.mark.django_db
@pytest.mark.parametrize("script", [False, True], ids=["page", "palette"])
def test_a_search_that_finds_nothing_says_so(workspace: Workspace, salesperson: User, script: bool) -> None:
    headers: Any = {"HTTP_HX_REQUEST": "true"} if script else {}
    content = factories.signed_in(salesperson).get("/find/", {"q": "zzz <b>"}, **headers).content.decode()
    assert "Nothing by “zzz &lt;b&gt;”." in content


@pytest.mark.django_db
def test_a_misspelt_word_brings_what_comes_near_and_says_that_it_is_not_exact(
    workspace: Workspace, salesperson: User
) -> None:
    factories.make_client("Вектор Снаб", owner=salesperson, search_text="вектор снаб")
    index_everything()
    content = factories.signed_in(salesperson).get("/find/", {"q": "вектро"}).content.decode()
    assert "Nothing holds exactly “вектро”; this comes near." in content
    assert "<mark>Вектор</mark>" in content


@pytest.mark.django_db
def test_a_kind_can_be_looked_through_alone(workspace: Workspace, salesperson: User) -> None:
    client = factories.make_client("Needle works", owner=salesperson, search_text="needle works")
    for number in range(12):
        factories.make_note(client, salesperson, f"needle {number}")
    index_everything()
    browser = factories.signed_in(salesperson)
    assert "kind=note" in browser.get("/find/", {"q": "needle"}).content.decode()
    alone = browser.get("/find/", {"q": "needle", "kind": "note"}).content.decode()
    assert alone.count("<mark>") == 12
    assert "Needle works</mark>" not in alone


@pytest.mark.django_db
def test_occasions_are_shown_by_month_with_their_client(
    workspace: Workspace, salesperson: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")
    client = factories.make_client("<i>Luna</i>", owner=salesperson)
    Fact.objects.create(
        type_code="contract_end", value="2026-06-01", confidence=0.8, known_on=date(2026, 5, 1), client=client,
        recorded_by=salesperson, recorded_at=clock.now(),
    )  # fmt: skip
    browser = factories.signed_in(salesperson)
    for address in ("/occasions/", f"/clients/{client.pk}/", "/occasions/?kind=contract_end&whose=own"):
        content = browser.get(address).content.decode()
        assert "Our contract ends" in content
        assert "<i>Luna" not in content
    assert "Our contract ends</b>" not in browser.get("/occasions/?kind=birthday").content.decode()
