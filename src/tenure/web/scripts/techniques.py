"""Technique cards: read by everybody, kept by whoever keeps the library."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tenure.conversations.scripts import may_write_for_all
from tenure.conversations.techniques import edit_technique, technique_card, technique_cards
from tenure.kernel.errors import BadInput, Conflict
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, render
from tenure.web.scripts.scripts import ANY, asked_language, said
from tenure.web.scripts.step_form import whole
from tenure.web.scripts.words import languages
from tenure.web.visit import Visit

FIELDS = ("title", "text", "example")


@require_safe
def listing(request: Visit) -> HttpResponse:
    """All cards in one language."""
    language = asked_language(request)
    language = request.user.language if language == ANY else language
    context = {
        "cards": technique_cards(language),
        "language_chosen": language,
        "languages": languages(),
        "may_edit": may_write_for_all(request.user),
        "said": said(request),
    }
    return render(request, "scripts/techniques.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, technique_id: int) -> HttpResponse:
    """Change the words of a card."""
    card = technique_card(actor=request.user, technique_id=technique_id)
    if request.method != "POST":
        return render(
            request, "scripts/technique.html", {"card": card, "form": Form({n: getattr(card, n) for n in FIELDS})}
        )
    values = typed(request.POST, *FIELDS)
    version = whole(request.POST.get("version", ""), 0)
    try:
        edit_technique(actor=request.user, technique_id=technique_id, **values, version=version)
    except Conflict:
        card = technique_card(actor=request.user, technique_id=technique_id)
        text = _("Somebody changed this card meanwhile: “%(text)s”. Your text is kept: compare and save again.")
        form = Form(values, "", text % {"text": card.text})
        return render(request, "scripts/technique.html", {"card": card, "form": form}, status=422)
    except BadInput as error:
        return render(request, "scripts/technique.html", {"card": card, "form": refused(values, error)}, status=422)
    return go_to(request, "techniques", query={"said": "saved", "language": card.language})
