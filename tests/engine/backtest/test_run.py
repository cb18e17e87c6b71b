"""Whole backtests: the published held-out errors, and bases whose truth is known."""

from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest

from tenure.engine.backtest.ledger import ledger
from tenure.engine.backtest.run import Backtest, backtest
from tenure.engine.backtest.verdict import judge
from tenure.engine.errors import NotEnoughData
from tenure.engine.models.choice import MODELS
from tests.engine.backtest import bases
from tests.engine.backtest.bases import LINE, cdnow_master, cdnow_sample
from tests.engine.simulation import order_table

# Mean absolute error over 39 weeks after 30 September 1997, measured with other software (issue 3).
SAMPLE = {"bg-nbd": 0.7855, "pareto-nbd": 0.7545}
MASTER = {"bg-nbd": 0.8187, "pareto-nbd": 0.7938}


@cache
def sample() -> Backtest:
    return backtest(cdnow_sample(), horizon_days=273, origins=1)


@cache
def simulated() -> Backtest:
    return backtest(bases.simulated(), horizon_days=182, origins=3, models=("bg-nbd", "pareto-nbd"))


def test_the_published_errors_of_the_cdnow_sample_are_reproduced() -> None:
    found = sample()
    assert found.plan.days == (LINE,)
    for name, error in SAMPLE.items():
        assert found.models[name].mae == pytest.approx(error, abs=5e-5), name
    assert found.naive["own_rate"].mae == pytest.approx(1.0237, abs=5e-5)


def test_the_published_errors_of_the_whole_of_cdnow_are_reproduced() -> None:
    found = backtest(cdnow_master(), horizon_days=273, origins=1, models=("bg-nbd", "pareto-nbd"))
    for name, error in MASTER.items():
        assert found.models[name].mae == pytest.approx(error, abs=5e-5), name
    assert found.naive["own_rate"].mae == pytest.approx(1.0381, abs=5e-5)


def test_the_median_errs_less_than_any_published_expectation() -> None:
    assert max(one.mae_median for one in sample().models.values()) < 0.67 < min(SAMPLE.values())


def test_the_model_that_made_the_orders_is_trusted() -> None:
    found = simulated()
    assert (found.choice.model, judge(found).trust) == ("bg-nbd", "numbers")
    assert found.chosen.chances.ece < 0.02
    for level in found.chosen.coverage:
        assert level.realised == pytest.approx(level.promised, abs=0.02)


def test_money_is_forecast_as_well_as_orders() -> None:
    money = simulated().money
    assert money is not None
    assert money.bias is not None
    assert abs(money.bias) < 0.12


def test_cohorts_add_up_to_the_whole() -> None:
    found = simulated()
    assert sum(cohort.forecasts for cohort in found.cohorts) == found.chosen.forecasts
    assert sum(cohort.log_likelihood for cohort in found.cohorts) == pytest.approx(found.chosen.log_likelihood)
    assert sum(cohort.actual for cohort in found.cohorts) == found.chosen.actual
    assert list(found.cohorts) == sorted(found.cohorts, key=lambda cohort: cohort.start)


def test_each_day_sees_only_its_own_past() -> None:
    found = simulated()
    assert [origin.day for origin in found.origins] == list(found.plan.days)
    assert [origin.clients for origin in found.origins] == sorted(origin.clients for origin in found.origins)
    early = backtest(bases.simulated(), horizon_days=182, origins=3, models=("bg-nbd",)).origins[0]
    assert early.fits["bg-nbd"].named() == found.origins[0].fits["bg-nbd"].named()


def test_a_client_counts_once_however_often_it_is_forecast() -> None:
    found = simulated()
    assert found.choice.clients == found.origins[-1].clients < found.chosen.forecasts


def test_every_model_is_compared_by_default() -> None:
    assert set(sample().models) == set(MODELS)
    assert [one.model for one in sample().choice.compared] == list(MODELS)


def test_a_base_nobody_returns_to_is_refused() -> None:

    days = [date(2025, 1, 1) + timedelta(n) for n in range(300)]
    base = ledger(order_table(list(range(300)), days, [100] * 300), until=days[-1])
    with pytest.raises(NotEnoughData) as refusal:
        backtest(base)
    assert refusal.value.code == "too_few_repeaters"


def test_measures_are_finite_numbers() -> None:
    for one in simulated().models.values():
        plain = [
            one.mae,
            one.mae_median,
            one.rmse,
            one.log_likelihood,
            one.bias or 0.0,
            one.chances.brier,
            one.chances.ece,
        ]
        assert np.isfinite(plain).all()


def test_a_notebook_shows_a_row_for_each_model() -> None:
    found = simulated()
    assert found.columns()["model"] == ["bg-nbd", "pareto-nbd"]
    assert found.columns()["held_80"] == [one.coverage[0].realised for one in found.models.values()]
    assert found._repr_html_().count("<tr>") == 3
    assert "bg-nbd of 2 models" in repr(found)
