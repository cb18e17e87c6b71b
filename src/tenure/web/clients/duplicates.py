"""Similar clients: pairs that may be one, side by side, and the answers about them."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.clients.matching.duplicates import PAGE, ask_again, call_different, pair_for
from tenure.journeys.merging.merge_clients import PairWithEvidence, merge_clients, pairs_with_evidence, undo_merge
from tenure.kernel import formats
from tenure.kernel.errors import BadInput, NotFound
from tenure.privacy.workspace import current_workspace
from tenure.web.page import go_to, render
from tenure.web.visit import Visit


@require_safe
def duplicates(request: Visit) -> HttpResponse:
    """The pairs, the surest first; `after` in the address continues below the last one shown."""
    shown = pairs_with_evidence(actor=request.user, after=_after(request), limit=PAGE + 1)
    workspace = current_workspace()
    pairs = shown[:PAGE]
    context = {
        "pairs": [(found, why(found)) for found in pairs],
        "next_after": _mark(pairs[-1]) if len(shown) > PAGE else None,
        "begins_here": "after" not in request.GET,
        "currency": workspace.currency if workspace else "EUR",
        "said": _said(request),
    }
    return render(request, "clients/duplicates.html", context)


@require_POST
def merge(request: Visit, pair_id: int) -> HttpResponse:
    """Make the two one; `keep` stays."""
    keep = request.POST.get("keep", "")
    if not keep.isdigit():
        raise BadInput("merge_keep_unknown")
    merge_clients(actor=request.user, pair_id=pair_id, keep_id=int(keep))
    return go_to(request, "duplicates", query={"said": "merged", "pair": pair_id})


@require_POST
def different(request: Visit, pair_id: int) -> HttpResponse:
    """Remember that they are two."""
    call_different(actor=request.user, pair_id=pair_id)
    return go_to(request, "duplicates", query={"said": "different", "pair": pair_id})


@require_POST
def undo(request: Visit, pair_id: int) -> HttpResponse:
    """Take the last answer about a pair back."""
    taken_back = undo_merge if request.POST.get("what") == "merged" else ask_again
    taken_back(actor=request.user, pair_id=pair_id)
    return go_to(request, "duplicates", query={"said": "undone", "pair": pair_id})


def why(found: PairWithEvidence) -> str:
    """Why the two are proposed, as a phrase."""
    reasons = {
        "same_tax_id": _("the same tax id"),
        "same_email": _("the same e-mail"),
        "same_phone": _("the same phone"),
        "same_name": _("the same name"),
        "same_words": _("the same words, in another order or run together"),
        "near_name": _("names %(share)s alike") % {"share": formats.percent(found.pair.similarity)},
    }
    return reasons.get(found.pair.reason, _("similar"))


def _after(request: Visit) -> tuple[float, int] | None:
    similarity, _separator, number = request.GET.get("after", "").partition("_")
    try:
        return (float(similarity), int(number)) if number else None
    except ValueError:
        raise NotFound("after") from None


def _mark(found: PairWithEvidence) -> str:
    return f"{found.pair.similarity!r}_{found.pair.id}"


def _said(request: Visit) -> dict[str, object] | None:
    """What has just been answered, with both names, so that it can be taken back."""
    what, pair_id = request.GET.get("said", ""), request.GET.get("pair", "")
    texts = {
        "merged": _("Merged: %(one)s and %(other)s are one client now. Scores follow in a minute."),
        "different": _("Remembered: %(one)s and %(other)s are two clients. They will not be proposed again."),
        "undone": _("As before: %(one)s and %(other)s."),
    }
    if what not in texts or not pair_id.isdigit():
        return None
    pair = pair_for(actor=request.user, pair_id=int(pair_id))
    text = texts[what] % {"one": f"“{pair.first.name}”", "other": f"“{pair.second.name}”"}
    return {"text": text, "pair_id": pair.id, "what": what, "can_be_undone": what != "undone"}
