"""The relationship map worked by hand: dragged, tied, added to, edited; the same by keyboard through the tables."""

import json
from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.site import Site

UNIT = "/units/1/"
PEOPLE = """() => document.getElementById('unit-map')._cyreg.cy.nodes('.person').map(one =>
    [one.id(), one.renderedPosition('x'), one.renderedPosition('y')])"""


def spots(page: Page) -> dict[str, tuple[float, float]]:
    """Where each person is on the screen."""
    page.wait_for_selector("#unit-map canvas")
    box = page.locator("#unit-map").bounding_box()
    assert box is not None
    return {id: (box["x"] + x, box["y"] + y) for id, x, y in page.evaluate(PEOPLE)}


def drawn_at(page: Page, who: str) -> tuple[float, float]:
    """Where the server says a person stands."""
    people = json.loads(page.locator("#unit-map").get_attribute("data-map") or "")["people"]
    return next((one["x"], one["y"]) for one in people if str(one["id"]) == who)


def opened_high(opened: Callable[..., Page], *, quiet: bool = False) -> Page:
    page = opened(UNIT, quiet=quiet)
    page.set_viewport_size({"width": 1440, "height": 1400})
    page.wait_for_timeout(300)
    return page


def test_a_person_is_dragged_and_stays_there(opened: Callable[..., Page]) -> None:
    page = opened_high(opened)
    id, (x, y) = list(spots(page).items())[-1]
    before = drawn_at(page, id)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 70, y + 30, steps=5)
    with page.expect_response("**/places/"):
        page.mouse.up()
    page.wait_for_function("() => document.getElementById('live').textContent === 'Places kept'")
    page.reload()
    assert drawn_at(page, id) != before


def test_two_people_are_tied_by_two_clicks_and_the_tie_stands_in_the_table(opened: Callable[..., Page]) -> None:
    page = opened_high(opened)
    found = list(spots(page).values())
    page.locator('[data-tie="conflict"]').click()
    page.mouse.click(*found[0])
    page.mouse.click(*found[2])
    page.wait_for_function("() => document.getElementById('live').textContent === 'Tie drawn'")
    assert page.locator(".ties tbody tr", has_text="is in conflict with").count() > 0
    assert page.locator("#unit-map canvas").count() > 0


def test_a_double_click_edits_a_person_and_the_page_stays(opened: Callable[..., Page]) -> None:
    page = opened_high(opened, quiet=True)  # a refused form is told to the console too
    page.mouse.dblclick(*next(iter(spots(page).values())))
    page.wait_for_selector("#unit-dialog[open]")
    page.locator("#f-weight").fill("not a number")
    page.locator("#unit-dialog button.primary").click()
    page.wait_for_selector("#unit-dialog .bad")
    assert page.locator("#f-weight").input_value() == "not a number"
    page.locator("#f-weight").fill("37")
    page.locator("#unit-dialog button.primary").click()
    page.wait_for_function("() => !document.querySelector('#unit-dialog[open]')")
    assert "37" in [one.input_value() for one in page.locator("#people input[name=weight]").all()]


def test_a_cell_is_changed_by_keyboard_and_the_numbers_follow(opened: Callable[..., Page]) -> None:
    page = opened_high(opened)
    said = page.locator(".sub").inner_text()
    field = page.locator("#people select[name=attitude]").first
    field.focus()
    now = field.input_value()
    field.select_option("2" if now != "2" else "-2")
    page.wait_for_function("old => document.querySelector('.sub').innerText !== old", arg=said)


def test_pointing_at_a_row_of_the_card_dims_the_rest_of_the_map(opened: Callable[..., Page], site: Site) -> None:
    page = opened(UNIT)
    page.locator(".sub a").first.click()
    page.wait_for_selector("#decides tr[data-member]")
    page.locator("#decides tr[data-member]").first.hover()
    assert page.locator("#decides svg .dim").count() > 0
    page.mouse.move(2, 2)
    assert page.locator("#decides svg .dim").count() == 0


def test_a_phone_gets_the_narrow_drawing(opened: Callable[..., Page]) -> None:
    page = opened(UNIT, width=390)
    page.wait_for_timeout(400)
    assert page.locator(".map-narrow svg").is_visible()
    assert not page.locator("#unit-map").is_visible()
