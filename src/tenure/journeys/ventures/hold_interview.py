"""An interview is held: the talk, its quotes and new hypotheses, and where the company is a client its card knows it too."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from tenure.clients.clients import visible_clients
from tenure.clients.facts.fact_subjects import Subject
from tenure.clients.facts.facts import FactConflict, Source, record_fact, withdraw_fact
from tenure.conversations.interactions import record_interaction
from tenure.conversations.models import Interaction
from tenure.discovery.canvas.blocks import blocks_of
from tenure.discovery.hypotheses.hypotheses import add_hypothesis
from tenure.discovery.hypotheses.text import LONGEST, HypothesisText
from tenure.discovery.interviews.candidates import answer_candidate, candidate_for_work
from tenure.discovery.interviews.forgetting import withdraw_interview
from tenure.discovery.interviews.idea_block import block_for
from tenure.discovery.interviews.kinds import kind_names
from tenure.discovery.interviews.quotes import add_quote, checked_quote, quote_for_work
from tenure.discovery.interviews.recording import (
    InterviewText,
    RecordedInterview,
    edit_interview,
    interview_for_work,
    record_interview,
)
from tenure.discovery.interviews.talk_lines import Talk
from tenure.discovery.models import Interview, Problem, Quote
from tenure.discovery.testing.from_talks import Met, count_talk
from tenure.discovery.writing import line
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

MOST_LINES = 20
CONFIDENCE = 0.8


@dataclass(frozen=True)
class Heard:
    """What is written down besides the talk itself: exact words, and hypotheses it gave birth to. block: of the canvas,
    where these are laid; empty: by what each says. met: what it says in running tests."""

    quotes: tuple[str, ...] = ()
    ideas: tuple[str, ...] = ()
    block: str = ""
    met: tuple[Met, ...] = ()


def hold_interview(
    *, actor: User, venture_id: int, text: InterviewText, heard: Heard, today: date, key: uuid.UUID | None = None
) -> RecordedInterview:
    """Record all of it, or nothing. The same key again changes nothing and leads to the first."""
    check_heard(heard, text.consent)
    with transaction.atomic():
        first = record_interview(actor=actor, venture_id=venture_id, text=text, today=today, key=key)
        if first.repeated:
            return first
        for quote in heard.quotes:
            add_quote(actor=actor, interview_id=first.id, text=quote)
        if heard.ideas:
            _lay(actor, first.id, heard)
        if heard.met:
            count_talk(actor=actor, interview_id=first.id, met=heard.met)
        tell_the_card(actor=actor, interview_id=first.id)
    return first


def check_heard(heard: Heard, consent: str) -> None:
    """Pure: whether quotes and hypotheses can be stored beside a talk of this consent. Raises InvalidValue naming both
    fields where both are wrong."""
    wrongs = Wrongs()
    wrongs.got(_few, heard.quotes, "quotes")
    wrongs.got(_few, heard.ideas, "ideas")
    for quote in heard.quotes:
        wrongs.got(checked_quote, quote, "quotes")
    for idea in heard.ideas:
        wrongs.got(line, idea, "ideas", LONGEST["title"])
    if heard.quotes and consent == Interview.Consent.NONE:
        with wrongs:
            raise InvalidValue("interview_without_consent", field="quotes")
    wrongs.tell()


def _lay(actor: User, interview_id: int, heard: Heard) -> None:
    """Hypotheses heard, each on its block of the canvas."""
    talk = Interview.objects.select_related("venture").get(pk=interview_id)
    canvas = talk.venture.canvas_kind
    if heard.block and heard.block not in blocks_of(canvas):
        raise InvalidValue("choice_unknown", field="block", value=heard.block[:40])
    for idea in heard.ideas:
        block = heard.block or block_for(idea, talk.kind, canvas)
        add_hypothesis(actor=actor, venture_id=talk.venture_id, text=HypothesisText(block, idea))


def correct_interview(
    *, actor: User, interview_id: int, version: int, text: InterviewText, met: Sequence[Met], today: date
) -> RecordedInterview:
    """Correct a talk and let it count in running tests in which it does not stand yet; all of it, or nothing."""
    with transaction.atomic():
        done = edit_interview(actor=actor, interview_id=interview_id, version=version, text=text, today=today)
        if met:
            count_talk(actor=actor, interview_id=interview_id, met=met)
        tell_the_card(actor=actor, interview_id=interview_id)
    return done


def hold_many(
    *, actor: User, venture_id: int, talks: Sequence[Talk], about: InterviewText, today: date, key: uuid.UUID,
    test_id: int | None = None,
) -> int:  # fmt: skip
    """Record a pasted list, all of it or nothing. about: what is the same of every talk; test_id: the test in which those
    count of which it is said whether they met its criterion. The same key again changes nothing. Returns how many talks
    were recorded now."""
    if test_id is None and any(talk.met is not None for talk in talks):
        raise InvalidValue("talks_no_test", field="test")
    if test_id is not None and all(talk.met is None for talk in talks):
        raise InvalidValue("talks_none_met", field="test")
    with transaction.atomic():
        known = {
            name.casefold(): pk for pk, name in Problem.objects.filter(venture_id=venture_id).values_list("pk", "name")
        }
        done = 0
        for place, talk in enumerate(talks):
            said = tuple(replace(one, problem_id=known.get(one.name.casefold())) for one in talk.problems)
            text = replace(
                about, held_on=talk.held_on, name=talk.who, company=talk.company, acquaintance=talk.known, problems=said
            )
            met = (Met(test_id, talk.met),) if test_id is not None and talk.met is not None else ()
            heard = Heard(talk.quotes, met=met)
            held = hold_interview(
                actor=actor, venture_id=venture_id, text=text, heard=heard, today=today,
                key=uuid.uuid5(key, str(place)),
            )  # fmt: skip
            done += not held.repeated
    return done


def tell_the_card(*, actor: User, interview_id: int) -> int | None:
    """An entry in the timeline of the client it was held with; none without a client in sight, or twice."""
    with transaction.atomic():
        row = interview_for_work(actor, interview_id)
        client = visible_clients(actor).filter(pk=row.client_id).first() if row.client_id else None
        if client is None or row.interaction_id is not None or not may(actor, Right.WORK_WITH_CLIENTS):
            return row.interaction_id
        at = clock.beginning(row.held_on, time(12))
        talk = record_interaction(
            actor=actor, client_id=client.pk, kind="meeting", at=at, outcome="reached", minutes=row.minutes,
            text=_summary(row), people=[row.person_id] if row.person_id else [],
        )  # fmt: skip
        Interview.objects.filter(pk=row.pk).update(interaction_id=talk.id)
    return talk.id


def quote_as_fact(*, actor: User, quote_id: int, kind: str, value: str, about: str = "client") -> int:
    """Put a quote on the card of the client whose person said it, with the talk as its source. Returns the fact."""
    with transaction.atomic():
        quote = quote_for_work(actor, quote_id)
        talk = quote.interview
        subject = _subject(actor, talk, about)
        source = Source(
            text=_("interview"), person_id=talk.person_id, interaction_id=talk.interaction_id, how="told",
            known_on=talk.held_on,
        )  # fmt: skip
        said = value.strip() or quote.text
        for beside in (False, True):
            try:
                fact = record_fact(
                    actor=actor, subject=subject, kind=kind, value=said, source=source, confidence=CONFIDENCE,
                    beside=beside,
                )  # fmt: skip
            except FactConflict:
                continue
            Quote.objects.filter(pk=quote.pk).update(fact_id=fact.id)
            return fact.id
    raise Conflict("the fact could not be recorded")


def take_consent_back(
    *, actor: User, candidate_id: int | None = None, version: int = 0, interview_id: int | None = None
) -> None:
    """The person withdraws: their name and words go here, and what the talk left on the client's card goes too."""
    with transaction.atomic():
        if candidate_id is not None:
            talks = Interview.objects.filter(candidate=candidate_for_work(actor, candidate_id))
        else:
            talks = Interview.objects.filter(pk=interview_for_work(actor, interview_id or 0, withdrawn=True).pk)
        _off_the_card(actor, list(talks))
        if candidate_id is not None:
            answer_candidate(actor=actor, candidate_id=candidate_id, version=version, state="withdrawn")
        elif interview_id is not None:
            withdraw_interview(actor=actor, interview_id=interview_id)


def _off_the_card(actor: User, talks: Sequence[Interview]) -> None:
    facts = Quote.objects.filter(interview__in=talks, fact_id__isnull=False).values_list("fact_id", flat=True)
    for fact_id in facts:
        try:
            withdraw_fact(actor=actor, fact_id=fact_id or 0)
        except (Conflict, NotFound):  # somebody has replaced it, or the card is out of sight
            continue
    Interaction.objects.filter(pk__in=[talk.interaction_id for talk in talks if talk.interaction_id]).delete()
    Interview.objects.filter(pk__in=[talk.pk for talk in talks]).update(interaction_id=None)


def _subject(actor: User, talk: Interview, about: str) -> Subject:
    seen = talk.client_id is not None and visible_clients(actor).filter(pk=talk.client_id).exists()
    if not seen or talk.forgotten_at is not None:
        raise InvalidValue("interview_fact_no_client", field="kind")
    if about == "person" and talk.person_id is not None:
        return Subject("person", talk.person_id)
    return Subject("client", talk.client_id or 0)


def _summary(row: Interview) -> str:
    """What the client's card says of the talk: that it was held and which problems came up, no more than that."""
    first = _("Interview for “%(venture)s”: %(kind)s.") % {"venture": row.venture.name, "kind": kind_names()[row.kind]}
    named = ", ".join(row.problems.order_by("-severity", "pk").values_list("problem__name", flat=True))
    return f"{first} {_('Problems named: %(what)s.') % {'what': named}}" if named else first


def _few(lines: Sequence[str], field: str) -> None:
    if len(lines) > MOST_LINES:
        raise InvalidValue("interview_lines_many", field=field, count=len(lines), most=MOST_LINES)
