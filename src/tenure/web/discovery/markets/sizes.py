"""The market of one problem in one segment: numbers in ranges, both ways, what they come to."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenure.clients.typed_numbers import in_field, money_in_field
from tenure.discovery.markets.matrix import matrix_of
from tenure.discovery.markets.segments import segment_of
from tenure.discovery.markets.sizes import SizeText, clean_size, save_size, size_text_of
from tenure.discovery.markets.words import carries_words, part_words
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel.errors import BadInput, Conflict, NotFound, Wrongs
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.interviews.typed import money, number, plain_share, share
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

SHARES = (
    "reach_low", "reach_high", "prevalence_low", "prevalence_high", "willing_low", "willing_high", "within_reach",
    "obtainable", "margin",
)  # fmt: skip
MONEY = ("price_low_minor", "price_high_minor", "whole_minor")
TIMES = ("times_low", "times_high")
FIELDS = (*SHARES, *MONEY, *TIMES, "sources")


@require_http_methods(["GET", "HEAD", "POST"])
def size(request: Visit, segment_id: int, problem_id: int) -> HttpResponse:
    """Read or change the numbers of a cell. Changed meanwhile by another: what was typed stays."""
    segment = segment_of(actor=request.user, segment_id=segment_id)
    currency = request.workspace.currency
    if request.method != "POST":
        known = size_text_of(segment_id, problem_id)
        return _page(request, segment.venture_id, (segment_id, problem_id), Form(_written(known, currency)))
    values = typed(request.POST, *FIELDS)
    version = id_or_none(request.POST.get("version", "")) or 0
    try:
        text = _text(values, currency)
        save_size(actor=request.user, segment_id=segment_id, problem_id=problem_id, version=version, text=text)
    except Conflict:
        said = _("Somebody changed this meanwhile. Your text is kept: compare and save again.")
        return _page(request, segment.venture_id, (segment_id, problem_id), Form(values, "", said), status=422)
    except BadInput as error:
        return _page(request, segment.venture_id, (segment_id, problem_id), refused(values, error), status=422)
    return go_to(request, "market_size", segment_id=segment_id, problem_id=problem_id, query={"said": "saved"})


def _page(request: Visit, venture_id: int, key: tuple[int, int], form: Form, *, status: int = 200) -> HttpResponse:
    matrix = matrix_of(actor=request.user, venture_id=venture_id)
    if key not in matrix.cells:
        raise NotFound
    cell = matrix.cells[key]
    surest = len(matrix.order) > 1 and matrix.order[0] == key
    context = {
        "cell": cell,
        "surest_of": len(matrix.order) if surest else 0,
        "sure_minor": matrix.sure_minor,
        "form": form,
        "segment": next(one for one in matrix.segments if one.id == key[0]),
        "problem": next(one for one in matrix.problems if one.id == key[1]),
        "missing": [part_words()[name] for name in cell.missing],
        "carries": carries_words(),
        "least": matrix.least_company_minor,
        "said": _("Saved") if request.GET.get("said") == "saved" else "",
    }
    frame = frame_of(actor=request.user, venture_id=venture_id)
    return venture_page(request, "discovery/markets/size.html", frame, context, here="problems", status=status)


def _text(values: dict[str, str], currency: str) -> SizeText:
    """The typed numbers. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs = Wrongs()
    found = {name: wrongs.got(share, values[name], name) for name in SHARES}
    found |= {name: wrongs.got(money, values[name], name, currency) for name in MONEY}
    found |= {name: wrongs.got(number, values[name], name) for name in TIMES}
    text = SizeText(**found, sources=values["sources"])
    wrongs.got(clean_size, text)
    wrongs.tell()
    return text


def _written(text: SizeText, currency: str) -> dict[str, str]:
    return (
        {name: plain_share(getattr(text, name)) for name in SHARES}
        | {name: money_in_field(getattr(text, name), currency) for name in MONEY}
        | {name: in_field(getattr(text, name)) for name in TIMES}
        | {"sources": text.sources}
    )
