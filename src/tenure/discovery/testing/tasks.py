"""What a test asks of people's days: to be run while it is locked, to be understood once its verdict has fallen."""

from tenure.agenda.venture_tasks import VentureTask, ask, end, renew
from tenure.discovery.models import TestCard
from tenure.engine.evidence.value_of_information import Stake
from tenure.privacy.models import User

LEAST_MINUTES, MOST_MINUTES, LEARN_MINUTES = 15, 240, 20


def ask_to_run(card: TestCard, actor: User) -> None:
    """On the list of whoever is to run it, else of whoever locked it."""
    share = 60 * card.hours / max(1, card.most or 1)
    ask(
        VentureTask(
            owner_id=card.assigned_to_id or actor.pk, episode=_run(card.pk), title=card.name,
            reason={
                "code": "test_run", "test": card.pk, "missing": card.most or 0,
                "ends_on": card.ends_on.isoformat() if card.ends_on else "",
            },
            minutes=round(min(MOST_MINUTES, max(LEAST_MINUTES, share))), due_on=card.ends_on,
            stake_minor=at_stake(card),
        )
    )  # fmt: skip


def renew_test_task(card: TestCard, *, missing: int | None = None, over: bool = False) -> None:
    """After an observation: how many are missing now."""
    left = max(0, (card.most or 0) - card.observed) if missing is None else missing
    renew(_run(card.pk), missing=left, over=over)


def end_test_task(test_id: int, actor: User) -> None:
    end(_run(test_id), actor)


def ask_to_learn(card: TestCard, actor: User) -> None:
    """The learning card is owed by whoever took the verdict."""
    ask(
        VentureTask(
            owner_id=actor.pk, episode=f"test_learn:{card.pk}", title=card.name,
            reason={"code": "test_learn", "test": card.pk}, minutes=LEARN_MINUTES,
        )
    )  # fmt: skip


def end_learning_task(test_id: int, actor: User) -> None:
    end(f"test_learn:{test_id}", actor)


def at_stake(card: TestCard) -> int | None:
    """What certainty about the hypothesis would be worth; None while nobody has said what hangs on it."""
    hypothesis = card.hypothesis
    if hypothesis.gain_minor is None or hypothesis.loss_minor is None:
        return None
    likely = hypothesis.prior if hypothesis.probability is None else hypothesis.probability
    return round(Stake(likely, hypothesis.gain_minor, hypothesis.loss_minor).evpi)


def _run(test_id: int) -> str:
    return f"test_run:{test_id}"
