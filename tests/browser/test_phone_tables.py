"""On a phone a table stands as blocks; a matrix scrolls, says so, and keeps its first column in sight."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

SCROLLING = "[...document.querySelectorAll('.scroll-x')].filter(one => one.scrollWidth > one.clientWidth + 1).length"
LISTS = [
    "/ventures/1/interviews/",
    "/interviews/1/",
    "/ventures/1/presales/",
    "/ventures/1/roadmap/",
    "/ventures/1/services/",
    "/services/1/",
    "/ventures/1/products/",
    "/products/1/mvp/",
    "/ventures/1/value/",
]


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_read_without_scrolling_sideways(opened: Callable[..., Page], address: str, width: int) -> None:
    page = opened(address, width=width, only_look=True)
    assert page.locator(".scroll-x > table tbody tr").count() > 0
    assert page.evaluate(SCROLLING) == 0
    nameless = page.locator(".by-label td:visible:not([data-label])").evaluate_all(
        "cells => cells.filter(one => one.innerText.trim() && !one.querySelector('a, button')).map(one => one.innerText)"
    )
    assert [one for one in nameless if not one[:1].isdigit()] == [], (
        "values without a heading, other than the day of a time"
    )


def test_segments_and_problems_scroll_with_the_segments_in_sight(opened: Callable[..., Page]) -> None:
    page = opened("/ventures/1/problems/", width=390, only_look=True)
    assert page.evaluate(SCROLLING) == 1
    assert page.locator(".swipe").inner_text().strip() == "3 problems side by side: swipe"
    head, last = (
        page.locator(".prevalence tbody th").first,
        page.locator(".prevalence tbody tr").first.locator("td").last,
    )
    before = head.bounding_box()
    page.locator(".scroll-x").evaluate("one => { one.scrollLeft = one.scrollWidth }")
    assert head.bounding_box() == before
    assert last.bounding_box()["x"] >= before["x"] + before["width"]
    assert last.bounding_box()["x"] + last.bounding_box()["width"] <= 390


def test_a_wide_window_says_nothing_of_swiping(opened: Callable[..., Page]) -> None:
    assert not opened("/ventures/1/problems/", only_look=True).locator(".swipe").is_visible()
