"""What a person does with a task of Today: done, not useful, postponed, and back again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.agenda import reasons
from tenure.agenda.tasks import (
    TaskChange,
    explain_closing,
    finish_task,
    mark_not_useful,
    postpone_task,
    reopen_task,
)
from tenure.kernel import clock, formats
from tenure.kernel.errors import BadInput, Conflict, InvalidValue
from tenure.web.agenda.today import LastChange, asked_for, preview_of, remember, shared, show
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, is_htmx, render, say
from tenure.web.visit import Visit


@require_POST
def done(request: Visit, task_id: int) -> HttpResponse:
    """The task is carried out."""
    return _closed(request, task_id, finish_task, _("Done"))


@require_POST
def not_useful(request: Visit, task_id: int) -> HttpResponse:
    """The task should not have been asked for."""
    return _closed(request, task_id, mark_not_useful, _("Not useful; counted for this kind of task"))


@require_POST
def undo(request: Visit, task_id: int) -> HttpResponse:
    """Take back the last change; the task stands on the list again."""
    try:
        change = reopen_task(actor=request.user, task_id=task_id, version=_version(request))
    except Conflict:
        return _changed_meanwhile(request)
    return _after(request, change, _("Taken back"), task=task_id, undone=True)


@require_POST
def explain(request: Visit, task_id: int) -> HttpResponse:
    """What came of a closed task, in a few words."""
    note = request.POST.get("note", "").replace("\x00", "")
    try:
        change = explain_closing(actor=request.user, task_id=task_id, version=_version(request), note=note)
    except Conflict:
        return _changed_meanwhile(request)
    return _after(request, change, _("Noted: %(what)s") % {"what": reasons.said(note)}, task=_next(request))


@require_http_methods(["GET", "HEAD", "POST"])
def postpone(request: Visit, task_id: int) -> HttpResponse:
    """Ask for the day and the reason, then take the task off the list until then."""
    today = clock.today()
    if request.method != "POST":
        return _postpone_form(request, task_id, Form(_nothing_chosen(today)), today)
    values = typed(request.POST, "until", "day", "reason", "other")
    try:
        change = postpone_task(
            actor=request.user,
            task_id=task_id,
            version=_version(request),
            until=day_of(values["day"] if values["until"] in ("", "other") else values["until"], "day"),
            reason=values["other"].strip() or values["reason"],
            today=today,
        )
    except Conflict:
        return _changed_meanwhile(request)
    except BadInput as error:
        return _postpone_form(request, task_id, refused(values, error), today, status=422)
    until = day_of(values["day"] if values["until"] in ("", "other") else values["until"], "day")
    return _after(request, change, _("Postponed to %(day)s") % {"day": formats.weekday(until)}, task=_next(request))


def _nothing_chosen(today: date) -> dict[str, str]:
    return {"until": (today + timedelta(days=1)).isoformat(), "day": "", "reason": "", "other": ""}


def _postpone_form(request: Visit, task_id: int, form: Form, today: date, status: int = 200) -> HttpResponse:
    monday = today + timedelta(days=7 - today.weekday())
    days = {
        today + timedelta(days=14): _("In two weeks"),
        monday: _("Monday"),
        today + timedelta(days=1): _("Tomorrow"),
    }
    context = shared(request) | {
        "task": preview_of(request, task_id),
        "asked": asked_for(request.GET),
        "form": form,
        "days": sorted(days.items()),
        "soonest": today + timedelta(days=1),
        "next": request.GET.get("next", ""),
    }
    template = "agenda/_postpone.html" if is_htmx(request) else "agenda/postpone.html"
    response = render(request, template, context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#postpone", "innerHTML"
    return response


def _closed(request: Visit, task_id: int, write: Callable[..., TaskChange], text: str) -> HttpResponse:
    try:
        change = write(actor=request.user, task_id=task_id, version=_version(request))
    except Conflict:
        return _changed_meanwhile(request)
    return _after(request, change, text, task=_next(request))


def _after(request: Visit, change: TaskChange, text: str, *, task: int | None, undone: bool = False) -> HttpResponse:
    """The list again with its next row marked, what happened above it, and said aloud."""
    asked = asked_for(request.GET)
    last = LastChange(change.task_id, change.version, change.state, text, undone)
    if is_htmx(request):
        return say(show(request, replace(asked, task=task), last=last), text)
    remember(request, last)
    return go_to(request, "today", query=asked.query(task=task or ""))


def _changed_meanwhile(request: Visit) -> HttpResponse:
    """Somebody else was quicker: the list as it stands now, and a sentence."""
    text = _("Somebody has already dealt with this task, or new orders have; here is the list as it stands now.")
    if is_htmx(request):
        return say(show(request, asked_for(request.GET), trouble=text), text)
    return show(request, asked_for(request.GET), trouble=text, status=409)


def _version(request: Visit) -> int:
    return _number(request.POST.get("version", ""))


def _next(request: Visit) -> int | None:
    text = request.POST.get("next", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadInput("form_broken", field="version")
    return int(text)


def day_of(text: str, field: str) -> date:
    """A date as forms send it. Raises InvalidValue for the field."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValue("day_unreadable", field=field, value=text) from None
