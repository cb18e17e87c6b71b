"""What a search shows of each record it found. Whether it is in sight was judged before."""

from collections.abc import Iterable, Sequence

from tenure.clients.clients import visible_clients
from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.models import Company, Fact, Note, Person
from tenure.clients.search.find_entries import visible_client_posts
from tenure.clients.search.find_index import FoundRow, written
from tenure.privacy.models import User


def note_rows(actor: User, ids: Sequence[int]) -> list[FoundRow]:
    """One query."""
    rows = Note.objects.filter(pk__in=ids).values_list("id", "client_id", "text", "created_at", "author__name")
    return [FoundRow(id, text=text, client_id=client, at=at, author=author) for id, client, text, at, author in rows]


def company_rows(actor: User, ids: Sequence[int]) -> list[FoundRow]:
    """One query."""
    rows = Company.objects.filter(pk__in=ids).values_list("id", "name")
    return [FoundRow(id, title=name) for id, name in rows]


def person_rows(actor: User, ids: Sequence[int]) -> list[FoundRow]:
    """With the post at a client in sight, the newest. Two queries."""
    posts = visible_client_posts(actor, ids)
    return [
        FoundRow(
            id, title=name, text=posts[id][1] if id in posts else "", client_id=posts[id][0] if id in posts else None
        )
        for id, name in Person.objects.filter(pk__in=ids).values_list("id", "name")
    ]


def fact_rows(actor: User, ids: Sequence[int]) -> list[FoundRow]:
    """With the name of the kind and of the person or company it is about. Three queries."""
    kinds = fact_kinds()
    rows = list(
        Fact.objects.filter(pk__in=ids).values_list(
            "id", "client_id", "person_id", "person__name", "company_id", "company__name", "type_code", "value",
            "recorded_at", "recorded_by__name", "not_to_be_shown",
        )
    )  # fmt: skip
    posts = visible_client_posts(actor, [row[2] for row in rows if row[2]])
    found = []
    for id, client, person, person_name, company, company_name, code, value, at, author, hidden in rows:
        about = client or (posts[person][0] if person in posts else None)
        found.append(
            FoundRow(
                id,
                title=str(kinds[code].label),
                text="; ".join(written(kinds[code], value)),
                client_id=about,
                person_id=person,
                company_id=company,
                about=person_name or company_name or "",
                at=at,
                author=author,
                not_to_be_shown=hidden,
            )
        )
    return found


def client_names(*, actor: User, ids: Iterable[int]) -> dict[int, str]:
    """Names of those clients that are in sight. One query."""
    return dict(visible_clients(actor).filter(pk__in=set(ids)).values_list("id", "name"))


def people_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of people, erased ones without. One query, none for nobody."""
    wanted = set(ids)
    return dict(Person.objects.filter(pk__in=wanted, erased_at=None).values_list("id", "name")) if wanted else {}
