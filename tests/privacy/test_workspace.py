"""The company and its first start."""

import threading
from typing import Any

import pytest
from django.db import connections

from tenure.kernel.errors import BadInput, InvalidValue, NotAllowed
from tenure.privacy.models import AuditRow, User, Workspace
from tenure.privacy.workspace import (
    FirstAdministrator,
    WorkspaceView,
    change_workspace,
    current_workspace,
    start_workspace,
)

WANTED = WorkspaceView("Codru Trade SRL", "MDL", "ro", "Europe/Chisinau")
FIRST = FirstAdministrator("Ana Rusu", "ana@example.com", "struguri verzi 48")


@pytest.mark.django_db
def test_before_the_first_start_there_is_no_workspace() -> None:
    assert current_workspace() is None


@pytest.mark.django_db
def test_the_first_start_makes_the_company_and_its_administrator() -> None:
    user = User.objects.get(pk=start_workspace(wanted=WANTED, administrator=FIRST))
    assert (user.role, user.language, current_workspace()) == ("administrator", "ro", WANTED)
    assert AuditRow.objects.get().action == "start_workspace"


@pytest.mark.django_db
def test_a_second_first_start_changes_nothing() -> None:
    start_workspace(wanted=WANTED, administrator=FIRST)
    with pytest.raises(BadInput, match="already_started"):
        start_workspace(wanted=WANTED, administrator=FirstAdministrator("X", "x@example.com", "ciocolata neagra 7"))
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_first_starts_at_once_one_succeeds() -> None:
    barrier, outcomes = threading.Barrier(2), []

    def start(number: int) -> None:
        barrier.wait()
        try:
            start_workspace(
                wanted=WANTED,
                administrator=FirstAdministrator(f"Person {number}", f"p{number}@example.com", "struguri verzi 48"),
            )
            outcomes.append("started")
        except BadInput as error:
            outcomes.append(error.problem.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=start, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already_started", "started"]
    assert (User.objects.count(), Workspace.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"currency": "XYZ1"}, "currency"),
        ({"time_zone": "Moon/Sea"}, "time_zone"),
        ({"language": "de"}, "language"),
        ({"name": "  "}, "company"),
        ({"silence_level": float("nan")}, "silence_level"),
        ({"silence_level": 0.9}, "silence_level"),
    ],
)
def test_a_first_start_with_a_wrong_value_writes_nothing(changed: dict[str, Any], field: str) -> None:
    wanted = WorkspaceView(**(vars(WANTED) | changed))
    with pytest.raises(InvalidValue) as raised:
        start_workspace(wanted=wanted, administrator=FIRST)
    assert raised.value.problem.data["field"] == field
    assert (User.objects.count(), Workspace.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_the_currency_cannot_change_once_amounts_are_stored(workspace: Workspace, administrator: User) -> None:
    with pytest.raises(InvalidValue, match="currency_fixed"):
        change_workspace(actor=administrator, wanted=WANTED)


@pytest.mark.django_db
def test_only_an_administrator_changes_the_company(workspace: Workspace, head_of_sales: User) -> None:
    with pytest.raises(NotAllowed):
        change_workspace(actor=head_of_sales, wanted=WorkspaceView("Mine", "EUR", "en", "UTC"))


@pytest.mark.django_db
def test_a_change_of_the_company_is_in_the_log_with_before_and_after(workspace: Workspace, administrator: User) -> None:
    change_workspace(actor=administrator, wanted=WorkspaceView("Codru Plus", "EUR", "en", "Europe/Chisinau"))
    details = AuditRow.objects.get().details
    assert (details["before"], details["after"]) == ({"name": "Codru Trade SRL"}, {"name": "Codru Plus"})


@pytest.mark.django_db
def test_reading_the_workspace_is_one_query(workspace: Workspace, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        current_workspace()
