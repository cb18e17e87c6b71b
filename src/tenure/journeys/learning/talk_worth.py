"""What hangs on a promise, an answer owed and the next talk: an assumed share of the client's next 12 months.

Worked out when such a task is written and again with every new scores, so that its rank is never older than theirs.
"""

from collections.abc import Iterator
from typing import Any

from tenure.agenda.models import Task
from tenure.agenda.proposals import Stake
from tenure.agenda.talk_reasons import KINDS
from tenure.orders.scores import latest_run
from tenure.retention.stakes import ASSUMED, Share, talk_worth, with_interval

BATCH = 500
COLUMNS = ("reason", "stake_minor", "stake_low_minor", "stake_high_minor", "worth_per_minute")
SCORE = tuple(
    f"client__score__{name}"
    for name in (
        "value_12m_minor", "value_12m_low_minor", "value_12m_high_minor", "revenue_12m_minor", "margin_12m_minor",
    )
)  # fmt: skip


def value_talks(*, client_id: int | None = None) -> int:
    """Renew the stake of the open tasks out of conversations, of one client or of all; part of another's writer.

    A client without a computed value leaves the stake unknown. Returns how many tasks changed.
    """
    run = latest_run()
    if run is None or run.as_of is None:
        return 0
    rows = Task.objects.filter(kind__in=KINDS, state=Task.State.OPEN, client__isnull=False)
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    margin_share = run.parameters.get("margin_share")
    changed = [task for task, score in _with_scores(rows) if _valued(task, score, margin_share, run.as_of.isoformat())]
    Task.objects.bulk_update(changed, COLUMNS, batch_size=BATCH)
    return len(changed)


def _with_scores(rows: Any) -> Iterator[tuple[Task, dict[str, Any]]]:
    found = {row["id"]: row for row in rows.values("id", *SCORE)}
    for task in rows.only("id", "kind", "minutes", *COLUMNS).iterator(chunk_size=BATCH):
        if task.pk in found:
            yield task, {name.removeprefix("client__score__"): value for name, value in found[task.pk].items()}


def _valued(task: Task, score: dict[str, Any], margin_share: float | None, as_of: str) -> bool:
    """Put the stake into the task in memory; whether anything changed."""
    before = (dict(task.reason), task.stake_minor, task.stake_low_minor, task.stake_high_minor)
    value, share = score["value_12m_minor"], share_of(task.kind)
    own = {name: value for name, value in task.reason.items() if name not in ADDED}
    if value is None or value <= 0:
        stake, task.reason = None, own
    else:
        margin = margin_of(score, margin_share)
        worth = talk_worth(value, share.estimate) * (1.0 if margin is None else margin)
        stake = with_interval(worth, share, _deviation(score))
        task.reason = own | {
            "value": value, "share": share.estimate, "share_low": share.low, "share_high": share.high, "as_of": as_of,
        } | ({} if margin is None else {"margin_share": margin})  # fmt: skip
    task.stake_minor = stake.estimate if stake else None
    task.stake_low_minor = stake.low if stake else None
    task.stake_high_minor = stake.high if stake else None
    task.worth_per_minute = _per_minute(stake, task.minutes)
    return before != (task.reason, task.stake_minor, task.stake_low_minor, task.stake_high_minor)


ADDED = frozenset({"value", "share", "share_low", "share_high", "as_of", "margin_share"})


def share_of(kind: str) -> Share:
    """The assumed share for the kind of task."""
    return {"promise": ASSUMED.word, "answer": ASSUMED.answer, "contact": ASSUMED.talk}[kind]


def margin_of(score: dict[str, Any], whole_base: float | None) -> float | None:
    """Margin in the client's revenue, else in that of the whole base; None where no cost is known anywhere."""
    if whole_base is None:
        return None
    margin, revenue = score["margin_12m_minor"], score["revenue_12m_minor"]
    if margin is None or not revenue or revenue <= 0:
        return whole_base
    return min(1.0, max(0.0, float(margin) / float(revenue)))


def _deviation(score: dict[str, Any]) -> float:
    low, high, value = score["value_12m_low_minor"], score["value_12m_high_minor"], score["value_12m_minor"]
    return 0.5 if low is None or high is None else min(0.9, (high - low) / (2 * value))


def _per_minute(stake: Stake | None, minutes: int) -> float:
    return stake.estimate / minutes if stake else 0.0
