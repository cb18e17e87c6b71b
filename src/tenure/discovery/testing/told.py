"""The tests of a venture as they are told to others: what was promised, when it was locked, what came of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from tenure.discovery.models import Amendment, LearningCard, TestCard
from tenure.discovery.sight import seen_venture
from tenure.discovery.testing.cards import every_card, plan_of
from tenure.discovery.testing.lock import LockCheck, check_lock
from tenure.discovery.testing.observations import chain_holds
from tenure.discovery.testing.observed import PUBLIC, SEALED, Observed, observed_in
from tenure.discovery.testing.plan import Answer, Plan
from tenure.discovery.testing.test_page import AmendmentRow, amendment_row
from tenure.discovery.testing.verdicts import RunningView, running_view
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once, named
from tenure.privacy.models import User

State = TestCard.State
REMEMBERED = 1000  # observations of a test


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
    cards = [card for card in every_card(venture) if card.lock_hash or card.state != State.DRAFT]
    observed: dict[int, list[Observed]] = defaultdict(list)
    for row in observed_in(venture):
        observed[row.test_id].append(row)
    amended: dict[int, list[Amendment]] = defaultdict(list)
    for change in _amendments(venture.pk):
        amended[change.test_id].append(change)
    learned = dict(_learned(venture.pk))
    return tuple(_told(card, observed[card.pk], amended[card.pk], learned.get(card.pk, "")) for card in cards)


@compiled_once
def _amendments(venture_id: int) -> Query:
    return Amendment.objects.filter(test__venture=venture_id).select_related("author").order_by("pk")


@compiled_once
def _learned(venture_id: int) -> Query:
    return LearningCard.objects.filter(test__venture=venture_id).values_list("test_id", "learned")


def _told(card: TestCard, rows: list[Observed], amendments: list[Amendment], learned: str) -> ToldTest:
    plan, sealed = plan_of(card), tuple([row[:SEALED] for row in rows])
    read = _read_once if len(sealed) <= REMEMBERED else _read
    view, whole = read(plan, sealed, card.observed_seal, card.observed, clock.today())
    return ToldTest(
        card, plan, view, check_lock(card, amendments, observations_whole=whole), tuple(map(amendment_row, amendments)),
        learned,
    )  # fmt: skip


def _read(
    plan: Plan, rows: tuple[tuple[Any, ...], ...], end: str, count: int, today: date
) -> tuple[RunningView, bool]:  # fmt: skip
    """What the rule allows to be seen of these rows of what is sealed, and whether their seals hold. Pure."""
    answers = named(Answer, [row[:PUBLIC] for row in rows])
    return running_view(plan, answers, today=today), chain_holds([Observed(*row) for row in rows], end, count)


# The same rows say the same, and of most tests there will never be others. No more than some megabytes.
_read_once = lru_cache(maxsize=64)(_read)


def planned_tests(*, actor: User, venture_id: int) -> tuple[tuple[int, str, int], ...]:
    """Drafts of a venture in sight: number, name and hypothesis. Two queries."""
    venture = seen_venture(actor, venture_id)
    return tuple(
        (card.number, card.name, card.hypothesis_id) for card in every_card(venture) if card.state == State.DRAFT
    )
