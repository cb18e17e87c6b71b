"""What is printed stands whole: nobody can point at a sheet to see the rest of a name."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

CUT = """[...document.querySelectorAll('main .clip')].filter(one => one.checkVisibility()
    && one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)"""
LONG = "Общество с ограниченной ответственностью «Научно-производственное объединение „Северо-Западные технологии“»"
SCREEN_ONLY = "main :is(.btn, kbd, .tabbar, .rail, .swipe):visible"


@pytest.mark.parametrize("who", ["salesperson", "russian", "romanian"])
def test_the_day_is_printed_with_whole_names_and_nothing_to_press(opened: Callable[..., Page], who: str) -> None:
    page = opened("/", who=who)
    page.set_viewport_size({"width": 718, "height": 1047})
    page.emulate_media(media="print", color_scheme="light")
    page.locator(".tasks > li .who .clip").first.evaluate("(one, name) => { one.textContent = name }", LONG)
    assert page.evaluate(CUT) == []
    assert page.locator(SCREEN_ONLY).count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
