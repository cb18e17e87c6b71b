"""One client is one voice on a hypothesis, whether they said it, answered a survey, stood in a test or paid."""

from datetime import date
from typing import Any

import pytest

from tenure.clients.matching.names import normal_name
from tenure.clients.models import Client, DoubtfulPair
from tenure.discovery.gates.pivots import carry
from tenure.discovery.hypotheses.belief import arithmetic_of
from tenure.discovery.hypotheses.evidence import add_evidence
from tenure.discovery.interviews.quote_evidence import quote_as_evidence
from tenure.discovery.models import Evidence, Hypothesis, Presale, TestCard, Venture
from tenure.discovery.offers.presale_sums import presale_sums
from tenure.discovery.offers.presales import PresaleText, add_presale, refund_presale
from tenure.discovery.surveys.evidence import attach_result
from tenure.discovery.testing.decisions import decide_test
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.testing.observations import observe
from tenure.discovery.voices import voice_of_evidence
from tenure.journeys.keeping.subject_request import erase_subject, subject_page
from tenure.journeys.merging.merge_clients import merge_clients, undo_merge
from tenure.journeys.merging.merge_people import merge_people, undo_merge_people
from tenure.privacy.models import User
from tests import factories
from tests import venture_factories as made
from tests.whole_database import everything_written

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


@pytest.fixture
def claim(venture: Venture) -> Hypothesis:
    return made.make_hypothesis(venture)


@pytest.fixture
def client_of_base(workspace: object) -> Client:
    return factories.make_client("Lactis SRL")


def paid(claim: Hypothesis, client: Client | None = None, who: str = "Lactis SRL") -> None:
    wanted = PresaleText(
        who, 4900, DAY, paid_on=DAY, hypothesis_id=claim.pk, client_id=client.pk if client else None
    )  # fmt: skip
    add_presale(actor=claim.venture.owner, venture_id=claim.venture_id, wanted=wanted)


def said(claim: Hypothesis, **talk: Any) -> None:
    quote = made.make_quote(claim.venture, interview=made.make_interview(claim.venture, **talk))
    quote_as_evidence(
        actor=claim.venture.owner, quote_id=quote.pk, hypothesis_id=claim.pk, supports=True, weight="past"
    )


def decided(claim: Hypothesis, *answers: dict[str, Any]) -> TestCard:
    """A test in which these and enough strangers have succeeded."""
    owner = claim.venture.owner
    card = made.make_ready_test(claim, rule="exact", most=3, pass_mark=2, threshold=0.3, level=5)
    lock_test(actor=owner, test_id=card.pk, version=card.version)
    strangers = [{"cluster": f"Stranger {n}"} for n in range(3 - len(answers))]
    for who in [*answers, *strangers]:
        observe(actor=owner, test_id=card.pk, success=True, happened_on=DAY, **who)
    card.refresh_from_db()
    decide_test(actor=owner, test_id=card.pk, version=card.version)
    return card


def shares(claim: Hypothesis) -> dict[str, float]:
    """What is left of the voice of each piece of evidence, by where it came from."""
    lines = arithmetic_of(actor=claim.venture.owner, hypothesis_id=claim.pk).lines
    return {line.source: line.step.independence for line in lines if line.step}


def test_who_paid_and_stands_in_the_test_is_one_voice(claim: Hypothesis, client_of_base: Client) -> None:
    decided(claim, {"client_id": client_of_base.pk})
    paid(claim, client_of_base)
    assert shares(claim) == {"test": 1.0, "presale": 0.5}
    claim.refresh_from_db()
    told = arithmetic_of(actor=claim.venture.owner, hypothesis_id=claim.pk)
    assert claim.probability == pytest.approx(told.sums.probability)


def test_a_company_written_by_hand_is_the_same_voice_however_it_is_spelt(claim: Hypothesis) -> None:
    decided(claim, {"cluster": "LACTIS s.r.l."})
    paid(claim, who="Lactis SRL")
    add_evidence(
        actor=claim.venture.owner, hypothesis_id=claim.pk, supports=True, level=1, text="So they say", observed_on=DAY,
        cluster="lactis",
    )  # fmt: skip
    assert shares(claim) == {"test": 1.0, "presale": pytest.approx(1 / 3), "note": pytest.approx(1 / 3)}


def test_who_spoke_and_paid_is_one_voice_and_another_buyer_is_another(
    claim: Hypothesis, client_of_base: Client
) -> None:
    said(claim, client=client_of_base, cluster=f"client:{client_of_base.pk}")
    paid(claim, client_of_base)
    assert shares(claim) == {"quote": 0.5, "presale": 0.5}
    other = made.make_hypothesis(claim.venture, "They also buy boxes")
    said(other, client=client_of_base, cluster=f"client:{client_of_base.pk}")
    paid(other, who="Somebody else")
    assert shares(other) == {"quote": 1.0, "presale": 1.0}


def test_who_answered_the_survey_speaks_with_one_voice_beside_it(
    head_of_sales: User, claim: Hypothesis, client_of_base: Client
) -> None:
    survey = made.make_survey(claim.venture)
    made.make_survey_answer(survey, [{"used": 2, "felt": "very"}], client=client_of_base)
    made.make_survey_answer(survey, [{"used": 2, "felt": "very"}], who="Brutăria Lina", aside="by_hand")
    attach_result(actor=head_of_sales, survey_id=survey.pk, hypothesis_id=claim.pk, supports=True, text="")
    said(claim, client=client_of_base, cluster=f"client:{client_of_base.pk}")
    paid(claim, who="Brutăria Lina")
    assert shares(claim) == {"survey": 1.0, "quote": 0.5, "presale": 1.0}, "an answer set aside is no voice"
    lines = arithmetic_of(actor=head_of_sales, hypothesis_id=claim.pk).lines
    assert {line.source: line.in_surveys for line in lines} == {"survey": 0, "quote": 1, "presale": 0}


def test_over_a_pivot_the_test_and_who_stood_in_it_stay_one_voice(claim: Hypothesis, client_of_base: Client) -> None:
    decided(claim, {"client_id": client_of_base.pk})
    paid(claim, client_of_base)
    again = carry(carry(claim, 0.5, 2), 0.5, 3)
    lines = arithmetic_of(actor=claim.venture.owner, hypothesis_id=again.pk).lines
    assert [(line.source, line.step.independence) for line in lines if line.step] == [
        ("carried", 1.0),
        ("carried", 0.5),
    ]


def test_two_clients_found_to_be_one_become_one_voice_and_two_again(
    head_of_sales: User, claim: Hypothesis, client_of_base: Client
) -> None:
    twin = factories.make_client("Lactis")
    doubt = DoubtfulPair.objects.create(first=client_of_base, second=twin, similarity=0.95, reason="near_name")
    pair = doubt.pk
    said(claim, client=client_of_base, cluster=f"client:{client_of_base.pk}")
    paid(claim, twin)
    apart = stored(claim)
    assert shares(claim) == {"quote": 1.0, "presale": 1.0}
    merge_clients(actor=head_of_sales, pair_id=pair, keep_id=client_of_base.pk)
    assert shares(claim) == {"quote": 0.5, "presale": 0.5}
    assert stored(claim) < apart
    undo_merge(actor=head_of_sales, pair_id=pair)
    assert shares(claim) == {"quote": 1.0, "presale": 1.0}
    assert stored(claim) == pytest.approx(apart)


def stored(claim: Hypothesis) -> float:
    claim.refresh_from_db()
    assert claim.probability is not None
    return claim.probability


def test_a_key_of_ours_stands_as_it_is_and_a_name_is_the_company_of_that_name() -> None:
    assert voice_of_evidence("client:5") == "client:5"
    assert voice_of_evidence("Lactis SRL") == voice_of_evidence("lactis s.r.l.") != voice_of_evidence("Codru")
    assert voice_of_evidence(voice_of_evidence("Lactis SRL")) == voice_of_evidence("Lactis SRL")
    assert voice_of_evidence("") == ""


def test_money_given_back_speaks_with_the_voice_of_a_merged_client(
    head_of_sales: User, claim: Hypothesis, client_of_base: Client
) -> None:
    other = factories.make_client("Lactis")
    pair = DoubtfulPair.objects.create(first=client_of_base, second=other, similarity=0.95, reason="near_name").pk
    said(claim, client=client_of_base, cluster=f"client:{client_of_base.pk}")
    keeps = PresaleText("Lactis", 4900, DAY, paid_on=DAY, client_id=other.pk)
    presale = add_presale(actor=head_of_sales, venture_id=claim.venture_id, wanted=keeps)
    refund_presale(
        actor=head_of_sales, presale_id=presale, version=1, on=DAY, amount_minor=4900, reason="Late",
        hypothesis_id=claim.pk,
    )  # fmt: skip
    assert shares(claim) == {"quote": 1.0, "refund": 1.0}
    merge_clients(actor=head_of_sales, pair_id=pair, keep_id=client_of_base.pk)
    assert shares(claim) == {"quote": 0.5, "refund": 0.5}


def test_a_presale_stores_no_name_for_its_voice(claim: Hypothesis) -> None:
    paid(claim)
    assert "lactis" not in Evidence.objects.get().cluster


def test_an_erased_client_stays_the_one_voice_it_was(
    administrator: User, head_of_sales: User, claim: Hypothesis, client_of_base: Client
) -> None:
    named(client_of_base)
    decided(claim, {"client_id": client_of_base.pk}, {"cluster": "LACTIS s.r.l."})
    paid(claim, client_of_base)
    paid(claim, who="Lactis")
    said(claim, client=client_of_base, cluster=f"client:{client_of_base.pk}")
    add_evidence(
        actor=head_of_sales,
        hypothesis_id=claim.pk,
        supports=True,
        level=1,
        text="So",
        observed_on=DAY,
        cluster="lactis",
    )
    before, buyers = shares(claim), presale_sums(claim.venture).buyers
    believed = stored(claim)
    assert set(before.values()) == {1.0, 0.2}
    erase(administrator, client_of_base)
    assert (shares(claim), presale_sums(claim.venture).buyers) == (before, buyers)
    assert stored(claim) == pytest.approx(believed)
    assert "lactis" not in everything_written().casefold()
    assert not claim.venture.events.filter(kind="recount_voices").exists()


def test_a_client_called_like_another_takes_no_word_of_the_other_away(
    administrator: User, claim: Hypothesis, client_of_base: Client
) -> None:
    named(client_of_base)
    named(factories.make_client("Lactis"))
    paid(claim, who="Lactis")
    erase(administrator, client_of_base)
    assert Presale.objects.get().who == "Lactis"


def test_what_moves_when_a_client_is_erased_is_counted_anew_and_told(
    administrator: User, claim: Hypothesis, client_of_base: Client
) -> None:
    named(client_of_base)
    namesake = named(factories.make_client("Lactis"))
    paid(claim, client_of_base)
    paid(claim, who="Lactis")
    assert shares(claim) == {"presale": 0.5}
    erase(administrator, client_of_base)
    told = arithmetic_of(actor=claim.venture.owner, hypothesis_id=claim.pk).sums.probability
    assert stored(claim) == pytest.approx(told)
    assert claim.venture.events.get(kind="recount_voices").actor == administrator
    assert namesake.pk != client_of_base.pk


def test_two_records_of_one_person_become_one_voice_and_two_again(administrator: User, claim: Hypothesis) -> None:
    ion, ioan = factories.make_person("Ion Rusu"), factories.make_person("Ioan Rusu")
    said(claim, person=ion)
    said(claim, person=ioan)
    apart = stored(claim)
    assert shares(claim) == {"quote": 1.0}
    merge_people(actor=administrator, keep_id=ion.pk, gone_id=ioan.pk)
    assert shares(claim) == {"quote": 0.5}
    assert stored(claim) < apart
    undo_merge_people(actor=administrator, gone_id=ioan.pk)
    assert shares(claim) == {"quote": 1.0}
    assert stored(claim) == pytest.approx(apart)


def named(client: Client) -> Client:
    client.normal_name = normal_name(client.name)
    client.save(update_fields=["normal_name"])
    return client


def erase(administrator: User, client: Client) -> None:
    seen = subject_page(actor=administrator, kind="client", subject_id=client.pk).digest
    erase_subject(actor=administrator, kind="client", subject_id=client.pk, seen=seen)
