"""Merges of problems in the file of a venture: by numbers out, by numbers in, so that they can be taken back where it is read."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import uuid4

from django.db.models import Model

from tenure.discovery.files.settling import New
from tenure.discovery.models import Problem, ProblemMerge, VentureEvent
from tenure.kernel.errors import BadInput
from tenure.privacy.models import User

TABLE = "ProblemMerge"
# What a merge moved, by numbers -> of which table they are.
MOVED = {
    "mentions": "Interview", "quotes": "Quote", "hypotheses": "Hypothesis", "questions": "SurveyQuestion",
    "sizes": "Segment",
}  # fmt: skip


def authors_of(rows: Iterable[Mapping[str, Any]]) -> set[int]:
    """Who had written the numbers that merges left aside: pure, of rows of the table."""
    return {one["author"] for row in rows for one in row["moved"]["left"] if one["author"] is not None}


def settle_merges(made: New, authors: Mapping[int, User], actor: User) -> None:
    """Let merges name the rows that were made here. A problem that is no more gets a number that none here has or will be given;
    what is not in the file was deleted since, and is left out. A merge into a problem that is gone altogether goes with it.

    Raises BadInput where the problem that is no more stands in the file.
    """
    merges = cast("dict[int, ProblemMerge]", made[TABLE])
    problems = {number: row.pk for number, row in made["Problem"].items()}
    for place, row in enumerate(merges.values(), 1):
        if row.gone in problems:
            raise BadInput("venture_file_value", table=TABLE, row=place, column="gone", value=str(row.gone))
    fresh = _free_numbers(made, len(merges))
    numbers = problems | {row.gone: number for row, number in zip(merges.values(), fresh, strict=True)}
    lost = [row for row in merges.values() if row.kept not in numbers]
    ProblemMerge.objects.filter(pk__in=[row.pk for row in lost]).delete()
    stay = [row for row in merges.values() if row.kept in numbers]
    for row in stay:
        row.kept, row.gone = numbers[row.kept], numbers[row.gone]
        row.moved = _moved(row.moved, made, authors, actor)
    ProblemMerge.objects.bulk_update(stay, ["kept", "gone", "moved"], batch_size=500)
    _settle_events(made, numbers)


def _free_numbers(made: New, count: int) -> list[int]:
    """Numbers that no problem will ever have but those that come back: taken once, and let go."""
    venture = next(iter(made["Venture"].values())).pk
    rows = [Problem(venture_id=venture, name=uuid4().hex) for _place in range(count)]
    numbers = [row.pk for row in Problem.objects.bulk_create(rows)]
    Problem.objects.filter(pk__in=numbers).delete()
    return numbers


def _moved(told: Mapping[str, Any], made: New, authors: Mapping[int, User], actor: User) -> dict[str, Any]:
    here = {
        name: [row.pk for number in told[name] if (row := made[table].get(number)) is not None]
        for name, table in MOVED.items()
    }
    joined = [
        one | {"talk": talk.pk} for one in told["joined"] if (talk := made["Interview"].get(one["talk"])) is not None
    ]
    left = [
        one | {"segment": segment.pk, "author": authors.get(one["author"], actor).pk}
        for one in told["left"]
        if (segment := _segment(made, one)) is not None
    ]
    return {**told, **here, "joined": joined, "left": left}


def _segment(made: New, one: Mapping[str, Any]) -> Model | None:
    return made["Segment"].get(one["segment"])


def _settle_events(made: New, numbers: Mapping[int, int]) -> None:
    """Steps that took a merge back name the problem it had been made into."""
    steps = cast("dict[int, VentureEvent]", made["VentureEvent"]).values()
    named = [row for row in steps if row.kind == "undo_merge_problem" and isinstance(row.details.get("kept"), int)]
    for row in named:
        row.details = {**row.details, "kept": numbers.get(row.details["kept"])}
    VentureEvent.objects.bulk_update(named, ["details"], batch_size=500)
