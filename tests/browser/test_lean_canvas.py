"""The lean canvas, on every page that draws it: as wide as the business one, also with stickers of blocks it does not have."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

BLOCKS = """() => {
    const boxes = [...document.querySelectorAll('.canvas.lean > section, .elsewhere-row > *')]
        .map(one => one.getBoundingClientRect())
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1
    return {
        narrowest: Math.min(...boxes.map(box => box.width)),
        meeting: boxes.some((a, at) => boxes.slice(at + 1).some(b => meet(a, b))),
        blocks: document.querySelectorAll('.canvas.lean > section').length,
    }
}"""


def test_the_lean_canvas_can_be_read_on_every_page(opened: Callable[..., Page]) -> None:
    page = opened("/ventures/")
    page.get_by_role("link", name="Start a venture").click()
    page.locator("#f-name").fill("Bicycles mended overnight")
    page.get_by_role("button", name="Start the search").click()
    venture = page.url
    page.goto(f"{venture}canvas/")
    for block in ("partners", "activities", "relationships"):  # the other canvas has these
        page.locator("#q-title").fill(f"Something of {block}")
        page.locator("#q-block").select_option(block)
        page.get_by_role("button", name="Put on the canvas").click()
        expect(page.locator(f".b-{block}")).to_contain_text("Something of")
    page.get_by_role("button", name="Show the lean canvas").click()
    expect(page.locator(".canvas.lean")).to_be_visible()
    for place in ("canvas/", "", "canvas/wall/", "report/"):
        page.goto(f"{venture}{place}")
        found = page.evaluate(BLOCKS)
        assert found["blocks"] == 9, place
        assert found["narrowest"] > 100, place
        assert not found["meeting"], place
