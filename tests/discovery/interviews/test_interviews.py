"""Plans, candidates and talks as they are stored: consent, tasks, one voice a company, two people at once."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from tenure.agenda.models import Task
from tenure.agenda.reasons import plain, sentence, title
from tenure.clients.models import Client
from tenure.discovery.hypotheses.hypotheses import hypotheses_of
from tenure.discovery.interviews.candidates import (
    NewPerson,
    add_from_base,
    add_new_person,
    answer_candidate,
    candidates_of,
)
from tenure.discovery.interviews.counts import interview_counts
from tenure.discovery.interviews.interview_tasks import next_talk_by
from tenure.discovery.interviews.plans import PlanText, add_plan, close_plan, edit_plan, plan_of, plans_of
from tenure.discovery.interviews.quote_evidence import quote_as_evidence, take_quote_back
from tenure.discovery.interviews.quotes import add_quote
from tenure.discovery.interviews.reading import interview_of, interviews_of
from tenure.discovery.interviews.recording import InterviewText, edit_interview, record_interview
from tenure.discovery.interviews.said import CommitmentSaid, ProblemSaid
from tenure.discovery.models import Candidate, Evidence, Guide, Interview, Quote, Venture, VentureEvent
from tenure.discovery.voices import cluster_of
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import User
from tests import factories
from tests.venture_factories import let_in, make_hypothesis, make_interview, make_plan, make_segment, make_venture

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")


@pytest.fixture
def venture(salesperson: User, workspace: Any) -> Venture:
    return make_venture(salesperson)


def plan_text(**fields: Any) -> PlanText:
    values: dict[str, Any] = {"kind": "problem", "goal": "Who is hurt?", "questions": "Tell me about the last time.", "target": 3,
                              "strangers": 1} | fields  # fmt: skip
    return PlanText(**values)


def talk(**fields: Any) -> InterviewText:
    values: dict[str, Any] = {"kind": "problem", "held_on": TODAY} | fields
    return InterviewText(**values)


def test_a_plan_puts_what_it_lacks_on_today_and_counts_down(venture: Venture, salesperson: User) -> None:
    plan = add_plan(actor=salesperson, venture_id=venture.pk, plan=plan_text())
    for _ in range(2):
        record_interview(
            actor=salesperson, venture_id=venture.pk, text=talk(plan_id=plan, acquaintance="warm"), today=TODAY
        )
    task = Task.objects.get(state="open")
    assert title(task.kind, task.reason, "") == f"Hold an interview: {venture.name}"
    assert plain(sentence(task.reason, "EUR")) == (
        "2 of 3 interviews held; 1 more and the plan is kept. At least 1 of them with a stranger."
    )
    record_interview(actor=salesperson, venture_id=venture.pk, text=talk(plan_id=plan), today=TODAY)
    assert not Task.objects.filter(state="open").exists()
    assert plan_of(actor=salesperson, plan_id=plan).progress.enough


@pytest.mark.parametrize(
    ("ready_by", "more", "days"),
    [
        (None, 4, 7),
        (TODAY + timedelta(days=17), 4, 4),
        (TODAY + timedelta(days=2), 5, 0),
        (TODAY - timedelta(days=9), 1, 0),
    ],
)
def test_the_talks_that_lack_are_spread_over_the_days_left(ready_by: date | None, more: int, days: int) -> None:
    assert next_talk_by(ready_by, more, TODAY) == TODAY + timedelta(days=days)


def test_friends_do_not_fill_the_place_of_strangers(venture: Venture, salesperson: User) -> None:
    plan = add_plan(actor=salesperson, venture_id=venture.pk, plan=plan_text(target=1))
    record_interview(
        actor=salesperson, venture_id=venture.pk, text=talk(plan_id=plan, acquaintance="friend"), today=TODAY
    )
    progress = plan_of(actor=salesperson, plan_id=plan).progress
    assert (progress.held, progress.more, progress.enough) == (1, 1, False)


def test_a_plan_of_more_strangers_than_talks_is_refused(venture: Venture, salesperson: User) -> None:
    with pytest.raises(InvalidValue, match="interview_plan_strangers") as error:
        add_plan(actor=salesperson, venture_id=venture.pk, plan=plan_text(target=5, strangers=9))
    assert error.value.problem.data["field"] == "strangers"


def test_a_closed_plan_asks_for_nothing_and_asks_again_when_opened(venture: Venture, salesperson: User) -> None:
    plan = add_plan(actor=salesperson, venture_id=venture.pk, plan=plan_text())
    close_plan(actor=salesperson, plan_id=plan)
    assert not Task.objects.filter(state="open").exists()
    close_plan(actor=salesperson, plan_id=plan, closed=False)
    assert [one.closed_at for one in plans_of(actor=salesperson, venture_id=venture.pk)] == [None]


def test_a_guide_that_was_used_is_never_changed(venture: Venture, salesperson: User) -> None:
    plan = add_plan(actor=salesperson, venture_id=venture.pk, plan=plan_text())
    edit_plan(actor=salesperson, plan_id=plan, version=1, plan=plan_text(questions="What happened?"))
    assert Guide.objects.get().questions == "What happened?"
    record_interview(actor=salesperson, venture_id=venture.pk, text=talk(plan_id=plan), today=TODAY)
    edit_plan(actor=salesperson, plan_id=plan, version=2, plan=plan_text(questions="What did it cost?"))
    assert list(Guide.objects.order_by("number").values_list("number", "questions")) == [
        (1, "What happened?"), (2, "What did it cost?"),
    ]  # fmt: skip
    assert Interview.objects.get().guide_id == Guide.objects.get(number=1).pk
    with pytest.raises(Conflict):
        edit_plan(actor=salesperson, plan_id=plan, version=2, plan=plan_text())


def test_somebody_of_the_base_needs_a_recorded_basis(venture: Venture, salesperson: User) -> None:
    plan = make_plan(venture)
    person, client = a_client_person(salesperson)
    with pytest.raises(InvalidValue, match="candidate_no_basis"):
        add_from_base(actor=salesperson, plan_id=plan.pk, person_id=person.pk, client_id=client.pk, today=TODAY)
    factories.make_consent(person, salesperson, purpose="email", given_on=TODAY)
    add_from_base(actor=salesperson, plan_id=plan.pk, person_id=person.pk, client_id=client.pk, today=TODAY)
    with pytest.raises(InvalidValue, match="candidate_listed_already"):
        add_from_base(actor=salesperson, plan_id=plan.pk, person_id=person.pk, client_id=client.pk, today=TODAY)
    (row,) = candidates_of(actor=salesperson, plan_id=plan.pk)
    assert (row.name, row.company) == (person.name, client.name)


def test_nobody_is_asked_too_often(venture: Venture, salesperson: User) -> None:
    person, client = a_client_person(salesperson)
    factories.make_consent(person, salesperson, purpose="email", given_on=TODAY)
    make_interview(venture, person=person, held_on=TODAY - timedelta(days=89))
    with pytest.raises(InvalidValue, match="candidate_held_before"):
        add_from_base(
            actor=salesperson, plan_id=make_plan(venture).pk, person_id=person.pk, client_id=client.pk, today=TODAY
        )
    add_from_base(actor=salesperson, plan_id=make_plan(venture).pk, person_id=person.pk, client_id=client.pk,
                  today=TODAY + timedelta(days=2))  # fmt: skip


def test_a_new_person_is_kept_only_with_the_words_of_their_consent(venture: Venture, salesperson: User) -> None:
    plan = make_plan(venture)
    with pytest.raises(InvalidValue, match="candidate_consent_missing"):
        add_new_person(actor=salesperson, plan_id=plan.pk, person=NewPerson("Ion", ""), today=TODAY)
    assert not Candidate.objects.exists()
    add_new_person(actor=salesperson, plan_id=plan.pk, today=TODAY,
                   person=NewPerson("Ion", "Agreed by phone to a talk and notes", contact="+373 69 1"))  # fmt: skip
    assert Candidate.objects.get().consent_on == TODAY


def test_after_a_no_the_contact_goes_and_nobody_records_a_talk(venture: Venture, salesperson: User) -> None:
    number = add_new_person(actor=salesperson, plan_id=make_plan(venture).pk, today=TODAY,
                            person=NewPerson("Ion", "Agreed", contact="+373 69 1"))  # fmt: skip
    answer_candidate(actor=salesperson, candidate_id=number, version=1, state="declined")
    assert Candidate.objects.get().contact == ""
    with pytest.raises(InvalidValue, match="candidate_is_declined"):
        record_interview(actor=salesperson, venture_id=venture.pk, text=talk(candidate_id=number), today=TODAY)
    with pytest.raises(Conflict):
        answer_candidate(actor=salesperson, candidate_id=number, version=1, state="agreed")


def test_consent_taken_back_takes_every_word_and_leaves_the_count(venture: Venture, salesperson: User) -> None:
    plan = make_plan(venture)
    number = add_new_person(actor=salesperson, plan_id=plan.pk, today=TODAY,
                            person=NewPerson("Ion Ciobanu", "Agreed", company="Brutăria", contact="69"))  # fmt: skip
    said = (ProblemSaid(name="Late flour", severity=8, alternative="Ion drives himself"),)
    first = record_interview(
        actor=salesperson, venture_id=venture.pk, today=TODAY,
        text=talk(candidate_id=number, name="Ion Ciobanu", notes="Ion said much", problems=said, company="Brutăria",
                  commitments=(CommitmentSaid("time", "Ion comes on Friday"),)),
    )  # fmt: skip
    quote = add_quote(actor=salesperson, interview_id=first.id, text="Ion: it costs me nights")
    quote_as_evidence(
        actor=salesperson, quote_id=quote, hypothesis_id=make_hypothesis(venture).pk, supports=True, weight="past"
    )
    answer_candidate(actor=salesperson, candidate_id=number, version=Candidate.objects.get().version, state="withdrawn")
    left = "".join(str(row) for table in (Interview, Candidate, Quote, Evidence) for row in table.objects.values())
    assert "Ion" not in left
    assert "Brutăria" not in left
    counts = interview_counts(actor=salesperson, venture_id=venture.pk)
    assert counts.whole.held == 1
    assert [mentions.unprompted for mentions in counts.whole.problems.values()] == [1]
    with pytest.raises(InvalidValue, match="interview_forgotten"):
        edit_interview(actor=salesperson, interview_id=first.id, version=1, text=talk(), today=TODAY)
    with pytest.raises(InvalidValue, match="interview_forgotten"):
        add_quote(actor=salesperson, interview_id=first.id, text="more")


@pytest.mark.parametrize("field", ["name", "notes", "transcript", "decides", "referrals"])
def test_without_consent_no_word_is_kept(venture: Venture, salesperson: User, field: str) -> None:
    with pytest.raises(InvalidValue, match="interview_without_consent"):
        record_interview(
            actor=salesperson, venture_id=venture.pk, text=talk(consent="none", **{field: "x"}), today=TODAY
        )
    record_interview(actor=salesperson, venture_id=venture.pk, today=TODAY,
                     text=talk(consent="none", problems=(ProblemSaid(name="Late", severity=7),)))  # fmt: skip
    with pytest.raises(InvalidValue, match="interview_without_consent"):
        add_quote(actor=salesperson, interview_id=Interview.objects.get().pk, text="x")


def test_a_transcript_needs_its_own_consent_and_tells_who_talked(venture: Venture, salesperson: User) -> None:
    spoken = f"Elena: {'ask ' * 20}\nIon: {'tell ' * 60}"
    with pytest.raises(InvalidValue, match="interview_transcript_consent"):
        record_interview(actor=salesperson, venture_id=venture.pk, text=talk(transcript=spoken), today=TODAY)
    first = record_interview(
        actor=salesperson, venture_id=venture.pk, text=talk(transcript=spoken, consent="recording"), today=TODAY
    )
    assert interview_of(actor=salesperson, interview_id=first.id).talk_share == 0.25


def test_the_same_form_sent_twice_records_once(venture: Venture, salesperson: User) -> None:
    key = uuid.uuid4()
    arguments: dict[str, Any] = {"actor": salesperson, "venture_id": venture.pk, "today": TODAY, "key": key}
    first = record_interview(text=talk(notes="first"), **arguments)
    again = record_interview(text=talk(notes="second"), **arguments)
    assert (again.id, again.repeated, Interview.objects.get().notes) == (first.id, True, "first")


def test_two_people_at_once_do_not_overwrite_each_other(
    venture: Venture, salesperson: User, administrator: User
) -> None:
    first = record_interview(actor=salesperson, venture_id=venture.pk, text=talk(notes="one"), today=TODAY)
    edit_interview(actor=administrator, interview_id=first.id, version=1, text=talk(notes="two"), today=TODAY)
    with pytest.raises(Conflict):
        edit_interview(actor=salesperson, interview_id=first.id, version=1, text=talk(notes="three"), today=TODAY)
    assert Interview.objects.get().notes == "two"
    assert Interview.objects.get().interviewer_id == salesperson.pk


def test_one_company_is_one_voice_however_it_is_written() -> None:
    assert cluster_of(None, "SRL «Brutăria Spicul»") == cluster_of(None, "brutaria spicul s.r.l.")
    assert cluster_of(5, "Whatever") == "client:5"
    assert cluster_of(None, " ") == ""


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"held_on": TODAY + timedelta(days=2)}, "interview_day_wrong", "held_on"),
        ({"kind": "pitch"}, "interview_choice_wrong", "kind"),
        ({"evangelist": 6}, "interview_number_wrong", "evangelist"),
        ({"biases": ("lazy",)}, "interview_choice_wrong", "biases"),
        ({"segment_id": 10**9}, "interview_segment_unknown", "segment"),
        ({"client_id": 10**9}, "interview_client_unknown", "client"),
        ({"interviewer_id": 10**9}, "interview_colleague_unknown", "interviewer"),
        ({"notes": "x" * 50_001}, "interview_text_long", "notes"),
        ({"problems": (ProblemSaid(name="a", severity=11, prefix="p-1-"),)}, "interview_number_wrong", "p-1-severity"),
        ({"problems": (ProblemSaid(name="a", cost_minor=-500, prefix="p-1-"),)}, "money_outside", "p-1-cost"),
        ({"commitments": (CommitmentSaid("money", "paid", -500, prefix="c-1-"),)}, "money_outside", "c-1-amount"),
        (
            {"problems": (ProblemSaid(name="a"), ProblemSaid(name="a", prefix="p-2-"))},
            "interview_problem_twice",
            "p-2-id",
        ),
        ({"commitments": (CommitmentSaid("praise", "nice", prefix="c-1-"),)}, "interview_choice_wrong", "c-1-kind"),
        ({"commitments": (CommitmentSaid("time", " ", prefix="c-1-"),)}, "interview_commitment_empty", "c-1-text"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_stored(
    venture: Venture, salesperson: User, fields: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(InvalidValue, match=code) as refused:
        record_interview(actor=salesperson, venture_id=venture.pk, text=talk(**fields), today=TODAY)
    assert refused.value.problem.data["field"] == field
    assert not Interview.objects.exists()


def test_records_of_other_ventures_do_not_fit(venture: Venture, salesperson: User) -> None:
    other = make_venture(salesperson, "Other")
    with pytest.raises(InvalidValue, match="interview_plan_unknown"):
        record_interview(actor=salesperson, venture_id=venture.pk, text=talk(plan_id=make_plan(other).pk), today=TODAY)
    with pytest.raises(InvalidValue, match="interview_segment_unknown"):
        record_interview(
            actor=salesperson, venture_id=venture.pk, text=talk(segment_id=make_segment(other).pk), today=TODAY
        )


def test_a_quote_moves_a_hypothesis_once_and_weighs_less_from_a_friend(venture: Venture, salesperson: User) -> None:
    believed = make_hypothesis(venture)
    first = record_interview(actor=salesperson, venture_id=venture.pk, text=talk(acquaintance="friend"), today=TODAY)
    quote = add_quote(actor=salesperson, interview_id=first.id, text="Last month it cost us two nights")
    arguments: dict[str, Any] = {
        "actor": salesperson,
        "quote_id": quote,
        "hypothesis_id": believed.pk,
        "supports": True,
    }
    with pytest.raises(InvalidValue, match="quote_without_commitment"):
        quote_as_evidence(**arguments, weight="money")
    quote_as_evidence(**arguments, weight="past")
    with pytest.raises(InvalidValue, match="quote_counted_already"):
        quote_as_evidence(**arguments, weight="past")
    row = Evidence.objects.get()
    assert (row.level, row.reliability, row.cluster) == (1, 0.5, f"interview:{first.id}")
    (seen,) = hypotheses_of(actor=salesperson, venture_id=venture.pk)
    assert seen.evidence_count == 1
    take_quote_back(actor=salesperson, quote_id=quote, reason="Misheard")
    assert Evidence.objects.get().withdrawn_reason == "Misheard"


def test_partners_and_suppliers_are_heard_and_counted_apart(venture: Venture, salesperson: User) -> None:
    for side in ("consumer", "supplier", "partner", "supplier"):
        record_interview(actor=salesperson, venture_id=venture.pk, text=talk(side=side), today=TODAY)
    counts = interview_counts(actor=salesperson, venture_id=venture.pk)
    assert (counts.whole.held, counts.others, counts.held) == (1, {"supplier": 2, "partner": 1}, 4)


def test_who_only_reads_writes_nothing_and_a_stranger_sees_nothing(
    venture: Venture, salesperson: User, other_salesperson: User, analyst: User
) -> None:
    number = make_interview(venture).pk
    with pytest.raises(NotFound):
        interview_of(actor=other_salesperson, interview_id=number)
    let_in(venture, other_salesperson, may_work=False)
    for actor in (other_salesperson, analyst):
        assert interview_of(actor=actor, interview_id=number).may_work is False
        with pytest.raises(NotAllowed):
            record_interview(actor=actor, venture_id=venture.pk, text=talk(), today=TODAY)


def test_hostile_words_are_only_words(venture: Venture, salesperson: User) -> None:
    bad = "<script>alert(1)</script> '; DROP TABLE--\x00 ʼ"
    first = record_interview(
        actor=salesperson, venture_id=venture.pk, text=talk(name=bad, notes=bad, company=bad), today=TODAY
    )
    assert interview_of(actor=salesperson, interview_id=first.id).notes == bad.replace("\x00", "")
    assert bad.split(maxsplit=1)[0] not in str(list(VentureEvent.objects.values_list("details", flat=True)))


def test_lists_take_the_same_queries_for_any_number(
    venture: Venture, salesperson: User, django_assert_num_queries: Any
) -> None:
    for _ in range(5):
        make_plan(venture)
        record_interview(actor=salesperson, venture_id=venture.pk, today=TODAY,
                         text=talk(problems=(ProblemSaid(name="Late", severity=3),)))  # fmt: skip
    with django_assert_num_queries(2):
        assert len(interviews_of(actor=salesperson, venture_id=venture.pk)[0]) == 5
    with django_assert_num_queries(4):
        assert len(plans_of(actor=salesperson, venture_id=venture.pk)) == 5
    with django_assert_num_queries(5):
        assert interview_counts(actor=salesperson, venture_id=venture.pk).held == 5


def test_the_list_goes_on_where_it_stopped(venture: Venture, salesperson: User) -> None:
    days = [TODAY - timedelta(days=one) for one in (3, 1, 2, 2)]
    for day in days:
        make_interview(venture, held_on=day)
    rows, more = interviews_of(actor=salesperson, venture_id=venture.pk, limit=2)
    assert more
    rest, more = interviews_of(actor=salesperson, venture_id=venture.pk, limit=2, before=rows[-1].id)
    assert not more
    assert [row.held_on for row in (*rows, *rest)] == sorted(days, reverse=True)


def a_client_person(owner: User) -> tuple[Any, Client]:
    client = factories.make_client("Brutăria Spicul SRL", owner=owner)
    return factories.make_person("Ion Ciobanu", client), client
