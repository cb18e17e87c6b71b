"""Texts of templates: looked up quickly, in the language of whoever looks, with what is put into them escaped."""

import threading

import pytest
from django.utils import translation

from tenure.kernel import formats
from tenure.web.jinja import counted, said

WORDS = {"en": "Clients", "ru": "Клиенты", "ro": "Clienți"}


@pytest.mark.parametrize("_again", range(2))
def test_each_reader_is_spoken_to_in_their_own_language(_again: int) -> None:
    for code, word in WORDS.items():
        with formats.speaking(code):
            assert said("Clients") == word


def test_a_text_is_kept_for_the_language_it_was_asked_in_whatever_else_is_active() -> None:
    text = "They come to Today in good time."
    with formats.speaking("en"), translation.override("ru"):
        assert said(text) == text
    with formats.speaking("ru"):
        assert said(text) != text


def test_two_readers_at_once_do_not_hear_each_other() -> None:
    heard: dict[str, set[str]] = {code: set() for code in WORDS}

    def read(code: str) -> None:
        with formats.speaking(code):
            heard[code] |= {str(said("Clients")) for _time in range(500)}

    threads = [threading.Thread(target=read, args=(code,)) for code in WORDS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == {code: {word} for code, word in WORDS.items()}


def test_what_is_put_into_a_text_is_escaped() -> None:
    with formats.speaking("en"):
        assert said("ask %(name)s", name="<b>Ion</b>") == "ask &lt;b&gt;Ion&lt;/b&gt;"
        assert "&lt;i&gt;" in counted("%(n)s day", "%(n)s days", 2, n="<i>")


def test_two_per_cent_signs_are_one() -> None:
    with formats.speaking("en"):
        assert said("Formal weight of %(name)s, %%", name="Ion") == "Formal weight of Ion, %"
        assert said("100 %% sure") == "100 % sure"


def test_a_stretch_of_days_is_kept_in_each_language() -> None:
    found = {}
    for code in WORDS:
        with formats.speaking(code):
            found[code] = formats.span(400)
    assert len(set(found.values())) == 3
