"""The register of companies page by page: by name, by what they are to our clients."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from tenure.clients.clients import visible_clients
from tenure.clients.companies.companies import visible_companies
from tenure.clients.matching.names import search_text
from tenure.clients.models import CompanyTie
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User

PAGE = 50


@dataclass(frozen=True)
class CompanyRow:
    """A company of the list. ties: kind and the number of clients in sight it is that to, today."""

    id: int
    name: str
    is_client: bool
    ties: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class CompanyList:
    """One page, by name. after: where the next page begins, empty on the last one."""

    rows: tuple[CompanyRow, ...]
    after: str


def company_names(*, actor: User, text: str, limit: int = 8) -> tuple[str, ...]:
    """Names of the register that hold the text, for completing what is typed; none for nothing. One query."""
    wanted = search_text(text.replace("\x00", " "))[:100]
    if not wanted:
        return ()
    found = visible_companies(actor).filter(search_text__contains=wanted)
    return tuple(found.order_by("normal_name", "pk").values_list("name", flat=True)[:limit])


def company_list(*, actor: User, text: str = "", kind: str = "", after: str = "", limit: int = PAGE) -> CompanyList:
    """Companies whose name holds the text and that are `kind` to a client in sight. Three queries, however many."""
    found = visible_companies(actor)
    wanted = search_text(text.replace("\x00", " "))[:100]
    if wanted:
        found = found.filter(search_text__contains=wanted)
    mine = CompanyTie.objects.filter(until=None, client__in=visible_clients(actor))
    if kind:
        if kind not in CompanyTie.Kind.values:
            raise NotFound("kind")
        found = found.filter(pk__in=mine.filter(kind=kind).values("company"))
    if after:
        name, id = _place(after)
        found = found.filter(Q(normal_name__gt=name) | Q(normal_name=name, pk__gt=id))
    rows = list(found.order_by("normal_name", "pk").values_list("pk", "name", "normal_name", "client_id")[: limit + 1])
    shown = rows[:limit]
    ties = _ties(mine.filter(company__in=[row[0] for row in shown]))
    clients = {row[3] for row in shown if row[3]}
    seen = set(visible_clients(actor).filter(pk__in=clients).values_list("pk", flat=True)) if clients else set()
    page = tuple(CompanyRow(id, name, client in seen, ties.get(id, ())) for id, name, _normal, client in shown)
    return CompanyList(page, f"{shown[-1][0]}_{shown[-1][2]}" if len(rows) > limit else "")


def _ties(rows: QuerySet[CompanyTie]) -> dict[int, tuple[tuple[str, int], ...]]:
    counted: dict[int, list[tuple[str, int]]] = {}
    numbers = rows.values("company", "kind").annotate(n=Count("client", distinct=True))
    for company, kind, clients in numbers.values_list("company", "kind", "n"):
        counted.setdefault(company, []).append((kind, clients))
    place = list(CompanyTie.Kind.values)
    return {id: tuple(sorted(found, key=lambda tie: place.index(tie[0]))) for id, found in counted.items()}


def _place(after: str) -> tuple[str, int]:
    id, _mark, name = after.partition("_")
    if not (id.isascii() and id.isdigit() and len(id) <= 18) or "\x00" in name:
        raise NotFound("after")
    return name, int(id)
