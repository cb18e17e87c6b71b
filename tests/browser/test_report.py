"""The report of `tenure report`, opened as the file it is: accessible, nothing sticking out, fit for paper."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tenure.cli.report import app
from tests.browser.site import window
from tests.browser.test_every_page import violations_in_both_palettes
from tests.cli.in_process import told
from tests.cli.orders_log import CDNOW_MAPS, cdnow_sample


@pytest.fixture(scope="module", params=["en", "ru"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "trust.html"
    options = ("--horizon", "26w", "--origins", "1", "--language", request.param)
    told(app, cdnow_sample(), *CDNOW_MAPS, *options, "--out", out)
    return out


@pytest.fixture
def page_of(browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_file(path: Path, **look: Any) -> Page:
        contexts.append(window(browser, **look))
        page = contexts[-1].new_page()
        page.goto(path.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [1180, 390])
def test_no_rule_of_accessibility_is_broken_with_all_tables_open(
    page_of: Callable[..., Page], report: Path, width: int
) -> None:
    page = page_of(report, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations_in_both_palettes(page) == []


@pytest.mark.parametrize("width", [1180, 390, 320])
def test_nothing_sticks_out_sideways(page_of: Callable[..., Page], report: Path, width: int) -> None:
    page = page_of(report, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("[...document.querySelectorAll('svg text')].every(t => t.getBoundingClientRect().height < 20)")


def test_on_paper_it_is_light_in_two_columns_without_what_cannot_be_opened(
    page_of: Callable[..., Page], report: Path
) -> None:
    page = page_of(report, width=718, dark=True)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.parts')).gridTemplateColumns.split(' ').length") == 2
    )
    assert page.evaluate("[...document.querySelectorAll('details')].every(one => one.offsetHeight === 0)")
