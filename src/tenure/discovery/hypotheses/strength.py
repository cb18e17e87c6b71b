"""How strong the evidence behind each hypothesis is: how many pieces speak for and against it, and the best of each."""

from typing import NamedTuple

from django.db.models import Count, Max

from tenure.discovery.models import Evidence
from tenure.discovery.sight import seen_venture
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.privacy.models import User


class Strength(NamedTuple):
    """pro, con: pieces that count; best_pro, best_con: the highest level among them, None without any."""

    pro: int = 0
    con: int = 0
    best_pro: int | None = None
    best_con: int | None = None

    @property
    def best(self) -> int | None:
        """The highest level on either side."""
        return max((level for level in (self.best_pro, self.best_con) if level is not None), default=None)


def strengths_of(*, actor: User, venture_id: int) -> dict[int, Strength]:
    """By hypothesis of a venture in sight; those without evidence are left out. Two queries."""
    venture = seen_venture(actor, venture_id)
    found: dict[int, dict[str, int]] = {}
    for hypothesis, supports, count, best in _counted(venture.pk):
        side = "pro" if supports else "con"
        found.setdefault(hypothesis, {}).update({side: count, f"best_{side}": best})
    return {hypothesis: Strength(**values) for hypothesis, values in found.items()}


@compiled_once
def _counted(venture_id: int) -> Query:
    rows = Evidence.objects.filter(hypothesis__venture=venture_id, withdrawn_at=None).order_by()
    return rows.values_list("hypothesis_id", "supports").annotate(Count("pk"), Max("level"))
