"""A form that was refused opens where it is wrong: nobody searches a long page for the sentence."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

SEEN = """id => {
    const box = document.getElementById(id).getBoundingClientRect()
    const at = document.elementFromPoint(box.left + 4, box.top + box.height / 2)
    return Boolean(at && (at.id === id || at.closest('#' + id)))
}"""


def test_a_refused_form_opens_at_its_first_wrong_field_above_the_bar(opened: Callable[..., Page]) -> None:
    page = opened("/hypotheses/1/edit/", quiet=True, width=1200)
    page.locator("#f-prior").fill("150")
    page.evaluate("scrollTo(0, 0)")
    page.locator(".savebar .primary").click()
    expect(page.locator("#f-prior")).to_be_focused()
    assert page.evaluate(SEEN, "d-prior")


def test_a_choice_that_was_not_made_is_wrong_too(opened: Callable[..., Page]) -> None:
    page = opened("/ventures/1/tests/new/?kind=presale", quiet=True)
    page.locator("main form .primary").last.click()
    expect(page.locator("#f-hypothesis")).to_be_focused()


def test_a_closed_part_opens_around_it(opened: Callable[..., Page]) -> None:
    page = opened("/ventures/1/tests/new/?kind=presale", quiet=True)
    page.locator("#f-hypothesis").select_option(index=1)
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    page.locator("#f-sure").fill("abc")
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = false })")
    page.locator("main form .primary").last.click()
    expect(page.locator("#f-sure")).to_be_focused()
    expect(page.locator("#d-sure")).to_be_visible()
