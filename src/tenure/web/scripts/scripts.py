"""The library of scripts: the list, one script with its picture, and what is done to it as a whole."""

from dataclasses import replace

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tenure.clients.clients import client_facts
from tenure.conversations.script_steps import shape_faults
from tenure.conversations.scripts import (
    ScriptFilter,
    copy_script,
    may_write_for_all,
    retire_script,
    script_in_sight,
    scripts_list,
    share_script,
)
from tenure.conversations.shape_words import shape_words
from tenure.conversations.speech import lint_steps
from tenure.conversations.speech_advice import advice
from tenure.conversations.starter_library import load_starter, starter_is_missing
from tenure.conversations.techniques import technique_cards
from tenure.kernel.formats import number
from tenure.privacy.rights import Right, may
from tenure.web.page import go_to, render
from tenure.web.scripts.step_form import whole
from tenure.web.scripts.tree import tree_of
from tenure.web.scripts.words import languages
from tenure.web.visit import Visit

ANY = "any"
LONGEST_SEARCH = 100


@require_safe
def listing(request: Visit) -> HttpResponse:
    """Scripts by title, narrowed by language, segment, need and value."""
    given = {name: request.GET.get(name, "").replace("\x00", "")[:160] for name in ("q", "segment", "need", "value")}
    language = asked_language(request)
    client_id = whole(request.GET.get("client", ""), 0)
    wanted = ScriptFilter(
        **given, language="" if language == ANY else language, retired=request.GET.get("retired") == "yes"
    )
    page = scripts_list(actor=request.user, wanted=replace(wanted, q=wanted.q[:LONGEST_SEARCH]))
    narrowed = any((*given.values(), wanted.retired))
    context = {
        "page": page,
        "wanted": wanted,
        "language_chosen": language,
        "languages": languages(),
        "client": client_facts(actor=request.user, client_id=client_id) if client_id else None,
        "may_work": may(request.user, Right.WORK_WITH_CLIENTS),
        "offer_starter": not page.scripts and not narrowed and may_write_for_all(request.user) and starter_is_missing(),
        "said": said(request),
    }
    return render(request, "scripts/scripts.html", context)


@require_safe
def script(request: Visit, script_id: int) -> HttpResponse:
    """One script: its picture, its steps, what could be better about it."""
    found = script_in_sight(actor=request.user, script_id=script_id)
    steps = found.text.steps
    cards = {card.code: card.title for card in technique_cards(found.text.language)}
    context = {
        "script": found,
        "tree": tree_of(steps),
        "cards": cards,
        "faults": [shape_words(fault) for fault in shape_faults(steps)],
        "advice": [advice(one) for one in lint_steps(steps, found.text.language)],
        "may_work": may(request.user, Right.WORK_WITH_CLIENTS),
        "may_share": may_write_for_all(request.user) and bool(found.owner),
        "said": said(request),
    }
    return render(request, "scripts/script.html", context)


@require_POST
def copy(request: Visit, script_id: int) -> HttpResponse:
    """Make a copy of one's own and open it for changing."""
    return go_to(request, "edit_script", script_id=copy_script(actor=request.user, script_id=script_id))


@require_POST
def retire(request: Visit, script_id: int) -> HttpResponse:
    """Offer a script no longer, or again."""
    retired = request.POST.get("retired") != "no"
    version = whole(request.POST.get("version", ""), 0)
    retire_script(actor=request.user, script_id=script_id, version=version, retired=retired)
    return go_to(request, "script", script_id=script_id, query={"said": "retired" if retired else "restored"})


@require_POST
def share(request: Visit, script_id: int) -> HttpResponse:
    """Give one person's script to all."""
    share_script(actor=request.user, script_id=script_id, version=whole(request.POST.get("version", ""), 0))
    return go_to(request, "script", script_id=script_id, query={"said": "shared"})


@require_POST
def load(request: Visit) -> HttpResponse:
    """Load the starter library into an installation that never had it."""
    loaded = load_starter(actor=request.user)
    return go_to(request, "scripts", query={"said": "loaded", "n": loaded.scripts, "language": ANY})


def asked_language(request: Visit) -> str:
    """The language the list is narrowed to: what was asked for, else the reader's own."""
    asked = request.GET.get("language", "")
    return asked if asked == ANY or asked in dict(languages()) else request.user.language


def said(request: Visit) -> str:
    """What has just happened, in a word."""
    n = whole(request.GET.get("n", ""), 0)
    return {
        "saved": _("Saved"),
        "retired": _("No longer offered. It stays here and can be brought back."),
        "restored": _("Offered again"),
        "shared": _("Shared with everybody"),
        "used": _("Noted"),
        "loaded": ngettext("%(n)s script added", "%(n)s scripts added", n) % {"n": number(n)},
    }.get(request.GET.get("said", ""), "")
