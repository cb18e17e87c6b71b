"""A sticker that a test was locked on, moved by hand and by keys: it lies where it was, and the canvas says why."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

HERE = """() => {
    const one = document.querySelector('[data-block] .st-supported, [data-block] .st-refuted')
    const blocks = [...document.querySelectorAll('[data-block]')]
    const at = blocks.indexOf(one.closest('[data-block]'))
    return [one.dataset.sticker, blocks[at].dataset.block, blocks[at + 1 < blocks.length ? at + 1 : at - 1].dataset.block]
}"""


@pytest.mark.parametrize("by", ["keys", "hand"])
def test_a_tested_sticker_stays_in_its_block_and_the_canvas_says_why(opened: Callable[..., Page], by: str) -> None:
    page = opened("/ventures/1/canvas/", quiet=True)  # the refusal is a 422, of which the console speaks
    sticker, block, other = page.evaluate(HERE)
    one = page.locator(f'[data-block="{block}"] [data-sticker="{sticker}"]')
    if by == "hand":
        one.drag_to(page.locator(f'[data-block="{other}"]'))
    else:
        one.locator(".h-link").focus()
        way = page.evaluate(
            """([from, to]) => {
                const codes = [...document.querySelectorAll('[data-block]')].map(one => one.dataset.block)
                return codes.indexOf(to) > codes.indexOf(from) ? 'ArrowRight' : 'ArrowLeft'
            }""",
            [block, other],
        )
        page.keyboard.press(f"Alt+{way}")
    expect(page.locator("#canvas-block [role=alert]")).to_contain_text("was locked on hypothesis")
    expect(one).to_be_visible()
    expect(page.locator("[data-block]").first).to_be_visible()
    if by == "keys":
        expect(one.locator(".h-link")).to_be_focused()
