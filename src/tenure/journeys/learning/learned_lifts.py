"""What knowing facts really added, learned from closed deals by class of lift; renewed with the scores.

A fact counts as known in a deal when it was recorded before the day the deal closed, by the part of the decision about
whose people it was known. Controls: the deal's size, the client's class, who answers for it; effort: talks in the half
year before.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from tenure.clients.fact_catalogue import FactKind
from tenure.engine.facts.learned_lift import FEWEST_DEALS, learn_lifts
from tenure.journeys.units.unit_terms import reckon

OWNERS_APART = 8

COPIES = {
    "closed_units": """SELECT id AS unit, client_id AS client, value_minor, state = 'won' AS won,
        CAST(closed_on AS DATE) AS day FROM app.clients_decisionunit WHERE state <> 'open' AND closed_on IS NOT NULL""",
    "closed_people": """SELECT m.unit_id AS unit, m.id AS member, m.person_id AS person, m.weight, m.attitude,
        m.susceptibility, m.veto FROM app.clients_unitmember m JOIN closed_units u ON u.unit = m.unit_id""",
    "closed_ties": """SELECT t.unit_id AS unit, t.who_id AS who, t.whom_id AS whom, t.strength FROM app.clients_tie t
        JOIN closed_units u ON u.unit = t.unit_id WHERE t.kind = 'listens'""",
    "claims_ever": """SELECT f.client_id AS client, f.person_id AS person, f.type_code AS code,
        min(day_of(f.recorded_at)) AS day FROM app.clients_fact f
        WHERE f.client_id IN (SELECT client FROM closed_units) OR f.person_id IN (SELECT person FROM closed_people)
        GROUP BY ALL""",
    "talks_before": """SELECT u.unit, count(i.id) AS talks FROM closed_units u
        LEFT JOIN app.conversations_interaction i ON i.client_id = u.client
        AND day_of(i.at) < u.day AND day_of(i.at) >= u.day - INTERVAL 180 DAY GROUP BY ALL""",
}

DEALS = """SELECT u.unit, u.client, u.won, u.day, coalesce(u.value_minor, 0), coalesce(f.abc_class, ''), p.owner, t.talks
    FROM closed_units u LEFT JOIN fresh f ON f.client_id = u.client LEFT JOIN people p ON p.client = u.client
    JOIN talks_before t USING (unit) ORDER BY u.unit"""


def learned_lifts(bench: duckdb.DuckDBPyConnection, kinds: Mapping[str, FactKind]) -> dict[str, Any]:
    """For the run's row: by class, the lift in use with its interval and state; "deals", "won" and what to beware of.

    Needs the tables of `COPIES`, `fresh` and `people`.
    """
    classes = list(dict.fromkeys(kind.lift_class for kind in kinds.values() if kind.lift > 0))
    assumed = {kind.lift_class: kind.lift for kind in kinds.values()}
    deals = bench.execute(DEALS).fetchall()
    known = _known(bench, deals, classes, kinds) if len(deals) >= FEWEST_DEALS else np.zeros((len(deals), len(classes)))
    found = learn_lifts(
        [float(deal[2]) for deal in deals],
        known,
        [assumed[name] for name in classes],
        controls=_controls(deals),
        effort=np.log1p([float(deal[7]) for deal in deals]),
    )
    by_class = {
        name: {
            "lift": float(found.lift[place]), "low": float(found.low[place]), "high": float(found.high[place]),
            "state": found.state[place], "known_in": int(found.known_in[place]),
            "effort": found.effort_correlation[place],
        }
        for place, name in enumerate(classes)
    }  # fmt: skip
    return {"deals": found.deals, "won": found.won, "fewest": FEWEST_DEALS, "classes": by_class}


def _known(
    bench: duckdb.DuckDBPyConnection, deals: list[tuple[Any, ...]], classes: list[str], kinds: Mapping[str, FactKind]
) -> NDArray[np.float64]:
    """Deal x class: the part of the decision about whose people such a fact was known before the deal closed."""
    shares = _shares(bench)
    of_client: dict[int, list[tuple[int, date]]] = {}
    of_person: dict[int, list[tuple[int, date]]] = {}
    order = {name: place for place, name in enumerate(classes)}
    for client, person, code, day in bench.execute("SELECT client, person, code, day FROM claims_ever").fetchall():
        if code in kinds and kinds[code].lift_class in order:
            entry = (order[kinds[code].lift_class], day)
            if client is not None:
                of_client.setdefault(client, []).append(entry)
            elif person is not None:
                of_person.setdefault(person, []).append(entry)
    table = np.zeros((len(deals), len(classes)))
    for row, (unit, client, _won, closed, *_rest) in enumerate(deals):
        for person, share in shares.get(unit, ()):
            for place in _before(of_person.get(person, ()), closed):
                table[row, place] += abs(share)
        for place in _before(of_client.get(client, ()), closed):
            table[row, place] = 1.0
    return np.clip(table, 0.0, 1.0)


def _before(entries: Iterable[tuple[int, date]], closed: date) -> set[int]:
    return {place for place, day in entries if day < closed}


def _shares(bench: duckdb.DuckDBPyConnection) -> dict[int, list[tuple[int, float]]]:
    """The people of each closed deal with their share of the decision."""
    ties: dict[int, list[tuple[int, int, float]]] = {}
    for unit, who, whom, strength in bench.execute("SELECT unit, who, whom, strength FROM closed_ties").fetchall():
        ties.setdefault(unit, []).append((who, whom, strength))
    units: dict[int, list[tuple[Any, ...]]] = {}
    rows = bench.execute(
        """SELECT 0, unit, NULL, member, person, weight, attitude, susceptibility, veto FROM closed_people
        ORDER BY unit, member"""
    ).fetchall()
    for row in rows:
        units.setdefault(row[1], []).append(row)
    found = {}
    for unit, people in units.items():
        share, _win = reckon(people, ties.get(unit, []), 1 / 3)
        found[unit] = [(row[4], part) for row, part in zip(people, share, strict=True)]
    return found


def _controls(deals: list[tuple[Any, ...]]) -> NDArray[np.float64]:
    """Size, class and owner as columns; owners of few deals stand together."""
    owners: dict[Any, int] = {}
    for deal in deals:
        owners[deal[6]] = owners.get(deal[6], 0) + 1
    apart = sorted(owners, key=lambda owner: -owners[owner])[:OWNERS_APART]
    rows = [
        [np.log1p(deal[4]), deal[5] == "A", deal[5] == "B", *(deal[6] == owner for owner in apart)] for deal in deals
    ]
    return np.array(rows, dtype=np.float64).reshape(len(deals), 3 + len(apart))
