"""Presales: money taken before the product exists. Paid, one is evidence of level 5; given back whole, it no longer is."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tenure.clients.clients import visible_clients
from tenure.discovery.hypotheses.evidence import add_evidence, withdraw_evidence_of
from tenure.discovery.loops import loop_number
from tenure.discovery.models import Presale, Refund, Venture
from tenure.discovery.offers.presale_sums import PresaleSums, Sold, buyer, repeats, sums_of
from tenure.discovery.sight import seen_venture, venture_for_work, works_in
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line, paragraph
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.models import User

LEVEL, SOURCE = 5, "presale"
SOURCES = tuple(Presale.Source.values)
MOST_MONEY, MOST_PRESALES = 10**13, 2000


@dataclass(frozen=True)
class RefundView:
    """Money given back to an unhappy buyer, or how they were served instead."""

    on: date
    amount_minor: int
    reason: str
    other_way: str
    author: str
    who: str
    presale_id: int


@dataclass(frozen=True)
class PresaleView(Sold):
    """A presale. client: name of the client of the base in the viewer's sight, else empty; late: promised for a day that
    has passed."""

    venture_id: int
    client: str
    terms: str
    agreed_on: date
    due_on: date | None
    hypothesis_id: int | None
    hypothesis: str
    segment_id: int | None
    segment: str
    product_id: int | None
    product: str
    late: bool
    refunds: tuple[RefundView, ...]
    version: int


@dataclass(frozen=True)
class PresaleLog:
    """All presales, newest first, their sums, and the refund log."""

    rows: tuple[PresaleView, ...]
    sums: PresaleSums
    refunds: tuple[RefundView, ...]
    may_work: bool


@dataclass(frozen=True)
class PresaleText:
    """What a person writes of a presale."""

    who: str
    amount_minor: int
    agreed_on: date
    terms: str = ""
    source: str = "cold"
    by_founder: bool = True
    client_id: int | None = None
    hypothesis_id: int | None = None
    segment_id: int | None = None
    product_id: int | None = None
    due_on: date | None = None
    paid_on: date | None = None
    delivered_on: date | None = None


def presale_log(*, actor: User, venture_id: int) -> PresaleLog:
    """The presales of a venture in sight. Four queries."""
    venture = seen_venture(actor, venture_id)
    rows = _views(actor, venture)
    back = sorted((one for row in rows for one in row.refunds), key=lambda one: one.on, reverse=True)
    return PresaleLog(rows, sums_of(rows), tuple(back), works_in(actor, venture))


def presale_of(*, actor: User, presale_id: int) -> PresaleView:
    """One presale of a venture in sight."""
    found = Presale.objects.filter(pk=presale_id).select_related("venture").first()
    if found is None:
        raise NotFound
    venture = seen_venture(actor, found.venture_id)
    return next(row for row in _views(actor, venture) if row.id == presale_id)


def add_presale(*, actor: User, venture_id: int, wanted: PresaleText) -> int:
    """Enter a presale; paid, it becomes evidence for its hypothesis. Returns its id."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if venture.presales.count() >= MOST_PRESALES:
            raise InvalidValue("offers_many", field="who", most=MOST_PRESALES)
        values = _cleaned(actor, venture, wanted, None)
        row = Presale.objects.create(venture=venture, author=actor, created_at=clock.now(), **values)
        _told(actor, venture, "add_presale", row)
        _tell_evidence(actor, row)
    return row.pk


def edit_presale(*, actor: User, presale_id: int, version: int, wanted: PresaleText) -> int:
    """Change it; the evidence follows. Returns the venture."""
    with transaction.atomic():
        row, venture = _for_work(actor, presale_id)
        if row.version != version:
            raise Conflict(f"presale {presale_id} is at version {row.version}")
        before = _proof(row)
        for name, value in _cleaned(actor, venture, wanted, row).items():
            setattr(row, name, value)
        back = sum(row.refunds.values_list("amount_minor", flat=True))
        if back and (row.paid_on is None or back > row.amount_minor):
            raise InvalidValue("presale_has_refund", field="amount" if row.paid_on else "paid_on")
        row.version = version + 1
        row.save()
        _told(actor, venture, "edit_presale", row)
        if _proof(row) != before:
            withdraw_evidence_of(actor=actor, source=SOURCE, source_id=row.pk, reason=_("The presale was changed."))
            _tell_evidence(actor, row)
    return venture.pk


def refund_presale(
    *, actor: User, presale_id: int, version: int, on: date, amount_minor: int, reason: str, other_way: str = ""
) -> int:
    """Give money back, or say how the buyer was served instead. Given back whole: the evidence is withdrawn.

    Returns the venture.
    """
    why, instead = paragraph(reason, "reason", 1000), paragraph(other_way, "other_way", 1000)
    if not why:
        raise InvalidValue("refund_reason_missing", field="reason")
    _not_ahead(on, "on")
    with transaction.atomic():
        row, venture = _for_work(actor, presale_id)
        if row.version != version:
            raise Conflict(f"presale {presale_id} is at version {row.version}")
        left = row.amount_minor - sum(row.refunds.values_list("amount_minor", flat=True))
        if row.paid_on is None:
            raise InvalidValue("refund_unpaid", field="amount")
        if not 0 <= amount_minor <= left:
            raise InvalidValue("refund_amount", field="amount", left=left)
        if on < row.paid_on:
            raise InvalidValue("refund_before_paid", field="on")
        if not amount_minor and not instead:
            raise InvalidValue("refund_empty", field="other_way")
        Refund.objects.create(
            presale=row, on=on, amount_minor=amount_minor, reason=why, other_way=instead, author=actor,
            created_at=clock.now(),
        )  # fmt: skip
        row.version = version + 1
        row.save(update_fields=["version"])
        _told(actor, venture, "refund_presale", row, back=amount_minor)
        if amount_minor == left:
            withdraw_evidence_of(actor=actor, source=SOURCE, source_id=row.pk, reason=why[:250])
    return venture.pk


def remove_presale(*, actor: User, presale_id: int, version: int) -> int:
    """Take an entry that was a mistake out of the log; its evidence goes too. Returns the venture."""
    with transaction.atomic():
        row, venture = _for_work(actor, presale_id)
        if row.version != version:
            raise Conflict(f"presale {presale_id} is at version {row.version}")
        withdraw_evidence_of(
            actor=actor, source=SOURCE, source_id=row.pk, reason=_("The presale was taken out as a mistake.")
        )
        _told(actor, venture, "remove_presale", row)
        row.delete()
    return venture.pk


def _proof(row: Presale) -> tuple[int | None, date | None, str]:
    """What the evidence of a presale depends on."""
    return row.hypothesis_id, row.paid_on, buyer(row.client_id, row.who)


def _tell_evidence(actor: User, row: Presale) -> None:
    back = sum(row.refunds.values_list("amount_minor", flat=True))
    if row.paid_on is None or row.hypothesis_id is None or back >= row.amount_minor:
        return
    add_evidence(
        actor=actor, hypothesis_id=row.hypothesis_id, supports=True, level=LEVEL, text=row.who, observed_on=row.paid_on,
        source=SOURCE, source_id=row.pk, cluster=buyer(row.client_id, row.who)[:80],
    )  # fmt: skip


def _views(actor: User, venture: Venture) -> tuple[PresaleView, ...]:
    rows = (
        venture.presales.select_related("hypothesis", "segment", "product")
        .prefetch_related("refunds__author")
        .order_by("-agreed_on", "-pk")
    )
    found = list(rows)
    names = dict(
        visible_clients(actor)
        .filter(pk__in={one.client_id for one in found if one.client_id})
        .values_list("pk", "name")
    )
    again = repeats((one.pk, one.client_id, one.who, one.paid_on) for one in found)
    return tuple(_view(one, names, one.pk in again) for one in found)


def _view(one: Presale, names: dict[int, str], again: bool) -> PresaleView:
    refunds = tuple(
        RefundView(back.on, back.amount_minor, back.reason, back.other_way, back.author.name, one.who, one.pk)
        for back in sorted(one.refunds.all(), key=lambda back: (back.on, back.pk))
    )
    claim = one.hypothesis
    late = bool(one.due_on and not one.delivered_on and one.due_on < clock.today())
    return PresaleView(
        one.pk, one.client_id if one.client_id in names else None, one.who, one.amount_minor, one.source,
        one.by_founder, one.paid_on, one.delivered_on, sum(back.amount_minor for back in refunds), again,
        one.venture_id, names.get(one.client_id or 0, ""), one.terms, one.agreed_on, one.due_on, one.hypothesis_id,
        f"H{claim.number} {claim.title}" if claim else "", one.segment_id, one.segment.name if one.segment else "",
        one.product_id, one.product.name if one.product else "", late, refunds, one.version,
    )  # fmt: skip


def _cleaned(actor: User, venture: Venture, wanted: PresaleText, row: Presale | None) -> dict[str, Any]:
    who = line(wanted.who, "who", 200)
    if not who:
        raise InvalidValue("presale_who_missing", field="who")
    if not 0 < wanted.amount_minor <= MOST_MONEY:
        raise InvalidValue("presale_amount", field="amount")
    if wanted.source not in SOURCES:
        raise InvalidValue("choice_unknown", field="source", value=wanted.source[:40])
    places = (("hypothesis", venture.hypotheses), ("segment", venture.segments), ("product", venture.products))
    for name, rows in places:
        chosen = getattr(wanted, f"{name}_id")
        if chosen is not None and not rows.filter(pk=chosen).exists():
            raise InvalidValue("offer_record_unknown", field=name)
    known = row.client_id if row else None
    if wanted.client_id not in (None, known) and not visible_clients(actor).filter(pk=wanted.client_id).exists():
        raise InvalidValue("offer_record_unknown", field="client")
    _check_days(wanted)
    names = ("client_id", "hypothesis_id", "segment_id", "product_id", "source", "by_founder", "amount_minor",
             "agreed_on", "due_on", "paid_on", "delivered_on")  # fmt: skip
    values = {name: getattr(wanted, name) for name in names}
    return values | {"who": who, "terms": paragraph(wanted.terms, "terms", 2000)}


def _check_days(wanted: PresaleText) -> None:
    for name in ("agreed_on", "paid_on", "delivered_on"):
        day = getattr(wanted, name)
        if day is not None:
            _not_ahead(day, name)
            if name != "agreed_on" and day < wanted.agreed_on:
                raise InvalidValue("presale_day_order", field=name)
    if wanted.due_on is not None and wanted.due_on < wanted.agreed_on:
        raise InvalidValue("presale_day_order", field="due_on")


def _not_ahead(day: date, field: str) -> None:
    # A day of grace: where the team works it may be tomorrow already.
    if day > clock.today() + timedelta(days=1):
        raise InvalidValue("presale_day_ahead", field=field)


def _for_work(actor: User, presale_id: int) -> tuple[Presale, Venture]:
    found = Presale.objects.filter(pk=presale_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    venture = venture_for_work(actor, found)
    row = Presale.objects.select_for_update().filter(pk=presale_id).first()
    if row is None:
        raise NotFound
    return row, venture


def _told(actor: User, venture: Venture, action: str, row: Presale, **details: Any) -> None:
    record_step(
        actor=actor, venture=venture, loop=loop_number(venture), action=action, subject_kind="presale",
        subject_id=row.pk, amount=row.amount_minor, **details,
    )  # fmt: skip
