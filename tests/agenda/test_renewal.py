"""New scores bring tasks and end them, but never bring back what a person has closed."""

from dataclasses import replace

import pytest

from tenure.agenda.models import Task
from tenure.agenda.proposals import Proposal, Stake
from tenure.agenda.renewal import closed_episodes, postponed_clients, renew_tasks
from tenure.agenda.tasks import finish_task, mark_not_useful, postpone_task
from tenure.kernel import clock
from tests.factories import make_client, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(salesperson):
    client = make_client(owner=salesperson)
    return Proposal(
        client.pk, salesperson.pk, "silence", "2026-04-01", 10, Stake(60_000, 30_000, 90_000), {"code": "silence"}
    )


def test_a_proposal_becomes_a_task_ranked_by_worth_per_minute(proposal, salesperson):
    result = renew_tasks(actor=None, proposals=[proposal])
    task = Task.objects.get()
    assert (task.kind, task.owner, task.stake_minor, task.worth_per_minute) == ("silence", salesperson, 60_000, 6000.0)
    assert (result.created, result.renewed, result.expired) == (1, 0, 0)


def test_the_same_proposal_again_only_renews_its_numbers(proposal):
    renew_tasks(actor=None, proposals=[proposal])
    again = replace(proposal, stake=Stake(70_000, 1, 2), reason={"code": "silence", "days": 42})
    result = renew_tasks(actor=None, proposals=[again])
    task = Task.objects.get()
    assert (task.stake_minor, task.reason["days"], task.version) == (70_000, 42, 1)
    assert (result.created, result.renewed) == (0, 1)


@pytest.mark.parametrize("close", [finish_task, mark_not_useful])
def test_what_a_person_closed_never_comes_back_for_its_episode(proposal, salesperson, close):
    renew_tasks(actor=None, proposals=[proposal])
    task = Task.objects.get()
    close(actor=salesperson, task_id=task.pk, version=1)
    assert closed_episodes() == {(proposal.client_id, "silence", "2026-04-01")}
    renew_tasks(actor=None, proposals=[proposal])
    task.refresh_from_db()
    assert task.state in ("done", "not_useful")
    assert Task.objects.count() == 1


def test_a_new_episode_is_a_new_task(proposal, salesperson):
    renew_tasks(actor=None, proposals=[proposal])
    finish_task(actor=salesperson, task_id=Task.objects.get().pk, version=1)
    renew_tasks(actor=None, proposals=[replace(proposal, episode="2026-05-02")])
    assert sorted(Task.objects.values_list("state", flat=True)) == ["done", "open"]


def test_a_task_whose_reason_ended_expires_and_an_old_page_notices(proposal):
    renew_tasks(actor=None, proposals=[proposal])
    result = renew_tasks(actor=None, proposals=[])
    task = Task.objects.get()
    assert (task.state, task.version, task.closed_by, result.expired) == ("expired", 2, None, 1)
    assert task.closed_at is not None


def test_an_expired_reason_that_returns_opens_the_same_task(proposal):
    for proposals in ([proposal], [], [proposal]):
        renew_tasks(actor=None, proposals=proposals)
    task = Task.objects.get()
    assert (task.state, task.closed_at) == ("open", None)


def test_own_tasks_are_left_alone(proposal, salesperson):
    own = make_task(make_client(owner=salesperson), title="Mine")
    renew_tasks(actor=None, proposals=[])
    own.refresh_from_db()
    assert own.state == "open"


def test_a_postponed_task_keeps_its_day(proposal, salesperson):
    renew_tasks(actor=None, proposals=[proposal])
    today = clock.today()
    until = today.replace(year=today.year + 1, day=1)
    postpone_task(actor=salesperson, task_id=Task.objects.get().pk, version=1, until=until, reason="away", today=today)
    assert postponed_clients() == {proposal.client_id}
    renew_tasks(actor=None, proposals=[proposal])
    assert Task.objects.get().show_from == until


def test_a_task_goes_with_its_client_to_the_new_owner(proposal, other_salesperson):
    renew_tasks(actor=None, proposals=[proposal])
    renew_tasks(actor=None, proposals=[replace(proposal, owner_id=other_salesperson.pk)])
    assert Task.objects.get().owner == other_salesperson


def test_an_unknown_worth_stays_unknown(proposal):
    renew_tasks(actor=None, proposals=[replace(proposal, stake=None)])
    task = Task.objects.get()
    assert (task.stake_minor, task.stake_low_minor, task.worth_per_minute) == (None, None, 0.0)


def test_many_proposals_are_renewed_in_pieces(salesperson):
    clients = [make_client(owner=salesperson).pk for _ in range(20)]
    many = [Proposal(c, salesperson.pk, "due", f"e{n}", 5, None, {}) for c in clients for n in range(60)]
    renew_tasks(actor=None, proposals=many)
    assert renew_tasks(actor=None, proposals=many[:1]).expired == len(many) - 1
