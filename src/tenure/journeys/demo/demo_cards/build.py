"""The stories of the demo company told through the product's own writers, as a salesperson would have."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta

from tenure.agenda.promises import add_promise
from tenure.agenda.tasks import finish_task
from tenure.clients.companies.companies import add_company, tie_company
from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.facts.facts import Source, Subject, record_fact
from tenure.clients.people.people import add_person, people_of
from tenure.clients.people.posts import edit_post, post_of
from tenure.clients.units.deals import DealDetails, add_unit
from tenure.clients.units.decision_tables import save_table
from tenure.clients.units.table_entries import Payoff, PossibleAnswer, Table, Tactic, Unknown
from tenure.clients.units.unit_arguments import add_argument
from tenure.clients.units.unit_members import MemberDetails, add_member
from tenure.clients.units.unit_ties import set_tie
from tenure.conversations.interactions import record_interaction
from tenure.journeys.demo.demo_cards.story import BigDeal, Known, Said, Someone, Story, Word
from tenure.kernel import clock
from tenure.privacy.models import User

MINOR = 100


def tell(*, actor: User, client_id: int, story: Story, today: date) -> None:
    """Write one story down for a client of the actor's; days are counted from `today`."""
    people = {one.key: _person(actor, client_id, one, today) for one in story.people}
    _reporting(actor, client_id, story, people)
    rival = add_company(actor=actor, name=story.rival)
    tie_company(actor=actor, client_id=client_id, kind="supplier", company_id=rival, what=story.rival_sells)
    for kind, name, what in story.companies:
        tie_company(actor=actor, client_id=client_id, kind=kind, name=name, what=what)
    _unit(actor, client_id, story, people, rival)
    for fact in story.facts:
        know(actor=actor, client_id=client_id, fact=fact, people=people, today=today)
    for talk in story.talks:
        _talk(actor, client_id, talk, people, today)
    for word in story.words:
        _word(actor, client_id, word, people, today)


def know(*, actor: User, client_id: int, fact: Known, people: Mapping[str, int], today: date) -> None:
    """Record one fact of a story about the company, or about one of its people."""
    subject = Subject("person", people[fact.about]) if fact.about else Subject("client", client_id)
    source = Source(
        text=fact.source,
        person_id=people.get(fact.told_by),
        how=fact.how,
        known_on=today - timedelta(days=fact.days),
    )
    record_fact(
        actor=actor, subject=subject, kind=fact.kind, value=_value(fact, today), source=source,
        confidence=fact.confidence, not_to_be_shown=fact.hidden, beside=fact.beside,
    )  # fmt: skip


def _value(fact: Known, today: date) -> object:
    if fact.ahead is not None:
        day = today + timedelta(days=fact.ahead)
        return _years_back(day, fact.years).isoformat()
    several = fact_kinds()[fact.kind].value_kind == "several"
    return fact.value.split(",") if several else fact.value


def _years_back(day: date, years: int) -> date:
    """The same day so many years before; the last of February where there is no 29th."""
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)


def _person(actor: User, client_id: int, one: Someone, today: date) -> int:
    return add_person(
        actor=actor, client_id=client_id, name=one.name, title=one.title, phone=one.phone, email=one.email,
        language=one.language, is_contact=one.contact > 2, since=_years_back(today, one.since_years),
    )  # fmt: skip


def _reporting(actor: User, client_id: int, story: Story, people: Mapping[str, int]) -> None:
    """Formal places: to whom each of them reports."""
    here = {person.id: person for person in people_of(actor=actor, client_id=client_id)}
    for one in story.people:
        if one.reports_to:
            post = post_of(actor=actor, post_id=here[people[one.key]].post_id)[1]
            details = replace(post.details, reports_to=people[one.reports_to])
            edit_post(actor=actor, post_id=post.id, details=details, stamp=post.stamp)


def _unit(actor: User, client_id: int, story: Story, people: Mapping[str, int], rival: int) -> None:
    details = DealDetails(title=story.deal, value_minor=story.value * MINOR, template=story.template)
    unit = add_unit(actor=actor, client_id=client_id, details=details)
    members = {one.key: _member(actor, unit, one, people, rival) for one in story.people}
    reports = [(one.key, one.reports_to) for one in story.people if one.reports_to]
    for who, whom, strength in story.listens:
        set_tie(
            actor=actor, unit_id=unit, kind="listens", who_id=members[who], whom_id=members[whom], strength=strength
        )
    for kind, pairs in (("reports", reports), ("conflict", story.conflicts)):
        for who, whom in pairs:
            set_tie(actor=actor, unit_id=unit, kind=kind, who_id=members[who], whom_id=members[whom])
    for text, proof in story.arguments:
        add_argument(actor=actor, unit_id=unit, text=text, proof=proof)
    if story.table:
        _table(actor, unit, story.table, members)


def _table(actor: User, unit: int, deal: BigDeal, members: Mapping[str, int]) -> None:
    tactics = tuple(Tactic(f"t{n}", name, cost * MINOR) for n, (name, cost) in enumerate(deal.tactics, 1))
    unknowns = tuple(
        Unknown(
            f"u{n}", one.text,
            tuple(PossibleAnswer(f"a{k}", name, p / 100, one.right / 100) for k, (name, p) in enumerate(one.answers, 1)),
            one.kind, members.get(one.about), minutes=one.minutes,
        )
        for n, one in enumerate(deal.puzzles, 1)
    )  # fmt: skip
    empty = Table(unit, tactics, unknowns)
    payoffs = {
        (tactic.key, case): Payoff(chance=chance / 100)
        for case, chances in zip(empty.cases, deal.chances, strict=True)
        for tactic, chance in zip(tactics, chances, strict=True)
    }
    save_table(actor=actor, table=replace(empty, payoffs=payoffs))


def _member(actor: User, unit: int, one: Someone, people: Mapping[str, int], rival: int) -> int:
    details = MemberDetails(
        role=one.role, weight=one.weight, attitude=one.attitude, susceptibility=one.susceptibility, veto=one.veto,
        contact=one.contact, interest=one.interest, objection=one.objection, next_step=one.next_step,
        effort_minutes=one.effort_minutes, criteria=one.criteria,
        rivals={} if one.rival_attitude is None else {rival: one.rival_attitude},
        ours={actor.pk: one.contact} if one.contact else {},
    )  # fmt: skip
    return add_member(actor=actor, unit_id=unit, person_id=people[one.key], details=details)


def _talk(actor: User, client_id: int, talk: Said, people: Mapping[str, int], today: date) -> None:
    at = clock.beginning(today - timedelta(days=talk.days), time(8, 20 + talk.days % 30))
    record_interaction(
        actor=actor, client_id=client_id, kind=talk.kind, at=at, outcome=talk.outcome, readiness=talk.readiness,
        minutes=talk.minutes, text=talk.text, people=[people[key] for key in talk.people],
    )  # fmt: skip


def _word(actor: User, client_id: int, word: Word, people: Mapping[str, int], today: date) -> None:
    """A promise; those kept on time are kept today, before their day."""
    due = today + timedelta(days=1 if word.kept == "on time" else word.due)
    task = add_promise(
        actor=actor, client_id=client_id, title=word.title, due_on=due, theirs=word.theirs,
        person_id=people.get(word.whom), said_on=today - timedelta(days=word.given),
    )  # fmt: skip
    if word.kept:
        finish_task(actor=actor, task_id=task, version=1)
