"""What may be done with forecasts that came out so and so."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from tenure.engine.backtest.outcomes import Measures
from tenure.engine.backtest.run import Backtest, Origin, backtest
from tenure.engine.backtest.verdict import judge
from tests.engine.backtest import bases


@cache
def sound() -> Backtest:
    return backtest(bases.simulated(), horizon_days=182, origins=2, models=("bg-nbd",))


def altered(day: int = 0, **changes: Any) -> Backtest:
    """The sound backtest with the pooled measures changed, or one day's bias."""
    found = sound()
    if "bias" in changes:
        origins = list(found.origins)
        own = replace(origins[day].models["bg-nbd"], bias=changes.pop("bias"))
        origins[day] = replace(origins[day], models={"bg-nbd": own})
        found = replace(found, origins=tuple(origins))
    return replace(found, models={"bg-nbd": replace(found.models["bg-nbd"], **changes)})


def test_totals_chances_and_intervals_that_held_can_be_planned_with() -> None:
    assert (judge(sound()).trust, judge(sound()).reasons) == ("numbers", ())


@pytest.mark.parametrize("bias", [0.2, -0.2, None])
def test_one_day_with_a_total_far_off_is_enough_to_plan_no_more(bias: float | None) -> None:
    verdict = judge(altered(bias=bias))
    assert (verdict.trust, verdict.reasons) == ("ranking", ("totals",))


def test_too_many_on_one_day_does_not_make_up_for_too_few_on_another() -> None:
    found = altered(day=0, bias=0.3)
    assert judge(found).total_high == 0.3
    assert judge(found).total_low == sound().origins[1].models["bg-nbd"].bias


def test_chances_that_are_off_leave_the_ranking() -> None:
    chances = replace(sound().chosen.chances, ece=0.08)
    assert judge(altered(chances=chances)).reasons == ("chances",)


def test_narrow_intervals_leave_the_ranking() -> None:
    wide, wider = sound().chosen.coverage
    narrow = replace(wide, realised=wide.promised - 0.06)
    assert judge(altered(coverage=(narrow, wider))).reasons == ("intervals",)


def test_without_skill_nothing_is_left() -> None:
    chances = replace(sound().chosen.chances, skill=0.001)
    assert judge(altered(chances=chances)).trust == "nothing"


def test_few_buyers_are_said_to_be_few() -> None:
    found = sound()
    last: Origin = replace(found.origins[-1], buyers=12)
    assert "few_clients" in judge(replace(found, origins=(*found.origins[:-1], last))).reasons


def test_a_rule_of_thumb_that_errs_less_is_named() -> None:
    better: Measures = sound().chosen
    assert judge(altered(mae_median=better.mae * 10)).reasons == ("naive_better",)


def test_what_to_know_besides_is_noted() -> None:
    found = sound()
    assert judge(found).notes == ()
    one = replace(found, origins=found.origins[-1:], of_clients=found.clients * 3)
    assert judge(one).notes == ("one_day", "sampled")
