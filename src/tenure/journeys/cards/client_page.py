"""The page of one client: who it is, what it is worth, how it orders, what waits to be done and what was written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tenure.agenda.living_reason import living_reason
from tenure.agenda.promises import Promises, promises_of
from tenure.agenda.tasks import visible_tasks
from tenure.clients.clients import ClientFacts, Person, client_facts, possible_owners
from tenure.clients.companies.companies import CompanyHere, companies_of
from tenure.clients.notes import NoteRow, notes_of
from tenure.clients.people.consents import PersonConsents, consents_at
from tenure.clients.people.people import PersonHere, people_of
from tenure.clients.sight import Sight
from tenure.clients.units.decision_units import UnitHead, main_unit, units_of
from tenure.engine.months import months_back
from tenure.journeys.cards.client_orders import OrderRow, client_orders
from tenure.journeys.cards.facts_block import FactsBlock, facts_block
from tenure.journeys.cards.rhythm_strip import (
    OrderMark,
    RhythmStrip,
    expectation,
    order_marks,
    rhythm_strip,
    strip_start,
)
from tenure.journeys.cards.timeline import Timeline, timeline
from tenure.journeys.learning.learn_next import Ground, LearnNext, ground_of, learn_next
from tenure.journeys.today.occasions import Around, OccasionRow, occasions_at
from tenure.journeys.units.decision_table import TableAsks, is_big, open_tables, tables_ask
from tenure.journeys.units.unit_outlook import UnitOutlook, outlook_at
from tenure.kernel import clock
from tenure.orders.scores import ClientScores, RunInfo, client_scores, latest_run, run_info
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may
from tenure.privacy.workspace import WorkspaceView, current_workspace

STRIP_MONTHS, STRIP_AHEAD_DAYS = 12, 49
TASKS_SHOWN = 12
ORDERS_SHOWN = 8
OCCASIONS_SHOWN = 8


@dataclass(frozen=True)
class TaskLine:
    """A task about the client, open or past. reason: a code and its numbers."""

    id: int
    kind: str
    title: str
    reason: Mapping[str, Any]
    state: str
    stake_minor: int | None
    stake_low_minor: int | None
    stake_high_minor: int | None
    minutes: int
    due_on: date | None
    show_from: date | None
    closed_at: datetime | None
    closed_by: str
    close_note: str


@dataclass(frozen=True)
class ClientPage:
    """Everything the page shows this viewer. scores and run are None before the first computation; table_for: a big deal
    that has no decision table yet; damaged_12m_minor: what of the revenue of 12 months stands on amounts that look
    damaged, None where there are none."""

    facts: ClientFacts
    scores: ClientScores | None
    run: RunInfo | None
    strip: RhythmStrip
    damaged_12m_minor: int | None
    as_of: date
    orders: tuple[OrderRow, ...]
    older_orders: str
    open_tasks: tuple[TaskLine, ...]
    past_tasks: tuple[TaskLine, ...]
    notes: tuple[NoteRow, ...]
    more_notes: bool
    people: tuple[PersonHere, ...]
    companies: tuple[CompanyHere, ...]
    known_facts: FactsBlock
    promises: Promises
    history: Timeline
    today: date
    consents: tuple[PersonConsents, ...]
    owners: tuple[Person, ...]
    units: tuple[UnitHead, ...]
    decides: UnitOutlook | None
    occasions: tuple[OccasionRow, ...]
    learn: LearnNext
    table_asks: tuple[TableAsks, ...]
    table_for: UnitHead | None
    may_work: bool
    may_assign: bool


@dataclass(frozen=True)
class _Shared:
    """What several parts of the page rest on, read once. newest: the newest run."""

    facts: ClientFacts
    sight: Sight
    workspace: WorkspaceView | None
    today: date
    scores: ClientScores | None
    newest: RunInfo | None
    people: tuple[PersonHere, ...]


def client_page(*, actor: User, client_id: int, workspace: WorkspaceView | None = None) -> ClientPage:
    """The page of a client in sight; NotFound otherwise. A known number of queries, however much there is.

    What several parts rest on is read once and handed to each. workspace: read here unless given.
    """
    shared = _shared(actor, client_id, workspace)
    facts, sight, today, people, scores = shared.facts, shared.sight, shared.today, shared.people, shared.scores
    run, as_of = _run_of(scores, shared.newest, today)
    orders, older = client_orders(actor=actor, client_id=client_id, limit=ORDERS_SHOWN, sight=sight)
    notes, more_notes = notes_of(actor=actor, client_id=client_id, sight=sight)
    tasks = _tasks(actor, client_id, today)
    units = units_of(actor=actor, client_id=client_id, sight=sight)
    decides = _decides(actor, units, shared)
    ground = ground_of(
        actor=actor, client_id=client_id, outlook=decides, people=people, scores=scores, workspace=shared.workspace,
        lifts=(shared.newest.parameters.get("lifts") if shared.newest else None) or {},
    )  # fmt: skip
    kinds, around = ground.kinds, Around(facts, people, scores, ground.kinds, today)
    asks, table_for = _tables(client_id, units, decides)
    marks = order_marks([client_id], strip_start(as_of, STRIP_MONTHS)).get(client_id, [])
    return ClientPage(
        facts=facts,
        scores=scores,
        run=run,
        strip=_strip(marks, scores, as_of),
        damaged_12m_minor=damaged_of(marks, as_of),
        as_of=as_of,
        orders=tuple(orders),
        older_orders=older,
        open_tasks=tuple(task for task in tasks if task.state == "open"),
        past_tasks=tuple(task for task in tasks if task.state != "open"),
        notes=tuple(notes),
        more_notes=more_notes,
        people=people,
        companies=companies_of(actor=actor, client_id=client_id, sight=sight),
        known_facts=_known_facts(actor, client_id, ground),
        promises=promises_of(actor=actor, client_id=client_id, today=today, sight=sight),
        history=timeline(actor=actor, client_id=client_id, sight=sight, kinds=kinds),
        today=today,
        consents=consents_at(actor=actor, people=people, today=today),
        occasions=occasions_at(actor=actor, around=around)[:OCCASIONS_SHOWN],
        owners=tuple(possible_owners()) if may(actor, Right.ASSIGN_CLIENTS) else (),
        units=units,
        decides=decides,
        learn=learn_next(actor=actor, client_id=client_id, ground=ground),
        table_asks=asks,
        table_for=table_for,
        may_work=may(actor, Right.WORK_WITH_CLIENTS),
        may_assign=may(actor, Right.ASSIGN_CLIENTS),
    )


def _known_facts(actor: User, client_id: int, ground: Ground) -> FactsBlock:
    value_class = ground.scores.abc_class if ground.scores else ""
    return facts_block(
        actor=actor,
        client_id=client_id,
        people=ground.people,
        facts=ground.facts,
        kinds=ground.kinds,
        value_class=value_class,
    )


def _tables(
    client_id: int, units: Sequence[UnitHead], decides: UnitOutlook | None
) -> tuple[tuple[TableAsks, ...], UnitHead | None]:
    """What decision tables ask, and the big deal on the card that has none yet."""
    names = {member.id: member.name for member in decides.unit.members} if decides else {}
    tables = open_tables(client_id=client_id)
    asks = tables_ask(tables, heads=units, members=names)
    wanting = decides is not None and decides.unit.head.id not in {table.unit_id for table in tables}
    big = decides is not None and is_big(decides.unit.head, decides.hour_cost_minor)
    return asks, decides.unit.head if decides and wanting and big else None


def _run_of(scores: ClientScores | None, newest: RunInfo | None, today: date) -> tuple[RunInfo | None, date]:
    """The run that made these scores, the newest where none did; and the last day whose orders it knew."""
    run = newest
    if scores and scores.run_id and not (newest and newest.id == scores.run_id):
        run = run_info(scores.run_id) or newest
    return run, run.as_of if run and run.as_of else today


def _shared(actor: User, client_id: int, workspace: WorkspaceView | None) -> _Shared:
    facts = client_facts(actor=actor, client_id=client_id)
    sight, workspace = Sight(actor.pk, facts.id), workspace or current_workspace()
    people = people_of(actor=actor, client_id=client_id, sight=sight)
    today = clock.today()
    return _Shared(facts, sight, workspace, today, client_scores(client_id), latest_run(), people)


def _decides(actor: User, units: Sequence[UnitHead], shared: _Shared) -> UnitOutlook | None:
    main = main_unit(units)
    return outlook_at(actor=actor, head=main, scores=shared.scores, workspace=shared.workspace) if main else None


def damaged_of(marks: Sequence[OrderMark], as_of: date) -> int | None:
    """Minor units of the 12 months until as_of that stand on amounts that look damaged; None where there are none."""
    start = months_back(as_of, 12)
    found = [mark.amount_minor for mark in marks if mark.looks_damaged and start < mark.day <= as_of]
    return sum(found) if found else None


def _strip(marks: Sequence[OrderMark], scores: ClientScores | None, as_of: date) -> RhythmStrip:
    return rhythm_strip(marks, expectation(as_of, scores), months=STRIP_MONTHS, ahead_days=STRIP_AHEAD_DAYS)


def _tasks(actor: User, client_id: int, today: date) -> list[TaskLine]:
    """Open tasks by worth, then the newest past ones; those of a colleague are shown to whoever may see all."""
    columns = ("id", "kind", "title", "reason", "state", "stake_minor", "stake_low_minor", "stake_high_minor",
               "minutes", "due_on", "show_from", "closed_at", "closed_by__name", "close_note",
               "person__name")  # fmt: skip
    lines = []
    for row in visible_tasks(actor).filter(client_id=client_id).order_by("-id").values(*columns)[:TASKS_SHOWN]:
        person, closed_by = row.pop("person__name"), row.pop("closed_by__name") or ""
        reason = living_reason(row["kind"], row["reason"], person=person, due_on=row["due_on"], today=today)
        lines.append(TaskLine(**row | {"reason": reason, "closed_by": closed_by}))
    return sorted(lines, key=lambda task: (task.state != "open", -(task.stake_minor or 0)))
