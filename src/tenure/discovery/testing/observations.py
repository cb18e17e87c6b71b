"""What was observed: entered in its order, sealed, corrected by a later row and never changed."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from tenure.clients.clients import visible_clients
from tenure.discovery.models import Observation, TestCard
from tenure.discovery.testing.cards import answers_of, plan_of, step, test_for_work
from tenure.discovery.testing.lock import moment, seal_of
from tenure.discovery.testing.observation_lines import MOST_LINES, Lines, ObservationText
from tenure.discovery.testing.plan import Answer
from tenure.discovery.testing.tasks import renew_test_task
from tenure.discovery.testing.verdicts import beyond_stop, running_view
from tenure.discovery.writing import line, paragraph
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.models import User

LONGEST_NOTE, LONGEST_WHO, LONGEST_CLUSTER, LONGEST_REASON = 4000, 200, 80, 250
MOST_OBSERVATIONS = 100_000  # of one test


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
        voices = _Voices(card)
        made = [_row(actor, card, row, voices) for row in rows]
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
            success=old.success if success is None else success, cluster=old.cluster, voice=old.voice, corrects=old,
            correction_reason=why, excluded=excluded, author=actor, look=old.look,
            exploratory=old.exploratory or card.state != TestCard.State.LOCKED,
        )  # fmt: skip
        if not excluded and new.success == old.success and not old.excluded:
            raise InvalidValue("observation_same", field="success")
        _seal(card, [new])
        new.save()
        card.save(update_fields=["observed", "observed_seal"])
        renew_test_task(card)
        step(actor, card, "correct_observation", excluded=excluded)
    return new.pk


def seals_hold(card: TestCard, rows: Sequence[Any]) -> bool:
    """Whether every observation is as it was entered and none is missing; rows in their order."""
    before = ""
    for row in rows:
        before = seal_of(before, _sealed(row))
        if row.seal != before:
            return False
    return before == card.observed_seal and len(rows) == card.observed


def _seal(card: TestCard, made: Sequence[Observation]) -> None:
    for row in made:
        card.observed_seal = row.seal = seal_of(card.observed_seal, _sealed(row))
    card.observed += len(made)


def _sealed(row: Any) -> dict[str, Any]:
    """What is counted of an observation; whom it came from is not under the seal and can be erased."""
    return {
        "at": moment(row.entered_at), "on": row.happened_on.isoformat(), "arm": row.arm, "success": row.success,
        "voice": row.voice, "exploratory": row.exploratory, "corrects": row.corrects_id is not None,
        "excluded": row.excluded, "look": row.look,
    }  # fmt: skip


def _check(actor: User, card: TestCard, rows: Sequence[ObservationText]) -> None:
    if not rows:
        raise InvalidValue("observation_no_lines", field="lines")
    # A day of grace: where the team works it may be tomorrow already.
    last = clock.today() + timedelta(days=1)
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


def _row(actor: User, card: TestCard, row: ObservationText, voices: "_Voices") -> Observation:
    before_lock = card.locked_at is None or row.happened_on < card.locked_at.date()
    after_end = card.ends_on is not None and row.happened_on > card.ends_on
    cluster = line(row.cluster, "cluster", LONGEST_CLUSTER)
    return Observation(
        test=card, entered_at=clock.now(), happened_on=row.happened_on, arm=row.arm, success=row.success,
        who=line(row.who, "who", LONGEST_WHO), cluster=cluster, voice=voices.of(cluster, row.client_id),
        note=paragraph(row.note, "note", LONGEST_NOTE), client_id=row.client_id, author=actor, look=row.look,
        exploratory=before_lock or after_end or card.state != TestCard.State.LOCKED,
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


class _Voices:
    """Companies of a test by number: the same name, or the same client of the base, is the same voice."""

    def __init__(self, card: TestCard) -> None:
        found = Observation.objects.filter(test=card).exclude(voice=0).values_list("cluster", "client_id", "voice")
        self.known: dict[Any, int] = {}
        for cluster, client_id, voice in found.distinct():
            self._learn(cluster, client_id, voice)
        self.last = max(self.known.values(), default=0)

    def of(self, cluster: str, client_id: int | None) -> int:
        keys = [key for key in (cluster.casefold() or None, client_id) if key is not None]
        if not keys:
            return 0
        voice = next((self.known[key] for key in keys if key in self.known), None)
        if voice is None:
            self.last += 1
            voice = self.last
        self._learn(cluster, client_id, voice)
        return voice

    def _learn(self, cluster: str, client_id: int | None, voice: int) -> None:
        for key in (cluster.casefold() or None, client_id):
            if key is not None:
                self.known.setdefault(key, voice)
