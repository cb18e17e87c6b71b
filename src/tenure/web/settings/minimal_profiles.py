"""The least worth knowing of each sort of clients, in Settings: which facts, and whether nothing more is worth asking."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenure.clients.fact_catalogue import BLOCKS, fact_kinds
from tenure.clients.fact_catalogue.profiles import USUAL_PROFILE
from tenure.clients.facts.minimal_profiles import SORTS, change_profile, minimal_profiles, sorts_of_clients
from tenure.kernel.errors import NotFound
from tenure.privacy.rights import Right, require
from tenure.web.page import go_to, render
from tenure.web.settings.fact_catalogue import block_words
from tenure.web.settings.sections import sections_of
from tenure.web.visit import Visit


@require_http_methods(["GET", "HEAD", "POST"])
def profiles(request: Visit) -> HttpResponse:
    """Every sort of clients with the least worth knowing of it; one of them, named by `of` in the address."""
    require(request.user, Right.MANAGE_FACT_CATALOGUE)
    return _one(request) if request.GET.get("of") else _all(request)


def _all(request: Visit) -> HttpResponse:
    kinds = fact_kinds()
    sorts = sorts_of_clients(kinds, minimal_profiles())
    words = sort_words()
    context = {
        "sections": sections_of(request, "fact_catalogue"),
        "groups": [(words[group], [one for one in sorts if one.group == group]) for group in SORTS],
        "labels": {code: str(kind.label) for code, kind in kinds.items()},
        "usual": USUAL_PROFILE,
        "said": _("Saved") if request.GET.get("saved") else "",
    }
    return render(request, "settings/minimal_profiles.html", context)


def _one(request: Visit) -> HttpResponse:
    kinds, found = fact_kinds(), minimal_profiles()
    one = {one.key: one for one in sorts_of_clients(kinds, found)}.get(request.GET.get("of", ""))
    if one is None:
        raise NotFound("sort")
    if request.method == "POST":
        again = request.POST.get("as_it_comes") == "on"
        codes = [] if again else request.POST.getlist("code")
        change_profile(
            actor=request.user, sort=one.key, codes=codes, only=not again and request.POST.get("only") == "on"
        )
        return go_to(request, "minimal_profiles", query={"saved": "1"})
    words = block_words()
    offered = [kind for kind in kinds.values() if not kind.special and kind.subject in ("client", "person")]
    context = {
        "sections": sections_of(request, "fact_catalogue"),
        "one": one,
        "chosen": set((one.profile or USUAL_PROFILE).codes),
        "blocks": [
            (code, words[code], [kind for kind in offered if kind.block == code and not kind.hidden]) for code in BLOCKS
        ],
    }
    return render(request, "settings/minimal_profile.html", context)


def sort_words() -> dict[str, str]:
    """Sorts of clients."""
    return {"segment": _("Segments"), "client_kind": _("Kinds of clients"), "value_class": _("Value classes")}
