"""Everything the page of one test shows, with its lock checked anew at every reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, Sum, When
from django.db.models.expressions import CombinedExpression

from tenure.discovery.models import Amendment, Interview, LearningCard, Observation, TestCard
from tenure.discovery.sight import works_in
from tenure.discovery.testing.cards import plan_of, seen_test
from tenure.discovery.testing.hours import Took, talks_in_tests, time_taken
from tenure.discovery.testing.learning import Surprise, surprise
from tenure.discovery.testing.lock import LockCheck, check_lock
from tenure.discovery.testing.observations import seals_hold
from tenure.discovery.testing.plan import TWO_ARMS, Answer, Plan
from tenure.discovery.testing.verdicts import EDITION, RunningView, running_view
from tenure.kernel import clock
from tenure.privacy.models import User

SHOWN, SHOWN_AT_MOST = 40, 2000  # observations a page shows, newest first; when all are asked for


@dataclass(frozen=True)
class Talk:
    """The interview an observation comes from. corrected: after it was entered; forgotten: consent was taken back."""

    id: int
    name: str
    company: str
    corrected: bool
    forgotten: bool


@dataclass(frozen=True)
class ObservationRow:
    """An observation as listed. place: its number in the order of entry; standing: counted, exploratory, replaced,
    excluded, same_voice or correction; corrects: place of what it corrects."""

    id: int
    place: int
    happened_on: date
    arm: int
    success: bool
    who: str
    cluster: str
    note: str
    client_id: int | None
    author: str
    standing: str
    corrects: int | None
    reason: str
    talk: Talk | None = None


@dataclass(frozen=True)
class AmendmentRow:
    """A change of the locked card. words: before and after are texts; else numbers as JSON."""

    at: datetime
    author: str
    field: str
    before: str
    after: str
    words: bool
    reason: str
    seen: int


@dataclass(frozen=True)
class LearningRow:
    """The learning card as read."""

    observed: str
    learned: str
    decision: str
    action: str
    deviations: str
    author: str
    at: datetime
    version: int


@dataclass(frozen=True)
class TestPage:
    """One test for this viewer. took, money_minor: spent so far; hidden_wins: the rule forbids showing which
    observations were successes; more: observations beyond those listed;
    earlier_edition: of the rules that gave the verdict, 0 when they are those of today."""

    __test__ = False  # no test of pytest

    card: TestCard
    plan: Plan
    view: RunningView
    lock: LockCheck
    amendments: tuple[AmendmentRow, ...]
    observations: tuple[ObservationRow, ...]
    more: int
    hidden_wins: bool
    learning: LearningRow | None
    surprise: Surprise | None
    took: Took
    money_minor: int
    may_work: bool
    today: date
    earlier_edition: int = 0


def test_page(*, actor: User, test_id: int, everything: bool = False) -> TestPage:  # noqa: PT028 no test of pytest
    """The page of a test in sight; NotFound otherwise. Eight queries however much was observed, ten with talks."""
    card = seen_test(actor, test_id)
    rows = list(Observation.objects.filter(test=card).order_by("pk"))
    amendments = list(card.amendments.select_related("author").order_by("pk"))
    plan = plan_of(card)
    view = running_view(plan, [_answer(row) for row in rows], today=clock.today())
    spent = card.work.aggregate(minutes=Sum("minutes"), money=Sum("money_minor"))
    learning = LearningCard.objects.filter(test=card).select_related("author").first()
    running = card.state in (TestCard.State.DRAFT, TestCard.State.LOCKED)
    shown = SHOWN_AT_MOST if everything else SHOWN
    return TestPage(
        card=card, plan=plan, view=view, amendments=tuple(amendment_row(row) for row in amendments),
        lock=check_lock(card, amendments, observations_whole=seals_hold(card, rows)),
        observations=tuple(reversed(_rows(rows, view, shown))), more=max(0, len(rows) - shown),
        hidden_wins=running and plan.fixed and not view.over, learning=_learning(learning) if learning else None,
        surprise=surprise(card.prediction, card.verdict), took=_took(card, rows, spent["minutes"] or 0),
        money_minor=spent["money"] or 0, may_work=works_in(actor, card.venture), today=clock.today(),
        earlier_edition=card.rules_edition if card.rules_edition and card.rules_edition < EDITION else 0,
    )  # fmt: skip


test_page.__test__ = False  # type: ignore[attr-defined]


def _took(card: TestCard, rows: Sequence[Observation], noted: int) -> Took:
    talks = talks_in_tests(card.venture) if any(row.interview_id for row in rows) else ()
    return time_taken({card.pk: noted}, talks)[card.pk]


def _answer(row: Observation) -> Answer:
    return Answer(
        row.pk,
        row.success,
        row.happened_on,
        row.arm,
        row.voice,
        row.exploratory,
        row.corrects_id,
        row.excluded,
        row.look,
    )


def _talks(rows: Sequence[Observation]) -> dict[int, Talk]:
    """The interviews observations come from. One query, none without one."""
    ids = {row.interview_id: row.entered_at for row in rows if row.interview_id is not None}
    if not ids:
        return {}
    columns = ("pk", "name", "company", "edited_at", "forgotten_at")
    return {
        pk: Talk(pk, name, company, edited is not None and edited > ids[pk], forgotten is not None)
        for pk, name, company, edited, forgotten in Interview.objects.filter(pk__in=ids).values_list(*columns)
    }


def _rows(rows: Sequence[Observation], view: RunningView, last: int) -> list[ObservationRow]:
    """The last so many, each with why it counts or does not. One query for who entered them, one for their talks."""
    talks = _talks(rows[-last:])
    authors = dict(User.objects.filter(pk__in={row.author_id for row in rows[-last:]}).values_list("pk", "name"))
    places = {row.pk: place for place, row in enumerate(rows, 1)}
    replaced = {row.corrects_id for row in rows if row.corrects_id is not None and _counts(row, rows, places)}
    counted = {row.id for row in view.left_out.counted}
    return [
        ObservationRow(
            id=row.pk, place=places[row.pk], happened_on=row.happened_on, arm=row.arm, success=row.success,
            who=talks[row.interview_id].name if row.interview_id else row.who,
            cluster=talks[row.interview_id].company if row.interview_id else row.cluster,
            talk=talks.get(row.interview_id or 0), note=row.note, client_id=row.client_id, author=authors[row.author_id],
            standing=_standing(row, replaced, counted),
            corrects=places.get(row.corrects_id) if row.corrects_id is not None else None, reason=row.correction_reason,
        )
        for row in rows[-last:]
    ]  # fmt: skip


def _counts(row: Observation, rows: Sequence[Observation], places: dict[int, int]) -> bool:
    """Whether a correction took effect: not when it came after the verdict on what had been counted."""
    before = rows[places[row.corrects_id or 0] - 1]
    return not row.exploratory or before.exploratory


def _standing(row: Observation, replaced: set[int], counted: set[int]) -> str:
    if row.pk in replaced:
        return "replaced"
    if row.excluded:
        return "excluded"
    if row.exploratory:
        return "exploratory"
    return "counted" if row.pk in counted else "same_voice"


def amendment_row(row: Amendment) -> AmendmentRow:
    return AmendmentRow(
        row.at, row.author.name, row.field, row.before, row.after, bool(row.digest), row.reason, row.seen
    )


def _learning(row: LearningCard) -> LearningRow:
    return LearningRow(
        row.observed, row.learned, row.decision, row.action, row.deviations, row.author.name, row.at, row.version
    )


@dataclass(frozen=True)
class TestRow:
    """A test in the list of a venture. counted: answers that count; most: at the end, of two arms those of both."""

    __test__ = False  # no test of pytest

    id: int
    number: int
    name: str
    kind: str
    state: str
    verdict: str
    rule: str
    exploratory: bool
    hypothesis_id: int
    hypothesis_number: int
    hypothesis_title: str
    counted: int
    most: int | None
    locked_at: datetime | None
    ends_on: date | None
    learnt: bool
    loop: int


def _counted() -> CombinedExpression:
    """Of a test of a query, the answers that count, as `counting` has it: what stands, and of one company one voice."""
    stands = Q(observations__exploratory=False, observations__excluded=False)
    stands &= Q(observations__corrected_by=None) | Q(observations__corrected_by__exploratory=True)
    alone = Count("observations", filter=stands & Q(observations__voice=0))
    return alone + Count("observations__voice", filter=stands & Q(observations__voice__gt=0), distinct=True)


def tests_of_venture(venture: Any) -> tuple[TestRow, ...]:
    """The tests of a venture in sight: running, planned, ended, the newest first. One query."""
    order = {"locked": 0, "draft": 1, "decided": 2, "abandoned": 3}
    columns = (
        "id", "number", "name", "kind", "state", "verdict", "rule", "exploratory", "hypothesis_id", "hypothesis__number",
        "hypothesis__title", "counted", "size", "locked_at", "ends_on", "learning__id", "loop",
    )  # fmt: skip
    both = Case(When(rule__in=TWO_ARMS, then=2), default=1, output_field=IntegerField())
    found = TestCard.objects.filter(venture=venture).annotate(counted=_counted(), size=F("most") * both)
    rows = [
        TestRow(*(*row[:15], row[15] is not None, row[16])) for row in found.order_by("-number").values_list(*columns)
    ]
    return tuple(sorted(rows, key=lambda row: order[row.state]))
