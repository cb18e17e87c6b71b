"""No column of any table escapes: each says whether it holds something about a human being."""

import pytest
from django.apps import apps
from django.db.models import Field

from tenure.journeys.keeping.subject_request import HOLDERS
from tenure.privacy.personal_fields import CLIENT, CLIENT_OF_TEXT, FIELDS, KINDS, NOTHING, PERSON, TEXT, columns

HOW = (
    "Write the new column into src/tenure/privacy/personal_fields.py under what it holds; if it is about a person, its "
    "room's subject_data must export and erase it, and tests/journeys/test_subject_request.py fill it."
)


def stored() -> set[tuple[str, str]]:
    return {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.concrete
    }


def declared() -> list[tuple[str, str, str]]:
    return [(label, name, kind) for label in FIELDS for kind in FIELDS[label] for name in columns(label, kind)]


def test_every_column_is_declared() -> None:
    assert stored() - {(label, name) for label, name, _kind in declared()} == set(), HOW


def test_nothing_is_declared_that_does_not_exist() -> None:
    assert {(label, name) for label, name, _kind in declared()} - stored() == set()


def test_only_known_kinds_are_declared_and_nothing_is_not_also_something() -> None:
    assert {kind for _label, _name, kind in declared()} <= set(KINDS)
    something = {(label, name) for label, name, kind in declared() if kind != NOTHING}
    assert [row for row in declared() if row[2] == NOTHING and row[:2] in something] == []


def test_every_room_with_personal_columns_exports_and_erases() -> None:
    rooms = {label.partition(".")[0] for label, _name, kind in declared() if kind in (PERSON, CLIENT)}
    holders = {holder.room for holder in HOLDERS}
    assert rooms <= holders
    assert "texts" in holders


@pytest.mark.parametrize("label", sorted(CLIENT_OF_TEXT))
def test_a_text_leads_to_its_client(label: str) -> None:
    assert columns(label, TEXT)
    apps.get_model(label)._default_manager.filter(**{f"{CLIENT_OF_TEXT[label]}__in": [1]}).query.sql_with_params()


def test_the_rooms_are_asked_once_each() -> None:
    names = [holder.room for holder in HOLDERS]
    assert len(names) == len(set(names))
