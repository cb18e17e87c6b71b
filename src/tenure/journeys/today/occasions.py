"""Occasions ahead: from dated facts, first orders and public holidays; their reminders; what a viewer is shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tenure.agenda.occasions import Occasion, OccasionsRenewed, day_ahead, is_round, kind_of_fact, renew_occasions
from tenure.agenda.public_holidays import public_holidays
from tenure.clients.clients import ClientFacts, client_facts, visible_clients
from tenure.clients.fact_catalogue import FactKind, fact_kinds
from tenure.clients.facts.fact_dates import (
    DatedFact,
    Scope,
    clients_of_facts,
    dated_facts,
    dated_facts_at,
    dates_by_day,
)
from tenure.clients.people.people import PersonHere, people_of
from tenure.clients.phone_numbers import region_of
from tenure.clients.search.find_rows import client_names, people_names
from tenure.clients.sight import Sight
from tenure.kernel import clock, formats
from tenure.orders.first_orders import Began, first_order_of, first_orders, first_orders_by_day, truly_first
from tenure.orders.scores import ClientScores, client_scores
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

AHEAD_DAYS = 90
LONGEST_LEAD = 60
MOST_SHOWN = 500
# A page holds the days it takes to find so many.
PAGE = 100
MOST_COUNTRIES = 12


@dataclass(frozen=True)
class OccasionRow:
    """One occasion as a page shows it. holiday: its name and country, only of public holidays."""

    occasion: Occasion
    client: str = ""
    person: str = ""
    holiday: str = ""

    @property
    def day(self) -> date:
        return self.occasion.day


def renew_all_occasions(*, today: date) -> OccasionsRenewed:
    """Bring the reminders of all clients in line: once a day."""
    return renew_occasions(occasions=_ahead(Scope(), today, LONGEST_LEAD), today=today)


def renew_after_facts(fact_ids: Iterable[int]) -> OccasionsRenewed:
    """Bring the reminders in line for the clients whose dates were just written."""
    clients = tuple(clients_of_facts(fact_ids))
    if not clients:
        return OccasionsRenewed(0, 0)
    today = clock.today()
    ahead = _ahead(Scope(client_ids=clients), today, LONGEST_LEAD)
    return renew_occasions(occasions=ahead, today=today, client_ids=clients)


@dataclass(frozen=True)
class Around:
    """What the occasions of one client rest on, for pages that have read it already."""

    facts: ClientFacts
    people: tuple[PersonHere, ...]
    scores: ClientScores | None
    kinds: Mapping[str, FactKind]
    today: date


def occasions_of(*, actor: User, client_id: int, days: int = AHEAD_DAYS) -> tuple[OccasionRow, ...]:
    """What is ahead at one client in sight, with the holidays of its country, by day. At most nine queries."""
    facts = client_facts(actor=actor, client_id=client_id)
    people = people_of(actor=actor, client_id=client_id, sight=Sight(actor.pk, client_id))
    around = Around(facts, people, client_scores(client_id), fact_kinds(), clock.today())
    return occasions_at(actor=actor, around=around, days=days)


def occasions_at(*, actor: User, around: Around, days: int = AHEAD_DAYS) -> tuple[OccasionRow, ...]:
    """The same of a client that has been read. At most two queries."""
    client, today, last = around.facts, around.today, around.today + timedelta(days=days)
    here = {one.id: one.name for one in around.people if one.is_here}
    dates = dated_facts_at(
        client_id=client.id, owner_id=client.owner_id, people=list(here), kinds=around.kinds,
        contacts=may(actor, Right.SEE_PERSONAL_CONTACTS),
    )  # fmt: skip
    scores = around.scores
    began = first_order_of(client.id, client.owner_id, scores) if scores else []
    found = [*_of_dates(dates, today, last), *_anniversaries(began, today, last)]
    rows = [OccasionRow(one, client.details.name, here.get(one.person_id or 0, "")) for one in found]
    return tuple(sorted([*rows, *_closed(region_of(client.details.country, ""), today, days, "")], key=_order))


@dataclass(frozen=True)
class Ahead:
    """A page of occasions by day. last: the last day it shows; later: the day the next page begins, None on the last
    one; cut: more on one day than a page holds."""

    rows: tuple[OccasionRow, ...]
    last: date
    later: date | None
    cut: bool


def occasions_ahead(
    *, actor: User, days: int = AHEAD_DAYS, kind: str = "", own: bool = False, since: date | None = None,
    enough: int = PAGE,
) -> Ahead:  # fmt: skip
    """What is ahead at the clients in sight, or only one's own, from a day on: so many days that there is enough.

    One person's own clients are few enough to show every day at once. Ten queries.
    """
    today = clock.today()
    end = today + timedelta(days=days)
    first, contacts = min(max(since or today, today), end), may(actor, Right.SEE_PERSONAL_CONTACTS)
    only = actor.pk if own or not may(actor, Right.SEE_ALL_CLIENTS) else None
    last = end if only is not None else _with_enough(first, end, enough, contacts=contacts)
    ahead = _ahead(Scope(owner_id=only, contacts=contacts), first, (last - first).days)
    found = sorted((one for one in ahead if kind in ("", one.kind)), key=lambda one: one.day)
    rows = list(_named(actor, found[:MOST_SHOWN]))
    if kind in ("", "holiday"):
        rows += _holidays(actor, only, first, last)
    later = last + timedelta(days=1) if last < end else None
    return Ahead(tuple(sorted(rows, key=_order)), last, later, len(found) > MOST_SHOWN)


def _with_enough(first: date, end: date, enough: int, *, contacts: bool) -> date:
    """The first day by which so many have come; `end` where there are fewer. Three queries, none of which reads rows."""
    counts = dates_by_day(first, end, contacts=contacts) + first_orders_by_day(first, end)
    found = 0
    for day in sorted(counts):
        found += counts[day]
        if found >= enough:
            return min(day, end)
    return end


def _holidays(actor: User, only: int | None, first: date, last: date) -> list[OccasionRow]:
    """Those of the countries of the clients."""
    clients = visible_clients(actor) if only is None else visible_clients(actor).filter(owner_id=only)
    countries = clients.exclude(country="").values_list("country", flat=True).distinct()[:MOST_COUNTRIES]
    regions = {region_of(country, ""): country for country in countries}
    return [row for region, country in regions.items() for row in _closed(region, first, (last - first).days, country)]


def _order(row: OccasionRow) -> tuple[date, str, int]:
    return row.day, row.client, row.occasion.client_id


def _ahead(scope: Scope, first: date, days: int) -> Iterator[Occasion]:
    """Those of `first` and so many days after it, as they stand on `first`."""
    last = first + timedelta(days=days)
    began = first_orders(first, last, client_ids=scope.client_ids, owner_id=scope.owner_id)
    yield from _of_dates(dated_facts(scope, first, last), first, last)
    yield from _anniversaries(began, first, last)


def _of_dates(facts: Iterable[DatedFact], today: date, last: date) -> Iterator[Occasion]:
    for fact in facts:
        occasion = _of_fact(fact, today)
        if occasion is not None and occasion.day <= last:
            yield occasion


def _anniversaries(began: Iterable[Began], today: date, last: date) -> Iterator[Occasion]:
    """Round years since the first order, where the data reaches back far enough to know it for the first."""
    coming = []
    for client, owner, first in began:
        found = day_ahead(first.isoformat(), "yearly", today)
        if found and found[0] <= last and is_round(found[1] or 0):
            coming.append((first, Occasion("first_order", found[0], client, owner, years=found[1])))
    known = truly_first(first for first, _occasion in coming)
    yield from (occasion for first, occasion in coming if first in known)


def _of_fact(fact: DatedFact, today: date) -> Occasion | None:
    found = day_ahead(fact.value, fact.comes, today)
    if found is None:
        return None
    return Occasion(
        kind_of_fact(fact.code, fact.comes),
        found[0],
        fact.client_id,
        fact.owner_id,
        fact.code,
        fact.person_id,
        found[1],
        fact.personal,
        fact.hidden,
    )


def _named(actor: User, occasions: Iterable[Occasion]) -> list[OccasionRow]:
    found = list(occasions)
    clients = client_names(actor=actor, ids={one.client_id for one in found}) if found else {}
    people = people_names({one.person_id for one in found if one.person_id})
    return [
        OccasionRow(one, clients[one.client_id], people.get(one.person_id or 0, ""))
        for one in found
        if one.client_id in clients
    ]


def _closed(region: str, today: date, days: int, country: str) -> list[OccasionRow]:
    last = today + timedelta(days=days)
    found = public_holidays(region, today, last, formats.language()) if region else ()
    return [OccasionRow(Occasion("holiday", day, 0), client=country, holiday=name) for day, name in found]
