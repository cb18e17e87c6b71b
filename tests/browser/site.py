"""The demo company, really served, and a real browser to look at it with."""

import contextlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from playwright.sync_api import TimeoutError as TookTooLong

PASSWORD = "look around freely"
PEOPLE = {
    "administrator": "ana@demo.example",
    "head_of_sales": "victor@demo.example",
    "salesperson": "elena@demo.example",
    "russian": "igor@demo.example",
    "romanian": "doina@demo.example",
    "analyst": "maria@demo.example",
}
TENURE = [sys.executable, "-m", "tenure"]
MORNING = "2026-05-12T06:40+00:00"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--force-color-profile=srgb", "--hide-scrollbars",
]  # fmt: skip
CANDIDATES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Site:
    """A served demo company; upload: a file to import.

    client: the one whose silence costs most, with its task and newest order; note: the newest note and its author.
    known: a client known well, of the salesperson's, with its decision unit.
    """

    address: str
    home: Path
    upload: Path
    client: int
    task: int
    order: int
    note: int
    author: str
    known: int = 1
    unit: int = 1


def find_chromium() -> str | None:
    """Path of a browser: TENURE_CHROMIUM, else the usual names on the path."""
    named = os.environ.get("TENURE_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((path for path in map(shutil.which, CANDIDATES) if path), None)


@contextlib.contextmanager
def demo_site(home: Path) -> Iterator[Site]:
    """Make the demo company in `home` and serve it on a free port until the end of the block."""
    env = environment(home) | {"TENURE_DEMO": "1", "TENURE_NOW": MORNING}
    made = subprocess.run([*TENURE, "demo"], env=env, capture_output=True, text=True, timeout=900, check=False)
    if made.returncode:
        raise RuntimeError(f"The demo company could not be made: {made.stderr[-2000:]}")
    with served(env) as address:
        yield Site(address, home, home / "demo" / "orders-of-the-last-days.csv", *worth_looking_at(home))


def environment(home: Path) -> dict[str, str]:
    """What a `tenure` of its own sees: SQLite in `home`, nothing of the tests' settings."""
    ours = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "TENURE_TEST_DATABASE"}
    return {name: value for name, value in os.environ.items() if name not in ours} | {"TENURE_HOME": str(home)}


@contextlib.contextmanager
def served(env: dict[str, str]) -> Iterator[str]:
    """Address of a server on a free port, until the end of the block."""
    port = free_port()
    with (Path(env["TENURE_HOME"]) / "serve.log").open("wb") as log:
        server = subprocess.Popen([*TENURE, "serve", "--port", str(port)], env=env, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address + "/health/", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=300)


def worth_looking_at(home: Path) -> tuple[int, int, int, int, str, int, int]:
    """The fields of a Site from `client` on."""
    with contextlib.closing(sqlite3.connect(home / "tenure.sqlite3")) as database:
        client, task, order = database.execute(
            """SELECT t.client_id, t.id, (SELECT max(id) FROM orders_order o WHERE o.client_id = t.client_id)
            FROM agenda_task t WHERE t.kind = 'silence' AND t.state = 'open' ORDER BY t.stake_minor DESC LIMIT 1"""
        ).fetchone()
        note, email = database.execute(
            "SELECT n.id, u.email FROM clients_note n JOIN privacy_user u ON u.id = n.author_id ORDER BY 1 DESC LIMIT 1"
        ).fetchone()
        known, unit = database.execute(
            """SELECT d.client_id, d.id FROM clients_decisionunit d JOIN clients_client c ON c.id = d.client_id
            JOIN privacy_user u ON u.id = c.owner_id WHERE u.email = ? ORDER BY d.value_minor DESC LIMIT 1""",
            [PEOPLE["salesperson"]],
        ).fetchone()
    author = next(who for who, their in PEOPLE.items() if their == email)
    return client, task, order, note, author, known, unit


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen, seconds: float = 300) -> None:
    """Until the server answers; its end or a long silence is an error."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"The server ended with code {server.returncode}.")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=2)
            return
        time.sleep(0.1)
    raise RuntimeError(f"The server did not answer in {seconds:.0f} seconds.")


def start_browser(playwright: Playwright, path: str) -> Browser:
    """The browser found on this machine, not one downloaded."""
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


def window(
    browser: Browser, *, width: int = 1440, dark: bool = False, language: str = "en", **more: Any
) -> BrowserContext:
    """A fresh browser window; a narrow one is a phone with a touch screen."""
    height = 844 if width < 760 else 900
    return browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        locale=language,
        has_touch=width < 760,
        is_mobile=width < 760,
        reduced_motion="reduce",
        **more,
    )


SETTLED = """document.readyState === 'complete' && document.fonts.status === 'loaded'
    && !document.querySelector('.htmx-request')"""


def settle(page: Page) -> None:
    """Until the page asks for nothing more. Of twenty pages the headless shell forgets to say so of one or two, though all has
    come and nothing is under way: after three seconds the page itself is asked."""
    with contextlib.suppress(TookTooLong):
        page.wait_for_load_state("networkidle", timeout=3_000)
    page.wait_for_function(SETTLED)


def sign_in(page: Page, site: Site, who: str) -> None:
    """As that person of the demo company."""
    page.goto(f"{site.address}/sign-in/")
    page.locator("#f-email").fill(PEOPLE[who])
    page.locator("#f-password").fill(PASSWORD)
    page.locator("main button").click()
    page.wait_for_url(f"{site.address}/")
