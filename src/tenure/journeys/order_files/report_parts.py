"""What the parts of the report on trust are made of: each a picture, two sentences and a table."""

from dataclasses import dataclass

from tenure.engine.backtest.ledger import Known
from tenure.engine.backtest.run import Origin
from tenure.engine.models.shape import Parameters
from tenure.engine.summary import from_epoch_day
from tenure.journeys.order_files.backtest_file import Tested
from tenure.journeys.order_files.fit_file import in_order
from tenure.journeys.order_files.report_charts import Chart
from tenure.kernel import formats


@dataclass(frozen=True)
class Rows:
    """A table of words."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Heat:
    """A cell of the heat map: the words in it, and its depth 0..5."""

    text: str
    depth: int


@dataclass(frozen=True)
class Grid:
    """The heat map: names of columns, and (name, cells) of each row."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Heat, ...]], ...]


@dataclass(frozen=True)
class Section:
    """A part of the page. plain: for whoever sells; check: for whoever checks; one of chart and grid, or neither; open:
    whether the table is what the part shows, and not only the chart in other words; wide: over both columns."""

    key: str
    heading: str
    plain: str
    check: str
    chart: Chart | None = None
    grid: Grid | None = None
    table: Rows | None = None
    open: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Subject:
    """What the pictures of the fit are made of: the chosen model as learnt on the last of the past days."""

    tested: Tested
    origin: Origin
    known: Known

    @property
    def name(self) -> str:
        """The chosen model's name."""
        return self.tested.verdict.model

    @property
    def parameters(self) -> Parameters:
        """Its parameters on that day."""
        fitted: Parameters = self.origin.fits[self.name]
        return fitted

    @property
    def day(self) -> str:
        """The day, in words."""
        return formats.table_day(from_epoch_day(self.origin.day))


def parameter_words(name: str, parameters: Parameters) -> str:
    """r = 0.525 ± 0.083; ...: for whoever checks."""
    errors = parameters.fit.standard_errors if parameters.fit else {}
    parts = []
    for own, value in in_order(name, parameters).items():
        error = errors.get(own)
        spread = f" ± {formats.significant(error, 2)}" if error else ""
        parts.append(f"{own} = {formats.significant(value)}{spread}")
    return "; ".join(parts)
