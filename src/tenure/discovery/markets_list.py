"""Segments and problems of a venture as choices of a form."""

from tenure.discovery.sight import seen_venture
from tenure.privacy.models import User


def segment_choices(*, actor: User, venture_id: int) -> list[tuple[int, str]]:
    """Number and name of each segment. Two queries."""
    return list(seen_venture(actor, venture_id).segments.order_by("name").values_list("pk", "name"))


def problem_choices(*, actor: User, venture_id: int) -> list[tuple[int, str]]:
    """Number and name of each problem that was not dropped. Two queries."""
    rows = seen_venture(actor, venture_id).problems.exclude(state="dropped")
    return list(rows.order_by("name").values_list("pk", "name"))
