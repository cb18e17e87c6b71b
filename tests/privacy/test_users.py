"""Accounts: who may change them, and what can never happen to them."""

from typing import Any

import pytest

from tenure.kernel.errors import BadInput, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow, User
from tenure.privacy.users import (
    OwnSettings,
    accounts,
    add_user,
    change_own_password,
    change_own_settings,
    change_user,
    set_password,
)
from tests import factories

pytestmark = pytest.mark.django_db
NEW = {"email": "Nou@Example.com ", "name": "  Nou\tCeban ", "role": "analyst", "language": "ro"}
STRONG = "struguri verzi 48"


def code_of(raised: Any) -> str:
    return raised.value.problem.code


def test_an_administrator_adds_an_account(administrator: User) -> None:
    user = User.objects.get(pk=add_user(actor=administrator, password=STRONG, **NEW))
    assert (user.email, user.name, user.role) == ("nou@example.com", "Nou Ceban", "analyst")
    assert user.check_password(STRONG)


def test_the_audit_names_who_added_whom_and_holds_no_password(administrator: User) -> None:
    user_id = add_user(actor=administrator, password=STRONG, **NEW)
    row = AuditRow.objects.get(action="add_user")
    assert (row.actor_id, row.subject_id) == (administrator.pk, user_id)
    assert STRONG not in str(row.details)


@pytest.mark.parametrize("role", ["salesperson", "head_of_sales", "analyst"])
def test_nobody_but_an_administrator_touches_accounts(role: str, administrator: User) -> None:
    actor = factories.make_user(role=role)
    with pytest.raises(NotAllowed):
        accounts(actor)
    with pytest.raises(NotAllowed):
        add_user(actor=actor, password=STRONG, **NEW)
    with pytest.raises(NotAllowed):
        change_user(actor=actor, user_id=actor.pk, name="Me", role="administrator", is_active=True)
    with pytest.raises(NotAllowed):
        set_password(actor=actor, user_id=administrator.pk, password=STRONG)
    actor.refresh_from_db()
    assert (actor.role, AuditRow.objects.count()) == (role, 0)


def test_a_second_account_with_the_same_email_in_another_case_is_refused(administrator: User) -> None:
    add_user(actor=administrator, password=STRONG, **NEW)
    with pytest.raises(InvalidValue) as raised:
        add_user(actor=administrator, password=STRONG, **(NEW | {"email": "NOU@example.COM"}))
    assert code_of(raised) == "email_taken"
    assert User.objects.filter(email="nou@example.com").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("email", "no-at-sign", "email_wrong"),
        ("email", "", "email_wrong"),
        ("name", " \x00\n ", "name_missing"),
        ("name", "n" * 121, "name_long"),
        ("role", "superuser", "role_unknown"),
        ("language", "de", "language_unknown"),
        ("password", "short", "password_weak"),
        ("password", "1234567890", "password_weak"),
        ("password", "x" * 129, "password_long"),
    ],
)
def test_a_value_that_cannot_be_stored_names_its_field_and_writes_nothing(
    administrator: User, field: str, value: str, code: str
) -> None:
    with pytest.raises(InvalidValue) as raised:
        add_user(actor=administrator, **(NEW | {"password": STRONG} | {field: value}))
    assert (code_of(raised), raised.value.problem.data["field"]) == (code, field)
    assert User.objects.count() == 1


def test_the_last_active_administrator_stays(administrator: User) -> None:
    factories.make_user(role="administrator", is_active=False)
    with pytest.raises(BadInput) as raised:
        change_user(actor=administrator, user_id=administrator.pk, name="Ana", role="analyst", is_active=True)
    assert code_of(raised) == "user_last_administrator"


def test_an_administrator_steps_down_when_another_remains(administrator: User) -> None:
    factories.make_user(role="administrator")
    change_user(actor=administrator, user_id=administrator.pk, name="Ana", role="analyst", is_active=True)
    administrator.refresh_from_db()
    assert administrator.role == "analyst"


def test_nobody_switches_off_themselves(administrator: User) -> None:
    factories.make_user(role="administrator")
    with pytest.raises(BadInput) as raised:
        change_user(actor=administrator, user_id=administrator.pk, name="Ana", role="administrator", is_active=False)
    assert code_of(raised) == "user_is_oneself"


def test_a_change_that_changes_nothing_leaves_no_trace(administrator: User, salesperson: User) -> None:
    change_user(actor=administrator, user_id=salesperson.pk, name=salesperson.name, role="salesperson", is_active=True)
    assert AuditRow.objects.count() == 0


def test_an_account_that_does_not_exist_is_not_found(administrator: User) -> None:
    with pytest.raises(NotFound):
        change_user(actor=administrator, user_id=10**9, name="x", role="analyst", is_active=True)


def test_ones_own_password_needs_the_current_one(salesperson: User) -> None:
    with pytest.raises(InvalidValue) as raised:
        change_own_password(actor=salesperson, current="not it", password=STRONG)
    salesperson.refresh_from_db()
    assert code_of(raised) == "password_current_wrong"
    assert salesperson.check_password(factories.PASSWORD)


def test_own_settings_reach_only_the_settings(salesperson: User) -> None:
    change_own_settings(actor=salesperson, wanted=OwnSettings("Elena", "ru", "dark", False, 90))
    salesperson.refresh_from_db()
    assert (salesperson.language, salesperson.theme, salesperson.day_minutes) == ("ru", "dark", 90)
    assert salesperson.role == "salesperson"


@pytest.mark.parametrize("minutes", [0, 14, 961, -1])
def test_a_day_that_cannot_be_worked_is_refused(salesperson: User, minutes: Any) -> None:
    with pytest.raises(InvalidValue):
        change_own_settings(actor=salesperson, wanted=OwnSettings("Elena", "en", "", True, minutes))
