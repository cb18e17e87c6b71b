"""Which columns need no trimming is found in one look, or in a second one where something odd stands."""

import duckdb
import pytest

from tenure.orders.files.columns import find_tidy
from tenure.orders.files.load import Loaded

SPACES = (" ", "\t", "\r", "\n", "\u00a0", "\u202f", "\ufeff")


def tidy(*lines: tuple[str | None, str | None]) -> frozenset[int]:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE raw_all (c1 VARCHAR, c2 VARCHAR)")
        for line in lines:
            connection.execute("INSERT INTO raw_all VALUES (?, ?)", line)
        return find_tidy(connection, Loaded(2, ("text", "text")), (1, 2)).tidy


@pytest.mark.parametrize("space", SPACES)
def test_a_space_at_either_end_is_found_in_its_own_column_alone(space: str) -> None:
    assert tidy(("a", "b"), ("a", f"b{space}")) == {1}
    assert tidy(("a", "b"), (f"{space}a", "b")) == {2}
    assert tidy((f"a{space}", None), (None, f"{space}b")) == set()


@pytest.mark.parametrize("space", SPACES)
def test_a_space_within_a_cell_is_none_to_trim(space: str) -> None:
    assert tidy((f"a{space}b", "c"), ("", None)) == {1, 2}


def test_a_cell_with_the_sign_between_cells_is_read_as_any_other() -> None:
    assert tidy(("a \x02b", "c\x02\u00a0d")) == {1, 2}
    assert tidy(("a\x02", " b")) == {1}


def test_nothing_read_needs_no_trimming() -> None:
    assert tidy() == {1, 2}
