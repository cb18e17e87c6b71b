"""The brief: one page to read before a contact, on the screen, on paper and as a PDF; printing is written down."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.journeys.contacts.brief import brief, record_printing
from tenure.journeys.contacts.brief_pdf import brief_pdf, left_out, signed
from tenure.journeys.contacts.brief_sheet import Sheet, sheet
from tenure.privacy.rights import Right, may
from tenure.web.page import go_to, is_htmx, render
from tenure.web.visit import Visit

# icons: arrow-left printer eye-off eye file-type-pdf

HANDED_OUT = "handed_out"


@require_safe
def page(request: Visit, client_id: int) -> HttpResponse:
    """The sheet; `?handed_out=1` without what may not be shown."""
    found = _sheet(request, client_id)
    may_print = may(request.user, Right.WORK_WITH_CLIENTS)
    context = {"sheet": found, "left_out": left_out, "signed": signed, "may_print": may_print}
    return render(request, "clients/brief.html", context)


@require_safe
def pdf(request: Visit, client_id: int) -> HttpResponse:
    """The sheet as a file; whoever takes it is written down."""
    found = _sheet(request, client_id)
    record_printing(actor=request.user, client_id=client_id, handed_out=found.handed_out, form="pdf")
    response = HttpResponse(brief_pdf(found), content_type="application/pdf")
    name = f"brief-{client_id}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def printed(request: Visit, client_id: int) -> HttpResponse:
    """The page was printed; without the script the button leads here and on to the PDF."""
    handed_out = bool(request.POST.get(HANDED_OUT))
    if request.POST.get("pdf") and not is_htmx(request):
        return go_to(request, "client_brief_pdf", client_id=client_id, query=_query(handed_out))
    record_printing(actor=request.user, client_id=client_id, handed_out=handed_out, form="print")
    return HttpResponse(status=204)


def _query(handed_out: bool) -> dict[str, str] | None:
    return {HANDED_OUT: "1"} if handed_out else None


def _sheet(request: Visit, client_id: int) -> Sheet:
    handed_out = bool(request.GET.get(HANDED_OUT))
    found = brief(actor=request.user, client_id=client_id, handed_out=handed_out)
    return sheet(found, reader=request.user.name or _("us"), currency=request.workspace.currency)
