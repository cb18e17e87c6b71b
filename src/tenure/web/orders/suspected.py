"""Orders whose amounts look damaged: what is suspected, and what is said of them."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.kernel.errors import BadInput, Conflict, Wrongs
from tenure.orders.suspected import (
    Kind,
    decisions_on_amounts,
    settle_amounts,
    suspected_lines,
    suspected_of,
    suspicions,
    take_back_amounts,
)
from tenure.orders.suspected_words import settling_words, suspicion_words
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to, render
from tenure.web.units.reading import amount
from tenure.web.visit import Visit

FIELDS = ("kind", "reason", "amount")


@require_http_methods(["GET", "HEAD", "POST"])
def suspected(request: Visit) -> HttpResponse:
    """The list, by import and suspicion; posted: what is said of the ticked lines, or of all lines of the filter."""
    if request.method != "POST":
        said = {"settled": _("Done. Scores are being counted anew."), "back": _("Taken back.")}
        return _page(
            request,
            Form({"kind": Kind.DIVIDED, "reason": "", "amount": ""}),
            (),
            said.get(request.GET.get("said", ""), ""),
        )
    values, chosen = typed(request.POST, *FIELDS), _chosen(request)
    try:
        wrongs = Wrongs()
        written = values["kind"] == Kind.WRITTEN
        new = wrongs.got(amount, values["amount"], "amount", request.workspace.currency) if written else None
        wrongs.tell()
        settle_amounts(
            actor=request.user, line_ids=chosen, kind=values["kind"], reason=values["reason"], amount_minor=new
        )
    except Conflict:
        text = _(
            "Somebody has settled some of these amounts already. What is left stands below; nothing of yours was written."
        )
        return _page(request, Form(values, "", text), chosen, status=409)
    except BadInput as error:
        return _page(request, refused({**values, "lines": ""}, error), chosen, status=422)
    return go_to(request, "suspected_amounts", query=_filter(request) | {"said": "settled"})


@require_POST
def take_back(request: Visit, amount_decision_id: int) -> HttpResponse:
    """Amounts and doubts as they stood before."""
    take_back_amounts(actor=request.user, decision_id=amount_decision_id)
    return go_to(request, "suspected_amounts", query={"said": "back"})


def _filter(request: Visit) -> dict[str, str]:
    """What the address narrows the list by."""
    sent = {"import": str(id_or_none(request.GET.get("import", "")) or ""), "damage": request.GET.get("damage", "")}
    return {name: text for name, text in sent.items() if text and text in (*suspicion_words(), sent["import"])}


def _chosen(request: Visit) -> tuple[int, ...]:
    asked = _filter(request)
    if request.POST.get("every") == "on" and len(asked) == 2:
        return suspected_of(actor=request.user, damage=asked["damage"], batch_id=int(asked["import"]))
    return tuple({number for text in request.POST.getlist("line") if (number := id_or_none(text))})


def _page(request: Visit, form: Form, chosen: tuple[int, ...], said: str = "", *, status: int = 200) -> HttpResponse:
    asked = _filter(request)
    after = id_or_none(request.GET.get("after", ""))
    rows, older = suspected_lines(
        actor=request.user, damage=asked.get("damage", ""), batch_id=id_or_none(asked.get("import", "")), after=after
    )
    groups = suspicions(actor=request.user)
    context: dict[str, Any] = {
        "rows": rows,
        "older": older,
        "first": after is None,
        "asked": asked,
        "groups": [({"import": str(batch), "damage": damage} if batch else {"damage": damage}, name, damage, n)
                   for batch, name, damage, n in groups],
        "total": sum(n for *_group, n in groups),
        "decisions": decisions_on_amounts(actor=request.user),
        "damages": suspicion_words(),
        "kinds": settling_words(),
        "chosen": set(chosen),
        "currency": request.workspace.currency,
        "form": form,
        "said": said,
    }  # fmt: skip
    return render(request, "orders/suspected.html", context, status=status)
