"""Full sampling against Laplace where both must agree, and where the second cannot be right."""

from typing import Any

import numpy as np
import pytest

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.models import bayes, bg_nbd, mbg_nbd, shape
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tenure.engine.tuples import distinct
from tests.engine.models import cdnow

emcee = pytest.importorskip("emcee", reason="pip install 'tenure[bayes]' to test full sampling")


def logs(draws: list[Any]) -> np.ndarray:
    return np.log([[one.r, one.alpha, one.a, one.b] for one in draws])


def test_on_cdnow_sampling_and_curvature_agree() -> None:
    found = bg_nbd.fit(cdnow.sample())
    generator = np.random.default_rng(1)
    drawn = bayes.sample(bg_nbd, found, cdnow.sample(), draws=4_000, generator=generator, steps=400)
    errors = np.sqrt(np.diag(np.asarray(found.fit.covariance if found.fit else None)))
    off = (logs(drawn.draws) - np.log([found.r, found.alpha, found.a, found.b])) / errors
    # a and b are skewed to the right even with 2,357 clients.
    assert np.abs(off.mean(axis=0)).max() < 0.35
    assert off.std(axis=0) == pytest.approx(np.ones(4), abs=0.25)
    assert drawn.effective > 100


def test_a_base_that_nobody_leaves_is_sampled_without_leaving() -> None:
    generator = np.random.default_rng(34)
    T = generator.uniform(20, 60, 400)
    histories = distinct(*bg_nbd.simulate(BetaGeometric(2.0, 10.0, 0.0, 1.0), T, generator), T)
    found = bg_nbd.fit(histories)
    assert found.verdict == "no_dropout"
    drawn = bayes.sample(bg_nbd, found, histories, draws=50, generator=generator, steps=150)
    assert {one.a for one in drawn.draws} == {0.0}
    assert len({one.r for one in drawn.draws}) > 20


def test_chains_too_short_to_trust_say_so() -> None:
    found = mbg_nbd.fit(cdnow.sample())
    drawn = bayes.sample(mbg_nbd, found, cdnow.sample(), draws=5, generator=np.random.default_rng(2), steps=100)
    assert drawn.verdict == "too_short"


def test_the_same_generator_gives_the_same_sample() -> None:
    found = bg_nbd.fit(cdnow.sample())
    both = [
        bayes.sample(bg_nbd, found, cdnow.sample(), draws=3, generator=np.random.default_rng(3), steps=100).draws
        for _ in range(2)
    ]
    assert both[0] == both[1]


def test_without_a_fit_there_is_nothing_to_start_from() -> None:
    with pytest.raises(NotEnoughData):
        bayes.sample(bg_nbd, BetaGeometric(1, 1, 1, 1), cdnow.sample(), draws=5, generator=np.random.default_rng(0))


def test_a_missing_library_is_named_with_what_to_install() -> None:
    with pytest.raises(BadInput, match=r"pip install 'tenure\[bayes\]'"):
        shape.library("no_such_library_anywhere", "'tenure[bayes]'")
