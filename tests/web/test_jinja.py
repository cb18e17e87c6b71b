"""What a template leaves behind: nothing of the page it showed."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from jinja2 import DictLoader, UndefinedError

from tenure.web.jinja import environment

PAGES = {
    "frame.html": "{% macro told(x) %}<b>{{ x.name }}</b>{% endmacro %}{% block main %}{% endblock %}",
    "page.html": (
        '{% extends "frame.html" %}{% import "parts.html" as parts with context %}'
        '{% block main %}{% set own = shown %}{{ parts.line(own) }}{% include "inner.html" %}{% endblock %}'
    ),
    "parts.html": "{% macro line(x) %}{{ x.name }} {{ shown.name }}{% endmacro %}",
    "_m.html": "{% macro icon(name) %}<svg>{% endmacro %}",
    "inner.html": "{% macro again() %}{{ shown.name }}{% endmacro %}, {{ shown.name }}{{ m.icon('x') }}",
    "broken.html": "{% macro told() %}{{ shown.name }}{% endmacro %}{{ told() }}{{ nothing }}",
}


class Shown:
    name = "Crumb & Co"


@pytest.fixture
def no_search_for_rings() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_search_for_rings")
def test_what_was_shown_is_let_go_of_with_the_page() -> None:
    page = environment(loader=DictLoader(PAGES), autoescape=True).get_template("page.html")
    shown = Shown()
    left = weakref.ref(shown)
    html = page.render(shown=shown)
    assert html.startswith("Crumb &amp; Co Crumb &amp; Co, Crumb &amp; Co<svg")
    del shown
    assert left() is None


def test_the_same_page_is_drawn_again_with_what_is_shown_then() -> None:
    page = environment(loader=DictLoader(PAGES), autoescape=True).get_template("page.html")
    first, other = Shown(), Shown()
    other.name = "Mill"
    assert page.render(shown=first).startswith("Crumb &amp; Co")
    assert page.render(shown=other).startswith("Mill Mill, Mill<svg")


def test_a_page_that_fails_says_what_was_missing() -> None:
    page = environment(loader=DictLoader(PAGES), autoescape=True).get_template("broken.html")
    with pytest.raises(UndefinedError, match="nothing"):
        page.render(shown=Shown())
