"""The page of amounts in doubt: seen, settled, taken back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser

from tenure.orders.models import AmountDecision, Order, OrderLine
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/import/amounts/"


@pytest.fixture
def line(workspace: Any) -> OrderLine:
    batch = factories.make_batch(file_name="<b>march</b>.csv")
    client = factories.make_client("<script>alert(1)</script> SRL")
    order = factories.make_order(client, date(2026, 3, 2), 5_250_000, looks_damaged=True, batch=batch)
    OrderLine.objects.filter(order=order).update(damage="thousandfold")
    return OrderLine.objects.get()


def test_an_amount_is_settled_and_taken_back_on_its_page(
    head_of_sales: User, line: OrderLine, visit: Callable[..., Browser]
) -> None:
    browser = visit(head_of_sales)
    page = browser.get(PAGE).content.decode()
    assert "a thousand times the usual" in page
    assert "<script>alert" not in page
    answer = browser.post(PAGE, {"line": line.pk, "kind": "divided", "reason": "Export of March"})
    assert answer.status_code == 303
    assert Order.objects.get().amount_minor == 5250
    page = browser.get(PAGE).content.decode()
    assert "No amount is in doubt" in page
    assert "Export of March" in page
    assert browser.post(f"{PAGE}{AmountDecision.objects.get().pk}/back/").status_code == 303
    assert Order.objects.get().amount_minor == 5_250_000


def test_a_refused_word_keeps_what_was_typed_and_ticked(
    head_of_sales: User, line: OrderLine, visit: Callable[..., Browser]
) -> None:
    sent = {"line": line.pk, "kind": "written", "amount": "a lot", "reason": "The invoice of March"}
    answer = visit(head_of_sales).post(PAGE, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "a lot" in page
    assert "The invoice of March" in page
    assert f'value="{line.pk}" aria-label="&lt;script' in page.replace("&#34;", '"')
    assert " checked" in page


def test_all_of_one_import_with_one_suspicion_go_together(
    head_of_sales: User, line: OrderLine, visit: Callable[..., Browser]
) -> None:
    other = factories.make_order(factories.make_client(), date(2026, 3, 3), 9_000_000, looks_damaged=True)
    OrderLine.objects.filter(order=other).update(damage="thousandfold")
    address = f"{PAGE}?import={line.batch_id}&damage=thousandfold"
    assert visit(head_of_sales).post(address, {"every": "on", "kind": "divided", "reason": "All"}).status_code == 303
    assert sorted(Order.objects.values_list("amount_minor", flat=True)) == [5250, 9_000_000]


def test_a_salesperson_is_shown_no_such_page(salesperson: User, line: OrderLine, visit: Callable[..., Browser]) -> None:
    assert visit(salesperson).get(PAGE).status_code == 403
