"""What is seen before there is a company, and the report of a file that needs none: no rule of accessibility broken."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.site import TENURE, environment, served, window
from tests.browser.test_every_page import INLINE, violations_in_both_palettes
from tests.datasets import lifetimes_data


@pytest.fixture(scope="module")
def first_start(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("empty")
    env = environment(home)
    subprocess.run([*TENURE, "init", "--no-input"], env=env, check=True, capture_output=True, timeout=600)
    with served(env) as address:
        yield address


@pytest.fixture(scope="module")
def reports(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    sample = lifetimes_data("CDNOW_sample.txt")
    log = folder / "log.csv"
    rows = [line.split() for line in sample.read_text().splitlines() if line.strip()]
    log.write_text("client,date,amount\n" + "".join(f"{r[0]},{r[2]},{r[4]}\n" for r in rows if r[2].isdigit()))
    made = {}
    for language in ("en", "ru"):
        made[language] = folder / f"report-{language}.html"
        command = [*TENURE, "score", str(log), "--date-format", "%Y%m%d", "--out", str(made[language])]
        done = subprocess.run(
            [*command, "--language", language],
            env=environment(folder),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
    return made


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_the_first_start_breaks_no_rule(browser: Browser, first_start: str, width: int, language: str) -> None:
    context = window(browser, width=width, language=language)
    page = context.new_page()
    page.goto(f"{first_start}/first-start/?language={language}")
    broken = violations_in_both_palettes(page)
    sideways = page.evaluate("document.documentElement.scrollWidth")
    inline = page.evaluate(INLINE)
    context.close()
    assert (broken, inline) == ([], 0)
    assert sideways <= width


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_report_of_a_file_breaks_no_rule(
    browser: Browser, reports: dict[str, Path], width: int, language: str
) -> None:
    context = window(browser, width=width, language=language)
    page = context.new_page()
    page.goto(reports[language].as_uri())
    broken = violations_in_both_palettes(page)
    sideways = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert broken == []
    assert sideways <= width
