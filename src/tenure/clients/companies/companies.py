"""The register of companies around our clients, and what each of them is to a client.

Everybody reads the register: suppliers and competitors are the same for all of us. Which clients of ours stand behind
a company each viewer learns only for the clients in their sight.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from tenure.clients.clients import visible_clients
from tenure.clients.companies.holdings import refuse_circle, refuse_circles_of
from tenure.clients.matching.names import normal_name, search_text
from tenure.clients.models import Client, Company, CompanyTie
from tenure.clients.sight import Sight, look
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

Kind = CompanyTie.Kind
BUYS = (Kind.SUPPLIER, Kind.SUBSTITUTE)
LONGEST_NAME, LONGEST_WHAT, LONGEST_NOTE = 250, 200, 20_000
MOST_TIES = 500


@dataclass(frozen=True)
class CompanyHere:
    """What a company is to one client. its_client_id: our client that is the same company, where in sight.

    what: what of, in words; until: the day it ended, None while it lasts; stamp: goes back with a change.
    """

    tie_id: int
    id: int
    name: str
    kind: str
    what: str
    until: date | None
    its_client_id: int | None
    stamp: str


@dataclass(frozen=True)
class TiedClient:
    """A client in the viewer's sight that a company is something to."""

    tie_id: int
    client_id: int
    client_name: str
    kind: str
    what: str
    until: date | None


@dataclass(frozen=True)
class CompanyCard:
    """A company of the register. client_id and client_name: our client that it is, where the viewer may know."""

    id: int
    name: str
    note: str
    client_id: int | None
    client_name: str
    stamp: str


def visible_companies(actor: User) -> QuerySet[Company]:
    """The companies of the register; those merged into another are gone."""
    return Company.objects.filter(merged_into=None) if actor.is_active else Company.objects.none()


def company_card(*, actor: User, company_id: int) -> CompanyCard:
    """One company; NotFound when there is none. Two queries."""
    company = _company(actor, company_id)
    client = visible_clients(actor).filter(pk=company.client_id).first() if company.client_id else None
    return CompanyCard(
        company.pk, company.name, company.note, client.pk if client else None, client.name if client else "",
        stamp_of(company.name, company.note, company.client_id),
    )  # fmt: skip


def company_merged_into(company_id: int) -> int | None:
    """The company that took this one over; old addresses lead there."""
    return Company.objects.filter(pk=company_id).values_list("merged_into_id", flat=True).first()


def companies_of(*, actor: User, client_id: int, sight: Sight | None = None) -> tuple[CompanyHere, ...]:
    """Companies around a client in sight: what lasts first, by kind and name; then what ended. Three queries."""
    look(actor, client_id, sight)
    ties = CompanyTie.objects.filter(client_id=client_id, company__merged_into=None)
    ties = ties.exclude(company__client_id=client_id)  # two that were merged may have bought from each other
    ties = ties.order_by(F("until").desc(nulls_first=True), "company__normal_name", "pk")
    columns = ("id", "company_id", "company__name", "kind", "what", "until", "company__client_id")
    rows = list(ties.values_list(*columns)[:MOST_TIES])
    ours = {client for *_tie, client in rows if client}
    seen = set(visible_clients(actor).filter(pk__in=ours).values_list("pk", flat=True)) if ours else set()
    place = list(Kind.values)
    found = [
        CompanyHere(tie, company, name, kind, what, until, client if client in seen else None,
                    stamp_of(kind, what, until))
        for tie, company, name, kind, what, until, client in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.until is not None, place.index(one.kind))))


def who_buys_from(*, actor: User, company_id: int) -> tuple[TiedClient, ...]:
    """Clients in sight that buy from this company, or its substitute for ours, today. Two queries."""
    return tuple(row for row in tied_clients(actor=actor, company_id=company_id) if row.kind in BUYS and not row.until)


def tied_clients(*, actor: User, company_id: int) -> tuple[TiedClient, ...]:
    """Every client in sight that this company is or was something to; what lasts first, then by name. Two queries."""
    _company(actor, company_id)
    ties = CompanyTie.objects.filter(company_id=company_id, client__in=visible_clients(actor)).select_related("client")
    rows = ties.order_by(F("until").desc(nulls_first=True), "client__normal_name", "pk")[:MOST_TIES]
    return tuple(TiedClient(row.pk, row.client_id, row.client.name, row.kind, row.what, row.until) for row in rows)


def add_company(*, actor: User, name: str, note: str = "") -> int:
    """The company of this name, added to the register when it is not there yet. Returns its id."""
    require(actor, Right.WORK_WITH_CLIENTS)
    clean, normal, text = *_names(name), _note(note)
    with transaction.atomic():
        known = _by_name(normal)
        if known is not None:
            return known.pk
        company = Company.objects.create(
            name=clean, normal_name=normal, search_text=search_text(clean), note=text, created_by=actor,
            created_at=clock.now(),
        )  # fmt: skip
        record_change(actor=actor, action="add_company", subject_kind="company", subject_id=company.pk, name=clean)
    return int(company.pk)


def edit_company(*, actor: User, company_id: int, name: str, note: str, client_id: int | None, stamp: str) -> None:
    """Change a company. client_id: our client in sight that it is, or None. Conflict when `stamp` is not the stored one.

    A link to a client out of the actor's sight stays as it is.
    """
    require(actor, Right.WORK_WITH_CLIENTS)
    clean, normal, text = *_names(name), _note(note)
    with transaction.atomic():
        if client_id is not None:  # before the company, as everybody takes the two
            list(visible_clients(actor).select_for_update().filter(pk=client_id).values_list("pk"))
        company = _company(actor, company_id, lock=True)
        if stamp != stamp_of(company.name, company.note, company.client_id):
            raise Conflict(f"company {company_id}")
        other = _by_name(normal)
        if other is not None and other.pk != company.pk and normal != company.normal_name:
            raise InvalidValue("company_known", field="name", name=other.name)
        before = (company.name, company.note, company.client_id)
        company.name, company.normal_name, company.note = clean, normal, text
        company.search_text = search_text(clean)
        _link(actor, company, client_id)
        company.save()
        changed = [column for column, was, now in zip(
            ("name", "note", "client"), before, (company.name, company.note, company.client_id), strict=True
        ) if was != now]  # fmt: skip
        record_change(
            actor=actor, action="edit_company", subject_kind="company", subject_id=company_id, changed=changed
        )


def tie_company(
    *, actor: User, client_id: int, kind: str, company_id: int | None = None, name: str = "", what: str = ""
) -> int:
    """Say what a company is to a client in sight: one of the register, or by name, added when new. Returns the tie."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        client = _client(actor, client_id)
        found = company_id if company_id is not None else add_company(actor=actor, name=name)
        company = _company(actor, found, lock=True)
        tie = CompanyTie(client=client, company=company, created_at=clock.now())
        _store(actor, tie, kind, what, None)
        _record(actor, "tie_company", tie)
    return int(tie.pk)


def change_company_tie(*, actor: User, tie_id: int, kind: str, what: str, until: date | None, stamp: str) -> int:
    """Change what a company is to a client, or say until when it was; returns the client. Conflict as ever."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        tie = _tie(actor, tie_id)
        if stamp != stamp_of(tie.kind, tie.what, tie.until):
            raise Conflict(f"tie {tie_id}")
        tie.from_fact = False
        _store(actor, tie, kind, what, until)
        _record(actor, "change_company_tie", tie)
    return tie.client_id


def remove_company_tie(*, actor: User, tie_id: int) -> int:
    """Take away a tie written by mistake; returns the client."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        tie = _tie(actor, tie_id)
        _record(actor, "remove_company_tie", tie)
        tie.delete()
    return tie.client_id


def company_tie_of(*, actor: User, tie_id: int) -> tuple[int, CompanyHere]:
    """A tie of a client in sight, and that client, for editing."""
    tie = _tie(actor, tie_id)
    return tie.client_id, _here(tie, None)


def stamp_of(*values: object) -> str:
    """A short mark of these values, for telling whether somebody changed them meanwhile."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def _names(name: str) -> tuple[str, str]:
    """The name as stored and as compared."""
    clean = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    if not clean:
        raise InvalidValue("company_name_missing", field="name")
    if len(clean) > LONGEST_NAME:
        raise InvalidValue("company_text_long", field="name", longest=LONGEST_NAME, length=len(clean))
    return clean, normal_name(clean)


def _note(note: str) -> str:
    clean = note.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(clean) > LONGEST_NOTE:
        raise InvalidValue("company_text_long", field="note", longest=LONGEST_NOTE, length=len(clean))
    return clean


def _by_name(normal: str) -> Company | None:
    """The oldest company of this comparable name; one that was merged leads to the one that stayed."""
    row = Company.objects.filter(normal_name=normal).order_by(F("merged_into").asc(nulls_first=True), "pk").first()
    while row is not None and row.merged_into is not None:
        row = row.merged_into
    return row


def _company(actor: User, company_id: int, *, lock: bool = False) -> Company:
    rows = visible_companies(actor)
    company = (rows.select_for_update() if lock else rows).filter(pk=company_id).first()
    if company is None:
        raise NotFound
    return company


def _client(actor: User, client_id: int) -> Client:
    client = visible_clients(actor).select_for_update().filter(pk=client_id).first()
    if client is None:
        raise NotFound
    return client


def _link(actor: User, company: Company, client_id: int | None) -> None:
    """Let the company be this client of ours."""
    hidden = company.client_id and not visible_clients(actor).filter(pk=company.client_id).exists()
    if hidden or client_id == company.client_id:
        return
    if client_id is not None:
        _client(actor, client_id)
        other = Company.objects.filter(client_id=client_id).exclude(pk=company.pk).first()
        if other is not None:
            raise InvalidValue("company_client_taken", field="client", name=other.name)
    company.client_id = client_id
    if client_id is not None:  # taken apart, two can close no circle
        company.save(update_fields=["client"])  # the circle is looked for in what is stored
        refuse_circles_of(actor, company)


def _store(actor: User, tie: CompanyTie, kind: str, what: str, until: date | None) -> None:
    if kind not in Kind.values:
        raise InvalidValue("tie_kind_unknown", field="kind", value=kind)
    tie.kind, tie.until = kind, until
    tie.what = " ".join(what.replace("\x00", "").split())
    if len(tie.what) > LONGEST_WHAT:
        raise InvalidValue("company_text_long", field="what", longest=LONGEST_WHAT, length=len(tie.what))
    if tie.company.client_id == tie.client_id:
        raise InvalidValue("tie_to_itself", field="name")
    if until is None:
        refuse_circle(actor, tie.client_id, tie.company, kind)
    try:
        with transaction.atomic():
            tie.save()
    except IntegrityError as error:
        raise InvalidValue("tie_known", field="name", name=tie.company.name) from error


def _tie(actor: User, tie_id: int) -> CompanyTie:
    rows = CompanyTie.objects.filter(pk=tie_id, client__in=visible_clients(actor), company__merged_into=None)
    tie = rows.select_related("company").first()
    if tie is None:
        raise NotFound
    return tie


def _here(row: CompanyTie, its_client: int | None) -> CompanyHere:
    return CompanyHere(
        row.pk, row.company_id, row.company.name, row.kind, row.what, row.until, its_client,
        stamp_of(row.kind, row.what, row.until),
    )  # fmt: skip


def _record(actor: User, action: str, tie: CompanyTie) -> None:
    record_change(
        actor=actor, action=action, subject_kind="client", subject_id=tie.client_id, company=tie.company_id,
        kind=tie.kind,
    )  # fmt: skip
