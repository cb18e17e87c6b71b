"""Finding a person in what others wrote, without hiding somebody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.privacy.mentions import Mentions

ELENA = Mentions(("Елена Петровна Русу",), ("elena.rusu@lumina.md", "+373 69 123 456"))


@pytest.mark.parametrize(
    "text",
    [
        "Елена Русу", "Русу Елена", "Елены Русу", "Еленой Петровной Русу", "русу е.п. елена русу", "ЕЛЕНЕ РУСУ", "Е. Русу",
        "Е.П. Русу", "elena.rusu@lumina.md", "Elena.Rusu@Lumina.md", "+37369123456", "+373 (69) 123-456",
    ],
)  # fmt: skip
def test_a_full_name_or_a_contact_is_hidden_anywhere(text: str) -> None:
    assert "•••" in ELENA.clean(f"сказала {text} вчера")
    assert "Русу" not in ELENA.clean(f"сказала {text} вчера").title()


@pytest.mark.parametrize("text", ["Елена пришла", "Елена Петровна Ион", "Петровна", "Русалка", "+37369123457"])
def test_what_may_be_somebody_else_stays_elsewhere(text: str) -> None:
    assert ELENA.clean(text) == text


def test_at_home_a_single_word_is_enough_unless_a_colleague_shares_it() -> None:
    assert ELENA.clean("Елена против, Русу думает", at_home=True) == "••• против, ••• думает"
    shared = Mentions(("Елена Русу",), (), frozenset({"елена"}))
    assert shared.clean("Елена против, Русу думает", at_home=True) == "Елена против, ••• думает"


def test_texts_inside_lists_and_answers_are_cleaned_too() -> None:
    value = {"who": "Елена Русу", "list": ["x", {"deep": "Русу Елена"}], "count": 3, "none": None}
    assert ELENA.clean(value) == {"who": "•••", "list": ["x", {"deep": "•••"}], "count": 3, "none": None}


@pytest.mark.parametrize("name", ["Ștefan Țurcanu", "Иван Пётр", "Jean-Luc O’Neil", "李 小龙", "Ion"])
def test_names_in_any_script_are_found_at_home(name: str) -> None:
    assert name not in Mentions((name,)).clean(f"call {name} today", at_home=True) or len(name) < 5


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_name_and_no_text_breaks_it(name: str, text: str) -> None:
    mentions = Mentions((name,), (name,))
    for at_home in (False, True):
        once = mentions.clean(text, at_home=at_home)
        assert mentions.clean(once, at_home=at_home) == once or name in ("", "•••")


def test_nobody_is_mentioned_by_no_name() -> None:
    assert Mentions().clean("anything") == "anything"
