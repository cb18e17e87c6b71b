"""A client of the base and the same company typed by hand are one voice, wherever voices are counted."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.clients.clients import Details, client_facts
from tenure.clients.matching.names import normal_name
from tenure.clients.models import Client, DoubtfulPair
from tenure.discovery.files.export import venture_file
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.hypotheses.belief import arithmetic_of
from tenure.discovery.hypotheses.evidence import add_evidence
from tenure.discovery.hypotheses.one_voice import recount_clients
from tenure.discovery.hypotheses.together import together
from tenure.discovery.interviews.counts import interview_counts
from tenure.discovery.interviews.quote_evidence import quote_as_evidence
from tenure.discovery.models import Evidence, Hypothesis, Interview, Observation, TestCard, Venture, VentureEvent
from tenure.discovery.offers.presale_sums import presale_sums
from tenure.discovery.offers.presales import PresaleText, add_presale, presale_log
from tenure.discovery.surveys.evidence import attach_result
from tenure.discovery.testing.observations import observe
from tenure.discovery.voices import cluster_of, same_company
from tenure.journeys.cards.edit_clients import change_details
from tenure.journeys.imports.undo_import import undo_import
from tenure.journeys.merging.merge_clients import merge_clients, undo_merge
from tenure.kernel import clock
from tenure.privacy.models import User
from tests import factories
from tests import venture_factories as made
from tests.orders.csv_files import import_file, row, write_csv

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")


@pytest.fixture
def venture(workspace: object, head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


@pytest.fixture
def claim(venture: Venture) -> Hypothesis:
    return made.make_hypothesis(venture)


def in_base(name: str, **fields: Any) -> Client:
    return factories.make_client(name, normal_name=normal_name(name), **fields)


@pytest.fixture
def lactis(workspace: object) -> Client:
    return in_base("Lactis SRL")


def talked(venture: Venture, client: Client | None = None, company: str = "") -> Any:
    cluster = cluster_of(client.pk if client else None, company)
    return made.make_interview(venture, client=client, company=company, cluster=cluster)


def said(claim: Hypothesis, client: Client | None = None, company: str = "") -> None:
    quote = made.make_quote(claim.venture, interview=talked(claim.venture, client, company))
    quote_as_evidence(
        actor=claim.venture.owner, quote_id=quote.pk, hypothesis_id=claim.pk, supports=True, weight="past"
    )


def paid(venture: Venture, who: str, client: Client | None = None, claim: Hypothesis | None = None) -> int:
    wanted = PresaleText(
        who, 4900, DAY, paid_on=DAY, hypothesis_id=claim.pk if claim else None, client_id=client.pk if client else None
    )
    return add_presale(actor=venture.owner, venture_id=venture.pk, wanted=wanted)


def shares(claim: Hypothesis) -> list[float]:
    """What is left of the voice of each piece of evidence."""
    lines = arithmetic_of(actor=claim.venture.owner, hypothesis_id=claim.pk).lines
    return [line.step.independence for line in lines if line.step]


def companies(venture: Venture) -> int:
    return interview_counts(actor=venture.owner, venture_id=venture.pk).whole.companies


def test_in_interviews(venture: Venture, lactis: Client) -> None:
    talked(venture, lactis)
    talked(venture, company="«LACTIS» s.r.l.")
    talked(venture, company="Codru")
    assert companies(venture) == 2


def test_in_what_was_said_and_paid(claim: Hypothesis, lactis: Client) -> None:
    said(claim, lactis)
    paid(claim.venture, "lactis", claim=claim)
    paid(claim.venture, "Codru", claim=claim)
    assert shares(claim) == [0.5, 0.5, 1.0]
    claim.refresh_from_db()
    told = arithmetic_of(actor=claim.venture.owner, hypothesis_id=claim.pk)
    assert claim.probability == pytest.approx(told.sums.probability)


def test_beside_a_test_and_a_survey(head_of_sales: User, claim: Hypothesis, lactis: Client) -> None:
    card = made.make_test_card(claim, state="decided")
    made.make_observation(card, head_of_sales, client=lactis, voice=1)
    made.make_evidence(claim, head_of_sales, source="test", source_id=card.pk)
    survey = made.make_survey(claim.venture)
    made.make_survey_answer(survey, [{"used": 2, "felt": "very"}], who="Lactis")
    attach_result(actor=head_of_sales, survey_id=survey.pk, hypothesis_id=claim.pk, supports=True, text="")
    add_evidence(
        actor=head_of_sales, hypothesis_id=claim.pk, supports=True, level=1, text="So they say", observed_on=DAY,
        cluster="Lactis S.R.L.",
    )  # fmt: skip
    line = arithmetic_of(actor=head_of_sales, hypothesis_id=claim.pk).lines[-1]
    assert (line.in_tests, line.in_surveys) == (1, 1)
    assert line.step is not None
    assert line.step.independence == pytest.approx(1 / 3)


def test_within_a_test(head_of_sales: User, claim: Hypothesis, lactis: Client) -> None:
    card = made.make_test_card(claim, state="draft")
    answers: list[dict[str, Any]] = [{"client_id": lactis.pk}, {"cluster": "LACTIS"}, {"cluster": "Codru"}]
    for who in answers:
        observe(actor=head_of_sales, test_id=card.pk, success=True, happened_on=DAY, **who)
    assert voices(card) == [1, 1, 2]
    other = made.make_test_card(claim, state="draft")
    for who in reversed(answers[:2]):
        observe(actor=head_of_sales, test_id=other.pk, success=True, happened_on=DAY, **who)
    assert voices(other) == [1, 1]


def voices(card: TestCard) -> list[int]:
    return list(Observation.objects.filter(test=card).order_by("pk").values_list("voice", flat=True))


def test_over_tests_that_contradict_each_other(head_of_sales: User, claim: Hypothesis, lactis: Client) -> None:
    locked: dict[str, Any] = {"state": "decided", "locked_at": clock.now(), "rule": "e_process"}
    one, two = (made.make_test_card(claim, **locked) for _number in range(2))
    made.make_observation(one, head_of_sales, client=lactis, voice=1)
    answer = made.make_observation(two, head_of_sales, cluster="Codru", voice=1)
    assert not together(claim).shared
    Observation.objects.filter(pk=answer.pk).update(cluster="Lactis")
    assert together(claim).shared


def test_among_buyers(venture: Venture, lactis: Client) -> None:
    paid(venture, "Lactis", lactis)
    paid(venture, "LACTIS s.r.l.")
    paid(venture, "Codru")
    sums = presale_sums(venture)
    assert (sums.buyers, sums.repeat) == (2, 1)
    assert presale_log(actor=venture.owner, venture_id=venture.pk).sums == sums


def test_who_was_merged_is_known_by_the_former_name_too(head_of_sales: User, venture: Venture, lactis: Client) -> None:
    twin = in_base("Brutăria Lina")
    pair = DoubtfulPair.objects.create(first=lactis, second=twin, similarity=0.95, reason="near_name").pk
    talked(venture, lactis)
    talked(venture, company="Brutaria Lina SRL")
    talked(venture, company="Lactis")
    assert companies(venture) == 2
    merge_clients(actor=head_of_sales, pair_id=pair, keep_id=lactis.pk)
    assert companies(venture) == 1
    undo_merge(actor=head_of_sales, pair_id=pair)
    assert companies(venture) == 2


def test_a_merge_counts_anew_what_was_typed_under_the_former_name(
    head_of_sales: User, claim: Hypothesis, lactis: Client
) -> None:
    twin = in_base("Brutăria Lina")
    pair = DoubtfulPair.objects.create(first=lactis, second=twin, similarity=0.95, reason="near_name").pk
    said(claim, lactis)
    paid(claim.venture, "Brutăria Lina", claim=claim)
    apart = stored(claim)
    merge_clients(actor=head_of_sales, pair_id=pair, keep_id=lactis.pk)
    assert shares(claim) == [0.5, 0.5]
    assert stored(claim) < apart
    undo_merge(actor=head_of_sales, pair_id=pair)
    assert stored(claim) == pytest.approx(apart)


def stored(claim: Hypothesis) -> float:
    claim.refresh_from_db()
    assert claim.probability is not None
    return claim.probability


def renamed(actor: User, client: Client, name: str) -> None:
    stamp = client_facts(actor=actor, client_id=client.pk).stamp
    change_details(actor=actor, client_id=client.pk, details=Details(name), stamp=stamp)


def as_counted(claim: Hypothesis) -> float:
    """The same number, worked out anew from what is stored."""
    return arithmetic_of(actor=claim.venture.owner, hypothesis_id=claim.pk).sums.probability


def test_a_client_called_otherwise_changes_what_its_voice_counts_at_once(
    head_of_sales: User, claim: Hypothesis, lactis: Client
) -> None:
    said(claim, lactis)
    paid(claim.venture, "Brutăria Lina", claim=claim)
    add_evidence(
        actor=head_of_sales, hypothesis_id=claim.pk, supports=True, level=1, text="So they say", observed_on=DAY,
        cluster="BRUTARIA LINA s.r.l.",
    )  # fmt: skip
    apart = stored(claim)
    renamed(head_of_sales, lactis, "Brutăria Lina SRL")
    assert shares(claim) == pytest.approx([1 / 3] * 3)
    assert stored(claim) < apart
    assert stored(claim) == pytest.approx(as_counted(claim), abs=1e-12)
    told = VentureEvent.objects.get(kind="recount_voices")
    assert (told.actor, told.details["before"], told.details["after"]) == (
        head_of_sales, round(apart, 4), round(stored(claim), 4),
    )  # fmt: skip
    renamed(head_of_sales, lactis, "Lactis SRL")
    assert stored(claim) == pytest.approx(apart)


def test_of_a_client_heard_only_in_a_test_or_in_a_survey_too(
    head_of_sales: User, claim: Hypothesis, lactis: Client
) -> None:
    card = made.make_test_card(claim, state="decided")
    made.make_observation(card, head_of_sales, client=lactis, voice=1)
    made.make_evidence(claim, head_of_sales, source="test", source_id=card.pk)
    paid(claim.venture, "Codru", claim=claim)
    survey = made.make_survey(claim.venture)
    answer = made.make_survey_answer(survey, [{"used": 2, "felt": "very"}], who="Somebody")
    type(answer).objects.filter(pk=answer.pk).update(client=in_base("Moara"))
    attach_result(actor=head_of_sales, survey_id=survey.pk, hypothesis_id=claim.pk, supports=True, text="")
    apart = stored(claim)
    renamed(head_of_sales, lactis, "Codru SRL")
    in_test = stored(claim)
    assert in_test < apart
    assert in_test == pytest.approx(as_counted(claim), abs=1e-12)
    renamed(head_of_sales, lactis, "Lactis")
    renamed(head_of_sales, Client.objects.get(name="Moara"), "Codru")
    assert stored(claim) < apart
    assert stored(claim) == pytest.approx(as_counted(claim), abs=1e-12)


def test_a_merge_counts_anew_what_was_typed_in_any_spelling_and_of_those_merged_before(
    head_of_sales: User, claim: Hypothesis, lactis: Client
) -> None:
    lina = in_base("Brutăria Lina")
    in_base("Moara", merged_into=lina)
    pair = DoubtfulPair.objects.create(first=lactis, second=lina, similarity=0.95, reason="near_name").pk
    said(claim, lactis)
    for words in ("MOARA s.r.l.", "Brutaria  LINA"):
        add_evidence(
            actor=head_of_sales, hypothesis_id=claim.pk, supports=True, level=1, text="So they say", observed_on=DAY,
            cluster=words,
        )  # fmt: skip
    apart = stored(claim)
    merge_clients(actor=head_of_sales, pair_id=pair, keep_id=lactis.pk)
    assert shares(claim) == pytest.approx([1 / 3] * 3)
    assert stored(claim) < apart
    undo_merge(actor=head_of_sales, pair_id=pair)
    assert stored(claim) == pytest.approx(as_counted(claim), abs=1e-12)


def test_where_no_voice_changed_nothing_is_written_and_a_name_alone_is_looked_up(
    head_of_sales: User, claim: Hypothesis, lactis: Client
) -> None:
    said(claim, lactis)
    before = Hypothesis.objects.values().get(pk=claim.pk)
    renamed(head_of_sales, lactis, "Lactis Nord")
    assert Hypothesis.objects.values().get(pk=claim.pk) == before
    assert not VentureEvent.objects.filter(kind="recount_voices").exists()
    unheard = in_base("Nobody knows it")
    with CaptureQueriesContext(connection) as queries:
        assert recount_clients(head_of_sales, (unheard.pk,)) == 0
    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) == 6


@pytest.mark.django_db(transaction=True)
def test_a_name_that_a_file_of_orders_brings_or_takes_back_is_followed(
    head_of_sales: User, claim: Hypothesis, tmp_path: Path
) -> None:
    coded = factories.make_client("K-17", external_id="K-17", normal_name="k-17")
    said(claim, coded)
    paid(claim.venture, "Brutăria Lina", claim=claim)
    apart = stored(claim)
    lines = [
        row("2026-05-02", "49.00", client_id="K-17", client_name="Brutăria Lina", order_number="1", product="Bread")
    ]
    batch = import_file(write_csv(tmp_path / "orders.csv", lines), tmp_path / "work").batch
    assert Client.objects.get(pk=coded.pk).name == "Brutăria Lina"
    assert stored(claim) < apart
    undo_import(actor=head_of_sales, batch_id=batch or 0, progress=lambda *_told: None)
    assert Client.objects.get(pk=coded.pk).name == "K-17"
    assert stored(claim) == pytest.approx(apart)


def test_a_key_of_a_merged_client_leads_to_the_one_kept(lactis: Client) -> None:
    gone = in_base("Lina", merged_into=lactis)
    assert same_company([f"client:{gone.pk}"]) == {
        f"client:{gone.pk}": f"client:{lactis.pk}", cluster_of(None, "Lina"): f"client:{lactis.pk}",
        cluster_of(None, "Lactis"): f"client:{lactis.pk}",
    }  # fmt: skip


def test_two_clients_of_one_name_stay_two_until_somebody_merges_them(venture: Venture, lactis: Client) -> None:
    talked(venture, lactis)
    talked(venture, in_base("Lactis"))
    talked(venture, company="lactis")
    assert companies(venture) == 2


def test_words_that_only_look_like_a_client_are_no_client(lactis: Client) -> None:
    assert same_company(["client:x", "client:", "client:99999999999999999999", "person:5", ""]) == {}
    assert same_company(["client:987654321"]) == {}


def test_many_clients_are_asked_for_once(
    venture: Venture, lactis: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    talked(venture, lactis)
    with django_assert_num_queries(1):
        same_company([f"client:{number}" for number in range(1, 400)])
    with django_assert_num_queries(0):
        same_company([cluster_of(None, "Lactis")])
    with django_assert_num_queries(6):
        companies(venture)
    for number in range(30):
        talked(venture, in_base(f"Bakery {number}"))
    with django_assert_num_queries(6):
        assert companies(venture) == 31


def test_in_a_file_clients_go_by_their_names(
    head_of_sales: User, venture: Venture, claim: Hypothesis, lactis: Client
) -> None:
    """Where the file is read, the number of a client is somebody else's."""
    said(claim, lactis)
    said(claim, company="Codru")
    for people in (True, False):
        content = json.loads(venture_file(actor=head_of_sales, venture_id=venture.pk, people=people))
        assert "client:" not in json.dumps(content["tables"])
        assert len({row["cluster"] for name in ("Interview", "Evidence") for row in content["tables"][name]}) == 2
    for name in ("Interview", "Evidence"):  # as a file of an earlier edition has them
        content["tables"][name][0]["cluster"] = f"client:{lactis.pk}"
    number = take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())
    talks = Interview.objects.filter(venture=number).order_by("pk").values_list("cluster", flat=True)
    proofs = Evidence.objects.filter(hypothesis__venture=number).order_by("pk").values_list("cluster", flat=True)
    assert list(talks) == list(proofs)
    assert len(set(talks)) == 2
    assert f"client:{lactis.pk}" not in talks
