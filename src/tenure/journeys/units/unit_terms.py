"""Of every client's main decision unit: who has which share of the decision, and the probability of winning."""

from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from tenure.engine.decision_unit import influence, win
from tenure.engine.errors import EngineError


@dataclass(frozen=True)
class UnitTerms:
    """By person of a unit: client, person, influence, access 0..1 and what the map says of them; by unit: the
    probability of winning."""

    client: NDArray[np.int64]
    person: NDArray[np.int64]
    influence: NDArray[np.float64]
    access: NDArray[np.float64]
    has_attitude: NDArray[np.bool_]
    has_criteria: NDArray[np.bool_]
    unit: NDArray[np.int64]
    win: NDArray[np.float64]


PEOPLE = """SELECT u.client, u.unit, u.base_rate, m.member, m.person, m.weight, m.attitude, m.susceptibility, m.veto,
    m.access, m.has_criteria FROM main_units u JOIN unit_people m USING (unit) ORDER BY u.unit, m.member"""
Row = tuple[Any, ...]


def unit_terms(bench: duckdb.DuckDBPyConnection, base_rate: float) -> UnitTerms:
    """Read the units of the workbench and reckon each; what cannot be reckoned counts everybody alike."""
    ties: dict[int, list[tuple[int, int, float]]] = {}
    for unit, who, whom, strength in bench.execute("SELECT unit, who, whom, strength FROM unit_ties").fetchall():
        ties.setdefault(unit, []).append((who, whom, strength))
    units: dict[int, list[Row]] = {}
    for row in bench.execute(PEOPLE).fetchall():
        units.setdefault(row[1], []).append(row)
    shares: list[float] = []
    wins: list[float] = []
    for unit, rows in units.items():
        share, chance = reckon(rows, ties.get(unit, []), base_rate)
        shares += share
        wins.append(chance)
    people = [row for rows in units.values() for row in rows]

    def column(place: int, kind: Any) -> NDArray[Any]:
        return np.array([row[place] for row in people], dtype=kind)

    return UnitTerms(
        client=column(0, np.int64),
        person=column(4, np.int64),
        influence=np.array(shares, dtype=np.float64),
        access=column(9, np.float64),
        has_attitude=np.array([row[6] is not None for row in people], dtype=np.bool_),
        has_criteria=column(10, np.bool_),
        unit=np.array(list(units), dtype=np.int64),
        win=np.array(wins, dtype=np.float64),
    )


def reckon(rows: list[Row], ties: list[tuple[int, int, float]], base_rate: float) -> tuple[list[float], float]:
    """Shares of the people of one unit, and the probability of winning."""
    size, place = len(rows), {row[3]: number for number, row in enumerate(rows)}
    weight = np.array([row[5] for row in rows], dtype=np.float64)
    if not weight.sum() > 0:
        weight = np.ones(size)
    listening = np.zeros((size, size))
    for who, whom, strength in ties:
        if who in place and whom in place:
            listening[place[who], place[whom]] = strength
    attitude = np.array([(row[6] or 0) / 2 for row in rows])
    odds = win.Odds(rows[0][2] or base_rate, veto=np.array([row[8] for row in rows]))
    susceptibility = np.array([row[7] for row in rows], dtype=np.float64)
    try:
        found = influence.influence(influence.unit(listening, susceptibility, weight))
        return found.share.tolist(), win.outlook(found, weight / weight.sum(), attitude, odds).win
    except EngineError:
        return (weight / weight.sum()).tolist(), odds.base_rate
