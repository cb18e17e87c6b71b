"""The page of a scenario: does it converge, what moves it, the chain with its formulas, channels, time."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tenure.discovery.economics import chain_words, words
from tenure.discovery.economics.analysis import Economics, economics
from tenure.discovery.economics.link_age import changed_since
from tenure.discovery.economics.metrics import METRICS
from tenure.discovery.economics.pictures import margin_picture, tornado_picture
from tenure.discovery.economics.scenarios import Scenario, add_scenario, scenario_of, scenarios_of
from tenure.discovery.economics.verdict_words import assumed, channels_differ, headline, what_would_change
from tenure.discovery.ventures.frame import VentureFrame, frame_of
from tenure.kernel.errors import BadInput
from tenure.web.discovery.economics import reading
from tenure.web.discovery.frame import frame_to_change, venture_page
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to
from tenure.web.visit import Visit

NEW_FIELDS = ("name", "horizon_months")
# icons: link refresh star trash


@require_http_methods(["GET", "HEAD", "POST"])
def venture_economics(request: Visit, venture_id: int) -> HttpResponse:
    """The main scenario of a venture; posted: a new one."""
    frame = frame_to_change(request, venture_id)
    form, status = Form({"name": _("As we plan it"), "horizon_months": "12"}), 200
    if request.method == "POST":
        values = typed(request.POST, *NEW_FIELDS)
        try:
            name, months = reading.beginning(values)
            made = add_scenario(actor=request.user, venture_id=venture_id, name=name, horizon_months=months)
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "scenario_numbers", scenario_id=made)
    heads = scenarios_of(actor=request.user, venture_id=venture_id)
    if not heads or status == 422:
        context = {"heads": heads, "new": form, "scenario": None}
        return venture_page(request, "discovery/economics/empty.html", frame, context, here="economics", status=status)
    return scenario_page(request, scenario_of(actor=request.user, scenario_id=heads[0].id), frame)


@require_safe
def scenario(request: Visit, scenario_id: int) -> HttpResponse:
    """One scenario."""
    return scenario_page(request, scenario_of(actor=request.user, scenario_id=scenario_id))


def scenario_page(
    request: Visit, found: Scenario, frame: VentureFrame | None = None, forms: dict[str, Form] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page with its forms as they were typed. forms: by name, `pair`, `channel`, `cost`, `copy`, `general`."""
    frame = frame or frame_of(actor=request.user, venture_id=found.venture_id)
    currency = request.workspace.currency
    worked = economics(found, currency)
    stale = changed_since(found)
    context: dict[str, Any] = {
        "scenario": found,
        "heads": scenarios_of(actor=request.user, venture_id=found.venture_id),
        "worked": worked,
        "headline": headline(worked),
        "sentences": what_would_change(worked, currency),
        "assumed": assumed(worked),
        "channels_differ": channels_differ(worked, currency),
        "tornado": tornado_picture(worked, currency),
        "margin": margin_picture(found.simulated, currency) if found.simulated else None,
        "inputs": [chain_words.input_line(found, metric, currency, stale) for metric in METRICS],
        "chain": chain_words.chain_lines(worked, currency),
        "moves": chain_words.move_lines(worked, currency),
        "influences": chain_words.influence_lines(worked, currency),
        "time": chain_words.time_lines(worked, currency),
        "pairs": [chain_words.pair_line(pair) for pair in found.correlations],
        "metrics": words.metric_choices(),
        "chance": words.chance,
        "about": lambda value: words.about(value, currency),
        **_forms(forms or {}),
    }
    return venture_page(request, "discovery/economics/scenario.html", frame, context, here="economics", status=status)


def _forms(given: dict[str, Form]) -> dict[str, Form]:
    empty = {
        "pair": Form({"first": "conversion", "second": "price", "rank": ""}),
        "channel": Form(dict.fromkeys(reading.CHANNEL_FIELDS, "")),
        "cost": Form({"name": "", "amount": ""}),
        "copy": Form({"name": ""}),
        "general": Form(),
    }
    return {f"{name}_form": given.get(name, form) for name, form in empty.items()}


@require_safe
def compare(request: Visit, venture_id: int) -> HttpResponse:
    """All scenarios of a venture side by side."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    currency = request.workspace.currency
    heads = scenarios_of(actor=request.user, venture_id=venture_id)
    found = [economics(scenario_of(actor=request.user, scenario_id=head.id), currency) for head in heads]
    context = {
        "heads": heads,
        "scenario": None,
        "columns": [column(one, currency) for one in found],
        "rows": chain_words.compared_rows(found, currency),
    }
    return venture_page(request, "discovery/economics/compare.html", frame, context, here="economics")


def column(found: Economics, currency: str) -> dict[str, Any]:
    """The head of a scenario beside others."""
    simulated = found.scenario.simulated
    return {
        "name": found.scenario.name,
        "main": found.scenario.main,
        "address": reverse("scenario", kwargs={"scenario_id": found.scenario.id}),
        "verdict": found.verdict.code,
        "loss": words.chance(simulated.loss) if simulated else "",
        "margin": words.about(simulated.p50, currency) if simulated else "",
    }
