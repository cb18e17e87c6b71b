"""What the questions of all clients are ranked from, as NumPy arrays: a few big queries, none per client.

Runs beside the scores, in their workbench (tables `fresh` and `people`), never in a page.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tenure.clients.fact_catalogue import ClientSort, FactKind
from tenure.clients.fact_catalogue.profiles import BUILT_IN_PROFILES, Profile
from tenure.engine.facts.freshness import still_known
from tenure.journeys.learning.learned_lifts import COPIES as CLOSED
from tenure.journeys.learning.question_terms import FROM_MAP
from tenure.journeys.units.unit_terms import UnitTerms, unit_terms
from tenure.kernel.workbench import application_attached

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

COPIES = {
    "open_units": """SELECT id AS unit, client_id AS client, title, value_minor, base_rate FROM app.clients_decisionunit
        WHERE state = 'open'""",
    "unit_people": """WITH ours AS (SELECT member_id, max(strength) AS strength FROM app.clients_ourcontact GROUP BY 1),
        told AS (SELECT DISTINCT member_id FROM app.clients_criterion)
        SELECT m.id AS member, m.unit_id AS unit, m.person_id AS person, m.weight, m.attitude, m.susceptibility, m.veto,
        greatest(m.contact, coalesce(ours.strength, 0)) / 3 AS access, told.member_id IS NOT NULL AS has_criteria
        FROM app.clients_unitmember m JOIN open_units u ON u.unit = m.unit_id
        LEFT JOIN ours ON ours.member_id = m.id LEFT JOIN told ON told.member_id = m.id""",
    "unit_ties": """SELECT t.unit_id AS unit, t.who_id AS who, t.whom_id AS whom, t.strength FROM app.clients_tie t
        JOIN open_units u ON u.unit = t.unit_id WHERE t.kind = 'listens'""",
    "posts": """SELECT DISTINCT p.client_id AS client, p.person_id AS person FROM app.clients_post p
        JOIN app.clients_person n ON n.id = p.person_id
        WHERE p.until IS NULL AND n.merged_into_id IS NULL AND n.erased_at IS NULL""",
    "claims": """SELECT id, client_id AS client, person_id AS person, type_code AS code, confidence,
        CAST(known_on AS DATE) AS known_on, CAST(not_to_be_shown AS BOOLEAN) AS hidden,

        CASE WHEN type_code IN ('client_kind', 'industry', 'segment') THEN CAST(value AS VARCHAR) END AS value
        FROM app.clients_fact
        WHERE superseded_at IS NULL AND company_id IS NULL""",
}

# The dearest open deal with people in it, else the unit of the client at large.
MAIN_UNITS = """CREATE OR REPLACE TABLE main_units AS SELECT u.* FROM open_units u
    WHERE u.unit IN (SELECT unit FROM unit_people)
    QUALIFY row_number() OVER (PARTITION BY client ORDER BY title = '', coalesce(value_minor, 0) DESC, unit) = 1"""

STAKES = """SELECT f.client_id AS client, f.abc_class AS value_class, p.owner, u.unit, f.p_active, u.base_rate,
    CASE WHEN u.title <> '' AND u.value_minor > 0 THEN u.value_minor
        WHEN f.value_12m_minor > 0 AND f.margin_12m_minor IS NOT NULL AND f.revenue_12m_minor > 0
            THEN f.value_12m_minor * least(1, greatest(0, f.margin_12m_minor / f.revenue_12m_minor))
        ELSE greatest(0, coalesce(f.value_12m_minor, 0)) END AS value,
    coalesce(u.title <> '' AND u.value_minor > 0, false) AS is_deal, f.window_from IS NOT NULL AS has_rhythm
    FROM fresh f JOIN people p ON p.client = f.client_id LEFT JOIN main_units u ON u.client = f.client_id
    ORDER BY f.client_id"""


@dataclass(frozen=True)
class QuestionTables:
    """By client: id, owner (-1 nobody), value at stake (minor units), probability; the place of each person's client,
    with their id, share of the decision and how well they are reached; claims by client place or person place; sort of
    the clients of whom anything of it is known; profiles: the least worth knowing, by sort; has_rhythm: whether orders
    tell when the next one is due."""

    client: Ints
    owner: Ints
    value: Floats
    chance: Floats
    access: Floats
    person_client: Ints
    person: Ints
    influence: Floats
    reached: Floats
    about_client: "Claims"
    about_person: "Claims"
    sort_of: Mapping[int, ClientSort]
    has_rhythm: NDArray[np.bool_]
    profiles: Mapping[str, Profile] = field(default_factory=lambda: BUILT_IN_PROFILES)


@dataclass(frozen=True)
class Claims:
    """Current claims: place of the subject, place of the kind, what is left of the confidence, id (0: read off the map)
    and whether it may not be shown."""

    subject: Ints
    kind: Ints
    left: Floats
    fact: Ints
    hidden: NDArray[np.bool_]

    def sorted(self) -> "Claims":
        """By subject, so that those of a part stand side by side."""
        order = np.argsort(self.subject, kind="stable")
        return Claims(*(getattr(self, field.name)[order] for field in fields(self)))

    def part(self, first: int, last: int) -> "Claims":
        """Those about the subjects from `first` to before `last`."""
        low, high = np.searchsorted(self.subject, [first, last]).tolist()
        return Claims(*(getattr(self, field.name)[low:high] for field in fields(self)))


def copy_question_tables(bench: duckdb.DuckDBPyConnection) -> None:
    """Copy the tables of people, facts and deals to the workbench, before anything is written beside it."""
    with application_attached(bench):
        for name, sql in {**COPIES, **CLOSED}.items():
            bench.execute(f"CREATE OR REPLACE TABLE {name} AS {sql}")
    bench.execute(MAIN_UNITS)


def usual_base_rate(bench: duckdb.DuckDBPyConnection) -> float:
    """The share of deals won, as expected of the next: one in three, worth six deals, until there are deals."""
    found = bench.execute("SELECT count(*) FILTER (won), count(*) FROM closed_units").fetchone()
    won, closed = found or (0, 0)
    return float((won + 2) / (closed + 6))


def question_tables(
    bench: duckdb.DuckDBPyConnection,
    kinds: Mapping[str, FactKind],
    *,
    today: date,
    base_rate: float,
    profiles: Mapping[str, Profile] = BUILT_IN_PROFILES,
) -> QuestionTables:
    """Everything by place of client and person. kinds: those that may be asked, in the order of their places."""
    stakes = bench.execute(STAKES).fetchnumpy()
    clients = _ints(stakes["client"])
    place = {int(client): row for row, client in enumerate(clients.tolist())}
    terms = unit_terms(bench, base_rate)
    people = _people(bench, terms, place)
    chance, access = _chances(stakes, terms, people, base_rate)
    of_client, of_person = _claims(bench, kinds, {"client": clients, "person": people["person"]}, today)
    return QuestionTables(
        client=clients,
        owner=_ints(stakes["owner"], -1),
        value=_floats(stakes["value"], 0.0),
        chance=chance,
        access=access,
        person_client=people["client"],
        person=people["person"],
        influence=people["influence"],
        reached=people["reached"],
        about_client=of_client,
        about_person=_with_map(of_person, people, kinds),
        sort_of=_sorts(bench, place, stakes["value_class"] if _by_class(kinds, profiles) else ()),
        has_rhythm=np.asarray(stakes["has_rhythm"], dtype=np.bool_),
        profiles=profiles,
    )


def _people(bench: duckdb.DuckDBPyConnection, terms: UnitTerms, place: Mapping[int, int]) -> dict[str, NDArray[Any]]:
    """The people whose facts count: of the unit where there is one, else everybody with a post, in equal parts."""
    alone = bench.execute(
        """SELECT client, person, 1 / count(*) OVER (PARTITION BY client) AS influence FROM posts
        WHERE client NOT IN (SELECT client FROM main_units) ORDER BY client, person"""
    ).fetchnumpy()
    clients = np.concatenate([terms.client, _ints(alone["client"])])
    found = {
        "client": np.array([place.get(int(client), -1) for client in clients.tolist()], dtype=np.int64),
        "person": np.concatenate([terms.person, _ints(alone["person"])]),
        "influence": np.concatenate([terms.influence, _floats(alone["influence"], 0.0)]),
        "reached": np.concatenate([terms.access, np.zeros(len(alone["client"]))]),
        "attitude": np.concatenate([terms.has_attitude, np.zeros(len(alone["client"]), dtype=np.bool_)]),
        "criteria": np.concatenate([terms.has_criteria, np.zeros(len(alone["client"]), dtype=np.bool_)]),
    }
    kept = found["client"] >= 0
    order = np.argsort(found["client"][kept], kind="stable")
    return {name: values[kept][order] for name, values in found.items()}


def _chances(
    stakes: Mapping[str, Any], terms: UnitTerms, people: Mapping[str, NDArray[Any]], base_rate: float
) -> tuple[Floats, Floats]:
    """By client: the probability that the matter turns out well, and the best access to anybody (nan: nobody known)."""
    active = _floats(stakes["p_active"], np.nan)
    chance = np.where(np.isnan(active), base_rate, active)
    deals, units = np.asarray(stakes["is_deal"], dtype=np.bool_), _ints(stakes["unit"], -1)
    win = dict(zip(terms.unit.tolist(), terms.win.tolist(), strict=True))
    for row in np.flatnonzero(deals).tolist():
        chance[row] = win.get(int(units[row]), base_rate)
    access = np.full(chance.size, -1.0)
    np.maximum.at(access, people["client"], people["reached"])
    return np.clip(chance, 0.0, 1.0), np.where(access < 0, np.nan, access)


CLAIMS = """SELECT s.place, k.place AS kind, c.confidence, greatest(0, date_diff('day', c.known_on, DATE '{today}')) AS age,
    c.id, c.hidden, k.half_life FROM claims c JOIN kind_places k USING (code) JOIN {subject}_places s ON s.id = c.{subject}"""


def _claims(
    bench: duckdb.DuckDBPyConnection, kinds: Mapping[str, FactKind], ids: Mapping[str, Ints], today: date
) -> tuple[Claims, Claims]:
    """Claims about clients and about people; one person at two clients is told of at both."""
    half_lives = [float(kind.half_life_days) for kind in kinds.values()]
    tables = {
        "kind_places": pa.table({"code": list(kinds), "place": range(len(kinds)), "half_life": half_lives}),
        **{f"{name}_places": pa.table({"id": each, "place": np.arange(each.size)}) for name, each in ids.items()},
    }
    for name, table in tables.items():
        bench.register(name, table)
    found = []
    for subject in ids:
        rows = bench.execute(CLAIMS.format(today=today, subject=subject)).fetchnumpy()
        left = still_known(*(_floats(rows[name], 0.0) for name in ("confidence", "age", "half_life")))
        hidden = np.asarray(rows["hidden"], dtype=np.bool_)
        found.append(Claims(_ints(rows["place"]), _ints(rows["kind"]), left, _ints(rows["id"]), hidden).sorted())
    for name in tables:
        bench.unregister(name)
    return found[0], found[1]


def _with_map(claims: Claims, people: Mapping[str, NDArray[Any]], kinds: Mapping[str, FactKind]) -> Claims:
    """What the map of people tells counts as known: what they think of us, and by what they decide."""
    parts = [claims]
    for lift_class, column in (("attitude", "attitude"), ("selection_criteria", "criteria")):
        places = [
            n for n, kind in enumerate(kinds.values()) if kind.subject == "person" and kind.lift_class == lift_class
        ]
        rows = np.flatnonzero(people[column])
        for number in places:
            size = rows.size
            parts.append(
                Claims(rows, np.full(size, number), np.full(size, FROM_MAP), np.zeros(size, dtype=np.int64),
                       np.zeros(size, dtype=np.bool_))
            )  # fmt: skip
    joined = (np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Claims))
    return Claims(*joined).sorted()


def _by_class(kinds: Mapping[str, FactKind], profiles: Mapping[str, Profile]) -> bool:
    """Whether value classes decide anything: else most clients have no sort of their own and are not looked at singly."""
    named = any(kind.applies.get("value_classes") for kind in kinds.values())
    return named or any(sort.startswith("value_class:") for sort in profiles)


def _sorts(bench: duckdb.DuckDBPyConnection, place: Mapping[int, int], classes: Iterable[str]) -> dict[int, ClientSort]:
    """Kind, industry, segments and, where wanted, value class of the clients of whom any is known, by place."""
    rows = bench.execute(
        """SELECT code, client, value FROM claims WHERE client IS NOT NULL AND code IN ('client_kind', 'industry', 'segment')
        ORDER BY id"""
    ).fetchall()
    found = {row: ClientSort(value_class=str(one)) for row, one in enumerate(classes) if one}
    for code, client, value in rows:
        if client in place and value:
            told = json.loads(value)
            sort = found.get(place[client], ClientSort())
            segments = tuple(map(str, told if isinstance(told, list) else [told]))
            changed = {"segments": segments} if code == "segment" else {code: str(told)}
            found[place[client]] = sort._replace(**changed)
    return found


def _ints(values: Any, missing: int = 0) -> Ints:
    return np.asarray(np.ma.filled(np.ma.asarray(values), missing), dtype=np.int64)


def _floats(values: Any, missing: float) -> Floats:
    found = np.ma.asarray(values).astype(np.float64)
    return np.asarray(np.ma.filled(found, missing), dtype=np.float64)
