"""The brief before a contact: whatever one page should say of a client, read for one viewer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tenure.agenda.living_reason import living_reason
from tenure.agenda.promises import Promise, promises_of
from tenure.agenda.tasks import visible_tasks
from tenure.clients.clients import ClientFacts, client_facts
from tenure.clients.fact_catalogue import FactKind
from tenure.clients.facts.facts import KnownFact
from tenure.clients.sight import Sight
from tenure.clients.units.decision_units import units_of
from tenure.conversations.interactions import InteractionRow, timeline_of
from tenure.conversations.likely_objections import LikelyObjection, objections_for
from tenure.journeys.cards.rhythm_strip import (
    OrderMark,
    RhythmStrip,
    expectation,
    order_marks,
    rhythm_strip,
    strip_start,
)
from tenure.journeys.learning.learn_next import Ground, LearnNext, learn_next, read_ground
from tenure.journeys.today.occasions import Around, OccasionRow, occasions_at
from tenure.journeys.units.decision_table import TableAsks, open_tables, tables_ask
from tenure.kernel import clock
from tenure.orders.scores import ClientScores, RunInfo, latest_run, run_info
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

STRIP_MONTHS, STRIP_AHEAD_DAYS = 12, 49
TALKS, NEWS_DAYS, AHEAD_DAYS = 2, 120, 60
MOST_FACTS = 6


@dataclass(frozen=True)
class TopTask:
    """What waits most to be done with this client."""

    kind: str
    title: str
    reason: Mapping[str, Any]


@dataclass(frozen=True)
class Brief:
    """Everything the page may say. news: what was recorded of late, the weightiest first; hidden: known, not to be shown;
    handed_out: to be given away, `hidden` is empty then and nothing hidden stands anywhere else; orders_since: days with
    orders and their sum since the last talk, None without a talk."""

    client: ClientFacts
    scores: ClientScores | None
    run: RunInfo | None
    strip: RhythmStrip
    as_of: date
    today: date
    task: TopTask | None
    ground: Ground
    learn: LearnNext
    table_asks: tuple[TableAsks, ...]
    promises: tuple[Promise, ...]
    talks: tuple[InteractionRow, ...]
    news: tuple[KnownFact, ...]
    hidden: tuple[KnownFact, ...]
    objections: tuple[LikelyObjection, ...]
    occasions: tuple[OccasionRow, ...]
    orders_since: tuple[int, int] | None
    kinds: Mapping[str, FactKind]
    names: Mapping[int, str]
    handed_out: bool


def brief(*, actor: User, client_id: int, handed_out: bool = False) -> Brief:
    """The brief of a client in sight; NotFound otherwise. A known number of queries, however much there is."""
    client = client_facts(actor=actor, client_id=client_id)
    sight = Sight(actor.pk, client.id)
    ground = read_ground(actor=actor, client_id=client_id, sight=sight)
    scores = ground.scores
    run = (run_info(scores.run_id) if scores and scores.run_id else None) or latest_run()
    today = clock.today()
    as_of = run.as_of if run and run.as_of else today
    marks = order_marks([client_id], strip_start(as_of, STRIP_MONTHS)).get(client_id, [])
    talks = timeline_of(actor=actor, client_id=client_id, limit=TALKS, sight=sight).rows
    kinds, around = ground.kinds, Around(client, ground.people, scores, ground.kinds, today)
    facts = [fact for claims in ground.facts.values() for fact in claims if not (fact.sealed or fact.withheld)]
    names = {person.id: person.name for person in ground.people}
    if ground.outlook:
        names |= {member.person_id: member.name for member in ground.outlook.unit.members}
    return Brief(
        client=client,
        scores=scores,
        run=run,
        strip=rhythm_strip(marks, expectation(as_of, scores), months=STRIP_MONTHS, ahead_days=STRIP_AHEAD_DAYS),
        as_of=as_of,
        today=today,
        task=_top_task(actor, client_id, today),
        ground=ground,
        table_asks=_tables_ask(actor, client_id, ground),
        learn=learn_next(actor=actor, client_id=client_id, ground=ground),
        promises=promises_of(actor=actor, client_id=client_id, today=today, sight=sight).waiting,
        talks=talks,
        news=latest_news(facts, kinds, today),
        hidden=() if handed_out else hidden_facts(facts),
        objections=objections_for(actor=actor, client_id=client_id, most=3),
        occasions=shown_occasions(occasions_at(actor=actor, around=around, days=AHEAD_DAYS)),
        orders_since=orders_since(marks, talks),
        kinds=kinds,
        names=names,
        handed_out=handed_out,
    )


def _tables_ask(actor: User, client_id: int, ground: Ground) -> tuple[TableAsks, ...]:
    """What the decision tables of open deals ask first; most clients have none."""
    tables = open_tables(client_id=client_id)
    if not tables:
        return ()
    members = ground.outlook.unit.members if ground.outlook else ()
    heads = units_of(actor=actor, client_id=client_id)
    return tables_ask(tables, heads=heads, members={member.id: member.name for member in members})


def record_printing(*, actor: User, client_id: int, handed_out: bool, form: str) -> None:
    """Write down that the brief leaves the screen, for those who may. form: "print", "pdf" or "terminal"."""
    client_facts(actor=actor, client_id=client_id)
    require(actor, Right.WORK_WITH_CLIENTS)
    action = "hand_out_brief" if handed_out else "print_brief"
    record_change(actor=actor, action=action, subject_kind="client", subject_id=client_id, form=form)


def latest_news(facts: Sequence[KnownFact], kinds: Mapping[str, FactKind], today: date) -> tuple[KnownFact, ...]:
    """Facts recorded of late that may be shown, those that weigh most in a decision first."""
    since = today - timedelta(days=NEWS_DAYS)
    shown = [fact for fact in facts if not fact.not_to_be_shown and fact.shown]
    recent = [fact for fact in shown if clock.day_of(fact.recorded_at) >= since]
    weight = {code: kind.lift for code, kind in kinds.items()}
    order = sorted(recent, key=lambda fact: (weight.get(fact.kind, 0.0), fact.recorded_at, fact.id), reverse=True)
    return tuple(order[:MOST_FACTS])


def hidden_facts(facts: Sequence[KnownFact]) -> tuple[KnownFact, ...]:
    """What is known but may not be shown to be known, the surest first."""
    kept = [fact for fact in facts if fact.not_to_be_shown and fact.shown]
    return tuple(sorted(kept, key=lambda fact: (-fact.left, -fact.id))[:MOST_FACTS])


def shown_occasions(rows: Iterable[OccasionRow]) -> tuple[OccasionRow, ...]:
    """Those that may be mentioned; what is not to be shown stands in a block of its own."""
    return tuple(row for row in rows if not row.occasion.hidden)


def orders_since(marks: Sequence[OrderMark], talks: Sequence[InteractionRow]) -> tuple[int, int] | None:
    """Days with orders and their sum after the day of the last talk."""
    if not talks:
        return None
    day = clock.day_of(talks[0].at)
    later = [mark for mark in marks if mark.day > day and not mark.is_return]
    return len({mark.day for mark in later}), sum(mark.amount_minor for mark in later)


def _top_task(actor: User, client_id: int, today: date) -> TopTask | None:
    """The dearest open task with the client that is no question; those are asked on the page anyway."""
    rows = visible_tasks(actor).filter(client_id=client_id, state="open").exclude(kind="learn")
    columns = ("kind", "title", "reason", "person__name", "due_on")
    for row in rows.order_by("-worth_per_minute", "id").values(*columns)[:1]:
        living = living_reason(
            row["kind"], row["reason"], person=row["person__name"], due_on=row["due_on"], today=today
        )
        return TopTask(row["kind"], row["title"], living)
    return None
