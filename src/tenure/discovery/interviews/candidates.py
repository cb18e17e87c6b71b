"""Whom to talk to: people of the client base and new ones, each with what allows us to ask them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from tenure.clients.people.consents import CARD, EMAIL, PHONE, people_with_basis
from tenure.clients.people.people import visible_people
from tenure.discovery.hypotheses.one_voice import recount_clients
from tenure.discovery.interviews.forgetting import forget_candidate
from tenure.discovery.interviews.kinds import ACQUAINTANCES, BASES
from tenure.discovery.interviews.plans import plan_for_work
from tenure.discovery.interviews.texts import chosen, line, needed, several
from tenure.discovery.models import Candidate, Interview, InterviewPlan
from tenure.discovery.sight import seen_venture, visible_ventures
from tenure.discovery.timeline import record_step
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

# Nobody is asked for an interview again within this time, in whatever venture.
REST_DAYS = 90
MOST_CANDIDATES = 500


@dataclass(frozen=True)
class NewPerson:
    """Somebody outside the client base, in words; kept only with what they agreed to, in the words used."""

    name: str
    consent_text: str
    company: str = ""
    contact: str = ""
    acquaintance: str = "cold"
    basis: str = "consent"
    consent_on: date | None = None


@dataclass(frozen=True)
class CandidateRow:
    """A candidate as shown; contact is empty where the viewer may not see contacts."""

    id: int
    name: str
    company: str
    contact: str
    acquaintance: str
    state: str
    basis: str
    consent_text: str
    consent_on: date | None
    person_id: int | None
    client_id: int | None
    interview_id: int | None
    version: int


def add_from_base(
    *, actor: User, plan_id: int, person_id: int, client_id: int, today: date, acquaintance: str = "warm"
) -> int:
    """Somebody who works at a client. Refused without a recorded basis, after a no, or too soon after the last talk."""
    with transaction.atomic():
        plan = plan_for_work(actor, plan_id)
        person = visible_people(actor).filter(pk=person_id, posts__client_id=client_id).first()
        if person is None:
            raise NotFound(f"person {person_id}")
        if not allowed_to_ask([person_id], today):
            raise InvalidValue("candidate_no_basis", field="person", name=person.name)
        _may_be_asked(plan, person_id, person.name, today)
        company = person.posts.filter(client_id=client_id).values_list("client__name", flat=True)[0]
        row = _created(
            actor, plan, person=person, client_id=client_id, name=person.name, company=company[:200],
            acquaintance=chosen(acquaintance, ACQUAINTANCES, "acquaintance"),
            basis=Candidate.Basis.INTEREST,
        )  # fmt: skip
    return row.pk


def add_new_person(*, actor: User, plan_id: int, person: NewPerson, today: date) -> int:
    """Somebody outside the client base. Without the words of their consent nothing of them is kept."""
    with transaction.atomic():
        plan = plan_for_work(actor, plan_id)
        given = person.consent_on or today
        if given > today:
            raise InvalidValue("candidate_consent_ahead", field="consent_on", day=given.isoformat())
        row = _created(
            actor, plan,
            name=needed(line(person.name, "name"), "name", "candidate_name_missing"),
            company=line(person.company, "company"),
            contact=line(person.contact, "contact"),
            acquaintance=chosen(person.acquaintance, ACQUAINTANCES, "acquaintance"),
            basis=chosen(person.basis, BASES, "basis"),
            consent_text=needed(
                several(person.consent_text, "consent_text", 2000), "consent_text", "candidate_consent_missing"
            ),
            consent_on=given,
        )  # fmt: skip
    return row.pk


def answer_candidate(*, actor: User, candidate_id: int, version: int, state: str) -> None:
    """They agreed, said no, or took their consent back. After the last, who it was is forgotten everywhere here."""
    with transaction.atomic():
        row = candidate_for_work(actor, candidate_id)
        chosen(state, ("listed", "agreed", "declined", "withdrawn"), "state")
        if row.version != version:
            raise Conflict(f"candidate {candidate_id} is no longer at version {version}")
        if row.state == Candidate.State.WITHDRAWN:
            raise InvalidValue("candidate_withdrawn", field="state")
        row.state, row.changed_at, row.version = state, clock.now(), version + 1
        if state == Candidate.State.DECLINED:
            row.contact = ""
        row.save(update_fields=["state", "changed_at", "version", "contact"])
        if state == Candidate.State.WITHDRAWN:
            forget_candidate(row)
            recount_clients(actor, (), [row.plan.venture_id])
        record_step(
            actor=actor, venture=row.plan.venture, loop=row.plan.loop, action=f"candidate_{state}",
            subject_kind="interview_plan", subject_id=row.plan_id, candidate=row.pk,
        )  # fmt: skip


def candidates_of(*, actor: User, plan_id: int) -> tuple[CandidateRow, ...]:
    """The candidates of a plan in sight, those to be asked first. Three queries."""
    venture_id = InterviewPlan.objects.filter(pk=plan_id).values_list("venture_id", flat=True).first()
    if venture_id is None:
        raise NotFound
    seen_venture(actor, venture_id)
    contacts = may(actor, Right.SEE_PERSONAL_CONTACTS)
    rows = Candidate.objects.filter(plan_id=plan_id).select_related("interview").order_by("-pk")[:MOST_CANDIDATES]
    order = list(Candidate.State.values)
    order.sort(key=lambda state: state != Candidate.State.AGREED)
    return tuple(sorted((_row(row, contacts) for row in rows), key=lambda row: order.index(row.state)))


def candidate_for_work(actor: User, candidate_id: int) -> Candidate:
    """A candidate of a venture the user may change, locked. Call inside a transaction."""
    found = Candidate.objects.filter(pk=candidate_id, plan__venture__in=visible_ventures(actor)).first()
    if found is None:
        raise NotFound
    plan_for_work(actor, found.plan_id)
    return Candidate.objects.select_related("plan__venture").select_for_update(of=("self",)).get(pk=candidate_id)


def allowed_to_ask(person_ids: list[int], today: date) -> frozenset[int]:
    """Those whom something recorded allows us to write to or call. Three queries."""
    found: frozenset[int] = frozenset()
    for purpose in (EMAIL, PHONE, CARD):
        found |= people_with_basis(person_ids=person_ids, purpose=purpose, today=today)
    return found


def not_to_be_asked(person_ids: list[int], today: date) -> dict[int, tuple[str, date]]:
    """Of these people those who rest: why ("held", "declined" or "withdrawn") and since when. Two queries."""
    since = today - timedelta(days=REST_DAYS)
    held = Interview.objects.filter(person__in=person_ids, held_on__gt=since, withdrawn_at=None).values_list(
        "person_id", "held_on"
    )
    found = {person: ("held", day) for person, day in held.order_by("held_on")}
    no = (Candidate.State.DECLINED, Candidate.State.WITHDRAWN)
    said = Candidate.objects.filter(person__in=person_ids, state__in=no).order_by("changed_at")
    for person, state, at in said.values_list("person_id", "state", "changed_at"):
        found[person] = (state, clock.day_of(at))
    return found


def _may_be_asked(plan: InterviewPlan, person_id: int, name: str, today: date) -> None:
    rests = not_to_be_asked([person_id], today).get(person_id)
    if rests is not None:
        raise InvalidValue(
            f"candidate_{rests[0]}_before", field="person", name=name, day=rests[1].isoformat(), days=REST_DAYS
        )
    if Candidate.objects.filter(Q(plan=plan), person_id=person_id).exists():
        raise InvalidValue("candidate_listed_already", field="person", name=name)


def _created(actor: User, plan: InterviewPlan, **values: object) -> Candidate:
    if Candidate.objects.filter(plan=plan).count() >= MOST_CANDIDATES:
        raise InvalidValue("candidates_many", field="person", most=MOST_CANDIDATES)
    now = clock.now()
    row = Candidate.objects.create(plan=plan, added_by=actor, created_at=now, changed_at=now, **values)
    record_step(
        actor=actor, venture=plan.venture, loop=plan.loop, action="add_candidate", subject_kind="interview_plan",
        subject_id=plan.pk, candidate=row.pk,
    )  # fmt: skip
    return row


def _row(row: Candidate, contacts: bool) -> CandidateRow:
    held = getattr(row, "interview", None)
    return CandidateRow(
        id=row.pk, name=row.name, company=row.company, contact=row.contact if contacts else "",
        acquaintance=row.acquaintance, state=row.state, basis=row.basis,
        consent_text=row.consent_text if contacts else "", consent_on=row.consent_on, person_id=row.person_id,
        client_id=row.client_id, interview_id=held.pk if held and held.withdrawn_at is None else None, version=row.version,
    )  # fmt: skip
