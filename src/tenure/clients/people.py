"""People at clients: who may know of whom."""

from django.db.models import QuerySet

from tenure.clients.clients import visible_clients
from tenure.clients.models import Person, Post
from tenure.privacy.models import User


def visible_people(actor: User) -> QuerySet[Person]:
    """The people this actor may know of: those with a post, past or present, at a client in their sight."""
    posts = Post.objects.filter(client__in=visible_clients(actor))
    return Person.objects.filter(merged_into=None, erased_at=None, pk__in=posts.values("person_id"))
