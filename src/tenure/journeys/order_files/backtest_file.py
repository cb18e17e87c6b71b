"""`tenure backtest`: every model forecast from past days of these orders and held against what then happened."""

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tenure.engine.alarms.record import Record, track_record
from tenure.engine.backtest.ledger import Ledger, ledger
from tenure.engine.backtest.run import Backtest, backtest
from tenure.engine.backtest.verdict import Verdict, judge
from tenure.engine.purchases import Unit
from tenure.journeys.order_files.engine_errors import engine_sentences
from tenure.journeys.order_files.order_source import OrderSource, Progress, order_source
from tenure.journeys.order_files.reading import Reading
from tenure.kernel.errors import BadInput

MOST_ORIGINS = 60


@dataclass(frozen=True)
class Asked:
    """What to test. horizon_days: None lets the length of the orders decide."""

    horizon_days: int | None = None
    origins: int = 3
    unit: Unit = "week"
    until: date | None = None


@dataclass(frozen=True)
class Tested:
    """A tested base. name: of the file or the company; until: the last day known; base: the order days; alarms:
    what the silence alarms of past months would have been worth."""

    name: str
    currency: str
    until: date
    base: Ledger
    found: Backtest
    verdict: Verdict
    alarms: Record
    seconds: float


def backtest_file(path: Path | None, *, reading: Reading, asked: Asked, today: date, progress: Progress) -> Tested:
    """Test the forecasts on the orders of a file, or of the company when `path` is None. Writes nothing.

    Raises BadInput for anything that makes the orders or a setting unusable.
    """
    if not 1 <= asked.origins <= MOST_ORIGINS:
        raise BadInput("trust_origins", value=asked.origins, most=MOST_ORIGINS)
    with order_source(path, reading=reading, today=today, progress=progress) as source:
        return tested(source, asked=asked, today=today, progress=progress)


def tested(source: OrderSource, *, asked: Asked, today: date, progress: Progress) -> Tested:
    """The same of order rows at hand."""
    started = time.monotonic()
    until = source.until(asked.until, today)
    with engine_sentences():
        base = ledger(source.orders, until=until)
        found = backtest(
            base,
            horizon_days=asked.horizon_days,
            origins=asked.origins,
            unit=asked.unit,
            progress=lambda done, total: progress("testing", done, total),
        )
        progress("alarms", 0, None)
        alarms = track_record(base.days, until=base.until)
    seconds = time.monotonic() - started
    return Tested(source.name, source.currency, until, base, found, judge(found), alarms, seconds)
