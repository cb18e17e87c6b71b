"""The stored reason of a task with what may change around it: the person's name, the due day, today."""

from datetime import date
from typing import Any

from tenure.agenda.talk_reasons import KINDS


def living_reason(
    kind: str, reason: dict[str, Any], *, person: str | None, due_on: date | None, today: date
) -> dict[str, Any]:
    """The reason as sentences want it. Names stay in the table of people, so that one who is erased is gone here too."""
    if kind == "learn":
        return reason | {"person": person or ""}
    if kind not in (*KINDS, "occasion"):
        return reason
    due = due_on.isoformat() if due_on else today.isoformat()
    return reason | {"person": person or "", "due": due, "today": today.isoformat()}
