"""Numbers counted by earlier rules of belief, as after an update: counted anew by themselves, once.

Only what belief writes is written, and what presales weigh: verdicts of locked tests, snapshots of gates and versions of the
canvas stay as they were.
"""

from django.db import transaction

from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.loops import loop_number
from tenure.discovery.models import Hypothesis, Venture
from tenure.discovery.offers.weighed_anew import weigh_presales_anew
from tenure.discovery.timeline import record_step
from tenure.engine.errors import EngineError
from tenure.engine.evidence.edition import EDITION

PORTION = 20  # hypotheses counted before the worker looks at its queue again
Shown = tuple[float | None, str]


def recount_beliefs(most: int = PORTION) -> int:
    """Count anew hypotheses whose number is of an earlier edition, each in a transaction of its own, as the system itself.
    Returns how many were found waiting, `most` of them at most. One query when none waits."""
    waiting = Hypothesis.objects.filter(rules_edition__lt=EDITION).order_by("rules_edition", "pk")
    found = list(waiting.values_list("pk", "venture_id")[:most])
    for pk, venture_id in found:
        try:
            _recount(pk, venture_id)
        except EngineError as error:
            _give_up(pk, venture_id, error)
    return len(found)


def _recount(pk: int, venture_id: int) -> None:
    with transaction.atomic():
        one = _waiting(pk, venture_id)
        if one is None:
            return
        before = _shown(one)
        weigh_presales_anew([pk])
        refresh_belief(one)
        if _shown(one) != before:
            _tell(one, "recount_hypothesis", edition=EDITION, **_change(before, _shown(one)))


def _give_up(pk: int, venture_id: int, error: EngineError) -> None:
    """Leave a number that cannot be counted as it stands, and try it no more until its evidence changes."""
    with transaction.atomic():
        one = _waiting(pk, venture_id)
        if one is None:
            return
        one.rules_edition = EDITION
        one.save(update_fields=["rules_edition"])
        _tell(one, "recount_failed", edition=EDITION, why=error.code)


def _waiting(pk: int, venture_id: int) -> Hypothesis | None:
    """The hypothesis, locked with its venture as every writer does; None when another worker was here first."""
    list(Venture.objects.select_for_update().filter(pk=venture_id).values_list("pk"))
    rows = Hypothesis.objects.select_for_update(of=("self",)).select_related("venture")
    return rows.filter(pk=pk, rules_edition__lt=EDITION).first()


def _shown(one: Hypothesis) -> Shown:
    return None if one.probability is None else round(one.probability, 4), one.state


def _change(before: Shown, after: Shown) -> dict[str, float | str]:
    """What the timeline tells of it: both numbers where there are two, and the state it came to."""
    numbers = {"before": before[0], "after": after[0]}
    told: dict[str, float | str] = {name: value for name, value in numbers.items() if value is not None}
    return told | ({"state": after[1]} if after[1] != before[1] else {})


def _tell(one: Hypothesis, action: str, **details: object) -> None:
    record_step(
        actor=None, venture=one.venture, loop=loop_number(one.venture), action=action, subject_kind="hypothesis",
        subject_id=one.pk, hypothesis=one.number, title=one.title, **details,
    )  # fmt: skip
