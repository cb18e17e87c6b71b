"""`tenure report`: one page, complete in itself, that shows how far to trust the forecasts of these orders."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from django.utils import translation
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tenure.engine.backtest.ledger import known_at
from tenure.engine.base.concentration import Concentration, concentration
from tenure.engine.months import months_back
from tenure.journeys.order_files.backtest_file import MOST_ORIGINS, Asked, Tested, tested
from tenure.journeys.order_files.backtest_words import (
    alarm_sentence,
    choice_sentence,
    detail_sentence,
    note_sentence,
    reason_sentences,
    total_sentence,
    trust_sentence,
)
from tenure.journeys.order_files.order_source import OrderSource, Progress, order_source
from tenure.journeys.order_files.output_place import require_place
from tenure.journeys.order_files.reading import Reading
from tenure.journeys.order_files.report_alarms import alarms_section
from tenure.journeys.order_files.report_fit import fit_sections
from tenure.journeys.order_files.report_parts import Section
from tenure.journeys.order_files.report_trust import (
    cohorts_section,
    concentration_section,
    models_section,
    reliability_section,
)
from tenure.journeys.order_files.score_words import reading_sentence
from tenure.kernel import formats
from tenure.kernel.errors import BadInput

HERE = Path(__file__).parent
REPORT = ".html"


@dataclass(frozen=True)
class Reported:
    """A written report: what was tested, and the parts of the page."""

    tested: Tested
    sections: tuple[Section, ...]


def report_file(
    path: Path | None, *, reading: Reading, asked: Asked, today: date, out: Path, progress: Progress
) -> Reported:
    """Write the report on the orders of a file, or of the company when `path` is None, to `out`, in the active language.

    Raises BadInput for anything that makes the orders, a setting or the target unusable; `out` is then as it was.
    """
    if out.suffix.lower() != REPORT:
        raise BadInput("trust_report_kind", out=str(out))
    require_place(out)
    if not 1 <= asked.origins <= MOST_ORIGINS:
        raise BadInput("trust_origins", value=asked.origins, most=MOST_ORIGINS)
    with order_source(path, reading=reading, today=today, progress=progress) as source:
        found = tested(source, asked=asked, today=today, progress=progress)
        progress("writing", 0, None)
        reported = Reported(found, all_sections(found, year_income(source, found.until)))
        write(out, page(reported, source))
    return reported


def all_sections(found: Tested, income: Concentration) -> tuple[Section, ...]:
    """The parts of the page in their order."""
    known = known_at(found.base, found.found.origins[-1].day, unit=found.found.unit_days)
    cumulative, *rest = fit_sections(found, known)
    parts = (
        cumulative,
        reliability_section(found),
        *rest,
        alarms_section(found.alarms),
        concentration_section(income, found.currency),
        cohorts_section(found),
        models_section(found),
    )
    return tuple(part for part in parts if part is not None)


def year_income(source: OrderSource, until: date) -> Concentration:
    """How the income of the 12 months before `until` is divided among the clients who had any rows in them."""
    rows = source.orders
    year = rows.filter((rows.day > months_back(until, 12)) & (rows.day <= until))
    income = year.group_by("client").agg(income=year.amount.cast("float64").sum()).to_pyarrow()["income"]
    return concentration(np.asarray(income.to_numpy(), dtype=np.float64))


def page(reported: Reported, source: OrderSource) -> str:
    """The whole page as text."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True
    )
    environment.filters |= {"table_day": formats.table_day}
    return environment.get_template("report_file.html").render(context(reported, source))


def context(reported: Reported, source: OrderSource) -> dict[str, Any]:
    """Everything the template names."""
    found, verdict = reported.tested.found, reported.tested.verdict
    return {
        "language": formats.language(),
        "style": "".join((HERE / name).read_text(encoding="utf-8") for name in ("score_report.css", "report_file.css")),
        "name": source.name,
        "until": reported.tested.until,
        "trust": trust_sentence(verdict),
        "total": total_sentence(found, verdict),
        "more": [
            detail_sentence(found),
            *reason_sentences(verdict),
            alarm_sentence(reported.tested.alarms),
            *(note_sentence(note, found) for note in verdict.notes),
        ],
        "choice": choice_sentence(found),
        "sections": reported.sections,
        "reading": reading_sentence(source.checked) if source.checked else None,
    }


def write(out: Path, text: str) -> None:
    """Write beside the target and put in place at once, so that a half-written page is never seen."""
    unfinished = out.with_name(f".{out.stem}.unfinished{out.suffix}")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
