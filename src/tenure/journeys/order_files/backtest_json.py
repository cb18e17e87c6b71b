"""A backtest as plain values, for scripts: names as in docs/engine.md, money in units of the currency."""

from dataclasses import asdict
from typing import Any

from tenure.engine.alarms.record import Month, Record
from tenure.engine.backtest.measures import Coverage
from tenure.engine.backtest.money import Money
from tenure.engine.backtest.outcomes import Measures, NaiveMeasures
from tenure.engine.backtest.run import Backtest, Origin
from tenure.engine.summary import from_epoch_day
from tenure.journeys.order_files.backtest_file import Tested
from tenure.journeys.order_files.backtest_words import alarm_sentence, verdict_paragraph
from tenure.kernel.money import to_units


def backtest_json(tested: Tested) -> dict[str, Any]:
    """The line of --json."""
    found, verdict = tested.found, tested.verdict
    return {
        "model": verdict.model,
        "trust": verdict.trust,
        "verdict": " ".join([*verdict_paragraph(found, verdict), alarm_sentence(tested.alarms)]),
        "reasons": list(verdict.reasons),
        "notes": list(verdict.notes),
        "horizon_days": found.plan.horizon_days,
        "unit_days": found.unit_days,
        "clients": found.clients,
        "of_clients": found.of_clients,
        "until": tested.until.isoformat(),
        "currency": tested.currency,
        "choice": choice(found),
        "models": {name: measures(one) for name, one in found.models.items()},
        "naive": {name: naive(one) for name, one in found.naive.items()},
        "money": money(found.money, tested.currency),
        "alarms": alarms(tested.alarms),
        "cohorts": [{**asdict(cohort), "start": cohort.start.isoformat()} for cohort in found.cohorts],
        "origins": [origin(one, tested.currency) for one in found.origins],
        "seconds": round(tested.seconds, 2),
    }


def choice(found: Backtest) -> dict[str, Any]:
    """Which model and why."""
    chosen = found.choice
    return {
        "model": chosen.model,
        "best": chosen.best,
        "reason": chosen.reason,
        "clients": chosen.clients,
        "compared": [asdict(one) for one in chosen.compared],
        "failed": dict(chosen.failed),
    }


def origin(one: Origin, currency: str) -> dict[str, Any]:
    """One past day."""
    return {
        "day": from_epoch_day(one.day).isoformat(),
        "clients": one.clients,
        "actual": one.actual,
        "buyers": one.buyers,
        "models": {name: measures(found) for name, found in one.models.items()},
        "naive": {name: naive(found) for name, found in one.naive.items()},
        "parameters": {name: dict(found.named()) for name, found in one.fits.items()},
        "verdicts": {name: found.verdict for name, found in one.fits.items()},
        "money": money(one.money, currency),
    }


def measures(one: Measures) -> dict[str, Any]:
    """The measures of a model; its intervals by percent."""
    plain = {name: value for name, value in asdict(one).items() if name not in ("chances", "coverage")}
    chances = asdict(one.chances)
    return {
        **plain,
        **{name: chances[name] for name in ("brier", "skill", "ece")},
        "coverage": {f"{level.level:.0%}".rstrip("%"): interval(level) for level in one.coverage},
        "reliability": chances["bins"],
    }


def interval(level: Coverage) -> dict[str, float]:
    """An interval's promise and its keeping."""
    return {name: value for name, value in asdict(level).items() if name != "level"}


def alarms(record: Record) -> dict[str, Any]:
    """What the silence alarms were worth: promised and realised share of false ones, recall, month by month."""
    return {
        "promised": record.level,
        "confidence": record.confidence,
        "kept": record.is_kept,
        "clients_share": record.share,
        **alarm_counts(record.total),
        "months": [
            {"month": from_epoch_day(month.start).isoformat()[:7], "verdict": month.verdict, **alarm_counts(month)}
            for month in record.months
        ],
    }


def alarm_counts(month: Month) -> dict[str, Any]:
    """Alarms of one month or of all: precision is the share of the judged that were not false."""
    false = month.false_share
    return {
        "raised": month.raised,
        "judged": month.judged,
        "false": month.false,
        "false_share": false,
        "low": month.low,
        "high": month.high,
        "precision": None if false is None else 1 - false,
        "gone": month.gone,
        "caught": month.caught,
        "recall": month.recall,
    }


def naive(one: NaiveMeasures) -> dict[str, Any]:
    """The measures of a rule of thumb."""
    return asdict(one)


def money(one: Money | None, currency: str) -> dict[str, Any] | None:
    """Forecast and actual money."""
    if one is None:
        return None
    expected, actual = (to_units(round(value), currency) for value in (one.expected, one.actual))
    return {"expected": expected, "actual": actual, "bias": one.bias}
