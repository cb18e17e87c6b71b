"""An interview counts in a test: heard once, written down once. What the talk says later, the observation follows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tenure.discovery.models import Interview, Observation, TestCard, Venture
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.discovery.testing.cards import plan_of, seen_test, test_for_work
from tenure.discovery.testing.kinds import TALKED
from tenure.discovery.testing.observation_lines import ObservationText
from tenure.discovery.testing.observations import enter_correction, observe_many, outside, talks_standing
from tenure.discovery.testing.plan import Answer
from tenure.discovery.testing.verdicts import running_view
from tenure.discovery.testing.voices import Voices, keys_of_talk
from tenure.kernel import clock, formats
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.models import User

COLUMNS = ("id", "success", "happened_on", "arm", "voice", "exploratory", "corrects_id", "excluded", "look")
MOST_LISTED = 100


@dataclass(frozen=True)
class TalkTest:
    """A locked test that takes answers from talks. metric: what counts as success, in its own words; arms: one or two."""

    id: int
    number: int
    name: str
    metric: str
    population: str
    exclusion: str
    arms: int


@dataclass(frozen=True)
class Met:
    """What a talk says in a test: whether the person met its criterion. arm: 0 for A, 1 for B."""

    test_id: int
    success: bool
    arm: int = 0


@dataclass(frozen=True)
class CountedIn:
    """A test in which a talk stands. success: None while its rule lets nobody see; counts: None: neither before the lock,
    nor taken out, nor after the stop."""

    test_id: int
    number: int
    name: str
    success: bool | None
    exploratory: bool
    excluded: bool
    corrected: str
    decided: bool = False


@dataclass(frozen=True)
class TalkToCount:
    """An interview that could count in a test. early: held or recorded before its lock, or held after its
    last day: exploratory."""

    id: int
    held_on: date
    name: str
    company: str
    segment: str
    acquaintance: str
    early: bool


def talk_tests(*, actor: User, venture_id: int) -> tuple[TalkTest, ...]:
    """The running tests of a venture in sight whose answers are given in talks, by number. At most three queries."""
    venture = seen_venture(actor, venture_id)
    cards = list(
        TestCard.objects.filter(venture=venture, state=TestCard.State.LOCKED, kind__in=TALKED).order_by("number")
    )
    answers: dict[int, list[Answer]] = defaultdict(list)
    if cards:
        rows = Observation.objects.filter(test__in=cards).order_by("id").values_list("test_id", *COLUMNS)
        for test_id, *row in rows:
            answers[test_id].append(Answer._make(row))
    today = clock.today()
    return tuple(
        TalkTest(
            card.pk, card.number, card.name, card.metric, card.population, card.exclusion, plan_of(card).arms
        )
        for card in cards
        if not running_view(plan_of(card), answers[card.pk], today=today).over
    )  # fmt: skip


def count_talk(*, actor: User, interview_id: int, met: Sequence[Met]) -> None:
    """Let a talk count in tests of its venture, by the same rules as an answer that is typed. Raises NotFound for tests of
    others, InvalidValue for a test that asks no people, and where the talk stands already."""
    venture_id = Interview.objects.filter(pk=interview_id).values_list("venture_id", flat=True).first()
    if venture_id is None:
        raise NotFound
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        for one in met:
            _enter(actor, venture, one.test_id, [(interview_id, one)])


def count_talks(*, actor: User, test_id: int, met: Mapping[int, Met]) -> int:
    """Let interviews already recorded count in a test, in the order in which they were held. met: by interview. Returns how
    many."""
    with transaction.atomic():
        card = test_for_work(actor, test_id)
        days = Interview.objects.filter(venture=card.venture_id, pk__in=met).order_by("held_on", "pk")
        order = list(days.values_list("pk", flat=True))
        if len(order) < len(met):
            raise NotFound
        if not order:
            raise InvalidValue("observation_no_talk", field="tests")
        return _enter(actor, card.venture, test_id, [(number, met[number]) for number in order])


def _enter(actor: User, venture: Venture, test_id: int, heard: Sequence[tuple[int, Met]]) -> int:
    card = TestCard.objects.filter(pk=test_id, venture=venture).first()
    if card is None:
        raise NotFound
    if card.kind not in TALKED:
        raise InvalidValue("observation_not_talked", field="tests", number=card.number)
    today = clock.today()  # the day of each is its talk's
    rows = [ObservationText(one.success, today, one.arm, interview_id=number) for number, one in heard]
    return len(observe_many(actor=actor, test_id=test_id, rows=rows))


def talks_to_count(*, actor: User, test_id: int) -> tuple[TalkToCount, ...]:
    """Interviews of the venture that do not stand in the test yet, the newest first. Three queries."""
    card = seen_test(actor, test_id)
    rows = Interview.objects.filter(venture=card.venture_id, forgotten_at=None, withdrawn_at=None).exclude(
        pk__in=talks_standing(card)
    )
    columns = ("pk", "held_on", "created_at", "name", "company", "segment__name", "acquaintance")
    return tuple(
        TalkToCount(pk, day, name, company, segment or "", known, outside(card, day, recorded))
        for pk, day, recorded, name, company, segment, known in rows.order_by("-held_on", "-pk").values_list(*columns)[
            :MOST_LISTED
        ]
    )


def counted_in(*, interview_id: int) -> tuple[CountedIn, ...]:
    """The tests in which a talk, already found to be in sight, stands or stood. One query."""
    rows = Observation.objects.filter(interview=interview_id, corrected_by=None).select_related("test")
    return tuple(
        CountedIn(
            row.test_id, row.test.number, row.test.name,
            None if row.test.state == TestCard.State.LOCKED and plan_of(row.test).fixed else row.success,
            row.exploratory, row.excluded, row.correction_reason, row.test.state == TestCard.State.DECIDED,
        )
        for row in rows.order_by("test__number", "pk")
    )  # fmt: skip


@dataclass(frozen=True)
class HeardThen:
    """A talk as its observations know it: the day, and under which names its voice is known."""

    day: date
    keys: frozenset[str]


def as_heard(talk: Interview) -> HeardThen:
    return HeardThen(talk.held_on, keys_of_talk(talk))


def follow_talk(actor: User, talk: Interview, before: HeardThen) -> None:
    """After a talk was corrected: a later row in each test says so, by the rules of any correction. Part of its writer.

    A day outside the test takes the answer out; one that did not count does not begin to.
    """
    now = as_heard(talk)
    if now == before:
        return
    for old in Observation.objects.filter(interview=talk, corrected_by=None, excluded=False).order_by("pk"):
        card = test_for_work(actor, old.test_id)
        voice = old.voice if now.keys == before.keys else _voice_anew(card, talk, now)
        exploratory = old.exploratory or card.state != TestCard.State.LOCKED
        enter_correction(
            actor, card,
            Observation(
                test=card, entered_at=clock.now(), happened_on=now.day, arm=old.arm, success=old.success, voice=voice,
                note=old.note, interview=talk, corrects=old, correction_reason=_why(before, now), author=actor,
                look=old.look, exploratory=exploratory, excluded=not exploratory and outside(card, now.day, talk.created_at),
            ),
        )  # fmt: skip


def _voice_anew(card: TestCard, talk: Interview, now: HeardThen) -> int:
    voices = Voices(card, without=talk.pk)
    voices.meet(now.keys)
    return voices.of(now.keys)


def _why(before: HeardThen, now: HeardThen) -> str:
    """In the words of whoever corrected the talk."""
    if now.day != before.day:
        told = {"before": formats.day(before.day), "after": formats.day(now.day)}
        return _("The day of the interview was corrected: %(after)s, not %(before)s") % told
    return _("The interview was corrected: another company or person")


def leave_tests(actor: User, talk: Interview, reason: str) -> int:
    """A withdrawn talk is taken out of every test in which it stands, by a later row as any correction: where the verdict has
    been taken it is noted and changes nothing. Part of its writer. Returns from how many."""
    standing = Observation.objects.filter(interview=talk, corrected_by=None, excluded=False).order_by("pk")
    return _replace(actor, standing, reason, excluded=True)


def return_to_tests(actor: User, talk: Interview, reason: str, since: datetime) -> int:
    """A talk that counts again stands again where `leave_tests` took it out with this reason. Part of its writer. Returns in
    how many."""
    gone = Observation.objects.filter(
        interview=talk, corrected_by=None, excluded=True, correction_reason=reason, entered_at__gte=since
    )
    return _replace(actor, gone.order_by("pk"), _("The interview counts again"), excluded=False)


def _replace(actor: User, rows: Iterable[Observation], reason: str, *, excluded: bool) -> int:
    count = 0
    for old in list(rows):
        card = test_for_work(actor, old.test_id)
        enter_correction(
            actor, card,
            Observation(
                test=card, entered_at=clock.now(), happened_on=old.happened_on, arm=old.arm, success=old.success,
                voice=old.voice, note=old.note, interview_id=old.interview_id, corrects=old, correction_reason=reason,
                author=actor, look=old.look, exploratory=old.exploratory or card.state != TestCard.State.LOCKED,
                excluded=excluded,
            ),
        )  # fmt: skip
        count += 1
    return count
