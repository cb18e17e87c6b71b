"""The learning card: what a test showed, what it means and what is done now; asked for after every verdict."""

import math
from dataclasses import dataclass

from django.db import transaction

from tenure.discovery.models import LearningCard, TestCard
from tenure.discovery.testing.cards import step, test_for_work
from tenure.discovery.testing.tasks import end_learning_task
from tenure.discovery.writing import paragraph
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue
from tenure.privacy.models import User

LONGEST = 4000
DECISIONS = tuple(LearningCard.Decision.values)


@dataclass(frozen=True)
class LearningText:
    """observed: what was seen; learned: what it means; decision: persevere, pivot, kill or retest; action: what is done
    now; deviations: where the test went another way than its card."""

    observed: str
    learned: str = ""
    decision: str = ""
    action: str = ""
    deviations: str = ""


@dataclass(frozen=True)
class Surprise:
    """predicted: 0..1; happened: 0 or 1; apart: how far it lay off, 0..1; bits: surprise, 1 is a coin."""

    predicted: float
    happened: int
    apart: float
    bits: float


def surprise(prediction: float | None, verdict: str) -> Surprise | None:
    """What was said beforehand against what came; None without a prediction or without a yes or no."""
    if prediction is None or verdict not in ("supported", "refuted"):
        return None
    happened = int(verdict == "supported")
    given = prediction if happened else 1 - prediction
    return Surprise(prediction, happened, abs(happened - prediction), math.inf if given <= 0 else -math.log2(given))


def write_learning(*, actor: User, test_id: int, text: LearningText, version: int | None = None) -> int:
    """Write the learning card of a test that has ended, or change it; version: of the card as it was read."""
    values = {name: paragraph(getattr(text, name), name, LONGEST) for name in
              ("observed", "learned", "action", "deviations")}  # fmt: skip
    for name in ("observed", "learned"):
        if not values[name]:
            raise InvalidValue(f"learning_{name}_missing", field=name)
    if text.decision not in DECISIONS:
        raise InvalidValue("learning_decision_missing", field="decision")
    with transaction.atomic():
        card = test_for_work(actor, test_id)
        if card.state not in (TestCard.State.DECIDED, TestCard.State.ABANDONED):
            raise InvalidValue("learning_too_early", field="", number=card.number)
        row = LearningCard.objects.filter(test=card).first()
        if row is None:
            row = LearningCard(test=card, author=actor)
        elif version != row.version:
            raise Conflict
        else:
            row.version += 1
        for name, value in values.items():
            setattr(row, name, value)
        row.decision, row.at = text.decision, clock.now()
        row.save()
        end_learning_task(card.pk, actor)
        step(actor, card, "write_learning", decision=text.decision)
    return row.pk
