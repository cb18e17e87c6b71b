"""What was observed: entered in its order, sealed, corrected by a later row and never changed."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import transaction

from tenure.clients.clients import visible_clients
from tenure.discovery.models import Interview, Observation, TestCard
from tenure.discovery.testing.cards import answers_of, plan_of, step, test_for_work
from tenure.discovery.testing.lock import link, moment
from tenure.discovery.testing.observation_lines import MOST_LINES, Lines, ObservationText
from tenure.discovery.testing.plan import Answer
from tenure.discovery.testing.tasks import renew_test_task
from tenure.discovery.testing.verdicts import beyond_stop, running_view
from tenure.discovery.testing.voices import Voices, keys_of_talk, keys_typed
from tenure.discovery.voices import cluster_of
from tenure.discovery.writing import line, paragraph
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.models import User

LONGEST_NOTE, LONGEST_WHO, LONGEST_CLUSTER, LONGEST_REASON = 4000, 200, 80, 250
MOST_OBSERVATIONS = 100_000  # of one test
BOOL = {False: "false", True: "true"}


def observe(
    *, actor: User, test_id: int, success: bool, happened_on: date, arm: int = 0, who: str = "", cluster: str = "",
    note: str = "", client_id: int | None = None,
) -> int:  # fmt: skip
    """Enter one observation. Returns its id. Before the lock or after the stop it is exploratory: shown, not counted."""
    row = ObservationText(success, happened_on, arm, who, cluster, note, client_id)
    return observe_many(actor=actor, test_id=test_id, rows=[row])[0]


def observe_lines(*, actor: User, test_id: int, lines: Lines) -> int:
    """Enter a file that was read without a problem; all of it or nothing. Returns how many lines."""
    if lines.problems:
        number = lines.problems[0][0]
        raise InvalidValue("observation_lines", field="lines", line=number, count=len(lines.problems))
    return len(observe_many(actor=actor, test_id=test_id, rows=lines.rows))


def observe_counts(
    *, actor: User, test_id: int, trials: int, successes: int, happened_on: date, arm: int = 0, note: str = ""
) -> int:
    """Enter a total, as a page counts its visitors. Returns how many observations.

    Which of them came first is not known. So no rule looks before the last of them, a total that does not fit into what
    is still missing is refused rather than cut, and the order of the rows is drawn by lot from the lock of the test.
    """
    if not 1 <= trials <= MOST_LINES:
        raise InvalidValue("observation_trials", field="trials", value=trials, most=MOST_LINES)
    if successes > trials:
        raise InvalidValue("more_successes_than_trials", field="successes", successes=successes, trials=trials)
    if successes < 0:
        raise InvalidValue("observation_below_zero", field="successes", value=successes)
    with transaction.atomic():
        card = test_for_work(actor, test_id)
        _check_fits(card, trials, arm)
        order = [place < successes for place in range(trials)]
        random.Random(f"{card.lock_hash}{card.observed_seal}{arm}").shuffle(order)  # noqa: S311 a lot, not a secret
        rows = [
            ObservationText(success, happened_on, arm, note=note, look=place == trials)
            for place, success in enumerate(order, 1)
        ]
        return len(observe_many(actor=actor, test_id=test_id, rows=rows))


def observe_many(*, actor: User, test_id: int, rows: Sequence[ObservationText]) -> list[int]:
    """Enter observations in their order. Returns their ids. Raises InvalidValue before anything is stored."""
    with transaction.atomic():
        card = test_for_work(actor, test_id)
        if card.observed + len(rows) > MOST_OBSERVATIONS:
            raise InvalidValue("observation_too_many", field="lines", most=MOST_OBSERVATIONS)
        _check(actor, card, rows)
        talks = _talks(card, rows)
        voices = Voices(card)
        voices.meet([cluster_of(row.client_id, "") for row in rows] + [talk.cluster for talk in talks.values()])
        made = [_row(actor, card, row, voices, talks) for row in rows]
        _leave_out(card, made)
        _seal(card, made)
        Observation.objects.bulk_create(made, batch_size=500)
        card.save(update_fields=["observed", "observed_seal"])
        renew_test_task(card)
        left_out = sum(row.exploratory for row in made)
        step(actor, card, "observe", count=len(made), exploratory=left_out)
    return [row.pk for row in made]


def correct(
    *, actor: User, observation_id: int, reason: str, success: bool | None = None, excluded: bool = False
) -> int:
    """Put a later row in the place of an observation, or take it out; the first stays readable. Returns the new row.

    After the verdict a correction is noted and changes nothing any more.
    """
    why = line(reason, "reason", LONGEST_REASON)
    if not why:
        raise InvalidValue("observation_reason_missing", field="reason")
    with transaction.atomic():
        test_id = Observation.objects.filter(pk=observation_id).values_list("test_id", flat=True).first()
        if test_id is None:
            raise NotFound
        card = test_for_work(actor, test_id)
        old = Observation.objects.get(pk=observation_id)
        if Observation.objects.filter(corrects=old).exists():
            raise InvalidValue("observation_corrected_already", field="")
        new = Observation(
            test=card, entered_at=clock.now(), happened_on=old.happened_on, arm=old.arm, who=old.who, client=old.client,
            interview_id=old.interview_id,
            success=old.success if success is None else success, cluster=old.cluster, voice=old.voice, corrects=old,
            correction_reason=why, excluded=excluded, author=actor, look=old.look,
            exploratory=old.exploratory or card.state != TestCard.State.LOCKED,
        )  # fmt: skip
        if not excluded and new.success == old.success and not old.excluded:
            raise InvalidValue("observation_same", field="success")
        enter_correction(actor, card, new)
    return new.pk


def enter_correction(actor: User, card: TestCard, new: Observation) -> None:
    """Seal a row that corrects another, and store it. Part of the writers."""
    _seal(card, [new])
    new.save()
    card.save(update_fields=["observed", "observed_seal"])
    renew_test_task(card)
    step(actor, card, "correct_observation", excluded=new.excluded)


def seals_hold(card: TestCard, rows: Sequence[Any]) -> bool:
    """Whether every observation is as it was entered and none is missing; rows in their order."""
    return chain_holds(rows, card.observed_seal, card.observed)


def chain_holds(rows: Sequence[Any], end: str, count: int) -> bool:
    """The same, of so many rows whose last seal is `end`. Pure."""
    before, texts = "", _sealed_texts()
    for row in rows:
        before = link(before, texts(row))
        if row.seal != before:
            return False
    return before == end and len(rows) == count


def _seal(card: TestCard, made: Sequence[Observation]) -> None:
    for row in made:
        card.observed_seal = row.seal = link(card.observed_seal, sealed_text(row))
    card.observed += len(made)


def sealed_text(row: Any) -> str:
    """What is counted of an observation; whom it came from is not under the seal and can be erased.

    As `canonical` would spell it.
    """
    return _sealed_texts()(row)


def _sealed_texts() -> Callable[[Any], str]:
    """What spells the sealed texts of one test: a page holds thousands of rows against their seals, most of them of the
    same few moments and days, and to spell those takes longer than all the rest."""
    at, on = cache(moment), cache(date.isoformat)

    def spelt(row: Any) -> str:
        return (
            f'{{"arm":{row.arm},"at":"{at(row.entered_at)}","corrects":{BOOL[row.corrects_id is not None]},'
            f'"excluded":{BOOL[row.excluded]},"exploratory":{BOOL[row.exploratory]},"look":{BOOL[row.look]},'
            f'"on":"{on(row.happened_on)}","success":{BOOL[row.success]},"voice":{row.voice}}}'
        )

    return spelt


def _check(actor: User, card: TestCard, rows: Sequence[ObservationText]) -> None:
    if not rows:
        raise InvalidValue("observation_no_lines", field="lines")
    last = clock.today()
    arms = 2 if card.rule.startswith("two_arm") else 1
    for row in rows:
        if row.happened_on > last:
            raise InvalidValue("observation_in_future", field="happened_on", day=row.happened_on.isoformat())
        if not 0 <= row.arm < arms:
            raise InvalidValue("observation_arm", field="arm", value=str(row.arm))
    clients = {row.client_id for row in rows if row.client_id is not None}
    if clients and visible_clients(actor).filter(pk__in=clients).count() < len(clients):
        raise NotFound


def _check_fits(card: TestCard, trials: int, arm: int) -> None:
    if card.state != TestCard.State.LOCKED:
        return
    plan = plan_of(card)
    view = running_view(plan, answers_of(card), today=clock.today())
    left = 0 if view.over else plan.most - view.n_arms[arm if plan.arms == 2 else 0]
    if not view.over and trials > left:
        raise InvalidValue("observation_total_large", field="trials", trials=trials, left=left)


def _talks(card: TestCard, rows: Sequence[ObservationText]) -> dict[int, Interview]:
    """The talks that answers come from, by number; each counts in a test once. Two queries, none without a talk."""
    ids = [row.interview_id for row in rows if row.interview_id is not None]
    if not ids:
        return {}
    found = Interview.objects.filter(venture=card.venture_id).in_bulk(ids)
    standing = talks_standing(card)
    for place, number in enumerate(ids):
        talk = found.get(number)
        if talk is None:
            raise NotFound
        if talk.forgotten_at is not None:
            raise InvalidValue("interview_forgotten", field="tests")
        if talk.withdrawn_at is not None:
            raise InvalidValue("interview_withdrawn", field="tests")
        if number in standing or number in ids[:place]:
            raise InvalidValue("observation_talk_twice", field="tests", number=card.number)
    return found


def talks_standing(card: TestCard) -> set[int]:
    """Interviews that stand in a test already, those taken out of it left aside. One query."""
    rows = Observation.objects.filter(test=card, interview__isnull=False, corrected_by=None, excluded=False)
    return {number for number in rows.values_list("interview_id", flat=True) if number is not None}


def outside(card: TestCard, day: date, recorded_at: datetime | None = None) -> bool:
    """Whether what happened on this day is before the lock of the test, or after its last day. recorded_at: when the talk
    it was heard in was written down; of what was known before the lock none can be a promise about it."""
    if card.locked_at is None or day < clock.day_of(card.locked_at):
        return True
    if recorded_at is not None and written_before_lock(card, recorded_at):
        return True
    return card.ends_on is not None and day > card.ends_on


def written_before_lock(card: TestCard, recorded_at: datetime) -> bool:
    """Whether a talk had been written down before the test was locked, whatever day it is said to have been held."""
    return card.locked_at is None or recorded_at < card.locked_at


def _row(
    actor: User, card: TestCard, row: ObservationText, voices: Voices, talks: Mapping[int, Interview]
) -> Observation:
    """The row as it is stored; of a talk neither who nor the company is written down a second time."""
    talk = talks[row.interview_id] if row.interview_id is not None else None
    cluster = "" if talk else line(row.cluster, "cluster", LONGEST_CLUSTER)
    day = talk.held_on if talk else row.happened_on
    return Observation(
        test=card, entered_at=clock.now(), happened_on=day, arm=row.arm, success=row.success, cluster=cluster,
        who="" if talk else line(row.who, "who", LONGEST_WHO), client_id=None if talk else row.client_id,
        voice=voices.of(keys_of_talk(talk) if talk else keys_typed(cluster, row.client_id)), interview=talk,
        note=paragraph(row.note, "note", LONGEST_NOTE), author=actor, look=row.look,
        exploratory=outside(card, day, talk.created_at if talk else None) or card.state != TestCard.State.LOCKED,
    )  # fmt: skip


def _leave_out(card: TestCard, made: Sequence[Observation]) -> None:
    """Mark what comes after the stop of the rule."""
    if card.state != TestCard.State.LOCKED:
        return
    known = answers_of(card)
    first = max((row.id for row in known), default=0) + 1
    fresh = [
        Answer(first + place, row.success, row.happened_on, row.arm, row.voice, row.exploratory, look=row.look)
        for place, row in enumerate(made)
    ]
    late = beyond_stop(plan_of(card), [*known, *fresh])
    for place, row in enumerate(made):
        row.exploratory = row.exploratory or first + place in late
