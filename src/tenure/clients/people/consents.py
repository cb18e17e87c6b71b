"""The consent register: what allows us to keep a person's data and to write to them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from tenure.clients.facts.special_facts import destroy_values, renew_expiry
from tenure.clients.models import Consent
from tenure.clients.people.people import PersonHere, visible_people
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may, require

EMAIL, PHONE, ADVERTISING, CARD = PURPOSES = ("email", "phone", "advertising", "card")
SPECIAL = "special:"
BASES: tuple[str, ...] = tuple(Consent.Basis.values)
LONGEST_PROOF = 2000
# A consent to a special category without a last day of its own holds so long, then is asked for again.
SPECIAL_DAYS = 365
_SPECIAL = re.compile(r"special:[a-z0-9_.:-]{1,60}")


@dataclass(frozen=True)
class ConsentRow:
    """One basis as it was recorded. state: "valid", "expired" or "withdrawn" on the day asked about."""

    id: int
    person_id: int
    purpose: str
    basis: str
    proof: str
    given_on: date
    expires_on: date | None
    recorded_by: str
    recorded_at: datetime
    withdrawn_on: date | None
    withdrawn_by: str
    state: str


def special_purpose(type_code: str) -> str:
    """The purpose a special category needs."""
    return SPECIAL + type_code


def has_basis(*, person_id: int, purpose: str, today: date) -> bool:
    """Whether something recorded allows this purpose today. One query."""
    return _valid(Consent.objects.filter(person_id=person_id, purpose=purpose), today).exists()


def people_with_basis(*, person_ids: Iterable[int], purpose: str, today: date) -> frozenset[int]:
    """Those of the people to whom the purpose applies today. One query."""
    rows = _valid(Consent.objects.filter(person_id__in=list(person_ids), purpose=purpose), today)
    return frozenset(rows.values_list("person_id", flat=True))


def consents_of(*, actor: User, person_ids: Iterable[int], today: date) -> dict[int, tuple[ConsentRow, ...]]:
    """All that is recorded on the people in sight, valid first, then the newest. Two queries."""
    seen = visible_people(actor).filter(pk__in=list(person_ids)).values_list("pk", flat=True)
    return _recorded(actor, list(seen), today)


def _recorded(actor: User, person_ids: Iterable[int], today: date) -> dict[int, tuple[ConsentRow, ...]]:
    """The same of people known to be in sight. One query."""
    found: dict[int, list[ConsentRow]] = {person_id: [] for person_id in person_ids}
    sees_proof = may(actor, Right.SEE_PERSONAL_CONTACTS)
    rows = Consent.objects.filter(person_id__in=list(found)).order_by("-given_on", "-id")
    for row in rows.values_list(*_SHOWN, named=True):
        found[row.person_id].append(_row(row, today, proof=sees_proof))
    return {person_id: tuple(sorted(rows, key=lambda row: row.state != "valid")) for person_id, rows in found.items()}


@dataclass(frozen=True)
class PersonConsents:
    """One person with all that is recorded on them."""

    person_id: int
    name: str
    rows: tuple[ConsentRow, ...]

    @property
    def plain(self) -> tuple[ConsentRow, ...]:
        """What holds on the day asked about; special categories are not told at a glance."""
        return tuple(row for row in self.rows if row.state == "valid" and not row.purpose.startswith(SPECIAL))


def consents_of_person(*, actor: User, person_id: int, today: date) -> PersonConsents:
    """One person in sight; NotFound otherwise. Three queries."""
    name = visible_people(actor).filter(pk=person_id).values_list("name", flat=True).first()
    if name is None:
        raise NotFound(f"person {person_id}")
    rows = consents_of(actor=actor, person_ids=[person_id], today=today)
    return PersonConsents(person_id, name, rows.get(person_id, ()))


def consents_at(*, actor: User, people: Iterable[PersonHere], today: date) -> tuple[PersonConsents, ...]:
    """Everybody of the people of a client (`people_of`) who works there, by name. One query."""
    here = sorted((one for one in people if one.is_here), key=lambda one: (one.name.casefold(), one.id))
    rows = _recorded(actor, [one.id for one in here], today)
    return tuple(PersonConsents(one.id, one.name, rows[one.id]) for one in here)


@dataclass(frozen=True)
class Withdrawn:
    """Whose consent was withdrawn, and how many sealed values went with it."""

    person_id: int
    destroyed: int


def record_consent(
    *,
    actor: User,
    person_id: int,
    purpose: str,
    basis: str,
    proof: str,
    given_on: date,
    today: date,
    expires_on: date | None = None,
) -> int:
    """Record what allows a purpose; returns its number. A special category takes nothing but a proven consent."""
    require(actor, Right.WORK_WITH_CLIENTS)
    proof = _checked(purpose, basis, proof, given_on, expires_on, today)
    if expires_on is None and purpose.startswith(SPECIAL):
        expires_on = given_on + timedelta(days=SPECIAL_DAYS)
    with transaction.atomic():
        if not visible_people(actor).select_for_update().filter(pk=person_id).exists():
            raise NotFound(f"person {person_id}")
        consent = Consent.objects.create(
            person_id=person_id, purpose=purpose, basis=basis, proof=proof, given_on=given_on, expires_on=expires_on,
            recorded_by=actor, recorded_at=clock.now(),
        )  # fmt: skip
        record_change(
            actor=actor, action="record_consent", subject_kind="person", subject_id=person_id, consent=consent.pk,
            purpose=purpose, basis=basis, until=expires_on.isoformat() if expires_on else None,
        )  # fmt: skip
        if purpose.startswith(SPECIAL):
            renew_expiry(person_id=person_id, type_code=purpose.removeprefix(SPECIAL), today=today)
    return consent.pk


def withdraw_consent(*, actor: User, consent_id: int, today: date) -> Withdrawn:
    """The person has taken it back.

    The row stays as proof. Where nothing else allows a special category any more, its values are destroyed at once.
    """
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        consent = Consent.objects.filter(pk=consent_id, person__in=visible_people(actor)).first()
        if consent is None:
            raise NotFound(f"consent {consent_id}")
        changed = Consent.objects.filter(pk=consent_id, withdrawn_on=None).update(
            withdrawn_on=today, withdrawn_by=actor
        )
        if not changed:
            raise Conflict(f"consent {consent_id} is withdrawn already")
        record_change(
            actor=actor, action="withdraw_consent", subject_kind="person", subject_id=consent.person_id,
            consent=consent_id, purpose=consent.purpose,
        )  # fmt: skip
        special = consent.purpose.startswith(SPECIAL)
        if not special or has_basis(person_id=consent.person_id, purpose=consent.purpose, today=today):
            return Withdrawn(consent.person_id, 0)
        destroyed = destroy_values(
            actor=actor, person_id=consent.person_id, type_code=consent.purpose.removeprefix(SPECIAL), why="withdrawn"
        )
    return Withdrawn(consent.person_id, destroyed)


def _valid(rows: QuerySet[Consent], today: date) -> QuerySet[Consent]:
    lasting = Q(expires_on=None) | Q(expires_on__gte=today)
    return rows.filter(lasting, withdrawn_on=None, given_on__lte=today)


_SHOWN = (
    "id", "person_id", "purpose", "basis", "proof", "given_on", "expires_on", "recorded_by__name", "recorded_at",
    "withdrawn_on", "withdrawn_by__name",
)  # fmt: skip


def _row(row: Any, today: date, *, proof: bool) -> ConsentRow:
    """row: the columns of _SHOWN."""
    state = "valid"
    if row.withdrawn_on:
        state = "withdrawn"
    elif row.expires_on and row.expires_on < today:
        state = "expired"
    return ConsentRow(
        id=row.id,
        person_id=row.person_id,
        purpose=row.purpose,
        basis=row.basis,
        proof=row.proof if proof else "",
        given_on=row.given_on,
        expires_on=row.expires_on,
        recorded_by=row.recorded_by__name,
        recorded_at=row.recorded_at,
        withdrawn_on=row.withdrawn_on,
        withdrawn_by=row.withdrawn_by__name or "",
        state=state,
    )


def _checked(purpose: str, basis: str, proof: str, given_on: date, expires_on: date | None, today: date) -> str:
    """The proof ready to store. Raises InvalidValue naming the first field that cannot be used."""
    special = bool(_SPECIAL.fullmatch(purpose))
    if purpose not in PURPOSES and not special:
        raise InvalidValue("consent_purpose_unknown", field="purpose", value=purpose[:40])
    if basis not in BASES:
        raise InvalidValue("consent_basis_unknown", field="basis", value=basis[:40])
    if special and basis != Consent.Basis.CONSENT:
        raise InvalidValue("consent_special_basis", field="basis")
    proof = proof.replace("\r\n", "\n").replace("\x00", "").strip()
    if special and not proof:
        raise InvalidValue("consent_proof_missing", field="proof")
    if len(proof) > LONGEST_PROOF:
        raise InvalidValue("consent_proof_long", field="proof", longest=LONGEST_PROOF, length=len(proof))
    if given_on > today:
        raise InvalidValue("consent_day_future", field="given_on", day=given_on.isoformat())
    if expires_on is not None and expires_on < max(given_on, today):
        raise InvalidValue("consent_expired_already", field="expires_on", day=expires_on.isoformat())
    return proof
