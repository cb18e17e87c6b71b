"""Whose ventures one sees and works in; a venture out of sight does not exist."""

from django.db.models import Q, QuerySet

from tenure.clients.clients import visible_clients
from tenure.discovery.models import Venture
from tenure.discovery.reading_once import remembered
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may


def visible_ventures(actor: User) -> QuerySet[Venture]:
    """Ventures the user may read: all with the right to, else those they own or are a member of."""
    if may(actor, Right.SEE_ALL_VENTURES):
        return Venture.objects.all()
    return ventures_with(actor.pk) if actor.is_active else Venture.objects.none()


def ventures_with(user_id: int) -> QuerySet[Venture]:
    """Ventures somebody owns or is a member of."""
    return Venture.objects.filter(Q(owner=user_id) | Q(members__user=user_id)).distinct()


@remembered
def seen_venture(actor: User, venture_id: int) -> Venture:
    """A venture in sight. One query. Raises NotFound."""
    if may(actor, Right.SEE_ALL_VENTURES):
        found = _by_number(venture_id)
    else:
        found = _by_number_with(venture_id, actor.pk) if actor.is_active else []
    if not found:
        raise NotFound
    venture: Venture = found[0]
    return venture


@compiled_once
def _by_number(venture_id: int) -> Query:
    return Venture.objects.filter(pk=venture_id).select_related("owner")


@compiled_once
def _by_number_with(venture_id: int, user_id: int) -> Query:
    return ventures_with(user_id).filter(pk=venture_id).select_related("owner")


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


def client_chosen(actor: User, chosen: int | None, known: int | None) -> int | None:
    """The client of the base that a record names from now on, beside the one it names already; one out of sight, whom the form
    could not show, stays. Raises InvalidValue for any other client out of sight."""
    seen = visible_clients(actor)
    if chosen is None and known is not None and not seen.filter(pk=known).exists():
        return known
    if chosen not in (None, known) and not seen.filter(pk=chosen).exists():
        raise InvalidValue("offer_record_unknown", field="client")
    return chosen
