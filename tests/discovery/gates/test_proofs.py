"""A first guess, a bare note and what is too old prove nothing at a gate; a decided test does."""

from datetime import timedelta

import pytest

from tenure.discovery.gates.criteria import decide_criterion
from tenure.discovery.gates.numbers import earned
from tenure.discovery.gates.proofs import Piece, proofs
from tenure.discovery.gates.view import GateLine, gate_of
from tenure.discovery.gates.words import found_words
from tenure.discovery.hypotheses.belief import FRESH_DAYS, refresh_belief
from tenure.discovery.hypotheses.evidence import add_evidence, withdraw_evidence
from tenure.discovery.models import Evidence, Hypothesis, Interview, InterviewProblem, Presale, TestCard, Venture
from tenure.discovery.offers.presale_evidence import tell_evidence
from tenure.discovery.offers.presales import refund_presale
from tenure.engine.evidence.beliefs import Rates, Result, reckon
from tenure.kernel import clock
from tenure.privacy.models import User
from tests.venture_factories import (
    make_hypothesis,
    make_interview,
    make_presale,
    make_quote,
    make_test_card,
    make_venture,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(salesperson: User) -> Venture:
    return make_venture(salesperson)


def line(venture: Venture, code: str, phase: str = "discovery") -> GateLine:
    view = gate_of(actor=venture.owner, venture_id=venture.pk, phase=phase)
    return next(one for one in view.lines if one.criterion.code == code)


def prove(
    hypothesis: Hypothesis, *, source: str = "test", level: int = 5, days_ago: int = 0, supports: bool = True
) -> int:
    """Evidence as a record of the venture writes it; a note is written by hand."""
    record = {"test": decided_test, "quote": quoted, "presale": sold}.get(source)
    return add_evidence(
        actor=hypothesis.venture.owner, hypothesis_id=hypothesis.pk, supports=supports, level=level, text="Seen",
        observed_on=clock.today() - timedelta(days=days_ago), source=source, source_id=record(hypothesis) if record else None,
    )  # fmt: skip


def decided_test(hypothesis: Hypothesis) -> int:
    return make_test_card(hypothesis, state="decided", verdict="supported").pk


def quoted(hypothesis: Hypothesis) -> int:
    return make_quote(hypothesis.venture).pk


def sold(hypothesis: Hypothesis) -> int:
    return make_presale(hypothesis.venture, paid_on=clock.today()).pk


@pytest.mark.parametrize("code", ["D7", "D9"])
def test_a_first_guess_however_sure_meets_no_criterion(venture: Venture, code: str) -> None:
    make_hypothesis(venture, "They pay monthly", prior=0.95, critical=True)
    found = line(venture, code)
    assert (found.state, found.finding.step) == ("open", "test_hypothesis")
    assert found.finding.data["title"] == "They pay monthly"


@pytest.mark.parametrize(("code", "phase"), [("D7", "discovery"), ("D9", "discovery"), ("V8", "validation")])
def test_a_note_is_no_record_and_a_decided_test_is(venture: Venture, code: str, phase: str) -> None:
    hypothesis = make_hypothesis(venture, "They pay monthly", prior=0.9, critical=True)
    prove(hypothesis, source="note")
    assert line(venture, code, phase).state == "open"
    prove(hypothesis)
    assert line(venture, code, phase).state == "met"


def test_words_alone_prove_no_hypothesis_unless_a_locked_test_counted_them(venture: Venture) -> None:
    hypothesis = make_hypothesis(venture, "The shift waits", prior=0.95, critical=True)
    prove(hypothesis, source="quote", level=1)
    assert line(venture, "D7").state == "met", "it was put to a test of people, and was not refuted"
    assert line(venture, "D9").finding.code == "unproven"
    prove(hypothesis, source="test", level=1)
    found = line(venture, "D9")
    assert (found.state, found.finding.code) == ("open", "together"), (
        "counted, and words still lift none over their cap"
    )


@pytest.mark.parametrize("code", ["D4", "D6", "D7", "D9"])
def test_what_was_seen_too_long_ago_decides_nothing_today(venture: Venture, code: str) -> None:
    hypothesis = make_hypothesis(
        venture, "They pay monthly", prior=0.9, critical=True, block="channels" if code == "D6" else "revenue_streams"
    )
    prove(hypothesis, days_ago=FRESH_DAYS + 1)
    assert line(venture, code).state == "open"
    assert line(venture, code).finding.code == "proof_old"
    prove(hypothesis, days_ago=FRESH_DAYS)
    assert line(venture, code).state == "met"


def test_a_hypothesis_past_its_day_waits_for_evidence_after_that_day(venture: Venture) -> None:
    hypothesis = make_hypothesis(venture, "They pay monthly", prior=0.9, critical=True)
    prove(hypothesis, days_ago=40)
    Hypothesis.objects.update(expires_on=clock.today() - timedelta(days=10))
    assert line(venture, "D9").finding.code == "proof_old"
    prove(hypothesis, days_ago=3)
    assert line(venture, "D9").state == "met"


@pytest.mark.parametrize(("code", "block"), [("D4", "revenue_streams"), ("D6", "channels")])
def test_a_typed_note_of_a_high_level_opens_nothing_and_is_named(venture: Venture, code: str, block: str) -> None:
    hypothesis = make_hypothesis(venture, "They sign in advance", block=block, prior=0.6)
    prove(hypothesis, source="note", level=6)
    found = line(venture, code)
    assert (found.state, found.finding.code) == ("open", "only_noted")
    assert found.finding.data == {"number": hypothesis.number, "title": "They sign in advance", "level": 6}
    prove(hypothesis, source="presale", level=5)
    assert line(venture, code).state == "met"


def test_what_a_pivot_carried_over_is_worth_the_record_it_began_with(venture: Venture) -> None:
    first = make_hypothesis(venture, "Hotels pay")
    noted, proven = prove(first, source="note"), prove(first)
    Hypothesis.objects.update(state="parked")
    for root, state in ((noted, "open"), (proven, "met")):
        later = make_hypothesis(venture, f"Bakeries pay {root}", prior=0.6)
        copy = prove(later, source="carried")
        Evidence.objects.filter(pk=copy).update(source_id=root)
        refresh_belief(later)
        assert line(venture, "D4").state == state


def test_a_refuted_critical_hypothesis_closes_the_gate_though_a_record_speaks_for_it(venture: Venture) -> None:
    hypothesis = make_hypothesis(venture, "They pay monthly", critical=True)
    prove(hypothesis)
    Hypothesis.objects.update(state=Hypothesis.State.REFUTED)
    assert line(venture, "D7").state == "missing"


def test_one_weak_test_on_a_sure_first_guess_opens_nothing(venture: Venture) -> None:
    """The author is 95 % sure and one test of past behaviour was decided: what it added is all the gate reads."""
    hypothesis = make_hypothesis(venture, "They sign in advance", prior=0.95, critical=True)
    prove(hypothesis, source="test", level=1)
    found = line(venture, "D9")
    assert found.state == "open"
    assert found.finding.data["own"] == pytest.approx(0.95)
    assert found.finding.data["probability"] < 0.8
    assert "with the first guess" in found_words(found.finding.code, found.finding.data, "EUR")
    prove(hypothesis)
    assert line(venture, "D9").state == "met", "a payment beside it earns it"


def test_a_commitment_is_as_likely_as_its_evidence_makes_it(venture: Venture) -> None:
    hypothesis = make_hypothesis(venture, "They sign in advance", prior=0.95)
    prove(hypothesis)
    against = [prove(hypothesis, supports=False) for _number in range(2)]
    assert line(venture, "D4").state == "open"
    for row in against:
        withdraw_evidence(actor=venture.owner, evidence_id=row, reason="Of another company")
    assert line(venture, "D4").state == "met"


def test_a_doubt_written_before_the_data_is_kept(venture: Venture) -> None:
    hypothesis = make_hypothesis(venture, "They sign in advance", prior=0.2, critical=True)
    prove(hypothesis)
    found = line(venture, "D9")
    assert "own" not in found.finding.data
    assert found.finding.data["probability"] == pytest.approx(Hypothesis.objects.get().probability)


@pytest.mark.parametrize("prior", [0.5, 0.7, 0.95])
def test_what_the_evidence_earned_is_never_more_than_from_an_even_start(prior: float) -> None:
    """Held against the whole sum counted twice, words within their cap and deeds beyond it."""
    word = Result(True, 1, Rates(0.6, 0.5), recorded=True)
    deed = Result(True, 5, Rates(0.6, 0.95))
    for words in (0, 1, 3, 12):
        for deeds in (0, 1):
            results = [word] * words + [deed] * deeds
            own, even = (reckon(start, 2.0, results).probability for start in (prior, 0.5))
            assert earned(own, prior) <= even + 1e-12
            if prior == 0.5 or words == 0:
                assert earned(own, prior) == pytest.approx(even)


GONE = {
    "test": lambda: TestCard.objects.update(state="abandoned"),
    "quote": lambda: Interview.objects.update(withdrawn_at=clock.now()),
    "presale": lambda: Presale.objects.all().delete(),
}


@pytest.mark.parametrize("source", ["test", "quote", "presale"])
def test_a_proof_whose_record_is_gone_is_none_and_that_is_said(venture: Venture, source: str) -> None:
    hypothesis = make_hypothesis(venture, "They sign in advance", prior=0.9, critical=True)
    prove(hypothesis, source=source)
    assert (line(venture, "D4").state, line(venture, "D9").state) == ("met", "met")
    GONE[source]()
    for code in ("D4", "D7", "D9"):
        found = line(venture, code)
        assert (found.state, found.finding.code) == ("open", "record_gone"), code
        assert found.finding.data["title"] == "They sign in advance"
    assert "no longer there" in found_words("record_gone", found.finding.data, "EUR")


def test_a_record_of_another_venture_proves_nothing_here(venture: Venture, salesperson: User) -> None:
    hypothesis = make_hypothesis(venture, "They sign in advance", prior=0.9)
    theirs = make_presale(make_venture(salesperson, "Another"), paid_on=clock.today())
    row = prove(hypothesis, source="presale")
    Evidence.objects.filter(pk=row).update(source_id=theirs.pk)
    assert line(venture, "D4").finding.code == "record_gone"


def test_money_given_back_has_tried_the_promise_on_people(venture: Venture) -> None:
    claim = make_hypothesis(venture, "It comes on time", prior=0.9, critical=True)
    assert line(venture, "D7").finding.code == "untried"
    sale = make_presale(venture, paid_on=clock.today(), agreed_on=clock.today())
    refund_presale(
        actor=venture.owner, presale_id=sale.pk, version=1, on=clock.today(), amount_minor=900, reason="Came at six",
        hypothesis_id=claim.pk,
    )  # fmt: skip
    assert line(venture, "D7").finding.code != "untried"


def test_a_word_on_evidence_withdrawn_since_counts_no_more(venture: Venture) -> None:
    """What was decided on a note found wrong is open again, and the page says why."""
    row = prove(make_hypothesis(venture), source="note")
    decide_criterion(
        actor=venture.owner, venture_id=venture.pk, phase="building", code="B1", met=True, reason="Every team has one",
        evidence_id=row,
    )  # fmt: skip
    assert line(venture, "B1", "building").state == "met"
    withdraw_evidence(actor=venture.owner, evidence_id=row, reason="It was another company")
    found = line(venture, "B1", "building")
    assert (found.state, found.by_word) == ("open", False)
    assert found_words(found.finding.code, found.finding.data, "EUR").endswith("since: It was another company")


def pays(hypothesis: Hypothesis, who: str, relation: str) -> None:
    row = make_presale(hypothesis.venture, who, hypothesis=hypothesis, paid_on=clock.today(), relation=relation)
    tell_evidence(hypothesis.venture.owner, row)


@pytest.mark.parametrize(
    ("payers", "state"),
    [
        ([("Ana", "friend")], "open"), ([("Ana", "friend"), ("Ana", "friend")], "open"),
        ([("Ana", "friend"), ("Ion", "friend")], "met"), ([("Lina SRL", "stranger")], "met"),
        ([("Lina SRL", "acquaintance")], "met"), ([("Lina SRL", "client")], "met"), ([("Lina SRL", "unknown")], "met"),
    ],
)  # fmt: skip
def test_a_friend_who_pays_is_half_a_record(venture: Venture, payers: list[tuple[str, str]], state: str) -> None:
    """As a friend weighs half for the hypothesis (docs/adr/0018); the same friend twice is one voice."""
    hypothesis = make_hypothesis(venture, "They pay in advance", block="revenue_streams", prior=0.5)
    prove(hypothesis, level=1)  # likely enough already, by words a test counted
    for who, relation in payers:
        pays(hypothesis, who, relation)
    found = line(venture, "D4")
    assert found.state == state
    if state == "open":
        assert (found.finding.code, found.finding.step) == ("proof_light", "ask_strangers")
        assert "only friends, family" in found_words("proof_light", found.finding.data, "EUR")


def test_a_friends_payment_proves_no_critical_hypothesis_alone(venture: Venture) -> None:
    hypothesis = make_hypothesis(venture, "They pay in advance", prior=0.5, critical=True)
    pays(hypothesis, "Ana", "friend")
    assert line(venture, "D9").finding.code == "proof_light"
    pays(hypothesis, "Lina SRL", "stranger")
    assert line(venture, "D9").finding.code == "together"


def test_a_lighter_record_of_a_higher_level_leaves_what_a_stranger_gave(venture: Venture) -> None:
    stranger = Piece(1, 7, True, 3, "quote", 1, clock.today(), None, 1.0, 1.0)
    friend = Piece(2, 7, True, 5, "presale", 2, clock.today(), None, 1.0, 0.5)
    found = proofs([stranger, friend], clock.today())[7]
    assert (found.level, found.light) == (3, 5)


def test_a_channel_and_an_early_adopter_count_in_the_segment_that_was_talked_with(venture: Venture) -> None:
    bakeries, cafes = (venture.segments.create(name=name) for name in ("Bakeries", "Cafes"))
    problem = venture.problems.create(name="Late flour")
    for place in range(20):
        talk = make_interview(venture, segment=bakeries, acquaintance="cold")
        if place < 18:
            InterviewProblem.objects.create(interview=talk, problem=problem, unprompted=True)
    talk = make_interview(venture, segment=cafes)
    Interview.objects.filter(pk=talk.pk).update(evangelist=5)
    fair = make_hypothesis(venture, "A fair", block="channels", segment=cafes)
    prove(fair)
    assert (line(venture, "D6").finding.code, line(venture, "D8").finding.code) == (
        "channel_elsewhere",
        "evangelist_elsewhere",
    )
    Hypothesis.objects.filter(pk=fair.pk).update(segment=None)
    assert line(venture, "D6").finding.code == "channel_unplaced"
    Hypothesis.objects.filter(pk=fair.pk).update(segment=bakeries)
    Interview.objects.filter(pk=talk.pk).update(segment=bakeries)
    assert {code: line(venture, code).state for code in ("D6", "D8")} == {"D6": "met", "D8": "met"}
    assert line(venture, "D6").finding.data["segment"] == "Bakeries"
