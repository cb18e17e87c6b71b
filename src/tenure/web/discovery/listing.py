"""The list of ventures, and starting one."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from tenure.discovery.ventures.phases import phase_names
from tenure.discovery.ventures.ventures import start_venture, ventures_of
from tenure.discovery.words import venture_kinds, venture_states
from tenure.kernel.errors import BadInput
from tenure.privacy.rights import Right, may, require
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, render
from tenure.web.visit import Visit

FIELDS = ("name", "kind", "vision")


@require_safe
def ventures(request: Visit) -> HttpResponse:
    """The ventures in sight; those given up stand apart."""
    exited = request.GET.get("state") == "exited"
    found = ventures_of(actor=request.user, exited=exited)
    context = {
        "ventures": found,
        "given_up": bool(found or ventures_of(actor=request.user, exited=True)),
        "exited": exited,
        "may_start": may(request.user, Right.START_VENTURES),
        "form": Form({"name": "", "kind": "idea", "vision": ""}),
        "kinds": venture_kinds(),
        "kind_words": dict(venture_kinds()),
        "state_words": venture_states(),
        "phase_words": phase_names(),
    }
    return render(request, "discovery/ventures/ventures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Visit) -> HttpResponse:
    """Start a venture."""
    require(request.user, Right.START_VENTURES)
    form, status = Form({"name": "", "kind": "idea", "vision": ""}), 200
    if request.method == "POST":
        values = typed(request.POST, *FIELDS)
        try:
            venture_id = start_venture(actor=request.user, **values)
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "venture", venture_id=venture_id)
    return render(request, "discovery/ventures/new.html", {"form": form, "kinds": venture_kinds()}, status=status)
