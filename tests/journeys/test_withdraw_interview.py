"""An interview recorded by mistake counts nowhere once it is withdrawn, stays readable with the reason, and can be undone."""

from datetime import date
from typing import Any

import pytest

from tenure.clients.models import Client, Fact
from tenure.conversations.models import Interaction
from tenure.discovery.hypotheses.belief import arithmetic_of
from tenure.discovery.interviews.coding import coding_page
from tenure.discovery.interviews.counts import interview_counts
from tenure.discovery.interviews.heard import heard_of
from tenure.discovery.interviews.plans import plan_of
from tenure.discovery.interviews.quote_evidence import quote_as_evidence, take_quote_back
from tenure.discovery.interviews.quotes import add_quote
from tenure.discovery.interviews.reading import interview_of, interviews_of
from tenure.discovery.interviews.recording import InterviewText, edit_interview
from tenure.discovery.interviews.said import ProblemSaid
from tenure.discovery.interviews.themes import add_theme, code_quote, themes_of
from tenure.discovery.models import Candidate, Evidence, Hypothesis, Interview, Observation, Quote, TestCard, Venture
from tenure.discovery.testing.cards import answers_of
from tenure.discovery.testing.counting import counting
from tenure.discovery.testing.decisions import decide_test
from tenure.discovery.testing.from_talks import Met, count_talk, counted_in, talks_to_count
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.testing.observations import correct, observe, seals_hold
from tenure.journeys.ventures.hold_interview import (
    Heard,
    correct_interview,
    hold_interview,
    quote_as_fact,
    take_consent_back,
)
from tenure.journeys.ventures.withdraw_interview import let_interview_count, take_interview_out
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow, User, Workspace
from tests import factories
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
DAY, WHY = date(2026, 5, 12), "That was another company"


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")


@pytest.fixture
def founder(workspace: Workspace, head_of_sales: User) -> User:
    return head_of_sales


@pytest.fixture
def venture(founder: User) -> Venture:
    return made.make_venture(founder)


@pytest.fixture
def claim(venture: Venture) -> Hypothesis:
    return made.make_hypothesis(venture)


@pytest.fixture
def card(founder: User, claim: Hypothesis) -> TestCard:
    row = made.make_ready_test(
        claim, kind="problem_interview", level=1, rule="exact", most=3, pass_mark=2, threshold=0.3
    )
    lock_test(actor=founder, test_id=row.pk, version=row.version)
    row.refresh_from_db()
    return row


def held(founder: User, venture: Venture, *met: Met, **fields: Any) -> int:
    said: dict[str, Any] = {"kind": "problem", "held_on": DAY, "problems": (ProblemSaid(name="Late flour"),)}
    text = InterviewText(**(said | fields))
    heard = Heard(quotes=("It costs me two nights",), met=met)
    return hold_interview(actor=founder, venture_id=venture.pk, text=text, heard=heard, today=DAY).id


def out(founder: User, talk: int, reason: str = WHY) -> None:
    take_interview_out(actor=founder, interview_id=talk, reason=reason)


def back(founder: User, talk: int) -> None:
    let_interview_count(actor=founder, interview_id=talk)


def standing(card: TestCard) -> int:
    return len(counting(answers_of(card)).counted)


def everything_counted(founder: User, venture: Venture) -> tuple[Any, ...]:
    """All that pages and gates count of talks."""
    coded = coding_page(actor=founder, venture_id=venture.pk)
    claim = venture.hypotheses.get()
    return (
        interview_counts(actor=founder, venture_id=venture.pk), len(coded.quotes), coded.saturated.observed,
        themes_of(actor=founder, venture_id=venture.pk), len(heard_of(actor=founder, venture_id=venture.pk)),
        claim.probability, claim.evidence_count,
    )  # fmt: skip


def test_it_counts_nowhere_until_it_is_brought_back(founder: User, venture: Venture, claim: Hypothesis) -> None:
    held(founder, venture, name="Ana")
    nothing_else = everything_counted(founder, venture)
    talk = held(founder, venture, name="Ion")
    quote = Quote.objects.get(interview=talk)
    Quote.objects.filter(pk=quote.pk).update(problem=quote.interview.problems.get().problem)
    code_quote(
        actor=founder, quote_id=quote.pk, theme_id=add_theme(actor=founder, venture_id=venture.pk, name="Nights")
    )
    quote_as_evidence(actor=founder, quote_id=quote.pk, hypothesis_id=claim.pk, supports=True, weight="past")
    with_it = everything_counted(founder, venture)
    out(founder, talk)
    without = everything_counted(founder, venture)
    assert without[:3] == nothing_else[:3]
    assert without[4:] == (0, None, 0)
    assert [(row.quotes, row.talks) for row in without[3]] == [(0, 0)]
    back(founder, talk)
    assert everything_counted(founder, venture) == with_it
    assert arithmetic_of(actor=founder, hypothesis_id=claim.pk).lines[0].step is not None


def test_it_stays_in_the_list_with_who_when_and_why_and_in_the_history(founder: User, venture: Venture) -> None:
    talk = held(founder, venture, name="Ion")
    out(founder, talk)
    seen = interview_of(actor=founder, interview_id=talk)
    assert (seen.withdrawn_by, seen.withdrawn_reason, seen.withdrawn_at) == (founder.name, WHY, clock.now())
    assert [row.withdrawn for row in interviews_of(actor=founder, venture_id=venture.pk)[0]] == [WHY]
    back(founder, talk)
    assert [row.withdrawn for row in interviews_of(actor=founder, venture_id=venture.pk)[0]] == [None]
    kinds = [row.kind for row in venture.events.filter(subject_kind="interview", subject_id=talk).order_by("pk")]
    assert kinds[-2:] == ["withdraw_talk", "restore_talk"]
    assert AuditRow.objects.filter(action="withdraw_talk", subject_id=talk).exists()
    assert WHY not in str(list(AuditRow.objects.values_list("details", flat=True))), "reasons may name people"


def test_without_a_reason_nothing_happens_and_twice_is_once(founder: User, venture: Venture) -> None:
    talk = held(founder, venture)
    with pytest.raises(InvalidValue) as refusal:
        out(founder, talk, "  ")
    assert refusal.value.problem.code == "interview_withdrawal_reason"
    out(founder, talk)
    out(founder, talk, "Another reason")
    assert Interview.objects.get().withdrawn_reason == WHY
    back(founder, talk)
    back(founder, talk)
    assert venture.events.filter(kind="restore_talk").count() == 1


def test_its_answer_leaves_a_running_test_by_a_later_row_and_returns(
    founder: User, venture: Venture, card: TestCard
) -> None:
    talk = held(founder, venture, Met(card.pk, True), name="Ion")
    out(founder, talk)
    assert standing(card) == 0
    assert [(row.excluded, row.corrected) for row in counted_in(interview_id=talk)] == [(True, WHY)]
    assert talks_to_count(actor=founder, test_id=card.pk) == ()
    back(founder, talk)
    assert standing(card) == 1
    card.refresh_from_db()
    rows = list(Observation.objects.filter(test=card).order_by("pk"))
    assert (len(rows), seals_hold(card, rows)) == (3, True)


def test_a_verdict_taken_with_it_stays_and_the_withdrawal_is_noted(
    founder: User, venture: Venture, claim: Hypothesis, card: TestCard
) -> None:
    talk = held(founder, venture, Met(card.pk, True), name="Ion")
    for name in ("Ana", "Vera"):
        observe(actor=founder, test_id=card.pk, success=True, happened_on=DAY, cluster=name)
    decide_test(actor=founder, test_id=card.pk, version=card.version)
    claim.refresh_from_db()
    believed, counted = claim.probability, standing(card)
    out(founder, talk)
    card.refresh_from_db()
    claim.refresh_from_db()
    assert (card.verdict, claim.probability, standing(card)) == ("supported", believed, counted)
    told = counted_in(interview_id=talk)[0]
    assert (told.excluded, told.decided, told.corrected) == (True, True, WHY)
    back(founder, talk)
    assert standing(card) == counted


def test_an_answer_somebody_took_out_before_does_not_return_with_it(
    founder: User, venture: Venture, card: TestCard
) -> None:
    talk = held(founder, venture, Met(card.pk, True), name="Ion")
    correct(actor=founder, observation_id=Observation.objects.get().pk, reason="No night shift", excluded=True)
    out(founder, talk)
    back(founder, talk)
    assert standing(card) == 0


def test_what_it_put_on_the_clients_card_goes_and_comes_back(founder: User, venture: Venture) -> None:
    client = factories.make_client("Brutăria Spicul", owner=founder)
    talk = held(founder, venture, client_id=client.pk)
    quote_as_fact(actor=founder, quote_id=Quote.objects.get().pk, kind="problem_solved", value="Nights")
    assert current_facts(client) == ["Nights"]
    out(founder, talk)
    assert (current_facts(client), Interaction.objects.count()) == ([], 0)
    back(founder, talk)
    assert (current_facts(client), Interaction.objects.count()) == (["Nights"], 1)
    fact_id = Quote.objects.get().fact_id
    assert fact_id is not None
    assert Fact.objects.get(pk=fact_id).superseded_at is None
    assert Interview.objects.get().interaction_id == Interaction.objects.get().pk


def test_what_others_wrote_on_the_card_meanwhile_is_theirs(founder: User, venture: Venture) -> None:
    client = factories.make_client("Brutăria Spicul", owner=founder)
    talk = held(founder, venture, client_id=client.pk)
    quote_as_fact(actor=founder, quote_id=Quote.objects.get().pk, kind="problem_solved", value="Nights")
    Interaction.objects.update(version=2, text="And they asked for a price")
    out(founder, talk)
    assert Interaction.objects.get().text == "And they asked for a price"
    held(founder, venture, client_id=client.pk)
    quote_as_fact(actor=founder, quote_id=Quote.objects.last().pk, kind="problem_solved", value="Days")
    back(founder, talk)
    assert current_facts(client) == ["Days"]


def current_facts(client: Client) -> list[Any]:
    rows = Fact.objects.filter(client=client, type_code="problem_solved", superseded_at=None)
    return list(rows.values_list("value", flat=True))


def test_whom_it_was_planned_with_can_be_talked_to_after_all(founder: User, venture: Venture) -> None:
    person = made.make_candidate(venture, state="agreed")
    talk = held(founder, venture, candidate_id=person.pk)
    assert plan_of(actor=founder, plan_id=person.plan_id).progress.held == 1
    out(founder, talk)
    assert Candidate.objects.get().state == "agreed"
    assert plan_of(actor=founder, plan_id=person.plan_id).progress.held == 0
    back(founder, talk)
    assert Candidate.objects.get().state == "held"
    out(founder, talk)
    right = held(founder, venture, candidate_id=person.pk)
    assert Interview.objects.get(candidate=person).pk == right


@pytest.mark.parametrize("what", ["edit", "quote", "evidence", "take_back", "count"])
def test_nothing_is_done_with_it_while_it_is_withdrawn(
    founder: User, venture: Venture, claim: Hypothesis, card: TestCard, what: str
) -> None:
    talk = held(founder, venture)
    quote = Quote.objects.get().pk
    out(founder, talk)
    version = Interview.objects.get().version
    with pytest.raises(InvalidValue) as refusal:
        {
            "edit": lambda: edit_interview(
                actor=founder, interview_id=talk, version=version, text=InterviewText("problem", DAY), today=DAY
            ),
            "quote": lambda: add_quote(actor=founder, interview_id=talk, text="More"),
            "evidence": lambda: quote_as_evidence(
                actor=founder, quote_id=quote, hypothesis_id=claim.pk, supports=True, weight="past"
            ),
            "take_back": lambda: take_quote_back(actor=founder, quote_id=quote, reason="No"),
            "count": lambda: count_talk(actor=founder, interview_id=talk, met=[Met(card.pk, True)]),
        }[what]()
    assert refusal.value.problem.code == "interview_withdrawn"


def test_who_only_reads_withdraws_nothing_and_a_stranger_finds_nothing(
    founder: User, venture: Venture, salesperson: User, other_salesperson: User
) -> None:
    talk = held(founder, venture)
    made.let_in(venture, salesperson, may_work=False)
    with pytest.raises(NotAllowed):
        out(salesperson, talk)
    with pytest.raises(NotFound):
        out(other_salesperson, talk)
    assert Interview.objects.get().withdrawn_at is None


def test_consent_is_taken_back_of_a_withdrawn_talk_too_and_takes_the_reason_along(
    founder: User, venture: Venture, claim: Hypothesis, card: TestCard
) -> None:
    talk = held(founder, venture, Met(card.pk, True), name="Ion")
    quote = Quote.objects.get().pk
    quote_as_evidence(actor=founder, quote_id=quote, hypothesis_id=claim.pk, supports=True, weight="past")
    out(founder, talk, "Ion Ciobanu never said it")
    take_consent_back(actor=founder, interview_id=talk)
    told = [
        *Interview.objects.values_list("withdrawn_reason", flat=True),
        *Evidence.objects.values_list("withdrawn_reason", flat=True),
        *Observation.objects.values_list("correction_reason", flat=True),
    ]
    assert "Ciobanu" not in str(told)
    assert Interview.objects.get().withdrawn_at is not None


def test_a_talk_is_let_into_a_test_when_it_is_corrected_once(founder: User, venture: Venture, card: TestCard) -> None:
    talk = held(founder, venture, name="Ion")

    def corrected(*met: Met) -> None:
        correct_interview(
            actor=founder, interview_id=talk, version=Interview.objects.get().version,
            text=InterviewText("problem", DAY, name="Ion C."), met=met, today=DAY,
        )  # fmt: skip

    corrected(Met(card.pk, True))
    assert standing(card) == 1
    with pytest.raises(InvalidValue) as refusal:
        corrected(Met(card.pk, False))
    assert refusal.value.problem.code == "observation_talk_twice"
    assert Interview.objects.get().version == 2, "all of the correction or nothing"
    corrected()
    assert standing(card) == 1


def test_who_spoke_for_themselves_stays_one_voice_with_their_answer_in_the_test_when_forgotten(
    founder: User, venture: Venture, card: TestCard, claim: Hypothesis
) -> None:
    person = factories.make_person("Ion Rusu")
    talk = held(founder, venture, Met(card.pk, True), person_id=person.pk, consent="notes", consent_text="Agreed")
    quote_as_evidence(
        actor=founder, quote_id=Quote.objects.get().pk, hypothesis_id=claim.pk, supports=True, weight="past"
    )
    take_consent_back(actor=founder, interview_id=talk)
    told = arithmetic_of(actor=founder, hypothesis_id=claim.pk).sums.probability
    claim.refresh_from_db()
    assert claim.probability == pytest.approx(told)
    assert Evidence.objects.get().cluster == f"interview:{talk}"
