"""Forms of a segment's propositions: another one, another name, set aside with the reason, taken up again."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.discovery.hypotheses.hypotheses import hypotheses_of
from tenure.discovery.offers import propositions as core
from tenure.discovery.offers.value_canvas import ValueCanvas, value_canvas
from tenure.discovery.offers.words import proposition_name
from tenure.kernel.errors import BadInput, Conflict, NotFound
from tenure.web.addresses import address_of
from tenure.web.discovery.offer_forms import Field, RecordForm, conflict, form_page, names
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to
from tenure.web.units.reading import record
from tenure.web.visit import Visit

HERE = "venture_value"


@require_http_methods(["GET", "HEAD", "POST"])
def new_proposition(request: Visit, venture_id: int) -> HttpResponse:
    """Start another proposition of the segment, empty or copied from one."""
    segment = record(request.GET.get("segment", "")) or None
    found = value_canvas(actor=request.user, venture_id=venture_id, segment_id=segment)
    if found.segment_id is None:
        raise NotFound
    form, status = Form({"name": "", "hypothesis": "", "copy": request.GET.get("copy", "")}), 200
    if request.method == "POST":
        values = typed(request.POST, "name", "hypothesis", "copy")
        try:
            made = core.start_proposition(
                actor=request.user, venture_id=venture_id, segment_id=found.segment_id, wanted=_text(values),
                copy_id=record(values["copy"]) or None,
            )  # fmt: skip
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, HERE, venture_id=venture_id, query={"proposition": made})
    return form_page(request, venture_id, _new_form(request, found), form, here=HERE, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def proposition(request: Visit, proposition_id: int) -> HttpResponse:
    """Its name, and the hypothesis it rests on."""
    row = core.proposition_of(actor=request.user, proposition_id=proposition_id)
    form, status = Form({"name": row.name, "hypothesis": str(row.hypothesis_id or "")}), 200
    if request.method == "POST":
        values, version = typed(request.POST, "name", "hypothesis"), record(request.POST.get("version", ""))
        try:
            core.edit_proposition(
                actor=request.user, proposition_id=proposition_id, version=version, wanted=_text(values)
            )
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return _back(request, row.venture_id, proposition_id)
    told = RecordForm(
        proposition_name(row.name), _fields(request, row.venture_id), _address(row.venture_id, proposition_id),
        version=row.version,
    )  # fmt: skip
    return form_page(request, row.venture_id, told, form, here=HERE, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def aside(request: Visit, proposition_id: int) -> HttpResponse:
    """Why it is offered no more."""
    row = core.proposition_of(actor=request.user, proposition_id=proposition_id)
    form, status = Form({"reason": ""}), 200
    if request.method == "POST":
        values, version = typed(request.POST, "reason"), record(request.POST.get("version", ""))
        try:
            core.set_aside(actor=request.user, proposition_id=proposition_id, version=version, reason=values["reason"])
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, HERE, venture_id=row.venture_id, query={"segment": row.segment_id})
    told = RecordForm(
        _("Set aside: %(name)s") % {"name": proposition_name(row.name)},
        (Field("reason", _("Why is it offered no more?"), "area", longest=core.LONGEST_REASON),),
        _address(row.venture_id, proposition_id), save=_("Set it aside"), version=row.version,
        intro=_("It stays beside the others as it was today, with your reason, and can be taken up again."),
    )  # fmt: skip
    return form_page(request, row.venture_id, told, form, here=HERE, status=status)


@require_POST
def take_up(request: Visit, proposition_id: int) -> HttpResponse:
    """Offer it again."""
    version = record(request.POST.get("version", ""))
    venture_id = core.take_up(actor=request.user, proposition_id=proposition_id, version=version)
    return _back(request, venture_id, proposition_id)


def _text(values: dict[str, str]) -> core.PropositionText:
    return core.PropositionText(values["name"], record(values["hypothesis"]) or None)


def _fields(request: Visit, venture_id: int) -> tuple[Field, Field]:
    claims = hypotheses_of(actor=request.user, venture_id=venture_id)
    return (
        Field("name", _("What is promised, in a few words"), longest=core.LONGEST_NAME),
        Field(
            "hypothesis", _("Rests on hypothesis"), "choice",
            names(((one.id, f"H{one.number} {one.title}") for one in claims), _("none")),
            hint=_("Its verdict stands beside the proposition."),
        ),
    )  # fmt: skip


def _new_form(request: Visit, found: ValueCanvas) -> RecordForm:
    models = names(((one.id, proposition_name(one.name)) for one in found.propositions), _("nothing, begin empty"))
    copy = (Field("copy", _("Begin with what is offered in"), "choice", models),) if found.propositions else ()
    return RecordForm(
        _("Another value proposition"), (*_fields(request, found.venture_id), *copy),
        address_of(HERE, venture_id=found.venture_id, query={"segment": found.segment_id}),
        intro=_(
            "Jobs, pains and gains stay: what people want does not change with what we offer. Only the answers to them do."
        ),
    )  # fmt: skip


def _address(venture_id: int, proposition_id: int) -> str:
    return address_of(HERE, venture_id=venture_id, query={"proposition": proposition_id})


def _back(request: Visit, venture_id: int, proposition_id: int) -> HttpResponse:
    return go_to(request, HERE, venture_id=venture_id, query={"proposition": proposition_id})
