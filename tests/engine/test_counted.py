"""Histories counted where the rows lie are those found from one row per client."""

from datetime import date

import numpy as np
import pytest

from tenure.engine.counted import counted, from_counts, histories_in
from tenure.engine.errors import BadInput
from tenure.engine.models import bg_nbd
from tests.engine.simulation import AS_OF, Truth, simulate


@pytest.mark.parametrize("unit", ["day", "week", 30])
def test_counting_on_the_engine_gives_the_same_histories(unit: str | int) -> None:
    orders = simulate(Truth(clients=700), np.random.default_rng(4)).orders()
    found = from_counts(counted(orders, until=AS_OF, unit=unit).to_pyarrow(), unit)  # type: ignore[arg-type]
    expected = histories_in(orders, until=AS_OF, unit=unit)  # type: ignore[arg-type]
    for name in ("x", "t_x", "T", "count"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name), err_msg=name)
    assert found.gap_logs == pytest.approx(expected.gap_logs, rel=1e-12)


def test_the_fit_is_the_same_from_counts() -> None:
    orders = simulate(Truth(clients=1500), np.random.default_rng(5)).orders()
    from_rows = bg_nbd.fit(histories_in(orders, until=AS_OF, unit="week"))
    from_few = bg_nbd.fit(from_counts(counted(orders, until=AS_OF, unit="week").to_pyarrow(), "week"))
    assert dict(from_few.named()) == pytest.approx(dict(from_rows.named()), rel=1e-12)
    assert from_few.fit.clients == from_rows.fit.clients


def test_incomplete_rows_are_refused() -> None:
    orders = simulate(Truth(clients=5), np.random.default_rng(6)).orders()
    with pytest.raises(BadInput):
        histories_in(orders.mutate(amount=orders.amount.nullif(orders.amount)), until=date(2024, 12, 31))
