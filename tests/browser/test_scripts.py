"""A script followed by keys, and the advice that comes while one writes."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.site import Site


def test_a_talk_is_followed_with_the_digits_and_back_with_b(opened: Callable[..., Page], site: Site) -> None:
    page = opened(f"/scripts/1/run/?client={site.client}")
    first = page.locator(".phrase").inner_text()
    page.keyboard.press("1")
    page.wait_for_url("**path=1")
    expect(page.locator(".phrase")).not_to_have_text(first)
    page.keyboard.press("b")
    page.wait_for_url(f"**/run/?client={site.client}")
    expect(page.locator(".phrase")).to_have_text(first)


def test_an_answer_that_helped_is_marked_without_leaving_the_talk(opened: Callable[..., Page], site: Site) -> None:
    page = opened(f"/scripts/1/run/?client={site.client}")
    objection = page.locator("details.objection", has=page.locator("form.used")).last
    objection.locator("summary").click()
    objection.get_by_role("button", name="Helped").first.click()
    expect(objection.locator("p.used").first).to_contain_text("it helped")


def test_advice_comes_while_one_writes_and_adding_a_step_keeps_what_was_typed(opened: Callable[..., Page]) -> None:
    page = opened("/scripts/new/")
    words = page.locator("textarea[name=s2-text]")
    words.fill("Don't you think it is cheap?")
    words.dispatch_event("change")
    expect(page.locator("#advice-2")).to_contain_text("carries its own answer")
    page.get_by_role("button", name="Add a step").click()
    expect(page.locator("fieldset.step-edit")).to_have_count(3)
    expect(page.locator("textarea[name=s2-text]")).to_have_value("Don't you think it is cheap?")
