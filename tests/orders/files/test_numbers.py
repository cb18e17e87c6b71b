import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.orders.files.numbers import Unreadable, decide_decimal, number_sql, parse_number

SPELLINGS = [
    ("1234.5", ".", 1234.5),
    ("1,5", ".", 1.5),
    ("1,234", ".", 1234),
    ("1,234", ",", 1.234),
    ("1.234", ",", 1234),
    ("1 234,50", ",", 1234.5),
    ("1\u00a0234,50\u00a0€", ",", 1234.5),
    ("1\u202f234\u202f567,89", ",", 1234567.89),
    ("$1,234.56", ".", 1234.56),
    ("(1 234,50)", ",", -1234.5),
    ("1.234,50-", ",", -1234.5),
    ("−5", ".", -5),
    ("€ -12", ".", -12),
    ("(€12)", ".", -12),
    ("1'234'567.5", ".", 1234567.5),
    ("1’234.50", ".", 1234.5),
    ("1,23,456.78", ".", 123456.78),
    ("USD 12", ".", 12),
    ("12 руб.", ",", 12),
    ("1 200 lei", ",", 1200),
    ("0,123", ".", 0.123),
    ("1e5", ".", 100000),
    (",5", ",", 0.5),
    ("5.", ".", 5),
    ("0", None, 0),
    ("12,50", None, 12.5),
    ("-0,00", None, 0),
]
UNREADABLE = [
    ("", "not_a_number"),
    ("abc", "not_a_number"),
    ("12abc", "not_a_number"),
    ("12 34", "not_a_number"),
    ("1.120.5", "two_decimal_marks"),
    ("1,2,3", "two_decimal_marks"),
    ("inf", "not_finite"),
    ("NaN", "not_finite"),
    ("=A1+B1", "formula"),
    ("#REF!", "cell_error"),
    ("99999999999999999", "too_large"),
    ("1e300", "too_large"),
]


@pytest.mark.parametrize(("text", "decimal", "number"), SPELLINGS)
def test_a_spelling_has_its_number(text, decimal, number):
    assert parse_number(text, decimal) == number


@pytest.mark.parametrize(("text", "code"), UNREADABLE)
def test_what_is_no_number_says_why(text, code):
    found = parse_number(text, ".")
    assert isinstance(found, Unreadable)
    assert found.code == code


def test_a_mark_that_may_part_thousands_needs_a_decision():
    found = parse_number("1,250", None)
    assert found == Unreadable("ambiguous_number", {"small": "1.250", "large": "1250"})


@settings(deadline=None)
@given(st.text("0123456789.,-()  \u00a0'€$eE+", max_size=14), st.sampled_from([".", ",", None]))
def test_sql_never_reads_a_number_differently(text, decimal):
    by_sql = CONNECTION.execute(
        f"SELECT {number_sql('v', decimal)} FROM (SELECT ? AS v)", [text.strip(" \u00a0")]
    ).fetchall()[0][0]
    if by_sql is not None:
        assert parse_number(text, decimal) == by_sql


@settings(deadline=None)
@given(st.floats(-1e9, 1e9), st.sampled_from([".", ","]))
def test_a_formatted_amount_comes_back(number, decimal):
    written = f"{number:,.2f}"
    if decimal == ",":
        written = written.translate(str.maketrans(",.", ".,"))
    assert parse_number(written, decimal) == round(number, 2)


CONNECTION = duckdb.connect()


@pytest.mark.parametrize(
    ("evidence", "decimal"),
    [
        ((5, 0, 3, 0), ","),
        ((0, 5, 0, 3), "."),
        ((9, 2, 0, 0), ","),
        ((0, 0, 0, 0), "."),
        ((0, 0, 3, 0), None),
        ((0, 0, 40, 0), "."),
        ((0, 0, 0, 40), ","),
        ((0, 0, 40, 40), None),
    ],
)
def test_the_whole_column_decides_the_decimal_mark(evidence, decimal):
    assert decide_decimal(*evidence) == decimal
