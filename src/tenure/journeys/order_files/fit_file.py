"""`tenure fit`: one model fitted to a file of orders, with standard errors and a verdict. Writes nothing."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from tenure.engine.counted import histories_in
from tenure.engine.models import gamma_gamma
from tenure.engine.models.choice import MODELS, model_named
from tenure.engine.models.shape import Parameters
from tenure.engine.purchase_pass import purchase_table
from tenure.engine.purchases import Unit, days_in
from tenure.journeys.order_files.engine_errors import engine_sentences
from tenure.journeys.order_files.order_source import OrderSource, Progress, order_source
from tenure.journeys.order_files.reading import Reading
from tenure.kernel.errors import BadInput
from tenure.kernel.money import minor_per_unit

VALUES = "gamma-gamma"
NAMES = (*MODELS, VALUES)


@dataclass(frozen=True)
class Fitted:
    """A fitted model. parameters: by name, in the order of the literature; times in `unit`, values in units of
    `currency`. standard_errors: of the same names, None where there is none. clients: how many it was fitted to;
    tuples: their distinct histories; name: of the file or the company."""

    model: str
    parameters: Mapping[str, float]
    standard_errors: Mapping[str, float | None]
    log_likelihood: float
    clients: int
    tuples: int
    seconds: float
    verdict: str
    unit: str
    until: date
    currency: str
    name: str

    def as_json(self) -> dict[str, Any]:
        """The line of --json: what the contract names first."""
        return {
            "parameters": dict(self.parameters),
            "standard_errors": dict(self.standard_errors),
            "log_likelihood": self.log_likelihood,
            "clients": self.clients,
            "tuples": self.tuples,
            "seconds": round(self.seconds, 3),
            "verdict": self.verdict,
            "model": self.model,
            "unit": self.unit,
            "until": self.until.isoformat(),
            "currency": self.currency,
        }


def fit_file(
    path: Path | None,
    *,
    reading: Reading,
    model: str,
    unit: Unit,
    until: date | None,
    today: date,
    progress: Progress,
) -> Fitted:
    """Fit `model` to the orders of a file (of the company when `path` is None) up to the end of the day `until`.

    Raises BadInput for anything that makes the orders or a setting unusable.
    """
    started = time.monotonic()
    if model not in NAMES:
        raise BadInput("trust_model", value=model, models=", ".join(NAMES))
    with order_source(path, reading=reading, today=today, progress=progress) as source, engine_sentences():
        days_in(unit)
        progress("fitting", 0, None)
        day = source.until(until, today)
        found = fit_values(source, day) if model == VALUES else fit_orders(source, model, unit, day)
    if found.fit is None:
        raise RuntimeError(f"{model}.fit says nothing of itself")
    named = in_order(model, found)
    return Fitted(
        model=model,
        parameters=named,
        standard_errors={name: found.fit.standard_errors.get(name) or None for name in named},
        log_likelihood=found.fit.log_likelihood,
        clients=found.fit.clients,
        tuples=found.fit.tuples,
        seconds=time.monotonic() - started,
        verdict=found.fit.verdict,
        unit=unit if isinstance(unit, str) else f"{unit} days",
        until=day,
        currency=source.currency,
        name=source.name,
    )


def in_order(model: str, found: Parameters) -> dict[str, float]:
    """The parameters as the literature lists them: k first where the model has one, not at all where it is 1 by name."""
    named = dict(found.named())
    regularity = named.pop("k", None)
    return {"k": regularity, **named} if regularity is not None and model.endswith("-k") else named


def fit_orders(source: OrderSource, model: str, unit: Unit, until: date) -> Parameters:
    """A model of orders, on every client known by then."""
    fitted: Parameters = model_named(model).fit(histories_in(source.orders, until=until, unit=unit))
    return fitted


def fit_values(source: OrderSource, until: date) -> Parameters:
    """Gamma-Gamma on the repeat order days that brought money, as its authors fit it; amounts in units of money."""
    rows = source.orders
    in_units = rows.mutate(amount=rows.amount.cast("float64") / minor_per_unit(source.currency))
    table = purchase_table(in_units, until=until, repeat_values=True)
    counts = np.asarray(table["value_count"].to_numpy(), dtype=np.float64)
    means = np.asarray(table["value_mean"].to_numpy(), dtype=np.float64)
    sold = counts > 0
    fitted: Parameters = gamma_gamma.fit(counts[sold], means[sold])
    return fitted
