"""Do clients stay: a small base worked out by hand, as the scores leave it for everyone and for each owner."""

from datetime import date

import pytest

from tenure.journeys.scoring.rescore import rescore
from tenure.journeys.scoring.staying import period_edges
from tenure.orders.scores import base_summary
from tenure.orders.staying import Cohort, Staying, YearKept
from tenure.orders.summary import BaseSummary
from tenure.privacy.models import User, Workspace
from tests.factories import make_client, make_order

pytestmark = pytest.mark.django_db(transaction=True)
EURO = 100


@pytest.fixture
def base(workspace: Workspace, salesperson: User) -> User:
    """Orders from January 2024 to the end of June 2026; the salesperson has two of the five clients."""
    orders = {
        # before: July 2024 to June 2025; now: July 2025 to June 2026
        "grew": (salesperson, [("2024-01-10", 50), ("2024-08-01", 100), ("2026-06-30", 150)]),
        "shrank": (salesperson, [("2024-02-01", 10), ("2025-01-15", 200), ("2025-12-01", 120)]),
        "left": (None, [("2024-09-01", 300)]),
        "new": (None, [("2025-08-01", 900), ("2025-11-20", 100), ("2026-05-05", 80)]),
        "same": (None, [("2024-12-01", 400), ("2026-01-01", 400)]),
    }
    for name, (owner, rows) in orders.items():
        client = make_client(name, owner=owner)
        for day, euro in rows:
            make_order(client, date.fromisoformat(day), euro * EURO)
    returned = make_client("only a return in between", owner=None)
    make_order(returned, date(2024, 11, 2), 10 * EURO)
    make_order(returned, date(2025, 2, 2), -4 * EURO, is_return=True)
    rescore(actor=None)
    return salesperson


def test_what_a_year_kept_of_the_year_before(base: User) -> None:
    year = base_summary().staying.year
    assert year is not None
    assert (year.start_minor, year.expansion_minor, year.contraction_minor, year.churn_minor) == (
        100600, 5000, 8000, 30600,
    )  # fmt: skip
    assert (year.clients_start, year.clients_lost) == (5, 2)
    assert (year.grr, year.nrr, year.logo_churn) == pytest.approx((620 / 1006, 670 / 1006, 0.4))


def test_an_owner_sees_what_their_own_clients_kept(base: User) -> None:
    own = base_summary(owner_id=base.pk, everyone=False).staying.year
    assert own == YearKept(30000, 5000, 8000, 0, 2, 0, 220 / 300, 270 / 300, 0.0)
    nobody = base_summary(owner_id=None, everyone=False).staying.year
    assert nobody is not None
    assert (nobody.start_minor, nobody.clients_lost) == (70600, 2)


def test_the_year_before_is_unknown_where_orders_do_not_reach_back(base: User) -> None:
    staying = base_summary().staying
    assert staying.year_before is None
    assert staying.known_since == date(2024, 1, 10)


def test_cohorts_count_who_orders_in_each_later_quarter(base: User) -> None:
    cohorts = base_summary().staying.cohorts
    assert [cohort.begins for cohort in cohorts] == [
        date(2024, 7, 1), date(2024, 10, 1), date(2025, 1, 1), date(2025, 4, 1),
        date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1),
    ]  # fmt: skip
    assert cohorts[0] == Cohort(date(2024, 7, 1), False, 1, (1, 0, 0, 0, 0, 0, 0, 0), (30000, 0, 0, 0, 0, 0, 0, 0))
    assert cohorts[1].clients == 2
    assert cohorts[1].active == (2, 0, 0, 0, 0, 1, 0)
    assert cohorts[1].revenue_minor == (41000, -400, 0, 0, 0, 40000, 0)
    assert (cohorts[4].active, cohorts[4].revenue_minor) == ((1, 1, 0, 1), (90000, 10000, 0, 8000))
    own = base_summary(owner_id=base.pk, everyone=False).staying.cohorts
    assert sum(cohort.clients for cohort in own) == 0


def test_a_young_base_has_monthly_cohorts_and_no_years(workspace: Workspace) -> None:
    client = make_client()
    for day in (date(2026, 2, 10), date(2026, 3, 10), date(2026, 5, 20)):
        make_order(client, day, 1000)
    rescore(actor=None)
    staying = base_summary().staying
    assert (staying.months, staying.year, staying.year_before) == (1, None, None)
    assert [(cohort.begins.month, cohort.open, cohort.active) for cohort in staying.cohorts] == [
        (2, True, (1, 1, 0)), (3, False, (0, 0)), (4, False, (0,)),
    ]  # fmt: skip


def test_a_running_period_is_left_out() -> None:
    assert period_edges(date(2026, 6, 30), date(2026, 1, 1), 3) == [
        date(2026, 1, 1),
        date(2026, 4, 1),
        date(2026, 7, 1),
    ]
    assert period_edges(date(2026, 6, 29), date(2026, 1, 1), 3) == [date(2026, 1, 1), date(2026, 4, 1)]
    assert period_edges(date(2026, 1, 31), date(2025, 12, 31), 1) == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]


def test_figures_survive_being_stored() -> None:
    year = YearKept(1, 2, 3, 4, 5, 6, 0.5, None, 0.1)
    staying = Staying(date(2024, 1, 1), year, None, 3, (Cohort(date(2024, 1, 1), True, 3, (3, 1), (9, -2)),))
    assert BaseSummary.from_json(BaseSummary(staying=staying).to_json()).staying == staying
