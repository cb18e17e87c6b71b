"""Whether clients stay, as Base draws it: a bar of what became of a year's money, a table of cohorts in tints. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from tenure.kernel import formats
from tenure.orders.staying import Cohort, Staying, YearKept

TINTS = 5
# Shares closer together than this look alike: tints must not make much of little.
LEAST_SPAN = 0.25
# Of fewer clients a share says more than is known: their number is shown instead.
FEW = 10


@dataclass(frozen=True)
class Part:
    """One part of a bar: the class of its colour, where it begins and how wide it is, in percent of the drawing."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class HeatCell:
    """One period of a cohort: share of its clients or of its first money, None where unknown; tint 1 to 5.

    active: how many of `clients` ordered; few: so few that only these numbers are told.
    """

    share: float | None
    tint: int
    active: int = 0
    clients: int = 0

    @property
    def few(self) -> bool:
        return self.clients < FEW


@dataclass(frozen=True)
class HeatRow:
    """One cohort, or all of them; `name` in words."""

    name: str
    clients: int
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class Heat:
    """The cohorts, newest last, and how all of them did together; `ages` counts periods from 1."""

    ages: tuple[int, ...]
    rows: tuple[HeatRow, ...]
    together: HeatRow

    @property
    def told(self) -> tuple[int, ...]:
        """The first and the last age of which enough clients are known to tell a share."""
        known = [age for age, cell in enumerate(self.together.cells, 1) if not cell.few]
        return (known[0], known[-1]) if len(known) > 1 else tuple(known)


def kept_bar(year: YearKept, top: float) -> tuple[Part, ...]:
    """What became of the money: stayed, bought less, left, and beyond the whole what was bought more."""
    start = year.start_minor or 1
    stayed = year.start_minor - year.contraction_minor - year.churn_minor
    sizes = [
        ("stayed", stayed), ("fell", year.contraction_minor), ("left", year.churn_minor), ("rose", year.expansion_minor),
    ]  # fmt: skip
    parts, x = [], 0.0
    for kind, amount in sizes:
        width = 100 * amount / start / top
        parts.append(Part(kind, round(x, 2), round(width, 2)))
        x += width
    return tuple(part for part in parts if part.width > 0)


def bar_top(years: Sequence[YearKept]) -> float:
    """The end of the scale that the bars share: the whole of the money before, and the largest growth beyond it."""
    return max((1 + year.expansion_minor / (year.start_minor or 1) for year in years), default=1.0)


def heat(staying: Staying, *, money: bool = False) -> Heat | None:
    """The cohorts as a table of shares; None with fewer than two periods or nobody who began in them."""
    cohorts = [cohort for cohort in staying.cohorts if cohort.clients]
    length = max((len(cohort.active) for cohort in cohorts), default=0)
    if length < 2:
        return None
    drawn = [_cells([cohort], len(cohort.active), money) for cohort in cohorts]
    known = [cell.share for row in drawn for cell in row if cell.share is not None and not cell.few]
    low, high = min(known, default=0.0), max(known, default=0.0)
    span = max(high - low, LEAST_SPAN)
    # Older clients hide in the base's first period: they would flatter the whole.
    true = [cohort for cohort in cohorts if not cohort.open] or cohorts
    longest = max(len(cohort.active) for cohort in true)
    cells = [_tinted(row, low, span) for row in (*drawn, _cells(true, longest, money))]
    rows = tuple(
        HeatRow(_name(cohort, staying.months), cohort.clients, row)
        for cohort, row in zip(cohorts, cells[:-1], strict=True)
    )
    together = HeatRow(_("All together"), sum(cohort.clients for cohort in true), cells[-1])
    return Heat(tuple(range(1, length)), rows, together)


def _tinted(cells: Sequence[HeatCell], low: float, span: float) -> tuple[HeatCell, ...]:
    """Each share with its tint between the smallest and the largest of the table; what few clients did has none."""
    return tuple(
        cell if cell.share is None or cell.few else replace(cell, tint=_tint((cell.share - low) / span))
        for cell in cells
    )


def _tint(height: float) -> int:
    return min(TINTS, 1 + max(0, int(TINTS * height)))


def _cells(cohorts: Sequence[Cohort], length: int, money: bool) -> list[HeatCell]:
    """From the second period on; each share over the cohorts that have come so far."""
    cells = []
    for age in range(1, length):
        known = [cohort for cohort in cohorts if len(cohort.active) > age]
        clients, active = sum(cohort.clients for cohort in known), sum(cohort.active[age] for cohort in known)
        whole, part = clients, active
        if money:
            whole, part = (sum(cohort.revenue_minor[at] for cohort in known) for at in (0, age))
        cells.append(HeatCell(part / whole if whole > 0 else None, 1, active, clients))
    return cells


def _name(cohort: Cohort, months: int) -> str:
    name = formats.quarter(cohort.begins) if months == 3 else formats.month_year(cohort.begins)
    return _("%(period)s or earlier") % {"period": name} if cohort.open else name
