"""Presales: money asked for before the product exists. Paid, one is evidence for its hypothesis, refused against it; given
back whole, the payment speaks no more, and the refund speaks against the promise that was not kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tenure.clients.clients import visible_clients
from tenure.discovery.hypotheses.evidence import withdraw_evidence_of
from tenure.discovery.loops import loop_number
from tenure.discovery.models import Hypothesis, Presale, Refund, Venture
from tenure.discovery.offers.presale_evidence import (
    REFUND,
    SOURCE,
    Counted,
    counted_of,
    given_back,
    tell_evidence,
    tell_refund,
)
from tenure.discovery.offers.presale_sums import PresaleSums, Sold, buyer, buyers_of, repeats, sums_of
from tenure.discovery.offers.presale_weight import relation_of
from tenure.discovery.offers.roadmap_stages import checked_days, write_days
from tenure.discovery.sight import client_chosen, seen_venture, venture_for_work, works_in
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line, paragraph
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

SOURCES, RELATIONS = tuple(Presale.Source.values), tuple(Presale.Relation.values)
LONGEST_REFUSAL = 1000
MOST_MONEY, MOST_PRESALES = 10**13, 2000


@dataclass(frozen=True)
class RefundView:
    """Money given back to an unhappy buyer, or how they were served instead. hypothesis: what it speaks against."""

    on: date
    amount_minor: int
    reason: str
    other_way: str
    author: str
    who: str
    presale_id: int
    hypothesis: str = ""


@dataclass(frozen=True)
class PresaleView(Sold):
    """A presale. client: name of the client of the base in the viewer's sight, else empty; late: promised for a day that
    has passed; written_minor: the list price as written here, not that of the product; refusal: why not, in their words;
    counted: None while it counts on no hypothesis."""

    venture_id: int
    client: str
    terms: str
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
    refusal: str
    counted: Counted | None
    written_minor: int | None = None


@dataclass(frozen=True)
class PresaleLog:
    """All presales, newest first, their sums, and the refund log."""

    rows: tuple[PresaleView, ...]
    sums: PresaleSums
    refunds: tuple[RefundView, ...]
    may_work: bool


@dataclass(frozen=True)
class PresaleText:
    """What a person writes of a presale: paid on a day, refused on a day, or neither yet. passed: by stage of the roadmap, the
    day; None: as it was."""

    who: str
    amount_minor: int
    agreed_on: date
    list_minor: int | None = None
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
    relation: str = "unknown"
    refused_on: date | None = None
    refusal: str = ""
    passed: Mapping[int, date] | None = None


def presale_log(*, actor: User, venture_id: int) -> PresaleLog:
    """The presales of a venture in sight. Six queries."""
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
    """Enter a presale; paid or refused, it becomes evidence for or against its hypothesis. Returns its id.

    Raises InvalidValue naming every field that is wrong.
    """
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if venture.presales.count() >= MOST_PRESALES:
            raise InvalidValue("offers_many", field="who", most=MOST_PRESALES)
        values = _cleaned(actor, venture, wanted, None)
        row = Presale.objects.create(venture=venture, author=actor, created_at=clock.now(), **values)
        if wanted.passed:
            write_days(row, venture, wanted.passed)
        _told(actor, venture, "add_presale", row)
        tell_evidence(actor, row)
    return row.pk


def edit_presale(*, actor: User, presale_id: int, version: int, wanted: PresaleText) -> int:
    """Change it; the evidence follows. Returns the venture. Raises InvalidValue naming every field that is wrong."""
    with transaction.atomic():
        row, venture = _for_work(actor, presale_id)
        if row.version != version:
            raise Conflict(f"presale {presale_id} is at version {row.version}")
        before = buyer(row.client_id, row.who)
        for name, value in _cleaned(actor, venture, wanted, row).items():
            setattr(row, name, value)
        back = given_back(row)
        if back and (row.paid_on is None or back > row.amount_minor):
            raise InvalidValue("presale_has_refund", field="amount" if row.paid_on else "paid_on")
        row.version = version + 1
        row.save()
        if wanted.passed is not None:
            write_days(row, venture, wanted.passed)
        _told(actor, venture, "edit_presale", row)
        tell_evidence(actor, row, same_buyer=buyer(row.client_id, row.who) == before)
    return venture.pk


def refund_presale(
    *, actor: User, presale_id: int, version: int, on: date, amount_minor: int, reason: str, other_way: str = "",
    hypothesis_id: int | None = None,
) -> int:  # fmt: skip
    """Give money back, or say how the buyer was served instead. Given back whole, the payment counts no more. hypothesis:
    that what was promised is delivered; any money given back is evidence against it.

    Returns the venture. Raises InvalidValue naming every field that is wrong.
    """
    wrongs, words = Wrongs(), dict[str, str]()
    with wrongs:
        words |= checked_refund(on=on, reason=reason, other_way=other_way)
    with transaction.atomic():
        row, venture = _for_work(actor, presale_id)
        if row.version != version:
            raise Conflict(f"presale {presale_id} is at version {row.version}")
        left = row.amount_minor - given_back(row)
        for code, field, wrong in (
            ("refund_unpaid", "amount", row.paid_on is None),
            ("refund_amount", "amount", not 0 <= amount_minor <= left),
            ("refund_before_paid", "on", row.paid_on is not None and on < row.paid_on),
            ("refund_empty", "other_way", not amount_minor and not other_way.strip()),
            ("offer_record_unknown", "hypothesis", not _among(venture.hypotheses, hypothesis_id)),
        ):
            with wrongs:
                if wrong:
                    raise InvalidValue(code, field=field, left=left)
        wrongs.tell()
        refund = Refund.objects.create(
            presale=row, on=on, amount_minor=amount_minor, hypothesis_id=hypothesis_id, author=actor,
            created_at=clock.now(), **words,
        )  # fmt: skip
        row.version = version + 1
        row.save(update_fields=["version"])
        _told(actor, venture, "refund_presale", row, back=amount_minor)
        if amount_minor == left:
            withdraw_evidence_of(actor=actor, source=SOURCE, source_id=row.pk, reason=words["reason"][:250])
        tell_refund(actor, row, refund)
    return venture.pk


def checked_refund(*, on: date, reason: str, other_way: str) -> dict[str, str]:
    """The words of a refund. Raises InvalidValue naming every field that is wrong, the day among them."""
    wrongs, words = Wrongs(), dict[str, str]()
    for name, text in (("reason", reason), ("other_way", other_way)):
        with wrongs:
            words[name] = paragraph(text, name, 1000)
    if words.get("reason") == "":
        with wrongs:
            raise InvalidValue("refund_reason_missing", field="reason")
    with wrongs:
        _not_ahead(on, "on")
    wrongs.tell()
    return words


def remove_presale(*, actor: User, presale_id: int, version: int) -> int:
    """Take an entry that was a mistake out of the log; its evidence goes too. Returns the venture."""
    with transaction.atomic():
        row, venture = _for_work(actor, presale_id)
        if row.version != version:
            raise Conflict(f"presale {presale_id} is at version {row.version}")
        why = _("The presale was taken out as a mistake.")
        withdraw_evidence_of(actor=actor, source=SOURCE, source_id=row.pk, reason=why)
        for refund in row.refunds.values_list("pk", flat=True):
            withdraw_evidence_of(actor=actor, source=REFUND, source_id=refund, reason=why)
        _told(actor, venture, "remove_presale", row)
        row.delete()
    return venture.pk


def _views(actor: User, venture: Venture) -> tuple[PresaleView, ...]:
    rows = (
        venture.presales.select_related("hypothesis", "segment", "product")
        .prefetch_related("refunds__author", "refunds__hypothesis")
        .order_by("-agreed_on", "-pk")
    )
    found = list(rows)
    names = dict(
        visible_clients(actor)
        .filter(pk__in={one.client_id for one in found if one.client_id})
        .values_list("pk", "name")
    )
    buyers = buyers_of((one.pk, one.client_id, one.who) for one in found)
    again = repeats(buyers, ((one.pk, one.paid_on) for one in found))
    counted = counted_of(venture)
    return tuple(_view(one, names, buyers[one.pk], one.pk in again, counted.get(one.pk)) for one in found)


def _view(one: Presale, names: dict[int, str], who: str, again: bool, counted: Counted | None) -> PresaleView:
    refunds = tuple(
        RefundView(
            back.on, back.amount_minor, back.reason, back.other_way, back.author.name, one.who, one.pk,
            _claim(back.hypothesis),
        )
        for back in sorted(one.refunds.all(), key=lambda back: (back.on, back.pk))
    )  # fmt: skip
    late = bool(one.due_on and not one.delivered_on and not one.refused_on and one.due_on < clock.today())
    return PresaleView(
        one.pk, one.client_id if one.client_id in names else None, one.who, one.amount_minor, one.source,
        one.by_founder, one.paid_on, one.delivered_on, sum(back.amount_minor for back in refunds), again,
        who, one.list_minor or (one.product.price_minor if one.product else None),
        relation_of(one.relation, one.source), one.refused_on, one.agreed_on,
        one.venture_id, names.get(one.client_id or 0, ""), one.terms, one.due_on, one.hypothesis_id,
        _claim(one.hypothesis), one.segment_id, one.segment.name if one.segment else "",
        one.product_id, one.product.name if one.product else "", late, refunds, one.version, one.refusal, counted,
        one.list_minor,
    )  # fmt: skip


def _claim(one: Hypothesis | None) -> str:
    return f"H{one.number} {one.title}" if one else ""


def checked(wanted: PresaleText) -> dict[str, Any]:
    """The columns but the records of the venture and the base. Raises InvalidValue naming every field that is wrong."""
    wrongs, values = Wrongs(), dict[str, Any]()
    with wrongs:
        values["who"] = line(wanted.who, "who", 200)
    for name, longest in (("terms", 2000), ("refusal", LONGEST_REFUSAL)):
        with wrongs:
            values[name] = paragraph(getattr(wanted, name), name, longest)
    for code, field, wrong in (
        ("presale_who_missing", "who", values.get("who") == ""),
        ("presale_amount", "amount", not 0 < wanted.amount_minor <= MOST_MONEY),
        ("presale_amount", "list_price", wanted.list_minor is not None and not 0 < wanted.list_minor <= MOST_MONEY),
        ("presale_refused_and_paid", "refused_on", bool(wanted.refused_on and (wanted.paid_on or wanted.delivered_on))),
        ("presale_refusal_missing", "refusal", bool(wanted.refused_on and values.get("refusal") == "")),
        ("presale_refusal_undated", "refused_on", bool(values.get("refusal") and not wanted.refused_on)),
    ):
        with wrongs:
            if wrong:
                raise InvalidValue(code, field=field)
    for name, known in (("source", SOURCES), ("relation", RELATIONS)):
        value = getattr(wanted, name)
        with wrongs:
            if value not in known:
                raise InvalidValue("choice_unknown", field=name, value=value[:40])
        values[name] = value
    for name in ("agreed_on", "due_on", "paid_on", "delivered_on", "refused_on"):
        with wrongs:
            values[name] = _day(getattr(wanted, name), name, wanted.agreed_on)
    with wrongs:
        checked_days(wanted.passed or {}, wanted.refused_on, wanted.paid_on)
    wrongs.tell()
    return values | {name: getattr(wanted, name) for name in ("by_founder", "amount_minor", "list_minor")}


def _cleaned(actor: User, venture: Venture, wanted: PresaleText, row: Presale | None) -> dict[str, Any]:
    wrongs, values = Wrongs(), dict[str, Any]()
    with wrongs:
        values |= checked(wanted)
    places = {"hypothesis": venture.hypotheses, "segment": venture.segments, "product": venture.products}
    for name, rows in places.items():
        values[f"{name}_id"] = chosen = getattr(wanted, f"{name}_id")
        with wrongs:
            if not _among(rows, chosen):
                raise InvalidValue("offer_record_unknown", field=name)
    values["client_id"] = wrongs.got(client_chosen, actor, wanted.client_id, row.client_id if row else None)
    wrongs.tell()
    return values


def _among(rows: Any, chosen: int | None) -> bool:
    return chosen is None or rows.filter(pk=chosen).exists()


def _day(day: date | None, name: str, agreed_on: date) -> date | None:
    """A day of a presale: none lies before the offer, and only what is promised may lie ahead."""
    if day is not None and name != "due_on":
        _not_ahead(day, name)
    if day is not None and day < agreed_on:
        raise InvalidValue("presale_day_order", field=name)
    return day


def _not_ahead(day: date, field: str) -> None:
    if day > clock.today():
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
