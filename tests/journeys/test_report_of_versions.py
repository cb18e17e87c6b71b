"""The MVP versions in the report of a venture: one short table, one query, and nobody by name."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.discovery.models import Venture
from tenure.journeys.venture_report.document import Report, Table
from tenure.journeys.venture_report.names import texts_in
from tenure.journeys.venture_report.report import venture_report
from tenure.privacy.models import User
from tests import factories
from tests import venture_factories as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(workspace: Any, head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


def read(venture: Venture) -> Report:
    return venture_report(actor=venture.owner, venture_id=venture.pk)


def tables(report: Report) -> list[Table]:
    return [
        part
        for section in report.sections
        for part in section.parts
        if isinstance(part, Table) and part.title == "MVP versions"
    ]


def test_it_lists_each_version_with_who_would_use_it_and_is_silent_where_there_is_none(venture: Venture) -> None:
    product = made.make_product(venture)
    assert tables(read(venture)) == []
    work = venture.work.create(
        on=date(2026, 4, 1), minutes=90, money_minor=18_000, author=venture.owner, created_at=made.clock.now()
    )
    version, bill = made.make_mvp(product, work=work), product.mvp_changes.create(text="One bill")
    for who in ("Lina", "Vatra"):
        made.make_showing(version, who, "change", bill)
    made.make_showing(version, "Albu")
    made.make_mvp(product, date(2026, 4, 9))
    (table,) = tables(read(venture))
    told = [[cell.text.replace("\xa0", " ") for cell in row] for row in table.rows]
    assert told == [
        ["Night delivery, version 1", "1 of 3 (14 % to 68 % in 8 of 10 cases)", "1", "1 h 30 min", "€180"],
        ["Night delivery, version 2", "shown to nobody yet", "–", "–", "–"],
    ]


def test_it_takes_one_query_where_the_clients_are_known_from_presales(venture: Venture) -> None:
    client = factories.make_client("Lina SRL")
    made.make_presale(venture, "Lina", client=client)
    product = made.make_product(venture)
    with CaptureQueriesContext(connection) as before:
        read(venture)
    version = made.make_mvp(product)
    for place in range(5):
        made.make_showing(version, f"Baker {place}", client=client)
    with CaptureQueriesContext(connection) as after:
        read(venture)
    assert len(after) <= len(before), "an empty list of versions is asked for too"
    assert sum("discovery_mvp" in one["sql"] for one in after.captured_queries) == 1


def test_whom_a_version_was_shown_to_is_named_nowhere(venture: Venture) -> None:
    made.make_showing(
        made.make_mvp(made.make_product(venture)), "Gheorghe Zaharia", client=factories.make_client("Panis SRL")
    )
    Venture.objects.filter(pk=venture.pk).update(vision="What Gheorghe Zaharia of Panis SRL asked for")
    venture.refresh_from_db()
    said = "\n".join(texts_in(read(venture)))
    assert "Zaharia" not in said
    assert "Panis SRL" not in said
