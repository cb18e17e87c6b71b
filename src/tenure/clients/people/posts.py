"""Posts of people over time: what they do at a client, to whom they report, since when and until when."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from tenure.clients.clients import visible_clients
from tenure.clients.models import Client, Person, Post
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

LONGEST = {"title": 160, "department": 160, "duties": 10_000}


@dataclass(frozen=True)
class PostDetails:
    """What is written about a post. reports_to: id of a person at the same client; until None: still there."""

    title: str = ""
    department: str = ""
    duties: str = ""
    reports_to: int | None = None
    is_contact: bool = False
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class PostHere:
    """A post as shown: at which client, what, since when. stamp: goes back with an edit."""

    id: int
    client_id: int
    client_name: str
    details: PostDetails
    reports_to_name: str
    stamp: str


def posts_of(*, actor: User, person_id: int) -> tuple[PostHere, ...]:
    """A person's posts at the clients in sight, open ones first, then the latest. One query; empty when none is."""
    rows = Post.objects.filter(person_id=person_id, client__in=visible_clients(actor), person__erased_at=None)
    rows = rows.select_related("client", "reports_to").order_by(
        F("until").desc(nulls_first=True), F("since").desc(nulls_last=True), "-pk"
    )
    return tuple(_here(row) for row in rows)


def post_of(*, actor: User, post_id: int) -> tuple[int, PostHere]:
    """A post at a client in sight and the person who holds it, for editing."""
    row = _post(actor, post_id)
    return row.person_id, _here(row)


def add_post(*, actor: User, person_id: int, client_id: int, details: PostDetails) -> int:
    """Give a person a post at another client, or again at one they left; both in sight. Returns the post's id."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        client = _client(actor, client_id)
        person = Person.objects.select_for_update().filter(pk=person_id, merged_into=None, erased_at=None).first()
        if person is None or not _known_to(actor, person_id):
            raise NotFound
        post = insert_post(person, client, details)
        record_change(
            actor=actor, action="add_post", subject_kind="person", subject_id=person_id, client=client_id, post=post.pk
        )
    return int(post.pk)


def edit_post(*, actor: User, post_id: int, details: PostDetails, stamp: str) -> None:
    """Change a post. Conflict when `stamp` is not that of the post as it stands now."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        post = _locked(actor, post_id)
        before = _details_of(post)
        if stamp != stamp_of(before):
            raise Conflict(f"post {post_id}")
        clean = clean_details(details)
        _check_line(post.client_id, post.person_id, clean.reports_to)
        _store(post, clean)
        changed = [name for name, value in asdict(clean).items() if getattr(before, name) != value]
        _record(actor, "edit_post", post, changed=changed)


def end_post(*, actor: User, post_id: int, until: date) -> int:
    """The person left the client on this day. Returns the person. Conflict when the post has ended already."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        post = _locked(actor, post_id)
        if post.until is not None:
            raise Conflict(f"post {post_id}")
        _store(post, clean_details(replace(_details_of(post), until=until, is_contact=False)))
        _record(actor, "end_post", post)
    return post.person_id


def remove_post(*, actor: User, post_id: int) -> int:
    """Take away a post written by mistake; the last one of a person stays, for without it nobody would find them.

    Returns the person.
    """
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        post = _locked(actor, post_id)
        if not Post.objects.filter(person=post.person_id).exclude(pk=post_id).exists():
            raise InvalidValue("post_last", field="")
        _record(actor, "remove_post", post)
        post.delete()
    return post.person_id


def insert_post(person: Person, client: Client, details: PostDetails) -> Post:
    """Part of a writer's transaction, the client locked: store a post after checking it."""
    clean = clean_details(details)
    _check_line(client.pk, person.pk, clean.reports_to)
    return _store(Post(person=person, client=client, created_at=clock.now()), clean)


def clean_details(details: PostDetails) -> PostDetails:
    """The details as they are stored; InvalidValue names the field that cannot be."""
    clean = replace(
        details,
        title=" ".join(details.title.replace("\x00", "").split()),
        department=" ".join(details.department.replace("\x00", "").split()),
        duties=details.duties.replace("\r\n", "\n").replace("\x00", "").strip(),
    )
    for name, longest in LONGEST.items():
        length = len(getattr(clean, name))
        if length > longest:
            raise InvalidValue("post_text_long", field=name, longest=longest, length=length)
    if details.since and details.until and details.until < details.since:
        raise InvalidValue(
            "post_days_wrong", field="until", first=details.since.isoformat(), last=details.until.isoformat()
        )
    return clean


def reporting_circle(bosses: Mapping[int, int | None], who: int, boss: int | None) -> list[int]:
    """The people of the circle that would close if `who` reported to `boss`; empty when none would. Pure."""
    line = [who]
    while boss is not None and boss not in line:
        line.append(boss)
        boss = bosses.get(boss)
    return line if boss == who else []


def bosses_at(client_id: int) -> dict[int, int | None]:
    """To whom each person with an open post at a client reports. One query."""
    rows = Post.objects.filter(client_id=client_id, until=None)
    return dict(rows.values_list("person_id", "reports_to_id"))


def stamp_of(details: PostDetails) -> str:
    """A short mark of these details, for telling whether somebody changed them meanwhile."""
    return hashlib.sha256(repr(asdict(details)).encode()).hexdigest()[:16]


def _check_line(client_id: int, person_id: int, boss: int | None) -> None:
    if boss is None:
        return
    if not Post.objects.filter(client_id=client_id, person=boss, person__erased_at=None).exists():
        raise InvalidValue("reports_to_elsewhere", field="reports_to")
    circle = reporting_circle(bosses_at(client_id), person_id, boss)
    if circle:
        names = dict(Person.objects.filter(pk__in=circle).values_list("pk", "name"))
        raise InvalidValue(
            "reports_circle", field="reports_to", line=" → ".join(names[one] for one in [*circle, person_id])
        )


def _client(actor: User, client_id: int) -> Client:
    """The client, locked: two people drawing reporting lines at once cannot close a circle between them."""
    client = visible_clients(actor).select_for_update().filter(pk=client_id).first()
    if client is None:
        raise NotFound
    return client


def _known_to(actor: User, person_id: int) -> bool:
    return Post.objects.filter(person_id=person_id, client__in=visible_clients(actor)).exists()


def _post(actor: User, post_id: int) -> Post:
    rows = Post.objects.filter(pk=post_id, client__in=visible_clients(actor))
    row = rows.filter(person__merged_into=None, person__erased_at=None).select_related("client", "reports_to").first()
    if row is None:
        raise NotFound
    return row


def _locked(actor: User, post_id: int) -> Post:
    """The post as it stands once its client is locked."""
    _client(actor, _post(actor, post_id).client_id)
    return _post(actor, post_id)


def _store(post: Post, clean: PostDetails) -> Post:
    post.title, post.department, post.duties = clean.title, clean.department, clean.duties
    post.reports_to_id, post.is_contact = clean.reports_to, clean.is_contact
    post.since, post.until = clean.since, clean.until
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError as error:
        raise InvalidValue("post_open_already", field="until") from error
    return post


def _details_of(row: Post) -> PostDetails:
    return PostDetails(
        row.title, row.department, row.duties, row.reports_to_id, row.is_contact, row.since, row.until
    )  # fmt: skip


def _here(row: Post) -> PostHere:
    boss = row.reports_to if row.reports_to and row.reports_to.erased_at is None else None
    details = _details_of(row)
    return PostHere(row.pk, row.client_id, row.client.name, details, boss.name if boss else "", stamp_of(details))


def _record(actor: User, action: str, post: Post, **details: object) -> None:
    record_change(
        actor=actor, action=action, subject_kind="person", subject_id=post.person_id, client=post.client_id,
        post=post.pk, **details,
    )  # fmt: skip
