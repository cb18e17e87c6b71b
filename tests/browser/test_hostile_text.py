"""Hostile text in everything a person can type: shown as text, never run, and no page bursts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site, settle

ATTACK = (
    "<script>window.hacked=1</script><img src=x onerror='window.hacked=1'>\"'><svg/onload=window.hacked=1>{{7*7}}${7*7}"
)
TEXTS = {
    "script": ATTACK,
    "right to left": "\u202eSRL \u05d0\u05d1\u05d2 مرحبا شركة \u2067evil\u2069",
    "zero width": "Lu\u200bna\u200d \u2060Trade\ufeff \u00adSRL",
    "emoji": "👩‍👩‍👧‍👦🏴‍☠️" * 20 + " SRL",
    "combining": "Z" + "\u0301\u0316\u0489" * 60 + " SRL",
    "no break": "W" * 190,
}
LONGEST = "Щ" * 10_000
SIZES = [1440, 390, 320]


def dialogs_fail(page: Page) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))


def calm(page: Page) -> None:
    """Nothing ran, nothing stands out sideways, whatever the width."""
    for width in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("window.hacked") is None
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)


def add_client(page: Page, site: Site, name: str) -> str:
    page.goto(f"{site.address}/clients/new/")
    page.locator("#f-name").fill(name)
    page.locator("#f-country").fill(ATTACK[:80])
    page.locator("main form button.primary").click()
    settle(page)
    again = page.locator("button[name=although_similar]")
    if again.count():
        again.click()
        settle(page)
    assert page.url.rstrip("/").rsplit("/", 1)[1].isdigit(), page.locator("main").inner_text()[:300]
    return page.url.removeprefix(site.address)


@pytest.mark.parametrize("name", TEXTS)
def test_a_client_a_note_and_a_task_of_hostile_text_are_only_text(
    opened: Callable[..., Page], site: Site, name: str
) -> None:
    page = opened("/clients/new/", quiet=True)
    dialogs_fail(page)
    client = add_client(page, site, TEXTS[name])
    page.locator("#f-note").fill(TEXTS[name] * 3)
    page.locator("#note-block form.note-form button").click()
    page.locator(".notes .note-text").first.wait_for()
    calm(page)
    page.goto(f"{site.address}/today/new/")
    page.locator("#f-title").fill(TEXTS[name])
    page.locator("main form button.primary").click()
    settle(page)
    for address in (
        "/",
        "/?whose=all&below=1",
        "/clients/?sort=name",
        f"{client}edit/",
        "/clients/similar/",
        "/settings/audit/",
    ):
        page.goto(site.address + address)
        calm(page)


def test_hostile_words_of_a_search_and_a_view_are_only_text(opened: Callable[..., Page], site: Site) -> None:
    page = opened("/clients/", quiet=True)
    dialogs_fail(page)
    for text in TEXTS.values():
        page.goto(f"{site.address}/clients/")
        page.locator("input[name=q]").first.fill(text[:100])
        page.locator("form.filters > button").click()
        settle(page)
        calm(page)
    page.locator(".save-view > summary").click()
    page.locator(".save-view input[name=name]").fill(ATTACK[:80])
    page.locator(".save-view button").click()
    settle(page)
    assert page.locator(".views .chip").first.inner_text().strip() == ATTACK[:80]
    calm(page)


def test_ten_thousand_letters_are_refused_in_a_sentence_and_break_nothing(
    opened: Callable[..., Page], site: Site
) -> None:
    page = opened("/clients/new/", quiet=True)
    dialogs_fail(page)
    page.locator("#f-name").fill(LONGEST)
    page.locator("main form button.primary").click()
    settle(page)
    assert page.locator(".bad, .problem").first.inner_text().strip()
    calm(page)
    page.goto(f"{site.address}/clients/{site.client}/")
    page.locator("#f-note").fill(LONGEST)
    page.locator("#note-block form.note-form button").click()
    settle(page)
    calm(page)


def test_hostile_reasons_of_a_postponement_are_only_text(opened: Callable[..., Page], site: Site) -> None:
    page = opened(f"/today/{site.task}/postpone/", quiet=True)
    dialogs_fail(page)
    page.locator("main form.postpone [name=until]").first.check(force=True)
    page.locator("main form.postpone [name=other]").fill(ATTACK)
    page.locator("main form.postpone button.primary").click()
    settle(page)
    calm(page)
    for address in ("/", f"/today/{site.task}/", f"/clients/{site.client}/", "/settings/audit/"):
        page.goto(site.address + address)
        calm(page)
