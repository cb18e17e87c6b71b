"""Whom of the client base to interview: people at clients whom we may write to and have not tired, with why not others."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tenure.clients.clients import visible_clients
from tenure.clients.models import Post
from tenure.clients.people.people import visible_people
from tenure.discovery.interviews.candidates import allowed_to_ask, candidates_of, not_to_be_asked
from tenure.privacy.models import User

MOST_LOOKED_AT = 400
MOST_SHOWN = 60
CLASSES = ("A", "B", "C")


@dataclass(frozen=True)
class Suggestion:
    """Somebody at a client. rests: "", or why they are not to be asked now: "held", "declined", "withdrawn", "listed" or
    "no_basis"; since: the day of that."""

    person_id: int
    client_id: int
    name: str
    title: str
    client: str
    value_class: str
    rests: str = ""
    since: date | None = None


def people_to_ask(
    *, actor: User, plan_id: int, today: date, text: str = "", value_class: str = ""
) -> tuple[tuple[Suggestion, ...], tuple[Suggestion, ...]]:
    """People in sight who may be asked, and those who rest, of clients or names holding the text. Ten queries.

    Raises NotFound for a plan out of sight.
    """
    listed = {row.person_id for row in candidates_of(actor=actor, plan_id=plan_id) if row.person_id}
    found = {row["person_id"]: row for row in _posts(actor, text, value_class)}
    allowed, rest = allowed_to_ask(list(found), today), not_to_be_asked(list(found), today)
    free: list[Suggestion] = []
    resting: list[Suggestion] = []
    for person_id, row in found.items():
        why, since = ("listed", None) if person_id in listed else rest.get(person_id, ("", None))
        why = why or ("" if person_id in allowed else "no_basis")
        one = Suggestion(
            person_id, row["client_id"], row["person__name"], row["title"], row["client__name"],
            row["client__score__abc_class"] or "", why, since,
        )  # fmt: skip
        (resting if why else free).append(one)
    return tuple(free[:MOST_SHOWN]), tuple(resting[:MOST_SHOWN])


def _posts(actor: User, text: str, value_class: str) -> QuerySet[Post, dict]:
    rows = Post.objects.filter(person__in=visible_people(actor), client__in=visible_clients(actor), until=None)
    for word in text.casefold().split():
        rows = rows.filter(person__search_text__contains=word) | rows.filter(client__search_text__contains=word)
    if value_class in CLASSES:
        rows = rows.filter(client__score__abc_class=value_class)
    columns = ("person_id", "client_id", "person__name", "title", "client__name", "client__score__abc_class")
    return rows.order_by("client__score__abc_class", "client__name", "person_id").values(*columns)[:MOST_LOOKED_AT]
