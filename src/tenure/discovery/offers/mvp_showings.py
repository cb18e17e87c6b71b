"""Writing to whom a version was shown, what they said, and which change they asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from tenure.discovery.models import Interview, MvpChange, MvpShowing, MvpVersion, Venture
from tenure.discovery.offers.mvp import CHANGE
from tenure.discovery.offers.mvp_versions import checked_change, drop_unasked, same_change, told, version_for_work
from tenure.discovery.sight import client_chosen, seen_venture
from tenure.discovery.writing import line, paragraph
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

VERDICTS = tuple(MvpShowing.Verdict.values)
MOST_SHOWINGS, LONGEST_WHO, LONGEST_SAID = 500, 200, 2000


@dataclass(frozen=True)
class ShowingText:
    """What a person writes of a showing: to whom, by an interview or in words. asked: known changes, by number; change: one
    more in words."""

    on: date
    verdict: str
    interview_id: int | None = None
    who: str = ""
    client_id: int | None = None
    alone: bool = False
    said: str = ""
    asked: tuple[int, ...] = ()
    change: str = ""


@dataclass(frozen=True)
class Shown:
    """Somebody of an interview to whom a version may have been shown."""

    interview_id: int
    name: str
    company: str
    held_on: date


def interviewed(*, actor: User, venture_id: int) -> tuple[Shown, ...]:
    """Whom the venture has talked to, but those who were forgotten and talks withdrawn; by name. One query beside the
    venture's."""
    venture = seen_venture(actor, venture_id)
    rows = venture.interviews.filter(forgotten_at=None, withdrawn_at=None).order_by("name", "company", "held_on", "pk")
    return tuple(Shown(*row) for row in rows.values_list("pk", "name", "company", "held_on"))


def record_showing(*, actor: User, version_id: int, wanted: ShowingText) -> int:
    """A version was shown to somebody. Returns the showing. Raises InvalidValue naming every field that is wrong."""
    with transaction.atomic():
        mvp, venture = version_for_work(actor, version_id)
        if mvp.showings.count() >= MOST_SHOWINGS:
            raise InvalidValue("offers_many", field="who", most=MOST_SHOWINGS)
        values = _cleaned(actor, venture, mvp, wanted, None)
        row = MvpShowing.objects.create(mvp=mvp, author=actor, created_at=clock.now(), **values)
        row.asked.set(_asked(mvp, wanted))
        _step(actor, venture, "record_mvp_showing", mvp, row)
    return row.pk


def edit_showing(*, actor: User, showing_id: int, version: int, wanted: ShowingText) -> int:
    """Change it; what nobody asks for any more goes. Returns the product."""
    with transaction.atomic():
        row, mvp, venture = _for_work(actor, showing_id, version)
        for name, value in _cleaned(actor, venture, mvp, wanted, row).items():
            setattr(row, name, value)
        row.version = version + 1
        row.save()
        row.asked.set(_asked(mvp, wanted))
        drop_unasked(mvp.product_id)
        _step(actor, venture, "edit_mvp_showing", mvp, row)
    return mvp.product_id


def remove_showing(*, actor: User, showing_id: int, version: int) -> int:
    """Take out a showing that was entered by mistake. Returns the product."""
    with transaction.atomic():
        row, mvp, venture = _for_work(actor, showing_id, version)
        _step(actor, venture, "remove_mvp_showing", mvp, row)
        row.delete()
        drop_unasked(mvp.product_id)
    return mvp.product_id


def checked_showing(wanted: ShowingText) -> dict[str, Any]:
    """The columns but the records of the venture and the base. Raises InvalidValue naming every field that is wrong."""
    wrongs, values = Wrongs(), dict[str, Any]()
    values["who"] = wrongs.got(line, wanted.who, "who", LONGEST_WHO)
    values["said"] = wrongs.got(paragraph, wanted.said, "said", LONGEST_SAID)
    change = wrongs.got(checked_change, wanted.change, "change")
    asks = bool(wanted.asked or change)
    typed = bool(values["who"] or wanted.client_id)
    for code, field, wrong in (
        ("mvp_who_missing", "who", values["who"] == "" and wanted.interview_id is None),
        ("mvp_who_twice", "who", wanted.interview_id is not None and typed),
        ("presale_day_ahead", "on", wanted.on > clock.today()),
        ("choice_unknown", "verdict", wanted.verdict not in VERDICTS),
        ("mvp_change_missing", "change", wanted.verdict == CHANGE and not asks and change is not None),
        ("mvp_change_unasked", "change", wanted.verdict in VERDICTS and wanted.verdict != CHANGE and asks),
    ):
        with wrongs:
            if wrong:
                raise InvalidValue(code, field=field, value=wanted.verdict[:40])
    wrongs.tell()
    return values | {"on": wanted.on, "alone": wanted.alone, "verdict": wanted.verdict}


def _cleaned(
    actor: User, venture: Venture, mvp: MvpVersion, wanted: ShowingText, row: MvpShowing | None
) -> dict[str, Any]:
    wrongs, values = Wrongs(), dict[str, Any]()
    with wrongs:
        values |= checked_showing(wanted)
    with wrongs:
        if wanted.on < mvp.ready_on:
            raise InvalidValue("mvp_shown_before", field="on", day=mvp.ready_on.isoformat())
    known = row.interview_id if row else None
    with wrongs:
        _may_be_quoted(venture, wanted, known)
    values["client_id"] = wrongs.got(client_chosen, actor, wanted.client_id, row.client_id if row else None)
    with wrongs:
        if MvpChange.objects.filter(pk__in=wanted.asked, product=mvp.product_id).count() < len(set(wanted.asked)):
            raise InvalidValue("offer_record_unknown", field="change")
    wrongs.tell()
    return values | {"interview_id": wanted.interview_id}


def _may_be_quoted(venture: Venture, wanted: ShowingText, known: int | None) -> None:
    """That the interview is one of the venture and still tells who it was, and that whoever is quoted agreed to notes."""
    if wanted.interview_id is None:
        return
    talk = venture.interviews.filter(pk=wanted.interview_id).first()
    gone = talk is None or talk.forgotten_at is not None or talk.withdrawn_at is not None
    if talk is None or (gone and talk.pk != known):
        raise InvalidValue("offer_record_unknown", field="interview")
    if wanted.said.strip() and talk.forgotten_at is not None:
        raise InvalidValue("interview_forgotten", field="said")
    if wanted.said.strip() and talk.consent == Interview.Consent.NONE:
        raise InvalidValue("interview_without_consent", field="said")


def _asked(mvp: MvpVersion, wanted: ShowingText) -> list[int]:
    """The changes asked for; one in words becomes one of the product unless it is there already."""
    found = list(wanted.asked)
    if words := checked_change(wanted.change, "change"):
        known = same_change(mvp.product_id, words)
        found.append(known or MvpChange.objects.create(product=mvp.product, text=words).pk)
    return found


def _for_work(actor: User, showing_id: int, version: int) -> tuple[MvpShowing, MvpVersion, Venture]:
    found = MvpShowing.objects.filter(pk=showing_id).values_list("mvp_id", flat=True).first()
    if found is None:
        raise NotFound
    mvp, venture = version_for_work(actor, found)
    row = MvpShowing.objects.filter(pk=showing_id).first()
    if row is None:
        raise NotFound
    if row.version != version:
        raise Conflict(f"showing {showing_id} is at version {row.version}")
    return row, mvp, venture


def _step(actor: User, venture: Venture, action: str, mvp: MvpVersion, row: MvpShowing) -> None:
    told(actor, venture, action, "mvp_showing", row.pk, name=mvp.product.name, number=mvp.number, verdict=row.verdict)
