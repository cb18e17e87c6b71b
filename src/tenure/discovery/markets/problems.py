"""Problems and their backlog: one is taken at a time, a dead end leads to the next by market size (S000-87, 90)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from tenure.discovery.interviews.texts import line, needed, several
from tenure.discovery.loops import loop_number
from tenure.discovery.models import Problem, SurveyQuestion, Venture
from tenure.discovery.sight import seen_venture, venture_for_work, visible_ventures, works_in
from tenure.discovery.timeline import record_step
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

MOST_PROBLEMS = 100
COLUMNS = ("pk", "venture_id", "name", "description", "state", "reason", "decided_on", "version")
OPEN, CHOSEN, DROPPED = Problem.State.OPEN, Problem.State.CHOSEN, Problem.State.DROPPED


@dataclass(frozen=True)
class ProblemRow:
    """A problem as shown. state: open, chosen or dropped; reason, decided_on: of the last taking or dropping; surveyed:
    a survey asks about it, told in lists."""

    id: int
    venture_id: int
    name: str
    description: str
    state: str
    reason: str
    decided_on: date | None
    version: int
    may_work: bool
    surveyed: bool = False


def add_problem(*, actor: User, venture_id: int, name: str, description: str = "") -> int:
    """One more problem, said without any solution."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if Problem.objects.filter(venture=venture).count() >= MOST_PROBLEMS:
            raise InvalidValue("problems_many", field="name", most=MOST_PROBLEMS)
        row = Problem(venture=venture, **_clean(name, description))
        _save(row)
        _step(actor, row, "add_problem")
    return row.pk


def edit_problem(*, actor: User, problem_id: int, version: int, name: str, description: str = "") -> int:
    """Change the words of a problem. Conflict unless `version` is the one stored. Returns the new version."""
    with transaction.atomic():
        row = problem_for_work(actor, problem_id, version)
        row.name, row.description = _clean(name, description).values()
        row.version = version + 1
        _save(row)
        _step(actor, row, "edit_problem")
    return row.version


def take_problem(*, actor: User, problem_id: int, version: int, reason: str, today: date) -> None:
    """Work on this one now. Refused while another is taken: that one is first dropped, with what was learnt."""
    why = needed(several(reason, "reason", 2000), "reason", "problem_reason_missing")
    with transaction.atomic():
        row = problem_for_work(actor, problem_id, version)
        taken = Problem.objects.filter(venture=row.venture, state=CHOSEN).exclude(pk=row.pk).first()
        if taken is not None:
            raise InvalidValue("problem_other_taken", field="reason", name=taken.name)
        _decide(actor, row, CHOSEN, why, today)


def drop_problem(*, actor: User, problem_id: int, version: int, reason: str, today: date) -> None:
    """A dead end: say why. It stays in the backlog with all it brought."""
    why = needed(several(reason, "reason", 2000), "reason", "problem_reason_missing")
    with transaction.atomic():
        _decide(actor, problem_for_work(actor, problem_id, version), DROPPED, why, today)


def reopen_problem(*, actor: User, problem_id: int, version: int, today: date) -> None:
    """Back into the backlog."""
    with transaction.atomic():
        row = problem_for_work(actor, problem_id, version)
        _decide(actor, row, OPEN, row.reason, today)


def problems_of(*, actor: User, venture_id: int) -> tuple[ProblemRow, ...]:
    """The problems of a venture in sight, as they were added. Three queries."""
    venture = seen_venture(actor, venture_id)
    return problems_for(venture, may_work=works_in(actor, venture))


def problems_for(venture: Venture, *, may_work: bool) -> tuple[ProblemRow, ...]:
    """As `problems_of`, for a venture already found to be in sight. One query."""
    return tuple(_listed(row, may_work) for row in _problems(venture.pk))


@compiled_once
def _problems(venture_id: int) -> Query:
    asked = SurveyQuestion.objects.filter(problem=OuterRef("pk"))
    return Problem.objects.filter(venture=venture_id).order_by("pk").values_list(*COLUMNS, Exists(asked))


def _listed(row: tuple[Any, ...], may_work: bool) -> ProblemRow:
    number, venture, name, description, state, reason, decided_on, version, surveyed = row
    return ProblemRow(number, venture, name, description, state, reason, decided_on, version, may_work, bool(surveyed))


def problem_of(*, actor: User, problem_id: int) -> ProblemRow:
    """One problem of a venture in sight."""
    row = problem_seen(actor, problem_id)
    return _row(row, works_in(actor, row.venture))


def _decide(actor: User, row: Problem, state: str, reason: str, today: date) -> None:
    row.state, row.reason, row.decided_on, row.version = state, reason, today, row.version + 1
    row.save(update_fields=["state", "reason", "decided_on", "version"])
    _step(actor, row, {OPEN: "reopen_problem", CHOSEN: "take_problem", DROPPED: "drop_problem"}[Problem.State(state)])


def problem_seen(actor: User, problem_id: int) -> Problem:
    """A problem of a venture in sight, not locked. Raises NotFound."""
    rows = Problem.objects.select_related("venture").filter(venture__in=visible_ventures(actor))
    row = rows.filter(pk=problem_id).first()
    if row is None:
        raise NotFound
    return row


def problem_for_work(actor: User, problem_id: int, version: int) -> Problem:
    """A problem of a venture the user may change, that venture locked; inside a transaction. Raises NotFound when it went
    meanwhile, Conflict unless `version` is the one stored."""
    venture_for_work(actor, problem_seen(actor, problem_id).venture_id)
    row = Problem.objects.select_related("venture").filter(pk=problem_id).first()
    if row is None:
        raise NotFound
    if row.version != version:
        raise Conflict(f"problem {problem_id} is no longer at version {version}")
    return row


def _clean(name: str, description: str) -> dict[str, str]:
    wrongs, values = Wrongs(), dict[str, str]()
    with wrongs:
        values["name"] = needed(line(name, "name"), "name", "problem_name_missing")
    with wrongs:
        values["description"] = several(description, "description")
    wrongs.tell()
    return values


def _save(row: Problem) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise InvalidValue("problem_name_taken", field="name", name=row.name) from None


def _step(actor: User, row: Problem, action: str) -> None:
    record_step(
        actor=actor, venture=row.venture, loop=loop_number(row.venture), action=action, subject_kind="problem",
        subject_id=row.pk,
    )  # fmt: skip


def _row(row: Problem, may_work: bool) -> ProblemRow:
    return ProblemRow(
        row.pk, row.venture_id, row.name, row.description, row.state, row.reason, row.decided_on, row.version, may_work
    )
