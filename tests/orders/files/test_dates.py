from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.orders.files.dates import NoDay, OrderEvidence, day_sql, decide_order, parse_day

from .reading import TODAY

SPELLINGS = [
    ("2020-01-02", None, date(2020, 1, 2)),
    ("2020-1-2", None, date(2020, 1, 2)),
    ("2020/01/02", None, date(2020, 1, 2)),
    ("02.01.2020", "dmy", date(2020, 1, 2)),
    ("02.01.2020", "mdy", date(2020, 2, 1)),
    ("2/1/2020 08:15", "dmy", date(2020, 1, 2)),
    ("12/25/16", "mdy", date(2016, 12, 25)),
    ("25/12/2016", None, date(2016, 12, 25)),
    ("20200102", None, date(2020, 1, 2)),
    ("02012020", "dmy", date(2020, 1, 2)),
    ("2020-01-02T03:04:05Z", None, date(2020, 1, 2)),
    ("2020-01-02 03:04:05.123+02:00", None, date(2020, 1, 2)),
    ("1/2/2020 3:04 PM", "mdy", date(2020, 1, 2)),
    ("Jan 5, 2020", None, date(2020, 1, 5)),
    ("Mon, 5 Jan 2020", None, date(2020, 1, 5)),
    ("5-Jan-20", None, date(2020, 1, 5)),
    ("5 января 2020 г.", None, date(2020, 1, 5)),
    ("5 мая 2020", None, date(2020, 5, 5)),
    ("5 ianuarie 2020", None, date(2020, 1, 5)),
    ("15 sept. 2020", None, date(2020, 9, 15)),
    ("43831", "serial", date(2020, 1, 1)),
    ("43831.75", "serial", date(2020, 1, 1)),
    ("Q02/2020/15", "Q%m/%Y/%d", date(2020, 2, 15)),
    ("29.02.2020", "dmy", date(2020, 2, 29)),
]
NO_DAYS = [
    ("31/02/2026", "no_such_day"),
    ("31.04.2026", "no_such_day"),
    ("29.02.2019", "no_such_day"),
    ("01.01.0202", "year_out_of_range"),
    ("0202-01-01", "year_out_of_range"),
    ("14.05.2026", "future_date"),
    ("2099-01-01", "future_date"),
    ("45/13/2020", "not_a_date"),
    ("soon", "not_a_date"),
    ("43831", "not_a_date"),
    ("=TODAY()", "formula"),
]


@pytest.mark.parametrize(("text", "order", "day"), SPELLINGS)
def test_a_spelling_has_its_day(text, order, day):
    assert parse_day(text, order, TODAY) == day


@pytest.mark.parametrize(("text", "code"), NO_DAYS)
def test_what_is_no_day_says_why(text, code):
    found = parse_day(text, "dmy", TODAY)
    assert isinstance(found, NoDay)
    assert found.code == code


def test_tomorrow_is_still_read_because_of_time_zones():
    assert parse_day("13.05.2026", "dmy", TODAY) == date(2026, 5, 13)


def test_without_an_order_a_day_that_reads_two_ways_is_a_question():
    assert parse_day("03/04/2020", None, TODAY) == NoDay("ambiguous_date")


@settings(deadline=None)
@given(
    st.dates(date(1950, 1, 1), date(2026, 5, 13)),
    st.sampled_from(
        ["%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%Y%m%d", "%d-%m-%y", "%d/%m/%Y 08:05", "%Y-%m-%dT10:00:00"]
    ),
    st.sampled_from(["dmy", "mdy", None]),
)
def test_sql_never_reads_a_day_differently(day, spelling, order):
    text = day.strftime(spelling)
    by_sql = CONNECTION.execute(f"SELECT {day_sql('v', order, TODAY)} FROM (SELECT ? AS v)", [text]).fetchall()[0][0]
    if by_sql is not None:
        assert parse_day(text, order, TODAY) == by_sql


CONNECTION = duckdb.connect()


def evidence(**counts):
    return OrderEvidence(**{**dict.fromkeys(OrderEvidence.__dataclass_fields__, 0), "values": 100, **counts})


@pytest.mark.parametrize(
    ("counts", "order"),
    [
        ({"day_first": 3, "either": 90}, "dmy"),
        ({"month_first": 3, "either": 90}, "mdy"),
        ({"day_first": 60, "month_first": 2, "either": 30}, "dmy"),
        ({"day_first": 30, "month_first": 30, "either": 30}, None),
        ({"year_first": 100}, "ymd"),
        ({"either": 90, "with_dots": 90}, "dmy"),
        ({"either": 90}, None),
        ({"serial": 99}, "serial"),
    ],
)
def test_the_whole_column_decides_the_order_of_day_and_month(counts, order):
    assert decide_order(evidence(**counts)) == order
