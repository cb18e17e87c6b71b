"""A field visit written without a connection, sent once when it is back, kept through an ended session."""

import contextlib
import sqlite3

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import MORNING, PASSWORD, PEOPLE, Site, sign_in, window

NO_NETWORK = """
    const reach = window.fetch
    window.fetch = (...asked) => localStorage.getItem('no network') ? Promise.reject(new TypeError('offline')) : reach(...asked)
"""


@pytest.fixture
def phone(site: Site, browser: Browser) -> Page:
    page = window(browser, width=390).new_page()
    page.clock.set_fixed_time(MORNING)  # the demo company lives on that day; a visit from the future is refused
    sign_in(page, site, "salesperson")
    page.goto(f"{site.address}/visit/")
    page.locator("html[data-ready=offline]").wait_for(state="attached")
    return page


def write(page: Page, said: str) -> None:
    page.select_option("#f-to", index=1)
    page.fill("#f-a-live_use", said)
    page.click("#visit .savebar .primary")


def recorded(site: Site, said: str) -> int:
    with contextlib.closing(sqlite3.connect(site.home / "tenure.sqlite3")) as database:
        sql = "SELECT count(*) FROM conversations_interaction WHERE answers LIKE ?"
        return int(database.execute(sql, [f"%{said}%"]).fetchone()[0])


def test_a_visit_without_a_connection_waits_and_is_sent_once(site: Site, phone: Page) -> None:
    phone.context.set_offline(True)
    # The browser lets a request slip through now and then while it plays being offline: the page itself sends none.
    phone.add_init_script(NO_NETWORK)
    phone.evaluate("localStorage.setItem('no network', 'yes')")
    phone.reload()  # the form opens all the same
    expect(phone.locator("#offline")).to_be_visible()
    write(phone, "Seen in the cellar")
    expect(phone.locator("#waiting li")).to_have_count(1)
    phone.reload()
    expect(phone.locator("#waiting li")).to_have_count(1)
    assert recorded(site, "Seen in the cellar") == 0
    phone.context.set_offline(False)
    phone.evaluate("localStorage.removeItem('no network')")
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.locator("#waiting")).to_be_hidden()
    assert recorded(site, "Seen in the cellar") == 1


def test_a_visit_survives_an_ended_session(site: Site, phone: Page) -> None:
    phone.context.clear_cookies(name="sessionid")
    write(phone, "Seen after hours")
    expect(phone.locator("#waiting li")).to_have_count(1)
    expect(phone.locator("#sign-in-again input[name=email]")).to_be_visible()
    assert recorded(site, "Seen after hours") == 0
    phone.fill("#sign-in-again input[name=email]", PEOPLE["salesperson"])
    phone.fill("#sign-in-again input[name=password]", PASSWORD)
    phone.click("#sign-in-again button.primary")
    expect(phone.locator("#waiting")).to_be_hidden()
    assert recorded(site, "Seen after hours") == 1


def test_signing_out_leaves_nothing_on_the_phone(site: Site, phone: Page) -> None:
    phone.evaluate("document.querySelector('form.out').requestSubmit()")
    phone.wait_for_url("**/sign-in/**")
    assert phone.evaluate("caches.keys()") == []
    assert phone.evaluate("Object.keys(localStorage).filter(name => name.startsWith('visit'))") == []
