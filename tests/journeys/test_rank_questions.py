"""Questions worth asking become tasks: a few of each owner, none that costs more than it brings, none asked twice."""

from datetime import date, timedelta

import pytest

from tenure.agenda import reasons
from tenure.agenda.models import Task
from tenure.agenda.tasks import finish_task, mark_not_useful, postpone_task
from tenure.clients.facts.facts import Source, Subject, record_fact
from tenure.clients.models import DecisionUnit, Fact, FactType, MinimalProfile, Person, Post, UnitMember
from tenure.journeys.learning.rank_questions import MOST_PER_OWNER
from tenure.journeys.scoring.rescore import rescore
from tenure.kernel import clock
from tenure.orders.models import ScoreRun
from tests.factories import make_client, make_orders, make_workspace, rhythm

pytestmark = pytest.mark.django_db(transaction=True)
LAST = date(2026, 5, 8)


def make_deal(client, value_minor=2_000_000, **people):
    """An open deal; people: name -> weight."""
    unit = DecisionUnit.objects.create(
        client=client, title="Second line", value_minor=value_minor, base_rate=0.35, created_at=clock.now()
    )
    for name, weight in people.items():
        person = Person.objects.create(name=name, normal_name=name.casefold(), created_at=clock.now())
        Post.objects.create(person=person, client=client, created_at=clock.now())
        UnitMember.objects.create(unit=unit, person=person, weight=weight, contact=3, susceptibility=0)
    return unit


@pytest.fixture
def deal(salesperson):
    make_workspace(hour_cost_minor=3000)
    client = make_client("Brutăria Spicul de Aur SA", owner=salesperson)
    make_orders(client, rhythm(every=14, count=20, last=LAST), 50_000)
    return make_deal(client, Ana=3, Ion=1)


def learn_tasks():
    return list(Task.objects.filter(kind="learn", state=Task.State.OPEN).order_by("-worth_per_minute"))


def test_an_open_deal_brings_one_question_to_its_owner(deal, salesperson):
    rescore(actor=None)
    (task,) = learn_tasks()
    assert (task.client, task.owner) == (deal.client, salesperson)
    assert task.stake_minor > task.minutes * 50
    assert task.stake_low_minor <= task.stake_minor <= task.stake_high_minor


def test_the_task_says_what_nobody_knows_and_what_the_answer_is_worth(deal):
    rescore(actor=None)
    (task,) = learn_tasks()
    said = reasons.plain(reasons.sentence(task.reason, "EUR"))
    assert said.startswith("Nobody knows yet: ")
    assert "The answer is worth about €" in said
    assert reasons.title(task.kind, task.reason, task.title).startswith("Ask: ")
    line = reasons.plain(reasons.reckoning(task.reason, task.minutes, task.stake_minor, "EUR"))
    assert "€20,000 at stake × openness 91" in line


def test_a_small_deal_asks_nothing(deal):
    DecisionUnit.objects.update(value_minor=600)
    rescore(actor=None)
    assert learn_tasks() == []


def test_an_answer_makes_way_for_the_next_question(deal, salesperson):
    rescore(actor=None)
    (first,) = learn_tasks()
    record(deal, first, salesperson)
    rescore(actor=None)
    (second,) = learn_tasks()
    assert second.reason["kind"] != first.reason["kind"] or second.person_id != first.person_id
    first.refresh_from_db()
    assert first.state == "expired"


def record(deal, task, actor):
    """Whatever was asked is known now."""
    about = {"person_id": task.person_id} if task.person_id else {"client_id": deal.client_id}
    return Fact.objects.create(
        **about, type_code=task.reason["kind"], value="yes", confidence=1.0, known_on=clock.today(),
        recorded_by=actor, recorded_at=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize("close", [finish_task, mark_not_useful])
def test_a_question_somebody_closed_is_not_asked_again(deal, salesperson, close):
    rescore(actor=None)
    (task,) = learn_tasks()
    close(actor=salesperson, task_id=task.pk, version=task.version)
    rescore(actor=None)
    assert all(other.episode != task.episode for other in learn_tasks())


def test_a_question_put_off_waits_for_its_day_beside_the_next(deal, salesperson):
    rescore(actor=None)
    (task,) = learn_tasks()
    today = clock.today()
    postpone_task(
        actor=salesperson, task_id=task.pk, version=task.version, until=today + timedelta(days=9), reason="no_time",
        today=today,
    )  # fmt: skip
    record(deal, task, salesperson)
    rescore(actor=None)
    assert task.pk in {other.pk for other in learn_tasks()}


def test_an_owner_gets_the_best_questions_only(salesperson):
    make_workspace(hour_cost_minor=3000)
    for number in range(MOST_PER_OWNER + 5):
        client = make_client(f"Client {number}", owner=salesperson)
        make_deal(client, value_minor=1_000_000 + number * 100_000, Ana=1)
    rescore(actor=None)
    tasks = learn_tasks()
    assert len(tasks) == MOST_PER_OWNER
    assert min(task.stake_minor for task in tasks) > 0
    assert ScoreRun.objects.latest("id").summary["questions"] == {"clients": 25, "kept": MOST_PER_OWNER}


def test_sensitive_kinds_are_never_proposed(deal):
    FactType.objects.create(
        code="own_health", own=True, label="Health", block="person", sensitivity="special", enabled=True,
        lift_class="purchase_trigger", minutes=1, changed_at=clock.now(),
    )  # fmt: skip
    rescore(actor=None)
    assert all(task.reason["kind"] != "own_health" for task in learn_tasks())


def test_a_kind_of_the_company_itself_is_asked_in_its_own_words(deal):
    FactType.objects.create(
        code="own_oven", own=True, label="Oven", question="Which oven do you bake in?", block="company",
        lift_class="purchase_trigger", minutes=1, changed_at=clock.now(),
    )  # fmt: skip
    rescore(actor=None)
    (task,) = learn_tasks()
    assert reasons.title(task.kind, task.reason, task.title) == "Ask: Which oven do you bake in?"


def test_too_few_closed_deals_leave_the_lifts_assumed(deal):
    rescore(actor=None)
    lifts = ScoreRun.objects.latest("id").parameters["lifts"]
    assert (lifts["deals"], {each["state"] for each in lifts["classes"].values()}) == (0, {"few_deals"})


def test_enough_closed_deals_teach_what_knowing_is_worth(salesperson):
    """Forty deals: those whose contract end was known before were mostly won."""
    make_workspace()
    day = clock.today() + timedelta(days=30)
    for number in range(40):
        client = make_client(f"Closed {number}", owner=salesperson)
        known = number % 2 == 0
        won = known if number % 8 else not known
        DecisionUnit.objects.create(
            client=client, title="Deal", value_minor=100_000, created_at=clock.now(), closed_on=day,
            state=DecisionUnit.State.WON if won else DecisionUnit.State.LOST,
        )  # fmt: skip
        if known:
            record_fact(
                actor=salesperson, subject=Subject("client", client.pk), kind="supplier_contract_end",
                value="2027-01-31", source=Source(how="asked"),
            )  # fmt: skip
    rescore(actor=None)
    lifts = ScoreRun.objects.latest("id").parameters["lifts"]
    learned = lifts["classes"]["purchase_trigger"]
    assert (lifts["deals"], learned["state"], learned["known_in"]) == (40, "learned", 20)
    assert learned["lift"] > 0.15
    assert lifts["classes"]["hobby"]["state"] == "one_sided"


@pytest.mark.parametrize("applies", [{"segments": ["growing"]}, {"value_classes": ["B", "C"]}])
def test_a_kind_is_proposed_only_where_it_applies(deal, salesperson, applies):
    make_own_type(applies={}, question="Which oven?")
    rescore(actor=None)
    assert {task.reason["kind"] for task in learn_tasks()} == {"own_oven"}
    FactType.objects.filter(code="own_oven").update(applies=applies)
    record_fact(
        actor=salesperson, subject=Subject("client", deal.client_id), kind="segment", value=["key"], source=Source()
    )
    rescore(actor=None)
    assert "own_oven" not in {task.reason["kind"] for task in learn_tasks()}


def test_nothing_beyond_the_least_of_a_segment_is_proposed(deal, salesperson):
    MinimalProfile.objects.create(sort="segment:key", codes=["employees"], only=True, changed_at=clock.now())
    record_fact(
        actor=salesperson, subject=Subject("client", deal.client_id), kind="segment", value=["key"], source=Source()
    )
    rescore(actor=None)
    assert {task.reason["kind"] for task in learn_tasks()} <= {"employees"}


def make_own_type(**fields):
    return FactType.objects.create(
        code="own_oven", own=True, label="Make of the oven", block="company", value_kind="text", minutes=1,
        lift_class="purchase_trigger", half_life_days=900, sensitivity="ordinary", changed_at=clock.now(), **fields,
    )  # fmt: skip
