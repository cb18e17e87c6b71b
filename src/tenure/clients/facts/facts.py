"""Facts: claims with evidence about clients, people and companies. Never overwritten: superseded, with their history."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from tenure.clients.fact_catalogue import FactKind, fact_kinds
from tenure.clients.facts.fact_companies import follow_companies, joined, named
from tenure.clients.facts.fact_rows import KnownFact, in_catalogue_order, read_facts, subject_of
from tenure.clients.facts.fact_subjects import Subject, lock, require_visible
from tenure.clients.facts.fact_values import stored_value
from tenure.clients.facts.special_facts import require_consent, seal_value
from tenure.clients.models import Fact
from tenure.clients.people.people import visible_people
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require
from tenure.privacy.workspace import current_workspace

__all__ = [
    "FactConflict", "KnownFact", "Source", "Subject", "confirm_fact", "fact_history_of", "fact_of", "facts_history",
    "facts_of", "record_fact", "resolve_fact", "restore_fact", "withdraw_fact",
]  # fmt: skip

LONGEST_SOURCE = 200
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True)
class Source:
    """Where a claim came from. text: who or what, in words; person_id: one of the client's people; interaction_id: the
    conversation; how: a value of Fact.How; known_on: the day it was known to hold, today when left out."""

    text: str = ""
    person_id: int | None = None
    interaction_id: int | None = None
    how: str = "told"
    known_on: date | None = None


class FactConflict(Conflict):
    """Somebody recorded another value meanwhile; nothing was written.

    current: their claims, empty when theirs was to withdraw the fact; wanted: the value that was to be recorded, as
    stored.
    """

    def __init__(self, current: tuple[KnownFact, ...], wanted: Any) -> None:
        self.current, self.wanted = current, wanted
        super().__init__(f"{len(current)} other claims")


def facts_of(
    *, actor: User, subjects: Iterable[Subject], seen: Collection[Subject] = (),
    kinds: Mapping[str, FactKind] | None = None,
) -> dict[Subject, tuple[KnownFact, ...]]:  # fmt: skip
    """Current claims about each subject, in the order of the catalogue; several of one kind contradict each other.

    Raises NotFound for a subject out of sight. At most seven queries, however many subjects and facts; fewer where the
    page has found subjects in sight (`seen`) or read the catalogue already.
    """
    wanted = tuple(dict.fromkeys(subjects))
    require_visible(actor, (subject for subject in wanted if subject not in seen))
    kinds = fact_kinds() if kinds is None else kinds
    found = read_facts(actor, _about(wanted).filter(superseded_at=None), kinds) if wanted else []
    by_subject: dict[Subject, list[KnownFact]] = {subject: [] for subject in wanted}
    for fact in in_catalogue_order(found, kinds):
        by_subject[fact.subject].append(fact)
    return {subject: tuple(facts) for subject, facts in by_subject.items()}


def facts_history(*, actor: User, subject: Subject, kind: str) -> tuple[KnownFact, ...]:
    """Everything ever recorded of this kind about the subject, the newest first, current claims included."""
    require_visible(actor, [subject])
    rows = _about([subject]).filter(type_code=kind).order_by("-id")
    return tuple(read_facts(actor, rows, fact_kinds()))


def fact_of(*, actor: User, fact_id: int) -> KnownFact:
    """One claim, current or superseded; NotFound when its subject is out of sight."""
    found = read_facts(actor, Fact.objects.filter(pk=fact_id), fact_kinds())
    if not found:
        raise NotFound
    require_visible(actor, [found[0].subject])
    return found[0]


def fact_history_of(*, actor: User, fact_id: int) -> tuple[KnownFact, ...]:
    """The history of the kind this claim is of, about its subject."""
    fact = fact_of(actor=actor, fact_id=fact_id)
    return facts_history(actor=actor, subject=fact.subject, kind=fact.kind)


def record_fact(
    *,
    actor: User,
    subject: Subject,
    kind: str,
    value: object,
    source: Source,
    confidence: float = 0.8,
    not_to_be_shown: bool = False,
    seen: int | None = None,
    beside: bool = False,
) -> KnownFact:
    """Record what is known. value: typed text in the active language, or a stored value (see `fact_values`).

    seen: the current claim the editor saw, which this one supersedes; None when they saw none. beside: keep the other
    claims, this one contradicts them. The same value as a current claim confirms it. Raises FactConflict when somebody
    recorded another value meanwhile, InvalidValue for what cannot be stored, NotFound for a subject out of sight.
    """
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        lock(actor, subject)
        known = _kind(kind, subject)
        stored = stored_value(known, value, currency=_currency())
        stored = named(actor=actor, subject=subject, kind=known, value=stored)
        row = _new_row(actor, subject, known, stored, source, confidence, not_to_be_shown)
        current = list(_about([subject]).filter(type_code=kind, superseded_at=None))
        replaced = _replaced(current, stored, seen, beside)
        if replaced is None:
            raise FactConflict(tuple(read_facts(actor, _ids(current), fact_kinds())), stored)
        if row.sealed is None:
            row.value = joined(actor=actor, kind=known, value=stored)
        return _write(actor, "record_fact", row, replaced)


def confirm_fact(*, actor: User, fact_id: int, known_on: date | None = None) -> KnownFact:
    """Still true: the same claim again, its age back to zero. Raises FactConflict when it is no longer current."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        fact = _locked(actor, fact_id)
        _require_current(actor, fact)
        row = _again(actor, fact, known_on=_known_on(known_on), confidence=fact.confidence)
        return _write(actor, "confirm_fact", row, [fact])


def restore_fact(*, actor: User, fact_id: int) -> KnownFact:
    """Bring an earlier claim back, with its own day and confidence; the current ones of its kind are superseded."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        fact = _locked(actor, fact_id)
        if fact.superseded_at is None:
            return fact_of(actor=actor, fact_id=fact_id)
        current = list(_about([subject_of(fact)]).filter(type_code=fact.type_code, superseded_at=None))
        row = _again(actor, fact, known_on=fact.known_on, confidence=fact.confidence)
        return _write(actor, "restore_fact", row, current)


def resolve_fact(*, actor: User, fact_id: int) -> KnownFact:
    """End a contradiction: this claim holds, the others of its kind are superseded by it."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        fact = _locked(actor, fact_id)
        _require_current(actor, fact)
        others = list(
            _about([subject_of(fact)]).filter(type_code=fact.type_code, superseded_at=None).exclude(pk=fact.pk)
        )
        _supersede(others, fact)
        follow_companies(actor=actor, subject=subject_of(fact), code=fact.type_code)
        _audit(actor, "resolve_fact", fact)
        return fact_of(actor=actor, fact_id=fact_id)


def withdraw_fact(*, actor: User, fact_id: int) -> KnownFact:
    """The claim no longer holds and nothing takes its place; it stays in the history and can be restored."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        fact = _locked(actor, fact_id)
        _require_current(actor, fact)
        Fact.objects.filter(pk=fact.pk).update(superseded_at=clock.now())
        follow_companies(actor=actor, subject=subject_of(fact), code=fact.type_code)
        _audit(actor, "withdraw_fact", fact)
        return fact_of(actor=actor, fact_id=fact_id)


def _about(subjects: Iterable[Subject]) -> QuerySet[Fact]:
    ids: dict[str, list[int]] = {}
    for subject in subjects:
        ids.setdefault(subject.kind, []).append(subject.id)
    either = Q(pk__in=())
    for kind, wanted in ids.items():
        either |= Q(**{f"{kind}_id__in": wanted})
    return Fact.objects.filter(either)


def _ids(facts: Iterable[Fact]) -> QuerySet[Fact]:
    return Fact.objects.filter(pk__in=[fact.pk for fact in facts]).order_by("-id")


def _kind(code: str, subject: Subject) -> FactKind:
    """The kind, when it can be recorded of such a subject."""
    kinds: Mapping[str, FactKind] = fact_kinds()
    kind = kinds.get(code)
    if kind is None:
        raise InvalidValue("fact_kind_unknown", field="kind", value=code[:60])
    if not kind.fits(subject.kind):
        raise InvalidValue("fact_kind_misplaced", field="kind", name=str(kind.label))
    if kind.special and not kind.enabled:
        raise InvalidValue("fact_special_off", field="kind", name=str(kind.label))
    return kind


def _new_row(
    actor: User,
    subject: Subject,
    kind: FactKind,
    stored: Any,
    source: Source,
    confidence: float,
    not_to_be_shown: bool,
) -> Fact:
    """The row to write, everything in it checked."""
    if not 0 <= confidence <= 1:
        raise InvalidValue("fact_confidence_wrong", field="confidence", value=confidence)
    text = " ".join(source.text.replace("\x00", "").split())
    if len(text) > LONGEST_SOURCE:
        raise InvalidValue("fact_source_long", field="source", longest=LONGEST_SOURCE, length=len(text))
    if source.how not in Fact.How.values:
        raise InvalidValue("fact_how_unknown", field="how", value=str(source.how)[:60])
    if source.person_id is not None and not visible_people(actor).filter(pk=source.person_id).exists():
        raise InvalidValue("fact_source_person_unknown", field="source_person")
    return Fact(
        **{f"{subject.kind}_id": subject.id},
        **_kept(actor, subject, kind, stored),
        type_code=kind.code,
        source=text,
        source_person_id=source.person_id,
        interaction_id=source.interaction_id,
        how=source.how,
        confidence=confidence,
        known_on=_known_on(source.known_on),
        not_to_be_shown=not_to_be_shown,
        recorded_by=actor,
    )


def _kept(actor: User, subject: Subject, kind: FactKind, stored: Any) -> dict[str, Any]:
    """The value as a row keeps it: in the clear, or sealed where the kind is a special category."""
    if not kind.special:
        return {"value": stored}
    sealed = seal_value(
        actor=actor,
        type_code=kind.code,
        person_id=subject.id if subject.kind == "person" else None,
        value=stored,
        today=_today(),
    )
    return {"value": None, "sealed": sealed.sealed, "expires_on": sealed.expires_on}


def _replaced(current: list[Fact], stored: Any, seen: int | None, beside: bool) -> list[Fact] | None:
    """Which current claims the new one takes the place of; None when the editor did not see what stands there now."""
    same = [fact for fact in current if fact.value is not None and fact.value == stored]
    if same:
        return same
    if beside:
        return []
    if seen is None:
        return None if current else []
    return [fact for fact in current if fact.pk == seen] or None


def _write(actor: User, action: str, row: Fact, replaced: list[Fact]) -> KnownFact:
    row.recorded_at = clock.now()
    row.save(force_insert=True)
    _supersede(replaced, row)
    follow_companies(actor=actor, subject=subject_of(row), code=row.type_code)
    _audit(actor, action, row)
    return fact_of(actor=actor, fact_id=row.pk)


def _supersede(facts: list[Fact], by: Fact) -> None:
    ids = [fact.pk for fact in facts]
    Fact.objects.filter(pk__in=ids).update(superseded_at=clock.now(), superseded_by=by)


def _again(actor: User, fact: Fact, *, known_on: date, confidence: float) -> Fact:
    """The same claim as a new row of this actor; a sealed one only while the person’s consent holds."""
    if fact.value is None and fact.sealed is None:
        raise InvalidValue("fact_value_destroyed", field="value")
    if fact.sealed is not None:
        require_consent(actor=actor, person_id=fact.person_id, type_code=fact.type_code, today=_today())
    copied = (
        "client_id", "person_id", "company_id", "type_code", "value", "sealed", "source", "source_person_id",
        "interaction_id", "how", "not_to_be_shown", "expires_on",
    )  # fmt: skip
    values = {name: getattr(fact, name) for name in copied}
    return Fact(**values, known_on=known_on, confidence=confidence, recorded_by=actor)


def _locked(actor: User, fact_id: int) -> Fact:
    """A fact in sight, its subject held."""
    fact = Fact.objects.filter(pk=fact_id).first()
    if fact is None:
        raise NotFound
    lock(actor, subject_of(fact))
    fact.refresh_from_db()
    return fact


def _require_current(actor: User, fact: Fact) -> None:
    if fact.superseded_at is not None:
        current = _about([subject_of(fact)]).filter(type_code=fact.type_code, superseded_at=None).order_by("-id")
        raise FactConflict(tuple(read_facts(actor, current, fact_kinds())), fact.value)


def _known_on(day: date | None) -> date:
    today = _today()
    if day is None:
        return today
    if not EARLIEST <= day <= today:
        raise InvalidValue("fact_day_wrong", field="known_on", day=day.isoformat())
    return day


def _today() -> date:
    return clock.today()


def _currency() -> str:
    workspace = current_workspace()
    return workspace.currency if workspace else "EUR"


def _audit(actor: User, action: str, fact: Fact) -> None:
    """What was done to which fact; never the value, which may be personal."""
    subject = subject_of(fact)
    record_change(
        actor=actor, action=action, subject_kind=subject.kind, subject_id=subject.id, fact=fact.pk, kind=fact.type_code
    )
