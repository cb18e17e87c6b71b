"""The value proposition canvas: the picture with its lists, the propositions side by side, and the forms of what stands on it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.discovery.hypotheses.hypotheses import hypotheses_of
from tenure.discovery.offers import value_canvas as canvas
from tenure.discovery.offers import value_items as items
from tenure.discovery.offers import words as offer_words
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel.errors import BadInput, Conflict, NotFound, Wrongs
from tenure.web.addresses import address_of as url
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.offer_forms import Field, RecordForm, conflict, form_page, frame_for_form
from tenure.web.discovery.value_drawing import HEADS, drawing_of
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to
from tenure.web.units.reading import record, whole
from tenure.web.visit import Visit

HERE = "venture_value"
PROFILE = ("kind", "sort", "text", "importance", "heard", "hypothesis")


@require_safe
def value(request: Visit, venture_id: int) -> HttpResponse:
    """The canvas of a segment with one of its propositions."""
    found = _found(request, venture_id)
    frame = frame_of(actor=request.user, venture_id=venture_id)
    context = {
        "found": found,
        "drawing": drawing_of(found),
        "heads_at": HEADS,
        "profile_heads": offer_words.profile_heads(),
        "value_heads": offer_words.value_heads(),
        "sort_words": {code: text for rows in offer_words.sorts().values() for code, text in rows},
        "may_work": frame.may_work,
        "current": [one.id for one in found.propositions if one.aside_on is None],
        "proposition_name": offer_words.proposition_name,
    }
    return venture_page(request, "discovery/offers/value.html", frame, context, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def new_profile_item(request: Visit, venture_id: int) -> HttpResponse:
    """Write down a job, a pain or a gain."""
    found = _found(request, venture_id)
    kind = request.GET.get("kind", "pain")
    form, status = Form(dict.fromkeys(PROFILE, "") | {"kind": kind, "importance": "3", "heard": "0"}), 200
    if request.method == "POST":
        values = typed(request.POST, *PROFILE)
        try:
            canvas.add_profile_item(
                actor=request.user, venture_id=venture_id, segment_id=found.segment_id or 0, wanted=_profile(values)
            )
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return _shown(request, venture_id, found)
    told = _profile_form(request, venture_id, found.segment_id or 0, _("What the segment wants or fears"), 0, "")
    return form_page(request, venture_id, told, form, here=HERE, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def profile_item(request: Visit, profile_item_id: int) -> HttpResponse:
    """Change a job, a pain or a gain."""
    venture_id, segment_id, item = canvas.profile_item_of(actor=request.user, item_id=profile_item_id)
    known = {
        "kind": item.kind,
        "sort": item.sort,
        "text": item.text,
        "importance": str(item.importance),
        "heard": str(item.heard),
        "hypothesis": str(item.hypothesis_id or ""),
    }
    form, status = Form(known), 200
    if request.method == "POST":
        values, version = typed(request.POST, *PROFILE), record(request.POST.get("version", ""))
        try:
            canvas.edit_profile_item(
                actor=request.user, item_id=profile_item_id, version=version, wanted=_profile(values)
            )
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return _back(request, venture_id, segment_id)
    remove = url("remove_profile_item", profile_item_id=profile_item_id)
    told = _profile_form(
        request, venture_id, segment_id, offer_words.profile_kinds()[item.kind].capitalize(), item.version, remove
    )
    return form_page(request, venture_id, told, form, here=HERE, status=status)


@require_POST
def remove_profile_item(request: Visit, profile_item_id: int) -> HttpResponse:
    """Take it off the canvas."""
    version = record(request.POST.get("version", ""))
    venture_id, segment_id = canvas.remove_profile_item(actor=request.user, item_id=profile_item_id, version=version)
    return _back(request, venture_id, segment_id)


@require_http_methods(["GET", "HEAD", "POST"])
def new_value_item(request: Visit, venture_id: int) -> HttpResponse:
    """Offer something."""
    found = _found(request, venture_id)
    form, status = Form({"kind": request.GET.get("kind", "reliever"), "text": ""}), 200
    answers: dict[int, float] = {}
    if request.method == "POST":
        values, answers = typed(request.POST, "kind", "text"), _answers(request)
        try:
            items.add_value_item(
                actor=request.user, venture_id=venture_id, segment_id=found.segment_id or 0, answers=answers,
                proposition_id=found.shown.id if found.shown else None, **values,
            )  # fmt: skip
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return _shown(request, venture_id, found)
    return _value_form(request, found, form, answers, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def value_item(request: Visit, value_item_id: int) -> HttpResponse:
    """Change what is offered and what it answers."""
    venture_id, proposition_id, item = items.value_item_of(actor=request.user, value_item_id=value_item_id)
    form, status, answers = Form({"kind": item.kind, "text": item.text}), 200, dict(item.answers)
    if request.method == "POST":
        values, answers = typed(request.POST, "kind", "text"), _answers(request)
        version = record(request.POST.get("version", ""))
        try:
            items.edit_value_item(
                actor=request.user, value_item_id=value_item_id, version=version, answers=answers, **values
            )
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, HERE, venture_id=venture_id, query={"proposition": proposition_id})
    found = canvas.value_canvas(actor=request.user, venture_id=venture_id, proposition_id=proposition_id)
    return _value_form(request, found, form, answers, item=item, status=status)


@require_POST
def remove_value_item(request: Visit, value_item_id: int) -> HttpResponse:
    """Offer it no more."""
    venture_id, proposition_id, item = items.value_item_of(actor=request.user, value_item_id=value_item_id)
    version = record(request.POST.get("version", ""))
    try:
        items.remove_value_item(actor=request.user, value_item_id=value_item_id, version=version)
    except BadInput as error:
        found = canvas.value_canvas(actor=request.user, venture_id=venture_id, proposition_id=proposition_id)
        form = refused({"kind": item.kind, "text": item.text}, error)
        return _value_form(request, found, form, dict(item.answers), item=item, status=422)
    return go_to(request, HERE, venture_id=venture_id, query={"proposition": proposition_id})


def _profile(values: dict[str, str]) -> canvas.ProfileText:
    """What was typed. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs = Wrongs()
    importance = wrongs.got(whole, values["importance"] or "3", "importance")
    wanted = canvas.ProfileText(
        kind=values["kind"],
        text=values["text"],
        sort=values["sort"],
        importance=3 if importance is None else importance,
        heard=wrongs.got(whole, values["heard"] or "0", "heard") or 0,
        hypothesis_id=record(values["hypothesis"]) or None,
    )
    wrongs.got(canvas.checked_profile, wanted)
    wrongs.tell()
    return wanted


def _profile_form(
    request: Visit, venture_id: int, segment_id: int, title: str, version: int, remove: str
) -> RecordForm:
    claims = [
        ("", _("none")),
        *(
            (str(one.id), f"H{one.number} {one.title}")
            for one in hypotheses_of(actor=request.user, venture_id=venture_id)
        ),
    ]
    kinds = offer_words.profile_kinds()
    finer = [("", _("not sorted"))] + [
        (code, f"{kinds[kind]}: {text}") for kind, rows in offer_words.sorts().items() for code, text in rows
    ]
    return RecordForm(
        title,
        (
            Field("kind", _("What is it"), "picks", list(kinds.items())),
            Field("text", _("In their words"), longest=200),
            (
                Field(
                    "importance",
                    _("How much it weighs for them, 1 to 5"),
                    "choice",
                    [(str(n), str(n)) for n in range(1, 6)],
                ),
                Field(
                    "heard",
                    _("People heard saying it unasked"),
                    "number",
                    hint=_("0: a guess, drawn hollow and not counted."),
                ),
            ),
            (
                Field("sort", _("Finer kind"), "choice", finer),
                Field("hypothesis", _("Rests on hypothesis"), "choice", claims),
            ),
        ),
        url(HERE, venture_id=venture_id, query={"segment": segment_id}),
        remove=remove,
        version=version,
    )


def _value_form(
    request: Visit,
    found: canvas.ValueCanvas,
    form: Form,
    answers: dict[int, float],
    *,
    item: canvas.ValueView | None = None,
    status: int = 200,
) -> HttpResponse:
    if found.segment_id is None:
        raise NotFound
    frame = frame_for_form(request, found.venture_id)
    context = {
        "found": found,
        "form": form,
        "item": item,
        "answers": answers,
        "version": item.version if item else 0,
        "kinds": list(offer_words.value_kinds().items()),
        "profile_heads": offer_words.profile_heads(),
        "answered_by": canvas.ANSWERS,
        "back": {"proposition": found.shown.id} if found.shown else {"segment": found.segment_id},
        "proposition_name": offer_words.proposition_name,
    }
    return venture_page(request, "discovery/offers/value_item.html", frame, context, here=HERE, status=status)


def _answers(request: Visit) -> dict[int, float]:
    """What the form says is answered; kinds that the chosen one cannot answer are left out by their field's name."""
    wanted = canvas.ANSWERS.get(request.POST.get("kind", ""), "")
    chosen = {}
    for name, text in request.POST.items():
        head, _sign, number = name.partition("-")
        if head == f"covers_{wanted}" and text in {"1", "0.5"}:
            chosen[record(number)] = float(text)
    return chosen


def _found(request: Visit, venture_id: int) -> canvas.ValueCanvas:
    """The canvas the address asks for, by proposition or by segment."""
    return canvas.value_canvas(
        actor=request.user, venture_id=venture_id, segment_id=record(request.GET.get("segment", "")) or None,
        proposition_id=record(request.GET.get("proposition", "")) or None,
    )  # fmt: skip


def _shown(request: Visit, venture_id: int, found: canvas.ValueCanvas) -> HttpResponse:
    """Back to what was shown."""
    if found.shown is None:
        return _back(request, venture_id, found.segment_id or 0)
    return go_to(request, HERE, venture_id=venture_id, query={"proposition": found.shown.id})


def _back(request: Visit, venture_id: int, segment_id: int) -> HttpResponse:
    return go_to(request, HERE, venture_id=venture_id, query={"segment": segment_id})
