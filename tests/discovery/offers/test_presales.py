"""Presales: paid they are evidence of level 5, given back they no longer are; the sums count buyers, not entries."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.discovery.models import Evidence, Hypothesis, Presale, Venture
from tenure.discovery.offers.presales import (
    PresaleText,
    add_presale,
    edit_presale,
    presale_log,
    presale_of,
    refund_presale,
    remove_presale,
)
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.models import User
from tests import factories
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 2)


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


@pytest.fixture
def claim(venture: Venture) -> Hypothesis:
    return made.make_hypothesis(venture)


def wanted(claim: Hypothesis | None = None, **fields: object) -> PresaleText:
    values: dict[str, object] = {"who": "Brutăria Lina", "amount_minor": 4900, "agreed_on": DAY, "paid_on": DAY}
    return PresaleText(**(values | {"hypothesis_id": claim.pk if claim else None} | fields))  # type: ignore[arg-type]


def standing(claim: Hypothesis) -> list[int]:
    return list(Evidence.objects.filter(hypothesis=claim, withdrawn_at=None).values_list("level", flat=True))


def test_a_paid_presale_is_evidence_of_level_five(head_of_sales: User, venture: Venture, claim: Hypothesis) -> None:
    add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=wanted(claim))
    assert standing(claim) == [5]
    claim.refresh_from_db()
    assert claim.probability is not None
    assert claim.probability > claim.prior


def test_a_promise_to_pay_is_none(head_of_sales: User, venture: Venture, claim: Hypothesis) -> None:
    add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=wanted(claim, paid_on=None))
    assert standing(claim) == []


def test_money_given_back_whole_withdraws_the_evidence_and_part_of_it_does_not(
    head_of_sales: User, venture: Venture, claim: Hypothesis
) -> None:
    pk = add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=wanted(claim))
    back = {"actor": head_of_sales, "presale_id": pk, "on": DAY, "reason": "Came at six"}
    refund_presale(**back, version=1, amount_minor=900, other_way="Comes at four from June")  # type: ignore[arg-type]
    assert standing(claim) == [5]
    refund_presale(**back, version=2, amount_minor=4000)  # type: ignore[arg-type]
    assert standing(claim) == []
    assert Evidence.objects.get().withdrawn_reason == "Came at six"
    assert presale_of(actor=head_of_sales, presale_id=pk).state == "refunded"


def test_the_evidence_follows_what_is_changed(head_of_sales: User, venture: Venture, claim: Hypothesis) -> None:
    other = made.make_hypothesis(venture, "They come back")
    pk = add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=wanted(claim))
    edit_presale(actor=head_of_sales, presale_id=pk, version=1, wanted=wanted(other))
    assert (standing(claim), standing(other)) == ([], [5])
    edit_presale(actor=head_of_sales, presale_id=pk, version=2, wanted=wanted(other, terms="monthly"))
    assert Evidence.objects.filter(withdrawn_at=None).count() == 1
    remove_presale(actor=head_of_sales, presale_id=pk, version=3)
    assert standing(other) == []
    assert not Presale.objects.exists()


def test_two_payments_of_one_buyer_are_one_voice(head_of_sales: User, venture: Venture, claim: Hypothesis) -> None:
    for _time in range(2):
        add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=wanted(claim, who="  brutăria LINA "))
    assert Evidence.objects.values_list("cluster", flat=True).distinct().count() == 1


def test_the_sums_count_buyers_strangers_and_sales_without_the_founder(head_of_sales: User, venture: Venture) -> None:
    rows = [("A", "cold", True), ("A", "cold", False), ("B", "friend", True), ("C", "referred", False)]
    for who, source, founder in rows:
        add_presale(
            actor=head_of_sales, venture_id=venture.pk, wanted=wanted(who=who, source=source, by_founder=founder)
        )
    sums = presale_log(actor=head_of_sales, venture_id=venture.pk).sums
    assert (sums.buyers, sums.strangers, sums.repeat, sums.without_founder) == (3, 2, 1, 2)
    assert sums.repeat_without_founder == 1
    assert sums.refund_share == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"amount_minor": 0}, "presale_amount"),
        ({"amount_minor": -5}, "presale_amount"),
        ({"who": " "}, "presale_who_missing"),
        ({"paid_on": date(2026, 5, 1)}, "presale_day_order"),
        ({"paid_on": date(2099, 1, 1)}, "presale_day_ahead"),
        ({"source": "moon"}, "choice_unknown"),
        ({"segment_id": 10**9}, "offer_record_unknown"),
        ({"client_id": 10**9}, "offer_record_unknown"),
    ],
)
def test_what_cannot_be_is_refused(head_of_sales: User, venture: Venture, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidValue, match=code):
        add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=wanted(**fields))
    assert not Presale.objects.exists()


def test_no_more_goes_back_than_came(head_of_sales: User, venture: Venture) -> None:
    pk = add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=wanted())
    back = {"actor": head_of_sales, "presale_id": pk, "on": DAY, "reason": "x", "version": 1}
    for amount in (4901, -1):
        with pytest.raises(InvalidValue, match="refund_amount"):
            refund_presale(**back, amount_minor=amount)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="refund_empty"):
        refund_presale(**back, amount_minor=0)  # type: ignore[arg-type]


def test_two_who_give_money_back_at_once_do_it_once(head_of_sales: User, venture: Venture) -> None:
    pk = add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=wanted())
    back = {"actor": head_of_sales, "presale_id": pk, "on": DAY, "reason": "x", "version": 1, "amount_minor": 4900}
    refund_presale(**back)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        refund_presale(**back)  # type: ignore[arg-type]


def test_a_client_out_of_sight_is_not_named(salesperson: User, head_of_sales: User, venture: Venture) -> None:
    client = factories.make_client("Secret SRL", owner=head_of_sales)
    pk = add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=wanted(client_id=client.pk))
    with pytest.raises(NotFound):
        presale_of(actor=salesperson, presale_id=pk)
    made.let_in(venture, salesperson)
    assert presale_of(actor=salesperson, presale_id=pk).client == ""
    assert presale_of(actor=head_of_sales, presale_id=pk).client == "Secret SRL"


def test_a_hundred_presales_cost_no_more_queries_than_one(head_of_sales: User, venture: Venture) -> None:
    made.make_presale(venture)
    with CaptureQueriesContext(connection) as one:
        presale_log(actor=head_of_sales, venture_id=venture.pk)
    for place in range(100):
        made.make_presale(venture, f"buyer {place}")
    with CaptureQueriesContext(connection) as hundred:
        presale_log(actor=head_of_sales, venture_id=venture.pk)
    assert len(hundred) <= max(len(one), 5)
