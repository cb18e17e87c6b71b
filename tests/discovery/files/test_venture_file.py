"""A venture leaves as a file and comes back whole; a damaged file changes nothing."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.clients.models import Client
from tenure.discovery.files.export import venture_file
from tenure.discovery.files.shape import tables
from tenure.discovery.files.take_in import check_venture_file, take_in_venture
from tenure.discovery.gates.runway import runway_of
from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.interviews.coding import coding_page
from tenure.discovery.models import (
    Coding,
    Evidence,
    Hypothesis,
    Observation,
    Pivot,
    Refund,
    Segment,
    Survey,
    SurveyAnswer,
    SurveyQuestion,
    Venture,
)
from tenure.discovery.offers.presale_evidence import Counted
from tenure.discovery.offers.presales import PresaleText, add_presale, presale_log, refund_presale
from tenure.discovery.testing.card_text import CardText
from tenure.discovery.testing.cards import draft_test
from tenure.discovery.testing.from_talks import Met, count_talk
from tenure.discovery.testing.lock import lock_test
from tenure.discovery.testing.observations import correct, observe
from tenure.discovery.testing.test_page import test_page
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, NotAllowed, NotFound
from tenure.privacy.models import AuditRow, User, Workspace
from tests import factories, venture_factories

pytestmark = pytest.mark.django_db
Content = dict[str, Any]


@pytest.fixture
def venture(workspace: Workspace, head_of_sales: User) -> Venture:
    """A venture with two hypotheses that depend on each other, a test and an observation corrected by another."""
    venture = venture_factories.make_venture(head_of_sales)
    segment = venture_factories.make_segment(venture)
    parent = venture_factories.make_hypothesis(venture, "They bake at night", segment=segment, owner=head_of_sales)
    child = venture_factories.make_hypothesis(venture)
    child.parents.create(parent=parent)
    Evidence.objects.create(
        hypothesis=child, supports=True, level=1, text="“We pay a taxi twice a week”", observed_on=date(2026, 5, 4),
        author=head_of_sales, created_at=clock.now(), source="carried",
    )  # fmt: skip
    refresh_belief(child)
    lock_a_test(child, head_of_sales)
    asked(venture, segment, head_of_sales)
    return venture


def lock_a_test(hypothesis: Hypothesis, actor: User) -> None:
    """A locked test with one observation and its correction."""
    text = CardText(kind="presale", name="Will they pay?", metric="Pays", population="Strangers", threshold=0.4, hoped=0.65,
                    most=40, prediction=0.7)  # fmt: skip
    test = draft_test(actor=actor, hypothesis_id=hypothesis.pk, text=text)
    lock_test(actor=actor, test_id=test, version=1)
    first = observe(actor=actor, test_id=test, success=False, happened_on=clock.today(), who="Пекарня «Тёплый хлеб»")
    correct(actor=actor, observation_id=first, success=True, reason="Typed wrong")


def asked(venture: Venture, segment: Segment, actor: User) -> None:
    """An open survey that asks for the segment, with an answer."""
    survey = Survey.objects.create(venture=venture, name="Fit", token="a" * 22, state="open", created_at=clock.now())
    question = SurveyQuestion.objects.create(survey=survey, position=0, kind="segment")
    SurveyAnswer.objects.create(
        survey=survey, at=clock.now(), values={str(question.pk): segment.pk}, segment=segment, source="hand"
    )


def content_of(actor: User, venture: Venture, *, people: bool = True) -> Content:
    content: Content = json.loads(venture_file(actor=actor, venture_id=venture.pk, people=people))
    return content


def without_numbers(content: Content) -> Content:
    """The rows with the place of a row instead of its number, so that two files can be compared."""
    rows = content["tables"]
    places = {name: {row["id"]: place for place, row in enumerate(rows[name])} for name in rows}
    links = {table.name: {link.name: link.table for link in table.links} for table in tables()}
    return {
        name: [
            {
                column: places[links[name][column]].get(value) if column in links[name] else value
                for column, value in row.items()
                if column not in {"id", "source_id", "subject_id", "values"}
            }
            for row in rows[name]
        ]
        for name in rows
        if name != "VentureEvent"
    }


def test_a_venture_comes_back_as_it_left(head_of_sales: User, venture: Venture) -> None:
    Survey.objects.update(state="closed")
    left = content_of(head_of_sales, venture)
    number = take_in_venture(actor=head_of_sales, raw=json.dumps(left).encode())
    assert number != venture.pk
    back = content_of(head_of_sales, Venture.objects.get(pk=number))
    assert without_numbers(back) == without_numbers(left)


def test_what_leads_to_a_record_leads_to_the_new_one(head_of_sales: User, venture: Venture) -> None:
    number = take_in_venture(
        actor=head_of_sales, raw=venture_file(actor=head_of_sales, venture_id=venture.pk, people=True)
    )
    new = Venture.objects.get(pk=number)
    event = new.events.get(kind="lock_test")
    assert event.subject_id == new.tests.get().pk
    correction = Observation.objects.get(test__venture=new, corrects__isnull=False)
    assert correction.corrects is not None
    assert correction.corrects.test.venture_id == number


def test_evidence_of_a_record_that_stayed_behind_comes_in_as_carried_from_nowhere(
    head_of_sales: User, venture: Venture
) -> None:
    Evidence.objects.update(source="quote", source_id=77)
    raw = venture_file(actor=head_of_sales, venture_id=venture.pk, people=True)
    new = take_in_venture(actor=head_of_sales, raw=raw)
    found = Evidence.objects.get(hypothesis__venture=new)
    assert (found.source, found.source_id) == ("carried", None), "somebody's word, and no note of ours to be passed on"


def test_a_survey_waits_to_be_opened_under_an_address_of_its_own(head_of_sales: User, venture: Venture) -> None:
    raw = venture_file(actor=head_of_sales, venture_id=venture.pk, people=True)
    assert "a" * 22 not in raw.decode()
    new = Venture.objects.get(pk=take_in_venture(actor=head_of_sales, raw=raw))
    survey = new.surveys.get()
    assert survey.state == "closed"
    assert len(survey.token) >= 20
    answer = survey.answers.get()
    assert answer.values == {str(survey.questions.get().pk): new.segments.get().pk}


def test_a_file_without_people_names_nobody(head_of_sales: User, venture: Venture) -> None:
    raw = venture_file(actor=head_of_sales, venture_id=venture.pk, people=False).decode()
    assert "Тёплый хлеб" not in raw
    assert head_of_sales.email not in raw


def test_a_client_of_the_base_stays_behind(head_of_sales: User, venture: Venture) -> None:
    client = factories.make_client("Pâine Caldă SRL", owner=head_of_sales)
    Observation.objects.update(client=client)
    raw = venture_file(actor=head_of_sales, venture_id=venture.pk, people=True)
    assert f'"client": {client.pk}' not in raw.decode()
    take_in_venture(actor=head_of_sales, raw=raw)
    assert Client.objects.count() == 1


def test_only_who_sees_a_venture_takes_it_out(salesperson: User, venture: Venture) -> None:
    with pytest.raises(NotFound):
        venture_file(actor=salesperson, venture_id=venture.pk, people=False)


def test_only_who_may_start_ventures_takes_one_in(salesperson: User, head_of_sales: User, venture: Venture) -> None:
    raw = venture_file(actor=head_of_sales, venture_id=venture.pk, people=True)
    with pytest.raises(NotAllowed):
        take_in_venture(actor=salesperson, raw=raw)


def nested(depth: int) -> list[Any]:
    return [nested(depth - 1)] if depth else []


def turned(link: Content) -> Content:
    """A dependency the other way round."""
    return {"id": link["id"] + 1, "child": link["parent"], "parent": link["child"]}


def damaged(change: Callable[[Content], object]) -> Callable[[Content], bytes]:
    def make(content: Content) -> bytes:
        change(content)
        return json.dumps(content).encode()

    return make


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda content: json.dumps(content).encode()[:-30], "venture_file_torn"),
        (lambda content: b"\xff\xfe\x00", "venture_file_torn"),
        (lambda content: b"[" * 100_000, "venture_file_deep"),
        (lambda content: b"[" * 10_000 + b"]" * 10_000, "venture_file_deep"),
        (lambda content: b"[" * 3_000_000, "venture_file_deep"),
        (lambda content: b" " * 20_000_001, "venture_file_large"),
        (lambda content: b'{"format": NaN}', "venture_file_number"),
        (lambda content: b'{"format": 1e999}', "venture_file_number"),
        (lambda content: b'{"format": ' + b"9" * 5000 + b"}", "venture_file_number"),
        (lambda content: b'{"format": 1, "format": 2}', "venture_file_name_twice"),
        (lambda content: b'{"format": "\\ud800"}', "venture_file_torn"),
        (lambda content: b"[]", "venture_file_other"),
        (damaged(lambda c: c.update(format="tenure venture 9")), "venture_file_other"),
        (damaged(lambda c: c.update(currency="USD")), "venture_file_currency"),
        (damaged(lambda c: c.update(tables=[])), "venture_file_other"),
        (damaged(lambda c: c["tables"].update(User=[])), "venture_file_table"),
        (damaged(lambda c: c["tables"].update(VentureMember=[])), "venture_file_table"),
        (damaged(lambda c: c["tables"].update(Segment={})), "venture_file_list"),
        (damaged(lambda c: c["tables"]["Venture"].clear()), "venture_file_ventures"),
        (damaged(lambda c: c["tables"]["Loop"].clear()), "venture_file_loop"),
        (damaged(lambda c: c["tables"]["Hypothesis"][0].update(password="x")), "venture_file_column"),
        (damaged(lambda c: c["tables"]["Hypothesis"][0].update(state="proved")), "venture_file_value"),
        (damaged(lambda c: c["tables"]["Hypothesis"][0].update(prior="high")), "venture_file_value"),
        (damaged(lambda c: c["tables"]["Hypothesis"][0].update(title="a\x00b")), "venture_file_value"),
        (damaged(lambda c: c["tables"]["Hypothesis"][0].update(title="x" * 161)), "venture_file_value"),
        (damaged(lambda c: c["tables"]["Hypothesis"][0].update(created_at="2026-05-04T09:00")), "venture_file_value"),
        (damaged(lambda c: c["tables"]["Hypothesis"][0].update(venture="1")), "venture_file_value"),
        (damaged(lambda c: c["tables"]["Hypothesis"][0].update(prior=1.5)), "venture_file_shape"),
        (damaged(lambda c: c["tables"]["Hypothesis"][0].update(prior="NaN")), "venture_file_value"),
        (damaged(lambda c: c["tables"]["Hypothesis"][0].update(position=1.7)), "venture_file_value"),
        (damaged(lambda c: c["tables"]["Hypothesis"][0].update(position=True)), "venture_file_value"),
        (damaged(lambda c: c["tables"]["Hypothesis"][0].update(title=["a", "b"])), "venture_file_value"),
        (damaged(lambda c: c["tables"]["Hypothesis"][0].update(created_at="0001-01-01T00:00+14:00")), "venture_file_value"),
        (damaged(lambda c: c["tables"]["VentureEvent"][0].update(details=[1])), "venture_file_value"),
        (damaged(lambda c: c["tables"]["VentureEvent"][0].update(details={"a": nested(40)})), "venture_file_value"),
        (damaged(lambda c: c["tables"]["VentureEvent"][0].update(details={"a\x00": 1})), "venture_file_value"),
        (damaged(lambda c: c["tables"]["Observation"][0].update(corrects=c["tables"]["Observation"][1]["id"])),
         "venture_file_value"),
        (damaged(lambda c: c["tables"]["HypothesisLink"].append(turned(c["tables"]["HypothesisLink"][0]))),
         "venture_file_circle"),
        (damaged(lambda c: c["tables"]["Hypothesis"][0].update(number=2)), "venture_file_refused"),
        (damaged(lambda c: c["tables"]["Hypothesis"][1].update(id=c["tables"]["Hypothesis"][0]["id"])), "venture_file_twice"),
        (damaged(lambda c: c["tables"]["TestCard"][0].update(hypothesis=987654)), "venture_file_link"),
        (damaged(lambda c: c["tables"]["Observation"][1].update(corrects=987654)), "venture_file_link"),
        (damaged(lambda c: c["tables"]["Observation"][0].update(success=True)), "venture_file_lock"),
        (damaged(lambda c: c["tables"]["Observation"].pop()), "venture_file_lock"),
        (damaged(lambda c: c["tables"]["TestCard"][0].update(threshold=0.2)), "venture_file_lock"),
        (damaged(lambda c: c["tables"]["TestCard"][0].update(locked_text="[]")), "venture_file_lock"),
        (damaged(lambda c: c["tables"]["SurveyAnswer"][0].update(values={"987654": 1})), "venture_file_answer"),
        (damaged(lambda c: c["tables"]["SurveyAnswer"][0].update(values=[1])), "venture_file_value"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused_by_name_and_changes_nothing(
    head_of_sales: User, venture: Venture, damage: Callable[[Content], bytes], code: str
) -> None:
    raw = damage(content_of(head_of_sales, venture))
    with pytest.raises(BadInput) as refusal:
        take_in_venture(actor=head_of_sales, raw=raw)
    assert refusal.value.problem.code == code
    assert Venture.objects.count() == 1
    assert Hypothesis.objects.count() == 2


def test_the_file_of_a_venture_costs_one_query_a_table(
    head_of_sales: User, venture: Venture, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(len(tables()) + 8):  # the venture, the workspace, our people, the audit row
        venture_file(actor=head_of_sales, venture_id=venture.pk, people=True)


def test_no_table_needs_the_client_base() -> None:
    needing = [
        f"{table.name}.{name}"
        for table in tables()
        for name in table.outside
        if not table.model._meta.get_field(name).null
    ]
    assert needing == []


def test_a_circle_names_its_hypotheses(head_of_sales: User, venture: Venture) -> None:
    content = content_of(head_of_sales, venture)
    links = content["tables"]["HypothesisLink"]
    links.append(turned(links[0]))
    with pytest.raises(BadInput) as refusal:
        take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())
    assert refusal.value.problem.data["circle"] in {"H1 → H2 → H1", "H2 → H1 → H2"}


def test_a_row_may_lack_what_it_has_no_need_of(head_of_sales: User, venture: Venture) -> None:
    content = content_of(head_of_sales, venture)
    for row in content["tables"]["Evidence"]:
        del row["source"], row["source_id"]
    assert take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())


def test_a_refusal_and_a_refund_come_back_with_what_they_proved(head_of_sales: User, venture: Venture) -> None:
    claim, day = Hypothesis.objects.order_by("pk").first(), clock.today()
    assert claim is not None
    asked_of: dict[str, Any] = {
        "amount_minor": 4900,
        "agreed_on": day,
        "hypothesis_id": claim.pk,
        "relation": "stranger",
    }
    for text in (
        PresaleText(who="Spicul", refused_on=day, refusal="Spicul bakes at noon", **asked_of),
        PresaleText(who="Lina", paid_on=day, **asked_of),
    ):
        presale = add_presale(actor=head_of_sales, venture_id=venture.pk, wanted=text)
    refund_presale(
        actor=head_of_sales, presale_id=presale, version=1, on=day, amount_minor=900, reason="Lina waited",
        hypothesis_id=claim.pk,
    )  # fmt: skip
    number = take_in_venture(
        actor=head_of_sales, raw=venture_file(actor=head_of_sales, venture_id=venture.pk, people=True)
    )
    new = Venture.objects.get(pk=number)
    refund = Refund.objects.get(presale__venture=new)
    assert Evidence.objects.get(hypothesis__venture=new, source="refund").source_id == refund.pk
    assert refund.hypothesis is not None
    assert refund.hypothesis.venture_id == number
    found = {row.who: row for row in presale_log(actor=head_of_sales, venture_id=number).rows}
    assert (found["Spicul"].refusal, found["Spicul"].relation) == ("Spicul bakes at noon", "stranger")
    assert found["Spicul"].counted == Counted(supports=False, level=5, weight=1.0)
    raw = venture_file(actor=head_of_sales, venture_id=number, people=False).decode()
    assert "Spicul" not in raw
    assert "Lina" not in raw


def test_a_file_from_before_refusals_were_kept_is_taken_in(head_of_sales: User, venture: Venture) -> None:
    venture_factories.make_presale(venture, source="friend", paid_on=clock.today())
    content = content_of(head_of_sales, venture)
    for row in content["tables"]["Presale"]:
        del row["relation"], row["refused_on"], row["refusal"]
    number = take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())
    log = presale_log(actor=head_of_sales, venture_id=number)
    assert [(row.state, row.relation) for row in log.rows] == [("paid", "friend")]
    assert (log.sums.asked.n, log.sums.asked_strangers.n) == (1, 0)


def test_a_pivot_keeps_the_evidence_it_followed_from(head_of_sales: User, venture: Venture) -> None:
    version = venture.canvas_versions.create(number=1, at=clock.now(), canvas_kind="business", author=head_of_sales)
    pivot = Pivot.objects.create(
        venture=venture, kind="segment", loop_before=1, loop_after=2, phase_before="discovery", phase_after="discovery",
        changed_blocks={}, runway=asdict(runway_of(venture, clock.today())), version_before=version, version_after=version,
        reason="Nobody pays", author=head_of_sales, at=clock.now(),
    )  # fmt: skip
    pivot.evidence.add(Evidence.objects.get())
    raw = venture_file(actor=head_of_sales, venture_id=venture.pk, people=True)
    number = take_in_venture(actor=head_of_sales, raw=raw)
    assert Pivot.objects.get(venture=number).evidence.get().hypothesis.venture_id == number


def test_the_check_tells_what_would_come_in_and_writes_nothing(head_of_sales: User, venture: Venture) -> None:
    content = content_of(head_of_sales, venture)
    content["staff"].append({"id": 987654, "name": "Ion", "email": "ion@elsewhere.example"})
    before = Venture.objects.count(), Hypothesis.objects.count(), AuditRow.objects.count()
    check = check_venture_file(actor=head_of_sales, raw=json.dumps(content).encode())
    assert (check.name, check.twin, check.locked, check.strangers, check.reopened) == (venture.name, True, 1, 1, 1)
    assert check.rows["Hypothesis"] == 2
    assert (Venture.objects.count(), Hypothesis.objects.count(), AuditRow.objects.count()) == before


def test_who_reads_takes_nothing_out_and_who_works_takes_no_people(
    salesperson: User, other_salesperson: User, venture: Venture
) -> None:
    venture_factories.let_in(venture, salesperson)
    venture_factories.let_in(venture, other_salesperson, may_work=False)
    assert venture_file(actor=salesperson, venture_id=venture.pk, people=False)
    with pytest.raises(NotAllowed):
        venture_file(actor=salesperson, venture_id=venture.pk, people=True)
    with pytest.raises(NotAllowed):
        venture_file(actor=other_salesperson, venture_id=venture.pk, people=False)


def test_without_people_companies_are_numbers_and_quotes_are_silent(head_of_sales: User, venture: Venture) -> None:
    Evidence.objects.update(cluster="Lactis")
    observe(
        actor=head_of_sales, test_id=venture.tests.get().pk, success=True, happened_on=clock.today(), cluster="LACTIS",
        note="Ask for Doina",
    )  # fmt: skip
    content = content_of(head_of_sales, venture, people=False)
    text = json.dumps(content, ensure_ascii=False)
    for word in ("lactis", "doina", "taxi twice"):
        assert word not in text.casefold()
    told = {row["cluster"] for name in ("Evidence", "Observation") for row in content["tables"][name]} - {""}
    assert told == {"#1"}
    assert take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())  # the locks still hold


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("nps", 9, 11), ("nps", 0, True), ("ellis", {"used": 2, "felt": "very"}, {"used": 2}), ("number", 4.5, "4.5"),
        ("westendorp", [1, 2, 3, 4], [1, 2, -3, 4]), ("text", "Fine", ["Fine"]), ("choice", None, 0),
    ],
)  # fmt: skip
def test_an_answer_that_no_form_could_have_given_is_refused(
    head_of_sales: User, venture: Venture, kind: str, good: Any, bad: Any
) -> None:
    survey = venture_factories.make_survey(venture, kinds=(kind,))
    venture_factories.make_survey_answer(survey, [good])
    content = content_of(head_of_sales, venture)
    assert take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())
    content["tables"]["SurveyAnswer"][-1]["values"] = {str(survey.questions.get().pk): bad}
    with pytest.raises(BadInput) as refusal:
        take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())
    assert refusal.value.problem.code == "venture_file_answer_value"


def test_two_coders_without_an_account_here_stay_two_by_name_and_kappa_stays(
    venture: Venture, head_of_sales: User, salesperson: User
) -> None:
    themes = [venture.themes.create(name=name) for name in ("Cost", "Time")]
    for number in range(6):
        quote = venture_factories.make_quote(venture, f"Quote {number}")
        for place, coder in enumerate((head_of_sales, salesperson)):
            theme = themes[(number + (place if number == 5 else 0)) % 2]
            Coding.objects.create(quote=quote, coder=coder, theme=theme, at=clock.now())
    User.objects.filter(pk=salesperson.pk).update(name=head_of_sales.name)
    before = coding_page(actor=head_of_sales, venture_id=venture.pk).pairs[0].agreement.kappa
    content = json.loads(venture_file(actor=head_of_sales, venture_id=venture.pk, people=False))
    new = take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())
    pair = coding_page(actor=head_of_sales, venture_id=new).pairs[0]
    assert (pair.quotes, pair.agreement.kappa) == (6, before)
    assert {pair.first, pair.second} == {head_of_sales.name, f"{head_of_sales.name} (2)"}
    again = take_in_venture(actor=head_of_sales, raw=venture_file(actor=head_of_sales, venture_id=new, people=True))
    assert coding_page(actor=head_of_sales, venture_id=again).pairs == (pair,)
    content["tables"]["Coding"].append(content["tables"]["Coding"][0] | {"id": 999_999})
    with pytest.raises(BadInput, match="venture_file_refused"):
        take_in_venture(actor=head_of_sales, raw=json.dumps(content).encode())


@pytest.mark.parametrize("people", [True, False])
def test_a_talk_that_counts_in_a_test_counts_there_after_the_way_back(
    head_of_sales: User, venture: Venture, people: bool
) -> None:
    talk = venture_factories.make_interview(venture, name="Ion Ciobanu", company="Lactis")
    count_talk(actor=head_of_sales, interview_id=talk.pk, met=[Met(venture.tests.get().pk, True)])
    raw = venture_file(actor=head_of_sales, venture_id=venture.pk, people=people)
    assert (b"Ion Ciobanu" in raw) is people
    number = take_in_venture(actor=head_of_sales, raw=raw)
    row = Observation.objects.get(test__venture=number, interview__isnull=False)
    assert row.interview is not None
    assert row.interview.venture_id == number
    (shown, *_rest) = test_page(actor=head_of_sales, test_id=row.test_id).observations
    assert (shown.who, shown.standing) == ("Ion Ciobanu" if people else "", "counted")


def test_taking_in_asks_the_same_of_the_database_for_any_number_of_hypotheses(
    head_of_sales: User, venture: Venture
) -> None:
    def asked() -> int:
        raw = json.dumps(content_of(head_of_sales, venture)).encode()
        with CaptureQueriesContext(connection) as queries:
            take_in_venture(actor=head_of_sales, raw=raw)
        return len(queries)

    def more(count: int) -> None:
        for place in range(count):
            one = venture_factories.make_hypothesis(venture, f"Claim {count} {place}")
            venture_factories.make_evidence(one, head_of_sales, cluster="Lactis")

    more(2)
    few = asked()
    more(40)
    assert asked() < few + 5, "rows are written in pieces of some dozens, nothing is asked for each"


def test_beliefs_taken_in_are_those_counted_one_by_one(head_of_sales: User, venture: Venture) -> None:
    for level in (1, 3, 5):
        one = venture_factories.make_hypothesis(venture, f"Level {level}")
        venture_factories.make_evidence(one, head_of_sales, level=level, cluster="Lactis")
        venture_factories.make_evidence(one, head_of_sales, level=level, supports=False)
    venture_factories.make_hypothesis(venture, "Set aside", state="parked")
    number = take_in_venture(actor=head_of_sales, raw=json.dumps(content_of(head_of_sales, venture)).encode())
    columns = ("number", "probability", "low", "high", "state", "evidence_count", "decided_on", "expires_on")
    at_once = list(Hypothesis.objects.filter(venture=number).order_by("number").values_list(*columns))
    for one in Hypothesis.objects.filter(venture=number):
        refresh_belief(one)
    assert at_once == list(Hypothesis.objects.filter(venture=number).order_by("number").values_list(*columns))
    assert len({row[1] for row in at_once}) > 3
