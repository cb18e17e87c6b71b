"""One page always: texts are cut at a word, lists lose their last rows by rank, the type stays as it is."""

from hypothesis import given
from hypothesis import strategies as st

from tenure.journeys.contacts.brief_fit import COLUMN_LINES, Block, Row, column, cut, height, letters_of, lines_of

WORDS = st.text(max_size=400)


def test_a_text_is_cut_at_a_word_with_an_ellipsis() -> None:
    assert cut("Per tonne, yes. Batch variation cost them two bakes", 24) == "Per tonne, yes. Batch…"
    assert cut("  short   enough ", 24) == "short enough"


def test_the_end_that_says_whose_promise_it_is_is_never_cut() -> None:
    row = Row(plain="Send the certificate " * 20, strong="by 12 May", tail="(theirs)")
    (block,) = column([Block("promises", "Promises", (row,), rank=1, lines=2)], 40)
    assert block.rows[0].plain.endswith("… (theirs)")
    assert letters_of(f"{block.rows[0].strong} {block.rows[0].plain}") <= 80


def test_an_endless_word_is_cut_all_the_same() -> None:
    assert cut("a" * 100, 10) == "a" * 9 + "…"


@given(WORDS, st.integers(4, 200))
def test_a_cut_text_never_takes_more_room_than_it_may(text: str, letters: int) -> None:
    assert letters_of(cut(text, letters)) <= letters + 1


@given(WORDS, st.integers(10, 80))
def test_a_text_of_so_many_lines_is_not_wider_than_they(text: str, letters: int) -> None:
    assert letters_of(" ".join(text.split())) <= lines_of(text, letters) * (letters + 2)


def test_the_block_of_least_weight_loses_rows_first() -> None:
    light = Block("occasions", "Occasions", tuple(Row(plain=f"Day {n}") for n in range(12)), rank=6)
    heavy = Block("questions", "Questions", tuple(Row(strong=f"Question {n}") for n in range(12)), rank=0, keep=3)
    found = {block.code: block for block in column([heavy, light], 40, room=22)}
    assert len(found["questions"].rows) == 12
    assert found["occasions"].left_out == 12 - len(found["occasions"].rows) > 0


def test_an_empty_block_is_left_out() -> None:
    assert column([Block("hidden", "Hidden", (), rank=5), None], 40) == ()


@given(
    st.lists(
        st.builds(
            Block,
            code=st.sampled_from(["people", "changes", "hidden"]),
            heading=st.just("A heading"),
            rows=st.lists(
                st.builds(Row, strong=WORDS, plain=WORDS, small=WORDS, person=st.booleans()), max_size=15
            ).map(tuple),
            rank=st.integers(0, 6),
            keep=st.integers(1, 4),
        ),
        max_size=5,
    )
)
def test_whatever_is_in_it_a_column_keeps_to_its_room(blocks: list[Block]) -> None:
    found = column(blocks, 40)
    assert len(found) <= 1 or sum(height(block, 40) for block in found) <= COLUMN_LINES
