"""Whether clients stay, as one scoring run left it: what was kept of a year's money and clients, and cohort by cohort."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class YearKept:
    """12 months beside the 12 before them: money in minor units as in `engine.base.kept.Kept`, shares None when unknown."""

    start_minor: int
    expansion_minor: int
    contraction_minor: int
    churn_minor: int
    clients_start: int
    clients_lost: int
    grr: float | None
    nrr: float | None
    logo_churn: float | None


@dataclass(frozen=True)
class Cohort:
    """Clients by the period of their first order, one number a period from that one on.

    begins: first day of the period; open: the base's own first period, in which older clients are found too; active: how
    many of the `clients` ordered; revenue_minor: their net money.
    """

    begins: date
    open: bool
    clients: int
    active: tuple[int, ...]
    revenue_minor: tuple[int, ...]


@dataclass(frozen=True)
class Staying:
    """year: the 12 months to the last order day, year_before: those before them, None where orders do not reach back.

    known_since: the first order day of the base; months: length of a cohort's period, 3 or 1.
    """

    known_since: date | None = None
    year: YearKept | None = None
    year_before: YearKept | None = None
    months: int = 3
    cohorts: tuple[Cohort, ...] = ()

    @staticmethod
    def from_json(plain: Mapping[str, Any]) -> "Staying":
        """What `orders.summary.plain_json` wrote; an empty mapping is a base without orders."""
        if not plain:
            return Staying()
        return Staying(
            known_since=date.fromisoformat(plain["known_since"]) if plain["known_since"] else None,
            year=YearKept(**plain["year"]) if plain["year"] else None,
            year_before=YearKept(**plain["year_before"]) if plain["year_before"] else None,
            months=plain["months"],
            cohorts=tuple(_cohort(one) for one in plain["cohorts"]),
        )


def _cohort(plain: Mapping[str, Any]) -> Cohort:
    lists = {name: tuple(plain[name]) for name in ("active", "revenue_minor")}
    return Cohort(**{**plain, **lists, "begins": date.fromisoformat(plain["begins"])})
