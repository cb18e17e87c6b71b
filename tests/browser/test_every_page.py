"""On every page, light and dark, wide and narrow: accessible, within the security policy, nothing sticking out."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.pages import ADDRESSES, NAMES, NOT_PAGES, pages
from tests.browser.site import Site

# Only violations are asked for: describing every node that passed takes as long again.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# What another palette can break, of all those rules: nothing but colours differs between light and dark.
OF_COLOURS = RULES | {"runOnly": ["color-contrast", "link-in-text-block"]}

BROKEN = """async rules => (await axe.run(rules)).violations.map(
    one => [one.id, one.nodes.slice(0, 4).map(node => node.html.slice(0, 160))])"""


def violations(page: Page, rules: dict[str, list[str]] = RULES) -> list[Any]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(BROKEN, rules)


def violations_in_both_palettes(page: Page) -> list[Any]:
    """Of a page opened in light; it is left in dark."""
    light = violations(page)
    page.emulate_media(color_scheme="dark")
    page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
    return light + violations(page, OF_COLOURS)


ICONS_NOT_IN_SPRITE = """async () => {
    const asked = [...document.querySelectorAll('use')].map(use => use.getAttribute('href'))
    if (!asked.length) return []
    const sprite = await (await fetch(asked[0].split('#')[0])).text()
    return [...new Set(asked.map(one => one.split('#')[1]))].filter(id => !sprite.includes(`id="${id}"`))
}"""
# The worked map sizes its canvases by script, which the policy allows; nothing of it comes from the server.
INLINE = """document.querySelectorAll(
        '[style]:not(.map-live, .map-live *), style, script:not([src]):not([type="application/json"])').length
    + [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /^on|^hx-on/.test(a.name))).length"""


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_built_as_pages_are_and_breaks_no_rule_of_accessibility_in_light_and_dark(
    opened: Callable[..., Page], site: Site, name: str, width: int
) -> None:
    who, address = pages(site)[name]
    page = opened(address, who=who, width=width, only_look=True)
    assert page.evaluate(INLINE) == 0, "styled or scripted inline"
    assert page.evaluate(ICONS_NOT_IN_SPRITE) == [], "icons that are not in the sprite"
    assert page.locator("h1").count() == 1
    assert page.title().endswith(" · Tenure")
    assert len(page.title()) > 10
    # A form is measured at its end: a field half under the sticky save bar is reported as too small.
    page.evaluate("document.querySelector('.savebar') && scrollTo(0, document.documentElement.scrollHeight)")
    assert violations_in_both_palettes(page) == []


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("address", ["/sign-in/", "/sign-in/?language=ru"])
def test_the_sign_in_breaks_no_rule_either(opened: Callable[..., Page], address: str, width: int) -> None:
    assert violations(opened(address, who="", width=width)) == []


@pytest.mark.parametrize("address", ["/never-was/", "/settings/users/999999/"])
def test_a_page_of_trouble_breaks_no_rule_either(opened: Callable[..., Page], address: str) -> None:
    assert violations(opened(address, expect=404)) == []


@pytest.mark.parametrize("dialog", ["keys", "palette", "more"])
def test_an_open_dialog_breaks_no_rule_either(opened: Callable[..., Page], dialog: str) -> None:
    page = opened("/settings/")
    page.evaluate("id => document.getElementById(id).showModal()", dialog)
    assert violations(page) == []


@pytest.mark.parametrize("who", ["russian", "romanian"])
@pytest.mark.parametrize("width", [1440, 390, 320])
@pytest.mark.parametrize("name", ["today", "base", "clients", "add_task", "settings"])
def test_nothing_sticks_out_sideways_in_the_longer_languages(
    opened: Callable[..., Page], site: Site, name: str, width: int, who: str
) -> None:
    page = opened(pages(site)[name][1], who=who, width=width, only_look=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_named_page_is_looked_at() -> None:
    get_pages = {name for name in ADDRESSES if name not in NOT_PAGES}
    assert get_pages == set(NAMES)
