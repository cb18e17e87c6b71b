"""All scores computed again from the stored orders, and the tasks that follow from them."""

from datetime import date, timedelta

import pytest

from tenure.agenda.models import Task
from tenure.agenda.tasks import finish_task
from tenure.journeys.scoring.rescore import rescore
from tenure.journeys.today.choose_tasks import Chosen
from tenure.kernel.errors import NotAllowed, NotFound
from tenure.orders.models import ClientScore, ScoreRun, ScoreSnapshot
from tenure.orders.scores import base_summary, client_scores, latest_run, request_rescore, run_info, run_waits
from tenure.orders.summary import SCOPE_ALL
from tenure.privacy.models import AuditRow
from tests.factories import make_client, make_order, make_orders, make_run, make_score, make_workspace, rhythm

pytestmark = pytest.mark.django_db(transaction=True)
LAST = date(2026, 5, 8)


@pytest.fixture
def base(salesperson, other_salesperson):
    """Thirty regular clients of two people, one of them silent for ten weeks, one with a single order, one without."""
    make_workspace()
    clients = {}
    for number in range(30):
        owner = salesperson if number % 2 else other_salesperson
        client = make_client(f"Regular {number}", owner=owner)
        make_orders(
            client, rhythm(every=14, count=20, last=LAST - timedelta(days=number % 10)), 50_000, margin_minor=10_000
        )
        clients[number] = client
    clients["silent"] = make_client("Silent SRL", owner=salesperson)
    make_orders(
        clients["silent"], rhythm(every=14, count=20, last=LAST - timedelta(days=70)), 80_000, margin_minor=20_000
    )
    clients["new"] = make_client("New SRL")
    make_order(clients["new"], LAST - timedelta(days=14), 30_000)
    clients["empty"] = make_client("Without orders")
    return clients


def test_every_client_has_scores_as_of_the_last_order_day(base):
    result = rescore(actor=None)
    assert (result.as_of, result.clients) == (LAST, 33)
    assert ClientScore.objects.count() == 33
    silent = client_scores(base["silent"].pk)
    assert (silent.is_silent, silent.silence_days, silent.order_days, silent.interval_days) == (True, 70, 20, 14.0)
    assert silent.revenue_minor == 20 * 80_000
    assert client_scores(base["new"].pk).status == "one_order"
    assert client_scores(base["empty"].pk).status == "no_orders"


def test_scores_carry_the_owner_of_their_client(base, salesperson):
    rescore(actor=None)
    assert ClientScore.objects.get(pk=base["silent"].pk).owner == salesperson
    assert ClientScore.objects.get(pk=base["new"].pk).owner is None


def test_the_silent_client_becomes_its_owners_task(base, salesperson):
    rescore(actor=None)
    task = Task.objects.get(kind="silence")
    assert (task.client, task.owner, task.episode) == (base["silent"], salesperson, "2026-02-27")
    assert task.reason["days"] == 70


def test_a_second_run_changes_nothing_and_replaces_everything(base):
    first = rescore(actor=None)
    before = list(ClientScore.objects.order_by("pk").values_list("pk", "silence_probability", "value_12m_minor"))
    second = rescore(actor=None)
    assert (
        list(ClientScore.objects.order_by("pk").values_list("pk", "silence_probability", "value_12m_minor")) == before
    )
    assert (second.tasks.created, second.tasks.expired) == (0, 0)
    assert set(ClientScore.objects.values_list("run_id", flat=True)) == {second.run_id}
    assert second.run_id != first.run_id


def test_a_finished_silence_stays_finished_until_the_client_orders_and_falls_silent_again(base, salesperson):
    rescore(actor=None)
    task = Task.objects.get(kind="silence")
    finish_task(actor=salesperson, task_id=task.pk, version=task.version)
    rescore(actor=None)
    assert not Task.objects.filter(kind="silence", state="open").exists()


def test_a_client_who_orders_again_is_no_longer_a_silence(base):
    rescore(actor=None)
    make_order(base["silent"], LAST, 80_000)
    rescore(actor=None)
    assert Task.objects.get(kind="silence").state == "expired"


def test_the_last_scores_of_a_month_are_kept_when_the_next_month_begins(base):
    rescore(actor=None)
    stood = dict(ClientScore.objects.exclude(status="no_orders").values_list("pk", "value_12m_minor"))
    assert not ScoreSnapshot.objects.exists()
    make_order(base[1], date(2026, 6, 2))
    rescore(actor=None)
    assert dict(ScoreSnapshot.objects.values_list("client_id", "value_12m_minor")) == stood
    assert set(ScoreSnapshot.objects.values_list("month", "as_of")) == {(date(2026, 5, 1), LAST)}


def test_the_month_keeps_its_last_run_whatever_was_kept_of_it_before(base):
    rescore(actor=None)
    make_order(base[1], date(2026, 6, 2))
    rescore(actor=None)
    base[1].orders.filter(day=date(2026, 6, 2)).delete()
    make_order(base["new"], LAST, 90_000)
    rescore(actor=None)
    stood = client_scores(base["new"].pk).value_12m_minor
    make_order(base[1], date(2026, 6, 2))
    rescore(actor=None)
    kept = ScoreSnapshot.objects.filter(month=date(2026, 5, 1))
    assert (kept.count(), kept.get(client=base["new"]).value_12m_minor) == (32, stood)


def test_the_figures_of_the_base_add_up(base, salesperson, other_salesperson):
    rescore(actor=None)
    everyone = base_summary().totals
    parts = [
        base_summary(owner_id=owner, everyone=False).totals for owner in (salesperson.pk, other_salesperson.pk, None)
    ]
    assert everyone.clients == 33 == sum(part.clients for part in parts)
    assert everyone.revenue_12m_minor == sum(part.revenue_12m_minor for part in parts)
    assert everyone.silent == 1
    assert everyone.statuses["no_orders"] == 1
    for cells in base_summary().matrices.values():
        assert sum(cell.clients for cell in cells) == 32
    assert sum(step.clients for step in base_summary().movement) == 32
    for measure in ("revenue", "margin"):
        curve = base_summary().concentration[measure].curve
        assert curve[0] == (0.0, 0.0)
        assert curve[-1] == pytest.approx((1.0, 1.0))


def test_the_figures_say_what_of_the_revenue_looks_damaged(base, salesperson, other_salesperson):
    damaged = base[1].orders.latest("day")
    damaged.amount_minor, damaged.looks_damaged = 80_000_000, True
    damaged.save()
    make_order(base[1], LAST - timedelta(days=800), 90_000_000, looks_damaged=True)  # of a year that is not counted
    rescore(actor=None)
    found = [base_summary().totals] + [
        base_summary(owner_id=owner.pk, everyone=False).totals for owner in (salesperson, other_salesperson)
    ]
    assert [(part.damaged_12m, part.damaged_12m_minor) for part in found] == [(1, 80_000_000), (1, 80_000_000), (0, 0)]
    assert found[0].revenue_12m_minor > 80_000_000


def test_a_base_without_orders_is_scored_too():
    make_workspace()
    make_client()
    result = rescore(actor=None)
    assert (result.verdict, result.clients) == ("no_orders", 1)
    assert latest_run().parameters["verdict"] == "no_orders"
    assert ScoreRun.objects.get().summary[SCOPE_ALL]["totals"]["clients"] == 1


def test_orders_dated_after_today_are_not_yet_known(base):
    make_order(base[1], date(2199, 1, 1))
    assert rescore(actor=None).as_of == LAST


def test_merged_clients_have_no_scores(base):
    base["empty"].merged_into = base["new"]
    base["empty"].save()
    make_score(base["empty"], run=make_run())
    rescore(actor=None)
    assert client_scores(base["empty"].pk) is None


def test_a_damaged_amount_does_not_raise_the_worth_of_a_task(base):
    rescore(actor=None)
    sound = Task.objects.get(kind="silence").reason["yearly"]
    order = base["silent"].orders.latest("day")
    order.amount_minor, order.looks_damaged = 80_000_000, True
    order.save()
    rescore(actor=None)
    task = Task.objects.get(kind="silence")
    assert task.reason["yearly"] == sound
    assert task.reason["damaged"] == 1


def test_a_run_says_who_asked_and_is_audited(base, head_of_sales):
    run_id = request_rescore(actor=head_of_sales)
    assert run_waits()
    assert run_info(run_id).state == "to_run"
    rescore(actor=None, run_id=run_id)
    assert not run_waits()
    assert latest_run().id == run_id
    assert AuditRow.objects.filter(action="rescore", subject_id=run_id).exists()


def test_a_waiting_request_serves_the_next_one_too(head_of_sales):
    assert request_rescore(actor=head_of_sales) == request_rescore(actor=head_of_sales)


def test_a_salesperson_may_not_ask_for_a_run(salesperson):
    with pytest.raises(NotAllowed):
        request_rescore(actor=salesperson)
    with pytest.raises(NotAllowed):
        rescore(actor=salesperson)
    assert not ScoreRun.objects.exists()


def test_an_unknown_run_is_not_found():
    with pytest.raises(NotFound):
        rescore(actor=None, run_id=4711)


def test_a_run_that_fails_leaves_what_stood_and_says_so(base, monkeypatch):
    rescore(actor=None)
    before = set(ClientScore.objects.values_list("pk", "run_id"))

    def break_down(**_arguments):
        raise OSError("no space left")

    monkeypatch.setattr("tenure.journeys.scoring.rescore.renew_tasks", break_down)
    with pytest.raises(OSError, match="no space left"):
        rescore(actor=None)
    assert set(ClientScore.objects.values_list("pk", "run_id")) == before
    failed = ScoreRun.objects.latest("id")
    assert (failed.state, failed.error["code"]) == ("failed", "rescore_failed")
    assert latest_run().id != failed.pk


def test_what_is_left_out_is_counted():
    assert Chosen((), 7).left_out == 7
