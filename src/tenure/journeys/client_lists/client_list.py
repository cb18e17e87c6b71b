"""The client list: a page of the clients one viewer may see, narrowed and sorted, in a known number of queries."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from tenure.clients.search.search import Matches, matching
from tenure.clients.views import View, saved_views
from tenure.journeys.client_lists.client_filters import ListFilters, read_filters
from tenure.journeys.client_lists.client_list_sql import FEW, Cursor, Scope, page_keys
from tenure.journeys.client_lists.client_rows import StripRow, client_rows, with_strips
from tenure.kernel.errors import BadInput
from tenure.orders.scores import base_summary, latest_run, run_waits
from tenure.orders.summary import BaseSummary, matrix_key
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

PAGE = 50


@dataclass(frozen=True)
class ClientList:
    """A page of the list.

    count: how many match, None when that is not known without counting a big base; next_page, previous_page: cursors
    for the address, empty at the ends; total: clients in sight altogether; search_cut: so many of more clients the
    search found are looked through, 0 when all are; waiting: nothing can be shown before the scores under way are.
    """

    rows: tuple[StripRow, ...]
    filters: ListFilters
    count: int | None
    next_page: str
    previous_page: str
    as_of: date | None
    total: int
    countries: tuple[str, ...]
    views: tuple[View, ...]
    sees_all: bool
    may_assign: bool
    may_export: bool
    may_add: bool
    margin_known: bool
    may_import: bool
    waiting: bool
    search_cut: int


def client_list(*, actor: User, query: Mapping[str, str], limit: int = PAGE) -> ClientList:
    """The page an address asks for; BadInput names a filter or a cursor that cannot be read."""
    filters = seen_filters(actor, read_filters(query))
    cursor = _cursor_of(query)
    run, summary = latest_run(), summary_for(actor)
    matches = matching(actor=actor, text=filters.q) if filters.q else None
    scope = scope_for(actor, filters, summary, matches)
    keys = [] if scope is None else page_keys(filters, scope, cursor, limit + 1)
    backward, more = bool(cursor and cursor.backward), len(keys) > limit
    keys = (keys[-limit:] if backward else keys[:limit]) if more else keys
    rows = client_rows([client_id for client_id, _ in keys])
    as_of, whole = run.as_of if run else None, not cursor and not more
    return ClientList(
        rows=tuple(with_strips(rows, as_of)),
        filters=filters,
        count=len(keys) if whole else _at_least(len(keys), _known_count(filters, summary, matches)),
        next_page=write_cursor(keys[-1]) if keys and (more or backward) else "",
        previous_page=write_cursor(keys[0]) if keys and cursor and (more or not backward) else "",
        as_of=as_of,
        total=summary.totals.clients,
        countries=tuple(sorted(name for name in summary.totals.countries if name)),
        views=tuple(saved_views(actor)),
        sees_all=may(actor, Right.SEE_ALL_CLIENTS),
        may_assign=may(actor, Right.ASSIGN_CLIENTS),
        may_export=may(actor, Right.EXPORT_CLIENTS),
        may_add=may(actor, Right.WORK_WITH_CLIENTS),
        margin_known=summary.totals.margin_12m_minor is not None,
        may_import=may(actor, Right.IMPORT_ORDERS),
        waiting=not rows and not filters.narrowing and not cursor and run_waits(),
        search_cut=len(matches.ids) if matches and not matches.complete else 0,
    )


def summary_for(actor: User) -> BaseSummary:
    """The ready figures of what this actor may see: the whole base or their own clients."""
    if may(actor, Right.SEE_ALL_CLIENTS):
        return base_summary()
    return base_summary(owner_id=actor.pk, everyone=False)


def seen_filters(actor: User, filters: ListFilters) -> ListFilters:
    """A salesperson's list is their own whatever the address says; for others the owner is a filter."""
    return filters if may(actor, Right.SEE_ALL_CLIENTS) else replace(filters, owner="")


def scope_for(actor: User, filters: ListFilters, summary: BaseSummary, matches: Matches | None) -> Scope | None:
    """What narrows the rows besides the filters; None when nothing can match."""
    if matches is not None and not matches.ids:
        return None
    owner_id = int(filters.owner) if filters.owner.isdigit() else None
    if not may(actor, Right.SEE_ALL_CLIENTS):
        owner_id = actor.pk
    in_country = summary.totals.countries.get(filters.country, 0) if filters.country else 0
    few = in_country <= (FEW if filters.narrowing == 1 else 4 * FEW)
    return Scope(
        owner_id=owner_id,
        ids=matches.ids if matches else None,
        # Of one person's clients the figures count only theirs: many others may come from a country with few of them.
        few_in_country=bool(filters.country) and few and owner_id is None,
    )


def write_cursor(key: tuple[int, object]) -> str:
    """A place in the list as it stands in an address."""
    client_id, value = key
    plain = value.isoformat() if isinstance(value, date) else value
    return base64.urlsafe_b64encode(json.dumps([plain, client_id], separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(text: str, *, backward: bool) -> Cursor:
    """The place a cursor names; BadInput for anything else."""
    try:
        key, client_id = json.loads(base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
    except (ValueError, TypeError, binascii.Error, UnicodeError, RecursionError) as error:
        raise BadInput("list_filter_wrong", name="page", value=text[:60]) from error
    whole = isinstance(client_id, int) and not isinstance(client_id, bool) and abs(client_id) < 2**62
    fits = key is None or isinstance(key, str) or (type(key) is int and abs(key) < 2**62)
    if not whole or not fits or (isinstance(key, str) and "\x00" in key):
        raise BadInput("list_filter_wrong", name="page", value=text[:60])
    return Cursor(key, client_id, backward)


def _cursor_of(query: Mapping[str, str]) -> Cursor | None:
    if query.get("after"):
        return read_cursor(str(query["after"]), backward=False)
    if query.get("before"):
        return read_cursor(str(query["before"]), backward=True)
    return None


def _in_cells(filters: ListFilters, summary: BaseSummary) -> int:
    cells = summary.matrices.get(matrix_key(filters.measure, filters.regularity), ())
    return sum(
        cell.clients
        for cell in cells
        if filters.abc in ("", cell.value_class or "none") and filters.xyz in ("", cell.regularity or "none")
    )


def _at_least(shown: int, count: int | None) -> int | None:
    """A figure of the last scores that what is on the page already contradicts is not told."""
    return count if count is not None and count > shown else None


def _known_count(filters: ListFilters, summary: BaseSummary, matches: Matches | None) -> int | None:
    """The number of matching clients where it is known without counting: one filter, or none."""
    totals = summary.totals
    if matches is not None:
        return len(matches.ids) if matches.complete and filters.narrowing == 1 else None
    if (filters.abc or filters.xyz) and filters.narrowing == bool(filters.abc) + bool(filters.xyz):
        return _in_cells(filters, summary)
    if filters.narrowing > 1:
        return None
    counts = {"": totals.clients, "silent": totals.silent, "falling": totals.falling}
    if filters.status:
        return totals.statuses.get(filters.status, 0)
    if filters.country:
        return totals.countries.get(filters.country, 0)
    return None if filters.rfm or filters.owner else counts.get(filters.state)
