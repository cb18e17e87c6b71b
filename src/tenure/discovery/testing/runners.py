"""Who may be asked to run a test of a venture."""

from tenure.discovery.sight import seen_venture
from tenure.privacy.models import User


def runners_of(*, actor: User, venture_id: int) -> tuple[tuple[int, str], ...]:
    """Owner and working members of a venture in sight: number and name. Three queries."""
    venture = seen_venture(actor, venture_id)
    members = venture.members.filter(may_work=True, user__is_active=True).select_related("user").order_by("user__name")
    found = {venture.owner_id: venture.owner.name} | {row.user_id: row.user.name for row in members}
    return tuple(found.items())
