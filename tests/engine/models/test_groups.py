"""Groups drawn towards the whole: better on clients not seen than no groups, and than groups each for itself."""

from typing import Any

import numpy as np
import pytest

from tenure.engine.errors import BadInput, DidNotConverge, NotEnoughData
from tenure.engine.models import bg_bb, bg_nbd, groups, pareto_nbd
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tenure.engine.models.bg_bb import BgBbParameters
from tenure.engine.models.pareto_nbd import ParetoNbdParameters
from tenure.engine.models.shape import OrdersModel
from tenure.engine.tuples import Histories, distinct

SIZES = np.geomspace(30, 2_500, 12).astype(int)
PARETO, BG = ParetoNbdParameters(0.8, 8.0, 0.8, 15.0), BetaGeometric(0.8, 8.0, 0.8, 3.0)
CASES = [
    pytest.param(pareto_nbd, PARETO, id="pareto-nbd"),
    pytest.param(bg_nbd, BG, id="bg-nbd"),
    pytest.param(bg_bb, BgBbParameters(1.2, 2.0, 0.8, 4.0), id="bg-bb"),
]


def clients(model: OrdersModel[Any], truth: Any, n: int, generator: np.random.Generator) -> tuple[np.ndarray, ...]:
    T = generator.integers(12, 60, n).astype(float)
    return *model.simulate(truth, T, generator), T


def bases(
    model: OrdersModel[Any], middle: Any, differ: float, seed: int, sizes: np.ndarray = SIZES
) -> tuple[dict[str, Histories], dict[str, Any]]:
    """Groups whose parameters differ by so much in logarithms, and the truth of each."""
    generator = np.random.default_rng(seed)
    truth = {}
    for number in range(sizes.size):
        off = np.exp(generator.normal(0, differ, 4) * (0.6, 1.2, 0.6, 1.0))
        truth[f"group {number}"] = type(middle)(*np.array(list(middle.named().values())[:4]) * off)
    drawn = zip(truth.items(), sizes, strict=True)
    made = {name: distinct(*clients(model, own, int(n), generator)) for (name, own), n in drawn}
    return made, truth


@pytest.mark.parametrize(("model", "middle"), CASES)
def test_clients_not_seen_are_likelier_than_under_the_whole_and_under_separate_fits(
    model: OrdersModel[Any], middle: Any
) -> None:
    gain_on_whole, gain_on_separate = [], []
    for seed in range(2):
        made, truth = bases(model, middle, 0.4, seed)
        found = groups.fit(model, made)
        assert found.verdict == "ok"
        generator = np.random.default_rng(100 + seed)
        for name, own in truth.items():
            fresh = clients(model, own, 2_000, generator)
            drawn, whole, separate = (
                model.log_likelihoods(parameters, *fresh).mean()
                for parameters in (found.of(name), found.whole, alone(model, made[name], found.whole))
            )
            gain_on_whole.append(drawn - whole)
            gain_on_separate.append(drawn - separate)
    assert np.mean(gain_on_whole) > 0.01
    assert np.mean(gain_on_separate) > 0.001


def alone(model: OrdersModel[Any], histories: Histories, whole: Any) -> Any:
    try:
        return model.fit(histories)
    except (NotEnoughData, DidNotConverge):
        return whole


def test_small_groups_keep_little_of_their_own_and_large_ones_nearly_all() -> None:
    made, _ = bases(pareto_nbd, PARETO, 0.4, 7)
    found = groups.fit(pareto_nbd, made)
    assert found.own["group 0"] < 0.6
    assert found.own["group 11"] > 0.75
    assert found.own["group 0"] < found.own["group 6"] < found.own["group 11"]
    off = np.log(found.of("group 11").values) - np.log(pareto_nbd.fit(made["group 11"]).values)
    assert np.abs(off).max() < 0.35


def test_the_closed_form_of_large_groups_is_the_peak_found_by_search(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = bases(pareto_nbd, PARETO, 0.4, 8, np.array([400, 800, 1_500, 6_000]))
    closed = groups.fit(pareto_nbd, made).of("group 3")
    monkeypatch.setattr(groups, "LARGE", 10_000)
    searched = groups.fit(pareto_nbd, made).of("group 3")
    assert closed.values == pytest.approx(searched.values, rel=0.03)
    assert np.sqrt(np.diag(np.asarray(closed.fit.covariance))) == pytest.approx(
        np.sqrt(np.diag(np.asarray(searched.fit.covariance))), rel=0.2
    )


def test_groups_that_do_not_differ_come_near_the_whole() -> None:
    made, _ = bases(pareto_nbd, PARETO, 0.0, 9)
    found = groups.fit(pareto_nbd, made)
    assert found.verdict in ("alike", "ok")
    for own in found.groups.values():
        assert float(pareto_nbd.expected_orders_new(own, horizon=52)) == pytest.approx(
            float(pareto_nbd.expected_orders_new(found.whole, horizon=52)), rel=0.12
        )


def test_two_groups_are_too_few_to_learn_how_groups_differ() -> None:
    made, _ = bases(pareto_nbd, PARETO, 0.4, 10, np.array([500, 700]))
    found = groups.fit(pareto_nbd, made)
    assert found.verdict == "too_few"
    assert {own.values for own in found.groups.values()} == {found.whole.values}
    assert found.of("group 0").fit.clients == 500


def test_groups_too_small_to_be_fitted_alone_come_near_the_centre() -> None:
    made, _ = bases(pareto_nbd, PARETO, 0.3, 11)
    made["one"] = distinct([0], [0], [20])
    found = groups.fit(pareto_nbd, made)
    assert np.log(np.array(found.of("one").values) / found.centre.values) == pytest.approx(np.zeros(4), abs=0.25)
    assert found.own["one"] < 0.2
    assert found.of("nobody").values == found.centre.values


def test_the_fit_of_a_group_says_how_sure_it_is() -> None:
    made, truth = bases(pareto_nbd, PARETO, 0.4, 12)
    found = groups.fit(pareto_nbd, made)
    inside = []
    for name, own in truth.items():
        drawn = found.of(name)
        assert drawn.fit.clients == made[name].count.sum()
        wide = np.sqrt(np.diag(np.asarray(drawn.fit.covariance)))
        inside.append(np.abs(np.log(np.array(drawn.values) / own.values)) < 1.96 * wide)
    assert np.mean(inside) > 0.8


def test_where_nobody_leaves_the_other_parameters_are_drawn() -> None:
    generator = np.random.default_rng(13)
    made = {}
    for number in range(6):
        truth = ParetoNbdParameters(2.0, 10.0 * np.exp(generator.normal(0, 0.25)), 0.0, 1.0)
        made[str(number)] = distinct(*clients(pareto_nbd, truth, 400, generator))
    found = groups.fit(pareto_nbd, made)
    assert found.whole.verdict == "no_dropout"
    assert all(own.s == 0 for own in found.groups.values())
    assert set(found.between) <= {"r", "alpha"}


def test_clients_are_sorted_into_their_groups() -> None:
    made = groups.by_group([1, 0, 2], [3, 0, 4], [9, 9, 9], ["md", "ro", "md"])
    assert sorted(made) == ["md", "ro"]
    assert made["md"].x.tolist() == [1, 2]
    with pytest.raises(BadInput):
        groups.by_group([1, 0], [3, 0], [9, 9], ["md"])


def test_groups_show_themselves_as_a_table() -> None:
    made, _ = bases(bg_nbd, BG, 0.3, 14, np.array([200, 300, 400]))
    table = groups.fit(bg_nbd, made).to_pandas()
    assert table.group.tolist() == list(made)
    assert table.clients.tolist() == [200, 300, 400]


def test_no_groups_are_no_base() -> None:
    with pytest.raises(NotEnoughData):
        groups.fit(pareto_nbd, {})
