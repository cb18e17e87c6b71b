"""The report of a venture for a partner or an investor: on the screen, on paper and as a PDF; printing is written down."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from tenure.journeys.venture_report.pdf import report_pdf
from tenure.journeys.venture_report.report import record_printing, venture_report
from tenure.kernel import formats
from tenure.privacy.rights import Right, may
from tenure.web.page import go_to, is_htmx, render
from tenure.web.visit import Visit

# icons: arrow-left printer


@require_safe
def page(request: Visit, venture_id: int) -> HttpResponse:
    """The report as a page."""
    report = venture_report(actor=request.user, venture_id=venture_id, workspace=request.workspace)
    # In its own language the button says PDF and comes first.
    languages = sorted(settings.LANGUAGES, key=lambda one: one[0] != formats.language())
    prints_page = may(request.user, Right.WORK_WITH_CLIENTS)
    context = {"report": report, "languages": languages, "prints_page": prints_page}
    return render(request, "discovery/report/report.html", context)


@require_safe
def pdf(request: Visit, venture_id: int) -> HttpResponse:
    """The report as a file, `?language=ro` in another language than the reader's; whoever takes it is written down."""
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else formats.language()
    with formats.speaking(language):
        made = report_pdf(venture_report(actor=request.user, venture_id=venture_id, workspace=request.workspace))
        record_printing(actor=request.user, venture_id=venture_id, form="pdf")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="venture-{venture_id}-{language}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def printed(request: Visit, venture_id: int) -> HttpResponse:
    """The page was printed; without the script the button leads here and on to the PDF."""
    if request.POST.get("pdf") and not is_htmx(request):
        return go_to(request, "venture_report_pdf", venture_id=venture_id)
    record_printing(actor=request.user, venture_id=venture_id, form="print")
    return HttpResponse(status=204)
