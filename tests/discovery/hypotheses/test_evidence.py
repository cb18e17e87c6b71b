"""Evidence moves a probability, by rules nobody can bend, and is withdrawn in the open."""

from datetime import date, timedelta
from typing import Any

import pytest

from tenure.discovery.gates.pivots import carry
from tenure.discovery.hypotheses.belief import FRESH_DAYS, arithmetic_of
from tenure.discovery.hypotheses.evidence import add_evidence, withdraw_evidence, withdraw_evidence_of
from tenure.discovery.hypotheses.tested import Tally, tally_of
from tenure.discovery.models import Evidence, Hypothesis
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import User
from tests.venture_factories import let_in, make_evidence, make_hypothesis, make_test_card, make_venture

pytestmark = pytest.mark.django_db


@pytest.fixture
def hypothesis(head_of_sales: User) -> Hypothesis:
    return make_hypothesis(make_venture(head_of_sales))


def add(actor: User, hypothesis: Hypothesis, **more: Any) -> int:
    values: dict[str, Any] = {
        "supports": True,
        "level": 5,
        "text": "Paid €49 for the first month",
        "observed_on": clock.today(),
        "source": "presale",
    }
    return add_evidence(actor=actor, hypothesis_id=hypothesis.pk, **(values | more))


def test_a_payment_lifts_the_probability(head_of_sales: User, hypothesis: Hypothesis) -> None:
    add(head_of_sales, hypothesis)
    hypothesis.refresh_from_db()
    assert hypothesis.probability == pytest.approx(12 / 13)
    assert hypothesis.low is not None
    assert hypothesis.high is not None
    assert hypothesis.probability is not None
    assert hypothesis.low < hypothesis.probability < hypothesis.high
    assert (hypothesis.evidence_count, hypothesis.state) == (1, "supported")
    assert hypothesis.expires_on == clock.today() + timedelta(days=FRESH_DAYS)


def test_a_typed_note_moves_the_probability_within_the_cap_of_words_and_decides_nothing(
    head_of_sales: User, hypothesis: Hypothesis
) -> None:
    add(head_of_sales, hypothesis, level=6, source="note", text="They renew, believe me")
    hypothesis.refresh_from_db()
    assert hypothesis.probability == pytest.approx(0.8)
    assert hypothesis.state == "undecided"
    found = arithmetic_of(actor=head_of_sales, hypothesis_id=hypothesis.pk)
    assert (found.sums.capped, found.standing.why) == (True, "open")
    assert tally_of(hypothesis.venture_id) == Tally(every=1, moved=1)


def test_a_sure_first_guess_and_a_compliment_prove_nothing(head_of_sales: User) -> None:
    sure = make_hypothesis(make_venture(head_of_sales), prior=0.95)
    add(head_of_sales, sure, level=0, source="quote", source_id=1, text="I would buy it")
    sure.refresh_from_db()
    assert sure.probability == pytest.approx(0.95)
    assert sure.state == "undecided"
    assert arithmetic_of(actor=head_of_sales, hypothesis_id=sure.pk).standing.why == "leaning"
    add(head_of_sales, sure)
    sure.refresh_from_db()
    assert sure.state == "supported", "money on record carries it by itself"
    assert tally_of(sure.venture_id).tested == 0, "and it is not tested for all that"


def test_a_note_stays_a_note_behind_a_pivot(head_of_sales: User, hypothesis: Hypothesis) -> None:
    for _ in range(3):
        add(head_of_sales, hypothesis, level=6, source="note")
    again = carry(carry(hypothesis, 1.0, 2), 1.0, 3)
    assert again.probability == pytest.approx(0.8)
    assert again.state == "undecided"


def test_no_word_turns_a_refutation_over_and_the_number_agrees_with_it(
    head_of_sales: User, hypothesis: Hypothesis
) -> None:
    make_test_card(hypothesis, state="decided", verdict="refuted", decided_at=clock.now())
    for _ in range(5):
        add(head_of_sales, hypothesis, level=6, source="note")
    hypothesis.refresh_from_db()
    assert (hypothesis.state, hypothesis.probability) == ("refuted", 0.5)
    assert arithmetic_of(actor=head_of_sales, hypothesis_id=hypothesis.pk).sums.probability == 0.5


def test_a_yes_against_all_other_evidence_is_not_decided(head_of_sales: User, hypothesis: Hypothesis) -> None:
    make_test_card(hypothesis, state="decided", verdict="supported", decided_at=clock.now())
    for buyer in ("one", "two"):
        add(head_of_sales, hypothesis, supports=False, cluster=buyer)
    hypothesis.refresh_from_db()
    assert hypothesis.state == "undecided"
    assert arithmetic_of(actor=head_of_sales, hypothesis_id=hypothesis.pk).standing.why == "outweighed"


@pytest.mark.parametrize("order", [("refuted", "supported"), ("supported", "refuted")])
def test_of_contradicting_tests_the_newer_does_not_win(
    head_of_sales: User, hypothesis: Hypothesis, order: tuple[str, str]
) -> None:
    for days, verdict in zip((9, 2), order, strict=True):
        make_test_card(hypothesis, state="decided", verdict=verdict, decided_at=clock.now() - timedelta(days))
    add(head_of_sales, hypothesis)
    hypothesis.refresh_from_db()
    assert hypothesis.state == "undecided"
    assert arithmetic_of(actor=head_of_sales, hypothesis_id=hypothesis.pk).standing.why == "contradicting"
    assert tally_of(hypothesis.venture_id) == Tally(every=1, moved=1)


def test_fifty_interviews_never_decide(head_of_sales: User, hypothesis: Hypothesis) -> None:
    for _ in range(50):
        add(head_of_sales, hypothesis, level=1)
    hypothesis.refresh_from_db()
    assert hypothesis.probability == pytest.approx(0.8)
    assert hypothesis.state == "undecided"


def test_a_locked_verdict_outranks_the_sum(head_of_sales: User, hypothesis: Hypothesis) -> None:
    make_test_card(hypothesis, state="decided", verdict="refuted", decided_at=clock.now())
    add(head_of_sales, hypothesis, source="note")
    hypothesis.refresh_from_db()
    assert hypothesis.state == "refuted"


def test_an_exploratory_test_decides_nothing(head_of_sales: User, hypothesis: Hypothesis) -> None:
    make_test_card(hypothesis, state="decided", verdict="refuted", decided_at=clock.now(), exploratory=True)
    add(head_of_sales, hypothesis, level=3)
    hypothesis.refresh_from_db()
    assert hypothesis.state == "undecided"


def test_while_a_test_runs_an_open_hypothesis_is_in_test(head_of_sales: User, hypothesis: Hypothesis) -> None:
    make_test_card(hypothesis, state="locked")
    add(head_of_sales, hypothesis, level=3)
    hypothesis.refresh_from_db()
    assert hypothesis.state == "testing"


def test_withdrawn_evidence_stays_readable_and_counts_no_more(head_of_sales: User, hypothesis: Hypothesis) -> None:
    number = add(head_of_sales, hypothesis)
    withdraw_evidence(actor=head_of_sales, evidence_id=number, reason="The payment was sent back")
    hypothesis.refresh_from_db()
    assert (hypothesis.probability, hypothesis.evidence_count, hypothesis.state) == (None, 0, "untested")
    (line,) = arithmetic_of(actor=head_of_sales, hypothesis_id=hypothesis.pk).lines
    assert line.step is None
    assert (line.withdrawn_reason, line.withdrawn_by) == ("The payment was sent back", head_of_sales.name)


def test_a_record_takes_back_all_it_brought(head_of_sales: User, hypothesis: Hypothesis) -> None:
    other = make_hypothesis(hypothesis.venture, "Another")
    for one in (hypothesis, other):
        add(head_of_sales, one, source="quote", source_id=7)
    add(head_of_sales, other, source="quote", source_id=8)
    assert withdraw_evidence_of(actor=head_of_sales, source="quote", source_id=7, reason="Consent withdrawn") == 2
    assert Evidence.objects.filter(withdrawn_at=None).count() == 1


def test_the_arithmetic_is_laid_open_line_by_line(
    head_of_sales: User, hypothesis: Hypothesis, django_assert_num_queries
) -> None:
    for level in (1, 3, 5):
        add(head_of_sales, hypothesis, level=level, relevance=0.5)
    with django_assert_num_queries(4):
        found = arithmetic_of(actor=head_of_sales, hypothesis_id=hypothesis.pk)
    added = sum(line.step.added for line in found.lines if line.step)
    assert found.sums.start + added == pytest.approx(found.sums.log_odds)
    hypothesis.refresh_from_db()
    assert found.sums.probability == pytest.approx(hypothesis.probability)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"level": 7}, "evidence_level_wrong"),
        ({"level": -1}, "evidence_level_wrong"),
        ({"relevance": 1.2}, "share_outside"),
        ({"reliability": float("nan")}, "share_outside"),
        ({"sensitivity": 0.5}, "evidence_rates_half"),
        ({"sensitivity": 1.0, "specificity": 0.5}, "rate_outside"),
        ({"text": "  ", "source": "note"}, "evidence_text_missing"),
        ({"text": "x" * 4001}, "discovery_text_long"),
        ({"observed_on": date(2199, 1, 1)}, "evidence_in_future"),
    ],
)
def test_impossible_evidence_is_refused(head_of_sales: User, hypothesis: Hypothesis, wrong: dict, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        add(head_of_sales, hypothesis, **wrong)
    assert refused.value.problem.code == code
    assert not Evidence.objects.exists()


def test_a_reader_adds_nothing_and_a_stranger_finds_nothing(
    hypothesis: Hypothesis, salesperson: User, other_salesperson: User
) -> None:
    let_in(hypothesis.venture, salesperson, may_work=False)
    with pytest.raises(NotAllowed):
        add(salesperson, hypothesis)
    with pytest.raises(NotFound):
        add(other_salesperson, hypothesis)
    with pytest.raises(NotFound):
        arithmetic_of(actor=other_salesperson, hypothesis_id=hypothesis.pk)


def test_copies_that_lead_in_a_circle_are_followed_no_further(head_of_sales: User, hypothesis: Hypothesis) -> None:
    """No pivot writes such, a forged file may."""
    later = make_hypothesis(hypothesis.venture, "They will pay by the year", carried_from=hypothesis)
    one = make_evidence(hypothesis, head_of_sales, source="carried")
    two = make_evidence(hypothesis, head_of_sales, source="carried", source_id=one.pk)
    Evidence.objects.filter(pk=one.pk).update(source_id=two.pk)
    make_evidence(later, head_of_sales, source="carried", source_id=two.pk)
    add(head_of_sales, later, source="quote", source_id=7)
    assert later.evidence.filter(withdrawn_at=None).count() == 2
