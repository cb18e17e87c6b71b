"""Presales: a payment is evidence for, a refusal against, by who gave it; given back, a payment is none, and the refund speaks
against the promise. The sums count buyers, not entries."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tenure.discovery.files.export import venture_file
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.gates.pivots import carry
from tenure.discovery.gates.proofs import proofs_of
from tenure.discovery.hypotheses.belief import arithmetic_of, refresh_belief
from tenure.discovery.hypotheses.earlier_rules import recount_beliefs
from tenure.discovery.hypotheses.ladder import ladder
from tenure.discovery.models import Evidence, Hypothesis, Presale, Refund, Venture
from tenure.discovery.offers.presale_sums import presale_sums
from tenure.discovery.offers.presales import (
    PresaleText,
    add_presale,
    edit_presale,
    presale_log,
    presale_of,
    refund_presale,
    remove_presale,
)
from tenure.engine.evidence.edition import EDITION
from tenure.kernel import clock
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


def test_a_client_out_of_sight_stays_tied_when_the_presale_is_edited(
    salesperson: User, head_of_sales: User, venture: Venture
) -> None:
    client = factories.make_client("Secret SRL", owner=head_of_sales)
    pk = add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=wanted(client_id=client.pk))
    made.let_in(venture, salesperson)
    edit_presale(actor=salesperson, presale_id=pk, version=1, wanted=wanted(terms="Half now"))
    assert Presale.objects.get().client_id == client.pk
    edit_presale(actor=head_of_sales, presale_id=pk, version=2, wanted=wanted(terms="Half now"))
    assert Presale.objects.get().client_id is None, "who sees the client may take it off"


def test_a_hundred_presales_cost_no_more_queries_than_one(head_of_sales: User, venture: Venture) -> None:
    made.make_presale(venture)
    with CaptureQueriesContext(connection) as one:
        presale_log(actor=head_of_sales, venture_id=venture.pk)
    for place in range(100):
        made.make_presale(venture, f"buyer {place}")
    with CaptureQueriesContext(connection) as hundred:
        presale_log(actor=head_of_sales, venture_id=venture.pk)
    assert len(hundred) <= max(len(one), 5)


def test_buyers_are_as_many_whoever_looks(head_of_sales: User, salesperson: User, venture: Venture) -> None:
    """Two presales to one client under two names: who may not see the client once counted two buyers."""
    client = factories.make_client("Lina SRL", owner=head_of_sales)
    for who in ("Lina", "Brutăria Lina"):
        made.make_presale(venture, who, client_id=client.pk, paid_on=DAY)
    made.let_in(venture, salesperson)
    logs = [presale_log(actor=actor, venture_id=venture.pk) for actor in (head_of_sales, salesperson)]
    assert [(log.sums.buyers, log.sums.strangers) for log in logs] == [(1, 1), (1, 1)]
    assert [row.client for row in logs[1].rows] == ["", ""]


def test_a_price_under_the_list_is_told_by_what_is_written_else_by_the_product(
    head_of_sales: User, venture: Venture
) -> None:
    product = made.make_product(venture, price_minor=10_000)
    for who, amount, listed, of in (
        ("A", 9_000, None, product.pk),
        ("B", 9_000, 12_000, product.pk),
        ("C", 5, None, None),
    ):
        text = wanted(who=who, amount_minor=amount, list_minor=listed, product_id=of)
        add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=text)
    rows = {row.who: row.discount for row in presale_log(actor=head_of_sales, venture_id=venture.pk).rows}
    assert rows == {"A": pytest.approx(0.1), "B": pytest.approx(0.25), "C": None}
    paying = presale_sums(venture).paying
    assert [one.discount for one in paying] == [pytest.approx(0.1), pytest.approx(0.25), None]
    with pytest.raises(InvalidValue, match="presale_amount"):
        add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=wanted(who="D", list_minor=0))


def refused(claim: Hypothesis | None = None, **fields: object) -> PresaleText:
    return wanted(claim, **({"paid_on": None, "refused_on": DAY, "refusal": "Too dear"} | fields))


def enter(claim: Hypothesis, *texts: PresaleText) -> list[int]:
    owner, venture = claim.venture.owner, claim.venture_id
    return [add_presale(actor=owner, venture_id=venture, wanted=text) for text in texts]


def test_a_refusal_is_evidence_against_on_the_level_of_a_payment(claim: Hypothesis) -> None:
    enter(claim, refused(claim))
    row = Evidence.objects.get()
    assert (row.supports, row.level, row.observed_on, row.text) == (False, 5, DAY, "Brutăria Lina: Too dear")
    claim.refresh_from_db()
    assert claim.probability is not None
    assert claim.probability < claim.prior


def test_who_refused_and_later_paid_speaks_with_one_voice(claim: Hypothesis) -> None:
    enter(claim, refused(claim), wanted(claim, who="  brutăria LINA "))
    steps = arithmetic_of(actor=claim.venture.owner, hypothesis_id=claim.pk).sums.steps
    assert [step.independence for step in steps] == [0.5, 0.5]


def test_an_offer_that_was_agreed_and_then_refused_turns_against(claim: Hypothesis) -> None:
    [pk] = enter(claim, wanted(claim, paid_on=None))
    assert standing(claim) == []
    owner = claim.venture.owner
    edit_presale(actor=owner, presale_id=pk, version=1, wanted=refused(claim))
    assert list(Evidence.objects.values_list("supports", "withdrawn_at")) == [(False, None)]
    assert presale_of(actor=owner, presale_id=pk).state == "refused"


def test_those_who_paid_are_counted_of_those_asked_each_buyer_once(claim: Hypothesis) -> None:
    enter(
        claim, wanted(who="A"), refused(who="A"), refused(who="B"), refused(who="B"), wanted(who="C", relation="friend"),
        wanted(who="D", paid_on=None),
    )  # fmt: skip
    sums = presale_sums(claim.venture)
    assert (sums.asked.k, sums.asked.n) == (2, 3), "who only agreed has not answered yet"
    assert (sums.asked_strangers.k, sums.asked_strangers.n) == (1, 2)
    assert sums.asked.low == pytest.approx(0.3205, abs=1e-4)  # Beta(3, 2), 10 % and 90 %
    assert sums.asked.high == pytest.approx(0.8574, abs=1e-4)
    log = presale_log(actor=claim.venture.owner, venture_id=claim.venture_id)
    assert (log.sums.asked, log.sums.asked_strangers) == (sums.asked, sums.asked_strangers)


@pytest.mark.parametrize(
    ("fields", "weight"),
    [
        ({"relation": "stranger"}, 1.0),
        ({"relation": "acquaintance"}, 0.75),
        ({"relation": "client"}, 0.75),
        ({"relation": "unknown"}, 0.75),
        ({"relation": "friend"}, 0.5),
        ({"relation": "unknown", "source": "friend"}, 0.5),  # as records said it before it was asked
        ({"relation": "stranger", "source": "friend"}, 1.0),  # what is said of them outweighs how they came
    ],
)
def test_what_an_answer_weighs_depends_on_who_gives_it(claim: Hypothesis, fields: Any, weight: float) -> None:
    enter(claim, wanted(claim, who="A", **fields), refused(claim, who="B", **fields))
    log = presale_log(actor=claim.venture.owner, venture_id=claim.venture_id)
    assert [row.counted and (row.counted.supports, row.counted.weight) for row in log.rows] == [
        (False, weight), (True, weight),
    ]  # fmt: skip


@pytest.mark.parametrize(("listed", "level"), [(24_500, 5), (24_501, 4), (None, 5)])
def test_a_sign_of_goodwill_is_a_level_lower_than_money(claim: Hypothesis, listed: int | None, level: int) -> None:
    enter(claim, wanted(claim, list_minor=listed))  # 49.00; 245.00 is five times that
    assert standing(claim) == [level]


def from_before(claim: Hypothesis, **fields: Any) -> Presale:
    """A presale that brought its evidence at full weight and level, and a belief counted by it."""
    row = made.make_presale(claim.venture, paid_on=DAY, hypothesis=claim, **fields)
    made.make_evidence(
        claim, claim.venture.owner, row.who, source="presale", source_id=row.pk, observed_on=DAY, level=5
    )
    with transaction.atomic():
        refresh_belief(claim)
    Hypothesis.objects.filter(pk=claim.pk).update(rules_edition=EDITION - 1)
    return row


@pytest.mark.parametrize(
    ("fields", "weight", "level"),
    [
        ({"source": "friend"}, 0.5, 5), ({"source": "cold"}, 0.75, 5), ({"relation": "stranger"}, 1.0, 5),
        ({"relation": "friend", "list_minor": 100_000}, 0.5, 4),
    ],
)  # fmt: skip
def test_a_record_from_before_the_weights_comes_to_count_as_one_entered_now(
    claim: Hypothesis, fields: dict[str, Any], weight: float, level: int
) -> None:
    row = from_before(claim, **fields)
    assert recount_beliefs() == 1
    stands = Evidence.objects.get(source="presale")
    assert (stands.reliability, stands.level) == (weight, level)
    seen = presale_of(actor=claim.venture.owner, presale_id=row.pk)
    assert seen.counted is not None
    assert seen.counted.weight == weight
    # A second way: the same buyer entered today, and the sum of the engine by hand.
    entered = made.make_hypothesis(claim.venture, "The same, entered today")
    enter(entered, wanted(entered, who="Another", **fields))
    claim.refresh_from_db()
    entered.refresh_from_db()
    assert claim.probability == entered.probability
    rates = ladder()[level].rates
    ratio = rates.sensitivity / (1 - rates.specificity)
    assert claim.probability == pytest.approx(1 / (1 + ratio**-weight))
    assert recount_beliefs() == 0


def test_what_pivots_carried_over_of_it_weighs_the_same_and_what_was_withdrawn_stays(claim: Hypothesis) -> None:
    row = from_before(claim, source="friend")
    gone = made.make_evidence(claim, claim.venture.owner, "Gone", source="presale", source_id=row.pk, level=5)
    Evidence.objects.filter(pk=gone.pk).update(withdrawn_at=clock.now())
    with transaction.atomic():
        second = carry(carry(claim, 0.5, 2), 0.4, 3)
    assert second.evidence.get().reliability == 1.0
    Hypothesis.objects.update(rules_edition=EDITION - 1)
    recount_beliefs()
    copy = second.evidence.get()
    assert copy.reliability == 0.5
    assert copy.relevance == pytest.approx(0.2)
    assert Evidence.objects.get(pk=gone.pk).reliability == 1.0


def test_a_friend_from_before_met_a_gate_alone_and_meets_it_no_more(claim: Hypothesis) -> None:
    Hypothesis.objects.filter(pk=claim.pk).update(block="revenue_streams")
    from_before(claim, source="friend")
    day = DAY + timedelta(days=9)
    assert proofs_of(claim.venture, day)[claim.pk].level == 5
    recount_beliefs()
    assert (proofs_of(claim.venture, day)[claim.pk].level, proofs_of(claim.venture, day)[claim.pk].light) == (-1, 5)


def test_a_file_from_before_the_weights_comes_in_weighed(claim: Hypothesis) -> None:
    from_before(claim, source="friend")
    factories.make_workspace()
    raw = venture_file(actor=claim.venture.owner, venture_id=claim.venture_id, people=True)
    number = take_in_venture(actor=claim.venture.owner, raw=raw)
    assert Evidence.objects.get(hypothesis__venture=number).reliability == 0.5
    recount_beliefs()
    claim.refresh_from_db()
    assert Hypothesis.objects.get(venture=number).probability == claim.probability


def test_a_refund_speaks_against_the_promise_and_no_longer_as_a_payment(claim: Hypothesis) -> None:
    keeps = made.make_hypothesis(claim.venture, "It comes on time")
    [pk] = enter(claim, wanted(claim, relation="stranger"))
    back = {"actor": claim.venture.owner, "presale_id": pk, "on": DAY, "hypothesis_id": keeps.pk}
    refund_presale(**back, version=1, amount_minor=0, reason="Late", other_way="Brought by hand")  # type: ignore[arg-type]
    assert standing(keeps) == [], "served in another way is no money back"
    refund_presale(**back, version=2, amount_minor=4900, reason="Came at six")  # type: ignore[arg-type]
    assert standing(claim) == []
    row = Evidence.objects.get(hypothesis=keeps)
    assert (row.source, row.supports, row.level, row.text) == ("refund", False, 5, "Brutăria Lina: Came at six")
    sums = presale_sums(claim.venture)
    assert (sums.asked.k, sums.asked.n) == (0, 1), "they were asked, and have not paid in the end"
    assert (sums.served.k, sums.served.n) == (1, 1)


def test_what_a_refund_weighs_follows_who_the_buyer_is_found_to_be(claim: Hypothesis) -> None:
    [pk] = enter(claim, wanted(relation="stranger"))
    owner = claim.venture.owner
    refund_presale(
        actor=owner, presale_id=pk, version=1, on=DAY, amount_minor=900, reason="Late", hypothesis_id=claim.pk
    )
    edit_presale(actor=owner, presale_id=pk, version=2, wanted=wanted(relation="stranger", terms="monthly"))
    assert Evidence.objects.count() == 1, "what is the same is not written again"
    edit_presale(actor=owner, presale_id=pk, version=3, wanted=wanted(relation="friend"))
    stands = Evidence.objects.get(withdrawn_at=None)
    assert (stands.source, stands.hypothesis_id, stands.reliability) == ("refund", claim.pk, 0.5)


def test_part_of_the_money_back_is_a_buyer_failed_and_still_a_payment(claim: Hypothesis) -> None:
    first, _second = enter(claim, wanted(claim, who="A", delivered_on=DAY), wanted(claim, who="B", delivered_on=DAY))
    refund_presale(
        actor=claim.venture.owner, presale_id=first, version=1, on=DAY, amount_minor=900, reason="One night missed"
    )
    sums = presale_sums(claim.venture)
    assert (sums.served.k, sums.served.n) == (1, 2)
    assert (sums.asked.k, sums.asked.n) == (2, 2)


def test_taking_a_presale_out_takes_out_what_its_refund_said(claim: Hypothesis) -> None:
    [pk] = enter(claim, wanted(claim))
    owner = claim.venture.owner
    refund_presale(
        actor=owner, presale_id=pk, version=1, on=DAY, amount_minor=900, reason="Late", hypothesis_id=claim.pk
    )
    assert len(standing(claim)) == 2
    remove_presale(actor=owner, presale_id=pk, version=2)
    assert standing(claim) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"refusal": " "}, "presale_refusal_missing"),
        ({"refused_on": None}, "presale_refusal_undated"),
        ({"paid_on": DAY}, "presale_refused_and_paid"),
        ({"delivered_on": DAY}, "presale_refused_and_paid"),
        ({"relation": "neighbour"}, "choice_unknown"),
    ],
)
def test_a_refusal_has_a_day_a_reason_and_no_payment(claim: Hypothesis, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidValue, match=code):
        enter(claim, refused(claim, **fields))


def test_all_that_is_wrong_is_told_at_once(claim: Hypothesis) -> None:
    text = refused(claim, who="", amount_minor=0, refusal="", segment_id=10**9, delivered_on=date(2099, 1, 1))
    with pytest.raises(InvalidValue) as error:
        enter(claim, text)
    told = {one.problem.data["field"] for one in (error.value, *error.value.more)}
    assert told == {"who", "amount", "refused_on", "refusal", "delivered_on", "segment"}
    [pk] = enter(claim, wanted(claim))
    with pytest.raises(InvalidValue) as error:
        refund_presale(
            actor=claim.venture.owner, presale_id=pk, version=1, on=date(2026, 5, 1), amount_minor=4901, reason="",
            hypothesis_id=10**9,
        )  # fmt: skip
    told = {one.problem.data["field"] for one in (error.value, *error.value.more)}
    assert told == {"on", "amount", "reason", "hypothesis"}
    assert not Refund.objects.exists()
