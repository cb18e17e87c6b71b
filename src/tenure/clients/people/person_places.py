"""Where a person stands: above and below whom by the book, and in which decision units, listening to whom."""

from collections import defaultdict
from dataclasses import dataclass

from tenure.clients.clients import visible_clients
from tenure.clients.models import Post, Tie, UnitMember
from tenure.privacy.models import User


@dataclass(frozen=True)
class Named:
    """A person by name, for a link."""

    id: int
    name: str


@dataclass(frozen=True)
class PersonUnit:
    """A decision unit the person is in. title: empty for the client as a whole; listens: whose opinion counts for
    them; heard_by: for whom theirs does."""

    unit_id: int
    title: str
    client_id: int
    client_name: str
    role: str
    listens: tuple[Named, ...]
    heard_by: tuple[Named, ...]


def people_under(*, actor: User, person_id: int) -> dict[int, tuple[Named, ...]]:
    """Who reports to this person today, by client in sight. One query."""
    posts = Post.objects.filter(reports_to=person_id, until=None, client__in=visible_clients(actor))
    posts = posts.filter(person__merged_into=None, person__erased_at=None).select_related("person")
    found: dict[int, list[Named]] = defaultdict(list)
    for post in posts.order_by("person__name", "pk"):
        found[post.client_id].append(Named(post.person_id, post.person.name))
    return {client: tuple(people) for client, people in found.items()}


def units_of_person(*, actor: User, person_id: int) -> tuple[PersonUnit, ...]:
    """Decision units of clients in sight that the person is in, newest first. Two queries."""
    rows = UnitMember.objects.filter(person=person_id, unit__client__in=visible_clients(actor))
    members = list(rows.select_related("unit__client").order_by("-unit__pk"))
    if not members:
        return ()
    mine = {member.pk for member in members}
    ties = Tie.objects.filter(kind=Tie.Kind.LISTENS, unit__in=[member.unit_id for member in members])
    listens: dict[int, list[Named]] = defaultdict(list)
    heard: dict[int, list[Named]] = defaultdict(list)
    for tie in ties.select_related("who__person", "whom__person").order_by("pk"):
        if tie.who_id in mine:
            listens[tie.who_id].append(Named(tie.whom.person_id, tie.whom.person.name))
        if tie.whom_id in mine:
            heard[tie.whom_id].append(Named(tie.who.person_id, tie.who.person.name))
    return tuple(
        PersonUnit(
            one.unit_id, one.unit.title, one.unit.client_id, one.unit.client.name, one.role, tuple(listens[one.pk]),
            tuple(heard[one.pk]),
        )
        for one in members
    )  # fmt: skip
