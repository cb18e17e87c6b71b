"""An interview is recorded in one go, and corrected later; a form sent twice records once."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from tenure.clients.clients import visible_clients
from tenure.clients.people.people import visible_people
from tenure.discovery.interviews.candidates import candidate_for_work
from tenure.discovery.interviews.interview_tasks import renew_task
from tenure.discovery.interviews.kinds import ACQUAINTANCES, BIASES, CONSENTS, KINDS, SIDES
from tenure.discovery.interviews.plans import plan_for_work, segment_in
from tenure.discovery.interviews.quote_weight import reweigh_quotes
from tenure.discovery.interviews.said import (
    CommitmentSaid,
    ProblemSaid,
    checked_commitments,
    checked_problems,
    keep_commitments,
    keep_problems,
)
from tenure.discovery.interviews.talk_share import talk_share
from tenure.discovery.interviews.texts import LONGEST_TRANSCRIPT, chosen, line, several, whole
from tenure.discovery.loops import loop_number
from tenure.discovery.models import Candidate, Guide, Interview, InterviewPlan, Venture
from tenure.discovery.sight import venture_for_work, visible_ventures
from tenure.discovery.testing.from_talks import as_heard, follow_talk
from tenure.discovery.timeline import record_step
from tenure.discovery.voices import cluster_of
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

EARLIEST = date(2000, 1, 1)
MOST_MINUTES = 24 * 60


@dataclass(frozen=True)
class InterviewText:
    """All that is written down about a talk. problems and commitments: see `said`; ids are of the venture's records."""

    kind: str
    held_on: date
    side: str = "consumer"
    plan_id: int | None = None
    candidate_id: int | None = None
    segment_id: int | None = None
    client_id: int | None = None
    person_id: int | None = None
    name: str = ""
    company: str = ""
    acquaintance: str = "cold"
    minutes: int | None = None
    interviewer_id: int | None = None
    note_taker_id: int | None = None
    consent: str = "notes"
    consent_text: str = ""
    notes: str = ""
    transcript: str = ""
    evangelist: int | None = None
    decides: str = ""
    referrals: str = ""
    biases: tuple[str, ...] = ()
    problems: tuple[ProblemSaid, ...] = ()
    commitments: tuple[CommitmentSaid, ...] = ()


@dataclass(frozen=True)
class RecordedInterview:
    """The stored talk; repeated: the same form had recorded it before."""

    id: int
    version: int
    repeated: bool = False


@dataclass(frozen=True)
class _About:
    """What the talk belongs to, checked and locked."""

    venture: Venture
    plan: InterviewPlan | None = None
    guide: Guide | None = None
    candidate: Candidate | None = None
    columns: dict[str, Any] = field(default_factory=dict)


def record_interview(
    *, actor: User, venture_id: int, text: InterviewText, today: date, key: uuid.UUID | None = None
) -> RecordedInterview:
    """Write down a talk. The same key again changes nothing and tells what it recorded first."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        known = _same(actor, venture, key)
        if known is not None:
            return known
        about, values = _checked(actor, venture, text, today)
        try:
            with transaction.atomic():
                row = Interview.objects.create(
                    venture=venture, plan=about.plan, guide=about.guide, candidate=about.candidate,
                    loop=loop_number(venture), key=key, created_at=clock.now(), **values,
                )  # fmt: skip
        except IntegrityError:
            raise Conflict("this talk has been recorded meanwhile") from None
        keep_problems(actor, row, text.problems)
        keep_commitments(row, text.commitments)
        _held(about)
        _step(actor, row, "record_interview", text)
    return RecordedInterview(row.pk, row.version)


def edit_interview(
    *, actor: User, interview_id: int, version: int, text: InterviewText, today: date
) -> RecordedInterview:
    """Correct a talk. Conflict unless `version` is the one stored; nothing is written then."""
    with transaction.atomic():
        row = interview_for_work(actor, interview_id)
        if row.version != version:
            raise Conflict(f"interview {interview_id} is no longer at version {version}")
        if row.forgotten_at is not None:
            raise InvalidValue("interview_forgotten", field="name")
        before, heard = row.plan, as_heard(row)
        about, values = _checked(actor, row.venture, text, today, row)
        for name, value in values.items():
            setattr(row, name, value)
        if about.plan != before:
            row.plan, row.guide = about.plan, about.guide
        row.version, row.edited_at = version + 1, clock.now()
        row.save()
        keep_problems(actor, row, text.problems)
        keep_commitments(row, text.commitments)
        follow_talk(actor, row, heard)
        reweigh_quotes(row)
        for plan in {one for one in (before, row.plan) if one is not None}:
            renew_task(plan)
        _step(actor, row, "edit_interview", text)
    return RecordedInterview(row.pk, row.version)


def interview_for_work(actor: User, interview_id: int, *, withdrawn: bool = False) -> Interview:
    """A talk of a venture the user may change, locked with it; one that was withdrawn only where that is asked for. Call
    inside a transaction."""
    venture_id = (
        Interview.objects.filter(pk=interview_id, venture__in=visible_ventures(actor))
        .values_list("venture_id", flat=True)
        .first()
    )
    if venture_id is None:
        raise NotFound
    venture_for_work(actor, venture_id)
    row = Interview.objects.select_related("venture", "plan").get(pk=interview_id)
    if row.withdrawn_at is not None and not withdrawn:
        raise InvalidValue("interview_withdrawn", field="")
    return row


def _same(actor: User, venture: Venture, key: uuid.UUID | None) -> RecordedInterview | None:
    row = Interview.objects.filter(key=key).first() if key else None
    if row is None:
        return None
    if row.venture_id != venture.pk:
        raise Conflict("this key has recorded another talk")
    return RecordedInterview(row.pk, row.version, repeated=True)


def _checked(
    actor: User, venture: Venture, text: InterviewText, today: date, row: Interview | None = None
) -> tuple[_About, dict[str, Any]]:
    """What the talk belongs to, and its columns; InvalidValue names every field that is wrong."""
    wrongs = Wrongs()
    about = wrongs.got(_about, actor, venture, text, row)
    values = wrongs.got(_clean, actor, text, today, row)
    wrongs.tell()
    values |= about.columns
    _withhold(values)  # once more: the person may be the candidate's
    return about, values


def _about(actor: User, venture: Venture, text: InterviewText, row: Interview | None = None) -> _About:
    """Plan, guide, candidate, segment, client and person, each checked to be the venture's or in sight."""
    plan = guide = candidate = None
    if text.plan_id is not None:
        plan = plan_for_work(actor, text.plan_id)
        guide = Guide.objects.filter(plan=plan).order_by("-number").first()
    if text.candidate_id is not None and row is None:
        candidate = candidate_for_work(actor, text.candidate_id)
        plan = plan or candidate.plan
        if candidate.state in (Candidate.State.WITHDRAWN, Candidate.State.DECLINED):
            raise InvalidValue(f"candidate_is_{candidate.state}", field="candidate")
        if Interview.objects.filter(candidate=candidate, withdrawn_at=None).exists():
            raise InvalidValue("candidate_held_already", field="candidate")
        Interview.objects.filter(candidate=candidate).update(candidate=None)  # that talk was withdrawn: this is theirs
    if plan is not None and plan.venture_id != venture.pk:
        raise InvalidValue("interview_plan_unknown", field="plan")
    columns = {"segment_id": segment_in(venture, text.segment_id), **_who(actor, text, candidate, row)}
    return _About(venture, plan, guide, candidate, columns)


def _who(actor: User, text: InterviewText, candidate: Candidate | None, row: Interview | None) -> dict[str, Any]:
    """The person, by the client base or in words. What the record names already stays, even when out of sight now."""
    client_id, person_id = text.client_id, text.person_id
    if candidate is not None:
        client_id, person_id = client_id or candidate.client_id, person_id or candidate.person_id
    kept = (row.client_id, row.person_id) if row else (None, None)
    in_words = line(text.company, "company")
    if client_id is not None and client_id != kept[0]:
        found = visible_clients(actor).filter(pk=client_id).values_list("name", flat=True).first()
        if found is None:
            raise InvalidValue("interview_client_unknown", field="client")
        in_words = in_words or found[:200]
    if person_id is not None and person_id != kept[1]:
        people = visible_people(actor).filter(pk=person_id)
        if client_id is not None:
            people = people.filter(posts__client_id=client_id)
        if not people.exists():
            raise InvalidValue("interview_person_unknown", field="person")
    return {
        "client_id": client_id, "person_id": person_id, "company": in_words,
        "cluster": cluster_of(client_id, in_words),
    }  # fmt: skip


def _clean(actor: User, text: InterviewText, today: date, row: Interview | None = None) -> dict[str, Any]:
    """The columns as they are stored; InvalidValue names every field that cannot be."""
    wrongs = Wrongs()
    values = wrongs.got(checked_talk, text, today)
    interviewer = wrongs.got(_ours, text.interviewer_id or (row.interviewer_id if row else actor.pk), "interviewer")
    taker = wrongs.got(_ours, text.note_taker_id, "note_taker") if text.note_taker_id else None
    wrongs.tell()
    heard = talk_share(values["transcript"], interviewer.name)
    share = heard.share if heard else None
    return {**values, "interviewer": interviewer, "note_taker": taker, "talk_share": share}


def checked_talk(text: InterviewText, today: date) -> dict[str, Any]:
    """Pure: the columns of a talk that need nothing but itself; its problems and commitments are looked at too. Raises
    InvalidValue naming every wrong field."""
    wrongs = Wrongs()
    with wrongs:
        if not EARLIEST <= text.held_on <= today:
            raise InvalidValue("interview_day_wrong", field="held_on", day=text.held_on.isoformat())
    with wrongs:
        if wrong := sorted(set(text.biases) - set(BIASES)):
            raise InvalidValue("interview_choice_wrong", field="biases", value=wrong[0][:40])
    values = {
        "kind": wrongs.got(chosen, text.kind, KINDS, "kind"),
        "side": wrongs.got(chosen, text.side, SIDES, "side"),
        "acquaintance": wrongs.got(chosen, text.acquaintance, ACQUAINTANCES, "acquaintance"),
        "consent": wrongs.got(chosen, text.consent, CONSENTS, "consent"),
        "consent_text": wrongs.got(several, text.consent_text, "consent_text", 2000),
        "name": wrongs.got(line, text.name, "name"),
        "held_on": text.held_on,
        "minutes": wrongs.got(whole, text.minutes, "minutes", 1, MOST_MINUTES),
        "notes": wrongs.got(several, text.notes, "notes", 50_000),
        "transcript": wrongs.got(several, text.transcript, "transcript", LONGEST_TRANSCRIPT),
        "evangelist": wrongs.got(whole, text.evangelist, "evangelist", 1, 5),
        "decides": wrongs.got(several, text.decides, "decides", 2000),
        "referrals": wrongs.got(several, text.referrals, "referrals", 2000),
        "biases": [code for code in BIASES if code in text.biases],
    }
    wrongs.got(_withhold, values | {"person_id": text.person_id})
    wrongs.got(checked_problems, text.problems)
    wrongs.got(checked_commitments, text.commitments)
    wrongs.tell()
    return values


def _withhold(values: dict[str, Any]) -> None:
    """Without consent no word and no name is kept; a transcript needs its own."""
    wrongs = Wrongs()
    if values["consent"] == Interview.Consent.NONE:
        for name in ("name", "notes", "transcript", "decides", "referrals", "person_id"):
            with wrongs:
                if values[name]:
                    raise InvalidValue("interview_without_consent", field=name.removesuffix("_id"))
    elif values["transcript"] and values["consent"] != Interview.Consent.RECORDING:
        with wrongs:
            raise InvalidValue("interview_transcript_consent", field="transcript")
    wrongs.tell()


def _ours(user_id: int, field_name: str) -> User:
    found = User.objects.filter(pk=user_id, is_active=True).first()
    if found is None:
        raise InvalidValue("interview_colleague_unknown", field=field_name)
    return found


def _held(about: _About) -> None:
    if about.candidate is not None:
        Candidate.objects.filter(pk=about.candidate.pk).update(
            state=Candidate.State.HELD, changed_at=clock.now(), version=about.candidate.version + 1
        )
    if about.plan is not None:
        renew_task(about.plan)


def _step(actor: User, row: Interview, action: str, text: InterviewText) -> None:
    """What was done; never the words, which are theirs."""
    record_step(
        actor=actor, venture=row.venture, loop=row.loop, action=action, subject_kind="interview", subject_id=row.pk,
        kind=row.kind, problems=len(text.problems), commitments=len(text.commitments), letters=len(row.notes),
    )  # fmt: skip
