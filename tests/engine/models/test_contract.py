"""What every model of the shape must hold: probabilities that add up, predictions that agree with each other and with
simulation, parameters found again within their own intervals, and named errors for what cannot be."""

import importlib.util
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import special

from tenure.engine.errors import BadInput, EngineError, NotEnoughData
from tenure.engine.models import uncertainty
from tenure.engine.models.beta_geometric.draws import simulate_gaps
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tenure.engine.tuples import Histories, distinct
from tests.engine.models.cases import CASES, Case

every_model = pytest.mark.parametrize("case", CASES, ids=str)
# x, t_x, T in weeks: never again, once, some, many and just now, many and long silent.
HISTORIES = tuple(
    np.array(column) for column in ([0, 1, 2, 26, 60], [0, 3, 30.43, 30.86, 40], [38.86, 30, 38.86, 31, 78])
)
MANY = 400
HORIZON = 39.0


def simulated(case: Case, clients: int, seed: int) -> Histories:
    generator = np.random.default_rng(seed)
    T = generator.uniform(20, 60, clients)
    if isinstance(case.truth, BetaGeometric):
        x, t_x, gap_logs = simulate_gaps(case.truth, T, generator)
        return distinct(x, t_x, T, gap_logs)
    return distinct(*case.model.simulate(case.truth, T, generator), T)


def near(found: Any, expected: Any, error: Any, *, errors: float = 4.5) -> None:
    """Within `errors` standard errors: the tests' seeds are fixed, and all together expect a single miss in a thousand
    runs with other seeds."""
    off = np.abs(np.asarray(found) - expected) / np.maximum(error, 1e-12)
    assert (off < errors).all(), off


@every_model
def test_the_density_of_the_last_order_adds_up_to_the_chance_of_each_number_of_orders(case: Case) -> None:
    # ln L is that of the exact times; the x - 1 earlier ones can lie anywhere before t_x, in t^(x-1) / (x-1)! ways.
    T = 10.0
    points, weights = np.polynomial.legendre.leggauss(120)
    t, share = (points + 1) / 2 * T, weights / 2 * T
    for x in (1, 2, 3, 7, 15):
        density = np.exp(case.model.log_likelihoods(case.truth, x, t, T) + special.xlogy(x - 1, t) - math.lgamma(x))
        assert share @ density == pytest.approx(float(case.model.p_orders_new(case.truth, x, horizon=T)), rel=1e-6)
    none = float(np.exp(case.model.log_likelihoods(case.truth, 0, 0, T)))
    assert none == pytest.approx(float(case.model.p_orders_new(case.truth, 0, horizon=T)), rel=1e-9)


@every_model
def test_the_chances_of_all_numbers_of_orders_add_up_to_one_and_to_the_expectation(case: Case) -> None:
    numbers = range(MANY)
    chances = np.array([case.model.p_orders(case.truth, n, *HISTORIES, horizon=HORIZON) for n in numbers])
    assert (chances >= 0).all()
    assert chances.sum(axis=0) == pytest.approx(np.ones(5), abs=1e-6)
    expected = case.model.expected_orders(case.truth, *HISTORIES, horizon=HORIZON)
    assert numbers @ chances == pytest.approx(expected, rel=1e-5)


@every_model
def test_the_same_holds_for_a_new_client(case: Case) -> None:
    numbers = np.arange(MANY)
    chances = case.model.p_orders_new(case.truth, numbers, horizon=HORIZON)
    assert chances.sum() == pytest.approx(1.0, abs=1e-9)
    expected = case.model.expected_orders_new(case.truth, horizon=HORIZON)
    assert numbers @ chances == pytest.approx(float(expected), rel=1e-6)


@every_model
def test_simulated_clients_order_as_often_as_the_model_says(case: Case) -> None:
    size = 60_000
    x, t_x = case.model.simulate(case.truth, np.full(size, 30.0), np.random.default_rng(1))
    assert (t_x <= 30).all()
    assert ((x > 0) == (t_x > 0)).all()
    for n in (0, 1, 2, 5, 9):
        chance = float(case.model.p_orders_new(case.truth, n, horizon=30.0))
        near((x == n).mean(), chance, math.sqrt(chance * (1 - chance) / size))
    near(x.mean(), float(case.model.expected_orders_new(case.truth, horizon=30.0)), x.std() / math.sqrt(size))


@every_model
def test_what_is_expected_of_known_clients_is_what_new_ones_are_expected_to_place_later(case: Case) -> None:
    # E over the histories until 30 of the orders in (30, 69] = orders of a new client until 69 less those until 30.
    size = 40_000
    x, t_x = case.model.simulate(case.truth, np.full(size, 30.0), np.random.default_rng(2))
    ahead = case.model.expected_orders(case.truth, x, t_x, np.full(size, 30.0), horizon=39.0)
    until = case.model.expected_orders_new(case.truth, horizon=np.array([30.0, 69.0]))
    near(ahead.mean(), until[1] - until[0], ahead.std() / math.sqrt(size))


@every_model
def test_simulated_futures_are_those_the_model_says(case: Case) -> None:
    draws = 20_000
    generator = np.random.default_rng(3)
    ahead = case.model.simulate_ahead(case.truth, *HISTORIES, horizon=HORIZON, draws=draws, generator=generator)
    assert ahead.shape == (draws, 5)
    expected = case.model.expected_orders(case.truth, *HISTORIES, horizon=HORIZON)
    near(ahead.mean(axis=0), expected, ahead.std(axis=0) / math.sqrt(draws))
    for n in (0, 1, 4):
        chance = case.model.p_orders(case.truth, n, *HISTORIES, horizon=HORIZON)
        near((ahead == n).mean(axis=0), chance, np.sqrt(np.maximum(chance * (1 - chance), 1e-5) / draws))


@every_model
def test_silence_makes_a_client_less_likely_to_be_one(case: Case) -> None:
    for x, t_x in ((1, 3.0), (5, 20.0), (40, 30.0), (300, 30.0)):
        active = case.model.p_alive(case.truth, x, t_x, t_x + np.array([0.0, 0.5, 2, 5, 20, 100, 1000]))
        assert ((active >= 0) & (active <= 1)).all()
        assert (np.diff(active) <= 1e-12).all()
        assert active[0] > 2 * active[-1]


@every_model
def test_discounted_orders_are_the_sum_of_expected_ones_worth_less_the_later_they_come(case: Case) -> None:
    # By parts: the sum of exp(-rate t) over orders is the integral of rate exp(-rate t) E[orders until t].
    rate, step = 0.15 / 13, 0.1
    times = np.exp(np.arange(-12, math.log(40 / rate), step))
    expected = np.array([case.model.expected_orders(case.truth, *HISTORIES, horizon=t) for t in times])
    summed = step * (rate * times * np.exp(-rate * times)) @ expected
    assert case.model.discounted_orders(case.truth, *HISTORIES, rate=rate) == pytest.approx(summed, rel=2e-4)


@every_model
def test_extreme_histories_give_finite_numbers(case: Case) -> None:
    x = np.array([132, 133, 161, 254, 300, 5_000, 0, 1, 3, 400])
    T = np.array([200, 200, 200, 260, 310, 2_000, 0, 1e-6, 9_000, 400.0])
    t_x = np.where(x > 0, T * 0.995, 0)
    active = case.model.p_alive(case.truth, x, t_x, T)
    assert ((active >= 0) & (active <= 1)).all()
    assert np.isfinite(case.model.log_likelihoods(case.truth, x, t_x, T)).all()
    expected = case.model.expected_orders(case.truth, x, t_x, T, horizon=52.0)
    assert np.isfinite(expected).all()
    assert (expected >= 0).all()
    # Hundreds of orders up to now: at the client's own pace while it stays.
    own = (x / np.maximum(T, 1) * 52)[:6]
    assert (expected[:6] > 0.3 * own * active[:6]).all()
    assert (expected[:6] < 1.1 * own).all()
    assert np.isfinite(case.model.discounted_orders(case.truth, x, t_x, T, rate=0.01)).all()


@every_model
def test_known_parameters_lie_within_the_intervals_as_often_as_promised(case: Case) -> None:
    bases, inside, asked = 30, 0, 0
    for seed in range(bases):
        found = case.model.fit(simulated(case, 1_500, seed))
        if found.verdict != "ok" or getattr(found, "k", 1) != getattr(case.truth, "k", 1):
            continue
        for name, (low, high) in uncertainty.intervals(case.model.NAMES, found, cover=0.9).items():
            inside += low <= getattr(case.truth, name) <= high
            asked += 1
    assert asked >= 0.8 * bases * len(case.model.NAMES)
    # Nine in ten; the parameters of one base err together, so that the bases count, not the answers.
    assert abs(inside / asked - 0.9) < 3.5 * math.sqrt(0.9 * 0.1 / bases)


@every_model
def test_twice_the_same_clients_give_the_same_parameters_and_twice_the_likelihood(case: Case) -> None:
    once = simulated(case, 800, seed=5)
    logs = None if once.gap_logs is None else 2 * once.gap_logs
    both = Histories(once.x, once.t_x, once.T, 2 * once.count, once.place, logs)
    first, second = case.model.fit(once), case.model.fit(both)
    assert list(second.named().values()) == pytest.approx(list(first.named().values()), rel=1e-4)
    assert second.fit.log_likelihood == pytest.approx(2 * first.fit.log_likelihood, rel=1e-9)
    assert second.fit.clients == 2 * first.fit.clients


@every_model
def test_the_likelihood_of_the_fit_is_that_of_its_histories(case: Case) -> None:
    base = replace(simulated(case, 800, seed=6), gap_logs=None)
    found = case.model.fit(base)
    each = case.model.log_likelihoods(found, base.x, base.t_x, base.T)
    assert found.fit.log_likelihood == pytest.approx(base.count @ each, rel=1e-9)
    # No neighbour is likelier.
    for name in case.model.NAMES:
        for factor in (0.9, 1.1):
            other = type(found)(**{**found.named(), **flags(found), name: factor * getattr(found, name)})
            assert base.count @ case.model.log_likelihoods(other, base.x, base.t_x, base.T) < found.fit.log_likelihood


def flags(parameters: Any) -> dict[str, Any]:
    """What belongs to the kind of model and is not fitted."""
    return {"leaves_at_start": parameters.leaves_at_start} if hasattr(parameters, "leaves_at_start") else {}


@every_model
@pytest.mark.parametrize(
    "history", [(1, 30, 20), (-1, 0, 20), (0, 3, 20), (1.5, 3, 20), (1, math.nan, 20), (math.inf, 3, 20)]
)
def test_impossible_histories_are_refused_by_every_function(case: Case, history: tuple[float, ...]) -> None:
    for function in (case.model.p_alive, case.model.log_likelihoods):
        with pytest.raises(BadInput):
            function(case.truth, *history)
    with pytest.raises(BadInput):
        case.model.expected_orders(case.truth, *history, horizon=10)
    with pytest.raises(BadInput):
        case.model.p_orders(case.truth, 1, *history, horizon=10)
    with pytest.raises(BadInput):
        case.model.discounted_orders(case.truth, *history, rate=0.01)


@every_model
def test_impossible_settings_are_refused(case: Case) -> None:
    for horizon in (-1.0, math.nan, math.inf):
        with pytest.raises(BadInput):
            case.model.expected_orders(case.truth, 1, 5, 10, horizon=horizon)
    with pytest.raises(BadInput):
        case.model.p_orders(case.truth, -1, 1, 5, 10, horizon=10)
    for rate in (0.0, -0.1, math.nan):
        with pytest.raises(BadInput):
            case.model.discounted_orders(case.truth, 1, 5, 10, rate=rate)


@every_model
@pytest.mark.parametrize("clients", [0, 1, 9])
def test_too_few_clients_with_a_second_order_are_no_base(case: Case, clients: int) -> None:
    x = np.array([1.0] * clients + [0.0] * 50)
    with pytest.raises(NotEnoughData):
        case.model.fit(distinct(x, 3 * x, np.full(x.size, 20.0)))


@every_model
def test_no_clients_at_all_are_no_base(case: Case) -> None:
    with pytest.raises(NotEnoughData):
        case.model.fit(distinct([], [], []))
    assert case.model.p_alive(case.truth, [], [], []).shape == (0,)
    assert case.model.expected_orders(case.truth, [], [], [], horizon=5).shape == (0,)


@every_model
@pytest.mark.parametrize("history", [(5, 18.0, 20.0), (1, 1.0, 20.0), (40, 20.0, 20.0)])
def test_clients_who_are_all_alike_give_finite_numbers_or_a_named_error(case: Case, history: tuple[float, ...]) -> None:
    base = distinct(*(np.full(60, value) for value in history))
    try:
        found = case.model.fit(base)
    except EngineError:
        return
    assert found.verdict != "given"
    assert np.isfinite(list(found.named().values())).all()
    assert np.isfinite(case.model.expected_orders(found, *history, horizon=20.0))
    assert 0 <= float(case.model.p_alive(found, *history)) <= 1


@every_model
def test_parameters_show_themselves_as_a_table(case: Case) -> None:
    found = case.model.fit(simulated(case, 800, seed=7))
    table = found.to_pandas()
    assert list(table.parameter) == list(found.named())
    assert table.value.tolist() == pytest.approx(list(found.named().values()))
    assert "<td>" + case.model.NAMES[0] + "</td>" in found._repr_html_()
    assert found.verdict in repr(found)


def test_a_table_turns_into_polars_or_says_what_to_install() -> None:
    parameters = CASES[0].truth
    if importlib.util.find_spec("polars") is None:
        with pytest.raises(BadInput, match="pip install polars"):
            parameters.to_polars()
    else:
        assert parameters.to_polars().columns == ["parameter", "value", "standard_error"]
