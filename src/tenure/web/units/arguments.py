"""Arguments of a decision unit: what to say, and which criteria it proves."""

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.clients.typed_numbers import in_field
from tenure.clients.units.decision_units import Unit, unit_of, unit_of_argument
from tenure.clients.units.unit_arguments import add_argument, edit_argument, remove_argument
from tenure.kernel.errors import BadInput
from tenure.privacy.rights import Right, require
from tenure.web.form import Form, refused, typed
from tenure.web.page import is_htmx, render
from tenure.web.units import words
from tenure.web.units.page import body
from tenure.web.units.reading import number, saved
from tenure.web.visit import Visit


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Visit, unit_id: int) -> HttpResponse:
    """Write an argument down."""
    found = unit_of(actor=request.user, unit_id=unit_id)
    require(request.user, Right.WORK_WITH_CLIENTS)
    if request.method != "POST":
        return _form(request, found, None, Form({"text": ""}), {})
    values = typed(request.POST, "text")
    try:
        add_argument(actor=request.user, unit_id=unit_id, text=values["text"], proof=_proof(request.POST, found))
    except BadInput as error:
        return _form(request, found, None, refused(values, error), _typed_proof(request.POST, found), 422)
    return saved(request, unit_id, _("Argument added"), body)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, argument_id: int) -> HttpResponse:
    """Change an argument and what it proves."""
    unit_id = unit_of_argument(actor=request.user, argument_id=argument_id)
    found = unit_of(actor=request.user, unit_id=unit_id)
    require(request.user, Right.WORK_WITH_CLIENTS)
    argument = next(one for one in found.arguments if one.id == argument_id)
    if request.method != "POST":
        shown = {name: in_field(value) for name, value in argument.proof.items()}
        return _form(request, found, argument_id, Form({"text": argument.text}), shown)
    values = typed(request.POST, "text")
    try:
        proof = {**argument.proof, **_proof(request.POST, found)}
        edit_argument(actor=request.user, argument_id=argument_id, text=values["text"], proof=proof)
    except BadInput as error:
        return _form(request, found, argument_id, refused(values, error), _typed_proof(request.POST, found), 422)
    return saved(request, unit_id, _("Argument changed"), body)


@require_POST
def remove(request: Visit, argument_id: int) -> HttpResponse:
    """Take an argument away."""
    return saved(request, remove_argument(actor=request.user, argument_id=argument_id), _("Argument removed"), body)


def _typed_proof(post: QueryDict, found: Unit) -> dict[str, str]:
    return {name: post.get(f"proof-{at}", "0") for at, name in enumerate(found.criteria)}


def _proof(post: QueryDict, found: Unit) -> dict[str, float]:
    return {name: number(text or "0", "text") for name, text in _typed_proof(post, found).items()}


def _form(
    request: Visit, found: Unit, argument_id: int | None, form: Form, proof: dict[str, str], status: int = 200
) -> HttpResponse:
    lines = []
    for at, name in enumerate(found.criteria):
        value = proof.get(name, "0")
        choices = words.proofs()
        if value not in dict(choices):  # entered finer than the form offers
            choices.append((value, value))
        lines.append((f"proof-{at}", name, value, choices))
    context = {"head": found.head, "form": form, "argument_id": argument_id, "lines": lines}
    template = "units/_argument_form.html" if is_htmx(request) else "units/argument.html"
    return render(request, template, context, status=status)
