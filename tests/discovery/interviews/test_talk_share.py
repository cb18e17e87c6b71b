"""Whose words a transcript holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.discovery.interviews.talk_share import talk_share

THEIRS = "word " * 70


def test_the_one_who_asks_is_told_by_name() -> None:
    found = talk_share(f"Ion: {THEIRS}\nElena: {'ask ' * 30}", "Elena Ceban")
    assert found is not None
    assert (found.asker, found.ours, found.theirs, found.share) == ("elena", 30, 70, 0.3)
    assert not found.too_much


@pytest.mark.parametrize("mark", ["Q", "I", "В", "Интервьюер", "Î", "Eu"])
def test_or_by_a_usual_mark(mark: str) -> None:
    found = talk_share(f"A: {THEIRS}\n{mark}: {'ask ' * 70}")
    assert found is not None
    assert found.share == 0.5
    assert found.too_much


def test_or_is_who_speaks_first_and_lines_without_a_name_go_on() -> None:
    found = talk_share(f"[00:01] Speaker one: tell me\nmore please\n[00:09] Speaker two: {THEIRS}")
    assert found is not None
    assert (found.ours, found.theirs) == (4, 70)


@pytest.mark.parametrize("text", ["", "Just notes without speakers. " * 20, f"A: {THEIRS}", "Q: hm\nA: yes"])
def test_what_does_not_tell_two_speakers_apart_has_no_share(text: str) -> None:
    assert talk_share(text) is None


@given(st.text(max_size=400))
def test_any_text_gives_a_share_or_none(text: str) -> None:
    found = talk_share(text)
    assert found is None or 0 <= found.share <= 1
