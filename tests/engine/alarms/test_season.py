"""The season: found when there is one, not found when there is none, and the clock that runs with it."""

import numpy as np
import pytest

from tenure.engine.alarms.season import Season, learn, month_counts, season_of
from tenure.engine.errors import BadInput

BUSY = np.array([0.5, 0.6, 0.9, 1.0, 1.1, 1.0, 0.7, 0.4, 1.2, 1.4, 1.8, 1.4])


def counts_of(factors: np.ndarray, years: int, level: float, seed: int, growth: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    month = np.arange(12 * years)
    starts = np.arange(np.datetime64("2020-01"), np.datetime64("2020-01") + 12 * years + 1).astype("datetime64[D]")
    return rng.poisson(level * factors[month % 12] * np.exp(growth * month) * np.diff(starts.astype(int)) / 30.4)


def test_a_season_is_learned_from_two_years_of_a_growing_base() -> None:
    found = learn(counts_of(BUSY, 2, 2000, seed=1, growth=0.02), "2020-01")
    assert found.verdict == "ok"
    assert found.factors == pytest.approx(BUSY / BUSY.mean(), abs=0.06)
    assert np.mean(found.factors) == pytest.approx(1)


def test_the_first_month_may_be_any() -> None:
    shifted = learn(counts_of(np.roll(BUSY, -3), 3, 2000, seed=2), "2020-04")
    assert shifted.factors == pytest.approx(BUSY / BUSY.mean(), abs=0.1)


def test_a_base_without_a_season_is_given_one_in_one_case_of_twenty_at_most() -> None:
    found = [learn(counts_of(np.ones(12), 3, 300, seed=seed), "2020-01").verdict for seed in range(300)]
    assert 0 < np.mean([verdict == "ok" for verdict in found]) < 0.09
    assert set(found) <= {"ok", "no_season"}


def test_what_noise_may_have_made_is_believed_less() -> None:
    weak = 1 + (BUSY / BUSY.mean() - 1) * 0.25
    many, few = learn(counts_of(weak, 3, 20_000, seed=3), "2020-01"), learn(counts_of(weak, 3, 120, seed=3), "2020-01")
    assert few.kept < many.kept
    assert many.kept > 0.97


def test_less_than_two_years_have_no_season() -> None:
    found = learn(counts_of(BUSY, 2, 2000, seed=4)[:23], "2020-01")
    assert (found.verdict, found.is_flat, found.months) == ("too_short", True, 23)


def test_a_year_has_its_days_and_a_dead_month_few() -> None:
    season = Season(tuple(BUSY / BUSY.mean()), "ok")
    year = np.array(["2023-12-31", "2024-12-31"], dtype="datetime64[D]").astype(int)
    assert season.elapsed(*year) == pytest.approx(366, abs=3)
    august = np.array(["2024-07-31", "2024-08-31"], dtype="datetime64[D]").astype(int)
    assert season.elapsed(*august) == pytest.approx(31 * 0.4)


def test_the_day_after_so_many_season_days_undoes_the_count() -> None:
    season = Season(tuple(BUSY / BUSY.mean()), "ok")
    start, end = np.array([-700, 0, 19_000]), np.array([-650, 45, 19_400])
    assert season.day_after(start, season.elapsed(start, end)) == pytest.approx(end)
    assert Season().day_after(start, [10, 10.2, 0]) == pytest.approx([-690, 11, 19_000])


def test_only_full_months_are_counted() -> None:
    days = np.array(["2024-01-20", "2024-02-03", "2024-02-28", "2024-03-05", "2024-03-30"], dtype="datetime64[D]")
    counts, first = month_counts(days.astype(int), until=int(np.datetime64("2024-03-31").astype(int)))
    assert (counts.tolist(), first) == ([2, 2], "2024-02")
    counts, first = month_counts(days.astype(int), until=int(np.datetime64("2024-03-30").astype(int)))
    assert (counts.tolist(), first) == ([2], "2024-02")


def test_nobody_ordering_is_no_season() -> None:
    assert season_of(np.zeros(0, dtype=np.int64), until=19_000).verdict == "too_short"
    assert learn(np.zeros(36), "2020-01").is_flat


@pytest.mark.parametrize("counts", [[1.0, np.nan], [-1.0], [[1.0]]])
def test_impossible_counts_are_refused(counts: list) -> None:
    with pytest.raises(BadInput, match="counts of zero or more"):
        learn(counts, "2020-01")


def test_a_month_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match="no month"):
        learn([1.0], "January")
