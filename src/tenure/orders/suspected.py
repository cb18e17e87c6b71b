"""Amounts that look damaged: which they are, and a person's word on them, with its undoing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.orders.models import SUSPICIONS, AmountChange, AmountDecision, ImportBatch, OrderLine
from tenure.orders.order_sums import renew_sums
from tenure.orders.scores import queue_rescore
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

PAGE, MOST_AT_ONCE, DECISIONS_SHOWN = 50, 1000, 20
TIMES = 1000  # what both suspicions come to: a thousand times too much, or three decimals read as part of the number
MOST_MONEY, LONGEST_REASON = 10**15, 250
Kind = AmountDecision.Kind
# Written out, so that both databases know the index of these few lines by it.
_IN_DOUBT = "orders_orderline.damage IN ({})".format(", ".join(f"'{one}'" for one in SUSPICIONS))


@dataclass(frozen=True)
class SuspectedLine:
    """A line whose amount is in doubt. damage: thousandfold or lost_decimal; divided_minor: what a thousandth of it is;
    lines: of its order."""

    id: int
    client_id: int
    client: str
    order_id: int
    number: str
    day: date
    product: str
    lines: int
    amount_minor: int
    divided_minor: int
    damage: str
    batch_id: int | None
    file_name: str


@dataclass(frozen=True)
class DecisionView:
    """A word that was given on `count` amounts, in minor units before and after altogether."""

    id: int
    kind: str
    reason: str
    actor: str
    at: datetime
    undone_at: datetime | None
    count: int


def suspected_lines(
    *, actor: User, damage: str = "", batch_id: int | None = None, after: int | None = None
) -> tuple[tuple[SuspectedLine, ...], int | None]:
    """A page of them, the newest first, and where the next begins. One query."""
    require(actor, Right.IMPORT_ORDERS)
    rows = _suspected(damage, batch_id).select_related("order__client", "product", "batch").order_by("-id")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: PAGE + 1])
    return tuple(_line(row) for row in found[:PAGE]), found[PAGE - 1].pk if len(found) > PAGE else None


def suspicions(*, actor: User) -> tuple[tuple[int | None, str, str, int], ...]:
    """Import, name of its file, suspicion and how many lines of it are in doubt. Two queries."""
    require(actor, Right.IMPORT_ORDERS)
    counts = list(
        _suspected("", None).values_list("batch_id", "damage").annotate(n=Count("id")).order_by("-batch_id", "damage")
    )
    files = dict(
        ImportBatch.objects.filter(pk__in={batch for batch, _damage, _n in counts}).values_list("pk", "file_name")
    )
    return tuple((batch, files.get(batch, ""), damage, n) for batch, damage, n in counts)


def suspected_of(*, actor: User, damage: str, batch_id: int) -> tuple[int, ...]:
    """The lines of one import with one suspicion, at most `MOST_AT_ONCE` of them."""
    require(actor, Right.IMPORT_ORDERS)
    return tuple(_suspected(damage, batch_id).order_by("-id").values_list("pk", flat=True)[:MOST_AT_ONCE])


def suspected_among(*, actor: User, line_ids: Sequence[int]) -> frozenset[int]:
    """Those of the lines that are in doubt. One query."""
    require(actor, Right.IMPORT_ORDERS)
    return frozenset(_suspected("", None).filter(pk__in=line_ids).values_list("pk", flat=True))


def decisions_on_amounts(*, actor: User) -> tuple[DecisionView, ...]:
    """The last words given on amounts, the newest first. One query."""
    require(actor, Right.IMPORT_ORDERS)
    changes = AmountChange.objects.filter(decision=OuterRef("pk")).order_by()
    count = Subquery(changes.values("decision").annotate(n=Count("pk")).values("n"))
    rows = AmountDecision.objects.filter(Exists(changes)).select_related("actor").annotate(count=count).order_by("-pk")
    return tuple(
        DecisionView(row.pk, row.kind, row.reason, row.actor.name, row.at, row.undone_at, row.count)
        for row in rows[:DECISIONS_SHOWN]
    )


def settle_amounts(
    *, actor: User, line_ids: Sequence[int], kind: str, reason: str, amount_minor: int | None = None
) -> int:
    """Say of amounts in doubt what they are: divided by a thousand, written anew (one line alone), or right as they stand.

    The sums of their orders follow and scores are counted anew. A margin larger than its amount became shrinks with it.
    Returns the number of the decision. Raises InvalidValue naming every wrong field, Conflict when any of the lines is in
    doubt no more.
    """
    require(actor, Right.IMPORT_ORDERS)
    why = _checked(line_ids, kind, reason, amount_minor)
    with transaction.atomic():
        rows = list(_suspected("", None).filter(pk__in=line_ids).select_for_update(of=("self",)))
        if len(rows) != len(set(line_ids)):
            raise Conflict("somebody has settled some of these amounts already")
        decision = AmountDecision.objects.create(kind=kind, reason=why, actor=actor, at=clock.now())
        AmountChange.objects.bulk_create(_change(decision, row, amount_minor) for row in rows)
        _apply(decision.pk, "after_minor", "margin_after_minor", "''")
        _tell(actor, "settle_amounts", decision, len(rows))
    return decision.pk


def settle_every(
    *, actor: User, batch_id: int, damage: str, kind: str, reason: str, amount_minor: int | None = None
) -> tuple[tuple[int, int], ...]:
    """Say the same of all lines of an import with one suspicion, `MOST_AT_ONCE` to a decision, each of which stands by itself.
    Returns the numbers of the decisions with how many lines each is of. Raises as `settle_amounts`, also when there are none.
    """
    made: list[tuple[int, int]] = []
    while lines := suspected_of(actor=actor, damage=damage, batch_id=batch_id):
        number = settle_amounts(actor=actor, line_ids=lines, kind=kind, reason=reason, amount_minor=amount_minor)
        made.append((number, len(lines)))
    if not made:
        raise InvalidValue("suspected_none", field="lines", batch=batch_id)
    return tuple(made)


def take_back_amounts(*, actor: User, decision_id: int) -> None:
    """As if the word had not been given: amounts and doubts stand as before. Nothing when it was taken back already."""
    require(actor, Right.IMPORT_ORDERS)
    with transaction.atomic():
        decision = AmountDecision.objects.select_for_update().filter(pk=decision_id).first()
        if decision is None:
            raise NotFound
        if decision.undone_at is not None:
            return
        decision.undone_at, decision.undone_by = clock.now(), actor
        decision.save(update_fields=["undone_at", "undone_by"])
        _apply(decision.pk, "before_minor", "margin_before_minor", "c.damage")
        _tell(actor, "take_back_amounts", decision, decision.changes.count())


def _suspected(damage: str, batch_id: int | None) -> QuerySet[OrderLine]:
    rows = OrderLine.objects.extra(where=[_IN_DOUBT])  # noqa: S610 our own words
    if damage in SUSPICIONS:
        rows = rows.filter(damage=damage)
    return rows if batch_id is None else rows.filter(batch_id=batch_id)


def _line(row: OrderLine) -> SuspectedLine:
    order = row.order
    return SuspectedLine(
        row.pk, order.client_id, order.client.name, order.pk, order.number, order.day,
        row.product.name if row.product else "", order.line_count, row.amount_minor, divided(row.amount_minor),
        row.damage, row.batch_id, row.batch.file_name if row.batch else "",
    )  # fmt: skip


def divided(amount_minor: int) -> int:
    """Pure: a thousandth, rounded to the minor unit."""
    return round(amount_minor / TIMES)


def _checked(line_ids: Sequence[int], kind: str, reason: str, amount_minor: int | None) -> str:
    wrongs, why = Wrongs(), " ".join(reason.replace("\x00", "").split())
    with wrongs:
        if not line_ids or len(line_ids) > MOST_AT_ONCE:
            raise InvalidValue("suspected_lines", field="lines", most=MOST_AT_ONCE)
    with wrongs:
        if kind not in Kind.values:
            raise InvalidValue("suspected_choice", field="kind")
    with wrongs:
        if not why or len(why) > LONGEST_REASON:
            raise InvalidValue("suspected_reason", field="reason", most=LONGEST_REASON)
    with wrongs:
        if kind == Kind.WRITTEN and (amount_minor is None or abs(amount_minor) > MOST_MONEY):
            raise InvalidValue("suspected_amount", field="amount")
        if kind == Kind.WRITTEN and len(line_ids) > 1:
            raise InvalidValue("suspected_one_line", field="amount")
    wrongs.tell()
    return why


def _change(decision: AmountDecision, row: OrderLine, amount_minor: int | None) -> AmountChange:
    after = row.amount_minor
    if decision.kind == Kind.DIVIDED:
        after = divided(after)
    elif decision.kind == Kind.WRITTEN and amount_minor is not None:
        after = amount_minor
    margin = row.margin_minor
    if margin is not None and after != row.amount_minor and abs(margin) > abs(after):
        margin = round(margin * after / row.amount_minor)
    return AmountChange(
        decision=decision, line=row, damage=row.damage, before_minor=row.amount_minor, after_minor=after,
        margin_before_minor=row.margin_minor, margin_after_minor=margin,
    )  # fmt: skip


def _apply(decision_id: int, amount: str, margin: str, damage: str) -> None:
    """Lines as the decision has them before or after, and the sums of their orders."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE orders_orderline SET amount_minor = c.{amount}, margin_minor = c.{margin}, damage = {damage} "
            "FROM orders_amountchange AS c WHERE c.decision_id = %s AND c.line_id = orders_orderline.id",
            [decision_id],
        )
        cursor.execute(
            "CREATE TEMP TABLE settled_orders AS SELECT DISTINCT l.order_id AS id FROM orders_orderline l "
            f"JOIN orders_amountchange c ON c.line_id = l.id WHERE c.decision_id = {int(decision_id)}"
        )
        renew_sums(cursor, "settled_orders")
        cursor.execute("DROP TABLE settled_orders")


def _tell(actor: User, action: str, decision: AmountDecision, count: int) -> None:
    details: dict[str, Any] = {"kind": decision.kind, "lines": count, "reason": decision.reason}
    record_change(actor=actor, action=action, subject_kind="amounts", subject_id=decision.pk, **details)
    queue_rescore(actor=actor)
