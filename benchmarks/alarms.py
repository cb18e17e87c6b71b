"""Print what the silence alarms promised and what came of it: `python -m benchmarks.alarms [--big] [--months]`.

Each month's promise is learned before the month. Beside it the alarms of a client's own rhythm at 5 %, without a learned
threshold, on the same dates. --months: every month of each base. --big: also the time for a million clients.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from datetime import date

import numpy as np

from tenure.engine.alarms.days import OrderDays, order_days
from tenure.engine.alarms.evidence import SCORES
from tenure.engine.alarms.promise import UNCALIBRATED, learn_promise, lowest_before
from tenure.engine.alarms.raising import raise_alarms
from tenure.engine.alarms.record import Month, Record, record_from, track_record
from tenure.engine.alarms.replay import Replay, replay
from tenure.engine.alarms.season import season_of
from tenure.journeys.demo.demo_orders import generate
from tests.datasets import SHARED, lifetimes_data
from tests.engine.alarms.bases import cdnow, invoices, numbered, simulated
from tests.engine.simulation import Truth

HEAD = (
    f"{'base':<28}{'clients':>9}{'promised':>10}{'judged':>8}{'false':>7}{'share':>8}{'90 % interval':>16}"
    f"{'recall':>8}{'ever back':>11}{'5 % rhythm':>12}{'CPU s':>7}"
)
RETAIL = SHARED / "online_retail_2009_2011_invoices.parquet"


def company(clients: int) -> OrderDays:
    """The generated company."""
    lines = generate(clients=clients, until=date(2026, 9, 30)).lines
    sold = ~lines.is_return & ~lines.is_damaged
    days = lines.day[sold].astype("datetime64[D]").astype(np.int64)
    return numbered(lines.client[sold], days, lines.amount_minor[sold].astype(float))


def bases() -> Iterator[tuple[str, Callable[[], OrderDays]]]:
    """The bases at hand: real ones first."""
    yield "CDNOW, whole cohort", lambda: cdnow(lifetimes_data("CDNOW_master.txt"))
    if RETAIL.is_file():
        yield "Online Retail II", lambda: invoices(RETAIL)
    yield "generated company", lambda: company(400)
    yield "generated company, larger", lambda: company(3000)
    yield "simulated, by chance", lambda: simulated(Truth(), 3)[0]
    yield "simulated, even", lambda: simulated(Truth(evenness=4.0), 3)[0]


def rhythm_share(past: Replay, since: int) -> float:
    """Share of false alarms if a silence rarer than 5 % under the own rhythm raised them."""
    chance = past.scores[:, SCORES.index("rhythm")]
    raised = (chance <= UNCALIBRATED) & (lowest_before(past.silence, chance) > UNCALIBRATED) & ~past.is_first
    raised &= (past.origin >= since) & (past.judged_by <= past.until)
    return float(past.returns[raised].mean()) if raised.any() else float("nan")


def line(name: str, clients: int, record: Record, rhythm: float, seconds: float) -> str:
    """One base in the table."""
    total = record.total
    share = f"{total.false_share:.1%}" if total.false_share is not None else "-"
    recall = f"{total.recall:.0%}" if total.recall is not None else "-"
    back = f"{total.returned / total.raised:.0%}" if total.raised else "-"
    return (
        f"{name:<28}{clients:>9,}{record.level:>10.0%}{total.judged:>8}{total.false:>7}{share:>8}"
        f"{f'{total.low:.1%}..{total.high:.1%}':>16}{recall:>8}{back:>11}{rhythm:>12.1%}{seconds:>7.1f}"
    )


def month_line(month: Month) -> str:
    """One month of a base."""
    name = str(np.datetime64(month.start, "D"))[:7]
    share = f"{month.false_share:.0%}" if month.false_share is not None else "-"
    recall = f"{month.recall:.0%}" if month.recall is not None else "-"
    counts = f"raised {month.raised:>4}  judged {month.judged:>4}  false {share:>4}  recall {recall:>4}"
    return f"    {name}  {month.verdict:<13}{counts}"


def measure(name: str, days: OrderDays, *, with_months: bool) -> None:
    """Print one base."""
    until = int(days.day.max())
    began = time.process_time()
    found = track_record(days, until=until)
    seconds = time.process_time() - began
    since = found.months[0].start
    past = replay(days, until=until, season=season_of(days.day, until=since - 1))
    kept = [month.start for month in found.months if month.verdict == "kept"]
    assert record_from(past, since=since) == found
    print(line(name, days.clients, found, rhythm_share(past, kept[0]) if kept else float("nan"), seconds))
    for month in found.months if with_months else ():
        print(month_line(month))


def million(rng: np.random.Generator) -> OrderDays:
    """A million clients with about 5.6 million order days."""
    sizes = np.minimum(1 + rng.geometric(0.2, 1_000_000), 60)
    client = np.repeat(np.arange(sizes.size), sizes)
    gap = rng.gamma(1.0, 1.0, client.size) * np.repeat(rng.gamma(2.0, 30.0, sizes.size), sizes) + 1
    total = np.cumsum(gap)
    starts = np.cumsum(sizes) - sizes
    day = (np.repeat(rng.integers(18_000, 19_000, sizes.size) - total[starts], sizes) + total).astype(np.int64)
    kept = day <= 19_500
    return order_days(client[kept], day[kept], rng.gamma(2.0, 1000.0, int(kept.sum())))


def measure_million() -> None:
    """Print what a million clients take."""
    days = million(np.random.default_rng(1))
    print(f"\n{days.clients:,} clients, {days.day.size:,} order days, CPU seconds:")
    for name, work in (
        ("learn the promise", lambda: learn_promise(days, until=19_500)),
        ("record of 18 months", lambda: track_record(days, until=19_500)),
    ):
        began = time.process_time()
        work()
        print(f"    {name:<24}{time.process_time() - began:>7.1f}")
    promise = learn_promise(days, until=19_500)
    began = time.process_time()
    alarms = raise_alarms(days, promise, until=19_500)
    print(f"    {'raise today':<24}{time.process_time() - began:>7.1f}   ({alarms.client.size:,} clients overdue)")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--big", action="store_true")
    parser.add_argument("--months", action="store_true")
    chosen = parser.parse_args()
    print(HEAD)
    for name, made in bases():
        measure(name, made(), with_months=chosen.months)
    if chosen.big:
        measure_million()


if __name__ == "__main__":
    main()
