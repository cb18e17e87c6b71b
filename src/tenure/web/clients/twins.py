"""People and companies that may be written down twice: pairs side by side, merged, told apart, and taken back."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.clients.companies.twins import (
    ask_about_twins_again,
    call_twins_different,
    merged_lately,
    twin_companies,
    twin_people,
)
from tenure.journeys.merging.merge_companies import merge_companies, undo_merge_companies
from tenure.journeys.merging.merge_people import merge_people, undo_merge_people
from tenure.kernel.errors import BadInput, NotFound
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to, render
from tenure.web.visit import Visit

KINDS = {"people": "person", "companies": "company"}


@require_safe
def people_twins(request: Visit) -> HttpResponse:
    """People who may be one."""
    return _page(request, "people", twin_people(actor=request.user))


@require_safe
def company_twins(request: Visit) -> HttpResponse:
    """Companies that may be one."""
    return _page(request, "companies", twin_companies(actor=request.user))


@require_POST
def merge_people_twins(request: Visit) -> HttpResponse:
    """Make two people one; `keep` stays, `gone` goes."""
    keep, gone = _two(request, "keep", "gone")
    merge_people(actor=request.user, keep_id=keep, gone_id=gone)
    return go_to(request, "people_twins", query={"said": "merged", "one": keep, "other": gone})


@require_POST
def merge_company_twins(request: Visit) -> HttpResponse:
    """Make two companies one; `keep` stays, `gone` goes."""
    keep, gone = _two(request, "keep", "gone")
    merge_companies(actor=request.user, keep_id=keep, gone_id=gone)
    return go_to(request, "company_twins", query={"said": "merged", "one": keep, "other": gone})


@require_POST
def undo_people_twins(request: Visit) -> HttpResponse:
    """Make two people of one again, or ask about two once more."""
    return _undo(request, "person", "people_twins")


@require_POST
def undo_company_twins(request: Visit) -> HttpResponse:
    """Make two companies of one again, or ask about two once more."""
    return _undo(request, "company", "company_twins")


@require_POST
def different_people(request: Visit) -> HttpResponse:
    """Remember that two people are two."""
    return _different(request, "person", "people_twins")


@require_POST
def different_companies(request: Visit) -> HttpResponse:
    """Remember that two companies are two."""
    return _different(request, "company", "company_twins")


def _different(request: Visit, kind: str, back: str) -> HttpResponse:
    one, other = _two(request, "one", "other")
    call_twins_different(actor=request.user, kind=kind, first_id=one, second_id=other)
    return go_to(request, back, query={"said": "different", "one": one, "other": other})


def _undo(request: Visit, kind: str, back: str) -> HttpResponse:
    if request.POST.get("what") == "different":
        one, other = _two(request, "one", "other")
        ask_about_twins_again(actor=request.user, kind=kind, first_id=one, second_id=other)
    else:
        gone = id_or_none(request.POST.get("other", ""))
        if gone is None:
            raise NotFound
        (undo_merge_people if kind == "person" else undo_merge_companies)(actor=request.user, gone_id=gone)
    return go_to(request, back, query={"said": "undone"})


def _two(request: Visit, *names: str) -> tuple[int, int]:
    one, other = (id_or_none(request.POST.get(name, "")) for name in names)
    if one is None or other is None:
        raise BadInput("merge_keep_unknown")
    return one, other


def _page(request: Visit, what: str, pairs: object) -> HttpResponse:
    said = request.GET.get("said", "")
    texts = {
        "merged": _("Merged: the two are one now."),
        "different": _("Remembered: they are two. They will not be proposed again."),
        "undone": _("As before."),
    }
    context = {
        "what": what,
        "pairs": pairs,
        "merged": merged_lately(actor=request.user, kind=KINDS[what]),
        "why": {
            "phone": _("the same phone"), "email": _("the same e-mail"), "name": _("the same name"),
            "near_name": _("nearly the same name"),
        },
        "said": said if said in texts else "",
        "said_text": texts.get(said, ""),
        "one": id_or_none(request.GET.get("one", "")) or 0,
        "other": id_or_none(request.GET.get("other", "")) or 0,
    }  # fmt: skip
    return render(request, "clients/twins.html", context)
