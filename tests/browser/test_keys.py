"""Everything by keyboard, in any layout, and off for who does not want it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site

SHOWN = "dialog#{}[open]"


def current(page: Page) -> int:
    return page.evaluate(
        "[...document.querySelectorAll('[data-rows] > *')].findIndex(e => e.hasAttribute('aria-current'))"
    )


def press(page: Page, code: str, key: str) -> None:
    """A physical key that types `key` in the person's layout."""
    page.evaluate(
        """([code, key]) => (document.activeElement || document.body).dispatchEvent(
            new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true }))""",
        [code, key],
    )


def test_j_and_k_walk_through_the_tasks_of_today(opened: Callable[..., Page]) -> None:
    page = opened("/")
    assert current(page) == 0
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert current(page) == 2
    page.keyboard.press("k")
    assert current(page) == 1


def test_keys_follow_the_physical_key_in_a_cyrillic_layout(opened: Callable[..., Page]) -> None:
    page = opened("/")
    press(page, "KeyJ", "о")
    assert current(page) == 1


def test_g_then_a_letter_goes_to_a_page(opened: Callable[..., Page], site: Site) -> None:
    page = opened("/settings/")
    page.keyboard.press("g")
    page.keyboard.press("u")
    page.wait_for_url(f"{site.address}/settings/users/")


def test_control_k_finds_a_client_and_enter_opens_it(opened: Callable[..., Page], site: Site) -> None:
    page = opened("/settings/")
    page.keyboard.press("Control+k")
    page.keyboard.type("a")
    page.wait_for_selector("#found a[href^='/clients/']")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('#found') !== null")


def test_the_question_mark_lists_the_keys_and_escape_closes_them(opened: Callable[..., Page]) -> None:
    page = opened("/settings/")
    page.keyboard.press("?")
    assert page.locator(SHOWN.format("keys")).count() == 1
    page.keyboard.press("Escape")
    assert page.locator(SHOWN.format("keys")).count() == 0


@pytest.mark.parametrize("key", ["g", "j", "?", "e"])
def test_a_key_pressed_in_a_field_is_only_typed(opened: Callable[..., Page], key: str) -> None:
    page = opened("/settings/")
    field = page.locator("#f-name")
    field.fill("")
    field.press(key)
    assert field.input_value() == key
    assert page.locator("dialog[open]").count() == 0


def test_single_keys_can_be_turned_off(opened: Callable[..., Page]) -> None:
    page = opened("/settings/", who="analyst")
    page.locator("input[name=single_keys]").uncheck()
    page.locator("form:has(#f-day_minutes) button").click()
    page.wait_for_selector(".said")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("Control+k")
    assert page.locator(SHOWN.format("palette")).count() == 1


def test_the_first_tab_skips_to_the_content(opened: Callable[..., Page]) -> None:
    page = opened("/settings/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_look_changes_at_once_and_stays(opened: Callable[..., Page]) -> None:
    page = opened("/settings/")
    page.locator(".rail [data-theme-toggle]").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
