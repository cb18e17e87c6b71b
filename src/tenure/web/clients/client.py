"""The page of one client, further orders, and the lines of an order."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.agenda import reasons
from tenure.clients.clients import client_facts, merged_into
from tenure.clients.people.consent_words import plain_purposes
from tenure.journeys.cards.client_orders import client_orders, order_lines
from tenure.journeys.cards.client_page import ClientPage, TaskLine, client_page
from tenure.kernel import formats
from tenure.kernel.errors import NotFound
from tenure.web.agenda.occasions import lines_of
from tenure.web.clients.fact_words import group_words, talk
from tenure.web.clients.people_words import ICONS, tie_kinds
from tenure.web.clients.words import not_enough
from tenure.web.conversations.timeline import timeline_context
from tenure.web.form import Form
from tenure.web.page import go_to, is_htmx, render
from tenure.web.units.page import card_block
from tenure.web.visit import Visit

# icons: printer phone mail bell-pause trending-down clock-check pencil plus note world info-circle alert-triangle


@require_safe
def client(request: Visit, client_id: int) -> HttpResponse:
    """The page; the address of a client merged into another leads to that one."""
    try:
        page = client_page(actor=request.user, client_id=client_id, workspace=request.workspace)
    except NotFound:
        target = merged_into(actor=request.user, client_id=client_id)
        if target is None:
            raise
        return go_to(request, "client", client_id=target)
    recorded = request.session.pop("recorded", "")
    return render(request, "clients/client.html", client_context(request, page) | {"recorded": recorded})


def client_context(request: Visit, page: ClientPage, note: Form | None = None) -> dict[str, object]:
    """What the template of the page is given."""
    currency = request.workspace.currency
    return {
        "page": page,
        "currency": currency,
        "decides": card_block(request, page.decides) if page.decides and page.decides.unit.members else None,
        "unit_heads": page.units,
        "unit_client": page.facts.id,
        "lead": lead(page),
        "not_enough": not_enough(page.scores.status) if page.scores else "",
        "open_tasks": [(task, task_title(task), reasons.sentence(task.reason, currency) if task.reason else ())
                       for task in page.open_tasks],
        "past_tasks": [(task, task_title(task)) for task in page.past_tasks],
        "icons": ICONS,
        "tie_words": dict(tie_kinds()),
        "fact_talk": talk(request),
        "fact_groups": group_words(),
        "purpose_words": plain_purposes(),
        "occasion_lines": lines_of(page.occasions, page.today),
        "note": note or Form({"text": ""}),
        **timeline_context(page.history, page.facts.id, currency),
        "states": {
            "done": _("done"), "not_useful": _("not useful"), "expired": _("no longer needed"), "open": _("still open"),
        },
    }  # fmt: skip


def lead(page: ClientPage) -> str:
    """One time in how many an active client this regular is silent so long; empty when that says nothing."""
    scores = page.scores
    if scores is None or not scores.is_silent or not scores.silence_probability:
        return ""
    times = min(1000, round(1 / scores.silence_probability))
    return _("less than 1 time in 1,000") if times >= 1000 else _("1 time in %(n)s") % {"n": formats.number(times)}


def task_title(task: TaskLine) -> str:
    """What to do, in the reader's language."""
    return reasons.title(task.kind, task.reason, task.title)


@require_safe
def orders(request: Visit, client_id: int) -> HttpResponse:
    """Older orders after a cursor: rows for the table, or without the script a page of their own."""
    rows, older = client_orders(actor=request.user, client_id=client_id, after=request.GET.get("after", ""))
    context = {"rows": rows, "older": older, "client_id": client_id, "currency": request.workspace.currency}
    if is_htmx(request):
        return render(request, "clients/_orders.html", context)
    return render(request, "clients/orders.html", context | {"name": _name(request, client_id)})


@require_safe
def lines(request: Visit, client_id: int, order_id: int) -> HttpResponse:
    """The lines of one order: under its row, or without the script a page of their own."""
    found = order_lines(actor=request.user, client_id=client_id, order_id=order_id)
    context = {"found": found, "client_id": client_id, "currency": request.workspace.currency}
    if is_htmx(request):
        return render(request, "clients/_lines.html", context)
    return render(request, "clients/lines.html", context | {"name": _name(request, client_id)})


def _name(request: Visit, client_id: int) -> str:
    return client_facts(actor=request.user, client_id=client_id).details.name
