"""What the people who decide at a client say against us, and what the client does."""

from dataclasses import dataclass

from tenure.clients.clients import visible_clients
from tenure.clients.models import Fact, UnitMember
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User


@dataclass(frozen=True)
class MemberObjection:
    """An objection as written on the card of a person who decides."""

    person_id: int
    person: str
    text: str


def member_objections(*, actor: User, client_id: int) -> tuple[MemberObjection, ...]:
    """The objections noted in the open decision units of a client in sight, each person's words once. Two queries."""
    if not visible_clients(actor).filter(pk=client_id).exists():
        raise NotFound
    rows = UnitMember.objects.filter(unit__client_id=client_id, unit__state="open").exclude(objection="")
    found = rows.order_by("-weight", "pk").values_list("person_id", "person__name", "objection")
    return tuple(MemberObjection(*row) for row in dict.fromkeys(found))


def segments_of(client_id: int) -> tuple[str, ...]:
    """What is openly known of the segment and industry of a client in sight, as stored. One query."""
    rows = Fact.objects.filter(
        client_id=client_id,
        type_code__in=("segment", "industry"),
        superseded_at=None,
        not_to_be_shown=False,
        sealed=None,
    )
    values = rows.values_list("value", flat=True)
    return tuple(str(one) for value in values for one in (value if isinstance(value, list) else [value]) if one)
