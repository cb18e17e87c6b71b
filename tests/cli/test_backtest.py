"""`tenure backtest` as scripts and people meet it: the line of the contract, the words, refusals."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from tenure.cli.backtest import app
from tenure.engine.backtest.verdict import Verdict
from tenure.journeys.order_files.backtest_words import trust_sentence
from tests.cli.in_process import refused, told
from tests.cli.orders_log import CDNOW_MAPS, cdnow_sample, orders_file
from tests.cli.processes import prepared, tenure

KEYS = {"model", "trust", "verdict", "horizon_days", "choice", "models", "naive", "cohorts", "origins", "seconds"}
MEASURES = {"mae", "mae_median", "bias", "brier", "ece", "log_likelihood", "coverage", "reliability"}


def numbers(value: object) -> list[float]:
    if isinstance(value, dict):
        return [n for part in value.values() for n in numbers(part)]
    if isinstance(value, list):
        return [n for part in value for n in numbers(part)]
    return [value] if isinstance(value, float) else []


def backtest(*arguments: str | Path) -> dict:
    printed = told(app, *arguments, "--json")
    assert len(printed.splitlines()) == 1
    return json.loads(printed)


def test_it_prints_the_line_of_json_of_the_contract() -> None:
    told = backtest(cdnow_sample(), *CDNOW_MAPS, "--horizon", "39w", "--origins", "1")
    assert set(told) >= KEYS
    assert told["horizon_days"] == 273
    assert [origin["day"] for origin in told["origins"]] == ["1997-09-30"]
    assert set(told["models"]["bg-nbd"]) >= MEASURES
    assert told["models"]["bg-nbd"]["mae"] == pytest.approx(0.7855, abs=5e-5)
    assert told["naive"]["own_rate"]["mae"] == pytest.approx(1.0237, abs=5e-5)
    assert set(told["models"]["bg-nbd"]["coverage"]) == {"80", "95"}
    assert all(math.isfinite(number) for number in numbers(told))


@pytest.mark.parametrize(("language", "words"), [("en", "in its one forecast"), ("ru", "прогноз"), ("ro", "prognoz")])
def test_people_get_a_verdict_in_their_language(language: str, words: str) -> None:
    printed = told(app, cdnow_sample(), *CDNOW_MAPS, "--origins", "1", "--language", language)
    assert words in printed.casefold()
    assert "BG/NBD" in printed
    assert "…" not in printed  # nothing is cut on a terminal of 80 columns


def test_a_verdict_blames_the_totals_only_where_they_were_off() -> None:
    held = Verdict("bg-nbd", "ranking", ("intervals",), (), -0.02, 0.05)
    assert "its totals held" in trust_sentence(held)
    assert "its numbers were off" in trust_sentence(replace(held, reasons=("totals", "intervals"), total_high=0.4))


def test_the_company_tests_its_own_orders_in_its_own_language(tmp_path: Path) -> None:
    home = prepared(tmp_path / "home")
    log = [line.split() for line in cdnow_sample().read_text().splitlines() if line.strip()]
    rows = [(row[0], f"{row[2][:4]}-{row[2][4:6]}-{row[2][6:]}", row[4]) for row in log]
    file = orders_file(tmp_path / "orders.csv", rows)
    answer = tenure(home, "import", "orders", str(file), "--map", "client=client", "--no-score")
    assert answer.returncode == 0, answer.stderr
    options = ("--horizon", "39w", "--origins", "1")
    own = json.loads(tenure(home, "backtest", "--db", *options, "--json").stdout)
    told = backtest(cdnow_sample(), *CDNOW_MAPS, *options)
    assert own["models"]["pareto-nbd"]["mae"] == pytest.approx(told["models"]["pareto-nbd"]["mae"], abs=1e-6)
    assert (own["clients"], own["choice"]["model"]) == (told["clients"], told["choice"]["model"])


ROWS = [(f"c{n}", f"2025-0{1 + m}-{1 + n:02d}", "10.00") for n in range(20) for m in range(6)]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--horizon", "3 moons"), "39w"),
        (("--horizon", "0d"), "39w"),
        (("--horizon", "400d"), "at most"),
        (("--origins", "0"), "from 1 to"),
        (("--origins", "9999"), "from 1 to"),
        (("--until", "2025-01-20"), "cannot be checked"),
        (("--language", "tlh"), "en, ru or ro"),
    ],
)
def test_what_cannot_be_tested_is_refused_in_a_sentence(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    assert words in refused(app, orders_file(tmp_path / "o.csv", ROWS), *options)


def test_neither_file_nor_company_is_refused() -> None:
    assert "--db" in refused(app)


def test_a_company_without_orders_is_told_so(tmp_path: Path) -> None:
    answer = tenure(prepared(tmp_path / "home"), "backtest", "--db")
    assert answer.returncode == 2
    assert "not a return" in answer.stderr
