"""Worked examples: one table from the id of an example to the calculation that must reproduce it.

TENURE_VECTORS names another file of the same form. Examples without a calculation are listed at the end of every run,
beside those that have one, and named by a skipped test. `A5_anything` is a further case of `A5`.
"""

import json
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tenure.engine.alarms import rhythm
from tenure.engine.base import cadence, classes, concentration, kept, money_return, wallet
from tenure.engine.models import bg_nbd, plateau, sbg
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tests.engine.worked import decision_unit, economics, effects, evidence, facts, market, speech

OWN = Path(__file__).with_name("vectors.json")
SHARED = Path(__file__).resolve().parents[3] / "shared" / "vectors.json"
ASKED = os.environ.get("TENURE_VECTORS")
Calculation = Callable[[dict[str, Any]], dict[str, Any]]


def value_classes(inputs: dict[str, Any]) -> dict[str, Any]:
    keys = sorted(inputs["revenue"])
    income = np.array([inputs["revenue"][key] for key in keys], dtype=float)
    found = concentration.concentration(income)
    return {
        "total": found.total,
        "classes": dict(zip(keys, classes.abc(income, keys).tolist(), strict=True)),
        "top20_share": found.top_share,
        "gini": found.gini,
        "hhi": found.hhi,
    }


def stability(inputs: dict[str, Any]) -> dict[str, Any]:
    series = {name: np.array(values, dtype=float) for name, values in inputs["series"].items()}
    cv = {name: float(classes.variation(v.sum(), (v * v).sum(), v.size)) for name, v in series.items()}
    return {"cv": cv, "cls": {name: str(classes.stability_class(value)) for name, value in cv.items()}}


def silence(inputs: dict[str, Any]) -> dict[str, Any]:
    orders, span = inputs["orders"], inputs["last_order_day"]
    gap, r, alpha = inputs["today"] - span, inputs["r"], inputs["alpha"]
    chance = rhythm.silence_probability(gap, orders, span, r=r, alpha=alpha)
    return {"rate_mean": rhythm.mean_rate(orders, span, r=r, alpha=alpha), "p_no_order_if_active": float(chance)}


def still_active(inputs: dict[str, Any]) -> dict[str, Any]:
    fitted = BetaGeometric(inputs["r"], inputs["alpha"], inputs["a"], inputs["b"])
    return {"p_alive": float(bg_nbd.p_alive(fitted, inputs["x"], inputs["t_x"], inputs["T"]))}


def rfm(inputs: dict[str, Any]) -> dict[str, Any]:
    recency, frequency, money = np.array(inputs["recency_freq_money"]).T
    scores = classes.rfm(recency, frequency, money)
    return {name: score.tolist() for name, score in zip("RFM", scores, strict=True)}


def whale_curve(inputs: dict[str, Any]) -> dict[str, Any]:
    found = concentration.concentration(inputs["profit"])
    return {
        "cum": concentration.whale_curve(inputs["profit"]).tolist(),
        "total": found.total,
        "peak": found.peak,
        "peak_pct": found.peak_share,
        "unprofitable": found.unprofitable,
    }


def share_of_wallet(inputs: dict[str, Any]) -> dict[str, Any]:
    keys = sorted(inputs["now"])
    found = wallet.wallet([inputs["now"][key] for key in keys], [inputs["potential"][key] for key in keys])
    shares, rooms = found.share_of_wallet.tolist(), found.headroom.tolist()
    return {
        "sow": dict(zip(keys, shares, strict=True)),
        "degree": found.degree,
        "headroom": dict(zip(keys, rooms, strict=True)),
    }


def revenue_retention(inputs: dict[str, Any]) -> dict[str, Any]:
    names = ("start", "expansion", "contraction", "churn", "logos_start", "logos_lost")
    found = kept.Kept(*(inputs[name] for name in names))
    return {"nrr": found.nrr, "grr": found.grr, "logo_churn": found.logo_churn}


def cadence_norm(inputs: dict[str, Any]) -> dict[str, Any]:
    found = cadence.contact_cadence(inputs["gaps"])
    return {
        "avg": found.average_days,
        "max": found.longest_days,
        "ok_avg": found.average_kept,
        "ok_max": found.longest_kept,
    }


def returns(inputs: dict[str, Any]) -> dict[str, Any]:
    ways = (("acquire", "cltv"), ("develop", "uplift_margin"))
    cost, clients, each = zip(*((inputs[w]["cost"], inputs[w]["clients"], inputs[w][m]) for w, m in ways), strict=True)
    acquire, develop = money_return.marginal_return(cost, clients, each).tolist()
    return {"acquire_roi": acquire, "develop_roi": develop}


def retention_plateau(inputs: dict[str, Any]) -> dict[str, Any]:
    found = plateau.fit(inputs["t"], inputs["retention"])
    return {"plateau": found.level, "k": found.speed, "last3_slope": found.last_slope}


def contracts(inputs: dict[str, Any]) -> dict[str, Any]:
    def cohort(shares: list[float]) -> dict[str, float]:
        found = sbg.fit([1000 * np.array(shares)])
        first, eighth = sbg.retention(found, [1, 8])
        return {
            "alpha": found.alpha,
            "beta": found.beta,
            "S_12": float(sbg.survival(found, 12)),
            "r_1": float(first),
            "r_8": float(eighth),
            "DEL_undiscounted_to_12": sbg.expected_periods(found, periods=13),
            "DEL_d10_inf": sbg.discounted_periods(found, rate=math.log1p(inputs["d"])),
        }

    return {name: cohort(shares) for name, shares in inputs.items() if name != "d"}


CALCULATIONS: dict[str, Calculation] = (
    {
        "G3": retention_plateau,
        "G4": contracts,
        "J1": value_classes,
        "J2": stability,
        "J4": share_of_wallet,
        "J5": revenue_retention,
        "J6": silence,
        "J7": still_active,
        "J8": cadence_norm,
        "J9": rfm,
        "J10": whale_curve,
        "J11": returns,
    }
    | facts.CALCULATIONS
    | decision_unit.CALCULATIONS
    | speech.CALCULATIONS
    | evidence.CALCULATIONS
    | economics.CALCULATIONS
    | market.CALCULATIONS
    | effects.CALCULATIONS
)


FILES = [Path(ASKED)] if ASKED else [OWN, *([SHARED] if SHARED.is_file() else [])]


def vectors(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["vectors"])


def family(name: str) -> str:
    """The id under which an example is calculated: its own, or that of which it is a further case."""
    return name if name in CALCULATIONS else name.partition("_")[0]


def calculation(name: str) -> Calculation | None:
    """What calculates an example."""
    return CALCULATIONS.get(family(name))


def coverage(path: Path) -> tuple[list[str], list[str]]:
    """Ids of the examples of a file with a calculation, and of those without."""
    names = [str(vector["id"]) for vector in vectors(path)]
    covered = [name for name in names if calculation(name)]
    return covered, [name for name in names if name not in covered]


CASES = [
    pytest.param(vector, id=f"{path.parent.name}-{vector['id']}-{place}")
    for path in FILES
    for place, vector in enumerate(vectors(path))
    if calculation(str(vector["id"]))
]


def inputs_of(vector: dict[str, Any]) -> dict[str, Any]:
    """The inputs; where an answer is a table by number of trials, its sizes too: they are written nowhere else."""
    table = vector["expected"].get("evsi")
    return vector["inputs"] | ({"sizes": list(table)} if isinstance(table, dict) else {})


@pytest.mark.parametrize("vector", CASES)
def test_the_worked_example_is_reproduced(vector: dict[str, Any]) -> None:
    found = CALCULATIONS[family(str(vector["id"]))](inputs_of(vector))
    assert_same(found, vector["expected"], float(vector.get("tolerance", 1e-6)), str(vector["id"]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_worked_example_has_a_calculation(path: Path) -> None:
    covered, missing = coverage(path)
    assert covered, f"{path} has no example with a calculation"
    if missing:
        pytest.skip(f"{len(missing)} worked examples are NOT COVERED: {' '.join(missing)}")


def assert_same(found: Any, expected: Any, tolerance: float, where: str) -> None:
    """Equal to `expected`, numbers within a relative tolerance (1e-9 near zero); "inf" is infinity, None no number."""
    if isinstance(expected, dict):
        assert sorted(found) == sorted(expected), where
        for name in expected:
            assert_same(found[name], expected[name], tolerance, f"{where}.{name}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for place, value in enumerate(expected):
            assert_same(found[place], value, tolerance, f"{where}[{place}]")
    elif (isinstance(expected, int | float) and not isinstance(expected, bool)) or expected in ("inf", "-inf"):
        wanted = float(expected)
        assert found is not None, f"{where}: nothing instead of {wanted}"
        assert math.isclose(found, wanted, rel_tol=tolerance, abs_tol=1e-9), f"{where}: {found} is not {wanted}"
    else:
        assert found == expected, where


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"a": [1.0, 2.001]}, {"a": [1, 2]}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ([1, 2], [1, 2, 3]),
        (None, 0.0),
        (0.0, None),
        (1e300, "inf"),
        (math.nan, 1.0),
        ("A", "B"),
    ],
)
def test_a_wrong_answer_would_be_noticed(found: Any, expected: Any) -> None:
    with pytest.raises(AssertionError):
        assert_same(found, expected, 1e-6, "J0")


def test_infinity_is_found_by_its_word() -> None:
    assert_same({"a": math.inf, "b": None}, {"a": "inf", "b": None}, 1e-6, "J0")


def test_a_further_case_of_a_family_has_its_calculation() -> None:
    assert calculation("J6_other") is silence
    assert calculation("Z9") is None
