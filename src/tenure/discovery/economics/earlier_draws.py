"""Scenarios drawn by an earlier formula, as after an update: drawn anew by themselves, their numbers as they are."""

from django.db import transaction

from tenure.discovery.economics.counted_draws import counts_of
from tenure.discovery.economics.scenarios import inputs_of, pairs_of
from tenure.discovery.economics.simulated import FORMULA, simulated
from tenure.discovery.models import EconomicsScenario, Venture
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue


def redraw_earlier() -> int:
    """Draw anew every scenario whose result is of an earlier formula, each in a transaction of its own; how many were. What
    cannot be drawn any more keeps what it had, and is not tried again by the same formula. One query when none waits."""
    waiting = EconomicsScenario.objects.filter(result__isnull=False).exclude(result__formula=FORMULA)
    waiting = waiting.exclude(result__has_key="tried", result__tried=FORMULA).order_by("pk")
    return sum(_redrawn(*found) for found in list(waiting.values_list("pk", "venture_id")))


def _redrawn(pk: int, venture_id: int) -> bool:
    with transaction.atomic():
        list(Venture.objects.select_for_update().filter(pk=venture_id).values_list("pk"))
        row = EconomicsScenario.objects.filter(pk=pk).first()
        if row is None or not row.result or row.result.get("formula") == FORMULA:
            return False
        try:
            found = simulated(inputs_of(row.inputs.select_related("author")), pairs_of(row), counts_of(row))
        except InvalidValue:
            row.result |= {"tried": FORMULA}
            row.save(update_fields=["result"])
            return False
        row.result, row.result_at = found, clock.now() if found else None
        row.save(update_fields=["result", "result_at"])
    return True
