"""On a phone a table stands as blocks; a matrix scrolls, says so, and keeps its first column in sight."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site

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
    "/units/{unit}/",
    "/clients/{client}/questions/",
    "/clients/{client}/orders/{order}/",
    "/companies/",
    "/import/",
    "/settings/facts/",
    "/settings/users/",
    "/settings/audit/",
    "/privacy/clients/{client}/",
    "/ventures/1/canvas/versions/",
    "/ventures/1/next-test/",
    "/ventures/ladder/",
    "/tests/15/",
]


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_read_without_scrolling_sideways(
    opened: Callable[..., Page], site: Site, address: str, width: int
) -> None:
    page = opened(address.format(client=site.client, order=site.order, unit=site.unit), width=width, only_look=True)
    assert page.locator(".scroll-x > table tbody tr").count() > 0
    assert page.evaluate(SCROLLING) == 0
    nameless = page.locator(".by-label td:visible:not([data-label], [colspan])").evaluate_all(
        "cells => cells.filter(one => one.innerText.trim() && !one.querySelector('a, button')).map(one => one.innerText)"
    )
    assert [one for one in nameless if not one[:1].isdigit()] == [], (
        "values without a heading, other than the day of a time"
    )


@pytest.mark.parametrize("width", [390, 320])
def test_an_order_is_read_whole_with_its_margin_and_the_client_is_named(
    opened: Callable[..., Page], site: Site, width: int
) -> None:
    page = opened(f"/clients/{site.client}/orders/", width=width, only_look=True)
    assert page.evaluate(SCROLLING) == 0
    first = page.locator(".orders > tbody > tr").first
    for cell in first.locator("td").all():
        place = cell.bounding_box()
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= width
    assert page.locator(".orders td[data-label=Margin]").first.inner_text().strip()
    name = page.locator("main .sub a").inner_text().strip()
    page.locator("main .sub a").click()
    assert page.locator("h1").inner_text().strip() == name


@pytest.mark.parametrize("width", [390, 320])
def test_numbers_of_a_list_of_clients_say_what_they_are_and_names_stand_whole(
    opened: Callable[..., Page], width: int
) -> None:
    page = opened("/clients/", width=width, only_look=True)
    assert page.evaluate(SCROLLING) == 0
    said = (
        page.locator(".clients tbody tr")
        .first.locator("td.num:visible")
        .evaluate_all("cells => cells.map(one => getComputedStyle(one, '::before').content)")
    )
    assert said == ['"Silent"', '"Revenue, 12 months"', '"Next 12 months"']
    cut = "[...document.querySelectorAll('.clients th .clip')].filter(one => one.scrollWidth > one.clientWidth + 1).length"
    assert page.evaluate(cut) == 0


@pytest.mark.parametrize("who", ["administrator", "russian", "romanian"])
def test_the_base_fits_a_phone_but_for_its_periods_which_say_that_they_scroll(
    opened: Callable[..., Page], who: str
) -> None:
    page = opened("/base/", who=who, width=390, only_look=True)
    scrolling = page.evaluate(
        "[...document.querySelectorAll('.scroll-x')]"
        ".filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)"
        ".map(one => one.querySelector('table').className)"
    )
    assert set(scrolling) <= {"heat"}
    assert page.locator(".swipe:visible").count() == len(scrolling)


@pytest.mark.parametrize("who", ["administrator", "russian", "romanian"])
def test_money_of_the_matrix_stands_whole_in_a_wide_window(opened: Callable[..., Page], who: str) -> None:
    page = opened("/base/", who=who, only_look=True)
    assert page.evaluate(SCROLLING) == 0
    assert page.evaluate(
        "[...document.querySelectorAll('.class-matrix :is(td, th)')].every(one => one.scrollWidth <= one.clientWidth + 1)"
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


def test_two_similar_clients_stand_side_by_side_with_buttons_wide_enough_for_words(
    opened: Callable[..., Page],
) -> None:
    page = opened("/clients/similar/", width=390, only_look=True)
    assert page.evaluate(SCROLLING) == 0
    for button in page.locator(".twins-compared .btn").all():
        assert button.bounding_box()["width"] > 160


@pytest.mark.parametrize("width", [390, 320])
def test_what_each_tactic_brings_is_read_under_its_name(opened: Callable[..., Page], site: Site, width: int) -> None:
    page = opened(f"/units/{site.unit}/table/", width=width, only_look=True)
    assert page.evaluate(SCROLLING) == 0
    assert page.locator(".cases td:not([data-label])").count() == 0


@pytest.mark.parametrize("who", ["administrator", "russian", "romanian"])
def test_an_attitude_stands_whole_in_the_narrowest_window(opened: Callable[..., Page], site: Site, who: str) -> None:
    page = opened(f"/clients/{site.known}/", who="administrator", width=320)
    words = {"administrator": "−1 leans away", "russian": "−1 скорее против", "romanian": "−1 mai degrabă împotrivă"}[
        who
    ]
    shown = page.locator(".deciders .att").first
    shown.evaluate("(one, words) => { one.lastChild.textContent = words }", words)
    place = shown.bounding_box()
    assert place["x"] + place["width"] <= 320 - 15
