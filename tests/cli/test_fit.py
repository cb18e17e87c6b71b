"""`tenure fit` as scripts and people meet it: the line of the contract, the printed parameters, refusals."""

import json
from pathlib import Path

import pytest

from tenure.cli.fit import app
from tests.cli.in_process import refused, told
from tests.cli.orders_log import CDNOW_MAPS, cdnow_sample, orders_file
from tests.cli.processes import tenure

CONTRACT = ["parameters", "standard_errors", "log_likelihood", "clients", "tuples", "seconds", "verdict"]
# CDNOW, weeks 1 to 39: Fader, Hardie, Lee (2005); Fader, Hardie (2013); Batislam et al. (2007) for MBG/NBD.
PRINTED = {
    "bg-nbd": ({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}, -9582.4, 5e-4),
    "pareto-nbd": ({"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}, -9595.0, 5e-4),
    "mbg-nbd": ({"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}, -9582.1, 5e-4),
    "gamma-gamma": ({"p": 6.25, "q": 3.74, "v": 15.44}, -4055.9, 5e-3),
}


def fit(*arguments: str | Path) -> dict:
    printed = told(app, *arguments, "--json")
    assert len(printed.splitlines()) == 1
    return json.loads(printed)


@pytest.mark.parametrize("model", PRINTED)
def test_the_printed_parameters_of_cdnow_come_out(model: str) -> None:
    names, likelihood, close = PRINTED[model]
    options = ("--model", model, "--unit", "week", "--until", "1997-09-30")
    found = fit(cdnow_sample(), *CDNOW_MAPS, *options)
    assert list(found)[: len(CONTRACT)] == CONTRACT
    assert list(found["parameters"]) == list(names)
    assert found["parameters"] == pytest.approx(names, rel=1e-3, abs=close)
    assert found["log_likelihood"] == pytest.approx(likelihood, abs=0.06)
    assert list(found["standard_errors"]) == list(names)
    assert found["verdict"] == "ok"
    assert found["clients"] == (946 if model == "gamma-gamma" else 2357)
    assert 0 < found["tuples"] <= found["clients"]


def test_the_standard_errors_of_pareto_are_the_published_ones() -> None:
    found = fit(cdnow_sample(), *CDNOW_MAPS, "--model", "pareto-nbd", "--until", "1997-09-30")
    published = {"r": 0.0476, "alpha": 0.8427, "s": 0.1873, "beta": 6.2105}
    assert found["standard_errors"] == pytest.approx(published, rel=2e-3)


def test_the_unit_scales_the_times_and_nothing_else() -> None:
    weeks, days = (
        fit(cdnow_sample(), *CDNOW_MAPS, "--until", "1997-09-30", "--unit", unit)["parameters"]
        for unit in ("week", "day")
    )
    assert days["alpha"] == pytest.approx(7 * weeks["alpha"], rel=1e-4)
    assert days["r"] == pytest.approx(weeks["r"], rel=1e-4)


def test_a_regular_model_names_its_regularity_first() -> None:
    found = fit(cdnow_sample(), *CDNOW_MAPS, "--until", "1997-09-30", "--model", "mbg-cnbd-k")
    assert list(found["parameters"]) == ["k", "r", "alpha", "a", "b"]
    assert found["parameters"]["k"] >= 1


@pytest.mark.parametrize(("language", "words"), [("en", "Standard error"), ("ru", "ошибка"), ("ro", "Eroare")])
def test_people_get_a_table_in_their_language(language: str, words: str) -> None:
    printed = told(app, cdnow_sample(), *CDNOW_MAPS, "--until", "1997-09-30", "--language", language)
    assert words in printed
    assert "alpha" in printed
    unit = {"en": "One unit of time is 7 days.", "ru": "Единица времени: 7 дней.", "ro": "Unitatea de timp: 7 zile."}
    assert unit[language] in printed.replace("\u00a0", " ")


def test_a_model_on_the_edge_says_so_and_names_no_errors_it_has_not(tmp_path: Path) -> None:
    rows = [
        (f"Клиент {n} №{2**70 + n}", f"2025-{1 + m:02d}-{1 + (n * 7 + m * 3) % 28:02d}", "10.00")
        for n in range(60)
        for m in range(12)
    ]
    found = fit(orders_file(tmp_path / "o.csv", rows))
    assert found["clients"] == 60
    assert found["verdict"] != "ok"
    assert set(found["standard_errors"]) == set(found["parameters"])
    assert all(value is None or value > 0 for value in found["standard_errors"].values())


ONCE = [(f"c{n}", "2025-01-05", "10.00") for n in range(50)]
GOOD = [(f"c{n}", f"2025-0{1 + m}-05", "10.00") for n in range(20) for m in range(3)]


@pytest.mark.parametrize(
    ("rows", "options", "words"),
    [
        (ONCE, (), "two days or more: 0"),
        (ONCE[:1], (), "two days or more: 0"),
        (ONCE, ("--model", "gamma-gamma"), "at least"),
        ([("a", "2025-01-05", "nan"), ("b", "2025-01-05", "x")], (), "none of its 2 lines"),
        ([("a", "2025-01-05", "-10.00")], (), "not a return"),
        (GOOD, ("--model", "crystal-ball"), "bg-nbd"),
        (GOOD, ("--unit", "fortnight"), "week"),
        (GOOD, ("--until", "2999-01-01"), "lies ahead"),
        (GOOD, ("--until", "2024-01-01"), "2025-01-05"),
        (GOOD, ("--until", "soon"), "year-month-day"),
    ],
)
def test_what_cannot_be_fitted_is_refused_in_a_sentence(
    tmp_path: Path, rows: list[tuple[str, str, str]], options: tuple[str, ...], words: str
) -> None:
    assert words in refused(app, orders_file(tmp_path / "o.csv", rows), *options)


def test_as_a_process_it_ends_with_one_line_and_its_exit_code(tmp_path: Path) -> None:
    good, bad = orders_file(tmp_path / "good.csv", GOOD), orders_file(tmp_path / "bad.csv", ONCE)
    answer = tenure(tmp_path, "fit", str(good), "--json")
    assert (answer.returncode, list(json.loads(answer.stdout))[:7]) == (0, CONTRACT)
    answer = tenure(tmp_path, "fit", str(bad), "--json")
    assert (answer.returncode, answer.stdout, len(answer.stderr.splitlines())) == (2, "", 1)
    assert "Traceback" not in answer.stderr


def test_a_folder_of_files_is_read_as_one(tmp_path: Path) -> None:
    folder = tmp_path / "orders"
    folder.mkdir()
    orders_file(folder / "a.csv", GOOD[:30])
    orders_file(folder / "b.csv", GOOD[30:])
    whole = fit(orders_file(tmp_path / "whole.csv", GOOD))
    parts = fit(folder, "--map", "client=client")
    assert parts["parameters"] == pytest.approx(whole["parameters"], rel=1e-9)
