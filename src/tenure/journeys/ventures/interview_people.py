"""Whom of the client base to interview: people at clients whom we may write to and have not tired, with why not others."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tenure.clients.clients import visible_clients
from tenure.clients.models import Post
from tenure.clients.people.people import visible_people
from tenure.discovery.interviews.candidates import allowed_to_ask, candidates_of, not_to_be_asked
from tenure.journeys.client_lists.client_filters import RFM_SEGMENTS
from tenure.journeys.client_lists.client_list_sql import STATES
from tenure.orders.facets import facets_where
from tenure.orders.month_money import bought_by
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


@dataclass(frozen=True)
class WhomToAsk:
    """What narrows the people of the base, by their client, as in the client list; empty: any. state: silent, falling, due
    or left; rfm: a segment by recency and frequency; bought: part of a product's name, or its category; since, until: of
    the last order."""

    text: str = ""
    value_class: str = ""
    state: str = ""
    rfm: str = ""
    country: str = ""
    bought: str = ""
    since: date | None = None
    until: date | None = None


def people_to_ask(
    *, actor: User, plan_id: int, today: date, wanted: WhomToAsk | None = None
) -> tuple[tuple[Suggestion, ...], tuple[Suggestion, ...]]:
    """People in sight who may be asked, and those who rest, of the clients wanted. Ten queries.

    Raises NotFound for a plan out of sight.
    """
    listed = {row.person_id for row in candidates_of(actor=actor, plan_id=plan_id) if row.person_id}
    found = {row["person_id"]: row for row in _posts(actor, wanted or WhomToAsk())}
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


def _posts(actor: User, wanted: WhomToAsk) -> QuerySet[Post, dict]:
    rows = Post.objects.filter(person__in=visible_people(actor), client__in=visible_clients(actor), until=None)
    for word in wanted.text.casefold().split():
        rows = rows.filter(person__search_text__contains=word) | rows.filter(client__search_text__contains=word)
    if wanted.value_class in CLASSES:
        rows = rows.filter(client__score__abc_class=wanted.value_class)
    if wanted.state in STATES:
        facets = facets_where(value_class=None, regularity=None, states=STATES[wanted.state])
        rows = rows.filter(client__score__stability_facet__in=facets)
    if wanted.rfm in RFM_SEGMENTS:
        rows = rows.filter(client__score__rfm_cell__in=[10 * r + f for r, f in RFM_SEGMENTS[wanted.rfm]])
    if wanted.country:
        rows = rows.filter(client__country=wanted.country)
    if wanted.since:
        rows = rows.filter(client__score__last_day__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(client__score__last_day__lte=wanted.until)
    if wanted.bought:
        rows = rows.filter(client_id__in=bought_by(wanted.bought))
    columns = ("person_id", "client_id", "person__name", "title", "client__name", "client__score__abc_class")
    return rows.order_by("client__score__abc_class", "client__name", "person_id").values(*columns)[:MOST_LOOKED_AT]
