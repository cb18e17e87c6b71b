"""Files of any size become scores on a table engine: `tenure score --engine spark`, or a folder of files.

Heavy: run by the command line only. The rows stay where they are; what comes here is one row per client.
"""

import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.engine.errors import EngineError
from tenure.engine.scores import ScoredBase, score_clients
from tenure.journeys.order_files.engine_rows import EngineRows, engine_rows
from tenure.journeys.order_files.output_place import require_place
from tenure.journeys.order_files.reading import Reading
from tenure.journeys.order_files.score_file import Progress, ScoreOutcome
from tenure.journeys.order_files.score_tables import OUTPUTS, readable_table, write_table
from tenure.journeys.order_files.score_words import base_sentences
from tenure.kernel import formats
from tenure.kernel.errors import BadInput


def score_engine(
    path: Path, *, reading: Reading, as_of: date | None, today: date, out: Path | None, progress: Progress
) -> ScoreOutcome:
    """Score the clients of `path` at the end of day `as_of` (the last order day when None), and write `out`.

    out: .csv, .parquet or .xlsx; None writes nothing. Raises BadInput for anything that makes the files, a setting or
    the target unusable; `out` then does not exist or is as it was.
    """
    started = time.monotonic()
    if out and out.suffix.lower() not in OUTPUTS:
        raise BadInput("score_output_kind", out=str(out), kinds=", ".join(OUTPUTS))
    require_place(out)
    progress("reading", 0, None)
    with engine_rows(path, reading=reading, today=today) as found:
        progress("scoring", 0, None)
        scored = scored_at(found, as_of or found.last_day)
    table = readable_table(numbered(scored), labels_of(scored), found.currency)
    if out:
        progress("writing", 0, None)
        unfinished = out.with_name(f".{out.stem}.unfinished{out.suffix}")
        try:
            write_table(unfinished, table)
            unfinished.replace(out)
        finally:
            unfinished.unlink(missing_ok=True)
    sentences = (*base_sentences(scored.base, found.currency), reading_sentence(found))
    return ScoreOutcome(table, sentences, counts(found, scored, out, time.monotonic() - started))


def scored_at(found: EngineRows, day: date) -> ScoredBase:
    """The engine's scores; a day before the first order is refused in words."""
    try:
        return score_clients(found.orders, as_of=day)
    except EngineError as error:
        if error.code != "no_orders":
            raise
        raise BadInput("score_no_orders_until", day=str(day), first=str(found.first_day)) from error


def numbered(scored: ScoredBase) -> ScoredBase:
    """The same with clients known by their places."""
    places = pa.array(np.arange(scored.clients.num_rows))
    return replace(scored, clients=scored.clients.set_column(0, "client", places))


def labels_of(scored: ScoredBase) -> pa.Table:
    """What `readable_table` calls the clients: the ids of the files."""
    ids = scored.clients["client"]
    return pa.table({"id": ids, "name": pa.nulls(len(ids), pa.string())})


def reading_sentence(found: EngineRows) -> str:
    """What was read and what was left out."""
    read = ngettext("%(n)s line read", "%(n)s lines read", found.read) % {"n": formats.number(found.read)}
    parts = [read]
    if found.left_out:
        parts.append(_("could not be used: %(n)s") % {"n": formats.number(found.left_out)})
    if found.returns:
        parts.append(_("returns: %(n)s") % {"n": formats.number(found.returns)})
    return "; ".join(parts) + "."


def counts(found: EngineRows, scored: ScoredBase, out: Path | None, seconds: float) -> dict[str, Any]:
    """The last line of --json; orders are order days here, and None is what no table engine looks for."""
    base = scored.base
    return {
        "rows_read": found.read,
        "clients": base.clients,
        "orders": int(np.asarray(scored.clients["order_days"]).sum()),
        "rejected": found.left_out,
        "duplicates": None,
        "returns": found.returns,
        "damaged": None,
        "as_of": scored.as_of.isoformat(),
        "currency": found.currency,
        "silent": base.silent,
        "falling": base.falling,
        "model": scored.model.verdict,
        "out": str(out) if out else None,
        "seconds": round(seconds, 2),
    }
