"""A whole venture as the content of a file, and hands that forge it: for tests of what is taken in."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from tenure.discovery.files.export import venture_file
from tenure.discovery.files.shape import tables
from tenure.journeys.demo.demo_venture.fill import fill_ventures
from tenure.privacy.models import User

Content = dict[str, Any]
AT = "2026-05-01T09:00:00+00:00"
# What a forger might put anywhere.
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 7, 1.5, -0.5, 1e15, 1e308, 10**17, 2**31 - 1, "", "x", "Ы" * 60, "a" * 5000, "<b>x</b>",
    "1900-01-01", "2200-12-31", "2200-12-31T23:59:59+00:00", [], {}, [[]], ["x"], {"a": 1}, {"en": "x"}, "E1", "null", "{}",
)  # fmt: skip


def whole_content(founder: User, seller: User) -> Content:
    """The venture of the demo, with a row in every table it has none in, its many steps cut short."""
    number = fill_ventures(founder=founder, seller=seller)
    content: Content = json.loads(venture_file(actor=founder, venture_id=number, people=True))
    rows = content["tables"]
    rows["VentureEvent"] = rows["VentureEvent"][-30:]
    venture, author = rows["Venture"][0]["id"], content["staff"][0]["id"]
    known = {name: found[0]["id"] for name, found in rows.items() if found}
    for name, row in missing_rows(venture, author, known).items():
        rows[name] = rows[name] or [{"id": 1, **row}]
    _ask_everything(rows)
    return content


HEARD = {"unprompted": True, "severity": 5, "frequency": "weekly", "cost_minor": None, "hours": 1.5}


def missing_rows(venture: int, author: int, known: dict[str, int]) -> dict[str, Content]:
    """One row of each table that the demo leaves empty."""
    return {
        "GateCriterion": {"venture": venture, "phase": "validation", "code": "V2", "rule": "roadmap",
                          "marks": {"without_founder": 2}, "need": "must", "removed_at": None},
        "CriterionDecision": {"criterion": 1, "met": True, "reason": "Seen", "evidence": known["Evidence"],
                              "author": author, "at": AT, "withdrawn_at": None},
        "GateOverride": {"venture": venture, "phase": "validation", "unmet": ["V2"], "reason": "The season starts",
                         "author": author, "at": AT, "until": "2026-06-01", "ended_at": None, "ended_by": None},
        "FitSettings": {"venture": venture, "source": "none", "months": 1, "rep_cost_minor": 100_000},
        "SalesPeriod": {"venture": venture, "starts_on": "2026-01-01", "sellers": 1.5, "yield_minor": 90_000,
                        "author": author},
        "PriorChange": {"hypothesis": known["Hypothesis"], "at": AT, "author": author, "before": 0.5, "after": 0.4},
        "Candidate": {"plan": known["InterviewPlan"], "name": "Ion Ciobanu", "basis": "consent", "added_by": author,
                      "created_at": AT, "changed_at": AT},
        "ProblemMerge": {
            "venture": venture, "kept": known["Problem"], "gone": 10**6, "author": author, "at": AT,
            "wording": {"name": "Flour at noon", "description": "", "state": "open", "reason": "", "version": 2,
                        "decided_on": None},
            "moved": {
                "added": "Flour at noon", "decided": None, "mentions": [known["Interview"]], "quotes": [known["Quote"]],
                "hypotheses": [], "questions": [known["SurveyQuestion"]], "sizes": [],
                "joined": [{"talk": known["Interview"] + 1, "before": HEARD, "after": HEARD, "other": HEARD, "words": [0, 0, 0]}],
                "left": [{"segment": known["Segment"], "author": author, "at": AT, "numbers": {"whole_minor": 5000}}],
            },
        },
    }  # fmt: skip


def _ask_everything(rows: dict[str, list[Content]]) -> None:
    """A question of every kind on the first survey, answered in the first answer."""
    survey, last = rows["Survey"][0]["id"], max(row["id"] for row in rows["SurveyQuestion"])
    words = {"choices": [{"en": "Yes"}, {"ro": "Nu"}]}
    asked: tuple[tuple[str, Content, Any], ...] = (
        ("gabor", {"prices": [10, 15, 20], "unit_cost": 6}, [True, False, False]), ("choice", words, 1),
        ("several", words, [0, 1]), ("number", {}, 4.5), ("text", {}, "Fine"), ("segment", {}, rows["Segment"][0]["id"]),
    )  # fmt: skip
    for number, (kind, options, value) in enumerate(asked, last + 1):
        rows["SurveyQuestion"].append(
            {"id": number, "survey": survey, "position": number, "kind": kind, "text": {"en": "?"}, "options": options}
        )
        rows["SurveyAnswer"][0]["values"][str(number)] = value


@dataclass(frozen=True)
class Forgery:
    """What is done to one place of a file. how: set, drop, add, twice, gone."""

    table: str
    row: int
    path: tuple[Any, ...]
    how: str
    value: Any = None


def forgery(random: Random, content: Content) -> Forgery:
    """One forgery, drawn by lot: lists and names are forged within."""
    table = random.choice([name for name, rows in content["tables"].items() if rows])
    rows = content["tables"][table]
    place = random.randrange(len(rows))
    row = rows[place]
    if random.random() < 0.1:
        return Forgery(table, place, (), random.choice(("twice", "gone")))
    deep = [name for name, value in row.items() if isinstance(value, dict | list) and value]
    column = random.choice(deep) if deep and random.random() < 0.6 else random.choice(list(row))
    path = (column, *random.choice(list(_places(row[column]))))
    how = random.choice(("set", "set", "set", "drop", "add", "other", "more"))
    if how == "other":  # the value of another row of another table
        other = random.choice(
            content["tables"][random.choice([name for name, many in content["tables"].items() if many])]
        )
        return Forgery(table, place, path, "set", copy.deepcopy(random.choice(list(other.values()))))
    if how == "more":
        return Forgery(table, place, path, "set", _more(_at(row, path), random))
    return Forgery(table, place, path, how, copy.deepcopy(random.choice(VALUES)))


def forged(content: Content, forgeries: list[Forgery]) -> bytes:
    """The file with all of them done; one that finds its place gone does nothing."""
    made = copy.deepcopy(content)
    for one in forgeries:
        rows = made["tables"][one.table]
        if one.row >= len(rows):
            continue
        if one.how == "twice":
            rows.append(
                copy.deepcopy(rows[one.row]) | {"id": 1 + max(row["id"] for row in content["tables"][one.table])}
            )
        elif one.how == "gone":
            del rows[one.row]
        else:
            _do(rows[one.row], one)
    return json.dumps(made).encode()


def _do(row: Content, one: Forgery) -> None:
    try:
        inner = _at(row, one.path[:-1])
        if one.how == "drop":
            del inner[one.path[-1]]
        elif one.how == "add" and isinstance(inner[one.path[-1]], dict):
            inner[one.path[-1]]["more"] = one.value
        elif one.how == "add" and isinstance(inner[one.path[-1]], list):
            inner[one.path[-1]].append(one.value)
        else:
            inner[one.path[-1]] = one.value
    except (KeyError, IndexError, TypeError):
        return


def _places(value: Any) -> Iterator[tuple[Any, ...]]:
    yield ()
    inside: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inside:
        for path in _places(one):
            yield (name, *path)


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for name in path:
        value = value[name]
    return value


def _more(value: Any, random: Random) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return random.choice((value + 1, value - 1, -value, value * 10, value * 1000))
    return value


def empty_tables(content: Content) -> set[str]:
    """Tables without a row in this content."""
    return {table.name for table in tables() if not content["tables"].get(table.name)}
