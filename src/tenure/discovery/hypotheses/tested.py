"""How many hypotheses were tested (S000-33): what was learnt, whether or not its sticker still lies on the canvas.

Tested is what a locked test has decided. What evidence has only moved, and be it to 97 %, is told beside it.

A sticker taken off, or set aside, takes no result with it: a refuted hypothesis is the most useful thing a search has
found, and tidying the canvas must not make the count of tested ones smaller. Of one carried over at a pivot only one is
counted: the new one once it is decided, until then the old one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from tenure.discovery.models import Hypothesis, TestCard
from tenure.discovery.reading_once import remembered
from tenure.discovery.sight import seen_venture
from tenure.engine.evidence.edition import EDITION
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.privacy.models import User

State = Hypothesis.State
SUPPORTED, REFUTED = str(State.SUPPORTED), str(State.REFUTED)
TESTED = (SUPPORTED, REFUTED)


@dataclass(frozen=True)
class Tally:
    """every: those on the canvas that are not set aside, and all tested ones, `away` of them taken off it; supported,
    refuted: by locked tests; moved: not so decided, with evidence that moved them; earlier: of all there are, those whose number
    is of earlier rules and waits to be counted anew."""

    every: int = 0
    supported: int = 0
    refuted: int = 0
    away: int = 0
    moved: int = 0
    earlier: int = 0

    @property
    def tested(self) -> int:
        return self.supported + self.refuted

    @property
    def open(self) -> int:
        """Nothing speaks for or against them yet."""
        return self.every - self.tested - self.moved


@remembered
def tally_of(venture_id: int) -> Tally:
    """Of the hypotheses of one venture. One query, two when a decided one was set aside."""
    return _counted(_kinds_in(venture_id), [venture_id]).get(venture_id, Tally())


def tallies_of(venture_ids: list[int]) -> dict[int, Tally]:
    """Of several ventures, by number; those without a hypothesis are left out. One query, two when a decided one was set
    aside."""
    return _counted(_kinds(Hypothesis.objects.filter(venture__in=venture_ids)), venture_ids)


@compiled_once
def _kinds_in(venture_id: int) -> Query:
    return _kinds(Hypothesis.objects.filter(venture=venture_id))


def _kinds(hypotheses: Query) -> Query:
    """How many there are of each kind that counting tells apart."""
    rows = hypotheses.annotate(
        away=_flag(removed_at__isnull=False), was_decided=_flag(decided_on__isnull=False), again=Exists(_newer()),
        by_test=Exists(_verdicts()), moved=_flag(evidence_count__gt=0),
    )  # fmt: skip
    kinds = rows.order_by().values_list("venture_id", "state", "away", "was_decided", "again", "by_test", "moved")
    return kinds.annotate(count=Count("pk"), earlier=Count("pk", filter=Q(rules_edition__lt=EDITION)))


def _counted(kinds: Iterable[Any], venture_ids: list[int]) -> dict[int, Tally]:
    found: dict[int, Tally] = {}
    aside = False
    for venture, state, away, decided, again, by_test, moved, count, earlier in kinds:
        if earlier:
            before = found.get(venture, Tally())
            found[venture] = replace(before, earlier=before.earlier + earlier)
        if state == State.PARKED:
            aside = aside or (decided and by_test and not again)
            continue
        tested = state in TESTED and by_test
        if not away or (tested and not again):
            found[venture] = _more(
                found.get(venture, Tally()), state if tested else "", count, count * away, count * moved
            )
    for venture, _pk, state, away, by_test in _set_aside(venture_ids) if aside else ():
        if by_test:
            found[venture] = _more(found.get(venture, Tally()), state, 1, int(away), 0)
    return found


class Told(NamedTuple):
    """What counting needs of a hypothesis. away: off the canvas; carried_from: the one it goes on from; likely: its
    probability after the evidence; moved: there is some; earlier: counted by earlier rules."""

    id: int
    state: str
    away: bool
    decided: bool
    carried_from: int | None
    likely: float | None
    moved: bool
    earlier: bool = False


def told_tests(rows: Sequence[Told], verdicts: Mapping[int, Set[str]]) -> tuple[Tally, dict[int, str]]:
    """The tally of all hypotheses of a venture, and what was decided by number, as `tally_of` and `results_of` read them.
    verdicts: supported and refuted, of the tests that count, by hypothesis. Pure."""
    again = {row.carried_from for row in rows if row.state in TESTED}
    tested_again = {row.carried_from for row in rows if row.state in TESTED and verdicts.get(row.id)}
    results: dict[int, str] = {}
    alike: Counter[tuple[str, bool, bool]] = Counter()
    for row in rows:
        by_test = bool(verdicts.get(row.id))
        if row.state == State.PARKED:
            if row.decided and row.id not in again:
                results[row.id] = _was(verdicts.get(row.id, frozenset()), row.likely)
            if row.decided and by_test and row.id not in tested_again:
                alike[_was(verdicts[row.id], row.likely), row.away, False] += 1
            continue
        if row.state in TESTED and (not row.away or row.id not in again):
            results[row.id] = row.state
        tested = row.state in TESTED and by_test
        if not row.away or (tested and row.id not in tested_again):
            alike[row.state if tested else "", row.away, row.moved] += 1
    tally = Tally(earlier=sum(row.earlier for row in rows))
    for (state, away, moved), count in alike.items():
        tally = _more(tally, state, count, count * away, count * moved)
    return tally, results


def _was(verdicts: Set[str], likely: float | None) -> str:
    """The state of one set aside after it had been decided."""
    return next(iter(verdicts)) if len(verdicts) == 1 else SUPPORTED if (likely or 0) >= 0.5 else REFUTED


def results_of(*, actor: User, venture_id: int) -> dict[int, str]:
    """What was decided in a venture in sight, by a locked test or by deeds on record: supported or refuted by number. Two
    queries, three when a decided one was set aside."""
    seen_venture(actor, venture_id)
    newer = Hypothesis.objects.filter(carried_from=OuterRef("pk"), state__in=TESTED)
    decided = Q(state__in=TESTED) & (Q(removed_at=None) | ~Exists(newer))
    rows = Hypothesis.objects.filter(venture=venture_id).filter(
        decided | (Q(state=State.PARKED, decided_on__isnull=False) & ~Exists(newer))
    )
    found = dict(rows.values_list("pk", "state"))
    if State.PARKED not in found.values():
        return found
    aside = {pk: state for _venture, pk, state, _away, _test in _set_aside([venture_id])}
    return {pk: aside[pk] if state == State.PARKED else state for pk, state in found.items()}


def _verdicts(*verdicts: str) -> QuerySet[TestCard]:
    """Locked tests of the outer hypothesis that have come to one of these, or to any yes or no."""
    return TestCard.objects.filter(
        hypothesis=OuterRef("pk"), state=TestCard.State.DECIDED, exploratory=False, verdict__in=verdicts or TESTED
    )


def _newer() -> QuerySet[Hypothesis]:
    """Those a test has decided that go on from the outer hypothesis."""
    return Hypothesis.objects.filter(Exists(_verdicts()), carried_from=OuterRef("pk"), state__in=TESTED)


def _flag(**condition: Any) -> Case:
    return Case(When(Q(**condition), then=Value(True)), default=Value(False), output_field=BooleanField())


def _more(tally: Tally, state: str, count: int, away: int, moved: int) -> Tally:
    """state: what a test has decided, empty where none has; moved: of those, how many have evidence."""
    return replace(
        tally, every=tally.every + count, supported=tally.supported + count * (state == SUPPORTED),
        refuted=tally.refuted + count * (state == REFUTED), away=tally.away + away,
        moved=tally.moved + (0 if state else moved),
    )  # fmt: skip


def _set_aside(venture_ids: list[int]) -> list[tuple[int, int, str, bool, bool]]:
    """Those set aside after they had been decided: venture, number, the state they were decided in, whether taken off,
    whether by a test that no newer one stands for."""
    rows = (
        Hypothesis.objects.filter(venture__in=venture_ids, state=State.PARKED, decided_on__isnull=False)
        .annotate(yes=Exists(_verdicts(SUPPORTED)), no=Exists(_verdicts(REFUTED)), again=Exists(_newer()))
        .values_list("venture_id", "pk", "yes", "no", "probability", "removed_at", "again")
    )
    found = []
    for venture, pk, yes, no, likely, removed, again in rows:
        said = {name for name, came in ((SUPPORTED, yes), (REFUTED, no)) if came}
        found.append((venture, pk, _was(said, likely), bool(removed), bool(said) and not again))
    return found
