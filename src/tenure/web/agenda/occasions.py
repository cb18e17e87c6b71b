"""What is ahead: birthdays, anniversaries, ends of contracts, events, holidays of the next 90 days."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tenure.agenda import occasion_words
from tenure.journeys.today.occasions import AHEAD_DAYS, OccasionRow, occasions_ahead
from tenure.kernel import clock
from tenure.privacy.rights import Right, may
from tenure.web.page import render
from tenure.web.visit import Visit

# icons: cake calendar-event calendar-heart file-text award flag shopping-cart eye-off
ICONS = {
    "birthday": "cake", "anniversary": "award", "first_order": "calendar-heart", "contract_end": "file-text",
    "rival_contract_end": "flag", "purchase": "shopping-cart", "event": "calendar-event", "holiday": "calendar-event",
}  # fmt: skip


@dataclass(frozen=True)
class OccasionLine:
    """One occasion in words. when: how far it is; what: its name, with the years complete that day."""

    icon: str
    day: date
    when: str
    what: str
    person: str
    client: str
    address: str
    hidden: bool


@require_safe
def occasions(request: Visit) -> HttpResponse:
    """The page. kind: only such ones; whose=own: only those of one's own clients."""
    names = occasion_words.names()
    kind = request.GET.get("kind", "")
    kind = kind if kind in names else ""
    sees_all = may(request.user, Right.SEE_ALL_CLIENTS)
    own = request.GET.get("whose", "") == "own"
    today = clock.today()
    since = _day(request.GET.get("since", ""))
    ahead = occasions_ahead(actor=request.user, kind=kind, own=own, since=since)
    context = {
        "months": by_month(lines_of(ahead.rows, today)),
        "count": len(ahead.rows),
        "days": (ahead.last - today).days if ahead.later else AHEAD_DAYS,
        "since": since if since and since > today else None,
        "last": ahead.last,
        "later": {"since": ahead.later.isoformat(), "kind": kind, "whose": "own" if own else ""}
        if ahead.later
        else None,
        "kinds": names,
        "kind": kind,
        "own": own,
        "sees_all": sees_all,
        "more": ahead.cut,
    }
    return render(request, "agenda/occasions.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def lines_of(rows: tuple[OccasionRow, ...], today: date) -> list[OccasionLine]:
    """The rows in the reader's words."""
    return [_line(row, today) for row in rows]


def _line(row: OccasionRow, today: date) -> OccasionLine:
    one = row.occasion
    what = row.holiday or occasion_words.name_with_years(one.kind, one.code, one.years)
    address = reverse("client", kwargs={"client_id": one.client_id}) if one.client_id else ""
    return OccasionLine(
        ICONS[one.kind], one.day, occasion_words.when(one.day, today), what, row.person, row.client, address, one.hidden
    )


def by_month(lines: list[OccasionLine]) -> list[tuple[date, list[OccasionLine]]]:
    """Lines by the first day of their month, in order."""
    months: dict[date, list[OccasionLine]] = {}
    for line in lines:
        months.setdefault(line.day.replace(day=1), []).append(line)
    return list(months.items())
