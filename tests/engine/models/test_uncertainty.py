"""What parameters may be off by, against each other and against the truth; forecasts that know of it."""

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from tenure.engine.errors import BadInput, DidNotConverge, NotEnoughData
from tenure.engine.models import bg_nbd, gamma_gamma, mbg_cnbd, pareto_nbd, prediction, uncertainty
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tenure.engine.models.window import next_order_window
from tenure.engine.tuples import Histories, distinct
from tests.engine.models import cdnow
from tests.engine.models.cases import CASES, Case

every_model = pytest.mark.parametrize("case", CASES, ids=str)
HISTORIES = (np.array([0, 1, 2, 26]), np.array([0, 3, 30.43, 30.86]), np.array([38.86, 30, 38.86, 31]))


def errors_of(found: Any) -> np.ndarray:
    return np.sqrt(np.diag(found.fit.covariance))


def logs(names: tuple[str, ...], draws: list[Any]) -> np.ndarray:
    return np.log([[getattr(one, name) for name in names] for one in draws])


def test_draws_have_the_mean_and_the_spread_of_the_fit() -> None:
    found = bg_nbd.fit(cdnow.sample())
    drawn = logs(bg_nbd.NAMES, uncertainty.draw_parameters(bg_nbd.NAMES, found, 4_000, np.random.default_rng(1)))
    errors = errors_of(found)
    assert drawn.mean(axis=0) == pytest.approx(np.log([found.r, found.alpha, found.a, found.b]), abs=0.02)
    assert drawn.std(axis=0) == pytest.approx(errors, rel=0.05)
    shared = np.asarray(found.fit.covariance if found.fit else None)[2, 3]
    assert np.corrcoef(drawn.T)[2, 3] == pytest.approx(shared / errors[2] / errors[3], abs=0.02)


def test_what_is_held_at_a_boundary_stays_there_in_every_draw() -> None:
    generator = np.random.default_rng(2)
    T = generator.uniform(20, 60, 1_500)
    found = bg_nbd.fit(distinct(*bg_nbd.simulate(BetaGeometric(2.0, 10.0, 0.0, 1.0), T, generator), T))
    assert found.verdict == "no_dropout"
    drawn = uncertainty.draw_parameters(bg_nbd.NAMES, found, 20, generator)
    assert {(one.a, one.b) for one in drawn} == {(0.0, 1.0)}
    assert len({one.r for one in drawn}) == 20
    assert set(uncertainty.intervals(bg_nbd.NAMES, found)) == {"r", "alpha"}


def test_two_hundred_resamples_of_cdnow_agree_with_the_curvature() -> None:
    found = bg_nbd.fit(cdnow.sample())
    drawn = uncertainty.bootstrap(lambda h: bg_nbd.refit(h, found), cdnow.sample(), 200, np.random.default_rng(3))
    assert len(drawn) == 200
    off = logs(bg_nbd.NAMES, drawn)
    # The model is not exactly true of CDNOW, so that the two may differ by more than chance; not by half.
    assert off.std(axis=0) == pytest.approx(errors_of(found), rel=0.5)
    assert off.mean(axis=0) == pytest.approx(np.log([found.r, found.alpha, found.a, found.b]), abs=0.1)


@every_model
def test_the_bootstrap_spreads_like_the_curvature_where_the_model_is_true(case: Case) -> None:
    generator = np.random.default_rng(4)
    T = generator.uniform(20, 60, 2_500)
    histories = distinct(*case.model.simulate(case.truth, T, generator), T)
    options = {"k": case.truth.k} if hasattr(case.truth, "k") and case.truth.k > 1 else {}
    found = case.model.fit(histories, **options)
    drawn = uncertainty.bootstrap(lambda h: case.model.refit(h, found), histories, 60, generator)
    ratio = logs(case.model.NAMES, drawn).std(axis=0) / errors_of(found)
    assert ((ratio > 0.65) & (ratio < 1.5)).all()


def test_a_model_that_fails_on_most_resamples_says_so() -> None:
    def fails(histories: Histories) -> BetaGeometric:
        raise NotEnoughData("too_few_repeaters", "none")

    with pytest.raises(DidNotConverge):
        uncertainty.bootstrap(fails, cdnow.sample(), 4, np.random.default_rng(0))


def test_parameters_given_by_hand_have_no_uncertainty_to_draw_from() -> None:
    with pytest.raises(NotEnoughData):
        uncertainty.draw_parameters(bg_nbd.NAMES, BetaGeometric(1, 1, 1, 1), 5, np.random.default_rng(0))


def test_the_values_model_can_be_drawn_too() -> None:
    generator = np.random.default_rng(5)
    count = generator.poisson(3.0, 800) + 1
    mean, _ = gamma_gamma.simulate(gamma_gamma.GammaGammaParameters(5.0, 4.0, 30.0), count, generator)
    found = gamma_gamma.fit(count, mean)
    drawn = logs(gamma_gamma.NAMES, uncertainty.draw_parameters(gamma_gamma.NAMES, found, 3_000, generator))
    assert drawn.std(axis=0) == pytest.approx(errors_of(found), rel=0.06)


@every_model
def test_a_prediction_from_one_set_of_parameters_is_the_models_own_distribution(case: Case) -> None:
    found = prediction.predict(case.model, [case.truth], *HISTORIES, horizon=39.0, cover=0.8)
    chances = np.array([case.model.p_orders(case.truth, n, *HISTORIES, horizon=39.0) for n in range(300)])
    assert found.chance_of_none == pytest.approx(chances[0], abs=1e-9)
    expected = case.model.expected_orders(case.truth, *HISTORIES, horizon=39.0)
    assert found.expected == pytest.approx(expected, rel=1e-5)
    assert (found.node_chance * found.node_orders).sum(axis=1) == pytest.approx(expected, rel=1e-4)
    assert found.node_chance.sum(axis=1) + found.chance_of_none == pytest.approx(np.ones(4), abs=1e-6)
    for place in range(4):
        low, high = int(found.low[place]), int(found.high[place])
        inside = chances[low : high + 1, place].sum()
        assert inside >= 0.8 - 1e-9
        # Whole numbers: without those at its ends it would hold too little.
        assert inside - (chances[high, place] if high else 0) - (chances[low, place] if low else 0) < 0.8 or high == 0
        assert chances[:low, place].sum() <= 0.1 + 1e-9


def test_a_mixed_prediction_is_the_mean_of_its_parts() -> None:
    found = mbg_cnbd.fit(cdnow.sample(), k=2)
    draws = uncertainty.draw_parameters(mbg_cnbd.NAMES, found, 8, np.random.default_rng(6))
    mixed = prediction.predict(mbg_cnbd, draws, *HISTORIES, horizon=39.0)
    expected = np.mean([mbg_cnbd.expected_orders(one, *HISTORIES, horizon=39.0) for one in draws], axis=0)
    none = np.mean([mbg_cnbd.p_orders(one, 0, *HISTORIES, horizon=39.0) for one in draws], axis=0)
    assert mixed.expected == pytest.approx(expected, rel=1e-6)
    assert mixed.chance_of_none == pytest.approx(none, rel=1e-9)


def test_intervals_of_a_small_base_hold_the_future_as_promised_only_when_they_know_of_the_parameters() -> None:
    """Fifty bases of sixty clients: the total of the year ahead against its 80 % interval, by both roads."""
    truth, generator = BetaGeometric(1.0, 6.0, 0.8, 4.0), np.random.default_rng(7)
    blind, seeing, bases = 0, 0, 50
    for _ in range(bases):
        T = generator.uniform(20, 60, 60)
        x, t_x = bg_nbd.simulate(truth, T, generator)
        came = bg_nbd.simulate_ahead(truth, x, t_x, T, horizon=52.0, draws=1, generator=generator)[0].sum()
        found = bg_nbd.fit(distinct(x, t_x, T))
        if found.fit.covariance is None:
            continue
        for draws in (24, 1):
            many = uncertainty.draw_parameters(bg_nbd.NAMES, found, draws, generator) if draws > 1 else [found]
            totals = np.concatenate(
                [
                    bg_nbd.simulate_ahead(one, x, t_x, T, horizon=52.0, draws=480 // draws, generator=generator).sum(
                        axis=1
                    )
                    for one in many
                ]
            )
            low, high = np.quantile(totals, (0.1, 0.9))
            if draws > 1:
                seeing += low <= came <= high
            else:
                blind += low <= came <= high
    assert seeing > blind
    assert seeing >= stats.binom(bases, 0.8).ppf(0.005)


def test_a_mixed_interval_is_wider_than_that_of_the_best_parameters_alone() -> None:
    generator = np.random.default_rng(8)
    T = generator.uniform(20, 60, 80)
    x, t_x = bg_nbd.simulate(BetaGeometric(1.0, 6.0, 0.8, 4.0), T, generator)
    found = bg_nbd.fit(distinct(x, t_x, T))
    draws = uncertainty.draw_parameters(bg_nbd.NAMES, found, 32, generator)
    wide = prediction.predict(bg_nbd, draws, x, t_x, T, horizon=52.0)
    narrow = prediction.predict(bg_nbd, [found], x, t_x, T, horizon=52.0)
    assert (wide.high - wide.low).sum() > (narrow.high - narrow.low).sum()


@pytest.mark.parametrize("settings", [{"horizon": 0.0}, {"horizon": math.nan}, {"horizon": 9.0, "cover": 1.0}])
def test_impossible_settings_are_refused(settings: dict[str, float]) -> None:
    with pytest.raises(BadInput):
        prediction.predict(bg_nbd, [BetaGeometric(1, 1, 1, 1)], 1, 5, 10, **settings)
    with pytest.raises(BadInput):
        prediction.predict(bg_nbd, [], 1, 5, 10, horizon=5.0)


def test_a_client_who_has_surely_left_and_one_of_thousands_of_orders_are_predicted_too() -> None:
    found = prediction.predict(
        bg_nbd, [BetaGeometric(0.5, 5.0, 0.5, 9.0)], [30, 5_000], [30, 100], [900, 100], horizon=52
    )
    assert (found.low[0], found.high[0]) == (0, 0)
    assert 0 < found.expected[0] < 1e-12
    assert found.low[1] < found.expected[1] < found.high[1]


@every_model
def test_the_window_of_the_next_order_is_that_of_simulated_futures(case: Case) -> None:
    early, late = next_order_window(case.model, case.truth, *HISTORIES, early=0.1, late=0.6)
    active = case.model.p_alive(case.truth, *HISTORIES)
    for place in range(4):
        row = tuple(column[place] for column in HISTORIES)
        for time, goal in ((early[place], 0.1), (late[place], 0.6)):
            if np.isfinite(time):
                none = float(case.model.p_orders(case.truth, 0, *row, horizon=float(time)))
                assert 1 - none == pytest.approx(goal * active[place], rel=0.01)
    assert np.isfinite(early).all()
    assert (early < late).all()


def test_an_order_that_may_never_come_has_no_end_of_its_window() -> None:
    never = pareto_nbd.ParetoNbdParameters(0.5, 10.0, 1.0, 1.0)
    _, late = next_order_window(pareto_nbd, never, 0, 0, 30.0, late=0.95)
    assert math.isinf(late[0])


def test_a_window_needs_two_probabilities_in_order() -> None:
    with pytest.raises(BadInput):
        next_order_window(bg_nbd, BetaGeometric(1, 1, 1, 1), 1, 2, 3, early=0.9, late=0.1)
