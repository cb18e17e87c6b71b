"""What is typed survives a lost network, an ended session, somebody else's change; a page prints as it should."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site

NOTE = "Спросить про склад в Бельцах; <b>не</b> звонить до 10:00"


def write_note(page: Page) -> None:
    page.locator("#f-note").fill(NOTE)
    page.locator("#note-block form.note-form button").click()


def test_a_lost_network_is_said_beside_the_form_and_the_text_stays(opened: Callable[..., Page], site: Site) -> None:
    page = opened(f"/clients/{site.client}/", quiet=True)
    page.route("**/notes/", lambda route: route.abort())
    write_note(page)
    expect(page.locator("form.note-form .problem.came")).to_be_visible()
    assert page.locator("#f-note").input_value() == NOTE


def test_after_the_network_returns_the_same_button_saves(opened: Callable[..., Page], site: Site) -> None:
    page = opened(f"/clients/{site.client}/", quiet=True)
    page.route("**/notes/", lambda route: route.abort())
    write_note(page)
    page.locator("form.note-form .problem.came").wait_for()
    page.unroute("**/notes/")
    page.locator("#note-block form.note-form button").click()
    expect(page.locator(".notes")).to_contain_text("не</b> звонить до 10:00")


def test_a_server_that_fails_is_said_beside_the_form_and_the_text_stays(
    opened: Callable[..., Page], site: Site
) -> None:
    page = opened(f"/clients/{site.client}/", quiet=True)
    page.route("**/notes/", lambda route: route.fulfill(status=503, body="<h1>Bad gateway</h1>"))
    write_note(page)
    expect(page.locator("form.note-form .problem.came")).to_be_visible()
    assert page.locator("#f-note").input_value() == NOTE


def test_an_ended_session_signs_in_over_the_page_and_the_text_is_saved(opened: Callable[..., Page], site: Site) -> None:
    page = opened(f"/clients/{site.client}/", quiet=True)
    page.context.clear_cookies(name="sessionid")
    write_note(page)
    dialog = page.locator("#sign-in-again[open]")
    dialog.locator("input[name=email]").fill("ana@demo.example")
    dialog.locator("input[name=password]").fill("wrong on purpose")
    dialog.locator("button.primary").click()
    expect(dialog.locator(".problem")).to_be_visible()
    dialog.locator("input[name=password]").fill("look around freely")
    dialog.locator("button.primary").click()
    expect(dialog).to_have_count(0)
    assert page.locator("#f-note").input_value() == NOTE
    page.locator("#note-block form.note-form button").click()
    expect(page.locator(".notes li").first).to_contain_text("Бельцах")


def test_a_plain_form_after_the_session_ended_is_sent_on_after_the_sign_in(
    opened: Callable[..., Page], site: Site
) -> None:
    page = opened("/settings/", who="romanian", quiet=True)
    page.context.clear_cookies(name="sessionid")
    page.locator("#f-day_minutes").fill("95")
    page.locator("form:has(#f-day_minutes) button").click()
    page.locator("#f-email").fill("doina@demo.example")
    page.locator("#f-password").fill("look around freely")
    page.locator("main button").click()
    page.locator("form[action='/settings/own/'] button").click()
    expect(page.locator("#f-day_minutes")).to_have_value("95")


@pytest.mark.parametrize("who", ["salesperson"])
def test_an_action_moves_to_the_next_task_says_so_and_can_be_undone(opened: Callable[..., Page], who: str) -> None:
    page = opened("/", who=who)
    before = page.locator("[data-rows] > [aria-current]").get_attribute("id")
    page.keyboard.press("e")
    page.wait_for_selector(f"[data-rows] > [aria-current]:not(#{before})")
    expect(page.locator("#live")).not_to_be_empty()
    page.keyboard.press("u")
    page.wait_for_selector(f"[data-rows] > #{before}")


@pytest.mark.parametrize("path", ["/", "client"])
def test_a_page_prints_on_paper_without_the_frame(opened: Callable[..., Page], site: Site, path: str) -> None:
    # The next client: long notes are written about the first by other tests, and print on pages of their own.
    page = opened(f"/clients/{site.client + 1}/" if path == "client" else path)
    page.emulate_media(media="print")
    for part in (".rail", ".tabbar", ".btn"):
        assert page.locator(f"{part}:visible").count() == 0
    sheet = page.pdf(format="A4", print_background=True)
    assert sheet.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", sheet)) <= 6


def test_a_half_written_hypothesis_comes_back(opened: Callable[..., Page]) -> None:
    page = opened("/ventures/1/hypotheses/new/")
    page.locator("#f-title").fill("Bakers stay for a year")
    page.locator("#f-falsifier").fill("Half of them leave\nwithin six months")
    page.goto(page.url.replace("hypotheses/new/", "canvas/"))
    page.go_back()
    expect(page.locator("#f-title")).to_have_value("Bakers stay for a year")
    assert page.locator("#f-falsifier").input_value() == "Half of them leave\nwithin six months"
    page.locator(".savebar [data-drop-draft]").click()
    page.goto(page.url.replace("canvas/", "hypotheses/new/"))
    expect(page.locator("#f-title")).to_have_value("")
