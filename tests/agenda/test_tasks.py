"""What people do with tasks: who may, what is written, and that two people cannot do it twice."""

from datetime import date, timedelta

import pytest

from tenure.agenda.models import Task
from tenure.agenda.tasks import (
    add_task,
    explain_closing,
    finish_task,
    hand_over,
    mark_not_useful,
    postpone_task,
    reopen_task,
    usefulness,
    visible_tasks,
)
from tenure.kernel.errors import BadInput, Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow
from tests.factories import make_client, make_task, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)


def silent_task(owner, **fields):
    return make_task(make_client(owner=owner), kind="silence", stake_minor=5000, **fields)


def test_done_is_remembered_with_who_and_when(salesperson):
    task = silent_task(salesperson)
    change = finish_task(actor=salesperson, task_id=task.pk, version=1, note="order on Friday")
    task.refresh_from_db()
    assert (task.state, task.closed_by, task.close_note, task.version) == ("done", salesperson, "order on Friday", 2)
    assert task.closed_at is not None
    assert change.version == 2


def test_every_change_leaves_an_audit_row(salesperson):
    task = silent_task(salesperson)
    mark_not_useful(actor=salesperson, task_id=task.pk, version=1)
    row = AuditRow.objects.get(action="mark_not_useful")
    assert (row.actor, row.subject_kind, row.subject_id) == (salesperson, "task", task.pk)


def test_another_salespersons_task_does_not_exist(salesperson, other_salesperson):
    task = silent_task(other_salesperson)
    for write in (finish_task, mark_not_useful, reopen_task):
        with pytest.raises(NotFound):
            write(actor=salesperson, task_id=task.pk, version=1)
    task.refresh_from_db()
    assert (task.state, task.version) == ("open", 1)
    assert not AuditRow.objects.exists()


def test_clients_of_nobody_are_not_a_salespersons(salesperson, head_of_sales):
    task = silent_task(None)
    assert not visible_tasks(salesperson).filter(pk=task.pk).exists()
    assert visible_tasks(head_of_sales).filter(pk=task.pk).exists()


def test_an_analyst_reads_and_does_not_write(analyst, salesperson):
    task = silent_task(salesperson)
    assert visible_tasks(analyst).filter(pk=task.pk).exists()
    with pytest.raises(NotAllowed):
        finish_task(actor=analyst, task_id=task.pk, version=1)
    with pytest.raises(NotAllowed):
        add_task(actor=analyst, title="Call", minutes=5, due_on=TODAY, today=TODAY)


def test_the_head_of_sales_may_finish_anyones_task(head_of_sales, salesperson):
    task = silent_task(salesperson)
    assert finish_task(actor=head_of_sales, task_id=task.pk, version=1).state == "done"


def test_a_deactivated_account_sees_nothing(salesperson):
    silent_task(salesperson)
    salesperson.is_active = False
    assert not visible_tasks(salesperson).exists()


def test_the_second_of_two_people_is_told_and_nothing_is_overwritten(head_of_sales, salesperson):
    task = silent_task(salesperson)
    finish_task(actor=salesperson, task_id=task.pk, version=1, note="mine")
    with pytest.raises(Conflict):
        mark_not_useful(actor=head_of_sales, task_id=task.pk, version=1)
    task.refresh_from_db()
    assert (task.state, task.close_note, task.closed_by) == ("done", "mine", salesperson)


def test_a_closed_task_cannot_be_closed_again_even_with_its_version(salesperson):
    task = silent_task(salesperson)
    change = finish_task(actor=salesperson, task_id=task.pk, version=1)
    with pytest.raises(Conflict):
        mark_not_useful(actor=salesperson, task_id=task.pk, version=change.version)


def test_a_postponed_task_waits_for_its_day_with_its_reason(salesperson):
    task = silent_task(salesperson)
    postpone_task(
        actor=salesperson, task_id=task.pk, version=1, until=TODAY + timedelta(days=3), reason="away", today=TODAY
    )
    task.refresh_from_db()
    assert (task.show_from, task.postpone_reason, task.postponed_times, task.state) == (
        date(2026, 5, 15),
        "away",
        1,
        "open",
    )


def test_a_task_cannot_be_postponed_to_today(salesperson):
    task = silent_task(salesperson)
    with pytest.raises(InvalidValue) as caught:
        postpone_task(actor=salesperson, task_id=task.pk, version=1, until=TODAY, reason="", today=TODAY)
    assert caught.value.problem.code == "postpone_past"


def test_undo_brings_back_what_was_closed_or_postponed(salesperson):
    task = silent_task(salesperson)
    done = finish_task(actor=salesperson, task_id=task.pk, version=1, note="x")
    back = reopen_task(actor=salesperson, task_id=task.pk, version=done.version)
    later = postpone_task(
        actor=salesperson, task_id=task.pk, version=back.version, until=date(2026, 6, 1), reason="away", today=TODAY
    )
    reopen_task(actor=salesperson, task_id=task.pk, version=later.version)
    task.refresh_from_db()
    assert (task.state, task.closed_by, task.close_note, task.show_from, task.postponed_times) == (
        "open",
        None,
        "",
        None,
        0,
    )


def test_an_open_task_has_nothing_to_undo(salesperson):
    task = silent_task(salesperson)
    with pytest.raises(Conflict):
        reopen_task(actor=salesperson, task_id=task.pk, version=1)


def test_what_came_of_it_can_be_added_later(salesperson):
    task = silent_task(salesperson)
    change = mark_not_useful(actor=salesperson, task_id=task.pk, version=1)
    explain_closing(actor=salesperson, task_id=task.pk, version=change.version, note="  seasonal ")
    task.refresh_from_db()
    assert task.close_note == "seasonal"


def test_not_useful_is_counted_by_kind(salesperson, other_salesperson):
    for owner, kind, state in ((salesperson, "silence", "not_useful"), (salesperson, "silence", "done"),
                               (salesperson, "due", "expired"), (other_salesperson, "silence", "not_useful")):  # fmt: skip
        make_task(make_client(owner=owner), kind=kind, state=state)
    counted = {row.kind: (row.done, row.not_useful, row.expired) for row in usefulness(salesperson)}
    assert counted == {"silence": (1, 1, 0), "due": (0, 0, 1)}


def test_an_own_task_stands_on_its_day(salesperson):
    client = make_client(owner=salesperson)
    change = add_task(
        actor=salesperson,
        title="  Send   the samples ",
        minutes=15,
        due_on=date(2026, 5, 14),
        today=TODAY,
        client_id=client.pk,
    )
    task = Task.objects.get(pk=change.task_id)
    assert (task.title, task.owner, task.due_on, task.show_from, task.kind) == (
        "Send the samples", salesperson, date(2026, 5, 14), date(2026, 5, 14), "plain",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": "   "}, "task_title_missing"),
        ({"title": "x" * 201}, "task_title_long"),
        ({"minutes": 0}, "task_minutes"),
        ({"minutes": 481}, "task_minutes"),
        ({"due_on": date(2026, 5, 11)}, "task_day_past"),
    ],
)
def test_a_task_that_cannot_be_stored_says_why_and_writes_nothing(salesperson, fields, code):
    wanted = {"title": "Call", "minutes": 10, "due_on": TODAY} | fields
    with pytest.raises(BadInput) as caught:
        add_task(actor=salesperson, today=TODAY, **wanted)
    assert caught.value.problem.code == code
    assert not Task.objects.exists()


def test_an_own_task_cannot_be_hung_on_somebody_elses_client(salesperson, other_salesperson):
    client = make_client(owner=other_salesperson)
    with pytest.raises(NotFound):
        add_task(actor=salesperson, title="Call", minutes=5, due_on=TODAY, today=TODAY, client_id=client.pk)


def test_a_clients_computed_tasks_follow_it_to_its_new_owner(salesperson, other_salesperson):
    client = make_client(owner=salesperson)
    computed, own = make_task(client, kind="due"), make_task(client, title="Mine")
    hand_over(client_ids=[client.pk], owner_id=other_salesperson.pk)
    computed.refresh_from_db()
    own.refresh_from_db()
    assert (computed.owner, own.owner) == (other_salesperson, salesperson)


def test_a_long_reason_is_refused_with_its_length(salesperson):
    task = silent_task(salesperson)
    with pytest.raises(InvalidValue) as caught:
        finish_task(actor=salesperson, task_id=task.pk, version=1, note="y" * 201)
    assert caught.value.problem.data["letters"] == 201


def test_an_inactive_person_may_not_finish(salesperson):
    task = silent_task(salesperson)
    stranger = make_user(is_active=False)
    with pytest.raises(NotFound):
        finish_task(actor=stranger, task_id=task.pk, version=1)
