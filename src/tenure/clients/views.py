"""Saved views: a named set of filters over the client list, each person's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from tenure.clients.models import SavedView
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User

LONGEST_NAME = 80
MOST_VIEWS = 30


@dataclass(frozen=True)
class View:
    """A saved set of filters: the same words as in the address of the list."""

    id: int
    name: str
    filters: Mapping[str, str]


def saved_views(actor: User) -> list[View]:
    """The actor's own views, by name."""
    rows = SavedView.objects.filter(owner=actor).order_by("name", "pk")
    return [View(row.pk, row.name, row.filters) for row in rows[:MOST_VIEWS]]


def save_view(*, actor: User, name: str, filters: Mapping[str, str]) -> View:
    """Keep these filters under a name; a view of the same name is replaced."""
    clean = " ".join(name.split())
    if not clean:
        raise InvalidValue("view_name_missing", field="name")
    if len(clean) > LONGEST_NAME:
        raise InvalidValue("view_name_long", field="name", longest=LONGEST_NAME)
    with transaction.atomic():
        others = SavedView.objects.filter(owner=actor).exclude(name=clean)
        if others.count() >= MOST_VIEWS:
            raise BadInput("too_many_views", most=MOST_VIEWS)
        row, _ = SavedView.objects.update_or_create(
            owner=actor, name=clean, defaults={"filters": dict(filters)}, create_defaults={
                "filters": dict(filters), "created_at": clock.now()
            },
        )  # fmt: skip
        record_change(actor=actor, action="save_view", subject_kind="saved_view", subject_id=row.pk, name=clean)
    return View(row.pk, row.name, row.filters)


def delete_view(*, actor: User, view_id: int) -> None:
    """Forget one's own view."""
    with transaction.atomic():
        row = SavedView.objects.filter(pk=view_id, owner=actor).first()
        if row is None:
            raise NotFound
        record_change(actor=actor, action="delete_view", subject_kind="saved_view", subject_id=row.pk, name=row.name)
        row.delete()
