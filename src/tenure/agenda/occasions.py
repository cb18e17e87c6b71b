"""Occasions: dates that make a contact natural. When they are, when to be reminded, and their tasks on Today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zlib import crc32

from django.db import transaction
from django.db.models import F, Q

from tenure.agenda.models import Task
from tenure.kernel import clock
from tenure.privacy.audit import record_change

# Days before its day on which an occasion is brought to mind; several: it is brought to mind again. A contract takes
# weeks to renew and a month to win; an event a week to prepare for; a word of congratulation fits in three days.
LEAD_DAYS: Mapping[str, tuple[int, ...]] = {
    "birthday": (3,),
    "anniversary": (3,),
    "first_order": (3,),
    "contract_end": (60, 30),
    "rival_contract_end": (60, 30),
    "purchase": (14,),
    "event": (7,),
}
MINUTES = {"contract_end": 20, "rival_contract_end": 30, "purchase": 20}
MINUTES_OTHERWISE = 5
# Facts of the catalogue by what they are an occasion for; others by how often they come round.
KIND_OF_FACT = {
    "birth_date": "birthday",
    "contract_end": "contract_end",
    "supplier_contract_end": "rival_contract_end",
    "next_purchase": "purchase",
}
# Years since the first order that are worth a call; every year would be a ritual, not an occasion.
ROUND_YEARS = (1, 2, 3, 5)
EVERY = 5
CHUNK = 500

# (client, episode) -> (task, state, owner)
Known = dict[tuple[int, str], tuple[int, str, int | None]]


@dataclass(frozen=True)
class Occasion:
    """One date ahead at one client. code: the fact it comes from; years: how many are complete then, if known.

    personal: only for those who may see personal contacts; hidden: known, not to be shown that we know.
    """

    kind: str
    day: date
    client_id: int
    owner_id: int | None = None
    code: str = ""
    person_id: int | None = None
    years: int | None = None
    personal: bool = False
    hidden: bool = False

    def episode(self, lead: int) -> str:
        """What a reminder is about: the same is never asked for twice."""
        whose = f"p{self.person_id}" if self.person_id else "c"
        return f"{whose}:{self.day.isoformat()}:{crc32(f'{self.kind} {self.code}'.encode()):08x}:{lead}"


def kind_of_fact(code: str, comes: str) -> str:
    """Pure: what a dated fact is an occasion for. comes: "yearly" or "once"."""
    return KIND_OF_FACT.get(code, "anniversary" if comes == "yearly" else "event")


def day_ahead(value: Any, comes: str, today: date) -> tuple[date, int | None] | None:
    """Pure: the next day of a stored date from today on, and the years complete then; None when it is past or no date.

    value: "2026-05-12", or "--05-12" where the year is not known. 29 February is kept on 28 February in other years,
    so that nobody is congratulated late.
    """
    if not isinstance(value, str):
        return None
    if comes == "once":
        day = _date(value)
        return (day, None) if day is not None and day >= today else None
    year, month_day = (0, value[2:]) if value.startswith("--") else (_year(value), value[5:])
    this = _in_year(today.year, month_day)
    if this is None:
        return None
    day = this if this >= today else _in_year(today.year + 1, month_day)
    if day is None or (year and day.year < year):
        return None
    return day, (day.year - year if year else None)


def is_round(years: int) -> bool:
    """Pure: whether so many years since the first order are worth a call."""
    return years in ROUND_YEARS or (years > 0 and years % EVERY == 0)


def lead_on(occasion: Occasion, today: date) -> int | None:
    """Pure: which of its reminders is due today, as days ahead; None before the first and after the day itself."""
    ahead = (occasion.day - today).days
    leads = [lead for lead in LEAD_DAYS.get(occasion.kind, ()) if 0 <= ahead <= lead]
    return min(leads, default=None)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text[:4]) if text[:4].isdigit() else 0


def _in_year(year: int, month_day: str) -> date | None:
    day = _date(f"{year:04}-{month_day}")
    return date(year, 2, 28) if day is None and month_day == "02-29" else day


@dataclass(frozen=True)
class OccasionsRenewed:
    """How many reminders came, and how many ended because their day is past or their fact is gone."""

    created: int
    expired: int


def renew_occasions(
    *, occasions: Iterable[Occasion], today: date, client_ids: Iterable[int] | None = None
) -> OccasionsRenewed:
    """Make the open reminders exactly those due today, except for what people have closed. By the system itself.

    client_ids: the clients whose occasions these are, so that others keep theirs; None: all of them.
    """
    wanted = {}
    for occasion in occasions:
        lead = lead_on(occasion, today)
        if lead is not None:
            wanted[(occasion.client_id, occasion.episode(lead))] = occasion
    with transaction.atomic():
        rows = Task.objects.filter(kind=Task.Kind.OCCASION).filter(Q(state=Task.State.OPEN) | Q(due_on__gte=today))
        if client_ids is not None:
            rows = rows.filter(client_id__in=list(client_ids))
        known: Known = {
            (client or 0, episode): (pk, state, owner)
            for pk, client, episode, state, owner in rows.values_list("pk", "client_id", "episode", "state", "owner_id")
        }
        fresh = [_task(occasion, key[1], today) for key, occasion in wanted.items() if key not in known]
        Task.objects.bulk_create(fresh, batch_size=CHUNK)
        _keep(known, wanted)
        ended = [pk for key, (pk, state, _) in known.items() if state == Task.State.OPEN and key not in wanted]
        for start in range(0, len(ended), CHUNK):
            Task.objects.filter(pk__in=ended[start : start + CHUNK]).update(
                state=Task.State.EXPIRED, closed_at=clock.now(), version=F("version") + 1
            )
        if fresh or ended:
            record_change(
                actor=None, action="renew_occasions", subject_kind="task", subject_id=None, created=len(fresh),
                expired=len(ended),
            )  # fmt: skip
    return OccasionsRenewed(len(fresh), len(ended))


def _keep(
    known: dict[tuple[int, str], tuple[int, str, int | None]], wanted: Mapping[tuple[int, str], Occasion]
) -> None:
    """Known reminders follow their client's owner; one that ended by itself and is due again comes back."""
    for key, occasion in wanted.items():
        pk, state, owner = known.get(key, (0, "", None))
        if state == Task.State.EXPIRED or (state == Task.State.OPEN and owner != occasion.owner_id):
            Task.objects.filter(pk=pk).update(
                state=Task.State.OPEN, closed_at=None, owner=occasion.owner_id, reason=reason_of(occasion)
            )


def _task(occasion: Occasion, episode: str, today: date) -> Task:
    return Task(
        kind=Task.Kind.OCCASION,
        owner_id=occasion.owner_id,
        client_id=occasion.client_id,
        person_id=occasion.person_id,
        episode=episode,
        reason=reason_of(occasion),
        minutes=MINUTES.get(occasion.kind, MINUTES_OTHERWISE),
        due_on=occasion.day,
        show_from=today,
        created_at=clock.now(),
    )


def reason_of(occasion: Occasion) -> dict[str, Any]:
    """What is stored for the sentence. No name: it is read where people are kept, so that erasing reaches it."""
    return {
        "code": "occasion",
        "occasion": occasion.kind,
        "fact": occasion.code,
        "years": occasion.years,
        "hidden": occasion.hidden,
    }
