"""The tests of a venture as they are told to others: what was promised, when it was locked, what came of it."""

from collections import defaultdict
from dataclasses import dataclass

from tenure.discovery.models import Amendment, LearningCard, Observation, TestCard
from tenure.discovery.sight import seen_venture
from tenure.discovery.testing.cards import plan_of
from tenure.discovery.testing.lock import LockCheck, check_lock
from tenure.discovery.testing.observations import seals_hold
from tenure.discovery.testing.plan import Answer, Plan
from tenure.discovery.testing.test_page import AmendmentRow, amendment_row
from tenure.discovery.testing.verdicts import RunningView, running_view
from tenure.kernel import clock
from tenure.privacy.models import User

State = TestCard.State


@dataclass(frozen=True)
class ToldTest:
    """A test with what its rule allows to be said. lock: checked anew; learned: what it meant, empty when not written."""

    card: TestCard
    plan: Plan
    view: RunningView
    lock: LockCheck
    amendments: tuple[AmendmentRow, ...]
    learned: str
    # What the words of a test ask of its page; nothing is changed from here and nobody learns a surprise.
    may_work: bool = False
    surprise: None = None


def tests_told(*, actor: User, venture_id: int) -> tuple[ToldTest, ...]:
    """The locked, decided and abandoned tests of a venture in sight, by number. Five queries however many there are."""
    venture = seen_venture(actor, venture_id)
    cards = list(
        TestCard.objects.filter(venture=venture)
        .exclude(lock_hash="", state=State.DRAFT)
        .select_related("hypothesis", "locked_by")
        .order_by("number")
    )
    observed: dict[int, list[Observation]] = defaultdict(list)
    for row in Observation.objects.filter(test__in=cards).defer("who", "note").order_by("pk"):
        observed[row.test_id].append(row)
    amended: dict[int, list[Amendment]] = defaultdict(list)
    for change in Amendment.objects.filter(test__in=cards).select_related("author").order_by("pk"):
        amended[change.test_id].append(change)
    learned = dict(LearningCard.objects.filter(test__in=cards).values_list("test_id", "learned"))
    return tuple(_told(card, observed[card.pk], amended[card.pk], learned.get(card.pk, "")) for card in cards)


def _told(card: TestCard, rows: list[Observation], amendments: list[Amendment], learned: str) -> ToldTest:
    plan = plan_of(card)
    answers = [
        Answer(
            row.pk, row.success, row.happened_on, row.arm, row.voice, row.exploratory, row.corrects_id, row.excluded,
            row.look,
        )
        for row in rows
    ]  # fmt: skip
    return ToldTest(
        card, plan, running_view(plan, answers, today=clock.today()),
        check_lock(card, amendments, observations_whole=seals_hold(card, rows)), tuple(map(amendment_row, amendments)), learned,
    )  # fmt: skip


def planned_tests(*, actor: User, venture_id: int) -> tuple[tuple[int, str, int], ...]:
    """Drafts of a venture in sight: number, name and number of the hypothesis. Two queries."""
    venture = seen_venture(actor, venture_id)
    rows = TestCard.objects.filter(venture=venture, state=State.DRAFT).order_by("number")
    return tuple(rows.values_list("number", "name", "hypothesis__number"))
