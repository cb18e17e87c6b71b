"""Whom a fact is about: a client, a person or a company of the register; and who may know of them."""

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from django.db.models import F, QuerySet

from tenure.clients.clients import visible_clients
from tenure.clients.models import Client, Company, Person, Post
from tenure.clients.people.people import visible_people
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User

SubjectKind = Literal["client", "person", "company"]


class Subject(NamedTuple):
    """One client, person or company. kind: "client", "person" or "company"."""

    kind: SubjectKind
    id: int


def require_visible(actor: User, subjects: Iterable[Subject]) -> None:
    """Raise NotFound unless the actor may know of every one of them. At most three queries."""
    wanted: dict[str, set[int]] = {}
    for subject in subjects:
        wanted.setdefault(subject.kind, set()).add(subject.id)
    for kind, ids in wanted.items():
        if set(_in_sight(actor, kind).filter(pk__in=ids).values_list("pk", flat=True)) != ids:
            raise NotFound


def lock(actor: User, subject: Subject) -> None:
    """Hold the subject until the transaction ends, so that two people do not both record the first fact of a kind."""
    table: Any = {"client": Client, "person": Person, "company": Company}[subject.kind]
    require_visible(actor, [subject])
    if table.objects.select_for_update().filter(pk=subject.id).values_list("pk", flat=True).first() is None:
        raise NotFound


def _in_sight(actor: User, kind: str) -> QuerySet[Any]:
    if kind == "client":
        return visible_clients(actor)
    if kind == "person":
        return visible_people(actor)
    if kind == "company":
        return Company.objects.filter(merged_into=None)
    raise NotFound


def home_client(actor: User, subject: Subject) -> int | None:
    """The client on whose card the subject stands, as far as in sight: itself, or where the person was posted last."""
    if subject.kind == "client":
        return subject.id
    if subject.kind == "company":
        return None
    posts = Post.objects.filter(person_id=subject.id, client__in=visible_clients(actor))
    return posts.order_by(F("until").desc(nulls_first=True), "-pk").values_list("client_id", flat=True).first()
