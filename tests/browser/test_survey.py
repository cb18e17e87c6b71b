"""A survey with two questions worded alike: each has a name of its own on every page that shows it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site, settle
from tests.browser.test_every_page import violations

ALIKE = "What would you change?"


def made_survey(page: Page, site: Site) -> str:
    """An open survey of two text questions of the same words, made by hand; its address."""
    page.goto(f"{site.address}/ventures/1/surveys/new/")
    page.locator("#f-name").fill("Two alike")
    page.get_by_label("own questions").check(force=True)
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/surveys/\d+/$"))
    survey = page.url
    for _ in range(2):
        page.goto(f"{survey}questions/new/")
        page.locator("#f-text-en").fill(ALIKE)
        page.locator("main form button.primary").first.click()
        page.wait_for_url(survey)
    page.get_by_role("button", name="Open it").click()
    settle(page)
    return survey


@pytest.mark.parametrize("width", [1440, 390])
def test_two_questions_worded_alike_are_told_apart(opened: Callable[..., Page], site: Site, width: int) -> None:
    page = opened("/ventures/1/surveys/", width=width)
    survey = made_survey(page, site)
    public = page.locator(".send-to a").inner_text()
    names = [f"1. {ALIKE}", f"2. {ALIKE}"]
    for name in names:
        assert page.get_by_role("region", name=name, exact=True).count() == 1
    assert violations(page) == []
    for address in (public, f"{survey}answers/new/"):
        page.goto(address)
        for name in names:
            words = re.compile(re.escape(name))
            assert page.get_by_role("group", name=words).count() == page.get_by_role("textbox", name=words).count() == 1
        assert violations(page) == []
    for place in (0, 1):
        page.locator("main textarea").nth(place).fill(f"Thing {place + 1}")
    page.get_by_role("button", name="Save the answer").click()
    page.wait_for_url(f"{survey}answers/")
    assert page.locator(".told dt").all_inner_texts() == names
    assert violations(page) == []
