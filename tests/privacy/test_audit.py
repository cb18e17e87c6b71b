"""The record of changes: complete, in order, without secrets, for few eyes."""

from datetime import date
from typing import Any

import pytest

from tenure.kernel.errors import NotAllowed
from tenure.privacy.audit import HIDDEN, AuditFilter, audit_page, record_change
from tenure.privacy.models import AuditRow, User
from tests import factories

pytestmark = pytest.mark.django_db


def write(count: int, **fields: Any) -> None:
    for number in range(count):
        record_change(actor=None, action="edit", subject_kind="client", subject_id=number, **fields)


def test_pages_follow_each_other_without_gap_or_repetition(administrator: User) -> None:
    write(25)
    seen, before = [], None
    while True:
        page = audit_page(administrator, AuditFilter(), before=before, size=10)
        seen += [entry.subject_id for entry in page.entries]
        if page.older is None:
            break
        before = page.older
    assert seen == list(range(24, -1, -1))


def test_a_page_is_one_query_whatever_its_length(administrator: User, django_assert_num_queries: Any) -> None:
    write(30)
    with django_assert_num_queries(1):
        audit_page(administrator, AuditFilter(), size=30)


@pytest.mark.parametrize("role", ["salesperson", "head_of_sales", "analyst"])
def test_the_log_is_for_administrators(role: str) -> None:
    with pytest.raises(NotAllowed):
        audit_page(factories.make_user(role=role), AuditFilter())


def test_secrets_are_neither_stored_nor_shown(administrator: User) -> None:
    record_change(
        actor=administrator,
        action="edit",
        subject_kind="user",
        subject_id=1,
        after={"new_password": "hunter2", "name": "A"},
    )
    AuditRow.objects.filter(details__after__name="A").update(
        details={"token": "abc", "nested": [{"client_secret": "xyz"}]}
    )
    (entry,) = audit_page(administrator, AuditFilter()).entries
    assert entry.details == {"token": HIDDEN, "nested": [{"client_secret": HIDDEN}]}


def test_a_secret_given_to_the_writer_does_not_reach_the_table(administrator: User) -> None:
    record_change(actor=administrator, action="edit", subject_kind="user", subject_id=1, password="hunter2")
    assert "hunter2" not in str(AuditRow.objects.get().details)


def test_filters_narrow_by_person_kind_action_subject_and_day(
    administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-03-01T10:00")
    write(2)
    monkeypatch.setenv("TENURE_NOW", "2026-03-05T10:00")
    record_change(actor=administrator, action="assign", subject_kind="client", subject_id=77)

    def count(**wanted: Any) -> int:
        return len(audit_page(administrator, AuditFilter(**wanted)).entries)

    assert count(actor_id=administrator.pk) == 1
    assert count(actor_id=0) == 2
    assert count(action="assign", subject_kind="client", subject_id=77) == 1
    assert count(first_day=date(2026, 3, 2)) == 1
    assert count(last_day=date(2026, 3, 1)) == 2
    assert count(first_day=date(2026, 3, 5), last_day=date(2026, 3, 5)) == 1
