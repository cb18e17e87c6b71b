"""From everything that is not known of all clients to the few questions worth asking: the best of each owner.

Clients are looked at a part at a time, so that memory does not grow with their number times the facts there are.
"""

import heapq
import itertools
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from tenure.agenda.proposals import Proposal, Stake
from tenure.clients.fact_catalogue import ClientSort, FactKind
from tenure.clients.fact_catalogue.profiles import BUILT_IN_PROFILES, Profile, profile_for
from tenure.engine.facts.worth import Reason, Worth, cost_of_finding, openness, worth
from tenure.journeys.learning.question_tables import Claims, QuestionTables, question_tables, usual_base_rate
from tenure.journeys.learning.question_terms import (
    FOUND,
    PREPARES_ONLY,
    REACH_HIGH,
    REACH_LOW,
    TOLD_BY_ORDERS,
    USED,
    USUALLY_FOUND,
    USUALLY_USED,
    LiftInUse,
    applicable,
    lift_in_use,
)

MOST_PER_OWNER = 20
PART = 2_000
Floats = NDArray[np.float64]
Entry = tuple[float, int, Proposal]


@dataclass(frozen=True)
class Terms:
    """Of the kinds that may be asked of one sort of subject: their places among all kinds, and what each brings and
    takes."""

    places: NDArray[np.int64]
    lift: Floats
    found: Floats
    used: Floats
    cost: Floats


@dataclass(frozen=True)
class RankedQuestions:
    """The proposals to keep, and how many clients have anything worth asking."""

    proposals: tuple[Proposal, ...]
    clients: int


def rank_questions(
    bench: duckdb.DuckDBPyConnection,
    kinds: Mapping[str, FactKind],
    *,
    today: date,
    hour_cost_minor: int,
    learned: Mapping[str, Any],
    closed: Container[tuple[int, str, str]],
    most: int = MOST_PER_OWNER,
    profiles: Mapping[str, Profile] = BUILT_IN_PROFILES,
) -> RankedQuestions:
    """The best `most` questions of each owner, one for a client at most.

    Needs the tables `fresh` and `people`, and those of `copy_question_tables`. learned: by class, as in `learned_lifts`;
    profiles: the least worth knowing of each sort of clients.
    """
    tables = question_tables(bench, kinds, today=today, base_rate=usual_base_rate(bench), profiles=profiles)
    best: dict[int, list[Entry]] = {}
    clients = 0
    for proposal in best_of_clients(tables, kinds, hour_cost_minor, learned, closed, today):
        clients += 1
        entry = (proposal.worth_per_minute, -proposal.client_id, proposal)
        kept = best.setdefault(-1 if proposal.owner_id is None else proposal.owner_id, [])
        if len(kept) < most:
            heapq.heappush(kept, entry)
        elif entry[:2] > kept[0][:2]:
            heapq.heapreplace(kept, entry)
    chosen = [entry[2] for kept in best.values() for entry in sorted(kept, key=lambda one: one[:2], reverse=True)]
    return RankedQuestions(tuple(chosen), clients)


def best_of_clients(
    tables: QuestionTables,
    kinds: Mapping[str, FactKind],
    hour_cost_minor: int,
    learned: Mapping[str, Any],
    closed: Container[tuple[int, str, str]],
    today: date,
) -> Iterator[Proposal]:
    """For every client the question that brings most for its cost and was not dealt with yet; none where none is worth
    its cost."""
    lifts = [lift_in_use(kind.lift_class, kind.lift, learned) for kind in kinds.values()]
    ours, theirs = (terms_of(kinds, subject, hour_cost_minor, lifts) for subject in ("client", "person"))
    codes = list(kinds)
    place = {code: number for number, code in enumerate(codes)}
    for first, last in parts(tables, ours, theirs):
        entries = [
            *_client_rows(tables, ours, kinds, first, last),
            *_person_rows(tables, theirs, kinds, first, last),
        ]
        for found in _best(tables, entries, codes, closed):
            yield proposal_of(tables, kinds[found.code], lifts[place[found.code]], found, today)


def parts(tables: QuestionTables, ours: Terms, theirs: Terms) -> Iterator[tuple[int, int]]:
    """Ranges of client places, those left out whose dearest fact cannot be worth its cost."""
    dearest = max([0.0, *(ours.lift * ours.found * ours.used), *(theirs.lift * theirs.found * theirs.used)])
    cheapest = min([*ours.cost, *theirs.cost, np.inf])
    may = tables.value * openness(tables.chance) * dearest > cheapest
    for first in range(0, tables.client.size, PART):
        if may[first : first + PART].any():
            yield first, min(first + PART, tables.client.size)


def terms_of(kinds: Mapping[str, FactKind], subject: str, hour_cost_minor: int, lifts: list[LiftInUse]) -> Terms:
    """The terms of all kinds about clients, or about people."""
    picked = [(place, kind) for place, kind in enumerate(kinds.values()) if kind.subject == subject]
    classes = [kind.lift_class for _place, kind in picked]
    places = np.array([place for place, _kind in picked], dtype=np.int64)
    minutes = np.array([kind.minutes for _place, kind in picked], dtype=np.float64)
    return Terms(
        places=places,
        lift=np.array([lifts[place].lift for place in places.tolist()], dtype=np.float64),
        found=np.array([FOUND.get(name, USUALLY_FOUND) for name in classes], dtype=np.float64),
        used=np.array([USED.get(name, USUALLY_USED) for name in classes], dtype=np.float64),
        cost=cost_of_finding(minutes, hour_cost_minor),
    )


@dataclass(frozen=True)
class _Rows:
    """Facts of a part of the clients side by side: worth of each, whose client, which kind, which person (0: none), the
    claim it renews (0: none)."""

    worth: Worth
    client: NDArray[np.int64]
    kind: NDArray[np.int64]
    person: NDArray[np.int64]
    fact: NDArray[np.int64]


def _client_rows(
    tables: QuestionTables, terms: Terms, kinds: Mapping[str, FactKind], first: int, last: int
) -> Iterator[_Rows]:
    clients = np.arange(first, last)
    shape = (clients.size, terms.places.size)
    known, fact, hidden = _filled(tables.about_client, terms, first, last, len(kinds))
    reach = _reach(np.nan_to_num(tables.access[first:last], nan=0.0))[:, None]
    spread = np.broadcast_to
    allowed = _applies(tables, terms, kinds, clients)
    yield _rows(tables, terms, spread(clients[:, None], shape), np.ones(shape), reach, known, fact, hidden, allowed)


def _person_rows(
    tables: QuestionTables, terms: Terms, kinds: Mapping[str, FactKind], first: int, last: int
) -> Iterator[_Rows]:
    begin, end = np.searchsorted(tables.person_client, [first, last]).tolist()
    if begin == end:
        return
    clients = tables.person_client[begin:end]
    shape = (clients.size, terms.places.size)
    known, fact, hidden = _filled(tables.about_person, terms, begin, end, len(kinds))
    access = np.fmax(tables.reached[begin:end], np.nan_to_num(tables.access[clients], nan=0.0))
    influence = np.broadcast_to(np.abs(tables.influence[begin:end])[:, None].clip(0, 1), shape)
    allowed = _applies(tables, terms, kinds, clients)
    rows = _rows(
        tables, terms, np.broadcast_to(clients[:, None], shape), influence, _reach(access)[:, None], known, fact, hidden,
        allowed,
    )  # fmt: skip
    person = np.broadcast_to(tables.person[begin:end][:, None], shape).ravel()
    yield _Rows(rows.worth, rows.client, rows.kind, person, rows.fact)


def _reach(access: Floats) -> Floats:
    return np.asarray(REACH_LOW + (REACH_HIGH - REACH_LOW) * access, dtype=np.float64)


def _rows(
    tables: QuestionTables, terms: Terms, clients: NDArray[np.int64], influence: Floats, reach: Floats, known: Floats,
    fact: NDArray[np.int64], hidden: NDArray[np.bool_], allowed: NDArray[np.bool_],
) -> _Rows:  # fmt: skip
    shape = known.shape
    found = worth(
        value=tables.value[clients].ravel(),
        win_probability=tables.chance[clients].ravel(),
        influence=influence.ravel(),
        lift=np.broadcast_to(terms.lift, shape).ravel(),
        known=known.ravel(),
        p_find=(terms.found * reach).ravel(),
        p_use=np.where(hidden, terms.used * PREPARES_ONLY, terms.used).ravel(),
        cost=np.where(allowed, terms.cost, np.inf).ravel(),
    )
    kind = np.broadcast_to(terms.places, shape).ravel()
    none = np.zeros(clients.size, dtype=np.int64)
    return _Rows(found, clients.ravel(), kind, none, fact.ravel())


def _filled(
    claims: Claims, terms: Terms, first: int, last: int, kinds: int
) -> tuple[Floats, NDArray[np.int64], NDArray[np.bool_]]:
    """What is known as subject x kind; claims that contradict each other count as one, divided by their number."""
    shape = (last - first, kinds)
    known, times, fact = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=np.int64)
    hidden = np.zeros(shape, dtype=np.bool_)
    inside = claims.part(first, last)
    at = (inside.subject - first, inside.kind)
    np.maximum.at(known, at, inside.left)
    np.add.at(times, at, 1.0)
    np.maximum.at(fact, at, inside.fact)
    np.logical_or.at(hidden, at, inside.hidden)
    known = known / np.maximum(times, 1.0)
    return known[:, terms.places], fact[:, terms.places], hidden[:, terms.places]


def _applies(
    tables: QuestionTables, terms: Terms, kinds: Mapping[str, FactKind], clients: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Client x kind: whether the kind is for such a client."""
    every = list(kinds.values())
    allowed = np.ones((clients.size, terms.places.size), dtype=np.bool_)
    told_by_orders = np.array([every[place].code in TOLD_BY_ORDERS for place in terms.places.tolist()], dtype=np.bool_)
    told: dict[ClientSort, list[bool]] = {}
    for row, client in enumerate(clients.tolist()):
        about = tables.sort_of.get(client)
        if about is not None:
            if about not in told:
                profile = profile_for(about, tables.profiles)
                told[about] = [applicable(every[place], about, profile) for place in terms.places.tolist()]
            allowed[row] = told[about]
    return allowed & ~(tables.has_rhythm[clients][:, None] & told_by_orders)


@dataclass(frozen=True)
class Found:
    """A question worth asking: place of the client, kind and person it is about (0: nobody), and its reckoning."""

    client: int
    code: str
    person: int
    episode: str
    why: Reason


def _best(
    tables: QuestionTables, entries: list[_Rows], codes: list[str], closed: Container[tuple[int, str, str]]
) -> Iterator[Found]:
    """The question of each client of this part that brings most after its cost."""
    gain = np.concatenate([rows.worth.worth for rows in entries])
    cost = np.concatenate([rows.worth.cost for rows in entries])
    factors = np.concatenate([rows.worth.factors for rows in entries], axis=1)
    good = np.flatnonzero(gain > cost)
    client, kind, person, fact = (
        np.concatenate([getattr(rows, name) for rows in entries])[good] for name in ("client", "kind", "person", "fact")
    )
    gain, cost, factors = gain[good], cost[good], factors[:, good]
    order = np.lexsort((person, kind, cost - gain, client))
    firsts = np.flatnonzero(np.diff(client[order], prepend=-1))
    for begin, end in itertools.pairwise([*firsts.tolist(), order.size]):
        for row in order[begin:end].tolist():
            place, code, whom = int(client[row]), codes[kind[row]], int(person[row])
            episode = episode_of(code, whom, int(fact[row]))
            if (int(tables.client[place]), "learn", episode) not in closed:
                yield Found(place, code, whom, episode, Reason(*factors[:, row].tolist()))
                break


def episode_of(code: str, person_id: int, fact_id: int) -> str:
    """What a question is about; an answer that has aged since is another episode."""
    tail = f":{person_id or ''}:{fact_id or ''}"
    return code[: 40 - len(tail)] + tail


def proposal_of(tables: QuestionTables, kind: FactKind, lift: LiftInUse, question: Found, today: date) -> Proposal:
    """The task of asking one question; its reason holds every factor of its worth."""
    reckoned = question.why
    gain = float(np.prod(list(vars(reckoned).values())))
    stake = Stake(round(gain), round(gain * lift.low / lift.lift), round(gain * lift.high / lift.lift))
    owner = int(tables.owner[question.client])
    reason: dict[str, Any] = {
        "code": "learn", "kind": kind.code, "as_of": today.isoformat(), "worth": round(gain), "minutes": max(1, kind.minutes),
        "known": round(1 - reckoned.unknown, 3), "lift_state": lift.state, "value": round(reckoned.value),
    }  # fmt: skip
    reason |= {
        name: round(getattr(reckoned, name), 4)
        for name in ("openness", "influence", "lift", "unknown", "p_find", "p_use")
    }
    if kind.own:
        reason |= {"label": str(kind.label), "question": str(kind.question)}
    return Proposal(
        int(tables.client[question.client]), None if owner < 0 else owner, "learn", question.episode,
        max(1, kind.minutes), stake, reason, person_id=question.person or None,
    )  # fmt: skip
