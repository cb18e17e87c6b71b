"""Whom one speaks to at a client."""

from tenure.clients.models import Post


def contact_name(client_id: int) -> str:
    """Name of the contact at a client, else of the only person we know there, else empty. One query.

    For callers that have made sure the client is in sight.
    """
    posts = Post.objects.filter(client_id=client_id, until=None).order_by("-is_contact", "pk")
    people = list(posts.values_list("is_contact", "person__name")[:2])
    if people and (people[0][0] or len(people) == 1):
        return str(people[0][1])
    return ""
