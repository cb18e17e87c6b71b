"""One client: who it is, who answers for it, and whether we already have it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from tenure.clients.matching.aliases import keep_words, words_of
from tenure.clients.matching.names import normal_name, search_text
from tenure.clients.models import Alias, Client
from tenure.clients.phones import keep_phone
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import Role, User
from tenure.privacy.rights import Right, may, require

# One change of owners touches at most so many clients; more is a matter for an import or the command line.
MOST_AT_ONCE = 5000
LONGEST = {"name": 250, "external_id": 120, "email": 250, "tax_id": 40, "phone": 40, "country": 80}
FEWEST_DIGITS = 3
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


@dataclass(frozen=True)
class Details:
    """What a person writes about a client; only the name must be there."""

    name: str
    external_id: str = ""
    email: str = ""
    phone: str = ""
    tax_id: str = ""
    country: str = ""

    @property
    def dial(self) -> str:
        """What a link that calls needs of the phone: its digits and a leading plus; empty when it holds too few."""
        digits = "".join(sign for sign in self.phone if sign.isdigit())
        plus = "+" if self.phone.lstrip().startswith("+") else ""
        return plus + digits if len(digits) >= FEWEST_DIGITS else ""


@dataclass(frozen=True)
class ClientFacts:
    """A client as one viewer may see it: `details` without e-mail and phone where they may not.

    stamp: changes with every change of the details; an edit sends it back so that nobody's words are overwritten.
    """

    id: int
    details: Details
    owner_id: int | None
    owner_name: str
    stamp: str
    contacts_visible: bool


@dataclass(frozen=True)
class Similar:
    """A client that may be the one about to be added. `id` is None when it is out of the viewer's sight."""

    id: int | None
    name: str
    because: str


@dataclass(frozen=True)
class Person:
    """One of our people who may answer for clients."""

    id: int
    name: str


def visible_clients(actor: User) -> QuerySet[Client]:
    """The clients this actor may know of: all, or their own; clients merged into another are gone."""
    everyone = Client.objects.filter(merged_into=None)
    return everyone if may(actor, Right.SEE_ALL_CLIENTS) else everyone.filter(owner=actor)


def client_facts(*, actor: User, client_id: int) -> ClientFacts:
    """One client; NotFound when there is none or it is out of sight."""
    columns = (*(f.name for f in fields(Details)), "owner_id", "owner__name")
    row = visible_clients(actor).filter(pk=client_id).values_list(*columns).first()
    if row is None:
        raise NotFound
    *texts, owner, owner_name = row
    details = Details(*(text or "" for text in texts))
    contacts = may(actor, Right.SEE_PERSONAL_CONTACTS)
    shown = details if contacts else replace(details, email="", phone="")
    return ClientFacts(client_id, shown, owner, owner_name or "", stamp_of(details), contacts)


def merged_into(*, actor: User, client_id: int) -> int | None:
    """The client that took this one over, when both are in sight; old addresses lead there."""
    target = Client.objects.filter(pk=client_id).values_list("merged_into_id", flat=True).first()
    if target is None or not visible_clients(actor).filter(pk=target).exists():
        return None
    return target


def client_by_number(*, actor: User, number: str) -> int:
    """The id of a client in sight by the number of its page, or by our own client number; BadInput for any other."""
    wanted = number.strip()
    in_sight = visible_clients(actor)
    found = (
        in_sight.filter(pk=int(wanted)).first() if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
    )
    found = found or in_sight.filter(external_id=wanted).first()
    if found is None:
        raise BadInput("brief_no_client", number=wanted[:60])
    return found.pk


def possible_owners() -> list[Person]:
    """Active people who work with clients, by name."""
    people = User.objects.filter(is_active=True).exclude(role=Role.ANALYST).order_by("name", "id")
    return [Person(id, name) for id, name in people.values_list("id", "name")]


def stamp_of(details: Details) -> str:
    """A short mark of these details, for telling whether somebody changed them meanwhile."""
    return hashlib.sha256(repr(asdict(details)).encode()).hexdigest()[:16]


def similar_clients(*, actor: User, details: Details, besides: int | None = None) -> list[Similar]:
    """Clients with the same id, e-mail, tax id or name, aliases of merged clients included; at most ten."""
    keys = {
        Alias.Kind.EXTERNAL_ID: ("external_id", details.external_id),
        Alias.Kind.EMAIL: ("email", details.email),
        Alias.Kind.TAX_ID: ("tax_id", details.tax_id),
        Alias.Kind.NAME: ("normal_name", normal_name(details.name)),
    }
    found: dict[int, tuple[str, int | None, str]] = {}
    for kind, (column, value) in keys.items():
        for row in _with_key(kind, column, value):
            found.setdefault(row[0], (row[1], row[2], str(kind)))
    found.pop(besides or 0, None)
    sees_all = may(actor, Right.SEE_ALL_CLIENTS)
    return [
        Similar(id, name, because) if sees_all or owner_id == actor.pk else Similar(None, "", because)
        for id, (name, owner_id, because) in found.items()
    ][:10]


def create_client(
    *, actor: User, details: Details, owner_id: int | None = None, although_similar: bool = False
) -> Client:
    """Add a client. Raises SimilarFound unless `although_similar`; a salesperson's new client is their own."""
    require(actor, Right.WORK_WITH_CLIENTS)
    clean = clean_details(details, contacts=True)
    owner = _owner_for(actor, owner_id)
    with transaction.atomic():
        similar = similar_clients(actor=actor, details=clean)
        if similar and not although_similar:
            raise SimilarFound(similar)
        if any(one.because == Alias.Kind.EXTERNAL_ID for one in similar):
            raise InvalidValue("client_id_taken", field="external_id", value=clean.external_id)
        client = _insert(clean, owner)
        record_change(
            actor=actor, action="create", subject_kind="client", subject_id=client.pk, name=client.name,
            owner=owner.pk if owner else None,
        )  # fmt: skip
    return client


def edit_client(*, actor: User, client_id: int, details: Details, stamp: str) -> bool:
    """Change the details; whether the client is called otherwise now. Conflict when `stamp` is not that of the details as they
    stand now."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        client = _visible(actor, client_id, lock=True)
        before = _details_of(client)
        if stamp != stamp_of(before):
            raise Conflict(client_id)
        contacts = may(actor, Right.SEE_PERSONAL_CONTACTS)
        clean = clean_details(details, contacts=contacts)
        if not contacts:
            clean = replace(clean, email=before.email, phone=before.phone)
        if clean == before:
            return False
        taken = clean.external_id and clean.external_id != before.external_id
        if taken and _with_key(Alias.Kind.EXTERNAL_ID, "external_id", clean.external_id):
            raise InvalidValue("client_id_taken", field="external_id", value=clean.external_id)
        words = words_of(client)
        _store(client, clean)
        keep_words(client, words)
        changed = {f.name: [getattr(before, f.name), getattr(clean, f.name)] for f in fields(Details)
                   if getattr(before, f.name) != getattr(clean, f.name)}  # fmt: skip
        record_change(actor=actor, action="edit", subject_kind="client", subject_id=client.pk, changed=_redact(changed))
    return "name" in changed


def assign_owner(*, actor: User, client_ids: Sequence[int], owner_id: int | None) -> int:
    """Make one person answer for these clients (None: nobody). Returns how many changed hands.

    NotFound when any of them is out of sight: nothing is changed then.
    """
    require(actor, Right.ASSIGN_CLIENTS)
    if len(client_ids) > MOST_AT_ONCE:
        raise BadInput("too_many_clients", count=len(client_ids), most=MOST_AT_ONCE)
    owner = _person(owner_id)
    with transaction.atomic():
        rows = list(visible_clients(actor).filter(pk__in=set(client_ids)).values_list("pk", "owner_id"))
        if len(rows) != len(set(client_ids)):
            raise NotFound
        changed = {pk: was for pk, was in rows if was != owner_id}
        Client.objects.filter(pk__in=changed).update(owner=owner)
        for pk, was in changed.items():
            record_change(
                actor=actor, action="assign", subject_kind="client", subject_id=pk, before=was, after=owner_id
            )
    return len(changed)


class SimilarFound(BadInput):
    """Adding would probably make a second card of the same client; `similar` are the ones to choose from."""

    def __init__(self, similar: list[Similar]) -> None:
        self.similar = similar
        super().__init__("client_similar", count=len(similar))


def clean_details(details: Details, *, contacts: bool) -> Details:
    """The details as they are stored; InvalidValue names the field that cannot be."""
    clean = Details(**{f.name: _CONTROL.sub(" ", getattr(details, f.name)).strip() for f in fields(Details)})
    clean = replace(clean, name=" ".join(clean.name.split()), email=clean.email.lower() if contacts else "")
    if not clean.name:
        raise InvalidValue("client_name_missing", field="name")
    for column, longest in LONGEST.items():
        if len(getattr(clean, column)) > longest:
            raise InvalidValue("client_value_long", field=column, longest=longest, length=len(getattr(clean, column)))
    if clean.email and not _EMAIL.fullmatch(clean.email):
        raise InvalidValue("client_email_wrong", field="email", value=clean.email)
    return clean


def _visible(actor: User, client_id: int, *, lock: bool = False) -> Client:
    rows = visible_clients(actor)
    rows = rows.select_for_update() if lock else rows.select_related("owner")
    client = rows.filter(pk=client_id).first()
    if client is None:
        raise NotFound
    return client


def _details_of(client: Client) -> Details:
    return Details(client.name, client.external_id or "", client.email, client.phone, client.tax_id, client.country)


def _with_key(kind: str, column: str, value: str) -> list[tuple[int, str, int | None]]:
    if not value:
        return []
    own = Q(**{column: value})
    rows = Client.objects.filter(own, merged_into=None).values_list("id", "name", "owner_id")[:10]
    by_alias = Alias.objects.filter(kind=kind, value=value, client__merged_into=None)
    return [*rows, *by_alias.values_list("client_id", "client__name", "client__owner_id")[:10]]


def _owner_for(actor: User, owner_id: int | None) -> User | None:
    if not may(actor, Right.SEE_ALL_CLIENTS):
        return actor
    return _person(owner_id)


def _person(owner_id: int | None) -> User | None:
    if owner_id is None:
        return None
    owner = User.objects.filter(pk=owner_id, is_active=True).exclude(role=Role.ANALYST).first()
    if owner is None:
        raise InvalidValue("client_owner_unknown", field="owner")
    return owner


def _insert(clean: Details, owner: User | None) -> Client:
    client = Client(owner=owner, created_at=clock.now())
    try:
        with transaction.atomic():
            return _store(client, clean)
    except IntegrityError as error:
        raise InvalidValue("client_id_taken", field="external_id", value=clean.external_id) from error


def _store(client: Client, clean: Details) -> Client:
    for column, value in asdict(clean).items():
        setattr(client, column, value)
    client.external_id = clean.external_id or None
    client.normal_name = normal_name(clean.name)
    client.search_text = search_text(clean.name, clean.external_id, clean.tax_id)
    client.save()
    keep_phone(client)
    return client


def _redact(changed: dict[str, list[str]]) -> dict[str, list[str]]:
    """The audit says that a personal contact changed, not what it was or is."""
    return {name: [] if name in ("email", "phone") else values for name, values in changed.items()}
