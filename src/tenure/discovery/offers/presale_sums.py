"""What the presales of a venture come to: how many stand where, who bought, who bought again. As little as that needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from tenure.clients.clients import visible_clients
from tenure.discovery.models import Presale, Venture
from tenure.privacy.models import User

FRIEND = str(Presale.Source.FRIEND)
AGREED, PAID, DELIVERED, REFUNDED = "agreed", "paid", "delivered", "refunded"


@dataclass(frozen=True)
class Sold:
    """A presale as it is counted. client_id: of the base, in the viewer's sight; back_minor: given back so far; again:
    the buyer has paid before, so that it is a repeat sale."""

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

    @property
    def state(self) -> str:
        if self.paid_on and self.back_minor >= self.amount_minor:
            return REFUNDED
        return DELIVERED if self.delivered_on else PAID if self.paid_on else AGREED

    @property
    def kept_minor(self) -> int:
        """Money that was paid and not given back."""
        return max(0, self.amount_minor - self.back_minor) if self.paid_on else 0


@dataclass(frozen=True)
class PresaleSums:
    """agreed, paid, delivered, refunded: how many stand there; paid_minor, back_minor: money; strangers: paying buyers
    that were no friends; buyers: paying ones in all; repeat, repeat_without_founder: paid again, and sold so by others;
    without_founder: paid and sold by others."""

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

    @property
    def refund_share(self) -> float | None:
        """Share of the money paid that was given back; None before any was paid."""
        return self.back_minor / self.paid_minor if self.paid_minor else None


def sums_of(rows: Sequence[Sold]) -> PresaleSums:
    """What a log of presales comes to; a buyer counts once. Pure."""
    states = [row.state for row in rows]
    kept = [row for row in rows if row.paid_on and row.state != REFUNDED]
    buyers = {buyer(row.client_id, row.who) for row in kept}
    friends = {buyer(row.client_id, row.who) for row in kept if row.source == FRIEND}
    return PresaleSums(
        states.count(AGREED), states.count(PAID), states.count(DELIVERED), states.count(REFUNDED),
        sum(row.amount_minor for row in rows if row.paid_on), sum(row.back_minor for row in rows), len(buyers),
        len(buyers - friends), sum(row.again for row in kept), sum(not row.by_founder for row in kept),
        sum(row.again and not row.by_founder for row in kept),
    )  # fmt: skip


def buyer(client_id: int | None, who: str) -> str:
    """One buyer under one name: the client of the base, else the words."""
    return f"client {client_id}" if client_id else who.casefold().strip()


def repeats(rows: Iterable[tuple[int, int | None, str, date | None]]) -> set[int]:
    """Which presales are repeat sales, of rows of number, client, words for the buyer and the day they paid. Pure."""
    seen: set[str] = set()
    found: set[int] = set()
    for _day, pk, name in sorted((day, pk, buyer(client, who)) for pk, client, who, day in rows if day):
        if name in seen:
            found.add(pk)
        seen.add(name)
    return found


def presale_sums(actor: User, venture: Venture) -> PresaleSums:
    """Of a venture already found to be in sight. Two queries."""
    rows = venture.presales.order_by("pk").annotate(back=Sum("refunds__amount_minor"))
    found = list(
        rows.values_list(
            "pk", "client_id", "who", "amount_minor", "source", "by_founder", "paid_on", "delivered_on", "back"
        )
    )
    again = repeats((row[0], row[1], row[2], row[6]) for row in found)
    clients = {row[1] for row in found if row[1]}
    seen = set(visible_clients(actor).filter(pk__in=clients).values_list("pk", flat=True)) if clients else set()
    return sums_of([
        Sold(pk, client if client in seen else None, who, amount, source, ours, paid, given, back or 0, pk in again)
        for pk, client, who, amount, source, ours, paid, given, back in found
    ])  # fmt: skip
