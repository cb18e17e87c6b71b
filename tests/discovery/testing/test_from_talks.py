"""An interview counts in a test: entered once, by the test's own rules, and followed when the talk is corrected."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from tenure.discovery.hypotheses.belief import arithmetic_of
from tenure.discovery.hypotheses.evidence import add_evidence, withdraw_evidence_of
from tenure.discovery.interviews.forgetting import withdraw_interview
from tenure.discovery.interviews.quote_evidence import quote_as_evidence
from tenure.discovery.interviews.recording import InterviewText, edit_interview, record_interview
from tenure.discovery.interviews.talk_lines import Talk
from tenure.discovery.models import Hypothesis, Interview, Observation, TestCard, Venture
from tenure.discovery.testing.decisions import decide_test
from tenure.discovery.testing.from_talks import Met, count_talk, count_talks, counted_in, talk_tests, talks_to_count
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.testing.observations import correct, observe, seals_hold
from tenure.discovery.testing.test_page import TestPage
from tenure.discovery.testing.test_page import test_page as page_of
from tenure.journeys.ventures.hold_interview import Heard, hold_interview, hold_many
from tenure.kernel.errors import InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import User
from tests import factories
from tests.venture_factories import let_in, make_hypothesis, make_interview, make_quote, make_ready_test, make_venture

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)


@pytest.fixture
def locked(founder: User, hypothesis: Hypothesis) -> TestCard:
    """A locked test whose answers are given in talks: all three, or it fails."""
    card = make_ready_test(
        hypothesis, kind="problem_interview", level=1, rule="exact", most=3, pass_mark=2, threshold=0.3
    )
    lock_test(actor=founder, test_id=card.pk, version=card.version)
    card.refresh_from_db()
    return card


def told(**fields: Any) -> InterviewText:
    values: dict[str, Any] = {"kind": "problem", "held_on": DAY} | fields
    return InterviewText(**values)


def held(founder: User, venture: Venture, *met: Met, **fields: Any) -> int:
    return hold_interview(
        actor=founder,
        venture_id=venture.pk,
        text=told(**fields),
        heard=Heard(met=met),
        today=DAY,
    ).id


def page(founder: User, card: TestCard) -> TestPage:
    return page_of(actor=founder, test_id=card.pk)


def standings(founder: User, card: TestCard) -> list[str]:
    return [row.standing for row in reversed(page(founder, card).observations)]


def test_a_talk_recorded_with_its_answer_counts_once_and_says_who_it_was(
    founder: User, venture: Venture, locked: TestCard
) -> None:
    talk = held(founder, venture, Met(locked.pk, True), name="Ion", company="Lactis SRL")
    found = page(founder, locked)
    (row,) = found.observations
    assert (row.standing, row.who, row.cluster, row.happened_on) == ("counted", "Ion", "Lactis SRL", DAY)
    assert row.talk is not None
    assert row.talk.id == talk
    assert found.lock.whole
    stored = Observation.objects.get()
    assert (stored.who, stored.cluster, stored.client_id) == ("", "", None), "who it was is written down once"


def test_what_the_test_refuses_leaves_no_talk_behind(founder: User, venture: Venture, hypothesis: Hypothesis) -> None:
    page_test = make_ready_test(hypothesis, kind="landing_page")
    lock_test(actor=founder, test_id=page_test.pk, version=page_test.version)
    with pytest.raises(InvalidValue, match="observation_not_talked"):
        held(founder, venture, Met(page_test.pk, True))
    elsewhere = make_ready_test(make_hypothesis(make_venture(founder)), kind="problem_interview")
    with pytest.raises(NotFound):
        held(founder, venture, Met(elsewhere.pk, True))
    assert not Interview.objects.exists()


def test_the_same_form_sent_twice_counts_once(founder: User, venture: Venture, locked: TestCard) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        hold_interview(
            actor=founder, venture_id=venture.pk, text=InterviewText(kind="problem", held_on=DAY),
            heard=Heard(met=(Met(locked.pk, True),)), today=DAY, key=key,
        )  # fmt: skip
    assert Observation.objects.count() == 1


def test_a_talk_before_the_lock_is_exploratory_and_one_after_the_stop_too(
    founder: User, venture: Venture, locked: TestCard
) -> None:
    held(founder, venture, Met(locked.pk, True), held_on=DAY - timedelta(3))
    for _ in range(3):
        held(founder, venture, Met(locked.pk, True))
    assert standings(founder, locked) == ["exploratory", "counted", "counted", "exploratory"]


def test_a_company_heard_twice_is_one_voice_typed_or_told(founder: User, venture: Venture, locked: TestCard) -> None:
    observe(actor=founder, test_id=locked.pk, success=True, happened_on=DAY, who="Ana", cluster="Brutăria Lina")
    held(founder, venture, Met(locked.pk, True), name="Ion", company="SRL «Brutaria Lina»")
    person = factories.make_person("Ion Ciobanu", factories.make_client("Lactis", owner=founder))
    for _ in range(2):
        held(founder, venture, Met(locked.pk, False), person_id=person.pk)
    assert standings(founder, locked) == ["counted", "same_voice", "counted", "same_voice"]


def test_talks_recorded_before_are_taken_in_the_order_they_were_held(
    founder: User, venture: Venture, locked: TestCard
) -> None:
    early, late, tomorrow = (
        make_interview(venture, held_on=DAY + timedelta(days), name=name)
        for days, name in ((-9, "Ana"), (0, "Ion"), (1, "Vera"))
    )
    offered = talks_to_count(actor=founder, test_id=locked.pk)
    assert [(one.name, one.early) for one in offered] == [("Vera", False), ("Ion", False), ("Ana", True)]
    met = {talk.pk: Met(locked.pk, talk is not late) for talk in (tomorrow, early, late)}
    assert count_talks(actor=founder, test_id=locked.pk, met=met) == 3
    rows = list(reversed(page(founder, locked).observations))
    assert [(row.who, row.success, row.standing) for row in rows] == [
        ("Ana", True, "exploratory"), ("Ion", False, "counted"), ("Vera", True, "counted"),
    ]  # fmt: skip
    assert talks_to_count(actor=founder, test_id=locked.pk) == ()
    with pytest.raises(InvalidValue, match="observation_talk_twice"):
        count_talk(actor=founder, interview_id=late.pk, met=[Met(locked.pk, True)])
    with pytest.raises(InvalidValue, match="observation_no_talk"):
        count_talks(actor=founder, test_id=locked.pk, met={})


def test_a_talk_of_others_or_one_forgotten_is_not_counted(founder: User, venture: Venture, locked: TestCard) -> None:
    theirs = make_interview(make_venture(founder, "Another"))
    with pytest.raises(NotFound):
        count_talks(actor=founder, test_id=locked.pk, met={theirs.pk: Met(locked.pk, True)})
    with pytest.raises(NotFound):
        count_talk(actor=founder, interview_id=theirs.pk, met=[Met(locked.pk, True)])
    gone = make_interview(venture)
    withdraw_interview(actor=founder, interview_id=gone.pk)
    with pytest.raises(InvalidValue, match="interview_forgotten"):
        count_talk(actor=founder, interview_id=gone.pk, met=[Met(locked.pk, True)])
    assert not Observation.objects.exists()


def test_who_does_not_see_the_venture_counts_nothing_and_who_reads_it_neither(
    venture: Venture, locked: TestCard, salesperson: User
) -> None:
    talk = make_interview(venture)
    with pytest.raises(NotFound):
        count_talk(actor=salesperson, interview_id=talk.pk, met=[Met(locked.pk, True)])
    let_in(venture, salesperson, may_work=False)
    with pytest.raises(NotAllowed):
        count_talk(actor=salesperson, interview_id=talk.pk, met=[Met(locked.pk, True)])
    assert len(talk_tests(actor=salesperson, venture_id=venture.pk)) == 1


def edited(founder: User, number: int, **fields: Any) -> None:
    version = Interview.objects.values_list("version", flat=True).get(pk=number)
    edit_interview(actor=founder, interview_id=number, version=version, text=told(**fields), today=DAY)


def test_a_day_corrected_to_before_the_lock_takes_the_answer_out_and_both_stay_to_be_seen(
    founder: User, venture: Venture, locked: TestCard
) -> None:
    talk = held(founder, venture, Met(locked.pk, True), name="Ion")
    edited(founder, talk, name="Ion", held_on=DAY - timedelta(2))
    rows = list(reversed(page(founder, locked).observations))
    assert [row.standing for row in rows] == ["replaced", "excluded"]
    assert rows[1].corrects == 1
    assert "10" in rows[1].reason
    assert page(founder, locked).view.n == 0
    card = TestCard.objects.get(pk=locked.pk)
    assert seals_hold(card, list(card.observations.order_by("pk")))
    # Where the day was the mistake, it may be entered again, and stands at the end.
    edited(founder, talk, name="Ion", held_on=DAY)
    count_talk(actor=founder, interview_id=talk, met=[Met(locked.pk, True)])
    assert standings(founder, locked) == ["replaced", "excluded", "counted"]


def test_a_talk_that_did_not_count_does_not_begin_to_by_another_day(
    founder: User, venture: Venture, locked: TestCard
) -> None:
    talk = held(founder, venture, Met(locked.pk, True), held_on=DAY - timedelta(2))
    edited(founder, talk, held_on=DAY)
    assert standings(founder, locked) == ["replaced", "exploratory"]
    assert page(founder, locked).view.n == 0


def test_a_talk_recorded_hours_before_the_lock_does_not_count_though_the_day_is_the_same(
    founder: User, venture: Venture, hypothesis: Hypothesis, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = make_interview(venture, name="Ion")
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T16:40+00:00")
    card = make_ready_test(hypothesis, kind="problem_interview", level=1, rule="exact", most=3, pass_mark=2)
    lock_test(actor=founder, test_id=card.pk, version=card.version)
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T17:00+00:00")
    later = make_interview(venture, name="Ana")
    assert {row.name: row.early for row in talks_to_count(actor=founder, test_id=card.pk)} == {
        "Ion": True,
        "Ana": False,
    }
    count_talks(actor=founder, test_id=card.pk, met={talk.pk: Met(card.pk, True) for talk in (known, later)})
    assert standings(founder, card) == ["exploratory", "counted"]
    edited(founder, known.pk, name="Ion", company="Lactis")
    assert page(founder, card).view.n == 1, "corrected, it still does not begin to count"


def test_another_company_makes_another_voice_and_other_words_change_nothing(
    founder: User, venture: Venture, locked: TestCard
) -> None:
    held(founder, venture, Met(locked.pk, True), company="Lactis")
    second = held(founder, venture, Met(locked.pk, False), company="Lactis SRL")
    assert standings(founder, locked) == ["counted", "same_voice"]
    edited(founder, second, company="Lactis SRL", notes="They wait every night")
    assert Observation.objects.count() == 2
    edited(founder, second, company="Codru")
    assert standings(founder, locked) == ["counted", "replaced", "counted"]
    edited(founder, second, company="LACTIS")
    assert standings(founder, locked) == ["counted", "replaced", "replaced", "same_voice"]


def test_after_the_verdict_a_corrected_talk_is_noted_and_changes_nothing(
    founder: User, venture: Venture, locked: TestCard
) -> None:
    talks = [held(founder, venture, Met(locked.pk, True)) for _ in range(3)]
    assert decide_test(actor=founder, test_id=locked.pk, version=locked.version) == "supported"
    edited(founder, talks[0], held_on=DAY - timedelta(9))
    found = page(founder, locked)
    assert (found.view.n, found.view.verdict, found.lock.whole) == (2, "supported", True)
    assert len(found.observations) == 4


def test_consent_taken_back_leaves_the_answer_and_no_name(founder: User, venture: Venture, locked: TestCard) -> None:
    talk = held(founder, venture, Met(locked.pk, True), name="Ion Ciobanu", company="Lactis")
    withdraw_interview(actor=founder, interview_id=talk)
    (row,) = page(founder, locked).observations
    assert row.talk is not None
    assert (row.standing, row.who, row.cluster, row.talk.forgotten) == ("counted", "", "", True)
    held(founder, venture, Met(locked.pk, True), company="Lactis")
    assert standings(founder, locked) == ["counted", "same_voice"], "the voice is known without the name"


def test_one_taken_out_on_the_page_of_the_test_says_so_at_the_talk(
    founder: User, venture: Venture, locked: TestCard
) -> None:
    talk = held(founder, venture, Met(locked.pk, True))
    (first,) = counted_in(interview_id=talk)
    assert (first.number, first.success, first.excluded) == (locked.number, None, False), (
        "a fixed size shows nothing yet"
    )
    correct(actor=founder, observation_id=Observation.objects.get().pk, reason="Not of the population", excluded=True)
    (now,) = counted_in(interview_id=talk)
    assert (now.excluded, now.corrected) == (True, "Not of the population")


def test_a_pasted_list_answers_a_test_all_of_it_or_nothing(founder: User, venture: Venture, locked: TestCard) -> None:
    about = InterviewText(kind="problem", held_on=DAY)
    talks = [Talk(DAY, "Ion", "Lactis", met=True), Talk(DAY, "Ana"), Talk(DAY, "Vera", "Codru", met=False)]
    given: dict[str, Any] = {
        "actor": founder, "venture_id": venture.pk, "talks": talks, "about": about, "today": DAY,
        "key": uuid.uuid4(),
    }  # fmt: skip
    with pytest.raises(InvalidValue, match="talks_no_test"):
        hold_many(**given)
    with pytest.raises(NotFound):
        hold_many(**given, test_id=locked.pk + 999)
    assert not Interview.objects.exists()
    assert [hold_many(**given, test_id=locked.pk) for _ in range(2)] == [3, 0]
    assert [row.success for row in Observation.objects.order_by("pk")] == [True, False]


def weights(founder: User, hypothesis: Hypothesis) -> list[float]:
    lines = arithmetic_of(actor=founder, hypothesis_id=hypothesis.pk).lines
    return [line.step.independence for line in sorted(lines, key=lambda line: line.id) if line.step]


def test_words_of_a_talk_that_stands_in_the_test_share_its_voice_and_the_verdict_stays_whole(
    founder: User, venture: Venture, hypothesis: Hypothesis, locked: TestCard
) -> None:
    talk = Interview.objects.get(pk=held(founder, venture, Met(locked.pk, True), name="Ion", company="Lactis"))
    for name in ("Ana", "Vera"):
        held(founder, venture, Met(locked.pk, True), name=name)
    outsider = make_interview(venture, name="Nicu")
    for one in (talk, outsider):
        quote = make_quote(venture, interview=one)
        quote_as_evidence(actor=founder, quote_id=quote.pk, hypothesis_id=hypothesis.pk, supports=True, weight="past")
    assert weights(founder, hypothesis) == [1.0, 1.0], "a test without a verdict says nothing yet"
    decide_test(actor=founder, test_id=locked.pk, version=locked.version)
    assert weights(founder, hypothesis) == [0.5, 1.0, 1.0], "Ion's words, Nicu's words, the test"
    stored = Hypothesis.objects.get(pk=hypothesis.pk)
    assert stored.probability == pytest.approx(
        arithmetic_of(actor=founder, hypothesis_id=hypothesis.pk).sums.probability
    )
    withdraw_evidence_of(actor=founder, source="test", source_id=locked.pk, reason="Wrong people")
    assert weights(founder, hypothesis) == [1.0, 1.0]


def test_a_colleague_shares_the_voice_and_another_hypothesis_does_not(
    founder: User, venture: Venture, hypothesis: Hypothesis, locked: TestCard
) -> None:
    observe(actor=founder, test_id=locked.pk, success=True, happened_on=DAY, cluster="Lactis SRL")
    for name in ("Ana", "Vera"):
        held(founder, venture, Met(locked.pk, True), name=name)
    decide_test(actor=founder, test_id=locked.pk, version=locked.version)
    colleague = Interview.objects.get(
        pk=record_interview(
            actor=founder, venture_id=venture.pk, text=InterviewText("problem", DAY, company="lactis"), today=DAY
        ).id
    )
    other = make_hypothesis(venture, "They also buy boxes")
    for on in (hypothesis, other):
        quote = make_quote(venture, interview=colleague)
        quote_as_evidence(actor=founder, quote_id=quote.pk, hypothesis_id=on.pk, supports=False, weight="past")
    assert weights(founder, hypothesis) == [1.0, 0.5]
    assert weights(founder, other) == [1.0]


def test_no_heap_of_words_from_the_same_talks_outweighs_the_verdict(
    founder: User, venture: Venture, hypothesis: Hypothesis, locked: TestCard
) -> None:
    talks = [held(founder, venture, Met(locked.pk, False), name=f"P{place}") for place in range(2)]
    decide_test(actor=founder, test_id=locked.pk, version=locked.version)
    for talk in talks:
        for _ in range(5):
            quote = make_quote(venture, interview=Interview.objects.get(pk=talk))
            quote_as_evidence(
                actor=founder, quote_id=quote.pk, hypothesis_id=hypothesis.pk, supports=True, weight="past"
            )
    found = arithmetic_of(actor=founder, hypothesis_id=hypothesis.pk)
    by_talk = sum(line.step.weight for line in found.lines if line.step and line.source == "quote")
    assert by_talk == pytest.approx(2 * 5 / 6), "less than one voice each beside the answer in the test"
    assert [line.step.weight for line in found.lines if line.step and line.source == "test"] == [1.0]


def test_a_talk_corrected_to_another_company_takes_its_words_along(
    founder: User, venture: Venture, hypothesis: Hypothesis
) -> None:
    talk = held(founder, venture, company="Lactis")
    quote = make_quote(venture, interview=Interview.objects.get(pk=talk))
    quote_as_evidence(actor=founder, quote_id=quote.pk, hypothesis_id=hypothesis.pk, supports=True, weight="past")
    voice = "company:x"
    add_evidence(
        actor=founder, hypothesis_id=hypothesis.pk, supports=True, level=1, text="So they say", observed_on=DAY,
        cluster=voice,
    )  # fmt: skip
    before = Hypothesis.objects.get(pk=hypothesis.pk).probability
    edited(founder, talk, company="Lactis", acquaintance="friend")
    after = Hypothesis.objects.get(pk=hypothesis.pk).probability
    assert before is not None
    assert after is not None
    assert after < before, "a friend's words weigh half"


def test_it_asks_little_however_many_talks_stand_in_it(
    founder: User, venture: Venture, locked: TestCard, django_assert_num_queries: Any
) -> None:
    TestCard.objects.filter(pk=locked.pk).update(most=300)
    for place in range(12):
        held(founder, venture, Met(locked.pk, True), name=f"P{place}")
    with django_assert_num_queries(8):
        page(founder, locked)
    with django_assert_num_queries(3):
        talk_tests(actor=founder, venture_id=venture.pk)
