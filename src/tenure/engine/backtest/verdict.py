"""From the measures of a backtest to what may be done with the forecasts: a decision, and its reasons as numbers."""

from dataclasses import dataclass
from typing import Literal

from tenure.engine.backtest.run import Backtest

Trust = Literal["numbers", "ranking", "nothing"]
CLOSE_TOTAL = 0.15
CLOSE_CHANCE = 0.05
CLOSE_COVERAGE = 0.05
WORTH_RANKING = 0.02
FEW_CLIENTS = 100
FEW_BUYERS = 30


@dataclass(frozen=True)
class Verdict:
    """How far to trust the chosen model.

    trust: "numbers" (totals, chances and intervals held), "ranking" (it tells clients apart, its totals, chances or
    intervals are off), "nothing" (it told clients apart no better than one chance for everyone). reasons: what was off,
    most important first: "no_skill", "few_clients", "totals", "chances", "intervals", "naive_better". notes: what to
    know besides: "one_day", "overlapping", "sampled", "failed". total_low, total_high: the smallest and the largest
    bias of a total among the days, None when nobody ordered in one of them.
    """

    model: str
    trust: Trust
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    total_low: float | None
    total_high: float | None


def judge(found: Backtest) -> Verdict:
    """How far to trust the chosen model of a backtest. The total counts by the worst of the days."""
    measures, name = found.chosen, found.choice.model
    biases = [origin.models[name].bias for origin in found.origins]
    known = [bias for bias in biases if bias is not None]
    wide = measures.coverage[0]
    best_naive = min(rule.mae for rule in found.naive.values())
    checks = {
        "no_skill": measures.chances.skill < WORTH_RANKING,
        "few_clients": found.origins[-1].clients < FEW_CLIENTS or found.origins[-1].buyers < FEW_BUYERS,
        "totals": len(known) < len(biases) or max(map(abs, known)) > CLOSE_TOTAL,
        "chances": measures.chances.ece > CLOSE_CHANCE,
        "intervals": wide.realised < wide.promised - CLOSE_COVERAGE,
        "naive_better": measures.mae_median > best_naive,
    }
    reasons = tuple(name for name, wrong in checks.items() if wrong)
    trust: Trust = "nothing" if checks["no_skill"] else "ranking" if reasons else "numbers"
    complete = len(known) == len(biases)
    return Verdict(
        name,
        trust,
        reasons,
        _notes(found),
        min(known) if complete else None,
        max(known) if complete else None,
    )


def _notes(found: Backtest) -> tuple[str, ...]:
    """What to know besides."""
    notes = {
        "one_day": len(found.origins) == 1,
        "overlapping": found.plan.overlapping,
        "sampled": found.clients < found.of_clients,
        "failed": bool(found.choice.failed),
    }
    return tuple(name for name, holds in notes.items() if holds)
