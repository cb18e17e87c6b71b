"""Whose ventures one sees and works in; a venture out of sight does not exist."""

from django.db.models import Q, QuerySet

from tenure.discovery.models import Venture
from tenure.discovery.reading_once import remembered
from tenure.kernel.errors import NotAllowed, NotFound
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may


def visible_ventures(actor: User) -> QuerySet[Venture]:
    """Ventures the user may read: all with the right to, else those they own or are a member of."""
    if may(actor, Right.SEE_ALL_VENTURES):
        return Venture.objects.all()
    if not actor.is_active:
        return Venture.objects.none()
    return Venture.objects.filter(Q(owner=actor) | Q(members__user=actor)).distinct()


@remembered
def seen_venture(actor: User, venture_id: int) -> Venture:
    """A venture in sight. One query. Raises NotFound."""
    venture = visible_ventures(actor).filter(pk=venture_id).select_related("owner").first()
    if venture is None:
        raise NotFound
    return venture


@remembered
def works_in(actor: User, venture: Venture) -> bool:
    """Whether the user may change what lies in the venture."""
    if may(actor, Right.WORK_WITH_ALL_VENTURES):
        return True
    if not actor.is_active:
        return False
    return venture.owner_id == actor.pk or venture.members.filter(user=actor, may_work=True).exists()


def require_work(actor: User, venture_id: int) -> None:
    """Before anything typed is read: raises NotFound when the venture is out of sight, NotAllowed to those who only read."""
    if not works_in(actor, seen_venture(actor, venture_id)):
        raise NotAllowed(f"{actor.pk} only reads venture {venture_id}")


def venture_for_work(actor: User, venture_id: int) -> Venture:
    """A venture, locked until the end of the transaction, that the user may change. Call inside a transaction.

    Raises NotFound when it is out of sight, NotAllowed when it may only be read.
    """
    seen_venture(actor, venture_id)
    venture = Venture.objects.select_for_update().get(pk=venture_id)
    if not works_in(actor, venture):
        raise NotAllowed(f"{actor.pk} only reads venture {venture_id}")
    return venture
