"""Today: the ranked list, its rows and the preview beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.agenda import reasons
from tenure.journeys.today.task_preview import TaskPreview, task_preview
from tenure.journeys.today.today import KINDS, Today, todays_list
from tenure.journeys.today.today_rows import MOST_SHOWN, DoneRow, LaterRow, TaskRow
from tenure.kernel import clock, formats
from tenure.kernel.errors import NotFound
from tenure.orders.scores import latest_run
from tenure.privacy.rights import Right, may
from tenure.web.page import is_htmx, render
from tenure.web.visit import Visit

FIRST_SHOWN = 25
ICONS = {
    "silence": "bell-pause",
    "falling": "trending-down",
    "due": "calendar-due",
    "first_order": "seedling",
    "plain": "checkbox",
    "occasion": "calendar-heart",
    "interview": "messages",
    "promise": "clock-check",
    "answer": "message-question",
    "contact": "phone-calling",
    "learn": "help-circle",
    "test": "flask",
}
# icons: calendar-heart help-circle bell-pause trending-down calendar-due seedling checkbox clock-check
# icons: message-question phone-calling messages flask
TONES = {"silence": "bad", "falling": "warn", "promise": "warn"}


@dataclass(frozen=True)
class Asked:
    """What of the list is asked for, as it stands in the address."""

    whose: str = ""
    kind: str = ""
    below: bool = False
    more: bool = False
    task: int | None = None

    def query(self, **changes: Any) -> dict[str, Any]:
        """Parameters of an address that keeps this choice, with changes; empty ones are left out."""
        plain = {"whose": self.whose, "kind": self.kind, "below": _flag(self.below), "more": _flag(self.more)} | changes
        return {name: value for name, value in plain.items() if value}


@dataclass(frozen=True)
class LastChange:
    """What has just been done, so that it can be undone or explained."""

    task_id: int
    version: int
    state: str
    text: str
    undone: bool = False


@dataclass(frozen=True)
class Marks:
    """How kinds of tasks look; colour only where money is leaving or a decision waits."""

    icons: Mapping[str, str] = field(default_factory=lambda: ICONS)
    tones: Mapping[str, str] = field(default_factory=lambda: TONES)


@require_safe
def today(request: Visit) -> HttpResponse:
    """The page; for htmx its changing part alone."""
    return show(request, asked_for(request.GET))


@require_safe
def preview(request: Visit, task_id: int) -> HttpResponse:
    """The preview of one task, for the place beside the list; as a plain request, Today with that row marked."""
    task = preview_of(request, task_id)
    if not is_htmx(request):
        asked = asked_for(request.GET)
        return show(request, replace(asked, task=task_id))
    return render(request, "agenda/_preview.html", shared(request) | {"task": task})


def asked_for(query: Mapping[str, str]) -> Asked:
    """The choice in an address; what is not among the choices counts as not asked."""
    kind, task = query.get("kind", ""), query.get("task", "")
    whose = query.get("whose", "")
    if whose not in ("", "all", "none") and not _is_id(whose):
        raise NotFound(f"list of {whose}")
    return Asked(
        whose=whose,
        kind=kind if kind in KINDS else "",
        below=query.get("below") == "1",
        more=query.get("more") == "1",
        task=int(task) if _is_id(task) else None,
    )


def show(
    request: Visit, asked: Asked, *, last: LastChange | None = None, trouble: str = "", status: int = 200
) -> HttpResponse:
    """Today as asked for; `last` stands above the list with its undo."""
    page = todays_list(
        request.user,
        request.workspace,
        whose=asked.whose,
        kind=asked.kind,
        include_below=asked.below,
        most=MOST_SHOWN if asked.more else FIRST_SHOWN,
    )
    rows = (*page.rows, *page.below_rows)
    current = next((row.id for row in rows if row.id == asked.task), rows[0].id if rows else None)
    last = last or _remembered(request)
    context = shared(request) | {
        "page": page,
        "asked": asked,
        "at": Addresses(asked.query()),
        "words": {
            "done": _("Done"),
            "postpone": _("Postpone…"),
            "useless": _("Not useful"),
            "client": _("Client"),
            "record": _("Record"),
        },
        "kind_names": reasons.kind_names(),
        "current": current,
        "following": following([row.id for row in rows]),
        "segments": segments(page, current),
        "task": task_preview(request.user, current, as_of=page.fresh.as_of or page.day) if current else None,
        "last": last,
        "last_row": _row_of(page, last.task_id) if last else None,
        "trouble": trouble,
        # The rail stays where it is when only the list comes anew: its count goes with the list it counts.
        "recounted": formats.number(len(page.ranked)) if is_htmx(request) and not asked.whose else "",
    }
    template = "agenda/_today.html" if is_htmx(request) else "agenda/today.html"
    return render(request, template, context, status=status)


def following(ids: list[int]) -> dict[int, int]:
    """For every row the one to go on with when it is dealt with: the next, for the last one the one before."""
    return dict(zip(ids, [*ids[1:], *(ids[-2:-1] or ids)], strict=False))


def shared(request: Visit) -> dict[str, Any]:
    """What every part of the page needs."""
    currency = request.workspace.currency
    return {
        "reasons": reasons,
        "marks": Marks(),
        "currency": currency,
        "worth": lambda minor: formats.estimate(minor, currency),
        "dialled": dialled,
        "in_dialog": is_htmx(request),
        "may_import": may(request.user, Right.IMPORT_ORDERS),
        "may_rescore": may(request.user, Right.RECOMPUTE_SCORES),
    }


class Addresses:
    """Addresses of single tasks and clients with the choice in them: made once per name, not once per row."""

    def __init__(self, query: dict[str, Any]) -> None:
        self.query = f"?{urlencode(query)}" if query else ""
        self.patterns: dict[str, tuple[str, str]] = {}

    def task(self, name: str, task_id: int) -> str:
        """What is done with a task, in the list as it is asked for."""
        return self._filled(name, "task_id", task_id) + self.query

    def client(self, client_id: int) -> str:
        """The client's page."""
        return self._filled("client", "client_id", client_id)

    def record(self, client_id: int, task_id: int) -> str:
        """Recording the contact a task asks for."""
        return f"{self._filled('record', 'client_id', client_id)}?task={task_id}"

    def _filled(self, name: str, argument: str, number: int) -> str:
        if name not in self.patterns:
            before, _zero, after = reverse(name, kwargs={argument: 0}).partition("/0/")
            self.patterns[name] = (f"{before}/", f"/{after}")
        before, after = self.patterns[name]
        return f"{before}{number}{after}"


def dialled(phone: str) -> str:
    """A phone number as a link wants it: digits and a leading plus."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return f"+{digits}" if phone.lstrip().startswith("+") else digits


def preview_of(request: Visit, task_id: int) -> TaskPreview:
    """The preview of a task in sight."""
    run = latest_run()
    as_of = run.as_of if run else None
    return task_preview(request.user, task_id, as_of=as_of or clock.today())


def segments(page: Today, current: int | None) -> list[tuple[str, float, float]]:
    """The day as a strip: (state, start, width) in percent; done, current, left; widths are minutes."""
    parts = [("done", row.minutes) for row in reversed(page.done)]
    parts += [("now" if task.id == current else "left", task.minutes) for task in page.ranked]
    total = sum(minutes for _, minutes in parts) or 1
    placed, start = [], 0.0
    for state, minutes in parts:
        width = 100 * minutes / total
        placed.append((state, round(start, 2), round(max(width - 0.35, 0.3), 2)))
        start += width
    return placed


def _row_of(page: Today, task_id: int) -> TaskRow | DoneRow | LaterRow | None:
    """The row of a task wherever it now stands on the page."""
    rows: list[TaskRow | DoneRow | LaterRow] = [*page.done, *page.later, *page.rows]
    return next((row for row in rows if row.id == task_id), None)


def remember(request: Visit, change: LastChange) -> None:
    """Keep the last change for the next page, which a plain form's redirect opens."""
    request.session["last_change"] = {
        "task_id": change.task_id, "version": change.version, "state": change.state, "text": change.text,
        "undone": change.undone,
    }  # fmt: skip


def _remembered(request: Visit) -> LastChange | None:
    kept = request.session.pop("last_change", None)
    return LastChange(**kept) if kept else None


def _flag(on: bool) -> str:
    return "1" if on else ""


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
