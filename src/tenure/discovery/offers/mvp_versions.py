"""Writing the versions of an MVP: what each can do, what it took, and which changes asked for before it takes up or does not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from tenure.discovery.loops import loop_number
from tenure.discovery.models import MvpAnswer, MvpChange, MvpShowing, MvpVersion, OfferedProduct, Venture, WorkEntry
from tenure.discovery.offers.mvp import mvp_loop
from tenure.discovery.offers.products import product_for_work
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line, paragraph
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

MOST_VERSIONS, LONGEST, LONGEST_WHY, LONGEST_CHANGE = 50, 2000, 250, 200
MOST_MINUTES, MOST_MONEY = 60 * 20_000, 10**13


@dataclass(frozen=True)
class AnswerText:
    """What a version makes of a change. taken: None while nobody has decided."""

    taken: bool | None
    why: str = ""


@dataclass(frozen=True)
class VersionText:
    """What a person writes of a version. answers: by number of the change; None: as they were."""

    ready_on: date
    does: str
    left_out: str = ""
    minutes: int = 0
    money_minor: int = 0
    answers: Mapping[int, AnswerText] | None = None


def add_mvp_version(*, actor: User, product_id: int, wanted: VersionText) -> int:
    """The next version of a product. Returns its number as a record. Raises InvalidValue naming every field that is wrong."""
    with transaction.atomic():
        product, venture = product_for_work(actor, product_id)
        rows = list(product.mvp_versions.order_by("-number").values_list("number", "ready_on"))
        if len(rows) >= MOST_VERSIONS:
            raise InvalidValue("offers_many", field="does", most=MOST_VERSIONS)
        number = rows[0][0] + 1 if rows else 1
        values = _cleaned(actor, product, wanted, number, None)
        row = MvpVersion.objects.create(product=product, number=number, author=actor, created_at=clock.now(), **values)
        _write_work(actor, venture, row, wanted)
        _write_answers(row, wanted)
        told(actor, venture, "add_mvp_version", "mvp_version", row.pk, name=product.name, number=number)
    return row.pk


def edit_mvp_version(*, actor: User, version_id: int, version: int, wanted: VersionText) -> int:
    """Change it, its hours and money, and its answers. Returns the product. Raises as `add_mvp_version`."""
    with transaction.atomic():
        row, venture = version_for_work(actor, version_id)
        if row.version != version:
            raise Conflict(f"version {version_id} is at version {row.version}")
        for name, value in _cleaned(actor, row.product, wanted, row.number, row).items():
            setattr(row, name, value)
        row.version = version + 1
        row.save()
        _write_work(actor, venture, row, wanted)
        _write_answers(row, wanted)
        told(actor, venture, "edit_mvp_version", "mvp_version", row.pk, name=row.product.name, number=row.number)
    return row.product_id


def remove_mvp_version(*, actor: User, version_id: int, version: int) -> int:
    """Take out a version that was entered by mistake, with its hours and money; one shown to somebody stays. Returns the
    product."""
    with transaction.atomic():
        row, venture = version_for_work(actor, version_id)
        if row.version != version:
            raise Conflict(f"version {version_id} is at version {row.version}")
        if count := row.showings.count():
            raise InvalidValue("mvp_version_shown", field="does", count=count)
        told(actor, venture, "remove_mvp_version", "mvp_version", row.pk, name=row.product.name, number=row.number)
        work = row.work_id
        row.delete()
        if work is not None:
            WorkEntry.objects.filter(pk=work).delete()
        drop_unasked(row.product_id)
    return row.product_id


def edit_mvp_change(*, actor: User, change_id: int, version: int, text: str) -> int:
    """Say a change in other words. Returns the product."""
    found = MvpChange.objects.filter(pk=change_id).values_list("product_id", flat=True).first()
    if found is None:
        raise NotFound
    with transaction.atomic():
        product, venture = product_for_work(actor, found)
        row = MvpChange.objects.filter(pk=change_id).first()
        if row is None:
            raise NotFound
        if row.version != version:
            raise Conflict(f"change {change_id} is at version {row.version}")
        words = checked_change(text)
        if not words:
            raise InvalidValue("value_text_missing", field="text")
        if same_change(product.pk, words, but=change_id) is not None:
            raise InvalidValue("service_name_taken", field="text", name=words)
        MvpChange.objects.filter(pk=change_id).update(text=words, version=version + 1)
        told(actor, venture, "edit_mvp_change", "mvp_change", change_id, name=product.name)
    return product.pk


def checked_version(wanted: VersionText) -> dict[str, Any]:
    """The columns that need no look at other versions. Raises InvalidValue naming every field that is wrong."""
    wrongs, values = Wrongs(), dict[str, Any]()
    for name in ("does", "left_out"):
        values[name] = wrongs.got(paragraph, getattr(wanted, name), name, LONGEST)
    for code, field, wrong in (
        ("mvp_does_missing", "does", values["does"] == ""),
        ("presale_day_ahead", "ready_on", wanted.ready_on > clock.today()),
        ("mvp_hours", "hours", not 0 <= wanted.minutes <= MOST_MINUTES),
        ("money_outside", "money", not 0 <= wanted.money_minor <= MOST_MONEY),
    ):
        with wrongs:
            if wrong:
                raise InvalidValue(code, field=field, value=wanted.money_minor, most=MOST_MINUTES // 60)
    for change, answer in (wanted.answers or {}).items():
        why = wrongs.got(line, answer.why, f"why-{change}", LONGEST_WHY)
        with wrongs:
            if answer.taken is False and why == "":
                raise InvalidValue("mvp_why_missing", field=f"why-{change}")
            if answer.taken is None and why:
                raise InvalidValue("mvp_answer_missing", field=f"change-{change}")
    wrongs.tell()
    return values | {"ready_on": wanted.ready_on}


def checked_change(text: str, field: str = "text") -> str:
    """The words of a change."""
    return line(text, field, LONGEST_CHANGE)


def same_change(product_id: int, words: str, but: int = 0) -> int | None:
    """The change of the product that says the same, whatever the capitals."""
    rows = MvpChange.objects.filter(product=product_id).exclude(pk=but).values_list("pk", "text")
    return next((pk for pk, text in rows if text.casefold() == words.casefold()), None)


def drop_unasked(product_id: int) -> None:
    """Changes that nobody ever asked for and no version answered were typed by mistake."""
    MvpChange.objects.filter(product=product_id, showings=None, answers=None).delete()


def version_for_work(actor: User, version_id: int) -> tuple[MvpVersion, Venture]:
    """A version and its venture, locked, that the user may change. Call inside a transaction."""
    found = MvpVersion.objects.filter(pk=version_id).values_list("product_id", flat=True).first()
    if found is None:
        raise NotFound
    _product, venture = product_for_work(actor, found)
    row = MvpVersion.objects.select_related("product", "work").filter(pk=version_id).first()
    if row is None:
        raise NotFound
    return row, venture


def told(actor: User, venture: Venture, action: str, kind: str, record: int, **details: Any) -> None:
    """A step of the loop; nobody's name stands in it."""
    record_step(
        actor=actor, venture=venture, loop=loop_number(venture), action=action, subject_kind=kind, subject_id=record,
        **details,
    )  # fmt: skip


def _cleaned(
    actor: User, product: OfferedProduct, wanted: VersionText, number: int, row: MvpVersion | None
) -> dict[str, Any]:
    wrongs, values = Wrongs(), dict[str, Any]()
    with wrongs:
        values |= checked_version(wanted)
    with wrongs:
        _in_order(product, wanted.ready_on, number, row)
    known = {change.id for change, _answer in mvp_loop(actor=actor, product_id=product.pk).to_answer(number)}
    for strange in sorted(set(wanted.answers or {}) - known):
        with wrongs:
            raise InvalidValue("offer_record_unknown", field=f"change-{strange}")
    wrongs.tell()
    return values


def _in_order(product: OfferedProduct, ready_on: date, number: int, row: MvpVersion | None) -> None:
    """No version is ready before the one before it, after the next, or after it was shown."""
    others = product.mvp_versions.exclude(pk=row.pk if row else 0).order_by("number").values_list("number", "ready_on")
    for other, day in others:
        if (other < number and day > ready_on) or (other > number and day < ready_on):
            raise InvalidValue("mvp_day_order", field="ready_on", number=other, day=day.isoformat())
    first = row and MvpShowing.objects.filter(mvp=row).order_by("on").values_list("on", flat=True).first()
    if first and first < ready_on:
        raise InvalidValue("mvp_shown_before", field="ready_on", day=first.isoformat())


def _write_work(actor: User, venture: Venture, row: MvpVersion, wanted: VersionText) -> None:
    """Hours and money are work of the venture in general, dated by the day the version was ready."""
    values = {"on": wanted.ready_on, "minutes": wanted.minutes, "money_minor": wanted.money_minor}
    if not (wanted.minutes or wanted.money_minor):
        WorkEntry.objects.filter(mvp_version=row).delete()
    elif row.work_id is not None:
        WorkEntry.objects.filter(pk=row.work_id).update(**values)
    else:
        row.work = WorkEntry.objects.create(
            venture=venture, note=f"MVP {row.number}", author=actor, created_at=clock.now(), **values
        )
        row.save(update_fields=["work"])


def _write_answers(row: MvpVersion, wanted: VersionText) -> None:
    if wanted.answers is None:
        return
    row.answers.all().delete()
    MvpAnswer.objects.bulk_create(
        MvpAnswer(mvp=row, change_id=change, taken=answer.taken, why=" ".join(answer.why.split()))
        for change, answer in wanted.answers.items()
        if answer.taken is not None
    )
    drop_unasked(row.product_id)
