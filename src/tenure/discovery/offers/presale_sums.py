"""What the presales of a venture come to: who paid of those asked, who took money back, who bought again. As little as that
needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import OuterRef, Subquery, Sum

from tenure.discovery.models import Presale, Refund, Venture
from tenure.discovery.offers.presale_weight import relation_of
from tenure.discovery.voices import cluster_of, same_company
from tenure.engine.evidence.proportions import posterior
from tenure.kernel.compiled_query import Query, compiled_once

FRIEND, CLIENT = str(Presale.Relation.FRIEND), str(Presale.Relation.CLIENT)
OURS = str(Presale.Source.OURS)
ALONE = frozenset({str(Presale.Source.COLD), str(Presale.Source.CAME)})
AGREED, PAID, DELIVERED, REFUNDED, REFUSED = "agreed", "paid", "delivered", "refunded", "refused"
KEPT = frozenset({PAID, DELIVERED})
BAND = 0.8  # the house's interval: in 8 of 10 cases


@dataclass(frozen=True)
class Tally:
    """k of n people. low, high: ends of the interval that holds the share in 8 of 10 cases (Beta, from an even start)."""

    k: int
    n: int

    @property
    def low(self) -> float:
        return posterior(self.k, self.n).interval(BAND)[0]

    @property
    def high(self) -> float:
        return posterior(self.k, self.n).interval(BAND)[1]


@dataclass(frozen=True)
class Sold:
    """A presale as it is counted. client_id: of the base, in the viewer's sight; back_minor: given back so far; again:
    the buyer has paid before, so that it is a repeat sale; buyer: one name for one buyer, whoever looks, never shown;
    list_minor: what the same costs by the list, None: unknown; relation: who they are to us; agreed_on: day of the offer."""

    id: int
    client_id: int | None
    who: str
    amount_minor: int
    source: str
    by_founder: bool
    paid_on: date | None
    delivered_on: date | None
    back_minor: int
    again: bool
    buyer: str
    list_minor: int | None
    relation: str
    refused_on: date | None
    agreed_on: date

    @property
    def list_share(self) -> float | None:
        """What it is of the list price, 0 and up; None while that is not known."""
        return self.amount_minor / self.list_minor if self.list_minor else None

    @property
    def discount(self) -> float | None:
        """How far under the list price, 0..1; None while that is not known."""
        return None if self.list_share is None else max(0.0, 1 - self.list_share)

    @cached_property
    def state(self) -> str:
        if self.refused_on:
            return REFUSED
        if self.paid_on and self.back_minor >= self.amount_minor:
            return REFUNDED
        return DELIVERED if self.delivered_on else PAID if self.paid_on else AGREED

    @property
    def kept_minor(self) -> int:
        """Money that was paid and not given back."""
        return max(0, self.amount_minor - self.back_minor) if self.paid_on else 0


class Buyer(NamedTuple):
    """Somebody who has paid and kept it. discount: the least of their purchases, None: the list price is unknown."""

    friend: bool
    sources: frozenset[str]
    discount: float | None


def independent(buyers: Iterable[Buyer]) -> int:
    """Pure: from how many sources of their own buyers came. One found cold, and one who came by themselves, is a source;
    all that were referred are one together, for who referred them is not known, and so are all our own clients."""
    alone = 0
    shared: set[str] = set()
    for one in buyers:
        if one.sources & ALONE:
            alone += 1
        else:
            shared |= one.sources
    return alone + len(shared - {str(Presale.Source.FRIEND)})


@dataclass(frozen=True)
class PresaleSums:
    """agreed, paid, delivered, refunded: how many stand there; paid_minor, back_minor: money; strangers: paying buyers
    that were no friends; buyers: paying ones in all; repeat, repeat_without_founder: paid again, and sold so by others;
    without_founder: paid and sold by others; asked: who paid and kept it, of those who paid or refused; asked_strangers:
    the same without friends; served: who was given money back, of those delivered to or given it; paying: each buyer who
    has paid; rows: the log itself."""

    agreed: int
    paid: int
    delivered: int
    refunded: int
    paid_minor: int
    back_minor: int
    buyers: int
    strangers: int
    repeat: int
    without_founder: int
    repeat_without_founder: int
    asked: Tally
    asked_strangers: Tally
    served: Tally
    paying: tuple[Buyer, ...] = ()
    rows: tuple[Sold, ...] = field(default=(), compare=False, repr=False)

    @property
    def refund_share(self) -> float | None:
        """Share of the money paid that was given back; None before any was paid."""
        return self.back_minor / self.paid_minor if self.paid_minor else None


def sums_of(rows: Sequence[Sold]) -> PresaleSums:
    """What a log of presales comes to; a buyer counts once. Pure."""
    states = [row.state for row in rows]
    kept = [row for row in rows if row.state in KEPT]
    buyers, friends = {row.buyer for row in kept}, {row.buyer for row in rows if row.relation == FRIEND}
    return PresaleSums(
        states.count(AGREED), states.count(PAID), states.count(DELIVERED), states.count(REFUNDED),
        sum(row.amount_minor for row in rows if row.paid_on), sum(row.back_minor for row in rows), len(buyers),
        len(buyers - friends), sum(row.again for row in kept), sum(not row.by_founder for row in kept),
        sum(row.again and not row.by_founder for row in kept), _asked(rows), _asked([
            row for row in rows if row.buyer not in friends
        ]), _served(rows), _paying(kept), tuple(rows),
    )  # fmt: skip


def _asked(rows: Sequence[Sold]) -> Tally:
    """Each buyer once: who paid and refused another time has paid; who only agreed has not answered yet."""
    answered = {row.buyer for row in rows if row.state != AGREED}
    return Tally(len({row.buyer for row in rows if row.state in KEPT}), len(answered))


def _served(rows: Sequence[Sold]) -> Tally:
    """Each buyer once: any money back, whole or in part, is a service that failed them."""
    back = {row.buyer for row in rows if row.back_minor}
    return Tally(len(back), len(back | {row.buyer for row in rows if row.state == DELIVERED}))


def _paying(kept: Sequence[Sold]) -> tuple[Buyer, ...]:
    """Who has paid, each once, with the best of what they paid and all the ways they came."""
    bought: dict[str, list[Sold]] = {}
    for row in kept:
        bought.setdefault(row.buyer, []).append(row)
    found = []
    for rows in bought.values():
        sources = frozenset(OURS if row.relation == CLIENT else row.source for row in rows)
        known = [row.discount for row in rows if row.discount is not None]
        found.append(Buyer(any(row.relation == FRIEND for row in rows), sources, min(known, default=None)))
    return tuple(found)


def buyer(client_id: int | None, who: str) -> str:
    """One buyer under one name: the client of the base, else the words, whatever the legal form and the spelling. Pure."""
    return cluster_of(client_id, who)


def buyers_of(rows: Iterable[tuple[int, int | None, str]]) -> dict[int, str]:
    """By presale, its buyer, of rows of number, client and words for the buyer: a client of the base typed by hand in another
    presale is the same, and one nobody named is a buyer of its own. One query, none without clients."""
    found = {pk: buyer(client, who) or f"presale:{pk}" for pk, client, who in rows}
    client_of = same_company(found.values())
    return {pk: client_of.get(name, name) for pk, name in found.items()}


def repeats(buyers: Mapping[int, str], paid: Iterable[tuple[int, date | None]]) -> set[int]:
    """Which presales are repeat sales, by their buyers and the days they paid. Pure."""
    seen: set[str] = set()
    found: set[int] = set()
    for _day, pk, name in sorted((day, pk, buyers[pk]) for pk, day in paid if day):
        if name in seen:
            found.add(pk)
        seen.add(name)
    return found


def presale_sums(venture: Venture) -> PresaleSums:
    """Of a venture already found to be in sight, the same for whoever looks. One query, two with clients."""
    found = _presales(venture.pk)
    buyers = buyers_of(row[:3] for row in found)
    again = repeats(buyers, ((row[0], row[6]) for row in found))
    return sums_of([
        Sold(
            pk, None, who, amount, source, ours, paid, given, back or 0, pk in again, buyers[pk], listed or priced,
            relation_of(relation, source), refused, agreed,
        )
        for pk, _client, who, amount, source, ours, paid, given, back, listed, priced, relation, refused, agreed in found
    ])  # fmt: skip


@compiled_once
def _presales(venture_id: int) -> Query:
    columns = (
        "pk", "client_id", "who", "amount_minor", "source", "by_founder", "paid_on", "delivered_on", "back", "list_minor",
        "product__price_minor", "relation", "refused_on", "agreed_on",
    )  # fmt: skip
    # Not joined: the database would put every column of a presale in order for it.
    refunds = Refund.objects.filter(presale=OuterRef("pk")).order_by().values("presale")
    back = Subquery(refunds.values_list(Sum("amount_minor")))
    return Presale.objects.filter(venture=venture_id).order_by("pk").annotate(back=back).values_list(*columns)
