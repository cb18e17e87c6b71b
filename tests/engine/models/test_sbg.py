"""Shifted-beta-geometric against printed tables, sums over every course of events, and cohorts of known truth."""

import math
from collections.abc import Callable, Sequence

import mpmath
import numpy as np
import pytest
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.models import sbg
from tenure.engine.models.sbg import SbgParameters

# Fader, Hardie (2007), table 1, per thousand clients; the first seven renewals are fitted to, the rest held out.
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
HIGH_END_LATER = [468, 445, 427, 409, 394]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]
PRINTED = SbgParameters(0.668, 3.806)


@pytest.mark.parametrize(
    ("survivors", "printed", "likelihood"), [(HIGH_END, (0.668, 3.806), -1611.2), (REGULAR, (0.704, 1.182), -1680.3)]
)
def test_the_printed_parameters_are_found(
    survivors: list[int], printed: tuple[float, float], likelihood: float
) -> None:
    found = sbg.fit([survivors])
    assert found.verdict == "ok"
    assert (found.alpha, found.beta) == pytest.approx(printed, abs=5e-4)
    assert found.fit.log_likelihood == pytest.approx(likelihood, abs=0.05)
    assert found.fit.clients == 1000


def test_renewals_held_out_are_foretold() -> None:
    ahead = 1000 * sbg.survival(sbg.fit([HIGH_END]), np.arange(8, 13))
    assert np.abs(ahead - HIGH_END_LATER).max() < 17


def test_chances_of_every_length_add_up_to_one() -> None:
    value = 0.0
    for renewal in range(12):
        lost, kept = np.zeros(12), np.zeros(13)
        lost[renewal] = 1
        value += math.exp(sbg.log_likelihood(lost, kept, 0.7, 2.0)[0])
    kept = np.zeros(13)
    kept[12] = 1
    assert value + math.exp(sbg.log_likelihood(np.zeros(12), kept, 0.7, 2.0)[0]) == pytest.approx(1.0, abs=1e-12)


def test_the_chances_are_those_of_beta_functions() -> None:
    lost, kept = np.array([5.0, 3.0, 2.0]), np.array([0.0, 0.0, 1.0, 4.0])
    alpha, beta = 0.7, 2.0
    leave = special.betaln(alpha + 1, beta + np.arange(3)) - special.betaln(alpha, beta)
    stay = special.betaln(alpha, beta + np.arange(4)) - special.betaln(alpha, beta)
    assert sbg.log_likelihood(lost, kept, alpha, beta)[0] == pytest.approx(lost @ leave + kept @ stay, rel=1e-13)


def test_the_gradient_is_the_slope_of_the_likelihood() -> None:
    lost, kept = -np.diff(np.array(HIGH_END, dtype=float)), np.array([0.0] * 7 + [491])
    point = np.array([0.9, 2.5])
    _, slope = sbg.log_likelihood(lost, kept, *point)
    for place in range(2):
        step = np.eye(2)[place] * 1e-5
        up, down = (sbg.log_likelihood(lost, kept, *(point + sign * step))[0] for sign in (1, -1))
        assert slope[place] == pytest.approx((up - down) / 2e-5, rel=1e-7)


def test_survival_is_what_retention_leaves() -> None:
    rates = sbg.retention(PRINTED, np.arange(1, 40))
    assert sbg.survival(PRINTED, np.arange(40)) == pytest.approx(np.concatenate(([1], np.cumprod(rates))), rel=1e-12)
    assert (np.diff(rates) > 0).all()
    assert sbg.expected_periods(PRINTED, periods=5) == pytest.approx(float(sbg.survival(PRINTED, np.arange(5)).sum()))


@pytest.mark.parametrize("rate", [0.0953, 0.01, 1e-5])
def test_discounted_periods_are_gauss_function(rate: float) -> None:
    alpha, beta, discount = PRINTED.alpha, PRINTED.beta, math.exp(-rate)
    with mpmath.workdps(30):
        lifetime = mpmath.hyp2f1(1, beta, alpha + beta, mpmath.exp(-mpmath.mpf(rate)))
    assert sbg.discounted_periods(PRINTED, rate=rate) == pytest.approx(float(lifetime), rel=1e-11)
    # A period more: the first in full, then as a client about to renew for the first time.
    first = float(sbg.discounted_residual_periods(PRINTED, 0, rate=rate))
    assert 1 + discount * first == pytest.approx(float(lifetime), rel=1e-11)
    # Just before renewal: those who stay have the next one ahead of them.
    before, after = sbg.discounted_residual_periods(PRINTED, [3, 4], rate=rate)
    stays = float(sbg.retention(PRINTED, 4))
    assert before == pytest.approx(stays * (1 + discount * after), rel=1e-10)


def test_known_parameters_lie_within_their_intervals_as_often_as_promised() -> None:
    truth, inside = SbgParameters(0.8, 2.5), []
    for seed in range(200):
        generator = np.random.default_rng(seed)
        found = sbg.fit([sbg.simulate(truth, 1500, 7, generator), sbg.simulate(truth, 700, 4, generator)])
        assert found.fit.covariance is not None
        off = np.log([found.alpha / truth.alpha, found.beta / truth.beta]) / np.sqrt(np.diag(found.fit.covariance))
        inside.append(np.abs(off) < 1.96)
    assert np.mean(inside, axis=0) == pytest.approx([0.95, 0.95], abs=0.045)


def test_cohorts_of_different_length_count_together() -> None:
    once = sbg.fit([HIGH_END])
    split = sbg.fit([np.array(HIGH_END) * 0.4, np.array(HIGH_END) * 0.6])
    assert (split.alpha, split.beta) == pytest.approx((once.alpha, once.beta), rel=1e-6)
    # A cohort that has only begun says nothing and does no harm.
    begun = sbg.fit([HIGH_END, [500]])
    assert begun.alpha == pytest.approx(once.alpha, rel=1e-6)
    assert begun.fit.clients == 1500


def test_clients_who_leave_with_one_and_the_same_chance_get_a_verdict() -> None:
    found = sbg.fit([10_000 * 0.8 ** np.arange(8)])
    assert found.verdict == "even_leaving"
    assert found.alpha / (found.alpha + found.beta) == pytest.approx(0.2, abs=1e-4)
    assert sbg.survival(found, 20) == pytest.approx(0.8**20, rel=0.05)


def test_clients_who_leave_at_once_or_never_get_a_verdict() -> None:
    found = sbg.fit([[1000, 400, 400, 400, 400]])
    assert found.verdict == "all_or_nothing"
    assert sbg.survival(found, 10) == pytest.approx(0.4, abs=5e-3)


@pytest.mark.parametrize("cohorts", [[], [[100]], [[100, 80]], [[100, 100, 100]], [[100, 0, 0]], [[0, 0, 0]]])
def test_cohorts_that_say_nothing_are_too_few(cohorts: Sequence[ArrayLike]) -> None:
    with pytest.raises(NotEnoughData):
        sbg.fit(cohorts)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: sbg.fit([[100, 80, 90]]), "survivors_rise"),
        (lambda: sbg.fit([[100, 80, math.nan]]), "survivors_impossible"),
        (lambda: sbg.fit([[100, 80, -5]]), "survivors_impossible"),
        (lambda: sbg.fit([["many", "few"]]), "history_not_numbers"),
        (lambda: SbgParameters(-1.0, 2.0), "parameters_impossible"),
        (lambda: sbg.survival(PRINTED, -1), "periods_impossible"),
        (lambda: sbg.retention(PRINTED, 0), "renewals_impossible"),
        (lambda: sbg.discounted_periods(PRINTED, rate=0.0), "rate_not_positive"),
    ],
)
def test_impossible_input_is_refused_by_name(call: Callable[[], object], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        call()
    assert refusal.value.code == code
