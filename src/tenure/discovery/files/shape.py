"""Which tables belong to a venture, how each row leads to it, and in which order rows can be written.

Told from the tables themselves, so that a new table of the room is in the file from its first day.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from tenure.discovery.models import Venture
from tenure.privacy.models import User
from tenure.privacy.personal_fields import CLIENT, PERSON, columns

# Columns that name a record by its kind and number: table -> (column of the kind, column of the number).
LOOSE = {"Evidence": ("source", "source_id"), "VentureEvent": ("subject_kind", "subject_id")}
# Numbers of records of the client base, and of forms of this installation: they mean nothing elsewhere.
OUTSIDE = {"InputLink": {"filters"}, "Interview": {"interaction_id", "key"}, "Quote": {"fact_id"}}
# Kinds of `LOOSE` that are not called as their table is.
KINDS = {"test": "test_card", "carried": "evidence"}


@dataclass(frozen=True)
class Link:
    """A column that leads to another table of the file."""

    name: str
    table: str
    required: bool


@dataclass(frozen=True)
class Table:
    """One table of the file.

    name: of the model; way: the lookup from a row to its venture ("" for the venture itself); links: to other tables of
    the file; staff: columns that lead to our own people; outside: columns that lead to tables that stay behind (the
    client base); plain: every other column, the number of the row left out; personal: plain columns about a human
    being, left out of a file without people.
    """

    name: str
    model: type[Model]
    way: str
    links: tuple[Link, ...]
    staff: tuple[str, ...]
    outside: tuple[str, ...]
    plain: tuple[str, ...]
    personal: frozenset[str]


@cache
def tables() -> tuple[Table, ...]:
    """The tables of a venture, each after those it must lead to."""
    ways = _ways()
    found = {name: _table(name, way) for name, way in ways.items()}
    done: list[Table] = []
    while waiting := [table for table in found.values() if table not in done]:
        ready = [table for table in waiting if _needs(table) <= {other.name for other in done}]
        if not ready:
            raise TypeError(f"These tables need each other: {', '.join(table.name for table in waiting)}.")
        done += ready
    return tuple(done)


def _needs(table: Table) -> set[str]:
    return {link.table for link in table.links if link.required and link.table != table.name}


@cache
def _ways() -> dict[str, str]:
    """Model -> lookup to the venture, the shortest one through columns that are never empty."""
    ways = {"Venture": ""}
    while True:
        more = {
            model.__name__: f"{field.name}__{ways[field.related_model.__name__]}".removesuffix("__")
            for model in _models()
            if model.__name__ not in ways
            for field in _links(model)
            if not field.null and field.related_model.__name__ in ways
        }
        if not more:
            return ways
        ways |= more


def _models() -> list[type[Model]]:
    """Every table of the room, those that only tie two of its tables together too; not those that tie one to a client."""
    models = apps.get_app_config("discovery").get_models(include_auto_created=True)
    return [
        model
        for model in models
        if not model._meta.auto_created
        or (
            model._meta.auto_created
            and len(_links(model)) == sum(isinstance(one, ForeignKey) for one in _columns(model))
        )
    ]


def _links(model: type[Model]) -> "list[ForeignKey[Any, Any]]":
    inside = set(apps.get_app_config("discovery").get_models())
    return [field for field in _columns(model) if isinstance(field, ForeignKey) and field.related_model in inside]


def _columns(model: type[Model]) -> "list[Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.primary_key and not field.generated]


def _table(name: str, way: str) -> Table:
    model = Venture if not way else apps.get_model("discovery", name)
    links = _links(model)
    keys = [field for field in _columns(model) if isinstance(field, ForeignKey)]
    staff = [field.name for field in keys if field.related_model is User]
    outside = [field.name for field in keys if field not in links and field.name not in staff]
    left_out = OUTSIDE.get(name, set())
    plain = [field.name for field in _columns(model) if field not in keys and field.name not in left_out]
    label = model._meta.label
    personal = {*columns(label, PERSON), *columns(label, CLIENT)} & set(plain)
    return Table(
        name,
        model,
        way,
        tuple(Link(field.name, field.related_model.__name__, not field.null) for field in links),
        tuple(staff),
        tuple(outside),
        tuple(plain),
        frozenset(personal),
    )


def table_of_kind(kind: str) -> str | None:
    """The table that a kind of `LOOSE` speaks of: `test_card` and `test` are TestCard; None for what is in no file."""
    name = "".join(word.capitalize() for word in KINDS.get(kind, kind).split("_"))
    return name if name in _ways() else None
