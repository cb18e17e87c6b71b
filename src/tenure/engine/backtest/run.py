"""Every model forecast from past days of the user's own orders, held against what then happened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tenure.engine.backtest import outcomes
from tenure.engine.backtest.ahead import LEVELS
from tenure.engine.backtest.cohorts import Cohort, cohorts
from tenure.engine.backtest.ledger import Known, Ledger, counts_between, known_at
from tenure.engine.backtest.money import Money, money_ahead
from tenure.engine.backtest.origins import Plan, plan
from tenure.engine.backtest.outcomes import Measures, NaiveMeasures, Outcome
from tenure.engine.errors import EngineError
from tenure.engine.models.choice import MODELS, Choice, choose, model_named, ordered
from tenure.engine.models.shape import Table
from tenure.engine.purchases import Unit, days_in
from tenure.engine.tuples import Floats

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Origin:
    """One past day. clients: known by then; actual, buyers: order days of the horizon after it, and who placed them;
    models, naive: measures by name; fits: how each model came out; money: of the chosen model."""

    day: int
    clients: int
    actual: float
    buyers: int
    models: Mapping[str, Measures]
    naive: Mapping[str, NaiveMeasures]
    fits: Mapping[str, Any]
    money: Money | None


@dataclass(frozen=True, repr=False)
class Backtest(Table):
    """What the forecasts of the past were worth; in a notebook a table of the models.

    plan: the days and the horizon; clients: in the ledger, of_clients: in the base; origins: oldest first; models and
    naive: measures over all origins; choice: which model; cohorts: of the chosen model, by first order.
    """

    plan: Plan
    unit_days: int
    clients: int
    of_clients: int
    origins: tuple[Origin, ...]
    models: Mapping[str, Measures]
    naive: Mapping[str, NaiveMeasures]
    choice: Choice
    cohorts: tuple[Cohort, ...]

    def title(self) -> str:
        """The line above the table."""
        days = len(self.origins)
        return (
            f"{self.choice.model} of {len(self.models)} models; {days} past days, {self.plan.horizon_days} days ahead"
        )

    def columns(self) -> Mapping[str, Sequence[Any]]:
        """One row for each model."""
        found = self.models.values()
        return {
            "model": list(self.models),
            "log_likelihood": [one.log_likelihood for one in found],
            "mae_median": [one.mae_median for one in found],
            "mae": [one.mae for one in found],
            "bias": [one.bias for one in found],
            "brier": [one.chances.brier for one in found],
            "ece": [one.chances.ece for one in found],
            **{
                f"held_{level:.0%}".rstrip("%"): [one.coverage[place].realised for one in found]
                for place, level in enumerate(LEVELS)
            },
        }

    @property
    def chosen(self) -> Measures:
        """The measures of the chosen model."""
        return self.models[self.choice.model]

    @property
    def money(self) -> Money | None:
        """Forecast and actual money over all origins; None where no value could be learnt."""
        found = [origin.money for origin in self.origins if origin.money]
        if not found:
            return None
        return Money(sum(part.expected for part in found), sum(part.actual for part in found))


@dataclass(frozen=True)
class _Day:
    """A past day with everything computed from it; parts by model."""

    known: Known
    actual: Floats
    naive: Mapping[str, Floats]
    parameters: dict[str, Any]
    outcomes: dict[str, Outcome]
    failed: dict[str, EngineError]


def backtest(
    base: Ledger,
    *,
    horizon_days: int | None = None,
    origins: int = 3,
    models: Sequence[str] = tuple(MODELS),
    unit: Unit = "week",
    progress: Progress | None = None,
) -> Backtest:
    """Fit on each past day what was known then, forecast, and measure.

    A model that cannot be fitted on one of the days is left out of the comparison, and `choice.failed` says why. Raises
    BadInput on impossible settings, NotEnoughData when the orders reach too short a time or no model can be fitted.
    """
    names = ordered(models)
    times = plan(int(base.days.day.min()), base.until, horizon_days=horizon_days, origins=origins)
    days = []
    for place, day in enumerate(times.days):
        if progress:
            progress(place, len(times.days))
        days.append(_forecast_from(base, day, times.horizon_days, names, unit))
    failed = {name: error for found in days for name, error in found.failed.items()}
    usable = [name for name in names if name not in failed]
    if not usable:
        raise failed[names[0]]
    scores = {name: _by_client(days, name, base.clients) for name in usable}
    choice = choose(scores, failed={name: error.code for name, error in failed.items()})
    return Backtest(
        plan=times,
        unit_days=days_in(unit),
        clients=base.clients,
        of_clients=base.of_clients,
        origins=tuple(_origin(base, found, usable, choice.model, times.horizon_days) for found in days),
        models={name: outcomes.measured([found.outcomes[name] for found in days]) for name in usable},
        naive={
            rule: outcomes.naive_measured([found.naive[rule] for found in days], [found.actual for found in days])
            for rule in outcomes.NAIVE
        },
        choice=choice,
        cohorts=cohorts(base, [found.outcomes[choice.model] for found in days]),
    )


def _forecast_from(base: Ledger, day: int, horizon_days: int, names: Sequence[str], unit: Unit) -> _Day:
    """Everything that can be said from one past day."""
    known = known_at(base, day, unit=unit)
    actual = counts_between(base, day, day + horizon_days, who=known.who).astype(np.float64)
    found = _Day(known, actual, outcomes.naive(base, known, horizon_days=horizon_days), {}, {}, {})
    histories = known.histories()
    for name in names:
        model = model_named(name)
        try:
            fitted = model.fit(histories)
            horizon = horizon_days / known.unit_days
            found.outcomes[name] = outcomes.outcome(model, fitted, known, histories, actual, horizon=horizon)
        except EngineError as error:
            found.failed[name] = error
        else:
            found.parameters[name] = fitted
    return found


def _by_client(days: Sequence[_Day], name: str, clients: int) -> Floats:
    """The model's scores added up by client over all days: one client counts once, however often forecast."""
    total = np.zeros(clients)
    seen = np.zeros(clients, dtype=bool)
    for found in days:
        total[found.known.who] += found.outcomes[name].score
        seen[found.known.who] = True
    return total[seen]


def _origin(base: Ledger, found: _Day, names: Sequence[str], chosen: str, horizon_days: int) -> Origin:
    """The measures of one day."""
    return Origin(
        day=found.known.day,
        clients=found.known.who.size,
        actual=float(found.actual.sum()),
        buyers=int((found.actual > 0).sum()),
        models={name: outcomes.measured([found.outcomes[name]]) for name in names},
        naive={rule: outcomes.naive_measured([told], [found.actual]) for rule, told in found.naive.items()},
        fits={name: found.parameters[name] for name in names},
        money=money_ahead(base, found.known, found.outcomes[chosen].expected, horizon_days=horizon_days),
    )
