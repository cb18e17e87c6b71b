"""Ways to reach a person: kept as written, compared in one form, opened by a link. A personal contact: by right."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from tenure.clients.clients import visible_clients
from tenure.clients.matching.names import fold
from tenure.clients.models import Channel, Person, Post
from tenure.clients.phone_numbers import normal_phone, region_of
from tenure.clients.phones import own_region
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may, require

Kind = Channel.Kind
LONGEST = 250
FEWEST_DIGITS = 3
MOST = 30
_NUMBERS = (Kind.PHONE, Kind.WHATSAPP, Kind.VIBER)
_PAGES = (Kind.SITE, Kind.SOCIAL, Kind.LINKEDIN)
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
_TELEGRAM = re.compile(r"(?:(?:https?://)?(?:t|telegram)\.me/|@)?([A-Za-z][A-Za-z0-9_]{4,31})/?")
_LINKEDIN_NAME = re.compile(r"[\w\-%.]{3,100}")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?::\d{1,5})?")
_SHOWN = ("person_id", "id", "kind", "value", "preferred", "normal")
_SPACE = re.compile(r"[\x00-\x20\x7f\u2028\u2029]+")


@dataclass(frozen=True)
class ChannelHere:
    """A channel as shown. href: the address a link opens, empty when there is none."""

    id: int
    kind: str
    value: str
    preferred: bool
    href: str


def channels_of_people(*, actor: User, person_ids: Sequence[int]) -> dict[int, tuple[ChannelHere, ...]]:
    """Channels by person, the preferred one first; nothing for those who may not see personal contacts. One query."""
    found: dict[int, list[ChannelHere]] = defaultdict(list)
    if person_ids and may(actor, Right.SEE_PERSONAL_CONTACTS):
        rows = Channel.objects.filter(person__in=person_ids).order_by("-preferred", "pk")
        for person, pk, kind, value, preferred, normal in rows.values_list(*_SHOWN):
            found[person].append(ChannelHere(pk, kind, value, preferred, link_to(kind, normal)))
    return {person_id: tuple(found[person_id]) for person_id in person_ids}


def add_channel(*, actor: User, person_id: int, kind: str, value: str, preferred: bool = False) -> int:
    """Add a way to reach a person in sight. Returns its id."""
    with transaction.atomic():
        person = _reachable(actor, person_id)
        if Channel.objects.filter(person=person).count() >= MOST:
            raise InvalidValue("channels_too_many", field="value", most=MOST)
        (row,) = add_channels(person, ((kind, value),), country=_country(person), strict=True)
        if preferred:
            _prefer(row)
        _record(actor, "add_channel", row)
    return int(row.pk)


def edit_channel(*, actor: User, channel_id: int, kind: str, value: str, preferred: bool = False) -> None:
    """Change a channel of a person in sight."""
    with transaction.atomic():
        row = _channel(actor, channel_id)
        row.kind = clean_kind(kind)
        row.value, row.normal = clean_value(row.kind, value, _country(row.person))
        row.preferred = preferred
        _store(row)
        if preferred:
            _prefer(row)
        _record(actor, "edit_channel", row)


def remove_channel(*, actor: User, channel_id: int) -> int:
    """Take a channel away; returns the person it led to."""
    with transaction.atomic():
        row = _channel(actor, channel_id)
        _record(actor, "remove_channel", row)
        row.delete()
    return row.person_id


def channel_of(*, actor: User, channel_id: int) -> tuple[int, ChannelHere]:
    """A channel in sight and its person, for editing."""
    row = _channel(actor, channel_id)
    return row.person_id, _here(row)


def add_channels(
    person: Person, wanted: Iterable[tuple[str, str]], *, country: str = "", strict: bool = False
) -> list[Channel]:
    """Part of a writer's transaction: store these kinds and values; blanks are left out unless `strict`."""
    made = []
    for kind, value in wanted:
        if not strict and not value.strip():
            continue
        shown, normal = clean_value(clean_kind(kind), value, country, "value" if strict else kind)
        made.append(_store(Channel(person=person, kind=kind, value=shown, normal=normal)))
    return made


def clean_kind(kind: str) -> str:
    """The kind, if there is such a one."""
    if kind not in Kind.values:
        raise InvalidValue("channel_kind_unknown", field="kind", value=kind)
    return kind


def clean_value(kind: str, value: str, country: str = "", field: str = "value") -> tuple[str, str]:
    """The value as it is kept and as it is compared; InvalidValue says what is wrong with it.

    country: of the client, for numbers written without a country code; field: what the form calls the value.
    """
    shown = _SPACE.sub(" ", value).strip()
    if not shown:
        raise InvalidValue("channel_empty", field=field)
    if len(shown) > LONGEST:
        raise InvalidValue("channel_long", field=field, longest=LONGEST, length=len(shown))
    if kind in _NUMBERS:
        return shown, _number(kind, shown, country, field)
    if kind == Kind.EMAIL:
        if not _EMAIL.fullmatch(shown):
            raise InvalidValue("channel_email_wrong", field=field, value=shown)
        return shown, shown.lower()
    if kind == Kind.TELEGRAM:
        return shown, _telegram(shown, country, field)
    if kind in _PAGES:
        return shown, _page(kind, shown, field)
    return shown, fold(shown)[:LONGEST]


def link_to(kind: str, normal: str) -> str:
    """The address that opens a channel: a call, a letter, a chat, a page; empty when there is none."""
    digits = normal.lstrip("+")
    if kind in _NUMBERS and not normal.startswith("+"):
        return f"tel:{digits}" if kind == Kind.PHONE and digits.isdigit() else ""
    return {
        Kind.PHONE: f"tel:{normal}",
        Kind.EMAIL: f"mailto:{normal}",
        Kind.WHATSAPP: f"https://wa.me/{digits}",
        Kind.VIBER: f"viber://chat?number=%2B{digits}",
        Kind.TELEGRAM: f"https://t.me/{normal}",
        Kind.LINKEDIN: f"https://{normal}",
        Kind.SOCIAL: f"https://{normal}",
        Kind.SITE: f"https://{normal}",
    }.get(Kind(kind), "")


def _number(kind: str, shown: str, country: str, field: str) -> str:
    normal = normal_phone(shown, region_of(country, own_region()))
    digits = "".join(sign for sign in shown if sign.isdigit())
    # An extension or a short internal number is worth keeping; a messenger needs a number the world can dial.
    if not normal and (kind != Kind.PHONE or len(digits) < FEWEST_DIGITS):
        raise InvalidValue("channel_phone_wrong", field=field, value=shown)
    return normal or digits[:LONGEST]


def _telegram(shown: str, country: str, field: str) -> str:
    name = _TELEGRAM.fullmatch(shown)
    if name:
        return name[1].lower()
    number = normal_phone(shown, region_of(country, own_region()))
    if not number:
        raise InvalidValue("channel_telegram_wrong", field=field, value=shown)
    return number


def _page(kind: str, shown: str, field: str) -> str:
    """Host and path of a page, without scheme, in lower case up to the path."""
    if kind == Kind.LINKEDIN and _LINKEDIN_NAME.fullmatch(shown) and "." not in shown:
        return f"www.linkedin.com/in/{shown}"
    try:
        parts = urlsplit(shown if "://" in shown else f"https://{shown}")
    except ValueError:
        parts = urlsplit("")
    host = parts.netloc.lower()
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or " " in shown:
        raise InvalidValue("channel_page_wrong", field=field, value=shown)
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"[:LONGEST]


def _reachable(actor: User, person_id: int) -> Person:
    """A person in sight whose contacts the actor may write; locked. NotFound otherwise."""
    require(actor, Right.WORK_WITH_CLIENTS)
    require(actor, Right.SEE_PERSONAL_CONTACTS)
    rows = Person.objects.select_for_update().filter(pk=person_id, merged_into=None, erased_at=None)
    person = rows.first()
    if person is None or not (may(actor, Right.SEE_ALL_CLIENTS) or _met(actor, person_id)):
        raise NotFound
    return person


def _met(actor: User, person_id: int) -> bool:
    return Post.objects.filter(person_id=person_id, client__in=visible_clients(actor)).exists()


def _channel(actor: User, channel_id: int) -> Channel:
    require(actor, Right.WORK_WITH_CLIENTS)
    row = Channel.objects.filter(pk=channel_id).first()
    if row is None:
        raise NotFound
    row.person = _reachable(actor, row.person_id)
    return row


def _country(person: Person) -> str:
    """Country of a client the person works at."""
    posts = Post.objects.filter(person=person).exclude(client__country="").order_by("until", "-pk")
    return posts.values_list("client__country", flat=True).first() or ""


def _store(row: Channel) -> Channel:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise InvalidValue("channel_known", field="value", value=row.value) from error
    return row


def _prefer(row: Channel) -> None:
    Channel.objects.filter(person=row.person_id).exclude(pk=row.pk).update(preferred=False)
    Channel.objects.filter(pk=row.pk).update(preferred=True)


def _here(row: Channel) -> ChannelHere:
    return ChannelHere(row.pk, row.kind, row.value, row.preferred, link_to(row.kind, row.normal))


def _record(actor: User, action: str, row: Channel) -> None:
    """The log says which kind of contact changed, never what it is."""
    record_change(actor=actor, action=action, subject_kind="person", subject_id=row.person_id, kind=row.kind)
