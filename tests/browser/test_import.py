"""A file of orders through the wizard, in a real browser, and back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site, settle
from tests.browser.test_every_page import violations

SECONDS = 120_000


@pytest.mark.parametrize("width", [1440, 390])
def test_a_file_is_checked_imported_and_undone(opened: Callable[..., Page], site: Site, width: int) -> None:
    page = opened("/import/", who="head_of_sales", width=width)
    page.locator("input[type=file]").set_input_files(site.upload)
    page.locator("form:has(input[type=file]) button.primary").click()
    page.locator(".outcome").wait_for(timeout=SECONDS)
    settle(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("form[action$='/confirm/'] button").first.click()
    undo = page.locator("form[action$='/undo/'] button")
    undo.wait_for(timeout=SECONDS)
    assert violations(page) == []
    undo.click()
    expect(undo).to_have_count(0, timeout=SECONDS)
    page.goto(f"{site.address}/import/")
    expect(page.locator("main table tbody tr").first).to_contain_text(site.upload.name)
