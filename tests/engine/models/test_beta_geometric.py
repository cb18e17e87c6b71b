"""The family of BG/NBD against printed tables, clients simulated order by order, and its own nested models."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.models import bg_cnbd, bg_nbd, mbg_cnbd, mbg_nbd, uncertainty
from tenure.engine.models.beta_geometric.draws import simulate_gaps
from tenure.engine.models.beta_geometric.likelihood import base_of, log_likelihood
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tenure.engine.models.shape import OrdersModel
from tenure.engine.tuples import Histories, distinct
from tests.engine.models import cdnow

REGULAR = BetaGeometric(2.0, 3.0, 0.8, 2.5, k=3)
KINDS = [(k, start) for k in (1, 2, 5) for start in (False, True)]


def of(numbers: Iterable[float], k: int = 1, start: bool = False) -> BetaGeometric:
    r, alpha, a, b = numbers
    return BetaGeometric(r, alpha, a, b, k, start)


def base(truth: BetaGeometric, clients: int, seed: int, *, gaps: bool = True) -> Histories:
    generator = np.random.default_rng(seed)
    T = generator.uniform(20, 60, clients)
    x, t_x, gap_logs = simulate_gaps(truth, T, generator)
    return distinct(x, t_x, T, gap_logs if gaps else None)


def test_the_printed_parameters_of_mbg_nbd_on_cdnow_are_found() -> None:
    # Batislam, Denizel, Filiztekin (2007), and BTYDplus 1.2: .525, 6.183, .891, 1.614.
    found = mbg_nbd.fit(cdnow.sample())
    assert found.verdict == "ok"
    assert list(found.named().values()) == pytest.approx([0.525, 6.183, 0.891, 1.614, 1], abs=6e-4)


def test_cdnow_buyers_are_not_regular() -> None:
    # BTYDplus, demo of CDNOW: k = 1 for both kinds.
    assert bg_cnbd.fit(cdnow.sample()) == bg_nbd.fit(cdnow.sample())
    assert mbg_cnbd.fit(cdnow.sample()).k == 1


@pytest.mark.parametrize(("k", "start"), KINDS)
def test_the_gradient_is_the_slope_of_the_likelihood(k: int, start: bool) -> None:
    data = base_of(cdnow.sample())
    point = np.array([0.3, 4.0, 0.7, 2.0])
    _, slope = log_likelihood(data, of(point, k, start))
    for place in range(4):
        step = np.eye(4)[place] * 1e-6
        up, down = (log_likelihood(data, of(point + s * step, k, start))[0] for s in (1, -1))
        assert slope[place] == pytest.approx((up - down) / 2e-6, rel=1e-4, abs=1e-3)


def test_the_gradient_holds_where_nobody_leaves() -> None:
    data = base_of(cdnow.sample())
    _, slope = log_likelihood(data, BetaGeometric(0.3, 4.0, 0.0, 1.0, k=2))
    for place in range(2):
        step = np.eye(4)[place] * 1e-6
        up, down = (log_likelihood(data, of((0.3, 4.0, 0.0, 1.0) + s * step, 2))[0] for s in (1, -1))
        assert slope[place] == pytest.approx((up - down) / 2e-6, rel=1e-4)


def by_quadrature(truth: BetaGeometric, x: int, t_x: float, T: float, gap_logs: float) -> float:
    """ln L by integrating over rate and leaving, as the story of the model tells it; no closed form."""
    k, coins = truth.k, x - 1 + truth.leaves_at_start
    points, weights = np.polynomial.legendre.leggauss(60)
    leaves, shares = (points + 1) / 2, weights / 2 * stats.beta(truth.a, truth.b).pdf((points + 1) / 2)
    ln_rates, step = np.linspace(-16, 4, 2_001, retstep=True)
    rates = np.exp(ln_rates)
    densities = step * rates * stats.gamma(truth.r, scale=1 / truth.alpha).pdf(rates)
    struck = np.exp(k * x * ln_rates - rates * t_x)[:, None]
    silent = special.gammaincc(k, rates * (T - t_x))[:, None]
    left = leaves * (1 - leaves) ** coins if coins >= 0 else np.zeros_like(leaves)
    value = densities @ (struck * ((1 - leaves) ** (coins + 1) * silent + left)) @ shares
    return math.log(value) + (k - 1) * gap_logs - x * math.lgamma(k)


@pytest.mark.parametrize(("x", "t_x", "T", "gap_logs"), [(0, 0, 20, 0), (1, 5, 20, math.log(5)), (4, 18, 20, 5.5)])
@pytest.mark.parametrize(("k", "start"), [(1, True), (3, False), (3, True)])
def test_the_likelihood_is_the_story_integrated(
    k: int, start: bool, x: int, t_x: float, T: float, gap_logs: float
) -> None:
    truth = BetaGeometric(1.4, 5.0, 2.0, 3.0, k, start)
    module = mbg_cnbd if start else bg_cnbd
    found = module.log_likelihoods(truth, x, t_x, T, gap_logs=gap_logs)
    assert float(found) == pytest.approx(by_quadrature(truth, x, t_x, T, gap_logs), abs=1e-6)


@dataclass(frozen=True)
class Lives:
    """Clients told order by order: histories until T, whether they were clients then, and orders in the time ahead."""

    x: np.ndarray
    t_x: np.ndarray
    active: np.ndarray
    ahead: np.ndarray


def lives(truth: BetaGeometric, clients: int, T: float, horizon: float, seed: int) -> Lives:
    """Drawn one order at a time with no formula of the model."""
    generator = np.random.default_rng(seed)
    rate, leaves = generator.gamma(truth.r, 1 / truth.alpha, clients), generator.beta(truth.a, truth.b, clients)
    x, t_x, ahead, now = (np.zeros(clients) for _ in range(4))
    until = np.full(clients, np.inf)
    here = np.ones(clients, dtype=bool)
    if truth.leaves_at_start:
        gone = generator.random(clients) < leaves
        until[gone], here[gone] = 0.0, False
    while here.any():
        now = np.where(here, now + generator.gamma(truth.k, 1 / rate), np.inf)
        past, coming = now <= T, (now > T) & (now <= T + horizon)
        x, t_x, ahead = x + past, np.where(past, now, t_x), ahead + coming
        here &= now <= T + horizon
        gone = here & (generator.random(clients) < leaves)
        until[gone] = now[gone]
        here &= ~gone
    return Lives(x, t_x, until > T, ahead)


@pytest.mark.parametrize(
    "truth",
    [BetaGeometric(1.2, 8.0, 0.9, 3.0, leaves_at_start=True), REGULAR, replace(REGULAR, leaves_at_start=True)],
    ids=["mbg-nbd", "bg-cnbd-3", "mbg-cnbd-3"],
)
def test_clients_alike_do_what_the_model_expects_of_them(truth: BetaGeometric) -> None:
    """Groups of like histories among 300,000 lives: the share still active, the mean and the share of none ahead."""
    T, horizon = 12.0, 9.0
    found = lives(truth, 300_000, T, horizon, seed=11)
    history = (found.x, found.t_x, np.full(found.x.size, T))
    active = bg_cnbd.p_alive(truth, *history)
    expected = bg_cnbd.expected_orders(truth, *history, horizon=horizon)
    none = bg_cnbd.p_orders(truth, 0, *history, horizon=horizon)
    groups = np.minimum(found.x, 8) * 3 + np.digitize(T - found.t_x, [1.0, 4.0])
    for group in np.unique(groups):
        rows = groups == group
        if rows.sum() < 300:
            continue
        for seen, said in ((found.active, active), (found.ahead, expected), (found.ahead == 0, none)):
            off = seen[rows] - said[rows]
            # The spread of a share near 0 or 1 is that said, not the one a few clients happen to show.
            spread = max(
                float(off.std()), math.sqrt(float(np.mean(np.clip(said[rows], 0, 1) * (1 - np.clip(said[rows], 0, 1)))))
            )
            assert abs(off.mean()) < 4.5 * spread / math.sqrt(rows.sum()) + 1e-9


@pytest.mark.parametrize("start", [False, True])
def test_one_stage_an_order_is_the_nested_model(start: bool) -> None:
    regular, plain = (mbg_cnbd, mbg_nbd) if start else (bg_cnbd, bg_nbd)
    found, nested = regular.fit(cdnow.sample(), k=1), plain.fit(cdnow.sample())
    assert found.named() == nested.named()
    assert found.fit.log_likelihood == nested.fit.log_likelihood


@pytest.mark.parametrize("k", [1, 2, 4, 7])
@pytest.mark.parametrize("start", [False, True])
def test_the_number_of_stages_is_found_from_the_gaps(k: int, start: bool) -> None:
    data = base(BetaGeometric(2.0, 4.0 / k, 0.6, 4.0, k, start), 2_500, seed=k)
    found = (mbg_cnbd if start else bg_cnbd).fit(data)
    assert found.k == k
    assert found.verdict == "ok"


def test_the_likelihood_with_gaps_is_the_sum_over_clients() -> None:
    generator = np.random.default_rng(3)
    T = generator.uniform(20, 60, 500)
    x, t_x, logs = simulate_gaps(REGULAR, T, generator)
    found = bg_cnbd.fit(distinct(x, t_x, T, logs))
    assert found.fit.log_likelihood == pytest.approx(bg_cnbd.log_likelihoods(found, x, t_x, T, gap_logs=logs).sum())


def test_without_gaps_the_times_of_the_last_orders_still_tell_regular_from_random() -> None:
    regular = bg_cnbd.fit(base(BetaGeometric(8.0, 2.0, 0.3, 9.0, k=4), 4_000, seed=1, gaps=False))
    random = bg_cnbd.fit(base(BetaGeometric(8.0, 8.0, 0.3, 9.0, k=1), 4_000, seed=1, gaps=False))
    assert regular.k >= 3
    assert random.k == 1


def test_two_orders_at_one_time_are_refused_where_regularity_is_learned() -> None:
    with pytest.raises(BadInput) as refusal:
        distinct([1, 2], [3, 3], [9, 9], gap_logs=[math.log(3), -math.inf])
    assert refusal.value.rows == (1,)


@pytest.mark.parametrize(("k", "start"), KINDS)
def test_a_base_that_nobody_leaves_gets_the_nested_model(k: int, start: bool) -> None:
    # Of bases that nobody leaves every fourth looks by chance as if somebody did, with a chance below a hundredth.
    data = base(BetaGeometric(2.0, 10.0 / k, 0.0, 1.0, k, start), 2_000, seed=34)
    found = (mbg_cnbd if start else bg_cnbd).fit(data, k=k)
    assert found.verdict == "no_dropout"
    assert (found.a, found.r, found.alpha) == pytest.approx((0.0, 2.0, 10.0 / k), rel=0.12)
    assert set(found.fit.standard_errors) == {"r", "alpha"}
    assert bg_cnbd.p_alive(found, 5, 10, 40) == 1
    x = np.array([0, 5, 30])
    ahead = bg_cnbd.expected_orders(found, x, [0, 10, 39], 40.0, horizon=2_000.0)
    # Stages come at the client's own pace, k to an order; up to k - 1 of them have struck unseen by now.
    slowest, fastest = ((found.r + k * x + unseen) / (found.alpha + 40) / k * 2_000 for unseen in (0, k - 1))
    assert (slowest - 1 <= ahead).all()
    assert (ahead <= fastest + 1).all()


@pytest.mark.parametrize("start", [False, True])
def test_clients_who_leave_with_one_and_the_same_chance_give_finite_numbers(start: bool) -> None:
    module = mbg_nbd if start else bg_nbd
    found = module.fit(base(BetaGeometric(1.0, 5.0, 2e5, 18e5, leaves_at_start=start), 6_000, seed=6))
    assert found.verdict in ("even_dropout", "ok")
    assert found.a / (found.a + found.b) == pytest.approx(0.1, abs=0.02)
    for numbers in (
        module.expected_orders(found, [0, 3, 200], [0, 20, 50], [50, 50, 50], horizon=52),
        module.discounted_orders(found, [0, 3, 200], [0, 20, 50], [50, 50, 50], rate=0.002),
        module.p_orders(found, [0, 1, 2], [0, 3, 200], [0, 20, 50], [50, 50, 50], horizon=52),
    ):
        assert np.isfinite(numbers).all()
        assert (numbers >= 0).all()


def test_a_refit_on_the_same_data_stays_where_it_was() -> None:
    for fitted in (bg_nbd.fit(cdnow.sample()), mbg_cnbd.fit(cdnow.sample(), k=2)):
        again = bg_nbd.refit(cdnow.sample(), fitted)
        assert list(again.named().values()) == pytest.approx(list(fitted.named().values()), rel=1e-4)
        assert again.leaves_at_start == fitted.leaves_at_start


def test_the_unit_of_time_changes_alpha_alone_and_the_likelihood_by_what_a_density_must() -> None:
    weeks = base(REGULAR, 1_500, seed=8)
    orders = float(weeks.count @ weeks.x)
    logs = (weeks.gap_logs or 0.0) + orders * math.log(7)
    days = Histories(weeks.x, weeks.t_x * 7, weeks.T * 7, weeks.count, weeks.place, logs)
    first, second = bg_cnbd.fit(weeks), bg_cnbd.fit(days)
    assert second.k == first.k == 3
    assert second.alpha == pytest.approx(7 * first.alpha, rel=1e-4)
    assert (second.r, second.a, second.b) == pytest.approx((first.r, first.a, first.b), rel=1e-4)
    assert second.fit.log_likelihood == pytest.approx(first.fit.log_likelihood - orders * math.log(7), rel=1e-9)


@pytest.mark.parametrize(
    "numbers", [(0, 1, 1, 1), (1, -1, 1, 1), (1, 1, -0.1, 1), (1, 1, 1, 0), (1, math.nan, 1, 1), (1, 1, math.inf, 1)]
)
def test_numbers_that_cannot_be_parameters_are_refused(numbers: tuple[float, ...]) -> None:
    with pytest.raises(BadInput):
        of(numbers)
    with pytest.raises(BadInput):
        BetaGeometric(1, 1, 1, 1, k=0)


@given(
    st.floats(0.05, 5), st.floats(1, 300), st.floats(0, 5), st.floats(0.3, 50), st.integers(1, 6), st.booleans(),
    st.integers(0, 400), st.floats(0, 1), st.floats(1, 2000), st.floats(1, 1000),
)  # fmt: skip
@settings(max_examples=120, deadline=None)
def test_numbers_stay_within_their_bounds(
    r: float, alpha: float, a: float, b: float, k: int, start: bool, x: int, share: float, T: float, horizon: float
) -> None:
    parameters = BetaGeometric(r, alpha, a, b, k, start)
    history = (x, share * T if x else 0.0, T)
    active = float(bg_nbd.p_alive(parameters, *history))
    expected = float(bg_nbd.expected_orders(parameters, *history, horizon=horizon))
    assert 0 <= active <= 1
    # Never more than the stages due without leaving allow, and never fewer than the chance of one.
    most = ((r + k * x + k - 1) / (alpha + T) * horizon + k - 1) / k
    assert 0 <= expected <= most * (1 + 1e-9)
    none = float(bg_nbd.p_orders(parameters, 0, *history, horizon=horizon))
    assert 1 - none <= expected * (1 + 1e-9) + 1e-12
    assert 1 - none <= active + 1e-12
    assert math.isfinite(float(bg_nbd.discounted_orders(parameters, *history, rate=0.01)))


@pytest.mark.parametrize("truth", [BetaGeometric(0.3, 5.0, 0.8, 2.4), REGULAR, replace(REGULAR, a=0.0)])
def test_horizons_may_be_one_several_or_one_of_each_client(truth: BetaGeometric) -> None:
    x, t_x, T = np.array([0, 1, 4, 30, 4]), np.array([0, 3, 20, 29.5, 11]), np.array([30, 30, 21, 30, 21.5])
    horizons = np.array([1.0, 26.0, 52.0])
    one_by_one = np.array([bg_nbd.expected_orders(truth, x, t_x, T, horizon=time) for time in horizons])
    assert bg_nbd.expected_orders(truth, x, t_x, T, horizon=horizons[:, None]) == pytest.approx(one_by_one)
    columns = (column[:, None] for column in (x, t_x, T))
    assert bg_nbd.expected_orders(truth, *columns, horizon=horizons) == pytest.approx(one_by_one.T)
    many = [np.tile(column, 100) for column in (x, t_x, T)]
    own = np.resize(horizons, 500)
    expected = [one_by_one[place % 3, place % 5] for place in range(500)]
    assert bg_nbd.expected_orders(truth, *many, horizon=own) == pytest.approx(expected)


def test_no_time_ahead_holds_no_orders() -> None:
    assert bg_cnbd.expected_orders(REGULAR, [0, 3], [0, 9], [9, 10], horizon=0.0).tolist() == [0, 0]
    assert bg_cnbd.p_orders(REGULAR, [0, 1], 3, 9, 10, horizon=0.0) == pytest.approx([1, 0])


@pytest.mark.parametrize("seed", range(16))
@pytest.mark.parametrize("module", [bg_nbd, mbg_nbd, bg_cnbd, mbg_cnbd], ids=lambda module: module.NAME)
def test_any_base_gives_finite_numbers_or_says_what_it_lacks(module: OrdersModel[BetaGeometric], seed: int) -> None:
    """Small bases of extreme clients: everybody leaves at once, nobody does, all order alike; seconds to centuries."""
    generator = np.random.default_rng(seed)
    unit = float(generator.choice([1e-4, 1.0, 365.0, 1e7]))
    r, alpha, a, b = np.exp(generator.normal((0, 1, -1, 1), (1.5, 2, 2.5, 2)))
    k, start = int(generator.choice([1, 2, 5, 12])), bool(generator.integers(2))
    T = generator.uniform(5, 60, int(generator.choice([20, 40, 90, 300]))) * unit
    x, t_x, gap_logs = simulate_gaps(BetaGeometric(r, alpha * unit, a, b, k, start), T, generator)
    try:
        found = module.fit(distinct(x, t_x, T, gap_logs))
    except NotEnoughData:
        assert (x > 0).sum() < 10
        return
    assert found.fit.covariance is not None
    for one in (found, *uncertainty.draw_parameters(module.NAMES, found, 3, generator)):
        for numbers in (
            module.p_alive(one, x, t_x, T),
            module.expected_orders(one, x, t_x, T, horizon=20 * unit),
            module.p_orders(one, 2, x, t_x, T, horizon=20 * unit),
            module.discounted_orders(one, x, t_x, T, rate=0.01 / unit),
        ):
            assert np.isfinite(numbers).all()
            assert (numbers >= 0).all()
