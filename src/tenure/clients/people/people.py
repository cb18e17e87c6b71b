"""People at clients: who is there, who may know of them, adding one and changing what they are called.

A person is seen by whoever sees a client they have, or once had, a post at; whoever sees all clients sees everybody.
A person merged into another or erased is gone for everyone.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from tenure.clients.clients import visible_clients
from tenure.clients.matching.names import plain_words, search_text
from tenure.clients.models import Person, Post
from tenure.clients.people.channels import ChannelHere, add_channels, channels_of_people
from tenure.clients.people.posts import PostDetails, insert_post
from tenure.clients.sight import Sight, look
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may, require

LONGEST_NAME = 250


@dataclass(frozen=True)
class PersonHere:
    """A person as this viewer meets them at one client: the open post there, else the last one.

    channels: empty for those who may not see personal contacts; version: goes back with an edit of the name.
    """

    id: int
    name: str
    title: str
    department: str
    channels: tuple[ChannelHere, ...]
    since: date | None
    until: date | None
    is_contact: bool
    language: str
    duties: str
    post_id: int
    reports_to_id: int | None
    reports_to_name: str
    version: int

    @property
    def is_here(self) -> bool:
        """Whether they still work at this client."""
        return self.until is None


def visible_people(actor: User) -> QuerySet[Person]:
    """The people this actor may know of."""
    everyone = Person.objects.filter(merged_into=None, erased_at=None)
    if may(actor, Right.SEE_ALL_CLIENTS):
        return everyone
    return everyone.filter(Exists(Post.objects.filter(person=OuterRef("pk"), client__in=visible_clients(actor))))


def people_of(*, actor: User, client_id: int, sight: Sight | None = None) -> tuple[PersonHere, ...]:
    """Everybody at a client in sight: those who are there, the contact persons first, then those who left.

    NotFound for a client out of sight. Three queries.
    """
    look(actor, client_id, sight)
    posts = Post.objects.filter(client_id=client_id, person__merged_into=None, person__erased_at=None)
    posts = posts.order_by(F("until").desc(nulls_first=True), "-pk")
    latest: dict[int, Any] = {}
    for post in posts.values_list(*_OF_A_POST, named=True):
        latest.setdefault(post.person_id, post)
    channels = channels_of_people(actor=actor, person_ids=list(latest))
    found = [_here(post, channels[person_id]) for person_id, post in latest.items()]
    return tuple(sorted(found, key=lambda one: (not one.is_here, not one.is_contact, one.name.casefold(), one.id)))


def person_seen(*, actor: User, person_id: int, lock: bool = False) -> Person:
    """The row of a person in sight; NotFound otherwise. For writers of this room."""
    rows = visible_people(actor)
    person = (rows.select_for_update() if lock else rows).filter(pk=person_id).first()
    if person is None:
        raise NotFound
    return person


def person_merged_into(*, actor: User, person_id: int) -> int | None:
    """The person who took this one over, when in sight; old addresses lead there."""
    target = Person.objects.filter(pk=person_id).values_list("merged_into_id", flat=True).first()
    if target is None or not visible_people(actor).filter(pk=target).exists():
        return None
    return target


def add_person(
    *, actor: User, client_id: int, name: str, title: str = "", department: str = "", duties: str = "",
    phone: str = "", email: str = "", language: str = "", is_contact: bool = False, since: date | None = None,
    reports_to: int | None = None,
) -> int:  # fmt: skip
    """Add a person and their post at a client in sight; only the name is asked. Returns the person's id."""
    require(actor, Right.WORK_WITH_CLIENTS)
    clean, spoken = clean_name(name), clean_language(language)
    post = PostDetails(title, department, duties, reports_to, is_contact, since)
    with transaction.atomic():
        client = visible_clients(actor).select_for_update().filter(pk=client_id).first()
        if client is None:
            raise NotFound
        person = Person.objects.create(
            name=clean, normal_name=plain_words(clean), search_text=search_text(clean), language=spoken,
            created_by=actor, created_at=clock.now(),
        )  # fmt: skip
        insert_post(person, client, post)
        add_channels(person, (("phone", phone), ("email", email)), country=client.country)
        record_change(
            actor=actor, action="add_person", subject_kind="person", subject_id=person.pk, client=client.pk,
        )  # fmt: skip
    return int(person.pk)


def edit_person(*, actor: User, person_id: int, name: str, language: str = "", version: int) -> int:
    """Change what a person is called and the language they speak. Conflict unless `version` is the one stored.

    Returns the new version.
    """
    require(actor, Right.WORK_WITH_CLIENTS)
    clean, spoken = clean_name(name), clean_language(language)
    with transaction.atomic():
        person = person_seen(actor=actor, person_id=person_id)
        changed = [column for column, value in (("name", clean), ("language", spoken))
                   if getattr(person, column) != value]  # fmt: skip
        rows = Person.objects.filter(pk=person_id, version=version)
        if not rows.update(
            name=clean, normal_name=plain_words(clean), search_text=search_text(clean), language=spoken,
            version=F("version") + 1,
        ):  # fmt: skip
            raise Conflict(f"person {person_id}")
        record_change(actor=actor, action="edit_person", subject_kind="person", subject_id=person_id, changed=changed)
    return version + 1


def clean_name(name: str) -> str:
    """A person's name as it is stored: one line, single spaces."""
    clean = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    if not clean:
        raise InvalidValue("person_name_missing", field="name")
    if len(clean) > LONGEST_NAME:
        raise InvalidValue("person_name_long", field="name", longest=LONGEST_NAME, length=len(clean))
    return clean


def clean_language(language: str) -> str:
    """Two letters of a language, or nothing."""
    code = language.strip().lower()
    if code and (len(code) != 2 or code not in Locale("en").languages):
        raise InvalidValue("person_language_unknown", field="language", value=language)
    return code


_OF_A_POST = (
    "id", "person_id", "person__name", "person__language", "person__version", "title", "department", "duties", "since",
    "until", "is_contact", "reports_to_id", "reports_to__name", "reports_to__erased_at",
)  # fmt: skip


def _here(post: Any, channels: tuple[ChannelHere, ...]) -> PersonHere:
    """post: the columns of _OF_A_POST. Rows of whole tables made a page of many people slow."""
    boss = post.reports_to_id if post.reports_to__erased_at is None else None
    return PersonHere(
        id=post.person_id,
        name=post.person__name,
        title=post.title,
        department=post.department,
        channels=channels,
        since=post.since,
        until=post.until,
        is_contact=post.is_contact,
        language=post.person__language,
        duties=post.duties,
        post_id=post.id,
        reports_to_id=boss,
        reports_to_name=post.reports_to__name if boss else "",
        version=post.person__version,
    )
