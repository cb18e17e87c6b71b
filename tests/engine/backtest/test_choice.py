"""Which model is chosen: the simplest within one standard error of the best."""

import numpy as np
import pytest

from tenure.engine.errors import BadInput
from tenure.engine.models import choice


def scores(mean: float, noise: float = 0.0, clients: int = 400) -> np.ndarray:
    rng = np.random.default_rng(5)
    return mean + noise * rng.normal(size=clients)


def test_a_clear_winner_is_taken_though_it_is_not_the_simplest() -> None:
    found = choice.choose({"bg-nbd": scores(-1.2, 0.1), "pareto-nbd": scores(-1.0)})
    assert (found.model, found.reason) == ("pareto-nbd", "best")
    assert found.compared[0].behind == pytest.approx(scores(-1.2, 0.1).sum() - scores(-1.0).sum())


def test_within_one_standard_error_the_simpler_model_is_taken() -> None:
    plain = scores(-1.0)
    rng = np.random.default_rng(6)
    close = plain + rng.normal(0.001, 1.0, plain.size)
    close += 0.002 - (close - plain).mean()
    found = choice.choose({"bg-nbd": plain, "mbg-nbd": close})
    assert (found.model, found.best, found.reason) == ("bg-nbd", "mbg-nbd", "simplest")


def test_the_standard_error_is_that_of_the_sum_of_differences() -> None:
    plain, other = scores(-1.0), scores(-1.0, 0.4)
    found = choice.choose({"bg-nbd": plain, "mbg-nbd": other})
    error = max(one.standard_error for one in found.compared)
    assert error == pytest.approx((plain - other).std(ddof=1) * np.sqrt(plain.size))


def test_models_that_came_out_the_same_are_no_rivals() -> None:
    found = choice.choose({"bg-nbd": scores(-1.0), "bg-cnbd-k": scores(-1.0) + 1e-9})
    assert (found.model, found.reason) == ("bg-nbd", "alike")
    assert choice.choose({"mbg-nbd": scores(-1.0)}).reason == "only"


def test_a_model_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput) as refusal:
        choice.model_named("crystal-ball")
    assert "bg-nbd" in refusal.value.data["models"]


def test_nothing_to_choose_from_is_refused() -> None:
    with pytest.raises(BadInput):
        choice.choose({})


def test_every_model_answers_to_its_name() -> None:
    assert {name: module.NAME for name, module in choice.MODELS.items()} == {name: name for name in choice.MODELS}
