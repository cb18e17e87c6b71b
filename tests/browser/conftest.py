"""One served demo company and one browser for all tests of this folder."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.site import Site, demo_site, find_chromium, sign_in, start_browser, window

LOUD = "NO BROWSER: no Chromium found. Install one, or set TENURE_CHROMIUM to its path."


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


@pytest.fixture
def opened(browser: Browser, site: Site, states: Callable[[str], Path]) -> Iterator[Callable[..., Page]]:
    """`opened(path, who="administrator", width=1440, dark=False)`: a page; anything its console complains of fails the
    test, unless the test breaks something on purpose and says `quiet=True`."""
    contexts = []
    troubles: list[str] = []

    def open_page(path: str, who: str = "administrator", expect: int = 200, quiet: bool = False, **look: Any) -> Page:
        context = window(browser, **look, storage_state=states(who) if who else None)
        contexts.append(context)
        page = context.new_page()
        if not quiet and expect == 200:
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on("console", lambda said: troubles.append(said.text) if said.type in {"error", "warning"} else None)
        answer = page.goto(site.address + path)
        assert answer is not None
        assert answer.status == expect
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == [], "the browser's console"
