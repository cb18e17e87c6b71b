"""The base is read for the gates of a venture: orders, deals, tasks, talks; and what a person says beside it."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tenure.discovery.fit.readings import ask_reading, base_numbers_of
from tenure.discovery.fit.settings import FitChoices, choose
from tenure.discovery.gates.changes import edit_criterion
from tenure.discovery.gates.criteria import decide_criterion
from tenure.discovery.gates.view import GateLine, gate_of
from tenure.discovery.models import FitReading, Venture
from tenure.journeys.ventures.gate_base import forecasts, month_start, watched
from tenure.journeys.ventures.venture_retention import read_retention
from tenure.kernel import clock
from tenure.orders.models import Order, Product, ScoreSnapshot
from tenure.privacy.models import User
from tests import factories
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales, phase="building")


@pytest.fixture
def base(head_of_sales: User, salesperson: User) -> list[Order]:
    """Twelve clients that ordered every month for a year, the first three times as much; the founder answers for two."""
    clients = [factories.make_client(owner=head_of_sales if place < 2 else salesperson) for place in range(12)]
    for client in clients:
        factories.make_score(client, abc_class="A")
    for client in clients[:9]:
        factories.make_task(client, owner=salesperson)
    months = [month_start(TODAY, back).replace(day=5) for back in range(12)]
    return [
        order
        for client in clients
        for order in factories.make_orders(
            client, months, 30_000 if client == clients[0] else 10_000, margin_minor=1000
        )
    ]


def read(venture: Venture, source: str = "base", product: str = "") -> None:
    version = venture.fit_settings.version if hasattr(venture, "fit_settings") else 0
    choose(actor=venture.owner, venture_id=venture.pk, wanted=FitChoices(source, product=product, version=version))
    read_retention(ask_reading(actor=venture.owner, venture_id=venture.pk))


def line(venture: Venture, code: str, phase: str = "building") -> GateLine:
    view = gate_of(actor=venture.owner, venture_id=venture.pk, phase=phase)
    return next(one for one in view.lines if one.criterion.code == code)


def test_the_base_says_who_sells_who_carries_it_and_how_it_is_worked(venture: Venture, base: list[Order]) -> None:
    read(venture)
    numbers = base_numbers_of(venture).numbers
    assert (numbers["months"], numbers["turnover"]) == (12, 12 * (30_000 + 11 * 10_000))
    assert numbers["largest"]["share"] == pytest.approx(1 / 12)
    assert numbers["largest"]["margin"]
    assert numbers["others"]["share"] == pytest.approx(100 / 140)
    assert numbers["worked"] == {"clients": 12, "owned": 12, "classed": 12, "touched": 9, "all": 9}
    assert line(venture, "B5").state == "met"
    assert line(venture, "B4").state == "missing"
    assert line(venture, "B3").finding.code == "few_quarters"
    assert line(venture, "B1").finding.code == "by_person"


def test_without_margins_the_largest_client_is_told_by_turnover(venture: Venture, base: list[Order]) -> None:
    Order.objects.filter(pk=base[40].pk).update(margin_minor=None)
    read(venture)
    largest = base_numbers_of(venture).numbers["largest"]
    assert not largest["margin"]
    assert largest["share"] == pytest.approx(30 / 140)


def test_too_few_clients_for_a_curve_are_enough_for_other_criteria(venture: Venture, salesperson: User) -> None:
    for _ in range(6):
        client = factories.make_client(owner=salesperson)
        factories.make_orders(client, [month_start(TODAY, back) for back in range(6)])
    read(venture)
    reading = FitReading.objects.get()
    assert (reading.state, reading.error["code"]) == ("failed", "returning_few")
    assert line(venture, "B2").state == "met"


def test_a_word_fills_what_the_base_leaves_open_and_does_not_speak_against_it(
    venture: Venture, base: list[Order]
) -> None:
    for code in ("B4", "B5"):
        decide_criterion(
            actor=venture.owner, venture_id=venture.pk, phase="building", code=code, met=code == "B4", reason="I know"
        )
    assert (line(venture, "B4").state, line(venture, "B5").state) == ("met", "missing")
    assert line(venture, "B4").by_word
    read(venture)
    assert (line(venture, "B4").state, line(venture, "B5").state) == ("missing", "met")
    assert not line(venture, "B4").by_word
    assert line(venture, "B4").criterion.decided is not None


def test_a_reading_of_other_orders_or_of_long_ago_is_not_believed(
    venture: Venture, base: list[Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    read(venture)
    choose(
        actor=venture.owner, venture_id=venture.pk,
        wanted=FitChoices(source="product", product="Flour", version=1),
    )  # fmt: skip
    assert line(venture, "B5").finding.code == "base_not_read"
    choose(actor=venture.owner, venture_id=venture.pk, wanted=FitChoices(source="base", version=2))
    assert line(venture, "B5").state == "met"
    monkeypatch.setenv("TENURE_NOW", "2026-07-12T06:40+00:00")
    assert line(venture, "B5").finding.code == "base_old"


def test_of_one_product_only_its_lines_count(venture: Venture, salesperson: User) -> None:
    flour, salt = (Product.objects.create(key=name, name=name) for name in ("Flour", "Salt"))
    for _ in range(6):
        client = factories.make_client(owner=salesperson)
        for back in range(6):
            order = factories.make_order(client, month_start(TODAY, back), 5_000)
            order.lines.all().delete()
            order.lines.create(product=flour, amount_minor=2_000, fingerprint=order.pk * 2)
            order.lines.create(product=salt, amount_minor=3_000, fingerprint=order.pk * 2 + 1)
    read(venture, source="product", product="flour")
    assert base_numbers_of(venture).numbers["turnover"] == 6 * 6 * 2_000


def test_open_deals_cover_the_plan(venture: Venture, base: list[Order]) -> None:
    clients = [order.client for order in base[::12]]
    for client in clients[:6]:
        factories.make_unit(client, title="Winter", value_minor=1_000_000, base_rate=0.8)
    factories.make_unit(clients[6], title="Autumn", state="won", closed_on=TODAY)
    factories.make_unit(clients[7], title="Autumn", state="lost", closed_on=TODAY)
    factories.make_unit(clients[8], value_minor=9_000_000)
    read(venture)
    deals = base_numbers_of(venture).numbers["pipeline"]
    assert (deals["open"], deals["won"], deals["lost"]) == (6, 1, 1)
    assert deals["mean"] == pytest.approx(4_800_000)
    edit_criterion(
        actor=venture.owner, venture_id=venture.pk, phase="creation", code="C3", version=0, need="must",
        marks={"plan": 30_000, "sure": 0.8}, reason="The plan of the year",
    )  # fmt: skip
    found = line(venture, "C3", "creation")
    assert found.state == "met"
    # Binomial(6, 0.8): three or more.
    assert found.finding.data["chance"] == pytest.approx(0.983, abs=0.011)


def test_newcomers_of_a_year_are_compared_with_those_before(venture: Venture, salesperson: User) -> None:
    start = date(2024, 1, 1)
    old = factories.make_client(owner=salesperson)
    factories.make_orders(old, [start, TODAY])
    for place in range(60):
        client = factories.make_client(owner=salesperson)
        began = start + timedelta(days=70 + 8 * place)
        factories.make_orders(client, [began, began + timedelta(days=30)] if place % 3 else [began])
    read(venture)
    told = base_numbers_of(venture).numbers["newcomers"]
    assert told["early"] + told["late"] == 60
    assert told["early_back"] + told["late_back"] == 40
    assert told["low"] < 0 < told["high"]
    assert line(venture, "C4", "creation").state in ("met", "open")


def test_a_kept_forecast_is_checked_by_the_quarters_after_it(salesperson: User) -> None:
    client, new = factories.make_client(owner=salesperson), factories.make_client(owner=salesperson)
    for back in range(24):
        factories.make_order(client, month_start(date(2026, 3, 31), back), 10_000)
    factories.make_order(new, date(2026, 2, 3), 500_000)
    for month in (date(2025, 9, 1), date(2025, 12, 1)):
        ScoreSnapshot.objects.create(
            client=client, month=month, as_of=month + timedelta(days=29), model_version="1", value_12m_minor=100_000
        )
    # A year's forecast of 1,000.00 is 250.00 a quarter; 300.00 came; whoever was not yet a client is not counted.
    assert forecasts(date(2026, 3, 31), None) == [
        {"start": "2025-10-01", "expected": 25_000, "came": 30_000},
        {"start": "2026-01-01", "expected": 25_000, "came": 30_000},
    ]
    assert forecasts(date(2026, 3, 30), [client.pk])[-1]["start"] == "2025-10-01"


def test_the_gates_of_growing_are_read_in_a_known_number_of_queries(
    venture: Venture, base: list[Order], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    read(venture)
    with django_assert_num_queries(14):
        gate_of(actor=venture.owner, venture_id=venture.pk, phase="building")
    with django_assert_num_queries(15):
        gate_of(actor=venture.owner, venture_id=venture.pk, phase="creation")


def test_reading_takes_the_same_queries_for_any_number_of_clients(
    venture: Venture, base: list[Order], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    choose(actor=venture.owner, venture_id=venture.pk, wanted=FitChoices(source="base"))
    asked = ask_reading(actor=venture.owner, venture_id=venture.pk)
    with django_assert_num_queries(12):
        read_retention(asked)
    assert clock.today() == TODAY


@pytest.mark.parametrize(
    ("first", "months"), [(date(2020, 1, 1), 12), (date(2025, 6, 30), 12), (date(2025, 7, 1), 11), (TODAY, 1)]
)
def test_a_year_is_watched_from_the_first_order(first: date, months: int) -> None:
    assert watched(first, month_start(TODAY, 11)) == months
