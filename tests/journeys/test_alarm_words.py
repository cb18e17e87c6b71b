"""What pages say of the silence alarms' promise, from the figures stored with a run."""

from datetime import date

import pytest

from tenure.journeys.scoring.alarm_words import alarm_promise

MONTH = {"start": 20574, "judged": 0, "false": 0, "gone": 0, "caught": 0}
PROMISE = {"verdict": "kept", "level": 0.2, "days_more": 0}


def stored(promise: dict, *months: dict) -> dict:
    total = {name: sum(month[name] for month in months) for name in ("judged", "false", "gone", "caught")}
    return {"promise": promise, "record": {"level": 0.2, "months": list(months), "total": total}}


def test_a_kept_promise_is_told_with_what_became_of_it() -> None:
    found = alarm_promise(stored(PROMISE, {**MONTH, "judged": 100, "false": 12, "gone": 50, "caught": 35}))
    assert found is not None
    assert found.is_calibrated
    assert found.sentences[0].startswith("At most 20")
    assert "100 silence alarms judged by now 12" in found.sentences[1]
    assert "70" in found.sentences[1]


@pytest.mark.parametrize(
    ("promise", "words"),
    [
        ({"verdict": "too_short", "level": 0.2, "days_more": 90}, "90 days more"),
        ({"verdict": "out_of_reach", "level": 0.05, "days_more": 0}, "no threshold"),
    ],
)
def test_without_a_promise_the_list_is_said_not_to_be_calibrated(promise: dict, words: str) -> None:
    found = alarm_promise(stored(promise, MONTH))
    assert found is not None
    assert not found.is_calibrated
    assert len(found.sentences) == 1
    assert "not calibrated" in found.sentences[0]
    assert words in found.sentences[0].replace("\u00a0", " ")


def test_the_newest_judged_months_come_first() -> None:
    months = [{**MONTH, "start": 20454 + 31 * n, "judged": n % 8} for n in range(10)]
    found = alarm_promise(stored(PROMISE, *months))
    assert found is not None
    assert [month.judged for month in found.months] == [1, 7, 6, 5, 4, 3]
    assert found.months[0].first_day == date(2026, 10, 7)


def test_runs_without_orders_promise_nothing() -> None:
    assert alarm_promise({"verdict": "no_orders"}) is None
