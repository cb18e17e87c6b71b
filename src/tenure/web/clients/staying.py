"""Whether clients stay, as Base draws it: a bar of what became of a year's money, a table of cohorts in tints. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenure.kernel import formats
from tenure.orders.staying import Cohort, Staying, YearKept

TINTS = 5
# Shares closer together than this look alike: tints must not make much of little.
LEAST_SPAN = 0.25


@dataclass(frozen=True)
class Part:
    """One part of a bar: the class of its colour, where it begins and how wide it is, in percent of the drawing."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class HeatCell:
    """One period of a cohort: share of its clients or of its first money, None where unknown; tint 1 to 5."""

    share: float | None
    tint: int


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
    shares = [_shares([cohort], len(cohort.active), money) for cohort in cohorts]
    known = [share for row in shares for share in row if share is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    span = max(high - low, LEAST_SPAN)
    # Older clients hide in the base's first period: they would flatter the whole.
    true = [cohort for cohort in cohorts if not cohort.open] or cohorts
    longest = max(len(cohort.active) for cohort in true)
    cells = [_cells(row, low, span) for row in (*shares, _shares(true, longest, money))]
    rows = tuple(
        HeatRow(_name(cohort, staying.months), cohort.clients, row)
        for cohort, row in zip(cohorts, cells[:-1], strict=True)
    )
    together = HeatRow(_("All together"), sum(cohort.clients for cohort in true), cells[-1])
    return Heat(tuple(range(1, length)), rows, together)


def _cells(shares: Sequence[float | None], low: float, span: float) -> tuple[HeatCell, ...]:
    """Each share with its tint between the smallest and the largest of the table."""
    return tuple(
        HeatCell(share, 1 if share is None else min(TINTS, 1 + max(0, int(TINTS * (share - low) / span))))
        for share in shares
    )


def _shares(cohorts: Sequence[Cohort], length: int, money: bool) -> list[float | None]:
    """From the second period on; each share over the cohorts that have come so far."""
    shares: list[float | None] = []
    for age in range(1, length):
        known = [cohort for cohort in cohorts if len(cohort.active) > age]
        if money:
            whole, part = (sum(cohort.revenue_minor[at] for cohort in known) for at in (0, age))
        else:
            whole, part = sum(cohort.clients for cohort in known), sum(cohort.active[age] for cohort in known)
        shares.append(part / whole if whole > 0 else None)
    return shares


def _name(cohort: Cohort, months: int) -> str:
    name = formats.quarter(cohort.begins) if months == 3 else formats.month_year(cohort.begins)
    return _("%(period)s or earlier") % {"period": name} if cohort.open else name
