"""The codebook, quotes to be tagged, disputes to be settled, agreement and saturation."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.discovery.interviews.coding import COVERED, GOOD_KAPPA, coding_page
from tenure.discovery.interviews.reading import venture_of_quote
from tenure.discovery.interviews.themes import add_theme, code_quote, settle_quote, themes_of
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel.errors import BadInput
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.interviews.saturation_picture import picture_of
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
def themes(request: Visit, venture_id: int) -> HttpResponse:
    """The page of the codebook; a POST adds a theme."""
    form, status = Form({"name": "", "description": ""}), 200
    if request.method == "POST":
        values = typed(request.POST, "name", "description")
        try:
            add_theme(actor=request.user, venture_id=venture_id, name=values["name"], description=values["description"])
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "themes", venture_id=venture_id, query={"said": "saved"})
    found = coding_page(actor=request.user, venture_id=venture_id)
    book = themes_of(actor=request.user, venture_id=venture_id)
    context = {
        "page": found,
        "to_do": found.to_do[:SHOWN],
        "disputed": found.disputed[:SHOWN],
        "themes": book,
        "names": {one.id: one.name for one in book},
        "form": form,
        "good": GOOD_KAPPA,
        "covered": COVERED,
        "picture": picture_of(found.curve),
        "said": _("Saved") if request.GET.get("said") == "saved" else "",
    }
    frame = frame_of(actor=request.user, venture_id=venture_id)
    return venture_page(request, "discovery/interviews/themes.html", frame, context, here="interviews", status=status)


@require_POST
def code(request: Visit, quote_id: int) -> HttpResponse:
    """One's own theme on a quote; 0: none fits."""
    venture_id = venture_of_quote(actor=request.user, quote_id=quote_id)
    code_quote(actor=request.user, quote_id=quote_id, theme_id=_theme(request))
    return go_to(request, "themes", venture_id=venture_id)


@require_POST
def settle(request: Visit, quote_id: int) -> HttpResponse:
    """The theme agreed on after two differed."""
    venture_id = venture_of_quote(actor=request.user, quote_id=quote_id)
    settle_quote(actor=request.user, quote_id=quote_id, theme_id=_theme(request))
    return go_to(request, "themes", venture_id=venture_id)


def _theme(request: Visit) -> int | None:
    return id_or_none(request.POST.get("theme", "")) or None
