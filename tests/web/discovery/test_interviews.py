"""Interviews as people meet them: planned, recorded on one page, corrected, quoted, tagged; in three languages."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from tenure.agenda.models import Task
from tenure.clients.models import Fact
from tenure.conversations.models import Interaction
from tenure.discovery.markets.matrix import matrix_of
from tenure.discovery.models import (
    Candidate,
    Commitment,
    Evidence,
    Hypothesis,
    Interview,
    InterviewPlan,
    InterviewProblem,
    Problem,
    Quote,
    Theme,
    Venture,
)
from tenure.discovery.surveys.surveys import open_survey
from tenure.kernel import clock, formats
from tenure.privacy.models import User
from tests import factories
from tests.venture_factories import (
    let_in,
    make_candidate,
    make_hypothesis,
    make_interview,
    make_plan,
    make_problem,
    make_quote,
    make_segment,
    make_survey,
    make_venture,
)

pytestmark = pytest.mark.django_db
Visit = Callable[..., Browser]
BAD = "<script>alert(1)</script>"


@pytest.fixture
def venture(salesperson: User, workspace: Any) -> Venture:
    return make_venture(salesperson)


def form(browser: Browser, address: str, **typed: str) -> dict[str, str]:
    """The fields of the recording form as a browser would send them, with what is typed."""
    page = browser.get(address).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    return {
        "key": key[1], "kind": "problem", "side": "consumer", "acquaintance": "cold", "consent": "notes",
        "held_on": clock.today().isoformat(),
    } | typed  # fmt: skip


def test_the_recorder_may_name_the_block_of_what_was_heard(visit: Visit, salesperson: User, venture: Venture) -> None:
    browser, address = visit(salesperson), f"/ventures/{venture.pk}/interviews/record/"
    wrong = browser.post(address, form(browser, address, name="Ion", ideas="They pay a taxi", block="problem"))
    assert wrong.status_code == 422
    assert not Hypothesis.objects.exists()
    browser.post(
        address, form(browser, address, name="Ion", ideas="They pay a taxi\n\nFlour is late", block="channels")
    )
    assert set(Hypothesis.objects.values_list("block", flat=True)) == {"channels"}


def test_a_plan_begins_with_a_starter_guide_and_shows_its_flags(
    visit: Visit, salesperson: User, venture: Venture
) -> None:
    browser = visit(salesperson)
    address = f"/ventures/{venture.pk}/interviews/plan/"
    page = browser.get(address, {"kind": "partner", "language": "ro"}).content.decode()
    assert "Cât v-a costat până la prima comandă?" in page
    sent = {"kind": "problem", "goal": "Who is hurt?", "side": "consumer", "target": "15", "strangers": "5",
            "language": "en", "questions": "Would you buy it?\nWhat did it cost you the last time?"}  # fmt: skip
    answer = browser.post(address, sent)
    plan = InterviewPlan.objects.get()
    assert answer["Location"] == f"/interview-plans/{plan.pk}/?said=saved"
    page = browser.get(answer["Location"]).content.decode()
    assert "a promise about the future, which everybody gives" in page
    assert "0 of 15 interviews held; 15 more and the plan is kept." in page


def test_the_guide_is_checked_while_it_is_written_and_nothing_is_stored(visit: Visit, salesperson: User) -> None:
    answer = visit(salesperson).post("/interviews/check-guide/", {"language": "ru", "questions": "Вам нравится идея?"})
    assert "мнение" in answer.content.decode() or "an opinion" in answer.content.decode()
    assert not InterviewPlan.objects.exists()


def test_a_refused_plan_keeps_every_word(visit: Visit, salesperson: User, venture: Venture) -> None:
    sent = {"kind": "problem", "goal": " ", "side": "consumer", "target": "many", "language": "en",
            "audience": f"Night bakers {BAD}", "questions": "What happened?"}  # fmt: skip
    answer = visit(salesperson).post(f"/ventures/{venture.pk}/interviews/plan/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“many” is not a number" in page
    assert "Night bakers &lt;script&gt;" in page
    assert "What happened?" in page


def test_a_talk_is_recorded_in_one_go(visit: Visit, salesperson: User, venture: Venture) -> None:
    browser, segment, problem = visit(salesperson), make_segment(venture), make_problem(venture)
    plan = make_plan(venture, segment=segment, target=2, strangers=0)
    address = f"/ventures/{venture.pk}/interviews/record/"
    sent = form(
        browser, f"{address}?plan={plan.pk}", plan=str(plan.pk), segment=str(segment.pk), name="Ирина Власова",
        company="Пекарня «Тёплый хлеб»", notes="Печёт с десяти", quotes="Мука опоздала\n\nЕзжу сам\nдве ночи",
        ideas="They pay a taxi", evangelist="4", **{
            "p-1-id": str(problem.pk), "p-1-severity": "8", "p-1-cost": "120", "p-1-hours": "2.5", "p-1-frequency": "weekly",
            "p-2-name": "Cash at night", "p-2-prompted": "on", "c-1-kind": "money", "c-1-text": "Deposit", "c-1-amount": "49",
            "bias-hurried": "on",
        },
    )  # fmt: skip
    answer = browser.post(address, sent)
    row = Interview.objects.get()
    assert answer["Location"] == f"/interviews/{row.pk}/?said=recorded"
    assert (row.plan_id, row.evangelist, row.biases) == (plan.pk, 4, ["hurried"])
    assert list(InterviewProblem.objects.order_by("pk").values_list("problem__name", "unprompted", "cost_minor")) == [
        (problem.name, True, 12_000), ("Cash at night", False, None),
    ]  # fmt: skip
    assert list(Quote.objects.order_by("pk").values_list("text", flat=True)) == ["Мука опоздала", "Езжу сам\nдве ночи"]
    assert Commitment.objects.get().amount_minor == 4900
    assert Hypothesis.objects.values_list("title", "block").get() == ("They pay a taxi", "revenue_streams")
    assert browser.post(address, sent)["Location"] == answer["Location"]
    assert Interview.objects.count() == 1
    page = browser.get(answer["Location"]).content.decode()
    assert "Мука опоздала" in page
    assert "€120" in page


def test_a_refused_talk_loses_nothing(visit: Visit, salesperson: User, venture: Venture) -> None:
    browser, address = visit(salesperson), f"/ventures/{venture.pk}/interviews/record/"
    sent = form(browser, address, name=f"Ion {BAD}", notes="Long notes", quotes="Their words", ideas="An idea",
                **{"p-3-name": "Late", "p-3-severity": "eleven", "c-2-text": "Friday"})  # fmt: skip
    answer = browser.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    kept = (
        "Ion &lt;script&gt;",
        "Long notes",
        "Their words",
        "An idea",
        'value="Late"',
        'value="eleven"',
        'value="Friday"',
    )
    assert [words for words in kept if words not in page] == []
    assert sent["key"] in page
    assert "“eleven” is not a number" in page
    assert not Interview.objects.exists()


def test_a_talk_with_somebody_of_the_base_stands_on_the_clients_card(
    visit: Visit, salesperson: User, venture: Venture
) -> None:
    browser = visit(salesperson)
    client = factories.make_client("Brutăria Spicul SRL", owner=salesperson)
    person = factories.make_person("Ion Ciobanu", client)
    factories.make_consent(person, salesperson)
    plan = make_plan(venture)
    browser.post(f"/interview-plans/{plan.pk}/people/", {"person": f"{person.pk}:{client.pk}"})
    candidate = Candidate.objects.get()
    address = f"/ventures/{venture.pk}/interviews/record/?plan={plan.pk}&candidate={candidate.pk}"
    page = browser.get(address).content.decode()
    assert 'value="Ion Ciobanu"' in page
    sent = form(browser, address, plan=str(plan.pk), candidate=str(candidate.pk), client=str(client.pk),
                person=str(person.pk), name="Ion Ciobanu", quotes="Flour comes at five")  # fmt: skip
    browser.post(address, sent)
    row, talk = Interview.objects.get(), Interaction.objects.get()
    assert (row.interaction_id, row.cluster, talk.client_id) == (talk.pk, f"client:{client.pk}", client.pk)
    assert "Interview for" in talk.text
    assert Candidate.objects.get().state == "held"
    quote = Quote.objects.get()
    browser.post(f"/quotes/{quote.pk}/fact/", {"kind": "problem_solved", "value": "Flour comes at five"})
    fact = Fact.objects.get()
    assert (fact.client_id, fact.value, fact.interaction_id, fact.source_person_id) == (
        client.pk, "Flour comes at five", talk.pk, person.pk,
    )  # fmt: skip
    assert browser.get(f"/clients/{client.pk}/").status_code == 200
    browser.post(f"/interviews/{row.pk}/forget/")
    row.refresh_from_db()
    assert (row.name, row.client_id, Interaction.objects.count()) == ("", None, 0)
    assert Fact.objects.filter(superseded_at=None).count() == 0


def test_a_quote_becomes_evidence_and_is_taken_back(visit: Visit, salesperson: User, venture: Venture) -> None:
    browser, believed, quote = visit(salesperson), make_hypothesis(venture), make_quote(venture)
    answer = browser.post(
        f"/quotes/{quote.pk}/evidence/", {"hypothesis": str(believed.pk), "supports": "yes", "weight": "money"}
    )
    assert answer.status_code == 422
    assert "No such commitment was recorded" in answer.content.decode()
    browser.post(f"/quotes/{quote.pk}/evidence/", {"hypothesis": str(believed.pk), "supports": "no", "weight": "past"})
    assert not Evidence.objects.get().supports
    browser.post(f"/quotes/{quote.pk}/remove/", {"reason": "Misheard"})
    assert (Quote.objects.count(), Evidence.objects.get().withdrawn_reason) == (0, "Misheard")


def test_two_people_who_correct_at_once_are_told(visit: Visit, salesperson: User, venture: Venture) -> None:
    browser, row = visit(salesperson), make_interview(venture, notes="first")
    sent = {"version": "1", "kind": "problem", "side": "consumer", "acquaintance": "cold", "consent": "notes",
            "held_on": row.held_on.isoformat(), "notes": "second"}  # fmt: skip
    assert browser.post(f"/interviews/{row.pk}/edit/", sent).status_code == 302 or Interview.objects.get().version == 2
    answer = browser.post(f"/interviews/{row.pk}/edit/", sent | {"notes": "third, not lost"})
    assert answer.status_code == 422
    assert "third, not lost" in answer.content.decode()
    assert Interview.objects.get().notes == "second"


def test_consent_taken_back_is_said_plainly(visit: Visit, salesperson: User, venture: Venture) -> None:
    browser = visit(salesperson)
    row = make_interview(venture, name="Ion Ciobanu", notes="words")
    answer = browser.post(f"/interviews/{row.pk}/forget/")
    page = browser.get(answer["Location"]).content.decode()
    assert "Consent was taken back: name, contacts and words are gone." in page
    assert "Ion Ciobanu" not in page
    candidate = make_candidate(venture, "Vasile", plan=make_plan(venture), contact="+373 69")
    browser.post(f"/interview-candidates/{candidate.pk}/answer/", {"state": "withdrawn", "version": "1"})
    assert Candidate.objects.get().name == ""


def test_themes_are_tagged_and_disputes_settled(
    visit: Visit, salesperson: User, administrator: User, venture: Venture
) -> None:
    quote = make_quote(venture)
    one, other = visit(salesperson), visit(administrator)
    for name in ("late", "cost"):
        one.post(f"/ventures/{venture.pk}/themes/", {"name": name})
    late, cost = Theme.objects.order_by("pk")
    one.post(f"/quotes/{quote.pk}/theme/", {"theme": str(late.pk)})
    other.post(f"/quotes/{quote.pk}/theme/", {"theme": str(cost.pk)})
    page = one.get(f"/ventures/{venture.pk}/themes/").content.decode()
    assert "Where coders differ" in page
    one.post(f"/quotes/{quote.pk}/settle/", {"theme": str(cost.pk)})
    quote.refresh_from_db()
    assert quote.theme_id == cost.pk


def test_today_leads_to_the_plan(visit: Visit, salesperson: User, venture: Venture) -> None:
    browser = visit(salesperson)
    factories.make_run()
    sent = {"kind": "problem", "goal": "g", "side": "consumer", "target": "4", "strangers": "0", "language": "en",
            "due_on": clock.today().isoformat()}  # fmt: skip
    browser.post(f"/ventures/{venture.pk}/interviews/plan/", sent)
    plan, task = InterviewPlan.objects.get(), Task.objects.get()
    page = browser.get("/").content.decode()
    assert f"Hold an interview: {venture.name}" in page
    assert f'href="/interview-plans/{plan.pk}/"' in page
    assert browser.get(f"/today/{task.pk}/").status_code == 200


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_every_page_opens_in_every_language_with_hostile_words_as_text(
    visit: Visit, salesperson: User, venture: Venture, language: str
) -> None:
    salesperson.language = language
    salesperson.save()
    let_in(venture, salesperson)
    segment, problem = make_segment(venture, BAD, accounts_low=3, accounts_high=9), make_problem(venture, f"{BAD}2")
    plan = make_plan(venture, goal=BAD)
    talk = make_interview(venture, plan=plan, name=BAD, company=BAD, notes=BAD, segment=segment, evangelist=5)
    InterviewProblem.objects.create(interview=talk, problem=problem, severity=7, cost_minor=500, alternative=BAD)
    make_quote(venture, BAD, interview=talk)
    make_candidate(venture, BAD, plan=plan, consent_text=BAD)
    browser = visit(salesperson)
    addresses = (
        f"/ventures/{venture.pk}/interviews/", f"/ventures/{venture.pk}/interviews/plan/",
        f"/ventures/{venture.pk}/interviews/record/?plan={plan.pk}", f"/ventures/{venture.pk}/themes/",
        f"/interview-plans/{plan.pk}/", f"/interview-plans/{plan.pk}/edit/", f"/interview-plans/{plan.pk}/people/",
        f"/interviews/{talk.pk}/", f"/interviews/{talk.pk}/edit/", f"/ventures/{venture.pk}/problems/",
        f"/segments/{segment.pk}/", f"/problems/{problem.pk}/", f"/segments/{segment.pk}/problems/{problem.pk}/",
    )  # fmt: skip
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert BAD not in answer.content.decode(), address


def test_people_who_rest_are_shown_with_why(visit: Visit, salesperson: User, venture: Venture) -> None:
    client = factories.make_client("Brutăria", owner=salesperson)
    talked, refused, free, nothing = (
        factories.make_person(name, client) for name in ("Talked", "Refused", "Free", "Nothing")
    )
    for person in (talked, refused, free):
        factories.make_consent(person, salesperson)
    make_interview(venture, person=talked, held_on=date.fromisoformat(clock.today().isoformat()) - timedelta(days=3))
    make_candidate(venture, "Refused", person=refused, state="declined")
    page = visit(salesperson).get(f"/interview-plans/{make_plan(venture).pk}/people/").content.decode()
    free_part, _details, resting = page.rpartition("<details")
    assert free.name in free_part
    assert all(person.name in resting for person in (talked, refused, nothing))
    assert "no consent or other basis" in resting


def test_the_segment_expected_to_be_the_best_is_ticked_before_a_survey_opens(
    visit: Visit, salesperson: User, venture: Venture
) -> None:
    browser, segment = visit(salesperson), make_segment(venture, "Bakeries")
    form = {"version": "1", "name": "Bakeries", "declared_best": "on"}
    assert browser.post(f"/segments/{segment.pk}/", form).status_code == 303
    assert 'name="declared_best" value="on" checked' in browser.get(f"/segments/{segment.pk}/").content.decode()
    survey = make_survey(venture, state="draft", opened_at=None)
    open_survey(actor=salesperson, survey_id=survey.pk, version=survey.version)
    assert "named beforehand: Bakeries" in browser.get(f"/surveys/{survey.pk}/").content.decode()
    assert browser.post(f"/segments/{segment.pk}/", form | {"version": "2", "declared_best": ""}).status_code == 303
    assert "named beforehand: Bakeries" in browser.get(f"/surveys/{survey.pk}/").content.decode(), (
        "said before, so it stays"
    )


def test_the_pages_take_few_queries_at_three_hundred_talks(
    visit: Visit, salesperson: User, venture: Venture, django_assert_max_num_queries: Any
) -> None:
    segment, problem = make_segment(venture, accounts_low=10, accounts_high=20), make_problem(venture)
    talks = Interview.objects.bulk_create(
        [
            Interview(venture=venture, segment=segment, kind="problem", held_on=clock.today(), interviewer=salesperson,
                      created_at=clock.now(), cluster=f"company:{n % 90}", name=f"Person {n}")
            for n in range(300)
        ]
    )  # fmt: skip
    InterviewProblem.objects.bulk_create(
        [InterviewProblem(interview=talk, problem=problem, severity=7, cost_minor=900) for talk in talks[::2]]
    )
    browser = visit(salesperson)
    browser.get(f"/ventures/{venture.pk}/interviews/")
    for address, most in ((f"/ventures/{venture.pk}/interviews/", 32), (f"/ventures/{venture.pk}/problems/", 34)):
        with django_assert_max_num_queries(most):
            assert browser.get(address).status_code == 200


def test_two_wordings_are_made_one_problem_on_its_page(visit: Visit, venture: Venture, salesperson: User) -> None:
    problem, other = make_problem(venture), make_problem(venture, "Said in other words")
    page = visit(salesperson)
    assert "Which one is kept" in page.get(f"/problems/{other.pk}/").content.decode()
    refused = page.post(f"/problems/{other.pk}/merge/", {"version": "1", "kept": ""})
    assert (refused.status_code, "Choose the problem it is the same as" in refused.content.decode()) == (422, True)
    done = page.post(f"/problems/{other.pk}/merge/", {"version": "1", "kept": str(problem.pk)})
    assert "The two are one problem now" in page.get(done["Location"]).content.decode()
    assert not Problem.objects.filter(pk=other.pk).exists()


def test_a_segment_somebody_was_heard_in_is_not_removed_and_its_form_still_saves_it(
    visit: Visit, venture: Venture, salesperson: User
) -> None:
    segment = make_segment(venture, "Heard once")
    talk = make_interview(venture, segment=segment)
    refused = visit(salesperson).post(f"/segments/{segment.pk}/remove/", {"version": "1"})
    text = refused.content.decode()
    assert (refused.status_code, "1 interview" in text) == (422, True)
    assert f'action="/segments/{segment.pk}/"' in text
    talk.delete()
    done = visit(salesperson).post(f"/segments/{segment.pk}/remove/", {"version": "1"})
    assert "Removed" in visit(salesperson).get(done["Location"]).content.decode()


def test_problems_are_taken_and_dropped_with_a_reason(visit: Visit, salesperson: User, venture: Venture) -> None:
    browser, problem = visit(salesperson), make_problem(venture)
    address = f"/problems/{problem.pk}/decide/"
    answer = browser.post(address, {"what": "take", "version": "1", "reason": ""})
    assert answer.status_code == 422
    browser.post(address, {"what": "take", "version": "1", "reason": "Largest"})
    browser.post(address, {"what": "drop", "version": "2", "reason": "Nobody paid"})
    browser.post(address, {"what": "reopen", "version": "3"})
    assert Problem.objects.get().state == "open"


def test_the_pages_of_problems_and_of_a_market_tell_one_sure_spending_by_one_name(
    visit: Visit, salesperson: User, venture: Venture
) -> None:
    """What they lose today is no market size, and both pages tell the sum that bears the choice of the cell."""
    segment = make_segment(venture, accounts_low=1000, accounts_high=1000)
    late, flour = make_problem(venture, "Late"), make_problem(venture, "Flour")
    for problem, monthly, talks in ((late, 100_00, 9), (flour, 10_00, 3)):
        for _number in range(talks):
            talk = make_interview(venture, segment=segment)
            InterviewProblem.objects.create(interview=talk, problem=problem, severity=8, cost_minor=monthly)
    browser = visit(salesperson)
    matrix = matrix_of(actor=salesperson, venture_id=venture.pk)
    assert matrix.sure_minor is not None
    sure = formats.estimate(matrix.sure_minor, "EUR")
    problems = browser.get(f"/ventures/{venture.pk}/problems/").content.decode()
    assert (
        f"Surest spending today: “Late” for {segment.name}, the best of 2 cells compared: at least {sure}" in problems
    )
    assert "not what they would pay us" in problems
    size = browser.get(f"/segments/{segment.pk}/problems/{late.pk}/").content.decode()
    assert f"the surest of 2 cells: at least {sure}, the choice among them allowed for" in size
    assert "the surest of" not in browser.get(f"/segments/{segment.pk}/problems/{flour.pk}/").content.decode()


def test_a_market_is_typed_in_per_cent_and_money_of_the_language(
    visit: Visit, salesperson: User, venture: Venture
) -> None:
    salesperson.language = "ru"
    salesperson.save()
    segment, problem = make_segment(venture, accounts_low=1000, accounts_high=1000), make_problem(venture)
    address = f"/segments/{segment.pk}/problems/{problem.pk}/"
    browser = visit(salesperson)
    sent = {"version": "0", "reach_low": "50", "reach_high": "80,5", "prevalence_low": "40", "willing_low": "10",
            "price_low_minor": "49,90", "times_low": "12", "margin": "45"}  # fmt: skip
    answer = browser.post(address, sent)
    assert answer.status_code == 303
    page = browser.get(answer["Location"]).content.decode()
    assert 'value="80,5"' in page
    assert 'value="49,9"' in page
    answer = browser.post(address, sent | {"reach_high": "180"})
    assert answer.status_code == 422
    assert 'value="180"' in answer.content.decode()


TABLE = f"2026-05-11; Ion; Lactis; stranger; Late flour; 8; 310; a taxi; We wait {BAD}\n2026-05-11; Ana; ; friend"


def many(venture: Venture, segment: Any, lines: str, key: str = "7b1c1f5e-6f0e-4a53-9d5f-0a4c6f6d5b11") -> Any:
    sent = {"lines": lines, "segment": str(segment.pk), "kind": "problem", "consent": "notes", "key": key}
    return f"/ventures/{venture.pk}/interviews/many/", sent


def test_a_pasted_table_becomes_talks_once_however_often_it_is_sent(
    visit: Visit, salesperson: User, venture: Venture
) -> None:
    browser, segment = visit(salesperson), make_segment(venture)
    known = make_problem(venture, "late flour")
    address, sent = many(venture, segment, TABLE)
    for _time in range(2):
        answer = browser.post(address, sent)
        assert answer.status_code == 303
    first, second = Interview.objects.order_by("pk")
    assert (first.name, first.company, first.segment, first.interviewer) == ("Ion", "Lactis", segment, salesperson)
    assert (second.name, second.acquaintance) == ("Ana", "friend")
    assert InterviewProblem.objects.get().problem == known
    page = browser.get(f"/interviews/{first.pk}/").content.decode()
    assert "We wait" in page
    assert BAD not in page
    assert "2 talks recorded" in browser.get(f"/ventures/{venture.pk}/interviews/?said=2").content.decode()


def test_a_table_with_a_bad_line_stores_nothing_and_keeps_every_word(
    visit: Visit, salesperson: User, venture: Venture
) -> None:
    address, sent = many(venture, make_segment(venture), TABLE + "\nsomeday; Ion")
    answer = visit(salesperson).post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 line cannot be read, so nothing is stored yet." in page
    assert "Line 3:" in page
    assert "2026-05-11; Ana; ; friend" in page
    assert not Interview.objects.exists()


def test_a_name_without_consent_is_refused_and_figures_alone_are_kept(
    visit: Visit, salesperson: User, venture: Venture
) -> None:
    browser = visit(salesperson)
    address, sent = many(venture, make_segment(venture), TABLE)
    assert "Without consent" in browser.post(address, sent | {"consent": "none"}).content.decode()
    assert not Interview.objects.exists()
    figures = {"consent": "none", "lines": "2026-05-11;;Lactis;;Late flour;8"}
    assert browser.post(address, sent | figures).status_code == 303
    assert Interview.objects.get().company == "Lactis"
