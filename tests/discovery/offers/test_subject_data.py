"""A client that is one person asks: what presales, services and surveys hold of them is handed over, then taken away; what
was counted stays counted."""

from datetime import date

import pytest

from tenure.discovery.fit.settings import FitChoices, choices_of, choose
from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.models import Evidence, Hypothesis, ManualRunStep, Presale, SurveyAnswer, Venture
from tenure.discovery.offers.manual_service import services_of
from tenure.discovery.offers.mvp import versions_for
from tenure.discovery.offers.presales import PresaleText, add_presale, presale_log, presale_of, refund_presale
from tenure.discovery.offers.subject_data import erase_offers, export_offers
from tenure.discovery.surveys.results import results_of
from tenure.privacy.models import User
from tenure.privacy.subjects import DataSubject
from tenure.web.privacy.field_words import column_words, section_words
from tests import factories
from tests import venture_factories as made
from tests.whole_database import everything_written

pytestmark = pytest.mark.django_db
NAME, DAY = "Марчел Русу", date(2026, 5, 2)


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


def subject(client_id: int) -> DataSubject:
    return DataSubject("client", client_id, "", client_ids=frozenset({client_id}))


def sold(venture: Venture, client_id: int | None, who: str, hypothesis: Hypothesis | None = None) -> int:
    return add_presale(
        actor=venture.owner, venture_id=venture.pk,
        wanted=PresaleText(
            who, 4900, DAY, terms=f"{who} pays twice", client_id=client_id, paid_on=DAY,
            hypothesis_id=hypothesis.pk if hypothesis else None,
        ),
    )  # fmt: skip


def served(venture: Venture, client_id: int) -> None:
    run = made.make_run(
        made.make_service(venture), client_id=client_id, who=NAME, note=f"{NAME} was late", outcome="happy"
    )
    version = made.make_mvp(made.make_product(venture))
    made.make_showing(version, NAME, client_id=client_id, said=f"{NAME} would use it")
    ManualRunStep.objects.filter(run=run).update(failed=True, failure=f"{NAME} did not open")


def answered(venture: Venture, client_id: int | None) -> int:
    survey = made.make_survey(venture, kinds=("ellis", "text"))
    for number in (client_id, None):
        who = NAME if number else ""
        made.make_survey_answer(
            survey, [{"used": 3, "felt": "very"}, f"I am {who or 'nobody'}"], client_id=number, who=who
        )
    return survey.pk


def test_everything_the_offer_holds_of_a_client_is_handed_over(venture: Venture) -> None:
    client, other = factories.make_client(NAME), factories.make_client("Other")
    sale = sold(venture, client.pk, NAME)
    sold(venture, other.pk, "Other")
    made.make_stage(venture)
    for presale in Presale.objects.all():
        made.passed(presale, DAY)
    refund_presale(actor=venture.owner, presale_id=sale, version=1, on=DAY, amount_minor=900, reason="Cold bread")
    served(venture, client.pk)
    answered(venture, client.pk)
    choose(
        actor=venture.owner, venture_id=venture.pk,
        wanted=FitChoices(source="clients", clients=((client.pk, ""), (other.pk, ""))),
    )  # fmt: skip
    held = export_offers(subject(client.pk))
    assert [row["who"] for row in held["presales"]] == [NAME]
    assert [(row["stage__name"], row["on"]) for row in held["sales_stages"]] == [("Shown at work", DAY)]
    assert [row["reason"] for row in held["refunds"]] == ["Cold bread"]
    assert [row["said"] for row in held["mvp_showings"]] == [f"{NAME} would use it"]
    assert [(row["who"], row["note"]) for row in held["services"]] == [(NAME, f"{NAME} was late")]
    assert {row["failure"] for row in held["service_failures"]} == {f"{NAME} did not open"}
    assert [row["who"] for row in held["survey_answers"]] == [NAME]
    assert [row["venture__name"] for row in held["retention_of_clients"]] == [venture.name]
    assert not any(export_offers(subject(10**6)).values())
    # A person reads it in words, not in the names of tables and columns.
    assert set(held) <= set(section_words())
    assert {column for rows in held.values() for row in rows for column in row} <= set(column_words())


def test_what_was_counted_stays_counted_and_every_word_goes(venture: Venture) -> None:
    client, other = factories.make_client(NAME), factories.make_client("Other")
    hypothesis = made.make_hypothesis(venture)
    for buyer, who in ((client, NAME), (client, NAME), (other, "Other")):
        sold(venture, buyer.pk, who, hypothesis)
    served(venture, client.pk)
    survey = answered(venture, client.pk)
    choose(
        actor=venture.owner, venture_id=venture.pk,
        wanted=FitChoices(source="clients", clients=((client.pk, ""), (other.pk, ""))),
    )  # fmt: skip

    def counted() -> tuple[object, ...]:
        refresh_belief(Hypothesis.objects.get())
        return (
            presale_log(actor=venture.owner, venture_id=venture.pk).sums,
            services_of(actor=venture.owner, venture_id=venture.pk),
            versions_for(venture)[0].would,
            results_of(actor=venture.owner, survey_id=survey).questions[0],
            Hypothesis.objects.values_list("probability", "evidence_count").get(),
        )

    before = counted()
    erased = erase_offers(subject(client.pk))
    assert erased == {"refunds": 0, "presales": 2, "mvp_showings": 1, "services": 1, "survey_answers": 1}
    assert counted() == before
    client.delete()
    assert NAME not in everything_written()
    assert presale_of(actor=venture.owner, presale_id=Presale.objects.order_by("pk")[2].pk).who == "Other"
    assert {pk for pk, _name in choices_of(actor=venture.owner, venture_id=venture.pk).clients} == {other.pk}
    assert SurveyAnswer.objects.filter(client=None).count() == 2


def test_two_who_were_forgotten_stay_two_buyers(venture: Venture) -> None:
    clients = [factories.make_client(name) for name in ("Ana", "Ion")]
    hypothesis = made.make_hypothesis(venture)
    for client in clients:
        sold(venture, client.pk, client.name, hypothesis)
    for client in clients:
        erase_offers(subject(client.pk))
    assert presale_log(actor=venture.owner, venture_id=venture.pk).sums.buyers == 2
    assert len(set(Evidence.objects.values_list("cluster", flat=True))) == 2


def test_the_words_with_which_money_went_back_go_from_the_evidence_too(venture: Venture) -> None:
    client = factories.make_client(NAME)
    sale = sold(venture, client.pk, NAME, made.make_hypothesis(venture))
    refund_presale(
        actor=venture.owner, presale_id=sale, version=1, on=DAY, amount_minor=4900, reason=f"{NAME} moved away"
    )
    erase_offers(subject(client.pk))
    client.delete()
    assert Evidence.objects.get().withdrawn_at is not None
    assert NAME not in everything_written()


def test_why_somebody_did_not_pay_is_handed_over_and_goes_with_them(venture: Venture) -> None:
    client, claim = factories.make_client(NAME), made.make_hypothesis(venture)
    text = PresaleText(
        NAME, 4900, DAY, client_id=client.pk, hypothesis_id=claim.pk, refused_on=DAY, refusal=f"{NAME} has no money"
    )
    add_presale(actor=venture.owner, venture_id=venture.pk, wanted=text)
    [held] = export_offers(subject(client.pk))["presales"]
    assert (held["relation"], held["refused_on"], held["refusal"]) == ("unknown", DAY, f"{NAME} has no money")
    erase_offers(subject(client.pk))
    client.delete()
    assert NAME not in everything_written()
    assert presale_log(actor=venture.owner, venture_id=venture.pk).sums.asked.n == 1


def test_what_a_refund_said_against_a_promise_goes_without_its_words(venture: Venture) -> None:
    client, claim = factories.make_client(NAME), made.make_hypothesis(venture)
    sale = sold(venture, client.pk, NAME)
    refund_presale(
        actor=venture.owner, presale_id=sale, version=1, on=DAY, amount_minor=900, reason=f"{NAME} waited",
        hypothesis_id=claim.pk,
    )  # fmt: skip
    erase_offers(subject(client.pk))
    client.delete()
    assert NAME not in everything_written()
    assert Evidence.objects.get(source="refund").withdrawn_at is None


def test_what_a_client_of_another_name_is_told_in_words_stays(venture: Venture) -> None:
    client = factories.make_client(NAME)
    sold(venture, None, "Somebody")
    answered(venture, None)
    assert not any(erase_offers(subject(client.pk)).values())
    assert Presale.objects.get().who == "Somebody"
