"""The page of an MVP's loop and its forms."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from tenure.discovery.models import MvpAnswer, MvpChange, MvpShowing, MvpVersion, OfferedProduct
from tenure.discovery.offers.mvp import mvp_loop
from tenure.privacy.models import User
from tenure.web.discovery.mvp import FLOOR, TOP, columns_of
from tests import factories
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script>"
Visit = Callable[..., Browser]
DAY = date(2026, 4, 1)


@pytest.fixture
def product(workspace: Any, head_of_sales: User) -> OfferedProduct:
    return made.make_product(made.make_venture(head_of_sales))


def page(browser: Browser, product: OfferedProduct) -> str:
    return browser.get(f"/products/{product.pk}/mvp/").content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_the_loop_is_walked_from_its_empty_page_to_a_version_that_works(
    head_of_sales: User, product: OfferedProduct, visit: Visit
) -> None:
    browser, home = visit(head_of_sales), f"/products/{product.pk}/mvp/"
    assert home in browser.get(f"/ventures/{product.venture_id}/products/").content.decode()
    assert "No version yet" in page(browser, product)
    sent = {
        "ready_on": "2026-04-01",
        "does": "Flour at the door",
        "left_out": "No bill",
        "hours": "26,5",
        "money": "180",
    }
    assert browser.post(f"{home}new/", sent).status_code == 303
    first = MvpVersion.objects.get()
    assert first.work
    assert (first.work.minutes, first.work.money_minor) == (1590, 18_000)
    assert "Nobody has been shown version 1 yet" in page(browser, product)
    shown = {
        "on": "2026-04-03",
        "way": "alone",
        "verdict": "change",
        "said": HOSTILE,
        "change": "At four",
        "who": "Lina",
    }
    assert browser.post(f"/mvp/{first.pk}/showings/new/", shown).status_code == 303
    told = page(browser, product)
    assert "0 of 1 would use version 1 as it is" in told
    assert "Now: correct it" in told
    assert "alert(" in told
    assert HOSTILE not in told
    change = MvpChange.objects.get()
    form = browser.get(f"{home}new/").content.decode()
    assert f'name="change-{change.pk}"' in form
    sent = {"ready_on": "2026-04-09", "does": "Flour at four", f"change-{change.pk}": "left", f"why-{change.pk}": ""}
    answer = browser.post(f"{home}new/", sent)
    assert answer.status_code == 422
    assert "Why is this change not taken up?" in answer.content.decode()
    assert browser.post(f"{home}new/", sent | {f"change-{change.pk}": "taken"}).status_code == 303
    second = MvpVersion.objects.get(number=2)
    for place in range(4):
        sent = {"on": "2026-04-10", "way": "shown", "verdict": "as_is", "who": f"Buyer {place}"}
        assert browser.post(f"/mvp/{second.pk}/showings/new/", sent).status_code == 303
    told = page(browser, product)
    assert "4 of 4 would use version 2 as it is" in told
    assert "this version works" in told
    assert "1 of 1 changes taken up" in told
    assert "26 h 30 min, €180" in told


def test_a_form_of_a_showing_keeps_what_was_typed_and_ticked(
    head_of_sales: User, product: OfferedProduct, visit: Visit
) -> None:
    browser, version = visit(head_of_sales), made.make_mvp(product, DAY)
    talk = made.make_interview(product.venture, name="Ion Rusu", company="Vatra")
    known = product.mvp_changes.create(text="One bill")
    made.make_showing(version, "Albu", "change", known)
    sent = {
        "on": "soon", "interview": str(talk.pk), "who": "Ana", "way": "alone", "verdict": "change", "said": "x" * 2100,
        "asked": str(known.pk), "client": "Nobody SRL",
    }  # fmt: skip
    answer = browser.post(f"/mvp/{version.pk}/showings/new/", sent)
    told = answer.content.decode()
    assert answer.status_code == 422
    for words in ("soon", "Leave one of the two", "2000", "Nobody SRL"):
        assert words in told
    assert f'name="asked" value="{known.pk}" checked' in told
    assert f'<option value="{talk.pk}" selected' in told
    right = {"on": "2026-04-02", "interview": str(talk.pk), "way": "alone", "verdict": "change", "asked": str(known.pk)}
    assert browser.post(f"/mvp/{version.pk}/showings/new/", right).status_code == 303
    row = MvpShowing.objects.get(interview=talk)
    form = browser.get(f"/mvp/showings/{row.pk}/").content.decode()
    assert f'name="asked" value="{known.pk}" checked' in form
    assert browser.post(f"/mvp/showings/{row.pk}/", right | {"version": "7"}).status_code == 422
    moved = right | {"version": "1", "verdict": "as_is", "asked": ""}
    assert browser.post(f"/mvp/showings/{row.pk}/", moved).status_code == 303
    assert browser.post(f"/mvp/showings/{row.pk}/remove/", {"version": "2"}).status_code == 303
    assert MvpShowing.objects.count() == 1


def test_a_client_of_the_base_is_picked_by_name(head_of_sales: User, product: OfferedProduct, visit: Visit) -> None:
    browser, version = visit(head_of_sales), made.make_mvp(product, DAY)
    client = factories.make_client("Lina SRL")
    sent = {"on": "2026-04-02", "who": "The baker", "client": "Lina SRL", "verdict": "as_is"}
    assert browser.post(f"/mvp/{version.pk}/showings/new/", sent).status_code == 303
    assert MvpShowing.objects.get().client_id == client.pk
    assert "Lina SRL" in page(browser, product)


def test_a_version_and_a_change_are_edited_and_a_version_in_use_says_why_it_stays(
    head_of_sales: User, product: OfferedProduct, visit: Visit
) -> None:
    browser, first = visit(head_of_sales), made.make_mvp(product, DAY)
    change = product.mvp_changes.create(text="One bill")
    made.make_showing(first, "Albu", "change", change)
    second = made.make_mvp(product, DAY + timedelta(days=7))
    sent = {"ready_on": "2026-04-08", "does": "Bread", "version": "1", f"change-{change.pk}": "left",
            f"why-{change.pk}": "The mill bills itself"}  # fmt: skip
    assert browser.post(f"/mvp/{second.pk}/", sent).status_code == 303
    assert MvpAnswer.objects.get().why == "The mill bills itself"
    assert "The mill bills itself" in browser.get(f"/mvp/{second.pk}/").content.decode()
    assert "The mill bills itself" in page(browser, product)
    answer = browser.post(f"/mvp/{second.pk}/", sent | {"does": "Late"})
    assert answer.status_code == 422
    assert "Late" in answer.content.decode()
    answer = browser.post(f"/mvp/{first.pk}/remove/", {"version": "1"})
    assert answer.status_code == 422
    assert "so it stays" in answer.content.decode()
    answer = browser.post(f"/products/{product.pk}/remove/", {"version": "1"})
    assert answer.status_code == 422
    assert "Take the versions out first" in answer.content.decode()
    assert browser.post(f"/mvp/{second.pk}/remove/", {"version": "2"}).status_code == 303
    sent = {"text": "One bill for all", "version": "1"}
    assert browser.post(f"/mvp/changes/{change.pk}/", sent | {"text": ""}).status_code == 422
    assert browser.post(f"/mvp/changes/{change.pk}/", sent).status_code == 303
    assert "One bill for all" in page(browser, product)


def test_who_only_reads_sees_the_loop_without_its_acts(
    head_of_sales: User, salesperson: User, product: OfferedProduct, visit: Visit
) -> None:
    version = made.make_mvp(product, DAY)
    showing = made.make_showing(version, "Albu", "change", product.mvp_changes.create(text="One bill"))
    made.let_in(product.venture, salesperson, may_work=False)
    browser = visit(salesperson)
    told = page(browser, product)
    assert "One bill" in told
    assert "Record a showing" not in told
    assert f"/mvp/showings/{showing.pk}/" not in told
    for address in (f"/products/{product.pk}/mvp/new/", f"/mvp/{version.pk}/", f"/mvp/{version.pk}/showings/new/"):
        assert browser.post(address, {"does": "Mine"}).status_code == 403


def test_the_columns_stand_where_the_shares_are_and_the_line_meets_at_their_edges(product: OfferedProduct) -> None:
    for number, verdicts in enumerate((("as_is", "not_needed"), ("as_is",) * 40, ())):
        version = made.make_mvp(product, DAY + timedelta(days=number))
        for place, verdict in enumerate(verdicts):
            made.make_showing(version, f"Buyer {place}", verdict)
    first, second, third = columns_of(mvp_loop(actor=product.venture.owner, product_id=product.pk))
    assert first.mark == (TOP + FLOOR) / 2
    assert first.high is not None
    assert first.low is not None
    assert TOP < first.high < first.mark < first.low < FLOOR
    assert (first.before, first.after, second.before, second.after) == (None, 54.0, 54.0, None)
    assert [(x, verdict, who) for x, _y, verdict, who in first.dots] == [
        (-4.25, "as_is", "Buyer 0"), (4.25, "not_needed", "Buyer 1"),
    ]  # fmt: skip
    assert (second.mark, second.dots) == (TOP, ())
    assert (third.mark, third.high, third.before, third.dots) == (None, None, None, ())


def test_the_page_takes_as_many_queries_for_many_as_for_one(
    head_of_sales: User, product: OfferedProduct, visit: Visit, django_assert_max_num_queries: Any
) -> None:
    browser, version = visit(head_of_sales), made.make_mvp(product, DAY)
    made.make_showing(version, "Lina", client=factories.make_client("Lina SRL"))
    page(browser, product)
    with django_assert_max_num_queries(40) as one:
        page(browser, product)
    for number in range(6):
        version = made.make_mvp(product, DAY + timedelta(days=number))
        for place in range(8):
            change = product.mvp_changes.create(text=f"Change {number} {place}")
            made.make_showing(version, f"Buyer {place}", "change", change)
    with django_assert_max_num_queries(len(one)):
        page(browser, product)


@pytest.mark.parametrize("language", ["ru", "ro"])
def test_the_page_speaks_the_language_of_who_reads_it(
    head_of_sales: User, product: OfferedProduct, visit: Visit, language: str
) -> None:
    User.objects.filter(pk=head_of_sales.pk).update(language=language)
    made.make_showing(made.make_mvp(product, DAY), "Lina", "change", product.mvp_changes.create(text="One bill"))
    told = page(visit(head_of_sales), product)
    assert {"ru": "Теперь: доработать", "ro": "Acum: corectați-o"}[language] in told
    assert "would use" not in told
