"""The report of `tenure score FILE --out report.html`: one page, complete in itself, in the active language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tenure.engine.scores import ScoredBase
from tenure.journeys.cards.rhythm_strip import Expectation, OrderMark, RhythmStrip, rhythm_strip, strip_start
from tenure.journeys.order_files.score_words import (
    base_sentences,
    formula,
    income_sentences,
    model_sentences,
    odds,
    reading_sentence,
)
from tenure.kernel import formats
from tenure.orders.files.check import CheckedFile

HERE = Path(__file__).parent
LISTED = 20
STRIP_MONTHS = 12
CURVE_WIDTH, CURVE_HEIGHT = 600.0, 220.0


class Scored(Protocol):
    """What a report is made of; `score_file.FileScores` is one."""

    @property
    def file_name(self) -> str: ...
    @property
    def checked(self) -> CheckedFile: ...
    @property
    def scored(self) -> ScoredBase: ...
    @property
    def labels(self) -> pa.Table: ...
    @property
    def orders(self) -> int: ...
    @property
    def currency(self) -> str: ...
    @property
    def marks(self) -> Callable[[list[int], date], dict[int, list[OrderMark]]]: ...
    @property
    def damaged(self) -> tuple[int, int]: ...


@dataclass(frozen=True)
class Row:
    """A client in a table of the report: the scores, the words for them, and the strip."""

    name: str
    value_class: str
    frequency_class: str
    scores: dict[str, Any]
    strip: RhythmStrip


@dataclass(frozen=True)
class MatrixCell:
    """A cell of the matrix; heat 0..5 by its share of the income."""

    clients: int
    money: str
    heat: int


@dataclass(frozen=True)
class Curve:
    """A concentration curve in the drawing's own units, its sentence, and where the zero line lies."""

    path: str
    zero: float
    even: str
    sentence: str


def write_report(path: Path, found: Scored) -> None:
    """Write the page."""
    path.write_text(page(found), encoding="utf-8")


def page(found: Scored) -> str:
    """The whole page as text."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True
    )
    shown = (
        formats.number,
        formats.percent,
        formats.money,
        formats.interval,
        formats.day,
        formats.days,
        formats.table_day,
    )
    environment.filters |= {function.__name__: function for function in shown}
    return environment.get_template("score_report.html").render(context(found))


def context(found: Scored) -> dict[str, Any]:
    """Everything the template names."""
    scored, currency = found.scored, found.currency
    silent = rows(found, pc.field("is_silent"), "revenue_12m_minor")
    worthy = rows(found, pc.field("order_days") > 0, "value_12m_minor" if scored.model.values else "revenue_12m_minor")
    return {
        "language": formats.language(),
        "style": (HERE / "score_report.css").read_text(encoding="utf-8"),
        "file_name": found.file_name,
        "as_of": scored.as_of,
        "currency": currency,
        "base": scored.base,
        "orders": found.orders,
        "sentences": base_sentences(scored.base, currency, found.damaged),
        "matrix": matrix(scored, currency),
        "revenue": curve(scored.base.revenue.curve, scored.base.revenue.total, income_sentence(scored)),
        "margin": margin_curve(scored),
        "silent": silent,
        "falling": rows(found, pc.field("is_falling"), "volume_usual_minor"),
        "valuable": worthy,
        "value_top": max((row.scores["value_12m_high_minor"] or 0 for row in worthy), default=0),
        "model": scored.model,
        "model_sentences": model_sentences(scored.model),
        "formula": formula(scored.model),
        "odds": odds,
        "reading": reading_sentence(found.checked),
    }


def rows(found: Scored, which: pc.Expression, rank: str) -> list[Row]:
    """The first LISTED clients of a kind by one of their numbers, largest first, equal ones by key."""
    chosen = found.scored.clients.filter(which)
    order = pc.sort_indices(chosen, sort_keys=[(rank, "descending"), ("client", "ascending")])
    listed = chosen.take(order[:LISTED]).to_pylist()
    since = strip_start(found.scored.as_of, STRIP_MONTHS)
    marks = found.marks([scores["client"] for scores in listed], since)
    return [row(found, scores, marks[scores["client"]]) for scores in listed]


def row(found: Scored, scores: dict[str, Any], marks: list[OrderMark]) -> Row:
    """One client for a table."""
    label = found.labels.slice(scores["client"], 1).to_pylist()[0]
    expected = Expectation(
        as_of=found.scored.as_of,
        **{name: scores[name] for name in ("last_day", "window_from", "window_to", "silence_days", "interval_days")},
        is_silent=scores["is_silent"],
    )
    strip = rhythm_strip(marks, expected, months=STRIP_MONTHS, ahead_days=45)
    return Row(label["name"] or label["id"], scores["abc_class"], scores["xyz_frequency_class"], scores, strip)


def matrix(scored: ScoredBase, currency: str) -> dict[str, dict[str, MatrixCell]]:
    """Value classes by frequency classes."""
    most = max((cell.revenue_12m_minor for cell in scored.base.matrix.values()), default=0)
    cells: dict[str, dict[str, MatrixCell]] = {}
    for (value, frequency), cell in scored.base.matrix.items():
        share = max(cell.revenue_12m_minor, 0) / most if most > 0 else 0
        money = formats.money(cell.revenue_12m_minor, currency, compact=True)
        heat = 0 if share <= 0 else 1 + min(4, int(share**0.5 * 5))
        cells.setdefault(value, {})[frequency] = MatrixCell(cell.clients, money, heat)
    return cells


def curve(points: Iterable[tuple[int, float]], total: float, sentence: str) -> Curve | None:
    """A cumulative curve as an SVG path; None when there is nothing to draw."""
    points = list(points)
    clients = points[-1][0]
    high, low = max(value for _n, value in points), min(0.0, *(value for _n, value in points))
    if clients < 2 or high <= low or total <= 0:
        return None

    def place(number: int, value: float) -> str:
        x, y = CURVE_WIDTH * number / clients, CURVE_HEIGHT * (high - value) / (high - low)
        return f"{x:.1f} {y:.1f}"

    path = "M" + "L".join(place(*point) for point in points)
    zero = round(CURVE_HEIGHT * high / (high - low), 1)
    return Curve(path, zero, f"M{place(0, 0)}L{place(clients, total)}", sentence)


def income_sentence(scored: ScoredBase) -> str:
    """How much of the income the best fifth brings."""
    return " ".join(income_sentences(scored.base.revenue)) or _("There is no income in the last 12 months to divide.")


def margin_curve(scored: ScoredBase) -> Curve | None:
    """The whale curve, where margins are known."""
    found = scored.base.margin
    if found is None or found.peak_share is None:
        return None
    if found.unprofitable:
        sentence = ngettext(
            "%(n)s client costs more than it brings; without it profit would be %(share)s of what it is.",
            "%(n)s clients cost more than they bring; without them profit would be %(share)s of what it is.",
            found.unprofitable,
        ) % {"n": formats.number(found.unprofitable), "share": formats.percent(found.peak_share)}
    else:
        sentence = _("Every client brings more than it costs.")
    return curve(found.curve, found.total, sentence)
