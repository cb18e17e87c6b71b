"""People who may be the one about to be added: the same phone, e-mail or name, among those in sight."""

from dataclasses import dataclass

from django.db.models import Q

from tenure.clients.clients import visible_clients
from tenure.clients.matching.names import plain_words
from tenure.clients.models import Channel, Post
from tenure.clients.people.people import visible_people
from tenure.clients.phone_numbers import normal_phone, region_of
from tenure.clients.phones import own_region
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

MOST = 6


@dataclass(frozen=True)
class SimilarPerson:
    """Somebody in sight, where they work as far as the viewer may know, and why they are offered."""

    id: int
    name: str
    where: str
    because: str
    here: bool


def similar_people(*, actor: User, client_id: int, name: str, phone: str = "", email: str = "") -> list[SimilarPerson]:
    """At most six. because: "phone", "email" or "name"; here: with an open post at this client. Four queries."""
    country = visible_clients(actor).filter(pk=client_id).values_list("country", flat=True).first() or ""
    keys = {
        "phone": normal_phone(phone, region_of(country, own_region())) if phone else "",
        "email": email.strip().lower(),
    }
    found: dict[int, tuple[str, str]] = {}
    seen = visible_people(actor)
    if any(keys.values()) and may(actor, Right.SEE_PERSONAL_CONTACTS):
        asked = Q(kind__in=("phone", "whatsapp", "viber"), normal=keys["phone"]) if keys["phone"] else Q(pk=None)
        asked |= Q(kind="email", normal=keys["email"]) if keys["email"] else Q(pk=None)
        rows = Channel.objects.filter(asked, person__in=seen).select_related("person")[:MOST]
        found |= {row.person_id: (row.person.name, "email" if row.kind == "email" else "phone") for row in rows}
    words = plain_words(name)
    if words:
        for person in seen.filter(normal_name=words)[:MOST]:
            found.setdefault(person.pk, (person.name, "name"))
    posts = Post.objects.filter(person__in=found, client__in=visible_clients(actor)).select_related("client")
    where: dict[int, list[Post]] = {}
    for post in posts.order_by("-pk"):
        where.setdefault(post.person_id, []).append(post)
    return [
        SimilarPerson(
            id, called, ", ".join(dict.fromkeys(post.client.name for post in where.get(id, ()))), because,
            any(post.client_id == client_id and post.until is None for post in where.get(id, ())),
        )
        for id, (called, because) in list(found.items())[:MOST]
    ]  # fmt: skip
