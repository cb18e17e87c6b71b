"""Coming in: first start, sign-in, lock-out, ended sessions."""

import re
from typing import Any

import pytest
from axes.utils import reset

from tenure.privacy.models import User, Workspace
from tenure.privacy.users import set_password
from tests import factories

pytestmark = pytest.mark.django_db
START = {
    "company": "Codru Trade SRL", "currency": "MDL", "language": "ro", "time_zone": "Europe/Chisinau",
    "name": "Ana Rusu", "email": "Ana@Example.com", "password": "struguri verzi 48",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_earlier_tries(db: None) -> None:
    reset()


def sign_in(browser: Any, email: str, password: str = factories.PASSWORD, **more: Any) -> Any:
    return browser.post("/sign-in/", {"email": email, "password": password, **more})


def test_with_no_account_every_page_leads_to_the_first_start() -> None:
    assert factories.signed_in().get("/base/").headers["Location"] == "/first-start/"


def test_the_first_start_signs_its_administrator_in() -> None:
    browser = factories.signed_in()
    assert browser.post("/first-start/", START).status_code == 303
    assert browser.get("/settings/").status_code == 200
    assert User.objects.get().email == "ana@example.com"


def test_after_the_first_start_the_page_is_closed(administrator: User, workspace: Workspace) -> None:
    browser = factories.signed_in()
    assert browser.get("/first-start/").headers["Location"] == "/sign-in/"
    assert browser.post("/first-start/", START).status_code == 302
    assert User.objects.count() == 1


def test_a_refused_first_start_keeps_what_was_typed_except_the_password() -> None:
    answer = factories.signed_in().post("/first-start/", START | {"password": "short", "company": "Ștefan & Fiii"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Ștefan &amp; Fiii" in page
    assert "Ana@Example.com" in page
    assert 'value="short"' not in page


@pytest.mark.parametrize(
    "address", ["/settings/", "/settings/users/", "/settings/audit/", "/find/", "/never-was/", "/sign-out/"]
)
def test_a_stranger_is_led_to_the_sign_in_from_everywhere(
    address: str, administrator: User, workspace: Workspace
) -> None:
    answer = factories.signed_in().get(address)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in/")


def test_signing_in_leads_to_the_page_asked_for(administrator: User, workspace: Workspace) -> None:
    answer = sign_in(factories.signed_in(), administrator.email.upper(), next="/settings/users/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/settings/users/")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil", ""])
def test_signing_in_never_leads_away(target: str, administrator: User, workspace: Workspace) -> None:
    assert sign_in(factories.signed_in(), administrator.email, next=target).headers["Location"] == "/"


def test_a_wrong_password_says_what_to_check_and_keeps_the_email(administrator: User, workspace: Workspace) -> None:
    answer = sign_in(factories.signed_in(), administrator.email, "wrong")
    assert answer.status_code == 400
    assert administrator.email in answer.content.decode()
    assert "15 minutes" in answer.content.decode()


def test_five_wrong_passwords_rest_the_sign_in_even_for_the_right_one(
    administrator: User, workspace: Workspace
) -> None:
    browser = factories.signed_in()
    answers = [sign_in(browser, administrator.email, "wrong").status_code for _ in range(5)]
    assert answers == [400, 400, 400, 400, 429]
    assert sign_in(browser, administrator.email).status_code == 429


def test_a_sign_in_that_rests_says_what_the_only_administrator_can_do_and_a_new_password_opens_it(
    administrator: User, workspace: Workspace
) -> None:
    browser = factories.signed_in()
    for _ in range(4):
        sign_in(browser, administrator.email, "wrong")
    said = sign_in(browser, administrator.email, "wrong").content.decode()
    assert "rests for 15 minutes" in said
    assert "tenure user password E-MAIL" in said
    set_password(actor=None, user_id=administrator.pk, password="quite another road")
    assert sign_in(browser, administrator.email, "quite another road").status_code == 303


def test_a_resting_sign_in_does_not_rest_another_persons(
    administrator: User, salesperson: User, workspace: Workspace
) -> None:
    browser = factories.signed_in()
    for _ in range(5):
        sign_in(browser, administrator.email, "wrong")
    assert sign_in(browser, salesperson.email).status_code == 303


def test_a_switched_off_account_cannot_sign_in_and_its_session_ends(salesperson: User, workspace: Workspace) -> None:
    browser = factories.signed_in(salesperson)
    User.objects.filter(pk=salesperson.pk).update(is_active=False)
    assert browser.get("/settings/").status_code == 302
    assert sign_in(factories.signed_in(), salesperson.email).status_code == 400


def test_a_new_password_by_the_administrator_ends_the_open_sessions(
    administrator: User, salesperson: User, workspace: Workspace
) -> None:
    theirs = factories.signed_in(salesperson)
    assert theirs.get("/settings/").status_code == 200
    ours = factories.signed_in(administrator)
    ours.post(f"/settings/users/{salesperson.pk}/password/", {"password": "struguri verzi 48"})
    assert theirs.get("/settings/").status_code == 302


def test_changing_ones_own_password_keeps_this_session_and_ends_the_others(
    salesperson: User, workspace: Workspace
) -> None:
    here, elsewhere = factories.signed_in(salesperson), factories.signed_in(salesperson)
    new = "struguri verzi 48"
    answer = here.post("/settings/password/", {"current": factories.PASSWORD, "password": new, "repeat": new})
    assert answer.status_code == 303
    assert (here.get("/settings/").status_code, elsewhere.get("/settings/").status_code) == (200, 302)


def test_a_session_known_before_the_sign_in_is_of_no_use_after_it(salesperson: User, workspace: Workspace) -> None:
    browser, thief = factories.signed_in(), factories.signed_in()
    session = browser.session
    session["planted"] = True
    session.save()
    assert session.session_key
    browser.cookies["sessionid"] = thief.cookies["sessionid"] = session.session_key
    assert sign_in(browser, salesperson.email).status_code in (302, 303)
    assert browser.cookies["sessionid"].value != session.session_key
    assert browser.get("/settings/").status_code == 200
    assert thief.get("/settings/").status_code == 302


def test_signing_in_as_somebody_else_leaves_nothing_of_the_session_before(
    salesperson: User, administrator: User, workspace: Workspace
) -> None:
    browser = factories.signed_in()
    sign_in(browser, salesperson.email)
    first = browser.cookies["sessionid"].value
    browser.post("/sign-out/")
    sign_in(browser, administrator.email)
    late = factories.signed_in()
    late.cookies["sessionid"] = first
    assert late.get("/settings/").status_code == 302


def test_signing_out_needs_a_post(salesperson: User, workspace: Workspace) -> None:
    browser = factories.signed_in(salesperson)
    assert browser.get("/sign-out/").status_code == 405
    assert browser.post("/sign-out/").status_code == 303
    assert browser.get("/settings/").status_code == 302


def test_a_form_sent_after_the_session_ended_can_be_sent_again(salesperson: User, workspace: Workspace) -> None:
    browser = factories.signed_in()
    asked = browser.post("/settings/own/", {"name": "Elena <b>&", "day_minutes": "90", "password": "secret"})
    assert asked.status_code == 401
    kept = dict(
        zip(
            *(re.findall(f'name="kept_{part}" value="([^"]*)"', asked.content.decode()) for part in ("name", "value")),
            strict=False,
        )
    )
    assert kept == {"name": "Elena &lt;b&gt;&amp;", "day_minutes": "90"}
    again = sign_in(
        browser, salesperson.email, kept_name=["name", "day_minutes"], kept_value=["Elena <b>&", "90"],
        kept_action="/settings/own/",
    )  # fmt: skip
    assert again.status_code == 200
    assert 'action="/settings/own/"' in again.content.decode()
    assert 'name="day_minutes" value="90"' in again.content.decode()


@pytest.mark.parametrize(
    "action", ["//evil.example/x", "/\\evil.example/x", "///evil.example", "https://evil.example/"]
)
def test_kept_text_is_never_sent_to_another_site(salesperson: User, workspace: Workspace, action: str) -> None:
    answer = sign_in(factories.signed_in(), salesperson.email, kept_name=["a"], kept_value=["b"], kept_action=action)
    assert answer.status_code == 303


def test_htmx_without_a_session_learns_where_to_sign_in(salesperson: User, workspace: Workspace) -> None:
    answer = factories.signed_in().post("/settings/own/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["X-Sign-In"].split("?")[0]) == (401, "/sign-in/")


def test_htmx_signs_in_over_the_page_and_gets_a_new_safety_mark(salesperson: User, workspace: Workspace) -> None:
    answer = factories.signed_in().post(
        "/sign-in/",
        {"email": salesperson.email, "password": factories.PASSWORD},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 204
    assert "signed-in" in answer.headers["HX-Trigger"]


@pytest.mark.parametrize(
    ("asked", "word"), [("ru", "Войти"), ("ro", "Autentificare"), ("en", "Sign in"), ("xx", "Sign in")]
)
def test_the_sign_in_speaks_the_language_asked_for(
    asked: str, word: str, administrator: User, workspace: Workspace
) -> None:
    assert word in factories.signed_in().get("/sign-in/", {"language": asked}).content.decode()


def test_the_sign_in_speaks_the_language_of_the_browser(administrator: User, workspace: Workspace) -> None:
    page = factories.signed_in().get("/sign-in/", headers={"Accept-Language": "ro-MD,ro;q=0.9,en;q=0.5"})
    assert "Parolă" in page.content.decode()
