"""Gaps in prepared words."""

from hypothesis import given
from hypothesis import strategies as st

from tenure.conversations.placeholders import NAMES, Piece, filled, unknown_gaps


def test_what_is_known_is_put_in_and_what_is_not_stays_a_gap() -> None:
    pieces = filled("Hello {name} of {company}.", {"company": "Prut Vin SRL"})
    assert pieces == (
        Piece("Hello "), Piece("name", gap=True), Piece(" of "), Piece("Prut Vin SRL", filled=True), Piece("."),
    )  # fmt: skip


def test_a_value_that_looks_like_a_gap_is_not_filled_again() -> None:
    assert filled("{name}", {"name": "{me}", "me": "secret"}) == (Piece("{me}", filled=True),)


def test_no_other_name_is_ever_filled() -> None:
    assert filled("{loan}", {"loan": "in talks with a bank"}) == (Piece("loan", gap=True),)
    assert unknown_gaps("{loan} {name} {loan}") == ("loan",)


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(NAMES), st.text(max_size=20)))
def test_text_outside_the_gaps_is_kept(text: str, values: dict[str, str]) -> None:
    pieces = filled(text, values)
    assert "".join(piece.text for piece in pieces if not (piece.gap or piece.filled)) in text or "{" in text
