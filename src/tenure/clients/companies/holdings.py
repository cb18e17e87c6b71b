"""Who belongs to whom: companies and clients in holdings, and the circle that must not close. Part of a transaction."""

from collections import deque
from collections.abc import Iterable
from typing import Literal, NamedTuple

from django.db.models import Q

from tenure.clients.clients import visible_clients
from tenure.clients.models import Company, CompanyTie
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User, Workspace

Kind = CompanyTie.Kind
HOLDING = (Kind.PARENT, Kind.SUBSIDIARY)


class Node(NamedTuple):
    """One organisation: its client where it has one, else its company in the register."""

    kind: Literal["client", "company"]
    id: int


def refuse_circle(actor: User, client_id: int, company: Company, kind: str) -> None:
    """Raise InvalidValue when this tie would make an organisation its own owner, naming those in the circle.

    Two people closing one circle at once wait for each other; clients out of the actor's sight stay unnamed.
    """
    if kind not in HOLDING:
        return
    Workspace.objects.select_for_update().first()
    child, parent = _child_and_parent(client_id, company, kind)
    line = _way_up(parent, child)
    if line:
        raise InvalidValue("holding_circle", field="name", line=" → ".join(_names(actor, [child, *line])))


def refuse_circles_of(actor: User, company: Company) -> None:
    """The same for every open tie of a company that has just been found to be a client of ours."""
    for tie in CompanyTie.objects.filter(company=company, until=None):
        if company.client_id == tie.client_id:
            raise InvalidValue("tie_to_itself", field="client")
        refuse_circle(actor, tie.client_id, company, tie.kind)


def _child_and_parent(client_id: int, company: Company, kind: str) -> tuple[Node, Node]:
    one, other = _node(company), Node("client", client_id)
    return (other, one) if kind == Kind.PARENT else (one, other)


def _node(company: Company) -> Node:
    return Node("client", company.client_id) if company.client_id else Node("company", company.pk)


def _way_up(start: Node, wanted: Node) -> list[Node]:
    """The line of owners from `start` up to `wanted`, both included; empty when there is none. A query per level."""
    if start == wanted:
        return [start]
    under: dict[Node, Node] = {}
    level, met = deque([start]), {start}
    while level:
        above = _owners(level)
        level = deque()
        for child, owner in above:
            if owner in met:
                continue
            met.add(owner)
            under[owner] = child
            if owner == wanted:
                return _line(under, start, wanted)
            level.append(owner)
    return []


def _line(under: dict[Node, Node], start: Node, wanted: Node) -> list[Node]:
    line = [wanted]
    while line[-1] != start:
        line.append(under[line[-1]])
    return line[::-1]


def _owners(nodes: Iterable[Node]) -> list[tuple[Node, Node]]:
    """Each of these with each of its direct owners."""
    nodes = list(nodes)
    clients = [id for kind, id in nodes if kind == "client"]
    companies = [id for kind, id in nodes if kind == "company"]
    ties = CompanyTie.objects.filter(until=None).select_related("company")
    below = Q(company__in=companies) | Q(company__client__in=clients)
    rows = ties.filter(Q(kind=Kind.PARENT, client__in=clients) | (Q(kind=Kind.SUBSIDIARY) & below))
    return [_child_and_parent(tie.client_id, tie.company, tie.kind) for tie in rows]


def _names(actor: User, nodes: list[Node]) -> list[str]:
    clients = visible_clients(actor).filter(pk__in=[node.id for node in nodes if node.kind == "client"])
    companies = Company.objects.filter(pk__in=[node.id for node in nodes if node.kind == "company"])
    names = {"client": dict(clients.values_list("pk", "name")), "company": dict(companies.values_list("pk", "name"))}
    return [names[node.kind].get(node.id, "…") for node in nodes]
