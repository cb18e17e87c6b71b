"""How Base draws whether clients stay, and how it comes anew when the scores are there."""

from datetime import date

import pytest

from tenure.orders.models import ScoreRun
from tenure.orders.staying import Cohort, Staying, YearKept
from tenure.orders.summary import BaseSummary, Cell, Step, Totals
from tenure.privacy.models import User, Workspace
from tenure.web.clients.staying import bar_top, heat, kept_bar
from tests import factories

YEAR = YearKept(1000, 200, 100, 300, 10, 3, 0.6, 0.8, 0.3)


def cohort(number: int, active: tuple[int, ...], money: tuple[int, ...] = (), **fields: bool) -> Cohort:
    return Cohort(date(2025, 3 * number + 1, 1), fields.get("open", False), active[0], active, money or active)


def test_a_bar_divides_the_money_before_and_adds_the_growth_beyond_it() -> None:
    top = bar_top([YEAR])
    assert top == 1.2
    parts = {part.kind: (part.x, part.width) for part in kept_bar(YEAR, top)}
    assert parts == {"stayed": (0, 50), "fell": (50, 8.33), "left": (58.33, 25), "rose": (83.33, 16.67)}


def test_cohorts_are_shares_of_their_own_beginning() -> None:
    staying = Staying(months=3, cohorts=(cohort(0, (40, 20, 10)), cohort(1, (100, 80)), cohort(2, (50,))))
    table = heat(staying)
    assert table is not None
    assert [[cell.share for cell in row.cells] for row in table.rows] == [[0.5, 0.25], [0.8], []]
    assert [cell.share for cell in table.together.cells] == [100 / 140, 0.25]
    assert (table.together.clients, table.ages) == (190, (1, 2))
    assert [[cell.tint for cell in row.cells] for row in table.rows] == [[3, 1], [5], []]
    assert table.told == (1, 2)


def test_the_first_period_of_a_base_is_left_out_of_the_whole_and_says_why() -> None:
    table = heat(Staying(months=3, cohorts=(cohort(0, (100, 90), open=True), cohort(1, (10, 4)), cohort(2, (5,)))))
    assert table is not None
    assert [cell.share for cell in table.together.cells] == [0.4]
    assert "or earlier" in table.rows[0].name


def test_money_that_was_nothing_at_first_has_no_share() -> None:
    table = heat(Staying(months=1, cohorts=(cohort(0, (2, 1), (0, 50)), cohort(1, (2,), (7,)))), money=True)
    assert table is not None
    assert table.rows[0].cells[0].share is None


def test_shares_that_hardly_differ_do_not_get_all_the_tints() -> None:
    table = heat(Staying(months=3, cohorts=(cohort(0, (100, 70, 72)), cohort(1, (100, 71)))))
    assert table is not None
    assert {cell.tint for row in table.rows for cell in row.cells} == {1}


def test_of_few_clients_numbers_are_told_and_no_tint() -> None:
    table = heat(Staying(months=3, cohorts=(cohort(0, (4, 4, 1)), cohort(1, (30, 6)), cohort(2, (9,)))))
    assert table is not None
    few, enough = table.rows[0].cells, table.rows[1].cells
    assert [(cell.few, cell.tint, cell.active, cell.clients) for cell in few] == [(True, 1, 4, 4), (True, 1, 1, 4)]
    assert not enough[0].few
    assert table.told == (1,)


@pytest.mark.parametrize("cohorts", [(), (cohort(0, (5,)),), (cohort(0, (0, 0)), cohort(1, (0,)))])
def test_without_a_later_period_there_is_no_table(cohorts: tuple[Cohort, ...]) -> None:
    assert heat(Staying(cohorts=cohorts)) is None


@pytest.fixture
def summary() -> BaseSummary:
    cohorts = (cohort(0, (4, 2), open=True), cohort(1, (10, 3), (1000, 0)), cohort(2, (5,)))
    return BaseSummary(
        Totals(clients=30, revenue_12m_minor=5000),
        {"revenue.frequency": (Cell("A", "X", 7, 5000, None, 0), Cell("", "", 2, 0, None, 0))},
        movement=(Step("A", "A", 5), Step("A", "left", 1)),
        staying=Staying(date(2023, 1, 1), YEAR, YEAR, 3, cohorts),
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Do they stay?", "60 %", "3 of 10", "2 such clients", "Q1 2025 or earlier", "1 quarter later")),
        ("ru", ("Остаются ли клиенты?", "2 таких клиента", "через 1 квартал", "или раньше")),
        ("ro", ("Rămân clienții?", "2 astfel de clienți", "după 1 trimestru", "sau mai devreme")),
    ],
)
def test_base_tells_who_stays_in_every_language(
    summary: BaseSummary, workspace: Workspace, language: str, words: tuple[str, ...]
) -> None:
    factories.make_run(summary={"all": summary.to_json(), "owners": {}})
    viewer = factories.make_user(role="head_of_sales", language=language)
    shown = factories.signed_in(viewer).get("/base/").content.decode().replace("\u00a0", " ")
    assert [word for word in words if word not in shown] == []


@pytest.mark.django_db
def test_a_young_base_says_what_it_lacks(head_of_sales: User, workspace: Workspace) -> None:
    young = BaseSummary(Totals(clients=1), staying=Staying(date(2026, 3, 1)))
    factories.make_run(summary={"all": young.to_json(), "owners": {}})
    shown = factories.signed_in(head_of_sales).get("/base/").content.decode()
    assert "takes two full years of orders" in shown
    assert "nobody began early enough" in shown


@pytest.mark.django_db
def test_base_comes_anew_only_when_the_scores_are_there(
    summary: BaseSummary, head_of_sales: User, workspace: Workspace
) -> None:
    factories.make_run(summary={"all": summary.to_json(), "owners": {}})
    waiting = factories.make_run(state=ScoreRun.State.RUNNING)
    browser, fragment = factories.signed_in(head_of_sales), {"HX-Request": "true"}
    assert 'hx-trigger="every 3s"' in browser.get("/base/").content.decode()
    asked = browser.get("/base/?measure=revenue", headers=fragment)
    assert (asked.status_code, asked.content) == (204, b"")
    waiting.state = ScoreRun.State.FAILED
    waiting.save()
    answer = browser.get("/base/?measure=revenue", headers=fragment)
    shown = answer.content.decode()
    assert answer.headers["X-Say"]
    assert shown.strip().startswith('<div id="base">')
    assert "hx-trigger" not in shown
    assert "<html" not in shown
