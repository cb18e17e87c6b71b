"""The calendar feed of one of our people: its secret address, made anew and revoked by themselves, and who it belongs to.

The token is 256 random bits; only its digest is stored, so nobody who reads the database can read the calendars.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tenure.agenda.living_reason import living_reason
from tenure.agenda.models import CalendarFeed, Task
from tenure.agenda.reasons import title
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User

KINDS = (Task.Kind.PROMISE, Task.Kind.CONTACT, Task.Kind.ANSWER)
MOST = 500
LONGEST_TOKEN = 100


@dataclass(frozen=True)
class FeedState:
    """Whether somebody has a feed, since when, and when it was last read."""

    since: datetime | None = None
    last_read: datetime | None = None


@dataclass(frozen=True)
class DueTask:
    """A task with a day as a calendar shows it."""

    id: int
    kind: str
    title: str
    day: date
    client_id: int | None
    client: str


def feed_of(actor: User) -> FeedState:
    """One's own feed. One query."""
    found = CalendarFeed.objects.filter(user=actor).values_list("created_at", "last_read_at").first()
    return FeedState(*found) if found else FeedState()


def make_feed(*, actor: User) -> str:
    """A new secret address in place of any before; returns its token, which is never shown again."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        CalendarFeed.objects.update_or_create(
            user=actor, defaults={"digest": digest_of(token), "created_at": clock.now(), "last_read_at": None}
        )
        record_change(actor=actor, action="make_feed", subject_kind="user", subject_id=actor.pk)
    return token


def revoke_feed(*, actor: User) -> None:
    """The address leads nowhere from now on."""
    with transaction.atomic():
        if CalendarFeed.objects.filter(user=actor).delete()[0]:
            record_change(actor=actor, action="revoke_feed", subject_kind="user", subject_id=actor.pk)


def reader_of(token: str) -> User:
    """Whose calendar the token opens; NotFound for a wrong or revoked one and for an account that is switched off."""
    if not token.isascii() or len(token) > LONGEST_TOKEN:
        raise NotFound("calendar")
    digest = digest_of(token)
    feed = CalendarFeed.objects.select_related("user").filter(digest=digest).first()
    if feed is None or not hmac.compare_digest(feed.digest, digest) or not feed.user.is_active:
        raise NotFound("calendar")
    CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=clock.now())
    return feed.user


def digest_of(token: str) -> str:
    """What is stored of a token. Plain SHA-256 is enough: there is nothing to guess in 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def due_tasks(user: User, today: date) -> list[DueTask]:
    """What the user has promised, is promised, owes an answer to, and whom to talk to next, by day. One query."""
    rows = Task.objects.filter(owner=user, state=Task.State.OPEN, kind__in=KINDS, due_on__isnull=False)
    found = []
    for row in rows.order_by("due_on", "id").values(
        "id", "kind", "title", "reason", "due_on", "client_id", "client__name", "person__name"
    )[:MOST]:
        reason = living_reason(
            row["kind"], row["reason"], person=row["person__name"], due_on=row["due_on"], today=today
        )
        text, day = title(row["kind"], reason, row["title"]), row["due_on"] or today
        found.append(DueTask(row["id"], row["kind"], text, day, row["client_id"], row["client__name"] or ""))
    return found
