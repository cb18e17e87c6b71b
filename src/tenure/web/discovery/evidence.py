"""Evidence on the page of a hypothesis: added and withdrawn."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from tenure.discovery.hypotheses.evidence import add_evidence, evidence_in_sight, withdraw_evidence
from tenure.discovery.hypotheses.page import venture_of
from tenure.kernel import clock
from tenure.kernel.errors import BadInput
from tenure.web.discovery.frame import frame_to_change
from tenure.web.discovery.hypotheses import page_of
from tenure.web.discovery.reading import share, whole
from tenure.web.form import refused, typed
from tenure.web.form_values import day_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

FIELDS = (
    "supports", "level", "text", "observed_on", "cluster", "relevance", "reliability", "sensitivity", "specificity",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Visit, hypothesis_id: int) -> HttpResponse:
    """One result for or against."""
    frame_to_change(request, venture_of(actor=request.user, hypothesis_id=hypothesis_id))
    if request.method != "POST":
        return page_of(request, hypothesis_id)
    values = typed(request.POST, *FIELDS)
    try:
        relevance, reliability = (share(values[name], name) for name in ("relevance", "reliability"))
        add_evidence(
            actor=request.user, hypothesis_id=hypothesis_id, supports=values["supports"] != "no",
            level=whole(values["level"], "level", -1), text=values["text"],
            observed_on=day_or_none(values["observed_on"], "observed_on") or clock.today(), cluster=values["cluster"],
            relevance=1.0 if relevance is None else relevance, reliability=1.0 if reliability is None else reliability,
            sensitivity=share(values["sensitivity"], "sensitivity"),
            specificity=share(values["specificity"], "specificity"),
        )  # fmt: skip
    except BadInput as error:
        return page_of(request, hypothesis_id, evidence=refused(values, error), status=422)
    return go_to(request, "hypothesis", hypothesis_id=hypothesis_id)


@require_POST
def withdraw(request: Visit, evidence_id: int) -> HttpResponse:
    """Let a row count no more, with the reason."""
    hypothesis_id, venture_id = evidence_in_sight(actor=request.user, evidence_id=evidence_id)
    frame_to_change(request, venture_id)
    values = typed(request.POST, "reason") | {"row": str(evidence_id)}
    try:
        withdraw_evidence(actor=request.user, evidence_id=evidence_id, reason=values["reason"])
    except BadInput as error:
        return page_of(request, hypothesis_id, withdrawal=refused(values, error), status=422)
    return go_to(request, "hypothesis", hypothesis_id=hypothesis_id)
