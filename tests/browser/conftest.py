"""One served demo company and one browser for all tests of this folder."""

import contextlib
import functools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, expect, sync_playwright

from tests.browser.site import Site, demo_site, find_chromium, settle, sign_in, start_browser, window

LOUD = "NO BROWSER: no Chromium found. Install one, or set TENURE_CHROMIUM to its path."
# Five seconds unless told otherwise, which a machine busy with the other test runs and a rescore can take for one page.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if os.environ.get("TENURE_TEST_DATABASE") == "postgres":
        pytest.skip("the browser tests run once, on SQLite")
    path = find_chromium()
    if path is None:
        pytest.skip(LOUD)
    with sync_playwright() as playwright:
        one = start_browser(playwright, path)
        yield one
        one.close()


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with demo_site(tmp_path_factory.mktemp("demo")) as served:
        yield served


@pytest.fixture(scope="session")
def states(browser: Browser, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Signed-in sessions, one sign-in per person."""
    folder = tmp_path_factory.mktemp("sessions")

    def state(who: str) -> Path:
        kept = folder / f"{who}.json"
        if not kept.exists():
            context = window(browser)
            sign_in(context.new_page(), site, who)
            context.storage_state(path=kept)
            context.close()
        return kept

    return state


@pytest.fixture(scope="session")
def windows(browser: Browser, states: Callable[[str], Path]) -> Callable[..., BrowserContext]:
    """One window for each person and width, for tests that only look: what all pages load is loaded and compiled once."""

    @functools.cache
    def kept(who: str, width: int) -> BrowserContext:
        return window(browser, width=width, storage_state=states(who) if who else None)

    return kept


@pytest.fixture
def opened(
    browser: Browser, site: Site, states: Callable[[str], Path], windows: Callable[..., BrowserContext]
) -> Iterator[Callable[..., Page]]:
    """`opened(path, who="administrator", width=1440, dark=False)`: a page in a fresh window, or one in light in a window kept
    for tests that change nothing (`only_look=True`); anything its console complains of fails the test, unless the test breaks
    something on purpose and says `quiet=True`."""
    leave = contextlib.ExitStack()
    troubles: list[str] = []

    def open_page(
        path: str,
        who: str = "administrator",
        expect: int = 200,
        quiet: bool = False,
        only_look: bool = False,
        width: int = 1440,
        **look: Any,
    ) -> Page:
        if only_look:
            page = windows(who, width).new_page()
            leave.callback(page.close)
        else:
            context = window(browser, width=width, **look, storage_state=states(who) if who else None)
            leave.callback(context.close)
            page = context.new_page()
        if not quiet and expect == 200:
            leave.enter_context(listening(page, troubles))
        answer = page.goto(site.address + path)
        assert answer is not None
        assert answer.status == expect
        settle(page)
        return page

    with leave:
        yield open_page
    assert without_replaced_requests(troubles) == [], "the browser's console"


@contextlib.contextmanager
def listening(page: Page, troubles: list[str]) -> Iterator[None]:
    """What goes wrong on the page is added to `troubles` until the end of the block."""

    def broken(error: Error) -> None:
        troubles.append(str(error))

    def complained(said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            troubles.append(said.text)

    page.on("pageerror", broken)
    page.on("console", complained)
    yield
    page.remove_listener("pageerror", broken)
    page.remove_listener("console", complained)


def without_replaced_requests(troubles: list[str]) -> list[str]:
    """What the console said, less the pairs htmx writes when `hx-sync="...:replace"` gives up a request for a newer one."""
    left = [said for said in troubles if said != "htmx:sendAbort"]
    for _ in range(len(troubles) - len(left)):
        left.remove("htmx:afterRequest")
    return left
