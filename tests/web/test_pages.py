"""What every page has in common: headers, errors, rights, hostile input."""

import re
from typing import Any

import pytest
from django.test import override_settings

from tenure.privacy.models import User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db
OF_ADMINISTRATORS = ["/settings/company/", "/settings/users/", "/settings/users/new/", "/settings/audit/"]


@pytest.fixture
def settings_page(administrator: User, workspace: Workspace) -> Any:
    return factories.signed_in(administrator).get("/settings/")


def test_a_page_allows_only_its_own_scripts_and_styles(settings_page: Any) -> None:
    policy = settings_page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cache-Control", "private, no-cache"),
    ],
)
def test_a_page_carries(settings_page: Any, header: str, value: str) -> None:
    assert settings_page.headers[header] == value


def test_each_place_has_a_key_of_its_own(administrator: User, workspace: Workspace) -> None:
    page = factories.signed_in(administrator).get("/settings/").content.decode()
    keys = {
        address: key for address, key in re.findall(r'<a class="item" href="([^"]+)"[^>]* data-go="(\w)"', page) if key
    }
    assert len(keys) > 8
    assert len(set(keys.values())) == len(keys)


def test_the_session_cookie_is_closed_to_scripts(administrator: User, workspace: Workspace) -> None:
    browser = factories.signed_in()
    browser.post("/sign-in/", {"email": administrator.email, "password": factories.PASSWORD})
    cookie = browser.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("address", OF_ADMINISTRATORS)
@pytest.mark.parametrize("role", ["salesperson", "head_of_sales", "analyst"])
def test_the_house_keeping_is_for_administrators(address: str, role: str, workspace: Workspace) -> None:
    assert factories.signed_in(factories.make_user(role=role)).get(address).status_code == 403


@pytest.mark.parametrize("address", OF_ADMINISTRATORS)
def test_an_administrator_opens(address: str, administrator: User, workspace: Workspace) -> None:
    assert factories.signed_in(administrator).get(address).status_code == 200


def test_posting_a_role_to_ones_own_settings_changes_nothing_but_them(salesperson: User, workspace: Workspace) -> None:
    browser = factories.signed_in(salesperson)
    sent = {
        "name": "Elena",
        "language": "en",
        "theme": "",
        "day_minutes": "240",
        "role": "administrator",
        "is_staff": "1",
    }
    browser.post("/settings/own/", sent | {"is_superuser": "on", "is_active": ""})
    salesperson.refresh_from_db()
    assert (salesperson.role, salesperson.is_active, salesperson.name) == ("salesperson", True, "Elena")


def test_an_unknown_account_is_a_404(administrator: User, workspace: Workspace) -> None:
    assert factories.signed_in(administrator).get("/settings/users/999999999/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "before=abc", "before=-1", "before=9999999999999999999999", "actor=x", "actor=99999999999999999999",
        "first=2026-13-45", "last=0000-00-00", "first=9999-12-31", "action=%00", "kind=%27%20OR%201=1", "id=1e9",
        "id=%D9%A3",
    ],
)  # fmt: skip
def test_the_log_survives_any_filter(query: str, administrator: User, workspace: Workspace) -> None:
    assert factories.signed_in(administrator).get(f"/settings/audit/?{query}").status_code == 200


@pytest.mark.parametrize("minutes", ["", "abc", "-5", "1e3", "١٢٠", "999999999999", "\x00"])
def test_minutes_that_are_no_number_are_refused_with_the_form_intact(
    minutes: Any, salesperson: User, workspace: Workspace
) -> None:
    answer = factories.signed_in(salesperson).post(
        "/settings/own/", {"name": "Elena C.", "language": "en", "theme": "", "day_minutes": minutes}
    )
    assert answer.status_code == 400
    assert 'value="Elena C."' in answer.content.decode()


HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "Robert'); DROP TABLE--",
    "\u202eabc",
    "𝕏𝕐",
    "x" * 121,
    "%(name)s %s",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_as_text_or_refused(name: str, administrator: User, workspace: Workspace) -> None:
    browser = factories.signed_in(administrator)
    account = {"email": "new@example.com", "role": "analyst", "language": "en", "password": "struguri verzi 48"}
    answer = browser.post("/settings/users/new/", account | {"name": name})
    assert answer.status_code in {303, 400}
    page = browser.get("/settings/users/").content.decode()
    assert "<script>alert" not in page
    assert ">49<" not in page


def test_a_post_without_the_safety_mark_is_refused_in_plain_words(administrator: User, workspace: Workspace) -> None:
    browser = factories.signed_in(administrator, enforce_csrf_checks=True)
    answer = browser.post("/settings/own/", {"name": "Elsewhere"})
    assert answer.status_code == 403
    assert "nothing was saved" in answer.content.decode()
    assert User.objects.get(pk=administrator.pk).name == administrator.name


def test_all_forms_of_a_page_carry_one_mark_which_the_next_page_masks_anew(
    administrator: User, workspace: Workspace
) -> None:
    browser = factories.signed_in(administrator, enforce_csrf_checks=True)
    one, other = (
        re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', browser.get("/settings/").content.decode())
        for _time in range(2)
    )
    assert len(one) > 1
    assert len({*one, *other}) == 2
    answer = browser.post("/sign-out/", {"csrfmiddlewaretoken": one[0]})
    assert answer.status_code in {200, 302, 303}


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Nothing here"), ("ru", "Здесь ничего нет"), ("ro", "Aici nu este nimic")]
)
def test_a_missing_page_speaks_the_language_of_the_person(language: str, word: str, workspace: Workspace) -> None:
    answer = factories.signed_in(factories.make_user(language=language)).get("/never-was/")
    assert answer.status_code == 404
    assert word in answer.content.decode()


def test_an_error_for_htmx_is_a_note_and_not_a_page(salesperson: User, workspace: Workspace) -> None:
    answer = factories.signed_in(salesperson).get("/settings/users/", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert "<html" not in answer.content.decode()
    assert 'class="note bad problem"' in answer.content.decode()


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=5)
def test_too_many_fields_are_413(salesperson: User, workspace: Workspace) -> None:
    browser = factories.signed_in(salesperson)
    assert browser.post("/settings/own/", {f"f{n}": "x" for n in range(9)}).status_code == 413


def test_an_unknown_host_is_refused(workspace: Workspace, administrator: User) -> None:
    for name in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "a b", "", "testserver@evil.example"):
        answer = factories.signed_in().get("/sign-in/", headers={"host": name})
        assert answer.status_code == 400, name
        assert "evil.example" not in answer.content.decode()
        assert "<h1" in answer.content.decode()


def test_our_own_fault_is_a_page_too(salesperson: User, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: Any) -> None:
        raise ValueError("secret detail")

    monkeypatch.setattr("tenure.web.settings.own._stored", broken)
    browser = factories.signed_in(salesperson, raise_request_exception=False)
    answer = browser.get("/settings/")
    assert answer.status_code == 500
    assert "secret detail" not in answer.content.decode()
    assert "server’s log" in answer.content.decode()


def test_health_needs_no_sign_in_and_tells_nothing_else(workspace: Workspace, administrator: User) -> None:
    assert factories.signed_in().get("/health/").json() == {"status": "ok"}


@pytest.mark.parametrize("role", ["salesperson", "administrator"])
def test_the_rail_shows_only_what_the_person_may_open(role: str, workspace: Workspace) -> None:
    page = factories.signed_in(factories.make_user(role=role)).get("/settings/").content.decode()
    assert ("/settings/audit/" in page) == (role == "administrator")
    assert ("/import/" in page) == (role == "administrator")


def test_a_page_costs_few_queries(
    administrator: User, workspace: Workspace, django_assert_max_num_queries: Any
) -> None:
    browser = factories.signed_in(administrator)
    with django_assert_max_num_queries(6):  # one of them for the calendar's address, which the page tells about
        browser.get("/settings/")


def test_a_page_answers_a_question_about_its_headers(administrator: User, workspace: Workspace) -> None:
    """What monitors and link checkers ask: HEAD, of reading pages, of pages with a form, and of the sign-in."""
    browser = factories.signed_in(administrator)
    asked = ["/", "/clients/", "/clients/new/", "/ventures/", "/ventures/new/", "/today/new/", "/settings/", "/health/"]
    answers = {address: browser.head(address) for address in asked}
    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(asked, 200)
    assert not any(answer.content for answer in answers.values())
    assert factories.signed_in().head("/clients/").headers["Location"] == "/sign-in/?next=%2Fclients%2F"
