"""Pictures of every page from the demo company: python -m tests.browser.screenshots [folder] [name ...]"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser.site import (
    MORNING,
    TENURE,
    Site,
    demo_site,
    environment,
    find_chromium,
    settle,
    sign_in,
    start_browser,
    window,
)

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
PAPER: ViewportSize = {"width": 794, "height": 1123}
# A long list says no more below this; the folder stays small.
TALLEST = 1240
REPORT = "report.html"


def pictures(site: Site) -> dict[str, tuple[str, str, dict]]:
    """name -> (who looks, address, look of the window)."""
    client, unit = f"/clients/{site.known}/", f"/units/{site.unit}/"
    phone = {"width": 390}
    report = (site.home / REPORT).as_uri()
    return {
        "today-light": ("salesperson", "/", {}),
        "today-dark": ("salesperson", "/", {"dark": True}),
        "today-phone": ("salesperson", "/", phone),
        "today-russian": ("russian", "/", {}),
        "today-romanian": ("romanian", "/", {}),
        "base-light": ("head_of_sales", "/base/", {}),
        "base-dark": ("head_of_sales", "/base/", {"dark": True}),
        "base-phone": ("head_of_sales", "/base/", phone),
        "clients-light": ("head_of_sales", "/clients/", {}),
        "clients-dark": ("head_of_sales", "/clients/", {"dark": True}),
        "clients-phone": ("head_of_sales", "/clients/", phone),
        "client-light": ("salesperson", client, {"tall": 2600}),
        "client-dark": ("salesperson", client, {"dark": True, "tall": 2600}),
        "client-phone": ("salesperson", client, phone | {"tall": 2600}),
        "map-light": ("salesperson", unit, {}),
        "map-dark": ("salesperson", unit, {"dark": True}),
        "map-phone": ("salesperson", unit, phone),
        "brief-light": ("salesperson", f"{client}brief/", {}),
        "brief-dark": ("salesperson", f"{client}brief/", {"dark": True}),
        "brief-phone": ("salesperson", f"{client}brief/", phone | {"tall": 2600}),
        "brief-print": ("salesperson", f"{client}brief/", {"paper": True}),
        "questions-light": ("salesperson", f"{client}questions/", {}),
        "record-light": ("salesperson", f"{client}record/", {}),
        "record-phone": ("salesperson", f"{client}record/", phone | {"dark": True}),
        "visit-phone": ("salesperson", "/visit/", phone),
        "occasions-light": ("salesperson", "/occasions/", {}),
        "scripts-light": ("salesperson", "/scripts/", {}),
        "privacy-light": ("administrator", "/privacy/", {}),
        "venture-light": ("head_of_sales", "/ventures/1/", {"tall": 1700}),
        "venture-dark": ("head_of_sales", "/ventures/1/", {"dark": True, "tall": 1700}),
        "venture-phone": ("head_of_sales", "/ventures/1/", phone | {"tall": 2600}),
        "hypothesis-light": ("head_of_sales", "/hypotheses/9/", {}),
        "problems-light": ("head_of_sales", "/ventures/1/problems/", {}),
        "value-light": ("head_of_sales", "/ventures/1/value/", {}),
        "economics-light": ("head_of_sales", "/ventures/1/economics/", {"tall": 1700}),
        "gate-light": ("head_of_sales", "/ventures/1/gate/", {}),
        "venture-report-light": ("head_of_sales", "/ventures/1/report/", {"tall": 2600}),
        "import-light": ("head_of_sales", "/import/", {}),
        "import-dark": ("head_of_sales", "/import/", {"dark": True}),
        "import-phone": ("head_of_sales", "/import/", phone),
        "settings-light": ("administrator", "/settings/", {}),
        "settings-phone": ("administrator", "/settings/", phone),
        "audit-light": ("administrator", "/settings/audit/", {}),
        "sign-in-light": ("", "/sign-in/", {}),
        "sign-in-dark": ("", "/sign-in/", {"dark": True}),
        "sign-in-phone": ("", "/sign-in/?language=ro", phone),
        "today-print": ("salesperson", "/", {"paper": True}),
        "client-print": ("salesperson", client, {"paper": True}),
        "report-light": ("", report, {}),
        "report-dark": ("", report, {"dark": True}),
        "report-phone": ("", report, phone),
    }


def check_a_file(page: Page, site: Site) -> None:
    """Take the wizard to the check of a file, the step worth a picture."""
    page.locator("input[type=file]").first.set_input_files(site.upload)
    page.locator("main form:has(input[type=file]) button").first.click()
    page.wait_for_selector(".outcome", timeout=120_000)
    settle(page)


PREPARED: dict[str, Callable[[Page, Site], None]] = {"/import/": check_a_file}


def write_report(site: Site) -> None:
    """What `tenure report --db` makes of the demo company."""
    env = environment(site.home) | {"TENURE_DEMO": "1", "TENURE_NOW": MORNING}
    subprocess.run([*TENURE, "report", "--db", "--out", site.home / REPORT], env=env, check=True, timeout=300)


def take(browser: Browser, site: Site, who: str, address: str, look: dict, target: Path) -> None:
    """One picture: the page down to `tall`, as wide as the window; on paper as it is printed."""
    paper, tall = look.pop("paper", False), look.pop("tall", TALLEST)
    context = window(browser, **look)
    page = context.new_page()
    if who:
        sign_in(page, site, who)
    page.goto(address if address.startswith("file:") else site.address + address)
    settle(page)
    if address in PREPARED:
        PREPARED[address](page, site)
    if paper:
        page.set_viewport_size(PAPER)
        page.emulate_media(media="print", color_scheme="light")
    page.evaluate("document.fonts.ready")
    width = page.evaluate("innerWidth")
    if width < 760:
        page.set_viewport_size({"width": width, "height": tall})
    height = min(page.evaluate("document.documentElement.scrollHeight"), PAPER["height"] if paper else tall)
    page.screenshot(path=target, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    context.close()


def main(arguments: list[str]) -> int:
    """All pictures, or only those named."""
    folder = Path(arguments[0]) if arguments else FOLDER
    path = find_chromium()
    if path is None:
        print("No Chromium found. Install one, or set TENURE_CHROMIUM to its path.", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, demo_site(Path(home)) as site, sync_playwright() as playwright:
        browser = start_browser(playwright, path)
        for name, (who, address, look) in pictures(site).items():
            if not arguments[1:] or any(name.startswith(wanted) for wanted in arguments[1:]):
                if address.endswith(REPORT) and not (site.home / REPORT).exists():
                    write_report(site)
                take(browser, site, who, address, look, folder / f"{name}.png")
                print(name)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
