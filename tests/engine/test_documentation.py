"""The pages about the engine: every example is run and its result compared, every link leads somewhere."""

import doctest
import re
from pathlib import Path

import pytest

from tenure.engine.models.choice import MODELS

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = [DOCS / "engine.md", *sorted((DOCS / "engine").glob("*.md"))]
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_give_what_the_page_says(page: Path) -> None:
    examples = "\n".join(BLOCK.findall(page.read_text(encoding="utf-8")))
    test = doctest.DocTestParser().get_doctest(examples, {}, page.name, str(page), 0)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    outcome = runner.run(test, out=said.append)
    assert outcome.failed == 0, "".join(said)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_a_page_with_an_example_and_says_when_it_fails(name: str) -> None:
    page = DOCS / "engine" / f"{'cnbd' if name.endswith('-k') else name}.md"
    text = page.read_text(encoding="utf-8")
    assert BLOCK.search(text)
    for heading in ("**Assumption.**", "**Formula.**", "**Source.**", "**When it fails.**"):
        assert heading in text
